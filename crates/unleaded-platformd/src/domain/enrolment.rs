//! Registration of enterprises and their keys.
//!
//! In real life an enterprise sends a stamped application and gets credentials. Here the operator calls [`register`], or, where
//! the operator opened the door, the first key that comes with an enterprise's code is pinned to it.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use unleaded_platform::contract::answers::{Enrolled, Enrolment};
use unleaded_platform::contract::day::shanghai_time;
use unleaded_platform::contract::enterprise::{EnterpriseId, EnterpriseIdError};
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::operation::Operation;
use unleaded_platform::contract::text::Text;
use unleaded_trust::PublicKey;

use super::{idempotency, sender};
use crate::call::{Call, Reply, parse_body};
use crate::failure::{Failure, refused, refused_at};
use crate::platform::{Door, Platform};

/// Registers the sender's key by its own request, signed with that key.
pub(crate) fn enrol(platform: &Platform, call: &Call) -> Result<Reply, Failure> {
    if platform.door == Door::Closed {
        return Err(refused(ErrorCode::NoAuth));
    }
    let now = platform.now();
    platform.store.transact(|tx| {
        let authorization = sender::parse(call, now)?;
        let enrolment: Enrolment = parse_body(&call.body)?;
        let (enterprise, key) = read(&enrolment)?;
        if authorization.enterprise != enterprise || authorization.serial_no != key.id() {
            let issue = Text::both("签名者与登记内容不符", "the signer is not the one to register");
            return Err(refused_at(ErrorCode::SignError, "Authorization", None, issue));
        }
        sender::accept(tx, call, &authorization, &key, now)?;
        let id = enterprise.to_string();
        idempotency::once(tx, &id, Operation::Enrol, call, now, || {
            let known: bool = tx.query_row(
                "SELECT EXISTS (SELECT 1 FROM keys WHERE enterprise = ?1 AND serial_no <> ?2)",
                [&id, &key.id()],
                |row| row.get(0),
            )?;
            if known {
                return Err(refused(ErrorCode::StateConflict));
            }
            Reply::json(201, &store(tx, &enterprise, &enrolment.name, &key, now)?)
        })
    })
}

/// Registers a key as the operator.
pub(crate) fn register(
    platform: &Platform,
    enrolment: &Enrolment,
    now: Timestamp,
) -> Result<Enrolled, Failure> {
    let (enterprise, key) = read(enrolment)?;
    platform.store.transact(|tx| store(tx, &enterprise, &enrolment.name, &key, now))
}

fn read(enrolment: &Enrolment) -> Result<(EnterpriseId, PublicKey), Failure> {
    let enterprise = EnterpriseId::parse(&enrolment.enterprise).map_err(|error| {
        let (code, zh) = match error {
            EnterpriseIdError::Check => (ErrorCode::UsccCheckFailed, "校验位不符"),
            EnterpriseIdError::Form => {
                (ErrorCode::UsccCheckFailed, "应为 18 位代码或“标识体系:标识”")
            }
        };
        let issue = Text::both(zh, error.to_string());
        refused_at(code, "/enterprise", Some(&enrolment.enterprise), issue)
    })?;
    let length = enrolment.name.zh.chars().count();
    if enrolment.name.zh.trim().is_empty() || length > 500 {
        let issue =
            Text::both("名称应为 1 至 500 个字符", "the name must have 1 to 500 characters");
        return Err(refused_at(ErrorCode::ParamError, "/name/zh", None, issue));
    }
    let key = PublicKey::from_pem(&enrolment.public_key).map_err(|error| {
        let issue = Text::both("公钥无法读取", error.to_string());
        refused_at(ErrorCode::ParamError, "/public_key", None, issue)
    })?;
    Ok((enterprise, key))
}

/// Writes the enterprise and the key, each unless it is there.
fn store(
    tx: &Transaction<'_>,
    enterprise: &EnterpriseId,
    name: &Text,
    key: &PublicKey,
    now: Timestamp,
) -> Result<Enrolled, Failure> {
    let (id, seconds) = (enterprise.to_string(), now.as_second());
    tx.execute(
        "INSERT INTO enterprises (enterprise, app_id, name, enrolled_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![id, enterprise.default_app_id(), serde_json::to_string(name)?, seconds],
    )?;
    tx.execute(
        "INSERT INTO keys (enterprise, serial_no, public_key, registered_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![id, key.id(), key.to_pem(), seconds],
    )?;
    let since: Option<i64> = tx
        .query_row(
            "SELECT registered_at FROM keys WHERE enterprise = ?1 AND serial_no = ?2",
            [&id, &key.id()],
            |row| row.get(0),
        )
        .optional()?;
    let since = since.and_then(|s| Timestamp::from_second(s).ok()).unwrap_or(now);
    Ok(Enrolled {
        app_id: enterprise.default_app_id(),
        enterprise: id,
        serial_no: key.id(),
        enrolled_at: shanghai_time(since),
    })
}
