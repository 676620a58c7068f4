//! Which known names a wrong one may be meant for.

use unleaded_model::identity::key;

/// Letters of a name that is compared; a longer one is no slip of a pen.
const LONGEST: usize = 100;
/// Names that are offered at most.
const MOST: usize = 3;

/// Returns the names that are most like `wanted`, the likest first: few letters differ, or one holds the other.
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = key(wanted);
    if wanted.chars().count() > LONGEST || wanted.is_empty() {
        return Vec::new();
    }
    let far = wanted.chars().count() / 3;
    let distance = |name: &'n str| {
        let known = key(name);
        let holds = wanted.len() > 2 && (known.contains(&wanted) || wanted.contains(&known));
        let distance = strsim::damerau_levenshtein(&wanted, &known);
        let near = distance <= far.max(1) || holds && !known.is_empty();
        near.then_some((distance, name))
    };
    let mut found: Vec<_> = names.into_iter().filter_map(distance).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_parts_are_near() {
        let names = ["eu-rohs", "eu-rohs-exemptions", "reach-svhc", "groups"];
        let check = |wanted: &str, expected: &[&str]| {
            assert_eq!(nearest(wanted, names), expected, "{wanted}");
        };
        check("eu-rosh", &["eu-rohs"]);
        check("svhc", &["reach-svhc"]);
        check("EU RoHS", &["eu-rohs", "eu-rohs-exemptions"]);
        check("nothing", &[]);
        check("", &[]);
        check(&"groups".repeat(100_000), &[]);
    }
}
