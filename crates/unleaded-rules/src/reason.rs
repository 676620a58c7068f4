//! Why a finding is what it is, as data; the words come from it in either language.

use jiff::civil::Date;
use unleaded_model::amount::{Decimal, Fraction, FractionRange};
use unleaded_model::diagnostic::Language;

use crate::lists::Category;

/// One cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// One maker's part is over, another's is not.
    Alternate {
        /// The maker whose part is over.
        maker: String,
    },
    /// One document of the maker has it over, another has not.
    OtherDocument,
    /// An exemption covers it.
    ByExemption {
        /// The exemption.
        id: String,
        /// Its last day.
        expires: Option<Date>,
    },
    /// A class or mixture may hold it.
    ClassMayHold {
        /// The name of the substance.
        substance: String,
    },
    /// A claim on a list of exceptions whose text the data lacks.
    ExceptionTextNotHeld {
        /// The claim.
        id: String,
        /// The list.
        list: String,
    },
    /// The claim names no annex, and the exemptions of that name in two annexes differ on the place.
    ExemptionAnnexUnclear {
        /// The exemption.
        id: String,
    },
    /// Sources disagree on the end of the exemption.
    ExemptionDisputed {
        /// The exemption.
        id: String,
        /// The ends they give.
        ends: Vec<Date>,
    },
    /// The exemption has ended.
    ExemptionExpired {
        /// The exemption.
        id: String,
        /// Its last day.
        date: Date,
    },
    /// The share does not meet the exemption's own limit.
    ExemptionLimitMissed {
        /// The exemption.
        id: String,
    },
    /// Whether the share meets the exemption's own limit can't be told.
    ExemptionLimitUnclear {
        /// The exemption.
        id: String,
    },
    /// The data has no such exemption.
    ExemptionNotInData {
        /// The claim.
        id: String,
    },
    /// The exemption begins later.
    ExemptionNotYet {
        /// The exemption.
        id: String,
        /// The date asked for.
        date: Date,
    },
    /// The exemption permits another substance.
    ExemptionOfAnotherSubstance {
        /// The exemption.
        id: String,
        /// The entry that is over.
        entry: String,
    },
    /// The exemption is not for this category of product.
    ExemptionOutOfScope {
        /// The exemption.
        id: String,
        /// The category.
        category: Category,
    },
    /// The source names no category, and this one has had dates of its own.
    ExemptionScopeUnclear {
        /// The exemption.
        id: String,
        /// The category.
        category: Category,
    },
    /// The exemption has ended nominally, and a renewal was pending.
    ExemptionPending {
        /// The exemption.
        id: String,
        /// Its nominal end.
        date: Date,
    },
    /// The supplier says in answer to a query that a law is not met.
    Admitted {
        /// The query.
        statement: String,
        /// Its answer, as written.
        response: String,
    },
    /// Exemptions are claimed with answers on a list, and which place they are for can't be told.
    ClaimedApart {
        /// The exemptions.
        ids: Vec<String>,
        /// The list.
        list: String,
    },
    /// The supplier states that a threshold is exceeded, and nobody knows which substance is meant.
    OverNotUnderstood {
        /// The entry, as written.
        entry: String,
        /// The list.
        list: String,
    },
    /// The rules are for some applications, and the product is not said to be for any.
    ApplicationNotTold {
        /// The applications.
        applications: Vec<String>,
    },
    /// Classes of substances of which no table says whether they hold what the law names.
    ClassesUnknown {
        /// Their names.
        names: Vec<String>,
    },
    /// The source of the rule names no limit.
    LimitNotKnown,
    /// It is there on purpose, or for a reason that is not told, and that is over in any amount.
    OnPurpose {
        /// The least that there is.
        low: Fraction,
    },
    /// What must be known of the rule itself.
    OfRule {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
    /// Parts of the product are open, and with them its share.
    OpenInProduct,
    /// It may be there on purpose, which is over in any amount.
    PurposeNotKnown,
    /// The supplier states that another threshold than that of the rule is exceeded.
    OverElsewhere {
        /// The list.
        list: String,
    },
    /// Exemptions that might apply and are not claimed.
    NotClaimed {
        /// The exemptions.
        ids: Vec<String>,
    },
    /// The part has no usable declaration.
    NoDeclaration,
    /// The part is inside an assembly that is declared as a whole, and is not declared itself.
    OnlyInWhole,
    /// The declaration of an assembly as a whole holds more than its children account for.
    NotInChildren,
    /// The share is over the limit.
    Over {
        /// The low end.
        low: Fraction,
        /// The limit.
        limit: Fraction,
    },
    /// The supplier states that the threshold is exceeded.
    OverByStatement {
        /// The list.
        list: String,
    },
    /// The composition and the statement contradict each other.
    StatementContradicts {
        /// The list.
        list: String,
    },
    /// Statements are all there is, and none covers the entry.
    StatementSilent {
        /// The lists that were answered.
        lists: Vec<String>,
    },
    /// The supplier states that the threshold is exceeded, and a share within it.
    StatementUnclear {
        /// The list.
        list: String,
    },
    /// Two statements of one maker and date contradict each other.
    StatementsContradict {
        /// The lists.
        lists: Vec<String>,
    },
    /// No rule of the data applies on the date.
    NoRules {
        /// The date.
        date: Date,
    },
    /// The amount of a substance is told as a range.
    Range {
        /// The name of the substance.
        substance: String,
        /// Its share of the material.
        share: FractionRange,
    },
    /// A substance is named without a usable amount.
    WithoutAmount {
        /// The name of the substance.
        substance: String,
    },
    /// A substance of unknown nature whose name hints at the entry.
    Suspect {
        /// The name of the substance.
        substance: String,
    },
    /// The membership of the substance in the group is not confirmed.
    Unconfirmed,
    /// A share that may be anything.
    Undisclosed {
        /// How much.
        share: Fraction,
        /// Under which names; none: nothing is said of it.
        names: Vec<String>,
    },
}

