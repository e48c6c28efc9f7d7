//! Who calls: bearer tokens and what they allow.

pub mod oidc;
pub mod passwords;
pub mod roles;
mod scope;
mod signatures;
pub mod tokens;

pub use scope::Scope;
