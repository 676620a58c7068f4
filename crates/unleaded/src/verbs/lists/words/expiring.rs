//! The words of the calendar.

use unleaded_app::expiring::{
    About, Calendar, Certainty, Change, Event, ExemptionEnd, Falling, Touched, Window,
};
use unleaded_documents::text_table::safe;
use unleaded_model::diagnostic::Language;

use super::Words;

pub(in crate::verbs::lists) fn head(words: Words, window: Window) -> String {
    let Window { from, until } = window;
    match words.0 {
        Language::En => format!("What ends or changes from {from} to {until}"),
        Language::Zh => format!("{from} 至 {until} 到期或变更的内容"),
    }
}

pub(in crate::verbs::lists) fn apart(words: Words) -> &'static str {
    words.0.pick(
        "Without a day to plan by: valid until decided, or no end is known",
        "没有可供计划的日期：裁定前继续有效，或截止日期不详",
    )
}

pub(in crate::verbs::lists) fn falling(words: Words) -> &'static str {
    words.0.pick("Products that fall, and their last day", "将不再符合的产品及其最后一天")
}

/// What ends or changes, in one line.
pub(in crate::verbs::lists) fn event(words: Words, event: &Event) -> String {
    match &event.about {
        About::Change(change) => changed(words, change),
        About::Exemption(end) => {
            let (id, list) = (safe(&end.id), safe(&end.list));
            let (entries, categories) = (end.entries.join(" "), end.categories.join(" "));
            match words.0 {
                Language::En => {
                    format!("{id}  {list}  {entries}  categories {categories}")
                }
                Language::Zh => format!("{id}  {list}  {entries}  产品类别 {categories}"),
            }
        }
    }
}

fn changed(words: Words, change: &Change) -> String {
    let text = words.0.pick(&change.text_en, &change.text_zh);
    if !text.is_empty() {
        let before = words.0.pick("before this day: ", "此日之前：");
        return format!("{}  {before}{text}", change.list);
    }
    let said = [
        (&change.removed, words.0.pick("no more", "不再适用")),
        (&change.added, words.0.pick("new", "新增")),
        (&change.changed, words.0.pick("changed", "变更")),
    ];
    let told = said.iter().filter(|(keys, _)| !keys.is_empty());
    let told: Vec<String> = told
        .map(|(keys, word)| format!("{word}{}{}", words.colon(), keys.join(words.separator())))
        .collect();
    format!("{}  {}", change.list, told.join(words.0.pick("; ", "；")))
}

/// How sure an end is, and who says so.
pub(in crate::verbs::lists) fn facts(words: Words, end: &ExemptionEnd) -> Vec<String> {
    let ends: Vec<String> = end.ends.iter().map(ToString::to_string).collect();
    let certainty = match end.certainty {
        Certainty::Disputed => {
            let label = words.0.pick("disputed, sources say: ", "有争议，各来源所述：");
            Some(format!("{label}{}", ends.join(words.0.pick(" or ", "、"))))
        }
        Certainty::NotKnown => Some(words.0.pick("no end is known", "截止日期不详").to_owned()),
        Certainty::ScopeUnclear => Some(
            words
                .0
                .pick(
                    "the source does not say whether it is for these",
                    "来源未说明是否适用于这些类别",
                )
                .to_owned(),
        ),
        Certainty::Stated => None,
        Certainty::ValidUntilDecided => Some(
            words
                .0
                .pick(
                    "valid until decided where renewal was applied for; the day is nominal",
                    "已申请续期的，裁定前继续有效；该日期为名义截止日期",
                )
                .to_owned(),
        ),
    };
    let said = end.sources.iter().map(|source| {
        let act = if source.act.is_empty() { words.not_stated() } else { &source.act };
        let day = source.expires.map_or_else(|| words.not_stated().to_owned(), |d| d.to_string());
        format!("{day}{}{}{}{}", words.colon(), safe(act), words.comma(), safe(&source.source))
    });
    certainty.into_iter().chain(said).collect()
}

/// A product below an event.
pub(in crate::verbs::lists) fn touched(words: Words, touched: &Touched) -> String {
    let status = status(words, &touched.status);
    let product = product(&touched.part, &touched.name);
    let mut text = words
        .0
        .pick(&format!("{product} ({status})"), &format!("{product}（{status}）"))
        .to_owned();
    if touched.falls {
        text += match touched.places {
            0 => words.0.pick(", to be assessed anew", "，须重新评定"),
            _ => words.0.pick(", falls", "，将不再符合"),
        };
    }
    if touched.places > 0 {
        let path: Vec<String> = touched.path.iter().map(|step| safe(step)).collect();
        let path = path.join(" > ");
        text += &match (words.0, touched.places) {
            (Language::En, 1) => format!(": {path}"),
            (Language::En, places) => format!(": {places} places, {path} first"),
            (Language::Zh, places) => format!("：{places} 处，首处 {path}"),
        };
    }
    text
}

/// Number and name, if there is one.
fn product(part: &str, name: &str) -> String {
    match name.is_empty() {
        true => safe(part),
        false => format!("{}  {}", safe(part), safe(name)),
    }
}

/// A product that falls.
pub(in crate::verbs::lists) fn fallen(words: Words, falling: &Falling) -> String {
    let product = product(&falling.part, &falling.name);
    let ids: Vec<String> = falling.exemptions.iter().map(|id| safe(id)).collect();
    let ids = ids.join(words.separator());
    let disputed = match falling.certainty {
        Certainty::Disputed => words.0.pick(", disputed", "，有争议"),
        _ => "",
    };
    format!("{product}  {}  {ids}{disputed}", falling.rule_set)
}

pub(in crate::verbs::lists) fn more(words: Words, count: usize) -> String {
    match words.0 {
        Language::En => format!("… and {count} more (see --format json)"),
        Language::Zh => format!("……另有 {count} 个（见 --format json）"),
    }
}

/// The last line.
pub(in crate::verbs::lists) fn counts(words: Words, found: &Calendar) -> String {
    let (events, apart, falling) = (found.events.len(), found.apart.len(), found.falling.len());
    let touched = found.events.iter().flat_map(|event| &event.products);
    let anew = touched.filter(|touched| touched.falls && touched.places == 0).count();
    match words.0 {
        Language::En => format!(
            "{events} ends or changes, {apart} without a day; products that fall with an exemption: {falling}, to be assessed anew: {anew}"
        ),
        Language::Zh => format!(
            "到期或变更 {events} 项，无日期 {apart} 项；因豁免到期将不再符合的产品 {falling} 个，须重新评定 {anew} 个"
        ),
    }
}

fn status(words: Words, status: &str) -> String {
    let known = match status {
        "compliant" => ("compliant", "符合"),
        "compliant-by-exemption" => ("compliant by exemption", "凭豁免符合"),
        "declare" => ("to declare", "须声明"),
        "non-compliant" => ("non-compliant", "不符合"),
        "nothing-to-declare" => ("nothing to declare", "无须声明"),
        "unknown" => ("unknown", "无法判定"),
        other => return safe(other),
    };
    words.0.pick(known.0, known.1).to_owned()
}
