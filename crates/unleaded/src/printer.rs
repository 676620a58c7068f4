//! Messages for people, on standard error.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::io::{IsTerminal, Read, Seek, SeekFrom, Write as _};

use unleaded_formats::text::{Undeclared, decode};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place, Severity};

use crate::exit::Failure;

/// Bytes of a line that are shown on either side of what is wrong.
const AROUND: u64 = 60;
/// Largest file that is decoded for an excerpt.
const DECODED: u64 = 16 << 20;
/// Bytes at the beginning of a file by which it is known to be text, and no key.
const HEAD: u64 = 64 << 10;
/// Columns of a line that are shown on the narrowest terminal.
const NARROWEST: usize = 40;

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Always,
    Never,
}

/// Prints messages in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    language: Language,
    colour: Colour,
}

impl Printer {
    /// Returns a printer that colours when standard error is a terminal and `NO_COLOR` is not set.
    pub(crate) fn new(language: Language) -> Self {
        Self { language, colour: colour_of(std::io::stderr().is_terminal()) }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Prints a line of information.
    pub(crate) fn note(&self, text: &str) {
        // Nobody is told when standard error is closed: there is no other way to tell.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let head = self.paint("31;1", self.word("error", "错误"));
        let (message, help) = (failure.message.of(self.language), failure.help.of(self.language));
        self.note(&format!("{head}: {}", visible(message)));
        if !help.is_empty() {
            let word = self.paint("36", self.word("help", "建议"));
            self.note(&format!("  {word}: {}", visible(help)));
        }
    }

    /// Prints diagnostics with the text they point at.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let mut source = Source::default();
        for diagnostic in diagnostics {
            self.note(&self.rendered(diagnostic, &mut source));
        }
    }

    fn rendered(&self, diagnostic: &Diagnostic, source: &mut Source) -> String {
        let severity = self.severity(diagnostic.severity);
        let mut out = format!(
            "{severity}[{}]: {}",
            diagnostic.code,
            visible(&diagnostic.message(self.language))
        );
        for place in &diagnostic.places {
            let _ =
                write!(out, "\n  {} {}", self.paint("34;1", "-->"), visible(&place.to_string()));
            if let Some((line, text, marks)) = excerpt(place, source) {
                let bar = self.paint("34;1", "|");
                let gap = " ".repeat(line.len());
                let _ = write!(out, "\n {} {bar} {text}", self.paint("34;1", &line));
                let _ = write!(out, "\n {gap} {bar} {}", self.paint("31;1", &marks));
            }
        }
        let help = self.paint("36", self.word("help", "建议"));
        let _ = write!(out, "\n  {help}: {}", visible(&diagnostic.help(self.language)));
        out
    }

    /// The word for a severity, coloured.
    pub(crate) fn severity(&self, severity: Severity) -> String {
        match severity {
            Severity::Error => self.paint("31;1", self.word("error", "错误")),
            Severity::Warning => self.paint("33;1", self.word("warning", "警告")),
            Severity::Info => self.paint("36;1", self.word("note", "提示")),
        }
    }

    /// Chooses the word of the language.
    pub(crate) fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.language {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        match self.colour {
            Colour::Always => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Colour::Never => text.to_owned(),
        }
    }
}

/// Whether output to a stream is coloured.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "what the system answers about a stream is yes or no"
)]
pub(crate) fn colour_of(terminal: bool) -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if terminal && !refused { Colour::Always } else { Colour::Never }
}

/// The line number, the text around a place, and marks below it; `None` where the file can't be read again.
fn excerpt(place: &Place, source: &mut Source) -> Option<(String, String, String)> {
    let Place::Text { file, line, start, length, .. } = place else {
        return None;
    };
    let from = start.saturating_sub(AROUND * 4);
    let bytes = source.around(file, from)?;
    let at = usize::try_from(start - from).ok()?.min(bytes.len());
    let line_start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    let line_end = bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |p| at + p);
    let marked_end = at.saturating_add(usize::try_from(*length).ok()?).clamp(at, line_end);
    // Of what is no text no part is shown: the marks would stand anywhere.
    if std::str::from_utf8(&bytes[line_start..line_end]).is_err_and(|e| e.error_len().is_some()) {
        return None;
    }
    let shown = |range: &[u8]| visible(&String::from_utf8_lossy(range));
    let line = line.to_string();
    let room = columns().saturating_sub(line.len() + 4).max(NARROWEST);
    let (before, marked, after) = (
        shown(&bytes[line_start..at]),
        shown(&bytes[at..marked_end]),
        shown(&bytes[marked_end..line_end]),
    );
    // Half of the room is for what stands before, and more where the rest leaves it.
    let rest = room.saturating_sub(width(&marked) + width(&after));
    let before = last(before.trim_start(), rest.max(room / 2));
    let marked = first(&marked, room - width(&before));
    let after = first(&after, room - width(&before) - width(&marked));
    let marks = format!("{}{}", " ".repeat(width(&before)), "^".repeat(width(&marked).max(1)));
    Some((line, format!("{before}{marked}{after}"), marks))
}

