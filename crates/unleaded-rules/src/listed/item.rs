//! The parts of a list in the form that is shown.

use jiff::civil::Date;
use unleaded_model::amount::Fraction;
use unleaded_model::identity::key;

use crate::lists::exemption_key;

/// An entry, or something inside of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// What tells it from the others of its kind beside it; of an entry the key by which it is asked for.
    pub key: String,
    /// What is said of it. Each item of a kind says the same fields, in the same order.
    pub facts: Vec<Fact>,
    /// What is inside of it, in the order of the list.
    pub items: Vec<Item>,
}

/// A field and what it says.
pub type Fact = (Field, Said);

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing: not known, or no such thing.
    Nothing,
    /// Several values; empty: none, or not known.
    Several(Vec<String>),
    /// A text, a date (`YYYY-MM-DD`) or an amount in ppm; empty: nothing said.
    Text(String),
}

impl Said {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Several(values) => values.is_empty(),
            Self::Text(text) => text.is_empty(),
        }
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Vec<String>> for Said {
    fn from(values: &Vec<String>) -> Self {
        Self::Several(values.clone())
    }
}

impl From<Vec<String>> for Said {
    fn from(values: Vec<String>) -> Self {
        Self::Several(values)
    }
}

impl From<Option<Date>> for Said {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::Nothing, |date| Self::Text(date.to_string()))
    }
}

impl From<Fraction> for Said {
    /// In ppm; the limits of all lists are whole.
    fn from(share: Fraction) -> Self {
        Self::Text(share.ppm_high().to_string())
    }
}

impl Item {
    pub(super) fn new(kind: ItemKind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into(), facts: Vec::new(), items: Vec::new() }
    }

    /// Adds a fact.
    pub(super) fn say(mut self, field: Field, said: impl Into<Said>) -> Self {
        self.facts.push((field, said.into()));
        self
    }

    /// Adds what is inside.
    pub(super) fn with(mut self, items: impl IntoIterator<Item = Self>) -> Self {
        self.items.extend(items);
        self
    }

    /// Returns what a field says; `None`: items of this kind don't have it.
    pub fn said(&self, field: Field) -> Option<&Said> {
        self.facts.iter().find(|(known, _)| *known == field).map(|(_, said)| said)
    }

    /// Whether `wanted` names it: by key, name or number.
    fn is_named(&self, wanted: &Wanted) -> bool {
        use Field::{AnswersTo, Cas, Code, Ec, Name, NameEn, NameZh, Names};
        let same = |text: &String| key(text) == wanted.key;
        let spelt_the_same = |text: &String| exemption_key(text) == wanted.marked;
        spelt_the_same(&self.key)
            || self.facts.iter().any(|(field, said)| match (field, said) {
                (AnswersTo, Said::Several(values)) => values.iter().any(spelt_the_same),
                (Cas | Ec | Names, Said::Several(values)) => values.iter().any(same),
                (Code | Name | NameEn | NameZh, Said::Text(text)) => same(text),
                _ => false,
            })
    }
}

/// What is asked for, as names are compared: in any spelling.
struct Wanted {
    /// Letters and digits alone.
    key: String,
    /// With the marks that tell `7(c)-I` from `7(ci)`.
    marked: String,
}

/// Keeps the items that `wanted` names, and of the others what is inside and is named so.
pub(super) fn keep(items: &mut Vec<Item>, wanted: &str) {
    let wanted = Wanted { key: key(wanted), marked: exemption_key(wanted) };
    if wanted.key.is_empty() {
        // It would be the name of all that has none.
        items.clear();
    }
    keep_named(items, &wanted);
}

fn keep_named(items: &mut Vec<Item>, wanted: &Wanted) {
    items.retain_mut(|item| {
        if item.is_named(wanted) {
            return true;
        }
        keep_named(&mut item.items, wanted);
        !item.items.is_empty()
    });
}

