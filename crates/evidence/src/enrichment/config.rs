//! What the operator can set, and what can be wrong with it.

use std::path::PathBuf;

use serde::Deserialize;

use crate::facts::NetworkKind;
use crate::profile::CountryCode;

/// Where facts come from besides the data in the binary.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnrichmentConfig {
    /// A country or city file in MMDB format. It goes before the data in the binary.
    pub country_mmdb: Option<PathBuf>,
    /// An AS number file in MMDB format.
    pub asn_mmdb: Option<PathBuf>,
    /// An anonymous-IP file in MMDB format.
    pub anonymous_ip_mmdb: Option<PathBuf>,
    /// Plain lists of networks of one kind. They go before the anonymous-IP file.
    pub network_lists: Vec<NetworkListFile>,
    /// Countries whose addresses go to the sanctions notice, by ISO 3166-1 code. Regions need a city file
    /// and are not screened.
    pub sanctioned_countries: Vec<CountryCode>,
    /// Whether documentation addresses have the demo's invented facts.
    pub demo: bool,
}

/// A plain list: one network or address a line, `#` begins a comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkListFile {
    /// What all of its networks are.
    pub kind: NetworkKind,
    /// Its name in `list_versions`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Default for EnrichmentConfig {
    fn default() -> Self {
        let country = |code: &str| CountryCode::parse(code).expect("it is a country's code");
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

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EnrichmentError {
    /// It cannot be read.
    #[error("{} cannot be read", .path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is no MMDB file.
    #[error("{} is not an MMDB file", .path.display())]
    Mmdb {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: maxminddb::MaxMindDbError,
    },
    /// A line of a list is no network.
    #[error("{}, line {line}: a network such as 192.0.2.0/24 or one address was expected", .path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
}
