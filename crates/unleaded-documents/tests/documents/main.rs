//! The report and what is made from it.

mod china_declaration;
mod china_table;
mod efup;
mod eu_declaration;
mod made_from;
mod sample;
mod schema;
mod summary;
