//! Asking the provider: JSON over HTTPS, within limits of size and time.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use tokio::net::lookup_host;
use tokio::time::timeout;
use url::Url;

use crate::outgoing::{self, CaFileError, Destination, RequestError};

/// How much of a response is read.
const MAX_BYTES: usize = 512 * 1024;
/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Asks the provider.
pub(super) struct Client(outgoing::Client);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The name has no address.
    #[error("the name cannot be looked up")]
    Unresolvable(#[from] std::io::Error),
    /// No response, or one that cannot be read.
    #[error("no answer")]
    Request(#[from] RequestError),
    /// The response is too long.
    #[error("the answer is too long")]
    TooLong,
    /// The response says that the request failed.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The request took too long.
    #[error("the request took too long")]
    Timeout,
}

impl Client {
    pub(super) fn new(ca_file: &Path) -> Result<Self, CaFileError> {
        Ok(Self(outgoing::Client::new(ca_file)?))
    }

    pub(super) async fn get(&self, url: &Url) -> Result<Vec<u8>, ClientError> {
        self.send(url, request(url, Method::GET).body(Full::default())).await
    }

    /// Sends a form, with the client's own credentials if there are any.
    pub(super) async fn post(
        &self,
        url: &Url,
        form: String,
        credentials: Option<String>,
    ) -> Result<Vec<u8>, ClientError> {
        let mut request =
            request(url, Method::POST).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(credentials) = credentials {
            request = request.header(AUTHORIZATION, credentials);
        }
        self.send(url, request.body(Full::new(Bytes::from(form)))).await
    }

    async fn send(
        &self,
        url: &Url,
        request: hyper::http::Result<Request<Full<Bytes>>>,
    ) -> Result<Vec<u8>, ClientError> {
        let request = request.map_err(|_| RequestError::Unreadable)?;
        timeout(TIMEOUT, self.exchange(url, request)).await.map_err(|_| ClientError::Timeout)?
    }

    async fn exchange(
        &self,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> Result<Vec<u8>, ClientError> {
        let host = url.host_str().ok_or(RequestError::Connect)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = url.port_or_known_default().ok_or(RequestError::Connect)?;
        let addresses: Vec<_> = lookup_host((host, port)).await?.collect();
        let destination = Destination {
            addresses: &addresses,
            connect_timeout: TIMEOUT,
            certificate_name: (url.scheme() == "https").then_some(host),
        };
        let reply = self.0.send(&destination, request, MAX_BYTES).await?;
        if !reply.status.is_success() {
            return Err(ClientError::Status(reply.status.as_u16()));
        }
        if reply.body.len() > MAX_BYTES {
            return Err(ClientError::TooLong);
        }
        Ok(reply.body)
    }
}

fn request(url: &Url, method: Method) -> hyper::http::request::Builder {
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
