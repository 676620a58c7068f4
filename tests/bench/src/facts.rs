//! What every contender of the race of readers takes out of a document, so that all do the same work.

use std::fmt;
use std::ops::AddAssign;
use std::str::FromStr;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{DeclaredPart, Stated};

/// Attograms in a nanogram, and parts of a share that are told apart in the whole.
const NANOGRAM: i128 = 1_000_000_000;
const SHARES: u128 = 1_000_000;

/// Counts and sums over documents. Sums are of whole numbers, so that all contenders get the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Products.
    pub products: u64,
    /// Bytes of the item numbers of products and of the parts inside them.
    pub numbers: u64,
    /// Homogeneous materials.
    pub materials: u64,
    /// Substances of materials.
    pub substances: u64,
    /// Bytes of their names, references resolved.
    pub names: u64,
    /// The digits of their CAS numbers as numbers.
    pub cas: u64,
    /// Answers to entries of lists.
    pub answers: u64,
    /// Those that say that the threshold is exceeded.
    pub over: u64,
    /// Masses of all elements, in nanograms.
    pub mass: u64,
    /// Concentrations of all elements, in millionths of the whole.
    pub share: u64,
}

impl Facts {
    /// Adds a part and all that is inside it.
    pub fn take(&mut self, part: &DeclaredPart) {
        let mut open = vec![part];
        self.products += 1;
        while let Some(part) = open.pop() {
            for item in &part.items {
                self.numbers += item.number.len() as u64;
                self.mass += nanograms(item.mass.as_deref());
            }
            for material in &part.materials {
                self.materials += 1;
                self.mass += nanograms(material.mass.as_deref());
                for substance in &material.substances {
                    self.substances += 1;
                    self.names += substance.name.len() as u64;
                    self.cas += digits(&substance.id_raw);
                    self.mass += nanograms(substance.mass.as_deref());
                    self.share +=
                        substance.share.as_ref().map_or(0, |share| millionths(share.value.low));
                }
            }
            for answer in part.lists.iter().flat_map(|list| &list.answers) {
                self.answers += 1;
                self.over += u64::from(answer.over == Some(true));
                self.mass += nanograms(answer.mass.as_deref());
                self.share +=
                    answer.share_of_material.as_ref().map_or(0, |s| millionths(s.value.low));
            }
            open.extend(&part.subparts);
        }
    }
}

fn nanograms(mass: Option<&Stated<MassRange>>) -> u64 {
    mass.map_or(0, |mass| u64::try_from(mass.value.low.attograms() / NANOGRAM).unwrap_or(0))
}

fn millionths(share: unleaded_model::amount::Fraction) -> u64 {
    u64::try_from(share.numerator() * SHARES / share.denominator()).unwrap_or(0)
}

/// The digits of `text` as one number.
pub fn digits(text: &str) -> u64 {
    text.bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |number: u64, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
}

impl AddAssign for Facts {
    fn add_assign(&mut self, other: Self) {
        let (mut own, other) = (self.array(), other.array());
        own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        *self = Self::of(own);
    }
}

impl Facts {
    fn array(self) -> [u64; 10] {
        let Self {
            products,
            numbers,
            materials,
            substances,
            names,
            cas,
            answers,
            over,
            mass,
            share,
        } = self;
        [products, numbers, materials, substances, names, cas, answers, over, mass, share]
    }

    fn of(numbers: [u64; 10]) -> Self {
        let [products, numbers, materials, substances, names, cas, answers, over, mass, share] =
            numbers;
        Self { products, numbers, materials, substances, names, cas, answers, over, mass, share }
    }
}

/// The numbers with blanks between them, in the order of the fields.
impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.array().map(|number| number.to_string()).join(" "))
    }
}

/// The way back.
impl FromStr for Facts {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Result<Vec<u64>, _> = text.split_whitespace().map(str::parse).collect();
        let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
        numbers.map(Self::of).ok_or_else(|| format!("not ten numbers: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_and_read() {
        let facts = Facts::of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(facts.to_string().parse(), Ok(facts));
        assert!("1 2".parse::<Facts>().is_err());
        let mut twice = facts;
        twice += facts;
        assert_eq!(twice.share, 20);
        assert_eq!(digits("7439-92-1"), 7_439_921);
    }
}
