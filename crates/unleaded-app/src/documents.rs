//! Documents from a folder: read, hashed, verified, parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_formats::check::CheckOptions;
use unleaded_formats::lint::is_refused;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, FileName, Place, Severity, codes};
use unleaded_rules::{Acceptance, Amounts, Vouched};
use unleaded_trust::rows::{LATE_SUFFIX, SEED_SUFFIX};
use unleaded_trust::{
    Clocks, Digest, ENVELOPE_SUFFIX, Known, Standing, Terms, TrustStore, Verified, sha256_hex,
};

use crate::companions::Companions;
use crate::evidence;
use crate::mapping::MappingFile;
use crate::parallel;
use crate::rows::read_declaration;
use crate::signatures::{Checked, Outcome, check};
use crate::system::{in_chinese, in_english};

/// Where documents come from; several are read at a time.
pub trait Documents: Sync {
    /// The names of all files, in any order. A name is what diagnostics show.
    fn names(&self) -> io::Result<Vec<String>>;
    /// The bytes of a file.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// Whose keys are accepted.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The store.
    pub store: TrustStore,
    /// SHA-256 of the file that it was read from.
    pub sha256: String,
}

/// What the signature on a document comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Something is wrong: the document is left out.
    Bad,
    /// A trusted key of this organisation signed these bytes.
    Good {
        /// The organisation.
        signer: String,
    },
    /// There is a signature, and no trust file to check it with.
    NotChecked,
    /// Nobody known signed it.
    UnknownKey,
    /// There is no signature.
    Unsigned,
}

impl Signature {
    /// The word of the report.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Good { .. } => "good",
            Self::NotChecked => "not-checked",
            Self::UnknownKey => "unknown-key",
            Self::Unsigned => "unsigned",
        }
    }

    /// The organisation that vouches for the document.
    pub fn signer(&self) -> Option<&str> {
        match self {
            Self::Good { signer } => Some(signer),
            _ => None,
        }
    }
}

/// A document of the folder.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its name.
    pub file: FileName,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its signature.
    pub signature: Signature,
    /// SHA-256 of the envelope of its signature: that of the document where the signature is inside it; `None`: it is unsigned.
    pub envelope_sha256: Option<String>,
    /// SHA-256s of the files with evidence of when it was signed, sorted.
    pub evidence: Vec<Digest>,
    /// What stands once in it; `None`: it can't be read.
    pub header: Option<Header>,
    /// Its products; none when it is left out.
    pub products: Vec<DeclaredPart>,
    /// Whether its amounts could be read.
    pub amounts: Amounts,
    /// Why it is left out; `None`: it is used.
    pub left_out: Option<String>,
    /// What tells whether it was replaced or withdrawn; `None`: no trusted key signed it.
    known: Option<Known>,
}

impl Loaded {
    /// Whether a trusted key vouches for it.
    pub fn vouched(&self) -> Vouched {
        if self.signature.signer().is_some() { Vouched::Yes } else { Vouched::No }
    }

    /// Whether its supplier accepted it.
    pub fn acceptance(&self) -> Acceptance {
        self.header.as_ref().map_or(Acceptance::NotRefused, acceptance)
    }
}

/// Whether the supplier accepted a declaration with that header.
pub(crate) fn acceptance(header: &Header) -> Acceptance {
    match header.legal.as_ref().and_then(|legal| legal.accepted) {
        Some(false) => Acceptance::Refused,
        Some(true) | None => Acceptance::NotRefused,
    }
}

/// Whether the amounts of a declaration could be read that was read with these diagnostics.
pub(crate) fn amounts(diagnostics: &[Diagnostic]) -> Amounts {
    match diagnostics.iter().any(is_unreadable_amount) {
        true => Amounts::SomeUnreadable,
        false => Amounts::Read,
    }
}

/// Whether a file of a folder is a document: envelopes, signatures, keys and hidden files are not.
pub fn is_document(name: &str) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = base.to_lowercase();
    let beside =
        [ENVELOPE_SUFFIX, SEED_SUFFIX, LATE_SUFFIX, ".sig", ".tlog-proof", ".tsr", ".pem", ".pub"];
    !base.starts_with(['.', '~']) && !beside.iter().any(|suffix| lower.ends_with(suffix))
}

