//! Rows that are signed together: what a copy and a late disclosure prove, and what they never let through.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::OnceLock;

use proptest::prelude::*;
use unleaded_model::diagnostic::FileName;
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_trust::rows::{
    COPY_LIMIT, LateDisclosure, Leaf, RedactedCopy, Row, RowsError, Salt, Seed, SeedFile,
    commitment,
};
use unleaded_trust::{
    Digest, Organisation, Outcome, Predicate, PrivateKey, Terms, Tree, TrustStore, sign_document,
    sign_statement, verify_copy, verify_file, verify_late,
};

const DOCUMENT: &[u8] = b"the whole recipe";

fn key() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::from_seed([3; 32]))
}

fn trust() -> TrustStore {
    let mut trust = TrustStore::empty();
    let maker = Organisation::new::<&str>("Maker", &[]).unwrap();
    trust.add(key().public(), maker, None, None).unwrap();
    trust
}

fn terms(trust: &TrustStore) -> Terms<'_> {
    Terms::new(trust, jiff::civil::date(2026, 11, 22))
}

/// A statement about the root of `rows`; without rows one about a document.
fn envelope(rows: Option<Tree>) -> Vec<u8> {
    let subject = rows.map_or(Digest::of(DOCUMENT), |rows| rows.root);
    let predicate = Predicate { rows, ..Predicate::default() };
    sign_statement("d.xml", &subject, &predicate, &[key()]).unwrap()
}

/// A copy that shows all of `rows`.
fn copy(rows: &[String], seed: &Seed) -> RedactedCopy {
    let tree = Tree { count: rows.len() as u64, root: seed.root(rows) };
    let shown = |(at, row): (usize, &String)| Leaf::Shown { salt: seed.salt(at), row: row.clone() };
    RedactedCopy {
        envelope: envelope(Some(tree)),
        leaves: rows.iter().enumerate().map(shown).collect(),
    }
}

fn rows(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| Row::new().text("name", text).text("kind", "x").canonical()).collect()
}

fn five() -> RedactedCopy {
    let texts = ["a", "b", "c", "d", "e"].map(str::to_owned);
    copy(&rows(&texts), &Seed::from_bytes([9; 32]))
}

fn hide(copy: &mut RedactedCopy, at: usize) {
    copy.leaves[at] = Leaf::Hidden(copy.leaves[at].hash());
}

fn is_good(copy: &RedactedCopy) -> bool {
    let trust = trust();
    matches!(verify_copy(copy, &terms(&trust)), Ok(Outcome::Good(_)))
}

#[test]
fn a_copy_shows_what_was_signed_and_by_whom() {
    let mut copy = five();
    hide(&mut copy, 1);
    let read = RedactedCopy::parse(&copy.write()).unwrap();
    assert_eq!(read, copy);
    let trust = trust();
    let Ok(Outcome::Good(verified)) = verify_copy(&read, &terms(&trust)) else {
        panic!("a good copy is refused");
    };
    assert_eq!(verified.organisation().name(), "Maker");
    assert_eq!(verified.digest(), copy.root());
    let shown: Vec<bool> = verified.value().rows().iter().map(Option::is_some).collect();
    assert_eq!(shown, [true, false, true, true, true]);
    let nobody = TrustStore::empty();
    assert!(matches!(verify_copy(&read, &terms(&nobody)), Ok(Outcome::UnknownKey { .. })));
}

