//! The section `[oidc]`.

use std::path::PathBuf;

use jsonwebtoken::Algorithm;
use secrecy::SecretString;
use serde::Deserialize;

/// An OpenID provider at which users of the console sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// Its issuer; empty for none.
    pub issuer: String,
    /// What it calls this service.
    pub client_id: String,
    /// The secret it gave to this service; empty for a public client.
    pub client_secret: SecretString,
    /// The algorithm that it signs with.
    pub algorithm: Algorithm,
    /// What the button on the sign-in page calls it.
    pub name: String,
    /// Domains whose people may join without an invitation.
    pub email_domains: Vec<String>,
    /// What they may do then.
    pub roles: Vec<String>,
    /// Further certificates to trust.
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
