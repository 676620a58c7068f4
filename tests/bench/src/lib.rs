//! Benchmarks that compare: each measurement runs beside a bound of the machine, in the same run and by turns, so
//! that what is written down is a ratio and not the mood of one machine.
//!
//! `cargo bench -p unleaded-bench` runs them all; `-- --smoke` runs them small, to see that they work. Without
//! `--bench`, which only `cargo bench` passes, they run small too. `docs/benchmarks.md` says what each bound is.

/// The allocator of the program, for all contenders.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod boms;
pub mod documents;
pub mod facts;
pub mod mixed;
pub mod peers;
pub mod race;
pub mod random;
pub mod workspace;

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// What the ratios are measured with.
    Full,
    /// Just enough to see that it runs.
    Smoke,
}

impl Size {
    /// The size that the command line asks for.
    pub fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let has = |wanted: &str| arguments.iter().any(|a| a == wanted);
        match has("--bench") && !has("--smoke") {
            true => Self::Full,
            false => Self::Smoke,
        }
    }

    /// `full` or `smoke`, as the size is.
    pub fn choose<T>(self, full: T, smoke: T) -> T {
        match self {
            Self::Full => full,
            Self::Smoke => smoke,
        }
    }
}
