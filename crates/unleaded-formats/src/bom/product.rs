//! What a list is of that names no parents: the parts list of a board, as design programs write it.

use unleaded_model::diagnostic::codes::bom_lists as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use crate::sink::Sink;

/// What the product of a list without parents is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListProduct<'a> {
    /// As the file is, without its folder and ending.
    #[default]
    AsFile,
    /// By this item number.
    Named(&'a str),
    /// Several products were asked for, so it is not known which of them.
    Several,
}

/// Returns the item number of the product, or `None` after a diagnostic.
pub(crate) fn product(of: ListProduct<'_>, file: &Place, sink: &mut dyn Sink) -> Option<String> {
    let found = match of {
        ListProduct::Named(number) => return Some(number.to_owned()),
        ListProduct::AsFile => stem(file.file_name().as_str()),
        ListProduct::Several => None,
    };
    let Some(found) = found else {
        sink.diagnostic(Diagnostic::new(codes::BOM_PRODUCT_UNNAMED, file.clone()));
        return None;
    };
    let remark = Diagnostic::new(codes::BOM_PRODUCT_ASSUMED, file.clone());
    sink.diagnostic(remark.with("part", found));
    Some(found.to_owned())
}

/// The name of a file without its folder and ending; `None` where it has none, as standard input.
fn stem(file: &str) -> Option<&str> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).trim();
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    (!stem.is_empty() && stem != "-").then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn names_of_files() {
        let check = |file: &str, expected: Option<&str>| assert_eq!(stem(file), expected, "{file}");
        check("board.csv", Some("board"));
        check("out/rev.b/board v1.2.csv", Some("board v1.2"));
        check("C:\\bom\\主板.xlsx", Some("主板"));
        check(".csv", Some(".csv"));
        check("board", Some("board"));
        check("-", None);
        check("folder/", None);
    }
}
