//! Messages for people, on standard error.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Seek, SeekFrom, Write as _};

pub(crate) use unleaded_documents::text_table::safe as visible;
use unleaded_documents::text_table::{width, wrapped_whole};
use unleaded_formats::text::{Undeclared, decode};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place, Severity};

use crate::exit::Failure;
use crate::terminal::{self, Colour, columns};

/// Bytes of a line that are shown on either side of what is wrong.
const AROUND: u64 = 60;
/// Largest file that is decoded for an excerpt.
const DECODED: u64 = 16 << 20;
/// Bytes at the beginning of a file by which it is known to be text, and no key.
const HEAD: u64 = 64 << 10;
/// Columns of a line that are shown on the narrowest terminal.
const NARROWEST: usize = 40;
/// Columns of the longest line of a message; longer ones are hard to read.
const WIDEST: usize = 120;

/// Prints messages in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    language: Language,
    colour: Colour,
    /// Columns to which messages are broken; none: they are not.
    columns: Option<usize>,
}

impl Printer {
    pub(crate) fn new(language: Language) -> Self {
        let columns = terminal::message_columns().map(|columns| columns.clamp(NARROWEST, WIDEST));
        Self { language, colour: terminal::message_colour(), columns }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Prints information. Lines stay apart; each may be broken further.
    pub(crate) fn note(&self, text: &str) {
        let mut out = String::new();
        for line in text.lines() {
            let line = visible(line);
            let text = line.trim_start_matches(' ');
            let indent = line.len() - text.len();
            self.set(&mut out, (indent, " ".repeat(indent)), indent + 2, text);
        }
        self.put(&out);
    }

    /// Prints where something was written to.
    pub(crate) fn written(&self, output: &str) {
        // Whole, whatever the width: the name is there to be copied.
        self.put(&format!("{}{}\n", self.word("written: ", "已写入："), visible(output)));
    }

    pub(crate) fn failure(&self, failure: &Failure) {
        let (message, help) = (failure.message.of(self.language), failure.help.of(self.language));
        let mut out = String::new();
        self.message(&mut out, Severity::Error, "", message);
        if !help.is_empty() {
            self.help(&mut out, help);
        }
        self.put(&out);
    }

    /// Prints diagnostics with the text they point at.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        let mut source = Source::default();
        for diagnostic in diagnostics {
            self.put(&self.rendered(diagnostic, &mut source));
        }
    }

    /// Prints a diagnostic without the text it points at.
    pub(crate) fn in_one_line(&self, diagnostic: &Diagnostic) {
        let place = diagnostic.places.first().map_or(String::new(), |place| format!("{place}: "));
        let place = visible(&place);
        let severity = self.severity_word(diagnostic.severity);
        let code = format!("[{}]: ", diagnostic.code);
        let head = format!("{place}{}{code}", self.severity(diagnostic.severity));
        let columns = width(&place) + width(severity) + width(&code);
        let mut out = String::new();
        self.set(&mut out, (columns, head), 2, &visible(&diagnostic.message(self.language)));
        self.put(&out);
    }

    fn rendered(&self, diagnostic: &Diagnostic, source: &mut Source) -> String {
        let mut out = String::new();
        let code = format!("[{}]", diagnostic.code);
        self.message(&mut out, diagnostic.severity, &code, &diagnostic.message(self.language));
        for place in &diagnostic.places {
            let _ =
                writeln!(out, "  {} {}", self.paint("34;1", "-->"), visible(&place.to_string()));
            if let Some((line, text, marks)) = excerpt(place, source) {
                let bar = self.paint("34;1", "|");
                let gap = " ".repeat(line.len());
                let _ = writeln!(out, " {} {bar} {text}", self.paint("34;1", &line));
                let _ = writeln!(out, " {gap} {bar} {}", self.paint("31;1", &marks));
            }
        }
        self.help(&mut out, &diagnostic.help(self.language));
        out
    }

    fn message(&self, out: &mut String, severity: Severity, code: &str, text: &str) {
        let columns = width(self.severity_word(severity)) + width(code) + 2;
        let head = format!("{}{code}: ", self.severity(severity));
        self.set(out, (columns, head), 2, &visible(text));
    }

    fn help(&self, out: &mut String, text: &str) {
        let word = self.word("help", "建议");
        let columns = 2 + width(word) + 2;
        let head = format!("  {}: ", self.paint("36", word));
        self.set(out, (columns, head), columns, &visible(text));
    }

    /// Adds `text` behind a head of that many columns, and further lines `hang` columns in.
    fn set(&self, out: &mut String, (columns, head): (usize, String), hang: usize, text: &str) {
        let lines = match self.columns {
            Some(all) => wrapped_whole(text, all.saturating_sub(columns), all - hang.min(all / 2)),
            None => vec![text.to_owned()],
        };
        let gap = " ".repeat(hang);
        for (at, line) in lines.iter().enumerate() {
            let _ = writeln!(out, "{}{line}", if at == 0 { &head } else { &gap });
        }
    }

    fn put(&self, text: &str) {
        // Nobody is told when standard error is closed: there is no other way to tell.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// The word for a severity, coloured.
    fn severity(&self, severity: Severity) -> String {
        let code = match severity {
            Severity::Error => "31;1",
            Severity::Warning => "33;1",
            Severity::Info => "36;1",
        };
        self.paint(code, self.severity_word(severity))
    }

    fn severity_word(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.word("error", "错误"),
            Severity::Warning => self.word("warning", "警告"),
            Severity::Info => self.word("note", "提示"),
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

#[cfg(test)]
mod tests {
    use unleaded_model::diagnostic::codes;

    use super::*;

    fn rendered(language: Language, columns: Option<usize>) -> String {
        let printer = Printer { language, colour: Colour::Never, columns };
        let place =
            Place::file(&FileName::new("a folder/of a supplier/with a name of many words.csv"));
        let found = Diagnostic::new(codes::cells::AMOUNT_UNBOUNDED, place);
        let found = found.with("what", "content (%)").with("value", "n.d.");
        printer.rendered(&found, &mut Source::default())
    }

    #[test]
    fn messages_hang_behind_their_head() {
        let lines = rendered(Language::En, Some(50));
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines[0], "warning[amount-unbounded]: content (%) `n.d.`");
        assert!(lines[1].starts_with("  gives no"), "{lines:?}");
        let help = lines.iter().position(|line| line.starts_with("  help: ")).unwrap();
        let place = "  --> a folder/of a supplier/with a name of many words.csv";
        assert!(lines.contains(&place), "{lines:?}");
        assert!(lines[help + 1].starts_with("        "), "{lines:?}");
        assert!(lines[help..].iter().all(|line| width(line) <= 50), "{lines:?}");
        assert!(lines[help..].iter().any(|line| line.contains("`n.d. (<2 ppm)`")), "{lines:?}");
        let chinese = rendered(Language::Zh, Some(50));
        assert!(chinese.lines().all(|line| line.contains("-->") || width(line) <= 50), "{chinese}");
    }

    #[test]
    fn messages_that_no_terminal_shows_are_not_broken() {
        for language in [Language::En, Language::Zh] {
            assert_eq!(rendered(language, None).lines().count(), 3);
        }
    }
}
