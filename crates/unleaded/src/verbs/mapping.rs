//! The options `--mapping` and `--write-mapping`.

use unleaded_app::mapping::{MappingFile, starter};
use unleaded_model::diagnostic::codes::cells as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// Reads the mapping file at `path`, where one is given; prints what is wrong with it and fails.
pub(crate) fn load(
    path: Option<&str>,
    printer: &Printer,
) -> Result<Option<MappingFile>, Box<Failure>> {
    let Some(path) = path else {
        return Ok(None);
    };
    let bytes = files::need(path)?;
    let read = MappingFile::read(&bytes, &FileName::new(path)).map_err(|diagnostics| {
        printer.diagnostics(&diagnostics);
        Failure::new(
            (format!("the mapping `{path}` can't be used"), format!("映射文件“{path}”无法使用")),
            ("repair what is reported above", "请先修正上述问题"),
        )
    })?;
    Ok(Some(read))
}

/// Tells why a mapping was not used, where only errors are told otherwise.
pub(crate) fn tell_unused(diagnostics: &[Diagnostic], printer: &Printer) {
    const UNUSED: [Code; 3] =
        [codes::MAPPING_HEADING_ABSENT, codes::MAPPING_HEADING_TAKEN, codes::MAPPING_SHEET_ABSENT];
    let unused = diagnostics.iter().filter(|defect| UNUSED.contains(&defect.code));
    printer.diagnostics(&unused.cloned().collect::<Vec<_>>());
}

/// Writes a mapping file to begin with for the only file of `tables`.
pub(crate) fn write_starter(tables: &[String], output: &str, printer: &Printer) -> Outcome {
    let [table] = tables else {
        return Err(Failure::new(
            ("a mapping is written for one table", "一次只能为一个表格生成映射文件"),
            ("name one file", "请只指定一个文件"),
        ));
    };
    files::refuse_same(table, output)?;
    let text = starter(&files::need(table)?, &FileName::new(table)).ok_or_else(|| {
        Failure::new(
            (format!("`{table}` is no table with rows"), format!("“{table}”不是含数据行的表格")),
            ("name a table as CSV or XLSX", "请指定 CSV 或 XLSX 表格"),
        )
    })?;
    files::begin(output, text.as_bytes())?;
    if output != files::STANDARD {
        printer.written(output);
    }
    Ok(Exit::Yes)
}
