//! Bodies that are refused, each with the error and the field.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use unleaded_platformd::{Limits, open, router};

use crate::contract::ready;
use crate::support::{DECLARATIONS, NOW, OTHER_USCC, Platform, Sender, USCC, config, declaration};

/// Files `body` on a fresh platform and returns nothing but what was expected.
async fn check(body: Vec<u8>, status: u16, code: &str, field: &str) {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let answer = platform.file(&sender, "k1", &body).await;
    answer.check(status, code);
    assert_eq!(answer.json()["detail"][0]["field"], field);
    let issue = &answer.json()["detail"][0]["issue"];
    assert!(issue["zh"].is_string() && issue["en"].is_string());
    // Nothing of it was kept: the key is free.
    platform.file(&sender, "k1", &declaration(|_| {})).await.check(202, "");
}

async fn check_changed(change: impl FnOnce(&mut Value), status: u16, code: &str, field: &str) {
    check(declaration(change), status, code, field).await;
}

#[tokio::test]
async fn what_is_no_declaration() {
    check(b"".to_vec(), 400, "PARAM_ERROR", "").await;
    check(b"{".to_vec(), 400, "PARAM_ERROR", "").await;
    check(vec![0xff; 9], 400, "PARAM_ERROR", "").await;
    check(b"[1]".to_vec(), 400, "PARAM_ERROR", "/0").await;
    check(b"[".repeat(100_000), 400, "PARAM_ERROR", "/0").await;
    check([declaration(|_| {}), b"{}".to_vec()].concat(), 400, "PARAM_ERROR", "").await;
}

#[tokio::test]
async fn fields_of_the_wrong_form() {
    let models = |v: &mut Value| v["product"]["models"] = "X".into();
    check_changed(models, 400, "PARAM_ERROR", "/product/models").await;
    let list = |v: &mut Value| v["signatory"] = json!(["name", "title"]);
    check_changed(list, 400, "PARAM_ERROR", "/signatory").await;
    let day = |v: &mut Value| v["product"]["placed_on_market_on"] = "2026-2-1".into();
    check_changed(day, 400, "PARAM_ERROR", "/product/placed_on_market_on").await;
}

#[tokio::test]
async fn rules_of_the_contract() {
    let uscc = |v: &mut Value| v["declarant"]["uscc"] = "91350100M000100Y44".into();
    check_changed(uscc, 400, "USCC_CHECK_FAILED", "/declarant/uscc").await;
    let limits = |v: &mut Value| v["basis"]["limit_set"] = "GB/T 26572-2011".into();
    check_changed(limits, 422, "LIMIT_SET_NOT_APPLICABLE", "/basis/limit_set").await;
    let item = |v: &mut Value| v["product"]["catalogue_item"] = "2018-1/99".into();
    check_changed(item, 422, "CATALOGUE_OUT_OF_SCOPE", "/product/catalogue_item").await;
    let no_document = |v: &mut Value| v["support_documents"] = json!([]);
    check_changed(no_document, 422, "EVIDENCE_MISSING", "/support_documents").await;
    let unknown = |v: &mut Value| v["hazardous_table"][1]["cells"]["pb"] = "unknown".into();
    check_changed(unknown, 422, "RULE_VIOLATION", "/hazardous_table/1/cells/pb").await;
    let other = |v: &mut Value| v["declarant"]["uscc"] = OTHER_USCC.into();
    check_changed(other, 403, "NOT_DELEGATED", "/declarant").await;
}

#[tokio::test]
async fn sizes_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let large = platform.file(&sender, "k1", &vec![b' '; (1 << 20) + 1]).await;
    large.check(413, "BODY_TOO_LARGE");
    let many = declaration(|v| {
        v["hazardous_table"] = json!(vec![json!({"part": {"zh": ""}, "cells": {}}); 2000])
    });
    let answer = platform.file(&sender, "k1", &many).await;
    answer.check(422, "RULE_VIOLATION");
    assert_eq!(answer.json()["detail"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn unknown_fields_are_refused_in_strict_mode_only() {
    let dir = tempfile::tempdir().unwrap();
    let (platform, sender) = ready(dir.path()).await;
    let body = declaration(|v| v["product"]["materials"] = json!([{"cas": "7439-92-1"}]));
    let target = format!("{DECLARATIONS}?strict=true");
    let strict = platform.send(sender.post(NOW, &target, "k1", &body)).await;
    strict.check(400, "PARAM_ERROR");
    assert_eq!(strict.json()["detail"][0]["field"], "/product/materials");
    platform.send(sender.post(NOW, &target, "k2", &declaration(|_| {}))).await.check(202, "");
    let lax = declaration(|v| {
        v["product"]["materials"] = json!([{"cas": "7439-92-1"}]);
        v["product"]["models"] = json!(["L1"]);
    });
    let id = platform.file(&sender, "k3", &lax).await.json()["public_id"].clone();
    let record = platform.get(&format!("/pspa/v1/public/records/{}", id.as_str().unwrap())).await;
    assert!(!String::from_utf8_lossy(&record.body).contains("7439-92-1"));
}

#[tokio::test]
async fn a_busy_platform_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut platform = Platform::open(dir.path());
    let state = open(&config(dir.path(), &platform.clock)).unwrap();
    platform.router = router(state, Limits { requests: 0, ..Limits::default() });
    let answer = platform.get("/pspa/v1/health").await;
    answer.check(503, "SYSTEM_BUSY");
    assert_eq!(answer.json()["retryable"], true);
    assert_eq!(answer.headers["retry-after"], "1");
}

#[tokio::test]
async fn a_broken_database_is_told_to_the_operator_and_acknowledges_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut platform, sender) = ready(dir.path()).await;
    let mut config = config(dir.path(), &platform.clock);
    let log = Arc::new(Mutex::new(String::new()));
    let lines = log.clone();
    config.log = Arc::new(move |line| lines.lock().unwrap().push_str(line));
    platform.router = router(open(&config).unwrap(), Limits::default());
    let database = rusqlite::Connection::open(dir.path().join("platform.sqlite")).unwrap();
    database.execute_batch("ALTER TABLE receipts RENAME TO gone").unwrap();
    let answer = platform.file(&sender, "k1", &declaration(|_| {})).await;
    answer.check(500, "SYSTEM_ERROR");
    assert!(!String::from_utf8_lossy(&answer.body).contains("receipts"));
    assert!(log.lock().unwrap().contains("no such table: receipts"));
    assert_eq!(platform.get("/pspa/v1/public/records").await.json()["data"], json!([]));
    database.execute_batch("ALTER TABLE gone RENAME TO receipts").unwrap();
    platform.file(&Sender::new(USCC, 1), "k1", &declaration(|_| {})).await.check(202, "");
}
