//! Units as tables print them: those of the model, their names in other languages, and finer ones as powers of ten.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unleaded_model::amount::Unit;
use unleaded_model::identity::matching_text;

/// A unit of the model times a power of ten: `ppb` is parts per million times 10^-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scaled {
    /// The unit.
    pub(crate) unit: Unit,
    /// The power of ten of one printed unit in it.
    pub(crate) power: i32,
}

impl Scaled {
    /// Bytes of the longest text that can be a unit.
    pub(crate) const LONGEST: usize = 48;

    const fn of(unit: Unit, power: i32) -> Self {
        Self { unit, power }
    }

    /// Returns the unit that `text` names, in any letter case; `None` when it names none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > Self::LONGEST {
            return None;
        }
        if let Some(unit) = Unit::parse(text) {
            return Some(Self::of(unit, 0));
        }
        let folded = matching_text(text).to_lowercase();
        let plain: String = folded.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
        let bare = |open, close| plain.strip_prefix(open)?.strip_suffix(close);
        let plain = bare('(', ')').or_else(|| bare('[', ']')).unwrap_or(&plain);
        let found = BY_WORD.get(plain).copied();
        found.or_else(|| Some(Self::of(Unit::parse(plain)?, 0)))
    }

    /// Splits a unit off the end of `text`: `0.5 mg/kg` to `0.5` and the unit.
    pub(crate) fn split(text: &str) -> Option<(&str, Self)> {
        // The number ends with its last digit, point or closing bracket; a unit holds none of them but the point of `wt.%`.
        let digit = text.rfind(|c: char| c.is_ascii_digit() || c == ')')?;
        let end = digit + 1;
        let (number, unit) = (text.get(..end)?, text.get(end..)?);
        let unit = unit.strip_prefix('.').filter(|rest| !rest.is_empty()).unwrap_or(unit);
        Some((number, Self::parse(unit.trim())?))
    }
}

/// Every cell of a table is asked whether it is a unit.
static BY_WORD: LazyLock<BTreeMap<&str, Scaled>> = LazyLock::new(|| {
    let words = |(words, unit): &(&'static str, Scaled)| {
        let unit = *unit;
        words.split(' ').map(move |word| (word, unit))
    };
    UNITS.iter().flat_map(words).collect()
});

/// Units that the model does not know by these words, in lower case without blanks and points.
const UNITS: [(&str, Scaled); 13] = [
    ("ppb µg/kg \u{3bc}g/kg ug/kg ng/g", Scaled::of(Unit::Ppm, -3)),
    ("mg/kg µg/g \u{3bc}g/g ug/g g/t 百万分之一 百万分率 毫克/千克", Scaled::of(Unit::Ppm, 0)),
    ("‰ permille promille g/kg mg/g 千分之一", Scaled::of(Unit::MassPercent, -1)),
    ("g/g mg/mg kg/kg", Scaled::of(Unit::MassPercent, 2)),
    (
        "pct percent percentage wt-% w% %w/w %(w/w) w/w% %w %wt %m/m m/m% m% m-% gew% gew-% \
         masse% masse-% massen% ma% ma-% %bymass %byweight weight% mass-% weight-% prozent \
         massenprozent gewichtsprozent 质量% 重量% 質量% 百分比 重量百分比 质量百分比 \
         質量百分比 パーセント 质量分数% 質量分率%",
        Scaled::of(Unit::MassPercent, 0),
    ),
    ("kilogram kilograms kilogramm キログラム", Scaled::of(Unit::Kilogram, 0)),
    ("gramm グラム 公克 gr gm gms", Scaled::of(Unit::Gram, 0)),
    ("milligram milligrams milligramm ミリグラム 公絲", Scaled::of(Unit::Milligram, 0)),
    ("microgram micrograms mikrogramm マイクログラム mcg", Scaled::of(Unit::Microgram, 0)),
    ("nanogram nanograms nanogramm ナノグラム 奈克", Scaled::of(Unit::Nanogram, 0)),
    ("t tonne tonnes 吨 噸 トン", Scaled::of(Unit::Kilogram, 3)),
    ("pg picogram picograms 皮克", Scaled::of(Unit::Nanogram, -3)),
    ("dg", Scaled::of(Unit::Gram, -1)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_many_spellings() {
        let check = |text: &str, unit, power| {
            assert_eq!(Scaled::parse(text), Some(Scaled { unit, power }), "{text}");
        };
        check("mg", Unit::Milligram, 0);
        check("ｍｇ", Unit::Milligram, 0);
        check("ppb", Unit::Ppm, -3);
        check("mg/kg", Unit::Ppm, 0);
        check("‰", Unit::MassPercent, -1);
        check("Gew.-%", Unit::MassPercent, 0);
        check("wt. %", Unit::MassPercent, 0);
        check("% (w/w)", Unit::MassPercent, 0);
        check("(g)", Unit::Gram, 0);
        check("グラム", Unit::Gram, 0);
        assert_eq!(Scaled::parse("oz"), None);
        assert_eq!(Scaled::parse(""), None);
    }

    #[test]
    fn a_unit_is_split_off_the_end() {
        let check = |text: &str, expected| assert_eq!(Scaled::split(text), expected, "{text}");
        let percent = Scaled { unit: Unit::MassPercent, power: 0 };
        check("0.5 %", Some(("0.5", percent)));
        check("5.%", Some(("5", percent)));
        check("0.5wt.%", Some(("0.5", percent)));
        check("3ppb", Some(("3", Scaled { unit: Unit::Ppm, power: -3 })));
        check("12 mg/kg", Some(("12", Scaled { unit: Unit::Ppm, power: 0 })));
        check("1e-3 g", Some(("1e-3", Scaled { unit: Unit::Gram, power: 0 })));
        check("0.5", None);
        check("5 pieces", None);
        check("1,2oz", None);
    }
}
