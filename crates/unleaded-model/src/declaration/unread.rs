//! What a reader kept without understanding it: whether it may say more of what something is made of.
//!
//! An element that nobody read may hold a material, an amount or an answer; what is beside it is then not all that the
//! document says. Identifiers, remarks, addresses and signatures are none of that.

use super::{Answer, DeclaredPart, DeclaredSubstance, Kept, Material};

/// The elements that state an amount.
const AMOUNTS: [&str; 5] = ["Amount", "Concentration", "Mass", "MassPercent", "MatMassPercent"];

/// What names of elements end with that tell no composition.
const ASIDE: [&str; 13] = [
    "ID",
    "Address",
    "ArticleInformation",
    "Attachment",
    "Comment",
    "Contact",
    "Description",
    "Email",
    "IdentifierCode",
    "Phone",
    "ProductCategory",
    "Remark",
    "Signature",
];

impl Kept {
    /// The element that was not read, which may say more of what its parent is made of; `None`: it is an attribute,
    /// text, or an element that tells no composition.
    fn unread_element(&self) -> Option<&str> {
        let (parents, last) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let name = local(last);
        let is_element = !last.starts_with('@') && last != "text()";
        // What is lost of an exemption or a query makes no verdict kinder.
        let beside = |step: &str| {
            let step = local(step);
            step.starts_with("Exemption") || step.starts_with("Query")
        };
        let is_aside = ASIDE.iter().any(|end| name.ends_with(end))
            || beside(last)
            || parents.split('/').any(beside);
        // The mass of an assembly in percent of something that no document names.
        let of_product = local(parents.rsplit('/').next().unwrap_or_default()) == "ProductID";
        (is_element && !is_aside && !(of_product && name == "MassPercent")).then_some(name)
    }

    /// What stands in its place where its content may not be told, so that what follows from it still does; `None`:
    /// nothing follows from it. The names of the elements around it are those of the format.
    pub fn veiled(&self) -> Option<Self> {
        let (parents, last) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let is_amount = self.is_unread_amount();
        let (last, raw) = match (last.starts_with('@'), self.unread_element()) {
            (true, _) if is_amount => ("@hidden", "hidden=\"\""),
            (false, Some("Threshold")) if self.says_over() => {
                ("Threshold", "<Threshold overThreshold=\"true\"/>")
            }
            (false, Some("Threshold")) => ("Threshold", "<Threshold/>"),
            // In no format of the family that is written a second one of it would be read as the first.
            (false, Some(_)) if is_amount => ("Mass", "<Mass/>"),
            (false, Some(_)) => ("Hidden", "<Hidden/>"),
            _ => return None,
        };
        let path = format!("{parents}/{last}");
        Some(Self { path, raw: raw.to_owned(), place: self.place.clone() })
    }

    /// Whether the threshold that it is, is said to be exceeded.
    fn says_over(&self) -> bool {
        let mut values = self.raw.split(['"', '\'']).skip_while(|text| !is_over_name(text));
        matches!(values.nth(1).map(str::trim), Some("true" | "1"))
    }

    fn is_category_threshold(&self) -> bool {
        let mut steps = self.path.rsplit('/').map(local);
        steps.next() == Some("Threshold") && steps.next() == Some("SubstanceCategory")
    }

    /// Whether it is an amount that was not read, or an attribute of one.
    fn is_unread_amount(&self) -> bool {
        let (parents, last) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        match last.strip_prefix('@') {
            None => self.unread_element().is_some_and(|name| AMOUNTS.contains(&name)),
            Some(attribute) => {
                let is_format = ["xmlns", "xsi:", "xml:"].iter().any(|p| attribute.starts_with(p));
                let element = local(parents.rsplit('/').next().unwrap_or_default());
                !is_format && AMOUNTS.contains(&element) && !attribute.ends_with("omment")
            }
        }
    }
}

/// Whether the attribute stands before its value.
fn is_over_name(text: &str) -> bool {
    text.trim_end().trim_end_matches('=').trim_end().ends_with("overThreshold")
}

/// The name of an element in a step of a path, without prefix and position.
fn local(step: &str) -> &str {
    let name = step.split_once('[').map_or(step, |(name, _)| name);
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

impl DeclaredPart {
    /// The elements that say more of what the part itself is made of and were not read.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.kept.iter().filter_map(Kept::unread_element)
    }

    /// Whether its mass is told twice, or with something that was not read.
    pub fn has_unread_mass(&self) -> bool {
        self.kept.iter().any(Kept::is_unread_amount)
    }
}

