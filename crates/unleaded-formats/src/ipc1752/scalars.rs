//! Text of attributes as booleans, dates and classes.

use unleaded_model::declaration::Class;

pub(super) use crate::scalars::{date, is_absent};

/// Reads the letter of a class.
pub(super) fn class(text: &str) -> Option<Class> {
    Some(match text.trim() {
        "A" => Class::A,
        "B" => Class::B,
        "C" => Class::C,
        "D" => Class::D,
        _ => return None,
    })
}

/// The letter of a class.
pub(super) fn letter(class: Class) -> &'static str {
    match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    }
}
