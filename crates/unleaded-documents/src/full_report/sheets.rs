//! The report as sheets of a workbook: every row that the report has. Rows are made one by one, so that a long report takes
//! no memory of its own.

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Section};
use super::{FullReport, about, content, words};
use crate::duty;
use crate::report::{
    DeclarationInput, Finding, ListInput, Part, PartStatus, Product, Range, Total, Verdict,
};
use crate::standard_name::standard;
use crate::status::{not_binding, word};

mod claims;
mod decisions;

/// Characters of a cell, in the units of UTF-16 in which spreadsheet programs count: they hold 32 767, and some are left to
/// say that there was more.
const LONGEST: usize = 32_600;

/// Rows of as many cells as there are columns.
pub type Rows<'r> = Box<dyn Iterator<Item = Vec<String>> + 'r>;

/// A sheet: one table with one row of headings.
pub struct Sheet<'r> {
    /// What it is called; at most 31 characters.
    pub name: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, in the order of the report.
    pub rows: Rows<'r>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Its width in characters.
    pub width: u32,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Plain decimal numbers, to sort and to compare; text where there is no number.
    Number,
    /// Text, also where it looks like a number.
    Text,
}

/// Returns the sheets.
pub(super) fn sheets<'f>(full: &'f FullReport<'_>, language: Language) -> Vec<Sheet<'f>> {
    let make = Make { full, language };
    vec![
        make.overview(),
        make.findings(),
        make.entries(),
        make.substances(),
        make.parts(),
        make.claims(),
        make.inputs(),
        make.about(),
    ]
}

#[derive(Clone, Copy)]
struct Make<'f, 'r> {
    full: &'f FullReport<'r>,
    language: Language,
}

