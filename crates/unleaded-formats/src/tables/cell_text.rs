//! What the text of an amount's cell says: a number, a range, a bound, the rest, or a word that is no number.

use unleaded_model::amount::{Number, NumberError};
use unleaded_model::identity::{key, matching_text};

use super::decimal_mark::{Evidence, plain};
use super::units::Scaled;
use crate::nothing::{is_among, is_not_given, is_withheld};

/// A number with the unit that stands behind it in the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure<'a> {
    /// The number as printed.
    pub(crate) number: &'a str,
    /// The unit; `None`: that of the column.
    pub(crate) unit: Option<Scaled>,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said<'a> {
    /// About that much.
    About(Figure<'a>),
    /// That much or more.
    AtLeast(Figure<'a>),
    /// That much or less; also what was not found, with the limit of detection.
    AtMost(Figure<'a>),
    /// What the others leave.
    Rest,
    /// Nothing: blank, a dash, or that it is withheld.
    Nothing,
    /// A number, or what is none of the others.
    Number(Figure<'a>),
    /// From the one to the other.
    Range(Figure<'a>, Figure<'a>),
    /// Traces, or that there is none, or none was found: not zero, and without a bound.
    Unbounded,
}

/// The text of a cell in the form in which [`said`] reads it: full-width characters, hyphens and blanks as in ASCII, in
/// lower case.
pub(crate) fn folded(text: &str) -> String {
    matching_text(text).to_lowercase()
}

/// Returns what `text`, in the form of [`folded`], says.
pub(crate) fn said(text: &str) -> Said<'_> {
    // Nearly every cell is a plain number.
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !text.is_empty() {
        return Said::Number(Figure { number: text, unit: None });
    }
    in_words(text)
        .or_else(|| not_detected(text))
        .or_else(|| bound(text, &AT_MOST).map(Said::AtMost))
        .or_else(|| bound(text, &AT_LEAST).map(Said::AtLeast))
        .or_else(|| bound(text, &ABOUT).map(Said::About))
        .or_else(|| range(text))
        .unwrap_or_else(|| Said::Number(figure(text)))
}

/// Whether `text` is a word for what others leave: `balance`, `Rest`, `余量`.
pub(crate) fn is_rest(text: &str) -> bool {
    // Nearly every text begins with another letter, or has more of them.
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.next().is_some_and(|c| !c.is_ascii() || matches!(c, 'b' | 'B' | 'r' | 'R'))
        && letters.take(LONGEST_REST).count() < LONGEST_REST
        && in_words(&folded(text)) == Some(Said::Rest)
}

/// Each number in `text`, for what it shows of its decimal mark.
pub(crate) fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let (one, two) = match said(text) {
        Said::About(one) | Said::AtLeast(one) | Said::AtMost(one) | Said::Number(one) => {
            (Some(one), None)
        }
        Said::Range(one, two) => (Some(one), Some(two)),
        Said::Rest | Said::Nothing | Said::Unbounded => (None, None),
    };
    [one, two].into_iter().flatten().map(|figure| figure.number)
}

const REST: &str = "balance bal rest rem remainder remaining remainingamount remain restmenge 余量 馀量 餘量 余 餘 其余 \
    其餘 余下 剩余 残部 残り 残余 残量";
const TRACE: &str = "trace traces tr spuren spur inspuren 痕量 微量 极微量 極微量 痕跡 痕迹 極少量";
const NOT_DETECTED: &str = "nd notdetected notdetectable undetected nn nichtnachweisbar \
    nichtnachgewiesen nwg bdl bld belowdetectionlimit 未检出 未檢出 不检出 不檢出 未检测到 不検出 \
    検出せず 検出されず \
    none 无 無 不含 不含有 未含有 不存在 未使用 不使用 未添加 なし 無し 含まず 含有せず 非含有 notcontained notpresent \
    absent nichtenthalten keine";
/// More letters than any of [`REST`] has, in whatever form they are written.
const LONGEST_REST: usize = 64;
/// What names the limit of detection behind such a word.
const DETECTION_LIMITS: [&str; 8] = [
    "methoddetectionlimit",
    "detectionlimit",
    "mdl",
    "lod",
    "loq",
    "方法检出限",
    "检出限",
    "検出限界",
];

/// Words without a number.
fn in_words(text: &str) -> Option<Said<'static>> {
    // Characters of control, and what stands for one in a workbook, are those of a damaged cell.
    let is_damaged = |c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER;
    if text.contains(|c: char| c.is_ascii_digit() || is_damaged(c)) {
        return None;
    }
    let word = key(text);
    if is_among(REST, &word) {
        return Some(Said::Rest);
    }
    if is_among(TRACE, &word) || is_among(NOT_DETECTED, &word) {
        return Some(Said::Unbounded);
    }
    // A dash, a stroke or the like has neither letters nor digits.
    let is_dash = text.chars().all(|c| matches!(c, '-' | '/' | '\\' | '_' | '.' | '*' | ' '));
    (is_dash || is_not_given(&word) || is_withheld(&word)).then_some(Said::Nothing)
}

