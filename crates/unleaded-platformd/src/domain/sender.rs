//! Who sent a request: signature, clock and nonce.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use unleaded_platform::contract::enterprise::EnterpriseId;
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::signing::{
    Authorization, CLOCK_WINDOW_SECONDS, NONCE_KEPT_SECONDS, string_to_sign,
};
use unleaded_platform::contract::text::Text;
use unleaded_trust::PublicKey;

use crate::call::Call;
use crate::failure::{Failure, refused, refused_at};

/// Returns the enterprise whose registered key signed `call`, and uses up the nonce.
pub(crate) fn verify(
    tx: &Transaction<'_>,
    call: &Call,
    now: Timestamp,
) -> Result<EnterpriseId, Failure> {
    if call.on_behalf_of.is_some() {
        // Delegation is in the contract but not in this server, and must not be taken for granted.
        return Err(refused(ErrorCode::NotDelegated));
    }
    let authorization = parse(call, now)?;
    let pem: Option<String> = tx
        .query_row(
            "SELECT k.public_key FROM keys k JOIN enterprises e USING (enterprise)
             WHERE k.enterprise = ?1 AND k.serial_no = ?2 AND e.app_id = ?3",
            params![
                authorization.enterprise.to_string(),
                authorization.serial_no,
                authorization.app_id
            ],
            |row| row.get(0),
        )
        .optional()?;
    let key = pem.and_then(|pem| PublicKey::from_pem(&pem).ok());
    let key = key.ok_or_else(|| refused(ErrorCode::CertInvalid))?;
    accept(tx, call, &authorization, &key, now)?;
    Ok(authorization.enterprise)
}

/// Reads the header and compares its time with the clock.
pub(crate) fn parse(call: &Call, now: Timestamp) -> Result<Authorization, Failure> {
    let at = |value, issue| refused_at(ErrorCode::SignError, "Authorization", value, issue);
    let header = call
        .authorization
        .as_deref()
        .ok_or_else(|| at(None, Text::both("缺少签名", "the request is not signed")))?;
    let authorization = Authorization::parse(header)
        .map_err(|error| at(None, Text::both("签名头格式有误", error.to_string())))?;
    let ahead = authorization.timestamp.saturating_sub(now.as_second());
    if ahead.saturating_abs() > CLOCK_WINDOW_SECONDS {
        let value = authorization.timestamp.to_string();
        let issue = Text::both(
            format!("平台时间为 {}", now.as_second()),
            format!("the platform's time is {}", now.as_second()),
        );
        return Err(refused_at(ErrorCode::ClockSkew, "timestamp", Some(&value), issue));
    }
    Ok(authorization)
}

/// Verifies the signature with `key` and uses up the nonce.
pub(crate) fn accept(
    tx: &Transaction<'_>,
    call: &Call,
    authorization: &Authorization,
    key: &PublicKey,
    now: Timestamp,
) -> Result<(), Failure> {
    let Authorization { timestamp, nonce, serial_no, .. } = authorization;
    let signed = string_to_sign(&call.method, &call.target, *timestamp, nonce, &call.body);
    if !key.verify(signed.as_bytes(), &authorization.signature) {
        let issue = Text::both("签名与请求内容不符", "the signature does not fit the request");
        return Err(refused_at(ErrorCode::SignError, "signature", None, issue));
    }
    // A nonce is forgotten only when a request with it is outside the clock window for certain.
    tx.execute("DELETE FROM nonces WHERE seen_at < ?1", [now.as_second() - NONCE_KEPT_SECONDS])?;
    let fresh = tx.execute(
        "INSERT INTO nonces (serial_no, nonce, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![serial_no, nonce, now.as_second()],
    )?;
    if fresh == 0 {
        let issue = Text::both("随机串已被使用", "the nonce was used before");
        return Err(refused_at(ErrorCode::SignError, "nonce", Some(nonce), issue));
    }
    Ok(())
}
