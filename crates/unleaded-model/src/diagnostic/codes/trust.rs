//! Codes about signatures, keys and trust.

codes! {
    /// A changed byte, a wrong key or a malformed envelope: the document is not what its signer signed, so it is left out.
    SIGNATURE_BAD = "signature-bad", Error,
    en: "the signature on `{file}` is bad: {reason}", "ask the signer for the document and its signature again",
    zh: "“{file}”的签名无效：{reason}", "请向签名方重新索取文件及其签名";
}
