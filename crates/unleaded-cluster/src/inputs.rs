//! The tables that the cluster reads, as Parquet files.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int32Array, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};
use unleaded_rollup::{Graph, Table};

use crate::error::Error;
use crate::folder::at;
use crate::plan::{Plan, worst_key};
use crate::statements::VERSION;

/// Rows of one batch, which is what is in memory.
const BATCH: usize = 1 << 16;
/// Rows of one file: so that several workers read, and none waits long for the last.
const FILE: usize = 1 << 22;

/// Digits of DECIMAL(38,0).
const DIGITS: u8 = 38;

/// The names of the tables.
pub(crate) const TABLES: [&str; 3] = ["starts", "lines", "entries"];

/// Rows of integers on their way to a table.
trait Sink {
    /// Takes one row. `None` is an amount without a bound.
    fn row(&mut self, row: &[Option<i128>]) -> Result<(), Error>;
}

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Amount,
    Int,
    Long,
}

/// The columns of each table, in the order of [`TABLES`].
const COLUMNS: [&[(&str, Kind)]; 3] = [
    &[("product", Kind::Int), ("power", Kind::Int), ("one", Kind::Amount), ("level", Kind::Int)],
    &[
        ("parent", Kind::Int),
        ("child", Kind::Int),
        ("quantity", Kind::Amount),
        ("level", Kind::Int),
    ],
    &[
        ("node", Kind::Int),
        ("unit", Kind::Int),
        ("place", Kind::Int),
        ("low", Kind::Amount),
        ("excess", Kind::Amount),
        ("loose", Kind::Int),
        ("worst_low", Kind::Long),
        ("worst_high", Kind::Long),
    ],
];

/// What a job is computed from.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) graph: &'a Graph,
    pub(crate) table: &'a Table,
}

impl Inputs<'_> {
    /// The name of the job: equal inputs have equal names.
    pub(crate) fn key(&self) -> Result<String, Error> {
        let mut hash = Hashing(Sha256::new_with_prefix(VERSION));
        for (at, table) in TABLES.iter().enumerate() {
            hash.0.update(table);
            self.rows(at, &mut hash)?;
        }
        let digest = hash.0.finalize();
        Ok(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Writes the table at `at` of [`TABLES`] into a new folder, and returns how many rows it has.
    pub(crate) fn write(&self, at_table: usize, folder: &Path) -> Result<u64, Error> {
        fs::create_dir(folder).map_err(at(folder))?;
        let mut writing = Writing {
            folder,
            columns: COLUMNS[at_table],
            batch: vec![Vec::with_capacity(BATCH); COLUMNS[at_table].len()],
            writer: None,
            in_file: 0,
            all: 0,
        };
        self.rows(at_table, &mut writing)?;
        writing.finish()
    }

    fn rows(&self, table: usize, sink: &mut dyn Sink) -> Result<(), Error> {
        match table {
            0 => self.starts(sink),
            1 => self.lines(sink),
            _ => self.entries(sink),
        }
    }

    fn starts(&self, sink: &mut dyn Sink) -> Result<(), Error> {
        for start in &self.plan.starts {
            let unit = self.plan.units[start.product as usize];
            // The plan has seen that it fits.
            let one = 10i128.checked_pow(unit.unsigned_abs());
            let (power, level) = (start.power.into(), self.graph.level(start.product).into());
            sink.row(&[Some(start.product.into()), Some(power), one, Some(level)])?;
        }
        Ok(())
    }

    fn lines(&self, sink: &mut dyn Sink) -> Result<(), Error> {
        for line in self.plan.lines(self.graph, self.table) {
            let quantity = i128::try_from(line.quantity).ok();
            let level = self.graph.level(line.child).into();
            sink.row(&[Some(line.parent.into()), Some(line.child.into()), quantity, Some(level)])?;
        }
        Ok(())
    }

    fn entries(&self, sink: &mut dyn Sink) -> Result<(), Error> {
        for node in &self.plan.nodes {
            let unit = self.plan.units[*node as usize].into();
            let precedence = self.graph.precedence(*node);
            let loose = i128::from(!self.table.has_bounded_background(*node));
            for entry in self.table.entries(*node) {
                sink.row(&[
                    Some((*node).into()),
                    Some(unit),
                    Some(entry.column.into()),
                    Some(entry.low),
                    entry.excess,
                    Some(loose),
                    worst_key(entry.low_rank, precedence).map(i128::from),
                    worst_key(entry.high_rank, precedence).map(i128::from),
                ])?;
            }
        }
        Ok(())
    }
}

struct Hashing(Sha256);

impl Sink for Hashing {
    fn row(&mut self, row: &[Option<i128>]) -> Result<(), Error> {
        for value in row {
            self.0.update([u8::from(value.is_some())]);
            self.0.update(value.unwrap_or(0).to_le_bytes());
        }
        Ok(())
    }
}

struct Writing<'a> {
    folder: &'a Path,
    columns: &'static [(&'static str, Kind)],
    batch: Vec<Vec<Option<i128>>>,
    writer: Option<ArrowWriter<File>>,
    in_file: usize,
    all: u64,
}

