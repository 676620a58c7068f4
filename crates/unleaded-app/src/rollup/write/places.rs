//! Which place of a part is the worst.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_rollup::ColumnTotal;
use unleaded_rules::{Composition, Disclosed, PlacedMaterial, ValuedPlace};

use super::super::columns::Column;
use super::{ProductContext, kind_of};

/// Which end of the shares is compared.
#[derive(Clone, Copy)]
enum End {
    High,
    Low,
}

impl ProductContext<'_> {
    /// The path to the place with the largest low end; where no place surely holds any, to the one with the largest
    /// high end. With the document that tells of the place.
    pub(super) fn worst_at(&self, total: &ColumnTotal) -> (Vec<String>, Option<usize>) {
        let (worst, end) = match total.low.share.is_zero() {
            true => (total.high, End::High),
            false => (total.low, End::Low),
        };
        let mut path = self.path(worst.node);
        let (steps, document) = self.steps(worst.node, self.column(total), end);
        path.extend(steps);
        (path, document)
    }

    /// The steps inside the part of `node` to the place that is worst in `column`; none when the part has no places.
    fn steps(&self, node: u32, column: &Column, end: End) -> (Vec<String>, Option<usize>) {
        let part = self.all.graph.node(node).part as usize;
        let Some(composition) = &self.all.parts.compositions[part] else {
            return (Vec::new(), None);
        };
        let mut best: Option<(Fraction, Vec<String>, Option<usize>)> = None;
        for alternative in &composition.alternatives {
            for (steps, share) in self.places(node, alternative, column) {
                let share = match end {
                    End::High => share.high,
                    End::Low => share.low,
                };
                if best.as_ref().is_none_or(|(worst, ..)| share > *worst) {
                    best = Some((share, steps, alternative.document));
                }
            }
        }
        best.map(|(_, steps, document)| (steps, document)).unwrap_or_default()
    }

    fn places(
        &self,
        node: u32,
        composition: &Composition,
        column: &Column,
    ) -> Vec<(Vec<String>, FractionRange)> {
        let materials = composition.materials.iter();
        match column {
            Column::Substance(key) => {
                materials.map(|m| (m.steps.clone(), share_of(m, Some(key)))).collect()
            }
            Column::Undisclosed => {
                materials.map(|m| (m.steps.clone(), share_of(m, None))).collect()
            }
            Column::Entry(set, position) => {
                let rules = &self.all.judged.default_rules()[*set];
                let judge = self.all.judged.judge(rules, self.all.judged.default_category());
                let places = judge.values(composition, kind_of(self.all, node));
                let of = |place: ValuedPlace| Some((place.of(*position, rules)?, place.steps));
                places.into_iter().filter_map(of).map(|(share, steps)| (steps, share)).collect()
            }
        }
    }
}

/// The share of a substance in a material, what may be anything included; without a key that of the undisclosed.
fn share_of(material: &PlacedMaterial, key: Option<&str>) -> FractionRange {
    let mut share = FractionRange::ZERO;
    for content in &material.contents {
        match (content.disclosed == Disclosed::Nothing, key) {
            (true, None) => share = share.plus(content.share),
            (true, Some(_)) => {
                let anything = FractionRange::up_to(content.share.high);
                share = share.plus(anything);
            }
            (false, Some(key)) if content.key == key => share = share.plus(content.share),
            (false, _) => {}
        }
    }
    share.capped()
}
