//! Which nodes a product has, and how often each.

use std::borrow::Cow;

use unleaded_model::amount::Decimal;

use crate::count::sum_of;
use crate::graph::{Edge, Graph};
use crate::table::{Role, Table};
use crate::totals::Reached;

/// A node of a product, with what was counted of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit<C> {
    pub(crate) count: C,
    pub(crate) node: u32,
    /// The first parent that led to it; the product itself leads to itself.
    pub(crate) parent: u32,
}

/// A multiplicity on its way down. That of nearly all products fits 64 bits and has no decimal places.
pub(crate) trait Counting: Copy {
    /// The product itself.
    const ONE: Self;
    /// What an edge carries to the child of a node that is there so often, `whole` or not; `None`: it does not fit.
    fn carried(
        self,
        quantity: impl FnOnce() -> (u128, i32),
        edge: &Edge,
        role: Role,
    ) -> Option<Self>;
    /// What two ways to a node come to; `None`: it does not fit.
    fn and(self, other: Self) -> Option<Self>;
}

/// Whole numbers, in products without an assembly that is declared as a whole.
impl Counting for u64 {
    const ONE: Self = 1;

    #[inline]
    fn carried(self, _: impl FnOnce() -> (u128, i32), edge: &Edge, role: Role) -> Option<Self> {
        let quantity = edge.small_quantity()?;
        if role == Role::Whole { None } else { self.checked_mul(quantity.into()) }
    }

    #[inline]
    fn and(self, other: Self) -> Option<Self> {
        self.checked_add(other)
    }
}

/// Any multiplicity, as its digits and its power of ten; beyond 128 bits it saturates, and is found when it is used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct General {
    pub(crate) digits: u128,
    pub(crate) exponent: i32,
    /// Whether every way to the node leads through an assembly that is declared as a whole.
    pub(crate) covered: bool,
}

impl Counting for General {
    const ONE: Self = Self { digits: 1, exponent: 0, covered: false };

    fn carried(self, quantity: impl FnOnce() -> (u128, i32), _: &Edge, role: Role) -> Option<Self> {
        let (digits, exponent) = quantity();
        let whole = role == Role::Whole;
        Some(Self {
            digits: if whole { 0 } else { self.digits.saturating_mul(digits) },
            exponent: self.exponent.saturating_add(exponent),
            covered: self.covered || whole,
        })
    }

    fn and(self, other: Self) -> Option<Self> {
        let sum = sum_of((self.digits, self.exponent), (other.digits, other.exponent));
        let covered = self.covered && other.covered;
        Some(Self { digits: sum.0, exponent: sum.1, covered })
    }
}

/// The nodes of a product, itself first, each before the nodes below it, those without children last.
#[derive(Clone, Debug)]
pub(crate) struct Visited {
    pub(crate) visits: Visits,
    /// How many of them have no children.
    pub(crate) leaves: usize,
}

/// The nodes of a product, with their counts.
#[derive(Clone, Debug)]
pub(crate) enum Visits {
    /// All counts are whole numbers, and nothing is covered.
    Whole(Vec<Visit<u64>>),
    /// Some are not, or something may be.
    General(Vec<Visit<General>>),
}

impl Visited {
    /// The finest power of ten of any count.
    pub(crate) fn finest(&self) -> i32 {
        match &self.visits {
            Visits::Whole(_) => 0,
            Visits::General(visits) => visits.iter().map(|v| v.count.exponent).min().unwrap_or(0),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match &self.visits {
            Visits::Whole(visits) => visits.len(),
            Visits::General(visits) => visits.len(),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match &self.visits {
            Visits::Whole(visits) => size_of_val(&visits[..]),
            Visits::General(visits) => size_of_val(&visits[..]),
        }
    }

    pub(crate) fn at(&self, at: usize) -> Visit<General> {
        match &self.visits {
            Visits::Whole(visits) => {
                let Visit { count, node, parent } = visits[at];
                let count = General { digits: count.into(), ..General::ONE };
                Visit { count, node, parent }
            }
            Visits::General(visits) => visits[at],
        }
    }

    /// The visits with their counts in units of 10^`power`, no coarser than the finest; `None`: one does not fit 64 bits.
    pub(crate) fn counted(&self, power: i32) -> Option<Cow<'_, [Visit<u64>]>> {
        match &self.visits {
            Visits::Whole(visits) if power == 0 => Some(Cow::Borrowed(visits)),
            _ => {
                let all = (0..self.len()).map(|at| {
                    let Visit { count, node, parent } = self.at(at);
                    let factor = 10u64.checked_pow(count.exponent.abs_diff(power));
                    let digits = u64::try_from(count.digits).ok()?;
                    let count = if digits == 0 { 0 } else { digits.checked_mul(factor?)? };
                    Some(Visit { count, node, parent })
                });
                all.collect::<Option<Vec<_>>>().map(Cow::Owned)
            }
        }
    }

    pub(crate) fn reached(&self) -> Vec<Reached> {
        let reached = |Visit { count, node, parent }: Visit<General>| Reached {
            node,
            count: Decimal::new(count.digits, count.exponent),
            parent,
            covered: count.covered,
        };
        (0..self.len()).map(|at| reached(self.at(at))).collect()
    }
}

/// Where a node stands among those of the product that was visited last.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// The number of the product; another one: not reached yet.
    product: u32,
    /// The place on its level.
    at: u32,
    /// Its level, which never changes: it lies here so that a step down reads one place of memory.
    level: u32,
}

