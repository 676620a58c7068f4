//! What only the shipped lists can tell of a document: old editions, ended exemptions, numbers that belong to another name.

use std::collections::BTreeMap;

use unleaded_formats::sink::Sink;
use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, ExemptionClaim, Header, ListAnswers, Material,
};
use unleaded_model::diagnostic::codes::{checks, rules};
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_rules::lists::{Family, ListEdition, Lists};
use unleaded_rules::{Standing, name_contradicts, standing};

use self::editions::Editions;
use super::Request;

mod editions;
mod undisclosed;

/// Pairs of name and number that are remembered; beyond them each is looked up again.
const REMEMBERED: usize = 1 << 16;

/// A sink that holds each product against the lists and passes it on.
pub(super) struct Listed<'a> {
    sink: &'a mut dyn Sink,
    request: &'a Request<'a>,
    lists: &'static Lists,
    editions: Editions,
    /// The substance of the number that each (name, number) met so far contradicts.
    names: BTreeMap<String, BTreeMap<String, Option<String>>>,
    remembered: usize,
}

impl<'a> Listed<'a> {
    pub(super) fn new(
        sink: &'a mut dyn Sink,
        request: &'a Request<'a>,
        lists: &'static Lists,
    ) -> Self {
        let editions = Editions::on(request.as_of, lists);
        Self { sink, request, lists, editions, names: BTreeMap::new(), remembered: 0 }
    }
}

impl Sink for Listed<'_> {
    fn header(&mut self, header: Header) {
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.undisclosed_of_part(&part);
        let mut open = vec![&part];
        while let Some(part) = open.pop() {
            self.exemptions(&part.exemptions);
            for material in &part.materials {
                self.material(material);
            }
            for list in &part.lists {
                self.list(list);
            }
            open.extend(part.subparts.iter().rev());
        }
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }
}

impl Listed<'_> {
    fn material(&mut self, material: &Material) {
        self.exemptions(&material.exemptions);
        for substance in &material.substances {
            self.exemptions(&substance.exemptions);
            if let Some(entry) = self.contradicted(substance) {
                self.sink.diagnostic(
                    Diagnostic::new(rules::CAS_CONTRADICTS_NAME, substance.place.clone())
                        .with("substance", substance.name.as_str())
                        .with("material", material.name.as_str())
                        .with("entry", entry),
                );
            }
        }
        let Some(limit) = self.request.profile.undisclosed_of_material else { return };
        let open = undisclosed::of_material(material, self.lists);
        if let Some(open) = open.filter(|open| open.low > limit) {
            self.over_limit(&material.name, open, limit, &material.place);
        }
    }

    /// What the number of `substance` means, where its name means something else.
    fn contradicted(&mut self, substance: &DeclaredSubstance) -> Option<String> {
        let cas = substance.cas.as_ref()?.as_str();
        let known = self.names.get(substance.name.as_str()).and_then(|numbers| numbers.get(cas));
        if let Some(known) = known {
            return known.clone();
        }
        let found = name_contradicts(&substance.name, cas, self.lists);
        if self.remembered < REMEMBERED && substance.name.len() < 256 {
            self.remembered += 1;
            let numbers = self.names.entry(substance.name.clone()).or_default();
            numbers.insert(cas.to_owned(), found.clone());
        }
        found
    }

    fn over_limit(&mut self, name: &str, open: FractionRange, limit: Fraction, place: &Place) {
        let percent = |share: Fraction| share.ppm_low().scaled(-4).to_string();
        self.sink.diagnostic(
            Diagnostic::new(checks::UNDISCLOSED_OVER_LIMIT, place.clone())
                .with("found", percent(open.low))
                .with("name", name)
                .with("limit", percent(limit)),
        );
    }

    /// The undisclosed share of a whole part, as far as the shares of its materials are known.
    fn undisclosed_of_part(&mut self, part: &DeclaredPart) {
        let Some(limit) = self.request.profile.undisclosed_of_part else { return };
        let open = undisclosed::of_part(part, self.lists);
        if open.low > limit {
            self.over_limit(part.number().unwrap_or_default(), open, limit, &part.place);
        }
    }

    fn exemptions(&mut self, claims: &[ExemptionClaim]) {
        let Request { as_of, category, .. } = *self.request;
        for claim in claims {
            let told = |code| {
                let told = Diagnostic::new(code, claim.place.clone());
                told.with("value", claim.id.as_str())
            };
            match standing(claim, category, as_of, self.lists) {
                Standing::Open | Standing::OtherLaw => {}
                Standing::NotInTable => self.sink.diagnostic(told(checks::EXEMPTION_UNKNOWN)),
                Standing::Malformed(alike) => {
                    let alike = alike.map_or(String::new(), |id| format!(" ({id}?)"));
                    let malformed = told(checks::EXEMPTION_MALFORMED);
                    self.sink.diagnostic(malformed.with("suggestion", alike));
                }
                Standing::Expired(date) => {
                    let scope = |one: &str, all: &str| match category {
                        Some(category) => one.replace('*', category.as_str()),
                        None => all.to_owned(),
                    };
                    self.sink.diagnostic(
                        told(checks::EXEMPTION_EXPIRED)
                            .with("expires", date)
                            .with("scope_en", scope("category *", "all categories that it is for"))
                            .with("scope_zh", scope("第 * 类产品", "其适用的全部类别")),
                    );
                }
            }
        }
    }

    fn list(&mut self, list: &ListAnswers) {
        let Some(edition) = ListEdition::parse(&list.identity) else { return };
        if let Some(told) = self.editions.told(list, &edition) {
            self.sink.diagnostic(told);
        }
        for answer in &list.answers {
            self.exemptions(&answer.exemptions);
            self.amounts(answer, edition.family);
        }
    }

    /// The amounts that receivers ask for with what is over.
    fn amounts(&mut self, answer: &Answer, family: Family) {
        let code = match family {
            Family::EuRohs if answer.share_of_material.is_none() => checks::CONCENTRATION_MISSING,
            Family::EuReach if answer.share_of_part.is_none() => checks::SVHC_SHARE_MISSING,
            _ => return,
        };
        if answer.over == Some(true) {
            let missing = Diagnostic::new(code, answer.place.clone());
            self.sink.diagnostic(missing.with("entry", answer.name.as_str()));
        }
    }
}
