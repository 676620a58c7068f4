//! Everything that is at hand for a signed report, in memory.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use unleaded_app::aggregate::{Checked, Deep, Named, Shelf, Signed, check, made_from};
use unleaded_app::companions::Companions;
use unleaded_app::decisions::DecisionsFile;
use unleaded_app::documents::Trust;
use unleaded_app::rollup::{Request, Signatures, Weight, run};
use unleaded_app::signing::{Saying, sign_as, sign_report};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName};
use unleaded_rules::Law;
use unleaded_rules::lists::Lists;
use unleaded_trust::{Clocks, Digest, Organisation, PrivateKey, Terms, TrustStore, sha256_hex};

use crate::support::{Memory, TODAY, options};

pub(super) const BOM: &str = "parent,child,quantity\nBOARD,R-1,2\nBOARD,C-1,1\nBOARD,W-1,1\n";

/// A declaration of one part that holds so much lead.
pub(super) fn declared(part: &str, percent: &str) -> String {
    format!(
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\n\
         A,{part},100,Solder,100,Lead,7439-92-1,{percent}\nA,{part},100,Solder,100,Tin,7440-31-5,\n"
    )
}

pub(super) fn today() -> Date {
    TODAY.parse().unwrap()
}

/// The key of one of the organisations `A`, `B`, `Brand`.
pub(super) fn key(name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of(name.as_bytes()).as_bytes())
}

pub(super) fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    for name in ["A", "B", "Brand"] {
        let organisation = Organisation::new::<&str>(name, &[]).unwrap();
        store.add(key(name).public(), organisation, None, None).unwrap();
    }
    store
}

/// Everything that is at hand, by name.
pub(super) struct Hand(pub(super) BTreeMap<String, Vec<u8>>);

impl Hand {
    /// A board of three parts, two of which have signed declarations, with a signed report.
    pub(super) fn board() -> Self {
        let mut hand = Self(BTreeMap::new());
        hand.put("bom.csv", BOM);
        hand.put("trust.json", store().to_json());
        for (name, part, signer) in
            [("in/r.csv", "R-1", "A"), ("in/c.csv", "C-1", "B"), ("in/w.csv", "W-1", "")]
        {
            hand.put(name, declared(part, "0.08"));
            if !signer.is_empty() {
                hand.sign(name, signer, None);
            }
        }
        hand.put("in/other.csv", declared("Z-9", "0.01"));
        hand.roll("report.json", "bom.csv", "in/", "");
        hand.sign_report("report.json", "Brand");
        hand
    }

    /// The same, with decisions and without the unsigned document: all of it is good.
    pub(super) fn good() -> Self {
        static MADE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
        Self(MADE.get_or_init(|| Self::make_good().0).clone())
    }

    pub(super) fn make_good() -> Self {
        let mut hand = Self::board();
        hand.0.remove("in/w.csv");
        hand.put(
            "decisions.toml",
            "[[decision]]\nrules = \"eu-rohs\"\nentry = \"*\"\npart = \"W-1\"\ndocument = \"none\"\n\
             reason = \"r\"\nowner = \"o\"\ndecided = \"2026-11-01\"\nexpires = \"2027-01-01\"\n",
        );
        hand.roll("report.json", "bom.csv", "in/", "decisions.toml");
        hand.sign_report("report.json", "Brand");
        hand
    }

    pub(super) fn put(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        self.0.insert(name.to_owned(), bytes.as_ref().to_vec());
    }

    pub(super) fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).unwrap()
    }

    pub(super) fn sign(&mut self, name: &str, signer: &str, made: Option<&str>) {
        let inputs = made.map(|envelope| made_from(&self.0[envelope]));
        let file = FileName::new(name);
        let envelope = sign_as(
            &file,
            &self.0[name],
            &[&key(signer)],
            Saying { issued: Some(today()), inputs, ..Saying::default() },
        )
        .unwrap();
        self.put(&format!("{name}.dsse.json"), envelope);
    }

    pub(super) fn sign_report(&mut self, name: &str, signer: &str) {
        let signed = sign_report(&FileName::new(name), &self.0[name], &[&key(signer)], today());
        self.put(&format!("{name}.dsse.json"), signed.unwrap());
    }

    pub(super) fn roll(&mut self, report: &str, bom: &str, folder: &str, decisions: &str) {
        let inside = self.0.iter().filter(|(name, _)| name.starts_with(folder));
        let files = Memory(inside.map(|(n, bytes)| (n.clone(), bytes.clone())).collect());
        let trusted = Trust { store: store(), sha256: sha256_hex(&self.0["trust.json"]) };
        let decided = self.0.get(decisions);
        let decided = decided.map(|b| DecisionsFile::read(b, &FileName::new(decisions)).unwrap());
        let request = Request {
            bom: FileName::new(bom),
            bom_bytes: &self.0[bom],
            trust: Some(&trusted),
            mapping: None,
            decisions: decided.as_ref().map(|file| (file, Weight::Shown)),
            options: &options(TODAY),
            replaced: &[],
            laws: &Law::DEFAULT,
            lists: Lists::shipped(),
            products: &[],
            signatures: Signatures::Optional,
        };
        let outcome = run(&request, &files, &mut |_, _, _| {}).unwrap();
        let made = outcome.report.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
        self.put(report, made.to_json());
    }

    pub(super) fn report(&self, name: &str) -> Report {
        Report::from_json(&self.0[name]).unwrap()
    }

    pub(super) fn check(&self) -> Checked {
        self.check_by(&store(), today())
    }

    pub(super) fn check_by(&self, store: &TrustStore, as_of: Date) -> Checked {
        let memory = Memory(self.0.clone());
        let (shelf, unread) = Shelf::new(&memory, |_, _| {}).unwrap();
        assert!(unread.is_empty());
        let is_there = |name: &str| self.0.contains_key(name).then(|| name.to_owned());
        let folder = self.0.keys().filter(|name| name.starts_with("in/")).cloned().collect();
        let (bom, decisions) = (is_there("bom.csv"), is_there("decisions.toml"));
        let named = Named { bom, decisions, mapping: None, folder };
        let terms = Terms::new(store, as_of);
        let clocks = Clocks::new(store, as_of);
        let (companions, lists) = (&Companions::default(), Lists::shipped());
        let deep = Deep { shelf: &shelf, terms, clocks: &clocks, companions, lists, named };
        let envelope = self.0.get("report.json.dsse.json").map(Vec::as_slice);
        let file = FileName::new("report.json");
        check(&Signed { file, bytes: &self.0["report.json"], envelope }, &deep)
    }
}

pub(super) fn diagnostics(checked: &Checked) -> Vec<&Diagnostic> {
    checked.tiers.iter().flat_map(|tier| tier.all_diagnostics()).collect()
}

pub(super) fn raised(checked: &Checked) -> Vec<Code> {
    let mut raised: Vec<Code> = diagnostics(checked).iter().map(|d| d.code).collect();
    raised.sort_unstable_by_key(|code| code.name());
    raised.dedup();
    raised
}

/// Whether the result speaks of that file.
pub(super) fn names(checked: &Checked, file: &str) -> bool {
    let told = diagnostics(checked);
    let told = told.iter().flat_map(|d| &d.places).any(|place| place.file_name().as_str() == file);
    let states = checked.tiers.iter().flat_map(|tier| &tier.children);
    let child = states.filter(|child| !child.state.is_fine());
    told || checked.others.iter().any(|other| other == file)
        || child.into_iter().any(|child| child.file.as_deref() == Some(file))
}
