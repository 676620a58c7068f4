//! Platforms that are down, slow, or talk nonsense: real listeners on loopback, each with the one diagnostic that it must give.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use jiff::Timestamp;
use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, Language};
use unleaded_platform::client::{
    Client, EnrolmentPolicy, EntryState, HttpTransport, NoRandomness, Outbox, Outcome, PlainHttp,
    PlatformUrl, RetryPolicy, Sender, Stamp, Surroundings, System, Timeouts, prepare_filing,
};
use unleaded_platform::contract::enterprise::EnterpriseId;
use unleaded_platform::contract::receipt::{Deadline, Receipt, sign_receipt};
use unleaded_trust::{PrivateKey, sha256_hex};

const BODY: &[u8] = include_bytes!("declaration.json");

/// Pauses take no time and are written down.
#[derive(Default)]
struct Machine {
    pauses: RefCell<Vec<u64>>,
}

impl Surroundings for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_771_034_400).unwrap()
    }

    fn pause(&self, duration: Duration) {
        self.pauses.borrow_mut().push(duration.as_secs());
    }

    fn random(&self) -> Result<[u8; 16], NoRandomness> {
        System.random()
    }
}

/// Answers every connection with what `script` says to the request's first line.
fn server(script: impl Fn(&str) -> Vec<u8> + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut chunk = [0; 4096];
            while !complete(&request) {
                match stream.read(&mut chunk) {
                    Ok(n) if n > 0 => request.extend_from_slice(&chunk[..n]),
                    _ => break,
                }
            }
            let text = String::from_utf8_lossy(&request);
            // The client may hang up in the middle of an endless answer.
            let _ = stream.write_all(&script(text.lines().next().unwrap_or_default()));
        }
    });
    address
}

fn complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some(end) = text.find("\r\n\r\n") else {
        return false;
    };
    let length = text.split("content-length: ").nth(1).and_then(|s| s.lines().next()?.parse().ok());
    request.len() >= end + 4 + length.unwrap_or(0)
}

fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Tries twice. Returns the outcome, the pauses, and the state of the one entry in the outbox.
fn push(address: SocketAddr) -> (Outcome, Vec<u64>, EntryState) {
    let root = tempfile::tempdir().unwrap();
    let platform =
        PlatformUrl::parse(&format!("http://{address}"), PlainHttp::LoopbackOnly).unwrap();
    let machine = Machine::default();
    let enterprise = EnterpriseId::parse("91350100M000100Y43").unwrap();
    let key = PrivateKey::from_seed([1; 32]);
    let sender = Sender { enterprise: &enterprise, app_id: None, key: &key };
    let timeouts = Timeouts { connect: Duration::from_secs(1), total: Duration::from_secs(1) };
    let transport = HttpTransport::new(&platform, timeouts).unwrap();
    let outbox = Outbox::open(root.path(), &platform, &machine).unwrap();
    let policy = RetryPolicy { tries: 2, ..RetryPolicy::default() };
    let client =
        Client::new(&platform, sender, &transport, &machine, (policy, EnrolmentPolicy::Never));
    let outcome = client.file(&outbox, BODY).unwrap();
    let state = outbox.list().unwrap().entries[0].state;
    (outcome, machine.pauses.take(), state)
}

#[track_caller]
fn check(address: SocketAddr, code: Code, says: &str) -> Vec<u64> {
    let (outcome, pauses, state) = push(address);
    let Outcome::Kept(diagnostics) = outcome else { panic!("{outcome:?}") };
    assert_eq!(diagnostics[0].code, code, "{}", diagnostics[0].message(Language::En));
    check_words(&diagnostics[0], says);
    assert_eq!(state, EntryState::Pending);
    pauses
}

#[track_caller]
fn check_words(diagnostic: &Diagnostic, says: &str) {
    let english = diagnostic.message(Language::En);
    assert!(english.contains(says), "{english}");
    for language in [Language::En, Language::Zh] {
        assert!(!diagnostic.message(language).contains('{'));
        assert!(!diagnostic.help(language).contains('{'));
    }
}

#[test]
fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(check(address, codes::PLATFORM_UNREACHABLE, "refused"), [1]);
}

#[test]
fn it_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    check(address, codes::PLATFORM_TIMEOUT, "within 1 s in 2 tries");
    drop(listener);
}

