//! What would change a finding or a verdict: what is missing, by how much it is over, when it ends.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::figures::{high, margin, ppm, share};
use super::words;
use crate::report::{Content, Exemption, Finding, Report, Verdict};

/// Something that would change a finding or a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is: `claim-exemption`, `declare`, `disclose`, `exemption-ends`, `identify`, `name-application`, `quantify`, `reduce`,
    /// `resolve`, `rules-change`, `settle-exemption`, `state` or `supply-rules`.
    pub change: &'static str,
    /// The part whose supplier can do it; null: nobody's.
    pub part: Option<String>,
    /// The substance or share that it is about; null: none.
    pub subject: Option<String>,
    /// The exemption that it is about; null: none.
    pub exemption: Option<String>,
    /// The first day of the change; null: it has no date.
    pub date: Option<String>,
    /// The share of the entry in the subject, or of the undisclosed in the place, up to which the place is within, in ppm
    /// of the place; null: there is no such share.
    pub at_most_ppm: Option<String>,
    /// By how much the share must fall, in ppm; null: that is not asked for.
    pub by_ppm: Option<String>,
    /// By how much the mass must fall in one piece of the part, in milligrams; null: not known.
    pub by_mg: Option<String>,
    /// What the place or the verdict becomes; null: that depends.
    pub becomes: Option<String>,
    /// In words, in English.
    pub words: String,
    /// In words, in Chinese.
    pub words_zh: String,
}

/// Returns what would change `finding`.
pub(super) fn of_finding(report: &Report, verdict: &Verdict, finding: &Finding) -> Vec<Change> {
    let known: BTreeSet<&str> = report.inputs.declarations.iter().map(|d| &*d.part).collect();
    let steps = || finding.path.iter();
    let part = steps().rev().find(|step| known.contains(step.as_str())).or(steps().next_back());
    let context = Context { finding, verdict, part: part.cloned() };
    let mut changes = match finding.status.as_str() {
        "non-compliant" | "declare" => context.over(),
        "compliant-by-exemption" => context.exempted(),
        _ => context.unknown(),
    };
    for change in &mut changes {
        words::put(change, finding);
    }
    changes
}

/// Returns what changes `verdict` on a later day by itself, the first first.
pub(super) fn of_verdict(verdict: &Verdict) -> Vec<Change> {
    let ends = verdict.exemptions.iter().filter_map(|exemption| {
        let date = next_day(exemption.expires.as_deref()?)?;
        let exemption = Some(exemption.id.clone());
        Some(Change { change: "exemption-ends", exemption, date: Some(date), ..Change::default() })
    });
    let rules = verdict.rules_change.iter().map(|date| Change {
        change: "rules-change",
        date: Some(date.clone()),
        ..Change::default()
    });
    let mut changes: Vec<Change> = ends.chain(rules).collect();
    changes.sort_by(|a, b| (&a.date, &a.exemption).cmp(&(&b.date, &b.exemption)));
    for change in &mut changes {
        words::put_of_verdict(change);
    }
    changes
}

/// A change that no supplier can make.
fn nobodys(change: &'static str) -> Change {
    Change { change, ..Change::default() }
}

fn next_day(last: &str) -> Option<String> {
    let last: Date = last.parse().ok()?;
    Some(last.tomorrow().ok()?.to_string())
}

struct Context<'a> {
    finding: &'a Finding,
    verdict: &'a Verdict,
    part: Option<String>,
}