impl Sink for Writing<'_> {
    fn row(&mut self, row: &[Option<i128>]) -> Result<(), Error> {
        for (column, value) in self.batch.iter_mut().zip(row) {
            column.push(*value);
        }
        self.all += 1;
        if self.batch[0].len() == BATCH { self.flush() } else { Ok(()) }
    }
}

impl Writing<'_> {
    fn finish(mut self) -> Result<u64, Error> {
        self.flush()?;
        self.close()?;
        Ok(self.all)
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.batch[0].is_empty() && self.all > 0 {
            return Ok(());
        }
        self.in_file += self.batch[0].len();
        let (folder, columns) = (self.folder, self.columns);
        let failed = |error: ParquetError| at(folder)(io::Error::other(error));
        let arrays = columns.iter().zip(&mut self.batch).map(|((name, kind), values)| {
            let array = array(*kind, values)?;
            values.clear();
            Ok((*name, array, true))
        });
        let arrays = arrays.collect::<Result<Vec<_>, ParquetError>>().map_err(failed)?;
        let batch =
            RecordBatch::try_from_iter_with_nullable(arrays).map_err(|e| failed(e.into()))?;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => {
                let path = folder.join(format!("part-{:012}.parquet", self.all));
                let file = File::create_new(&path).map_err(at(&path))?;
                let properties =
                    WriterProperties::builder().set_compression(Compression::SNAPPY).build();
                let writer = ArrowWriter::try_new(file, batch.schema(), Some(properties));
                none.insert(writer.map_err(failed)?)
            }
        };
        writer.write(&batch).map_err(failed)?;
        if self.in_file >= FILE { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), Error> {
        self.in_file = 0;
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let failed = |error: ParquetError| at(self.folder)(io::Error::other(error));
        let file = writer.into_inner().map_err(failed)?;
        file.sync_all().map_err(at(self.folder))
    }
}

fn array(kind: Kind, values: &[Option<i128>]) -> Result<ArrayRef, ParquetError> {
    let wide = |value: &Option<i128>| ParquetError::General(format!("{value:?} has no place"));
    Ok(match kind {
        Kind::Amount => {
            let amounts = Decimal128Array::from_iter(values.iter().copied());
            Arc::new(amounts.with_precision_and_scale(DIGITS, 0)?)
        }
        Kind::Int => {
            let narrow =
                |v: &Option<i128>| v.and_then(|v| i32::try_from(v).ok()).ok_or_else(|| wide(v));
            Arc::new(Int32Array::from(values.iter().map(narrow).collect::<Result<Vec<_>, _>>()?))
        }
        Kind::Long => {
            let narrow =
                |v: &Option<i128>| v.and_then(|v| i64::try_from(v).ok()).ok_or_else(|| wide(v));
            Arc::new(Int64Array::from(values.iter().map(narrow).collect::<Result<Vec<_>, _>>()?))
        }
    })
}
