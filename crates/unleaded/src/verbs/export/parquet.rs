//! A table as Parquet. The same rows give the same bytes: nothing in a file tells of when or where it was made.

use std::fs::File;
use std::io;
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use unleaded_app::rollup::tables::{Cell, Field, Flag, Kind, Presence, SCHEMA, Table};

use super::Writer;

/// Rows of a row group: what is held in memory of a table, and what a reader takes at a time.
const ROWS: usize = 122_880;
/// Bytes of a decimal number of 38 digits.
const WIDE: usize = 16;
/// The same, as a schema says it.
const WIDE_LENGTH: i32 = 16;
/// The first day of the count of days.
const EPOCH: Date = date(1970, 1, 1);

/// One file.
pub(super) struct Parquet {
    /// The file itself, to be brought to the disk.
    file: File,
    groups: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

/// The rows of a column that are not written yet.
struct Column {
    values: Values,
    /// 1 for each row with a value, 0 for each without.
    present: Vec<i16>,
    presence: Presence,
}

enum Values {
    Days(Vec<i32>),
    Flags(Vec<bool>),
    Numbers(Vec<i64>),
    /// The bytes of all, and where each ends.
    Texts(Vec<u8>, Vec<usize>),
    /// The bytes of all.
    Wide(Vec<u8>),
}

impl Parquet {
    pub(super) fn new(table: Table, file: File) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_created_by(format!("unleaded {} ({SCHEMA})", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::SNAPPY)
            .build();
        let schema = schema(table).map_err(failed)?;
        let inner = file.try_clone()?;
        let groups =
            SerializedFileWriter::new(inner, schema, Arc::new(properties)).map_err(failed)?;
        let columns = table.fields().iter().map(Column::new).collect();
        Ok(Self { file, groups, columns, rows: 0 })
    }

    /// Writes the rows that are held as a row group.
    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.groups.next_row_group()?;
        for column in &mut self.columns {
            if let Some(mut out) = group.next_column()? {
                column.write(&mut out)?;
                out.close()?;
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Writer for Parquet {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (cell, column) in cells.iter().zip(&mut self.columns) {
            column.push(*cell);
        }
        self.rows += 1;
        if self.rows < ROWS { Ok(()) } else { self.flush().map_err(failed) }
    }

    fn close(mut self: Box<Self>) -> io::Result<()> {
        self.flush().map_err(failed)?;
        self.groups.finish().map_err(failed)?;
        self.file.sync_all()
    }
}

impl Column {
    fn new(field: &Field) -> Self {
        let values = match field.kind {
            Kind::Count | Kind::Ppm => Values::Numbers(Vec::new()),
            Kind::Date => Values::Days(Vec::new()),
            Kind::Flag => Values::Flags(Vec::new()),
            Kind::Mass | Kind::Quantity => Values::Wide(Vec::new()),
            Kind::Text => Values::Texts(Vec::new(), Vec::new()),
        };
        Self { values, present: Vec::new(), presence: field.presence }
    }

    fn push(&mut self, cell: Cell<'_>) {
        self.present.push(i16::from(cell != Cell::Nothing));
        match (&mut self.values, cell) {
            (Values::Days(days), Cell::Date(day)) => days.push((day - EPOCH).get_days()),
            (Values::Flags(flags), Cell::Flag(flag)) => flags.push(flag == Flag::Yes),
            (Values::Numbers(numbers), Cell::Count(count)) => numbers.push(count),
            (Values::Numbers(numbers), Cell::Digits(digits)) => {
                // Digits of this kind are 18 at most.
                numbers.push(i64::try_from(digits).unwrap_or(i64::MAX));
            }
            (Values::Texts(bytes, ends), Cell::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
            }
            (Values::Wide(bytes), Cell::Digits(digits)) => {
                bytes.extend_from_slice(&digits.to_be_bytes());
            }
            _ => {}
        }
    }

    fn write(&mut self, out: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels = (self.presence == Presence::Sometimes).then_some(&self.present[..]);
        match &mut self.values {
            Values::Days(days) => put::<Int32Type>(out, std::mem::take(days), levels)?,
            Values::Flags(flags) => put::<BoolType>(out, std::mem::take(flags), levels)?,
            Values::Numbers(numbers) => put::<Int64Type>(out, std::mem::take(numbers), levels)?,
            Values::Texts(bytes, ends) => {
                let all = ByteArray::from(std::mem::take(bytes));
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let texts = starts.zip(ends.iter()).map(|(from, to)| all.slice(from, to - from));
                put::<ByteArrayType>(out, texts.collect(), levels)?;
                ends.clear();
            }
            Values::Wide(bytes) => {
                let all = ByteArray::from(std::mem::take(bytes));
                let starts = (0..all.len()).step_by(WIDE);
                let numbers = starts.map(|at| FixedLenByteArray::from(all.slice(at, WIDE)));
                put::<FixedLenByteArrayType>(out, numbers.collect(), levels)?;
            }
        }
        self.present.clear();
        Ok(())
    }
}

fn put<T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    values: Vec<T::T>,
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    out.typed::<T>().write_batch(&values, levels, None).map(drop)
}

fn schema(table: Table) -> Result<TypePtr, ParquetError> {
    let columns: Result<Vec<TypePtr>, ParquetError> =
        table.fields().iter().map(|field| column_type(field).map(Arc::new)).collect();
    Type::group_type_builder(table.name()).with_fields(columns?).build().map(Arc::new)
}

fn column_type(field: &Field) -> Result<Type, ParquetError> {
    let physical = match field.kind {
        Kind::Count | Kind::Ppm => Physical::INT64,
        Kind::Date => Physical::INT32,
        Kind::Flag => Physical::BOOLEAN,
        Kind::Mass | Kind::Quantity => Physical::FIXED_LEN_BYTE_ARRAY,
        Kind::Text => Physical::BYTE_ARRAY,
    };
    let repetition = match field.presence {
        Presence::Always => Repetition::REQUIRED,
        Presence::Sometimes => Repetition::OPTIONAL,
    };
    let column = Type::primitive_type_builder(field.name, physical).with_repetition(repetition);
    match (field.kind, field.kind.decimal()) {
        (_, Some((precision, scale))) => column
            .with_logical_type(Some(LogicalType::Decimal { scale, precision }))
            .with_converted_type(ConvertedType::DECIMAL)
            .with_length(if physical == Physical::INT64 { -1 } else { WIDE_LENGTH })
            .with_precision(precision)
            .with_scale(scale)
            .build(),
        (Kind::Text, _) => column.with_logical_type(Some(LogicalType::String)).build(),
        (Kind::Date, _) => column.with_logical_type(Some(LogicalType::Date)).build(),
        _ => column.build(),
    }
}

/// The error of the disk that stopped it, where it was that.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
