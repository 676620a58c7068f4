//! The comparison of two trees: children are matched by key, then by their second names, and their facts compared.

use std::collections::BTreeMap;

use super::field::{Field, Kind};
use super::node::{Keyed, Node, Said, Value};

/// When two statements are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// When they come to the same value: 0.5 % is 5000 ppm.
    #[default]
    Exact,
    /// When they are printed alike too.
    Printed,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Only the second document has it.
    Added,
    /// Both have it, and it differs itself.
    Changed,
    /// Nothing differs.
    Equal,
    /// Only the first document has it.
    Removed,
    /// It is the same, but something inside it differs.
    Within,
}

/// What became of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it says.
    pub field: Field,
    /// Added, changed, removed or equal.
    pub how: How,
    /// What the first document says, or what follows from it.
    pub a: Option<Value>,
    /// What the second document says, or what follows from it.
    pub b: Option<Value>,
}

/// What became of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// What became of it.
    pub how: How,
    /// Its name in the first document; `None`: it is not there.
    pub a: Option<String>,
    /// Its name in the second document; `None`: it is not there.
    pub b: Option<String>,
    /// Its facts, equal ones included, in the order of fields.
    pub facts: Vec<Fact>,
    /// What is inside it, equal ones included, in a stable order.
    pub children: Vec<Change>,
}

/// How many nodes there are of each kind of change, the root and nodes that only hold changes left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Only in the second document.
    pub added: u64,
    /// Only in the first document.
    pub removed: u64,
    /// In both, and different.
    pub changed: u64,
    /// In both, and the same.
    pub equal: u64,
}

impl Change {
    /// Whether nothing differs.
    pub fn is_equal(&self) -> bool {
        self.how == How::Equal
    }

    /// Its name, that of the first document before that of the second.
    pub fn label(&self) -> &str {
        self.a.as_deref().or(self.b.as_deref()).unwrap_or_default()
    }

    /// What is inside it, counted.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut open: Vec<&Self> = self.children.iter().collect();
        while let Some(change) = open.pop() {
            match change.how {
                How::Added => counts.added += 1,
                How::Removed => counts.removed += 1,
                How::Changed => counts.changed += 1,
                How::Equal | How::Within => counts.equal += 1,
            }
            open.extend(&change.children);
        }
        counts
    }

    /// One side only.
    fn one(node: Node, how: How) -> Self {
        let (a, b) = match how {
            How::Removed => (Some(node.label), None),
            _ => (None, Some(node.label)),
        };
        let fact = |said: Said| {
            let value = said.stated?;
            let (a, b) = match how {
                How::Removed => (Some(value), None),
                _ => (None, Some(value)),
            };
            Some(Fact { field: said.field, how, a, b })
        };
        let mut children = node.children;
        children.sort_by_cached_key(order);
        Self {
            kind: node.kind,
            how,
            a,
            b,
            facts: node.facts.into_iter().filter_map(fact).collect(),
            children: children.into_iter().map(|child| Self::one(child, how)).collect(),
        }
    }
}

/// Compares two nodes that are taken to be the same thing.
pub(super) fn compare(mut a: Node, mut b: Node, mode: Mode) -> Change {
    if matches!(a.kind, Kind::List | Kind::QueryList) && a.key != b.key {
        a.children.iter_mut().chain(&mut b.children).for_each(by_name_alone);
    }
    let facts = facts(a.facts, b.facts, mode);
    let children = children(a.children, b.children, mode);
    let how = if facts.iter().any(|fact| fact.how != How::Equal) {
        How::Changed
    } else if children.iter().any(|child| child.how != How::Equal) {
        How::Within
    } else {
        How::Equal
    };
    Change { kind: a.kind, how, a: Some(a.label), b: Some(b.label), facts, children }
}

/// Codes count the entries of one edition; across editions only the name says what is meant.
fn by_name_alone(node: &mut Node) {
    if let Some(alias) = node.alias.take() {
        node.key = alias.name;
    }
    node.facts.retain(|said| said.field != Field::Code);
}

fn facts(a: Vec<Said>, b: Vec<Said>, mode: Mode) -> Vec<Fact> {
    let mut by_field: BTreeMap<Field, (Option<Said>, Option<Said>)> = BTreeMap::new();
    for said in a {
        let field = said.field;
        by_field.entry(field).or_default().0 = Some(said);
    }
    for said in b {
        let field = said.field;
        by_field.entry(field).or_default().1 = Some(said);
    }
    let compared = by_field.into_iter().filter_map(|(field, (a, b))| fact(field, a, b, mode));
    compared.collect()
}

/// Compares what two documents say; what only follows stands in for what one of them does not say.
fn fact(field: Field, a: Option<Said>, b: Option<Said>, mode: Mode) -> Option<Fact> {
    let split = |said: Option<Said>| said.map_or((None, None), |said| (said.stated, said.derived));
    let ((a, from_a), (b, from_b)) = (split(a), split(b));
    if a.is_none() && b.is_none() {
        return None;
    }
    let (a, b) = match mode {
        // Where one side says nothing and what follows from it is the same, nothing changed.
        Mode::Exact => {
            let (said_a, said_b) = (a.is_some(), b.is_some());
            let (left, right) = (a.or(from_a), b.or(from_b));
            let equal = same(left.as_ref(), right.as_ref());
            let keep = |value: Option<Value>, said: bool| value.filter(|_| said || equal);
            (keep(left, said_a), keep(right, said_b))
        }
        Mode::Printed => (a, b),
    };
    let how = match (&a, &b) {
        (Some(_), None) => How::Removed,
        (None, Some(_)) => How::Added,
        (Some(x), Some(y)) if mode == Mode::Printed && x.printed != y.printed => How::Changed,
        _ if same(a.as_ref(), b.as_ref()) => How::Equal,
        _ => How::Changed,
    };
    Some(Fact { field, how, a, b })
}

fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.exact == b.exact)
}

/// The nodes of two documents that share a key.
#[derive(Default)]
struct Sides {
    a: Vec<Node>,
    b: Vec<Node>,
}

/// What children are sorted by.
fn order(node: &Node) -> (Kind, String, String) {
    (node.kind, node.key.clone(), node.content(Mode::Printed))
}

fn children(a: Vec<Node>, b: Vec<Node>, mode: Mode) -> Vec<Change> {
    let mut by_key: BTreeMap<(Kind, String), Sides> = BTreeMap::new();
    for node in a {
        by_key.entry((node.kind, node.key.clone())).or_default().a.push(node);
    }
    for node in b {
        by_key.entry((node.kind, node.key.clone())).or_default().b.push(node);
    }
    let mut changes = Vec::new();
    let mut rest = Sides::default();
    for (key, sides) in by_key {
        for (a, b) in pairs(sides, mode, &mut rest) {
            changes.push((key.clone(), compare(a, b, mode)));
        }
    }
    for (a, b) in by_alias(&mut rest) {
        let key = (a.kind, a.key.clone().min(b.key.clone()));
        changes.push((key, compare(a, b, mode)));
    }
    let removed = rest.a.into_iter().map(|node| (node, How::Removed));
    for (node, how) in removed.chain(rest.b.into_iter().map(|node| (node, How::Added))) {
        changes.push(((node.kind, node.key.clone()), Change::one(node, how)));
    }
    // Stable, so that what shares a key stays in the order of its content.
    changes.sort_by(|(a, _), (b, _)| a.cmp(b));
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Matches nodes of one key: those of the same content first, then the others in the order of their content. What is
/// left over goes to `rest`.
fn pairs(sides: Sides, mode: Mode, rest: &mut Sides) -> Vec<(Node, Node)> {
    if sides.a.len() == 1 && sides.b.len() == 1 {
        return sides.a.into_iter().zip(sides.b).collect();
    }
    let sorted = |nodes: Vec<Node>| {
        let mut keyed: Vec<((String, String), Node)> = nodes
            .into_iter()
            .map(|node| ((node.content(mode), node.content(Mode::Printed)), node))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        keyed.into_iter().peekable()
    };
    let (mut a, mut b) = (sorted(sides.a), sorted(sides.b));
    let mut found = Vec::new();
    let mut others = Sides::default();
    loop {
        let side = match (a.peek(), b.peek()) {
            (Some(((left, _), _)), Some(((right, _), _))) => left.cmp(right),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        match side {
            std::cmp::Ordering::Less => others.a.extend(a.next().map(|(_, node)| node)),
            std::cmp::Ordering::Greater => others.b.extend(b.next().map(|(_, node)| node)),
            std::cmp::Ordering::Equal => {
                found.extend(a.next().zip(b.next()).map(|((_, a), (_, b))| (a, b)));
            }
        }
    }
    let both = others.a.len().min(others.b.len());
    rest.a.extend(others.a.split_off(both));
    rest.b.extend(others.b.split_off(both));
    found.extend(others.a.into_iter().zip(others.b));
    found
}

/// Takes the nodes out of `rest` whose second names are equal and unique on both sides.
fn by_alias(rest: &mut Sides) -> Vec<(Node, Node)> {
    let mut by_name: BTreeMap<(Kind, String), (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let name = |node: &Node| Some((node.kind, node.alias.as_ref()?.name.clone()));
    for (at, node) in rest.a.iter().enumerate() {
        name(node).into_iter().for_each(|name| by_name.entry(name).or_default().0.push(at));
    }
    for (at, node) in rest.b.iter().enumerate() {
        name(node).into_iter().for_each(|name| by_name.entry(name).or_default().1.push(at));
    }
    let keyed = |node: Option<&Node>| {
        node.and_then(|n| n.alias.as_ref()).map_or(Keyed::Loosely, |alias| alias.keyed)
    };
    let mut partner: BTreeMap<usize, usize> = BTreeMap::new();
    for (left, right) in by_name.values() {
        if let ([a], [b]) = (left.as_slice(), right.as_slice())
            && let (of_a, of_b) = (keyed(rest.a.get(*a)), keyed(rest.b.get(*b)))
            && (of_a != of_b || of_a == Keyed::Loosely)
        {
            partner.insert(*a, *b);
        }
    }
    let mut right: Vec<Option<Node>> = std::mem::take(&mut rest.b).into_iter().map(Some).collect();
    let mut found = Vec::new();
    for (at, node) in std::mem::take(&mut rest.a).into_iter().enumerate() {
        let other = partner.get(&at).and_then(|b| right.get_mut(*b)).and_then(Option::take);
        match other {
            Some(other) => found.push((node, other)),
            None => rest.a.push(node),
        }
    }
    rest.b = right.into_iter().flatten().collect();
    found
}
