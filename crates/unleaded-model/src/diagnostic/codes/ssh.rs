//! Codes about signatures that OpenSSH verifies.

codes! {
    /// A signature of OpenSSH is base64 between two lines that name it, with fields in a fixed order and nothing before or behind (openssh-portable,
    /// PROTOCOL.sshsig). Read is version 1 with an empty reserved field.
    SSH_SIGNATURE_MALFORMED = "ssh-signature-malformed", Error,
    en: "the signature file `{file}` can't be read: {reason}", "ask the signer for the signature again; it may have been cut off on the way",
    zh: "无法读取签名文件“{file}”：{reason}", "请向签名方重新索取签名；文件可能在传输中被截断";

    /// The purpose (`namespace`) is part of what is signed, so that a signature on a commit or a mail can't pass as one on a declaration.
    SSH_SIGNATURE_NAMESPACE = "ssh-signature-namespace", Error,
    en: "the signature file `{file}` was made for `{found}`, not for `{wanted}`", "ask the signer to sign with `ssh-keygen -Y sign -n {wanted}`",
    zh: "签名文件“{file}”的用途为“{found}”，而不是“{wanted}”", "请要求签名方用“ssh-keygen -Y sign -n {wanted}”签名";

    /// The document is hashed with SHA-512, which is what OpenSSH does unless told otherwise; one way leaves no two verifiers in doubt.
    SSH_SIGNATURE_HASH = "ssh-signature-hash", Error,
    en: "the signature file `{file}` is over a hash `{found}` of the document, not `sha512`", "ask the signer to sign without `-O hashalg`",
    zh: "签名文件“{file}”所签的是文件的“{found}”散列，而不是“sha512”", "请要求签名方不使用 -O hashalg 重新签名";

    /// The key that the file names did not sign these bytes: the document was changed, or the signature is that of another.
    SSH_SIGNATURE_INVALID = "ssh-signature-invalid", Error,
    en: "the signature file `{file}` does not fit the document and key {key}", "ask the signer for the document and its signature again, as files that no program has rewritten",
    zh: "签名文件“{file}”与文件及密钥 {key} 不符", "请向签名方重新索取文件及签名，传输时勿让任何程序改写";
}