/// What a folder holds.
#[derive(Debug)]
pub struct Folder {
    /// Its documents, in the order of their hashes.
    pub documents: Vec<Loaded>,
    /// The statements about them that trusted keys signed, by the SHA-256 of their envelopes, each with the files with evidence of when.
    pub statements: BTreeMap<Digest, Vec<Digest>>,
}

/// How documents are read and verified.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Whose keys are accepted; `None`: signatures are not checked.
    pub trust: Option<&'a Trust>,
    /// How tables are read that need to be told.
    pub mapping: Option<&'a MappingFile>,
    /// The date that keys must be valid on.
    pub as_of: jiff::civil::Date,
}

/// Loads every document, in the order of their hashes, so that neither names nor the folder's order matter.
///
/// A document whose signature is bad or that can't be read is left out, and says so; it never spoils another.
pub fn load(
    documents: &dyn Documents,
    settings: &Settings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
    mut progress: impl FnMut(usize, usize),
) -> io::Result<Folder> {
    let names = documents.names()?;
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut wanted: Vec<&String> = names.iter().filter(|name| is_document(name)).collect();
    wanted.sort_unstable();
    // Without a trust file nobody is known who could say anything about a document.
    let nobody = TrustStore::empty();
    let store = settings.trust.map_or(&nobody, |trust| &trust.store);
    let clocks = Clocks::new(store, settings.as_of);
    let companions = Companions::in_folder(documents, &names, &clocks, diagnostics);
    let terms = Terms { delegations: &companions.delegations, ..clocks.terms() };
    let folder = Reading { documents, names: &all, settings, clocks: &clocks, terms };
    let one = |name: &&String| folder.one(name);
    let mut loaded = Vec::with_capacity(wanted.len());
    for (document, found) in parallel::map(&wanted, one, |done| progress(done, wanted.len())) {
        loaded.extend(document);
        diagnostics.extend(found);
    }
    leave_out_stale(&mut loaded, &companions, diagnostics);
    leave_out_copies(&mut loaded, &companions, diagnostics);
    loaded.sort_by_cached_key(|one| {
        let signature = (one.signature.word(), one.left_out.is_some(), one.envelope_sha256.clone());
        (one.sha256.clone(), signature, one.evidence.clone())
    });
    // The same bytes twice are one document; of several signatures that come to the same one that holds counts, and the names of
    // files decide nothing.
    loaded.dedup_by(|b, a| a.sha256 == b.sha256 && a.signature.word() == b.signature.word());
    Ok(Folder { documents: loaded, statements: companions.files })
}

/// A folder whose documents are read.
struct Reading<'a> {
    documents: &'a dyn Documents,
    /// The names of all its files.
    names: &'a BTreeSet<&'a str>,
    settings: &'a Settings<'a>,
    clocks: &'a Clocks<'a>,
    terms: Terms<'a>,
}

impl Reading<'_> {
    /// The document `name`, and what there is to say about it; `None`: it can't be read.
    fn one(&self, name: &str) -> (Option<Loaded>, Vec<Diagnostic>) {
        let file = FileName::new(name);
        let beside = format!("{name}{ENVELOPE_SUFFIX}");
        let mut read = |name: &str| self.names.contains(name).then(|| self.documents.read(name));
        let both =
            self.documents.read(name).and_then(|bytes| Ok((bytes, read(&beside).transpose()?)));
        let (bytes, envelope) = match both {
            Ok(both) => both,
            Err(error) => return (None, vec![unreadable(&file, &error)]),
        };
        let envelope = envelope.as_deref();
        let signed = evidence::Signed {
            document: (name, &bytes),
            envelope: envelope.map(|bytes| (beside.as_str(), bytes)),
        };
        let found = evidence::beside(&signed, self.clocks, &mut read);
        let terms = Terms { evidence: &found.evidence, ..self.terms };
        let mut diagnostics = found.diagnostics;
        let source = Source { file, bytes: &bytes, envelope };
        let loaded = load_one(&source, self.settings, &terms, &mut diagnostics);
        (Some(Loaded { evidence: found.files, ..loaded }), diagnostics)
    }
}

/// Leaves out what its signer has replaced or withdrawn: an old copy may say less than the new one.
fn leave_out_stale(
    loaded: &mut [Loaded],
    companions: &Companions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let signed: Vec<&mut Loaded> = loaded.iter_mut().filter(|one| one.known.is_some()).collect();
    let known: Vec<Known> = signed.iter().filter_map(|one| one.known.clone()).collect();
    for (one, told) in signed.into_iter().zip(companions.lives(&known)) {
        let found = told.diagnostics(&one.file);
        if *told.standing() != Standing::Current {
            one.left_out = found.first().map(|why| why.code.name().to_owned());
            one.products.clear();
        }
        diagnostics.extend(found);
    }
}

