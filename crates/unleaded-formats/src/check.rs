//! Whether a declaration agrees with itself: sums, identities, amounts. The same for every format.

use std::collections::BTreeMap;

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange, Number};
use unleaded_model::declaration::{
    DeclaredPart, DeclaredSubstance, Extent, Header, Material, Stated,
};
use unleaded_model::diagnostic::codes::{amounts, identity, iec62474};
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;

use crate::nothing::{is_among, is_none, is_not_given, is_withheld};
use crate::sink::{Collected, Sink};

/// What is still taken as rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckOptions {
    /// How far the shares of a material may sum away from the whole.
    pub closure_tolerance: Fraction,
}

impl Default for CheckOptions {
    /// 0.5 percentage points.
    fn default() -> Self {
        Self { closure_tolerance: Fraction::ppm(5_000) }
    }
}

/// A sink that checks each product, and that no part stands twice, before it passes everything on.
pub struct Checking<'a> {
    sink: &'a mut dyn Sink,
    options: CheckOptions,
    /// Where each (maker, number) stood first.
    seen: BTreeMap<(String, String), Place>,
    numbers: Numbers,
}

/// By whose item numbers a document may name a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    /// In mode `Request/Reply`: the supplier's or the requester's.
    OfEither,
    /// The supplier's.
    OfSupplier,
}

impl<'a> Checking<'a> {
    /// Returns a sink that passes on to `sink`.
    pub fn new(sink: &'a mut dyn Sink, options: CheckOptions) -> Self {
        Self { sink, options, seen: BTreeMap::new(), numbers: Numbers::OfSupplier }
    }

    fn check_number(&mut self, part: &DeclaredPart) {
        let by_requester = || part.items.iter().any(|item| !item.requester_number.is_empty());
        if part.number().is_some() || self.numbers == Numbers::OfEither && by_requester() {
            return;
        }
        let name = part.items.first().map_or("", |item| item.name.as_str());
        let missing = Diagnostic::new(identity::ITEM_NUMBER_MISSING, part.place.clone());
        self.sink.diagnostic(missing.with("name", name));
    }
}

impl Sink for Checking<'_> {
    fn header(&mut self, header: Header) {
        self.numbers = match header.is_exchange() {
            true => Numbers::OfEither,
            false => Numbers::OfSupplier,
        };
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.check_number(&part);
        check(&part, &self.options, self.sink);
        for item in part.items.iter().filter(|item| !item.number.is_empty()) {
            let key = (item.maker.clone(), item.number.clone());
            match self.seen.get(&key) {
                Some(first) => self.sink.diagnostic(
                    Diagnostic::new(identity::DUPLICATE_PART, item.place.clone())
                        .with("part", item.number.clone())
                        .also_at(first.clone()),
                ),
                None => {
                    self.seen.insert(key, item.place.clone());
                }
            }
        }
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }
}

/// Checks a product and all parts inside it.
pub fn check(part: &DeclaredPart, options: &CheckOptions, sink: &mut dyn Sink) {
    let mut open = vec![part];
    while let Some(part) = open.pop() {
        let whole = part.with_material_masses();
        check_mass(&whole, sink);
        for material in &whole.materials {
            check_closure(material, options, sink);
            for substance in &material.substances {
                check_identity(substance, sink);
                check_amounts(substance, material, sink);
            }
        }
        open.extend(part.subparts.iter().rev());
    }
}

/// Whether a part that may leave something out leaves some of its stated mass to that.
pub(crate) fn leaves_mass(part: &DeclaredPart) -> bool {
    fn whole(part: &mut DeclaredPart) {
        part.materials.iter_mut().for_each(|material| material.extent = Extent::Whole);
        part.subparts.iter_mut().for_each(whole);
    }
    if !part.is_selective() {
        return false;
    }
    let mut found = Collected::default();
    let mut part = part.with_material_masses().into_owned();
    whole(&mut part);
    check_mass(&part, &mut found);
    !found.diagnostics.is_empty()
}

