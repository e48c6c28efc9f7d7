//! Facts about IP addresses.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::ReadFile;
use super::config::{EnrichmentConfig, EnrichmentError};
use super::demo::{self, Block};
use super::lists::{self, Networks};
use super::mmdb::Mmdb;
use crate::facts::{IpFacts, NetworkKind};
use crate::profile::CountryCode;

/// All data about addresses, in memory.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    places: Option<Mmdb>,
    asns: Option<Mmdb>,
    anonymous: Option<Mmdb>,
    kinds: Networks<NetworkKind>,
    demo: Networks<&'static Block>,
    sanctioned: Vec<CountryCode>,
    versions: BTreeMap<String, String>,
}

impl Addresses {
    pub(super) fn load(config: &EnrichmentConfig, read: ReadFile) -> Result<Self, EnrichmentError> {
        let mut this = Self { sanctioned: config.sanctioned_countries.clone(), ..Self::default() };
        this.versions.insert("iptocc".to_owned(), IPTOCC.to_owned());
        this.places = this.mmdb(read, "country_mmdb", config.country_mmdb.as_ref())?;
        this.asns = this.mmdb(read, "asn_mmdb", config.asn_mmdb.as_ref())?;
        this.anonymous = this.mmdb(read, "anonymous_ip_mmdb", config.anonymous_ip_mmdb.as_ref())?;
        for list in &config.network_lists {
            let content = this.read(read, &list.name, &list.path)?;
            let text = String::from_utf8_lossy(&content);
            for network in lists::read(&list.path, &text)? {
                this.kinds.add(network, list.kind);
            }
        }
        if config.demo {
            this.versions.insert("demo".to_owned(), digest(demo::TABLE.as_bytes()));
            for block in demo::blocks() {
                this.demo.add(block.network, block);
            }
        }
        Ok(this)
    }

    /// The versions of all sources.
    pub(super) fn versions(&self) -> &BTreeMap<String, String> {
        &self.versions
    }

    /// The facts about an address; `None` for private and reserved addresses.
    pub(super) fn facts(&self, address: IpAddr) -> Option<IpFacts> {
        let address = address.to_canonical();
        let demo = self.demo.find(address).copied();
        let mut is_located = demo.is_some();
        let mut facts = IpFacts {
            country: demo.map(|block| block.country),
            region: demo.map(|block| block.region.clone()),
            asn: demo.map(|block| block.asn),
            network: demo.map(|block| block.kind),
            ..IpFacts::default()
        };
        if demo.is_none() {
            if is_private(address) {
                return None;
            }
            let location = self.places.as_ref().and_then(|places| places.location(address));
            is_located = location.is_some();
            facts.asn = self.asns.as_ref().and_then(|asns| asns.asn(address));
            facts.country = location.as_ref().map(|place| place.country).or(registered(address));
            facts.coordinates = location.as_ref().and_then(|place| place.coordinates);
            facts.region = location.and_then(|place| place.region);
        }
        let listed = self.kinds.find(address).copied();
        let anonymous = || self.anonymous.as_ref().and_then(|file| file.network(address));
        facts.network = listed.or_else(anonymous).or(facts.network);
        facts.not_anonymous = is_located && self.anonymous.is_some() && facts.network.is_none();
        facts.sanctioned = facts.country.is_some_and(|country| self.sanctioned.contains(&country));
        let nothing = facts == IpFacts::default();
        (!nothing).then_some(facts)
    }

    fn mmdb(
        &mut self,
        read: ReadFile,
        name: &str,
        path: Option<&PathBuf>,
    ) -> Result<Option<Mmdb>, EnrichmentError> {
        let Some(path) = path else { return Ok(None) };
        let content = self.read(read, name, path)?;
        Mmdb::open(path, content).map(Some)
    }

    fn read(
        &mut self,
        read: ReadFile,
        name: &str,
        path: &Path,
    ) -> Result<Vec<u8>, EnrichmentError> {
        let failed = |source| EnrichmentError::Io { path: path.to_owned(), source };
        let content = read(path).map_err(failed)?;
        self.versions.insert(name.to_owned(), digest(&content));
        Ok(content)
    }
}

/// The version of the crate with the built-in data. A test compares it with the lock file.
const IPTOCC: &str = "1.4.175";

fn digest(content: &[u8]) -> String {
    format!("sha256:{}", crate::identifier::hex(&Sha256::digest(content)))
}

/// The country that a registry assigned the address to.
fn registered(address: IpAddr) -> Option<CountryCode> {
    iptocc::country_code(address).and_then(CountryCode::parse)
}

/// Whether the address has no location: local networks and special use.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_broadcast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(ip) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stated_version_of_the_data_is_the_built_in_one() {
        let lock = include_str!("../../../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"iptocc\"\nversion = \"{IPTOCC}\"")));
    }
}
