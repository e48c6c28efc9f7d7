//! Who calls: bearer tokens and what they allow.

mod scope;
pub mod tokens;

pub use scope::Scope;
