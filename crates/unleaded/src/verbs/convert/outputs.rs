//! Which file is written to which.

use std::collections::BTreeMap;
use std::path::Path;

use unleaded_app::convert::{Made, Split, Target};

use crate::exit::Failure;
use crate::files::{self, STANDARD};

/// One document to convert.
pub(super) struct Job {
    /// The document.
    pub(super) input: String,
    to: Destination,
}

/// Where what is made of a document goes.
enum Destination {
    /// To one file, or to standard output.
    File(String),
    /// To a folder, one file for each part, whose names end in this.
    Parts(String, &'static str),
}

/// A file that was written.
pub(super) struct Output {
    pub(super) path: String,
    pub(super) products: usize,
}

/// Finds the documents of `inputs` and where each goes. No two go to one file.
pub(super) fn jobs(
    inputs: &[String],
    output: Option<&str>,
    target: Target,
    split: Split,
) -> Result<Vec<Job>, Box<Failure>> {
    let documents = files::documents(inputs)?;
    let path = output.unwrap_or(STANDARD);
    let is_folder = path != STANDARD && (path.ends_with('/') || Path::new(path).is_dir());
    let several = documents.len() != 1 || inputs.iter().any(|input| Path::new(input).is_dir());
    if (several || split == Split::Products) && !is_folder {
        return Err(Failure::new(
            (
                format!("several documents can't be written to `{path}`"),
                format!("无法将多个文件写入“{path}”"),
            ),
            ("name a folder with `-o FOLDER/`", "请用“-o 文件夹/”指定文件夹"),
        ));
    }
    let mut taken = BTreeMap::new();
    let mut jobs = Vec::with_capacity(documents.len());
    for input in documents {
        let to = match (is_folder, split) {
            (true, Split::Products) => Destination::Parts(path.to_owned(), target.extension()),
            (true, Split::Whole) => {
                Destination::File(inside(path, stem(&input), target.extension()))
            }
            (false, _) => Destination::File(path.to_owned()),
        };
        if let Destination::File(file) = &to {
            files::refuse_same(&input, file)?;
            take(&mut taken, file, &input)?;
        }
        jobs.push(Job { input, to });
    }
    if is_folder {
        std::fs::create_dir_all(path).map_err(|error| files::unwritable(path, &error))?;
    }
    Ok(jobs)
}

impl Job {
    /// Writes what was made of the document. When two parts would go to one file, nothing is written.
    pub(super) fn write(&self, made: &[Made]) -> Result<Vec<Output>, Box<Failure>> {
        let mut outputs = Vec::with_capacity(made.len());
        let mut taken = BTreeMap::new();
        for made in made {
            let path = match &self.to {
                Destination::File(path) => path.clone(),
                Destination::Parts(folder, extension) => {
                    let path = inside(folder, &file_name(&made.number), extension);
                    take(&mut taken, &path, &made.number)?;
                    files::refuse_same(&self.input, &path)?;
                    path
                }
            };
            outputs.push(Output { path, products: made.products });
        }
        for (output, made) in outputs.iter().zip(made) {
            files::write(Some(&output.path), &made.bytes)?;
        }
        Ok(outputs)
    }
}

/// Refuses to write two things to one file; systems differ in whether case tells names apart.
fn take(taken: &mut BTreeMap<String, String>, path: &str, from: &str) -> Result<(), Box<Failure>> {
    let Some(other) = taken.insert(path.to_lowercase(), from.to_owned()) else {
        return Ok(());
    };
    Err(Failure::new(
        (
            format!("`{other}` and `{from}` would both be written to `{path}`"),
            format!("“{other}”和“{from}”都将写入“{path}”"),
        ),
        ("convert them one by one", "请分别转换"),
    ))
}

fn inside(folder: &str, name: &str, extension: &str) -> String {
    let path = Path::new(folder).join(format!("{name}.{extension}"));
    path.to_string_lossy().into_owned()
}

/// The name of a file without its folder and ending.
fn stem(path: &str) -> &str {
    match Path::new(path).file_stem().and_then(|stem| stem.to_str()) {
        Some(stem) if path != STANDARD => stem,
        _ => "declaration",
    }
}

/// An item number as the name of a file: what systems give a meaning to is replaced.
fn file_name(number: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || "-_.+#".contains(c) { c } else { '_' };
    let name: String = number.chars().take(100).map(safe).collect();
    match name.trim_start_matches('.') {
        "" => "part".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_numbers_are_names_of_files() {
        let check = |number: &str, expected: &str| assert_eq!(file_name(number), expected);
        check("RC-0402/1%", "RC-0402_1_");
        check("../../etc/passwd", "_.._etc_passwd");
        check("电阻 1", "电阻_1");
        check("", "part");
        check("..", "part");
        check("con:\0", "con__");
    }
}
