//! The forms in which a heading can be read.

use unleaded_model::amount::Unit;
use unleaded_model::identity::{key, matching_text};

use crate::tables::units::Scaled;

/// The readings of a heading, the most literal first: the whole, without a unit at its end, what stands in brackets, and
/// the parts of a heading in two languages.
pub(super) fn forms(cell: &str) -> Vec<(String, Option<Scaled>)> {
    let text = matching_text(cell);
    let bracket = split_bracket(&text);
    let in_bracket = bracket.and_then(|(base, inner)| Some((base, Scaled::parse(inner)?)));
    let (base, unit) = match in_bracket.or_else(|| split_unit(&text)) {
        Some((base, unit)) => (base, Some(unit)),
        None => (bracket.map_or(text.as_str(), |(base, _)| base), None),
    };
    let whole = Scaled::parse(&text).or_else(|| leading_share(&text));
    let mut forms = vec![(word(&text), whole), (word(base), unit)];
    if let (None, Some((_, inner))) = (unit, bracket) {
        forms.push((word(inner), None));
    }
    let (han, other): (String, String) = base.chars().partition(|c| is_han(*c));
    forms.push((word(&other), unit));
    forms.push((word(&han), unit));
    forms
}

/// The unit that `ppm of part` begins with. Per cent is that of every share that names no other.
fn leading_share(text: &str) -> Option<Scaled> {
    let (unit, _) = text.split_once([' ', '_', '(', '['])?;
    let unit = Scaled::parse(unit).filter(|unit| unit.unit.share_power().is_some())?;
    (unit.unit != Unit::MassPercent || unit.power != 0).then_some(unit)
}

/// The form in which words are compared: letters and digits in lower case, with `pct` for every way to write per cent.
pub(super) fn word(text: &str) -> String {
    key(&text.replace('%', " pct ")).replace("percentage", "pct").replace("percent", "pct")
}

/// `mass [mg]` to `mass` and `mg`.
fn split_bracket(text: &str) -> Option<(&str, &str)> {
    let inner_end = text.strip_suffix([')', ']', '】'])?;
    let open = inner_end.rfind(['(', '[', '【'])?;
    let inner = inner_end[open..].trim_start_matches(['(', '[', '【']);
    Some((text[..open].trim(), inner.trim()))
}

/// `mass mg`, `mass_mg`, `质量mg` to the name and the unit.
fn split_unit(text: &str) -> Option<(&str, Scaled)> {
    let is_cut = |c: char| is_han(c) || matches!(c, ' ' | '_' | ',' | ':' | '/' | '-');
    // No unit is longer, and a heading may be megabytes of text.
    let near = |at: usize| text.len() - at <= Scaled::LONGEST;
    let mut cuts = text.char_indices().filter(|(at, c)| near(*at) && is_cut(*c));
    cuts.find_map(|(at, c)| {
        let after = at + c.len_utf8();
        let unit = Scaled::parse(&text[after..])?;
        let base = if is_han(c) { &text[..after] } else { &text[..at] };
        Some((base.strip_suffix(" in").unwrap_or(base), unit))
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_in_many_forms() {
        let check = |cell: &str, expected: &str, unit: Option<Unit>| {
            let unit = unit.map(|unit| Scaled { unit, power: 0 });
            assert!(
                forms(cell).contains(&(expected.to_owned(), unit)),
                "{cell}: {:?}",
                forms(cell)
            );
        };
        check("Part Number", "partnumber", None);
        check("PART_NUMBER", "partnumber", None);
        check("Mass (mg)", "mass", Some(Unit::Milligram));
        check("mass_mg", "mass", Some(Unit::Milligram));
        check("质量（mg）", "质量", Some(Unit::Milligram));
        check("质量mg", "质量", Some(Unit::Milligram));
        check("含量%", "含量", Some(Unit::MassPercent));
        check("含量 (wt%)", "含量", Some(Unit::MassPercent));
        check("% of material", "pctofmaterial", None);
        check("Mass Percent", "masspct", Some(Unit::MassPercent));
        check("ppm", "ppm", Some(Unit::Ppm));
        check("PPM (part)", "ppmpart", Some(Unit::Ppm));
        check("ppm_of_part", "ppmofpart", Some(Unit::Ppm));
        check("物质名称\nSubstance Name", "substancename", None);
        check("Substance Name (物质名称)", "物质名称", None);
        check("料号/Part No.", "partno", None);
        check("Gewicht in g", "gewicht", Some(Unit::Gram));
        check("含有率(wt%)", "含有率", Some(Unit::MassPercent));
        check("含量 mg/kg", "含量", Some(Unit::Ppm));
    }
}
