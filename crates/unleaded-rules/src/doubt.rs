//! What a supplier says beside a composition that may not be overruled by it: that a threshold is exceeded, on whatever
//! list, and that a law is not met.
//!
//! Only the thresholds of EU RoHS and the candidate list are those of a rule; what is said of them is a
//! [`crate::composition::Bound`]. Of any other threshold, and of what else follows from one of these, it is asked whether the composition
//! explains it. Where it does not, one of the two is wrong, and the entries stay open.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::Fraction;
use unleaded_model::declaration::{Answer, DeclaredPart, ExemptionClaim, ListAnswers, Query};
use unleaded_model::identity::{key, matching_text};

use crate::compose::step_of;
use crate::composition::{Composition, Doubt, EntryClaims};
use crate::disclosure::Named;
use crate::exemption::{ClaimKey, claim_key};
use crate::lists::{EntryKey, Family, Level, ListEdition, Lists};
use crate::meaning::{Meaning, meaning, spoken_of};
use crate::reason::Reason;
use crate::resolve::PartDocument;
use crate::statement::least;

use self::beside::Beside;

mod beside;

/// What one document says beside a composition.
#[derive(Clone, Debug)]
pub(crate) struct Remark {
    /// The steps from the part down to the one that it speaks of.
    steps: Vec<String>,
    document: usize,
    says: Remarked,
}

#[derive(Clone, Debug)]
enum Remarked {
    /// A law is not met.
    Admission { statement: String, response: String },
    /// A threshold is exceeded.
    Over(Over),
}

/// Whether anybody knows what an answer speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// A substance that may be any, on a list that is known.
    NotUnderstood,
    /// A known substance, be it one that no rule is about; or a list that may be about anything.
    Understood,
}

/// That a threshold is exceeded.
#[derive(Clone, Debug)]
struct Over {
    standing: Standing,
    list: String,
    /// The entry as written.
    entry: String,
    /// The entries whose share tells whether a composition explains it.
    primary: BTreeSet<EntryKey>,
    /// The entries that are over too if it is right.
    sure: BTreeSet<EntryKey>,
    /// The entries that may be.
    maybe: BTreeSet<EntryKey>,
    /// The threshold; `None`: that of the rules.
    threshold: Option<Fraction>,
    /// The exemptions of answers that give no bound.
    claims: Option<Vec<ExemptionClaim>>,
}

