//! What the exemptions permit that a report names.

use std::collections::BTreeMap;

use unleaded_documents::report::{ExemptionText, Product};
use unleaded_rules::lists::{Category, ExemptionLimit};
use unleaded_rules::{AppliedExemption, Force, permitted};

use super::Context;

impl Context<'_> {
    /// What each exemption permits that `products` name, once; those whose text is not held are left out.
    pub(super) fn exemption_texts(&self, products: &[Product]) -> Vec<ExemptionText> {
        let mut named: BTreeMap<(&str, &str), Category> = BTreeMap::new();
        for product in products {
            let category = Category::parse(&product.eu_rohs_category);
            let category = category.unwrap_or(self.judged.default_category());
            for exemption in product.verdicts.iter().flat_map(|verdict| {
                let findings = verdict.findings.iter();
                let of_findings = findings.flat_map(|f| f.exemption.iter().chain(&f.offers));
                verdict.exemptions.iter().chain(of_findings)
            }) {
                named.entry((&exemption.list, &exemption.id)).or_insert(category);
            }
        }
        let text = |((list, id), category): (&(&str, &str), &Category)| {
            self.exemption_text(list, id, *category)
        };
        named.iter().filter_map(text).collect()
    }

    fn exemption_text(&self, list: &str, id: &str, category: Category) -> Option<ExemptionText> {
        let (id, list) = (id.to_owned(), list.to_owned());
        let exemption = AppliedExemption { id, list, expires: None, force: Force::None };
        let as_of = self.request.options.as_of;
        let permitted = permitted(&exemption, category, as_of, self.request.lists)?;
        let (least, most) = match permitted.limit {
            ExemptionLimit::AtLeast(least) => (Some(least), None),
            ExemptionLimit::AtMost(most) => (None, Some(most)),
            ExemptionLimit::None => (None, None),
        };
        Some(ExemptionText {
            id: exemption.id,
            list: exemption.list,
            text: permitted.text_en,
            text_zh: permitted.text_zh,
            least_ppm: least.map(|least| least.ppm_low().to_string()),
            most_ppm: most.map(|most| most.ppm_high().to_string()),
        })
    }
}