/// `n.d. (< 2 ppm)`, `未检出（检出限 2ppm）`.
fn not_detected(text: &str) -> Option<Said<'_>> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (head, limit) = text.split_at(at);
    let mut word = key(head);
    for limit in DETECTION_LIMITS {
        let kept = word.strip_suffix(limit).map_or(word.len(), str::len);
        word.truncate(kept);
    }
    let limit = limit.trim_end_matches([')', ']']);
    is_among(NOT_DETECTED, &word).then(|| Said::AtMost(figure(limit)))
}

/// Signs and words before and behind a number.
struct Marks {
    before: &'static [&'static str],
    behind: &'static [&'static str],
}

const AT_MOST: Marks = Marks {
    before: &[
        "<=",
        "=<",
        "<",
        "≤",
        "≦",
        "⩽",
        "less than",
        "not more than",
        "below",
        "under",
        "up to",
        "maximum",
        "max.",
        "max",
        "weniger als",
        "kleiner als",
        "höchstens",
        "unter",
        "bis zu",
        "小于等于",
        "小于",
        "小於",
        "不大于",
        "不大於",
        "不超过",
        "不超過",
        "低于",
        "低於",
        "至多",
        "最大",
        "最多",
    ],
    behind: &["max.", "max", "以下", "未満", "未满", "以内", "以內"],
};

const AT_LEAST: Marks = Marks {
    before: &[
        ">=",
        "=>",
        ">",
        "≥",
        "≧",
        "⩾",
        "more than",
        "at least",
        "above",
        "over",
        "minimum",
        "min.",
        "min",
        "mehr als",
        "größer als",
        "mindestens",
        "über",
        "大于等于",
        "大于",
        "大於",
        "不小于",
        "不小於",
        "不低于",
        "不低於",
        "超过",
        "超過",
        "高于",
        "高於",
        "至少",
        "最小",
    ],
    behind: &["min.", "min", "以上", "超"],
};

const ABOUT: Marks = Marks {
    before: &[
        "~",
        "≈",
        "≒",
        "approximately",
        "approx.",
        "approx",
        "about",
        "circa",
        "ca.",
        "ca",
        "c.",
        "etwa",
        "ungefähr",
        "大约",
        "大約",
        "约",
        "約",
        "およそ",
    ],
    behind: &["左右", "程度", "前後", "上下"],
};

/// The number that one of `marks` stands beside.
fn bound<'a>(text: &'a str, marks: &Marks) -> Option<Figure<'a>> {
    let before = marks.before.iter().filter_map(|mark| text.strip_prefix(mark));
    let behind = marks.behind.iter().filter_map(|mark| text.strip_suffix(mark));
    let mut figures = before.chain(behind).map(|number| figure(number.trim()));
    figures.find(|figure| is_number(figure.number))
}

/// `5-10 %`, `5 % ~ 10 %`, `5 bis 10`.
fn range(text: &str) -> Option<Said<'_>> {
    const BETWEEN: [&str; 11] =
        ["~", "〜", "...", "..", "…", " bis ", " to ", "至", "到", "から", "-"];
    BETWEEN.iter().find_map(|between| {
        let (low, high) = text.split_once(between)?;
        let (low, high) = (figure(low.trim()), figure(high.trim()));
        let both = is_number(low.number) && is_number(high.number);
        let unit = low.unit.or(high.unit);
        both.then_some(Said::Range(Figure { unit, ..low }, high))
    })
}

