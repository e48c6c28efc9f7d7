//! One attempt to deliver: look the name up, check every address, connect to one that was checked, post, read.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use tokio::time::timeout;

use super::config::OutConfig;
use super::guard;
use super::resolve::Resolver;
use super::url::EndpointUrl;
use crate::outgoing::{CaFileError, Client, Destination, Reply, RequestError};

/// How much of a response is read.
const MAX_READ: usize = 64 * 1024;
/// How much of it is kept.
const MAX_KEPT: usize = 1024;
/// How many of a name's addresses are tried.
const MAX_ADDRESSES: usize = 4;

/// Sends webhooks.
pub struct Courier {
    /// The operator's settings.
    pub config: OutConfig,
    resolver: Arc<dyn Resolver>,
    client: Client,
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The header `webhook-id`.
    pub id: String,
    /// The header `webhook-timestamp`.
    pub timestamp: i64,
    /// The header `webhook-signature`.
    pub signatures: String,
    /// The body.
    pub payload: Vec<u8>,
}

/// What a receiver answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The first 1 KiB of the body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The name has no address.
    #[error("the name cannot be looked up")]
    Unresolvable,
    /// One of the name's addresses may not be sent to.
    #[error("an address that is not public was refused")]
    AddressRefused,
    /// No connection.
    #[error("no connection to the receiver")]
    Connect,
    /// The receiver's certificate does not hold, or it speaks no TLS.
    #[error("the receiver's TLS was refused")]
    Tls,
    /// The receiver's answer is no HTTP, or stopped in the middle.
    #[error("the receiver's answer cannot be read")]
    Unreadable,
    /// It took too long.
    #[error("the attempt took too long")]
    Timeout,
}

/// The operator's settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// The certificates to trust cannot be used.
    #[error("[webhooks_out]")]
    CaFile(#[from] CaFileError),
    /// A number is out of range.
    #[error("`{0}` in [webhooks_out] is out of range")]
    OutOfRange(&'static str),
}

impl Courier {
    /// Sets up what every attempt needs.
    pub fn new(config: OutConfig, resolver: Arc<dyn Resolver>) -> Result<Self, CourierError> {
        let longest = OutConfig::LONGEST_ATTEMPT_MS;
        let in_range = [
            ("total_timeout_ms", (1..=longest).contains(&config.total_timeout_ms)),
            ("connect_timeout_ms", (1..=longest).contains(&config.connect_timeout_ms)),
            ("concurrency", (1..=1_000).contains(&config.concurrency)),
            ("concurrency_per_endpoint", (1..=1_000).contains(&config.concurrency_per_endpoint)),
        ];
        if let Some((name, _)) = in_range.into_iter().find(|(_, fits)| !fits) {
            return Err(CourierError::OutOfRange(name));
        }
        let client = Client::new(&config.ca_file)?;
        Ok(Self { config, resolver, client })
    }

    /// Makes one attempt.
    pub async fn send(&self, url: &EndpointUrl, letter: &Letter) -> Result<Answer, SendError> {
        let total = Duration::from_millis(self.config.total_timeout_ms);
        timeout(total, self.attempt(url, letter)).await.map_err(|_| SendError::Timeout)?
    }

    async fn attempt(&self, url: &EndpointUrl, letter: &Letter) -> Result<Answer, SendError> {
        let addresses = self.addresses(url).await?;
        let destination = Destination {
            addresses: &addresses,
            connect_timeout: Duration::from_millis(self.config.connect_timeout_ms),
            certificate_name: url.encrypted().then(|| url.host()),
        };
        let reply = self.client.send(&destination, request(url, letter)?, MAX_READ).await?;
        Ok(Answer::from(reply))
    }

    /// The addresses of the host, all of them checked: one bad one spoils the rest.
    async fn addresses(&self, url: &EndpointUrl) -> Result<Vec<SocketAddr>, SendError> {
        let found = if let Some(address) = url.address() {
            vec![address]
        } else {
            let found = self.resolver.resolve(url.host()).await;
            found.map_err(|_| SendError::Unresolvable)?
        };
        if found.is_empty() {
            return Err(SendError::Unresolvable);
        }
        let allowed = |address: &IpAddr| guard::allows(*address, &self.config.allowed_networks);
        if !found.iter().all(allowed) {
            return Err(SendError::AddressRefused);
        }
        let found = found.into_iter().take(MAX_ADDRESSES);
        Ok(found.map(|address| SocketAddr::new(address, url.port())).collect())
    }
}

impl From<Reply> for Answer {
    fn from(mut reply: Reply) -> Self {
        let retry_after = reply.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        reply.body.truncate(MAX_KEPT);
        Self {
            status: reply.status.as_u16(),
            retry_after: retry_after.map(str::to_owned),
            body: reply.body,
        }
    }
}

impl From<RequestError> for SendError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Connect => Self::Connect,
            RequestError::Tls => Self::Tls,
            RequestError::Unreadable => Self::Unreadable,
        }
    }
}

impl SendError {
    /// Its name in the log of attempts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unresolvable => "unresolvable",
            Self::AddressRefused => "address_refused",
            Self::Connect => "cannot_connect",
            Self::Tls => "tls_failed",
            Self::Unreadable => "answer_unreadable",
            Self::Timeout => "timeout",
        }
    }
}

fn request(url: &EndpointUrl, letter: &Letter) -> Result<Request<Full<Bytes>>, SendError> {
    Request::post(url.target())
        .header(HOST, url.authority())
        .header(USER_AGENT, concat!("Bonafide/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json")
        .header(CONNECTION, "close")
        .header("webhook-id", &letter.id)
        .header("webhook-timestamp", letter.timestamp)
        .header("webhook-signature", &letter.signatures)
        .body(Full::new(Bytes::from(letter.payload.clone())))
        .map_err(|_| SendError::Unreadable)
}
