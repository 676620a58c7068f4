//! The words of the table in both languages.

use unleaded_model::diagnostic::Language;

use super::{Cause, ChinaTable, Mark, Note, Row, RowKind, substances};
use crate::holding;
use crate::standard_name::standard;
use crate::text_table::{sentence, shown};

/// Words in one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) Language);

impl Words {
    pub(super) fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        self.0.pick(en, zh)
    }

    pub(super) fn title(self) -> &'static str {
        self.pick(
            "Names and contents of hazardous substances in the product",
            "产品中有害物质的名称及含量",
        )
    }

    pub(super) fn draft(self) -> &'static str {
        self.pick("DRAFT", "草稿")
    }

    pub(super) fn draft_why(self) -> &'static str {
        self.pick(
            "Cells marked ? are not known. Do not issue this table until they are.",
            "标有“?”的单元格尚无法判定；判定之前不得随产品发布本表。",
        )
    }

    pub(super) fn part_name(self) -> &'static str {
        self.pick("Part name", "部件名称")
    }

    pub(super) fn substances(self) -> &'static str {
        self.pick("Hazardous substances", "有害物质")
    }

    pub(super) fn row_name(self, row: &Row) -> String {
        let name = shown(row.name.shown(self.0));
        match (row.kind, self.0) {
            (RowKind::Part, _) => name,
            (RowKind::Own, Language::En) => format!("{name} (the product itself)"),
            (RowKind::Own, Language::Zh) => format!("{name}（产品本体）"),
        }
    }

    pub(super) fn prepared(self) -> &'static str {
        self.pick(
            "This table is prepared in accordance with SJ/T 11364.",
            "本表格依据 SJ/T 11364 的规定编制。",
        )
    }

    /// What a mark of the legend means.
    pub(super) fn meaning(self, mark: Mark, basis: &str) -> String {
        // Between Chinese and Latin letters stands a blank, between Chinese ones none.
        let gap = if basis.ends_with(|last: char| last.is_ascii()) { " " } else { "" };
        match (mark, self.0) {
            (Mark::Within, Language::En) => format!(
                "the content of the substance in all homogeneous materials of the part is within the limit of {basis}"
            ),
            (Mark::Within, Language::Zh) => format!(
                "表示该有害物质在该部件所有均质材料中的含量均在 {basis}{gap}规定的限量要求以下（含等于限量）"
            ),
            (Mark::Exempted | Mark::Over, Language::En) => format!(
                "the content of the substance in at least one homogeneous material of the part is over the limit of {basis}"
            ),
            (Mark::Exempted | Mark::Over, Language::Zh) => format!(
                "表示该有害物质至少在该部件的某一均质材料中的含量超出 {basis}{gap}规定的限量要求"
            ),
            (Mark::Unknown, Language::En) => {
                "not known: what was declared does not tell (a draft only)".to_owned()
            }
            (Mark::Unknown, Language::Zh) => "表示现有声明不足以判定（仅见于草稿）".to_owned(),
        }
    }

    /// What a cell says to whoever does not see it.
    pub(super) fn spoken(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Within => self.pick("within the limit", "在限量要求以下"),
            Mark::Exempted => {
                self.pick("over the limit, under an exception", "超出限量要求，适用例外")
            }
            Mark::Over => self.pick("over the limit", "超出限量要求"),
            Mark::Unknown => self.pick("not known", "无法判定"),
        }
    }

    pub(super) fn notes_title(self) -> &'static str {
        self.pick("Notes", "说明")
    }

    /// The cells that a note is about: `Main board, Lead (Pb)`.
    pub(super) fn note_subject(self, table: &ChinaTable, note: &Note) -> String {
        let row = self.row_name(&table.rows[note.row]);
        if note.columns.len() == table.columns.len() && note.columns.len() > 1 {
            return format!(
                "{row}{}{}",
                self.pick(", ", "，"),
                self.pick("all substances", "全部有害物质")
            );
        }
        let symbols = note.columns.iter().map(|at| substances::name(&table.columns[*at], self.0).1);
        let symbols: Vec<String> = symbols.map(shown).collect();
        format!("{row}{}{}", self.pick(", ", "，"), symbols.join(self.pick(", ", "、")))
    }

    /// Why, one sentence per cause.
    pub(super) fn note_causes(self, note: &Note) -> Vec<String> {
        let mut lines: Vec<String> =
            note.causes.iter().map(|cause| self.cause(note.mark, cause)).collect();
        if note.causes.is_empty() {
            lines.push(self.no_finding(note.mark).to_owned());
        }
        lines.extend((note.more > 0).then(|| match self.0 {
            Language::En => format!("… and {} more (see the JSON report)", note.more),
            Language::Zh => format!("……另有 {} 项（见 JSON 报告）", note.more),
        }));
        lines.dedup();
        lines
    }

    fn no_finding(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Unknown => self.pick(
                "the part is declared only inside a whole, or its cause stands under another row",
                "该部件仅随整体声明，或原因所在部件列于其他行",
            ),
            _ => self.pick(
                "the part that causes this is also built into another row and is explained there",
                "原因所在部件同时用于其他行，说明见该行",
            ),
        }
    }

    fn cause(self, mark: Mark, cause: &Cause) -> String {
        let reason = sentence(self.pick(&cause.reason, &cause.reason_zh));
        let between = self.pick("; ", "；");
        match mark {
            Mark::Exempted => format!("{}{between}{reason}", self.exempted(cause)),
            Mark::Over => {
                let no = self.pick("under no exception in force", "不适用有效的例外");
                format!("{no}{between}{reason}")
            }
            Mark::Unknown | Mark::Within => {
                let path: Vec<String> = cause.path.iter().map(|step| shown(step)).collect();
                format!("{reason}{}{}", self.pick(" — at ", "——位置："), path.join(" > "))
            }
        }
    }

    fn exempted(self, cause: &Cause) -> String {
        let Some(exemption) = &cause.exemption else {
            return self.pick("under an exception", "适用例外").to_owned();
        };
        let (id, list) = (shown(&exemption.id), shown(&exemption.list));
        match (self.0, &exemption.expires) {
            (Language::En, Some(date)) => {
                format!("under exception {id} ({list}), last day {}", shown(date))
            }
            (Language::En, None) => format!("under exception {id} ({list}), no end known"),
            (Language::Zh, Some(date)) => {
                format!("适用例外 {id}（{list}），有效期至 {}", shown(date))
            }
            (Language::Zh, None) => format!("适用例外 {id}（{list}），截止日期不详"),
        }
    }

    /// The blank for the period, which nothing in a report tells: its label and what stands after the blank.
    pub(super) fn period(self) -> (&'static str, &'static str) {
        (
            self.pick("Environment-friendly use period:", "环保使用期限："),
            self.pick("years (to be filled in by the producer)", "年（由生产者填写）"),
        )
    }

    /// What the table was made from: labels and values.
    pub(super) fn origin(self, table: &ChinaTable) -> Vec<(&'static str, String)> {
        let name = shown(table.product.shown(self.0));
        let item = shown(&table.product.item);
        let product = if name == item {
            item
        } else {
            self.pick(&format!("{name} ({item})"), &format!("{name}（{item}）")).to_owned()
        };
        let scope = table
            .scope
            .as_ref()
            .map(|(en, zh)| (self.pick("Catalogue", "达标管理目录"), sentence(self.pick(en, zh))));
        let mut lines = vec![
            (self.pick("Product", "产品"), product),
            (self.pick("Basis of the limits", "限量依据"), standard(&shown(&table.basis), self.0)),
            (self.pick("Assessed as of", "评定日期"), shown(&table.as_of)),
        ];
        lines.extend(scope);
        lines.extend([
            (self.pick("Report SHA-256", "报告 SHA-256"), shown(&table.report_sha256)),
            (self.pick("Made by", "编制工具"), shown(&table.tool)),
        ]);
        lines
    }

    /// For which report the table holds, and until when.
    pub(super) fn stale(self, table: &ChinaTable) -> String {
        let report = self.pick(
            "The table holds for the report of that SHA-256 only. ",
            "本表仅对应上述 SHA-256 的报告。",
        );
        let (as_of, last) = (shown(&table.as_of), table.holds_until.as_deref().map(shown));
        format!("{report}{}", holding::sentence(&as_of, last.as_deref(), self.0))
    }
}

/// The marks of the legend, in its order.
pub(super) fn legend(table: &ChinaTable) -> Vec<Mark> {
    let mut marks = vec![Mark::Within, Mark::Over];
    marks.extend(table.is_draft().then_some(Mark::Unknown));
    marks
}
