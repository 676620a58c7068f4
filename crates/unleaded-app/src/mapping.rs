//! Mapping files: what a user says of tables that do not say it themselves, in TOML. `docs/formats/tables.md` describes
//! them.

use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unleaded_formats::tables::{DecimalMark, Mapping, MappingError, headings};
use unleaded_model::diagnostic::codes::cells as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::sha256_hex;

/// A mapping and the file that it was read from.
#[derive(Clone, Debug)]
pub struct MappingFile {
    /// What it says.
    pub mapping: Mapping,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl MappingFile {
    /// Reads a mapping file; fails with all that is wrong with it.
    pub fn read(bytes: &[u8], file: &FileName) -> Result<Self, Vec<Diagnostic>> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            Reader { text, file, mapping: Mapping::default(), diagnostics: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => reader.table(table.get_ref()),
            Err(error) => {
                let reason = error.message().to_owned();
                reader.report("TOML", error.span().unwrap_or(0..0), &reason, &reason);
            }
        }
        match reader.diagnostics.is_empty() {
            true => Ok(Self { mapping: reader.mapping, sha256: sha256_hex(bytes) }),
            false => Err(reader.diagnostics),
        }
    }
}

/// The text, and what was read of it.
struct Reader<'a> {
    text: &'a str,
    file: &'a FileName,
    mapping: Mapping,
    diagnostics: Vec<Diagnostic>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "columns" => self.entries("columns", value, Mapping::name),
                "units" => self.entries("units", value, Mapping::set_unit),
                "fixed" => self.entries("fixed", value, Mapping::fix),
                "decimal_comma" => self.decimal_comma(value),
                "sheet" => match value.get_ref().as_str() {
                    Some(sheet) => self.mapping.sheet = Some(sheet.to_owned()),
                    None => self.report("sheet", value.span(), "it is no text in quotes", "应为带引号的文本"),
                },
                "header_row" => self.header_row(value),
                other => self.report(
                    other,
                    key.span(),
                    "there is no such key; there are columns, units, fixed, decimal_comma, sheet, header_row",
                    "没有这个键；可用的键有 columns、units、fixed、decimal_comma、sheet、header_row",
                ),
            }
        }
    }

    fn entries(
        &mut self,
        section: &str,
        value: &Value<'_>,
        set: fn(&mut Mapping, &str, &str) -> Result<(), MappingError>,
    ) {
        let Some(table) = value.get_ref().as_table() else {
            return self.report(section, value.span(), "it is no table", "应为表");
        };
        for (key, value) in table {
            let field = format!("{section}.{}", key.get_ref());
            let Some(text) = value.get_ref().as_str().filter(|text| !text.trim().is_empty()) else {
                self.report(
                    &field,
                    value.span(),
                    "it is no text in quotes, or empty",
                    "应为带引号的非空文本",
                );
                continue;
            };
            if let Err(error) = set(&mut self.mapping, key.get_ref(), text) {
                let (en, zh) = reason(error);
                self.report(&field, key.span(), &en, &zh);
            }
        }
    }

    fn decimal_comma(&mut self, value: &Value<'_>) {
        match value.get_ref().as_bool() {
            Some(true) => self.mapping.decimal_mark = Some(DecimalMark::Comma),
            Some(false) => self.mapping.decimal_mark = Some(DecimalMark::Point),
            None => self.report(
                "decimal_comma",
                value.span(),
                "it is neither true nor false",
                "应为 true 或 false",
            ),
        }
    }

    fn header_row(&mut self, value: &Value<'_>) {
        let number = value.get_ref().as_integer().map(|number| number.as_str().to_owned());
        match number.and_then(|number| number.parse().ok()).filter(|row: &u32| *row > 0) {
            Some(row) => self.mapping.header_row = Some(row),
            None => self.report(
                "header_row",
                value.span(),
                "it is not the number of a row, from 1",
                "应为从 1 起的行号",
            ),
        }
    }

    fn report(&mut self, field: &str, span: Range<usize>, en: &str, zh: &str) {
        let place = Place::span(self.file, self.text, span);
        self.diagnostics.push(
            Diagnostic::new(codes::MAPPING_MALFORMED, place)
                .with("field", field)
                .with("reason_en", en)
                .with("reason_zh", zh),
        );
    }
}

