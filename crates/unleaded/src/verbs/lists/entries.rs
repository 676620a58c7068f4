//! A list for people: what it is, then its entries with what is inside of them.

use std::io;

use jiff::civil::Date;
use unleaded_documents::text_table::safe;
use unleaded_rules::listed::{Fact, Field, Item, ItemKind, Listed, Said};
use unleaded_rules::lists::Standing;

use super::Detail;
use super::words::Words;
use crate::page::{Ink, Page};

pub(super) fn write(
    page: &mut Page<'_>,
    list: &Listed<'_>,
    as_of: Option<Date>,
    (detail, words): (Detail, Words),
) -> io::Result<()> {
    let header = list.header;
    let title = page.ink(Ink::Bold, &format!("{}  {}", header.id, header.edition));
    page.line(&title)?;
    let mut dates = vec![(words.issued(), header.issued), (words.effective(), header.effective)];
    dates.extend([(words.repealed(), header.repealed), (words.known(), header.known)]);
    let dates = dates.into_iter().filter_map(|(word, date)| Some(format!("{word} {}", date?)));
    let (colon, place) = (words.colon(), header.place.as_ref());
    let lines = [
        format!("{}{colon}{}", header.authority, header.identity),
        dates.collect::<Vec<_>>().join(words.comma()),
        format!("{}{colon}{}", words.checked(), header.status),
        format!("{}{colon}{}", words.source(), header.source),
        format!("{}{colon}{}", words.licence(), header.licence),
        format!("SHA-256{colon}{}", header.sha256),
        place
            .map(|place| format!("{}{colon}{}", words.file(), place.file_name()))
            .unwrap_or_default(),
        if header.standing == Standing::Draft { words.draft().to_owned() } else { String::new() },
        as_of.map(|date| words.as_of(date)).unwrap_or_default(),
        if list.items.is_empty() {
            words.nothing().to_owned()
        } else {
            words.counts(&list.counts())
        },
    ];
    for line in lines.iter().filter(|line| !line.is_empty()) {
        page.text("  ", "    ", line, Ink::Plain)?;
    }
    let mut entries = Entries { page, detail, words };
    for item in &list.items {
        entries.page.line("")?;
        entries.item(item, 0)?;
    }
    Ok(())
}

struct Entries<'p, 'w> {
    page: &'p mut Page<'w>,
    detail: Detail,
    words: Words,
}

impl Entries<'_, '_> {
    fn item(&mut self, item: &Item, depth: usize) -> io::Result<()> {
        let (indent, detail) = ("  ".repeat(depth), self.detail);
        let rest = format!("{indent}    ");
        self.page.text(&indent, &rest, &head(item, self.words), Ink::Bold)?;
        for (field, said) in item.facts.iter().filter(|fact| is_told(item, fact, detail)) {
            let text = self.words.fact(*field, said);
            let ink = if *field == Field::Contradicts { Ink::Red } else { Ink::Plain };
            self.page.text(&rest, &format!("{rest}  "), &text, ink)?;
        }
        item.items.iter().try_for_each(|inside| self.item(inside, depth + 2))
    }
}

/// The line that says what an item is.
pub(super) fn head(item: &Item, words: Words) -> String {
    let names = [Field::NameEn, Field::NameZh].into_iter().filter_map(|field| item.said(field));
    let names = names.filter_map(|said| match said {
        Said::Text(name) if *name != item.key && !name.is_empty() => Some(safe(name)),
        _ => None,
    });
    let own = match item.kind {
        ItemKind::Applicability => String::new(),
        ItemKind::Claim => told(item, Field::Act, words),
        ItemKind::Period | ItemKind::Standing => told(item, Field::Categories, words),
        _ => safe(&item.key),
    };
    let parts = [words.kind(item.kind).to_owned(), own].into_iter().chain(names);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// The facts by which something that is new or gone is known, beside its line.
pub(super) fn figures(item: &Item, words: Words) -> Vec<String> {
    use Field::{Cas, Categories, Expires, From, Included, LimitPpm, State, Until};
    let figures = [State, Cas, Included, LimitPpm, Categories, From, Until, Expires];
    let told = figures.into_iter().filter_map(|field| Some((field, item.said(field)?)));
    let told = told.filter(|(field, said)| !said.is_empty() && !is_in_head(item, *field));
    told.map(|(field, said)| words.fact(field, said)).collect()
}

fn told(item: &Item, field: Field, words: Words) -> String {
    item.said(field).map(|said| words.said(field, said)).unwrap_or_default()
}

fn is_told(item: &Item, (field, said): &Fact, detail: Detail) -> bool {
    use Field::{Cas, Categories, Expires};
    // That a source does not say for whom or how long is worth a line.
    let open = item.kind == ItemKind::Claim && matches!(field, Categories | Expires);
    let in_head =
        is_in_head(item, *field) || *field == Cas && *said == Said::Several(vec![item.key.clone()]);
    let wanted = detail == Detail::Full || is_main(*field);
    (open || !said.is_empty()) && !in_head && wanted
}

fn is_in_head(item: &Item, field: Field) -> bool {
    let is_key = || item.said(field) == Some(&Said::Text(item.key.clone()));
    match (item.kind, field) {
        (_, Field::NameEn | Field::NameZh)
        | (ItemKind::Claim, Field::Act)
        | (ItemKind::Period | ItemKind::Standing, Field::Categories) => true,
        (ItemKind::Entry, Field::Group) | (ItemKind::Exceptions, Field::Edition) => is_key(),
        _ => false,
    }
}

/// Whether a fact is shown beside every entry of a whole list.
fn is_main(field: Field) -> bool {
    use Field::{
        AnswersTo, Confidence, Decisions, Derivation, Hints, LegalReference, Note, Source,
        SourceKind,
    };
    let more = [
        AnswersTo,
        Confidence,
        Decisions,
        Derivation,
        Hints,
        LegalReference,
        Note,
        Source,
        SourceKind,
    ];
    !more.contains(&field)
}
