//! Every exemption that a document claims, with what became of it.

use super::super::claims::outcome;
use super::{Make, Sheet};
use crate::report::{Claim, Product};

impl<'f> Make<'f, '_> {
    pub(super) fn claims(self) -> Sheet<'f> {
        let mut columns = self.product_columns().to_vec();
        columns.extend([
            self.text("Rule set", "规则集", 20),
            self.text("Exemption", "豁免", 14),
            self.text("Exemption list", "豁免清单", 22),
            self.text("Entry", "条目", 26),
            self.text("What became of it", "引用结果", 50),
            self.text("Part", "部件料号", 20),
            self.text("First place", "第一处位置", 50),
            self.number("Places", "处数"),
            self.text("Last day", "截止日期", 12),
            self.text("Document SHA-256", "文件 SHA-256", 66),
        ]);
        let rows = self.full.products.iter().flat_map(move |product| {
            product.claims.iter().map(move |claim| self.claim(product, claim))
        });
        Sheet { name: self.pick("Claims", "豁免引用"), columns, rows: Box::new(rows) }
    }

    fn claim(self, product: &Product, claim: &Claim) -> Vec<String> {
        let mut row = self.product(product);
        let document = claim.document.as_deref().unwrap_or_default();
        row.extend([
            claim.rule_set.as_ref().map_or_else(String::new, |set| self.rule_set(set)),
            self.fit(&claim.id),
            self.fit(&claim.list),
            self.optional(claim.entry.as_ref()),
            self.fit(&outcome(claim, self.language)),
            self.fit(&claim.part),
            self.path(&claim.path),
            claim.places.to_string(),
            self.optional(claim.expires.as_ref()),
            self.fit(document.strip_prefix("sha256:").unwrap_or(document)),
        ]);
        row
    }
}
