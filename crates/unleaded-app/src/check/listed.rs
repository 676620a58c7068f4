//! What only the shipped lists can tell of a document: old editions, ended exemptions, numbers that belong to another name.

use unleaded_formats::sink::Sink;
use unleaded_model::amount::{Decimal, Fraction};
use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, ExemptionClaim, Extent, Header, ListAnswers, Material,
};
use unleaded_model::diagnostic::codes::{checks, rules};
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_rules::lists::{EntryKey, Family, ListEdition, Lists};
use unleaded_rules::{Meaning, Standing, meaning, name_contradicts, standing};

use self::editions::Editions;
use self::remembered::Remembered;
use self::unanswered::{Answered, Unanswered};
use self::undisclosed::{Disclosure, Open};
use super::Request;

pub(crate) mod editions;
mod remembered;
pub(super) mod unanswered;
mod undisclosed;

/// Places of a percentage that is rounded up.
const PLACES: i32 = 6;

/// A sink that holds each product against the lists and passes it on.
pub(super) struct Listed<'a> {
    sink: &'a mut dyn Sink,
    request: &'a Request<'a>,
    lists: &'static Lists,
    editions: Editions,
    /// By name and number: the substance of the number, where the name means another.
    names: Remembered<Option<String>>,
    /// By list, name and code: the entries that are meant.
    entries: Remembered<Meaning<'static>>,
    unanswered: Unanswered,
    /// By authority, list and name: how the exemption stands.
    exemptions: Remembered<Standing>,
    disclosure: Disclosure,
}

impl<'a> Listed<'a> {
    pub(super) fn new(
        sink: &'a mut dyn Sink,
        request: &'a Request<'a>,
        lists: &'static Lists,
    ) -> Self {
        let editions = Editions::on(request.as_of, lists);
        Self {
            sink,
            request,
            lists,
            editions,
            names: Remembered::default(),
            entries: Remembered::default(),
            unanswered: Unanswered::by(lists),
            exemptions: Remembered::default(),
            disclosure: Disclosure::by(lists),
        }
    }
}

impl Sink for Listed<'_> {
    fn header(&mut self, header: Header) {
        self.unanswered.begin(&header);
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
            let mut answered = Answered::default();
            for list in &part.lists {
                self.list(list, &mut answered);
            }
            self.unanswered.tell(answered, self.sink);
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
        if material.extent != Extent::Loose {
            let open = undisclosed::of_material(material, &mut self.disclosure);
            self.limited(&material.name, open, limit, &material.place);
        }
    }

    /// What the number of `substance` means, where its name means something else.
    fn contradicted(&mut self, substance: &DeclaredSubstance) -> Option<String> {
        let (name, cas) = (substance.name.as_str(), substance.cas.as_ref()?.as_str());
        self.names.get(name, cas, "", || name_contradicts(name, cas, self.lists))
    }

    /// Tells a share that is over the limit, and one that may be.
    fn limited(&mut self, name: &str, open: Open, limit: Fraction, place: &Place) {
        let percent = |share: Fraction| share.ppm_low().scaled(-4).to_string();
        let told = |code| {
            let told = Diagnostic::new(code, place.clone()).with("name", name);
            told.with("found", percent(open.low)).with("limit", percent(limit))
        };
        if open.low > limit {
            self.sink.diagnostic(told(checks::UNDISCLOSED_OVER_LIMIT));
        } else if open.high > limit {
            let most = open.high.ppm_high().scaled(-4).integer(PLACES);
            let most = most.map(|(floor, cut)| Decimal::new(floor + u128::from(cut), -PLACES));
            let most = most.map_or_else(String::new, |most| most.to_string());
            self.sink.diagnostic(told(checks::UNDISCLOSED_NOT_TOLD).with("most", most));
        }
    }

    /// The undisclosed share of a whole part.
    fn undisclosed_of_part(&mut self, part: &DeclaredPart) {
        let Some(limit) = self.request.profile.undisclosed_of_part else { return };
        if let Some(open) = undisclosed::of_part(part, &mut self.disclosure) {
            self.limited(part.number().unwrap_or_default(), open, limit, &part.place);
        }
    }

    fn exemptions(&mut self, claims: &[ExemptionClaim]) {
        let Request { as_of, category, .. } = *self.request;
        for claim in claims {
            let told = |code| {
                let told = Diagnostic::new(code, claim.place.clone());
                told.with("value", claim.id.as_str())
            };
            let find = || standing(claim, category, as_of, self.lists);
            match self.exemptions.get(&claim.authority, &claim.list, &claim.id, find) {
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

    fn list<'b>(&mut self, list: &'b ListAnswers, answered: &mut Answered<'b>) {
        let Some(edition) = ListEdition::parse(&list.identity) else { return };
        answered.list(list);
        // Who asks for an old edition has a reason; only answers to it are old.
        let is_asked =
            |told: &Diagnostic| told.code == checks::LIST_STALE && list.answers.is_empty();
        if let Some(told) = self.editions.told(list, &edition).filter(|told| !is_asked(told)) {
            self.sink.diagnostic(told);
        }
        for answer in &list.answers {
            let entries = self.entry(list, answer, edition.family);
            answered.answer(list, answer, entries);
            self.exemptions(&answer.exemptions);
            self.amounts(answer, edition.family);
        }
    }

    /// The entries that an answer means by its name and code, as a portal looks it up.
    fn entry(
        &mut self,
        list: &ListAnswers,
        answer: &Answer,
        family: Family,
    ) -> &'static [EntryKey] {
        let lists = self.lists;
        let found = self.entries.get(&list.identity, &answer.name, &answer.code, || {
            meaning(&list.identity, &answer.code, &answer.name, lists)
        });
        let code = match found {
            // The entries of IEC 62474 are judged by no rule set, and the names of one edition alone are held.
            Meaning::Entries(_) | Meaning::Unknown if family == Family::Iec62474 => return &[],
            Meaning::Entries(entries) => return entries,
            Meaning::Contradiction(_) => rules::LIST_ENTRY_CONTRADICTS,
            Meaning::Unknown => rules::LIST_ENTRY_UNKNOWN,
        };
        self.sink.diagnostic(
            Diagnostic::new(code, answer.place.clone())
                .with("entry", answer.name.as_str())
                .with("code", answer.code.as_str())
                .with("list", list.identity.as_str()),
        );
        &[]
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
