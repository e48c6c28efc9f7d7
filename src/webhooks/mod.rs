//! Sending webhooks: secrets and signatures, which addresses may be sent to, and one attempt over the wire.
//!
//! What is sent when, and what follows from the answer, is decided in `service/`.

mod config;
mod guard;
mod resolve;
mod secret;
mod send;
mod url;

pub use self::config::OutConfig;
pub use self::resolve::{Resolver, Resolving, SystemResolver};
pub use self::secret::{BadSecret, Secret};
pub use self::send::{Answer, Courier, CourierError, Letter, SendError};
pub use self::url::{BadUrl, EndpointUrl};