/// Memory for visits, used again from product to product.
#[derive(Debug)]
pub(crate) struct Walk {
    marks: Vec<Mark>,
    product: u32,
    whole: Levels<u64>,
    general: Levels<General>,
}

/// The nodes of a product by level.
type Levels<C> = Vec<Vec<Visit<C>>>;

impl Walk {
    pub(crate) fn new(graph: &Graph) -> Self {
        Self {
            marks: graph.levels().map(|level| Mark { product: 0, at: 0, level }).collect(),
            product: 0,
            whole: Vec::new(),
            general: Vec::new(),
        }
    }

    /// Visits every node of `product` once, parents before children.
    pub(crate) fn visit(&mut self, graph: &Graph, table: &Table, product: u32) -> Visited {
        let (mut whole, mut general) =
            (std::mem::take(&mut self.whole), std::mem::take(&mut self.general));
        let visited = match self.levels(graph, table, product, &mut whole) {
            Some((visits, leaves)) => Visited { visits: Visits::Whole(visits), leaves },
            None => {
                // General counts always fit.
                let visits = self.levels(graph, table, product, &mut general);
                let (visits, leaves) = visits.unwrap_or_default();
                Visited { visits: Visits::General(visits), leaves }
            }
        };
        (self.whole, self.general) = (whole, general);
        visited
    }

    /// Returns the visits and how many of them are leaves; `None`: a count does not fit. The levels are empty before and after.
    fn levels<C: Counting>(
        &mut self,
        graph: &Graph,
        table: &Table,
        product: u32,
        levels: &mut Levels<C>,
    ) -> Option<(Vec<Visit<C>>, usize)> {
        self.next_product();
        let mark = &mut self.marks[product as usize];
        let top = mark.level as usize;
        (mark.product, mark.at) = (self.product, 0);
        if levels.len() <= top {
            levels.resize_with(top + 1, Vec::new);
        }
        levels[top].push(Visit { count: C::ONE, node: product, parent: product });
        let mut fits = Some(());
        for level in (1..=top).rev() {
            let (lower, upper) = levels.split_at_mut(level);
            for visit in &upper[0] {
                fits = fits.and_then(|()| self.descend(graph, table, visit, lower));
            }
        }
        let leaves = levels[0].len();
        let all = levels[..=top].iter().map(Vec::len).sum();
        let mut visits = Vec::with_capacity(all);
        for level in levels[..=top].iter_mut().rev() {
            visits.append(level);
        }
        fits.map(|()| (visits, leaves))
    }

    fn next_product(&mut self) {
        if self.product == u32::MAX {
            self.marks.iter_mut().for_each(|mark| mark.product = 0);
            self.product = 0;
        }
        self.product += 1;
    }

    /// Carries the count of a node, which is final, to its children, which are all on `lower` levels.
    fn descend<C: Counting>(
        &mut self,
        graph: &Graph,
        table: &Table,
        visit: &Visit<C>,
        lower: &mut [Vec<Visit<C>>],
    ) -> Option<()> {
        let (role, first) = (table.role(visit.node), graph.first_edge(visit.node));
        for (at, edge) in graph.edges_of(visit.node).iter().enumerate() {
            let quantity = || graph.quantity(first + at, edge);
            let count = visit.count.carried(quantity, edge, role)?;
            let mark = &mut self.marks[edge.child as usize];
            let level = &mut lower[mark.level as usize];
            if mark.product == self.product {
                let known = &mut level[mark.at as usize];
                known.count = known.count.and(count)?;
            } else {
                (mark.product, mark.at) = (self.product, level.len() as u32);
                level.push(Visit { count, node: edge.child, parent: visit.node });
            }
        }
        Some(())
    }
}
