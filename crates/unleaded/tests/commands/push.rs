//! Filing: refused, kept, filed once.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::platform::{Platform, listen, message, nobody, proxy};
use crate::support::{Place, TODAY};

/// A product that is ready to be filed, and one that is not.
pub(crate) fn filing() -> Place {
    let place = Place::with_board();
    place.copy("demo/company.toml", "demo.toml");
    let company = place.text("demo.toml").replace("MONITOR-19", "BOARD").replace("PHONE-1", "BAD");
    place.write("company.toml", company);
    place.write("bom.csv", "parent,child,quantity\nBOARD,R-1,2\nBAD,R-1,2\nBAD,R-2,1\n");
    place.run("keygen -o company.pem").exits(0);
    let line = "rollup bom.csv --declarations declarations --format json -o report.json";
    place.run(&format!("{line} --as-of {TODAY}")).exits(1);
    place
}

pub(crate) fn push(product: &str, platform: impl std::fmt::Display) -> String {
    format!(
        "push report.json --product {product} --declarant company.toml --platform {platform} --key company.pem"
    )
}

fn at(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn waiting(place: &Place, url: &str) -> usize {
    let listed = place.run(&format!("outbox list --platform {url}")).exits(0).out();
    listed.lines().filter(|line| line.contains("waiting")).count()
}

#[test]
fn what_is_not_compliant_is_not_sent() {
    let place = filing();
    let url = at(nobody());
    let ran = place.run(&push("BAD", &url)).exits(1).says("not filed").says("R-2");
    assert!(ran.out.is_empty());
    assert!(!place.exists("outbox"), "nothing is kept of it");
    place.run(&push("NONE", &url)).exits(2).says("`NONE`");
    place.write(
        "company.toml",
        place.text("company.toml").replace("[products.\"BOARD\"]", "[products.\"X\"]"),
    );
    place.run(&push("BOARD", &url)).exits(2).says("BOARD");
    place.write("company.toml", place.text("company.toml").replace("uscc =", "uscs ="));
    place
        .run(&push("BOARD", &url))
        .exits(1)
        .says("[declarant-field-unknown]")
        .says("company.toml:3:");
    place.write("company.toml", "[declarant");
    place.run(&push("BOARD", &url)).exits(1).says("[declarant-syntax]").says("company.toml:1:");
    place.run(&push("BOARD", "http://platform.example")).exits(1);
    assert!(!place.exists("outbox"));
}

#[test]
fn a_dry_run_sends_nothing() {
    let place = filing();
    let ran = place.run(&format!("{} --dry-run", push("BOARD", at(nobody())))).exits(0);
    let ran = ran.prints("POST /pspa/v1/conformity-declarations").prints("idempotency-key: ");
    assert!(!ran.out().contains("Aluminium"), "the recipe stays here");
    assert!(ran.out().contains("signature=\"<signature>\""), "{}", ran.out());
    assert!(!ran.err.contains("By filing"), "nothing is promised");
    assert!(!place.exists("outbox"));
}

#[test]
fn a_filing_is_written_once() {
    let place = filing();
    let platform = Platform::start(&place);
    let unused = format!("outbox verify --platform {}", platform.url());
    place.run(&unused).exits(2).says("holds nothing for");
    assert!(!place.exists("outbox"), "looking makes no folder");
    let first = place.run(&push("BOARD", platform.url())).exits(0);
    let first = first.says("By filing you accept the commitment truth-completeness").out();
    assert!(!first.contains("already filed"));
    let second = place.run(&push("BOARD", platform.url())).exits(0).prints("already filed").out();
    place.run(&format!("outbox list --platform {}", platform.url())).exits(0).prints("  BOARD  2");
    let number = |out: &str| out.lines().find(|l| l.starts_with("submission:")).unwrap().to_owned();
    assert_eq!(number(&first), number(&second));
    let verify = format!("outbox verify --platform {}", platform.url());
    place.run(&verify).exits(0).prints(": good");
    place
        .run(&format!(
            "outbox retry --platform {} --declarant company.toml --key company.pem",
            platform.url()
        ))
        .exits(0);
    // A receipt that someone changed is found out.
    let folder = format!("outbox/{}/receipts", place.names("outbox")[0]);
    let receipt = format!("{folder}/{}", place.names(&folder)[0]);
    let text = place.text(&receipt);
    place.write(
        &receipt,
        text.replacen("\"payload\": \"", "\"payload\": \"AAAA", 1).replacen(
            "\"payload\":\"",
            "\"payload\":\"AAAA",
            1,
        ),
    );
    assert_ne!(place.text(&receipt), text);
    place.run(&verify).exits(1).prints("BAD");
}

#[test]
fn a_platform_that_is_down() {
    let place = filing();
    let url = at(nobody());
    let ran = place.run(&push("BOARD", &url)).exits(2).says("[platform-unreachable]").says(&url);
    assert!(ran.err.contains("outbox retry"), "{}", ran.err);
    assert!(ran.err.contains("retry 1 of 4 in 1 s: "), "{}", ran.err);
    assert_eq!(waiting(&place, &url), 1);
    place.run(&format!("platform record P1 --platform {url}")).exits(2).says(&url);
}

#[test]
fn a_platform_that_is_slow() {
    let place = filing();
    let (address, _) = listen(|mut stream, _| {
        let _ = message(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        std::thread::sleep(Duration::from_secs(60));
    });
    let began = Instant::now();
    let ran = place.run(&format!("{} --timeout 1", push("BOARD", at(address))));
    ran.exits(2).says("[platform-timeout]").says("within 1 s");
    assert!(began.elapsed() < Duration::from_secs(40));
    assert_eq!(waiting(&place, &at(address)), 1);
}

/// Whatever stands at the address: the filing is kept, and no answer is taken for a receipt.
#[test]
fn a_platform_that_talks_nonsense() {
    let place = filing();
    let json = |body: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let html = "<html>log in</html>";
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{html}",
        html.len()
    );
    let answers = [
        (page, "platform-answer-malformed"),
        (json("{}"), "platform"),
        (json("[1, 2"), "platform-answer-malformed"),
        (json("\u{1b}[2J"), "platform-answer-malformed"),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n"
                .to_owned(),
            "platform-redirected",
        ),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(), "platform"),
    ];
    for (answer, code) in answers {
        let shown = answer.clone();
        let (address, count) = listen(move |mut stream, _| {
            let _ = message(&mut stream);
            let _ = stream.write_all(answer.as_bytes());
        });
        let ran = place.run(&format!("{} --timeout 2", push("BOARD", at(address))));
        assert!(
            ran.code != 0 && ran.err.contains(&format!("error[{code}")),
            "{shown}: {}",
            ran.err
        );
        assert!(ran.err.contains("help: "), "{shown}: {}", ran.err);
        assert!(count.load(Ordering::SeqCst) < 10);
        let folder = format!("outbox/http_{}", address.to_string().replace(':', "_"));
        let receipts = format!("{folder}/receipts");
        assert!(!place.exists(&receipts) || place.names(&receipts).is_empty(), "{shown}");
    }
    let (address, _) = listen(|mut stream, _| {
        let _ = message(&mut stream);
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n");
    });
    place
        .run(&format!("{} --timeout 2", push("BOARD", at(address))))
        .exits(2)
        .says("error[platform-");
}

