//! What is remarkable about one place.

use std::collections::BTreeSet;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use super::{Finding, Judge, Place, PlaceStatus};
use crate::compose::UNDISCLOSED;
use crate::composition::{Content, Disclosed, Told};
use crate::exemption::{AppliedExemption, Assessed, Force, Question, assess, offers};
use crate::reason::Reason;
use crate::rule_set::{Beyond, Kind, RuleEntry};

impl Judge<'_> {
    pub(super) fn place(&self, place: &Place<'_>) -> Vec<Finding> {
        let common = self.common_cause(place);
        let mut findings = Vec::new();
        for position in self.positions(place) {
            let entry = &self.rules.entries[position];
            let value = place.values.of(position);
            let limit = self.limit(place, position);
            let told = place.by_statement.contains_key(&position);
            let over = told || self.surely_over(place, position);
            if over && !place.doubt.contains_key(&position) {
                findings.push(self.over(place, position, entry, value));
            } else if value.high > limit && !(common && place.values.background > limit) {
                findings.push(Finding {
                    entry: Some(position),
                    level: Some(entry.level),
                    steps: place.steps.to_vec(),
                    value,
                    document: place.document,
                    reasons: self.unknown_reasons(place, position, entry),
                    at: place.at,
                    ..Finding::unknown()
                });
            }
        }
        if common {
            findings.push(Finding {
                level: place.level,
                steps: place.steps.to_vec(),
                value: FractionRange::up_to(place.values.background),
                document: place.document,
                reasons: self.common_reasons(place),
                at: place.at,
                ..Finding::unknown()
            });
        }
        findings
    }

    /// Whether what is there surely is more than the rule allows.
    pub(super) fn surely_over(&self, place: &Place<'_>, position: usize) -> bool {
        let entry = &self.rules.entries[position];
        let low = place.values.of(position).low;
        let is_more = entry.beyond == Beyond::Over && low > entry.limit;
        is_more || !low.is_zero() && self.is_on_purpose(place, position)
    }

    /// Whether what may be anything could by itself put every entry over its limit.
    fn common_cause(&self, place: &Place<'_>) -> bool {
        let background = place.values.background;
        let mut any = false;
        for position in self.looking(place) {
            let limit = self.limit(place, position);
            if background <= limit || place.values.of(position).high <= limit {
                return false;
            }
            any = true;
        }
        any
    }

    /// The entries that look at the place.
    fn looking(&self, place: &Place<'_>) -> impl Iterator<Item = usize> {
        let entries = self.rules.entries.iter().enumerate();
        let looks = |entry: &RuleEntry| place.is_at(entry.level) && entry.is_for(self.applications);
        entries.filter(move |(_, entry)| looks(entry)).map(|(position, _)| position)
    }

    /// The entries that can be over: those of which something is said, and all where enough may be anything.
    fn positions(&self, place: &Place<'_>) -> Vec<usize> {
        let all = place.values.background > self.rules.smallest_limit();
        let is_said = |at: &usize| all || place.values.explicit.contains_key(at);
        match all || place.values.explicit.len() * 8 > self.rules.entries.len() {
            true => self.looking(place).filter(is_said).collect(),
            // A long list is not gone through for the few entries of a place.
            false => {
                let entry = |at: &usize| &self.rules.entries[*at];
                let looks = |e: &RuleEntry| place.is_at(e.level) && e.is_for(self.applications);
                let said = place.values.explicit.keys().copied();
                said.filter(|at| looks(entry(at))).collect()
            }
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
            None => vec![self.why_over(place, position, value)],
        };
        let mut offers = Vec::new();
        let (status, exemption) = match self.rules.kind {
            Kind::Disclosure => (PlaceStatus::Over, None),
            Kind::Restriction => self.exempted(place, position, (&mut reasons, &mut offers)),
        };
        let unconfirmed = |c: &&Content| {
            c.members.iter().any(|m| entry.counts.contains(&m.entry) && !m.confirmed)
        };
        if place.contents.iter().copied().any(|c| unconfirmed(&c)) {
            reasons.push(Reason::Unconfirmed);
        }
        reasons.extend(entry.remarked());
        Finding {
            entry: Some(position),
            status,
            level: Some(entry.level),
            steps: place.steps.to_vec(),
            value,
            exemption,
            offers,
            document: place.document,
            reasons,
            at: place.at,
        }
    }

    fn why_over(&self, place: &Place<'_>, position: usize, value: FractionRange) -> Reason {
        match self.is_on_purpose(place, position) {
            true => Reason::OnPurpose { low: value.low },
            false => Reason::Over { low: value.low, limit: self.rules.entries[position].limit },
        }
    }

    /// What the exemptions come to that are claimed for an entry at a place that is over.
    pub(super) fn assessed(
        &self,
        place: &Place<'_>,
        position: usize,
        value: FractionRange,
    ) -> Vec<Assessed> {
        let entry = &self.rules.entries[position];
        let claims: Vec<&ExemptionClaim> = claimed(place, position, entry).collect();
        assess(&claims, &self.question(place, position, value), self.lists)
    }

    fn question<'q>(
        &'q self,
        place: &'q Place<'_>,
        position: usize,
        value: FractionRange,
    ) -> Question<'q> {
        Question {
            law: self.rules.law,
            key: &self.rules.entries[position].key,
            value,
            category: self.category,
            as_of: self.options.as_of,
            steps: place.steps,
        }
    }

    fn exempted(
        &self,
        place: &Place<'_>,
        position: usize,
        (reasons, offered): (&mut Vec<Reason>, &mut Vec<AppliedExemption>),
    ) -> (PlaceStatus, Option<AppliedExemption>) {
        let value = place.values.of(position);
        let (nameless, assessed): (Vec<Assessed>, Vec<Assessed>) = self
            .assessed(place, position, value)
            .into_iter()
            .partition(|a| matches!(a.reason, Reason::ExemptionNotNamed { .. }));
        let Some(best) = assessed.first() else {
            reasons.extend(nameless.into_iter().map(|a| a.reason));
            *offered = offers(&self.question(place, position, value), self.lists);
            let ids: Vec<String> = offered.iter().map(|offer| offer.id.clone()).collect();
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
        for content in place.contents.iter().filter(|c| entry.may_be_of(c)) {
            let substance = content.name.clone();
            reasons.push(match content.disclosed {
                Disclosed::Class => Reason::ClassMayHold { substance },
                Disclosed::Definite | Disclosed::Nothing => Reason::Suspect { substance },
            });
        }
        reasons.extend(place.contents.iter().flat_map(|c| member_reasons(c, entry)));
        if place.values.background > Fraction::ZERO && place.because.is_empty() {
            reasons.extend(self.undisclosed(place));
        }
        if entry.beyond == Beyond::Open && !place.values.of(position).low.is_zero() {
            reasons.push(Reason::LimitNotKnown);
        }
        reasons.extend(entry.remarked());
        reasons
    }
}

