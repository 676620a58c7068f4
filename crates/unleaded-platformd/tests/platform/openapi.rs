//! The OpenAPI document says what the server does.

use std::collections::BTreeSet;

use crate::support::{Platform, Sender, USCC, declaration};
use serde_json::{Value, json};
use unleaded_platform::contract::error::TABLE;
use unleaded_platform::contract::operation::{BASE_PATH, Operation};

fn document() -> Value {
    serde_json::from_str(include_str!("../../../../schemas/platform-v1.openapi.json")).unwrap()
}

#[test]
fn it_lists_exactly_the_operations() {
    let document = document();
    assert_eq!(document["servers"][0]["url"], BASE_PATH);
    let mut listed = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            listed.insert(format!("{} {BASE_PATH}{path}", method.to_uppercase()));
        }
    }
    let operations: BTreeSet<_> =
        Operation::ALL.iter().map(|o| format!("{} {}", o.method().name(), o.path())).collect();
    assert_eq!(listed, operations);
}

#[test]
fn it_lists_exactly_the_errors_with_their_words() {
    let schema = &document()["components"]["schemas"]["ErrorCode"];
    let listed: Vec<_> =
        schema["enum"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
    assert_eq!(listed, TABLE.iter().map(|entry| entry.name).collect::<Vec<_>>());
    let words = schema["description"].as_str().unwrap();
    for entry in TABLE {
        let line = format!("`{}` ({}): {} / {}.", entry.name, entry.status, entry.en, entry.zh);
        assert!(words.contains(&line), "{line}");
    }
}

#[track_caller]
fn check(schema: &str, value: &Value) {
    let mut root = json!({"$ref": format!("#/components/schemas/{schema}")});
    root["components"] = document()["components"].clone();
    let validator = jsonschema::validator_for(&root).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{schema}: {errors:?}");
}

#[tokio::test]
async fn real_messages_fit_their_schemas() {
    use base64::Engine;
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = (Platform::open(dir.path()), Sender::new(USCC, 1));
    check("Enrolment", &serde_json::from_slice(&sender.enrolment()).unwrap());
    check("Enrolled", &platform.enrol(&sender).await.json());
    let body = declaration(|_| {});
    check("ConformityDeclaration", &serde_json::from_slice(&body).unwrap());
    let filed = platform.file(&sender, "k1", &body).await.json();
    check("Submission", &filed);
    check(
        "Submission",
        &platform.get_signed(&sender, filed["status_url"].as_str().unwrap()).await.json(),
    );
    let receipt = platform.get_signed(&sender, filed["receipt_url"].as_str().unwrap()).await.json();
    check("SignedReceipt", &receipt);
    let payload = base64::engine::general_purpose::STANDARD
        .decode(receipt["payload"].as_str().unwrap())
        .unwrap();
    check("Receipt", &serde_json::from_slice(&payload).unwrap());
    let page = platform.get("/pspa/v1/public/records").await.json();
    check("PublicRecords", &page);
    check("PublicRecord", &page["data"][0]);
    check("ErrorEnvelope", &platform.get("/").await.json());
    check("ErrorEnvelope", &platform.file(&sender, "k2", b"{}").await.json());
    check("ErrorEnvelope", &platform.file(&sender, "k3", &body).await.json());
    check("Time", &platform.get("/pspa/v1/time").await.json());
    check("Health", &platform.get("/pspa/v1/health").await.json());
    assert_eq!(platform.get("/pspa/v1/openapi.json").await.json(), document());
}

#[tokio::test]
async fn every_operation_is_routed() {
    let dir = tempfile::tempdir().unwrap();
    let platform = Platform::open(dir.path());
    for operation in Operation::ALL {
        let path = operation.path().replace("{submission_no}", "x").replace("{public_id}", "x");
        let request = axum::http::Request::builder().method(operation.method().name()).uri(&path);
        let answer = platform.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_ne!(answer.status, 405, "{path}");
        // The only paths that answer 404 to a stranger are those of a record that is not there.
        assert_eq!(answer.status == 404, operation == Operation::PublicRecord, "{path}");
    }
}
