//! From substances to cells.

use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{
    ClaimedLaw, DeclaredPart, DeclaredSubstance, ExemptionClaim, Intent, Stated,
};
use unleaded_model::diagnostic::Language;
use unleaded_model::identity::key;

use super::amounts::{Probe, in_per_cent};
use super::fields::Field;
use super::lines::{Line, Writer};
use crate::tables::is_rest;
use crate::tables::plain::registry_number;
use crate::tables::substance::claimed;

impl Writer {
    /// Puts the cells of `substance` behind those of its material; `inherited` are the exemptions of part and material.
    pub(super) fn substance(
        &mut self,
        substance: &DeclaredSubstance,
        inherited: &[&ExemptionClaim],
        line: &mut Line,
    ) {
        self.losses.substance(substance);
        let place = Some(&substance.place);
        let name = self.cell("substance (物质)", &substance.name, place);
        let (id, alias) = self.identifier(substance);
        let id = registry_number(&id).into_owned();
        let name = match (name.as_str(), alias) {
            ("", Some(alias)) => {
                self.losses.renamed(
                    "identifier (标识)",
                    &substance.id_raw,
                    &alias,
                    &substance.place,
                );
                alias
            }
            ("", None) if key(&id).is_empty() => {
                let written = self.undisclosed();
                self.losses.renamed("substance (物质)", "", written, &substance.place);
                written.to_owned()
            }
            _ => name,
        };
        let name = self.name("substance (物质)", name, &substance.place, |_| false);
        let intent = self.intent(substance, &name);
        line.put(Field::Substance, name);
        line.put(Field::Cas, id);
        if let Some(ec) = &substance.ec {
            let ec = self.cell("EC number (EC号)", ec.raw(), place);
            line.put(Field::Ec, registry_number(&ec).into_owned());
        }
        self.amounts(substance, line);
        line.put(Field::Intent, intent.to_owned());
        let claims = self.claims(substance, inherited);
        line.put(Field::Exemption, claims);
    }

    /// What stands under the CAS number, and what can stand for a name, where the identifier is of another kind.
    fn identifier(&mut self, substance: &DeclaredSubstance) -> (String, Option<String>) {
        let place = Some(&substance.place);
        let id = self.cell("identifier (标识)", &substance.id_raw, place);
        let authority = substance.id_authority.trim();
        let is_ec =
            !authority.is_empty() && substance.ec.as_ref().is_some_and(|ec| ec.raw().trim() == id);
        if is_ec {
            return (String::new(), None);
        }
        if matches!(key(authority).as_str(), "" | "cas" | "ec") {
            return (id, None);
        }
        if substance.cas.is_some() {
            self.losses.lost("authority of the CAS number (CAS号来源)", authority, place);
            return (id, None);
        }
        if id.is_empty() {
            return (id, None);
        }
        let known = format!("{authority} {id}");
        if !substance.name.trim().is_empty() {
            self.losses.lost("identifier (标识)", &known, place);
            return (String::new(), None);
        }
        let alias = self.cell("identifier (标识)", &known, place);
        (String::new(), Some(alias).filter(|alias| !alias.is_empty()))
    }

    fn intent(&self, substance: &DeclaredSubstance, name: &str) -> &'static str {
        // The reader takes this ending for the same statement.
        let is_marked = name.to_lowercase().ends_with("[impurity]");
        match (substance.intent, self.language) {
            (Intent::Intended, Language::En) => "intended",
            (Intent::Intended, Language::Zh) => "是",
            (Intent::Unknown, _) if !is_marked => "",
            (_, Language::En) => "impurity",
            (_, Language::Zh) => "否",
        }
    }

    fn amounts(&mut self, substance: &DeclaredSubstance, line: &mut Line) {
        let mut mass_fields = (Field::Content, Field::Unit);
        if let Some(share) = &substance.share {
            // A balance stays one, so that what it leaves nothing of is known to be whole.
            let (text, unit) = match is_rest(&share.raw) {
                true => (share.raw.clone(), "%"),
                false => self.probe.share(share),
            };
            line.put(Field::Content, text);
            line.put(Field::Unit, unit.to_owned());
            mass_fields = (Field::Mass, Field::MassUnit);
        }
        if let Some(mass) = &substance.mass {
            self.mass(mass_fields, mass, line);
        }
        if let Some(share) = &substance.share_of_part {
            let text = match (self.probe.share(share), self.share_of_part) {
                ((text, "%"), Field::ShareOfPart) | ((text, "ppm"), Field::ShareOfPartPpm) => text,
                // A per cent sign is nearer than the heading.
                ((text, _), Field::ShareOfPartPpm) if text.contains('%') => text,
                _ => in_per_cent(share),
            };
            line.put(self.share_of_part, text);
        }
    }

    fn claims(&mut self, substance: &DeclaredSubstance, inherited: &[&ExemptionClaim]) -> String {
        let mut claimed = Vec::new();
        for claim in &substance.exemptions {
            claimed.extend(self.claim(claim));
        }
        for claim in inherited {
            for id in self.claim(claim) {
                if !claimed.contains(&id) {
                    claimed.push(id);
                }
            }
        }
        claimed.join("; ")
    }

    /// The names in a claim. A claim that names no list is read as one of EU RoHS, so one of another law is left out.
    fn claim(&mut self, claim: &ExemptionClaim) -> Vec<String> {
        let place = Some(&claim.place);
        let id = self.cell("exemption (豁免)", &claim.id, place);
        let list = format!("{} {}", claim.authority, claim.list);
        if !list.trim().is_empty() {
            if !is_eu_rohs(claim) {
                self.losses.lost(
                    "exemption of another list (其他清单的豁免)",
                    &format!("{list} {id}"),
                    place,
                );
                return Vec::new();
            }
            self.losses.lost("list of exemptions (豁免清单)", &list, place);
        }
        claimed(&id).map(str::to_owned).collect()
    }
}

/// Whether a claim means the same without the name of its list: EU RoHS, Annex III or not said.
pub(super) fn is_eu_rohs(claim: &ExemptionClaim) -> bool {
    claim.law() == ClaimedLaw::EuRohs && !key(&claim.list).contains("annexiv")
}

/// The column that shares of parts stand in: ppm where all were printed so, and not all can be read as per cent.
pub(super) fn share_of_part(products: &[DeclaredPart], probe: &Probe) -> Field {
    let mut shares = Vec::new();
    let mut open: Vec<&DeclaredPart> = products.iter().collect();
    while let Some(part) = open.pop() {
        let substances = part.materials.iter().flat_map(|material| &material.substances);
        shares.extend(substances.filter_map(|substance| substance.share_of_part.as_deref()));
        open.extend(&part.subparts);
    }
    let in_ppm = |share: &&Stated<FractionRange>| probe.share(share).1 == "ppm";
    let is_neutral = |share: &&Stated<FractionRange>| in_ppm(share) || share.raw.contains('%');
    match shares.iter().copied().any(|s| in_ppm(&s)) && shares.iter().all(is_neutral) {
        true => Field::ShareOfPartPpm,
        false => Field::ShareOfPart,
    }
}
