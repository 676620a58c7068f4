//! The sums that came back.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, Decimal128Array, Int32Array, Int64Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use unleaded_rollup::{ColumnSum, RankAt};

use crate::error::Error;
use crate::folder::{at, files};
use crate::plan::of_worst_key;

/// Groups of rows that are kept in memory: products are asked for in their order, so that the next one is in the same.
const KEPT: usize = 3;

/// The columns of a result, in their order.
const COLUMNS: [&str; 10] = [
    "product",
    "power",
    "place",
    "low",
    "excess",
    "unbounded",
    "loose",
    "entries",
    "worst_low",
    "worst_high",
];

/// The results of all products, read as they are asked for.
#[derive(Debug)]
pub(crate) struct Results {
    groups: Vec<Group>,
    /// The nodes, by their precedence.
    nodes: Vec<u32>,
    kept: Mutex<VecDeque<(usize, Arc<Vec<Row>>)>>,
}

/// A group of rows of a file, and the range of products that it may hold.
#[derive(Debug)]
struct Group {
    path: PathBuf,
    index: usize,
    products: (i32, i32),
}

/// One row of a result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) product: u32,
    pub(crate) power: i32,
    pub(crate) sum: ColumnSum,
}

impl Results {
    /// Opens the results in these folders.
    pub(crate) fn open(folders: &[PathBuf], nodes: Vec<u32>) -> Result<Self, Error> {
        let mut groups = Vec::new();
        for folder in folders {
            for path in files(folder)? {
                let reader = reader(&path)?;
                let of_file = reader.metadata().row_groups().iter().enumerate();
                groups.extend(of_file.map(|(index, group)| Group {
                    path: path.clone(),
                    index,
                    products: range(group),
                }));
            }
        }
        Ok(Self { groups, nodes, kept: Mutex::default() })
    }

    /// The rows of one product, in ascending order of their columns.
    pub(crate) fn of(&self, product: u32) -> Result<Vec<Row>, Error> {
        let number = i32::try_from(product).unwrap_or(i32::MAX);
        let mut found = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            if group.products.0 <= number && number <= group.products.1 {
                let rows = self.group(at)?;
                let start = rows.partition_point(|row| row.product < product);
                let rows = &rows[start..];
                found.extend_from_slice(&rows[..rows.partition_point(|r| r.product == product)]);
            }
        }
        found.sort_unstable_by_key(|row| row.sum.column);
        Ok(found)
    }

    fn group(&self, at: usize) -> Result<Arc<Vec<Row>>, Error> {
        // Reading leaves nothing half done in the list.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = kept.iter().find(|(index, _)| *index == at) {
            return Ok(Arc::clone(rows));
        }
        let rows = Arc::new(read(&self.groups[at], &self.nodes)?);
        kept.push_front((at, Arc::clone(&rows)));
        kept.truncate(KEPT);
        Ok(rows)
    }
}

/// How many rows of compositions the results in a folder were added up from. Files that can't be read count for none.
pub(crate) fn entries(folder: &Path) -> Result<u64, Error> {
    let mut all = 0u64;
    for path in files(folder)? {
        let Ok(reader) = reader(&path) else { continue };
        let mask = ProjectionMask::columns(reader.parquet_schema(), ["entries"]);
        let Ok(batches) = reader.with_projection(mask).build() else { continue };
        for batch in batches {
            let Ok(batch) = batch else { return Ok(0) };
            let numbers = batch.column(0).as_any().downcast_ref::<Int64Array>();
            let numbers = numbers.into_iter().flatten().flatten();
            all += numbers.map(|number| u64::try_from(number).unwrap_or(0)).sum::<u64>();
        }
    }
    Ok(all)
}

fn reader(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
    let file = File::open(path).map_err(at(path))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: impl Into<ParquetError>) -> Error {
    Error::File { path: path.to_owned(), source: io::Error::other(error.into()) }
}

/// The products that a group may hold: all, where the file does not say.
fn range(group: &RowGroupMetaData) -> (i32, i32) {
    match group.column(0).statistics() {
        Some(Statistics::Int32(of)) => {
            (of.min_opt().copied().unwrap_or(0), of.max_opt().copied().unwrap_or(i32::MAX))
        }
        _ => (0, i32::MAX),
    }
}

fn read(group: &Group, nodes: &[u32]) -> Result<Vec<Row>, Error> {
    let batches = reader(&group.path)?.with_row_groups(vec![group.index]).build();
    let mut rows = Vec::new();
    for batch in batches.map_err(|error| unreadable(&group.path, error))? {
        let batch = batch.map_err(|error| unreadable(&group.path, error))?;
        let wrong = || unreadable(&group.path, ParquetError::General("not a result".to_owned()));
        let columns = Columns::of(&batch).ok_or_else(wrong)?;
        for at in 0..batch.num_rows() {
            rows.push(columns.row(at, nodes).ok_or_else(wrong)?);
        }
    }
    rows.sort_unstable_by_key(|row| row.product);
    Ok(rows)
}

/// The columns of a batch, by [`COLUMNS`].
struct Columns<'a> {
    ints: [&'a Int32Array; 3],
    amounts: [&'a Decimal128Array; 2],
    longs: [&'a Int64Array; 5],
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Option<Self> {
        fn typed<'a, A: Array + 'static, const N: usize>(
            batch: &'a RecordBatch,
            names: &[&str],
        ) -> Option<[&'a A; N]> {
            let named = |name: &&str| batch.column_by_name(name)?.as_any().downcast_ref::<A>();
            let found: Vec<&A> = names.iter().map(named).collect::<Option<_>>()?;
            // No sum is without rows, so that no value may be missing.
            let whole = found.iter().all(|array| array.null_count() == 0);
            whole.then_some(found)?.try_into().ok()
        }
        Some(Self {
            ints: typed(batch, &COLUMNS[..3])?,
            amounts: typed(batch, &COLUMNS[3..5])?,
            longs: typed(batch, &COLUMNS[5..])?,
        })
    }

    fn row(&self, at: usize, nodes: &[u32]) -> Option<Row> {
        let int = |column: usize| self.ints[column].value(at);
        let count = |column: usize| u64::try_from(self.longs[column].value(at)).ok();
        let worst = |column: usize| {
            let (rank, precedence) = of_worst_key(self.longs[column].value(at))?;
            Some(RankAt { rank, node: *nodes.get(precedence as usize)? })
        };
        Some(Row {
            product: u32::try_from(int(0)).ok()?,
            power: int(1),
            sum: ColumnSum {
                column: u32::try_from(int(2)).ok()?,
                low: self.amounts[0].value(at),
                excess: self.amounts[1].value(at),
                unbounded: count(0)?,
                unbounded_background: count(1)?,
                rows: count(2)?,
                worst_low: worst(3)?,
                worst_high: worst(4)?,
            },
        })
    }
}
