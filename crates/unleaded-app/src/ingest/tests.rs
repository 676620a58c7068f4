use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::civil::date;
use unleaded_trust::{ENVELOPE_SUFFIX, Organisation, PrivateKey};

use super::*;
use crate::documents::Trust;
use crate::signing::sign;

/// A folder in memory.
#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Documents for Memory {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.0.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// A shelf in memory that is full after so many packages; it takes everything that has `other` in its name to be there with other bytes.
struct Small {
    room: usize,
    kept: Mutex<Vec<String>>,
}

impl Shelf for Small {
    type Staged = String;

    fn whole(&self, package: &Package<'_>) -> io::Result<Option<String>> {
        let kept = self.kept.lock().unwrap();
        Ok(kept.iter().find(|name| *name == package.name).cloned())
    }

    fn stage(&self, package: &Package<'_>, _: Option<&Said>) -> io::Result<String> {
        Ok(package.name.to_owned())
    }

    fn let_go(&self, _: String) {}

    fn settle(&self, batch: Vec<String>) -> (Vec<Put>, io::Result<()>) {
        let mut kept = self.kept.lock().unwrap();
        let mut all = Vec::new();
        for name in batch {
            if kept.len() == self.room {
                return (all, Err(io::ErrorKind::StorageFull.into()));
            }
            kept.push(name.clone());
            let is_other = name.contains("other");
            let differing = if is_other { vec![format!("{name}.dsse.json")] } else { Vec::new() };
            all.push(Put { path: name.clone(), new: vec![name], differing });
        }
        (all, Ok(()))
    }
}

fn declaration(number: &str) -> Vec<u8> {
    format!(
        "<MainDeclaration xmlns='http://webstds.ipc.org/175x/2.0' version='2.0'><BusinessInfo \
         mode='Distribute'><Response date='2026-03-02'><SupplyCompany name='Maker'/></Response>\
         </BusinessInfo><Product unitType='Each'><ProductID itemNumber='{number}'/><SubProduct>\
         <ProductID itemNumber='{number}-inside' requesterItemNumber='R'/></SubProduct><MaterialInfo>\
         <HomogeneousMaterialList><HomogeneousMaterial name='Wire'/></HomogeneousMaterialList>\
         </MaterialInfo></Product></MainDeclaration>"
    )
    .into_bytes()
}

fn shelf(room: usize) -> Small {
    Small { room, kept: Mutex::new(Vec::new()) }
}

