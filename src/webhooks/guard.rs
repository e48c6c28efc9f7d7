//! Which addresses a webhook may be sent to: public ones, and those that the operator allows.
//!
//! What is refused follows the IANA special-purpose registries (RFC 6890). An IPv6 address that stands for an
//! IPv4 address is judged by that one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// IPv4 networks that are not public: this host, private, shared (CGNAT), loopback, link-local (there is the clouds'
/// metadata), protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved and broadcast.
const REFUSED_V4: [Ipv4Net; 15] = [
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(100, 64, 0, 0, 10),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 24),
    v4(192, 0, 2, 0, 24),
    v4(192, 88, 99, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    v4(224, 0, 0, 0, 4),
    v4(240, 0, 0, 0, 4),
];

/// Of the global unicast addresses of IPv6: protocol assignments (Teredo among them) and documentation.
const REFUSED_V6: [Ipv6Net; 3] =
    [v6([0x2001, 0], 23), v6([0x2001, 0xdb8], 32), v6([0x3fff, 0], 20)];
/// All that is global unicast.
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0], 3);
/// 6to4 (RFC 3056), with an IPv4 address in bytes 2 to 5.
const SIX_TO_FOUR: Ipv6Net = v6([0x2002, 0], 16);
/// NAT64 (RFC 6052), with an IPv4 address in the last four bytes.
const NAT64: Ipv6Net = v6([0x64, 0xff9b], 96);

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(start: [u16; 2], length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(start[0], start[1], 0, 0, 0, 0, 0, 0), length)
}

/// Whether a webhook may be sent to an address.
pub fn allows(address: IpAddr, allowed: &[IpNet]) -> bool {
    let address = address.to_canonical();
    allowed.iter().any(|network| network.contains(&address)) || public(address)
}

fn public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !REFUSED_V4.iter().any(|network| network.contains(&address)),
        IpAddr::V6(address) => embedded(address).map_or_else(
            || {
                GLOBAL_V6.contains(&address)
                    && !REFUSED_V6.iter().any(|network| network.contains(&address))
            },
            |inner| public(IpAddr::V4(inner)),
        ),
    }
}

/// The IPv4 address that an IPv6 address stands for.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bytes = address.octets();
    let at = |i: usize| Ipv4Addr::new(bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]);
    if SIX_TO_FOUR.contains(&address) {
        return Some(at(2));
    }
    NAT64.contains(&address).then(|| at(12))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(address: &str) -> bool {
        allows(address.parse().unwrap(), &[])
    }

    #[test]
    fn addresses_that_are_not_public_are_refused_in_every_disguise() {
        let refused = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "fec0::1",
            "2001:db8::1",
            "3fff::1",
            "2001::1",
            "100::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "5f00::1",
        ];
        for address in refused {
            assert!(!allowed(address), "{address}");
        }
    }

    #[test]
    fn public_addresses_are_allowed_in_every_form() {
        // What only looks like a neighbour of the refused: nobody's host is named here.
        let public = [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1",
            "2a00::1",
            "::ffff:1.1.1.1",
            "2002:101:101::1",
            "64:ff9b::1.1.1.1",
        ];
        for address in public {
            assert!(allowed(address), "{address}");
        }
    }

    #[test]
    fn what_the_operator_allows_is_allowed_and_its_neighbours_are_not() {
        let networks: Vec<IpNet> =
            vec!["127.0.0.1/32".parse().unwrap(), "fd00::/16".parse().unwrap()];
        let allowed = |address: &str| allows(address.parse().unwrap(), &networks);
        assert!(allowed("127.0.0.1") && allowed("::ffff:127.0.0.1") && allowed("fd00::7"));
        assert!(!allowed("127.0.0.2") && !allowed("fd01::7") && !allowed("::1"));
    }
}
