//! chemSHERPA files (`.shai`, `.shci`): an archive with IEC 62474 documents at its root, one per part.
//!
//! An archive is told by what its members hold, never by names; a name is never used as a path. The documents are read
//! one behind the other as one declaration, and places say in which member they are.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Cursor, Read};

use unleaded_model::declaration::{Company, DeclaredPart, Header};
use unleaded_model::diagnostic::codes::iec62474 as codes;
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Place};
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::allowance::Allowance;
use crate::detect::{HEAD, Kind, detect};
use crate::iec62474;
use crate::sink::Sink;

/// Documents that an archive may hold, as chemSHERPA's own tool has it.
const MAX_MEMBERS: usize = 100;
/// Mebibytes that all documents of an archive may unpack to.
const LIMIT_MIB: u64 = 64;

/// Elements that all documents of an archive may hold.
const MAX_ELEMENTS: u32 = 1 << 20;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contents {
    /// IEC 62474 documents.
    Documents,
    /// A workbook, or anything else.
    Other,
}

/// Returns what the archive in `bytes` holds. One that can't be opened is taken for what its first member is.
pub(crate) fn contents(bytes: &[u8]) -> Contents {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return broken_contents(bytes);
    };
    let of_workbook = |name: &str| name == "[Content_Types].xml" || name.starts_with("xl/");
    if archive.file_names().any(|name| name.is_ok_and(|name| of_workbook(&name))) {
        return Contents::Other;
    }
    let looked_at = archive.len().min(MAX_MEMBERS + 1);
    let is_meant = |index| match is_document(&mut archive, index) {
        Ok(is_document) => is_document,
        // Whatever else has XML at its root, no workbook has.
        Err(_) => is_xml_at_root(&name(&mut archive, index)),
    };
    match (0..looked_at).any(is_meant) {
        true => Contents::Documents,
        false => Contents::Other,
    }
}

/// What an archive is that is cut or damaged, by the beginning of its first member: its name ends where the header says
/// (APPNOTE 4.3.7). No workbook begins with another XML file at its root.
fn broken_contents(bytes: &[u8]) -> Contents {
    let length = bytes.get(26..28).map_or(0, |l| usize::from(u16::from_le_bytes([l[0], l[1]])));
    let name = bytes.get(30..30 + length).map(String::from_utf8_lossy).unwrap_or_default();
    match is_xml_at_root(&name) && name != "[Content_Types].xml" {
        true => Contents::Documents,
        false => Contents::Other,
    }
}

/// The name of the member `index`; what is no UTF-8 in it is replaced.
fn name(archive: &mut Archive<'_>, index: usize) -> String {
    let member = archive.by_index_raw(index);
    member.map(|m| String::from_utf8_lossy(m.name_raw()).into_owned()).unwrap_or_default()
}

fn is_xml_at_root(name: &str) -> bool {
    is_at_root(name) && name.to_ascii_lowercase().ends_with(".xml")
}

fn is_at_root(name: &str) -> bool {
    !name.contains(['/', '\\'])
}

/// Whether the member `index` is a document; the error says why it can't be read.
fn is_document(archive: &mut Archive<'_>, index: usize) -> Result<bool, String> {
    let member = archive.by_index(index).map_err(|error| error.to_string())?;
    if !is_at_root(&String::from_utf8_lossy(member.name_raw())) {
        return Ok(false);
    }
    let mut head = Vec::new();
    member.take(HEAD as u64).read_to_end(&mut head).map_err(|error| error.to_string())?;
    Ok(detect(&head) == Some(Kind::Iec62474))
}

/// Reads the documents of the archive in `bytes`. Every defect becomes a diagnostic; one in a member does not stop the
/// reading of the others.
pub fn read(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return sink.diagnostic(unreadable(file, damaged(&error.to_string()))),
    };
    if listed(bytes, archive.central_directory_start()) > archive.len() {
        let reason = ("two members have the same name", "有两个同名文件");
        return sink.diagnostic(unreadable(file, reason));
    }
    if archive.len() > MAX_MEMBERS {
        let many = Diagnostic::new(codes::ARCHIVE_TOO_MANY_MEMBERS, Place::file(file));
        return sink.diagnostic(many.with("found", archive.len()).with("limit", MAX_MEMBERS));
    }
    let limit = LIMIT_MIB << 20;
    if archive.decompressed_size().is_some_and(|declared| declared > u128::from(limit)) {
        return sink.diagnostic(too_large(file));
    }
    // The declared sizes may lie.
    let mut left = (limit, Allowance::of(MAX_ELEMENTS));
    let mut documents = Documents::new(file, sink);
    for index in 0..archive.len() {
        documents.begin(name(&mut archive, index));
        match is_document(&mut archive, index) {
            Ok(true) => {}
            Ok(false) => {
                documents.ignored();
                continue;
            }
            Err(reason) => {
                documents.diagnostic(unreadable(file, damaged(&reason)));
                continue;
            }
        }
        // It could be opened a moment ago.
        let Ok(member) = archive.by_index(index) else { continue };
        left = read_member(member, left, &mut documents);
        if left.1.is_used_up() {
            break;
        }
        if left.0 == 0 {
            documents.sink.diagnostic(too_large(file));
            break;
        }
    }
    documents.end();
}

