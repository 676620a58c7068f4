//! Where the figures of a finding come from, as the report writes it.

use unleaded_documents::report::{Content, Range, Stated};
use unleaded_model::amount::FractionRange;
use unleaded_rules::{At, Bound, Counted, Origin, PlaceAt, Says, Told};

use super::{mass_range, ppm_range};

/// Contents of a place that a finding lists; an article of a thousand materials has no more.
const CONTENTS: usize = 16;

/// The fields of a finding that tell where its figures come from.
#[derive(Default)]
pub(super) struct Origins {
    pub(super) mass: Option<Range>,
    pub(super) named: Option<Range>,
    pub(super) undisclosed: Option<Range>,
    pub(super) contents: Vec<Content>,
    pub(super) omitted: u64,
    pub(super) statements: Vec<Stated>,
}

impl Origins {
    pub(super) fn of(
        origin: Option<Origin<'_>>,
        at: Option<At>,
        hash: impl Fn(usize) -> String,
    ) -> Self {
        let Some(origin) = origin else { return Self::default() };
        let place = at.and_then(|at| at.place);
        let omitted = origin.contents.len().saturating_sub(CONTENTS);
        Self {
            mass: origin.mass.map(mass_range),
            named: place.map(|_| ppm_range(origin.named())),
            undisclosed: place.map(|_| ppm_range(origin.undisclosed())),
            contents: origin.contents.iter().take(CONTENTS).map(|c| content(c, place)).collect(),
            omitted: u64::try_from(omitted).unwrap_or(u64::MAX),
            statements: origin.statements.iter().map(|bound| stated(bound, &hash)).collect(),
        }
    }
}

fn content(counted: &Counted, place: Option<PlaceAt>) -> Content {
    let in_article = matches!(place, Some(PlaceAt::Article(_)));
    Content {
        substance: counted.name.clone(),
        cas: counted.cas.clone(),
        material: in_article.then(|| counted.steps.last().cloned()).flatten(),
        disclosed: counted.held.word().to_owned(),
        told: match counted.told {
            Told::Amount => "amount",
            Told::Presence => "presence",
        }
        .to_owned(),
        share_ppm: ppm_range(counted.share),
        factor: factor(counted.factor),
        counts_ppm: ppm_range(counted.counts),
    }
}

/// A mass fraction from 0 to 1, rounded outward at the fifteenth place.
fn factor(factor: FractionRange) -> Range {
    let (low, high) = (factor.low.ppm_low(), factor.high.ppm_high());
    Range { low: low.scaled(-6).to_string(), high: Some(high.scaled(-6).to_string()) }
}

fn stated(bound: &Bound, hash: impl Fn(usize) -> String) -> Stated {
    Stated {
        list: bound.list.clone(),
        says: match bound.says {
            Says::NotOver => "not-over",
            Says::Over => "over",
        }
        .to_owned(),
        value_ppm: ppm_range(bound.range),
        document: hash(bound.document),
    }
}
