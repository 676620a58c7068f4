//! Chemical formulas: which elements, how many atoms of each, and their shares of the mass.

use std::collections::BTreeMap;

use unleaded_model::amount::Fraction;

/// Standard atomic weights in units of 0.0001, abridged to at most four places: IUPAC 2021, conventional values where
/// the standard is an interval. By symbol, in alphabetical order.
const WEIGHTS: [(&str, u64); 83] = [
    ("Ag", 1_078_682),
    ("Al", 269_815),
    ("Ar", 399_500),
    ("As", 749_216),
    ("Au", 1_969_666),
    ("B", 108_100),
    ("Ba", 1_373_270),
    ("Be", 90_122),
    ("Bi", 2_089_804),
    ("Br", 799_040),
    ("C", 120_110),
    ("Ca", 400_780),
    ("Cd", 1_124_140),
    ("Ce", 1_401_160),
    ("Cl", 354_500),
    ("Co", 589_332),
    ("Cr", 519_961),
    ("Cs", 1_329_055),
    ("Cu", 635_460),
    ("Dy", 1_625_000),
    ("Er", 1_672_590),
    ("Eu", 1_519_640),
    ("F", 189_984),
    ("Fe", 558_450),
    ("Ga", 697_230),
    ("Gd", 1_572_500),
    ("Ge", 726_300),
    ("H", 10_080),
    ("He", 40_026),
    ("Hf", 1_784_860),
    ("Hg", 2_005_920),
    ("Ho", 1_649_303),
    ("I", 1_269_045),
    ("In", 1_148_180),
    ("Ir", 1_922_170),
    ("K", 390_983),
    ("Kr", 837_980),
    ("La", 1_389_055),
    ("Li", 69_400),
    ("Lu", 1_749_668),
    ("Mg", 243_050),
    ("Mn", 549_380),
    ("Mo", 959_500),
    ("N", 140_070),
    ("Na", 229_898),
    ("Nb", 929_064),
    ("Nd", 1_442_420),
    ("Ne", 201_797),
    ("Ni", 586_934),
    ("O", 159_990),
    ("Os", 1_902_300),
    ("P", 309_738),
    ("Pb", 2_072_000),
    ("Pd", 1_064_200),
    ("Pr", 1_409_077),
    ("Pt", 1_950_840),
    ("Rb", 854_678),
    ("Re", 1_862_070),
    ("Rh", 1_029_055),
    ("Ru", 1_010_700),
    ("S", 320_600),
    ("Sb", 1_217_600),
    ("Sc", 449_559),
    ("Se", 789_710),
    ("Si", 280_850),
    ("Sm", 1_503_600),
    ("Sn", 1_187_100),
    ("Sr", 876_200),
    ("Ta", 1_809_479),
    ("Tb", 1_589_254),
    ("Te", 1_276_000),
    ("Th", 2_320_377),
    ("Ti", 478_670),
    ("Tl", 2_043_800),
    ("Tm", 1_689_342),
    ("U", 2_380_289),
    ("V", 509_415),
    ("W", 1_838_400),
    ("Xe", 1_312_930),
    ("Y", 889_058),
    ("Yb", 1_730_450),
    ("Zn", 653_800),
    ("Zr", 912_240),
];

/// Nesting of brackets that a formula may have; real ones have two.
const DEEPEST: usize = 8;
/// Atoms of one element that a formula may have.
const MOST_ATOMS: u64 = 100_000;

/// The atoms of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    atoms: BTreeMap<&'static str, u64>,
}

impl Formula {
    /// Parses `Pb3(PO4)2`, `CdSO4.8H2O` (also with `·`), `K2[CdI4]`; symbols in their own case. `None`: it is not a
    /// formula with whole numbers of atoms of known elements.
    pub fn parse(text: &str) -> Option<Self> {
        let mut atoms = BTreeMap::new();
        for part in text.split(['.', '·']) {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let times = if digits == 0 { 1 } else { part[..digits].parse().ok()? };
            let mut rest = &part[digits..];
            for (symbol, count) in group(&mut rest, 0)? {
                add(&mut atoms, symbol, count.checked_mul(times)?)?;
            }
            if !rest.is_empty() {
                return None;
            }
        }
        Some(Self { atoms }).filter(|formula| !formula.atoms.is_empty())
    }