#[test]
fn what_was_changed_is_seen() {
    let error = |change: &dyn Fn(&mut RedactedCopy)| {
        let mut copy = five();
        change(&mut copy);
        copy.rows().unwrap_err()
    };
    let count = |found| RowsError::CountDiffers { signed: 5, found };
    assert_eq!(error(&|copy| copy.leaves.swap(0, 1)), RowsError::RootDiffers);
    assert_eq!(error(&|copy| copy.leaves[0] = copy.leaves[1].clone()), RowsError::RootDiffers);
    assert_eq!(error(&|copy| copy.leaves.truncate(4)), count(4));
    assert_eq!(error(&|copy| copy.leaves.clear()), count(0));
    assert_eq!(error(&|copy| copy.leaves.push(copy.leaves[4].clone())), count(6));
    assert_eq!(error(&|copy| copy.envelope = envelope(None)), RowsError::NoRows);
    // The hash of the document would let hidden names be guessed, whatever is committed to beside it.
    let about_the_document = |copy: &mut RedactedCopy| {
        let rows = Some(Tree { count: 5, root: copy.root() });
        let predicate = Predicate { rows, ..Predicate::default() };
        copy.envelope = sign_document("d.xml", DOCUMENT, &predicate, key()).unwrap();
    };
    assert_eq!(error(&about_the_document), RowsError::NoRows);
    // Two leaves can't pass for the node above them.
    let node = |copy: &mut RedactedCopy| {
        let (left, right) = (copy.leaves[0].hash(), copy.leaves[1].hash());
        copy.leaves[0] = Leaf::Hidden(unleaded_trust::merkle::node_hash(&left, &right));
        copy.leaves.remove(1);
    };
    assert_eq!(error(&node), count(4));
    // Other rows under the same seed are another statement.
    let other = copy(&rows(&["a".to_owned()]), &Seed::from_bytes([9; 32]));
    assert_eq!(
        error(&|copy| copy.envelope.clone_from(&other.envelope)),
        RowsError::CountDiffers { signed: 1, found: 5 }
    );
}

#[test]
fn a_changed_envelope_is_bad() {
    let mut copy = five();
    let text = String::from_utf8(copy.envelope.clone()).unwrap();
    let sig = text.split("\"sig\": \"").nth(1).unwrap();
    copy.envelope = text.replace(&sig[..8], "AAAAAAAA").into_bytes();
    let trust = trust();
    assert!(matches!(verify_copy(&copy, &terms(&trust)), Ok(Outcome::Bad(_))));
    copy.envelope = b"{}".to_vec();
    assert!(matches!(copy.rows(), Err(RowsError::Statement(_))));
}

#[test]
fn rows_have_one_spelling_even_when_signed() {
    for text in [r#"{"b":"1","a":"2"}"#, r#"{"a": "1"}"#, r#"{"a":1}"#, "x"] {
        let copy = copy(&[text.to_owned()], &Seed::from_bytes([1; 32]));
        assert_eq!(copy.rows().unwrap_err(), RowsError::NotCanonical { at: 0 }, "{text}");
    }
}

#[test]
fn late_rows_are_proven_against_the_old_signature() {
    let whole = five();
    let (statement, _) = commitment(&whole.envelope).unwrap();
    let late = LateDisclosure::of(&whole, statement, &[1, 4]).unwrap();
    let late = LateDisclosure::parse(&late.write()).unwrap();
    let trust = trust();
    let Ok(Outcome::Good(verified)) = verify_late(&late, &whole.envelope, &terms(&trust)) else {
        panic!("a good disclosure is refused");
    };
    let numbers: Vec<u64> = verified.value().rows().iter().map(|(at, _)| *at).collect();
    assert_eq!(numbers, [1, 4]);
    let mut copy = whole.clone();
    (0..5).for_each(|at| hide(&mut copy, at));
    let merged = late.merged(&copy).unwrap();
    assert_eq!(merged.leaves[1], whole.leaves[1]);
    assert!(is_good(&merged));
    // What the copy does not show can't be disclosed from it.
    let hidden = LateDisclosure::of(&copy, statement, &[0]).unwrap_err();
    assert_eq!(hidden, RowsError::NotHidden { at: 0 });
    assert!(LateDisclosure::of(&whole, statement, &[5]).is_err());
}

#[test]
fn a_late_row_of_another_declaration_is_refused() {
    let whole = five();
    let (statement, _) = commitment(&whole.envelope).unwrap();
    let late = LateDisclosure::of(&whole, statement, &[1]).unwrap();
    let other =
        copy(&rows(&["a", "b", "c", "d", "f"].map(str::to_owned)), &Seed::from_bytes([8; 32]));
    let replayed = late.proven(&other.envelope).unwrap_err();
    assert!(matches!(replayed, RowsError::OtherStatement { .. }));
    // Also when it claims to be one of the other.
    let (statement, _) = commitment(&other.envelope).unwrap();
    let renamed = LateDisclosure { statement, ..late.clone() };
    assert!(matches!(renamed.proven(&other.envelope), Err(RowsError::Unproven { at: 1, .. })));
    assert_eq!(late.merged(&other).unwrap_err(), RowsError::NotHidden { at: 1 });
    let mut moved = late.clone();
    moved.rows[0].at = 2;
    assert!(matches!(moved.proven(&whole.envelope), Err(RowsError::Unproven { at: 2, .. })));
    moved.rows[0].at = u64::MAX;
    assert!(moved.proven(&whole.envelope).is_err() && moved.merged(&whole).is_err());
}

