//! Codes about time stamps.

codes! {
    /// A time stamp is the answer of a time-stamping authority (`TimeStampResp`) or its token, in DER (RFC 3161 section 2.4.2, RFC 5652 section 5).
    TIME_STAMP_MALFORMED = "time-stamp-malformed", Error,
    en: "the time stamp `{file}` can't be read at `{field}`", "ask the authority again: openssl ts -query -data SIGNATURE -sha256 -cert",
    zh: "时间戳“{file}”在“{field}”处无法读取", "请重新向时间戳机构申请：openssl ts -query -data SIGNATURE -sha256 -cert";

    /// A time stamp is at most 64 KiB; a real one has a few kilobytes.
    TIME_STAMP_TOO_LARGE = "time-stamp-too-large", Error,
    en: "the time stamp `{file}` has {size} bytes, more than {limit}", "check that the file is the time stamp",
    zh: "时间戳“{file}”有 {size} 字节，超过上限 {limit}", "请确认该文件是时间戳";

    /// The answer says that no time stamp was granted (RFC 3161 section 2.4.2), so there is none in it.
    TIME_STAMP_REFUSED = "time-stamp-refused", Error,
    en: "the authority refused the time stamp in `{file}` with status {status}", "ask again; the authority tells what it accepts",
    zh: "机构拒绝了“{file}”中的时间戳申请，状态为 {status}", "请重新申请，并查阅该机构接受的要求";

    /// A time stamp is over the 64 bytes of a signature. This one is over something else, so it tells nothing about this signature.
    TIME_STAMP_OTHER = "time-stamp-other", Error,
    en: "the time stamp `{file}` is not over a signature of this envelope", "give the time stamp that was made for this signature",
    zh: "时间戳“{file}”不是针对该信封中的签名", "请提供针对该签名的时间戳";

    /// An authority counts by its own certificate, which the user accepts. Whoever else stamped may be anyone.
    TIME_STAMP_AUTHORITY_UNKNOWN = "time-stamp-authority-unknown", Warning,
    en: "the time stamp `{file}` is by no authority that is accepted", "get the authority's certificate from itself, and accept it",
    zh: "时间戳“{file}”不是由所接受的机构签发", "请从该机构取得其证书，确认后接受";

    /// A certificate for time stamps is for nothing else and says so critically (RFC 3161 section 2.3), and it must have been good at the time that the
    /// stamp tells.
    TIME_STAMP_AUTHORITY_UNFIT = "time-stamp-authority-unfit", Error,
    en: "the certificate {authority} of the time stamp `{file}` is not for time stamps, or was not good at the time", "ask another authority, or get its present certificate",
    zh: "时间戳“{file}”的证书 {authority} 不可用于时间戳，或当时无效", "请向其他机构申请，或取得其现行证书";

    /// Accepted are SHA-256, SHA-384 and SHA-512, with RSA of 2048 bits and more or ECDSA on P-256 and P-384.
    TIME_STAMP_ALGORITHM = "time-stamp-algorithm", Error,
    en: "the time stamp `{file}` uses the algorithm {algorithm}, which is not accepted", "ask for a time stamp with SHA-256",
    zh: "时间戳“{file}”使用的算法 {algorithm} 不被接受", "请申请使用 SHA-256 的时间戳";

    /// The authority's key did not sign this content: the time stamp was changed, or somebody else made it under the authority's name.
    TIME_STAMP_INVALID = "time-stamp-invalid", Error,
    en: "the signature of the time stamp `{file}` does not fit its authority", "ask the authority for the time stamp again",
    zh: "时间戳“{file}”的签名与其机构不符", "请重新向该机构申请时间戳";
}
