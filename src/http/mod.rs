//! The HTTP surface: operations, bodies, and what an error looks like from outside.

mod appeal_page;
mod body;
mod caller;
mod docs;
mod error_code;
mod error_responses;
mod errors;
mod events;
mod example;
mod file;
mod health;
mod idempotency;
mod middleware;
mod objects;
pub mod openapi;
mod operation;
mod operations;
mod problem;
mod query;
mod routes;
pub mod server;
#[cfg(test)]
mod tests;
mod v1;
pub mod webhooks;

pub use v1::scoring::scores::score_body;
