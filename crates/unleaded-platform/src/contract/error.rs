//! The one table of errors: what the platform can refuse, in both languages.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Whether the same request may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Sending the same request again cannot help.
    Never,
    /// Send the same request again, with the same idempotency key.
    Same,
    /// Set the clock by `GET /time`, sign again and send.
    WithPlatformTime,
}

/// What is fixed about an error.
#[derive(Clone, Copy, Debug)]
pub struct ErrorEntry {
    /// The error.
    pub code: ErrorCode,
    /// Its name on the wire.
    pub name: &'static str,
    /// The HTTP status it is sent with.
    pub status: u16,
    /// Whether to try again.
    pub retry: Retry,
    /// Chinese words.
    pub zh: &'static str,
    /// English words.
    pub en: &'static str,
}

/// Declares [`ErrorCode`] and its table from one list.
macro_rules! errors {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:literal, $retry:ident, $zh:literal, $en:literal;)+) => {
        /// An error of the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        /// Every error, in the order of [`ErrorCode`].
        pub const TABLE: &[ErrorEntry] = &[$(ErrorEntry {
            code: ErrorCode::$variant,
            name: $name,
            status: $status,
            retry: Retry::$retry,
            zh: $zh,
            en: $en,
        },)+];
    };
}

errors! {
    /// The body is larger than the platform takes.
    BodyTooLarge = "BODY_TOO_LARGE", 413, Never, "请求体过大", "the request body is too large";
    /// The product is in no class of the conformity catalogue.
    CatalogueOutOfScope = "CATALOGUE_OUT_OF_SCOPE", 422, Never, "产品不在达标管理目录内", "the product is not in the catalogue";
    /// No such key is registered for the enterprise.
    CertInvalid = "CERT_INVALID", 401, Never, "证书无效或未登记", "the key is not registered for this enterprise";
    /// The request's time is more than 300 s from the platform's.
    ClockSkew = "CLOCK_SKEW", 401, WithPlatformTime, "请求时间超出允许范围", "the timestamp is outside the allowed window";
    /// The same record was filed before.
    DuplicateRecord = "DUPLICATE_RECORD", 409, Never, "记录已存在", "the record exists already";
    /// No supporting document is named.
    EvidenceMissing = "EVIDENCE_MISSING", 422, Never, "缺少技术支撑文件", "a supporting document is missing";
    /// The idempotency key was used with another body.
    IdempotencyMismatch = "IDEMPOTENCY_MISMATCH", 409, Never, "幂等键与请求内容不一致", "the idempotency key was used with another body";
    /// The standard was not allowed on the date of assessment.
    LimitSetNotApplicable = "LIMIT_SET_NOT_APPLICABLE", 422, Never, "适用标准与评定日期不符", "the standard is not allowed on that date";
    /// The path does not take this method.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", 405, Never, "不支持该请求方法", "the method is not allowed here";
    /// The enterprise may not do this.
    NoAuth = "NO_AUTH", 403, Never, "无权限", "not permitted";
    /// The sender does not act for the declarant.
    NotDelegated = "NOT_DELEGATED", 403, Never, "未取得授权", "no delegation by the declarant";
    /// There is no such thing.
    NotFound = "NOT_FOUND", 404, Never, "资源不存在", "not found";
    /// A header, a parameter or the body's form is wrong.
    ParamError = "PARAM_ERROR", 400, Never, "参数错误", "invalid parameter";
    /// The declaration breaks a rule.
    RuleViolation = "RULE_VIOLATION", 422, Never, "业务规则校验未通过", "a rule is not met";
    /// The signature is missing, malformed, wrong or used twice.
    SignError = "SIGN_ERROR", 401, Never, "签名错误", "bad signature";
    /// The enterprise is registered with another key.
    StateConflict = "STATE_CONFLICT", 409, Never, "当前状态不允许该操作", "not allowed in the present state";
    /// The platform has too much to do.
    SystemBusy = "SYSTEM_BUSY", 503, Same, "系统繁忙", "the system is busy";
    /// The platform failed.
    SystemError = "SYSTEM_ERROR", 500, Same, "系统错误", "system error";
    /// A unified social credit code is malformed or fails its check character.
    UsccCheckFailed = "USCC_CHECK_FAILED", 400, Never, "统一社会信用代码校验失败", "the unified social credit code fails its check";
}

impl ErrorCode {
    /// What is fixed about the error.
    pub fn entry(self) -> &'static ErrorEntry {
        // The macro writes the table in the order of the variants, so the discriminant is the index.
        &TABLE[self as usize]
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The words in both languages.
    pub fn text(self) -> Text {
        Text::both(self.entry().zh, self.entry().en)
    }
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Where, as a JSON Pointer into the body; a header's or parameter's name otherwise.
    pub field: String,
    /// The value as sent, shortened; absent when there is none or it is a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What is wrong with it.
    pub issue: Text,
    /// The name of the error that this detail alone would give.
    pub rule: String,
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEnvelope {
    /// The error's name. Clients must expect names they don't know.
    pub code: String,
    /// The error's words.
    pub message: Text,
    /// By which the operator finds the request in its log.
    pub request_id: String,
    /// Whether to send the same request again later.
    pub retryable: bool,
    /// What is wrong, one by one; empty when the message says it all.
    #[serde(default)]
    pub detail: Vec<Detail>,
    /// The submission that stands in the way, for `DUPLICATE_RECORD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing_submission_no: Option<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_error_speaks_both_languages() {
        let mut names = BTreeSet::new();
        for (index, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.code as usize, index);
            assert!(names.insert(entry.name), "{} twice", entry.name);
            assert!(entry.zh.chars().all(|c| c >= '\u{4e00}'), "{}", entry.name);
            assert!(entry.en.is_ascii() && entry.en.len() > 5, "{}", entry.name);
            assert!((400..600).contains(&entry.status));
            assert_eq!(entry.status >= 500, entry.retry == Retry::Same, "{}", entry.name);
        }
    }
}
