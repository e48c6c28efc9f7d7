//! Bonafide finds fake applicants from evidence, and its reasons are the score.
//!
//! The modules stand in the order of a submission: a tenant submits a profile document
//! ([`domain::profile`]), [`enrichment`] adds facts about what it names, [`linkage`] finds who else
//! shares its identifiers, [`indicators`] look at all three, [`model`] adds them up, [`policy`] makes
//! an outcome of the score. Layers point down, never up; a test reads the `use` lines.

#![cfg_attr(
    test,
    expect(
        clippy::float_cmp,
        reason = "tests are written to be read: given, one call, what it shows"
    )
)]

pub mod app;
pub mod auth;
pub mod champions;
pub mod cli;
pub mod clock;
pub mod config;
pub mod console;
pub mod domain;
pub mod file_reader;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod notices;
pub mod outgoing;
pub mod postgres;
pub mod seeds;
pub mod service;
pub mod store;
pub mod telemetry;
pub mod webhooks;

/// The schema's migrations, in the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();
