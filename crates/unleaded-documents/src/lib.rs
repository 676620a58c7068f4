//! The report and what people read: tables and text.
