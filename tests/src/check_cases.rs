//! Fixtures of `check`: a file, checked without a profile, or a folder `CODE--WHAT` with `profile.toml` and the declaration that
//! it is checked with.

use std::path::Path;

use unleaded_app::check::{Request, check};
use unleaded_app::profile::Profile;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::{Diagnostic, FileName};

use crate::{bytes, entries, name, text, trust_cases};

/// What the case at `path` raises, as of the date of all cases.
pub fn raised(path: &Path) -> Vec<Diagnostic> {
    let mut profile = Profile::default();
    let mut declaration = Some(path.to_owned());
    if path.is_dir() {
        let file = path.join("profile.toml");
        match Profile::parse(&text(&file), &FileName::new("profile.toml")) {
            Ok(read) => profile = read,
            Err(found) => return found,
        }
        declaration = entries(path).into_iter().find(|found| *found != file);
    }
    let declaration = declaration.unwrap();
    let request = Request {
        as_of: trust_cases::AS_OF,
        category: None,
        profile: &profile,
        mapping: &Mapping::default(),
    };
    check(&bytes(&declaration)[..], &FileName::new(name(&declaration)), &request).diagnostics
}
