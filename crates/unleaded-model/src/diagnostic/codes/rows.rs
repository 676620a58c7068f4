//! Codes about rows that are signed together and shown singly: redacted copies and late disclosures.

codes! {
    /// A redacted copy and a late disclosure are JSON of one form, described in `docs/formats/redacted.md`. A member that the form does
    /// not name is refused, since it would look as if it had been signed.
    ROWS_MALFORMED = "rows-malformed", Error,
    en: "`{member}` of `{file}` is missing, unknown or not: {expected}", "ask the supplier for the file again",
    zh: "“{file}”的“{member}”缺失、未知或不是：{expected}", "请向供应商重新索取该文件";

    /// A file is read as a whole before anything in it is believed, so its size is bounded.
    ROWS_TOO_MANY = "rows-too-many", Error,
    en: "`{file}` has {size} bytes or rows, more than the {bytes} bytes or {limit} rows that are read", "ask the supplier for a declaration in several files",
    zh: "“{file}”有 {size} 字节或行，超过可读取的 {bytes} 字节或 {limit} 行", "请要求供应商将声明分成几个文件";

    /// Only a declaration that was signed with `sign --rows` commits to its rows, so only of such a one a part can be shown.
    ROWS_NOT_SIGNED = "rows-not-signed", Error,
    en: "the declaration behind `{file}` was signed without rows, so nothing in the copy is proven", "ask the supplier to sign it with `sign --rows`",
    zh: "“{file}”所据的声明签名时没有逐行承诺，因此副本中的内容无法证明", "请要求供应商用 `sign --rows` 签名";

    /// The root in the signed statement is made of all rows in their order (RFC 6962). A row, a salt, a hash, the order or the number
    /// of rows was changed; which, can't be told.
    ROWS_CHANGED = "rows-changed", Error,
    en: "`{file}` is not a copy of the declaration that was signed: {reason_en}", "ask the supplier for the copy again",
    zh: "“{file}”不是所签声明的副本：{reason_zh}", "请向供应商重新索取副本";

    /// What was signed is read as a declaration by one rule, and each row has one spelling and one place. A row that has another can be
    /// read in two ways.
    ROW_NOT_UNDERSTOOD = "row-not-understood", Error,
    en: "row {row} of `{file}` is not one that this version understands at that place", "ask the supplier which program signed it; a newer version of this one may know the row",
    zh: "“{file}”的第 {row} 行不是本版本在该处所能理解的内容", "请询问供应商签名所用的程序；本程序的新版本可能认识该行";

    /// Nothing but who a substance is may be kept back. An answer, a mass or a material that is missing would make a product look
    /// better than it is.
    ROW_HIDDEN_NEEDED = "row-hidden-needed", Error,
    en: "`{file}` hides row {row}, which is not the identity of a substance", "ask the supplier for a copy that hides identities only",
    zh: "“{file}”隐去了第 {row} 行，而该行不是物质的身份", "请向供应商索取只隐去物质身份的副本";

    /// A substance that the supplier itself says is on a list must be named: that is what the list is for.
    ROW_HIDDEN_DECLARABLE = "row-hidden-declarable", Error,
    en: "row {row} of `{file}`, in material `{material}`, may not be hidden: the substance is on {lists}", "show the row; who received the copy asks the supplier for it",
    zh: "“{file}”的第 {row} 行（材料“{material}”）不得隐去：该物质在 {lists} 中", "请显示该行；收到副本的一方请向供应商索取";

    /// What is hidden in one row may stand in another: the name of a material, a remark, an element that nobody reads.
    HIDDEN_ROW_TOLD = "hidden-row-told", Error,
    en: "row {row} is hidden, and row {other}, which stays shown, tells its number {value}", "take the number out of the document and sign that, or show the row",
    zh: "第 {row} 行被隐去，而仍显示的第 {other} 行写有其编号 {value}", "请从文件中去掉该编号后重新签名，或显示该行";

    /// Who hides more of a material than a little hides what it is made of. The limit is a tenth of the material unless another one is
    /// asked for; what is hidden counts as undisclosed either way.
    HIDDEN_SHARE = "hidden-share", Warning,
    en: "material `{material}` hides {share} % of its mass, more than {limit} %", "show more of it, or name another limit; who received the copy asks the supplier",
    zh: "材料“{material}”隐去了 {share} % 的质量，超过 {limit} %", "请显示更多成分，或指定其他上限；收到副本的一方请向供应商索取";

    /// A row that is shown afterwards must be one of those that were signed, and one that the copy has.
    ROW_UNPROVEN = "row-unproven", Error,
    en: "row {row} of `{file}` is not proven to be one of the rows that were signed", "ask the supplier for the disclosure again",
    zh: "“{file}”的第 {row} 行未能证明属于所签的各行", "请向供应商重新索取披露文件";

    /// A disclosure names the statement whose rows it shows. A row that was signed for another declaration says nothing about this one.
    ROWS_OF_OTHER_DECLARATION = "rows-of-other-declaration", Error,
    en: "`{file}` discloses rows of the statement {named}, the declaration at hand has {found}", "ask the supplier for a disclosure of this declaration",
    zh: "“{file}”披露的是声明 {named} 的行，而所给声明为 {found}", "请向供应商索取针对本声明的披露文件";
}
