//! The same totals from a cluster as from this machine: from Spark in several processes, also when some of them are killed, and
//! from Sail.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::Cell;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use unleaded_cluster::{Address, Error, Event, Settings, Stop, Summed, sum};
use unleaded_rollup::{Graph, RollUp, Scratch, Table};

use crate::sample::{Size, sample};
use crate::servers::Cluster;

mod sample;
mod servers;

const SMALL: Size = Size { parts: 400, levels: 4, columns: 60, rows: 12 };
/// The last statement adds up some millions of rows.
const LARGE: Size = Size { parts: 6_000, levels: 5, columns: 300, rows: 30 };

/// A sample and what this machine makes of it.
struct Case {
    graph: Graph,
    table: Table,
    products: Vec<u32>,
}

impl Case {
    fn new(size: Size, seed: u64) -> Self {
        let (graph, table, products) = sample(size, seed);
        Self { graph, table, products }
    }

    fn sum(
        &self,
        address: &Address,
        folder: &Path,
        stop: &Stop,
        tell: &dyn Fn(Event<'_>),
    ) -> Result<Summed<'_>, Error> {
        let settings = Settings { address, folder, block: 5_000_000 };
        sum(&settings, (&self.graph, &self.table), &self.products, stop, tell)
    }

    /// Fails unless the totals are those of this machine, to the last node.
    fn equals(&self, summed: &Summed<'_>) {
        let roll_up = RollUp::new(&self.graph, &self.table);
        let mut scratch = Scratch::new(&self.graph, &self.table);
        for product in &self.products {
            let found = summed.of(*product, &mut scratch).unwrap();
            assert_eq!(found, roll_up.product(*product, &mut scratch), "{product}");
        }
    }
}

fn address(cluster: &Cluster) -> Address {
    format!("spark://127.0.0.1:{}", cluster.port).parse().unwrap()
}

#[test]
fn spark() {
    let Some(mut spark) = Cluster::spark() else { return };
    let address = address(&spark);
    equal(&address, &spark.folder("equal"), 1..=1);
    goes_on(&address, &spark.folder("goes-on"));
    what_is_not_there_is_told(&address, &spark.folder("small"));
    a_worker_is_lost(&mut spark, &address);
}

#[test]
fn sail() {
    let Some(sail) = Cluster::sail() else { return };
    let address = address(&sail);
    equal(&address, &sail.folder("equal"), 1..=20);
    goes_on(&address, &sail.folder("goes-on"));
}

fn equal(address: &Address, folder: &Path, seeds: RangeInclusive<u64>) {
    for seed in seeds {
        let case = Case::new(SMALL, seed);
        let local = Cell::new(0);
        let tell = |event: Event<'_>| {
            if let Event::Local { products, .. } = event {
                local.set(products);
            }
        };
        let summed = case.sum(address, folder, &Stop::default(), &tell).unwrap();
        case.equals(&summed);
        assert!(local.get() * 10 < case.products.len(), "{} are computed here", local.get());
    }
}

/// A job that is ended after its second statement goes on with the third, and does again what is damaged.
fn goes_on(address: &Address, folder: &Path) {
    let case = Case::new(SMALL, 4);
    let stop = Stop::default();
    let until_third = |event: Event<'_>| {
        if matches!(event, Event::Statement { number: 3, .. }) {
            stop.stop();
        }
    };
    let stopped = case.sum(address, folder, &stop, &until_third).unwrap_err();
    assert!(matches!(stopped, Error::Stopped { .. }), "{stopped}");
    let done = Mutex::new(Vec::new());
    let tell = |event: Event<'_>| {
        if let Event::Statement { is_done, .. } = event {
            done.lock().unwrap().push(is_done);
        }
    };
    let summed = case.sum(address, folder, &Stop::default(), &tell).unwrap();
    case.equals(&summed);
    let went_on = std::mem::take(&mut *done.lock().unwrap());
    assert_eq!(went_on[..2], [true, true]);
    assert!(went_on[2..].iter().all(|done| !done), "{went_on:?}");

    let job = summed.folder().unwrap().to_owned();
    let busy = case.sum(address, folder, &Stop::default(), &|_| {}).unwrap_err();
    assert!(matches!(busy, Error::Busy { .. }), "{busy}");
    drop(summed);
    damage(&job, "level-2");
    let summed = case.sum(address, folder, &Stop::default(), &tell).unwrap();
    case.equals(&summed);
    let again = std::mem::take(&mut *done.lock().unwrap());
    assert_eq!(again.iter().filter(|done| !**done).count(), 1, "{again:?}");
    unleaded_cluster::forget(summed.folder().unwrap()).unwrap();
    assert!(!folder.exists());
}

/// Removes one file of a finished result.
fn damage(job: &Path, statement: &str) {
    let name = fs::read_to_string(job.join(format!("{statement}.done"))).unwrap();
    let files = fs::read_dir(job.join(name)).unwrap().flatten().map(|entry| entry.path());
    let file = files.into_iter().find(|path| path.extension().is_some_and(|e| e == "parquet"));
    fs::remove_file(file.unwrap()).unwrap();
}

/// A statement that fails on the server is told with the server's words.
fn what_is_not_there_is_told(address: &Address, folder: &Path) {
    let case = Case::new(SMALL, 5);
    let tell = |event: Event<'_>| {
        if matches!(event, Event::Statement { number: 2, .. }) {
            let job = fs::read_dir(folder).unwrap().flatten().next().unwrap().path();
            damage(&job, "in-lines");
        }
    };
    let error = case.sum(address, folder, &Stop::default(), &tell).unwrap_err();
    let Error::Statement { what, message } = &error else { panic!("{error:?}") };
    assert!(what.starts_with("level ") && message.contains("FILE_NOT_EXIST"), "{error}");
    assert!(!error.help().zh.is_empty() && error.message().zh.contains(message));
    // The next run finds that the table is not whole, and writes it again.
    let summed = case.sum(address, folder, &Stop::default(), &|_| {}).unwrap();
    case.equals(&summed);
}

/// In the last statement a job is first interrupted, and then, gone on with, loses one of two workers with its executor.
fn a_worker_is_lost(spark: &mut Cluster, address: &Address) {
    let case = Case::new(LARGE, 6);
    let folder = spark.folder("lost");
    let stop = Stop::default();
    let stopped = in_last_statement(&case, address, &folder, &stop, || stop.stop()).unwrap_err();
    assert!(matches!(stopped, Error::Stopped { .. }), "{stopped}");
    assert!(spark.log().contains("cancelled"), "the server goes on");
    let kill = || spark.kill_worker();
    let summed = in_last_statement(&case, address, &folder, &Stop::default(), kill).unwrap();
    case.equals(&summed);
    assert!(spark.log().contains("Lost executor"), "the server did not see it");
}

/// Has a job computed and does something while the last statement is.
fn in_last_statement<'a>(
    case: &'a Case,
    address: &Address,
    folder: &Path,
    stop: &Stop,
    act: impl FnOnce() + Send,
) -> Result<Summed<'a>, Error> {
    let (last, done) = (AtomicBool::new(false), AtomicBool::new(false));
    let tell = |event: Event<'_>| {
        if let Event::Statement { number, of, .. } = event {
            last.store(number == of, Ordering::SeqCst);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            while !last.load(Ordering::SeqCst) && !done.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(5));
            }
            thread::sleep(Duration::from_millis(700));
            assert!(!done.load(Ordering::SeqCst), "the last statement takes too short");
            act();
        });
        let summed = case.sum(address, folder, stop, &tell);
        done.store(true, Ordering::SeqCst);
        summed
    })
}
