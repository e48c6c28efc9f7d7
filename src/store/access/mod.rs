//! Access: tenants and users.

pub mod invitations;
pub mod request_keys;
pub mod tenants;
pub mod user_sessions;
pub mod users;
