//! The roll-up from end to end in memory: each sentence of its meaning is a test.
#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "tests may unwrap and compare roughly"
)]

mod again;
mod aggregates;
mod amounts;
mod any_order;
mod beside;
mod catalogue;
mod check;
mod claims;
mod components;
mod convert;
mod decided;
mod diff;
mod diff_properties;
mod diff_reports;
mod disclosure;
mod doubt;
mod families;
mod filled;
mod iec62474;
mod kinder;
mod listed_rules;
mod narrower;
mod never_kinder;
mod odd_rows;
mod origins;
mod replies;
mod round;
mod rows;
mod shipped_rules;
mod strip;
mod superseded;
mod support;
mod told;
mod truth;
mod unread;
mod verdicts;
mod where_used;
mod wholes;