#[test]
fn it_stops_in_the_middle_of_its_answer() {
    let part =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/x-pem-file\r\ncontent-length: 99\r\n\r\n---";
    check(
        server(|_| part.to_vec()),
        codes::PLATFORM_ANSWER_MALFORMED,
        "did not answer as a platform",
    );
}

#[test]
fn it_does_not_speak_http() {
    check(server(|_| b"SSH-2.0-x\r\n".to_vec()), codes::PLATFORM_ANSWER_MALFORMED, "HTTP");
}

#[test]
fn it_answers_with_a_page() {
    let page = |_: &str| answer("200 OK", "text/html; charset=utf-8", b"<html>");
    check(server(page), codes::PLATFORM_ANSWER_MALFORMED, "`text/html`");
    let page = |_: &str| answer("404 Not Found", "text/html", b"<html>");
    check(server(page), codes::PLATFORM_ANSWER_MALFORMED, "status 404");
}

#[test]
fn it_is_busy_and_says_for_how_long() {
    let busy = |_: &str| {
        let plain = answer("503 Service Unavailable", "text/html", b"<html>");
        String::from_utf8(plain).unwrap().replacen("\r\n", "\r\nretry-after: 7\r\n", 1).into_bytes()
    };
    assert_eq!(check(server(busy), codes::PLATFORM_BUSY, "503 to each of 2"), [7]);
    let endless = |_: &str| {
        let plain = answer("429 Too Many Requests", "text/plain", b"");
        String::from_utf8(plain)
            .unwrap()
            .replacen("\r\n", "\r\nretry-after: 999999999\r\n", 1)
            .into_bytes()
    };
    assert_eq!(check(server(endless), codes::PLATFORM_BUSY, "429"), [60]);
}

#[test]
fn it_redirects() {
    let elsewhere = |_: &str| {
        let head =
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/login\r\ncontent-length: 0\r\n\r\n";
        head.as_bytes().to_vec()
    };
    let pauses = check(server(elsewhere), codes::PLATFORM_REDIRECTED, "127.0.0.1:1/login");
    assert!(pauses.is_empty());
}

#[test]
fn its_key_is_no_key() {
    let no_key = |_: &str| answer("200 OK", "application/x-pem-file", b"hello");
    check(server(no_key), codes::PLATFORM_KEY_UNREADABLE, "key");
}

/// A platform whose key is good, and whose other answers are as given.
fn keyed(filing: Vec<u8>, receipt: Vec<u8>) -> SocketAddr {
    let pem = PrivateKey::from_seed([9; 32]).public().to_pem();
    server(move |line| match line {
        line if line.contains("/platform-key") => {
            answer("200 OK", "application/x-pem-file", pem.as_bytes())
        }
        line if line.starts_with("POST") => filing.clone(),
        _ => receipt.clone(),
    })
}

fn accepted(number: &str) -> Vec<u8> {
    let body = serde_json::json!({
        "submission_no": number, "status": "ACCEPTED", "status_text": {"zh": "已受理"}, "received_at": "",
        "payload_sha256": "", "deadline": {"due_on": "2026-03-03", "late": false}, "public_id": "",
        "status_url": "http://127.0.0.1:1/", "receipt_url": "http://127.0.0.1:1/",
    });
    answer("202 Accepted", "application/json", body.to_string().as_bytes())
}

#[test]
fn its_json_is_cut_or_empty_or_endless() {
    for (body, says) in
        [(&b"{\"submission_no\":\"SD"[..], "EOF"), (b"{}", "missing field"), (b"", "EOF")]
    {
        let filing = answer("202 Accepted", "application/json", body);
        check(keyed(filing, Vec::new()), codes::PLATFORM_ANSWER_MALFORMED, says);
    }
    let endless = answer("202 Accepted", "application/json", &vec![b' '; 5 << 20]);
    check(keyed(endless, Vec::new()), codes::PLATFORM_ANSWER_MALFORMED, "4 MiB");
}

#[test]
fn its_number_is_a_path() {
    let filing = accepted("../../../etc/x");
    check(keyed(filing, Vec::new()), codes::PLATFORM_ANSWER_MALFORMED, "submission number");
}

