//! What is remarkable about one place.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use super::{Finding, Judge, Place, PlaceStatus};
use crate::compose::UNDISCLOSED;
use crate::composition::{Content, Disclosed, Told};
use crate::exemption::{AppliedExemption, Force, Question, assess, offers};
use crate::lists::EntryKey;
use crate::reason::Reason;
use crate::rule_set::{Kind, RuleEntry};

impl Judge<'_> {
    pub(super) fn place(&self, place: &Place<'_>) -> Vec<Finding> {
        let common = self.common_cause(place);
        let mut findings = Vec::new();
        for position in self.positions(place) {
            let entry = &self.rules.entries[position];
            let value = place.values.of(position);
            let over = value.low > entry.limit || place.by_statement.contains_key(&position);
            if over && !place.doubt.contains_key(&position) {
                findings.push(self.over(place, position, entry, value));
            } else if value.high > entry.limit && !(common && place.values.background > entry.limit)
            {
                findings.push(Finding {
                    entry: Some(position),
                    status: PlaceStatus::Unknown,
                    steps: place.steps.to_vec(),
                    value,
                    exemption: None,
                    document: place.document,
                    reasons: self.unknown_reasons(place, position, entry),
                });
            }
        }
        if common {
            findings.push(Finding {
                entry: None,
                status: PlaceStatus::Unknown,
                steps: place.steps.to_vec(),
                value: FractionRange::up_to(place.values.background),
                exemption: None,
                document: place.document,
                reasons: common_reasons(place),
            });
        }
        findings
    }

    /// Whether what may be anything could by itself put every entry over its limit.
    fn common_cause(&self, place: &Place<'_>) -> bool {
        let background = place.values.background;
        !self.rules.entries.is_empty()
            && self.rules.entries.iter().enumerate().all(|(position, entry)| {
                background > entry.limit && place.values.of(position).high > entry.limit
            })
    }

    /// The entries that can be over: those of which something is said, and all where enough may be anything.
    fn positions(&self, place: &Place<'_>) -> Vec<usize> {
        if place.values.background > self.rules.smallest_limit() {
            (0..self.rules.entries.len()).collect()
        } else {
            place.values.explicit.keys().copied().collect()
        }
    }

    pub(super) fn over(
        &self,
        place: &Place<'_>,
        position: usize,
        entry: &RuleEntry,
        value: FractionRange,
    ) -> Finding {
        let mut reasons = match place.by_statement.get(&position) {
            Some(list) => vec![Reason::OverByStatement { list: list.clone() }],
            None => vec![Reason::Over { low: value.low, limit: entry.limit }],
        };
        let (status, exemption) = match self.rules.law.kind() {
            Kind::Disclosure => (PlaceStatus::Over, None),
            Kind::Restriction => self.exempted(place, position, value, &mut reasons),
        };
        if place
            .contents
            .iter()
            .any(|c| c.members.iter().any(|m| m.entry == entry.entry && !m.confirmed))
        {
            reasons.push(Reason::Unconfirmed);
        }
        Finding {
            entry: Some(position),
            status,
            steps: place.steps.to_vec(),
            value,
            exemption,
            document: place.document,
            reasons,
        }
    }

    fn exempted(
        &self,
        place: &Place<'_>,
        position: usize,
        value: FractionRange,
        reasons: &mut Vec<Reason>,
    ) -> (PlaceStatus, Option<AppliedExemption>) {
        let entry = &self.rules.entries[position];
        let claims: Vec<&ExemptionClaim> = claimed(place, position, entry).collect();
        let question = Question {
            law: self.rules.law,
            key: &entry.key,
            value,
            category: self.category,
            as_of: self.options.as_of,
            steps: place.steps,
        };
        let assessed = assess(&claims, &question, self.lists);
        let Some(best) = assessed.first() else {
            let ids = offers(&question, self.lists);
            match place.claimed_apart.get(&position) {
                Some(apart) => reasons.push(apart.clone()),
                None if !ids.is_empty() => reasons.push(Reason::NotClaimed { ids }),
                None => {}
            }
            return (PlaceStatus::Over, None);
        };
        let status = match best.exemption.force {
            Force::InForce => PlaceStatus::ByExemption,
            Force::Undetermined => PlaceStatus::Unknown,
            Force::None => PlaceStatus::Over,
        };
        let decisive = assessed.iter().filter(|a| a.exemption.force == best.exemption.force);
        let shown = if status == PlaceStatus::ByExemption { 1 } else { usize::MAX };
        reasons.extend(decisive.take(shown).map(|a| a.reason.clone()));
        (status, Some(best.exemption.clone()))
    }

    pub(super) fn unknown_reasons(
        &self,
        place: &Place<'_>,
        position: usize,
        entry: &RuleEntry,
    ) -> Vec<Reason> {
        let mut reasons = place.because.clone();
        reasons.extend(place.doubt.get(&position).cloned());
        for content in place.contents.iter().filter(|c| c.may_hold.contains(&entry.entry)) {
            let substance = content.name.clone();
            reasons.push(match content.disclosed {
                Disclosed::Class => Reason::ClassMayHold { substance },
                Disclosed::Definite | Disclosed::Nothing => Reason::Suspect { substance },
            });
        }
        reasons.extend(place.contents.iter().flat_map(|c| member_reasons(c, &entry.entry)));
        if place.values.background > Fraction::ZERO && place.because.is_empty() {
            reasons.push(undisclosed(place));
        }
        reasons
    }
}

/// Why a substance that surely counts towards the entry leaves open how much of it there is.
fn member_reasons(content: &Content, entry: &EntryKey) -> Vec<Reason> {
    let Some(member) = content.members.iter().find(|m| m.entry == *entry) else {
        return Vec::new();
    };
    let (substance, share) = (content.name.clone(), content.share);
    let mut reasons = Vec::new();
    if content.disclosed == Disclosed::Class && member.factor.low != member.factor.high {
        reasons.push(Reason::ClassMayHold { substance: substance.clone() });
    }
    match content.told {
        Told::Presence => reasons.push(Reason::WithoutAmount { substance }),
        Told::Amount if share.low == share.high => {}
        Told::Amount => reasons.push(Reason::Range { substance, share }),
    }
    reasons
}

/// The exemptions that are claimed for an entry at a place.
pub(super) fn claimed<'p>(
    place: &'p Place<'_>,
    position: usize,
    entry: &'p RuleEntry,
) -> impl Iterator<Item = &'p ExemptionClaim> {
    let contents = place.contents.iter().filter(|c| counts_towards(c, &entry.entry));
    let stated = place.claims_on.get(&position).copied().unwrap_or_default();
    contents.flat_map(|c| &c.claims).chain(place.claims.iter().copied()).chain(stated)
}

pub(super) fn counts_towards(content: &Content, entry: &EntryKey) -> bool {
    content.members.iter().any(|m| m.entry == *entry) || content.may_hold.contains(entry)
}

fn common_reasons(place: &Place<'_>) -> Vec<Reason> {
    if place.because.is_empty() { vec![undisclosed(place)] } else { place.because.clone() }
}

fn undisclosed(place: &Place<'_>) -> Reason {
    let mut names: Vec<String> = place
        .contents
        .iter()
        .filter(|content| content.disclosed == Disclosed::Nothing && content.name != UNDISCLOSED)
        .map(|content| content.name.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    Reason::Undisclosed { share: place.values.background, names }
}
