//! Codes about signatures, keys and trust.

codes! {
    /// The hash in the signed statement is not the hash of the document: at least one byte differs from what was signed. Line
    /// ends changed by a mail program or a version control system are the usual innocent cause.
    SIGNATURE_CHANGED_DOCUMENT = "signature-changed-document", Error,
    en: "`{file}` is not the document that was signed: its SHA-256 is {found}, the signed one is {signed}", "ask the signer for the document and its signature again, as files that no program has rewritten",
    zh: "“{file}”不是被签名的文件：其 SHA-256 为 {found}，被签名的为 {signed}", "请向签名方重新索取文件及签名，传输时勿让任何程序改写（如换行符）";

    /// The envelope names a key of the trust file, but that key did not sign this payload: the envelope was changed, or someone
    /// else made it (RFC 8032 section 5.1.7, checked strictly).
    SIGNATURE_INVALID = "signature-invalid", Error,
    en: "the signature on `{file}` does not fit key {key} of `{organisation}`", "ask the signer for the signature again, and compare the key's identifier by another way than mail",
    zh: "“{file}”的签名与“{organisation}”的密钥 {key} 不符", "请向签名方重新索取签名，并通过邮件以外的途径核对密钥标识";

    /// The name in the signed statement is a claim of the signer and no part of the check: the content is bound by its hash. A
    /// different name is worth a look, since two documents may have been swapped.
    SIGNATURE_OTHER_NAME = "signature-other-name", Info,
    en: "`{file}` was signed under the name `{signed}`", "check that it is the document you expect, or give it its signed name back",
    zh: "“{file}”签名时的文件名为“{signed}”", "请确认这是所需的文件，或恢复其签名时的文件名";

    /// An envelope is read as a whole before anything is believed, so its size is bounded; a real one has a few kilobytes.
    ENVELOPE_TOO_LARGE = "envelope-too-large", Error,
    en: "`{file}` has {size} bytes, more than the {limit} that a signature may have", "check that the file is the signature and not the document",
    zh: "“{file}”有 {size} 字节，超过签名文件上限 {limit}", "请确认该文件是签名而不是文件本身";

    /// A DSSE envelope is a JSON object (RFC 8259) in UTF-8, nested at most 16 levels deep.
    ENVELOPE_NOT_JSON = "envelope-not-json", Error,
    en: "the signature file `{file}` can't be read as JSON at line {line}, column {column}", "ask the signer for the signature again; it may have been cut off on the way",
    zh: "签名文件“{file}”在第 {line} 行第 {column} 列无法按 JSON 读取", "请向签名方重新索取签名；文件可能在传输中被截断";

    /// A member that stands twice may be read as the first by one program and as the second by another (RFC 8259 section 4), so it
    /// is not read at all.
    ENVELOPE_MEMBER_DOUBLED = "envelope-member-doubled", Error,
    en: "member `{member}` stands twice in the signature file `{file}`", "ask the signer for a signature made by a program that writes each member once",
    zh: "签名文件“{file}”中成员“{member}”重复", "请要求签名方用不会重复写入成员的程序重新签名";

    /// An envelope has `payload`, `payloadType` and one to 16 `signatures` with `sig`; values are base64 with padding (DSSE 1.0.2,
    /// envelope.md).
    ENVELOPE_MALFORMED = "envelope-malformed", Error,
    en: "member `{member}` of the signature file `{file}` is missing or not: {expected}", "ask the signer for the signature again",
    zh: "签名文件“{file}”的成员“{member}”缺失或不是：{expected}", "请向签名方重新索取签名";

    /// Only payloads of a known type are read, so that a signature made for another purpose can't pass as one on a declaration.
    PAYLOAD_TYPE_UNKNOWN = "payload-type-unknown", Error,
    en: "the signature file `{file}` signs a payload of type `{value}`, not `application/vnd.in-toto+json`", "ask for a signature made for material declarations",
    zh: "签名文件“{file}”所签内容的类型为“{value}”，而不是“application/vnd.in-toto+json”", "请索取针对物质声明的签名";

    /// Only statements of a known kind are read, so that a claim about something else can't pass as one about a declaration.
    PREDICATE_TYPE_UNKNOWN = "predicate-type-unknown", Error,
    en: "the signature file `{file}` makes a statement of type `{value}`, which is not known", "ask for a signature made for material declarations, or use a newer version of this program",
    zh: "签名文件“{file}”的声明类型“{value}”未知", "请索取针对物质声明的签名，或使用本程序的新版本";

    /// The signed payload must be an in-toto statement, version 1, about exactly one document with a SHA-256 in lower case.
    STATEMENT_MALFORMED = "statement-malformed", Error,
    en: "member `{member}` of the statement signed in `{file}` is missing or not: {expected}", "ask the signer to sign again with a program that follows the format",
    zh: "“{file}”所签声明的成员“{member}”缺失或不是：{expected}", "请要求签名方用符合格式的程序重新签名";

    /// A key is good from its first day to its last, both included; outside them nobody promised to guard it.
    KEY_EXPIRED = "key-expired", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, was good {period}, so not on {as-of}", "ask the signer to sign with its current key, or give the date of the check with --as-of",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 有效期为：{period}，在 {as-of} 已过期", "请要求签名方用现行密钥重新签名，或用 --as-of 指定核验日期";

    /// A key is good from its first day to its last, both included. A signature before the first day can't be told from one that
    /// was dated back.
    KEY_NOT_YET_VALID = "key-not-yet-valid", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, is good {period}, so not yet on {as-of}", "check the date of the check, or the first day in the trust file",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 有效期为：{period}，在 {as-of} 尚未生效", "请检查核验日期或信任文件中的起始日";

    /// A revoked key may be in other hands. A signature bears no proof of its own time, so from the day of the revocation nothing
    /// that the key signed is accepted, also if it claims an earlier date.
    KEY_REVOKED = "key-revoked", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, was revoked on {date} (reason: {reason}; it was good {period})", "ask the signer to sign again with a new key",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 已于 {date} 吊销（原因：{reason}；原有效期：{period}）", "请要求签名方用新密钥重新签名";

    /// The signature may be right, but nobody whom the trust file names vouches for the document: anyone could have made it.
    KEY_UNKNOWN = "key-unknown", Warning,
    en: "`{file}` is signed with a key that is not in the trust file: {keys}", "get the key's identifier from the signer by another way than mail, compare it, then accept the key with `trust add`",
    zh: "“{file}”的签名密钥不在信任文件中：{keys}", "请通过邮件以外的途径向签名方核对密钥标识，确认后用 trust add 添加";

    /// A public key of low order fits signatures that anyone can make (RFC 8032 section 5.1.7; such keys pass lenient verifiers), so it
    /// is never accepted.
    KEY_WEAK = "key-weak", Error,
    en: "the key in `{file}` is weak: anyone can sign for it", "ask the owner for a key made by `keygen` or by openssl",
    zh: "“{file}”中的密钥是弱密钥，任何人都可伪造其签名", "请要求所有者提供由 keygen 或 openssl 生成的密钥";

    /// A private key under a passphrase (PKCS#8, PBES2) can't be used without it.
    KEY_ENCRYPTED = "key-encrypted", Error,
    en: "the key in `{file}` is encrypted and no passphrase was given", "give the passphrase",
    zh: "“{file}”中的密钥已加密，但未提供口令", "请提供口令";

    /// The passphrase does not open the key. A damaged file can't be told from a wrong passphrase.
    PASSPHRASE_WRONG = "passphrase-wrong", Error,
    en: "the passphrase does not open the key in `{file}`", "check the passphrase, the keyboard layout and capital letters",
    zh: "口令无法打开“{file}”中的密钥", "请检查口令、键盘布局与大小写";

    /// A key under an empty passphrase looks protected and is not.
    PASSPHRASE_EMPTY = "passphrase-empty", Error,
    en: "the passphrase for `{file}` is empty", "give a passphrase, or ask for a key without one",
    zh: "“{file}”的口令为空", "请输入口令，或选择不加密的密钥";

    /// Read are PBES2 (RFC 8018) with AES and with scrypt or PBKDF2 (HMAC with SHA-2), up to 256 MiB of memory or ten million rounds: a
    /// key file must not be able to stop the machine.
    KEY_ENCRYPTION_UNSUPPORTED = "key-encryption-unsupported", Error,
    en: "the key in `{file}` is encrypted with `{scheme}`, which is not supported or too costly", "encrypt it again: openssl pkcs8 -topk8 -in OLD -out NEW -v2 aes-256-cbc -v2prf hmacWithSHA256",
    zh: "“{file}”中的密钥所用加密方式“{scheme}”不受支持或开销过大", "请重新加密：openssl pkcs8 -topk8 -in OLD -out NEW -v2 aes-256-cbc -v2prf hmacWithSHA256";

    /// Keys are read in PEM form (RFC 7468), which starts with a line `-----BEGIN ...-----`.
    KEY_NOT_PEM = "key-not-pem", Error,
    en: "`{file}` is not a key in PEM form: no line starts with `-----BEGIN`", "give a file made by `keygen` or by openssl with -outform PEM",
    zh: "“{file}”不是 PEM 格式的密钥：没有以“-----BEGIN”开头的行", "请使用 keygen 或 openssl（-outform PEM）生成的文件";

    /// The frame of the key is there, but its content can't be decoded: it was cut or changed, or its two halves do not belong together.
    KEY_MALFORMED = "key-malformed", Error,
    en: "the key in `{file}` is damaged: its content can't be decoded", "get the file again from its source",
    zh: "“{file}”中的密钥已损坏：内容无法解码", "请从来源处重新获取该文件";

    /// With more than one key in a file it is not clear which one is meant.
    KEY_FILE_SEVERAL = "key-file-several", Error,
    en: "`{file}` holds more than one key", "give a file with one key",
    zh: "“{file}”包含多个密钥", "请提供只含一个密钥的文件";

    /// Signing takes a private key, trust takes a public one; certificates and SSH keys are neither.
    KEY_WRONG_KIND = "key-wrong-kind", Error,
    en: "`{file}` holds a `{found}`, but a `{wanted}` is needed", "sign with KEY.pem, hand out and trust KEY.pub.pem",
    zh: "“{file}”包含“{found}”，而需要的是“{wanted}”", "签名使用 KEY.pem，分发与信任使用 KEY.pub.pem";

    /// Signatures are Ed25519 (RFC 8032, RFC 8410), or SM2 in envelopes and programs built with it, and nothing else, so that every verifier
    /// agrees on every signature.
    KEY_NOT_ED25519 = "key-not-ed25519", Error,
    en: "the key in `{file}` is of algorithm {algorithm}, not Ed25519", "make a key with `keygen`, or with: openssl genpkey -algorithm ed25519",
    zh: "“{file}”中的密钥算法为 {algorithm}，不是 Ed25519", "请用 keygen 或 openssl genpkey -algorithm ed25519 生成密钥";

    /// A signature must say which one organisation vouches, so a key belongs to one organisation only.
    KEY_SHARED = "key-shared", Error,
    en: "key {key} belongs to `{first}` in `{file}` and can't also belong to `{second}`", "ask `{second}` for a key of its own, or correct the name",
    zh: "在“{file}”中密钥 {key} 属于“{first}”，不能同时属于“{second}”", "请向“{second}”索取其自己的密钥，或更正名称";

    /// A period that ends before it begins has no day on which the key is good.
    KEY_PERIOD_EMPTY = "key-period-empty", Error,
    en: "a key that is good from {from} to {to} is never good (`{file}`)", "put the first day before the last",
    zh: "有效期从 {from} 到 {to} 的密钥永远无效（“{file}”）", "请使起始日不晚于截止日";

    /// An identifier (credit code, LEI, D-U-N-S number) names one organisation; under two names one of them is wrong.
    ORGANISATION_ID_SHARED = "organisation-id-shared", Error,
    en: "`{value}` belongs to `{first}` in `{file}` and can't also belong to `{second}`", "use one name for the organisation, or correct the identifier",
    zh: "在“{file}”中“{value}”属于“{first}”，不能同时属于“{second}”", "请对该组织使用同一名称，或更正标识";

    /// Identifiers are written `uscc:` (GB 32100-2015, 18 characters), `lei:` (ISO 17442, checked modulo 97), `duns:` (nine digits) or
    /// `name:` and any text.
    ORGANISATION_ID_MALFORMED = "organisation-id-malformed", Error,
    en: "`{value}` is not an identifier of an organisation; expected: {expected}", "compare it with the register, and write it as scheme, colon, value (`{file}`)",
    zh: "“{value}”不是组织标识；应为：{expected}", "请与登记资料核对，并写成“类型:值”的形式（“{file}”）";

    /// The name of an organisation is what a reader sees beside a good signature, so it must be visible text on one line: characters
    /// that hide or turn text could make one name look like another.
    ORGANISATION_NAME_MALFORMED = "organisation-name-malformed", Error,
    en: "`{value}` can't be the name of an organisation in `{file}`", "write its name as visible text on one line",
    zh: "“{value}”不能作为“{file}”中的组织名称", "请用单行可见文字填写名称";

    /// The trust file is JSON (RFC 8259), nested at most 16 levels deep.
    TRUST_FILE_MALFORMED = "trust-file-malformed", Error,
    en: "the trust file `{file}` can't be read as JSON at line {line}, column {column}", "correct the file there, or take back the last change",
    zh: "信任文件“{file}”在第 {line} 行第 {column} 列无法按 JSON 读取", "请更正该处，或撤销上次修改";

    /// A member that stands twice may be read as the first by one program and as the second by another (RFC 8259 section 4).
    TRUST_FILE_MEMBER_DOUBLED = "trust-file-member-doubled", Error,
    en: "member `{member}` stands twice in the trust file `{file}`, up to line {line}, column {column}", "keep one of the two",
    zh: "信任文件“{file}”中成员“{member}”重复（至第 {line} 行第 {column} 列）", "请只保留其中一个";

    /// The members of the trust file are strings, arrays and objects of a fixed form; dates are written `2026-11-22`.
    TRUST_FILE_MEMBER = "trust-file-member", Error,
    en: "member `{member}` of the trust file `{file}` is missing or not: {expected}", "correct the member, or remove the entry and add it again with `trust add`",
    zh: "信任文件“{file}”的成员“{member}”缺失或不是：{expected}", "请更正该成员，或删除该条目后用 trust add 重新添加";

    /// A misspelt member would lift a bound without a word: a key with `revokd` would still be good. So no unknown member is passed over.
    TRUST_FILE_MEMBER_UNKNOWN = "trust-file-member-unknown", Error,
    en: "member `{member}` of the trust file `{file}` is not known", "correct its spelling, or remove it",
    zh: "信任文件“{file}”的成员“{member}”未知", "请更正拼写，或将其删除";

    /// The member `schema` says which version of the format the trust file has.
    TRUST_FILE_VERSION = "trust-file-version", Error,
    en: "the trust file `{file}` is of `{value}`, neither `unleaded/trust/v1` nor `unleaded/trust/v2`", "use the version of this program that wrote the file",
    zh: "信任文件“{file}”的版本为“{value}”，既不是“unleaded/trust/v1”也不是“unleaded/trust/v2”", "请使用写入该文件的程序版本";

    /// The trust file is read as a whole, so its size is bounded; the bound has room for a hundred thousand keys.
    TRUST_FILE_TOO_LARGE = "trust-file-too-large", Error,
    en: "the trust file `{file}` has {size} bytes, more than {limit}", "check that it is the right file",
    zh: "信任文件“{file}”有 {size} 字节，超过 {limit}", "请确认文件是否正确";

    /// Only a key that the trust file holds can be revoked.
    TRUST_KEY_UNKNOWN = "trust-key-unknown", Error,
    en: "there is no key {key} in the trust file `{file}`", "give the identifier of the key as the trust file has it: 64 hexadecimal digits",
    zh: "信任文件“{file}”中没有密钥 {key}", "请填写信任文件中的密钥标识：64 位十六进制数字";

    /// A revocation is final: a revoked key is not accepted again, and its last day is not moved to a later one.
    TRUST_KEY_REVOKED = "trust-key-revoked", Error,
    en: "key {key} was revoked on {date} in the trust file `{file}`", "ask the owner for a new key",
    zh: "信任文件“{file}”中密钥 {key} 已于 {date} 吊销", "请向所有者索取新密钥";
}