/// The envelope of a receipt for `number` and `payload`, signed with the key of `seed`.
fn receipt(number: &str, payload: &[u8], seed: u8) -> Vec<u8> {
    let receipt = Receipt {
        receipt_no: "R1".to_owned(),
        submission_no: number.to_owned(),
        kind: "accepted".to_owned(),
        enterprise: "91350100M000100Y43".to_owned(),
        public_id: "P00".to_owned(),
        payload_sha256: sha256_hex(payload),
        received_at: "2026-02-14T10:00:00+08:00".to_owned(),
        status: "ACCEPTED".to_owned(),
        deadline: Deadline { due_on: "2026-03-03".parse().unwrap(), late: true },
        warnings: Vec::new(),
    };
    let bytes = sign_receipt(&receipt, &PrivateKey::from_seed([seed; 32])).unwrap();
    answer("200 OK", "application/json", &bytes)
}

#[test]
fn its_receipt_proves_nothing() {
    let with = |receipt| keyed(accepted("SD1"), receipt);
    check(with(receipt("SD2", BODY, 9)), codes::RECEIPT_INVALID, "submission SD2");
    check(with(receipt("SD1", b"{}", 9)), codes::RECEIPT_INVALID, "payload");
    check(with(receipt("SD1", BODY, 8)), codes::PLATFORM_KEY_CHANGED, "was pinned");
    let mut broken = receipt("SD1", BODY, 9);
    let last = broken.len() - 8;
    broken[last] ^= 1;
    check(with(broken), codes::RECEIPT_INVALID, "SD1");
    let page = answer("200 OK", "text/html", b"<html>");
    check(with(page), codes::PLATFORM_ANSWER_MALFORMED, "text/html");
}

#[test]
fn a_good_receipt_is_taken_and_lateness_told() {
    let (outcome, pauses, state) = push(keyed(accepted("SD1"), receipt("SD1", BODY, 9)));
    let Outcome::Filed(filed) = outcome else { panic!("{outcome:?}") };
    assert_eq!((pauses.len(), state), (0, EntryState::Filed));
    assert_eq!(filed.diagnostics[0].code, codes::FILING_LATE);
    check_words(&filed.diagnostics[0], "2026-03-03");
}

#[test]
fn it_refuses_with_a_code_of_the_future() {
    let envelope = serde_json::json!({
        "code": "SOMETHING_NEW", "message": {"zh": "新错误", "en": "something new"}, "request_id": "1",
        "retryable": false, "later": {"added": true},
    });
    let filing =
        answer("418 X", "application/json; charset=utf-8", envelope.to_string().as_bytes());
    let (outcome, _, state) = push(keyed(filing, Vec::new()));
    let Outcome::Refused(diagnostics) = outcome else { panic!("{outcome:?}") };
    assert_eq!(state, EntryState::Refused);
    check_words(&diagnostics[0], "SOMETHING_NEW");
    assert!(diagnostics[0].message(Language::Zh).ends_with("：新错误"));
}

#[test]
fn the_dry_run_shows_the_exact_request_and_no_key() {
    let platform = PlatformUrl::parse("http://127.0.0.1:8080", PlainHttp::LoopbackOnly).unwrap();
    let enterprise = EnterpriseId::parse("91350100M000100Y43").unwrap();
    let key = PrivateKey::from_seed([1; 32]);
    let sender = Sender { enterprise: &enterprise, app_id: None, key: &key };
    let stamp =
        Stamp { timestamp: 1_771_034_400, nonce: "00112233445566778899aabbccddeeff".to_owned() };
    let request = prepare_filing(&platform, sender, &stamp, b"{\"a\":1}").unwrap();
    let text = request.display();
    assert_eq!(text, prepare_filing(&platform, sender, &stamp, b"{\"a\":1}").unwrap().display());
    assert!(
        text.starts_with("POST /pspa/v1/conformity-declarations HTTP/1.1\nhost: 127.0.0.1:8080\n")
    );
    assert!(text.contains(
        "timestamp=\"1771034400\",nonce=\"00112233445566778899aabbccddeeff\",signature=\"<signature>\""
    ));
    assert!(text.contains("\nidempotency-key: 015abd7f5cc57a2dd94b7590f04ad808\n"), "{text}");
    assert!(text.ends_with("content-length: 7\n\n{\"a\":1}"));
    assert!(!text.contains("AQEBAQEBAQ") && !text.contains("0101010101"), "{text}");
}
