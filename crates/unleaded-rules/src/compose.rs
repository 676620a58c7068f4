//! From declared parts to compositions: masses derived, materials and parts closed, rests named.

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange, Number};
use unleaded_model::declaration::{
    DeclaredPart, DeclaredSubstance, ExemptionClaim, Extent, Intent, Material, Stated,
};
use unleaded_model::diagnostic::{Diagnostic, codes};

use crate::composition::{Article, Content, Disclosed, PlacedMaterial, Told};
use crate::disclosure::{Identity, excluded, identify};
use crate::lists::{EntryKey, Lists};
use crate::options::{Disclosure, Options};
use crate::resolve::{Acceptance, Amounts, PartDocument};

use self::amounts::{amounts, amounts_in};

mod amounts;
mod category;
mod close;
mod loose;

/// The name that the report shows for a share or material that nobody disclosed.
pub(crate) const UNDISCLOSED: &str = "(undisclosed)";

/// The materials and articles of one declared part.
#[derive(Debug)]
pub(crate) struct Composed {
    pub(crate) mass: MassRange,
    pub(crate) materials: Vec<PlacedMaterial>,
    pub(crate) articles: Vec<Article>,
}

/// Composes the part of `document`; what is remarkable goes to `diagnostics`.
pub(crate) fn compose(
    document: &PartDocument<'_>,
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Composed {
    let disclosure = match (options.disclosure, document.acceptance) {
        (Disclosure::TrustFull, Acceptance::Refused) => Disclosure::Strict,
        (policy, _) => policy,
    };
    let mut composer = Composer {
        lists,
        options,
        disclosure,
        amounts: document.amounts,
        diagnostics,
        materials: Vec::new(),
        articles: Vec::new(),
        weighed: 0,
        claims: Vec::new(),
    };
    let mass = composer.part(document.part, Vec::new(), None);
    let mut materials = composer.materials;
    if document.is_refused() {
        for material in &mut materials {
            material.claims.clear();
            for content in &mut material.contents {
                content.claims.clear();
                content.excluded.clear();
            }
        }
    }
    Composed { mass, materials, articles: composer.articles }
}

struct Composer<'a> {
    lists: &'a Lists,
    options: &'a Options,
    disclosure: Disclosure,
    amounts: Amounts,
    diagnostics: &'a mut Vec<Diagnostic>,
    materials: Vec<PlacedMaterial>,
    articles: Vec<Article>,
    /// Parts with a stated mass that are being composed, each inside the one before.
    weighed: usize,
    /// Exemptions claimed for the sub-parts that are being composed: each holds for all inside.
    claims: Vec<ExemptionClaim>,
}

/// A mass as far as it is known before the whole part is closed.
struct Draft {
    known: MassRange,
    /// How far the printed figures behind `known` may be rounded.
    rounding: Mass,
    /// Something in it has no amount: it may be heavier than `known`.
    open: bool,
    /// The substances of the material sum to more than its stated mass.
    over_full: bool,
}

