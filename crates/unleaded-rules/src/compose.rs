//! From declared parts to compositions: masses derived, materials and parts closed, rests named.

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Intent, Material, Stated};
use unleaded_model::diagnostic::{Diagnostic, codes};

use crate::composition::{Article, Content, Disclosed, PlacedMaterial};
use crate::disclosure::{Identity, identify};
use crate::lists::{EntryKey, Lists};
use crate::options::{Disclosure, Options};

/// The name that the report shows for a share or material that nobody disclosed.
pub(crate) const UNDISCLOSED: &str = "(undisclosed)";

/// The materials and articles of one declared part.
#[derive(Debug)]
pub(crate) struct Composed {
    pub(crate) mass: MassRange,
    pub(crate) materials: Vec<PlacedMaterial>,
    pub(crate) articles: Vec<Article>,
}

/// Composes `part`; what is remarkable goes to `diagnostics`.
pub(crate) fn compose(
    part: &DeclaredPart,
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Composed {
    let mut composer =
        Composer { lists, options, diagnostics, materials: Vec::new(), articles: Vec::new() };
    let mass = composer.part(part, Vec::new(), None);
    Composed { mass, materials: composer.materials, articles: composer.articles }
}

struct Composer<'a> {
    lists: &'a Lists,
    options: &'a Options,
    diagnostics: &'a mut Vec<Diagnostic>,
    materials: Vec<PlacedMaterial>,
    articles: Vec<Article>,
}

/// A mass as far as it is known before the whole part is closed.
struct Draft {
    known: MassRange,
    /// How far the printed figures behind `known` may be rounded.
    rounding: Mass,
    /// Something in it has no amount: it may be heavier than `known`.
    open: bool,
}

