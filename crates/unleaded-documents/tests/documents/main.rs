//! The report and what is made from it.

mod china_table;
mod made_from;
mod sample;
mod schema;
mod summary;
