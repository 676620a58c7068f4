//! A table as CSV: UTF-8, a header, commas, quotes where they are needed, a line feed at the end of each row.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use unleaded_app::rollup::tables::{Cell, Field, Flag, Table};
use unleaded_model::amount::Decimal;

use super::Writer;

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 18;

/// One file.
pub(super) struct Csv {
    fields: &'static [Field],
    rows: csv::Writer<BufWriter<File>>,
    cell: String,
}

impl Csv {
    pub(super) fn new(table: Table, file: File) -> io::Result<Self> {
        let fields = table.fields();
        let mut rows = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(BufWriter::with_capacity(BUFFER, file));
        rows.write_record(fields.iter().map(|field| field.name))?;
        Ok(Self { fields, rows, cell: String::new() })
    }
}

impl Writer for Csv {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (cell, field) in cells.iter().zip(self.fields) {
            self.cell.clear();
            match cell {
                Cell::Text(text) => self.rows.write_field(text)?,
                other => {
                    written(&mut self.cell, *other, field);
                    self.rows.write_field(&self.cell)?;
                }
            }
        }
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn close(self: Box<Self>) -> io::Result<()> {
        let mut out = self.rows.into_inner().map_err(|error| error.into_error())?;
        out.flush()?;
        out.into_inner().map_err(|error| error.into_error())?.sync_all()
    }
}

/// Writes a cell that is no text. Nothing is an empty cell, which no text is.
fn written(out: &mut String, cell: Cell<'_>, field: &Field) {
    use std::fmt::Write as _;
    // Writing to a string never fails.
    let _ = match cell {
        Cell::Nothing | Cell::Text(_) => Ok(()),
        Cell::Count(count) => write!(out, "{count}"),
        Cell::Date(date) => write!(out, "{date}"),
        Cell::Flag(Flag::No) => write!(out, "false"),
        Cell::Flag(Flag::Yes) => write!(out, "true"),
        Cell::Digits(digits) => {
            let (_, places) = field.kind.decimal().unwrap_or_default();
            // No digits are below zero.
            write!(out, "{}", Decimal::new(digits.unsigned_abs(), -places))
        }
    };
}
