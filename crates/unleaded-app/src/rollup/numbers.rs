//! Which item number a wrong one may be meant for.

use std::cell::Cell;
use std::collections::BTreeMap;

use unleaded_model::identity::key;

/// Candidates beyond which only spellings that differ in case and punctuation are looked for.
const MANY: usize = 2_000;
/// Slips of a pen that make a number another one.
const FAR: usize = 2;
/// Letters of a number that is compared; a longer one is no slip of a pen.
const LONGEST: usize = 100;
/// Steps of all searches together, beyond which only those spellings are looked for: who has so many wrong numbers reads
/// no suggestions.
const STEPS: u64 = 20_000_000;
/// Steps of a candidate that is compared letter by letter; any other is one.
const COMPARISON: u64 = 64;

/// Item numbers among which a near one is looked for. A suggestion is never used as a match.
pub(super) struct Numbers<'a> {
    by_key: BTreeMap<String, (Outline, &'a str)>,
    steps_left: Cell<u64>,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(numbers: impl Iterator<Item = &'a str>) -> Self {
        let outlined = |number: &'a str| {
            let key = key(number);
            let outline = Outline::of(&key);
            (key, (outline, number))
        };
        Self { by_key: numbers.map(outlined).collect(), steps_left: Cell::new(STEPS) }
    }

    /// Returns ` (NEAREST?)` for the number that is most like `number`; empty when none is near.
    pub(super) fn nearest(&self, number: &str) -> String {
        let wanted = key(number);
        let same = self.by_key.get(&wanted).map(|(_, number)| *number);
        let found = same.or_else(|| self.near(&wanted)).filter(|found| *found != number);
        found.map(|found| format!(" ({found}?)")).unwrap_or_default()
    }

    fn near(&self, wanted: &str) -> Option<&'a str> {
        let outline = Outline::of(wanted);
        let is_fit = outline.letters <= LONGEST && wanted.len() > 3;
        if !is_fit || self.by_key.len() > MANY || self.steps_left.get() == 0 {
            return None;
        }
        let alike = self.by_key.iter().filter(|(_, (known, _))| outline.may_be_near(*known));
        let mut steps = self.by_key.len() as u64;
        let distances = alike.map(|(key, (_, number))| {
            steps += COMPARISON;
            (strsim::damerau_levenshtein(wanted, key), *number)
        });
        let nearest = distances.filter(|(distance, _)| *distance <= FAR).min();
        self.steps_left.set(self.steps_left.get().saturating_sub(steps));
        nearest.map(|(_, number)| number)
    }
}

/// What tells of most numbers that they are not near, without a look at each letter.
#[derive(Clone, Copy, Debug)]
struct Outline {
    letters: usize,
    /// Which letters there are, by their last six bits.
    held: u64,
}

impl Outline {
    fn of(key: &str) -> Self {
        let held = key.chars().fold(0, |held, letter| held | 1 << (u32::from(letter) % u64::BITS));
        Self { letters: key.chars().count(), held }
    }

    /// Whether so few slips may lie between the two: each adds or takes one letter at most, or changes one into another.
    fn may_be_near(self, other: Self) -> bool {
        self.letters.abs_diff(other.letters) <= FAR
            && (self.held ^ other.held).count_ones() as usize <= 2 * FAR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        let numbers = Numbers::new(["CR-0402", "CR-0603", "RES.7"].into_iter());
        let check = |wanted: &str, expected: &str| assert_eq!(numbers.nearest(wanted), expected);
        check("cr0402", " (CR-0402?)");
        check("CR-0420", " (CR-0402?)");
        check("CR-042", " (CR-0402?)");
        check("CR-0608", " (CR-0603?)");
        check("CX-0X02", " (CR-0402?)");
        check("CR-0402", "");
        check("XX-9999", "");
        check("RE", "");
    }

    #[test]
    fn an_outline_rules_out_nothing_that_is_near() {
        let words =
            ["", "a", "ab", "ba", "abc", "acb", "xbc", "abxc", "bca", "a-b", "深圳", "圳深a"];
        for one in words {
            for other in words {
                let distance = strsim::damerau_levenshtein(one, other);
                let may_be = Outline::of(one).may_be_near(Outline::of(other));
                assert!(distance > FAR || may_be, "{one} {other}");
            }
        }
    }

    /// The work is bounded whatever the product of both sides is, and so is that on two long numbers.
    #[test]
    fn the_search_ends() {
        let all: Vec<String> = (0..MANY).map(|n| format!("part-{n:06}")).collect();
        let mut numbers = Numbers::new(all.iter().map(String::as_str));
        numbers.steps_left = Cell::new(STEPS / 1000);
        assert_eq!(numbers.nearest("part-x00007"), " (part-000007?)");
        (0..100_000).for_each(|n| drop(numbers.nearest(&format!("port-{n:06}"))));
        assert_eq!(numbers.steps_left.get(), 0);
        assert_eq!(numbers.nearest("part-x00007"), "");
        assert_eq!(numbers.nearest("PART 000007"), " (part-000007?)");
        let long = ["a", "b"].map(|last| "x".repeat(500_000) + last);
        assert_eq!(Numbers::new([long[0].as_str()].into_iter()).nearest(&long[1]), "");
    }
}
