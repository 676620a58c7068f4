//! The report and what is made from it.

mod china_table;
mod sample;
mod schema;
mod summary;
