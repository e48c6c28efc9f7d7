//! Bonafide finds fake applicants from evidence and explains every score.
//!
//! A submission flows through [`evidence`] (profile, facts, links, findings) and [`scoring`] (score, band); [`learning`]
//! trains the models. This crate is the service around them. Its layers depend on each other from top to bottom: `cli`
//! and `http`, `console`, `jobs`, then `service`, then `store` and the others. A test checks the `use` lines.

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
pub mod compute;
pub mod config;
pub mod console;
pub mod domain;
pub mod file_reader;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod lanes;
pub mod notices;
pub mod outgoing;
pub mod postgres;
pub mod seeds;
pub mod service;
pub mod store;
pub mod telemetry;
pub mod webhooks;

/// The database migrations, embedded in the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();
