//! What the texts of fields mean: days, numbers, shares, and one of a few words.

use jiff::civil::Date;
use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::diagnostic::codes::{identity, rule_lists as codes};
use unleaded_model::identity::{Cas, Ec};

use super::{Lacking, Reader, Row, words};
use crate::lists::header::several;

/// How much of what is left out is named.
const NAMED: usize = 5;

impl Reader<'_> {
    /// Tells of fields that must be there and are not.
    pub(in crate::lists) fn lacking(
        &mut self,
        row: &Row<'_>,
        required: &[&'static str],
        lacking: Lacking,
    ) {
        for field in required {
            if row.lacks(field) && (lacking == Lacking::Told || row.has(field)) {
                self.missing(field, Some(row.place(field)));
            }
        }
    }

    /// The day that a field names; `None`: none, or what it says is no date, which is told.
    pub(in crate::lists) fn date(&mut self, row: &Row<'_>, field: &'static str) -> Option<Date> {
        let text = row.text(field);
        if text.is_empty() {
            return None;
        }
        // The parser of dates takes other forms too, which sort and read differently.
        let date = text.parse().ok().filter(|date: &Date| date.to_string() == text);
        if date.is_none() {
            let arguments = [("field", field.into()), ("value", text.into())];
            self.wrong(codes::RULE_LIST_DATE, row.place(field), &arguments);
        }
        date
    }

    /// Tells of a period that ends before it begins.
    pub(in crate::lists) fn period(
        &mut self,
        row: &Row<'_>,
        from: (&'static str, Option<Date>),
        until: (&'static str, Option<Date>),
    ) {
        if let (Some(first), Some(last)) = (from.1, until.1)
            && last <= first
        {
            let arguments = [("from", first.into()), ("until", last.into())];
            let at = vec![row.place(until.0), row.place(from.0)];
            self.defects.add(codes::RULE_LIST_PERIOD_EMPTY, at, &arguments);
        }
    }

    /// What a field means; `None`: it is empty, or means nothing, which is told.
    pub(in crate::lists) fn choice<T>(
        &mut self,
        row: &Row<'_>,
        field: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        expected: words::Expected,
    ) -> Option<T> {
        let word = row.text(field);
        let meant = parse(word);
        if meant.is_none() && !word.is_empty() {
            self.not_of(field, word, row.place(field), expected);
        }
        meant
    }

    /// CAS numbers in normal form.
    pub(in crate::lists) fn cas(&mut self, row: &Row<'_>) -> Vec<String> {
        let mut numbers = Vec::new();
        for text in several(row.text("cas")) {
            match Cas::parse(text).ok().filter(Cas::is_valid) {
                Some(cas) => numbers.push(cas.as_str().to_owned()),
                None => self.bad_number(row, "cas", text, ("CAS number", "CAS 号")),
            }
        }
        numbers
    }

    /// EC numbers in normal form.
    pub(in crate::lists) fn ec(&mut self, row: &Row<'_>) -> Vec<String> {
        let mut numbers = Vec::new();
        for text in several(row.text("ec")) {
            match Ec::parse(text) {
                Some(ec) => {
                    // Numbers are in use that break the rule of the check digit.
                    if !ec.is_valid() {
                        let value = [("value", text.into())];
                        self.wrong(identity::EC_CHECK_DIGIT, row.place("ec"), &value);
                    }
                    numbers.push(ec.as_str().to_owned());
                }
                None => self.bad_number(row, "ec", text, ("EC number", "EC 号")),
            }
        }
        numbers
    }

    fn bad_number(&mut self, row: &Row<'_>, field: &'static str, text: &str, what: (&str, &str)) {
        let arguments = [("value", text.into()), ("what", what.into())];
        self.wrong(codes::RULE_LIST_NUMBER, row.place(field), &arguments);
    }

    /// Tells of what the shipped edition names and this one does not.
    pub(in crate::lists) fn left_out(&mut self, names: &[String]) {
        // What could not be read is told already.
        if names.is_empty() || self.defects.any_error() {
            return;
        }
        let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
        let more = if names.len() > NAMED { "; …" } else { "" };
        let arguments = [("count", names.len().into()), ("first", format!("{first}{more}").into())];
        self.defects.add(codes::RULE_LIST_LEFT_OUT, Vec::new(), &arguments);
    }

    /// Tells of a limit that is none.
    pub(in crate::lists) fn no_limit(&mut self, row: &Row<'_>) {
        let value = [("value", row.text("limit_ppm").into())];
        self.wrong(codes::RULE_LIST_LIMIT, row.place("limit_ppm"), &value);
    }

    /// Tells of a group or entry that is none of those that are `known`.
    pub(in crate::lists) fn no_group(
        &mut self,
        row: &Row<'_>,
        field: &'static str,
        (value, known): (&str, &[&str]),
    ) {
        let arguments = [("value", value.into()), ("known", known.join(", ").into())];
        self.wrong(codes::RULE_LIST_GROUP, row.place(field), &arguments);
    }
}

/// A share in parts per million, an exact decimal of at most all.
pub(in crate::lists) fn ppm(text: &str) -> Option<Fraction> {
    let share = FractionRange::of(&Number::parse(text).ok()?, -6)?;
    (share.is_exact() && share.high <= Fraction::ONE).then_some(share.low)
}
