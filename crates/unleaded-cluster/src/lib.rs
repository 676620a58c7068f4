//! The sums of the roll-up on a cluster that speaks Spark Connect: Apache Spark, or Sail.
//!
//! What is heavy is computed there: how often each product holds each part ([`statements`], one statement per level of the bill
//! of materials), and the sums of its rows. What is light stays here: the plan ([`plan`]), and what takes one look at each part
//! of a product (its mass, its coverage, what may be anything in it). Everything goes through Parquet files in a folder that the
//! cluster and this machine both see; each finished statement leaves a marker there, so that a run that was ended goes on after it.
//!
//! The totals equal those of [`unleaded_rollup::RollUp::product`]: same integers, same nodes. A product whose numbers the
//! cluster could not hold exactly never goes there: the plan proves the bound beforehand, or the product is computed here.

pub use self::address::Address;
pub use self::error::{Error, Words};

mod address;
mod error;
pub mod plan;
pub mod statements;

#[cfg(feature = "client")]
pub use self::run::{Event, Settings, Stop, Summed, forget, sum};

#[cfg(feature = "client")]
mod folder;
#[cfg(feature = "client")]
mod inputs;
#[cfg(feature = "client")]
mod results;
#[cfg(feature = "client")]
mod run;
#[cfg(feature = "client")]
mod session;
