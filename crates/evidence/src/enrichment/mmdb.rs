//! The operator's own MMDB files.

use std::net::IpAddr;
use std::path::Path;

use maxminddb::{Reader, geoip2};

use super::EnrichmentError;
use crate::facts::NetworkKind;
use crate::geography::Coordinates;
use crate::profile::CountryCode;

/// Where a file places an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) country: CountryCode,
    pub(super) region: Option<String>,
    pub(super) coordinates: Option<Coordinates>,
}

/// An MMDB file in memory.
#[derive(Debug)]
pub(super) struct Mmdb {
    reader: Reader<Vec<u8>>,
}

impl Mmdb {
    /// Parses the content of a file.
    pub(super) fn open(path: &Path, content: Vec<u8>) -> Result<Self, EnrichmentError> {
        let wrong = |source| EnrichmentError::Mmdb { path: path.to_owned(), source };
        Ok(Self { reader: Reader::from_source(content).map_err(wrong)? })
    }

    /// Country, subdivision and coordinates. An unreadable record counts as missing. Without a stated accuracy, the
    /// coordinates are those of a whole country, and are left out.
    pub(super) fn location(&self, address: IpAddr) -> Option<Location> {
        let record = self.reader.lookup(address).ok()?;
        let city = record.decode::<geoip2::City<'_>>().ok()??;
        let country = CountryCode::parse(city.country.iso_code?)?;
        let region = city.subdivisions.first().and_then(|region| region.iso_code);
        let place = city.location;
        let coordinates = (place.latitude)
            .zip(place.longitude)
            .zip(place.accuracy_radius)
            .and_then(|((lat, long), radius)| Coordinates::new(lat, long, radius.into()));
        Some(Location { country, region: region.map(str::to_owned), coordinates })
    }

    /// The AS number.
    pub(super) fn asn(&self, address: IpAddr) -> Option<u32> {
        let record = self.reader.lookup(address).ok()?;
        record.decode::<geoip2::Asn<'_>>().ok()??.autonomous_system_number
    }

    /// The kind of anonymity that the address provides, the most specific first.
    pub(super) fn network(&self, address: IpAddr) -> Option<NetworkKind> {
        let record = self.reader.lookup(address).ok()?;
        let anonymous = record.decode::<geoip2::AnonymousIp>().ok()??;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of a record, in the encoding of MMDB 2.0.
    enum Data {
        Text(&'static str),
        Number(u32),
        Double(f64),
        Short(u16),
        Epoch,
        Flag(bool),
        Map(Vec<(&'static str, Data)>),
        List(Vec<Data>),
    }

    impl Data {
        fn encode(&self, into: &mut Vec<u8>) {
            let size = |length: usize| u8::try_from(length).unwrap();
            match self {
                Self::Text(text) if text.len() < 29 => {
                    into.push(2 << 5 | size(text.len()));
                    into.extend(text.as_bytes());
                }
                Self::Text(text) => {
                    into.extend([0x5d, size(text.len() - 29)]);
                    into.extend(text.as_bytes());
                }
                Self::Number(number) => {
                    into.push(6 << 5 | 4);
                    into.extend(number.to_be_bytes());
                }
                Self::Double(number) => {
                    into.push(3 << 5 | 8);
                    into.extend(number.to_be_bytes());
                }
                Self::Short(number) => {
                    into.push(5 << 5 | 2);
                    into.extend(number.to_be_bytes());
                }
                Self::Epoch => into.extend([1, 2, 1]),
                Self::Flag(flag) => into.extend([u8::from(*flag), 7]),
                Self::Map(fields) => {
                    into.push(7 << 5 | size(fields.len()));
                    for (name, value) in fields {
                        Self::Text(name).encode(into);
                        value.encode(into);
                    }
                }
                Self::List(items) => {
                    into.extend([size(items.len()), 4]);
                    for item in items {
                        item.encode(into);
                    }
                }
            }
        }
    }

    /// A file with one record, for 198.51.100.0/24.
    fn file(kind: &'static str, record: &Data) -> Vec<u8> {
        const BITS: u32 = 24;
        let network = u32::from_be_bytes([198, 51, 100, 0]);
        let mut bytes = Vec::new();
        for bit in 0..BITS {
            let next = if bit + 1 == BITS { BITS + 16 } else { bit + 1 };
            let right = network >> (31 - bit) & 1 == 1;
            let pair = if right { [BITS, next] } else { [next, BITS] };
            for record in pair {
                bytes.extend(&record.to_be_bytes()[1..]);
            }
        }
        bytes.extend([0; 16]);
        record.encode(&mut bytes);
        bytes.extend(b"\xab\xcd\xefMaxMind.com");
        let metadata = Data::Map(vec![
            ("binary_format_major_version", Data::Short(2)),
            ("binary_format_minor_version", Data::Short(0)),
            ("build_epoch", Data::Epoch),
            ("database_type", Data::Text(kind)),
            ("description", Data::Map(vec![])),
            ("ip_version", Data::Short(4)),
            ("languages", Data::List(vec![])),
            ("node_count", Data::Number(BITS)),
            ("record_size", Data::Short(24)),
        ]);
        metadata.encode(&mut bytes);
        bytes
    }

    fn open(kind: &'static str, record: &Data) -> Mmdb {
        Mmdb::open(Path::new("test.mmdb"), file(kind, record)).unwrap()
    }

    #[test]
    fn an_operators_files_give_location_as_number_and_network_kind() {
        let inside: IpAddr = "198.51.100.7".parse().unwrap();
        let outside: IpAddr = "192.0.2.7".parse().unwrap();
        let code = |code| Data::Map(vec![("iso_code", Data::Text(code))]);
        let city = Data::Map(vec![
            ("country", code("PT")),
            ("subdivisions", Data::List(vec![code("11")])),
            (
                "location",
                Data::Map(vec![
                    ("accuracy_radius", Data::Short(20)),
                    ("latitude", Data::Double(38.7219)),
                    ("longitude", Data::Double(-9.1398)),
                ]),
            ),
        ]);
        let places = open("GeoIP2-City", &city);
        let lisbon = Location {
            country: CountryCode::parse("PT").unwrap(),
            region: Some("11".to_owned()),
            coordinates: Coordinates::new(38.722, -9.14, 20),
        };
        assert_eq!(places.location(inside), Some(lisbon));
        assert_eq!(places.location(outside), None);
        let asn = Data::Map(vec![("autonomous_system_number", Data::Number(64_496))]);
        assert_eq!(open("GeoLite2-ASN", &asn).asn(inside), Some(64_496));
        let anonymous =
            |field| Data::Map(vec![("is_anonymous", Data::Flag(true)), (field, Data::Flag(true))]);
        for (field, kind) in [
            ("is_tor_exit_node", NetworkKind::Tor),
            ("is_residential_proxy", NetworkKind::ResidentialProxy),
            ("is_anonymous_vpn", NetworkKind::Vpn),
            ("is_hosting_provider", NetworkKind::Hosting),
        ] {
            let file = open("GeoIP2-Anonymous-IP", &anonymous(field));
            assert_eq!(file.network(inside), Some(kind), "{field}");
            assert_eq!(file.network(outside), None);
        }
    }
}
