//! Codes about decisions of people on findings.

codes! {
    /// A file of decisions is TOML, described in `docs/formats/decisions.md`.
    DECISION_MALFORMED = "decision-malformed", Error,
    en: "`{field}` of a decision: {reason_en}", "correct it at this place; `docs/formats/decisions.md` shows the form",
    zh: "决定中的“{field}”：{reason_zh}", "请修正此处；格式见 docs/formats/decisions.md";

    /// A decision holds until its last day, and then the finding is open again.
    DECISION_EXPIRED = "decision-expired", Warning,
    en: "the decision of {owner} on `{entry}` of part `{part}` ended on {expires}",
        "decide again, with a new reason and a new last day, or mend the finding",
    zh: "{owner} 对部件“{part}”“{entry}”的决定已于 {expires} 到期",
        "请重新作出决定（写明新的理由和期限），或消除该问题";

    /// A decision is on what one document says of one part: where that changed, it is carried no further.
    DECISION_UNMATCHED = "decision-unmatched", Warning,
    en: "the decision of {owner} on `{entry}` of part `{part}` is on nothing here: {reason_en}",
        "look at what the part is now; remove the decision, or decide again",
    zh: "{owner} 对部件“{part}”“{entry}”的决定在此没有对象：{reason_zh}",
        "请查看该部件的现状；删除该决定，或重新作出决定";
}
