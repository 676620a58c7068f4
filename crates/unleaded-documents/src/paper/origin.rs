//! What a paper was made from, for people.

use unleaded_model::diagnostic::Language;

use crate::made_from::MadeFrom;

/// Returns labels and values.
pub(crate) fn origin(made: &MadeFrom, language: Language) -> Vec<(String, String)> {
    let pick = |en: &'static str, zh: &'static str| language.pick(en, zh).to_owned();
    let mut rows = vec![
        (pick("Assessed as of", "评定日期"), made.as_of.clone()),
        (pick("Report SHA-256", "报告 SHA-256"), made.report_sha256.clone()),
        (pick("BOM SHA-256", "物料清单 SHA-256"), made.bom_sha256.clone()),
        (pick("Declarations", "材料声明"), declarations(made, language)),
    ];
    for list in &made.lists {
        let value = match language {
            Language::En => format!("{}, {}, SHA-256 {}", list.id, list.edition, list.sha256),
            Language::Zh => format!("{}，{}，SHA-256 {}", list.id, list.edition, list.sha256),
        };
        rows.push((pick("List", "清单"), value));
    }
    let trust = made.trust_sha256.clone();
    let none = pick("none: signatures were not checked", "无：未验证签名");
    rows.push((pick("Trust file SHA-256", "信任文件 SHA-256"), trust.unwrap_or(none)));
    let decisions = made.decisions_sha256.iter();
    rows.extend(
        decisions.map(|hash| (pick("Decisions SHA-256", "决定文件 SHA-256"), hash.clone())),
    );
    let mapping = made.mapping_sha256.iter();
    rows.extend(mapping.map(|hash| (pick("Mapping SHA-256", "映射文件 SHA-256"), hash.clone())));
    let tool = format!("{} {}", made.tool.name, made.tool.version);
    rows.push((pick("Made by", "编制工具"), tool));
    rows
}

fn declarations(made: &MadeFrom, language: Language) -> String {
    let (count, hash) = (made.declarations.count, &made.declarations.sha256);
    match language {
        Language::En => {
            format!("{count} used; SHA-256 of the sorted list of their hashes {hash}")
        }
        Language::Zh => format!("采用 {count} 份；其哈希值排序列表的 SHA-256：{hash}"),
    }
}
