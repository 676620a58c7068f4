//! The command line of unleaded: the only place that prints and exits.

use std::process::ExitCode;

use crate::args::Cli;
use crate::printer::Printer;

mod args;
mod clock;
mod exit;
mod files;
mod help;
mod interrupt;
mod language;
mod page;
mod printer;
mod progress;
mod terminal;
mod tokens;
mod verbs;
mod workspace;

/// Reading makes many small texts and lets them go soon, which takes glibc's allocator about a tenth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let language = args::language();
    let printer = Printer::new(language);
    let answer = Cli::read(language).and_then(|cli| {
        let asked = cli.asked();
        cli.verb.run(&printer, asked)
    });
    match answer {
        Ok(exit) => exit.into(),
        Err(failure) => {
            printer.failure(&failure);
            exit::Exit::Failed.into()
        }
    }
}
