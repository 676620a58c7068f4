//! What a file is: a declaration, a bill of materials or a report.

use unleaded_documents::report::{self, ReadError, Report};
use unleaded_formats::bom::{self, BomRead};
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, sort};

use crate::check::{read, read_mapped};
use crate::documents::makes_unreadable;

/// A file that was read.
#[derive(Debug)]
pub enum Input {
    /// A bill of materials.
    Bom(BomRead),
    /// A declaration, or what no reader knows, with the diagnostic that says so.
    Declaration(Box<Collected>),
    /// The envelope of a signature.
    Envelope,
    /// A report; or why it is none.
    Report(Result<Box<Report>, Diagnostic>),
}

impl Input {
    /// Reads `bytes`, whatever they are. What is no declaration is a bill of materials where it is one in any format; a table
    /// is one where it has the columns of one and lacks those of a declaration.
    pub fn read(bytes: &[u8], file: &FileName) -> Self {
        Self::read_mapped(bytes, file, &Mapping::default())
    }

    /// Does the same; a table of compositions is read as `mapping` says.
    pub fn read_mapped(bytes: &[u8], file: &FileName, mapping: &Mapping) -> Self {
        match detect(bytes) {
            Some(Kind::Dsse) => Self::Envelope,
            Some(Kind::Json) if names_report(bytes) => Self::Report(self::report(bytes, file)),
            Some(Kind::Csv | Kind::Json | Kind::Xlsx | Kind::Xml) => {
                Self::either(bytes, file, mapping)
            }
            Some(Kind::Iec62474 | Kind::Ipc1752a | Kind::LateDisclosure | Kind::Redacted)
            | None => Self::Declaration(Box::new(read(bytes, file))),
        }
    }

    fn either(bytes: &[u8], file: &FileName, mapping: &Mapping) -> Self {
        let collected = read_mapped(bytes, file, mapping);
        if collected.header.is_none() {
            let mut found = bom::read(bytes, file);
            if found.bom.is_some() {
                sort(&mut found.diagnostics);
                return Self::Bom(found);
            }
        }
        Self::Declaration(Box::new(collected))
    }

    /// What is wrong with it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Bom(found) => &found.diagnostics,
            Self::Declaration(found) => &found.diagnostics,
            Self::Report(Err(defect)) => std::slice::from_ref(defect),
            Self::Envelope | Self::Report(Ok(_)) => &[],
        }
    }

    /// Whether it was read to its end; a wrong value is only a value that is missing.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Bom(found) => !found.diagnostics.iter().any(makes_unreadable),
            Self::Declaration(found) => {
                found.header.is_some() && !found.diagnostics.iter().any(makes_unreadable)
            }
            Self::Envelope => false,
            Self::Report(report) => report.is_ok(),
        }
    }
}

/// Whether JSON is meant to be a report: it names the schema.
pub fn names_report(json: &[u8]) -> bool {
    let name = report::SCHEMA.as_bytes();
    json.windows(name.len()).any(|window| window == name)
}

/// Reads a report.
pub fn report(json: &[u8], file: &FileName) -> Result<Box<Report>, Diagnostic> {
    // Some editors put a byte order mark before what they save.
    let text = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    Report::from_json(text).map(Box::new).map_err(|error| {
        let reason = match error {
            // What the parser says is not known beforehand; in Chinese it stands in brackets.
            ReadError::Malformed { detail, .. } => {
                let zh = format!("不符合格式（{detail}）");
                (detail, zh)
            }
            ReadError::Schema { found } => {
                (format!("its schema is `{found}`"), format!("其 schema 为“{found}”"))
            }
        };
        Diagnostic::new(codes::REPORT_MALFORMED, Place::file(file))
            .with("file", file.as_str())
            .with("reason", reason)
    })
}
