//! Codes about signatures inside XML documents.

codes! {
    /// The hash in the signature is not that of the document: something that the signature covers differs from what was signed. Comments and the
    /// order of attributes are not covered; everything else is (XML Signature 1.1, section 3.2.1).
    XML_SIGNATURE_CHANGED_DOCUMENT = "xml-signature-changed-document", Error,
    en: "`{file}` was changed after it was signed: the hash in its signature is another", "ask the signer for the document again, as a file that no program has rewritten",
    zh: "“{file}”在签名后被改动：与签名中的哈希值不符", "请向签名方重新索取该文件，传输时勿让任何程序改写";

    /// Everything in a signature has its one place. What a verifier does not look at, an attacker may write, so nothing else may stand there
    /// (XML Signature 1.1, section 4).
    XML_SIGNATURE_MALFORMED = "xml-signature-malformed", Error,
    en: "the signature in `{file}` is not accepted: `{element}` {problem}", "ask the signer to sign again with a program that writes plain signatures of the whole document",
    zh: "“{file}”中的签名不被接受：“{element}”{problem}", "请要求签名方用只对整个文件作普通签名的程序重新签名";

    /// Weak algorithms are not accepted (SHA-1, HMAC, DSA), nor what can change a document before it is hashed (XPath, XSLT, base64). What is accepted is in
    /// decision 0015.
    XML_SIGNATURE_ALGORITHM = "xml-signature-algorithm", Error,
    en: "the signature in `{file}` uses an algorithm that is not accepted as {element}: `{value}`", "ask the signer for Ed25519, or for RSA or ECDSA with SHA-256 over the whole document",
    zh: "“{file}”中的签名使用了不被接受的 {element} 算法：“{value}”", "请要求签名方使用 Ed25519，或 RSA、ECDSA 与 SHA-256，对整个文件签名";

    /// A signature of a part, or of another document, says nothing about what stands beside it; references by identifier are what most attacks on
    /// XML signatures are made of.
    XML_SIGNATURE_ELSEWHERE = "xml-signature-elsewhere", Error,
    en: "the signature in `{file}` is about `{value}`, not about the whole document", "ask the signer to sign the whole document (`URI=\"\"`)",
    zh: "“{file}”中的签名针对“{value}”，而不是整个文件", "请要求签名方对整个文件签名（URI=\"\"）";

    /// The signature of a document is a child of its root. Deeper down it is that of a part, and as the root it has the document inside it.
    XML_SIGNATURE_MISPLACED = "xml-signature-misplaced", Error,
    en: "a signature in `{file}` stands elsewhere than directly in the root element", "ask the signer for a document with one signature, directly in its root",
    zh: "“{file}”中有签名不直接位于根元素之下", "请向签名方索取根元素下直接含一个签名的文件";

    /// Of several signatures it is open what each covers: the other one, or not.
    XML_SIGNATURE_SEVERAL = "xml-signature-several", Error,
    en: "there are several signatures in `{file}`", "ask for one signature inside the document; several signers sign beside it",
    zh: "“{file}”中有多个签名", "文件内只能有一个签名；多方签名请使用独立的签名文件";

    /// A signature inside a document covers its canonical form (Exclusive XML Canonicalization 1.0). A document that two programs could read differently has none:
    /// with a document type, in another encoding than UTF-8, or not well-formed.
    XML_NOT_CANONICAL = "xml-not-canonical", Error,
    en: "the signature in `{file}` can't be checked, at byte {offset}: {problem}", "ask the signer for a plain XML document in UTF-8",
    zh: "无法检查“{file}”中的签名，第 {offset} 字节：{problem}", "请向签名方索取 UTF-8 编码的普通 XML 文件";
}
