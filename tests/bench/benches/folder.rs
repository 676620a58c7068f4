//! Verifying a folder of signed declarations on all processors, beside the hashes and signature checks that no verifier can do
//! without, and beside OpenSSL doing only those.

use std::cell::RefCell;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use jiff::civil::date;
use sha2::{Digest as _, Sha256};
use unleaded_app::parallel;
use unleaded_app::signatures::{Outcome, check};
use unleaded_app::signing::sign;
use unleaded_bench::Size;
use unleaded_bench::mixed::mixed;
use unleaded_bench::peers::{Peer, write_set};
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{ENVELOPE_SUFFIX, Organisation, PrivateKey, Terms, TrustStore};

const SEED: [u8; 32] = [7; 32];

/// A signed declaration on disk.
struct Signed {
    document: PathBuf,
    envelope: PathBuf,
}

/// Writes the documents and their signatures.
fn write(documents: &[String], folder: &Path, key: &PrivateKey) -> std::io::Result<Vec<Signed>> {
    fs::create_dir_all(folder)?;
    let one = |(at, text): (usize, &String)| {
        let document = folder.join(format!("{at}.xml"));
        let envelope = folder.join(format!("{at}.xml{ENVELOPE_SUFFIX}"));
        let name = FileName::new("a.xml");
        let signed = sign(&name, text.as_bytes(), key, date(2026, 11, 22)).expect("it is small");
        fs::write(&document, text)?;
        fs::write(&envelope, signed)?;
        Ok(Signed { document, envelope })
    };
    documents.iter().enumerate().map(one).collect()
}

/// The good signatures that `work` finds on all processors; it is handed memory to read documents into.
fn good<T: Sync>(items: &[T], work: impl Fn(&mut Vec<u8>, &T) -> bool + Sync) -> u64 {
    let found = parallel::map_with(items, Vec::new, work, |_| {});
    found.into_iter().map(u64::from).sum()
}

/// Reads the file `path` into `bytes`, as the verb does.
fn read<'b>(path: &Path, bytes: &'b mut Vec<u8>) -> &'b [u8] {
    bytes.clear();
    let read = fs::File::open(path).and_then(|mut file| file.read_to_end(bytes));
    read.expect("it was written before");
    bytes
}

/// The least that a check of a signature does with the bytes of a document.
fn least() -> impl Fn(&[u8]) -> bool + Sync {
    let key = SigningKey::from_bytes(&SEED);
    let message = [b'm'; 600];
    let signature: Signature = key.sign(&message);
    let key = key.verifying_key();
    move |bytes| {
        std::hint::black_box(Sha256::digest(bytes));
        key.verify_strict(&message, &signature).is_ok()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let size = Size::from_arguments();
    let documents = mixed(size.choose(50_000_000, 500_000));
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (folder, set) = (tmp.join("folder"), tmp.join("folder.set"));
    write_set(&documents, &set)?;
    let key = PrivateKey::from_seed(SEED);
    let files = write(&documents, &folder, &key)?;
    let mut trust = TrustStore::empty();
    trust.add(key.public(), Organisation::new::<&str>("Maker", &[])?, None, None)?;

    let least = least();
    let all = documents.len() as u64;
    let expect = |name: &str, found: u64| {
        assert_eq!(found, all, "{name} finds every signature good");
        found
    };
    let (name, as_of) = (FileName::new("a.xml"), date(2026, 11, 22));
    let is_good = |document: &[u8], envelope: &[u8]| {
        let checked = check(&name, document, Some(envelope), &Terms::new(&trust, as_of));
        checked.is_some_and(|checked| checked.outcome == Outcome::Good)
    };
    let verified = |bytes: &mut Vec<u8>, signed: &Signed| {
        let envelope = fs::read(&signed.envelope).expect("it was written before");
        is_good(read(&signed.document, bytes), &envelope)
    };
    let envelopes: Result<Vec<_>, _> = files.iter().map(|one| fs::read(&one.envelope)).collect();
    let in_memory: Vec<(&String, Vec<u8>)> = documents.iter().zip(envelopes?).collect();
    let mut contenders = vec![
        Contender::new("SHA-256 + Ed25519 verify_strict, in memory", || {
            expect("the bound", good(&documents, |_, text| least(text.as_bytes())))
        }),
        Contender::new("signatures::check, in memory", || {
            let one = |_: &mut _, (document, envelope): &(&String, Vec<u8>)| {
                is_good(document.as_bytes(), envelope)
            };
            expect("own", good(&in_memory, one))
        }),
        Contender::new("the bound, from files", || {
            expect("the bound", good(&files, |bytes, signed| least(read(&signed.document, bytes))))
        }),
        Contender::new("signatures::check, from files", || expect("own", good(&files, verified))),
    ];
    let mut left_out = String::new();
    match Peer::openssl(&set, tmp).map(RefCell::new) {
        Ok(peer) => contenders.push(Contender::new("OpenSSL, in memory", move || {
            let answer = peer.borrow_mut().ask().unwrap_or_else(|why| panic!("OpenSSL: {why}"));
            let found = answer.split(' ').next().and_then(|good| good.parse().ok());
            expect("OpenSSL", found.unwrap_or(0))
        })),
        Err(why) => left_out += &format!("  OpenSSL is left out: {why}\n"),
    }
    let bytes: usize = documents.iter().map(String::len).sum();
    let title = format!("Verifying {all} signed declarations, {bytes} bytes, on all processors");
    let work = Work { unit: "verifications", millionths: all * 1_000_000 };
    let report = race(&title, work, size.choose(15, 1), contenders);
    fs::remove_dir_all(&folder)?;
    fs::remove_file(&set)?;
    publish("folder", &(report + &left_out), env!("CARGO_TARGET_TMPDIR"))?;
    Ok(())
}
