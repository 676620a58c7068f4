//! Idempotency keys: the same request again gets the original answer.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::operation::Operation;
use unleaded_platform::contract::text::Text;
use unleaded_trust::sha256_hex;

use crate::call::{Call, Freshness, JSON, Reply};
use crate::failure::{Failure, refused, refused_at};

/// Seconds that a key is kept: 90 days, well over the 30 days of the duty.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;

/// Returns the original answer to `call`, or does `work` and keeps its answer. Refusals are not kept: a request that was refused
/// wrote nothing and may be sent again under the same key.
pub(crate) fn once(
    tx: &Transaction<'_>,
    enterprise: &str,
    operation: Operation,
    call: &Call,
    now: Timestamp,
    work: impl FnOnce() -> Result<Reply, Failure>,
) -> Result<Reply, Failure> {
    let key = key_of(call)?;
    let digest = sha256_hex(&call.body);
    let operation = operation.path();
    if let Some(kept) = find(tx, enterprise, key)? {
        if kept.operation != operation || kept.body_sha256 != digest {
            return Err(refused(ErrorCode::IdempotencyMismatch));
        }
        return Ok(kept.reply);
    }
    let reply = work()?;
    tx.execute("DELETE FROM idempotency WHERE created_at < ?1", [now.as_second() - KEPT_SECONDS])?;
    tx.execute(
        "INSERT INTO idempotency (enterprise, key, operation, body_sha256, status, answer, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![enterprise, key, operation, digest, reply.status, reply.body, now.as_second()],
    )?;
    Ok(reply)
}

fn key_of(call: &Call) -> Result<&str, Failure> {
    let key = call.idempotency_key.as_deref();
    let visible =
        |key: &&str| (1..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    key.filter(visible).ok_or_else(|| {
        let issue = Text::both(
            "必须提供幂等键：1 至 64 个可见 ASCII 字符",
            "a key is needed: 1 to 64 visible ASCII characters",
        );
        refused_at(ErrorCode::ParamError, "Idempotency-Key", key, issue)
    })
}

struct Kept {
    operation: String,
    body_sha256: String,
    reply: Reply,
}

fn find(tx: &Transaction<'_>, enterprise: &str, key: &str) -> Result<Option<Kept>, Failure> {
    let found = tx
        .query_row(
            "SELECT operation, body_sha256, status, answer FROM idempotency
             WHERE enterprise = ?1 AND key = ?2",
            [enterprise, key],
            |row| {
                let reply = Reply {
                    status: row.get(2)?,
                    content_type: JSON,
                    body: row.get(3)?,
                    freshness: Freshness::Replayed,
                };
                Ok(Kept { operation: row.get(0)?, body_sha256: row.get(1)?, reply })
            },
        )
        .optional()?;
    Ok(found)
}
