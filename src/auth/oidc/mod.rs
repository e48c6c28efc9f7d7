//! Signing in at an OpenID provider: authorization code with PKCE (RFC 7636), discovery, JWKS.
//!
//! What the provider sends is believed only after its signature, issuer, audience, expiry and nonce were checked; the
//! algorithm is the one of the settings, never the one of the token (RFC 8725 §3.1).

mod client;
mod token;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::jwk::JwkSet;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::signatures;
use crate::config::OidcConfig;
use crate::outgoing::CaFileError;
pub use client::ClientError;
pub use token::{BadIdToken, Identity};

/// How long what the provider published is believed.
const FRESH: Duration = Duration::hours(1);
/// How soon its keys are asked for again when one is missing.
const AGAIN: Duration = Duration::seconds(30);

/// An OpenID provider.
pub struct Oidc {
    config: OidcConfig,
    client: client::Client,
    published: Mutex<Option<Arc<Published>>>,
}

/// What the provider published, and when it was read.
struct Published {
    metadata: Metadata,
    keys: JwkSet,
    at: DateTime<Utc>,
}

/// The parts of the discovery document that are used (OpenID Connect Discovery 1.0 §3).
#[derive(Clone, Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// One attempt to sign in, as the browser holds it and the provider repeats it.
pub struct Attempt {
    /// What the provider must repeat in the address.
    pub state: String,
    /// What the ID token must hold.
    pub nonce: String,
    /// What proves that whoever asks for the token began the attempt.
    pub verifier: String,
    /// Where the provider sends the browser back to.
    pub redirect_uri: String,
}

/// Why nobody could be signed in.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer as it should.
    #[error("the OpenID provider does not answer as it should")]
    Provider(#[from] ClientError),
    /// What it published cannot be used.
    #[error("what the OpenID provider published cannot be used: {0}")]
    Metadata(&'static str),
    /// The ID token is not to be believed.
    #[error("the ID token is not to be believed")]
    Token(#[from] BadIdToken),
}

impl Oidc {
    /// The provider of the settings; nothing if there is none.
    pub fn new(config: &OidcConfig) -> Result<Option<Self>, CaFileError> {
        if config.issuer.is_empty() {
            return Ok(None);
        }
        signatures::install();
        let client = client::Client::new(&config.ca_file)?;
        Ok(Some(Self { config: config.clone(), client, published: Mutex::new(None) }))
    }

    /// The settings.
    pub fn config(&self) -> &OidcConfig {
        &self.config
    }

    /// Where the browser is sent to.
    pub async fn authorize_url(
        &self,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<String, OidcError> {
        let published = self.published(now, FRESH).await?;
        let mut url = endpoint(&published.metadata.authorization_endpoint)?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&attempt.verifier));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &attempt.redirect_uri)
            .append_pair("scope", "openid email profile")
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    /// Exchanges a code for who came back, checked.
    pub async fn identify(
        &self,
        attempt: &Attempt,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Identity, OidcError> {
        let published = self.published(now, FRESH).await?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &attempt.redirect_uri)
            .append_pair("client_id", &self.config.client_id)
            .append_pair("code_verifier", &attempt.verifier)
            .finish();
        let url = endpoint(&published.metadata.token_endpoint)?;
        let answer = self.client.post(&url, form, self.basic()).await?;
        let tokens: Tokens =
            serde_json::from_slice(&answer).map_err(|_| OidcError::Metadata("its tokens"))?;
        let expected = token::Expected {
            issuer: &self.config.issuer,
            client_id: &self.config.client_id,
            algorithm: self.config.algorithm,
            nonce: &attempt.nonce,
            now,
        };
        match token::check(&tokens.id_token, &published.keys, &expected) {
            // The provider may have changed its keys since they were read.
            Err(BadIdToken::UnknownKey) => {
                let published = self.published(now, AGAIN).await?;
                Ok(token::check(&tokens.id_token, &published.keys, &expected)?)
            }
            checked => Ok(checked?),
        }
    }

    /// The client's own proof, if it has a secret (RFC 6749 §2.3.1).
    fn basic(&self) -> Option<String> {
        let secret = self.config.client_secret.expose_secret();
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        (!secret.is_empty()).then(|| {
            let pair = format!("{}:{}", encoded(&self.config.client_id), encoded(secret));
            format!("Basic {}", STANDARD.encode(pair))
        })
    }

    /// What the provider published, read no longer ago than `within`.
    async fn published(
        &self,
        now: DateTime<Utc>,
        within: Duration,
    ) -> Result<Arc<Published>, OidcError> {
        let mut kept = self.published.lock().await;
        if let Some(published) = kept.as_ref().filter(|one| now - one.at < within) {
            return Ok(Arc::clone(published));
        }
        let issuer = self.config.issuer.trim_end_matches('/');
        let discovery = endpoint(&format!("{issuer}/.well-known/openid-configuration"))?;
        let metadata: Metadata = serde_json::from_slice(&self.client.get(&discovery).await?)
            .map_err(|_| OidcError::Metadata("its discovery document"))?;
        if metadata.issuer != self.config.issuer {
            return Err(OidcError::Metadata("its issuer is another than the settings'"));
        }
        let jwks = endpoint(&metadata.jwks_uri)?;
        let keys = serde_json::from_slice(&self.client.get(&jwks).await?)
            .map_err(|_| OidcError::Metadata("its keys"))?;
        let published = Arc::new(Published { metadata, keys, at: now });
        *kept = Some(Arc::clone(&published));
        Ok(published)
    }
}

/// An address of the provider: https, or plain http on this very machine.
fn endpoint(written: &str) -> Result<Url, OidcError> {
    let url = Url::parse(written).map_err(|_| OidcError::Metadata("an address"))?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() == "https" || (url.scheme() == "http" && here) {
        Ok(url)
    } else {
        Err(OidcError::Metadata("an address without https"))
    }
}
