//! What stands once per document, as the rows of the sheet `declaration`.

use unleaded_model::declaration::{Header, Legal};
use unleaded_model::diagnostic::Language;

use super::losses::Losses;
use super::text::{Fit, fit};
use crate::tables::book::{Cell, Look, OWN, Sheet};
use crate::tables::statement::{SHEETS, Statement};

/// Takes out of `header` what the sheet can say, and returns the sheet; `None`: it would be empty. What is left in `header` has no
/// place in the workbook.
pub(super) fn sheet(header: &mut Header, losses: &mut Losses, language: Language) -> Option<Sheet> {
    let mut rows = Vec::new();
    let mut state = |statement, text: &mut String| {
        // Text that does not fit into a cell as it is stays where it is, and is reported with the rest.
        if let Fit::Whole(fitting) = fit(text)
            && !fitting.is_empty()
        {
            rows.push((statement, fitting));
            text.clear();
        }
    };
    state(Statement::Supplier, &mut header.supplier.name);
    if let Some(contact) = &mut header.contact {
        state(Statement::Contact, &mut contact.name);
        contact.emails.iter_mut().for_each(|text| state(Statement::Email, text));
        contact.phones.iter_mut().for_each(|text| state(Statement::Phone, text));
    }
    state(Statement::DocumentId, &mut header.document_id);
    if let Some(accepted) = header.legal.as_mut().and_then(take_accepted) {
        let (en, zh) = if accepted { ("yes", "是") } else { ("no", "否") };
        state(Statement::Accepted, &mut language.pick(en, zh).to_owned());
    }
    state(Statement::Comment, &mut header.comment);
    losses.lost("supplier (供应商)", &header.supplier.name, None);
    if rows.is_empty() {
        return None;
    }
    let columns = vec![(24, Look::Plain), (50, Look::Text)];
    let mut sheet = Sheet::new(language.pick(SHEETS[0], SHEETS[1]), columns);
    let title = format!("{OWN}{}", language.pick("declaration", "声明"));
    sheet.row([Cell { text: &title, look: Look::Title }]);
    for (statement, text) in &rows {
        let name = Cell { text: statement.name(language), look: Look::Heading };
        sheet.row([name, Cell { text, look: Look::Plain }]);
    }
    Some(sheet)
}

/// Takes out whether the text is accepted, and the text where it is the one that the sheet itself has.
fn take_accepted(legal: &mut Legal) -> Option<bool> {
    let accepted = legal.accepted.take()?;
    let own = [Language::En, Language::Zh].map(|language| Statement::Accepted.name(language));
    if own.contains(&legal.text.as_str()) {
        legal.text.clear();
    }
    Some(accepted)
}
