//! One job, from the plan to the totals.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use unleaded_rollup::{ColumnSum, Graph, Overflow, ProductTotals, RollUp, Scratch, Sums, Table};

use crate::address::Address;
use crate::error::Error;
use crate::folder::{JobFolder, at, rows};
use crate::inputs::{Inputs, TABLES};
use crate::plan::{Plan, Start, blocks};
use crate::results::{Results, entries};
use crate::session::Session;
use crate::statements;

/// Where a job is computed, and where its files are.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The server.
    pub address: &'a Address,
    /// A folder that this machine, the server and its workers see under the same path. It is made where it is missing.
    pub folder: &'a Path,
    /// Rows of compositions that one statement adds up, times their products: what a run that was ended loses at most.
    pub block: u64,
}

impl Settings<'_> {
    /// Rows of one statement where nobody says otherwise.
    pub const BLOCK: u64 = 2_000_000_000;
}

/// What happens on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// So many products of so many are computed on this machine, as the cluster could not hold their numbers exactly or they are
    /// too deep.
    Local {
        /// How many.
        products: usize,
        /// Of how many.
        of: usize,
    },
    /// A statement begins: the first has the number 1.
    Statement {
        /// What it computes.
        what: &'a str,
        /// Its number.
        number: usize,
        /// How many there are.
        of: usize,
        /// Whether an earlier run finished it.
        is_done: bool,
    },
}

/// The handle by which another thread ends a job.
#[derive(Default)]
pub struct Stop {
    stopped: AtomicBool,
    session: Mutex<Option<Session>>,
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stop").field("stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}

impl Stop {
    /// Ends the job: what it has under way on the server is interrupted there.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(session) = session {
            session.interrupt();
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn holds(&self, session: Option<Session>) {
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }
}

/// The totals of the products of a job.
#[derive(Debug)]
pub struct Summed<'a> {
    roll_up: RollUp<'a>,
    starts: Vec<Start>,
    results: Results,
    folder: Option<JobFolder>,
}

impl Summed<'_> {
    /// Returns the totals of `product`, those of [`RollUp::product`].
    pub fn of(
        &self,
        product: u32,
        scratch: &mut Scratch,
    ) -> Result<Result<ProductTotals, Overflow>, Error> {
        let Ok(at) = self.starts.binary_search_by_key(&product, |start| start.product) else {
            return Ok(self.roll_up.product(product, scratch));
        };
        let Start { power, entries, .. } = self.starts[at];
        let rows = self.results.of(product)?;
        let columns: Vec<ColumnSum> = rows.iter().map(|row| row.sum).collect();
        let found = columns.iter().map(|sum| sum.rows).sum();
        let distinct = columns.is_sorted_by(|a, b| a.column < b.column);
        if found != entries || !distinct || rows.iter().any(|row| row.power != power) {
            let what = format!("the result of the product at node {product}");
            return Err(Error::Incomplete { what, expected: entries, found });
        }
        let totals = self.roll_up.product_of(product, &Sums { power, columns: &columns }, scratch);
        // What the rest of a product can't be held in is for this machine to try in a coarser unit.
        Ok(totals.map_or_else(|| self.roll_up.product(product, scratch), Ok))
    }

    /// The folder with the files of the job, for [`forget`]; `None`: all was computed on this machine.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_ref().map(JobFolder::path)
    }
}

/// Removes the files of a job, and the folder around them if nothing else is in it.
pub fn forget(folder: &Path) -> Result<(), Error> {
    std::fs::remove_dir_all(folder).map_err(at(folder))?;
    if let Some(parent) = folder.parent() {
        // It stays where it holds anything else.
        let _ = std::fs::remove_dir(parent);
    }
    Ok(())
}

/// The nodes in the order of their precedence, which is a permutation of them.
fn by_precedence(graph: &Graph) -> Vec<u32> {
    let mut nodes: Vec<u32> = (0..).take(graph.len()).collect();
    nodes.sort_unstable_by_key(|node| graph.precedence(*node));
    nodes
}

/// Has the totals of `products` computed, or finds that they were.
pub fn sum<'a>(
    settings: &Settings<'_>,
    (graph, table): (&'a Graph, &'a Table),
    products: &[u32],
    stop: &Stop,
    tell: &dyn Fn(Event<'_>),
) -> Result<Summed<'a>, Error> {
    let plan = Plan::new(graph, table, products);
    if !plan.local.is_empty() {
        let of = plan.local.len() + plan.starts.len();
        tell(Event::Local { products: plan.local.len(), of });
    }
    let (mut folders, mut kept) = (Vec::new(), None);
    if !plan.starts.is_empty() {
        let inputs = Inputs { plan: &plan, graph, table };
        let folder = JobFolder::open(settings.folder, &inputs.key()?)?;
        let session = Session::open(settings.address)?;
        stop.holds(Some(session.clone()));
        let job = Job { inputs, folder: &folder, session: &session, stop, tell };
        let done = job.run(settings.block);
        stop.holds(None);
        session.close();
        folders = match done {
            Err(_) if stop.is_stopped() => {
                return Err(Error::Stopped { folder: folder.path().to_owned() });
            }
            done => done?,
        };
        kept = Some(folder);
    }
    Ok(Summed {
        roll_up: RollUp::new(graph, table),
        starts: plan.starts,
        results: Results::open(&folders, by_precedence(graph))?,
        folder: kept,
    })
}

