//! The exemptions that the products of reports need, and when the products fall.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_documents::report::{Exemption, Finding, Product, Report, Verdict};
use unleaded_rules::ending;
use unleaded_rules::lists::{Category, Lists};

use super::{
    About, Calendar, Certainty, Event, ExemptionEnd, Falling, Source, Touched, Window,
    certainty_of, exemption_end,
};

/// What products share that need an exemption which ends for them alike.
type Alike = (String, String, Certainty, Vec<Date>);

/// A product under one law, and what it needs.
struct Needy<'a> {
    report: usize,
    product: &'a Product,
    verdict: &'a Verdict,
    /// Each exemption once, with the entries that it is needed for.
    needs: Vec<Need<'a>>,
}

struct Need<'a> {
    end: ExemptionEnd,
    places: u64,
    path: &'a [String],
}

pub(super) fn calendar(reports: &[&Report], window: Window, lists: &Lists) -> Calendar {
    let mut calendar = Calendar::default();
    let mut events: BTreeMap<Alike, Event> = BTreeMap::new();
    for (report, of_report) in reports.iter().enumerate() {
        for product in &of_report.products {
            for verdict in &product.verdicts {
                let needy = Needy::of(report, product, verdict, (window, lists));
                let first = needy.falling(window);
                for need in &needy.needs {
                    needy.add(need, first.as_ref(), &mut events);
                }
                calendar.falling.extend(first);
            }
        }
    }
    for event in events.into_values() {
        calendar.add(event, window);
    }
    let by_day = |f: &Falling| (f.last_day, f.report, f.part.clone(), f.rule_set.clone());
    calendar.falling.sort_by_cached_key(by_day);
    calendar
}

impl<'a> Needy<'a> {
    fn of(
        report: usize,
        product: &'a Product,
        verdict: &'a Verdict,
        (window, lists): (Window, &Lists),
    ) -> Self {
        let mut needs: BTreeMap<Alike, Need<'a>> = BTreeMap::new();
        for (finding, exemption) in verdict.findings.iter().filter_map(rests_on) {
            let end = end(finding, exemption, product, (window, lists));
            let alike = (end.list.clone(), end.id.clone(), end.certainty, end.ends.clone());
            let need = needs.entry(alike).or_insert(Need { end, places: 0, path: &finding.path });
            need.places = need.places.saturating_add(1);
            if !need.end.entries.contains(&finding.entry) {
                need.end.entries.push(finding.entry.clone());
            }
        }
        Self { report, product, verdict, needs: needs.into_values().collect() }
    }

    /// When the first exemption ends that compliance needs; `None`: not within the time, or it is not compliant by
    /// exemption. What stays valid until a decision has no day.
    fn falling(&self, window: Window) -> Option<Falling> {
        if self.verdict.status != "compliant-by-exemption" {
            return None;
        }
        let dated = |need: &&Need<'_>| {
            matches!(need.end.certainty, Certainty::Disputed | Certainty::Stated)
        };
        let first = |need: &Need<'_>| need.end.ends.first().copied();
        let dated: Vec<&Need<'_>> = self.needs.iter().filter(dated).collect();
        let last_day = dated.iter().filter_map(|need| first(need)).min()?;
        if last_day > window.until {
            return None;
        }
        let ending = || dated.iter().filter(|need| first(need) == Some(last_day));
        let stated = ending().any(|need| need.end.certainty == Certainty::Stated);
        Some(Falling {
            report: self.report,
            part: self.product.part.clone(),
            name: self.product.name.clone(),
            rule_set: self.verdict.rule_set.clone(),
            last_day,
            certainty: if stated { Certainty::Stated } else { Certainty::Disputed },
            exemptions: ending().map(|need| need.end.id.clone()).collect(),
        })
    }

    fn add(&self, need: &Need<'_>, first: Option<&Falling>, events: &mut BTreeMap<Alike, Event>) {
        let end = &need.end;
        let date = end.ends.first().copied();
        let alike = (end.list.clone(), end.id.clone(), end.certainty, end.ends.clone());
        let about = || About::Exemption(end.clone());
        let event = events.entry(alike).or_insert_with(|| Event {
            date,
            about: about(),
            products: Vec::new(),
        });
        if let About::Exemption(known) = &mut event.about {
            merge(&mut known.entries, &end.entries);
            merge(&mut known.categories, &end.categories);
        }
        event.products.push(Touched {
            report: self.report,
            part: self.product.part.clone(),
            name: self.product.name.clone(),
            status: self.verdict.status.clone(),
            places: need.places,
            path: need.path.to_vec(),
            falls: first.is_some_and(|first| {
                Some(first.last_day) == date && first.exemptions.contains(&end.id)
            }),
        });
    }
}

fn merge(known: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
    known.sort_unstable();
}

/// The exemption that a place rests on, or would if it were known to be in force.
fn rests_on(finding: &Finding) -> Option<(&Finding, &Exemption)> {
    let exemption = finding.exemption.as_ref()?;
    match (finding.status.as_str(), exemption.force.as_str()) {
        ("compliant-by-exemption", _) | ("unknown", "undetermined") => Some((finding, exemption)),
        _ => None,
    }
}

/// When the exemption ends for the product: by the lists as they stand on the first day of the time, and by the report where
/// that says something else of a later day.
fn end(
    finding: &Finding,
    exemption: &Exemption,
    product: &Product,
    (window, lists): (Window, &Lists),
) -> ExemptionEnd {
    let reported: Option<Date> = exemption.expires.as_deref().and_then(|date| date.parse().ok());
    let known = Category::parse(&product.eu_rohs_category).and_then(|category| {
        let (named, of) = ((&*exemption.id, &*exemption.list), (&*finding.entry, category));
        ending(&lists.exemptions, named, of, window.from)
    });
    let mut end = match &known {
        Some(ending) => exemption_end(ending),
        None => ExemptionEnd {
            id: exemption.id.clone(),
            list: exemption.list.clone(),
            entries: vec![finding.entry.clone()],
            categories: vec![product.eu_rohs_category.clone()],
            certainty: Certainty::NotKnown,
            ends: Vec::new(),
            sources: Vec::new(),
        },
    };
    let is_silent = end.ends.is_empty();
    let reported = reported.filter(|date| is_silent || *date >= window.from);
    if let Some(date) = reported.filter(|date| !end.ends.contains(date)) {
        end.ends.push(date);
        end.ends.sort_unstable();
        let said = Source { act: String::new(), expires: Some(date), source: "report".to_owned() };
        end.sources.push(said);
        if end.certainty != Certainty::ValidUntilDecided {
            end.certainty = certainty_of(&end.ends);
        }
    }
    end
}
