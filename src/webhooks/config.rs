//! The operator's settings for webhooks that are sent out.

use std::path::PathBuf;

use ipnet::IpNet;
use serde::Deserialize;

/// The section `[webhooks_out]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutConfig {
    /// Networks that may be sent to although they are not public.
    pub allowed_networks: Vec<IpNet>,
    /// Hosts to which plain HTTP is allowed.
    pub http_hosts: Vec<String>,
    /// A file of certificates (PEM) that are trusted too; empty for none.
    pub ca_file: PathBuf,
    /// How long connecting to one address may take.
    pub connect_timeout_ms: u64,
    /// How long one attempt may take, from the name's look-up to the answer's end.
    pub total_timeout_ms: u64,
    /// How many deliveries are under way at once.
    pub concurrency: usize,
    /// How many of them to one endpoint.
    pub concurrency_per_endpoint: usize,
    /// After how many days of nothing but failures an endpoint is disabled.
    pub disable_after_days: u16,
    /// For how many days deliveries that ended are kept.
    pub keep_days: u16,
}

impl OutConfig {
    /// The longest that an attempt may be allowed to take: a worker holds it for a minute.
    pub const LONGEST_ATTEMPT_MS: u64 = 45_000;
}

impl Default for OutConfig {
    fn default() -> Self {
        Self {
            allowed_networks: Vec::new(),
            http_hosts: Vec::new(),
            ca_file: PathBuf::new(),
            connect_timeout_ms: 5_000,
            total_timeout_ms: 20_000,
            concurrency: 32,
            concurrency_per_endpoint: 4,
            disable_after_days: 5,
            keep_days: 30,
        }
    }
}
