//! Duties in the language of a page. A report holds them in English.

use unleaded_model::diagnostic::Language;

/// Returns the duty in that language; one that this program does not know stays as it is.
pub(crate) fn told(text: &str, language: Language) -> &str {
    let zh = match text {
        "REACH Article 33: tell the recipient, and a consumer on request within 45 days" => {
            "REACH 第 33 条：告知接收方；消费者提出要求的，在 45 天内告知"
        }
        "Waste Framework Directive Article 9(1)(i): notify the SCIP database" => {
            "《废弃物框架指令》第 9(1)(i) 条：向 SCIP 数据库通报"
        }
        other => other,
    };
    language.pick(text, zh)
}
