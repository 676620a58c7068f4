//! The result of a deep check for people.

use std::fmt::Write as _;

use unleaded_app::aggregate::{Again, Child, Counts, State, TakenBack, Tier};
use unleaded_model::diagnostic::Language;

use super::deep::Found;
use crate::printer::{Printer, visible};

/// Columns of a level.
const STEP: usize = 2;
/// Most good documents that are told one by one.
const LISTED: usize = 30;

pub(super) fn text(found: &Found, printer: &Printer) -> String {
    let mut out = String::new();
    for tier in &found.checked.tiers {
        self::tier(tier, printer, &mut out);
    }
    for file in &found.checked.others {
        let no = printer.word("not in the report: ", "不在报告中：");
        let _ = writeln!(out, "{no}{}", visible(file));
    }
    let all = match found.checked.is_fine() {
        true => {
            printer.word("everything was seen and is good, tier by tier", "各层内容均已见到且有效")
        }
        false => printer.word("not everything was seen and is good", "并非所有内容均已见到且有效"),
    };
    let _ = writeln!(out, "{}{}{all}", visible(&found.file), printer.word(": ", "："));
    out
}

fn tier(tier: &Tier, printer: &Printer, out: &mut String) {
    let indent = " ".repeat((tier.tier - 1).min(8) * STEP);
    let colon = printer.word(": ", "：");
    let _ = writeln!(
        out,
        "{indent}{}{}{colon}{}{}",
        printer.word("", "第"),
        match printer.language() {
            Language::En => format!("tier {}, {}", tier.tier, visible(&tier.file)),
            Language::Zh => format!("{} 层，{}", tier.tier, visible(&tier.file)),
        },
        state(tier.state, printer),
        signers(&tier.signers, printer),
    );
    let indent = format!("{indent}{}", " ".repeat(STEP));
    if let Some(about) = &tier.about {
        let of = printer.word("as of ", "日期 ");
        let from = match printer.language() {
            Language::En => format!("made from {} signatures", about.inputs.count),
            Language::Zh => format!("所依据签名 {} 份", about.inputs.count),
        };
        let (products, comma) = (about.products.len(), printer.word(", ", "，"));
        let products = match (printer.language(), about.products.as_slice()) {
            (_, [one]) => visible(one),
            (Language::En, _) => format!("{products} products"),
            (Language::Zh, _) => format!("{products} 个产品"),
        };
        let _ = writeln!(out, "{indent}{products}{comma}{of}{}{comma}{from}", about.as_of);
        let _ = writeln!(out, "{indent}{}{}", printer.word("root ", "根 "), about.inputs.root);
    }
    for source in tier.sources.iter().filter(|source| !source.state.is_fine()) {
        let (en, zh) = source.kind.words();
        let name = visible(&format!("{} {}", printer.word(en, zh), source.name));
        let _ = writeln!(out, "{indent}{}{colon}{}", name.trim(), state(source.state, printer));
    }
    let (fine, open): (Vec<&Child>, Vec<&Child>) =
        tier.children.iter().partition(|child| child.is_fine() && child.lower.is_none());
    let listed = if fine.len() > LISTED { &[][..] } else { &fine[..] };
    for child in open.iter().chain(listed) {
        let _ = writeln!(out, "{indent}{}", document(child, printer));
    }
    if listed.len() < fine.len() {
        let more = match printer.language() {
            Language::En => format!("{} documents: good", fine.len()),
            Language::Zh => format!("{} 个文件：有效", fine.len()),
        };
        let _ = writeln!(out, "{indent}{more}");
    }
    let _ = writeln!(out, "{indent}{}", again(&tier.again, printer));
}

fn document(child: &Child, printer: &Printer) -> String {
    let name = match &child.file {
        Some(file) => visible(file),
        None => child.sha256.to_string(),
    };
    let colon = printer.word(": ", "：");
    let mut line = format!("{name}{colon}{}", state(child.state, printer));
    line += &signers(&child.signers, printer);
    if !child.parts.is_empty() {
        let parts = child.parts.join(printer.word(", ", "、"));
        let _ = write!(line, "{}{}", printer.word(", part ", "，料号 "), visible(&parts));
    }
    line += match child.taken_back {
        None => "",
        Some(TakenBack::Superseded) => {
            printer.word(", REPLACED by its signer since", "，此后已被签名方取代")
        }
        Some(TakenBack::Withdrawn) => {
            printer.word(", WITHDRAWN by its signer since", "，此后已被签名方撤回")
        }
    };
    if child.counts == Counts::No {
        line += printer.word(", counts for nothing", "，不计入");
    }
    if let Some(lower) = &child.lower {
        line += match lower.seen {
            Some(_) => printer.word(", made from an aggregate below", "，依据下层汇总报告"),
            None => printer
                .word(", made from an aggregate that was not seen", "，所依据的汇总报告未见到"),
        };
    }
    line
}

fn state(state: State, printer: &Printer) -> &'static str {
    match state {
        State::Bad => printer.word("BAD", "无效"),
        State::Changed => printer.word("CHANGED", "已改动"),
        State::Good => printer.word("good", "有效"),
        State::Missing => printer.word("not seen", "未见到"),
        State::Seen => printer.word("seen", "已见到"),
        State::UnknownKey => printer.word("unknown key", "未知密钥"),
        State::Unsigned => printer.word("unsigned", "未签名"),
    }
}

fn signers(signers: &[String], printer: &Printer) -> String {
    if signers.is_empty() {
        return String::new();
    }
    let signers = signers.join(printer.word(", ", "、"));
    format!("{}{}", printer.word(", signed by ", "，签名方："), visible(&signers))
}

fn again(again: &Again, printer: &Printer) -> String {
    match again {
        Again::Differs { count, .. } => match printer.language() {
            Language::En => format!("rolled up again: ANOTHER REPORT, {count} values differ"),
            Language::Zh => format!("重新汇总：报告不同，{count} 处有差异"),
        },
        Again::NotRepeated => printer
            .word("not rolled up again: not all of it is there", "未重新汇总：内容不全")
            .to_owned(),
        Again::Same => {
            printer.word("rolled up again: the same bytes", "重新汇总：字节相同").to_owned()
        }
        Again::SameOtherwise => printer
            .word(
                "rolled up again: what both versions of the program say is the same",
                "重新汇总：两个版本共有的内容相同",
            )
            .to_owned(),
    }
}
