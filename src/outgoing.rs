//! Outgoing HTTP: one request over a connection of its own.
//!
//! The caller names the addresses to connect to, so nothing between its check of an address and the connection looks
//! the name up again, follows a redirect or asks a proxy. A certificate must be valid for the host's name.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::HeaderMap;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// Sends requests.
pub struct Client {
    tls: TlsConnector,
}

/// Where a request goes.
pub struct Destination<'a> {
    /// The addresses to try, in order.
    pub addresses: &'a [SocketAddr],
    /// How long connecting to one of them may take.
    pub connect_timeout: Duration,
    /// The name that the certificate must be valid for; none for plain HTTP.
    pub certificate_name: Option<&'a str>,
}

/// A response.
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body. Reading stops at the first bytes above the limit, so a body that is too long is longer than it.
    pub body: Vec<u8>,
}

/// Why a request got no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// No address accepted the connection.
    #[error("no connection")]
    Connect,
    /// The certificate is not valid, or the other side speaks no TLS.
    #[error("TLS failed")]
    Tls,
    /// The response is no HTTP, or stops in the middle.
    #[error("the response cannot be read")]
    Unreadable,
}

/// Why a file of certificates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaFileError {
    /// It cannot be read.
    #[error("`ca_file` cannot be read")]
    Unreadable(#[from] pem::Error),
    /// One of its certificates cannot be used.
    #[error("`ca_file` holds a certificate that cannot be trusted")]
    Certificate(#[from] rustls::Error),
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl Client {
    /// A client that trusts the usual authorities and the certificates (PEM) of a file; an empty path names none.
    pub fn new(ca_file: &Path) -> Result<Self, CaFileError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if !ca_file.as_os_str().is_empty() {
            for certificate in CertificateDer::pem_file_iter(ca_file)? {
                roots.add(certificate?)?;
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions()?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Sends a request and reads up to `limit` bytes of the response's body.
    pub async fn send(
        &self,
        to: &Destination<'_>,
        request: Request<Full<Bytes>>,
        limit: usize,
    ) -> Result<Reply, RequestError> {
        let unreadable = |_| RequestError::Unreadable;
        let stream = self.connect(to).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(unreadable)?;
        // Dropped with this request, whatever the other side still sends.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let (head, body) = sender.send_request(request).await.map_err(unreadable)?.into_parts();
        let body = read(body, limit).await.map_err(unreadable)?;
        Ok(Reply { status: head.status, headers: head.headers, body })
    }

    async fn connect(&self, to: &Destination<'_>) -> Result<Box<dyn Stream>, RequestError> {
        let tcp = first_that_connects(to).await?;
        let Some(name) = to.certificate_name else { return Ok(Box::new(tcp)) };
        let name = ServerName::try_from(name.to_owned()).map_err(|_| RequestError::Tls)?;
        let stream = self.tls.connect(name, tcp).await.map_err(|_| RequestError::Tls)?;
        Ok(Box::new(stream))
    }
}

async fn first_that_connects(to: &Destination<'_>) -> Result<TcpStream, RequestError> {
    for address in to.addresses {
        if let Ok(Ok(stream)) = timeout(to.connect_timeout, TcpStream::connect(address)).await {
            return Ok(stream);
        }
    }
    Err(RequestError::Connect)
}

async fn read(mut body: Incoming, limit: usize) -> hyper::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while bytes.len() <= limit {
        let Some(frame) = body.frame().await else { break };
        if let Some(data) = frame?.data_ref() {
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}
