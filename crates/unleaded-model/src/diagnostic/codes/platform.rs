//! Codes about filing with the public platform: the declarant's file, the outbox, and the platform's answers.

codes! {
    /// The declarant's file names the enterprise and the products that are filed. A key that the tool does not know is most likely a
    /// misspelt one, and what it meant would be lost.
    DECLARANT_FIELD_UNKNOWN = "declarant-field-unknown", Error,
    en: "the declarant's file has no field `{field}`", "use one of: {known}",
    zh: "报送主体文件中没有字段“{field}”", "可用字段：{known}";

    /// A self-declaration names the supplier and how to reach it, the product, and the authorised person.
    DECLARANT_FIELD_MISSING = "declarant-field-missing", Error,
    en: "the declarant's file lacks `{field}`", "add `{field}`",
    zh: "报送主体文件缺少“{field}”", "请补充“{field}”";

    /// The declarant's file is TOML 1.1.
    DECLARANT_SYNTAX = "declarant-syntax", Error,
    en: "the declarant's file is not valid TOML: {reason}", "repair the file at this place",
    zh: "报送主体文件不是有效的 TOML：{reason}", "请在此处修正文件";

    /// A unified social credit code must pass its check character (GB 32100-2015), a date must exist, a number must be in its range:
    /// the platform refuses the filing otherwise.
    DECLARANT_VALUE_INVALID = "declarant-value-invalid", Error,
    en: "`{field}` can't be `{value}`: {wanted}", "correct the value",
    zh: "“{field}”的值“{value}”无效：{wanted}", "请更正该值";

    /// A self-declaration is due 30 days after the product is placed on the market. A late one is accepted and flagged by the platform.
    FILING_LATE = "filing-late", Warning,
    en: "the filing was due on {due}; the platform has flagged it as late", "nothing can be done for this filing; file the next product within 30 days of placing it on the market",
    zh: "报送截止日期为 {due}，平台已标记为逾期", "本次无需处理；下一产品请在投放市场后 30 天内报送";

    /// The client runs the platform's own checks before anything is kept or sent, so that a filing that would be refused never leaves.
    FILING_NOT_ACCEPTABLE = "filing-not-acceptable", Error,
    en: "the platform would refuse the filing with {code} at `{field}`, value `{value}`: {issue_en}", "correct it where it comes from: the declarant's file or the report",
    zh: "平台会以 {code} 拒绝该报送，位置“{field}”，值“{value}”：{issue_zh}", "请在其来源处更正：报送主体文件或报告";

    /// A filing is kept in the outbox until its receipt is stored. An entry that can't be read is left alone and named, never deleted.
    OUTBOX_ENTRY_DAMAGED = "outbox-entry-damaged", Warning,
    en: "the outbox entry can't be read: {reason}", "push the report again; the damaged file may then be deleted",
    zh: "发件箱条目无法读取：{reason}", "请重新报送该报告，然后可删除损坏的文件";

    /// What is received must be what the contract says (media type, JSON, size). Pages of proxies and of network logins are common.
    PLATFORM_ANSWER_MALFORMED = "platform-answer-malformed", Error,
    en: "{url} did not answer as a platform does: {reason}", "check the address; a proxy or a login page may stand in between. The filing stays in the outbox",
    zh: "{url} 应答不符合平台约定：{reason}", "请检查地址，中间可能有代理或登录页面。报送内容保留在发件箱中";

    /// A platform that is overloaded says so, and the client tries again by itself for a while.
    PLATFORM_BUSY = "platform-busy", Error,
    en: "{url} answered {status} to each of {tries} tries", "run `unleaded outbox retry` later; the filing stays in the outbox",
    zh: "{url} 在 {tries} 次尝试中均返回 {status}", "请稍后运行 `unleaded outbox retry`；报送内容保留在发件箱中";

    /// The platform's key is pinned on first use. Another key later means another platform, or someone in between.
    PLATFORM_KEY_CHANGED = "platform-key-changed", Error,
    en: "the platform signs with key {found}, but {pinned} was pinned", "ask the operator; if the change is announced, delete the pinned key file `{file}`",
    zh: "平台使用的密钥为 {found}，而已固定的是 {pinned}", "请向平台运营方核实；如已公告更换，请删除固定的密钥文件 {file}";

    /// The platform was pinned by its key, without which no receipt can be checked.
    PLATFORM_KEY_UNREADABLE = "platform-key-unreadable", Error,
    en: "the platform's public key can't be read: {reason}", "ask the operator for the key; if `{file}` is damaged, replace it",
    zh: "平台公钥无法读取：{reason}", "请向平台运营方索取公钥；如 {file} 已损坏，请更换";

    /// A signed request must not be repeated to another address, so redirections are never followed.
    PLATFORM_REDIRECTED = "platform-redirected", Error,
    en: "{url} redirects to `{location}`", "give the final address as `--platform`, if you trust it",
    zh: "{url} 重定向到“{location}”", "如信任该地址，请将其直接作为 `--platform` 的值";

    /// The platform refused by its contract. The same filing will be refused again until the cause is removed.
    PLATFORM_REFUSED = "platform-refused", Error,
    en: "the platform refused with {code} at `{field}`, value `{value}`: {issue_en}", "correct it where it comes from, and push again",
    zh: "平台以 {code} 拒绝，位置“{field}”，值“{value}”：{issue_zh}", "请在其来源处更正后重新报送";

    /// No complete answer in time says nothing about whether the filing arrived; the idempotency key makes trying again safe.
    PLATFORM_TIMEOUT = "platform-timeout", Error,
    en: "{url} gave no complete answer within {seconds} s in {tries} tries", "run `unleaded outbox retry` later; it can't be filed twice",
    zh: "{url} 在 {tries} 次尝试中均未在 {seconds} 秒内完整应答", "请稍后运行 `unleaded outbox retry`；不会重复报送";

    /// The network, the name, the connection or TLS failed.
    PLATFORM_UNREACHABLE = "platform-unreachable", Error,
    en: "{url} can't be reached in {tries} tries: {reason}", "check the address and the network, then run `unleaded outbox retry`; the filing stays in the outbox",
    zh: "{tries} 次尝试均无法连接 {url}：{reason}", "请检查地址和网络，然后运行 `unleaded outbox retry`；报送内容保留在发件箱中";

    /// Requests carry business data, so they go over TLS. Plain HTTP is for a platform on the same machine.
    PLATFORM_URL_INVALID = "platform-url-invalid", Error,
    en: "`{value}` can't be the address of a platform: {reason}", "write it as `https://HOST` or, on this machine, `http://127.0.0.1:PORT`",
    zh: "“{value}”不能作为平台地址：{reason}", "请写成 `https://HOST`；本机可用 `http://127.0.0.1:PORT`";

    /// A receipt proves that the platform holds exactly the bytes that were filed. One that does not verify proves nothing and is not stored.
    RECEIPT_INVALID = "receipt-invalid", Error,
    en: "the receipt of submission {submission} does not verify: {reason}", "run `unleaded outbox retry`; if it fails again, report it to the operator",
    zh: "报送编号“{submission}”的回执验证失败：{reason}", "请运行 `unleaded outbox retry`；如再次失败，请联系平台运营方";
}