fn figure(text: &str) -> Figure<'_> {
    match Scaled::split(text) {
        Some((number, unit)) if is_number(number) => Figure { number, unit: Some(unit) },
        _ => Figure { number: text, unit: None },
    }
}

/// Whether `text` is a number, or two.
fn is_number(text: &str) -> bool {
    let negative = text.starts_with(['-', '+']);
    !negative
        && match plain(text, Evidence::default()) {
            Ok(number) => matches!(Number::parse(&number), Ok(_) | Err(NumberError::TooLong)),
            Err(_) => true,
        }
}

#[cfg(test)]
mod tests {
    use unleaded_model::amount::Unit;

    use super::*;

    fn shown(text: &str) -> String {
        let figure = |figure: Figure<'_>| match figure.unit {
            None => figure.number.to_owned(),
            Some(unit) => format!("{} {}e{}", figure.number, unit.unit.name(), unit.power),
        };
        match said(&folded(text)) {
            Said::About(one) => format!("about {}", figure(one)),
            Said::AtLeast(one) => format!(">= {}", figure(one)),
            Said::AtMost(one) => format!("<= {}", figure(one)),
            Said::Number(one) => figure(one),
            Said::Range(low, high) => format!("{} to {}", figure(low), figure(high)),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_word_for_the_rest_is_its_letters_but_not_in_a_damaged_cell() {
        let padded = format!("bal{}ance", " ".repeat(100));
        assert_eq!(shown(&padded), "Rest");
        assert!(is_rest(&padded));
        for damaged in ["bala\u{1c}nce", "bala\u{fffd}nce"] {
            assert!(matches!(said(&folded(damaged)), Said::Number(_)), "{damaged:?}");
            assert!(!is_rest(damaged));
        }
    }

    #[test]
    fn cells_say_many_things() {
        let check = |expected: &str, texts: &[&str]| {
            for text in texts {
                assert_eq!(shown(text), expected, "{text}");
            }
        };
        check("<= 0.1", &["<0.1", "＜０．１", "≤ 0.1", "<= 0.1", "0.1以下", "max. 0.1", "小于0.1"]);
        check("<= 0,1", &["< 0,1", "unter 0,1", "höchstens 0,1"]);
        check("<= 2 ppme0", &["n.d. (<2 ppm)", "ND（MDL：2ppm）", "未检出(检出限 2 ppm)", "<2ppm"]);
        check(">= 5", &[">5", "≥5", "5以上", "大于 5", "mindestens 5"]);
        check(
            "0.1 to 0.3",
            &["0.1-0.3", "0.1~0.3", "0.1 – 0.3", "０．１～０．３", "0.1…0.3", "0.1 bis 0.3"],
        );
        check("5 massPercente0 to 10 massPercente0", &["5 % ~ 10 %", "5%-10%"]);
        check("about 5", &["约5", "ca. 5", "~5", "≈ 5", "5左右", "etwa 5"]);
        check(
            "Unbounded",
            &[
                "trace",
                "Traces",
                "痕量",
                "微量",
                "Spuren",
                "n.d.",
                "ND",
                "未检出",
                "无",
                "不含",
                "none",
                "なし",
            ],
        );
        check("Rest", &["balance", "Bal.", "Rest", "余量", "残部", "REST %"]);
        check(
            "Nothing",
            &[
                "",
                "-",
                "--",
                "—",
                "/",
                "N/A",
                "n.a.",
                "Proprietary",
                "保密",
                "企業秘密",
                "Betriebsgeheimnis",
            ],
        );
        check("0.5 massPercente0", &["0.5%", "０．５％", "0.5 wt%"]);
        check("5 massPercente-1", &["5‰"]);
        check("3 ppme-3", &["3 ppb", "3µg/kg"]);
        check("1e-5", &["1e-5", "1E-5"]);
        check("-1", &["-1"]);
        check("5--10", &["5--10"]);
        check("2024-09-27", &["2024-09-27"]);
        check("1 234,5", &["1 234,5", "1\u{a0}234,5", "1\u{202f}234,5"]);
        assert_eq!(figure("5 mg").unit, Scaled::parse("mg"));
        assert_eq!(Scaled::parse("mg").map(|unit| unit.unit), Some(Unit::Milligram));
    }
}
