//! Rows of declarations: copies, rows that are disclosed late, and seeds; and declarations that become rows.

use std::collections::BTreeSet;

use unleaded_app::check::read;
use unleaded_app::rows::{Wanted, disclose, rows, sign_rows};
use unleaded_app::signing::Saying;
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_model::diagnostic::{FileName, any_error};
use unleaded_rules::lists::Lists;
use unleaded_trust::rows::{LateDisclosure, Leaf, RedactedCopy, Row, Seed, SeedFile};
use unleaded_trust::{Digest, Outcome, Terms, TrustStore, verify_copy};

use crate::signers::{TODAY, key, trusting};
use crate::words;

/// Gives `bytes` to the readers of copies, of late disclosures and of seeds. What is read is written and read as the same; rows that give
/// the signed root do not when one is another, and nothing is good without a key.
pub fn file(bytes: &[u8]) {
    if let Ok(late) = LateDisclosure::parse(bytes) {
        assert_eq!(LateDisclosure::parse(&late.write()).as_ref(), Ok(&late));
    }
    if let Ok(seed) = SeedFile::parse(bytes) {
        let again = SeedFile::parse(&seed.write()).expect("what was written is read");
        assert_eq!((again.tree(), &again.rows), (seed.tree(), &seed.rows));
    }
    let Ok(copy) = RedactedCopy::parse(bytes) else { return };
    assert_eq!(RedactedCopy::parse(&copy.write()).as_ref(), Ok(&copy));
    let nobody = TrustStore::empty();
    let outcome = verify_copy(&copy, &Terms::new(&nobody, TODAY));
    assert!(!matches!(outcome, Ok(Outcome::Good(_))), "good without a key");
    assert_eq!(outcome.is_ok(), copy.rows().is_ok());
    read_back(&copy);
    if outcome.is_ok() {
        changed(&copy);
    }
}

/// Each leaf with another hash, and one leaf more, are other rows.
fn changed(copy: &RedactedCopy) {
    for at in 0..copy.leaves.len().min(8) {
        let mut other = copy.clone();
        other.leaves[at] = Leaf::Hidden(Digest::of(copy.leaves[at].hash().as_bytes()));
        assert!(other.rows().is_err(), "other rows have the same root");
        other.leaves[at] = Leaf::Hidden(copy.leaves[at].hash());
        assert!(other.rows().is_ok(), "a hidden row has another root");
        other.leaves.insert(at, copy.leaves[at].clone());
        assert!(other.rows().is_err(), "more rows have the same root");
    }
}

/// Reads a copy as a declaration: there are products, or there is an error.
fn read_back(copy: &RedactedCopy) -> Vec<unleaded_model::diagnostic::Diagnostic> {
    let collected = read(copy.write().as_slice(), &FileName::new("f"));
    words(&collected.diagnostics);
    let diagnostics = collected.diagnostics.clone();
    let (document, _) = collected.into_declaration();
    assert!(document.is_some() || any_error(&diagnostics), "neither a document nor an error");
    diagnostics
}

/// Takes each line of `bytes` as a row, and signs those that are rows.
pub fn lines(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lines = text.lines().enumerate();
    let rows = lines.filter_map(|(at, line)| Row::parse(line, at).ok());
    let rows: Vec<String> = rows.map(|row| row.canonical()).collect();
    if !rows.is_empty() {
        signed(rows);
    }
}

/// Makes rows of the declaration that `bytes` are. The rows say what the document says; each identity can be hidden, and disclosed again.
pub fn declaration(bytes: &[u8]) {
    let Ok(rows) = rows(bytes, &FileName::new("f"), Lists::shipped()) else { return };
    let copy = signed(rows);
    let told = read_back(&copy);
    assert!(told.iter().all(|d| !codes::ALL.contains(&d.code)), "{told:?}");
}

/// Signs `rows`, and returns the copy that shows all of them. It is good, and so is one that hides some of them; a late disclosure of those
/// gives the whole again.
fn signed(rows: Vec<String>) -> RedactedCopy {
    let file = SeedFile { seed: Seed::from_bytes([7; 32]), document: Digest::of(b""), rows };
    let name = FileName::new("f");
    let envelope = sign_rows(&name, b"", &[&key(1)], Saying::default(), file.tree());
    let whole = file.whole(&envelope.expect("a small statement")).expect("its own rows");
    let trust = trusting();
    let terms = Terms::new(&trust, TODAY);
    let Ok(Outcome::Good(verified)) = verify_copy(&whole, &terms) else {
        panic!("rows that were signed are not good");
    };
    let shown: Vec<String> = verified.value().rows().iter().flatten().map(Row::canonical).collect();
    assert_eq!(shown, file.rows);
    read_back(&whole);
    let mut hidden = whole.clone();
    let of_identities =
        |at: &usize| file.rows[*at].contains(r#""kind":"identity""#) || *at % 5 == 3;
    let hide: BTreeSet<usize> = (0..file.rows.len()).filter(of_identities).collect();
    hide.iter().for_each(|at| hidden.leaves[*at] = Leaf::Hidden(whole.leaves[*at].hash()));
    assert!(matches!(verify_copy(&hidden, &terms), Ok(Outcome::Good(_))));
    read_back(&hidden);
    disclosed(&whole, &hidden, &hide);
    let wanted: Vec<Wanted> = hide.iter().take(3).map(|at| Wanted::Row(*at)).collect();
    if let Ok(late) = disclose(&whole, &name, &wanted) {
        let proven = late.proven(&whole.envelope).expect("rows of the copy");
        assert_eq!(proven.rows().len(), late.rows.len());
    }
    whole
}

fn disclosed(whole: &RedactedCopy, hidden: &RedactedCopy, hide: &BTreeSet<usize>) {
    let statement = whole.rows().expect("its own rows").statement();
    let wanted: Vec<usize> = hide.iter().copied().collect();
    let late = LateDisclosure::of(whole, statement, &wanted).expect("rows of the copy");
    assert_eq!(late.proven(&whole.envelope).map(|proven| proven.rows().len()), Ok(wanted.len()));
    assert_eq!(late.merged(hidden).as_ref(), Ok(whole));
}