/// Leaves out bytes for which nobody known vouches and of which somebody trusted says that they no longer hold: a copy without its
/// signature is not to bring back what was withdrawn.
fn leave_out_copies(
    loaded: &mut [Loaded],
    companions: &Companions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let said = companions.of_bytes();
    for one in loaded.iter_mut().filter(|one| one.known.is_none() && one.left_out.is_none()) {
        let Some(life) = one.sha256.parse().ok().and_then(|sha256: Digest| said.get(&sha256))
        else {
            continue;
        };
        let found = life.diagnostics(&one.file);
        one.left_out = found.first().map(|why| why.code.name().to_owned());
        one.products.clear();
        diagnostics.extend(found);
    }
}

/// The bytes of a document and of the envelope beside it.
pub(crate) struct Source<'a> {
    pub(crate) file: FileName,
    pub(crate) bytes: &'a [u8],
    pub(crate) envelope: Option<&'a [u8]>,
}

fn load_one(
    source: &Source<'_>,
    settings: &Settings<'_>,
    terms: &Terms<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Loaded {
    let sha256 = sha256_hex(source.bytes);
    let (signature, remarks, checked) = signature(source, settings, terms);
    let judged = checked.as_ref().filter(|_| signature != Signature::Unsigned);
    let envelope_sha256 = judged.and_then(|checked| match checked.envelope.as_slice() {
        // What is signed inside is its own envelope.
        [] => (signature != Signature::Bad).then(|| sha256.clone()),
        envelope => Some(sha256_hex(envelope)),
    });
    let bad = signature == Signature::Bad;
    let why = remarks.first().map(|d| d.code.name().to_owned());
    diagnostics.extend(remarks);
    let mut loaded = Loaded {
        file: source.file.clone(),
        sha256,
        signature,
        envelope_sha256,
        evidence: Vec::new(),
        header: None,
        products: Vec::new(),
        amounts: Amounts::Read,
        left_out: None,
        known: None,
    };
    if bad {
        loaded.left_out = why;
        return loaded;
    }
    let mut collected = Collected::default();
    let none = Mapping::default();
    let covered = checked.as_ref().and_then(|checked| checked.covered.as_deref());
    read_declaration(
        covered.unwrap_or(source.bytes),
        &source.file,
        CheckOptions::default(),
        settings.mapping.map_or(&none, |file| &file.mapping),
        &mut collected,
    );
    let fatal = collected.diagnostics.iter().find(|d| makes_unreadable(d));
    loaded.left_out = fatal.map(|d| d.code.name().to_owned());
    if let Some(checked) = checked {
        loaded.known = checked.known;
        if let Some(verified) = &checked.verified
            && let Some(outside) = out_of_scope(verified, &collected.products, &source.file)
        {
            loaded.signature = Signature::Bad;
            loaded.left_out = Some(outside.code.name().to_owned());
            diagnostics.push(outside);
        }
    }
    loaded.header = collected.header;
    if let Some(header) = loaded.header.as_ref().filter(|header| is_refused(header)) {
        let place = header.places.legal.clone();
        let place = place.unwrap_or_else(|| Place::file(&source.file));
        diagnostics.push(Diagnostic::new(codes::checks::ACCEPTANCE_REFUSED, place));
    }
    loaded.amounts = amounts(&collected.diagnostics);
    if loaded.left_out.is_none() {
        loaded.products = collected.products;
    }
    diagnostics.extend(collected.diagnostics);
    loaded
}

/// What the signature on a document comes to, what there is to say about it, and what was checked.
pub(crate) fn signature(
    source: &Source<'_>,
    settings: &Settings<'_>,
    terms: &Terms<'_>,
) -> (Signature, Vec<Diagnostic>, Option<Checked>) {
    // Without a trust file nobody is known, but a changed byte is still seen.
    let Some(mut checked) = check(&source.file, source.bytes, source.envelope, terms) else {
        return (Signature::Unsigned, Vec::new(), None);
    };
    let remarks = std::mem::take(&mut checked.diagnostics);
    let (signature, remarks) = match checked.outcome {
        Outcome::Good => {
            let signer = checked.signer().unwrap_or_default().to_owned();
            (Signature::Good { signer }, remarks)
        }
        Outcome::Bad => (Signature::Bad, remarks),
        // Whoever wants to pass as unsigned can take a signature away as well as spoil its form.
        Outcome::NotJudged => (Signature::Unsigned, remarks),
        Outcome::UnknownKey if settings.trust.is_none() => (Signature::NotChecked, Vec::new()),
        Outcome::UnknownKey => (Signature::UnknownKey, remarks),
    };
    (signature, remarks, Some(checked))
}

/// What is wrong where a signer with bounds signed a document about items beyond them. What the statement says of its items was compared
/// before; here it is the document that is asked.
pub fn out_of_scope(
    verified: &Verified<()>,
    products: &[DeclaredPart],
    file: &FileName,
) -> Option<Diagnostic> {
    let numbers = products.iter().flat_map(|part| &part.items).map(|item| &item.number);
    number_out_of_scope(verified, numbers, file)
}

/// The same, where the numbers of all items are known.
pub(crate) fn number_out_of_scope<'n>(
    verified: &Verified<()>,
    mut numbers: impl Iterator<Item = &'n String>,
    file: &FileName,
) -> Option<Diagnostic> {
    let covered = |number: &String| verified.signers().iter().any(|s| s.may_speak_of(number));
    let outside = numbers.find(|number| !covered(number))?;
    let (key, organisation) = (verified.key_id(), verified.organisation().name());
    let outside = if outside.is_empty() { "?" } else { outside };
    let found = Diagnostic::new(codes::signers::KEY_SCOPE, Place::file(file))
        .with("file", file.as_str())
        .with("key", key)
        .with("organisation", organisation)
        .with("item", outside);
    Some(found)
}