impl Reason {
    /// Returns the cause in words, without a full stop.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one line per cause")]
    fn english(&self) -> String {
        match self {
            Self::Alternate { maker } => {
                format!("only the part of maker `{maker}` is over; another maker's is not")
            }
            Self::OtherDocument => "another document of the same maker says otherwise".to_owned(),
            Self::ByExemption { id, expires: Some(date) } => {
                format!("exempted by {id} until {date}")
            }
            Self::ByExemption { id, expires: None } => format!("exempted by {id}, end not known"),
            Self::ClassMayHold { substance } => {
                format!("`{substance}` is a class or mixture that may hold it")
            }
            Self::ExceptionTextNotHeld { id, list } => {
                format!("exception `{id}` of the {list} is claimed, whose text is not in the data")
            }
            Self::ExemptionAnnexUnclear { id } => format!(
                "exemption {id} is in Annex III and in Annex IV, which differ here, and the claim does not say which is meant"
            ),
            Self::ExemptionDisputed { id, ends } => {
                format!("sources disagree whether exemption {id} ends on {}", joined(ends, " or "))
            }
            Self::ExemptionExpired { id, date } => format!("exemption {id} ended on {date}"),
            Self::ExemptionLimitMissed { id } => {
                format!("the share does not meet the limit of exemption {id} itself")
            }
            Self::ExemptionLimitUnclear { id } => {
                format!("whether the share meets the limit of exemption {id} itself can't be told")
            }
            Self::ExemptionNotInData { id } => {
                format!("exemption `{id}` is claimed, which is not in the data")
            }
            Self::ExemptionNotYet { id, date } => {
                format!("exemption {id} is not in force on {date}")
            }
            Self::ExemptionOfAnotherSubstance { id, entry } => {
                format!("exemption {id} does not permit {entry}")
            }
            Self::ExemptionOutOfScope { id, category } => {
                format!("exemption {id} is not for category {category}")
            }
            Self::ExemptionScopeUnclear { id, category } => {
                format!(
                    "the source of exemption {id} names no category, and category {category} has dates of its own"
                )
            }
            Self::StatementUnclear { list } => {
                format!(
                    "the statement on list {list} says over the threshold and gives a share within it"
                )
            }
            Self::StatementsContradict { lists } => {
                format!("statements of one date contradict each other ({})", lists.join(", "))
            }
            Self::NoRules { date } => format!("the data holds no rule that applies on {date}"),
            Self::Range { substance, share } => format!(
                "the amount of `{substance}` is a range: {} to {} % of the material",
                share.low.ppm_low().scaled(-4),
                percent(share.high)
            ),
            Self::WithoutAmount { substance } => format!("`{substance}` has no usable amount"),
            Self::ExemptionPending { id, date } => format!(
                "exemption {id} ended nominally on {date} and stays valid while a renewal is pending, which the data does not tell"
            ),
            Self::Admitted { statement, response } => {
                format!("the supplier answers `{statement}` with `{response}`")
            }
            Self::ClaimedApart { ids, list } => format!(
                "exemption {} is claimed with list {list}, which does not tell the place it is for",
                ids.join(", ")
            ),
            Self::OverNotUnderstood { entry, list } => format!(
                "the supplier states that the threshold of `{entry}` in list {list} is exceeded, which is not understood"
            ),
            Self::NotClaimed { ids } => {
                format!("exemption {} might apply and is not claimed", ids.join(", "))
            }
            Self::ApplicationNotTold { applications } => format!(
                "the rules are for {} only: say what the product is with --application",
                applications.join(", ")
            ),
            Self::ClassesUnknown { names } => {
                format!("no table says whether it is in the class {}", names.join(", "))
            }
            Self::LimitNotKnown => "the source of the rule names no limit".to_owned(),
            Self::OnPurpose { low } => format!(
                "{} ppm are added on purpose, or for a reason that is not told, which is over in any amount",
                low.ppm_low()
            ),
            Self::OfRule { en, .. } => en.clone(),
            Self::OpenInProduct => {
                "what its parts leave open may put the product over the limit".to_owned()
            }
            Self::PurposeNotKnown => {
                "it may have been added on purpose, which is over in any amount".to_owned()
            }
            Self::OverElsewhere { list } => format!(
                "the supplier states that the threshold of list {list} is exceeded, which is not that of the rule"
            ),
            Self::NoDeclaration => "the part has no usable declaration".to_owned(),
            Self::NotInChildren => {
                "the declaration of the whole holds more of it than its parts account for"
                    .to_owned()
            }
            Self::OnlyInWhole => {
                "the part is declared only as a part of the whole assembly".to_owned()
            }
            Self::Over { low, limit } => {
                format!("{} ppm is over the limit of {} ppm", low.ppm_low(), limit.ppm_low())
            }
            Self::OverByStatement { list } => {
                format!("the supplier states that the threshold of list {list} is exceeded")
            }
            Self::StatementContradicts { list } => {
                format!("the composition contradicts the statement on list {list}")
            }
            Self::StatementSilent { lists } if lists.is_empty() => {
                "no composition and no statement covers it".to_owned()
            }
            Self::StatementSilent { lists } => {
                format!("no composition; the statements on {} do not cover it", lists.join(", "))
            }
            Self::Suspect { substance } => {
                format!("`{substance}` may hold it: its name hints at it and no table knows it")
            }
            Self::Unconfirmed => {
                "the membership of the substance in the group is not confirmed".to_owned()
            }
            Self::Undisclosed { share, names } if names.is_empty() => {
                format!("{} % is undisclosed", percent(*share))
            }
            Self::Undisclosed { share, names } => {
                format!("{} % is undisclosed ({})", percent(*share), names.join(", "))
            }
        }
    }

