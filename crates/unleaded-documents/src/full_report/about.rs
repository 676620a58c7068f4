//! What a report rests on: documents, lists, options, and the report itself.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Section, Table, Use};
use super::{FullReport, limits, words};
use crate::report::{DeclarationInput, Options};
use crate::standard_name::standard;
use crate::text_table::{sentence, shown};

/// Returns what the report rests on.
pub(super) fn section(full: &FullReport<'_>, language: Language) -> Section {
    let mut section = Section::new(language.pick("What this rests on", "依据"))
        .with(Block::Text(
            language
                .pick(
                    "Everything here follows from the files below; whoever has them can make the same report again. What is not declared is unknown and never counts as compliant. Amounts are intervals: the true value lies between the two ends, which are rounded outward.",
                    "本页全部内容由下列文件得出，持有这些文件即可重新编制同一报告。未声明的内容一律为无法判定，绝不视为符合。数值以区间表示：真实值在两端之间，两端向外取整。",
                )
                .to_owned(),
        ))
        .with(Block::Facts(documents(full, language)));
    section.sections = vec![
        inputs(full, language),
        options(&full.report.options, language),
        lists(full, language),
        declarations(full, language),
    ];
    section
}

fn text(label: &str, value: impl Into<String>) -> (String, Cell) {
    (label.to_owned(), Cell::Text(value.into()))
}

/// How many documents there are, and what is to be said of their signatures. A document that speaks of several parts
/// counts once.
fn documents(full: &FullReport<'_>, language: Language) -> Vec<(String, Cell)> {
    let all = &full.report.inputs.declarations;
    let count = |chosen: &dyn Fn(&DeclarationInput) -> bool| {
        let hashes = all.iter().filter(|d| chosen(d)).map(|d| d.sha256.as_str());
        hashes.collect::<BTreeSet<_>>().len()
    };
    let mut facts =
        vec![text(language.pick("Documents read", "读取的文件"), count(&|_| true).to_string())];
    let kinds: [(&str, usize); 7] = [
        (language.pick("used", "已采用"), count(&|d| d.used)),
        (language.pick("left out", "未采用"), count(&|d| !d.used)),
        (language.pick("with a good signature", "签名有效"), count(&|d| d.signature == "good")),
        (
            language.pick("signed with a key that nobody vouches for", "签名密钥未知"),
            count(&|d| d.signature == "unknown-key"),
        ),
        (language.pick("unsigned", "未签名"), count(&|d| d.signature == "unsigned")),
        (
            language.pick("whose signature was not checked", "签名未验证"),
            count(&|d| d.signature == "not-checked"),
        ),
        (
            language.pick("that their supplier does not accept", "供应商注明未接受"),
            count(&|d| d.acceptance.is_some()),
        ),
    ];
    let told = kinds.into_iter().filter(|(_, count)| *count > 0);
    facts.extend(told.map(|(label, count)| text(&format!("– {label}"), count.to_string())));
    facts
}

fn inputs(full: &FullReport<'_>, language: Language) -> Section {
    let report = full.report;
    let hash = |label: &str, sha256: &Option<String>| {
        let none = || Cell::Text(language.pick("none was given", "未提供").to_owned());
        (label.to_owned(), sha256.as_ref().map_or_else(none, |sha256| Cell::Hash(shown(sha256))))
    };
    let given = |label, sha256: &str| hash(label, &Some(sha256.to_owned()));
    let made_by = format!("{} {}", shown(&report.tool.name), shown(&report.tool.version));
    let facts = vec![
        given(language.pick("Report SHA-256", "报告 SHA-256"), full.sha256),
        given(
            language.pick("Bill of materials SHA-256", "物料清单 SHA-256"),
            &report.inputs.bom.sha256,
        ),
        hash(language.pick("Trust file SHA-256", "信任文件 SHA-256"), &report.options.trust_sha256),
        hash(
            language.pick("File of decisions SHA-256", "决定文件 SHA-256"),
            &report.options.decisions_sha256,
        ),
        hash(
            language.pick("Mapping file SHA-256", "映射文件 SHA-256"),
            &report.options.mapping_sha256,
        ),
        text(language.pick("Made by", "编制工具"), made_by),
        text(language.pick("As of", "评定日期"), shown(&report.as_of)),
    ];
    Section::new(language.pick("Files", "文件")).with(Block::Facts(facts))
}

