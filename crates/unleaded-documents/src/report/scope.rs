//! How a product stands to a catalogue of products that must be assessed.

use serde::{Deserialize, Serialize};
use unleaded_model::diagnostic::Language;

/// How a product stands to the China RoHS catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// `assumed`, `beyond-bounds`, `bounds-not-told`, `in`, `not-yet` or `outside`.
    pub standing: String,
    /// Whether the limits are part of a conformity assessment of the product.
    pub assessed: bool,
    /// The item of the catalogue; null: none, or nobody said.
    pub item: Option<String>,
    /// Its English name; empty: there is no item.
    pub name: String,
    /// Its Chinese name; empty: there is no item.
    pub name_zh: String,
    /// What the limit set calls such products: `I` or `II`; null: it has no classes of products.
    pub class: Option<String>,
    /// The bounds of the item.
    pub bounds: Vec<ScopeBound>,
    /// How it stands, in words.
    pub reason: String,
    /// The same in Chinese.
    pub reason_zh: String,
    /// What is told of such products and not judged.
    pub conditions: Vec<ScopeCondition>,
}

impl Scope {
    /// How it stands, in words of that language, without a full stop.
    pub fn told(&self, language: Language) -> &str {
        language.pick(&self.reason, &self.reason_zh)
    }

    /// Whether anybody said how the product stands to the catalogue.
    pub fn is_said(&self) -> bool {
        self.standing != "assumed"
    }
}

impl ScopeCondition {
    /// What is told, with how sure it is, without a full stop.
    pub fn told(&self, language: Language) -> String {
        match language {
            Language::En => format!("{} ({})", self.text, self.confidence),
            Language::Zh => format!("{}（来源情况：{}）", self.text_zh, self.confidence),
        }
    }
}

/// A bound of an item, and the product's own value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeBound {
    /// What is measured.
    pub quantity: String,
    /// The same in Chinese.
    pub quantity_zh: String,
    /// The value of the product, as written; null: not told.
    pub stated: Option<String>,
    /// The largest value in scope.
    pub max: String,
    /// Its unit; `paper size`: `max` is one.
    pub unit: String,
}

/// What is told of a product and not judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeCondition {
    /// In English.
    pub text: String,
    /// In Chinese.
    pub text_zh: String,
    /// How sure it is, in words.
    pub confidence: String,
    /// Where it was read.
    pub source: String,
}