/// Why a substance that surely counts towards the entry leaves open how much of it there is.
fn member_reasons(content: &Content, entry: &RuleEntry) -> Vec<Reason> {
    let Some(factor) = entry.factor(content) else {
        return Vec::new();
    };
    let (substance, share) = (content.name.clone(), content.share);
    let mut reasons = Vec::new();
    if content.disclosed == Disclosed::Class && factor.low != factor.high {
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
    let contents = place.contents.iter().filter(|c| entry.is_of(c) || entry.may_be_of(c));
    let stated = place.claims_on.get(&position).copied().unwrap_or_default();
    contents.flat_map(|c| &c.claims).chain(place.claims.iter().copied()).chain(stated)
}

impl Judge<'_> {
    fn common_reasons(&self, place: &Place<'_>) -> Vec<Reason> {
        if place.because.is_empty() { self.undisclosed(place) } else { place.because.clone() }
    }

    /// What may be anything: what is not disclosed, and classes of which nobody knows what they hold.
    fn undisclosed(&self, place: &Place<'_>) -> Vec<Reason> {
        let named = |disclosed: Disclosed| -> Vec<String> {
            let open = place.contents.iter().filter(|c| c.disclosed == disclosed);
            let open = open.filter(|c| c.name != UNDISCLOSED && self.rules.is_open(c));
            let names: BTreeSet<String> = open.map(|content| content.name.clone()).collect();
            names.into_iter().collect()
        };
        let classes = named(Disclosed::Class);
        let is_class_only = !classes.is_empty()
            && !place.contents.iter().any(|c| c.disclosed == Disclosed::Nothing);
        let share = place.values.background;
        let undisclosed = Reason::Undisclosed { share, names: named(Disclosed::Nothing) };
        let undisclosed = (!is_class_only).then_some(undisclosed);
        let unknown = (!classes.is_empty()).then_some(Reason::ClassesUnknown { names: classes });
        undisclosed.into_iter().chain(unknown).collect()
    }
}
