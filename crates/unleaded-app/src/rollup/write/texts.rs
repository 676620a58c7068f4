//! What the exemptions permit that a report names.

use std::collections::BTreeMap;

use unleaded_documents::report::{ExemptionText, Product};
use unleaded_rules::lists::{Category, ExemptionLimit};
use unleaded_rules::{AppliedExemption, Force, permitted};

use super::Context;

/// The exemptions that `product` names, by list and name; one may come several times.
pub(in super::super) fn exemptions_of(product: &Product) -> impl Iterator<Item = (&str, &str)> {
    product.verdicts.iter().flat_map(|verdict| {
        let of_findings = verdict.findings.iter().flat_map(|f| f.exemption.iter().chain(&f.offers));
        let all = verdict.exemptions.iter().chain(of_findings);
        all.map(|exemption| (exemption.list.as_str(), exemption.id.as_str()))
    })
}

impl Context<'_> {
    /// What each exemption permits that `products` name, once; those whose text is not held are left out.
    pub(in super::super) fn exemption_texts(&self, products: &[Product]) -> Vec<ExemptionText> {
        let mut named = BTreeMap::new();
        for product in products {
            for exemption in exemptions_of(product) {
                named.entry(exemption).or_insert(product.eu_rohs_category.as_str());
            }
        }
        self.texts(&named)
    }

    /// What each of `named` permits, by list and name, for products of that EU RoHS category.
    pub(in super::super) fn texts(
        &self,
        named: &BTreeMap<(&str, &str), &str>,
    ) -> Vec<ExemptionText> {
        let text = |((list, id), category): (&(&str, &str), &&str)| {
            let category = Category::parse(category).unwrap_or(self.judged.default_category());
            self.exemption_text(list, id, category)
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
