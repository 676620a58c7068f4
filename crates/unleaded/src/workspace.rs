//! The workspace that the user is in, with its settings.

use std::path::Path;

use unleaded_app::documents::{Trust, is_document};
use unleaded_app::mapping::MappingFile;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_store::{FILES, Listing, Named, Settings, StoreError, Workspace};

use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;
use crate::verbs::{mapping, trust};

pub(crate) mod catalogue;
mod folder;
pub(crate) mod pieces;
pub(crate) mod shelf;

pub(crate) use self::folder::Documents;

/// A workspace with its settings.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) workspace: Workspace,
    pub(crate) settings: Settings,
}

impl Opened {
    /// The workspace that the process is in; `None`: it is in none.
    pub(crate) fn find(printer: &Printer) -> Result<Option<Self>, Box<Failure>> {
        let here = Path::new(".");
        let found = Workspace::find(here).map_err(|error| files::unreadable(".", &error))?;
        found.map(|workspace| Self::read(workspace, printer)).transpose()
    }

    /// The workspace that the process is in, or the failure that it is in none.
    pub(crate) fn need(printer: &Printer) -> Result<Self, Box<Failure>> {
        Self::find(printer)?.ok_or_else(|| {
            Failure::new(
                (
                    "this folder is in no workspace: there is no unleaded.toml here or above",
                    "此文件夹不在工作区中：此处及上级文件夹均无 unleaded.toml",
                ),
                (
                    "go to the workspace, or make one with `unleaded init`",
                    "请进入工作区，或用“unleaded init”新建",
                ),
            )
        })
    }

    fn read(workspace: Workspace, printer: &Printer) -> Result<Self, Box<Failure>> {
        let name = workspace.settings().to_string_lossy().into_owned();
        let bytes = files::need(&name)?;
        let unusable = |found: Vec<Diagnostic>| unusable(&name, &found, printer);
        let settings = Settings::read(&bytes, &FileName::new(&name)).map_err(unusable)?;
        let opened = Self { workspace, settings };
        match opened.missing() {
            found if found.is_empty() => Ok(opened),
            found => Err(self::unusable(&name, &found, printer)),
        }
    }

    /// The settings that name files which are not there.
    fn missing(&self) -> Vec<Diagnostic> {
        let of = |key: &'static str| {
            let named = self.settings.texts(key).iter();
            let absent = named.filter(|named| !self.workspace.path(&named.text).exists());
            absent.map(move |named| {
                let (text, folder) = (&named.text, self.workspace.root().display());
                let en = format!("there is no `{text}` in {folder}");
                let zh = format!("{folder} 中没有“{text}”");
                named.defect(key, (&en, &zh))
            })
        };
        FILES.iter().flat_map(|key| of(key)).collect()
    }

    /// The file that a setting names, from where the process is; `None`: it is not set.
    pub(crate) fn file(&self, key: &str) -> Option<String> {
        self.files(key).into_iter().next()
    }

    /// The files that a setting names.
    pub(crate) fn files(&self, key: &str) -> Vec<String> {
        self.settings.texts(key).iter().map(|named| self.path(&named.text)).collect()
    }

    /// Where a file or folder of the workspace is, from where the process is.
    pub(crate) fn path(&self, name: &str) -> String {
        self.workspace.path(name).to_string_lossy().into_owned()
    }

    /// Reads the value of a setting as the option of that name; a value that is none is told with its place.
    pub(crate) fn value<T>(
        &self,
        named: Option<&Named>,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, crate::exit::Both>,
        printer: &Printer,
    ) -> Result<Option<T>, Box<Failure>> {
        let Some(named) = named else { return Ok(None) };
        read(&named.text).map(Some).map_err(|why| {
            let name = self.workspace.settings().to_string_lossy().into_owned();
            unusable(&name, &[named.defect(key, (&why.en, &why.zh))], printer)
        })
    }

    /// Whose keys are accepted; `None`: no trust file is set.
    pub(crate) fn trust(&self) -> Result<Option<Trust>, Box<Failure>> {
        self.file("trust").as_deref().map(trust::load).transpose()
    }

    /// How tables are read.
    pub(crate) fn mapping(&self, printer: &Printer) -> Result<Option<MappingFile>, Box<Failure>> {
        mapping::load(self.file("mapping").as_deref(), printer)
    }

    /// What lies in its folders.
    pub(crate) fn listing(&self) -> Result<Listing, Box<Failure>> {
        Listing::of(&self.workspace, is_document).map_err(|error| failed(&error))
    }
}

fn unusable(name: &str, found: &[Diagnostic], printer: &Printer) -> Box<Failure> {
    printer.diagnostics(found);
    Failure::new(
        (format!("the settings `{name}` can't be used"), format!("设置“{name}”无法使用")),
        ("repair what is reported above", "请先修正上述问题"),
    )
}

/// The failure that the own disk makes.
pub(crate) fn failed(error: &StoreError) -> Box<Failure> {
    match error {
        StoreError::File { path, source } => {
            let path = path.to_string_lossy();
            let (en, zh) = (
                unleaded_app::system::in_english(source),
                unleaded_app::system::in_chinese(source),
            );
            Failure::new(
                (format!("`{path}` can't be used: {en}"), format!("无法使用“{path}”：{zh}")),
                (
                    "make room or check the permissions; what was there is whole, and the same command goes on from there",
                    "请腾出空间或检查权限；已有内容完好，重新执行同一命令即可继续",
                ),
            )
        }
        StoreError::IsThere { root } => Failure::new(
            (
                format!("`{}` is a workspace already", root.display()),
                format!("“{}”已是工作区", root.display()),
            ),
            (
                "edit its unleaded.toml, or name another folder",
                "请编辑其 unleaded.toml，或指定其他文件夹",
            ),
        ),
        StoreError::Locked { root } => Failure::new(
            (
                format!("another process writes to `{}`", root.display()),
                format!("另一进程正在写入“{}”", root.display()),
            ),
            ("wait until it is done, and try again", "请等待其完成后重试"),
        ),
        other => Failure::new(
            (other.to_string(), other.to_string()),
            ("`unleaded reindex` makes the index again", "可用“unleaded reindex”重建索引"),
        ),
    }
}
