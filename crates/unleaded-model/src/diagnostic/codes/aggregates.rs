//! Codes about signed reports, what they were made from, and proofs of it.

codes! {
    /// A statement on a report repeats what the report says of itself: date, bill of materials, lists, products and the tree of its inputs. Where the
    /// two differ, the signer's program is wrong or the signer means to mislead; neither is believed.
    AGGREGATE_DIFFERS = "aggregate-differs", Error,
    en: "the statement signed on `{file}` and the report do not agree on {what}: signed is {signed}, the report says {found}", "ask the signer to sign the report again with `unleaded sign`",
    zh: "“{file}”的签名声明与报告在{what}上不一致：签名为 {signed}，报告为 {found}", "请要求签名方用“unleaded sign”重新签名报告";

    /// A report names everything that it was made from by SHA-256. What has another SHA-256 now is something else, whoever signed it.
    AGGREGATE_INPUT_CHANGED = "aggregate-input-changed", Error,
    en: "`{file}` is not the {what} that `{report}` was made from: its SHA-256 is {found}, not {sha256}", "get back what it was made from, or roll up again with what there is now",
    zh: "“{file}”不是“{report}”所依据的{what}：其 SHA-256 为 {found}，而非 {sha256}", "请找回原文件，或用现有文件重新汇总";

    /// What is not there was not seen, so nothing is said about it; it never counts as good.
    AGGREGATE_INPUT_MISSING = "aggregate-input-missing", Warning,
    en: "not seen: the {what} {sha256} that `{report}` was made from{parts}", "give the file or its folder with --declarations, --bom, --lists or --with",
    zh: "未见到“{report}”所依据的{what} {sha256}{parts}", "请用 --declarations、--bom、--lists 或 --with 给出该文件或所在文件夹";

    /// A signed declaration may say that it was made from an aggregate, by the SHA-256 of that envelope. Where the envelope or its report is not
    /// there, the chain can't be followed further down.
    AGGREGATE_TIER_MISSING = "aggregate-tier-missing", Warning,
    en: "not seen: the aggregate from which its signer made `{file}`", "ask the signer for the report with its signature, and give their folder with --with",
    zh: "未见到“{file}”的签名方制作该文件时所依据的汇总报告", "请向签名方索取该报告及其签名，并用 --with 给出所在文件夹";

    /// A chain of tiers is followed to a fixed depth, and so many aggregates; real ones are far below.
    AGGREGATE_TOO_DEEP = "aggregate-too-deep", Error,
    en: "there are more than {limit} tiers or aggregates; `{file}` was not looked into", "check that report by itself",
    zh: "层级或汇总报告超过 {limit} 个，未检查“{file}”", "请单独核验该报告";

    /// The same documents, lists, options and date give the same bytes. If the roll-up of what the report names comes to another report, then it
    /// was edited by hand or made by a changed program.
    AGGREGATE_ROLLUP_DIFFERS = "aggregate-rollup-differs", Error,
    en: "the roll-up of what `{report}` was made from gives another report: {count} values differ, the first at {at}: it says {then}, now it is {now}", "ask the signer how the report was made",
    zh: "按“{report}”所依据的内容重新汇总得到不同的报告：有 {count} 处不同，第一处在 {at}：原为 {then}，现为 {now}", "请向签名方了解该报告的制作方式";

    /// A later version of the program may add to a report, and correct what was wrong. Then the two are compared in what both say.
    AGGREGATE_TOOL_DIFFERS = "aggregate-tool-differs", Info,
    en: "`{report}` was made by {then}, this is {now}: compared is what both say", "repeat it with the version that made it for the same bytes",
    zh: "“{report}”由 {then} 制作，当前为 {now}：仅比较两者共有的内容", "如需相同字节，请用当时的版本重新汇总";

    /// An aggregate commits to the envelopes of what it was made from. A report of a version that did not name them can't be signed as one.
    AGGREGATE_REPORT_OLD = "aggregate-report-old", Error,
    en: "`{file}` does not name the signatures of the documents that it was made from", "roll up again with this version of the program, and sign that report",
    zh: "“{file}”未列出所依据文件的签名", "请用本版本重新汇总，再对新报告签名";

    /// A proof shows that one envelope is among those that a report was made from; for any other there is none.
    PROOF_NOT_AMONG = "proof-not-among", Error,
    en: "the signature {sha256} of `{file}` is not among those that `{report}` was made from", "check that the document and its signature are those that were rolled up",
    zh: "“{file}”的签名 {sha256} 不在“{report}”所依据的签名之中", "请确认文件及其签名就是汇总时使用的";

    /// A proof is one JSON object, described by `schemas/inclusion-proof-v1.schema.json`.
    PROOF_MALFORMED = "proof-malformed", Error,
    en: "`{file}` is no proof: {reason}", "make it with `unleaded prove`",
    zh: "“{file}”不是证明：{reason}", "请用“unleaded prove”生成";

    /// A proof names the aggregate and the envelope that it is about, so that it can't be taken for another's.
    PROOF_OF_OTHER = "proof-of-other", Error,
    en: "the proof `{file}` is about another {what}: it names {named}, this is {found}", "ask for the proof of this document under this aggregate",
    zh: "证明“{file}”针对的是另一个{what}：其所指为 {named}，而当前为 {found}", "请索取针对该文件和该汇总报告的证明";

    /// The hashes of a proof lead from the envelope to the root that the aggregator signed, or they prove nothing (RFC 6962 section 2.1.1).
    PROOF_WRONG = "proof-wrong", Error,
    en: "the proof `{file}` does not lead to what was signed: {reason}", "ask for the proof again; it may have been changed on the way",
    zh: "证明“{file}”与所签内容不符：{reason}", "请重新索取证明；文件可能在传输中被改动";
}