fn taken(folder: &Memory, shelf: &Small, stop: &AtomicBool) -> Ingested {
    let mut store = TrustStore::empty();
    let key = PrivateKey::from_seed([7; 32]);
    store.add(key.public(), Organisation::new::<&str>("Maker", &[]).unwrap(), None, None).unwrap();
    let trust = Trust { store, sha256: String::new() };
    let settings = Settings { trust: Some(&trust), mapping: None, as_of: date(2026, 11, 22) };
    let given = given(&folder.names().unwrap());
    ingest(&given, (folder, &Memory::default()), &settings, shelf, stop, |_, _| ()).unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> Memory {
    Memory(files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect())
}

fn fates(ingested: &Ingested) -> Vec<String> {
    let fate = |taken: &Taken| match &taken.fate {
        Fate::Kept(put) if put.new.is_empty() => format!("{}: there", taken.name),
        Fate::Kept(_) => format!("{}: kept", taken.name),
        Fate::NotReached => format!("{}: not reached", taken.name),
        Fate::Refused | Fate::Unreadable => {
            let why = taken.diagnostics.first().map_or("", |why| why.code.name());
            format!("{}: {why}", taken.name)
        }
    };
    ingested.taken.iter().map(fate).collect()
}

#[test]
fn a_bad_document_spoils_no_other() {
    let (good, key) = (declaration("A-1"), PrivateKey::from_seed([7; 32]));
    let signed = sign(&FileName::new("b.xml"), &good, &key, date(2026, 11, 1)).unwrap();
    let envelope = format!("b.xml{ENVELOPE_SUFFIX}");
    let changed = format!("c.xml{ENVELOPE_SUFFIX}");
    let other = declaration("C-1");
    let folder = folder(&[
        ("a.xml", b"<MainDeclaration"),
        ("b.xml", &good),
        (&envelope, &signed),
        ("c.xml", &other),
        (&changed, &signed),
        ("d.csv", b"parent,child,quantity\nA,B,1\n"),
        ("e.xml", &declaration("E-1")),
    ]);
    let shelf = shelf(9);
    let go_on = AtomicBool::new(false);
    let first = taken(&folder, &shelf, &go_on);
    let fates_ = fates(&first);
    assert_eq!(fates_[1..3], ["b.xml: kept", "c.xml: signature-changed-document"], "{fates_:?}");
    assert_eq!(fates_[4], "e.xml: kept");
    assert!(matches!(first.taken[0].fate, Fate::Refused) && !first.taken[0].diagnostics.is_empty());
    assert!(matches!(first.taken[3].fate, Fate::Refused) && !first.taken[3].diagnostics.is_empty());
    let signed = first.taken[1].signature().unwrap();
    assert_eq!(*signed, Signature::Good { signer: "Maker".to_owned() });
    assert_eq!(first.taken[4].signature(), Some(&Signature::Unsigned));
    let said = &first.taken[1].examined.as_ref().unwrap().said;
    assert_eq!(said.offers, [Offered { maker: "Maker".to_owned(), number: "A-1".to_owned() }]);
    assert_eq!(said.mentions, ["A-1-inside", "R"]);
    assert_eq!((said.format, said.parts), ("IPC-1752A", 1));
    // What is there is passed over, and what was refused is refused again.
    assert_eq!(fates(&taken(&folder, &shelf, &go_on))[1], "b.xml: there");
}

#[test]
fn what_belongs_to_nothing_is_refused() {
    let key = PrivateKey::from_seed([7; 32]);
    let signed = sign(&FileName::new("b.xml"), &declaration("B"), &key, date(2026, 11, 1)).unwrap();
    let envelope = format!("b.xml{ENVELOPE_SUFFIX}");
    let folder = folder(&[(&envelope, &signed), ("c.tsr", b"")]);
    let ingested = taken(&folder, &shelf(9), &AtomicBool::new(false));
    let code = |taken: &Taken| taken.diagnostics[0].code;
    assert!(ingested.taken.iter().all(|one| code(one) == codes::WORKSPACE_FILE_ALONE));
    assert_eq!(ingested.taken.len(), 2);
}

#[test]
fn what_is_there_with_other_bytes_stays_and_is_told() {
    let folder = folder(&[("other.xml", &declaration("A-1"))]);
    let ingested = taken(&folder, &shelf(9), &AtomicBool::new(false));
    let told = &ingested.taken[0].diagnostics;
    assert!(told.iter().any(|one| one.code == codes::WORKSPACE_FILE_DIFFERS), "{told:?}");
}

#[test]
fn what_does_not_fit_is_told_and_the_rest_is_kept() {
    let names: Vec<String> = (0..2 * BATCH + 9).map(|n| format!("{n:05}.xml")).collect();
    let folder = Memory(names.iter().map(|name| (name.clone(), declaration(name))).collect());
    let ingested = taken(&folder, &shelf(BATCH + 5), &AtomicBool::new(false));
    assert_eq!(ingested.failure.as_ref().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
    let kept = ingested.taken.iter().take_while(|one| matches!(one.fate, Fate::Kept(_))).count();
    assert_eq!((kept, ingested.taken.len()), (BATCH + 5, names.len()));
    let rest = &ingested.taken[kept..];
    assert!(rest.iter().all(|one| matches!(one.fate, Fate::NotReached)));
}

#[test]
fn once_it_is_stopped_nothing_more_is_begun() {
    let folder = folder(&[("a.xml", &declaration("A-1"))]);
    let ingested = taken(&folder, &shelf(9), &AtomicBool::new(true));
    assert_eq!(fates(&ingested), ["a.xml: not reached"]);
    assert!(ingested.failure.is_none());
}
