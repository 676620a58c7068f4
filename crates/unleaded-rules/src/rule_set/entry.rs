//! One rule of a law.

use unleaded_model::amount::{Fraction, FractionRange};

use crate::composition::{Bound, Content};
use crate::lists::{EntryKey, Level};
use crate::reason::Reason;

/// One rule: which substances, at which level, up to which limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// The key in reports: `Pb`, or number and name for the candidate list (`7439-92-1 Lead`).
    pub key: String,
    /// What the entry is in the member tables, by which it is told from others.
    pub entry: EntryKey,
    /// What counts towards it: [`Self::entry`], and the groups that it sums.
    pub counts: Vec<EntryKey>,
    /// Whether the data hold which substances it covers.
    pub members: Members,
    /// What a share is a share of.
    pub expressed: Expressed,
    /// The English name.
    pub name_en: String,
    /// The Chinese name; empty: not known.
    pub name_zh: String,
    /// The largest share that surely is within.
    pub limit: Fraction,
    /// Whether what is more than the limit is over.
    pub beyond: Beyond,
    /// What becomes of what is there on purpose.
    pub intended: Intended,
    /// The place whose mass is the denominator.
    pub level: Level,
    /// The applications that it is for; empty: all.
    pub applications: Vec<String>,
    /// The legal reference.
    pub legal_reference: String,
    /// What must be known of the rule where it decides, in English: that no source confirms it, or under which
    /// conditions it holds. Empty: nothing.
    pub remark_en: String,
    /// The same in Chinese.
    pub remark_zh: String,
}

impl RuleEntry {
    /// Returns an entry with that limit and no words.
    pub(crate) fn stated(entry: &EntryKey, limit: Fraction, level: Level) -> Self {
        Self {
            key: entry.to_string(),
            entry: entry.clone(),
            counts: vec![entry.clone()],
            members: Members::Held,
            expressed: Expressed::Element,
            name_en: String::new(),
            name_zh: String::new(),
            limit,
            beyond: Beyond::Over,
            intended: Intended::AsAll,
            level,
            applications: Vec::new(),
            legal_reference: String::new(),
            remark_en: String::new(),
            remark_zh: String::new(),
        }
    }

    /// Whether `content` counts towards it.
    pub fn is_of(&self, content: &Content) -> bool {
        content.members.iter().any(|member| self.counts.contains(&member.entry))
    }

    /// Whether `content` may count towards it although no table says so.
    pub fn may_be_of(&self, content: &Content) -> bool {
        content.may_hold.iter().any(|entry| self.counts.contains(entry))
    }

    /// Whether `content` surely counts towards it by nothing, although nothing else is known of it: by statement.
    pub(crate) fn is_not_of(&self, content: &Content) -> bool {
        !content.excluded.is_empty() && self.counts.iter().all(|e| content.excluded.contains(e))
    }

    /// Whether a statement on a list speaks of just this rule: of the same entry, level and limit.
    pub(crate) fn is_bounded_by(&self, bound: &Bound) -> bool {
        self.entry == bound.entry && self.level == bound.level && self.limit == bound.threshold
    }

    /// What must be known of the rule where it decides.
    pub(crate) fn remarked(&self) -> Option<Reason> {
        let (en, zh) = (self.remark_en.clone(), self.remark_zh.clone());
        (!en.is_empty()).then_some(Reason::OfRule { en, zh })
    }

    /// Whether a part of these applications is judged by it.
    pub fn is_for(&self, applications: &[String]) -> bool {
        self.applications.is_empty() || self.applications.iter().any(|a| applications.contains(a))
    }

    /// Returns the share of the mass of `content` that counts towards it; `None`: it surely counts towards nothing of
    /// it. A substance of two groups counts with both of its elements and never with more than all of it.
    pub fn factor(&self, content: &Content) -> Option<FractionRange> {
        let mut sum: Option<FractionRange> = None;
        for member in content.members.iter().filter(|m| self.counts.contains(&m.entry)) {
            if self.expressed == Expressed::Substance || member.entry == self.entry {
                return Some(member.factor_of(self.expressed));
            }
            let known = sum.unwrap_or(FractionRange::ZERO);
            sum = Some(known.plus(member.factor).capped());
        }
        sum
    }
}

/// Whether the data hold which substances an entry covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// They do, as far as such lists can be whole; or words hint at what they lack.
    Held,
    /// They do not: an unlisted substance may be one, and no word gives it away.
    NotHeld,
}

/// What the share of an entry is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expressed {
    /// The element or group that its members are counted as, each with its factor.
    Element,
    /// The substance itself, all of it.
    Substance,
}

/// What is more than the limit of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It is over.
    Over,
    /// It can't be told: the source names no limit, so that anything there is leaves it open.
    Open,
}

/// What a rule says of a substance that is there on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intended {
    /// What it says of any.
    AsAll,
    /// It is over in whatever amount; the limit is for impurities. What is there for an unknown reason counts as
    /// intended.
    Over,
}
