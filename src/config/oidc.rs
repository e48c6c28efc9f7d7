//! The section `[oidc]`.

use std::path::PathBuf;

use jsonwebtoken::Algorithm;
use secrecy::SecretString;
use serde::Deserialize;

/// An OpenID Connect provider for the console.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: SecretString,
    pub algorithm: Algorithm,
    pub name: String,
    pub email_domains: Vec<String>,
    pub roles: Vec<String>,
    pub ca_file: PathBuf,
}

impl Default for OidcConfig {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            client_id: String::new(),
            client_secret: SecretString::default(),
            algorithm: Algorithm::RS256,
            name: "OpenID".to_owned(),
            email_domains: Vec::new(),
            roles: Vec::new(),
            ca_file: PathBuf::new(),
        }
    }
}
