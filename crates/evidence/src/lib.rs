//! From a submitted profile to findings: the profile document, facts about what it names, identifiers and
//! what sharing them means, threat lists, and the indicators that look at all of it.
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
pub mod history;
pub mod identifier;
pub mod indicators;
pub mod linkage;
pub mod links;
pub mod lists;
pub mod noted;
pub mod profile;
pub mod similarity;
