//! The section of one product.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Head, Section, Table, Use};
use super::findings::{self, Told};
use super::limits::{self, Limits};
use super::{FullReport, claims, holds, overview, words};
use crate::number;
use crate::report::{EntryTotal, Product, Range, Verdict};
use crate::standard_name::standard;
use crate::status::{not_binding, rank};
use crate::text_table::{sentence, shown};

/// Returns the section of the product at that place.
pub(super) fn section(
    full: &FullReport<'_>,
    at: usize,
    limits: Limits,
    fold: Fold,
    language: Language,
) -> Section {
    let product = full.products[at];
    let told = findings::told(product);
    let mut section = Section::new(words::product(product, language))
        .folded(fold)
        .with(Block::Facts(facts(full, product, language)));
    section.id = overview::id(at);
    section.status = Some(product.status.clone());
    section.sections = vec![verdicts(full, product, language), found(&told, limits, language)];
    section.sections.extend(unknown(&told, language));
    section.sections.extend(claims::section(product, language));
    section.sections.extend(entries(product, limits, language));
    section.sections.push(substances(product, limits, language));
    section.sections.extend(parts(product, limits, language));
    section
}

fn facts(full: &FullReport<'_>, product: &Product, language: Language) -> Vec<(String, Cell)> {
    let mut facts = vec![
        (language.pick("Item number", "料号"), Cell::Text(shown(&product.part))),
        (language.pick("Status", "结论"), Cell::Status(product.status.clone())),
        (language.pick("Mass of one piece", "单件质量"), words::mass(&product.mass_mg)),
    ];
    facts.extend(product.weighed_mass_mg.as_ref().map(|mass| {
        let range = Range { low: mass.clone(), high: Some(mass.clone()) };
        (language.pick("Mass as weighed", "称重质量"), words::mass(&range))
    }));
    facts.push((language.pick("Declared", "已声明"), words::coverage(product, language)));
    facts.extend(product.undisclosed.as_ref().map(|total| {
        (language.pick("Undisclosed mass", "未披露质量"), words::mass(&total.mass_mg))
    }));
    facts.push((
        language.pick("EU RoHS category", "欧盟 RoHS 类别"),
        Cell::Text(shown(&product.eu_rohs_category)),
    ));
    let scopes = product.verdicts.iter().filter_map(|verdict| verdict.scope.as_ref());
    facts.extend(scopes.map(|scope| {
        let conditions = scope.conditions.iter().map(|condition| condition.told(language));
        let lines = std::iter::once(scope.told(language).to_owned()).chain(conditions);
        let lines = lines.map(|line| Cell::Text(sentence(&line))).collect();
        (language.pick("China RoHS catalogue", "中国 RoHS 达标管理目录"), Cell::Lines(lines))
    }));
    facts.push((
        language.pick("How long this holds", "有效性"),
        Cell::Text(holds::told(&full.report.as_of, &[product], language)),
    ));
    facts.into_iter().map(|(label, cell)| (label.to_owned(), cell)).collect()
}

/// The rule set of a verdict, and whether it binds anybody.
fn named_set(verdict: &Verdict, language: Language) -> String {
    let mark = not_binding(verdict, language);
    format!("{}{mark}", words::rule_set(&verdict.rule_set, language))
}

fn verdicts(full: &FullReport<'_>, product: &Product, language: Language) -> Section {
    let row = |verdict: &Verdict| {
        let exemptions = verdict
            .exemptions
            .iter()
            .map(|exemption| Cell::Text(words::exemption(exemption, language)));
        let exemptions: Vec<Cell> = exemptions.collect();
        vec![
            Cell::Text(named_set(verdict, language)),
            Cell::Text(standard(&shown(&verdict.edition), language)),
            Cell::Number(shown(&full.report.as_of)),
            Cell::Status(verdict.status.clone()),
            places(full, verdict, language),
            if exemptions.is_empty() { words::dash() } else { Cell::Lines(exemptions) },
            verdict.earliest_expiry.as_ref().map_or_else(words::dash, |d| Cell::Number(shown(d))),
        ]
    };
    let table = Table {
        caption: language.pick("Verdict under each rule set", "各规则集的结论").to_owned(),
        columns: words::columns([
            (language.pick("Rule set", "规则集"), 14),
            (language.pick("Edition", "版本"), 18),
            (language.pick("As of", "评定日期"), 11),
            (language.pick("Verdict", "结论"), 14),
            (language.pick("Places", "处数"), 16),
            (language.pick("Rests on exemptions", "所依赖的豁免"), 16),
            (language.pick("Earliest expiry", "最早到期"), 11),
        ]),
        rows: product.verdicts.iter().map(row).collect(),
        use_: Use::Read,
    };
    Section::new(language.pick("Verdicts", "结论")).with(Block::Table(table))
}