impl Material {
    /// The elements of the material itself that were not read and may say more of what it is made of. A threshold of a
    /// category that is not said to be exceeded bounds nothing in a composition.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        let unread = self.kept.iter().filter(|kept| !kept.is_category_threshold());
        unread.filter_map(Kept::unread_element).filter(|name| !AMOUNTS.contains(name))
    }

    /// Of how many of its categories of substances it says that the threshold is exceeded.
    pub fn categories_over(&self) -> usize {
        let is_over = |kept: &&Kept| kept.is_category_threshold() && kept.says_over();
        self.kept.iter().filter(is_over).count()
    }

    /// Whether its mass is told twice, or with something that was not read.
    pub fn has_unread_mass(&self) -> bool {
        self.kept.iter().any(Kept::is_unread_amount)
    }
}

impl DeclaredSubstance {
    /// Whether its amount is told twice, with something that was not read, or beside an element that may qualify it.
    pub fn has_unread(&self) -> bool {
        let qualifies = |kept: &Kept| {
            kept.is_unread_amount() || kept.unread_element().is_some_and(|name| name != "Threshold")
        };
        self.has_unread_amount || self.kept.iter().any(qualifies)
    }
}

impl Answer {
    /// Whether there is more in the answer than what was read: a second threshold or amount.
    pub fn has_unread(&self) -> bool {
        let more = |kept: &Kept| kept.is_unread_amount() || kept.unread_element().is_some();
        self.kept.iter().any(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileName, Place};

    fn kept(path: &str) -> Kept {
        let place = Place::file(&FileName::new("a.xml"));
        Kept { path: path.to_owned(), raw: String::new(), place }
    }

    #[test]
    fn elements_that_may_say_more() {
        for path in ["P/Product/SubProductList", "P/Product/x:Material[2]", "Composition"] {
            assert!(kept(path).unread_element().is_some(), "{path}");
        }
        for path in [
            "P/Product/@kind",
            "P/Product/text()",
            "P/Product/MaterialInfo/SubstanceCategoryList/SubstanceCategoryListID",
            "P/Product/ds:Signature",
            "P/Product/ExemptionList/Reason",
            "Product/ProductID/MassPercent",
        ] {
            assert!(kept(path).unread_element().is_none(), "{path}");
        }
    }

    #[test]
    fn thresholds_of_categories() {
        let check = |raw: &str, path: &str, expected: bool| {
            let kept = Kept { raw: raw.to_owned(), ..kept(path) };
            let place = kept.place.clone();
            let material = Material {
                extent: super::super::Extent::Whole,
                subpart: String::new(),
                name: String::new(),
                group: String::new(),
                mass: None,
                share_of_part: None,
                substances: Vec::new(),
                exemptions: Vec::new(),
                comment: String::new(),
                kept: vec![kept],
                place,
            };
            assert_eq!(material.categories_over(), usize::from(expected), "{raw}");
        };
        let path = "M/SubstanceCategoryList/SubstanceCategory/Threshold";
        check("<Threshold threshold='0.1%' overThreshold = 'true'/>", path, true);
        check("<Threshold overThreshold=\"true\"/>", path, true);
        check("<Threshold overThreshold='false' threshold='true'/>", path, false);
        check("<Threshold threshold='overThreshold'/>", path, false);
        check("<Threshold overThreshold='true'/>", "M/Material/Threshold", false);
    }

    #[test]
    fn what_is_hidden_still_has_its_consequences() {
        let check = |path: &str, raw: &str, expected: Option<(&str, &str)>| {
            let veiled = Kept { raw: raw.to_owned(), ..kept(path) }.veiled();
            let told = veiled.as_ref().map(|kept| (kept.path.as_str(), kept.raw.as_str()));
            assert_eq!(told, expected, "{path}");
            assert_eq!(veiled.as_ref().and_then(Kept::veiled), veiled, "{path}");
        };
        check("P/Product/m:MakerList", "<m:MakerList/>", Some(("P/Product/Hidden", "<Hidden/>")));
        check("M/Substance/Amount", "<Amount value='5'/>", Some(("M/Substance/Mass", "<Mass/>")));
        check("M/Amount/@of-maker", "of-maker='5'", Some(("M/Amount/@hidden", "hidden=\"\"")));
        let over = "<Threshold comment='maker' overThreshold='1'/>";
        let path = "M/SubstanceCategory/Threshold";
        check(path, over, Some((path, "<Threshold overThreshold=\"true\"/>")));
        check(path, "<Threshold threshold='maker'/>", Some((path, "<Threshold/>")));
        for path in ["P/Product/@maker", "P/Product/text()", "P/Product/MakerID"] {
            check(path, "maker", None);
        }
    }

    #[test]
    fn amounts_that_were_not_read() {
        for path in ["M/Substance/Amount", "M/Substance/Concentration[2]/@tolerancePlus"] {
            assert!(kept(path).is_unread_amount(), "{path}");
        }
        for path in ["M/Substance/Note", "M/Substance/@color", "M/Amount/@xsi:type"] {
            assert!(!kept(path).is_unread_amount(), "{path}");
        }
    }
}
