//! The way up for people.

use std::io;

use unleaded_app::rollup::{Certainty, Holder, InProduct, Paths, WhereUsed};
use unleaded_documents::figures;
use unleaded_documents::text_table::shown;
use unleaded_model::diagnostic::Language;

use crate::page::{Ink, Page};

/// Parts that are shown without `--all`.
pub(super) const HOLDERS: usize = 20;

pub(super) fn write(
    page: &mut Page<'_>,
    found: &WhereUsed,
    most: usize,
    language: Language,
) -> io::Result<()> {
    for product in &found.products {
        of_product(page, product, language)?;
        page.line("")?;
    }
    if !found.holders.is_empty() {
        let heading =
            language.pick("Parts that hold it themselves, or may", "本身含有或可能含有的部件");
        page.line(&page.ink(Ink::Bold, heading))?;
    }
    for holder in found.holders.iter().take(most) {
        of_holder(page, holder, language)?;
    }
    if let Some(more) = found.holders.len().checked_sub(most).filter(|more| *more > 0) {
        page.line(&match language {
            Language::En => format!("  … and {more} more (--all)"),
            Language::Zh => format!("  ……另有 {more} 项（--all）"),
        })?;
    }
    let count = |certainty| found.products.iter().filter(|p| p.certainty == certainty).count();
    let (sure, maybe) = (count(Certainty::Surely), count(Certainty::Possibly));
    let (key, without) = (shown(&found.key), found.without);
    page.text(
        "",
        "",
        &match language {
            Language::En => {
                format!("{key}: in {sure} products, possibly in {maybe} more, not in {without}")
            }
            Language::Zh => {
                format!("{key}：{sure} 个产品含有，另有 {maybe} 个可能含有，{without} 个不含")
            }
        },
        Ink::Plain,
    )
}

fn of_product(page: &mut Page<'_>, product: &InProduct, language: Language) -> io::Result<()> {
    let name = match language {
        Language::Zh if !product.name_zh.is_empty() => &product.name_zh,
        _ => &product.name,
    };
    let (mark, word) = certainty(product.certainty, language);
    let head = format!("{}  {}", shown(&product.part), shown(name));
    page.text(&format!("{mark} "), "  ", &format!("{}: {word}", head.trim_end()), Ink::Bold)?;
    let statuses = product
        .statuses
        .iter()
        .map(|(set, status)| format!("{}: {}", shown(set), figures::status(status, language)));
    let statuses = statuses.collect::<Vec<_>>().join(language.pick(", ", "，"));
    if !statuses.is_empty() {
        page.text("  ", "  ", &statuses, Ink::Plain)?;
    }
    if let (Some(mass), Some(worst)) = (&product.mass_mg, &product.worst_ppm) {
        let (mass, worst) = (figures::mass(mass), figures::range(worst));
        let text = match language {
            Language::En => format!("{mass} in one piece; {worst} ppm in the worst place"),
            Language::Zh => format!("每件 {mass}；最高含量处 {worst} ppm"),
        };
        page.text("  ", "  ", &text, Ink::Plain)?;
    }
    of_paths(page, &product.surely, Certainty::Surely, language)?;
    of_paths(page, &product.possibly, Certainty::Possibly, language)
}

fn of_paths(
    page: &mut Page<'_>,
    paths: &Paths,
    certain: Certainty,
    language: Language,
) -> io::Result<()> {
    let (mark, _) = certainty(certain, language);
    for path in &paths.shown {
        let path = path.iter().map(|step| shown(step)).collect::<Vec<_>>().join(" > ");
        page.text(&format!("  {mark} "), "      ", &path, Ink::Plain)?;
    }
    let shown = paths.shown.len() as u128;
    let more = paths.count.map(|count| count.saturating_sub(shown));
    let text = match (more, language) {
        (Some(0), _) => return Ok(()),
        (Some(more), Language::En) => format!("… and {more} more paths (--all)"),
        (Some(more), Language::Zh) => format!("……另有 {more} 条路径（--all）"),
        (None, Language::En) => "… and more paths than can be counted".to_owned(),
        (None, Language::Zh) => "……其余路径多得无法计数".to_owned(),
    };
    page.line(&format!("    {text}"))
}

fn of_holder(page: &mut Page<'_>, holder: &Holder, language: Language) -> io::Result<()> {
    let (mark, _) = certainty(holder.certainty, language);
    let why = match holder.why {
        "named" => language.pick("declared", "已声明"),
        "no-declaration" => language.pick("no declaration", "无声明"),
        "undisclosed" => language.pick("in what is not disclosed", "在未披露部分中"),
        _ => "",
    };
    let amount = match (&holder.mass_mg, &holder.share_ppm) {
        (Some(mass), Some(share)) => {
            format!("  {}, {} ppm", figures::mass(mass), figures::range(share))
        }
        _ => String::new(),
    };
    let documents = holder.documents.iter().map(|hash| hash.chars().take(12).collect::<String>());
    let documents = documents.collect::<Vec<_>>().join(", ");
    let text = format!("{}{amount}  {why}  {documents}", shown(&holder.part));
    page.text(&format!("  {mark} "), "      ", text.trim_end(), Ink::Plain)
}

fn certainty(certainty: Certainty, language: Language) -> (&'static str, &'static str) {
    match certainty {
        Certainty::Possibly => ("?", language.pick("may hold it", "可能含有")),
        Certainty::Surely => ("!", language.pick("holds it", "含有")),
    }
}