/// The materials and subparts of a part close with its stated mass, within half a unit of the last place of each.
fn check_mass(part: &DeclaredPart, sink: &mut dyn Sink) {
    let Some(stated) = part.mass() else { return };
    if part.materials.is_empty() && part.subparts.is_empty() {
        return;
    }
    let own = part.materials.iter().map(|material| addend(material.mass.as_deref(), ""));
    let inner = part.subparts.iter().map(|sub| addend(sub.mass(), &sub.instances));
    let Some((sum, slack)) = own.chain(inner).try_fold(
        (MassRange::ZERO, MassRange::exactly(widest(stated.rounding))),
        |(sum, slack), one| {
            let (mass, rounding) = one?;
            Some((sum.plus(mass)?, slack.plus(rounding)?))
        },
    ) else {
        return;
    };
    let slack = widest(slack);
    let is_over = sum.low.minus(widest(stated.value)) > slack;
    let is_under = stated.value.low.minus(widest(sum)) > slack && !part.is_selective();
    if is_over || is_under {
        let name = part.items.first().map_or("", |item| item.name.as_str());
        sink.diagnostic(
            Diagnostic::new(amounts::MASS_MISMATCH, stated.place.clone())
                .with("part", part.number().unwrap_or(name))
                .with("sum", sum.low.to_string())
                .with("stated", stated.value.low.to_string()),
        );
    }
}

/// The mass of one addend times its number of `instances`, one where it is not given, and its rounding; `None` where it
/// states no mass, so that there is no sum to compare.
fn addend(mass: Option<&Stated<MassRange>>, instances: &str) -> Option<(MassRange, MassRange)> {
    let mass = mass?;
    if instances.trim().is_empty() {
        return Some((mass.value, mass.rounding));
    }
    let times = FractionRange::of(&Number::parse(instances).ok()?, 0)?;
    Some((mass.value.times(times)?, mass.rounding.times(times)?))
}

/// The upper end; masses that documents print always have one.
fn widest(mass: MassRange) -> Mass {
    mass.high.unwrap_or(Mass::MAX)
}

/// The shares of a material sum to the whole within the closure tolerance.
fn check_closure(material: &Material, options: &CheckOptions, sink: &mut dyn Sink) {
    if material.extent == Extent::Loose {
        return;
    }
    let shares = material.substances.iter().map(|substance| share(substance, material));
    let mut sum = FractionRange::ZERO;
    let mut is_complete = true;
    for share in shares {
        match share {
            Some(share) => sum = sum.plus(share),
            None => is_complete = false,
        }
    }
    let tolerance = FractionRange::exactly(options.closure_tolerance);
    let code = if sum.low > FractionRange::exactly(Fraction::ONE).plus(tolerance).high {
        amounts::SUM_OVER_100
    } else if is_complete && material.extent == Extent::Whole && sum.high < tolerance.rest().low {
        amounts::SUM_UNDER_100
    } else {
        return;
    };
    sink.diagnostic(
        Diagnostic::new(code, material.place.clone())
            .with("material", material.name.clone())
            .with("sum", percent_range(sum)),
    );
}

/// The share of a substance in its material: as stated, else from the masses; `None`: it can't be told.
fn share(substance: &DeclaredSubstance, material: &Material) -> Option<FractionRange> {
    if let Some(share) = &substance.share {
        return Some(share.value);
    }
    let (part, whole) = (substance.mass.as_ref()?.value, material.mass.as_ref()?.value);
    Some(FractionRange {
        low: Fraction::new(part.low.unsigned(), widest(whole).unsigned())?,
        high: Fraction::new(widest(part).unsigned(), whole.low.unsigned())?,
    })
}

/// Numbers of steel and of brass, whatever is in them.
const ALLOYS: [&str; 2] = ["12597-69-2", "12597-71-6"];