#[test]
fn defects_of_form_are_named() {
    let good = String::from_utf8(five().write()).unwrap();
    let check = |text: &str, expected: &str| match RedactedCopy::parse(text.as_bytes()) {
        Err(RowsError::Member { path, .. }) => assert_eq!(path, expected, "{text}"),
        other => panic!("{other:?}"),
    };
    check("[]", "");
    check(&good.replacen("redacted/v1", "redacted/v2", 1), "schema");
    check(&good.replacen("\"envelope\": \"", "\"envelope\": \"*", 1), "envelope");
    check(&good.replacen("\"schema\"", "\"note\": \"\", \"schema\"", 1), "note");
    check(&good.replacen("{\"salt\"", "{\"note\": \"\", \"salt\"", 1), "leaves[0].note");
    check(&good.replacen("\"salt\": \"", "\"salt\": \"0", 1), "leaves[0].salt");
    check(&good.replacen("{\"salt\"", "{\"hash\": \"\", \"salt\"", 1), "leaves[0].row");
    check(&good.replace("leaves", "leafs"), "leafs");
    let late = |text: &str| LateDisclosure::parse(text.as_bytes()).unwrap_err();
    let empty = r#"{"schema":"unleaded/late-disclosure/v1","statement":"","rows":[]}"#;
    assert!(matches!(late(empty), RowsError::Member { path, .. } if path == "statement"));
    let digest = Digest::of(b"").to_string();
    let none = empty.replace("\"\"", &format!("\"{digest}\""));
    assert!(matches!(late(&none), RowsError::Member { path, .. } if path == "rows"));
    assert!(matches!(late(""), RowsError::Json(_)));
}

#[test]
fn errors_have_their_code() {
    let file = FileName::new("copy.json");
    let code = |error: RowsError| error.diagnostic(&file).code;
    let read = |bytes: &[u8]| code(RedactedCopy::parse(bytes).unwrap_err());
    assert_eq!(read(b"{"), codes::ROWS_MALFORMED);
    assert_eq!(read(b"{}"), codes::ROWS_MALFORMED);
    assert_eq!(read(&vec![b' '; COPY_LIMIT + 1]), codes::ROWS_TOO_MANY);
    let of = |change: &dyn Fn(&mut RedactedCopy)| {
        let mut copy = five();
        change(&mut copy);
        code(copy.rows().unwrap_err())
    };
    assert_eq!(of(&|copy| copy.leaves.swap(0, 1)), codes::ROWS_CHANGED);
    assert_eq!(of(&|copy| copy.leaves.truncate(1)), codes::ROWS_CHANGED);
    assert_eq!(of(&|copy| copy.envelope = envelope(None)), codes::ROWS_NOT_SIGNED);
    let loose = copy(&["{\"a\": \"\"}".to_owned()], &Seed::from_bytes([1; 32]));
    assert_eq!(code(loose.rows().unwrap_err()), codes::ROW_NOT_UNDERSTOOD);
    let whole = five();
    let (statement, _) = commitment(&whole.envelope).unwrap();
    let mut late = LateDisclosure::of(&whole, statement, &[1]).unwrap();
    let other = late.proven(&loose.envelope).unwrap_err();
    assert_eq!(code(other), codes::ROWS_OF_OTHER_DECLARATION);
    late.rows[0].at = 3;
    assert_eq!(code(late.proven(&whole.envelope).unwrap_err()), codes::ROW_UNPROVEN);
    assert_eq!(code(late.merged(&whole).unwrap_err()), codes::ROW_UNPROVEN);
}

