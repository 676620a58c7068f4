//! What was read, written in every form and read again.

use std::collections::BTreeSet;

use unleaded_app::convert::{Target, written};
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::Declaration;
use unleaded_model::diagnostic::{Diagnostic, Language, Severity, any_error};

/// What another form has no need of, and IPC-1752A may miss.
const MISSED: &[&str] = &["amount-missing", "item-number-missing", "product-missing"];
/// What a document may hold that a table has no place for, which is then told as lost: all of its rows, all of a row.
const UNPLACED: &[&str] =
    &["amount-missing", "item-number-missing", "mass-mismatch", "product-missing", "table-empty"];

/// Each form of `document` reads back without an error, and what was read is written to the same bytes. `remarks` are those
/// on the document.
pub fn trip(document: &Declaration, remarks: &[Diagnostic]) {
    // Of two figures that contradict each other one may be lost, and the other one be too much.
    let contradicts = remarks.iter().any(|d| d.code.name() == "mass-contradicts-share");
    let too_much: &[&str] = if contradicts { &["sum-over-100"] } else { &[] };
    for target in [Target::Ipc1752a, Target::Csv, Target::Xlsx(Language::Zh)] {
        let bytes = written(&mut document.clone(), target).0;
        let (again, diagnostics) = super::read(&bytes, &Mapping::default()).into_declaration();
        let allowed = if target == Target::Ipc1752a { MISSED } else { UNPLACED };
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let errors: BTreeSet<&str> = errors.map(|d| d.code.name()).collect();
        let is_allowed = |code: &&str| allowed.contains(code) || too_much.contains(code);
        let errors: Vec<_> = errors.into_iter().filter(|code| !is_allowed(code)).collect();
        assert!(errors.is_empty(), "{errors:?} in {target:?}:\n{}", shown(&bytes, target));
        // Of a table a part with an error is left out.
        let is_whole = target == Target::Ipc1752a || !any_error(&diagnostics);
        let Some(mut again) = again.filter(|_| is_whole) else {
            continue;
        };
        let twice = written(&mut again, target).0;
        assert!(
            twice == bytes,
            "{target:?} changes:\n{}\n{}",
            shown(&bytes, target),
            shown(&twice, target)
        );
    }
}

/// A workbook is shown by its length alone.
fn shown(bytes: &[u8], target: Target) -> String {
    match target {
        Target::Xlsx(_) => format!("{} bytes", bytes.len()),
        Target::Csv | Target::Ipc1752a => String::from_utf8_lossy(bytes).into_owned(),
    }
}
