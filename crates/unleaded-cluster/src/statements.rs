//! The statements, as plain SQL that Spark and Sail both understand.
//!
//! Tables: `starts(product, power, one, level)`; `lines(parent, child, quantity, level)`, where `level` is that of the child;
//! `entries(node, unit, place, low, excess, loose, worst_low, worst_high)`, where `place` is the column and `loose` is 1 in a part
//! whose background has no bound; and for each level that was computed `level_N(product, power, node, q)`.
//!
//! [`crate::plan`] proves that no multiplication and no sum in them leaves DECIMAL(38,0). The proof does not rest on the server:
//! Spark with `spark.sql.ansi.enabled` turns an overflow into an error, but sums in Sail would not.

use std::ops::RangeInclusive;

/// The version of what the statements say and of how files are laid out: files of another version are not gone on from.
pub const VERSION: &str = "unleaded-cluster/1";

/// Makes a folder of Parquet files readable under a name.
pub fn view(name: &str, folder: &str) -> String {
    format!("CREATE OR REPLACE TEMPORARY VIEW {name} USING parquet OPTIONS (path '{folder}')")
}

/// Counts the rows of a table.
pub fn count(name: &str) -> String {
    format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM {name}")
}

/// The name of a level's result.
pub fn level_name(level: u32) -> String {
    format!("level_{level}")
}

/// How often each product holds each node of `level`, from the levels `above` that have lines to it.
pub fn level(level: u32, above: &[u32], folder: &str) -> String {
    let own = format!(
        "SELECT product, power, product AS node, one AS q FROM starts WHERE level = {level}"
    );
    let counts = match above {
        [] => own,
        _ => format!(
            "{own} UNION ALL \
             SELECT m.product, m.power, e.child AS node, CAST(m.q * e.quantity AS DECIMAL(38,0)) AS q \
             FROM ({}) m JOIN lines e ON e.parent = m.node WHERE e.level = {level}",
            all_of(above)
        ),
    };
    let sums = format!(
        "SELECT product, power, node, CAST(SUM(q) AS DECIMAL(38,0)) AS q FROM ({counts}) c \
         GROUP BY product, power, node"
    );
    into(folder, &sums)
}

/// The sums of the rows of the products whose nodes are in a range, over the results of `levels`. `finest` is the largest
/// difference between the unit of a node and that of a product which holds it.
///
/// A part that is there zero times counts for the worst shares only.
pub fn totals(levels: &[u32], products: RangeInclusive<u32>, finest: u32, folder: &str) -> String {
    let all = all_of(levels);
    let (first, last) = products.into_inner();
    let times = in_units_of_the_product(finest);
    let joined = format!(
        "SELECT m.product, m.power, r.place, {times} AS n, r.low, r.excess, r.loose, r.worst_low, r.worst_high \
         FROM (SELECT * FROM ({all}) a WHERE a.product BETWEEN {first} AND {last}) m \
         JOIN entries r ON r.node = m.node"
    );
    let sums = format!(
        "SELECT product, power, place, \
         CAST(SUM(CAST(n * low AS DECIMAL(38,0))) AS DECIMAL(38,0)) AS low, \
         CAST(SUM(CAST(n * COALESCE(excess, CAST(0 AS DECIMAL(38,0))) AS DECIMAL(38,0))) AS DECIMAL(38,0)) AS excess, \
         CAST(SUM(CASE WHEN n > 0 AND excess IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unbounded, \
         CAST(SUM(CASE WHEN n > 0 THEN loose ELSE 0 END) AS BIGINT) AS loose, \
         CAST(COUNT(*) AS BIGINT) AS entries, \
         MAX(worst_low) AS worst_low, MAX(worst_high) AS worst_high \
         FROM ({joined}) j GROUP BY product, power, place ORDER BY product, place"
    );
    into(folder, &sums)
}

fn into(folder: &str, select: &str) -> String {
    // The form of compression is named so that what comes back can be read, whatever a server's own is.
    format!(
        "INSERT OVERWRITE DIRECTORY '{folder}' USING parquet OPTIONS (compression 'snappy') {select}"
    )
}

fn all_of(levels: &[u32]) -> String {
    let each = levels.iter().map(|level| format!("SELECT * FROM {}", level_name(*level)));
    each.collect::<Vec<_>>().join(" UNION ALL ")
}

/// The multiplicity of a node in units of `10^power` of its product. The powers of ten are written out: the server's own power
/// function is a float.
fn in_units_of_the_product(finest: u32) -> String {
    if finest == 0 {
        return "m.q".to_owned();
    }
    let cases: String = (0..=finest)
        .map(|power| {
            let factor = format!("1{}", "0".repeat(power as usize));
            format!(" WHEN {power} THEN CAST('{factor}' AS DECIMAL(38,0))")
        })
        .collect();
    format!("CAST(m.q * CASE r.unit - m.power{cases} END AS DECIMAL(38,0))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reads_only_the_levels_above_it() {
        let top = level(3, &[], "/d");
        assert!(!top.contains("JOIN") && top.contains("WHERE level = 3"), "{top}");
        let low = level(1, &[2, 3], "/d");
        assert!(low.contains("(SELECT * FROM level_2 UNION ALL SELECT * FROM level_3) m"), "{low}");
        assert!(low.starts_with("INSERT OVERWRITE DIRECTORY '/d' "), "{low}");
    }

    #[test]
    fn whole_quantities_need_no_factor() {
        assert!(totals(&[0], 1..=2, 0, "/d").contains("m.q AS n"));
        let decimal = totals(&[0], 1..=2, 2, "/d");
        assert!(decimal.contains("WHEN 2 THEN CAST('100' AS DECIMAL(38,0)) END"), "{decimal}");
    }
}