#[test]
fn a_seed_file_gives_the_whole_copy_of_its_own_declaration_alone() {
    let whole = five();
    let rows: Vec<String> = whole.leaves.iter().filter_map(Leaf::row).map(str::to_owned).collect();
    let document = Digest::of(DOCUMENT);
    let file = SeedFile { seed: Seed::from_bytes([9; 32]), document, rows };
    let file = SeedFile::parse(&file.write()).unwrap();
    assert_eq!(file.whole(&whole.envelope).unwrap(), whole);
    let other = SeedFile { seed: Seed::from_bytes([8; 32]), ..file.clone() };
    assert_eq!(other.whole(&whole.envelope).unwrap_err(), RowsError::RootDiffers);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_hidden_the_signed_root_comes_out(
        texts in prop::collection::vec(".{0,12}", 1..40), hidden in any::<u64>(), seed in any::<[u8; 32]>(),
    ) {
        let whole = copy(&rows(&texts), &Seed::from_bytes(seed));
        let mut copy = whole.clone();
        (0..texts.len()).filter(|at| hidden >> at & 1 == 1).for_each(|at| hide(&mut copy, at));
        let read = RedactedCopy::parse(&copy.write()).unwrap();
        prop_assert!(is_good(&read));
        let all: Vec<usize> = (0..texts.len()).collect();
        let (statement, _) = commitment(&whole.envelope).unwrap();
        let late = LateDisclosure::of(&whole, statement, &all).unwrap();
        prop_assert_eq!(late.merged(&read).unwrap(), whole);
    }

    #[test]
    fn no_changed_byte_of_a_row_salt_or_hash_goes_unseen(
        texts in prop::collection::vec("[a-z]{1,8}", 1..12), at: prop::sample::Index,
        byte: prop::sample::Index, bit in 0_u8..7, hidden in any::<u64>(),
    ) {
        let mut copy = copy(&rows(&texts), &Seed::from_bytes([5; 32]));
        (0..texts.len()).filter(|at| hidden >> at & 1 == 1).for_each(|at| hide(&mut copy, at));
        let at = at.index(texts.len());
        let flip = |bytes: &mut [u8]| bytes[byte.index(bytes.len())] ^= 1 << bit;
        let mut salted = None;
        copy.leaves[at] = match copy.leaves[at].clone() {
            Leaf::Hidden(hash) => {
                let mut bytes = *hash.as_bytes();
                flip(&mut bytes);
                Leaf::Hidden(Digest::from_bytes(bytes))
            }
            Leaf::Shown { salt, row } => {
                let mut digits = salt.to_string().into_bytes();
                flip(&mut digits);
                salted = std::str::from_utf8(&digits).ok().and_then(Salt::parse)
                    .map(|salt| Leaf::Shown { salt, row: row.clone() });
                let mut bytes = row.into_bytes();
                flip(&mut bytes);
                Leaf::Shown { salt, row: String::from_utf8(bytes).unwrap() }
            }
        };
        prop_assert_eq!(copy.rows().unwrap_err(), RowsError::RootDiffers);
        if let Some(leaf) = salted {
            copy.leaves[at] = leaf;
            prop_assert_eq!(copy.rows().unwrap_err(), RowsError::RootDiffers);
        }
    }

    #[test]
    fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), cut: prop::sample::Index) {
        let _ = RedactedCopy::parse(&bytes);
        let _ = LateDisclosure::parse(&bytes);
        let _ = SeedFile::parse(&bytes);
        let good = five().write();
        prop_assert!(RedactedCopy::parse(&good[..cut.index(good.len() - 2)]).is_err());
    }
}

/// The root of a tree of one row is the hash of a zero, its salt and the row: no file is to pass for one by these bytes.
#[test]
fn a_signature_on_rows_is_none_on_a_file() {
    let seed = Seed::from_bytes([9; 32]);
    let rows = rows(&["a".to_owned()]);
    let root = seed.root(&rows);
    let salt = seed.salt(0).to_string();
    let salt = (0..16).map(|i| u8::from_str_radix(&salt[2 * i..2 * i + 2], 16).unwrap());
    let file: Vec<u8> = [0].into_iter().chain(salt).chain(rows[0].bytes()).collect();
    assert_eq!(Digest::of(&file), root);
    let (trust, envelope) = (trust(), envelope(Some(Tree { count: 1, root })));
    let outcome = verify_file::<Predicate>("a", &file, &envelope, &terms(&trust));
    let found = outcome.diagnostics(&FileName::new("a"));
    assert_eq!(found[0].code.name(), "statement-malformed");
}
