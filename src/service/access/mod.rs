//! Access: tenants and users.

pub mod tenants;
pub mod users;
