//! Masses that nobody weighed.

use unleaded_model::amount::{Mass, MassRange};
use unleaded_model::declaration::{DeclaredPart, Stated};
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::part_name;
use crate::sink::Sink;

/// Parts of one mass from which on it is told, and from which on where that mass is 1 kg, g or mg.
const SAME: u64 = 5;
const SAME_UNIT: u64 = 3;
/// Digits of a mass that is nothing but nines, or counts upwards.
const DIGITS: usize = 3;

/// Checks the masses of one part and its materials.
pub(super) fn check(part: &DeclaredPart, sink: &mut dyn Sink) {
    for item in &part.items {
        let Some(mass) = &item.mass else { continue };
        if is_zero(mass) {
            let name = if item.number.is_empty() { &item.name } else { &item.number };
            sink.diagnostic(zero("part", "部件", name, &mass.place));
        } else if let Some((reason_en, reason_zh)) = dummy(&mass.raw) {
            sink.diagnostic(
                Diagnostic::new(checks::DUMMY_MASS, mass.place.clone())
                    .with("part", part_name(part))
                    .with("value", format!("{} mg", mass.value.low))
                    .with("reason_en", reason_en)
                    .with("reason_zh", reason_zh),
            );
        }
    }
    for material in &part.materials {
        if let Some(mass) = material.mass.as_ref().filter(|mass| is_zero(mass)) {
            sink.diagnostic(zero("material", "材料", &material.name, &mass.place));
        }
    }
}

fn is_zero(mass: &Stated<MassRange>) -> bool {
    mass.value == MassRange::ZERO
}

fn zero(what_en: &str, what_zh: &str, name: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(checks::MASS_ZERO, place.clone())
        .with("what_en", what_en)
        .with("what_zh", what_zh)
        .with("name", name)
}

/// Why a printed mass looks like one that was typed to go on.
fn dummy(raw: &str) -> Option<(&'static str, &'static str)> {
    let digits: Vec<u8> = raw.trim().bytes().filter(u8::is_ascii_digit).collect();
    let is_number = raw.trim().bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_run = |ok: fn(&[u8]) -> bool| digits.windows(2).all(ok);
    if !is_number || digits.len() < DIGITS {
        None
    } else if is_run(|pair| matches!(pair, [b'9', b'9'])) {
        Some(("nothing but nines", "全部为 9"))
    } else if digits.len() > DIGITS
        && digits.starts_with(b"123")
        && is_run(|p| matches!(p, [a, b] if *b == a + 1))
    {
        Some(("its digits count upwards", "数字依次递增"))
    } else {
        None
    }
}

/// The masses of the products of a document, as long as they are all the same.
#[derive(Default)]
pub(super) enum Weights {
    /// None was seen.
    #[default]
    None,
    /// All those seen have this mass.
    Same { mass: Mass, place: Place, parts: u64 },
    /// Two differ, or one has none.
    Differ,
}

impl Weights {
    pub(super) fn take(&mut self, part: &DeclaredPart) {
        let exact = part.mass().filter(|mass| mass.value.is_exact() && !is_zero(mass));
        let next = match (std::mem::take(self), exact) {
            (Self::None, Some(mass)) => {
                Self::Same { mass: mass.value.low, place: mass.place.clone(), parts: 1 }
            }
            (Self::Same { mass, place, parts }, Some(found)) if found.value.low == mass => {
                Self::Same { mass, place, parts: parts + 1 }
            }
            _ => Self::Differ,
        };
        *self = next;
    }

    pub(super) fn finish(self, sink: &mut dyn Sink) {
        let Self::Same { mass, place, parts } = self else { return };
        let gram = Mass::GRAM.attograms();
        let is_unit = [gram / 1000, gram, gram * 1000].contains(&mass.attograms());
        if parts >= if is_unit { SAME_UNIT } else { SAME } {
            let same = Diagnostic::new(checks::SAME_MASS_EVERYWHERE, place);
            sink.diagnostic(same.with("count", parts).with("value", format!("{mass} mg")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_typed_to_go_on() {
        for typed in ["999", "99.99", "0999", "12345", "123.456"] {
            assert_eq!(dummy(typed).is_some(), typed != "0999", "{typed}");
        }
        for weighed in ["99", "1", "123", "0.61355", "999.5", "1234.6", "99-999", ""] {
            assert!(dummy(weighed).is_none(), "{weighed}");
        }
    }
}
