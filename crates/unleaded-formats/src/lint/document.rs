//! What stands once per document: who answers for it and when, and whom to ask.

use unleaded_model::declaration::{Contact, Format, Header};
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::names::is_blank;
use crate::sink::Sink;

/// Whether a document of mode `Request/Reply` is still the request: nobody has dated or accepted it.
pub(super) fn is_request(header: &Header) -> bool {
    let accepted = header.legal.as_ref().and_then(|legal| legal.accepted);
    header.mode.trim() == "Request/Reply" && is_blank(&header.date_raw) && accepted != Some(true)
}

pub(super) fn check(header: &Header, place: &Place, sink: &mut dyn Sink) {
    for (what_en, what_zh, contact) in
        [("authorizer", "授权人", &header.authorizer), ("contact", "联系人", &header.contact)]
    {
        let addresses = contact.iter().flat_map(|contact: &Contact| &contact.emails);
        for address in addresses.filter(|address| is_nobodys(address)) {
            let placeholder = Diagnostic::new(checks::EMAIL_PLACEHOLDER, place.clone());
            sink.diagnostic(
                placeholder
                    .with("value", address.as_str())
                    .with("what_en", what_en)
                    .with("what_zh", what_zh),
            );
        }
    }
    for (authority, identity) in &header.supplier.ids {
        if authority.trim().is_empty() && !is_blank(identity) {
            sink.diagnostic(super::names::no_authority(
                "company identity",
                "企业标识",
                identity,
                place,
            ));
        }
    }
    if !is_request(header) {
        check_expected(header, place, sink);
    }
}

/// What receivers ask for; a profile says which.
fn check_expected(header: &Header, place: &Place, sink: &mut dyn Sink) {
    if is_blank(&header.date_raw) {
        sink.diagnostic(Diagnostic::new(checks::DATE_MISSING, place.clone()));
    }
    // A table has no place for the rest.
    if matches!(header.format, Format::Csv | Format::Xlsx) {
        return;
    }
    if header.authorizer.as_ref().is_none_or(|contact| is_blank(&contact.name)) {
        sink.diagnostic(Diagnostic::new(checks::AUTHORIZER_MISSING, place.clone()));
    }
    if header.legal.as_ref().and_then(|legal| legal.accepted) != Some(true) {
        sink.diagnostic(Diagnostic::new(checks::ACCEPTANCE_MISSING, place.clone()));
    }
}

/// Whether text in the field of an address is none that reaches anybody. An empty field is one that was left out.
fn is_nobodys(address: &str) -> bool {
    let address = address.trim();
    if address.is_empty() {
        return false;
    }
    let Some((local, host)) = address.rsplit_once('@') else {
        return true;
    };
    let is = |text: &str, words: &[&str]| words.iter().any(|w| text.eq_ignore_ascii_case(w));
    let first = host.split('.').next().unwrap_or_default();
    local.is_empty()
        || address.chars().any(char::is_whitespace)
        || !host.contains('.')
        || host.len() < 4
        || is(local, &["noreply", "no-reply", "donotreply"])
        || is(local, &["test", "xxx", "abc", "name"]) && is(first, &["test", "xxx", "abc"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_real_files() {
        for nobodys in [
            "Refer to \" Supplier Comment\" section",
            "a@b.c",
            "NA",
            "x@y",
            "@a.example",
            "test@test.com",
        ] {
            assert!(is_nobodys(nobodys), "{nobodys}");
        }
        for somebodys in ["", "office@example.com", "质量@例子.公司", "a.b+c@d.co.uk"] {
            assert!(!is_nobodys(somebodys), "{somebodys}");
        }
    }
}
