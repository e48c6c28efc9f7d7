//! The operator's settings for enrichment, and the errors in their files.

use std::path::PathBuf;

use serde::Deserialize;

use crate::facts::NetworkKind;
use crate::profile::CountryCode;

/// The sources of facts besides the built-in data.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnrichmentConfig {
    /// A country or city file in MMDB format. It takes precedence over the built-in data.
    pub country_mmdb: Option<PathBuf>,
    /// An AS number file in MMDB format.
    pub asn_mmdb: Option<PathBuf>,
    /// An anonymous-IP file in MMDB format.
    pub anonymous_ip_mmdb: Option<PathBuf>,
    /// Plain lists of networks of one kind. They take precedence over the anonymous-IP file.
    pub network_lists: Vec<NetworkListFile>,
    /// ISO 3166-1 codes of countries whose addresses are reported under `compliance`. Regions need a city file and are
    /// not screened.
    pub sanctioned_countries: Vec<CountryCode>,
    /// Whether documentation addresses have the invented facts of the demo.
    pub demo: bool,
}

/// A plain list: one network or address per line; `#` starts a comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkListFile {
    /// The kind of all networks on the list.
    pub kind: NetworkKind,
    /// The name in `list_versions`.
    pub name: String,
    pub path: PathBuf,
}

impl Default for EnrichmentConfig {
    fn default() -> Self {
        let country = |code: &str| CountryCode::parse(code).expect("a valid country code");
        Self {
            country_mmdb: None,
            asn_mmdb: None,
            anonymous_ip_mmdb: None,
            network_lists: Vec::new(),
            sanctioned_countries: ["CU", "IR", "KP"].map(country).to_vec(),
            demo: false,
        }
    }
}

/// Why one of the operator's files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EnrichmentError {
    /// The file cannot be read.
    #[error("{} cannot be read", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The file is not an MMDB file.
    #[error("{} is not an MMDB file", .path.display())]
    Mmdb {
        path: PathBuf,
        #[source]
        source: maxminddb::MaxMindDbError,
    },
    /// A line of a list is not a network.
    #[error("{}, line {line}: must be a network such as 192.0.2.0/24, or an address", .path.display())]
    Line {
        path: PathBuf,
        /// The line number, from 1.
        line: usize,
    },
}
