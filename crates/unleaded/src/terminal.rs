//! What is known of the terminal: whether there is one, how wide it is, and whether it shows colours.

use std::io::{IsTerminal, stderr, stdout};

use crate::files::STANDARD;

/// Columns where nothing tells them.
const USUAL: usize = 100;

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Always,
    Never,
}

/// The width to write for: `COLUMNS` where it is set, else that of the terminal, else 100.
pub(crate) fn columns() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c > 0);
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(terminal).unwrap_or(USUAL)
}

/// The width of messages; `None` where no terminal shows them.
pub(crate) fn message_columns() -> Option<usize> {
    stderr().is_terminal().then(columns)
}

/// The colour of messages.
pub(crate) fn message_colour() -> Colour {
    if stderr().is_terminal() { wanted() } else { Colour::Never }
}

/// Whether a terminal shows the result that goes to `output`; nothing is standard output.
pub(crate) fn shows(output: Option<&str>) -> bool {
    output.is_none_or(|output| output == STANDARD) && stdout().is_terminal()
}

/// The colour of the result that goes to `output`.
pub(crate) fn colour_of(output: Option<&str>) -> Colour {
    if shows(output) { wanted() } else { Colour::Never }
}

/// `NO_COLOR` refuses colours (no-color.org), and a terminal that says that it is dumb would show the codes.
fn wanted() -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    if refused || dumb { Colour::Never } else { Colour::Always }
}
