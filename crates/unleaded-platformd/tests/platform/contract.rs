//! The contract, against the router without a socket.

use std::sync::atomic::Ordering;

use crate::support::{DECLARATIONS, NOW, OTHER_USCC, Platform, Sender, USCC, declaration};
use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use unleaded_platform::contract::receipt::verify_receipt;
use unleaded_platformd::EnrolmentMode;
use unleaded_trust::PublicKey;

pub(crate) async fn ready(data: &std::path::Path) -> (Platform, Sender) {
    let platform = Platform::open(data);
    let sender = Sender::new(USCC, 1);
    platform.enrol(&sender).await.check(201, "");
    (platform, sender)
}

#[tokio::test]
async fn a_filing_gives_a_number_a_receipt_and_a_public_record() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let body = declaration(|_| {});
    let filed = platform.file(&sender, "k1", &body).await;
    filed.check(202, "");
    let filed = filed.json();
    assert_eq!(filed["submission_no"], "SD2026-00000001-01");
    assert_eq!(filed["status"], "PUBLISHED");
    assert_eq!(filed["deadline"], json!({"due_on": "2026-03-03", "late": false}));
    let receipt = platform.get_signed(&sender, filed["receipt_url"].as_str().unwrap()).await;
    receipt.check(200, "");
    let pem = platform.get("/pspa/v1/platform-key").await.body;
    let key = PublicKey::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
    let said = verify_receipt(&receipt.body, &key, &body).unwrap();
    assert_eq!(said.submission_no, "SD2026-00000001-01");
    assert_eq!(said.received_at, "2026-02-14T10:00:00+08:00");
    let status = platform.get_signed(&sender, filed["status_url"].as_str().unwrap()).await.json();
    let states: Vec<_> =
        status["events"].as_array().unwrap().iter().map(|e| &e["status"]).collect();
    assert_eq!(states, ["SUBMITTED", "ACCEPTED", "PUBLISHED"]);
    let id = filed["public_id"].as_str().unwrap();
    let record = platform.get(&format!("/pspa/v1/public/records/{id}")).await.json();
    assert_eq!(record["models"], json!(["X100", "X100-A"]));
}

