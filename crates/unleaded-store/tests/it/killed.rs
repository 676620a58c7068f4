//! Killed before any step on the disk: what is there is whole, and adding again completes it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use unleaded_store::disk::{Disk, System};
use unleaded_store::{Fault, Initial, Listing, Workspace};

use crate::place::{Given, Place, add, files, is_document};

/// Where the process that is killed works, and before which step it is.
const FOLDER: &str = "UNLEADED_TEST_FOLDER";
const STEP: &str = "UNLEADED_TEST_STEP";

const DOCUMENTS: [Given<'_>; 5] = [
    ("a.xml", "one", &[(".dsse.json", "signed"), (".dsse.json.tsr", "stamp")]),
    ("b.xml", "two", &[]),
    ("known.xml", "known", &[(".dsse.json", "signed"), (".tlog-proof", "proof")]),
    ("again.xml", "one", &[]),
    ("w.dsse.json", "withdrawn", &[(".tlog-proof", "proof")]),
];

/// The disk of the machine, and a death before one of its steps. A file that is being written is half there.
struct Deadly {
    step: AtomicU64,
}

impl Deadly {
    fn step(&self, half: impl FnOnce()) {
        if self.step.fetch_sub(1, Ordering::Relaxed) == 0 {
            half();
            // Nothing is flushed, let go or told, as with any other way of being killed.
            std::process::abort();
        }
    }
}

impl Disk for Deadly {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        System.create_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|| ());
        self.step(|| fs::write(path, &bytes[..bytes.len() / 2]).unwrap());
        System.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| ());
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|| ());
        System.remove(path)
    }

    fn flush(&self, folders: &[&Path]) -> io::Result<()> {
        self.step(|| ());
        System.flush(folders)
    }
}

/// What the process does that is killed; without its variables there is nothing to do.
#[test]
fn child() {
    let (Ok(folder), Ok(step)) = (std::env::var(FOLDER), std::env::var(STEP)) else { return };
    let workspace = Workspace::find(Path::new(&folder)).unwrap().unwrap();
    add(&workspace, &Deadly { step: AtomicU64::new(step.parse().unwrap()) }, &DOCUMENTS);
}

fn place() -> Place {
    let place = Place::new();
    place.add(&[("known.xml", "known", &[])]);
    place
}

/// Adds in a process that dies before that step, and returns whether it lived.
fn lives(folder: &Path, step: u64) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "killed::child"]).env(FOLDER, folder).env(STEP, step.to_string());
    child.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

fn check_sound(workspace: &Workspace) {
    let listing = Listing::of(workspace, is_document).unwrap();
    assert_eq!(Fault::of_names(&listing), []);
    for entry in &listing.entries {
        assert_eq!(Fault::of_bytes(workspace, &entry.path), None);
    }
}

#[test]
fn before_any_step() {
    let whole = place();
    whole.add(&DOCUMENTS);
    let wanted = whole.files();
    let mut steps = 0;
    loop {
        let place = place();
        let before = place.files();
        let lived = lives(place.dir.path(), steps);
        check_sound(&place.workspace);
        for (name, bytes) in place.files() {
            assert_eq!(wanted.get(&name), Some(&bytes), "{name} after {steps} steps");
        }
        assert!(before.keys().all(|name| place.files().contains_key(name)));
        place.add(&DOCUMENTS);
        assert_eq!(place.files(), wanted, "completed after {steps} steps");
        if lived {
            break;
        }
        steps += 1;
    }
    assert!(steps > 30, "only {steps} steps were seen");
}

#[test]
fn a_document_comes_with_its_signature_or_not_at_all() {
    for steps in 0.. {
        let place = place();
        let lived = lives(place.dir.path(), steps);
        for entry in Listing::of(&place.workspace, is_document).unwrap().documents() {
            if entry.path.ends_with("/a.xml") {
                assert_eq!(entry.beside.len(), 2, "after {steps} steps");
            }
        }
        if lived {
            break;
        }
    }
}

#[test]
fn while_it_is_made() {
    // Settings come last: what is made before them is no workspace, and is made again.
    let dir = tempfile::TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("documents")).unwrap();
    fs::create_dir_all(dir.path().join(".unleaded")).unwrap();
    fs::write(dir.path().join(".unleaded/settings"), "bo").unwrap();
    assert_eq!(Workspace::find(dir.path()).unwrap(), None);
    Workspace::init(dir.path(), Initial { settings: "bom = \"b.csv\"\n" }).unwrap();
    let files = files(dir.path());
    assert_eq!(files["unleaded.toml"], b"bom = \"b.csv\"\n");
}
