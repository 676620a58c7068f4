//! `--engine`: what adds up the rows of the products. Everything but the words is behind the feature `spark`.

use std::path::PathBuf;

use unleaded_app::rollup::{Engine, Local};

use crate::exit::{Both, Failure};
use crate::printer::Printer;

#[cfg(feature = "spark")]
mod cluster;

/// What adds up the rows of the products.
#[derive(Debug, clap::Args)]
pub(crate) struct EngineArgs {
    /// What adds up: `local` (this machine), or `spark://HOST:PORT`, a server of Spark Connect (docs/scale.md)
    #[arg(long, value_name = "ENGINE", default_value = "local", value_parser = choice)]
    engine: Choice,
    /// The folder of a job for a cluster, which this machine and the cluster see under the same path; by default one beside the output. A run that was ended goes on from what is in it
    #[arg(long, value_name = "DIR")]
    engine_dir: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Choice {
    Cluster(String),
    Local,
}

fn choice(text: &str) -> Result<Choice, Both> {
    match text {
        "local" => Ok(Choice::Local),
        _ if text.starts_with("spark://") || text.starts_with("sc://") => {
            Ok(Choice::Cluster(text.to_owned()))
        }
        _ => Err(Both::from((
            "write `local` or spark://HOST:PORT",
            "请写作 `local` 或 spark://主机:端口",
        ))),
    }
}

/// An engine that was chosen.
pub(crate) trait Chosen {
    /// Itself.
    fn engine(&self) -> &dyn Engine;

    /// What an error of the engine says; `None`: it is none of its own.
    fn failure(&self, error: &std::io::Error) -> Option<Box<Failure>>;

    /// Told when the result is written.
    fn finish(&self);
}

impl Chosen for Local {
    fn engine(&self) -> &dyn Engine {
        self
    }

    fn failure(&self, _: &std::io::Error) -> Option<Box<Failure>> {
        None
    }

    fn finish(&self) {}
}

impl EngineArgs {
    /// Whether this machine adds up.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.engine, Choice::Local)
    }

    /// The engine for a result that goes to `output`.
    pub(crate) fn chosen(
        &self,
        output: Option<&str>,
        printer: &Printer,
    ) -> Result<Box<dyn Chosen>, Box<Failure>> {
        match &self.engine {
            Choice::Cluster(address) => cluster(self, address, output, printer),
            Choice::Local => Ok(Box::new(Local)),
        }
    }
}

#[cfg(feature = "spark")]
fn cluster(
    args: &EngineArgs,
    address: &str,
    output: Option<&str>,
    printer: &Printer,
) -> Result<Box<dyn Chosen>, Box<Failure>> {
    let cluster = cluster::Cluster::new(address, args.engine_dir.clone(), output, printer)?;
    Ok(Box::new(cluster))
}

#[cfg(not(feature = "spark"))]
fn cluster(
    args: &EngineArgs,
    _address: &str,
    _output: Option<&str>,
    _printer: &Printer,
) -> Result<Box<dyn Chosen>, Box<Failure>> {
    let _ = &args.engine_dir;
    Err(Failure::new(
        ("this program was built without clusters", "本程序编译时未启用集群功能"),
        (
            "build it with `--features spark`, or leave --engine out",
            "请用 `--features spark` 重新编译，或不使用 --engine",
        ),
    ))
}
