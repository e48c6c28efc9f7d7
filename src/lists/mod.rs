//! Threat lists: one form for every value, what of a profile is looked up, and reading lists from files.

pub mod memory;
pub mod normal;
pub mod parse;
pub mod probes;
