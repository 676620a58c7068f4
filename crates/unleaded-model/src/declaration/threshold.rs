//! Thresholds in words.

use super::Answer;
use crate::amount::{Fraction, FractionRange, Number};
use crate::identity::matching_text;

impl Answer {
    /// The share that its threshold in words names: the first number before `%` or `ppm`. `None`: there is none.
    pub fn printed_threshold(&self) -> Option<Fraction> {
        printed_threshold(&self.threshold)
    }

    /// Whether it says that the threshold is not exceeded, beside an amount that exceeds it.
    pub fn denies_its_amount(&self) -> bool {
        let Some(threshold) = self.printed_threshold().filter(|_| self.over == Some(false)) else {
            return false;
        };
        // A share of the part may be what a threshold for a material names, since a material holds as much at least.
        let shares = [&self.share_of_part, &self.share_of_material];
        let of_article = matching_text(&self.threshold).to_lowercase().contains("article");
        let shares = shares.into_iter().take(if of_article { 1 } else { 2 }).flatten();
        shares.map(|share| share.value.low).any(|low| low > threshold)
    }
}

/// The share that a threshold in words names: the first number before `%` or `ppm`. `None`: there is none.
fn printed_threshold(text: &str) -> Option<Fraction> {
    let text = matching_text(text).to_lowercase();
    let end = text.find(['%', 'p'])?;
    let power = match &text[end..] {
        rest if rest.starts_with('%') => -2,
        rest if rest.starts_with("ppm") => -6,
        _ => return None,
    };
    let before = text[..end].trim_end().trim_end_matches("mass").trim_end();
    let start = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
    let number = Number::parse(&before[start..]).ok()?;
    FractionRange::of(&number, power).map(|share| share.high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_in_words() {
        let check = |text: &str, ppm: Option<u128>| {
            assert_eq!(printed_threshold(text), ppm.map(Fraction::ppm), "{text}");
        };
        check("0.1% by weight (1 000 ppm) of any article", Some(1000));
        check("0.1 mass% of article", Some(1000));
        check("0.01 mass % of homogeneous materials", Some(100));
        check("1000 ppm", Some(1000));
        check("5 mass% of homogeneous materials", Some(50_000));
        check("Intentionally added or 0.01 mass% of article", Some(100));
        check("Intentionally added", None);
        check("", None);
    }
}
