//! The formats of cells, with ours behind them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unleaded_model::diagnostic::Severity;

use super::tags::{self, Kind};
use crate::tables::book::STYLES;

/// The colours of errors and warnings. Nobody picks them by chance, so that they are known again.
const WRONG: &str = "FFFF9A9B";
const DOUBTFUL: &str = "FFFFEB9D";

/// A format: its start tag's text is edited, what is inside it is kept.
type Format = String;

/// The formats of a workbook.
pub(super) struct Styles {
    text: String,
    prefix: String,
    /// Where new fills go, and how many there are.
    fills_end: usize,
    fills: Fills,
    /// The fills that were ours before.
    ours: Vec<usize>,
    /// Where new formats go.
    formats_end: usize,
    formats: Vec<Format>,
    /// How many of them were there.
    before: usize,
    cache: BTreeMap<(usize, Option<Severity>), usize>,
    margins: BTreeMap<Option<Severity>, usize>,
    /// The numbers of our fills: errors, warnings.
    filled: [usize; 2],
}

/// How many fills there are, and the colours of those that are new.
struct Fills {
    count: usize,
    added: Vec<&'static str>,
}

impl Fills {
    fn add(&mut self, colour: &'static str) -> usize {
        self.added.push(colour);
        self.count += 1;
        self.count - 1
    }
}

/// What the elements of the styles are, while they are read.
#[derive(Default)]
struct Parts {
    prefix: String,
    fills_end: Option<usize>,
    fills: Vec<(usize, usize)>,
    formats_end: Option<usize>,
    formats: Vec<(usize, usize)>,
}

impl Styles {
    /// Reads the part of the workbook that holds the formats; one without any is replaced.
    pub(super) fn of(text: Option<String>) -> Option<Self> {
        let text =
            text.filter(|text| text.contains("cellXfs")).unwrap_or_else(|| STYLES.to_owned());
        let parts = Parts::of(&text)?;
        let piece = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or("").to_owned();
        let formats: Vec<Format> = parts.formats.iter().map(piece).collect();
        let of = |colour: &str| -> Vec<usize> {
            let is_it = |fill: &(usize, usize)| piece(fill).to_uppercase().contains(colour);
            let fills = parts.fills.iter().enumerate();
            fills.filter(|(_, fill)| is_it(fill)).map(|(at, _)| at).collect()
        };
        let known = [of(WRONG), of(DOUBTFUL)];
        let mut fills = Fills { count: parts.fills.len(), added: Vec::new() };
        let filled = [
            known[0].first().copied().unwrap_or_else(|| fills.add(WRONG)),
            known[1].first().copied().unwrap_or_else(|| fills.add(DOUBTFUL)),
        ];
        Some(Self {
            ours: known.concat(),
            prefix: parts.prefix,
            fills_end: parts.fills_end?,
            fills,
            formats_end: parts.formats_end?,
            before: formats.len(),
            formats,
            cache: BTreeMap::new(),
            margins: BTreeMap::new(),
            filled,
            text,
        })
    }

    /// The number of the format `old` in the colour of `severity`, or without any colour of ours.
    pub(super) fn coloured(&mut self, old: usize, severity: Option<Severity>) -> usize {
        if let Some(known) = self.cache.get(&(old, severity)) {
            return *known;
        }
        let Some(format) = self.formats.get(old).cloned() else {
            return old;
        };
        let fill = severity.and_then(|severity| self.fill(severity));
        let is_ours = fill_of(&format).is_some_and(|fill| self.ours.contains(&fill));
        let number = match (fill, is_ours) {
            (None, false) => old,
            (fill, _) => self.number(&refilled(&format, fill.unwrap_or(0)).unwrap_or(format)),
        };
        self.cache.insert((old, severity), number);
        number
    }

    /// The number of the format of a cell that says what is wrong.
    pub(super) fn margin(&mut self, severity: Option<Severity>) -> usize {
        if let Some(known) = self.margins.get(&severity) {
            return *known;
        }
        let fill = severity.and_then(|severity| self.fill(severity)).unwrap_or(0);
        let p = &self.prefix;
        let format = format!(
            "<{p}xf numFmtId=\"0\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFill=\"1\" \
             applyAlignment=\"1\"><{p}alignment vertical=\"top\" wrapText=\"1\"/></{p}xf>"
        );
        let number = self.number(&format);
        self.margins.insert(severity, number);
        number
    }

