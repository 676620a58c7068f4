//! Fixtures of roll-ups: a folder each, `CODE--WHAT` or `valid--WHAT`, with `bom.csv`, a folder `declarations` and, where
//! the case needs them, `options.json`: `{"products": [..], "china_basis": ".."}`.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use unleaded_app::decisions::DecisionsFile;
use unleaded_app::documents::Documents;
use unleaded_app::rollup::{Request, Signatures, Weight, run};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

use crate::{bytes, entries, name, text, trust_cases};

struct Folder(PathBuf);

impl Documents for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        match self.0.exists() {
            true => Ok(entries(&self.0).iter().map(|path| name(path).to_owned()).collect()),
            false => Ok(Vec::new()),
        }
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.0.join(name))
    }
}

/// What the case in `folder` raises, as of the date of all cases.
pub fn raised(folder: &Path) -> Vec<Diagnostic> {
    let file = folder.join("options.json");
    let given: Value = match file.exists() {
        true => serde_json::from_str(&text(&file)).unwrap(),
        false => Value::Null,
    };
    let strings = given["products"].as_array().into_iter().flatten();
    let products: Vec<String> = strings.map(|p| p.as_str().unwrap().to_owned()).collect();
    let mut options = Options::new(trust_cases::AS_OF);
    options.china_basis = given["china_basis"].as_str().map(str::to_owned);
    let decided = folder.join("decisions.toml");
    let decided = decided
        .exists()
        .then(|| DecisionsFile::read(&bytes(&decided), &FileName::new("decisions.toml")).unwrap());
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: &bytes(&folder.join("bom.csv")),
        trust: None,
        mapping: None,
        decisions: decided.as_ref().map(|file| (file, Weight::Shown)),
        options: &options,
        replaced: &[],
        laws: &Law::DEFAULT,
        lists: Lists::shipped(),
        products: &products,
        signatures: Signatures::Optional,
    };
    let documents = Folder(folder.join("declarations"));
    run(&request, &documents, &mut |_, _, _| {}).unwrap().diagnostics
}
