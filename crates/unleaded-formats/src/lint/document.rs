//! What stands once per document: who answers for it and when, and whom to ask.

use unleaded_model::declaration::{Contact, Format, Header};
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::names::no_authority;
use crate::nothing::is_blank;
use crate::sink::Sink;

/// Whether a document of mode `Request/Reply` is still the request: nobody has dated or accepted it.
pub fn is_request(header: &Header) -> bool {
    let accepted = header.legal.as_ref().and_then(|legal| legal.accepted);
    header.mode.trim() == "Request/Reply" && is_blank(&header.date_raw) && accepted != Some(true)
}

/// Whether a document that is no request says that its supplier does not accept it.
pub fn is_refused(header: &Header) -> bool {
    let accepted = header.legal.as_ref().and_then(|legal| legal.accepted);
    accepted == Some(false) && !is_request(header)
}

/// Checks the header of a document, whose `whole` is pointed at where a part of it has no place.
pub(super) fn check(header: &Header, whole: &Place, sink: &mut dyn Sink) {
    let places = &header.places;
    let mut emails = |what_en: &str, what_zh: &str, contact: &Option<Contact>, at: &[Place]| {
        let addresses = contact.iter().flat_map(|contact| &contact.emails).enumerate();
        for (index, address) in addresses.filter(|(_, address)| is_nobodys(address)) {
            let place = at.get(index).unwrap_or(whole).clone();
            sink.diagnostic(
                Diagnostic::new(checks::EMAIL_PLACEHOLDER, place)
                    .with("value", address.as_str())
                    .with("what_en", what_en)
                    .with("what_zh", what_zh),
            );
        }
    };
    emails("authorizer", "授权人", &header.authorizer, &places.authorizer_emails);
    emails("contact", "联系人", &header.contact, &places.contact_emails);
    for (index, (authority, identity)) in header.supplier.ids.iter().enumerate() {
        if authority.trim().is_empty() && !is_blank(identity) {
            let place = places.supplier_ids.get(index).unwrap_or(whole);
            sink.diagnostic(no_authority("company identity", "企业标识", identity, place));
        }
    }
    if !is_request(header) {
        check_expected(header, whole, sink);
    }
}

/// What receivers ask for; a profile says which.
fn check_expected(header: &Header, whole: &Place, sink: &mut dyn Sink) {
    let response = header.places.response.as_ref().unwrap_or(whole);
    if is_blank(&header.date_raw) {
        sink.diagnostic(Diagnostic::new(checks::DATE_MISSING, response.clone()));
    }
    let accepted = header.legal.as_ref().and_then(|legal| legal.accepted);
    let legal = header.places.legal.as_ref().unwrap_or(whole);
    if is_refused(header) {
        sink.diagnostic(Diagnostic::new(checks::ACCEPTANCE_REFUSED, legal.clone()));
    }
    // A table has no place for the rest.
    if matches!(header.format, Format::Csv | Format::Xlsx) {
        return;
    }
    if header.authorizer.as_ref().is_none_or(|contact| is_blank(&contact.name)) {
        sink.diagnostic(Diagnostic::new(checks::AUTHORIZER_MISSING, response.clone()));
    }
    if accepted != Some(true) {
        sink.diagnostic(Diagnostic::new(checks::ACCEPTANCE_MISSING, legal.clone()));
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
