//! Asking the provider: one request, one connection, no redirects, within limits of size and time.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

/// How much of an answer is read.
const MOST_READ: usize = 512 * 1024;
/// How long a request may take.
const WITHIN: Duration = Duration::from_secs(10);

/// Asks over https.
pub(super) struct Client {
    tls: TlsConnector,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Certificates cannot be read.
    #[error("`ca_file` in [oidc] cannot be read")]
    CaFile(#[source] rustls::pki_types::pem::Error),
    /// TLS cannot be set up with them, or is refused.
    #[error("TLS cannot be used")]
    Tls(#[from] rustls::Error),
    /// No connection.
    #[error("no connection")]
    Connect(#[from] std::io::Error),
    /// What comes back is no HTTP, too long, or stops in the middle.
    #[error("the answer cannot be read")]
    Unreadable,
    /// It says that it did not work.
    #[error("the answer has status {0}")]
    Status(u16),
    /// It took too long.
    #[error("the request took too long")]
    Timeout,
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl Client {
    pub(super) fn new(ca_file: &Path) -> Result<Self, ClientError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if !ca_file.as_os_str().is_empty() {
            let certificates =
                CertificateDer::pem_file_iter(ca_file).map_err(ClientError::CaFile)?;
            for certificate in certificates {
                roots.add(certificate.map_err(ClientError::CaFile)?)?;
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder.with_safe_default_protocol_versions()?;
        let config = builder.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)) })
    }

    pub(super) async fn get(&self, url: &Url) -> Result<Bytes, ClientError> {
        let request = ask(url, Method::GET).body(Full::default());
        self.send(url, request.map_err(|_| ClientError::Unreadable)?).await
    }

    /// Sends a form, with the client's own proof if there is one.
    pub(super) async fn post(
        &self,
        url: &Url,
        form: String,
        proof: Option<String>,
    ) -> Result<Bytes, ClientError> {
        let mut request =
            ask(url, Method::POST).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(proof) = proof {
            request = request.header(AUTHORIZATION, proof);
        }
        let request = request.body(Full::new(Bytes::from(form)));
        self.send(url, request.map_err(|_| ClientError::Unreadable)?).await
    }

    async fn send(&self, url: &Url, request: Request<Full<Bytes>>) -> Result<Bytes, ClientError> {
        timeout(WITHIN, self.exchange(url, request)).await.map_err(|_| ClientError::Timeout)?
    }

    async fn exchange(
        &self,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> Result<Bytes, ClientError> {
        let stream = self.connect(url).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| ClientError::Unreadable)?;
        // Ends with this request, whatever still comes.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let answer = sender.send_request(request).await.map_err(|_| ClientError::Unreadable)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), MOST_READ).collect().await;
        let body = body.map_err(|_| ClientError::Unreadable)?.to_bytes();
        if status.is_success() { Ok(body) } else { Err(ClientError::Status(status.as_u16())) }
    }

    async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, ClientError> {
        let host = url.host_str().ok_or(ClientError::Unreadable)?;
        let port = url.port_or_known_default().ok_or(ClientError::Unreadable)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let tcp = TcpStream::connect((bare.as_str(), port)).await?;
        if url.scheme() != "https" {
            return Ok(Box::new(tcp));
        }
        let name = ServerName::try_from(bare).map_err(|_| ClientError::Unreadable)?;
        Ok(Box::new(self.tls.connect(name, tcp).await?))
    }
}

fn ask(url: &Url, method: Method) -> hyper::http::request::Builder {
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, host)
        .header(USER_AGENT, concat!("bonafide/", env!("CARGO_PKG_VERSION")))
        .header(ACCEPT, "application/json")
        .header(CONNECTION, "close")
}