    /// How many atoms of the element it has.
    pub fn atoms(&self, symbol: &str) -> u64 {
        self.atoms.get(symbol).copied().unwrap_or(0)
    }

    /// Returns the share of the mass that `counted` atoms of the element have.
    pub fn share(&self, symbol: &str, counted: u64) -> Option<Fraction> {
        let mut whole = 0u64;
        for (element, count) in &self.atoms {
            whole = whole.checked_add(weight(element)?.checked_mul(*count)?)?;
        }
        let part = weight(symbol)?.checked_mul(counted.min(self.atoms(symbol)))?;
        Fraction::new(part.into(), whole.into())
    }
}

fn weight(symbol: &str) -> Option<u64> {
    let found = WEIGHTS.binary_search_by(|(known, _)| (*known).cmp(symbol)).ok()?;
    Some(WEIGHTS[found].1)
}

/// Reads atoms and bracketed groups up to the end or a closing bracket, which is left in `rest`.
fn group(rest: &mut &str, depth: usize) -> Option<BTreeMap<&'static str, u64>> {
    let mut atoms = BTreeMap::new();
    while let Some(first) = rest.chars().next() {
        match first {
            ')' | ']' if depth > 0 => return Some(atoms),
            '(' | '[' if depth < DEEPEST => {
                *rest = &rest[1..];
                let inner = group(rest, depth + 1)?;
                let close = if first == '(' { ')' } else { ']' };
                *rest = rest.strip_prefix(close)?;
                let times = number(rest)?;
                for (symbol, count) in inner {
                    add(&mut atoms, symbol, count.checked_mul(times)?)?;
                }
            }
            _ => {
                let symbol = symbol(rest)?;
                add(&mut atoms, symbol, number(rest)?)?;
            }
        }
    }
    (depth == 0).then_some(atoms)
}

fn add(atoms: &mut BTreeMap<&'static str, u64>, symbol: &'static str, count: u64) -> Option<()> {
    let sum = atoms.entry(symbol).or_insert(0);
    *sum = sum.checked_add(count)?;
    (*sum <= MOST_ATOMS).then_some(())
}

/// Takes the longest known symbol.
fn symbol(rest: &mut &str) -> Option<&'static str> {
    let longest = [2, 1].into_iter().find_map(|length| {
        let wanted = rest.get(..length)?;
        WEIGHTS.iter().find(|(known, _)| *known == wanted)
    })?;
    *rest = &rest[longest.0.len()..];
    Some(longest.0)
}

/// Takes a number of atoms; 1 where none is written.
fn number(rest: &mut &str) -> Option<u64> {
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, after) = rest.split_at(length);
    *rest = after;
    if digits.is_empty() { Some(1) } else { digits.parse().ok().filter(|n| *n > 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_in_order() {
        assert!(WEIGHTS.is_sorted());
    }

    #[test]
    fn atoms_are_counted() {
        let check = |text: &str, symbol: &str, atoms: u64| {
            assert_eq!(Formula::parse(text).unwrap().atoms(symbol), atoms, "{text}");
        };
        check("Pb3(PO4)2", "O", 8);
        check("CdSO4.8H2O", "O", 12);
        check("3CdSO4·8H2O", "Cd", 3);
        check("K2[Cd(CN)4]", "N", 4);
        check("C12Br10O", "Br", 10);
        check("Co", "Co", 1);
        check("CO", "C", 1);
    }

    #[test]
    fn what_is_no_formula() {
        for text in
            ["", "PBDE", "lead", "Pb(", "Pb)", "Pb(O]", "2", "Pb0", "铅", "Pb99999999999999999999"]
        {
            assert_eq!(Formula::parse(text), None, "{text}");
        }
        assert_eq!(Formula::parse(&"(".repeat(100_000)), None);
    }

    #[test]
    fn shares_are_exact() {
        let oxide = Formula::parse("PbO").unwrap();
        assert_eq!(oxide.share("Pb", 1), Fraction::new(2_072_000, 2_231_990));
        assert_eq!(oxide.share("Cd", 1), Some(Fraction::ZERO));
    }
}