impl Context<'_> {
    /// What a place becomes that is within.
    fn within(&self) -> Option<String> {
        let word = match self.verdict.kind.as_str() {
            "disclosure" => "nothing-to-declare",
            _ => "compliant",
        };
        Some(word.to_owned())
    }

    fn change(&self, change: &'static str) -> Change {
        Change { change, part: self.part.clone(), ..Change::default() }
    }

    fn over(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        // What a supplier states, or what is there on purpose, is over whatever its share.
        if !self.has(&NOT_BY_SHARE) && !self.has(&["over-by-statement"]) {
            changes.push(self.reduce());
        }
        changes.extend(self.finding.offers.iter().map(|offer| self.claim(offer)));
        if changes.is_empty() || self.has(&["over-by-statement", "claimed-apart"]) {
            changes.push(self.change("resolve"));
        }
        changes
    }

    /// The share must fall to the limit.
    fn reduce(&self) -> Change {
        let finding = self.finding;
        let limit = finding.limit_ppm.as_deref();
        let margin = limit
            .and_then(|limit| margin(&finding.value_ppm, limit, finding.place_mass_mg.as_ref()));
        let over_by_mg = margin.as_ref().and_then(|margin| margin.over_by_mg.clone());
        Change {
            at_most_ppm: limit.map(str::to_owned),
            by_ppm: margin.and_then(|margin| margin.over_by_ppm.high),
            by_mg: over_by_mg.and_then(|range| range.high),
            becomes: self.within(),
            ..self.change("reduce")
        }
    }

    fn claim(&self, offer: &Exemption) -> Change {
        Change {
            exemption: Some(offer.id.clone()),
            date: offer.expires.as_deref().and_then(next_day),
            becomes: Some("compliant-by-exemption".to_owned()),
            ..self.change("claim-exemption")
        }
    }

    fn exempted(&self) -> Vec<Change> {
        let exemption = self.finding.exemption.as_ref();
        let ends = exemption.map(|exemption| Change {
            exemption: Some(exemption.id.clone()),
            date: exemption.expires.as_deref().and_then(next_day),
            becomes: exemption.expires.as_ref().map(|_| "non-compliant".to_owned()),
            ..self.change("exemption-ends")
        });
        ends.into_iter().chain([self.reduce()]).collect()
    }

    fn unknown(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.has(&["no-declaration", "only-in-whole"]) {
            changes.push(self.change("declare"));
        }
        if self.has(&["statement-silent"]) {
            changes.push(self.change("state"));
        }
        changes.extend(self.disclose());
        changes.extend(self.finding.contents.iter().filter_map(|content| self.content(content)));
        changes.extend(self.settle());
        changes.extend(self.has(&["application-not-told"]).then(|| nobodys("name-application")));
        changes.extend(self.has(&NOT_IN_LISTS).then(|| nobodys("supply-rules")));
        // What is open for another reason; the finding says which.
        if changes.is_empty() || self.has(&CONTRADICTIONS) || self.has(&["purpose-not-known"]) {
            changes.push(self.change("resolve"));
        }
        changes
    }

    fn has(&self, causes: &[&str]) -> bool {
        self.finding.causes.iter().any(|cause| causes.contains(&&**cause))
    }

    /// What is not disclosed must be disclosed, all but a share that is within.
    fn disclose(&self) -> Option<Change> {
        let undisclosed = self.finding.undisclosed_ppm.as_ref()?;
        let is_cause = self.has(&["undisclosed"]) && high(undisclosed) != Some(0);
        let named = self.finding.named_ppm.as_ref().and_then(high);
        let at_most = named.and_then(|named| self.limit()?.checked_sub(named));
        let at_most = at_most.filter(|_| !self.has(&NOT_BY_SHARE));
        is_cause.then(|| Change {
            subject: undisclosed.high.clone(),
            becomes: at_most.and_then(|_| self.within()),
            at_most_ppm: at_most.map(ppm),
            ..self.change("disclose")
        })
    }

    /// What must be told of a content whose amount, or whose amount of the entry, is open.
    fn content(&self, content: &Content) -> Option<Change> {
        let change = match content.disclosed.as_str() {
            "class" | "suspect" => "identify",
            "definite" if content.told == "presence" => "quantify",
            "definite" if content.counts_ppm.high.as_ref() != Some(&content.counts_ppm.low) => {
                "quantify"
            }
            _ => return None,
        };
        // A share that is rounded at the ninth place is no range.
        let (low, most) = (share(&content.counts_ppm.low)?, high(&content.counts_ppm)?);
        let at_most = self.others(most).and_then(|others| self.limit()?.checked_sub(others));
        let at_most = at_most.filter(|_| !self.has(&NOT_BY_SHARE));
        let is_open = most - low.min(most) > 1;
        is_open.then(|| Change {
            subject: Some(content.substance.clone()),
            becomes: at_most.and_then(|_| self.within()),
            at_most_ppm: at_most.map(ppm),
            ..self.change(change)
        })
    }

    fn limit(&self) -> Option<u128> {
        share(self.finding.limit_ppm.as_deref()?)
    }

    /// The most that all but something of `own` can add to the entry.
    fn others(&self, own: u128) -> Option<u128> {
        let named = high(self.finding.named_ppm.as_ref()?)?;
        let undisclosed = high(self.finding.undisclosed_ppm.as_ref()?)?;
        named.checked_add(undisclosed)?.checked_sub(own)
    }

    fn settle(&self) -> Option<Change> {
        let exemption = self.finding.exemption.as_ref()?;
        (exemption.force == "undetermined").then(|| Change {
            exemption: Some(exemption.id.clone()),
            ..self.change("settle-exemption")
        })
    }
}

/// Causes that no share settles: why something is there, or a limit that is not known.
pub(super) const NOT_BY_SHARE: [&str; 5] = [
    "application-not-told",
    "classes-unknown",
    "limit-not-known",
    "on-purpose",
    "purpose-not-known",
];

/// Causes that lie in the lists: no document settles them.
pub(crate) const NOT_IN_LISTS: [&str; 4] =
    ["classes-unknown", "limit-not-known", "no-rules", "not-known-then"];

/// Causes that only a new declaration settles.
const CONTRADICTIONS: [&str; 11] = [
    "admitted",
    "alternate",
    "claim-not-dated",
    "claimed-apart",
    "not-in-children",
    "other-document",
    "over-not-understood",
    "statement-contradicts",
    "statement-unclear",
    "statements-contradict",
    "unconfirmed",
];
