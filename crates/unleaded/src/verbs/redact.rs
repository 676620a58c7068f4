//! `redact`: a copy of a signed declaration with identities hidden.

use unleaded_app::rows::{Refusal, Wanted, redact, usual_share};
use unleaded_model::amount::Fraction;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_rules::lists::Lists;
use unleaded_trust::rows::{Leaf, RedactedCopy};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::rows_of::{self, From};

/// Make a copy of a signed declaration that hides who some substances are; the signature still verifies
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded redact recipe.xml --hide 1309-37-1 -o customer.redacted.json
  unleaded redact recipe.xml --hide-all-but EUROHS-1907 --most 50 -o customer.redacted.json

The declaration must have been signed with `sign --rows`. The copy holds all that was declared but the hidden identities: their amounts stay, and on which lists they are not. Nothing is
hidden that is on a list, nor more than a tenth of a material. Exits 1 when something may not be hidden, and then writes nothing.")]
pub(crate) struct Args {
    #[command(flatten)]
    from: From,
    /// What to hide: a CAS number, a name, or the number of a row (repeatable)
    #[arg(long, value_name = "CAS|NAME|ROW")]
    hide: Vec<String>,
    /// Hide every substance that is on none of these list editions, e.g. EUROHS-1907, of those that the rows speak of (repeatable)
    #[arg(long, value_name = "LIST", required_unless_present = "hide")]
    hide_all_but: Vec<String>,
    /// Percent of a material that may be hidden; 10 by default
    #[arg(long, value_name = "PERCENT", value_parser = rows_of::percent)]
    most: Option<Fraction>,
    /// Where to write the copy
    #[arg(short, long, value_name = "COPY.redacted.json")]
    output: String,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        files::refuse_same(&self.from.file, &self.output)?;
        let whole = self.from.copy()?;
        let mut wanted: Vec<Wanted> = self.hide.iter().map(|text| Wanted::parse(text)).collect();
        if !self.hide_all_but.is_empty() {
            wanted.push(Wanted::AllBut(self.hide_all_but.clone()));
        }
        let most = self.most.unwrap_or_else(usual_share);
        let file = FileName::new(&self.from.file);
        match redact(&whole, &file, &wanted, most, Lists::shipped()) {
            Ok(copy) => {
                files::write(Some(&self.output), &copy.write())?;
                let hidden = |copy: &RedactedCopy| {
                    copy.leaves.iter().filter(|leaf| matches!(leaf, Leaf::Hidden(_))).count()
                };
                let hidden = hidden(&copy).saturating_sub(hidden(&whole));
                printer.note(&match printer.language() {
                    Language::En => format!("identities hidden: {hidden}"),
                    Language::Zh => format!("已隐去物质：{hidden} 项"),
                });
                Ok(Exit::Yes)
            }
            Err(Refusal::Forbidden(defects)) => {
                printer.diagnostics(&defects);
                Ok(Exit::No)
            }
            Err(Refusal::NotFound(what)) => Err(not_found(&what)),
        }
    }
}

/// The failure for a substance or row that is not there.
pub(crate) fn not_found(what: &str) -> Box<Failure> {
    Failure::new(
        (
            format!(
                "the rows show no identity `{what}`, and speak of no list edition of that name"
            ),
            format!("各行中没有显示的物质“{what}”，也没有提到该名称的清单版本"),
        ),
        (
            "give a CAS number, a name as declared, the number of its row, or a list edition that the rows speak of (`unleaded show`)",
            "请给出 CAS 号、声明中的名称、行号，或各行提到的清单版本（见 `unleaded show`）",
        ),
    )
}
