//! The client against the real server over real sockets, on loopback only.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{NOW, USCC, config, declaration};
use jiff::Timestamp;
use tokio::sync::oneshot;
use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_platform::client::{
    Client, EnrolmentPolicy, EntryState, Filed, HttpTransport, NoRandomness, Outbox, Outcome,
    PlainHttp, PlatformUrl, RetryPolicy, Sender, Surroundings, System, Timeouts,
};
use unleaded_platform::contract::enterprise::EnterpriseId;
use unleaded_platform::contract::receipt::verify_receipt;
use unleaded_platformd::{EnrolmentMode, bind};
use unleaded_trust::{PrivateKey, PublicKey};

/// A clock that is set, and pauses that are short.
struct Machine(i64);

impl Surroundings for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0).unwrap()
    }

    fn pause(&self, _: Duration) {
        std::thread::sleep(Duration::from_millis(1));
    }

    fn random(&self) -> Result<[u8; 16], NoRandomness> {
        System.random()
    }
}

/// A server on a thread of its own.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    fn start(data: &Path, enrolment: EnrolmentMode) -> Self {
        let mut config = config(data, &Arc::new(AtomicI64::new(NOW)));
        config.enrolment = enrolment;
        let (stop, stopped) = oneshot::channel();
        let (tell, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listening = bind(config).await.unwrap();
                tell.send(listening.address()).unwrap();
                listening.run(stopped).await;
            });
        });
        Self { address: address.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn url(address: SocketAddr) -> PlatformUrl {
    PlatformUrl::parse(&format!("http://{address}"), PlainHttp::LoopbackOnly).unwrap()
}

/// Files `body` at `address` with the machine's clock `now`.
pub(crate) fn file(root: &Path, address: SocketAddr, now: i64, body: &[u8]) -> Outcome {
    with_client(root, address, now, |client, outbox| client.file(outbox, body).unwrap())
}

pub(crate) fn with_client<T>(
    root: &Path,
    address: SocketAddr,
    now: i64,
    work: impl FnOnce(&Client<'_>, &Outbox) -> T,
) -> T {
    let (platform, machine) = (url(address), Machine(now));
    let enterprise = EnterpriseId::parse(USCC).unwrap();
    let key = PrivateKey::from_seed([1; 32]);
    let sender = Sender { enterprise: &enterprise, app_id: None, key: &key };
    let total = Duration::from_secs(2);
    let transport = HttpTransport::new(&platform, Timeouts { connect: total, total }).unwrap();
    let outbox = Outbox::open(root, &platform, &machine).unwrap();
    let options = (RetryPolicy { tries: 3, ..RetryPolicy::default() }, EnrolmentPolicy::Ask);
    let client = Client::new(&platform, sender, &transport, &machine, options);
    work(&client, &outbox)
}

#[track_caller]
fn filed(outcome: Outcome) -> Filed {
    match outcome {
        Outcome::Filed(filed) => *filed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_push_enrols_files_and_stores_a_receipt_that_verifies_offline() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    let body = declaration(|_| {});
    let first = filed(file(root.path(), server.address, NOW, &body));
    assert_eq!(first.receipt.submission_no, "SD2026-00000001-01");
    assert!(first.pinned_now.is_some());
    let pem = with_client(root.path(), server.address, NOW, |_, outbox| {
        std::fs::read_to_string(outbox.pin_file()).unwrap()
    });
    let key = PublicKey::from_pem(&pem).unwrap();
    let stored = std::fs::read(&first.receipt_file).unwrap();
    assert_eq!(verify_receipt(&stored, &key, &body).unwrap(), first.receipt);
    // Once filed, the same filing needs no network.
    let address = server.address;
    drop(server);
    assert_eq!(filed(file(root.path(), address, NOW, &body)).receipt, first.receipt);
}

#[test]
fn a_lost_receipt_is_fetched_again() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    let body = declaration(|_| {});
    let first = filed(file(root.path(), server.address, NOW, &body));
    std::fs::remove_file(&first.receipt_file).unwrap();
    assert_eq!(filed(file(root.path(), server.address, NOW, &body)).receipt, first.receipt);
    std::fs::write(&first.receipt_file, "{").unwrap();
    assert_eq!(filed(file(root.path(), server.address, NOW, &body)).receipt, first.receipt);
    assert!(std::fs::metadata(&first.receipt_file).unwrap().len() > 100);
}

#[test]
fn a_wrong_clock_is_set_by_the_platform() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    let filed = filed(file(root.path(), server.address, NOW + 86_400, &declaration(|_| {})));
    assert_eq!(filed.receipt.received_at, "2026-02-14T10:00:00+08:00");
}

#[test]
fn refusals_are_told_and_kept_as_refused() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    let bad = declaration(|v| v["basis"]["limit_set"] = "GB/T 26572-2011".into());
    let Outcome::Refused(diagnostics) = file(root.path(), server.address, NOW, &bad) else {
        panic!()
    };
    assert_eq!(diagnostics[0].code, codes::PLATFORM_REFUSED);
    assert_eq!(diagnostics[0].argument("code").unwrap().to_string(), "LIMIT_SET_NOT_APPLICABLE");
    assert!(
        diagnostics[0].message(unleaded_model::diagnostic::Language::Zh).contains("2026-02-10")
    );
    let (entries, retried) = with_client(root.path(), server.address, NOW, |client, outbox| {
        (outbox.list().unwrap().entries, client.retry(outbox).unwrap().outcomes)
    });
    assert_eq!(entries[0].state, EntryState::Refused);
    assert!(retried.is_empty());
}

