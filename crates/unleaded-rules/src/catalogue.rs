//! Whether a product is in the China RoHS catalogue, by what is said of it: only there are the limits part of a
//! conformity assessment. Outside of it marking is due alone.
//!
//! Nothing said counts as in the catalogue, and so does a bound of which no value is told.

use jiff::civil::Date;
use unleaded_model::diagnostic::Language;

use crate::lists::{CatalogueItem, ChinaLists, ScopeBound, ScopeCondition, ScopeStanding};

pub use self::stated::{Fit, ItemError, StatedItem, StatedValue};

mod stated;
#[cfg(test)]
mod tests;

/// How a product stands to the catalogue, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// How it stands to it.
    pub standing: ScopeStanding,
    /// The item that it is of; `None`: of none, or nobody said.
    pub item: Option<CatalogueItem>,
    /// What is told by each bound of the item, in their order; `None`: nothing.
    pub values: Vec<Option<StatedValue>>,
    /// What the basis calls such products: `I` or `II`; empty: it has no classes of products.
    pub class: String,
    /// What is told of such products and not judged, in the order of the list.
    pub conditions: Vec<ScopeCondition>,
    /// The first day of the catalogue.
    from: Date,
}

impl Scope {
    /// Returns how a product of which `stated` is said stands to the catalogue on `as_of`, assessed on `basis`.
    pub fn new(stated: &StatedItem, china: &ChinaLists, as_of: Date, basis: &str) -> Self {
        let (item, values) = match stated {
            StatedItem::Of { id, values } => (china.item(id).cloned(), values.clone()),
            StatedItem::Assumed | StatedItem::Outside => (None, Vec::new()),
        };
        let from = china.catalogue_from;
        let standing = match (stated, &item) {
            (StatedItem::Outside, _) => ScopeStanding::Outside,
            (_, None) => ScopeStanding::Assumed,
            (_, Some(_)) if as_of < from => ScopeStanding::NotYet,
            (_, Some(item)) => within(item, &values),
        };
        let classes = china.set(basis).map(|set| &set.classes);
        let class = classes.map(|(inside, outside)| match standing.is_assessed() {
            true => inside.clone(),
            false => outside.clone(),
        });
        let holds = |condition: &&ScopeCondition| condition.holds(standing, basis, as_of);
        let conditions = china.conditions.iter().filter(holds).cloned().collect();
        Self { standing, item, values, class: class.unwrap_or_default(), conditions, from }
    }

    /// Whether the limits are part of a conformity assessment of the product.
    pub fn is_assessed(&self) -> bool {
        self.standing.is_assessed()
    }

    /// Returns how the product stands to the catalogue in words, without a full stop.
    pub fn reason(&self, language: Language) -> String {
        let Some(item) = &self.item else {
            let (en, zh) = match self.standing {
                ScopeStanding::Outside => NO_ITEM,
                _ => NOT_SAID,
            };
            return language.pick(en, zh).to_owned();
        };
        let head = head(item, language);
        let said = match (self.standing, language) {
            (ScopeStanding::BeyondBounds, Language::En) => "outside the catalogue, by".to_owned(),
            (ScopeStanding::BeyondBounds, Language::Zh) => "在目录外，超出".to_owned(),
            (ScopeStanding::BoundsNotTold, Language::En) => {
                "judged as in the catalogue; not told:".to_owned()
            }
            (ScopeStanding::BoundsNotTold, Language::Zh) => "按在目录内判定；未说明：".to_owned(),
            (ScopeStanding::NotYet, Language::En) => {
                format!("the catalogue applies from {} on", self.from)
            }
            (ScopeStanding::NotYet, Language::Zh) => format!("目录自 {} 起适用", self.from),
            (_, Language::En) => "in the catalogue".to_owned(),
            (_, Language::Zh) => "在目录内".to_owned(),
        };
        let bounds = self.bounds_told(item, language);
        let (colon, between, space) = match language {
            Language::En => (": ", "; ", " "),
            Language::Zh => ("：", "；", ""),
        };
        match (bounds.is_empty(), self.standing) {
            (true, _) => format!("{head}{colon}{said}"),
            (false, ScopeStanding::In) => {
                format!("{head}{colon}{said}{between}{}", bounds.join(between))
            }
            (false, _) => format!("{head}{colon}{said}{space}{}", bounds.join(between)),
        }
    }

    /// The bounds that decide how the product stands, each with what is told by it.
    fn bounds_told(&self, item: &CatalogueItem, language: Language) -> Vec<String> {
        let decides = |value: &Option<StatedValue>| match self.standing {
            ScopeStanding::BeyondBounds => value.as_ref().is_some_and(|v| v.fit == Fit::Beyond),
            ScopeStanding::BoundsNotTold => value.is_none(),
            ScopeStanding::In => true,
            _ => false,
        };
        let told = item.bounds.iter().zip(&self.values).filter(|(_, value)| decides(value));
        told.map(|(bound, value)| bound_told(bound, value.as_ref(), language)).collect()
    }
}

const NO_ITEM: (&str, &str) =
    ("the product is said to be of no item of the catalogue", "该产品被说明不属于目录中的任何一项");
const NOT_SAID: (&str, &str) = (
    "nobody says which item of the catalogue the product is: judged as if it were in it",
    "未说明产品属于目录中的哪一项：按在目录内判定",
);

fn within(item: &CatalogueItem, values: &[Option<StatedValue>]) -> ScopeStanding {
    let is_beyond = |value: &StatedValue| value.fit == Fit::Beyond;
    if values.iter().flatten().any(is_beyond) {
        return ScopeStanding::BeyondBounds;
    }
    match values.iter().flatten().count() == item.bounds.len() {
        true => ScopeStanding::In,
        false => ScopeStanding::BoundsNotTold,
    }
}

fn head(item: &CatalogueItem, language: Language) -> String {
    let (name, remark) = match language {
        Language::En => (&item.name_en, &item.remark),
        Language::Zh => (&item.name_zh, &item.remark_zh),
    };
    match (language, remark.is_empty()) {
        (Language::En, true) => format!("item {}, {name}", item.id),
        (Language::En, false) => format!("item {}, {name} ({remark})", item.id),
        (Language::Zh, true) => format!("目录条目 {}（{name}）", item.id),
        (Language::Zh, false) => format!("目录条目 {}（{name}，{remark}）", item.id),
    }
}

fn bound_told(bound: &ScopeBound, value: Option<&StatedValue>, language: Language) -> String {
    let most = limit(bound, language);
    let value = value.map(|value| value.text.as_str());
    match (language, value) {
        (Language::En, Some(value)) => format!("{} {value}, at most {most}", bound.quantity),
        (Language::En, None) => format!("{}, at most {most}", bound.quantity),
        (Language::Zh, Some(value)) => format!("{} {value}，上限 {most}", bound.quantity_zh),
        (Language::Zh, None) => format!("{}，上限 {most}", bound.quantity_zh),
    }
}

/// The largest value in scope with its unit; a paper size is one.
fn limit(bound: &ScopeBound, language: Language) -> String {
    match (bound.unit.as_str(), language) {
        ("paper size", _) => bound.max.clone(),
        ("pages per minute", Language::Zh) => format!("{} 页/分钟", bound.max),
        (unit, _) => format!("{} {unit}", bound.max),
    }
}