    fn fill(&self, severity: Severity) -> Option<usize> {
        match severity {
            Severity::Error => Some(self.filled[0]),
            Severity::Warning => Some(self.filled[1]),
            Severity::Info => None,
        }
    }

    /// The number of a format that is equal to `format`; it is added where there is none.
    fn number(&mut self, format: &str) -> usize {
        let known = self.formats.iter().position(|known| known == format);
        known.unwrap_or_else(|| {
            self.formats.push(format.to_owned());
            self.formats.len() - 1
        })
    }

    /// The part of the workbook with what was added.
    pub(super) fn finish(self) -> String {
        let p = &self.prefix;
        let fill = |colour: &&str| {
            format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/>\
                 <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            )
        };
        let fills: String = self.fills.added.iter().map(fill).collect();
        let formats = self.formats.get(self.before..).unwrap_or_default().concat();
        let total = self.formats.len();
        let mut text = self.text;
        // The fills stand before the formats (ISO/IEC 29500-1, 18.8.39), so these are put in first.
        text.insert_str(self.formats_end, &formats);
        text.insert_str(self.fills_end, &fills);
        let text = counted(&text, &format!("{p}fills"), self.fills.count);
        counted(&text, &format!("{p}cellXfs"), total)
    }
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut parts = Self::default();
        let mut path: Vec<String> = Vec::new();
        let mut begun = 0;
        loop {
            let start = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let end = usize::try_from(reader.buffer_position()).ok()?;
            match event {
                Event::Start(tag) => {
                    path.push(tag.local_name().as_ref().to_owned());
                    if path.len() == 1 {
                        tags::prefix(&tags::name(&tag)).clone_into(&mut parts.prefix);
                    }
                    if path.len() == 3 {
                        begun = start;
                    }
                }
                Event::Empty(tag) if path.len() == 2 => {
                    let name = tag.local_name().as_ref().to_owned();
                    parts.found(&path[1], &name, (start, end));
                }
                Event::End(_) => {
                    let name = path.pop()?;
                    match path.len() {
                        2 => parts.found(&path[1], &name, (begun, end)),
                        1 if name == "fills" => parts.fills_end = Some(start),
                        1 if name == "cellXfs" => parts.formats_end = Some(start),
                        _ => {}
                    }
                }
                Event::Eof => return Some(parts),
                _ => {}
            }
        }
    }

    fn found(&mut self, parent: &str, name: &str, span: (usize, usize)) {
        match (parent, name) {
            ("fills", "fill") => self.fills.push(span),
            ("cellXfs", "xf") => self.formats.push(span),
            _ => {}
        }
    }
}

fn start_tag(format: &str) -> Option<(BytesStart<'static>, Kind)> {
    match Reader::from_str(format).read_event().ok()? {
        Event::Start(tag) => Some((tag.into_owned(), Kind::Open)),
        Event::Empty(tag) => Some((tag.into_owned(), Kind::Empty)),
        _ => None,
    }
}

fn fill_of(format: &str) -> Option<usize> {
    tags::attribute(&start_tag(format)?.0, "fillId")?.parse().ok()
}

/// Returns `format` with another fill.
fn refilled(format: &str, fill: usize) -> Option<Format> {
    let (tag, kind) = start_tag(format)?;
    let rest = &format[format.find('>')? + 1..];
    let fill = fill.to_string();
    let changed = [("fillId", Some(fill.as_str())), ("applyFill", Some("1"))];
    Some(tags::with(&tag, kind, &changed) + rest)
}

/// Returns `text` with `count` as the number of what is inside the element `name`.
fn counted(text: &str, name: &str, count: usize) -> String {
    let open = format!("<{name}");
    let begin = text
        .match_indices(&open)
        .map(|(at, _)| at)
        .find(|at| text[at + open.len()..].starts_with(['>', ' ', '\t', '\r', '\n']));
    let Some((begin, end)) = begin.and_then(|at| Some((at, at + text[at..].find('>')? + 1))) else {
        return text.to_owned();
    };
    let Some((tag, kind)) = start_tag(&text[begin..end]) else {
        return text.to_owned();
    };
    let tag = tags::with(&tag, kind, &[("count", Some(&count.to_string()))]);
    format!("{}{tag}{}", &text[..begin], &text[end..])
}