#[test]
fn a_closed_platform_refuses_the_key() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::Closed);
    let Outcome::Refused(diagnostics) =
        file(root.path(), server.address, NOW, &declaration(|_| {}))
    else {
        panic!()
    };
    assert_eq!(diagnostics[0].argument("code").unwrap().to_string(), "NO_AUTH");
}

/// Forwards each connection to `server`, except that the answer to the first `losses` filings is dropped after it was received.
fn lossy_proxy(server: SocketAddr, losses: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, lost) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = lost.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let count = count.clone();
            std::thread::spawn(move || forward(client, server, losses, &count));
        }
    });
    (address, lost)
}

/// One request for each connection: the proxy asks the server to close after its answer.
fn forward(
    mut client: TcpStream,
    server: SocketAddr,
    losses: usize,
    lost: &AtomicUsize,
) -> Option<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    let (head, length) = loop {
        let n = client.read(&mut chunk).ok().filter(|n| *n > 0)?;
        request.extend_from_slice(&chunk[..n]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let lower = text[..end].to_lowercase();
            let length =
                lower.split("content-length: ").nth(1).and_then(|s| s.lines().next()?.parse().ok());
            break (end, length.unwrap_or(0));
        }
    };
    while request.len() < head + 4 + length {
        let n = client.read(&mut chunk).ok().filter(|n| *n > 0)?;
        request.extend_from_slice(&chunk[..n]);
    }
    request.splice(head..head, b"\r\nconnection: close".iter().copied());
    let mut upstream = TcpStream::connect(server).ok()?;
    upstream.write_all(&request).ok()?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).ok()?;
    let accepted =
        request.starts_with(b"POST /pspa/v1/conformity") && answer.starts_with(b"HTTP/1.1 202");
    if accepted && lost.fetch_add(1, Ordering::SeqCst) < losses {
        client.shutdown(Shutdown::Both).ok()
    } else {
        client.write_all(&answer).ok()
    }
}

#[test]
fn an_answer_lost_after_acceptance_is_the_same_submission() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    // Two lost answers are within the three tries.
    let (proxy, lost) = lossy_proxy(server.address, 2);
    let body = declaration(|_| {});
    let first = filed(file(root.path(), proxy, NOW, &body));
    assert_eq!(lost.load(Ordering::SeqCst), 3);
    assert_eq!(first.receipt.submission_no, "SD2026-00000001-01");
    // And so is one from another machine that has lost its outbox.
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(filed(file(elsewhere.path(), server.address, NOW, &body)).receipt, first.receipt);
}

#[test]
fn a_filing_whose_answers_are_all_lost_stays_and_is_delivered_later() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = Server::start(data.path(), EnrolmentMode::LoopbackOnly);
    let (proxy, _) = lossy_proxy(server.address, 3);
    let Outcome::Kept(diagnostics) = file(root.path(), proxy, NOW, &declaration(|_| {})) else {
        panic!()
    };
    assert_eq!(diagnostics[0].code, codes::PLATFORM_ANSWER_MALFORMED);
    let outcomes = with_client(root.path(), proxy, NOW, |client, outbox| {
        client.retry(outbox).unwrap().outcomes
    });
    let [(_, Outcome::Filed(filed))] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(filed.receipt.submission_no, "SD2026-00000001-01");
}

#[test]
fn another_platform_at_the_pinned_address_is_refused() {
    let (one, two, root) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Server::start(one.path(), EnrolmentMode::LoopbackOnly);
    let address = first.address;
    filed(file(root.path(), address, NOW, &declaration(|_| {})));
    drop(first);
    // The pin belongs to an address, so the second platform takes over the first one's directory.
    let second = Server::start(two.path(), EnrolmentMode::LoopbackOnly);
    let directory = |address: SocketAddr| {
        root.path().join(format!("http_{}", address.to_string().replace(':', "_")))
    };
    std::fs::rename(directory(address), directory(second.address)).unwrap();
    let other = declaration(|v| v["product"]["models"] = serde_json::json!(["Other"]));
    let Outcome::Kept(diagnostics) = file(root.path(), second.address, NOW, &other) else {
        panic!()
    };
    assert_eq!(diagnostics[0].code, codes::PLATFORM_KEY_CHANGED);
}

#[test]
fn slow_and_endless_senders_are_cut_off() {
    let data = tempfile::tempdir().unwrap();
    let mut config = config(data.path(), &Arc::new(AtomicI64::new(NOW)));
    config.limits.head_time = Duration::from_millis(200);
    config.limits.body_time = Duration::from_millis(200);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listening = runtime.block_on(bind(config)).unwrap();
    let address = listening.address();
    runtime.spawn(listening.run(std::future::pending::<()>()));
    let exchange = |request: &[u8]| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // The server may close before everything is written; what it answered counts.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    let half = exchange(b"GET /pspa/v1/health HTTP/1.1\r\nhost: x\r\n");
    assert!(half.is_empty() || half.starts_with("HTTP/1.1 408"), "{half}");
    let slow =
        exchange(b"POST /pspa/v1/enterprises HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{");
    assert!(slow.starts_with("HTTP/1.1 400") && slow.contains("PARAM_ERROR"), "{slow}");
    let long = [b"GET /pspa/v1/health HTTP/1.1\r\nx: ".to_vec(), vec![b'a'; 100_000]].concat();
    let long = exchange(&long);
    assert!(long.is_empty() || long.starts_with("HTTP/1.1 431"), "{long}");
}
