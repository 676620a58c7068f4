//! The index is a cache: without it, with another or with a damaged one the results are the same.

use std::collections::BTreeSet;

use unleaded_store::{Index, Kind, Made, Piece};

use crate::place::Place;

fn three() -> Place {
    let place = Place::new();
    place.add(&[
        ("a.xml", "A-1", &[(".dsse.json", "signed")]),
        ("b.xml", "B-1", &[]),
        ("w.dsse.json", "withdrawn", &[]),
    ]);
    place
}

#[test]
fn every_document_and_statement_has_a_record() {
    let (index, records) = three().refreshed();
    assert_eq!(index.made(), Some(Made::Missing));
    let of = |kind: Kind| records.iter().filter(move |record| record.kind == kind).count();
    assert_eq!((of(Kind::Document), of(Kind::Statement), records.len()), (2, 1, 3));
}

#[test]
fn what_came_went_or_changed_by_other_ways_is_seen() {
    let place = three();
    let (_, before) = place.refreshed();
    assert_eq!(place.refreshed().1, before);
    let path = place.workspace.path(&before[0].path);
    std::fs::write(&path, "Z-9").unwrap();
    place.add(&[("c.xml", "C-2", &[])]);
    std::fs::remove_dir_all(place.workspace.path("statements")).unwrap();
    let (_, after) = place.refreshed();
    let numbers: BTreeSet<&str> =
        after.iter().flat_map(|r| &r.about.offers).map(|o| o.number.as_str()).collect();
    assert!(numbers.contains("Z-9") && numbers.contains("C-2") && after.len() == 3, "{numbers:?}");
    assert_eq!(after.iter().filter(|record| !record.is_in_its_folder()).count(), 1);
}

#[test]
fn whatever_is_in_its_place_the_records_are_the_same() {
    let place = three();
    let (index, before) = place.refreshed();
    drop(index);
    let path = place.workspace.path(".unleaded/index.sqlite");
    let whole = std::fs::read(&path).unwrap();
    let mut contents: Vec<Vec<u8>> = vec![Vec::new(), b"not a database at all".repeat(400)];
    contents.extend([1, 16, 100, 4096, 5000, whole.len() - 1].map(|end| whole[..end].to_vec()));
    // Every byte in turn would take long; a prime step meets every page and kind of content.
    contents.extend((0..whole.len()).step_by(97).map(|at| {
        let mut changed = whole.clone();
        changed[at] ^= 0x15;
        changed
    }));
    for (round, content) in contents.into_iter().enumerate() {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(path.with_file_name(format!("index.sqlite{suffix}")));
        }
        std::fs::write(&path, content).unwrap();
        assert_eq!(place.refreshed().1, before, "round {round}");
    }
    std::fs::remove_dir_all(place.workspace.path(".unleaded")).unwrap();
    assert_eq!(place.refreshed().1, before);
    assert!(place.workspace.path(".unleaded/.gitignore").exists());
}

#[test]
fn another_version_and_other_databases_are_made_again() {
    let place = three();
    place.refreshed();
    let (index, records) = Index::open(&place.workspace, "another").unwrap();
    assert_eq!((index.made(), records.len()), (Some(Made::OtherVersion), 0));
    drop(index);
    let path = place.workspace.path(".unleaded/index.sqlite");
    std::fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE documents (path TEXT)").unwrap();
    drop(other);
    let (index, _) = Index::open(&place.workspace, "test").unwrap();
    assert_eq!(index.made(), Some(Made::Foreign));
}

#[test]
fn pieces_are_kept_until_they_are_let_go() {
    let place = Place::new();
    let (mut index, _) = place.refreshed();
    let pieces = [Piece { key: b"a", value: b"1" }, Piece { key: b"b", value: b"" }];
    index.put_pieces(&pieces).unwrap();
    drop(index);
    let (mut index, _) = place.refreshed();
    assert_eq!(index.piece(b"a").unwrap().as_deref(), Some(&b"1"[..]));
    assert_eq!(index.piece(b"b").unwrap().as_deref(), Some(&b""[..]));
    index.put_pieces(&[Piece { key: b"a", value: b"2" }]).unwrap();
    index.keep_only(&BTreeSet::from([b"a".to_vec()])).unwrap();
    assert_eq!(index.piece(b"a").unwrap().as_deref(), Some(&b"2"[..]));
    assert_eq!(index.piece(b"b").unwrap(), None);
    // A value that changed on the disk is none.
    let path = place.workspace.path(".unleaded/index.sqlite");
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute("UPDATE pieces SET value = x'33'", []).unwrap();
    assert_eq!(index.piece(b"a").unwrap(), None);
}
