//! Pages: one file each, without scripts or outside resources, fit for A4.

use unleaded_model::diagnostic::Language;

use crate::made_from::MadeFrom;
pub(crate) use crate::markup::escaped;

/// What stands above the body of a page.
pub(crate) struct Head<'a> {
    pub(crate) language: Language,
    /// As text, not yet escaped.
    pub(crate) title: &'a str,
    /// The style sheet.
    pub(crate) style: &'a str,
}

/// Returns a page. What it was made from stands in a `meta` element: nobody's text can look like it, since all text is escaped.
pub(crate) fn page(head: &Head<'_>, body: &str, made: &MadeFrom) -> String {
    let mut page = String::with_capacity(body.len() + head.style.len() + 4096);
    let language = head.language.pick("en", "zh-CN");
    page.push_str("<!DOCTYPE html>\n");
    page.push_str(&format!("<html lang=\"{language}\">\n<head>\n"));
    page.push_str("<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.push_str(&format!("<title>{}</title>\n", escaped(head.title)));
    // The object has no apostrophe and no ampersand.
    page.push_str(&format!("<meta name=\"unleaded-made-from\" content='{}'>\n", made.to_json()));
    page.push_str(&format!("<style>\n{}</style>\n</head>\n<body>\n<main>\n", head.style));
    page.push_str(body);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}