#[tokio::test]
async fn a_public_record_holds_no_person_and_no_table() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    platform.file(&sender, "k1", &declaration(|_| {})).await.check(202, "");
    let page =
        platform.get(&format!("/pspa/v1/public/records?uscc={USCC}&model=X100")).await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
    let fields: Vec<_> = page["data"][0].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        [
            "assessed_on",
            "brand",
            "catalogue_item",
            "declarant",
            "doc_no",
            "enterprise",
            "limit_set",
            "models",
            "product",
            "public_id",
            "published_at",
            "revision",
            "status",
        ]
    );
    for none in ["uscc=914403001922038216", "model=X10", "model=X100&uscc=x"] {
        let page = platform.get(&format!("/pspa/v1/public/records?{none}")).await.json();
        assert_eq!(page["data"], json!([]), "{none}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    for n in 0..5 {
        let body = declaration(|v| v["product"]["models"] = json!([format!("M{n}")]));
        platform.file(&sender, &format!("k{n}"), &body).await.check(202, "");
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let target = format!("/pspa/v1/public/records?page_size=2{cursor}");
        let page = platform.get(&target).await.json();
        seen.extend(page["data"].as_array().unwrap().iter().map(|r| r["models"][0].clone()));
        let Some(next) = page["page"]["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["M4", "M3", "M2", "M1", "M0"]);
    for bad in
        ["page_size=0", "page_size=101", "page_size=x", "cursor=-1", "cursor=x", "uscc=1&uscc=2"]
    {
        platform.get(&format!("/pspa/v1/public/records?{bad}")).await.check(400, "PARAM_ERROR");
    }
}

#[tokio::test]
async fn signatures_are_checked_and_nonces_used_once() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let body = declaration(|_| {});
    let unsigned =
        Request::post(DECLARATIONS).header("idempotency-key", "k").body(Body::empty()).unwrap();
    platform.send(unsigned).await.check(401, "SIGN_ERROR");
    let signed = |authorization: String, body: &[u8]| {
        Request::post(DECLARATIONS)
            .header("authorization", authorization)
            .header("idempotency-key", "k1")
            .body(Body::from(body.to_vec()))
            .unwrap()
    };
    let good = sender.authorization(NOW, "POST", DECLARATIONS, &body).to_string();
    let tampered = declaration(|v| v["product"]["brand"] = "B".into());
    platform.send(signed(good.clone(), &tampered)).await.check(401, "SIGN_ERROR");
    let other_path = sender.authorization(NOW, "POST", "/pspa/v1/enterprises", &body).to_string();
    platform.send(signed(other_path, &body)).await.check(401, "SIGN_ERROR");
    let other_method = sender.authorization(NOW, "GET", DECLARATIONS, &body).to_string();
    platform.send(signed(other_method, &body)).await.check(401, "SIGN_ERROR");
    let stranger = Sender::new(USCC, 2).authorization(NOW, "POST", DECLARATIONS, &body).to_string();
    platform.send(signed(stranger, &body)).await.check(401, "CERT_INVALID");
    let mut other_app = sender.authorization(NOW, "POST", DECLARATIONS, &body);
    other_app.app_id = "app-x".to_owned();
    platform.send(signed(other_app.to_string(), &body)).await.check(401, "CERT_INVALID");
    // None of those used up the nonce of the good one.
    platform.send(signed(good.clone(), &body)).await.check(202, "");
    platform.send(signed(good, &body)).await.check(401, "SIGN_ERROR");
}

#[tokio::test]
async fn the_clock_window_is_300_seconds_either_way() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    for (offset, status, code) in [
        (-301, 401, "CLOCK_SKEW"),
        (301, 401, "CLOCK_SKEW"),
        (-300, 404, "NOT_FOUND"),
        (300, 404, "NOT_FOUND"),
    ] {
        let request = sender.get(NOW + offset, "/pspa/v1/submissions/SD2026-1-01");
        platform.send(request).await.check(status, code);
    }
    let extreme = sender.get(i64::MIN, "/pspa/v1/submissions/x");
    platform.send(extreme).await.check(401, "CLOCK_SKEW");
}

#[tokio::test]
async fn a_nonce_stays_used_for_as_long_as_its_time_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let target = "/pspa/v1/submissions/x";
    // Signed 300 s ahead of the platform's clock, so it stays within the window for 600 s.
    let header = sender.authorization(NOW + 300, "GET", target, b"").to_string();
    let request = || {
        Request::get(target).header("authorization", header.clone()).body(Body::empty()).unwrap()
    };
    platform.send(request()).await.check(404, "NOT_FOUND");
    for (later, code) in [(1, "SIGN_ERROR"), (600, "SIGN_ERROR"), (601, "CLOCK_SKEW")] {
        platform.clock.store(NOW + later, Ordering::SeqCst);
        platform.send(request()).await.check(401, code);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_or_a_mismatch() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let body = declaration(|_| {});
    let first = platform.file(&sender, "k1", &body).await;
    assert!(!first.headers.contains_key("idempotent-replayed"));
    platform.clock.fetch_add(86_400, Ordering::SeqCst);
    let again = platform.file(&sender, "k1", &body).await;
    assert_eq!((again.status, &again.body), (202, &first.body));
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let other = declaration(|v| v["product"]["models"] = json!(["Y"]));
    platform.file(&sender, "k1", &other).await.check(409, "IDEMPOTENCY_MISMATCH");
    let duplicate = platform.file(&sender, "k2", &body).await;
    duplicate.check(409, "DUPLICATE_RECORD");
    assert_eq!(duplicate.json()["existing_submission_no"], "SD2026-00000001-01");
    // One shared model is enough; another revision is another record.
    let overlap = declaration(|v| v["product"]["models"] = json!(["Z", "X100"]));
    platform.file(&sender, "k3", &overlap).await.check(409, "DUPLICATE_RECORD");
    platform.file(&sender, "k4", &declaration(|v| v["revision"] = 2.into())).await.check(202, "");
    for bad in ["", "a b", &"x".repeat(65)] {
        platform.file(&sender, bad, &body).await.check(400, "PARAM_ERROR");
    }
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let early = declaration(|v| v["basis"]["assessed_on"] = "2026-02-15".into());
    platform.file(&sender, "k1", &early).await.check(422, "RULE_VIOLATION");
    platform.clock.fetch_add(86_400, Ordering::SeqCst);
    platform.file(&sender, "k1", &early).await.check(202, "");
}