impl Composer<'_> {
    /// Composes a part or sub-part. The depth of sub-parts is bounded by the readers.
    fn part(
        &mut self,
        part: &DeclaredPart,
        steps: Vec<String>,
        article: Option<usize>,
    ) -> MassRange {
        let article = self.article_of(part, &steps, article);
        let stated = part.mass().map(|m| m.value);
        let drafts: Vec<Draft> = part.materials.iter().map(|m| draft(m, stated)).collect();
        let mut sum = Draft::NOTHING;
        drafts.iter().for_each(|draft| sum.add(draft));
        let before = self.materials.len();
        for subpart in &part.subparts {
            let mut below = steps.clone();
            below.push(step_of(subpart));
            let mass = self.part(subpart, below, Some(article));
            let rounding = subpart.mass().map_or(Mass::ZERO, rounding);
            sum.add(&Draft { known: bounded(mass), rounding, open: mass.high.is_none() });
        }
        let below = self.materials.split_off(before);
        let left = left_for_open(part, &sum);
        for (material, draft) in part.materials.iter().zip(&drafts) {
            self.place(material, draft.mass(left), &steps, article, stated);
        }
        self.materials.extend(below);
        let mass = self.close(part, &sum, &steps, article);
        if self.articles[article].steps == steps {
            self.articles[article].mass = mass;
        }
        mass
    }

    /// A part with an item number is an article; the outermost one always is.
    fn article_of(&mut self, part: &DeclaredPart, steps: &[String], outer: Option<usize>) -> usize {
        match outer {
            Some(outer) if part.number().is_none() => outer,
            parent => {
                let mass = MassRange::UNKNOWN;
                self.articles.push(Article { steps: steps.to_vec(), parent, mass });
                self.articles.len() - 1
            }
        }
    }

    fn place(
        &mut self,
        material: &Material,
        mass: MassRange,
        steps: &[String],
        article: usize,
        part: Option<MassRange>,
    ) {
        let mut steps = steps.to_vec();
        steps.extend(
            [&material.subpart, &material.name].into_iter().filter(|s| !s.is_empty()).cloned(),
        );
        let (mass, contents) = self.contents(material, mass, part);
        let claims = material.exemptions.clone();
        self.materials.push(PlacedMaterial { steps, article, mass, contents, claims });
    }

    /// The contents of a material, its undisclosed rest last, and its mass, widened when they exceed it.
    fn contents(
        &mut self,
        material: &Material,
        mass: MassRange,
        part: Option<MassRange>,
    ) -> (MassRange, Vec<Content>) {
        let mut contents = Vec::with_capacity(material.substances.len() + 1);
        let mut sum = FractionRange::ZERO;
        let mut without_amount = Vec::new();
        for substance in &material.substances {
            let identity = self.identify(substance, material);
            match amounts(substance, mass, part) {
                Some((mass, share)) => {
                    sum = sum.plus(share);
                    contents.push(self.content(substance, identity, mass, share));
                }
                None => without_amount.push((substance, identity)),
            }
        }
        let tolerance = self.options.closure_tolerance;
        let rest = sum.rest();
        let missing = rest.high > tolerance && without_amount.is_empty();
        let open = FractionRange::up_to(rest.high);
        for (substance, identity) in without_amount {
            let amount = MassRange::up_to(mass.times(open).and_then(|m| m.high));
            let share = if mass.high.is_none() { FractionRange::ANYTHING } else { open };
            contents.push(self.content(substance, identity, amount, share));
        }
        if missing {
            contents.push(self.rest(mass.times(rest).unwrap_or(MassRange::UNKNOWN), rest));
        }
        (over_full(mass, sum, tolerance), contents)
    }

    fn identify(&mut self, substance: &DeclaredSubstance, material: &Material) -> Identity {
        let identity = identify(substance, self.lists);
        if identity.disclosed == Disclosed::Nothing {
            self.remark(codes::rules::UNDISCLOSED, substance, material, String::new());
        }
        for suspect in &identity.suspects {
            self.remark(codes::rules::SUSPECT, substance, material, suspect.to_string());
        }
        identity
    }

    fn remark(
        &mut self,
        code: unleaded_model::diagnostic::Code,
        substance: &DeclaredSubstance,
        material: &Material,
        entry: String,
    ) {
        self.diagnostics.push(
            Diagnostic::new(code, substance.place.clone())
                .with("substance", substance.name.as_str())
                .with("material", material.name.as_str())
                .with("entry", entry),
        );
    }

    fn content(
        &self,
        substance: &DeclaredSubstance,
        identity: Identity,
        mass: MassRange,
        share: FractionRange,
    ) -> Content {
        let (disclosed, class_holds) = match self.options.disclosure {
            // The supplier's composition is accepted as the statement that nothing listed was left out.
            Disclosure::TrustFull if identity.disclosed != Disclosed::Definite => {
                (Disclosed::Class, Vec::new())
            }
            _ => (identity.disclosed, identity.class_holds),
        };
        let mut may_hold: Vec<EntryKey> = class_holds;
        may_hold.extend(identity.suspects);
        may_hold.retain(|entry| !identity.members.iter().any(|m| m.entry == *entry));
        Content {
            cas: identity.cas,
            name: substance.name.clone(),
            key: identity.key,
            disclosed,
            may_hold,
            members: identity.members,
            mass,
            share: share.capped(),
            intent: substance.intent,
            claims: substance.exemptions.clone(),
        }
    }

    /// A share that no row names.
    fn rest(&self, mass: MassRange, share: FractionRange) -> Content {
        let disclosed = match self.options.disclosure {
            Disclosure::Strict => Disclosed::Nothing,
            Disclosure::TrustFull => Disclosed::Class,
        };
        Content {
            cas: None,
            name: UNDISCLOSED.to_owned(),
            key: String::new(),
            disclosed,
            may_hold: Vec::new(),
            members: Vec::new(),
            mass,
            share,
            intent: Intent::Unknown,
            claims: Vec::new(),
        }
    }

    /// Closes a part with its stated mass: within the printed rounding the stated mass stands; a shortfall is one
    /// undisclosed material; an excess widens the mass.
    fn close(
        &mut self,
        part: &DeclaredPart,
        sum: &Draft,
        steps: &[String],
        article: usize,
    ) -> MassRange {
        let Some(stated) = part.mass() else {
            return if sum.open || part.materials.is_empty() && part.subparts.is_empty() {
                MassRange { low: sum.known.low, high: None }
            } else {
                sum.known
            };
        };
        let value = stated.value;
        if part.materials.is_empty() && part.subparts.is_empty() {
            return value;
        }
        let slack = sum.rounding.plus(rounding(stated)).unwrap_or(Mass::MAX);
        let known_high = sum.known.high.unwrap_or(sum.known.low);
        let short = value.low.minus(known_high);
        if !sum.open && short > slack {
            let most = value.high.map(|high| high.minus(sum.known.low));
            let mass = MassRange { low: short, high: most };
            self.undisclosed_material(mass, steps, article);
        }
        let over = sum.known.low.minus(value.high.unwrap_or(Mass::MAX));
        if over > slack { MassRange { low: value.low, high: Some(known_high) } } else { value }
    }

    fn undisclosed_material(&mut self, mass: MassRange, steps: &[String], article: usize) {
        let contents = vec![self.rest(mass, FractionRange::exactly(Fraction::ONE))];
        let mut steps = steps.to_vec();
        steps.push(UNDISCLOSED.to_owned());
        self.materials.push(PlacedMaterial { steps, article, mass, contents, claims: Vec::new() });
    }
}

