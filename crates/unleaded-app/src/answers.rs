//! Answers on a list edition, written from what is known of a part.

use std::collections::BTreeMap;

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Number};
use unleaded_model::declaration::{Answer, DeclaredPart, ExemptionClaim, ListAnswers, Stated};
use unleaded_model::diagnostic::codes::{exchange, xml};
use unleaded_model::diagnostic::{Diagnostic, Language, Place};
use unleaded_rules::lists::{Level, Lists};
use unleaded_rules::{
    Acceptance, Amounts, AnswerableList, EntryAnswer, Known, OpenPlace, Options, OverPlace,
    PartComposition, PartDocument, PlaceStatus, Reason, RuleEntry, Vouched, claim_key, resolve,
};

/// Who gives the codes of the lists that can be answered.
pub(crate) const AUTHORITY: &str = "IPC";
/// Places of a percentage that is written; what is finer is rounded up.
const PLACES: i32 = 6;

/// An entry that what is known does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenEntry {
    /// Its name, as it is written.
    pub(crate) name: String,
    /// Its code; empty: not known.
    pub(crate) code: String,
    /// Why it is open.
    pub(crate) reasons: Vec<Reason>,
}

/// What a part answers to a list.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// The answers; entries that are open are not among them.
    pub(crate) list: ListAnswers,
    /// The open entries, in the order of the list.
    pub(crate) open: Vec<OpenEntry>,
    /// What the answers can't hold of what is known.
    pub(crate) losses: Vec<Diagnostic>,
}

/// Resolves a part of one document alone; where its identities differ in mass, one alternative each.
pub(crate) fn composition(
    part: &DeclaredPart,
    (amounts, acceptance): (Amounts, Acceptance),
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> PartComposition {
    let mut alternatives = Vec::new();
    let mut masses = Vec::new();
    for item in &part.items {
        let mass = item.mass.as_ref().map(|mass| mass.value);
        if masses.contains(&mass) {
            continue;
        }
        masses.push(mass);
        let mut alone = part.clone();
        alone.items = vec![item.clone()];
        let document = PartDocument {
            document: 0,
            part: &alone,
            maker: "",
            date: None,
            vouched: Vouched::No,
            amounts,
            acceptance,
        };
        let resolved = resolve(&[document], lists, options, diagnostics);
        alternatives.extend(resolved.into_iter().flat_map(|part| part.alternatives));
    }
    PartComposition { alternatives }
}

/// Returns what `part`, which is called `number`, answers to `list`.
pub(crate) fn answer(
    part: &PartComposition,
    (number, place): (&str, &Place),
    list: &AnswerableList,
    lists: &Lists,
    options: &Options,
) -> Answered {
    let mut writer = Writer { number, place, list, losses: Vec::new() };
    let (mut answers, mut open) = (Vec::new(), Vec::new());
    for entry in list.answers(part, lists, options) {
        match &entry.known {
            Known::Within => answers.push(writer.within(&entry)),
            Known::Over { places, open: None } => answers.extend(writer.over(&entry, places)),
            Known::Over { places, open: Some(place) } => {
                answers.extend(writer.over_and_open(&entry, places));
                open.push(open_entry(&entry, place));
            }
            Known::Open(place) => open.push(open_entry(&entry, place)),
        }
    }
    let list = ListAnswers {
        authority: AUTHORITY.to_owned(),
        identity: list.identity.clone(),
        answers,
        place: place.clone(),
    };
    Answered { list, open, losses: writer.losses }
}

fn open_entry(entry: &EntryAnswer<'_>, place: &OpenPlace) -> OpenEntry {
    OpenEntry {
        name: entry.entry.name_en.clone(),
        code: entry.code.to_owned(),
        reasons: place.reasons.clone(),
    }
}

/// An answer to an entry that says nothing yet.
pub(crate) fn blank(rule: &RuleEntry, code: &str, place: &Place) -> Answer {
    Answer {
        name: rule.name_en.clone(),
        application: "All".to_owned(),
        code_authority: if code.is_empty() { String::new() } else { AUTHORITY.to_owned() },
        code: code.to_owned(),
        over: None,
        threshold: threshold(rule),
        share_of_material: None,
        share_of_part: None,
        mass: None,
        exemptions: Vec::new(),
        kept: Vec::new(),
        place: place.clone(),
    }
}

/// The threshold in words, as lists print it.
fn threshold(rule: &RuleEntry) -> String {
    let percent = rule.limit.ppm_low().scaled(-4);
    match rule.level {
        Level::Article | Level::Product | Level::ProductPart => {
            format!("{percent} mass% of article")
        }
        Level::HomogeneousMaterial => format!("{percent} mass% of homogeneous material"),
    }
}

struct Writer<'a> {
    number: &'a str,
    place: &'a Place,
    list: &'a AnswerableList,
    losses: Vec<Diagnostic>,
}