/// Declares an enum whose variants have names that scripts read.
macro_rules! named {
    ($(#[$about:meta])* $enum:ident { $($(#[$doc:meta])+ $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $enum {
            $($(#[$doc])+ $variant,)+
        }

        impl $enum {
            /// All of them, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

named! {
    /// What an item is.
    ItemKind {
        /// From when to when which sets may be used (China RoHS).
        Applicability = "applicability",
        /// What one source says of an exemption.
        Claim = "claim",
        /// A class of substances.
        Class = "class",
        /// What is told of products by how they stand to a catalogue (China RoHS).
        Condition = "condition",
        /// A restricted or listed substance or group.
        Entry = "entry",
        /// A list of exceptions of which the text is not held (China RoHS).
        Exceptions = "exceptions",
        /// An exemption.
        Exemption = "exemption",
        /// A restricted group with its known members.
        Group = "group",
        /// A substance of a group.
        Member = "member",
        /// From when to when an entry applies to some categories.
        Period = "period",
        /// A class of products of a catalogue (China RoHS).
        ProductClass = "product-class",
        /// An entry of a list that documents answer.
        QueryEntry = "query-entry",
        /// What makes a name suspect of a group.
        Rule = "rule",
        /// A standard with its limits (China RoHS).
        Set = "set",
        /// How an exemption stands on the date that is asked about.
        Standing = "standing",
        /// A substance with its names.
        Substance = "substance",
    }
}

impl ItemKind {
    /// Whether it counts as an entry of its list.
    pub fn is_entry(self) -> bool {
        use ItemKind::{Class, Entry, Exemption, Group, QueryEntry, Rule, Substance};
        matches!(self, Class | Entry | Exemption | Group | QueryEntry | Rule | Substance)
    }
}

named! {
    /// What is said of an item.
    Field {
        /// The act, as written.
        Act = "act",
        /// The sets that may be used.
        Allowed = "allowed",
        /// The annex of the law.
        Annex = "annex",
        /// Other names that an exemption answers to, as compared.
        AnswersTo = "answers_to",
        /// The applications that a rule is for; empty: all.
        Applications = "applications",
        /// The bounds of a product class.
        Bounds = "bounds",
        /// CAS numbers.
        Cas = "cas",
        /// Categories of products; empty: the source does not say.
        Categories = "categories",
        /// The kind of a class.
        ClassKind = "class_kind",
        /// The code of an entry in a document.
        Code = "code",
        /// Conditions that a rule holds under and that are not judged, in English.
        ConditionEn = "condition_en",
        /// The same in Chinese.
        ConditionZh = "condition_zh",
        /// How sure it is, in words.
        Confidence = "confidence",
        /// `confirmed` or `unconfirmed`: whether a source names the member.
        Confirmed = "confirmed",
        /// Last days that claims of the same act about the same products give instead.
        Contradicts = "contradicts",
        /// Addresses of the decisions.
        Decisions = "decisions",
        /// How a member came about.
        Derivation = "derivation",
        /// What an entry covers, in words.
        Description = "description",
        /// EC numbers.
        Ec = "ec",
        /// The edition of a list of exceptions.
        Edition = "edition",
        /// From when a set is in force.
        Effective = "effective",
        /// The element whose symbol in a formula makes a name suspect.
        Element = "element",
        /// Our entries that a foreign one means.
        Entries = "entries",
        /// The last day.
        Expires = "expires",
        /// What the share is a share of.
        ExpressedAs = "expressed_as",
        /// The largest share of a member's mass that counts, as a rational.
        FactorHigh = "factor_high",
        /// The smallest share of a member's mass that counts, as a rational.
        FactorLow = "factor_low",
        /// The formula.
        Formula = "formula",
        /// The first day.
        From = "from",
        /// The group in `groups` whose members count.
        Group = "group",
        /// The groups in `groups` whose members count.
        Groups = "groups",
        /// Terms that are taken out of a name before it is searched.
        Harmless = "harmless",
        /// Words at which an unclaimed exemption might apply.
        Hints = "hints",
        /// How many entries a list of exceptions has.
        HowMany = "how_many",
        /// The day of inclusion.
        Included = "included",
        /// `over`: what is there on purpose is over in any amount; empty: it is judged as all is.
        Intended = "intended",
        /// The legal reference.
        LegalReference = "legal_reference",
        /// The place whose mass is the denominator: `homogeneous-material`, `article`, `product-part` or `product`.
        Level = "level",
        /// `at-most`, `at-least` or `none`.
        LimitKind = "limit_kind",
        /// The limit by mass, in ppm; `any`: only what is there on purpose is ruled; empty: the source names none.
        LimitPpm = "limit_ppm",
        /// The list that a document answers.
        List = "list",
        /// How a pattern is compared.
        Matching = "matching",
        /// What a class may contain: `anything`, `nothing-listed`, or entries.
        MayContain = "may_contain",
        /// `not-held`: no table holds which substances an entry covers; else empty.
        Members = "members",
        /// A name, in the language that it has.
        Name = "name",
        /// The English name.
        NameEn = "name_en",
        /// The Chinese name.
        NameZh = "name_zh",
        /// All names.
        Names = "names",
        /// The source's remark.
        Note = "note",
        /// Parts of words that make a name suspect.
        Parts = "parts",
        /// Patterns, as compared.
        Patterns = "patterns",
        /// `yes`: the expiry is nominal where a renewal was applied for; else `no`.
        Pending = "pending",
        /// The entries that an exemption permits.
        Permits = "permits",
        /// What narrows the categories, in words.
        Qualifier = "qualifier",
        /// Why.
        Reason = "reason",
        /// Letters of Article 57.
        Reasons = "reasons",
        /// A remark.
        Remark = "remark",
        /// Where it was read.
        Source = "source",
        /// `primary`: the text of the act was read; `secondary`: a summary of it.
        SourceKind = "source_kind",
        /// How the products stand to the catalogue that a condition is about.
        Standings = "standings",
        /// `in-force`, `ended`, `pending`, `disputed`, `no-claim` or `unclear`.
        State = "state",
        /// What is permitted, in English.
        TextEn = "text_en",
        /// What is permitted, in Chinese.
        TextZh = "text_zh",
        /// The last day on which sets may be used.
        To = "to",
        /// The first day on which it applies no more.
        Until = "until",
        /// Whole words that make a name suspect.
        Words = "words",
    }
}