/// What a part's stated mass leaves for materials of unknown mass; `None`: no mass is stated.
fn left_for_open(part: &DeclaredPart, sum: &Draft) -> Option<Mass> {
    let stated = part.mass()?;
    let slack = sum.rounding.plus(rounding(stated))?;
    Some(stated.value.high?.plus(slack)?.minus(sum.known.low))
}

impl Draft {
    const NOTHING: Self = Self { known: MassRange::ZERO, rounding: Mass::ZERO, open: false };

    /// The mass, where `left` is what the whole part leaves for it if it is open.
    fn mass(&self, left: Option<Mass>) -> MassRange {
        match self.open {
            false => self.known,
            true => MassRange {
                low: self.known.low,
                high: left.and_then(|left| self.known.low.plus(left)),
            },
        }
    }

    fn add(&mut self, other: &Self) {
        self.known = self.known.plus(other.known).unwrap_or(MassRange::UNKNOWN);
        self.rounding = self.rounding.plus(other.rounding).unwrap_or(Mass::MAX);
        self.open |= other.open;
    }
}

/// What is known of a material's mass: stated, or the sum of the masses of its substances.
fn draft(material: &Material, part: Option<MassRange>) -> Draft {
    if let Some(stated) = &material.mass {
        return Draft { known: stated.value, rounding: rounding(stated), open: false };
    }
    let mut draft = Draft { open: material.substances.is_empty(), ..Draft::NOTHING };
    for substance in &material.substances {
        let derived = substance.share_of_part.as_ref().zip(part);
        if let Some(stated) = &substance.mass {
            draft.add(&Draft { known: stated.value, rounding: rounding(stated), open: false });
        } else if let Some((share, part)) = derived {
            let known = part.times(share.value).unwrap_or(MassRange::UNKNOWN);
            let rounding = part.times(share.rounding).and_then(|m| m.high).unwrap_or(Mass::ZERO);
            draft.add(&Draft { known: bounded(known), rounding, open: known.high.is_none() });
        } else {
            draft.open = true;
        }
    }
    draft
}

/// The mass of a substance and its share of the material; `None`: neither is stated in any form.
///
/// Data sheets print an amount up to three times, each rounded in its own way: as a mass, as a share of the material
/// and as a share of the part. The mass is the hull of all that can be derived.
fn amounts(
    substance: &DeclaredSubstance,
    material: MassRange,
    part: Option<MassRange>,
) -> Option<(MassRange, FractionRange)> {
    let by_part = substance.share_of_part.as_ref().zip(part).and_then(|(s, p)| p.times(s.value));
    let by_share = substance.share.as_ref().and_then(|s| material.times(s.value));
    let derived = [by_share, by_part].into_iter().flatten().filter(|mass| mass.high.is_some());
    let derived = derived.reduce(MassRange::hull);
    let printed = substance.mass.as_ref().filter(|printed| !is_rounded_to_zero(printed, derived));
    let known = [printed.map(|p| p.value), derived].into_iter().flatten().reduce(MassRange::hull);
    let mass = known.or(by_share).or(by_part)?;
    let share = match &substance.share {
        Some(share) => share.value,
        None => mass.share_of(material),
    };
    Some((mass, share))
}

/// Whether a printed mass of zero is only what another printed amount rounds to: it must not make that amount vanish.
fn is_rounded_to_zero(printed: &Stated<MassRange>, derived: Option<MassRange>) -> bool {
    let zero = printed.value.high == Some(Mass::ZERO);
    zero && derived.and_then(|d| d.high).is_some_and(|high| high <= rounding(printed))
}

/// The mass of a material whose substances sum to more than the whole: `[stated, sum]`.
fn over_full(mass: MassRange, sum: FractionRange, tolerance: Fraction) -> MassRange {
    let whole_and_tolerance =
        FractionRange::exactly(Fraction::ONE).plus(FractionRange::exactly(tolerance));
    if sum.low <= whole_and_tolerance.high {
        return mass;
    }
    let high = mass.times(sum).and_then(|m| m.high);
    MassRange { low: mass.low, high: high.or(mass.high) }
}

fn rounding(stated: &Stated<MassRange>) -> Mass {
    stated.rounding.high.unwrap_or(Mass::ZERO)
}

fn bounded(mass: MassRange) -> MassRange {
    MassRange { low: mass.low, high: mass.high.or(Some(mass.low)) }
}

fn step_of(part: &DeclaredPart) -> String {
    let item = part.items.first();
    let name = item.map(|i| if i.number.is_empty() { &i.name } else { &i.number });
    name.filter(|n| !n.is_empty()).cloned().unwrap_or_else(|| "(sub-part)".to_owned())
}
