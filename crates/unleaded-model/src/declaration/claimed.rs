//! Which law an exemption is claimed of.

use super::ExemptionClaim;
use crate::identity::key;

/// The law whose list of exemptions a claim names. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimedLaw {
    /// China RoHS.
    ChinaRohs,
    /// EU RoHS: also where no list is named, as in data sheets.
    EuRohs,
    /// Any other, and one that nobody knows.
    Other,
}

/// Words of lists of China RoHS, in keys.
const CHINA: [&str; 7] = ["china", "26572", "miit", "sjt", "工信", "例外", "中国"];

/// The directives, and the decision of 2011 after which IPC names their exemptions.
const EU: [&str; 4] = ["201165", "200295", "2011534", "eurohs"];

/// Other laws with annexes and exemptions of their own.
const OTHER: [&str; 8] =
    ["elv", "200053", "reach", "19072006", "pops", "20191021", "batter", "tsca"];

/// Names that are those of EU RoHS where no other country or law stands beside them.
const PLAIN: [&str; 6] = ["", "rohs", "rohs2", "rohs3", "rohsdirective", "rohsexemptions"];

/// Other countries with a RoHS of their own, as words of a list or of its authority.
const COUNTRIES: [&str; 20] = [
    "britain",
    "california",
    "eaeu",
    "gb",
    "india",
    "japan",
    "jp",
    "kingdom",
    "korea",
    "kr",
    "russia",
    "singapore",
    "taiwan",
    "turkey",
    "uae",
    "uk",
    "ukraine",
    "us",
    "usa",
    "vietnam",
];

impl ExemptionClaim {
    /// The law that the claim is about, by the name of its list. The authority decides only where that could be another's.
    pub fn law(&self) -> ClaimedLaw {
        let list = key(&self.list);
        let names = |words: &[&str]| words.iter().any(|word| list.contains(word));
        if names(&CHINA) {
            return ClaimedLaw::ChinaRohs;
        }
        if names(&OTHER) {
            return ClaimedLaw::Other;
        }
        if names(&EU) || list.starts_with("el20") {
            return ClaimedLaw::EuRohs;
        }
        let is_plain = PLAIN.contains(&list.as_str()) || names(&["annexiii", "annexiv"]);
        match is_plain && !self.is_foreign() {
            true => ClaimedLaw::EuRohs,
            false => ClaimedLaw::Other,
        }
    }

    /// Whether another country or another law is named.
    fn is_foreign(&self) -> bool {
        let authority = key(&self.authority);
        let of_other = CHINA.iter().chain(&OTHER).any(|word| authority.contains(word));
        let text = format!("{} {}", self.authority, self.list).to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        of_other || words.any(|word| COUNTRIES.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileName, Place};

    #[track_caller]
    fn check(authority: &str, list: &str, law: ClaimedLaw) {
        let claim = ExemptionClaim {
            authority: authority.to_owned(),
            list: list.to_owned(),
            id: "6(c)".to_owned(),
            place: Place::File { file: FileName::new("x") },
        };
        assert_eq!(claim.law(), law, "{authority} {list}");
    }

    #[test]
    fn only_lists_of_eu_rohs_are_of_eu_rohs() {
        for (authority, list) in [
            ("", ""),
            ("IPC", "EL2011/534/EU"),
            ("IPC", "EL2018/741/EU"),
            ("EU", "2011/65/EU"),
            ("EU", "Annex III"),
            ("", "EU RoHS Annex IV"),
            ("EU", "RoHS"),
            ("TUV China", "EL2011/534/EU"),
        ] {
            check(authority, list, ClaimedLaw::EuRohs);
        }
        for (authority, list) in [
            ("", "Korea Act on Resource Circulation"),
            ("", "SI 2012/3032 Schedule A1"),
            ("", "J-Moss"),
            ("UK", "RoHS"),
            ("", "UK RoHS Annex III"),
            ("", "REACH Annex XIV"),
            ("EU", "ELV Annex II"),
            ("ELV", "Annex III"),
            ("MIIT", ""),
        ] {
            check(authority, list, ClaimedLaw::Other);
        }
        check("MIIT", "China RoHS 2018", ClaimedLaw::ChinaRohs);
        check("", "达标管理目录限用物质应用例外清单", ClaimedLaw::ChinaRohs);
    }
}
