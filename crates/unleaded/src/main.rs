//! The command line of unleaded: the only place that prints and exits.

use std::process::ExitCode;

use crate::args::Cli;
use crate::printer::Printer;

mod args;
mod clock;
mod exit;
mod files;
mod language;
mod page;
mod printer;
mod progress;
mod terminal;
mod verbs;

/// Reading makes many small texts and lets them go soon, which takes glibc's allocator a sixth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::read();
    let printer = Printer::new(cli.language());
    let asked = cli.asked();
    match cli.verb.run(&printer, asked) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            printer.failure(&failure);
            exit::Exit::Failed.into()
        }
    }
}
