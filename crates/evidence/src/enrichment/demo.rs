//! Invented facts about documentation addresses, for the demo, the simulator and tests.

use std::sync::LazyLock;

use ipnet::IpNet;

use crate::facts::NetworkKind;
use crate::profile::CountryCode;

/// The built-in table.
pub(super) const TABLE: &str = include_str!("demo.txt");

static BLOCKS: LazyLock<Vec<Block>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| Block::read(line).expect("a test reads the whole table")).collect()
});

/// A block of documentation addresses and its invented facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub network: IpNet,
    /// The country where the addresses are used.
    pub country: CountryCode,
    /// The subdivision where the addresses are used.
    pub region: String,
    pub asn: u32,
    pub kind: NetworkKind,
}

pub fn blocks() -> &'static [Block] {
    &BLOCKS
}

impl Block {
    fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split(' ').collect();
        let [network, country, region, asn, kind] = fields[..] else { return None };
        Some(Self {
            network: network.parse().ok()?,
            country: CountryCode::parse(country)?,
            region: region.to_owned(),
            asn: asn.parse().ok()?,
            kind: serde_json::from_value(kind.into()).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_contains_documentation_addresses_and_no_two_overlap() {
        let documentation = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]
            .map(|network| network.parse::<IpNet>().unwrap());
        for (i, block) in blocks().iter().enumerate() {
            assert!(documentation.iter().any(|all| all.contains(&block.network)), "{block:?}");
            assert!((64496..=64511).contains(&block.asn), "{block:?}");
            let others = blocks().iter().enumerate().filter(|(j, _)| *j != i);
            for (_, other) in others {
                assert!(!other.network.contains(&block.network), "{block:?} is within {other:?}");
            }
        }
        assert!(blocks().len() > 150);
    }
}
