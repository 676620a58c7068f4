//! A platform in the process, a clock that is set by hand, and requests signed with keys of our choice.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt;
use unleaded_platform::contract::enterprise::EnterpriseId;
use unleaded_platform::contract::signing::{Authorization, string_to_sign};
use unleaded_platformd::{Config, EnrolmentMode, Limits, open, router};
use unleaded_trust::PrivateKey;

pub(crate) const USCC: &str = "91350100M000100Y43";
pub(crate) const OTHER_USCC: &str = "914403001922038216";
pub(crate) const DECLARATIONS: &str = "/pspa/v1/conformity-declarations";
/// 2026-02-14 10:00 in Shanghai.
pub(crate) const NOW: i64 = 1_771_034_400;

static NONCES: AtomicU64 = AtomicU64::new(0);

pub(crate) struct Platform {
    pub(crate) router: Router,
    pub(crate) clock: Arc<AtomicI64>,
}

pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answered {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn check(&self, status: u16, code: &str) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        if !code.is_empty() {
            assert_eq!(self.json()["code"], code, "{text}");
            assert!(
                self.json()["message"]["zh"].is_string()
                    && self.json()["message"]["en"].is_string()
            );
        }
    }
}

pub(crate) fn config(data: &Path, clock: &Arc<AtomicI64>) -> Config {
    let clock = clock.clone();
    let mut config = Config::new(data, SocketAddr::from(([127, 0, 0, 1], 0)));
    config.clock = Arc::new(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap());
    config
}

impl Platform {
    pub(crate) fn open(data: &Path) -> Self {
        Self::open_with(data, EnrolmentMode::LoopbackOnly)
    }

    pub(crate) fn open_with(data: &Path, enrolment: EnrolmentMode) -> Self {
        let clock = Arc::new(AtomicI64::new(NOW));
        let mut config = config(data, &clock);
        config.enrolment = enrolment;
        let router = router(open(&config).unwrap(), Limits::default());
        Self { router, clock }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 8 << 20).await.unwrap().to_vec();
        Answered { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, target: &str) -> Answered {
        self.send(Request::get(target).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn enrol(&self, sender: &Sender) -> Answered {
        let body = sender.enrolment();
        self.send(sender.post(self.now(), "/pspa/v1/enterprises", "enrol-1", &body)).await
    }

    pub(crate) async fn file(&self, sender: &Sender, key: &str, body: &[u8]) -> Answered {
        self.send(sender.post(self.now(), DECLARATIONS, key, body)).await
    }

    pub(crate) async fn get_signed(&self, sender: &Sender, target: &str) -> Answered {
        self.send(sender.get(self.now(), target)).await
    }
}

#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) enterprise: EnterpriseId,
    pub(crate) key: Arc<PrivateKey>,
}

impl Sender {
    pub(crate) fn new(id: &str, seed: u8) -> Self {
        let key = Arc::new(PrivateKey::from_seed([seed; 32]));
        Self { enterprise: EnterpriseId::parse(id).unwrap(), key }
    }

    pub(crate) fn enrolment(&self) -> Vec<u8> {
        let enterprise = self.enterprise.to_string();
        let public_key = self.key.public().to_pem();
        let name = serde_json::json!({"zh": "示例电子有限公司"});
        serde_json::json!({"enterprise": enterprise, "name": name, "public_key": public_key})
            .to_string()
            .into_bytes()
    }

    pub(crate) fn authorization(
        &self,
        time: i64,
        method: &str,
        target: &str,
        body: &[u8],
    ) -> Authorization {
        let number = NONCES.fetch_add(1, Ordering::SeqCst);
        let nonce = format!("nonce-{number:016}");
        let signature =
            self.key.sign(string_to_sign(method, target, time, &nonce, body).as_bytes());
        Authorization {
            app_id: self.enterprise.default_app_id(),
            enterprise: self.enterprise.clone(),
            serial_no: self.key.public().id(),
            timestamp: time,
            nonce,
            signature,
        }
    }

    pub(crate) fn post(&self, time: i64, target: &str, key: &str, body: &[u8]) -> Request<Body> {
        Request::post(target)
            .header("authorization", self.authorization(time, "POST", target, body).to_string())
            .header("idempotency-key", key)
            .body(Body::from(body.to_vec()))
            .unwrap()
    }

    pub(crate) fn get(&self, time: i64, target: &str) -> Request<Body> {
        Request::get(target)
            .header("authorization", self.authorization(time, "GET", target, b"").to_string())
            .body(Body::empty())
            .unwrap()
    }
}

/// The good declaration, changed.
pub(crate) fn declaration(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let text = include_str!("../../../unleaded-platform/tests/declaration.json");
    let mut value = serde_json::from_str(text).unwrap();
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}
