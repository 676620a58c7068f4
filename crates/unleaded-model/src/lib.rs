//! What a material declaration is, with nothing about files, clocks or wire formats.
//!
//! The modules, from the smallest idea to the largest: [`amount`] (exact masses, fractions and
//! their intervals), [`identity`] (CAS, EC, credit codes, organisations), [`declaration`] (what a
//! supplier says of a part), [`bom`] (what is built of what), [`diagnostic`] (what is wrong, where,
//! and what to do).

pub mod amount;
pub mod bom;
pub mod declaration;
pub mod diagnostic;
pub mod identity;