    #[expect(clippy::too_many_lines, reason = "one line per cause")]
    fn chinese(&self) -> String {
        match self {
            Self::Alternate { maker } => format!("仅制造商“{maker}”的部件超标，其他制造商的未超标"),
            Self::OtherDocument => "同一制造商的另一份文件说法不同".to_owned(),
            Self::ByExemption { id, expires: Some(date) } => {
                format!("适用豁免 {id}，有效期至 {date}")
            }
            Self::ByExemption { id, expires: None } => format!("适用豁免 {id}，截止日期不详"),
            Self::ClassMayHold { substance } => {
                format!("“{substance}”属于可能含有该物质的类别或混合物")
            }
            Self::ExceptionTextNotHeld { id, list } => {
                format!("声明引用了 {list} 的例外“{id}”，但数据中没有其文本")
            }
            Self::ExemptionAnnexUnclear { id } => {
                format!("附件 III 和附件 IV 均有豁免 {id}，结果不同，声明未说明引用的是哪一个")
            }
            Self::ExemptionDisputed { id, ends } => {
                format!("各来源对豁免 {id} 的截止日期说法不一：{}", joined(ends, "、"))
            }
            Self::ExemptionExpired { id, date } => format!("豁免 {id} 已于 {date} 到期"),
            Self::ExemptionLimitMissed { id } => format!("含量不符合豁免 {id} 自身的限值"),
            Self::ExemptionLimitUnclear { id } => {
                format!("无法确定含量是否符合豁免 {id} 自身的限值")
            }
            Self::ExemptionNotInData { id } => format!("声明引用了豁免“{id}”，但数据中没有该豁免"),
            Self::ExemptionNotYet { id, date } => format!("豁免 {id} 在 {date} 尚未生效"),
            Self::ExemptionOfAnotherSubstance { id, entry } => {
                format!("豁免 {id} 不适用于 {entry}")
            }
            Self::ExemptionOutOfScope { id, category } => {
                format!("豁免 {id} 不适用于第 {category} 类产品")
            }
            Self::ExemptionScopeUnclear { id, category } => {
                format!("豁免 {id} 的来源未注明产品类别，而第 {category} 类另有期限")
            }
            Self::StatementUnclear { list } => {
                format!("对清单 {list} 的声明称超过阈值，所给含量却在阈值以内")
            }
            Self::StatementsContradict { lists } => {
                format!("同一日期的声明相互矛盾（{}）", lists.join("、"))
            }
            Self::NoRules { date } => format!("数据中没有适用于 {date} 的规则"),
            Self::Range { substance, share } => format!(
                "“{substance}”的含量是一个范围：占材料的 {} % 至 {} %",
                share.low.ppm_low().scaled(-4),
                percent(share.high)
            ),
            Self::WithoutAmount { substance } => format!("“{substance}”没有可用的含量"),
            Self::ExemptionPending { id, date } => {
                format!("豁免 {id} 名义上于 {date} 到期，续期申请待决期间继续有效，数据中无此信息")
            }
            Self::Admitted { statement, response } => {
                format!("供应商对“{statement}”的回答为“{response}”")
            }
            Self::ClaimedApart { ids, list } => {
                format!("豁免 {} 随清单 {list} 引用，但未说明适用于哪个部位", ids.join("、"))
            }
            Self::OverNotUnderstood { entry, list } => {
                format!("供应商声明超过清单 {list} 中“{entry}”的阈值，但无法识别该条目")
            }
            Self::NotClaimed { ids } => format!("豁免 {} 可能适用，但声明中未引用", ids.join("、")),
            Self::ApplicationNotTold { applications } => format!(
                "这些规则仅适用于 {}：请用 --application 说明产品的用途",
                applications.join("、")
            ),
            Self::ClassesUnknown { names } => {
                format!("没有表说明类别 {} 中是否含有该物质", names.join("、"))
            }
            Self::LimitNotKnown => "该规则的来源未给出限值".to_owned(),
            Self::OnPurpose { low } => {
                format!("{} ppm 为有意添加或未说明原因，任何含量均超限", low.ppm_low())
            }
            Self::OfRule { zh, .. } => zh.clone(),
            Self::OpenInProduct => "各部件未明确的部分可能使整个产品超过限值".to_owned(),
            Self::PurposeNotKnown => "可能为有意添加，任何含量均超限".to_owned(),
            Self::OverElsewhere { list } => {
                format!("供应商声明超过清单 {list} 的阈值，但该阈值并非本规则的限值")
            }
            Self::NoDeclaration => "该部件没有可用的声明".to_owned(),
            Self::NotInChildren => "整体声明中的含量多于其各部件所能说明的量".to_owned(),
            Self::OnlyInWhole => "该部件仅作为整个组件的一部分被声明".to_owned(),
            Self::Over { low, limit } => {
                format!("{} ppm 超过限值 {} ppm", low.ppm_low(), limit.ppm_low())
            }
            Self::OverByStatement { list } => format!("供应商声明超过清单 {list} 的阈值"),
            Self::StatementContradicts { list } => format!("成分与清单 {list} 的声明矛盾"),
            Self::StatementSilent { lists } if lists.is_empty() => {
                "没有成分数据，也没有相关声明".to_owned()
            }
            Self::StatementSilent { lists } => {
                format!("没有成分数据；{} 的声明未涵盖该条目", lists.join("、"))
            }
            Self::Suspect { substance } => {
                format!("“{substance}”可能含有该物质：名称有此迹象且各表均未收录")
            }
            Self::Unconfirmed => "该物质是否属于该组未经确认".to_owned(),
            Self::Undisclosed { share, names } if names.is_empty() => {
                format!("有 {} % 未披露", percent(*share))
            }
            Self::Undisclosed { share, names } => {
                format!("有 {} % 未披露（{}）", percent(*share), names.join("、"))
            }
        }
    }
}

fn joined(dates: &[Date], between: &str) -> String {
    dates.iter().map(Date::to_string).collect::<Vec<_>>().join(between)
}

/// A share in percent, rounded up at the eleventh place.
fn percent(share: Fraction) -> Decimal {
    share.ppm_high().scaled(-4)
}
