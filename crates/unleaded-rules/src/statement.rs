//! What statements on list editions say of entries.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{Answer, DeclaredPart, ExemptionClaim, ListAnswers};
use unleaded_model::diagnostic::{Code, Diagnostic, codes};
use unleaded_model::identity::key;

use crate::compose::step_of;
use crate::composition::{Bound, Says};
use crate::lists::{EntryKey, Family, Level, ListEdition, Lists, RowLimit, RuleRow};
use crate::meaning::{Meaning, meaning};

/// Returns the bounds that the answers of `part` give, in document order, and those of the parts inside it: of these only
/// what is over, since that one of them is not over says nothing of the others. Answers that map to no entry of ours are
/// remarked on and bound nothing.
pub(crate) fn bounds(
    part: &DeclaredPart,
    document: usize,
    lists: &Lists,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Bound> {
    let mut bounds = own_bounds(part, document, lists, diagnostics);
    let mut open: Vec<(&DeclaredPart, Vec<String>, Vec<ExemptionClaim>)> = Vec::new();
    for inner in part.subparts.iter().rev() {
        open.push((inner, vec![step_of(inner)], inner.exemptions.clone()));
    }
    while let Some((inner, steps, claims)) = open.pop() {
        let own = own_bounds(inner, document, lists, diagnostics);
        for mut bound in own.into_iter().filter(|bound| bound.says == Says::Over) {
            bound.steps.clone_from(&steps);
            bound.claims.extend_from_slice(&claims);
            bounds.push(bound);
        }
        for deeper in inner.subparts.iter().rev() {
            let steps = [&steps[..], &[step_of(deeper)]].concat();
            let claims = [&claims[..], &deeper.exemptions[..]].concat();
            open.push((deeper, steps, claims));
        }
    }
    bounds
}

fn own_bounds(
    part: &DeclaredPart,
    document: usize,
    lists: &Lists,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Bound> {
    let mut bounds = Vec::new();
    for list in &part.lists {
        let Some(edition) = ListEdition::parse(&list.identity) else {
            diagnostics.push(
                Diagnostic::new(codes::rules::LIST_UNKNOWN, list.place.clone())
                    .with("list", list.identity.as_str()),
            );
            continue;
        };
        let covered = lists.entries_of(&list.identity);
        for answer in &list.answers {
            if edition.family == Family::Iec62474 {
                bounds.extend(declarable(answer, list, document, lists));
            }
            let meant = meaning(&list.identity, &answer.code, &answer.name, lists);
            let is_clear = matches!(meant, Meaning::Entries(_));
            let entries: Vec<&EntryKey> = match &meant {
                Meaning::Entries(entries) => entries.iter().collect(),
                Meaning::Contradiction(entries) => {
                    let code = codes::rules::LIST_ENTRY_CONTRADICTS;
                    diagnostics.push(misread(code, list, answer));
                    entries.iter().collect()
                }
                // The entries of IEC 62474 are judged by no rule set of this version; their answers stay in the document.
                Meaning::Unknown if edition.family == Family::Iec62474 => continue,
                Meaning::Unknown => {
                    diagnostics.push(misread(codes::rules::LIST_ENTRY_UNKNOWN, list, answer));
                    continue;
                }
            };
            if !speaks_of_all(answer) {
                continue;
            }
            // That nothing is over a threshold of an edition that nobody knows says nothing.
            let covers = |e: &EntryKey| match &covered {
                Some(covered) => covered.contains(e),
                None => answer.over == Some(true),
            };
            let here = entries.into_iter().filter(|e| covers(e));
            let whole = part.mass().map(|mass| mass.value);
            let told = here.flat_map(|e| bound(e, answer, whole, list, &edition, document, lists));
            // Where name and code differ, which of the two is not over can't be told; either may be over.
            bounds.extend(told.filter(|bound| is_clear || bound.says == Says::Over));
        }
    }
    bounds
}

/// The list of rules that the answers of IEC 62474 are on.
const IEC_62474: &str = "iec62474";

/// What an answer says of the very entry of IEC 62474 that it names by code and name. The codes are serial numbers that stay
/// with their entry, its application and its level in every edition; a threshold that is printed is taken as such.
fn declarable(
    answer: &Answer,
    list: &ListAnswers,
    document: usize,
    lists: &Lists,
) -> Option<Bound> {
    let (at, rules) = (0u16..).zip(&lists.rules).find(|(_, l)| l.header.id == IEC_62474)?;
    let is_named = |row: &&RuleRow| {
        let code = row.key.split(' ').next();
        code == Some(answer.code.trim()) && key(&row.name_en) == key(&answer.name)
    };
    let row = rules.entries.iter().find(is_named)?;
    let limit = match row.limit {
        RowLimit::Any => Fraction::ONE,
        RowLimit::Share(share) => share,
        RowLimit::Unstated => return None,
    };
    // Beside what was not read the answer may say the contrary; a threshold of its own may be a higher one.
    let printed = answer.printed_threshold().is_none_or(|printed| printed <= limit);
    let says = match answer.over? {
        true => Says::Over,
        false if printed && !answer.has_unread() && !answer.denies_its_amount() => Says::NotOver,
        false => return None,
    };
    let range = match says {
        Says::NotOver => FractionRange::up_to(limit),
        // Where anything on purpose is over, how much there is is not told.
        Says::Over if row.limit == RowLimit::Any => FractionRange::ANYTHING,
        Says::Over => FractionRange { low: limit, high: Fraction::ONE },
    };
    Some(Bound {
        entry: EntryKey::Listed(at, row.number),
        level: row.level,
        range,
        threshold: limit,
        steps: Vec::new(),
        says,
        list: list.identity.clone(),
        claims: answer.exemptions.clone(),
        document,
    })
}

fn misread(code: Code, list: &ListAnswers, answer: &Answer) -> Diagnostic {
    Diagnostic::new(code, answer.place.clone())
        .with("entry", answer.name.as_str())
        .with("code", answer.code.as_str())
        .with("list", list.identity.as_str())
}

/// Whether an answer holds for every application: that a threshold is not exceeded in textiles says nothing of the
/// rest of the part. That it is exceeded in one application is enough.
fn speaks_of_all(answer: &Answer) -> bool {
    let application = key(&answer.application);
    answer.over == Some(true) || matches!(application.as_str(), "" | "all" | "所有产品" | "全部")
}

/// Where the law sets a threshold for an entry.
struct Limit {
    share: Fraction,
    level: Level,
}

/// The limit of `entry` in the list that is answered; `None`: the list bounds nothing that is judged here.
fn limit_of(entry: &EntryKey, edition: &ListEdition, lists: &Lists) -> Option<Limit> {
    match (entry, edition.family) {
        (EntryKey::Svhc(_), Family::EuReach) => {
            Some(Limit { share: lists.svhc.limit, level: Level::Article })
        }
        (EntryKey::Group(key), Family::EuRohs) => {
            let entry = lists.answered.entry(key)?;
            Some(Limit { share: entry.limit, level: entry.level })
        }
        // A threshold of IEC 62474 is prose and per application: it bounds nothing that is judged here.
        _ => None,
    }
}

/// The most that `answer` surely tells: some place at `level` holds at least that share.
pub(crate) fn least(answer: &Answer, level: Level, whole: Option<MassRange>) -> Fraction {
    let of_material = answer.share_of_material.as_ref().map(|share| share.value.low);
    let of_material = of_material.filter(|_| level == Level::HomogeneousMaterial);
    // What the whole part holds, its richest material holds at least.
    let of_part = answer.share_of_part.as_ref().map(|share| share.value.low);
    let by_mass =
        answer.mass.as_ref().zip(whole).map(|(mass, whole)| mass.value.share_of(whole).low);
    let told = [of_material, of_part, by_mass].into_iter().flatten();
    told.reduce(Fraction::max).unwrap_or(Fraction::ZERO)
}

/// The bounds that one answer gives on one entry. That a threshold is not exceeded, beside an amount over it, is two
/// statements that contradict each other.
fn bound(
    entry: &EntryKey,
    answer: &Answer,
    whole: Option<MassRange>,
    list: &ListAnswers,
    edition: &ListEdition,
    document: usize,
    lists: &Lists,
) -> Vec<Bound> {
    let (Some(limit), Some(over)) = (limit_of(entry, edition, lists), answer.over) else {
        return Vec::new();
    };
    let stated = match limit.level {
        Level::Article | Level::Product | Level::ProductPart => answer.share_of_part.as_ref(),
        Level::HomogeneousMaterial => answer.share_of_material.as_ref(),
    };
    // A threshold in words that names no share ("intentionally added") bounds nothing.
    let printed = match answer.threshold.trim() {
        "" => Some(limit.share),
        _ => answer.printed_threshold(),
    };
    let not_over = printed
        // Beside what was not read the answer may say the contrary.
        .filter(|_| !over && !answer.has_unread())
        .map(|printed| (Says::NotOver, FractionRange::up_to(limit.share.max(printed))));
    let least = least(answer, limit.level, whole);
    let is_over = match (over, stated) {
        (true, Some(stated)) if !answer.has_unread() => Some(stated.value.capped()),
        (true, _) => Some(FractionRange { low: limit.share, high: Fraction::ONE }),
        (false, _) if least > limit.share => {
            Some(FractionRange { low: least, high: Fraction::ONE }.capped())
        }
        (false, _) => None,
    };
    let is_over = is_over.map(|range| (Says::Over, range));
    let bounds = [not_over, is_over].into_iter().flatten();
    let bound = |(says, range)| Bound {
        entry: entry.clone(),
        level: limit.level,
        range,
        threshold: limit.share,
        steps: Vec::new(),
        says,
        list: list.identity.clone(),
        claims: answer.exemptions.clone(),
        document,
    };
    bounds.map(bound).collect()
}
