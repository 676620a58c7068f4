//! What the parts of a product come to beside their rows: masses, coverage, and what may be anything.

use std::cmp::Reverse;

use unleaded_model::amount::{Mass, MassRange};

use crate::compact::Key;
use crate::count::{Count, scaled};
use crate::graph::Graph;
use crate::kernel::RollUp;
use crate::table::{Role, Unusual};
use crate::totals::Coverage;

/// What a part is in a product.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) node: u32,
    pub(crate) role: Role,
    /// Whether every way to it leads through an assembly that is declared as a whole.
    pub(crate) covered: bool,
}

/// The sums over all parts of a product.
#[derive(Debug, Default)]
pub(crate) struct PartSums {
    mass: RangeSum,
    declared_mass: RangeSum,
    /// Leaves without a declaration that nothing covers.
    undeclared: u64,
    pub(crate) background: Background,
}

impl PartSums {
    /// Adds the exact `mass` of a declared part without background, in the unit of the counts.
    pub(crate) fn add_exact(&mut self, mass: i128) -> Option<()> {
        self.mass.add(mass, Some(mass))?;
        self.declared_mass.add(mass, Some(mass))
    }

    /// Adds the mass of a part without background.
    pub(crate) fn add_usual(&mut self, mass: MassRange, count: Count) -> Option<()> {
        self.mass.add_times(mass, count)?;
        self.declared_mass.add_times(mass, count)
    }

    /// Adds an unusual part. What is undeclared inside a declared whole is bounded by that whole.
    pub(crate) fn add_unusual(
        &mut self,
        part: &Unusual,
        Standing { node, role, covered }: Standing,
        count: Count,
    ) -> Option<()> {
        let missing = role == Role::Missing;
        self.mass.add_times(part.mass, count)?;
        if !missing {
            self.declared_mass.add_times(part.mass, count)?;
        }
        if missing && covered {
            return Some(());
        }
        self.undeclared += u64::from(missing);
        self.background.add(node, part, count)
    }

    /// The mass and the coverage, of which `scale` are an attogram; `None`: something can't be held.
    pub(crate) fn told(&self, leaves: usize, scale: u128) -> Option<(MassRange, Coverage)> {
        let total = leaves as u64;
        let mass_declared = self.declared_mass.range(scale)?;
        let coverage = Coverage { declared: total - self.undeclared, total, mass_declared };
        Some((self.mass.range(scale)?, coverage))
    }
}

#[derive(Debug, Default)]
struct RangeSum {
    low: i128,
    high: i128,
    unbounded: bool,
}

impl RangeSum {
    fn add(&mut self, low: i128, high: Option<i128>) -> Option<()> {
        self.low = self.low.checked_add(low)?;
        match high {
            Some(high) => self.high = self.high.checked_add(high)?,
            None => self.unbounded = true,
        }
        Some(())
    }

    fn add_times(&mut self, mass: MassRange, count: Count) -> Option<()> {
        if count.is_zero() {
            return Some(());
        }
        let high = match mass.high {
            Some(high) => Some(count.ceiling_of(high.attograms())?),
            None => None,
        };
        self.add(count.floor_of(mass.low.attograms())?, high)
    }

    fn range(&self, scale: u128) -> Option<MassRange> {
        scaled(self.low, (!self.unbounded).then_some(self.high), scale)
    }
}

/// What may be any column, over all parts.
#[derive(Debug, Default)]
pub(crate) struct Background {
    pub(crate) mass: i128,
    /// Parts of which no bound is known.
    pub(crate) unbounded: u64,
    /// Nodes of which some share may be anything, with the rank of that share: after [`Background::ordered`] the worst
    /// first, of equal ones the one that precedes.
    nodes: Vec<(u32, u32)>,
}

impl Background {
    fn add(&mut self, node: u32, part: &Unusual, count: Count) -> Option<()> {
        if part.background_rank > 0 {
            self.nodes.push((part.background_rank, node));
        }
        match part.background.map(Mass::attograms) {
            _ if count.is_zero() => {}
            Some(mass) => self.mass = self.mass.checked_add(count.ceiling_of(mass)?)?,
            None => self.unbounded += 1,
        }
        Some(())
    }

    pub(crate) fn ordered(mut self, graph: &Graph) -> Self {
        self.nodes.sort_unstable_by_key(|(rank, node)| (Reverse(*rank), graph.precedence(*node)));
        self
    }

    /// The worst of `named`, the worst of the parts that name `column`, and the backgrounds of those that don't.
    pub(crate) fn worst(&self, roll_up: &RollUp<'_>, column: u32, named: Key) -> Key {
        let key = |(rank, node): &(u32, u32)| Key::new(*rank, roll_up.graph.precedence(*node));
        let worse = self.nodes.iter().take_while(|node| key(node) > named);
        let mut silent = worse.filter(|(_, node)| !roll_up.table.names(*node, column));
        silent.next().map_or(named, key)
    }
}