#[tokio::test]
async fn only_the_owner_reads_a_submission() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    platform.file(&sender, "k1", &declaration(|_| {})).await.check(202, "");
    let other = Sender::new(OTHER_USCC, 2);
    platform.enrol(&other).await.check(201, "");
    let target = "/pspa/v1/submissions/SD2026-00000001-01";
    platform.get(target).await.check(401, "SIGN_ERROR");
    platform.get_signed(&other, target).await.check(403, "NO_AUTH");
    platform.get_signed(&other, &format!("{target}/receipt")).await.check(403, "NO_AUTH");
    platform.get_signed(&sender, target).await.check(200, "");
    let mut on_behalf = sender.get(NOW, target);
    on_behalf.headers_mut().insert("x-on-behalf-of", OTHER_USCC.parse().unwrap());
    platform.send(on_behalf).await.check(403, "NOT_DELEGATED");
}

#[tokio::test]
async fn publication_waits_for_its_day_or_never_comes() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let planned = declaration(|v| v["publish"]["planned_publish_on"] = "2026-02-20".into());
    let filed = platform.file(&sender, "k1", &planned).await.json();
    assert_eq!(filed["status"], "ACCEPTED");
    let record = format!("/pspa/v1/public/records/{}", filed["public_id"].as_str().unwrap());
    platform.get(&record).await.check(404, "NOT_FOUND");
    // The 20th begins in Shanghai at 16:00 UTC of the 19th; NOW is 02:00 UTC of the 14th.
    platform.clock.store(NOW + 5 * 86_400 + 14 * 3600 - 1, Ordering::SeqCst);
    platform.get(&record).await.check(404, "NOT_FOUND");
    platform.clock.fetch_add(1, Ordering::SeqCst);
    platform.get(&record).await.check(200, "");
    let status = platform.get_signed(&sender, filed["status_url"].as_str().unwrap()).await.json();
    assert_eq!(status["status"], "PUBLISHED");
    assert_eq!(status["events"][2]["at"], "2026-02-20T00:00:00+08:00");
    let private = declaration(|v| {
        v["publish"]["public"] = false.into();
        v["product"]["models"] = json!(["P1"]);
    });
    let filed = platform.file(&sender, "k2", &private).await.json();
    assert_eq!(filed["status"], "ON_FILE");
    let record = format!("/pspa/v1/public/records/{}", filed["public_id"].as_str().unwrap());
    platform.get(&record).await.check(404, "NOT_FOUND");
}

#[tokio::test]
async fn a_late_filing_is_accepted_and_flagged() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    for (n, placed, late) in [(1, "2026-01-15", false), (2, "2026-01-14", true)] {
        let body = declaration(|v| {
            v["product"]["placed_on_market_on"] = placed.into();
            v["product"]["models"] = json!([format!("D{n}")]);
        });
        let filed = platform.file(&sender, &format!("k{n}"), &body).await.json();
        assert_eq!(filed["deadline"]["late"], late, "{placed}");
    }
}

