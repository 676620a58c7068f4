//! What is put in appears whole, and nothing that is there is replaced.

use std::time::Duration;

use unleaded_model::diagnostic::codes::workspaces as codes;
use unleaded_store::{
    Fault, Initial, Kind, Lock, Patience, Sha256, StoreError, Workspace, leftovers,
};

use crate::place::{Place, patience};

#[test]
fn a_document_lies_under_its_hash_with_what_belongs_to_it() {
    let place = Place::new();
    let settled = place.add(&[("a.xml", "one", &[(".dsse.json", "signed"), (".tlog-proof", "p")])]);
    let folder = Workspace::folder_of(&Sha256::of(b"one"));
    assert_eq!(settled[0].path, format!("{folder}/a.xml"));
    let names: Vec<&str> = settled[0].files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.xml", "a.xml.dsse.json", "a.xml.tlog-proof"]);
    let files = place.files();
    assert_eq!(files[&format!("{folder}/a.xml")], b"one");
    assert_eq!(files[&format!("{folder}/a.xml.dsse.json")], b"signed");
    let listing = place.listing();
    assert_eq!(listing.entries.len(), 1);
    assert_eq!(Fault::of_names(&listing), []);
    assert_eq!(Fault::of_bytes(&place.workspace, &listing.entries[0].path), None);
    assert!(leftovers(&place.workspace).unwrap().is_empty());
}

#[test]
fn the_same_again_changes_nothing_and_what_is_new_is_added() {
    let place = Place::new();
    place.add(&[("a.xml", "one", &[])]);
    let before = place.files();
    let again = place.add(&[("a.xml", "one", &[]), ("other.xml", "one", &[])]);
    assert!(again.iter().all(|one| one.new.is_empty() && one.differing.is_empty()));
    assert_eq!(place.files(), before);
    // Under another name, what belongs to it gets the name that is there.
    let signed = place.add(&[("other.xml", "one", &[(".dsse.json", "signed")])]);
    assert_eq!(signed[0].new, ["a.xml.dsse.json"]);
    let other = place.add(&[("a.xml", "one", &[(".dsse.json", "by another")])]);
    assert_eq!(other[0].differing, ["a.xml.dsse.json"]);
    let folder = Workspace::folder_of(&Sha256::of(b"one"));
    assert_eq!(place.files()[&format!("{folder}/a.xml.dsse.json")], b"signed");
}

#[test]
fn the_same_bytes_twice_in_one_batch_are_one_document() {
    let place = Place::new();
    let settled = place.add(&[
        ("a.xml", "one", &[]),
        ("b.xml", "one", &[(".dsse.json", "signed")]),
        ("c.xml", "one", &[(".dsse.json", "by another")]),
    ]);
    let folder = Workspace::folder_of(&Sha256::of(b"one"));
    assert!(settled.iter().all(|one| one.path == format!("{folder}/a.xml")), "{settled:?}");
    assert_eq!(settled[1].new, ["a.xml.dsse.json"]);
    assert_eq!(settled[2].differing, ["a.xml.dsse.json"]);
    assert!(leftovers(&place.workspace).unwrap().is_empty());
}

#[test]
fn a_statement_is_named_by_its_hash() {
    let place = Place::new();
    let statement =
        [("w.dsse.json", "withdrawn", &[(".tlog-proof", "p"), (".dsse.json.tsr", "t")][..])];
    let settled = place.add(&statement);
    let hash = Sha256::of(b"withdrawn");
    assert_eq!(settled[0].path, format!("statements/{hash}.dsse.json"));
    let listing = place.listing();
    assert_eq!(listing.entries[0].kind, Kind::Statement);
    assert_eq!(listing.entries[0].beside.len(), 2);
    assert_eq!(Fault::of_names(&listing), []);
    assert!(place.add(&statement)[0].new.is_empty());
}

#[test]
fn what_was_changed_or_put_elsewhere_is_found() {
    let place = Place::new();
    let settled = place.add(&[("a.xml", "one", &[])]);
    std::fs::write(place.workspace.path(&settled[0].path), "One").unwrap();
    let found = Sha256::of(b"One");
    let path = settled[0].path.clone();
    let changed = Fault::of_bytes(&place.workspace, &path);
    assert_eq!(changed.clone(), Some(Fault::Changed { path: path.clone(), found }));
    std::fs::write(place.workspace.path("documents/b.xml"), "two").unwrap();
    std::fs::write(place.workspace.path("documents/c.tsr"), "three").unwrap();
    std::fs::remove_file(place.workspace.path(&path)).unwrap();
    std::fs::write(place.workspace.path(&format!("{path}.dsse.json")), "signed").unwrap();
    let faults = Fault::of_names(&place.listing());
    let faults: Vec<&str> = faults.iter().map(Fault::path).collect();
    let diagnostics = [changed.unwrap(), Fault::Astray { path: "documents/c.tsr".to_owned() }];
    let told = diagnostics.map(|fault| fault.diagnostic(&place.workspace).code);
    assert_eq!(told, [codes::WORKSPACE_DOCUMENT_CHANGED, codes::WORKSPACE_FILE_ASTRAY]);
    let left = format!("{path}.dsse.json");
    assert_eq!(faults, [left.as_str(), "documents/b.xml", "documents/c.tsr"]);
}

#[test]
fn one_process_writes_at_a_time() {
    let place = Place::new();
    let first = Lock::take(&place.workspace, patience).unwrap();
    let mut waited = Vec::new();
    let second = Lock::take(&place.workspace, |time| {
        waited.push(time);
        if waited.len() < 3 { Patience::Wait } else { Patience::GiveUp }
    });
    assert!(matches!(second, Err(StoreError::Locked { .. })));
    assert!(waited[0] == Duration::ZERO && waited[2] > waited[1], "{waited:?}");
    drop(first);
    assert!(Lock::take(&place.workspace, patience).is_ok());
}

#[test]
fn a_workspace_is_made_once_and_found_from_below() {
    let place = Place::new();
    let again = Workspace::init(place.dir.path(), Initial { settings: "" });
    assert!(matches!(again, Err(StoreError::IsThere { .. })));
    let below = place.dir.path().join("lists/of/mine");
    std::fs::create_dir_all(&below).unwrap();
    let found = Workspace::find(&below).unwrap().unwrap();
    let whole = |path: &std::path::Path| path.canonicalize().unwrap();
    assert_eq!(whole(found.root()), whole(place.dir.path()));
    assert_eq!(Workspace::find(place.dir.path().parent().unwrap()).unwrap(), None);
}
