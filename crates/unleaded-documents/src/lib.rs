//! The report and what people read.
//!
//! [`report`] is `unleaded/report/v1`: the one document that a roll-up writes and that every other
//! document, explanation and filing is made from. [`china_table`] is the table of hazardous substances
//! of SJ/T 11364; [`declaration`] holds the declarations of conformity and [`conformity`] the question whether one may
//! be made; [`efup`] is the mark of the environment-friendly use period; [`full_report`] is the report for people;
//! [`technical_file`] is the index of evidence; [`made_from`] is what each document says of its inputs; [`summary`] is
//! the report for a terminal; [`explanation`] tells why a verdict is what it is; [`text_table`] is how text is set on a
//! terminal.

pub mod china_table;
pub mod conformity;
pub mod declaration;
mod duty;
pub mod efup;
pub mod explanation;
pub mod figures;
pub mod full_report;
mod holding;
mod html;
pub mod made_from;
mod markup;
mod number;
mod paper;
pub mod report;
mod standard_name;
mod status;
pub mod summary;
pub mod technical_file;
pub mod text_table;
