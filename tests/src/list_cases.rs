//! Fixtures of lists of rules: a file, or a folder `CODE--WHAT` or `valid--WHAT` with one list, its header in TOML and its table in CSV,
//! or several that are to stand beside each other.

use std::path::{Path, PathBuf};

use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_rules::lists::{ListFile, Lists, Source};

use crate::{bytes, entries, name};

/// What the case at `path` raises: each list, and all of them together.
pub fn raised(path: &Path) -> Vec<Diagnostic> {
    let files: Vec<PathBuf> = match path.is_dir() {
        true => entries(path).into_iter().filter(|p| p.extension().unwrap() == "toml").collect(),
        false => vec![path.to_owned()],
    };
    let (mut lists, mut found) = (Vec::new(), Vec::new());
    for file in files {
        let table = Some(file.with_extension("csv")).filter(|table| table.exists());
        let (toml, table_bytes) = (bytes(&file), table.as_deref().map(bytes));
        let (toml_name, table_name) =
            (FileName::new(name(&file)), table.as_deref().map(|path| FileName::new(name(path))));
        let (list, defects) = Lists::shipped().read_own(&ListFile {
            toml: Source { file: &toml_name, bytes: &toml },
            table: table_name
                .as_ref()
                .zip(table_bytes.as_deref())
                .map(|(file, bytes)| Source { file, bytes }),
        });
        found.extend(defects);
        lists.extend(list);
    }
    found.extend(Lists::shipped().with(lists).err().unwrap_or_default());
    found
}
