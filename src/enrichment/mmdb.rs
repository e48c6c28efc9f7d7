//! The operator's own MMDB files.

use std::net::IpAddr;
use std::path::Path;

use maxminddb::{Reader, geoip2};

use super::EnrichmentError;
use crate::domain::facts::NetworkKind;
use crate::domain::profile::CountryCode;

/// One file, held in memory.
#[derive(Debug)]
pub(super) struct Mmdb {
    reader: Reader<Vec<u8>>,
}

impl Mmdb {
    /// Opens the content of a file.
    pub(super) fn open(path: &Path, content: Vec<u8>) -> Result<Self, EnrichmentError> {
        let wrong = |source| EnrichmentError::Mmdb { path: path.to_owned(), source };
        Ok(Self { reader: Reader::from_source(content).map_err(wrong)? })
    }

    /// Country and subdivision. A record that cannot be read is as good as none.
    pub(super) fn place(&self, address: IpAddr) -> Option<(CountryCode, Option<String>)> {
        let found = self.reader.lookup(address).ok()?;
        let city = found.decode::<geoip2::City<'_>>().ok()??;
        let country = CountryCode::parse(city.country.iso_code?)?;
        let region = city.subdivisions.first().and_then(|region| region.iso_code);
        Some((country, region.map(str::to_owned)))
    }

    /// The AS number.
    pub(super) fn asn(&self, address: IpAddr) -> Option<u32> {
        let found = self.reader.lookup(address).ok()?;
        found.decode::<geoip2::Asn<'_>>().ok()??.autonomous_system_number
    }

    /// What kind of anonymity the address gives, the most telling first.
    pub(super) fn network(&self, address: IpAddr) -> Option<NetworkKind> {
        let found = self.reader.lookup(address).ok()?;
        let anonymous = found.decode::<geoip2::AnonymousIp>().ok()??;
        let kinds = [
            (anonymous.is_tor_exit_node, NetworkKind::Tor),
            (anonymous.is_residential_proxy, NetworkKind::ResidentialProxy),
            (anonymous.is_anonymous_vpn, NetworkKind::Vpn),
            (anonymous.is_public_proxy, NetworkKind::Vpn),
            (anonymous.is_hosting_provider, NetworkKind::Hosting),
        ];
        kinds.into_iter().find(|(flag, _)| *flag == Some(true)).map(|(_, kind)| kind)
    }
}
