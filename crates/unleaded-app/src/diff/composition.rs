//! Materials, substances, material groups and exemptions as nodes.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{
    DeclaredSubstance, ExemptionClaim, Intent, Kept, Material, MaterialGroup, Stated,
};
use unleaded_model::identity::{key, matching_text};

use super::field::{Field, Kind};
use super::node::{Keyed, Node, Value};

/// A material of a part of mass `whole`. It is the same material by its name and its subpart.
pub(super) fn material(material: &Material, whole: Option<&Stated<MassRange>>) -> Node {
    let name = matching_text(&material.name);
    let subpart = matching_text(&material.subpart);
    let label = if subpart.is_empty() { name.clone() } else { format!("{subpart} / {name}") };
    let mass = match whole {
        Some(whole) => material.mass_in(whole),
        None => material.mass.clone(),
    };
    let mass_value = mass.as_ref().map(|mass| mass.value);
    let part_value = whole.map(|whole| whole.value);
    let inside = Inside { material: mass_value, part: part_value };
    Node::new(Kind::Material, format!("{subpart}\u{1}{name}").to_lowercase(), label)
        .says(Field::Group, Value::text(&material.group))
        .says_or(
            Field::Mass,
            Value::mass(material.mass.as_deref()),
            Value::derived_mass(mass_value),
        )
        .says_or(
            Field::ShareOfPart,
            Value::share(material.share_of_part.as_deref()),
            Value::derived_share(share_in(mass_value, part_value)),
        )
        .says(Field::Comment, Value::text(&material.comment))
        .holds(material.substances.iter().map(|one| substance(one, &inside)))
        .holds(exemptions(&material.exemptions))
        .holds(kept(&material.kept))
}

/// The masses that a substance is a share of.
struct Inside {
    material: Option<MassRange>,
    part: Option<MassRange>,
}

fn substance(substance: &DeclaredSubstance, inside: &Inside) -> Node {
    let name = key(&substance.name);
    let (identity, keyed) = match (&substance.cas, &substance.ec) {
        (Some(cas), _) => (format!("cas:{}", cas.as_str()), Keyed::ByCas),
        (None, Some(ec)) => (format!("ec:{}", ec.as_str()), Keyed::ByEc),
        (None, None) => (format!("name:{name}"), Keyed::Loosely),
    };
    let mass = substance
        .mass
        .as_ref()
        .map(|mass| mass.value)
        .or_else(|| inside.material?.times(substance.share.as_ref()?.value))
        .or_else(|| inside.part?.times(substance.share_of_part.as_ref()?.value));
    let cas = substance.cas.as_ref().and_then(|cas| Value::meaning(cas.raw(), cas.as_str()));
    let identifier = substance.cas.is_none().then(|| Value::text(&substance.id_raw)).flatten();
    let intent = match substance.intent {
        Intent::Impurity => Value::text("impurity"),
        Intent::Intended => Value::text("intended"),
        Intent::Unknown => None,
    };
    Node::new(Kind::Substance, identity, label(substance))
        .alias(name.clone(), keyed)
        .says(Field::Name, Value::meaning(&substance.name, &name))
        .says(Field::Cas, cas)
        .says(Field::Identifier, identifier)
        .says_or(
            Field::Share,
            Value::share(substance.share.as_deref()),
            Value::derived_share(share_in(mass, inside.material)),
        )
        .says_or(
            Field::ShareOfPart,
            Value::share(substance.share_of_part.as_deref()),
            Value::derived_share(share_in(mass, inside.part)),
        )
        .says_or(Field::Mass, Value::mass(substance.mass.as_deref()), Value::derived_mass(mass))
        .says(Field::Intent, intent)
        .says(Field::Application, Value::text(&substance.use_description))
        .says(Field::Level, Value::text(&substance.level))
        .says(Field::Comment, Value::text(&substance.comment))
        .holds(exemptions(&substance.exemptions))
        .holds(kept(&substance.kept))
}

/// The name and the number.
fn label(substance: &DeclaredSubstance) -> String {
    let number = match &substance.cas {
        Some(cas) => cas.as_str(),
        None => substance.id_raw.trim(),
    };
    let words = [substance.name.trim(), number];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The share that a known mass is of a known whole; `None` where either is an interval, so that nothing is rounded.
fn share_in(part: Option<MassRange>, whole: Option<MassRange>) -> Option<FractionRange> {
    let (part, whole) = (part.filter(|m| m.is_exact())?, whole.filter(|m| m.is_exact())?);
    Fraction::new(part.low.unsigned(), whole.low.unsigned()).map(FractionRange::exactly)
}

/// The mass of a material group.
pub(super) fn group(group: &MaterialGroup, whole: Option<&Stated<MassRange>>) -> Node {
    let (code, name) = (matching_text(&group.code), matching_text(&group.name));
    let words = [code.as_str(), name.as_str()];
    let label = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let whole = whole.map(|whole| whole.value);
    let share = group.share_of_part.as_deref();
    let mass = group.mass.as_deref().map(|mass| mass.value);
    let mass = mass.or_else(|| whole?.times(share?.value));
    let identity = if code.is_empty() { format!("\u{2}{}", key(&name)) } else { code };
    Node::new(Kind::Group, identity, label)
        .alias(key(&name), Keyed::Loosely)
        .says(Field::Authority, Value::text(&group.authority))
        .says(Field::Name, Value::meaning(&group.name, &key(&name)))
        .says_or(Field::Mass, Value::mass(group.mass.as_deref()), Value::derived_mass(mass))
        .says_or(
            Field::ShareOfPart,
            Value::share(share),
            Value::derived_share(share_in(mass, whole)),
        )
        .says(Field::Comment, Value::text(&group.comment))
        .holds(kept(&group.kept))
}

/// Claims of exemptions; each is its own identity.
pub(super) fn exemptions(claims: &[ExemptionClaim]) -> impl Iterator<Item = Node> + '_ {
    claims.iter().map(|claim| {
        let (id, list) = (matching_text(&claim.id), matching_text(&claim.list));
        let label = if list.is_empty() { id.clone() } else { format!("{id} ({list})") };
        Node::new(Kind::Exemption, format!("{id}\u{1}{list}"), label)
            .alias(id, Keyed::Loosely)
            .says(Field::Authority, Value::text(&claim.authority))
            .says(Field::Number, Value::text(&claim.list))
    })
}

/// What the reader kept as it stands.
pub(super) fn kept(kept: &[Kept]) -> impl Iterator<Item = Node> + '_ {
    kept.iter().map(|one| {
        Node::new(Kind::Kept, one.path.clone(), one.path.clone())
            .says(Field::Content, Value::text(&one.raw))
    })
}
