//! Codes about who may say what, on which day, and for whom.

codes! {
    /// Whoever has a key can sign with any date. Once others may have it, only evidence that is independent of the signer (a time stamp,
    /// a log) shows that a signature is older, and nothing else saves it.
    KEY_COMPROMISED = "key-compromised", Error,
    en: "others may have key {key} of `{organisation}`, which signed `{file}`, since {date} (reason: {reason}; it was good {period}), and no independent evidence shows that the signature is older", "ask the signer to sign again with a new key, or for a time stamp or a proof of a log from before that day",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 自 {date} 起可能已泄露（原因：{reason}；原有效期：{period}），且没有独立证据表明签名早于该日", "请要求签名方用新密钥重新签名，或索取该日之前的时间戳或日志证明";

    /// The trust file says what each key is for. A key that signs checkpoints of a log must not be able to declare a part, and only a
    /// key of an aggregator may say what others declared.
    KEY_ROLE = "key-role", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, is not accepted as any of: {roles}", "ask the organisation for a signature with the right key, or accept the key with `trust add --role`",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 未被接受用于以下角色：{roles}", "请要求该组织用正确的密钥签名，或用 trust add --role 接受该密钥的角色";

    /// The trust file bounds the items that the key may speak of, by the beginnings of their numbers. A statement that does not tell its items can't
    /// be within bounds.
    KEY_SCOPE = "key-scope", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, may not speak of item `{item}`", "ask whom the item comes from, or widen the scope with `trust add --scope`",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 不得为物料“{item}”作声明", "请确认该物料的来源，或用 trust add --scope 扩大范围";

    /// The trust file asks for the signatures of several keys of the organisation, so that one stolen key is not enough.
    SIGNATURES_TOO_FEW = "signatures-too-few", Error,
    en: "`{file}` is signed by {found} of the {needed} keys that the trust file asks of `{organisation}`", "ask the organisation to add the missing signatures with `sign --add`",
    zh: "信任文件要求“{organisation}”的 {needed} 个密钥签名，“{file}”只有 {found} 个", "请要求该组织用 sign --add 补签";

    /// An authorised representative speaks for a supplier only under a delegation that the supplier itself signed. A representative can't delegate further.
    DELEGATION_MISSING = "delegation-missing", Error,
    en: "`{file}` is signed by key {key} of `{organisation}` for a supplier, and no delegation of that supplier for the key is there", "ask for the supplier's delegation, put it beside the document or in the folder of `--delegations`",
    zh: "“{file}”由“{organisation}”的密钥 {key} 代供应商签名，但没有该供应商对此密钥的授权", "请索取供应商的授权声明，放在文件旁边或 --delegations 指定的文件夹中";

    /// A representative signs for one supplier. Where delegations of several fit and the signature names none, or several suppliers signed one delegation, it can't be told for whom.
    DELEGATION_AMBIGUOUS = "delegation-ambiguous", Error,
    en: "key {key} of `{organisation}` signs `{file}` for a supplier, and which of these can't be told: {suppliers}", "ask for a signature that names its delegation (`sign --delegation`), and for a delegation that one supplier alone signed",
    zh: "“{organisation}”的密钥 {key} 代供应商签署“{file}”，但无法判断代表其中哪一家：{suppliers}", "请索取指明授权的签名（sign --delegation），以及仅由一家供应商签署的授权";

    /// A delegation holds from its first day to its last, both included.
    DELEGATION_PERIOD = "delegation-period", Error,
    en: "key {key} of `{organisation}` may sign for its supplier from {from} to {to}, and signed `{file}` outside these days", "ask for a delegation of the supplier for these days, or for evidence of when the document was signed",
    zh: "“{organisation}”的密钥 {key} 仅可在 {from} 至 {to} 代供应商签名，“{file}”的签名不在此期间", "请索取供应商对该期间的授权，或签名时间的证据";

    /// A delegation is for the items whose numbers begin as it says; a document that does not tell its items needs one for all (`*`).
    DELEGATION_SCOPE = "delegation-scope", Error,
    en: "key {key} of `{organisation}` may sign for its supplier items that begin with {scope}, and `{file}` is about others", "ask the supplier for a delegation that has these items",
    zh: "“{organisation}”的密钥 {key} 仅可代供应商为以 {scope} 开头的物料签名，“{file}”涉及其他物料", "请向供应商索取涵盖这些物料的授权";

    /// Whoever has the key that signs trust files can name any key as that of any organisation. What was imported with it counts again when its publisher's file is imported anew, signed with another key.
    TRUST_COMPROMISED = "trust-compromised", Error,
    en: "key {key} of `{organisation}`, which signed `{file}`, came with a trust file of `{publisher}` that is signed with key {root}, and others may have that one", "import the current trust file of its publisher, signed with a key that nobody else has",
    zh: "为“{file}”签名的“{organisation}”密钥 {key} 来自“{publisher}”的信任文件，而签署该文件的密钥 {root} 可能已被他人掌握", "请导入发布方用未泄露密钥签署的现行信任文件";

    /// A trust file may say until when it may be used, and an imported one always does: an old file knows of no new revocations.
    TRUST_EXPIRED = "trust-expired", Error,
    en: "the trust file that names key {key} of `{organisation}`, which signed `{file}`, may be used until {expires}, not on {as-of} (the key is good {period})", "import the current trust file of its publisher, or set a new last day in your own",
    zh: "为“{file}”签名的“{organisation}”密钥 {key}（有效期：{period}）所在的信任文件只能用到 {expires}，不能用于 {as-of}", "请导入发布方的现行信任文件，或为自己的信任文件设定新的截止日";

    /// A signer may say until when it stands by a declaration. After that day it says nothing.
    DECLARATION_EXPIRED = "declaration-expired", Error,
    en: "the signer stands by `{file}` until {last}, not on {as-of}", "ask the signer for a current declaration",
    zh: "签名方对“{file}”的声明只到 {last} 为止，不适用于 {as-of}", "请向签名方索取现行声明";

    /// The date in a signature is the signer's claim. One after the date of the check is a wrong clock, a document that came later, or worse.
    SIGNATURE_DATED_LATER = "signature-dated-later", Info,
    en: "`{file}` says that it was signed on {date}, after the date of the check", "check the clocks, or the date of the check",
    zh: "“{file}”所写签名日期 {date} 晚于核验日期", "请检查时钟或核验日期";

    /// The national algorithms of China are built in on request. A program without them can't tell whether such bytes are a key, and neither
    /// takes it into a trust file nor signs with it.
    KEY_ALGORITHM_NOT_BUILT = "key-algorithm-not-built", Error,
    en: "the key in `{file}` is of the algorithm {algorithm}, which this program was built without", "use a program that was built with `--features national`, or an Ed25519 key",
    zh: "“{file}”中的密钥算法为 {algorithm}，本程序编译时未启用该算法", "请使用以 `--features national` 编译的程序，或改用 Ed25519 密钥";

    /// The signature may be right or wrong: a program without the algorithm can't tell. It counts for nothing, and where nobody else signed the
    /// document counts as one signed by nobody known.
    SIGNATURE_ALGORITHM_NOT_BUILT = "signature-algorithm-not-built", Warning,
    en: "the signature of key {key} of `{organisation}` on `{file}` was not checked: it is of the algorithm {algorithm}, which this program was built without", "check it with a program that was built with `--features national`",
    zh: "“{organisation}”的密钥 {key} 对“{file}”的签名未经验证：其算法为 {algorithm}，本程序编译时未启用该算法", "请用以 `--features national` 编译的程序验证";
}
