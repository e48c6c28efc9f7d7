//! Turns a submitted profile into findings: the profile document, facts, identifiers and links, threat lists, and the
//! indicators.
//!
//! Everything is pure: no queries, sockets, files, clock, environment or logging. The same input gives the same output.

#![cfg_attr(
    test,
    expect(
        clippy::needless_pass_by_value,
        reason = "tests are written to be read: given, one call, what it shows"
    )
)]

pub mod adapters;
pub mod enrichment;
pub mod facts;
pub mod finding;
pub mod geography;
pub mod history;
pub mod identifier;
pub mod indicators;
pub mod linkage;
pub mod links;
pub mod lists;
pub mod observation;
pub mod pepper;
pub mod profile;
pub mod relation;
pub mod similarity;
mod work;
