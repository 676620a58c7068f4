//! HTTP: turns a request into a call, and its outcome into a response.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tokio::sync::Semaphore;
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::operation::{Method, Operation};
use unleaded_platform::contract::text::Text;

use crate::call::{Call, Freshness, JSON, Query, Reply};
use crate::config::Limits;
use crate::failure::{Failure, refused, refused_at};
use crate::platform::{Platform, State};

/// What the handlers share.
struct Shared {
    platform: Arc<Platform>,
    limits: Limits,
    room: Semaphore,
    requests: AtomicU64,
    started: i64,
}

/// Returns the router of every [`Operation`].
pub fn router(state: State, limits: Limits) -> Router {
    let shared = Arc::new(Shared {
        room: Semaphore::new(limits.requests),
        limits,
        requests: AtomicU64::new(0),
        started: state.0.now().as_second(),
        platform: state.0,
    });
    let with_routes = Operation::ALL.into_iter().fold(Router::new(), |router, operation| {
        router.route(operation.path(), method_router(&shared, operation))
    });
    let (nothing, no_method) = (shared.clone(), shared);
    with_routes
        .fallback(async move || nothing.respond(Err(refused(ErrorCode::NotFound))))
        .method_not_allowed_fallback(async move || {
            no_method.respond(Err(refused(ErrorCode::MethodNotAllowed)))
        })
}

fn method_router(shared: &Arc<Shared>, operation: Operation) -> MethodRouter {
    let shared = shared.clone();
    let handler = async move |request: Request| {
        let outcome = shared.handle(operation, request).await;
        shared.respond(outcome)
    };
    match operation.method() {
        Method::Get => get(handler),
        Method::Post => post(handler),
    }
}

impl Shared {
    async fn handle(&self, operation: Operation, request: Request) -> Result<Reply, Failure> {
        let _place = self.room.try_acquire().map_err(|_| refused(ErrorCode::SystemBusy))?;
        let call = self.read(operation, request).await?;
        let platform = self.platform.clone();
        let done = tokio::task::spawn_blocking(move || platform.perform(operation, &call)).await;
        done.unwrap_or(Err(Failure::Worker))
    }

    async fn read(&self, operation: Operation, request: Request) -> Result<Call, Failure> {
        let (parts, body) = request.into_parts();
        let read = read_body(body, self.limits.body);
        let body = tokio::time::timeout(self.limits.body_time, read).await.map_err(|_| {
            let issue = Text::both("请求体未在规定时间内到达", "the body did not arrive in time");
            refused_at(ErrorCode::ParamError, "", None, issue)
        })??;
        let query = axum::extract::Query::<Query>::try_from_uri(&parts.uri).map_err(|_| {
            let issue =
                Text::both("查询参数有误", "the query can't be read or names a parameter twice");
            refused_at(ErrorCode::ParamError, "query", parts.uri.query(), issue)
        })?;
        Ok(Call {
            method: parts.method.as_str().to_owned(),
            target: parts.uri.path_and_query().map_or("/", |t| t.as_str()).to_owned(),
            id: path_value(operation, parts.uri.path()).to_owned(),
            query: query.0,
            authorization: one(&parts.headers, "authorization")?,
            idempotency_key: one(&parts.headers, "idempotency-key")?,
            on_behalf_of: one(&parts.headers, "x-on-behalf-of")?,
            body,
        })
    }

    fn respond(&self, outcome: Result<Reply, Failure>) -> Response {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let request_id = format!("{:x}-{number}", self.started);
        outcome.map_or_else(|failure| self.refuse(failure, request_id), respond)
    }

    fn refuse(&self, failure: Failure, request_id: String) -> Response {
        let code = failure.code();
        if code == ErrorCode::SystemError {
            (self.platform.log)(&format!("request {request_id}: {failure}"));
        }
        let envelope = failure.envelope(request_id);
        // An envelope is strings and flags, which can't fail to be written; an empty body still carries the status.
        let body = serde_json::to_vec(&envelope).unwrap_or_default();
        let mut response = respond(Reply::bytes(code.entry().status, JSON, body));
        if code == ErrorCode::SystemBusy {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

fn respond(reply: Reply) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if reply.freshness == Freshness::Replayed {
        headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}

/// Reads the body, at most `limit` bytes.
async fn read_body(mut body: Body, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(frame) =
        std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let broken = |_| {
            let issue = Text::both("请求体传输中断", "the body broke off");
            refused_at(ErrorCode::ParamError, "", None, issue)
        };
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > limit {
            return Err(refused(ErrorCode::BodyTooLarge));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

/// The header `name`; a second one, or one that is not visible ASCII, is refused.
fn one(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Failure> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(HeaderValue::to_str).transpose();
    match (first, values.next()) {
        (Ok(value), None) => Ok(value.map(str::to_owned)),
        _ => {
            let issue =
                Text::both("请求头重复或含有非法字符", "the header comes twice or is not ASCII");
            Err(refused_at(ErrorCode::ParamError, name, None, issue))
        }
    }
}

/// The value that stands in `path` where the operation's path has braces.
fn path_value(operation: Operation, path: &str) -> &str {
    let template = operation.path();
    let Some((before, rest)) = template.split_once('{') else {
        return "";
    };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or("")
}
