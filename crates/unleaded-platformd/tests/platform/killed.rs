//! A server process that is killed without warning, again and again, while filings come in.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant};

use unleaded_platform::client::Outcome;
use unleaded_platformd::bind;

use crate::client::{file, with_client};
use crate::support::{NOW, Platform, config, declaration};

/// Set in the process that is to be the server: its data directory and its port.
const ROLE: &str = "UNLEADED_TEST_SERVER";

#[test]
fn a_killed_server_loses_nothing_and_doubles_nothing() {
    match std::env::var(ROLE) {
        Ok(role) => be_the_server(&role),
        Err(_) => kill_servers(),
    }
}

fn be_the_server(role: &str) {
    let (port, data) = role.split_once(' ').unwrap();
    let mut config = config(Path::new(data), &Arc::new(AtomicI64::new(NOW)));
    config.listen.set_port(port.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // Ends by itself, should the test be gone.
        let end = tokio::time::sleep(Duration::from_secs(60));
        bind(config).await.unwrap().run(end).await;
    });
}

fn start(data: &Path, address: SocketAddr) -> Child {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::a_killed_server_loses_nothing_and_doubles_nothing"])
        .env(ROLE, format!("{} {}", address.port(), data.display()))
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while std::net::TcpStream::connect(address).is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "the server does not start");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn kill_servers() {
    let (data, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let body =
        |n: usize| declaration(|v| v["product"]["models"] = serde_json::json!([format!("K{n}")]));
    let mut filed = BTreeSet::new();
    let mut bodies = 0;
    for round in 0..12 {
        let mut child = start(data.path(), address);
        let killer = std::thread::spawn(move || {
            // Other moments in each round: in the enrolment, in a filing, between two.
            std::thread::sleep(Duration::from_millis(3 + 7 * round));
            child.kill().unwrap();
            child.wait().unwrap();
        });
        for _ in 0..4 {
            if let Outcome::Filed(one) = file(root.path(), address, NOW, &body(bodies)) {
                filed.insert(one.receipt.submission_no);
            }
            bodies += 1;
        }
        killer.join().unwrap();
    }
    let mut last = start(data.path(), address);
    let outcomes = with_client(root.path(), address, NOW, |client, outbox| {
        client.retry(outbox).unwrap().outcomes
    });
    // The first server died long before its fourth filing could be done.
    assert!(!outcomes.is_empty());
    for (key, outcome) in outcomes {
        let Outcome::Filed(one) = outcome else { panic!("{key}: {outcome:?}") };
        assert!(filed.insert(one.receipt.submission_no), "{key} got the number of another filing");
    }
    last.kill().unwrap();
    last.wait().unwrap();
    assert_eq!(filed.len(), bodies);
    check_records(data.path(), bodies, &filed);
}

/// The database holds each filing once, under the numbers that were told.
fn check_records(data: &Path, bodies: usize, filed: &BTreeSet<String>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let platform = Platform::open(data);
    let page = runtime.block_on(platform.get("/pspa/v1/public/records?page_size=100")).json();
    let records = page["data"].as_array().unwrap();
    let models: BTreeSet<_> = records.iter().map(|r| r["models"][0].as_str().unwrap()).collect();
    assert_eq!((records.len(), models.len()), (bodies, bodies));
    let expected: BTreeSet<_> = (1..=bodies).map(|n| format!("SD2026-{n:08}-01")).collect();
    assert_eq!(*filed, expected);
}