impl Composer<'_> {
    /// Composes a part or sub-part. The depth of sub-parts is bounded by the readers.
    fn part(
        &mut self,
        part: &DeclaredPart,
        steps: Vec<String>,
        article: Option<usize>,
    ) -> MassRange {
        let part = &*part.with_material_masses();
        let article = self.article_of(part, &steps, article);
        let stated = part.mass().map(|m| m.value);
        self.weighed += usize::from(stated.is_some());
        let outer = self.claims.len();
        // What is claimed for the outermost part is claimed for the composition.
        if !steps.is_empty() {
            self.claims.extend_from_slice(&part.exemptions);
        }
        let tolerance = self.options.closure_tolerance;
        let drafts: Vec<Draft> =
            part.materials.iter().map(|m| draft(m, stated).widened(m, stated, tolerance)).collect();
        let mut sum = Draft::NOTHING;
        drafts.iter().for_each(|draft| sum.add(draft));
        let before = self.materials.len();
        for subpart in &part.subparts {
            let mut below = steps.clone();
            below.push(step_of(subpart));
            let first = (self.materials.len(), self.articles.len());
            let one = self.part(subpart, below, Some(article));
            let mass = self.multiply(subpart, one, first);
            let rounding = subpart.mass().map_or(Mass::ZERO, rounding);
            let open = mass.high.is_none();
            sum.add(&Draft { known: bounded(mass), rounding, open, over_full: false });
        }
        let below = self.materials.split_off(before);
        let left = close::left_for_open(part, &sum);
        for (material, draft) in part.materials.iter().zip(&drafts) {
            self.place(material, draft, (draft.mass(left), stated), &steps, article);
        }
        self.materials.extend(below);
        let mass = self.close(part, &sum, &steps, article);
        let mass = self.unread(part, mass, &steps, article);
        self.weighed -= usize::from(stated.is_some());
        self.claims.truncate(outer);
        if self.articles[article].steps == steps {
            self.articles[article].mass = mass;
        }
        mass
    }

    /// Several instances of a sub-part: its mass and everything inside it times their number. A number that can't be
    /// read leaves the high end open.
    fn multiply(
        &mut self,
        part: &DeclaredPart,
        one: MassRange,
        first: (usize, usize),
    ) -> MassRange {
        let count = match part.instances.trim() {
            "" | "1" => return one,
            text => Number::parse(text).ok().and_then(|n| FractionRange::of(&n, 0)),
        };
        let times = |mass: MassRange| {
            let unknown = MassRange { low: mass.low, high: None };
            count.map_or(unknown, |count| mass.times(count).unwrap_or(unknown))
        };
        for material in &mut self.materials[first.0..] {
            material.mass = times(material.mass);
            material.contents.iter_mut().for_each(|c| c.mass = times(c.mass));
        }
        self.articles[first.1..].iter_mut().for_each(|article| article.mass = times(article.mass));
        times(one)
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
        draft: &Draft,
        (mass, part): (MassRange, Option<MassRange>),
        steps: &[String],
        article: usize,
    ) {
        let mut steps = steps.to_vec();
        steps.extend(
            [&material.subpart, &material.name].into_iter().filter(|s| !s.is_empty()).cloned(),
        );
        let contents = match material.extent {
            Extent::Loose => {
                steps.push(loose::MATERIAL_NOT_STATED.to_owned());
                self.loose(material, draft, mass, part)
            }
            Extent::Closed | Extent::Listed | Extent::Whole => {
                self.contents(material, draft, mass, part)
            }
        };
        let claims = material.exemptions.iter().chain(&self.claims).cloned().collect();
        self.materials.push(PlacedMaterial { steps, article, mass, contents, claims });
    }

    /// The contents of a material, its undisclosed rest last.
    fn contents(
        &mut self,
        material: &Material,
        draft: &Draft,
        mass: MassRange,
        part: Option<MassRange>,
    ) -> Vec<Content> {
        let mut contents = Vec::with_capacity(material.substances.len() + 1);
        let mut sum = FractionRange::ZERO;
        let mut without_amount = Vec::new();
        for substance in &material.substances {
            let identity = self.identify(substance, material);
            if substance.has_unread() {
                let most = (MassRange::up_to(mass.high), FractionRange::ANYTHING);
                contents.push(self.content(substance, identity, most, Told::Presence));
                continue;
            }
            match amounts_in(substance, material, draft, mass, part) {
                Some((mass, share)) => {
                    sum = sum.plus(share);
                    contents.push(self.content(substance, identity, (mass, share), Told::Amount));
                }
                None => without_amount.push((substance, identity)),
            }
        }
        let rest = if draft.over_full { FractionRange::ZERO } else { sum.rest() };
        // A stated balance leaves nothing, however wide the ranges are that it is the balance of.
        let is_closed = material.extent == Extent::Closed;
        let missing = rest.high > self.options.closure_tolerance && !is_closed;
        let share = match (self.amounts, mass.high) {
            // An amount that is written and can't be read may be any.
            (Amounts::SomeUnreadable, _) | (_, None) => FractionRange::ANYTHING,
            // Printed shares that sum to the whole leave as much room as is taken for rounding.
            (Amounts::Read, Some(_)) => {
                FractionRange::up_to(rest.high.max(self.options.closure_tolerance))
            }
        };
        // Substances without an amount may fill the rest, and need not.
        let unfilled =
            if without_amount.is_empty() { rest } else { FractionRange::up_to(rest.high) };
        for (substance, identity) in without_amount {
            let amount = MassRange::up_to(mass.times(share).and_then(|m| m.high));
            contents.push(self.content(substance, identity, (amount, share), Told::Presence));
        }
        if missing {
            let amount = mass.times(unfilled).unwrap_or(MassRange::UNKNOWN);
            contents.push(self.rest(amount, unfilled));
        }
        contents.extend(self.of_category(material, &contents, mass));
        if let Some(name) = close::not_understood(material.unread()) {
            let most = MassRange::up_to(mass.high);
            contents.push(close::anything(name, most, FractionRange::ANYTHING));
        }
        contents
    }

    fn identify(&mut self, substance: &DeclaredSubstance, material: &Material) -> Identity {
        let identity = identify(substance, self.lists);
        if identity.disclosed == Disclosed::Nothing {
            self.remark(codes::rules::UNDISCLOSED, substance, material, String::new());
        }
        for entry in &identity.contradicting {
            self.remark(
                codes::rules::CAS_CONTRADICTS_NAME,
                substance,
                material,
                self.lists.label(entry),
            );
        }
        for suspect in &identity.suspects {
            self.remark(codes::rules::SUSPECT, substance, material, self.lists.label(suspect));
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
        (mass, share): (MassRange, FractionRange),
        told: Told,
    ) -> Content {
        let withheld = substance.withheld.as_deref();
        let disclosed = match (self.disclosure, identity.disclosed) {
            // What is kept back on purpose was not left out as unlisted.
            _ if withheld.is_some() => Disclosed::Nothing,
            // An accepted composition is the statement that nothing listed was left out of what it does not name.
            (Disclosure::TrustFull, Disclosed::Nothing) => Disclosed::Class,
            (_, disclosed) => disclosed,
        };
        let mut may_hold: Vec<EntryKey> = identity.class_holds;
        may_hold.extend(identity.contradicting);
        may_hold.extend(identity.suspects);
        may_hold.retain(|entry| !identity.members.iter().any(|m| m.entry == *entry));
        Content {
            cas: identity.cas,
            name: substance.name.clone(),
            key: identity.key,
            disclosed,
            may_hold,
            excluded: withheld.map(|said| excluded(said, self.lists)).unwrap_or_default(),
            members: identity.members,
            mass,
            share: share.capped(),
            told,
            intent: substance.intent,
            claims: substance.exemptions.clone(),
        }
    }

    /// A share that no row names.
    fn rest(&self, mass: MassRange, share: FractionRange) -> Content {
        let disclosed = match self.disclosure {
            Disclosure::Strict => Disclosed::Nothing,
            Disclosure::TrustFull => Disclosed::Class,
        };
        Content {
            cas: None,
            name: UNDISCLOSED.to_owned(),
            key: String::new(),
            disclosed,
            may_hold: Vec::new(),
            excluded: Vec::new(),
            members: Vec::new(),
            mass,
            share,
            told: Told::Amount,
            intent: Intent::Unknown,
            claims: Vec::new(),
        }
    }
}

