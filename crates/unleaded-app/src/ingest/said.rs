//! What a document says, as far as it helps to find it again.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::sink::Sink;
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Severity};

use crate::documents::makes_unreadable;
use crate::mapping::MappingFile;
use crate::offers::is_unanswered;
use crate::rollup::Claims;
use crate::rows::{format_word, read_declaration};

/// A part under one of its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offered {
    /// The maker, as written; empty: none is named.
    pub maker: String,
    /// The item number.
    pub number: String,
}

/// What a document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The word of its format; empty: it has no header.
    pub format: &'static str,
    /// Who declares.
    pub supplier: String,
    /// Its date; `None`: none that can be read.
    pub date: Option<Date>,
    /// Its parts under each number by which a part of a bill of materials is matched, sorted, each once.
    pub offers: Vec<Offered>,
    /// The numbers of parts that it only asks about, sorted, each once.
    pub asked: Vec<String>,
    /// Further numbers: of parts inside its parts, of whoever asked; sorted, each once.
    pub mentions: Vec<String>,
    /// What its signatures claim, whoever made them.
    pub claims: Claims,
    /// How many parts it declares.
    pub parts: u64,
    /// How many of its defects are errors.
    pub errors: u64,
    /// How many are warnings.
    pub warnings: u64,
    /// The defect for which it can't be used; `None`: it can.
    pub unusable: Option<Code>,
}

/// A document that was read, and not kept in memory.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) said: Said,
    /// The defects that make it unreadable.
    pub(super) fatal: Vec<Diagnostic>,
    /// The numbers of all items of its parts, in their order.
    pub(super) numbers: Vec<String>,
    first_error: Option<Diagnostic>,
    header: Option<Header>,
    offers: BTreeSet<Offered>,
    asked: BTreeSet<String>,
    mentions: BTreeSet<String>,
}

/// Reads a document for what it says, whoever signed the `envelope` beside it.
pub fn describe(
    bytes: &[u8],
    envelope: Option<&[u8]>,
    file: &FileName,
    mapping: Option<&MappingFile>,
) -> Said {
    Said { claims: Claims::of(bytes, envelope), ..read(bytes, file, mapping).said }
}

pub(super) fn read(bytes: &[u8], file: &FileName, mapping: Option<&MappingFile>) -> Read {
    let (mut read, none) = (Read::default(), Mapping::default());
    let mapping = mapping.map_or(&none, |file| &file.mapping);
    read_declaration(bytes, file, CheckOptions::default(), mapping, &mut read);
    read.finish();
    read
}

impl Read {
    /// Whether a declaration was read.
    pub(super) fn is_declaration(&self) -> bool {
        self.header.is_some()
    }

    /// Why it can't be read.
    pub(super) fn fatal_or_first(self) -> Vec<Diagnostic> {
        match self.fatal.is_empty() {
            true => self.first_error.into_iter().collect(),
            false => self.fatal,
        }
    }

    fn finish(&mut self) {
        if let Some(header) = &self.header {
            self.said.format = format_word(header.format);
            self.said.supplier.clone_from(&header.supplier.name);
            self.said.date = header.date;
        }
        let supplier = &self.said.supplier;
        let with_maker = |offered: Offered| match offered.maker.is_empty() {
            true => Offered { maker: supplier.clone(), ..offered },
            false => offered,
        };
        let offers: BTreeSet<Offered> =
            std::mem::take(&mut self.offers).into_iter().map(with_maker).collect();
        self.said.offers = offers.into_iter().collect();
        self.said.asked = std::mem::take(&mut self.asked).into_iter().collect();
        self.said.mentions = std::mem::take(&mut self.mentions).into_iter().collect();
        self.said.unusable = self.fatal.first().map(|defect| defect.code);
    }

    fn mention(&mut self, number: &str) {
        if !number.is_empty() && !self.mentions.contains(number) {
            self.mentions.insert(number.to_owned());
        }
    }
}

impl Sink for Read {
    fn header(&mut self, header: Header) {
        self.header = Some(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.said.parts += 1;
        let is_unanswered = is_unanswered(&part, self.header.as_ref());
        let mut open: Vec<&DeclaredPart> = part.subparts.iter().collect();
        while let Some(inside) = open.pop() {
            open.extend(&inside.subparts);
            for item in &inside.items {
                self.mention(&item.number);
                self.mention(&item.requester_number);
            }
        }
        for item in part.items {
            self.mention(&item.requester_number);
            self.numbers.push(item.number.clone());
            match is_unanswered {
                _ if item.number.is_empty() => {}
                true => {
                    self.asked.insert(item.number);
                }
                false => {
                    self.offers.insert(Offered { maker: item.maker, number: item.number });
                }
            }
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        match diagnostic.severity {
            Severity::Error => {
                self.said.errors += 1;
                if self.first_error.is_none() {
                    self.first_error = Some(diagnostic.clone());
                }
            }
            Severity::Warning => self.said.warnings += 1,
            Severity::Info => {}
        }
        if makes_unreadable(&diagnostic) {
            self.fatal.push(diagnostic);
        }
    }
}
