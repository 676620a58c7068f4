//! Causes in Chinese.

use super::{Reason, joined, percent};

impl Reason {
    #[expect(clippy::too_many_lines, reason = "one line per cause")]
    pub(super) fn chinese(&self) -> String {
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
            Self::ExemptionNotNamed { id } => format!("豁免一栏填写“{id}”，未指明任何豁免"),
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
            Self::NotKnownThen { day } => format!("没有记录表明 {day} 已知该法规的任何版本"),
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
            Self::ClaimNotDated => {
                "另一份文件声明了豁免，而两份文件之一没有日期，该豁免可能已被取代".to_owned()
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
            Self::OnPurpose { low } if low.is_zero() => {
                "为有意添加或未说明原因，任何含量均超限".to_owned()
            }
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
                format!("“{substance}”可能含有该物质：名称有此迹象，且各表均未以该名称收录")
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
