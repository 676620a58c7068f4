//! One module per verb: its arguments, and what it does with them.

pub(crate) mod annotated;
pub(crate) mod check;
mod conformity;
pub(crate) mod convert;
pub(crate) mod dates;
pub(crate) mod decide;
mod declarant;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod document;
mod filing;
pub(crate) mod json;
pub(crate) mod keygen;
pub(crate) mod keys;
pub(crate) mod lists;
pub(crate) mod mapping;
pub(crate) mod outbox;
pub(crate) mod platform;
pub(crate) mod push;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod rollup;
pub(crate) mod show;
pub(crate) mod sign;
pub(crate) mod template;
pub(crate) mod trust;
pub(crate) mod verify;