/// In per cent, rounded outward; one number where both ends are one.
fn percent_range(range: FractionRange) -> String {
    let (low, high) = (percent(range.low), range.high.ppm_high().scaled(-4));
    if range.low == range.high { low.to_string() } else { format!("{low}–{high}") }
}

fn percent(fraction: Fraction) -> Decimal {
    fraction.ppm_low().scaled(-4)
}

fn check_identity(substance: &DeclaredSubstance, sink: &mut dyn Sink) {
    let defect = |code| {
        let defect = Diagnostic::new(code, substance.place.clone());
        defect.with("value", substance.id_raw.clone())
    };
    if let Some(ec) = &substance.ec
        && !ec.is_valid()
    {
        let wrong = Diagnostic::new(identity::EC_CHECK_DIGIT, substance.place.clone());
        sink.diagnostic(wrong.with("value", ec.raw()));
    }
    match &substance.cas {
        Some(cas) if !cas.is_valid() => {
            let wrong = defect(identity::CAS_CHECK_DIGIT);
            sink.diagnostic(wrong.with("expected", cas.expected()));
        }
        Some(cas) if ALLOYS.contains(&cas.as_str()) => {
            let name = substance.name.clone();
            sink.diagnostic(defect(iec62474::CAS_OF_ALLOY).with("substance", name));
        }
        None if substance.ec.is_none()
            && matches!(substance.id_authority.trim(), "" | "CAS" | "cas")
            && !is_placeholder(&substance.id_raw) =>
        {
            sink.diagnostic(defect(identity::CAS_MALFORMED));
        }
        _ => {}
    }
}

/// Whether `text` is what real files write where a CAS number is withheld or does not exist.
pub(crate) fn is_placeholder(text: &str) -> bool {
    const BEGINNINGS: [&str; 5] =
        ["confidential", "misc", "proprietary", "tradesecret", "undisclosed"];
    let key = &key(text);
    key.is_empty()
        || is_not_given(key)
        || is_none(key)
        || is_withheld(key)
        || is_among("notassigned other system unknown", key)
        || BEGINNINGS.iter().any(|word| key.starts_with(word))
}

fn check_amounts(substance: &DeclaredSubstance, material: &Material, sink: &mut dyn Sink) {
    match (&substance.mass, &substance.share, &substance.share_of_part) {
        // Beside a composition the amounts of a compliance table are not taken over.
        (None, None, None) if material.extent == Extent::Loose => {}
        // It is told where it stands.
        (None, None, None) if substance.has_unread_amount => {}
        (None, None, None) => sink.diagnostic(
            Diagnostic::new(amounts::AMOUNT_MISSING, substance.place.clone())
                .with("substance", substance.name.clone()),
        ),
        (Some(mass), Some(share), _) => {
            let Some(whole) = &material.mass else { return };
            let expected = widened_mass(whole).times(widened_share(share));
            let stated = widened_mass(mass);
            let Some(expected) = expected else { return };
            if stated.low > widest(expected) || widest(stated) < expected.low {
                let exact = whole.value.times(share.value).unwrap_or(expected);
                sink.diagnostic(
                    Diagnostic::new(amounts::MASS_CONTRADICTS_SHARE, mass.place.clone())
                        .with("substance", substance.name.clone())
                        .with("mass", mass.value.low.to_string())
                        .with("expected", exact.low.to_string()),
                );
            }
        }
        _ => {}
    }
}

/// Everything that the printed number can be rounded from.
fn widened_mass(mass: &Stated<MassRange>) -> MassRange {
    let slack = widest(mass.rounding);
    let high = mass.value.high.and_then(|high| high.plus(slack));
    MassRange { low: mass.value.low.minus(slack), high }
}

/// The same for a share; its low end is `1 - (1 - share + rounding)`, which stops at zero.
fn widened_share(share: &Stated<FractionRange>) -> FractionRange {
    let low = share.value.rest().plus(share.rounding).rest().low;
    FractionRange { low: low.min(share.value.low), high: share.value.plus(share.rounding).high }
}
