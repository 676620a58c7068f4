//! The words of the index in both languages.

use unleaded_model::diagnostic::Language;

use super::{Called, Held, Risk, Role, Row, TechnicalFile, Trust};
use crate::paper::Block;
use crate::report::DeclarationInput;

/// Words in one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) Language);

impl Words {
    fn pick(self, en: &'static str, zh: &'static str) -> &'static str {
        self.0.pick(en, zh)
    }

    fn text(self, en: &'static str, zh: &'static str) -> Block {
        Block::Text(self.pick(en, zh).to_owned())
    }

    fn field(self, en: &str, zh: &str, value: impl Into<String>) -> (String, String) {
        (self.0.pick(en, zh).to_owned(), value.into())
    }

    pub(super) fn title(self) -> &'static str {
        self.pick("Technical file: index of evidence", "技术文件：证据索引")
    }

    pub(super) fn subtitle(self, file: &TechnicalFile<'_>) -> String {
        let product = file.product;
        let (first, second) = match self.0 {
            Language::En => (&product.name, &product.name_zh),
            Language::Zh => (&product.name_zh, &product.name),
        };
        let name = if first.is_empty() { second } else { first };
        let item = &product.part;
        match (name.is_empty(), self.0) {
            (true, Language::En) => format!("{item}, after EN IEC 63000"),
            (false, Language::En) => format!("{name} ({item}), after EN IEC 63000"),
            (true, Language::Zh) => format!("{item}，参照 EN IEC 63000"),
            (false, Language::Zh) => format!("{name}（{item}），参照 EN IEC 63000"),
        }
    }

    pub(super) fn product(self) -> &'static str {
        self.pick("1. Product", "一、产品")
    }

    pub(super) fn gaps(self) -> &'static str {
        self.pick("2. Gaps", "二、缺口")
    }

    pub(super) fn parts(self) -> &'static str {
        self.pick("3. Parts and their evidence", "三、部件及其证据")
    }

    pub(super) fn documents(self) -> &'static str {
        self.pick("4. Documents", "四、文件")
    }

    pub(super) fn method(self) -> &'static str {
        self.pick("5. How this was decided, and how long it is kept", "五、判定方法与保存期限")
    }

    pub(super) fn facts(self, file: &TechnicalFile<'_>) -> Vec<Block> {
        let (report, product) = (file.report, file.product);
        let coverage = &product.coverage.parts;
        let mut fields = vec![
            self.field("Item number", "料号", &product.part),
            self.field("Assessed as of", "评定日期", &report.as_of),
            self.field("EU RoHS category", "欧盟 RoHS 类别", &product.eu_rohs_category),
            self.field(
                "Parts declared",
                "已声明部件",
                format!("{} / {}", coverage.declared, coverage.total),
            ),
        ];
        for verdict in &product.verdicts {
            let label = verdict.rule_set.clone();
            fields.push((label, format!("{} ({})", self.status(&verdict.status), verdict.edition)));
        }
        let policy = match report.options.disclosure_policy.as_str() {
            "strict" => self
                .pick(
                    "strict: a full composition alone does not exclude what it does not name",
                    "严格：完整成分本身不排除其未列出的物质",
                )
                .to_owned(),
            "trust-full" => self
                .pick(
                    "an accepted full composition is taken to leave out nothing listed",
                    "已确认的完整成分视为未遗漏清单物质",
                )
                .to_owned(),
            other => other.to_owned(),
        };
        fields.push(self.field("Disclosure", "披露原则", policy));
        vec![Block::Fields(fields)]
    }

    pub(super) fn gap_table(self, file: &TechnicalFile<'_>) -> Vec<Block> {
        let mut gaps: Vec<&Row<'_>> =
            file.rows.iter().filter(|row| !row.called.is_empty()).collect();
        if gaps.is_empty() {
            return vec![self.text(
                "None: each part has the evidence that is called for.",
                "无：各部件均具备所要求的证据。",
            )];
        }
        // The worst first, then by item number.
        gaps.sort_by_key(|row| (row.called.first().copied(), row.part));
        let head = [
            self.pick("Part", "部件"),
            self.pick("There is", "现有证据"),
            self.pick("Verdict", "判定"),
            self.pick("Called for", "所需证据"),
        ];
        let rows = gaps.into_iter().map(|row| {
            vec![row.part.to_owned(), self.held(row), self.statuses(row), self.called(row)]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let (count, all) = (rows.len(), file.rows.len());
        let counted = match self.0 {
            Language::En => format!("{count} of {all} parts:"),
            Language::Zh => format!("{all} 个部件中有 {count} 个："),
        };
        vec![Block::Text(counted), Block::Table { head: head.map(str::to_owned).to_vec(), rows }]
    }

    pub(super) fn part_table(self, file: &TechnicalFile<'_>) -> Block {
        let head = [
            self.pick("Part", "部件"),
            self.pick("Role", "性质"),
            self.pick("Evidence", "证据"),
            self.pick("Risk", "风险"),
            self.pick("Trust", "信任"),
            self.pick("Verdict", "判定"),
        ];
        let rows = file.rows.iter().map(|row| {
            vec![
                row.part.to_owned(),
                self.role(row.role).to_owned(),
                self.held(row),
                self.risk(row.risk).to_owned(),
                self.trust(row.trust).to_owned(),
                self.statuses(row),
            ]
        });
        Block::Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
    }

    pub(super) fn document_table(self, file: &TechnicalFile<'_>) -> Vec<Block> {
        let head = [
            self.pick("Part", "部件"),
            self.pick("Supplier, date", "供应商、日期"),
            self.pick("Content", "内容"),
            self.pick("Signature", "签名"),
            self.pick("Counts", "采用"),
            "SHA-256",
        ];
        let of_parts = file
            .rows
            .iter()
            .flat_map(|row| row.documents.iter().map(|document| self.document(row.part, document)));
        let left_out = file.report.inputs.declarations.iter().filter(|d| d.left_out.is_some());
        let left_out = left_out.map(|document| self.document("—", document));
        let unmatched = file.report.inputs.unmatched.iter().map(|sha256| {
            let none = self.pick("no: it speaks of no part", "否：未涉及任何部件");
            let blank = || "—".to_owned();
            vec![blank(), blank(), blank(), blank(), none.to_owned(), sha256.clone()]
        });
        let rows = of_parts.chain(left_out).chain(unmatched).collect();
        vec![
            self.text(
                "Also those that do not count, because they were superseded, left out, or speak of no part.",
                "包括未被采用的文件：已被取代、未采用或未涉及任何部件。",
            ),
            Block::Table { head: head.map(str::to_owned).to_vec(), rows },
        ]
    }

    fn document(self, part: &str, document: &DeclarationInput) -> Vec<String> {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
        let counts = match (&document.left_out, document.used) {
            (Some(code), _) => format!("{}: {code}", self.pick("left out", "未采用")),
            (None, true) => self.pick("yes", "是").to_owned(),
            (None, false) => {
                self.pick("no: superseded or doubled", "否：已被取代或重复").to_owned()
            }
        };
        let refused = document.acceptance.is_some();
        let refused = refused.then(|| self.pick("; its supplier refused it", "；供应商未确认"));
        vec![
            part.to_owned(),
            format!(
                "{}{}{}",
                or_none(&document.supplier),
                self.pick(", ", "，"),
                or_none(&document.date)
            ),
            document.content.as_deref().map_or("—", |word| self.content(word)).to_owned(),
            format!("{}{}", self.signature(document), refused.unwrap_or_default()),
            counts,
            document.sha256.clone(),
        ]
    }

    fn signature(self, document: &DeclarationInput) -> String {
        let by = document.signer.as_deref().unwrap_or_default();
        match document.signature.as_str() {
            "good" => format!("{}{by}", self.pick("good: ", "有效：")),
            "bad" => self.pick("bad", "无效").to_owned(),
            "unknown-key" => self.pick("by an unknown key", "密钥未知").to_owned(),
            "unsigned" => self.pick("none", "未签名").to_owned(),
            "not-checked" => self.pick("not checked", "未验证").to_owned(),
            other => other.to_owned(),
        }
    }

    fn content(self, word: &str) -> &str {
        match word {
            "composition" => self.pick("composition", "成分"),
            "listed-substances" => self.pick("listed substances", "所列物质"),
            "statement" => self.pick("statement", "声明性答复"),
            "nothing" => self.pick("nothing of use", "无可用内容"),
            other => other,
        }
    }

    /// The document that is the evidence, and whether it is signed.
    fn held(self, row: &Row<'_>) -> String {
        let content = match row.held {
            Held::Missing if row.role == Role::Covered => {
                return self.pick("inside a declared assembly", "包含在已声明的组件内").to_owned();
            }
            Held::Missing => return self.pick("missing", "缺失").to_owned(),
            Held::Nothing => self.content("nothing"),
            Held::Statement => self.content("statement"),
            Held::Listed => self.content("listed-substances"),
            Held::Composition => self.content("composition"),
        };
        let signed = match row.trust {
            Trust::Signed => self.pick("signed", "已签名"),
            Trust::Unsigned | Trust::None => self.pick("not vouched for", "无可信签名"),
        };
        format!("{content}{}{signed}", self.pick(", ", "，"))
    }

    fn role(self, role: Role) -> &'static str {
        match role {
            Role::Assembly => self.pick("assembly", "组件"),
            Role::Covered => self.pick("part of a declared assembly", "已声明组件内的部件"),
            Role::Leaf => self.pick("part", "部件"),
        }
    }

    fn risk(self, risk: Risk) -> &'static str {
        match risk {
            Risk::Shown => self.pick("shown", "已显现"),
            Risk::NotShown => self.pick("not shown", "未显现"),
        }
    }

    fn trust(self, trust: Trust) -> &'static str {
        match trust {
            Trust::Signed => self.pick("signed by an accepted key", "可信密钥签名"),
            Trust::Unsigned => self.pick("nobody known vouches", "无可信方担保"),
            Trust::None => "—",
        }
    }

    fn statuses(self, row: &Row<'_>) -> String {
        if row.statuses.is_empty() {
            return match (row.held, row.role) {
                (Held::Missing, Role::Leaf | Role::Assembly) => "—".to_owned(),
                _ => self.pick("nothing found", "未发现问题").to_owned(),
            };
        }
        let one = |(rule_set, status): &(&str, &str)| {
            format!("{rule_set}{}{}", self.pick(": ", "："), self.status(status))
        };
        row.statuses.iter().map(one).collect::<Vec<_>>().join(self.pick("; ", "；"))
    }

    fn status(self, status: &str) -> &str {
        match (self.0, status) {
            (Language::Zh, "compliant") => "符合",
            (Language::Zh, "compliant-by-exemption") => "凭豁免符合",
            (Language::Zh, "non-compliant") => "不符合",
            (Language::Zh, "unknown") => "无法判定",
            (Language::Zh, "nothing-to-declare") => "无需申报",
            (Language::Zh, "declare") => "须声明",
            (_, other) => other,
        }
    }

    fn called(self, row: &Row<'_>) -> String {
        let one = |called: &Called| match called {
            Called::Document => {
                self.pick("a declaration with the composition, signed", "附成分且已签名的声明")
            }
            Called::Remedy => {
                self.pick("another part, or an exemption that covers it", "更换部件，或适用的豁免")
            }
            Called::Composition => {
                self.pick("the composition, or a test report", "成分，或检测报告")
            }
            Called::Completion => self.pick("what is not disclosed", "补充未披露的内容"),
            Called::Signature => self.pick(
                "a signature of a key that is accepted, or a contract",
                "可信密钥的签名，或合同约定",
            ),
        };
        row.called.iter().map(one).collect::<Vec<_>>().join(self.pick("; ", "；"))
    }

    pub(super) fn method_text(self) -> Vec<Block> {
        vec![
            self.text(
                "The kind of evidence follows from two things. Risk is shown where a restricted substance is over a limit, under an exemption, or not known; otherwise it is not shown, which is no proof that there is none: what is known of a material beyond its declaration is for the maker to weigh. Trust is a signature on each document that counts, by a key that the maker accepts.",
                "所需证据的类型取决于两个方面。限用物质超限、凭豁免或无法判定时，风险为“已显现”；否则为“未显现”，但这并不证明没有风险：对材料本身的了解须由制造商自行权衡。信任是指所采用的每份文件均由制造商认可的密钥签名。",
            ),
            self.text(
                "No document: a signed declaration with the composition is called for. Risk shown: the composition or a test report. Nobody known vouches: a signature or a contract. Otherwise the document that there is suffices. This rule is the program's; the text of EN IEC 63000 was not read for it. Contracts and test reports are not in the report: keep them beside this index.",
                "没有文件：需要附成分且已签名的声明。风险已显现：需要成分或检测报告。无可信方担保：需要签名或合同约定。其余情况下现有文件即可。该规则为本程序所定，并未据 EN IEC 63000 原文编写。合同和检测报告不在报告之中，请与本索引一并保存。",
            ),
            self.text(
                "Keep this index and every document named in it for 10 years (EU RoHS). For how long China asks for them is not known to the program.",
                "本索引及其所列全部文件须保存 10 年（欧盟 RoHS）。中国要求的保存期限本程序不掌握。",
            ),
        ]
    }
}