fn options(options: &Options, language: Language) -> Section {
    let comma = language.pick(", ", "、");
    let sets: Vec<String> =
        options.rules.iter().map(|set| words::rule_set(set, language)).collect();
    let basis = |basis: &String| standard(&shown(basis), language);
    let allowed: Vec<String> = options.china_bases_allowed.iter().map(basis).collect();
    let none = || language.pick("not asked for", "未要求").to_owned();
    let item = match options.china_item.as_str() {
        "assumed" => language.pick("judged as if in the catalogue", "按列入目录评定").to_owned(),
        other => shown(other),
    };
    let policy = match options.disclosure_policy.as_str() {
        "strict" => language.pick(
            "strict: a full composition is no statement that nothing listed was left out",
            "严格：完整成分不视为未遗漏清单物质的声明",
        ).to_owned(),
        "trust-full" => language.pick(
            "an accepted full composition counts as the statement that nothing listed was left out",
            "经接受的完整成分视为未遗漏清单物质的声明",
        ).to_owned(),
        other => shown(other),
    };
    let signed =
        match options.require_signed {
            true => language
                .pick("only documents with a good signature are used", "仅采用签名有效的文件"),
            false => language
                .pick("unsigned documents are used and marked", "采用未签名的文件并予以标注"),
        };
    let tolerance = shown(&options.closure_tolerance_percent);
    let tolerance = language
        .pick(&format!("{tolerance} percentage points"), &format!("{tolerance} 个百分点"))
        .to_owned();
    let facts = vec![
        text(language.pick("Rule sets", "规则集"), sets.join(comma)),
        text(
            language.pick("EU RoHS category by default", "默认欧盟 RoHS 类别"),
            shown(&options.eu_rohs_category),
        ),
        text(
            language.pick("China RoHS limits", "中国 RoHS 限量依据"),
            options.china_basis.as_ref().map_or_else(none, basis),
        ),
        text(
            language.pick("Limits that the date allows", "该日期允许的限量依据"),
            if allowed.is_empty() { none() } else { allowed.join(comma) },
        ),
        text(language.pick("Item of the China RoHS catalogue", "中国 RoHS 目录条目"), item),
        text(language.pick("Closure tolerance", "成分合计容差"), tolerance),
        text(language.pick("Full compositions", "完整成分"), policy),
        text(language.pick("Signatures", "签名"), signed),
    ];
    Section::new(language.pick("Options", "选项")).with(Block::Facts(facts))
}

fn lists(full: &FullReport<'_>, language: Language) -> Section {
    let rows = full.report.inputs.lists.iter().map(|list| {
        vec![
            Cell::Text(shown(&list.id)),
            Cell::Text(shown(&list.edition)),
            Cell::Text(sentence(&list.status)),
            Cell::Hash(shown(&list.sha256)),
        ]
    });
    let title = language.pick("Lists", "清单");
    let table = Table {
        caption: language
            .pick("List editions that the verdicts were made from", "结论所依据的清单版本")
            .to_owned(),
        columns: words::columns([
            (language.pick("List", "清单"), 18),
            (language.pick("Edition", "版本"), 22),
            (language.pick("How far it was checked", "核对程度"), 28),
            ("SHA-256", 32),
        ]),
        rows: rows.collect(),
        use_: Use::Read,
    };
    Section::new(title).folded(Fold::Closed).with(Block::Table(table))
}

fn declarations(full: &FullReport<'_>, language: Language) -> Section {
    let all = &full.report.inputs.declarations;
    let rows = all.iter().take(limits::DECLARATIONS).map(|declaration| {
        vec![
            match declaration.part.is_empty() {
                true => words::dash(),
                false => Cell::Text(shown(&declaration.part)),
            },
            Cell::Hash(shown(&declaration.sha256)),
            Cell::Text(words::signature(&declaration.signature, language)),
            declaration.signer.as_ref().map_or_else(words::dash, |s| Cell::Text(shown(s))),
            Cell::Text(used(declaration, language)),
        ]
    });
    let table = Table {
        caption: language.pick("Declarations, by part", "各部件的声明").to_owned(),
        columns: words::columns([
            (language.pick("Part", "部件"), 18),
            ("SHA-256", 34),
            (language.pick("Signature", "签名"), 12),
            (language.pick("Signed by", "签名方"), 16),
            (language.pick("Use", "采用情况"), 20),
        ]),
        rows: rows.collect(),
        use_: Use::Read,
    };
    let left_out = (all.len() > limits::DECLARATIONS)
        .then(|| Block::LeftOut(words::left_out(limits::DECLARATIONS, all.len(), language)));
    let title = match language {
        Language::En => format!("Declarations ({})", all.len()),
        Language::Zh => format!("声明：{} 项", all.len()),
    };
    Section::new(title).folded(Fold::Closed).with(left_out).with(Block::Table(table))
}

/// Whether a declaration was used, and what is to be said of it. Why it was left out is the code of a diagnostic.
pub(super) fn used(declaration: &DeclarationInput, language: Language) -> String {
    let mut words = match (&declaration.left_out, declaration.used) {
        (Some(why), _) => {
            let why = shown(why);
            language.pick(&format!("left out: {why}"), &format!("未采用：{why}")).to_owned()
        }
        (None, true) => language.pick("used", "已采用").to_owned(),
        (None, false) => language.pick("not used", "未采用").to_owned(),
    };
    if let Some(acceptance) = &declaration.acceptance {
        words.push_str(match acceptance.as_str() {
            "refused" => language.pick("; its supplier does not accept it", "；供应商注明未接受"),
            _ => language.pick("; see its acceptance", "；见其接受状态"),
        });
    }
    words
}