impl<'f> Make<'f, '_> {
    fn pick(self, en: &'static str, zh: &'static str) -> &'static str {
        self.language.pick(en, zh)
    }

    fn text(self, en: &'static str, zh: &'static str, width: u32) -> Column {
        Column { heading: self.pick(en, zh), width, kind: ColumnKind::Text }
    }

    fn number(self, en: &'static str, zh: &'static str) -> Column {
        Column { heading: self.pick(en, zh), width: 14, kind: ColumnKind::Number }
    }

    /// The columns that name a product.
    fn product_columns(self) -> [Column; 2] {
        [self.text("Product", "产品料号", 18), self.text("Product name", "产品名称", 22)]
    }

    fn product(self, product: &Product) -> Vec<String> {
        let name = match self.language {
            Language::En => [&product.name, &product.name_zh],
            Language::Zh => [&product.name_zh, &product.name],
        };
        let name = name.into_iter().find(|name| !name.is_empty());
        vec![self.fit(&product.part), name.map_or_else(String::new, |name| self.fit(name))]
    }

    /// Returns foreign text as it is; what no cell can hold ends with how long it was.
    fn fit(self, text: &str) -> String {
        let mut units = 0;
        let fitting = text.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > LONGEST
        });
        let Some((end, _)) = fitting else { return text.to_owned() };
        let all = text.chars().count();
        let kept = &text[..end];
        match self.language {
            Language::En => {
                format!("{kept}… ({all} characters; no cell holds more, the report does)")
            }
            Language::Zh => format!("{kept}……（共 {all} 个字符，单元格无法容纳，全文见报告）"),
        }
    }

    fn optional(self, text: Option<&String>) -> String {
        text.map_or_else(String::new, |text| self.fit(text))
    }

    /// An interval as two numbers.
    fn range(self, range: &Range) -> [String; 2] {
        let none = || self.pick("no bound known", "无已知上限").to_owned();
        [self.fit(&range.low), range.high.as_ref().map_or_else(none, |high| self.fit(high))]
    }

    fn path(self, steps: &[String]) -> String {
        self.fit(&steps.join(" > "))
    }

    fn rule_set(self, key: &str) -> String {
        words::rule_set(key, self.language)
    }

    fn status(self, status: &str) -> String {
        word(status, self.language)
    }

    fn verdicts(self) -> impl Iterator<Item = (&'f Product, &'f Verdict)> {
        let of = |product: &&'f Product| {
            let product: &'f Product = product;
            product.verdicts.iter().map(move |verdict| (product, verdict))
        };
        self.full.products.iter().flat_map(of)
    }

    fn overview(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([
            self.text("Status", "结论", 18),
            self.text("Rule set", "规则集", 20),
            self.text("Edition", "版本", 28),
            self.text("Verdict", "规则集结论", 18),
            self.number("Places within", "限内处数"),
            self.number("Places exempt", "豁免处数"),
            self.number("Places unknown", "不明处数"),
            self.number("Places over", "超限处数"),
            self.number("Findings undecided", "未决定项数"),
            self.text("Earliest expiry", "最早到期", 14),
            self.number("Parts declared", "已声明部件"),
            self.number("Parts", "部件总数"),
            self.number("Mass declared (share of 1)", "已声明质量（占 1 的份额）"),
            self.number("Mass mg, low", "质量 mg，下限"),
            self.number("Mass mg, high", "质量 mg，上限"),
            self.text("Mass mg, exact", "质量 mg，精确值", 26),
        ]);
        let rows = self.full.products.iter().flat_map(move |product| {
            let verdicts = product.verdicts.iter().map(Some);
            let none = product.verdicts.is_empty().then_some(None);
            verdicts.chain(none).map(move |verdict| self.overview_row(product, verdict))
        });
        Sheet { name: self.pick("Overview", "概览"), columns, rows: Box::new(rows) }
    }

    fn overview_row(self, product: &Product, verdict: Option<&Verdict>) -> Vec<String> {
        let mut row = self.product(product);
        row.push(self.status(&product.status));
        match verdict {
            Some(verdict) => {
                let count = |keys: &[&str]| {
                    let counts = keys.iter().filter_map(|key| verdict.counts.get(*key)).copied();
                    counts.fold(0, u64::saturating_add).to_string()
                };
                row.extend([
                    self.rule_set(&verdict.rule_set),
                    standard(&self.fit(&verdict.edition), self.language),
                    format!(
                        "{}{}",
                        self.status(&verdict.status),
                        not_binding(verdict, self.language)
                    ),
                    count(&["compliant", "nothing-to-declare"]),
                    count(&["compliant-by-exemption"]),
                    count(&["unknown"]),
                    count(&["non-compliant", "declare"]),
                    verdict.undecided.to_string(),
                    self.optional(verdict.earliest_expiry.as_ref()),
                ]);
            }
            None => row.extend((0..9).map(|_| String::new())),
        }
        let coverage = &product.coverage;
        row.extend([coverage.parts.declared.to_string(), coverage.parts.total.to_string()]);
        let unknown = || self.pick("unknown", "未知").to_owned();
        row.push(coverage.mass_declared_share.clone().unwrap_or_else(unknown));
        row.extend(self.amount(&product.mass_mg));
        row
    }

    /// An interval as two numbers and as the text that the report has.
    fn amount(self, range: &Range) -> [String; 3] {
        let [low, high] = self.range(range);
        let exact = format!("{low} – {high}");
        [low, high, exact]
    }

    fn findings(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([
            self.text("Rule set", "规则集", 20),
            self.text("Status", "结论", 18),
            self.text("Entry", "条目", 26),
            self.text("Place", "位置", 50),
            self.text("Level", "层级", 20),
            self.number("Share ppm, low", "含量 ppm，下限"),
            self.number("Share ppm, high", "含量 ppm，上限"),
            self.text("Share ppm, exact", "含量 ppm，精确值", 26),
            self.number("Limit ppm", "限值 ppm"),
            self.text("Reason", "原因", 60),
            self.text("Legal reference", "法规依据", 26),
            self.text("Exemption", "豁免", 14),
            self.text("Exemption list", "豁免清单", 22),
            self.text("Last day", "截止日期", 12),
            self.text("Force", "效力", 14),
            self.text("Duties", "义务", 40),
            self.text("Document SHA-256", "文件 SHA-256", 66),
            self.text("Signed by", "签名方", 24),
        ]);
        columns.extend(self.decision_columns());
        let rows = self.verdicts().flat_map(move |(product, verdict)| {
            let row = move |finding| self.finding(product, verdict, finding);
            verdict.findings.iter().map(row)
        });
        Sheet { name: self.pick("Findings", "发现项"), columns, rows: Box::new(rows) }
    }

    fn finding(self, product: &Product, verdict: &Verdict, finding: &Finding) -> Vec<String> {
        let mut row = self.product(product);
        let entry = match finding.entry.as_str() {
            "*" => self.pick("all entries", "全部条目").to_owned(),
            entry => self.fit(entry),
        };
        let level = match finding.level.as_str() {
            "article" => self.pick("article", "物品").to_owned(),
            "homogeneous-material" => self.pick("homogeneous material", "均质材料").to_owned(),
            other => self.fit(other),
        };
        row.extend([
            self.rule_set(&verdict.rule_set),
            self.status(&finding.status),
            entry,
            self.path(&finding.path),
            level,
        ]);
        row.extend(self.amount(&finding.value_ppm));
        let duties: Vec<&str> =
            finding.duties.iter().map(|text| duty::told(text, self.language)).collect();
        let exemption = finding.exemption.as_ref();
        let force = exemption.map_or("", |exemption| match exemption.force.as_str() {
            "in-force" => self.pick("in force", "有效"),
            "none" => self.pick("not in force", "不适用"),
            _ => self.pick("force not certain", "效力不确定"),
        });
        row.extend([
            self.optional(finding.limit_ppm.as_ref()),
            self.fit(self.language.pick(&finding.reason, &finding.reason_zh)),
            standard(&self.optional(finding.legal_reference.as_ref()), self.language),
            self.optional(exemption.map(|exemption| &exemption.id)),
            self.optional(exemption.map(|exemption| &exemption.list)),
            self.optional(exemption.and_then(|exemption| exemption.expires.as_ref())),
            force.to_owned(),
            self.fit(&duties.join(self.language.pick("; ", "；"))),
            finding.document.as_deref().map_or_else(String::new, |document| {
                self.fit(document.strip_prefix("sha256:").unwrap_or(document))
            }),
            self.optional(finding.signer.as_ref()),
        ]);
        row.extend(self.decision(finding.decision.as_ref()));
        row
    }

    /// The columns of a [`Total`].
    fn total_columns(self) -> [Column; 7] {
        [
            self.number("Mass mg, low", "质量 mg，下限"),
            self.number("Mass mg, high", "质量 mg，上限"),
            self.text("Mass mg, exact", "质量 mg，精确值", 26),
            self.number("Worst ppm, low", "最高含量 ppm，下限"),
            self.number("Worst ppm, high", "最高含量 ppm，上限"),
            self.text("Worst ppm, exact", "最高含量 ppm，精确值", 26),
            self.text("Worst place", "最高含量位置", 50),
        ]
    }

    fn total(self, total: &Total) -> Vec<String> {
        let mut row: Vec<String> = self.amount(&total.mass_mg).into();
        row.extend(self.amount(&total.worst_ppm));
        row.push(self.path(&total.worst_at));
        row
    }

    fn entries(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([
            self.text("Rule set", "规则集", 20),
            self.text("Entry", "条目", 40),
            self.text("Status", "结论", 18),
        ]);
        columns.extend(self.total_columns());
        let rows = self.verdicts().flat_map(move |(product, verdict)| {
            verdict.entries.iter().map(move |entry| {
                let mut row = self.product(product);
                row.push(self.rule_set(&verdict.rule_set));
                row.extend([self.fit(&entry.entry), self.status(&entry.status)]);
                row.extend(self.total(&entry.total));
                row
            })
        });
        Sheet { name: self.pick("Entries", "受管控条目"), columns, rows: Box::new(rows) }
    }

    fn substances(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([self.text("Substance", "物质", 40), self.text("CAS number", "CAS 号", 14)]);
        columns.extend(self.total_columns());
        let rows = self.full.products.iter().flat_map(move |product| {
            product.substances.iter().map(move |substance| {
                let mut row = self.product(product);
                row.push(self.fit(&substance.name));
                row.push(self.optional(substance.cas.as_ref()));
                row.extend(self.total(&substance.total));
                row
            })
        });
        Sheet { name: self.pick("Substances", "物质"), columns, rows: Box::new(rows) }
    }

    fn parts(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([
            self.text("Part", "部件料号", 20),
            self.text("Name", "英文名称", 24),
            self.text("Chinese name", "中文名称", 24),
            self.number("Quantity", "数量"),
            self.text("Unit", "单位", 10),
            self.text("Rule set", "规则集", 20),
            self.text("Status", "结论", 18),
            self.text("Entries that are not within", "非限内条目", 50),
        ]);
        let rows = self.full.products.iter().flat_map(move |product| {
            product.parts.iter().flat_map(move |part| {
                let statuses = part.statuses.iter().map(Some);
                let none = part.statuses.is_empty().then_some(None);
                statuses.chain(none).map(move |status| self.part(product, part, status))
            })
        });
        Sheet { name: self.pick("Parts", "部件"), columns, rows: Box::new(rows) }
    }

    fn part(self, product: &Product, part: &Part, status: Option<&PartStatus>) -> Vec<String> {
        let mut row = self.product(product);
        row.extend([&part.part, &part.name, &part.name_zh].map(|text| self.fit(text)));
        row.push(self.fit(&part.quantity));
        row.push(match part.unit.as_str() {
            "grams" => self.pick("grams", "克").to_owned(),
            "pieces" => self.pick("pieces", "件").to_owned(),
            other => self.fit(other),
        });
        let Some(status) = status else {
            row.extend((0..3).map(|_| String::new()));
            return row;
        };
        let within = ["compliant", "nothing-to-declare"];
        let colon = self.pick(": ", "：");
        let open = status.entries.iter().filter(|(_, s)| !within.contains(&s.as_str()));
        // What `*` says of all others stands behind what is said of single ones.
        let named = |(entry, _): &(&String, &String)| *entry == "*";
        let (others, open): (Vec<_>, Vec<_>) = open.partition(named);
        let others_named = match open.is_empty() {
            true => self.pick("all entries", "全部条目"),
            false => self.pick("all other entries", "其余全部条目"),
        };
        let open = open.into_iter().map(|(entry, status)| (entry.as_str(), status));
        let open = open.chain(others.into_iter().map(|(_, status)| (others_named, status)));
        let open = open.map(|(entry, status)| format!("{entry}{colon}{}", self.status(status)));
        let open = open.collect::<Vec<_>>().join(self.pick("; ", "；"));
        row.extend([self.rule_set(&status.rule_set), self.status(&status.status), self.fit(&open)]);
        row
    }

    fn inputs(self) -> Sheet<'f> {
        let columns = vec![
            self.text("Kind", "类别", 18),
            self.text("Part or list", "部件或清单", 22),
            self.text("Edition", "版本", 28),
            self.text("SHA-256", "SHA-256", 66),
            self.text("Signature", "签名", 14),
            self.text("Signed by", "签名方", 24),
            self.text("Use, or how far it was checked", "采用情况或核对程度", 50),
        ];
        let report = self.full.report;
        let bom = self.file(self.pick("bill of materials", "物料清单"), &report.inputs.bom.sha256);
        let this = self.file(self.pick("report", "报告"), self.full.sha256);
        let trust = report.options.trust_sha256.as_ref();
        let trust = trust.map(|sha256| self.file(self.pick("trust file", "信任文件"), sha256));
        let decisions = report.options.decisions_sha256.as_ref();
        let decisions =
            decisions.map(|sha256| self.file(self.pick("decisions", "决定文件"), sha256));
        let mapping = report.options.mapping_sha256.as_ref();
        let mapping =
            mapping.map(|sha256| self.file(self.pick("mapping file", "映射文件"), sha256));
        let rows = [this, bom]
            .into_iter()
            .chain(trust)
            .chain(decisions)
            .chain(mapping)
            .chain(report.inputs.lists.iter().map(move |list| self.list(list)))
            .chain(report.inputs.declarations.iter().map(move |d| self.declaration(d)));
        Sheet { name: self.pick("Inputs", "输入文件"), columns, rows: Box::new(rows) }
    }

    fn file(self, kind: &str, sha256: &str) -> Vec<String> {
        let mut row = vec![String::new(); 7];
        kind.clone_into(&mut row[0]);
        row[3] = self.fit(sha256);
        row
    }

    fn list(self, list: &ListInput) -> Vec<String> {
        let mut row = self.file(self.pick("list", "清单"), &list.sha256);
        row[1] = self.fit(&list.id);
        row[2] = self.fit(&list.edition);
        row[6] = self.fit(&list.status);
        row
    }

    fn declaration(self, declaration: &DeclarationInput) -> Vec<String> {
        let mut row = self.file(self.pick("declaration", "声明"), &declaration.sha256);
        row[1] = self.fit(&declaration.part);
        row[4] = words::signature(&declaration.signature, self.language);
        row[5] = self.optional(declaration.signer.as_ref());
        row[6] = about::used(declaration, self.language);
        row
    }

    /// What the page says of the report as a whole.
    fn about(self) -> Sheet<'f> {
        let columns = vec![self.text("What", "项目", 36), self.text("Value", "内容", 100)];
        let mut rows = vec![vec![content::title(self.language).to_owned(), String::new()]];
        rows.extend(content::facts(self.full, self.language).into_iter().map(fact));
        collect(&about::section(self.full, self.language), &mut rows);
        Sheet { name: self.pick("About", "说明"), columns, rows: Box::new(rows.into_iter()) }
    }
}

/// The labels and values of a section and of those under it; tables have sheets of their own.
fn collect(section: &Section, rows: &mut Vec<Vec<String>>) {
    for block in &section.blocks {
        match block {
            Block::Facts(facts) => rows.extend(facts.iter().cloned().map(fact)),
            Block::Text(text) => rows.push(vec![section.title.clone(), text.clone()]),
            Block::Findings(_) | Block::LeftOut(_) | Block::Table(_) => {}
        }
    }
    for under in &section.sections {
        collect(under, rows);
    }
}

fn fact((label, cell): (String, Cell)) -> Vec<String> {
    vec![label, plain(&cell)]
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Hash(text) | Cell::Number(text) | Cell::Status(text) | Cell::Text(text) => {
            text.clone()
        }
        Cell::Amount { shown, .. } => shown.clone(),
        Cell::Lines(lines) => lines.iter().map(plain).collect::<Vec<_>>().join(" · "),
        Cell::Link { text, .. } => text.clone(),
    }
}
