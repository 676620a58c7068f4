//! The members of a workbook: which one is which, and a copy with some of them changed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unleaded_model::diagnostic::Language;
use zip::{ZipArchive, ZipWriter};

use super::findings::{Findings, InSheet, sheet};
use super::styles::Styles;
use super::tags;
use super::{Margin, sheet as sheets};
use crate::tables::book::{escaped, options};

/// Why a workbook can't be edited.
type Reason = &'static str;

const CONTRADICTION: Reason = "its parts contradict each other";
const TYPES: &str = "[Content_Types].xml";
const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

/// A workbook whose members are known.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The member that lists the sheets, and its folder with a slash.
    index: String,
    folder: String,
    /// Sheets and their members, in the order of the workbook.
    sheets: Vec<(String, String)>,
    styles: Option<String>,
    /// Members in their new form.
    changed: BTreeMap<String, String>,
}

impl<'b> Package<'b> {
    /// Finds the members of the workbook in `bytes`.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Reason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| CONTRADICTION)?;
        let mut package = Self {
            archive,
            index: String::new(),
            folder: String::new(),
            sheets: Vec::new(),
            styles: None,
            changed: BTreeMap::new(),
        };
        package.find().ok_or(CONTRADICTION)?;
        Ok(package)
    }

    fn find(&mut self) -> Option<()> {
        let roots = self.text("_rels/.rels")?;
        let documents = relations(&roots, "")?;
        let (_, _, index) = documents.into_iter().find(|(_, kind, _)| kind == "officeDocument")?;
        self.folder = index.rfind('/').map_or("", |at| &index[..=at]).to_owned();
        self.index = index;
        let targets = relations(&self.text(&self.relations())?, &self.folder)?;
        let styles = targets.iter().find(|(_, kind, _)| kind == "styles");
        self.styles = styles.map(|(_, _, target)| target.clone());
        let text = self.text(&self.index.clone())?;
        each(&text, |tag| {
            if tag.local_name().as_ref() == "sheet" {
                let id = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "id");
                let id = id.map(|id| id.value.into_owned());
                let target = targets.iter().find(|(known, ..)| Some(known) == id.as_ref());
                if let (Some(name), Some((.., target))) = (tags::value(tag, "name"), target) {
                    self.sheets.push((name, target.clone()));
                }
            }
        })
    }

    /// The member that says what the index refers to.
    fn relations(&self) -> String {
        let name = self.index.get(self.folder.len()..).unwrap_or_default();
        format!("{}_rels/{name}.rels", self.folder)
    }

    fn text(&mut self, member: &str) -> Option<String> {
        let mut text = String::new();
        self.archive.by_name(member).ok()?.read_to_string(&mut text).ok()?;
        // A byte order mark would stand in the middle of what is put together again.
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Returns the workbook with `findings` beside its tables; `earlier` is the sheet of findings that it already has.
    pub(super) fn annotated(
        mut self,
        margins: &BTreeMap<String, Margin>,
        findings: Findings,
        earlier: Option<String>,
        language: Language,
    ) -> Result<Vec<u8>, Reason> {
        let styles = self.styles.clone().and_then(|member| self.text(&member));
        let mut styles = Styles::of(styles).ok_or(CONTRADICTION)?;
        let nothing = InSheet::default();
        for (name, member) in self.sheets.clone() {
            if let Some(margin) = margins.get(&name) {
                let text = self.text(&member).ok_or(CONTRADICTION)?;
                let found = findings.sheets.get(&name).unwrap_or(&nothing);
                let text = sheets::annotated(&text, *margin, found, &mut styles, language);
                self.changed.insert(member, text.ok_or(CONTRADICTION)?);
            }
        }
        self.write_styles(styles.finish());
        self.write_loose(&findings, earlier, language).ok_or(CONTRADICTION)?;
        self.copied().map_err(|_| CONTRADICTION)
    }

    fn write_styles(&mut self, text: String) {
        let member = self.styles.clone().unwrap_or_else(|| {
            let member = format!("{}unleaded-styles.xml", self.folder);
            // A workbook may have no formats at all.
            let _ = self.refer("styles", "unleaded-styles.xml", STYLES_TYPE);
            member
        });
        self.changed.insert(member, text);
    }

    /// Writes the sheet of what stands beside no row, if there is any or an earlier one to replace.
    fn write_loose(
        &mut self,
        findings: &Findings,
        earlier: Option<String>,
        language: Language,
    ) -> Option<()> {
        if let Some(name) = earlier {
            let (_, member) = self.sheets.iter().find(|(known, _)| *known == name)?;
            let text = sheet(&name, &findings.loose, language).xml();
            self.changed.insert(member.clone(), text);
            return Some(());
        }
        if findings.loose.is_empty() {
            return Some(());
        }
        let wanted = language.pick("check", "检查");
        let mut names =
            (1u32..).map(|n| if n == 1 { wanted.to_owned() } else { format!("{wanted} {n}") });
        let taken =
            |name: &String| self.sheets.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let name = names.find(|name| !taken(name))?;
        let text = sheet(&name, &findings.loose, language).xml();
        let target = "worksheets/unleaded-check.xml";
        let id = self.refer("worksheet", target, SHEET_TYPE)?;
        self.list(&name, &id)?;
        self.changed.insert(format!("{}{target}", self.folder), text);
        Some(())
    }

    /// Makes the index refer to a new member; returns the reference.
    fn refer(&mut self, kind: &str, target: &str, content: &str) -> Option<String> {
        let member = self.relations();
        let text = self.current(&member)?;
        let id = format!("unleaded-{kind}");
        let vocabulary = vocabulary(&text);
        let relation =
            format!("Relationship Id=\"{id}\" Type=\"{vocabulary}/{kind}\" Target=\"{target}\"");
        self.changed.insert(member, appended(&text, &relation)?);
        let types = self.current(TYPES)?;
        let part =
            format!("Override PartName=\"/{}{target}\" ContentType=\"{content}\"", self.folder);
        self.changed.insert(TYPES.to_owned(), appended(&types, &part)?);
        Some(id)
    }

    /// Adds a sheet to the index.
    fn list(&mut self, name: &str, id: &str) -> Option<()> {
        let index = self.index.clone();
        let text = self.current(&index)?;
        let mut largest = 0u32;
        each(&text, |tag| {
            if tag.local_name().as_ref() == "sheet" {
                let number = tags::attribute(tag, "sheetId").and_then(|n| n.parse().ok());
                largest = largest.max(number.unwrap_or(0));
            }
        })?;
        let end = text.rfind("sheets>")?;
        let end = text[..end].rfind("</")?;
        let prefix = tags::prefix(text[end + 2..].split('>').next()?);
        let (number, vocabulary) = (largest + 1, vocabulary(&text));
        let sheet = format!(
            "<{prefix}sheet xmlns:r=\"{vocabulary}\" name=\"{}\" sheetId=\"{number}\" r:id=\"{id}\"/>",
            escaped(name)
        );
        self.changed.insert(index, format!("{}{sheet}{}", &text[..end], &text[end..]));
        Some(())
    }

    fn current(&mut self, member: &str) -> Option<String> {
        self.changed.get(member).cloned().or_else(|| self.text(member))
    }

    /// The archive with what is changed; everything else byte for byte.
    fn copied(mut self) -> Result<Vec<u8>, zip::result::ZipError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let member = self.archive.by_index_raw(index)?;
            let name = member.name()?.into_owned();
            match self.changed.remove(&name) {
                None => out.raw_copy_file(member)?,
                Some(text) => {
                    out.start_file(name, options(text.len()))?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        for (name, text) in self.changed {
            out.start_file(name, options(text.len()))?;
            out.write_all(text.as_bytes())?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// The vocabulary of relations that a part uses: that of the strict form of the standard, or the usual one.
fn vocabulary(text: &str) -> &'static str {
    if text.contains("purl.oclc.org/ooxml") {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}

/// Calls `take` with each element.
fn each(text: &str, mut take: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => take(&tag),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// The relations of a part in `folder`: identifier, last word of the kind, member.
fn relations(text: &str, folder: &str) -> Option<Vec<(String, String, String)>> {
    let mut found = Vec::new();
    each(text, |tag| {
        let value = |name| tags::value(tag, name);
        if let (Some(id), Some(kind), Some(target)) = (value("Id"), value("Type"), value("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("{folder}{target}"),
            };
            found.push((id, kind, target));
        }
    })?;
    Some(found)
}

/// Returns `text` with an element more at the end of its root; it has the prefix of the root.
fn appended(text: &str, element: &str) -> Option<String> {
    let end = text.rfind("</")?;
    let prefix = tags::prefix(text[end + 2..].split('>').next()?);
    Some(format!("{}<{prefix}{element}/>{}", &text[..end], &text[end..]))
}
