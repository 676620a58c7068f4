//! The columns of each table, in their order.

use super::{Field, Kind, Presence, Table};

/// A column in which every row has a value.
const fn always(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, presence: Presence::Always }
}

/// A column in which some rows may have none.
const fn maybe(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, presence: Presence::Sometimes }
}

const COLUMNS: &[Field] = &[
    always("column_id", Kind::Count),
    always("kind", Kind::Text),
    maybe("cas", Kind::Text),
    maybe("name", Kind::Text),
    maybe("name_zh", Kind::Text),
    maybe("rule_set", Kind::Text),
    maybe("entry", Kind::Text),
    maybe("place", Kind::Text),
    maybe("limit_ppm", Kind::Ppm),
];

const COMPOSITIONS: &[Field] = &[
    always("item", Kind::Text),
    always("unit", Kind::Text),
    always("column_id", Kind::Count),
    always("mass_low_ag", Kind::Mass),
    maybe("mass_high_ag", Kind::Mass),
    always("share_low_ppm", Kind::Ppm),
    maybe("share_high_ppm", Kind::Ppm),
];

const DOCUMENTS: &[Field] = &[
    maybe("item", Kind::Text),
    always("sha256", Kind::Text),
    always("used", Kind::Flag),
    maybe("content", Kind::Text),
    maybe("left_out", Kind::Text),
    maybe("acceptance", Kind::Text),
    always("signature", Kind::Text),
    maybe("signer", Kind::Text),
    maybe("envelope_sha256", Kind::Text),
    maybe("supplier", Kind::Text),
    maybe("date", Kind::Date),
];

const EDGES: &[Field] = &[
    always("parent", Kind::Text),
    always("child", Kind::Text),
    always("unit", Kind::Text),
    always("position", Kind::Count),
    always("quantity", Kind::Text),
    always("quantity_low", Kind::Quantity),
    maybe("quantity_high", Kind::Quantity),
];

const MAKERS: &[Field] =
    &[always("item", Kind::Text), maybe("maker", Kind::Text), maybe("maker_item", Kind::Text)];

const PARTS: &[Field] = &[
    always("item", Kind::Text),
    always("unit", Kind::Text),
    maybe("name", Kind::Text),
    maybe("name_zh", Kind::Text),
    always("is_product", Kind::Flag),
    always("is_leaf", Kind::Flag),
    always("level", Kind::Count),
    always("role", Kind::Text),
    maybe("category", Kind::Text),
    maybe("weighed_mass_ag", Kind::Mass),
    always("mass_low_ag", Kind::Mass),
    maybe("mass_high_ag", Kind::Mass),
    maybe("open_mass_ag", Kind::Mass),
    maybe("open_share_ppm", Kind::Ppm),
];

const PRODUCTS: &[Field] = &[
    always("product", Kind::Text),
    maybe("name", Kind::Text),
    maybe("name_zh", Kind::Text),
    always("status", Kind::Text),
    always("category", Kind::Text),
    always("mass_low_ag", Kind::Mass),
    maybe("mass_high_ag", Kind::Mass),
    maybe("weighed_mass_ag", Kind::Mass),
    always("leaf_parts", Kind::Count),
    always("leaf_parts_declared", Kind::Count),
    always("declared_mass_low_ag", Kind::Mass),
    maybe("declared_mass_high_ag", Kind::Mass),
    maybe("open_mass_ag", Kind::Mass),
];

const TOTALS: &[Field] = &[
    always("product", Kind::Text),
    always("column_id", Kind::Count),
    always("mass_low_ag", Kind::Mass),
    maybe("mass_high_ag", Kind::Mass),
    always("worst_low_ppm", Kind::Ppm),
    maybe("worst_high_ppm", Kind::Ppm),
    maybe("worst_low_item", Kind::Text),
    maybe("worst_high_item", Kind::Text),
    maybe("status", Kind::Text),
];

const VERDICTS: &[Field] = &[
    always("product", Kind::Text),
    always("rule_set", Kind::Text),
    always("kind", Kind::Text),
    always("binding", Kind::Flag),
    always("status", Kind::Text),
    always("places_over", Kind::Count),
    always("places_by_exemption", Kind::Count),
    always("places_unknown", Kind::Count),
    always("places_within", Kind::Count),
];

impl Table {
    /// Its columns.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Columns => COLUMNS,
            Self::Compositions => COMPOSITIONS,
            Self::Documents => DOCUMENTS,
            Self::Edges => EDGES,
            Self::Makers => MAKERS,
            Self::Parts => PARTS,
            Self::Products => PRODUCTS,
            Self::Totals => TOTALS,
            Self::Verdicts => VERDICTS,
        }
    }
}