/// Why something can't be said, in both languages.
fn reason(error: MappingError) -> (String, String) {
    let columns = || Mapping::columns().collect::<Vec<_>>();
    match error {
        MappingError::ColumnUnknown => (
            format!("there is no such column; there are {}", columns().join(", ")),
            format!("没有这一列；可用的列有 {}", columns().join("、")),
        ),
        MappingError::NotAnAmount => {
            ("the column holds no amounts".to_owned(), "该列不是数量".to_owned())
        }
        MappingError::NotFixed => (
            "an amount can't be the same in every row".to_owned(),
            "数量不能在每一行都相同".to_owned(),
        ),
        MappingError::UnitUnknown => (
            "the unit is not known; use mg, g, kg, ug, ng, ppm or %".to_owned(),
            "未知单位；请使用 mg、g、kg、ug、ng、ppm 或 %".to_owned(),
        ),
    }
}

/// Returns a mapping file for the table in `bytes` to begin with: the headings that are understood, and those that are not
/// as comments to choose from; `None`: it has no rows, or can't be read.
pub fn starter(bytes: &[u8], file: &FileName) -> Option<String> {
    let found = headings(bytes, file)?;
    // A string of JSON is one of TOML, but for a control character that only TOML forbids.
    let quoted =
        |text: &str| serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f");
    let mut out =
        String::from("# our column = \"the heading of the table\"   我们的列名 = \"表中的列名\"\n");
    if let Some(sheet) = &found.sheet {
        let _infallible = writeln!(out, "sheet = {}", quoted(sheet));
    }
    out.push_str("# header_row = 1\n# decimal_comma = true\n\n[columns]\n");
    for ours in Mapping::columns() {
        let heading = found.known.iter().find(|(known, _)| *known == ours);
        let _infallible = match heading {
            Some((_, heading)) => writeln!(out, "{ours} = {}", quoted(heading)),
            None => writeln!(out, "# {ours} = \"\""),
        };
    }
    if !found.unknown.is_empty() {
        out.push_str("\n# not used, to choose from   未使用的列名：\n");
    }
    for heading in &found.unknown {
        let _infallible = writeln!(out, "#   {}", quoted(heading));
    }
    out.push_str("\n[units]\n# part_mass = \"g\"\n\n[fixed]\n# maker = \"\"\n# unit = \"mg\"\n");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "Ident;Teile-Beschr.;Werkstoff;Stoff;CAS-Nr.;Wieviel\nA-1;x;Zinn;Zinn;7440-31-5;1\n";

    #[test]
    fn a_starter_is_a_mapping() {
        let text = starter(TABLE.as_bytes(), &FileName::new("t.csv")).unwrap();
        assert!(text.contains("material = \"Werkstoff\""), "{text}");
        assert!(text.contains("# part = \"\"") && text.contains("#   \"Ident\""), "{text}");
        let read = MappingFile::read(text.as_bytes(), &FileName::new("m.toml")).unwrap();
        assert_eq!(read.sha256.len(), 64);
        assert_eq!(starter(b"", &FileName::new("t.csv")), None);
    }

    #[test]
    fn every_defect_of_a_mapping_is_told_with_its_place() {
        let text = "decimal_comma = 1\nheader_row = 0\ncolour = 2\n[columns]\nparts = \"A\"\npart = 3\n[units]\n\
                    cas = \"g\"\nmass = \"oz\"\n[fixed]\namount = \"5\"\n";
        let wrong = MappingFile::read(text.as_bytes(), &FileName::new("m.toml")).unwrap_err();
        let mut places: Vec<String> = wrong.iter().map(|d| d.places[0].to_string()).collect();
        places.sort();
        let expected = [
            "m.toml:11:1",
            "m.toml:1:17",
            "m.toml:2:14",
            "m.toml:3:1",
            "m.toml:5:1",
            "m.toml:6:8",
            "m.toml:8:1",
            "m.toml:9:1",
        ];
        assert_eq!(places, expected);
        assert!(wrong.iter().all(|d| d.code == codes::MAPPING_MALFORMED));
        for text in ["[columns", "= 1", "\u{0}"] {
            assert_eq!(
                MappingFile::read(text.as_bytes(), &FileName::new("m")).unwrap_err().len(),
                1
            );
        }
    }
}
