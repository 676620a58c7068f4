//! The words of the EU declaration in both languages.

use unleaded_model::diagnostic::Language;

use super::{STANDARD, Statements};
use crate::conformity::Conforming;
use crate::declaration::Both;
use crate::paper::Block;
use crate::report::Verdict;

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

    fn text(self, en: &'static str, zh: &'static str) -> Block {
        Block::Text(self.pick(en, zh).to_owned())
    }

    pub(super) fn title(self) -> &'static str {
        self.pick("EU declaration of conformity", "欧盟符合性声明")
    }

    pub(super) fn subtitle(self) -> &'static str {
        self.pick(
            "Restriction of hazardous substances: Directive 2011/65/EU, items after Annex VI",
            "有害物质限制：2011/65/EU 指令，项目顺序参照附件 VI（译文）",
        )
    }

    pub(super) fn identification(self) -> &'static str {
        self.pick("1. Number of the declaration", "1. 声明编号")
    }

    pub(super) fn manufacturer(self) -> &'static str {
        self.pick("2. Manufacturer", "2. 制造商")
    }

    pub(super) fn responsibility(self) -> &'static str {
        self.pick("3. Responsibility", "3. 责任")
    }

    pub(super) fn object(self) -> &'static str {
        self.pick("4. Object of the declaration", "4. 声明的对象")
    }

    pub(super) fn conformity(self) -> &'static str {
        self.pick("5. Conformity", "5. 符合性")
    }

    pub(super) fn references(self) -> &'static str {
        self.pick("6. Standards", "6. 标准")
    }

    pub(super) fn additional(self) -> &'static str {
        self.pick("7. Additional information", "7. 附加信息")
    }

    pub(super) fn signed(self) -> &'static str {
        self.pick("Signature", "签字")
    }

    pub(super) fn number(self, statements: &Statements) -> Vec<Block> {
        vec![Block::Fields(vec![self.field("No.", "编号", &statements.issue.number)])]
    }

    pub(super) fn parties(self, statements: &Statements) -> Vec<Block> {
        let mut blocks = vec![self.party(&statements.manufacturer)];
        if let Some(representative) = &statements.representative {
            blocks.push(
                self.text("Authorised representative in the Union:", "在欧盟境内的授权代表："),
            );
            blocks.push(self.party(representative));
        }
        blocks
    }

    fn party(self, (name, address): &(Both, Both)) -> Block {
        Block::Fields(vec![
            self.field("Name", "名称", name.shown(self.0)),
            self.field("Address", "地址", address.shown(self.0)),
        ])
    }

    pub(super) fn responsible(self) -> Vec<Block> {
        vec![self.text(
            "This declaration of conformity is issued under the sole responsibility of the manufacturer.",
            "本符合性声明由制造商自行承担全部责任出具。",
        )]
    }

    pub(super) fn product(self, product: &Conforming<'_>, statements: &Statements) -> Vec<Block> {
        let product = product.product;
        let name = Both { zh: product.name_zh.clone(), en: product.name.clone() };
        let called = name.shown(self.0);
        let called = if called.is_empty() { &product.part } else { called };
        let models = match &statements.models[..] {
            [] => product.part.clone(),
            models => models.join(self.pick(", ", "、")),
        };
        let mut fields = vec![self.field("Product", "产品", called)];
        let brand = statements.brand.iter();
        fields.extend(brand.map(|brand| self.field("Brand", "商标", brand)));
        fields.extend([
            self.field("Model", "型号", models),
            self.field("Item number", "料号", &product.part),
            self.field("EU RoHS category", "欧盟 RoHS 类别", &product.eu_rohs_category),
        ]);
        vec![Block::Fields(fields)]
    }

    pub(super) fn conforms(self, verdict: &Verdict) -> Vec<Block> {
        let conforms = self.text(
            "The object of the declaration described above is in conformity with Directive 2011/65/EU of the European Parliament and of the Council of 8 June 2011 on the restriction of the use of certain hazardous substances in electrical and electronic equipment.",
            "上述声明对象符合欧洲议会和理事会 2011 年 6 月 8 日关于在电气电子设备中限制使用某些有害物质的 2011/65/EU 指令。",
        );
        let edition = self.field("Edition judged by", "判定所用版本", &verdict.edition);
        vec![conforms, Block::Fields(vec![edition])]
    }

    pub(super) fn standards(self, statements: &Statements) -> Vec<Block> {
        let standards = match &statements.standards[..] {
            [] => STANDARD.to_owned(),
            named => named.join(self.pick("; ", "；")),
        };
        let label = ("Standards applied", "所采用的标准");
        vec![Block::Fields(vec![self.field(label.0, label.1, standards)])]
    }

    pub(super) fn more(self, product: &Conforming<'_>) -> Vec<Block> {
        vec![Block::Fields(vec![
            self.field(
                "Notified body",
                "公告机构",
                self.pick(
                    "not applicable: none takes part in the assessment of conformity with this Directive",
                    "不适用：该指令的符合性评定无公告机构参与",
                ),
            ),
            self.field("Assessed for placing on the market on", "按投放市场日期评定", &product.report.as_of),
        ])]
    }

    pub(super) fn exempted(self) -> Block {
        self.text("Conformity rests on these exemptions:", "上述符合性基于下列豁免：")
    }

    pub(super) fn signature(self, statements: &Statements) -> Block {
        let issue = &statements.issue;
        let declarant = statements.representative.as_ref().unwrap_or(&statements.manufacturer);
        Block::Signature {
            fields: vec![
                self.field("Signed for and on behalf of", "代表", declarant.0.shown(self.0)),
                self.field("Place of issue", "签发地点", issue.place.shown(self.0)),
                self.field("Date of issue", "签发日期", &issue.date),
                self.field("Name", "姓名", issue.signatory.shown(self.0)),
                self.field("Function", "职务", issue.title.shown(self.0)),
            ],
            blank: self.pick("Signature", "签字").to_owned(),
            seal: None,
        }
    }
}
