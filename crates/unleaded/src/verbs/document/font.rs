//! The font of a PDF: the one named, or one that is installed.

use std::path::{Path, PathBuf};

use unleaded_documents::full_report::{Font, PdfError};

use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;

/// Fonts with Chinese and Latin letters, those that are read best first.
const KNOWN: [&str; 12] = [
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "PingFang.ttc",
    "msyh.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "simsun.ttc",
    "DroidSansFallbackFull.ttf",
];
/// Where systems keep fonts.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];
/// Folders inside each other that are looked through.
const DEPTH: usize = 4;
/// Characters that an error lists.
const LISTED: usize = 20;

/// Reads the font named, or finds one and says which.
pub(super) fn font(named: Option<&str>, printer: &Printer) -> Result<(Font, String), Box<Failure>> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => {
            let path = installed().ok_or_else(none)?.to_string_lossy().into_owned();
            printer.note(&format!("{}{path}", printer.word("font: ", "所用字体：")));
            path
        }
    };
    Ok((Font { bytes: files::need(&path)? }, path))
}

fn installed() -> Option<PathBuf> {
    let mut found = Vec::new();
    FOLDERS.iter().for_each(|folder| search(Path::new(folder), DEPTH, &mut found));
    found.sort();
    found.into_iter().next().map(|(_, path)| path)
}

/// Adds the fonts known by name, with how well each is liked.
fn search(folder: &Path, depth: usize, found: &mut Vec<(usize, PathBuf)>) {
    // A folder that is not there, or may not be read, has no font for us.
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() && depth > 0 {
            search(&path, depth - 1, found);
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        found.extend(KNOWN.iter().position(|known| *known == name).map(|at| (at, path)));
    }
}

fn none() -> Box<Failure> {
    Failure::new(
        ("no font with Chinese letters is installed", "未安装含中文字形的字体"),
        (
            "install one (Debian: fonts-noto-cjk), or name a font file with --font",
            "请安装字体（Debian：fonts-noto-cjk），或用 --font 指定字体文件",
        ),
    )
}

/// Returns the failure for a PDF that cannot be set in the font of that path.
pub(super) fn refused(error: &PdfError, path: &str) -> Box<Failure> {
    let help = (
        "name another font with --font, or make the page with --to html",
        "请用 --font 指定其他字体，或用 --to html 生成网页",
    );
    match error {
        PdfError::CharactersMissing(missing) => {
            let each = missing.iter().take(LISTED).map(|c| match c.is_control() {
                true => format!("U+{:04X}", u32::from(*c)),
                false => format!("{c} (U+{:04X})", u32::from(*c)),
            });
            let each = each.collect::<Vec<_>>().join(", ");
            let count = missing.len();
            let en = format!("`{path}` can't set {count} of the characters: {each}");
            let zh = format!("字体“{path}”缺少 {count} 个字符：{each}");
            Failure::new((en, zh), help)
        }
        PdfError::FontUnreadable => Failure::new(
            (format!("`{path}` is no font that can be used"), format!("“{path}”不是可用的字体")),
            help,
        ),
        other => Failure::new(
            (other.to_string(), format!("无法写出 PDF：{other}")),
            ("make the page with --to html", "请用 --to html 生成网页"),
        ),
    }
}