/// Reads the member that has begun, of which `left` bytes and elements are allowed, and returns how many of them are left.
fn read_member(
    member: ZipFile<'_, Cursor<&[u8]>>,
    (left, allowance): (u64, Allowance),
    documents: &mut Documents<'_>,
) -> (u64, Allowance) {
    let mut counted = Counted { inner: member, left };
    let (file, name) = (documents.file.clone(), documents.member.clone());
    let input = BufReader::new(&mut counted);
    let allowance = iec62474::read_member(input, (&file, &name), allowance, documents);
    (counted.left, allowance)
}

fn unreadable(file: &FileName, reason: impl Into<Argument>) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_UNREADABLE, Place::file(file)).with("reason", reason)
}

/// What the reader of archives says is not known beforehand; it stands in brackets.
pub(crate) fn damaged(reason: &str) -> (String, String) {
    (format!("it is incomplete or damaged ({reason})"), format!("文件不完整或已损坏（{reason}）"))
}

fn too_large(file: &FileName) -> Diagnostic {
    let large = Diagnostic::new(codes::ARCHIVE_UNPACKS_TOO_LARGE, Place::file(file));
    large.with("limit", LIMIT_MIB)
}

/// Counts the members that the central directory at `start` lists (APPNOTE 4.3.12). An [`Archive`] holds the last one alone
/// of those with one name.
fn listed(bytes: &[u8], start: u64) -> usize {
    let mut rest = usize::try_from(start).ok().and_then(|start| bytes.get(start..));
    let mut count = 0;
    while let Some([b'P', b'K', 1, 2, header @ ..]) = rest {
        count += 1;
        // Name, extra field and comment follow the 46 bytes of the header.
        let lengths = [24, 26, 28].map(|at| header.get(at..at + 2).unwrap_or(&[0, 0]));
        let length = |l: &[u8]| l.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        rest = header.get(42 + lengths.map(length).iter().sum::<usize>()..);
    }
    count
}

/// Ends where no byte is left, whatever sizes the archive declares.
struct Counted<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.by_ref().take(self.left).read(out)?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Takes what the documents say as one declaration.
struct Documents<'a> {
    file: &'a FileName,
    sink: &'a mut dyn Sink,
    member: String,
    /// The header of the first document, as told so far.
    first: Option<Header>,
    sent: Option<Header>,
    /// The document that is read is the first that has a header.
    is_first: bool,
    /// The maker of the parts of the document that is read, where it is not the first one's.
    maker: String,
    /// The differences that were told.
    told: BTreeSet<String>,
}

impl<'a> Documents<'a> {
    fn new(file: &'a FileName, sink: &'a mut dyn Sink) -> Self {
        Self {
            file,
            sink,
            member: String::new(),
            first: None,
            sent: None,
            is_first: true,
            maker: String::new(),
            told: BTreeSet::new(),
        }
    }

    /// Begins the next member.
    fn begin(&mut self, member: String) {
        self.member = member;
        self.maker.clear();
        self.is_first = self.first.is_none();
    }

    /// Remarks that the member is no document; a folder is none to anybody.
    fn ignored(&mut self) {
        if !self.member.ends_with('/') {
            let ignored = Diagnostic::new(codes::MEMBER_IGNORED, Place::file(self.file));
            self.sink.diagnostic(ignored.with("name", self.member.as_str()));
        }
    }

    /// Compares the header of a later document with that of the first.
    fn compare(&mut self, header: &Header) {
        let Some(first) = &mut self.first else { return };
        let mut found = Vec::new();
        let (own, other) = (name_of(&first.supplier), name_of(&header.supplier));
        if own != other {
            self.maker.clone_from(&other);
            found.push(("SupplyCompany", own, other));
        }
        if first.date != header.date && !self.told.contains("date") {
            self.told.insert("date".to_owned());
            found.push(("date", first.date_raw.clone(), header.date_raw.clone()));
            (first.date, first.date_raw) = (None, String::new());
        }
        for (what, first, value) in found {
            // Once per supplier: a document may tell its header twice.
            if what != "date" && !self.told.insert(format!("maker {value}")) {
                continue;
            }
            let differ = Diagnostic::new(codes::MEMBERS_DIFFER, self.place());
            let differ = differ.with("what", what).with("first", first).with("value", value);
            self.sink.diagnostic(differ);
        }
    }

    fn place(&self) -> Place {
        Place::in_member(self.file, self.member.as_str(), Place::file(self.file))
    }

    /// Hands over the header as it is in the end.
    fn end(&mut self) {
        match self.first.take() {
            Some(header) if self.sent.as_ref() != Some(&header) => self.sink.header(header),
            _ => {}
        }
    }
}

/// The name of a company, else its first identifier.
fn name_of(company: &Company) -> String {
    match company.name.trim() {
        "" => company.ids.first().map(|(_, id)| id.clone()).unwrap_or_default(),
        name => name.to_owned(),
    }
}

impl Sink for Documents<'_> {
    fn header(&mut self, header: Header) {
        if !self.is_first {
            return self.compare(&header);
        }
        if self.sent.is_none() {
            self.sink.header(header.clone());
            self.sent = Some(header.clone());
        }
        self.first = Some(header);
    }

    fn product(&mut self, mut part: DeclaredPart) {
        for item in part.items.iter_mut().filter(|item| item.maker.is_empty()) {
            item.maker.clone_from(&self.maker);
        }
        self.sink.product(part);
    }

    /// A defect of the bytes of a member has no place in it yet.
    fn diagnostic(&mut self, mut diagnostic: Diagnostic) {
        for place in &mut diagnostic.places {
            if !matches!(place, Place::Member { .. }) {
                *place = Place::in_member(self.file, self.member.as_str(), place.clone());
            }
        }
        self.sink.diagnostic(diagnostic);
    }
}
