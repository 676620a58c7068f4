//! The option `--lists`: lists of the user's own, beside the shipped ones.

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::Path;

use jiff::civil::Date;
use unleaded_app::documents::Documents;
use unleaded_model::diagnostic::codes::rule_lists::RULE_LIST_LEFT_OUT;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_rules::lists::{
    Asked, Draft, DraftError, LARGEST_TABLE, LARGEST_TOML, ListFile, Lists, OwnList, Source,
};

use crate::exit::Failure;
use crate::files::{self, Folder};
use crate::printer::Printer;

/// Most files of one run; each edition of a list is one.
const MOST: usize = 1000;

/// Lists of the user's own.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct OwnLists {
    /// A list of your own (TOML, and its CSV of the same name), or a folder of them (can be repeated)
    #[arg(long = "lists", value_name = "FILE|DIR")]
    lists: Vec<String>,
}

impl OwnLists {
    /// Whether any is given.
    pub(crate) fn is_given(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Takes `lists` where none is given.
    pub(crate) fn or(&mut self, lists: Vec<String>) {
        if self.lists.is_empty() {
            self.lists = lists;
        }
    }

    /// Takes out what is no file and is `wanted` for something else.
    pub(crate) fn take(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let is_wanted = |text: &mut String| !Path::new(text).exists() && wanted(text);
        self.lists.extract_if(.., is_wanted).collect()
    }

    /// Returns the shipped lists, with the user's behind them; prints all that is wrong with these and fails.
    pub(crate) fn load(&self, printer: &Printer) -> Result<Cow<'static, Lists>, Box<Failure>> {
        let shipped = Lists::shipped();
        if self.lists.is_empty() {
            return Ok(Cow::Borrowed(shipped));
        }
        let (mut lists, mut defects, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let paths = files_of(&self.lists)?;
        for path in &paths {
            let file = OwnFile::read(path).map_err(|error| files::unreadable(path, &error))?;
            let (list, found) = file.list(shipped);
            match list {
                None => defects.extend(found),
                Some(list) => {
                    // What is not looked for matters to every verdict; the other warnings are told by `lists check`.
                    left_out.extend(found.into_iter().filter(|d| d.code == RULE_LIST_LEFT_OUT));
                    lists.push(list);
                }
            }
        }
        printer.diagnostics(&left_out);
        let all = if defects.is_empty() { shipped.with(lists) } else { Err(defects) };
        all.map(Cow::Owned).map_err(|defects| {
            printer.diagnostics(&defects);
            Failure::new(
                ("a list can't be used", "清单无法使用"),
                (
                    "repair what is reported above; `unleaded lists check` tells it again",
                    "请先修正上述问题；可用“unleaded lists check”复查",
                ),
            )
        })
    }
}

/// Returns the lists as a run uses them: one edition of each, and the drafts that are asked for.
pub(crate) fn used<'l>(
    lists: &'l Lists,
    as_of: Date,
    known_on: Option<Date>,
    drafts: &[Draft],
    instead: Option<&str>,
) -> Result<Cow<'l, Lists>, Box<Failure>> {
    lists.used(&Asked { as_of, known_on, drafts, instead }).map_err(|(draft, error)| {
        let name = &draft.0;
        match error {
            DraftError::Several(known) => Failure::new(
                (
                    format!("`{name}` has several drafts: {}", known.join(", ")),
                    format!("“{name}”有多个草案：{}", known.join("、")),
                ),
                ("name one of these with --what-if", "请用 --what-if 指定其中之一"),
            ),
            DraftError::Unknown(known) if known.is_empty() => Failure::new(
                (format!("there is no draft `{name}`"), format!("没有草案“{name}”")),
                (
                    "give its file with --lists; its header says `standing = \"draft\"`",
                    "请用 --lists 给出其文件，表头应写明 standing = \"draft\"",
                ),
            ),
            DraftError::Unknown(known) => Failure::new(
                (
                    format!("there is no draft `{name}`; there are {}", known.join(", ")),
                    format!("没有草案“{name}”，现有：{}", known.join("、")),
                ),
                ("name one of these with --what-if", "请用 --what-if 指定其中之一"),
            ),
        }
    })
}

/// The files of the user's lists; of a folder those that end in `.toml`, in the order of their names.
pub(crate) fn files_of(named: &[String]) -> Result<Vec<String>, Box<Failure>> {
    let mut paths = Vec::new();
    for name in named {
        if name == files::STANDARD || !Path::new(name).is_dir() {
            paths.push(name.clone());
            continue;
        }
        let inside = Folder::new(name).names().map_err(|error| files::unreadable(name, &error))?;
        let mut inside: Vec<String> =
            inside.into_iter().filter(|path| path.to_lowercase().ends_with(".toml")).collect();
        if inside.is_empty() {
            return Err(Failure::new(
                (format!("the folder `{name}` holds no list"), format!("文件夹“{name}”中没有清单")),
                ("a list is a file that ends in .toml", "清单是以 .toml 结尾的文件"),
            ));
        }
        inside.sort();
        paths.extend(inside);
    }
    if paths.len() > MOST {
        return Err(Failure::new(
            (format!("these are more than {MOST} lists"), format!("清单超过 {MOST} 个")),
            ("name fewer", "请减少清单"),
        ));
    }
    Ok(paths)
}

/// The bytes of a list, and of the table beside it.
pub(crate) struct OwnFile {
    toml: (FileName, Vec<u8>),
    table: Option<(FileName, Vec<u8>)>,
}

impl OwnFile {
    /// Reads the file at `path`, and the CSV of the same name where there is one. Of a file that is too large no more is read than
    /// tells so.
    pub(crate) fn read(path: &str) -> io::Result<Self> {
        let toml = (FileName::new(path), at_most(path, LARGEST_TOML)?);
        let beside = Path::new(path).with_extension("csv").to_string_lossy().into_owned();
        let table = match path != files::STANDARD && Path::new(&beside).is_file() {
            true => Some((FileName::new(&beside), at_most(&beside, LARGEST_TABLE)?)),
            false => None,
        };
        Ok(Self { toml, table })
    }

    /// Reads the list; it is there where nothing is an error.
    pub(crate) fn list(&self, lists: &Lists) -> (Option<OwnList>, Vec<Diagnostic>) {
        lists.read_own(&ListFile {
            toml: Source { file: &self.toml.0, bytes: &self.toml.1 },
            table: self.table.as_ref().map(|(file, bytes)| Source { file, bytes }),
        })
    }
}

fn at_most(path: &str, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    files::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