/// How many places have which status; where there are decisions, also how many findings none that holds is on.
fn places(full: &FullReport<'_>, verdict: &Verdict, language: Language) -> Cell {
    let counts = Cell::Text(overview::counts(verdict, language));
    if full.report.options.decisions_sha256.is_none() || verdict.undecided == 0 {
        return counts;
    }
    let open = verdict.undecided;
    let open = match language {
        Language::En => format!("{open}\u{a0}without a decision that holds"),
        Language::Zh => format!("{open}\u{a0}项没有有效的决定"),
    };
    Cell::Lines(vec![counts, Cell::Text(open)])
}

fn found(told: &[Told<'_>], limits: Limits, language: Language) -> Section {
    let title = language.pick("Findings, worst first", "发现项（最严重者在前）");
    let section = Section::new(format!("{title}{}", counted(told.len(), language)));
    if told.is_empty() {
        let none = language.pick(
            "Every place is plainly within every limit that was looked at.",
            "所有位置均明确处于所评定的限值以内。",
        );
        return section.with(Block::Text(none.to_owned()));
    }
    let few = told.iter().take(limits.findings);
    let items: Vec<_> = few.map(|told| findings::item(told, language)).collect();
    let left_out = (items.len() < told.len())
        .then(|| Block::LeftOut(words::left_out(items.len(), told.len(), language)));
    section.with(left_out).with((!items.is_empty()).then_some(Block::Findings(items)))
}

fn counted(count: usize, language: Language) -> String {
    language.pick(&format!(" ({count})"), &format!("：{count} 项")).to_owned()
}

/// What is not known, by its cause.
fn unknown(told: &[Told<'_>], language: Language) -> Option<Section> {
    let mut causes: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    let open = |told: &&Told<'_>| {
        !matches!(
            told.finding.status.as_str(),
            "compliant"
                | "compliant-by-exemption"
                | "declare"
                | "non-compliant"
                | "nothing-to-declare"
        )
    };
    for finding in told.iter().filter(open).map(|told| told.finding) {
        let (count, places) =
            causes.entry(language.pick(&finding.reason, &finding.reason_zh)).or_default();
        *count += 1;
        let place = words::path(&finding.path);
        if places.len() < PLACES && !places.contains(&place) {
            places.push(place);
        }
    }
    if causes.is_empty() {
        return None;
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let all = causes.len();
    let rows = causes.into_iter().take(limits::CAUSES).map(|(reason, (count, places))| {
        let places = places.into_iter().map(Cell::Text).collect();
        vec![Cell::Text(sentence(reason)), Cell::Number(count.to_string()), Cell::Lines(places)]
    });
    let table = Table {
        caption: language.pick("Causes of what is not known", "无法判定的原因").to_owned(),
        columns: words::columns([
            (language.pick("Why", "原因"), 50),
            (language.pick("Findings", "项数"), 12),
            (language.pick("Where (the first places)", "位置（前几处）"), 38),
        ]),
        rows: rows.collect(),
        use_: Use::Read,
    };
    let left_out = (all > limits::CAUSES)
        .then(|| Block::LeftOut(words::left_out(limits::CAUSES, all, language)));
    let title = language.pick("What is not known, and why", "无法判定的内容及原因");
    Some(Section::new(title).with(Block::Table(table)).with(left_out))
}

/// Places that stand beside a cause.
const PLACES: usize = 3;

/// What the product holds of the entries of each rule set.
fn entries(product: &Product, limits: Limits, language: Language) -> Option<Section> {
    let mut section =
        Section::new(language.pick("Regulated entries", "受管控条目")).folded(Fold::Closed);
    for verdict in product.verdicts.iter().filter(|verdict| !verdict.entries.is_empty()) {
        let mut entries: Vec<&EntryTotal> = verdict.entries.iter().collect();
        entries.sort_by_key(|total| std::cmp::Reverse(rank(&total.status)));
        let few = entries.iter().take(limits.entries);
        let rows = few.map(|total| {
            vec![
                Cell::Text(findings::entry(&total.entry, language)),
                Cell::Status(total.status.clone()),
                words::mass(&total.total.mass_mg),
                words::ppm(&total.total.worst_ppm),
                Cell::Text(words::path(&total.total.worst_at)),
            ]
        });
        let set = words::rule_set(&verdict.rule_set, language);
        let table = Table {
            caption: set,
            columns: totals(
                language.pick("Entry", "条目"),
                language.pick("Status", "结论"),
                language,
            ),
            rows: rows.collect(),
            use_: Use::Read,
        };
        let left_out = (verdict.entries.len() > limits.entries).then(|| {
            Block::LeftOut(words::left_out(limits.entries, verdict.entries.len(), language))
        });
        section = section.with(Block::Table(table)).with(left_out);
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// The columns of entries and of substances: two of their own, then mass, worst share and where it is.
fn totals(first: &str, second: &str, language: Language) -> Vec<Head> {
    words::columns([
        (first, 24),
        (second, 14),
        (language.pick("Mass in one piece", "单件中的质量"), 16),
        (language.pick("Worst place, ppm", "最高含量处，ppm"), 16),
        (language.pick("Where", "位置"), 30),
    ])
}

fn substances(product: &Product, limits: Limits, language: Language) -> Section {
    let all = product.substances.len();
    let title = language.pick("Substances", "物质");
    let section = Section::new(format!("{title}{}", counted(all, language))).folded(Fold::Closed);
    if all == 0 {
        let none = language.pick("No declaration names a substance.", "没有声明列出任何物质。");
        return section.with(Block::Text(none.to_owned()));
    }
    let few = product.substances.iter().take(limits.substances);
    let rows = few.map(|substance| {
        vec![
            Cell::Text(shown(&substance.name)),
            substance.cas.as_ref().map_or_else(words::dash, |cas| Cell::Number(shown(cas))),
            words::mass(&substance.total.mass_mg),
            words::ppm(&substance.total.worst_ppm),
            Cell::Text(words::path(&substance.total.worst_at)),
        ]
    });
    let table = Table {
        caption: language.pick("Substances of the product", "产品所含物质").to_owned(),
        columns: totals(
            language.pick("Substance", "物质"),
            language.pick("CAS number", "CAS 号"),
            language,
        ),
        rows: rows.collect(),
        use_: Use::Read,
    };
    let left_out = (limits.substances < all)
        .then(|| Block::LeftOut(words::left_out(limits.substances, all, language)));
    section.with(left_out).with(Block::Table(table))
}

fn parts(product: &Product, limits: Limits, language: Language) -> Option<Section> {
    let all = product.parts.len();
    if all == 0 {
        return None;
    }
    let sets: Vec<&str> =
        product.verdicts.iter().map(|verdict| verdict.rule_set.as_str()).collect();
    let few = product.parts.iter().take(limits.parts);
    let rows = few.map(|part| {
        let unit = match part.unit.as_str() {
            "grams" => language.pick("g", "克").to_owned(),
            "pieces" => language.pick("pieces", "件").to_owned(),
            other => shown(other),
        };
        let mut row = vec![
            words::named(
                Cell::Text(shown(&part.part)),
                words::name(&part.name, &part.name_zh, language),
            ),
            Cell::Number(format!("{} {unit}", number::number(&part.quantity))),
        ];
        row.extend(sets.iter().map(|set| {
            let status = part.statuses.iter().find(|status| status.rule_set == *set);
            status.map_or_else(words::dash, |status| Cell::Status(status.status.clone()))
        }));
        row
    });
    let own = words::columns([
        (language.pick("Part", "部件"), 30),
        (language.pick("Quantity", "数量"), 16),
    ]);
    let heads = sets.iter().map(|set| Head { name: words::rule_set(set, language), share: 18 });
    let table = Table {
        caption: language.pick("Direct parts of the product", "产品的直接部件").to_owned(),
        columns: own.into_iter().chain(heads).collect(),
        rows: rows.collect(),
        use_: Use::Read,
    };
    let title = language.pick("Parts", "部件");
    let left_out =
        (limits.parts < all).then(|| Block::LeftOut(words::left_out(limits.parts, all, language)));
    Some(
        Section::new(format!("{title}{}", counted(all, language)))
            .folded(Fold::Closed)
            .with(left_out)
            .with(Block::Table(table)),
    )
}
