//! What must hold of the shipped lists.

use super::*;

mod further;
mod laws;
mod own;
mod rules;
mod substances;

fn lists() -> &'static Lists {
    Lists::shipped()
}

fn group(key: &str) -> EntryKey {
    EntryKey::Group(key.to_owned())
}