/// The file that was quoted last, so that ten thousand defects of one file read it once.
#[derive(Default)]
struct Source {
    file: Option<FileName>,
    text: Quotable,
}

/// What may be quoted of a file.
#[derive(Default)]
enum Quotable {
    /// Nothing: it is a stream, or may hold a key, or can't be read.
    #[default]
    Nothing,
    /// Its text, in UTF-8.
    Text(Vec<u8>),
    /// What is read of it where it is needed, since it is large.
    Large(fs::File),
}

impl Source {
    /// The bytes around a span, in UTF-8. Spans count the bytes of a file in UTF-8, and else those of its text in UTF-8, so a
    /// file that is small enough is decoded; a larger one is taken to be in UTF-8, as nearly all are.
    fn around(&mut self, file: &FileName, from: u64) -> Option<Vec<u8>> {
        const MOST: usize = AROUND as usize * 12;
        if self.file.as_ref() != Some(file) {
            self.text = quotable(file).unwrap_or_default();
            self.file = Some(file.clone());
        }
        match &mut self.text {
            Quotable::Nothing => None,
            Quotable::Text(text) => {
                let from = usize::try_from(from).ok()?.min(text.len());
                Some(text[from..text.len().min(from + MOST)].to_vec())
            }
            Quotable::Large(source) => {
                let mut bytes = Vec::new();
                source.seek(SeekFrom::Start(from)).ok()?;
                source.take(MOST as u64).read_to_end(&mut bytes).ok()?;
                Some(bytes)
            }
        }
    }
}

fn quotable(file: &FileName) -> Option<Quotable> {
    if file.as_str() == crate::files::STANDARD {
        return None;
    }
    // A pipe is gone once it is read, and opening one again may wait for ever.
    let about = fs::metadata(file.as_str()).ok().filter(fs::Metadata::is_file)?;
    let mut source = fs::File::open(file.as_str()).ok()?;
    let mut bytes = Vec::new();
    if about.len() > DECODED {
        Read::by_ref(&mut source).take(HEAD).read_to_end(&mut bytes).ok()?;
        let cut = std::str::from_utf8(&bytes).is_err_and(|error| error.error_len().is_some());
        let is_text = !cut && !bytes.contains(&0) && !is_secret(&bytes);
        return is_text.then_some(Quotable::Large(source));
    }
    source.take(DECODED).read_to_end(&mut bytes).ok()?;
    if is_secret(&bytes) {
        return None;
    }
    let another = match decode(&bytes, file, Undeclared::Utf8OrGb18030).ok()? {
        (Cow::Owned(text), _) => Some(text.into_bytes()),
        (Cow::Borrowed(_), _) => None,
    };
    let text = another.unwrap_or(bytes);
    (!text.contains(&0) && !is_secret(&text)).then_some(Quotable::Text(text))
}

/// Whether a file may hold a key, which is never quoted.
fn is_secret(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = &bytes[..bytes.len().min(HEAD as usize)];
    let named = b"PRIVATE KEY-----";
    text.starts_with(b"-----BEGIN") || head.windows(named.len()).any(|window| window == named)
}

/// Returns `text` on one line, with characters replaced that act on a terminal or turn the direction of text.
pub(crate) fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// The beginning of `text`, at most `room` columns.
fn first(text: &str, room: usize) -> String {
    let mut taken = 0;
    let fits = |c: &char| {
        taken += width(c.encode_utf8(&mut [0; 4]));
        taken <= room
    };
    text.chars().take_while(fits).collect()
}

/// The end of `text`, at most `room` columns.
fn last(text: &str, room: usize) -> String {
    let backwards: String = text.chars().rev().collect();
    first(&backwards, room).chars().rev().collect()
}

/// The width to write for: `COLUMNS` where it is set, else that of the terminal, else 100.
pub(crate) fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let terminal = || {
        let on_error = terminal_size::terminal_size_of(std::io::stderr());
        let size = terminal_size::terminal_size().or(on_error);
        size.map(|(width, _)| usize::from(width.0))
    };
    asked.or_else(terminal).unwrap_or(100)
}

/// Columns that text takes on a terminal: two for East Asian wide characters.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}
