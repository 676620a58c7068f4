//! The words of the declaration in both languages. They are ours: the text of the rules for this declaration is not known here.

use unleaded_model::diagnostic::Language;

use super::{Statements, SupportDocument, SupportKind};
use crate::conformity::Conforming;
use crate::declaration::{Both, Party};
use crate::paper::Block;
use crate::report::Scope;
use crate::standard_name::standard;

/// Words in one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) Language);

impl Words {
    fn pick(self, en: &'static str, zh: &'static str) -> &'static str {
        self.0.pick(en, zh)
    }

    fn field(self, en: &str, zh: &str, value: impl Into<String>) -> (String, String) {
        (self.0.pick(en, zh).to_owned(), value.into())
    }

    pub(super) fn title(self) -> &'static str {
        self.pick(
            "Supplier's declaration of conformity: restricted use of hazardous substances in electrical and electronic products (China RoHS)",
            "电器电子产品有害物质限制使用供方符合性声明",
        )
    }

    pub(super) fn number(self, statements: &Statements) -> String {
        let (number, revision) = (&statements.issue.number, statements.revision);
        match self.0 {
            Language::En => format!(
                "No. {number}, revision {revision} (form after GB/T 27050.1). Translation: the declaration is filed in Chinese."
            ),
            Language::Zh => format!("编号：{number}　第 {revision} 版（格式参照 GB/T 27050.1）"),
        }
    }

    pub(super) fn supplier(self) -> &'static str {
        self.pick("1. Supplier", "一、供方")
    }

    pub(super) fn object(self) -> &'static str {
        self.pick("2. Object of the declaration", "二、声明的对象")
    }

    pub(super) fn support(self) -> &'static str {
        self.pick("3. Technical support document", "三、技术支撑文件")
    }

    pub(super) fn statement(self) -> &'static str {
        self.pick("4. Conformity", "四、符合性")
    }

    pub(super) fn commitment(self) -> &'static str {
        self.pick("5. Commitment", "五、承诺")
    }

    pub(super) fn signed(self) -> &'static str {
        self.pick("6. Signature and seal", "六、签字和盖章")
    }

    /// The supplier, and who acts for it.
    pub(super) fn parties(self, statements: &Statements) -> Vec<Block> {
        let mut blocks = vec![self.party(&statements.supplier)];
        if let Some(representative) = &statements.representative {
            let acting = self.pick("Authorised representative in China:", "在中国境内的授权代表：");
            blocks.push(Block::Text(acting.to_owned()));
            blocks.push(self.party(representative));
        }
        blocks
    }

    fn party(self, party: &Party) -> Block {
        let mut fields = vec![self.field("Name", "名称", party.name.shown(self.0))];
        let identity = party.identity.iter();
        fields.extend(identity.map(|(kind, id)| (kind.shown(self.0).to_owned(), id.clone())));
        fields.push(self.field("Address", "地址", party.address.shown(self.0)));
        if let Some(contact) = &party.contact {
            fields.push(self.field("Contact", "联系人", &contact.name));
            fields.push(self.field("Telephone", "电话", &contact.phone));
            fields.push(self.field("E-mail", "电子邮箱", &contact.email));
        }
        Block::Fields(fields)
    }

    pub(super) fn product(
        self,
        name: &Both,
        item: &str,
        statements: &Statements,
        scope: Option<&Scope>,
    ) -> Block {
        let called = name.shown(self.0);
        let called = if called.is_empty() { item } else { called };
        let models = match &statements.models[..] {
            [] => item.to_owned(),
            models => models.join(self.pick(", ", "、")),
        };
        let mut fields = vec![self.field("Product name", "产品名称", called)];
        let brand = statements.brand.iter();
        fields.extend(brand.map(|brand| self.field("Brand", "商标", brand)));
        fields.extend([
            self.field("Specification or model", "规格型号", models),
            self.field("Item number", "料号", item),
            self.field("Conformity catalogue item", "达标管理目录类别", &statements.catalogue_item),
        ]);
        // Without an item of the report nobody compared the product with the catalogue.
        let told = scope.filter(|scope| scope.item.is_some()).map(|scope| scope.told(self.0));
        fields.extend(told.map(|told| self.field("Scope of the catalogue", "目录范围", told)));
        Block::Fields(fields)
    }

    pub(super) fn support_documents(self, statements: &Statements) -> Vec<Block> {
        let one = |document: &SupportDocument| {
            let kind = match document.kind {
                SupportKind::ConformityReport => self.pick(
                    "supplier conformity report (GB/T 36560-2018)",
                    "供方符合性报告（GB/T 36560-2018）",
                ),
                SupportKind::TestReport => self.pick("product test report", "产品检测报告"),
            };
            Block::Fields(vec![
                self.field("Number", "文件编号", &document.number),
                self.field("Type", "文件类型", kind),
            ])
        };
        statements.support.iter().map(one).collect()
    }

    /// What the product conforms with, and what the date allows.
    pub(super) fn conformity(self, product: &Conforming<'_>) -> Vec<Block> {
        let (report, verdict) = (product.report, product.verdict);
        let bases = &report.options.china_bases_allowed;
        let bases: Vec<String> = bases.iter().map(|basis| standard(basis, self.0)).collect();
        let measures = self.pick(
            "Measures for the Restricted Use of Hazardous Substances in Electrical and Electronic Products (Order No. 32 of 2016)",
            "《电器电子产品有害物质限制使用管理办法》（2016 年第 32 号令）",
        );
        let mut fields = vec![
            self.field("Regulation", "法规", measures),
            self.field("Basis of the limits", "限量依据", standard(&verdict.edition, self.0)),
            self.field("Assessed on", "评定日期", &report.as_of),
        ];
        if !bases.is_empty() {
            let bases = bases.join(self.pick("; ", "；"));
            fields.push(self.field("Bases allowed on that date", "该日期允许采用的依据", bases));
        }
        let mut blocks = vec![Block::Text(self.conforms().to_owned()), Block::Fields(fields)];
        blocks.extend(self.conversion(&verdict.edition).map(|text| Block::Text(text.to_owned())));
        blocks
    }

    fn conforms(self) -> &'static str {
        self.pick(
            "The supplier declares under its sole responsibility that the product named above conforms with the following requirements:",
            "供方声明：上述产品符合下列要求，并对本声明承担全部责任。",
        )
    }

    /// What becomes of a product that was assessed on that basis (announcement 2025 No. 44).
    fn conversion(self, basis: &str) -> Option<&'static str> {
        match basis {
            "GB/T 26572-2011" => Some(self.pick(
                "Conversion: a product that is still shipped or imported after 2026-01-01 must be converted to a newer basis before 2027-01-01 (announcement 2025 No. 44).",
                "转换说明：2026-01-01 之后仍出厂或进口的产品，须在 2027-01-01 之前完成转换（2025 年第 44 号公告）。",
            )),
            "GB/T 26572-2011+A1" => Some(self.pick(
                "Conversion: a product that is still shipped after 2027-08-01 is converted when its certificate is renewed or when it changes (announcement 2025 No. 44).",
                "转换说明：2027-08-01 之后仍出厂的产品，在换证或产品变更时自然过渡（2025 年第 44 号公告）。",
            )),
            _ => None,
        }
    }

    pub(super) fn exempted(self) -> Block {
        let text = self.pick("Conformity rests on these exceptions:", "上述符合性基于下列例外：");
        Block::Text(text.to_owned())
    }

    pub(super) fn promises(self) -> Vec<Block> {
        let promise = self.pick(
            "The supplier commits itself: what is declared here and in the technical support document is true and complete, and is consistent with the product that is put on the market.",
            "供方承诺：本声明及技术支撑文件的内容真实、完整，并与实际投放市场的产品一致。",
        );
        vec![Block::Text(promise.to_owned())]
    }

    pub(super) fn signature(self, statements: &Statements) -> Block {
        let issue = &statements.issue;
        Block::Signature {
            fields: vec![
                self.field("Authorised person", "授权人", issue.signatory.shown(self.0)),
                self.field("Function", "职务", issue.title.shown(self.0)),
                self.field("Place of issue", "签发地点", issue.place.shown(self.0)),
                self.field("Date of issue", "签发日期", &issue.date),
            ],
            blank: self.pick("Signature of the authorised person", "授权人签字").to_owned(),
            seal: Some(self.pick("Company seal", "单位公章").to_owned()),
        }
    }
}