/// Returns what `documents` of one maker, in the order of their dates, say beside the composition. On one list, and
/// to the queries on one law, a later document supersedes an earlier one unless only that is vouched for.
pub(crate) fn remarks(documents: &[PartDocument<'_>], lists: &Lists) -> Vec<Remark> {
    let mut newest: BTreeMap<String, Vec<(&PartDocument<'_>, Vec<Remark>)>> = BTreeMap::new();
    for document in documents {
        for (topic, remarks) in of_document(document, lists) {
            let known = newest.entry(topic).or_default();
            known.retain(|(old, _)| {
                let is_newer = old.date.is_some() && document.date > old.date;
                !(is_newer && document.vouched >= old.vouched && !document.is_refused())
            });
            known.push((document, remarks));
        }
    }
    newest.into_values().flatten().flat_map(|(_, remarks)| remarks).collect()
}

/// What a document says, by what it speaks of; a topic without a remark is one that it does not complain of.
fn of_document(document: &PartDocument<'_>, lists: &Lists) -> BTreeMap<String, Vec<Remark>> {
    let mut topics: BTreeMap<String, Vec<Remark>> = BTreeMap::new();
    let mut open = vec![(document.part, Vec::new())];
    while let Some((part, steps)) = open.pop() {
        let mut add = |topic: String, says: Vec<Remarked>| {
            let one = |says| Remark { steps: steps.clone(), document: document.document, says };
            topics.entry(topic).or_default().extend(says.into_iter().map(one));
        };
        for list in part.lists.iter().filter(|list| !list.answers.is_empty()) {
            let over = list.answers.iter().filter_map(|answer| over(part, list, answer, lists));
            add(topic(list), over.map(Remarked::Over).collect());
        }
        for list in &part.queries {
            let answered = list.queries.iter().filter(|query| !query.response.is_empty());
            answered.for_each(|query| add(asked(query), Vec::new()));
            for query in list.admissions() {
                let (statement, response) = (query.statement.clone(), query.response.clone());
                add(asked(query), vec![Remarked::Admission { statement, response }]);
            }
        }
        for inner in part.subparts.iter().rev() {
            open.push((inner, [&steps[..], &[step_of(inner)]].concat()));
        }
    }
    topics
}

/// What editions of one list have in common.
fn topic(list: &ListAnswers) -> String {
    match ListEdition::parse(&list.identity) {
        Some(edition) => format!("{:?}", edition.family),
        None => key(&list.identity),
    }
}

/// What queries on one law have in common; one that names no law is only like itself.
fn asked(query: &Query) -> String {
    match query.laws().as_slice() {
        [] => format!("? {}", key(&query.statement)),
        laws => format!("? {}", laws.join(" ")),
    }
}

/// What `answer` says if it says that a threshold is exceeded: in words, or by an amount.
fn over(part: &DeclaredPart, list: &ListAnswers, answer: &Answer, lists: &Lists) -> Option<Over> {
    let family = ListEdition::parse(&list.identity).map(|edition| edition.family);
    let words = matching_text(&answer.threshold).to_lowercase();
    let is_any = ["intention", "有意", "意図"].iter().any(|word| words.contains(word));
    let threshold = if is_any { Some(Fraction::ZERO) } else { answer.printed_threshold() };
    let mut over = entries(list, answer, family, lists);
    if answer.over != Some(true) {
        let whole = part.mass().map(|mass| mass.value);
        let mut amounts = over.primary.iter().map(|entry| {
            let limit = threshold.unwrap_or_else(|| limit(entry, lists));
            least(answer, level(entry), whole) > limit
        });
        let is_over = amounts.any(|is_over| is_over) || answer.denies_its_amount();
        // Beside what was not read the answer may say the contrary.
        let may_be = answer.has_unread() && !over.primary.is_empty();
        if !(is_over || may_be) {
            return None;
        }
    }
    over.threshold = threshold;
    // What is over in a homogeneous material need not be in an article.
    if ["homogen", "均质", "均質"].iter().any(|word| words.contains(word)) {
        move_articles(&mut over);
    }
    let has_bound = matches!(family, Some(Family::EuReach | Family::EuRohs));
    over.claims = (!has_bound).then(|| answer.exemptions.clone());
    Some(over)
}

/// The entries that an answer speaks of.
fn entries(list: &ListAnswers, answer: &Answer, family: Option<Family>, lists: &Lists) -> Over {
    let spoken = |identity: &str, code: &str| spoken_of(identity, code, &answer.name, lists);
    let (primary, named) = match meaning(&list.identity, &answer.code, &answer.name, lists) {
        Meaning::Contradiction(all) => {
            (all.clone(), Named { sure: all, ..spoken(&list.identity, &answer.code) })
        }
        Meaning::Entries(entries) if family != Some(Family::Iec62474) => {
            let own: BTreeSet<EntryKey> = entries.iter().cloned().collect();
            let mut named = Named::default();
            entries.iter().for_each(|entry| add_implied(entry, &mut named, lists));
            (own, named)
        }
        Meaning::Entries(_) | Meaning::Unknown => {
            let named = spoken(&list.identity, &answer.code);
            (named.sure.clone(), named)
        }
    };
    let articles = primary.iter().filter(|entry| level(entry) == Level::Article).cloned();
    let articles: BTreeSet<EntryKey> = articles.collect();
    Over {
        standing: match family.is_some() && !named.is_known {
            true => Standing::NotUnderstood,
            false => Standing::Understood,
        },
        list: list.identity.clone(),
        entry: [&answer.name, &answer.code]
            .into_iter()
            .find(|t| !t.is_empty())
            .cloned()
            .unwrap_or_default(),
        primary: match (primary.is_empty(), articles.is_empty()) {
            (true, _) => named.maybe.clone(),
            (false, true) => primary,
            (false, false) => articles,
        },
        sure: named.sure,
        maybe: named.maybe,
        threshold: None,
        claims: None,
    }
}

/// What follows for other entries from an entry that is over.
fn add_implied(entry: &EntryKey, named: &mut Named, lists: &Lists) {
    match entry {
        EntryKey::Group(group) => named.maybe.extend(lists.group_entries.of(group).iter().cloned()),
        EntryKey::Listed(..) => {}
        EntryKey::Svhc(_) => {
            let spoken = spoken_of("", "", &lists.label(entry), lists);
            named.sure.extend(spoken.sure);
            named.maybe.extend(spoken.maybe);
        }
    }
    named.sure.remove(entry);
    named.maybe.remove(entry);
}

/// Where materials hold it, what is over in articles is no more than possible.
fn move_articles(over: &mut Over) {
    let is_article = |entry: &&EntryKey| level(entry) == Level::Article;
    let materials = |entries: &BTreeSet<EntryKey>| -> BTreeSet<EntryKey> {
        entries.iter().filter(|entry| !is_article(entry)).cloned().collect()
    };
    let articles: Vec<EntryKey> = over.sure.iter().filter(is_article).cloned().collect();
    let in_materials = materials(&over.sure);
    if !in_materials.is_empty() {
        over.primary = in_materials.clone();
        over.sure = in_materials;
        over.maybe.extend(articles);
    }
}

/// The level of the rules on `entry`.
pub(crate) fn level(entry: &EntryKey) -> Level {
    match entry {
        EntryKey::Group(_) | EntryKey::Listed(..) => Level::HomogeneousMaterial,
        EntryKey::Svhc(_) => Level::Article,
    }
}

/// The share that the rules allow of `entry`.
pub(crate) fn limit(entry: &EntryKey, lists: &Lists) -> Fraction {
    match entry {
        EntryKey::Group(group) => {
            lists.answered.entry(group).map_or(Fraction::ZERO, |entry| entry.limit)
        }
        EntryKey::Listed(..) => Fraction::ZERO,
        EntryKey::Svhc(_) => lists.svhc.limit,
    }
}

/// Returns what `remarks` leave open of `composition`.
pub(crate) fn doubts(composition: &Composition, remarks: &[Remark], lists: &Lists) -> Vec<Doubt> {
    let over = remarks.iter().filter_map(|remark| match &remark.says {
        Remarked::Over(over) => Some(over.primary.union(&over.sure)),
        Remarked::Admission { .. } => None,
    });
    let mut beside = Beside::of(composition, over.flatten());
    let mut doubts = BTreeMap::new();
    for remark in remarks {
        let doubted = match &remark.says {
            Remarked::Admission { statement, response } => {
                let (statement, response) = (statement.clone(), response.clone());
                (BTreeSet::from([None]), Reason::Admitted { statement, response })
            }
            Remarked::Over(over) => over.doubted(&remark.steps, &mut beside, lists),
        };
        let (entries, reason) = doubted;
        for entry in entries {
            let of = (remark.steps.clone(), remark.document, entry);
            doubts.entry(of).or_insert_with(|| reason.clone());
        }
    }
    let doubt = |((steps, document, entry), reason)| Doubt { entry, steps, reason, document };
    doubts.into_iter().map(doubt).collect()
}

impl Over {
    /// The entries that it leaves open (`None`: all), and why.
    fn doubted(
        &self,
        steps: &[String],
        beside: &mut Beside<'_>,
        lists: &Lists,
    ) -> (BTreeSet<Option<EntryKey>>, Reason) {
        let list = self.list.clone();
        if self.primary.is_empty() {
            let entry = self.entry.clone();
            let all = (self.standing == Standing::NotUnderstood).then_some(None);
            return (all.into_iter().collect(), Reason::OverNotUnderstood { entry, list });
        }
        let reason = Reason::StatementContradicts { list };
        let mut explains = |entry: &EntryKey| {
            let limit = self.threshold.unwrap_or_else(|| limit(entry, lists));
            beside.most(entry, steps) > limit
        };
        if self.primary.iter().any(&mut explains) {
            return (BTreeSet::new(), reason);
        }
        let sure = self.primary.union(&self.sure).filter(|entry| !explains(entry));
        let sure: Vec<&EntryKey> = sure.collect();
        let sure = sure.into_iter().filter(|entry| !beside.is_told(entry, steps));
        let maybe = self.maybe.iter().filter(|entry| beside.may_hold(entry));
        (sure.chain(maybe).cloned().map(Some).collect(), reason)
    }
}

/// Returns the exemptions claimed with answers that give no bound, by entry and part. Of a document that does not `lend` them
/// it is as if the answer claimed none.
pub(crate) fn entry_claims(remarks: &[Remark], lend: impl Fn(usize) -> bool) -> Vec<EntryClaims> {
    let mut all: BTreeMap<(&EntryKey, &[String]), EntryClaims> = BTreeMap::new();
    let mut seen: BTreeSet<(&EntryKey, &[String], Names)> = BTreeSet::new();
    for remark in remarks {
        let Remarked::Over(over) = &remark.says else { continue };
        let Some(claims) = &over.claims else { continue };
        let claims = if lend(remark.document) { &claims[..] } else { &[] };
        for entry in &over.sure {
            if !seen.insert((entry, &remark.steps, names(claims))) {
                continue;
            }
            let known = all.entry((entry, &remark.steps)).or_insert_with(|| EntryClaims {
                entry: entry.clone(),
                steps: remark.steps.clone(),
                list: over.list.clone(),
                sets: Vec::new(),
            });
            known.sets.push(claims.to_vec());
        }
    }
    all.into_values().filter(|claims| claims.sets.iter().any(|set| !set.is_empty())).collect()
}

/// The exemptions of one answer.
type Names = BTreeSet<ClaimKey>;

fn names(claims: &[ExemptionClaim]) -> Names {
    claims.iter().map(claim_key).collect()
}