struct Job<'a> {
    inputs: Inputs<'a>,
    folder: &'a JobFolder,
    session: &'a Session,
    stop: &'a Stop,
    tell: &'a dyn Fn(Event<'_>),
}

/// What a statement computes, and how many rows must come of it.
struct Step<'a> {
    name: &'a str,
    what: &'a str,
    expected: u64,
    /// Its place among all of them.
    place: (usize, usize),
}

impl Job<'_> {
    /// Computes all levels and all sums, and returns the folders with the sums.
    fn run(&self, block: u64) -> Result<Vec<PathBuf>, Error> {
        self.give_tables()?;
        let plan = self.inputs.plan;
        let levels = plan.levels();
        let blocks = blocks(&plan.starts, block);
        let of = levels.len() + blocks.len();
        for (number, level) in (1..).zip(levels.iter().rev().copied()) {
            let what = format!("level {level} of the bill of materials");
            let name = format!("level-{level}");
            let expected = plan.pairs[level as usize];
            let step = Step { name: &name, what: &what, expected, place: (number, of) };
            let above = &plan.above[level as usize];
            let statement = |folder: &str| statements::level(level, above, folder);
            let folder = self.step(&step, rows, statement)?;
            let folder = self.folder.named(&folder);
            let view = statements::view(&statements::level_name(level), &folder);
            self.session.execute(&what, &view)?;
        }
        let finest = plan.starts.iter().map(|start| start.power.unsigned_abs()).max().unwrap_or(0);
        let mut folders = Vec::new();
        for (number, block) in (of - blocks.len() + 1..).zip(&blocks) {
            let (first, last) = (block.products.start(), block.products.end());
            let what = format!("the sums of products {first} to {last}");
            let name = format!("sums-{first}-{last}");
            let step =
                Step { name: &name, what: &what, expected: block.entries, place: (number, of) };
            let statement =
                |folder: &str| statements::totals(&levels, block.products.clone(), finest, folder);
            folders.push(self.folder.path().join(self.step(&step, entries, statement)?));
        }
        Ok(folders)
    }

    /// Writes the tables and sees that the cluster sees them.
    fn give_tables(&self) -> Result<(), Error> {
        for (at, table) in TABLES.into_iter().enumerate() {
            self.go_on()?;
            let name = format!("in-{table}");
            let expected = self.rows_of(at);
            let is_whole = |folder: &Path| Ok(rows(folder)? == expected);
            let folder = match self.folder.finished(&name, is_whole)? {
                Some(folder) => folder,
                None => {
                    self.folder.sweep(&name)?;
                    let folder = format!("{name}-{}", self.session.id());
                    self.inputs.write(at, &self.folder.path().join(&folder))?;
                    self.folder.finish(&name, &folder)?;
                    folder
                }
            };
            let view = statements::view(table, &self.folder.named(&folder));
            let what = format!("the table `{table}`");
            let seen = self.session.execute(&what, &view);
            let found = seen.and_then(|()| self.session.number(&what, &statements::count(table)));
            let unseen = |message| Error::Unseen { folder: self.folder.path().to_owned(), message };
            match found {
                Ok(found) if found == expected => {}
                Ok(found) => return Err(unseen(format!("{found} rows of {expected} in {what}"))),
                Err(Error::Statement { message, .. }) => return Err(unseen(message)),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn rows_of(&self, table: usize) -> u64 {
        let Inputs { plan, graph, table: packed } = self.inputs;
        match table {
            0 => plan.starts.len() as u64,
            1 => plan.lines(graph, packed).count() as u64,
            _ => plan.nodes.iter().map(|node| packed.entries(*node).len() as u64).sum(),
        }
    }

    /// Has one statement executed, unless an earlier run did, and returns the name of the folder with its result. `size` is what
    /// must equal the rows that are expected.
    fn step(
        &self,
        step: &Step<'_>,
        size: impl Fn(&Path) -> Result<u64, Error>,
        statement: impl Fn(&str) -> String,
    ) -> Result<String, Error> {
        self.go_on()?;
        let is_whole = |folder: &Path| Ok(size(folder)? == step.expected);
        let done = self.folder.finished(step.name, is_whole)?;
        let (number, of) = step.place;
        (self.tell)(Event::Statement { what: step.what, number, of, is_done: done.is_some() });
        if let Some(folder) = done {
            return Ok(folder);
        }
        self.go_on()?;
        self.folder.sweep(step.name)?;
        let name = format!("{}-{}", step.name, self.session.id());
        self.session.execute(step.what, &statement(&self.folder.named(&name)))?;
        self.go_on()?;
        let folder = self.folder.path().join(&name);
        if !folder.is_dir() {
            let message = format!("nothing of {} came back", step.what);
            return Err(Error::Unseen { folder: self.folder.path().to_owned(), message });
        }
        let found = size(&folder)?;
        if found != step.expected {
            let what = step.what.to_owned();
            return Err(Error::Incomplete { what, expected: step.expected, found });
        }
        self.folder.finish(step.name, &name)?;
        Ok(name)
    }

    fn go_on(&self) -> Result<(), Error> {
        match self.stop.is_stopped() {
            true => Err(Error::Stopped { folder: self.folder.path().to_owned() }),
            false => Ok(()),
        }
    }
}