/// Whether a diagnostic is about a document alone, whatever it is used for.
pub fn is_of_check(diagnostic: &Diagnostic) -> bool {
    let of_check = [
        codes::amounts::ALL,
        codes::cells::ALL,
        codes::identity::ALL,
        codes::tables::ALL,
        codes::xml::ALL,
    ];
    of_check.into_iter().any(|all| all.contains(&diagnostic.code))
}

/// Defects of one row of a table, whose part the reader keeps with something undisclosed in place of what it can't read.
const OF_ONE_ROW: [Code; 4] = [
    codes::tables::CELL_ERROR,
    codes::tables::MATERIAL_MISSING,
    codes::tables::ROW_WIDTH,
    codes::tables::SUBSTANCE_MISSING,
];

/// Whether a defect means that the document as a whole can't be trusted to have been read to its end. A wrong value
/// is only a value that is missing, and a wrong row one of its part.
pub(crate) fn makes_unreadable(diagnostic: &Diagnostic) -> bool {
    let is_of_one_row = OF_ONE_ROW.contains(&diagnostic.code);
    diagnostic.severity == Severity::Error && is_unread(diagnostic.code) && !is_of_one_row
}

/// Whether `code` means that something was not read: no profile makes less of it.
pub(crate) fn is_unread(code: Code) -> bool {
    let of = |all: &[Code]| all.contains(&code);
    let of_reading = of(codes::xml::ALL)
        || of(codes::tables::ALL)
        || of(codes::iec62474::ALL)
        || of(codes::rows::ALL)
        || of(codes::limits::ALL);
    let others = [codes::bom::BOM_EMPTY, codes::cells::ROW_ASTRAY, codes::files::FILE_INACCESSIBLE];
    code.severity() == Severity::Error && of_reading || of(&others)
}

/// Whether a substance has an amount that the document states and that is not known.
fn is_unreadable_amount(diagnostic: &Diagnostic) -> bool {
    let of = |all: &[Code]| all.contains(&diagnostic.code);
    diagnostic.severity == Severity::Error && (of(codes::amounts::ALL) || of(&OF_ONE_ROW))
        || of(&[codes::cells::NUMBER_AMBIGUOUS, codes::cells::AMOUNT_APPROXIMATE])
}

/// Returns the diagnostic for a file that the system does not let us read.
pub fn unreadable(file: &FileName, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::files::FILE_INACCESSIBLE, Place::file(file))
        .with("file", Argument::from(file.as_str()))
        .with("reason_en", in_english(error))
        .with("reason_zh", in_chinese(error))
}