#[tokio::test]
async fn the_first_key_is_pinned() {
    let dir = tempfile::tempdir().unwrap();
    let platform = Platform::open(dir.path());
    let (first, second) = (Sender::new(USCC, 1), Sender::new(USCC, 2));
    platform.enrol(&first).await.check(201, "");
    assert_eq!(platform.enrol(&first).await.headers["idempotent-replayed"], "true");
    // The same key under another idempotency key is no conflict either.
    let again = first.post(NOW, "/pspa/v1/enterprises", "enrol-2", &first.enrolment());
    platform.send(again).await.check(201, "");
    let request = second.post(NOW, "/pspa/v1/enterprises", "enrol-3", &second.enrolment());
    platform.send(request).await.check(409, "STATE_CONFLICT");
    // Who does not hold the private key can't register it.
    let thief = Sender::new(OTHER_USCC, 3);
    let request =
        thief.post(NOW, "/pspa/v1/enterprises", "enrol-4", &Sender::new(OTHER_USCC, 4).enrolment());
    platform.send(request).await.check(401, "SIGN_ERROR");
}

#[tokio::test]
async fn a_closed_door_takes_the_operators_keys_only() {
    let dir = tempfile::tempdir().unwrap();
    let platform = Platform::open_with(dir.path(), EnrolmentMode::Closed);
    let sender = Sender::new(USCC, 1);
    platform.enrol(&sender).await.check(403, "NO_AUTH");
    let enrolment = serde_json::from_slice(&sender.enrolment()).unwrap();
    let now = jiff::Timestamp::from_second(NOW).unwrap();
    unleaded_platformd::register(dir.path(), &enrolment, now).unwrap();
    platform.file(&sender, "k1", &declaration(|_| {})).await.check(202, "");
}

#[tokio::test]
async fn everything_else_is_an_envelope_too() {
    let dir = tempfile::tempdir().unwrap();
    let platform = Platform::open(dir.path());
    platform.get("/").await.check(404, "NOT_FOUND");
    platform.get("/pspa/v1/public/records/x/y").await.check(404, "NOT_FOUND");
    platform.get(DECLARATIONS).await.check(405, "METHOD_NOT_ALLOWED");
    platform.get("/pspa/v1/health").await.check(200, "");
    assert_eq!(platform.get("/pspa/v1/time").await.json()["unix"], NOW);
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_new_start() {
    let dir = tempfile::tempdir().unwrap();
    let body = declaration(|_| {});
    let (first, receipt) = {
        let (platform, sender) = ready(dir.path()).await;
        let first = platform.file(&sender, "k1", &body).await;
        let receipt =
            platform.get_signed(&sender, "/pspa/v1/submissions/SD2026-00000001-01/receipt").await;
        (first.body, receipt.body)
    };
    let platform = Platform::open(dir.path());
    let sender = Sender::new(USCC, 1);
    assert_eq!(platform.file(&sender, "k1", &body).await.body, first);
    let again =
        platform.get_signed(&sender, "/pspa/v1/submissions/SD2026-00000001-01/receipt").await;
    assert_eq!(again.body, receipt);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn simultaneous_filings_make_one_record() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let platform = std::sync::Arc::new(platform);
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..32 {
        let (platform, sender) = (platform.clone(), sender.clone());
        // Half under one idempotency key, half under keys of their own.
        let key = if n % 2 == 0 { "same".to_owned() } else { format!("k{n}") };
        tasks.spawn(async move { platform.file(&sender, &key, &declaration(|_| {})).await });
    }
    let answers = tasks.join_all().await;
    let created = answers
        .iter()
        .filter(|a| a.status == 202 && !a.headers.contains_key("idempotent-replayed"));
    assert_eq!(created.count(), 1);
    for answer in &answers {
        match answer.status {
            202 => assert_eq!(answer.json()["submission_no"], "SD2026-00000001-01"),
            _ => answer.check(409, "DUPLICATE_RECORD"),
        }
    }
    let page = platform.get("/pspa/v1/public/records").await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
}