/// The platform has accepted, its answer is lost, the client is killed: the next run gets the same number, and one record is public.
#[test]
fn a_client_that_is_killed_after_the_platform_accepted() {
    let place = filing();
    let platform = Platform::start(&place);
    let (accepted, wait) = channel();
    let accepted = Mutex::new(Some(accepted));
    let numbers = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&numbers);
    let way = proxy(platform.address, move |request, answer| {
        let filed = request.starts_with(b"POST /pspa/v1/conformity-declarations");
        if !filed {
            return true;
        }
        let text = String::from_utf8_lossy(answer).into_owned();
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        if let Some(number) = body["submission_no"].as_str() {
            seen.lock().unwrap().push(number.to_owned());
            if let Some(accepted) = accepted.lock().unwrap().take() {
                accepted.send(()).unwrap();
                // The answer goes nowhere while the client is killed.
                std::thread::sleep(Duration::from_millis(500));
                return false;
            }
        }
        true
    });
    let mut child = place.command(&push("BOARD", at(way))).spawn().unwrap();
    wait.recv_timeout(Duration::from_secs(30)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(waiting(&place, &at(way)), 1);
    let ran = place.run(&format!("{} --format json", push("BOARD", at(way)))).exits(0).json();
    let numbers = numbers.lock().unwrap().clone();
    assert!(numbers.len() >= 2 && numbers.iter().all(|n| *n == numbers[0]), "{numbers:?}");
    assert_eq!(ran["submission_no"], numbers[0].as_str());
    let records = get(platform.address, "/pspa/v1/public/records");
    assert_eq!(records.matches("\"public_id\"").count(), 1, "{records}");
    assert!(records.contains(ran["public_id"].as_str().unwrap()));
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    String::from_utf8(message(&mut stream).unwrap()).unwrap()
}

/// Killed at any moment, before, while and after it sends: one filing, one number.
#[test]
fn a_client_that_is_killed_at_any_moment() {
    let place = filing();
    let platform = Platform::start(&place);
    for round in 0..25_u64 {
        let mut child = place
            .command(&push("BOARD", platform.url()))
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(round * 3));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    place.run(&push("BOARD", platform.url())).exits(0);
    let records = get(platform.address, "/pspa/v1/public/records");
    assert_eq!(records.matches("\"public_id\"").count(), 1, "{records}");
    place.run(&format!("outbox verify --platform {}", platform.url())).exits(0).prints("good");
}

#[test]
fn a_platform_that_is_served_twice_or_nowhere() {
    let place = Place::new();
    let platform = Platform::start(&place);
    let again = format!("platform serve --data other --listen {}", platform.address);
    place.run(&again).exits(2).says("help: ");
    place.write("file", "no folder");
    place.run("platform serve --data file --listen 127.0.0.1:0").exits(2).says("help: ");
    place.run("platform serve --data p --listen nonsense").exits(2);
    place.run(&format!("platform record Pnone --platform {}", platform.url())).exits(1).says("404");
    place.run(&format!("platform record ../x --platform {}", platform.url())).exits(2);
}