impl Draft {
    const NOTHING: Self =
        Self { known: MassRange::ZERO, rounding: Mass::ZERO, open: false, over_full: false };

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

    /// The mass of a material whose substances sum to more than the whole and the tolerance is `[stated, sum]`.
    fn widened(self, material: &Material, part: Option<MassRange>, tolerance: Fraction) -> Self {
        let amount = |s: &DeclaredSubstance| Some(amounts(s, self.known, part)?.0);
        let sum = material
            .substances
            .iter()
            .filter_map(amount)
            .try_fold(MassRange::ZERO, MassRange::plus)
            .unwrap_or(self.known);
        let allowed = FractionRange::exactly(Fraction::ONE).plus(FractionRange::exactly(tolerance));
        let most = self.known.times(allowed).and_then(|mass| mass.high).unwrap_or(Mass::MAX);
        if self.open || material.mass.is_none() || sum.low <= most {
            return self;
        }
        let high = self.known.high.max(sum.high);
        Self { known: MassRange { low: self.known.low, high }, over_full: true, ..self }
    }

    fn add(&mut self, other: &Self) {
        self.known = self.known.plus(other.known).unwrap_or(MassRange::UNKNOWN);
        self.rounding = self.rounding.plus(other.rounding).unwrap_or(Mass::MAX);
        self.open |= other.open;
        self.over_full |= other.over_full;
    }
}

/// What is known of a material's mass: stated, or the sum of the masses of its substances.
fn draft(material: &Material, part: Option<MassRange>) -> Draft {
    if material.has_unread_mass() {
        return Draft { open: true, ..Draft::NOTHING };
    }
    if let Some(stated) = &material.mass {
        return Draft { known: stated.value, rounding: rounding(stated), ..Draft::NOTHING };
    }
    if loose::has_no_amount(material) {
        return Draft::NOTHING;
    }
    let open = material.substances.is_empty() || material.extent == Extent::Listed;
    let mut draft = Draft { open, ..Draft::NOTHING };
    for substance in &material.substances {
        let derived = substance.share_of_part.as_ref().zip(part);
        if let Some(stated) = &substance.mass {
            draft.add(&Draft { known: stated.value, rounding: rounding(stated), ..Draft::NOTHING });
        } else if let Some((share, part)) = derived {
            let known = part.times(share.value).unwrap_or(MassRange::UNKNOWN);
            let rounding = part.times(share.rounding).and_then(|m| m.high).unwrap_or(Mass::ZERO);
            let open = known.high.is_none();
            draft.add(&Draft { known: bounded(known), rounding, open, over_full: false });
        } else {
            draft.open = true;
        }
    }
    draft
}

fn rounding(stated: &Stated<MassRange>) -> Mass {
    stated.rounding.high.unwrap_or(Mass::ZERO)
}

fn bounded(mass: MassRange) -> MassRange {
    MassRange { low: mass.low, high: mass.high.or(Some(mass.low)) }
}

pub(crate) fn step_of(part: &DeclaredPart) -> String {
    let item = part.items.first();
    let name = item.map(|i| if i.number.is_empty() { &i.name } else { &i.number });
    name.filter(|n| !n.is_empty()).cloned().unwrap_or_else(|| "(sub-part)".to_owned())
}
