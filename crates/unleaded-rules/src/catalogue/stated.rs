//! What is said of a product's place in the catalogue: `2018-1/1,volume=650 L`.

use unleaded_model::amount::Number;
use unleaded_model::identity::{key, matching_text};

use crate::lists::{CatalogueItem, ChinaLists, ScopeBound};

/// What is said of a product's place in the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StatedItem {
    /// Nothing.
    #[default]
    Assumed,
    /// It is of an item.
    Of {
        /// The item.
        id: String,
        /// What is told by each of its bounds, in their order; `None`: nothing.
        values: Vec<Option<StatedValue>>,
    },
    /// It is of no item.
    Outside,
}

/// A value of the product that a bound is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedValue {
    /// As written, trimmed.
    pub text: String,
    /// How it compares with the bound.
    pub fit: Fit,
}

/// How a value compares with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is greater.
    Beyond,
    /// It is at most the bound.
    Within,
}

/// Why what is said of a product's place in the catalogue can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemError {
    /// The catalogue has no such item.
    Unknown {
        /// What was asked for.
        item: String,
    },
    /// Something beside the item is no value that it is bounded by.
    Value {
        /// What was said.
        value: String,
        /// The item, or `outside`.
        item: String,
        /// How it may be said; only the item where it has no bounds.
        wanted: String,
    },
    /// Two values of one quantity leave open which is meant.
    ValueTwice {
        /// The second one, as it was said.
        value: String,
        /// The item.
        item: String,
        /// How it may be said.
        wanted: String,
    },
}

/// What says that a product is of no item.
const OUTSIDE: [&str; 2] = ["outside", "目录外"];
/// What says nothing, as reports do.
const ASSUMED: [&str; 2] = ["assumed", "默认"];

impl StatedItem {
    /// Reads `ITEM[,WORD=VALUE...]`: an item by its identity or name, or `outside`. Commas may be semicolons. Empty text
    /// says nothing.
    pub fn parse(text: &str, china: &ChinaLists) -> Result<Self, ItemError> {
        let mut segments = text.split([',', ';', '，', '；', '、']).map(str::trim);
        let named = segments.next().unwrap_or_default();
        let values: Vec<&str> = segments.filter(|segment| !segment.is_empty()).collect();
        let is_one_of = |words: [&str; 2]| words.iter().any(|word| key(word) == key(named));
        let plain = |said: Self| match values.first() {
            Some(value) => Err(ItemError::Value {
                value: (*value).to_owned(),
                item: named.to_owned(),
                wanted: named.to_owned(),
            }),
            None => Ok(said),
        };
        if named.is_empty() || is_one_of(ASSUMED) {
            return plain(Self::Assumed);
        }
        if is_one_of(OUTSIDE) {
            return plain(Self::Outside);
        }
        let item = find(named, china)
            .ok_or_else(|| ItemError::Unknown { item: text.trim().to_owned() })?;
        Ok(Self::Of { id: item.id.clone(), values: stated(item, &values)? })
    }
}

/// The item of that identity, or of that name.
fn find<'c>(named: &str, china: &'c ChinaLists) -> Option<&'c CatalogueItem> {
    let identity = matching_text(named);
    china.item(identity.trim()).or_else(|| {
        // A key drops the slash of an identity, by which `2018-1/1` would be like `20181-1`.
        let is_named = |item: &&CatalogueItem| {
            [&item.name_en, &item.name_zh].into_iter().any(|name| key(name) == key(named))
        };
        china.catalogue.iter().find(is_named)
    })
}

fn stated(item: &CatalogueItem, said: &[&str]) -> Result<Vec<Option<StatedValue>>, ItemError> {
    let mut values = vec![None; item.bounds.len()];
    for said in said {
        let unusable = || ItemError::Value {
            value: (*said).to_owned(),
            item: item.id.clone(),
            wanted: wanted(item),
        };
        let (word, value) = said.split_once(['=', '＝', ':', '：']).ok_or_else(unusable)?;
        let means = |bound: &ScopeBound| {
            let words = [&bound.word, &bound.quantity, &bound.quantity_zh];
            words.into_iter().any(|known| key(known) == key(word))
        };
        let at = item.bounds.iter().position(means).ok_or_else(unusable)?;
        let value = value.trim();
        let fit = fit(&item.bounds[at], value).ok_or_else(unusable)?;
        if values[at].replace(StatedValue { text: value.to_owned(), fit }).is_some() {
            return Err(ItemError::ValueTwice {
                value: (*said).to_owned(),
                item: item.id.clone(),
                wanted: wanted(item),
            });
        }
    }
    Ok(values)
}

/// How the values of an item are written: `2018-1/1,volume=800 L`.
fn wanted(item: &CatalogueItem) -> String {
    let example = |bound: &ScopeBound| match bound.unit.as_str() {
        "paper size" => format!(",{}={}", bound.word, bound.max),
        "pages per minute" => format!(",{}={} ppm", bound.word, bound.max),
        unit => format!(",{}={} {unit}", bound.word, bound.max),
    };
    let examples: String = item.bounds.iter().map(example).collect();
    format!("{}{examples}", item.id)
}

/// How a value compares with a bound; `None`: it is no value of that quantity.
fn fit(bound: &ScopeBound, value: &str) -> Option<Fit> {
    let value = matching_text(value);
    if bound.unit == "paper size" {
        // Of A4 and A3 the greater number is the smaller sheet.
        let digits = value.trim().strip_prefix(['A', 'a'])?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let size: u64 = digits.parse().ok().filter(|size| plain && *size <= 10)?;
        return Some(if size >= bound.most { Fit::Within } else { Fit::Beyond });
    }
    let digits = value.trim().find(|c: char| !matches!(c, '0'..='9' | '.'));
    let (number, unit) = value.trim().split_at(digits.unwrap_or(value.trim().len()));
    let power = power(&bound.unit, unit)?;
    // Rounded down, where it has more digits than can be held: that is rather in the catalogue than out of it.
    let amount = Number::parse(number).ok()?.low.scaled(power);
    let within = amount.integer(0).is_some_and(|(whole, cut)| {
        let most = u128::from(bound.most);
        whole < most || whole == most && !cut
    });
    Some(if within { Fit::Within } else { Fit::Beyond })
}

/// The powers of ten by which values in other units become those of a bound.
const UNITS: [(&str, &[(&str, i32)]); 3] = [
    ("L", &[("升", 0), ("liter", 0), ("liters", 0), ("litre", 0), ("litres", 0), ("毫升", -3)]),
    ("W", &[("瓦", 0), ("watt", 0), ("watts", 0), ("kw", 3), ("千瓦", 3)]),
    (
        "pages per minute",
        &[("ppm", 0), ("pagesmin", 0), ("pagesminute", 0), ("页分", 0), ("页分钟", 0)],
    ),
];

/// The power of ten that makes a value in `unit` one in that of the bound; no unit is that of the bound.
fn power(bound: &str, unit: &str) -> Option<i32> {
    let unit = key(unit);
    if unit.is_empty() || unit == key(bound) {
        return Some(0);
    }
    let of_bound = UNITS.iter().find(|(known, _)| *known == bound);
    let known = of_bound.into_iter().flat_map(|(_, units)| units.iter());
    known.copied().find(|(known, _)| *known == unit).map(|(_, power)| power)
}