impl Writer<'_> {
    fn within(&self, entry: &EntryAnswer<'_>) -> Answer {
        Answer { over: Some(false), ..blank(entry.entry, entry.code, self.place) }
    }

    /// One answer for each set of exemptions, with the worst of the places that claim just these: a permission for one
    /// place is none for another.
    fn over(&mut self, entry: &EntryAnswer<'_>, places: &[OverPlace]) -> Vec<Answer> {
        let mut groups: Vec<(Vec<ExemptionClaim>, Vec<&OverPlace>)> = Vec::new();
        for place in places {
            match groups.iter_mut().find(|(claims, _)| same(claims, &place.claims)) {
                Some((_, places)) => places.push(place),
                None => groups.push((place.claims.clone(), vec![place])),
            }
        }
        let answer = |(claims, places): (Vec<ExemptionClaim>, Vec<&OverPlace>)| {
            let share = self.worst(entry, &places);
            let claims = self.still_in_vain(entry, &places, claims, share.as_deref());
            let (material, part) = match entry.entry.level {
                Level::Article | Level::Product | Level::ProductPart => (None, share),
                Level::HomogeneousMaterial => (share, None),
            };
            Answer {
                over: Some(true),
                share_of_material: material,
                share_of_part: part,
                exemptions: claims,
                ..blank(entry.entry, entry.code, self.place)
            }
        };
        groups.into_iter().map(answer).collect()
    }

    /// What surely is over beside a place that may be. No figure is the worst case, and an exemption would be taken to
    /// cover the open place too: where all that surely is over is exempt, nothing is answered.
    fn over_and_open(&self, entry: &EntryAnswer<'_>, places: &[OverPlace]) -> Option<Answer> {
        let over = places.iter().any(|place| place.status == PlaceStatus::Over);
        over.then(|| Answer { over: Some(true), ..blank(entry.entry, entry.code, self.place) })
    }

    /// The claims of an answer. An exemption that does not cover what is known to be there may cover less: where no
    /// figure says how much it is, the claim is left out, and told.
    fn still_in_vain(
        &mut self,
        entry: &EntryAnswer<'_>,
        places: &[&OverPlace],
        claims: Vec<ExemptionClaim>,
        share: Option<&Stated<FractionRange>>,
    ) -> Vec<ExemptionClaim> {
        let in_vain =
            |place: &&OverPlace| place.status == PlaceStatus::Over && place.value.is_some();
        if share.is_some() || claims.is_empty() || !places.iter().any(in_vain) {
            return claims;
        }
        let ids: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        let lost = Diagnostic::new(xml::WRITE_LOSS, self.place.clone());
        let what = format!("{}: Exemption", entry.entry.name_en);
        self.losses.push(lost.with("what", what).with("value", ids.join("; ")));
        Vec::new()
    }

    /// The worst case, where it is bounded; what the figure can't say is told.
    fn worst(
        &mut self,
        entry: &EntryAnswer<'_>,
        places: &[&OverPlace],
    ) -> Option<Box<Stated<FractionRange>>> {
        let values: Option<Vec<FractionRange>> = places.iter().map(|place| place.value).collect();
        let values = values?;
        let low = values.iter().map(|v| v.low).reduce(Fraction::max)?;
        let high = values.iter().map(|v| v.high).reduce(Fraction::max)?;
        let range = format!("{}-{}", low.ppm_low().scaled(-4), high.ppm_high().scaled(-4));
        if high == Fraction::ONE && low.ppm_low() != high.ppm_high() {
            let lost = Diagnostic::new(xml::WRITE_LOSS, self.place.clone());
            let lost = lost.with("what", entry.entry.name_en.as_str());
            self.losses.push(lost.with("value", format!("{range} %")));
            return None;
        }
        let percent = rounded_up(high);
        let value = FractionRange::of(&Number::parse(&percent.to_string()).ok()?, -2)?;
        let a_hundredth = Fraction::new(101, 100)?;
        if FractionRange::exactly(low).times(a_hundredth).high < value.high {
            let remark = Diagnostic::new(exchange::WORST_CASE, self.place.clone());
            self.losses.push(
                remark
                    .with("part", self.number)
                    .with("entry", entry.entry.name_en.as_str())
                    .with("list", self.list.identity.as_str())
                    .with("range", range),
            );
        }
        Some(Box::new(Stated {
            raw: percent.to_string(),
            value: value.capped(),
            rounding: FractionRange::ZERO,
            place: self.place.clone(),
        }))
    }
}

fn same(a: &[ExemptionClaim], b: &[ExemptionClaim]) -> bool {
    let ids = |claims: &[ExemptionClaim]| {
        claims.iter().map(claim_key).collect::<std::collections::BTreeSet<_>>()
    };
    ids(a) == ids(b)
}

/// Percent, rounded up at the sixth place.
fn rounded_up(share: Fraction) -> Decimal {
    let percent = share.ppm_high().scaled(-4);
    match percent.integer(PLACES) {
        Some((floor, cut)) => Decimal::new(floor + u128::from(cut), -PLACES),
        None => percent,
    }
}

/// Returns one diagnostic for each cause that leaves entries open.
pub(crate) fn open_entries(
    open: &[OpenEntry],
    list: &str,
    part: &str,
    place: &Place,
) -> Vec<Diagnostic> {
    let mut causes: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for entry in open {
        let words = (reason(&entry.reasons, Language::En), reason(&entry.reasons, Language::Zh));
        causes.entry(words).or_default().push(&entry.name);
    }
    let told = causes.into_iter().map(|((en, zh), entries)| {
        Diagnostic::new(exchange::ENTRY_OPEN, place.clone())
            .with("part", part)
            .with("count", entries.len())
            .with("list", list)
            .with("entries", entries.join("; "))
            .with("reason_en", en)
            .with("reason_zh", zh)
    });
    told.collect()
}

/// The causes in words.
pub(crate) fn reason(reasons: &[Reason], language: Language) -> String {
    if reasons.is_empty() {
        return language.pick("nothing is known of it", "没有任何信息").to_owned();
    }
    let words: Vec<String> = reasons.iter().map(|reason| reason.words(language)).collect();
    words.join(language.pick("; ", "；"))
}
