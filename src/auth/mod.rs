//! Who calls: bearer tokens and what they allow.

pub mod passwords;
pub mod roles;
mod scope;
pub mod tokens;

pub use scope::Scope;
