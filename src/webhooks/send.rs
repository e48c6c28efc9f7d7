//! One attempt to deliver: look the name up, check every address, connect to one that was checked, post, read.
//!
//! The connection is made here and not by an HTTP client, so that nothing between the check and the connection can
//! look the name up again, follow a redirect or ask a proxy. The certificate is checked against the host's name.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::config::OutConfig;
use super::guard;
use super::resolve::Resolver;
use super::url::EndpointUrl;

/// How much of an answer is read.
const MOST_READ: usize = 64 * 1024;
/// How much of it is kept.
const MOST_KEPT: usize = 1024;
/// How many of a name's addresses are tried.
const MOST_ADDRESSES: usize = 4;

/// Sends webhooks.
pub struct Courier {
    /// The operator's settings.
    pub config: OutConfig,
    resolver: Arc<dyn Resolver>,
    tls: TlsConnector,
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
    /// Certificates cannot be read.
    #[error("`ca_file` in [webhooks_out] cannot be read")]
    CaFile(#[source] rustls::pki_types::pem::Error),
    /// TLS cannot be set up with them.
    #[error("`ca_file` in [webhooks_out] holds a certificate that cannot be trusted")]
    Tls(#[from] rustls::Error),
    /// A number is out of range.
    #[error("`{0}` in [webhooks_out] is out of range")]
    OutOfRange(&'static str),
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

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
        let tls = TlsConnector::from(Arc::new(tls(&config)?));
        Ok(Self { config, resolver, tls })
    }

    /// Makes one attempt.
    pub async fn send(&self, url: &EndpointUrl, letter: &Letter) -> Result<Answer, SendError> {
        let total = Duration::from_millis(self.config.total_timeout_ms);
        timeout(total, self.attempt(url, letter)).await.map_err(|_| SendError::Timeout)?
    }

    async fn attempt(&self, url: &EndpointUrl, letter: &Letter) -> Result<Answer, SendError> {
        let addresses = self.addresses(url).await?;
        let stream = self.connect(&addresses, url).await?;
        let unreadable = |_| SendError::Unreadable;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(unreadable)?;
        // Ends with this attempt, whatever the receiver still sends.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let response = sender.send_request(request(url, letter)?).await.map_err(unreadable)?;
        read(response).await
    }

    /// The addresses of the host, all of them checked: one bad one spoils the rest.
    async fn addresses(&self, url: &EndpointUrl) -> Result<Vec<IpAddr>, SendError> {
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
        Ok(found)
    }

    async fn connect(
        &self,
        addresses: &[IpAddr],
        url: &EndpointUrl,
    ) -> Result<Box<dyn Stream>, SendError> {
        let tcp = self.first_that_connects(addresses, url.port()).await?;
        if !url.encrypted() {
            return Ok(Box::new(tcp));
        }
        let name = ServerName::try_from(url.host().to_owned()).map_err(|_| SendError::Tls)?;
        let stream = self.tls.connect(name, tcp).await.map_err(|_| SendError::Tls)?;
        Ok(Box::new(stream))
    }

    async fn first_that_connects(
        &self,
        addresses: &[IpAddr],
        port: u16,
    ) -> Result<TcpStream, SendError> {
        let patience = Duration::from_millis(self.config.connect_timeout_ms);
        for address in addresses.iter().take(MOST_ADDRESSES) {
            let connecting = TcpStream::connect(SocketAddr::new(*address, port));
            if let Ok(Ok(stream)) = timeout(patience, connecting).await {
                return Ok(stream);
            }
        }
        Err(SendError::Connect)
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

fn tls(config: &OutConfig) -> Result<ClientConfig, CourierError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if !config.ca_file.as_os_str().is_empty() {
        let certificates =
            CertificateDer::pem_file_iter(&config.ca_file).map_err(CourierError::CaFile)?;
        for certificate in certificates {
            roots.add(certificate.map_err(CourierError::CaFile)?)?;
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
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

/// Reads an answer to its end, or as much of it as is read of any.
async fn read(response: Response<Incoming>) -> Result<Answer, SendError> {
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map(str::to_owned);
    let mut body = response.into_body();
    let (mut kept, mut length) = (Vec::new(), 0);
    while length < MOST_READ {
        let Some(frame) = body.frame().await else { break };
        let frame = frame.map_err(|_| SendError::Unreadable)?;
        let Some(data) = frame.data_ref() else { continue };
        length += data.len();
        kept.extend_from_slice(&data[..data.len().min(MOST_KEPT - kept.len())]);
    }
    Ok(Answer { status, retry_after, body: kept })
}
