//! A cluster as the engine of a roll-up.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use unleaded_app::rollup::{Engine, Totals};
use unleaded_cluster::{Address, Error, Event, Settings, Stop, Summed};
use unleaded_model::diagnostic::Language;
use unleaded_rollup::{Graph, Overflow, ProductTotals, Scratch, Table};

use super::Chosen;
use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;

/// A cluster.
#[derive(Debug)]
pub(super) struct Cluster {
    address: Address,
    folder: PathBuf,
    /// Whether the user named the folder, and may want what is in it.
    is_named: bool,
    language: Language,
    stop: Arc<Stop>,
    /// The folder of the job, once there is one.
    job: Mutex<Option<PathBuf>>,
}

impl Cluster {
    pub(super) fn new(
        address: &str,
        folder: Option<PathBuf>,
        output: Option<&str>,
        printer: &Printer,
    ) -> Result<Self, Box<Failure>> {
        let address = address.parse().map_err(|error| failure(&error))?;
        let stop = Arc::new(Stop::default());
        interrupt(Arc::clone(&stop));
        Ok(Self {
            address,
            is_named: folder.is_some(),
            folder: folder.unwrap_or_else(|| beside(output)),
            language: printer.language(),
            stop,
            job: Mutex::default(),
        })
    }

    fn tell(&self, event: Event<'_>) {
        Printer::new(self.language).note(&match (self.language, event) {
            (Language::En, Event::Local { products, of }) => format!(
                "{products} of {of} products are added up on this machine: too deep, or beyond what the cluster counts exactly"
            ),
            (Language::Zh, Event::Local { products, of }) => {
                format!("{of} 个产品中有 {products} 个在本机汇总：层级过深，或超出集群的精确计数范围")
            }
            (Language::En, Event::Statement { what, number, of, is_done }) => {
                let done = if is_done { ", done before" } else { "" };
                format!("cluster, {number} of {of}: {what}{done}")
            }
            (Language::Zh, Event::Statement { what, number, of, is_done }) => {
                let done = if is_done { "（之前已完成）" } else { "" };
                format!("集群，第 {number}/{of} 步：{what}{done}")
            }
        });
    }
}

/// The folder for a result that goes to `output`.
fn beside(output: Option<&str>) -> PathBuf {
    match output {
        Some(output) if output != files::STANDARD => PathBuf::from(format!("{output}.engine")),
        _ => PathBuf::from("unleaded.engine"),
    }
}

/// Ends the job when the user asks for it, and the process when he asks once more. Where signals can't be waited for, the first
/// one ends the process.
fn interrupt(stop: Arc<Stop>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return;
    };
    thread::spawn(move || {
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                let stopping = Arc::clone(&stop);
                thread::spawn(move || stopping.stop());
            }
            if tokio::signal::ctrl_c().await.is_ok() {
                #[expect(clippy::exit, reason = "asked twice; the first is still being done")]
                std::process::exit(130);
            }
        });
    });
}

impl Chosen for Cluster {
    fn engine(&self) -> &dyn Engine {
        self
    }

    fn failure(&self, error: &io::Error) -> Option<Box<Failure>> {
        error.get_ref().and_then(|error| error.downcast_ref()).map(failure)
    }

    fn finish(&self) {
        let job = self.job.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(job) = job.filter(|_| !self.is_named)
            && let Err(error) = unleaded_cluster::forget(&job)
        {
            let words = error.message();
            Printer::new(self.language).note(match self.language {
                Language::En => &words.en,
                Language::Zh => &words.zh,
            });
        }
    }
}

fn failure(error: &Error) -> Box<Failure> {
    let (message, help) = (error.message(), error.help());
    Failure::new((message.en, message.zh), (help.en, help.zh))
}

impl Engine for Cluster {
    fn begin<'a>(
        &'a self,
        graph: &'a Graph,
        table: &'a Table,
        products: &'a [u32],
    ) -> io::Result<Box<dyn Totals + 'a>> {
        let folder: &Path = &self.folder;
        let settings = Settings { address: &self.address, folder, block: Settings::BLOCK };
        let tell = |event: Event<'_>| self.tell(event);
        let summed = unleaded_cluster::sum(&settings, (graph, table), products, &self.stop, &tell);
        let summed = summed.map_err(io::Error::other)?;
        let job = summed.folder().map(Path::to_owned);
        *self.job.lock().unwrap_or_else(PoisonError::into_inner) = job;
        Ok(Box::new(OnCluster(summed)))
    }
}

struct OnCluster<'a>(Summed<'a>);

impl Totals for OnCluster<'_> {
    fn of(
        &self,
        product: u32,
        scratch: &mut Scratch,
    ) -> io::Result<Result<ProductTotals, Overflow>> {
        self.0.of(product, scratch).map_err(io::Error::other)
    }
}
