//! The report and what is made from it.

mod china_declaration;
mod china_table;
mod efup;
mod eu_declaration;
mod explanation;
mod full_report;
#[cfg(feature = "pdf")]
mod full_report_pdf;
mod full_report_sheets;
mod made_from;
mod made_from_now;
mod sample;
mod schema;
mod summary;
mod technical_file;
