//! A document as it is compared: nodes with keys, facts and what is inside them.

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange, Number};
use unleaded_model::declaration::Stated;

use super::compare::Mode;
use super::field::{Field, Kind};

/// The value of a fact, made comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exact {
    /// A plain number.
    Count(Decimal),
    /// A mass.
    Mass(MassRange),
    /// A share.
    Share(FractionRange),
    /// Words.
    Text(String),
}

impl Exact {
    /// A text that is equal exactly where the values are.
    fn key(&self) -> String {
        let lowest = |f: Fraction| {
            let reduced = Fraction::new(f.numerator(), f.denominator()).unwrap_or(f);
            format!("{}/{}", reduced.numerator(), reduced.denominator())
        };
        match self {
            Self::Count(count) => format!("c{count}"),
            Self::Mass(mass) => {
                let high = mass.high.map_or_else(String::new, |high| high.attograms().to_string());
                format!("m{}-{high}", mass.low.attograms())
            }
            Self::Share(share) => format!("s{}-{}", lowest(share.low), lowest(share.high)),
            Self::Text(text) => format!("t{text}"),
        }
    }
}

/// What a fact says, as printed and as compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As the document prints it, with the unit of an amount.
    pub printed: String,
    /// What it comes to.
    pub exact: Exact,
}

impl Value {
    /// Words; `None` where there are none.
    pub(super) fn text(text: &str) -> Option<Self> {
        let exact = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!exact.is_empty())
            .then(|| Self { printed: text.trim().to_owned(), exact: Exact::Text(exact) })
    }

    /// Words that are compared as `exact`.
    pub(super) fn meaning(printed: &str, exact: &str) -> Option<Self> {
        let printed = printed.trim().to_owned();
        (!printed.is_empty()).then(|| Self { printed, exact: Exact::Text(exact.to_owned()) })
    }

    /// A plain number where the text is one, else words.
    pub(super) fn count(text: &str) -> Option<Self> {
        match Number::parse(text) {
            Ok(number) if number.low == number.high => {
                Some(Self { printed: text.trim().to_owned(), exact: Exact::Count(number.low) })
            }
            _ => Self::text(text),
        }
    }

    pub(super) fn mass(stated: Option<&Stated<MassRange>>) -> Option<Self> {
        stated.map(|mass| Self { printed: mass.printed(), exact: Exact::Mass(mass.value) })
    }

    pub(super) fn share(stated: Option<&Stated<FractionRange>>) -> Option<Self> {
        stated.map(|share| Self { printed: share.printed(), exact: Exact::Share(share.value) })
    }

    /// A mass that follows from others.
    pub(super) fn derived_mass(mass: Option<MassRange>) -> Option<Self> {
        let mass = mass?;
        let printed = match mass.high {
            Some(high) if high == mass.low => format!("{high} mg"),
            Some(high) => format!("{} – {high} mg", mass.low),
            None => format!("≥ {} mg", mass.low),
        };
        Some(Self { printed, exact: Exact::Mass(mass) })
    }

    /// A share that follows from masses.
    pub(super) fn derived_share(share: Option<FractionRange>) -> Option<Self> {
        let share = share?;
        let percent = |ppm: Decimal| ppm.scaled(-4);
        let (low, high) = (percent(share.low.ppm_low()), percent(share.high.ppm_high()));
        let printed = if low == high { format!("{low} %") } else { format!("{low} – {high} %") };
        Some(Self { printed, exact: Exact::Share(share) })
    }

    /// An exact mass of milligrams.
    pub(super) fn milligrams(mass: Option<Mass>) -> Option<Self> {
        Self::derived_mass(mass.map(MassRange::exactly))
    }
}

/// Something that a document says of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) field: Field,
    /// What it says; `None`: it says nothing.
    pub(super) stated: Option<Value>,
    /// What follows from the rest of the document, or is taken where nothing is said.
    pub(super) derived: Option<Value>,
}

/// A second name, by which what has no partner of the same key is matched, where the name is unique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alias {
    pub(super) name: String,
    /// What the key is; two nodes with a number of the same kind are never matched by their names.
    pub(super) keyed: Keyed,
}

/// How sure a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyed {
    /// By a CAS number.
    ByCas,
    /// By an EC number.
    ByEc,
    /// By words or by a number that may change.
    Loosely,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// What it is matched by.
    pub(super) key: String,
    pub(super) alias: Option<Alias>,
    /// What a person calls it.
    pub(super) label: String,
    /// In the order of fields, each field once.
    pub(super) facts: Vec<Said>,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn new(kind: Kind, key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            kind,
            key: key.into(),
            alias: None,
            label: label.into(),
            facts: Vec::new(),
            children: Vec::new(),
        }
    }

    pub(super) fn alias(mut self, name: impl Into<String>, keyed: Keyed) -> Self {
        let name = name.into();
        self.alias = (!name.is_empty()).then_some(Alias { name, keyed });
        self
    }

    /// Adds what the document says.
    pub(super) fn says(self, field: Field, stated: Option<Value>) -> Self {
        self.says_or(field, stated, None)
    }

    /// Adds what it says, and what follows where it says nothing.
    pub(super) fn says_or(
        mut self,
        field: Field,
        stated: Option<Value>,
        derived: Option<Value>,
    ) -> Self {
        if stated.is_some() || derived.is_some() {
            let at = self.facts.partition_point(|said| said.field <= field);
            self.facts.insert(at, Said { field, stated, derived });
        }
        self
    }

    pub(super) fn holds(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// A text that is equal for nodes that say the same, in whatever order.
    pub(super) fn content(&self, mode: Mode) -> String {
        let mut text = format!("{}\u{1}{}\u{1}", self.kind.name(), self.key);
        for (field, value) in self.facts.iter().filter_map(|s| Some((s.field, s.stated.as_ref()?)))
        {
            text.push_str(field.name());
            text.push('\u{2}');
            text.push_str(&value.exact.key());
            if mode == Mode::Printed {
                text.push('\u{2}');
                text.push_str(&value.printed);
            }
            text.push('\u{1}');
        }
        let mut inside: Vec<String> = self.children.iter().map(|c| c.content(mode)).collect();
        inside.sort_unstable();
        text.push('\u{3}');
        inside.iter().for_each(|child| text.push_str(child));
        text.push('\u{4}');
        text
    }
}
