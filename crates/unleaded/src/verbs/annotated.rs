//! A checked table given back with its defects in it.

use unleaded_formats::tables::{self, Mapping};
use unleaded_model::diagnostic::{Diagnostic, FileName};

use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;

/// The one file that is checked; refuses several, and to write over it.
pub(crate) fn only<'f>(paths: &'f [String], output: &str) -> Result<&'f str, Box<Failure>> {
    let [path] = paths else {
        return Err(Failure::new(
            (
                format!("`--annotate` takes one file, not {}", paths.len()),
                format!("“--annotate”只用于一个文件，现有 {} 个", paths.len()),
            ),
            ("check the files one by one", "请逐个检查文件"),
        ));
    };
    files::refuse_same(path, output)?;
    Ok(path)
}

/// Writes the table in `bytes`, which came from `path` and is read by `mapping`, with its `diagnostics` to `output`.
pub(crate) fn write(
    (path, bytes): (&str, &[u8]),
    mapping: &Mapping,
    diagnostics: &[Diagnostic],
    output: &str,
    printer: &Printer,
) -> Result<(), Box<Failure>> {
    let file = FileName::new(path);
    let annotated = tables::annotate(bytes, &file, mapping, diagnostics, printer.language());
    let Some(workbook) = annotated.map_err(|defect| Failure::of(&defect))? else {
        return Err(Failure::new(
            (format!("`{path}` is no table"), format!("“{path}”不是表格")),
            ("give a table as CSV or XLSX", "请提供 CSV 或 XLSX 表格"),
        ));
    };
    files::write(Some(output), &workbook)?;
    if output != files::STANDARD {
        printer.written(output);
    }
    Ok(())
}
