//! The HTTP surface: routes, bodies, and what an error looks like from outside.

mod appeal_page;
mod body;
mod caller;
mod docs;
mod events;
mod example;
mod file;
mod health;
mod idempotency;
mod middleware;
mod model_problems;
mod objects;
pub mod openapi;
mod problem;
mod problems;
mod query;
mod review_problems;
mod routes;
pub mod server;
#[cfg(test)]
mod tests;
mod v1;
pub mod webhooks;

pub use v1::scores::score_body;
