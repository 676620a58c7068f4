//! What a receiver accepts: how severe each finding is to him, which limits he sets, what he asks for beyond the standard.
//!
//! A profile is data: the built-in ones are TOML files in `profiles/`, and `docs/profiles.md` tells their form. A finding that a
//! profile lowers or turns off stays in the result, with the reason.

use std::collections::BTreeMap;

use unleaded_model::amount::Fraction;
use unleaded_model::diagnostic::codes::{checks, xml};
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Severity};

mod parse;
#[cfg(test)]
mod tests;

/// The built-in profiles: name and file.
const BUILT_IN: [(&str, &str); 3] = [
    ("bomcheck", include_str!("../profiles/bomcheck.toml")),
    ("imds", include_str!("../profiles/imds.toml")),
    ("strict", include_str!("../profiles/strict.toml")),
];

/// Findings that are none unless a receiver asks for what is missing.
const ON_REQUEST: [Code; 6] = [
    checks::ACCEPTANCE_MISSING,
    checks::AUTHORIZER_MISSING,
    checks::CONCENTRATION_MISSING,
    checks::DATE_MISSING,
    checks::SVHC_SHARE_MISSING,
    checks::WEIGHT_MISSING,
];

/// What a receiver makes of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name, as findings show it; empty: no profile, every finding as severe as its code.
    pub name: String,
    /// How far the shares of a material may sum away from the whole; `None`: as without a profile.
    pub closure_tolerance: Option<Fraction>,
    /// The largest undisclosed share of a material; `None`: any.
    pub undisclosed_of_material: Option<Fraction>,
    /// The largest undisclosed share of a part; `None`: any.
    pub undisclosed_of_part: Option<Fraction>,
    /// What warnings are to the receiver, unless a rule says otherwise; `None`: warnings.
    warnings: Option<Severity>,
    rules: BTreeMap<&'static str, Rule>,
}

/// What a profile says of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// `None`: off.
    severity: Option<Severity>,
    /// Why; not empty where the severity is lower than the code's own.
    reason: String,
}

/// Why a finding is less severe than its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppressed<'a> {
    /// The profile.
    pub profile: &'a str,
    /// Its reason.
    pub reason: &'a str,
    /// The severity of the code.
    pub severity: Severity,
}

impl Profile {
    /// Returns the built-in profile of that name.
    pub fn built_in(name: &str) -> Option<Self> {
        let (name, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        // A test reads them all.
        Self::parse(text, &FileName::new(&format!("{name}.toml"))).ok()
    }

    /// The names of the built-in profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Parses a profile; every defect of it at once.
    pub fn parse(text: &str, file: &FileName) -> Result<Self, Vec<Diagnostic>> {
        parse::parse(text, file)
    }

    /// How severe a finding is; `None`: turned off.
    pub fn severity(&self, found: &Diagnostic) -> Option<Severity> {
        // Among what is not listed may be what this receiver takes for an error.
        if found.code == xml::TOO_MANY_DEFECTS && self.raises() {
            return Some(Severity::Error);
        }
        match self.rules.get(found.code.name()) {
            Some(rule) => rule.severity,
            None if found.severity == Severity::Warning => {
                Some(self.warnings.unwrap_or(Severity::Warning))
            }
            None => Some(found.severity),
        }
    }

    /// Whether anything is more severe than by itself.
    fn raises(&self) -> bool {
        let is_raised = |rule: &Rule| rule.severity == Some(Severity::Error);
        self.warnings == Some(Severity::Error) || self.rules.values().any(is_raised)
    }

    /// Why findings of `code` are less severe than by themselves; `None`: they are not.
    pub fn suppressed(&self, code: Code) -> Option<Suppressed<'_>> {
        let rule = self.rules.get(code.name())?;
        rule.severity.is_none_or(|severity| severity < code.severity()).then_some(Suppressed {
            profile: &self.name,
            reason: &rule.reason,
            severity: code.severity(),
        })
    }

    /// Whether findings of `code` are told at all: what only some receivers ask for is told only to them.
    pub fn asks_for(&self, code: Code) -> bool {
        !ON_REQUEST.contains(&code) || self.rules.contains_key(code.name())
    }
}
