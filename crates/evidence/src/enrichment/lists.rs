//! Plain lists of networks.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;

use super::EnrichmentError;

/// Networks with a value each. The longest matching prefix wins.
#[derive(Debug)]
pub(super) struct Networks<T> {
    networks: HashMap<IpNet, T>,
    lengths: [Vec<u8>; 2],
}

impl<T> Default for Networks<T> {
    fn default() -> Self {
        Self { networks: HashMap::new(), lengths: [Vec::new(), Vec::new()] }
    }
}

impl<T> Networks<T> {
    /// Adds a network. If it was added before, the earlier value stays.
    pub(super) fn add(&mut self, network: IpNet, value: T) {
        let network = network.trunc();
        let lengths = &mut self.lengths[family(network.addr())];
        if let Err(index) = lengths.binary_search_by(|length| network.prefix_len().cmp(length)) {
            lengths.insert(index, network.prefix_len());
        }
        self.networks.entry(network).or_insert(value);
    }

    /// The value of the smallest network that contains an address.
    pub(super) fn find(&self, address: IpAddr) -> Option<&T> {
        self.lengths[family(address)].iter().find_map(|length| {
            let network = IpNet::new(address, *length).ok()?.trunc();
            self.networks.get(&network)
        })
    }
}

fn family(address: IpAddr) -> usize {
    usize::from(address.is_ipv6())
}

/// Reads a list: one network or address per line; `#` starts a comment.
pub(super) fn read(path: &Path, text: &str) -> Result<Vec<IpNet>, EnrichmentError> {
    let mut networks = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let entry = line.split('#').next().unwrap_or_default().trim();
        if entry.is_empty() {
            continue;
        }
        let network = entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
        let wrong = |_| EnrichmentError::Line { path: path.to_owned(), line: i + 1 };
        networks.push(network.map_err(wrong)?);
    }
    Ok(networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_network_that_contains_an_address_wins() {
        let mut networks = Networks::default();
        networks.add("192.0.2.0/24".parse().unwrap(), "wide");
        networks.add("192.0.2.16/28".parse().unwrap(), "narrow");
        networks.add("2001:db8::/32".parse().unwrap(), "six");
        let find = |address: &str| networks.find(address.parse().unwrap()).copied();
        assert_eq!(find("192.0.2.17"), Some("narrow"));
        assert_eq!(find("192.0.2.200"), Some("wide"));
        assert_eq!(find("2001:db8:9::1"), Some("six"));
        assert_eq!(find("198.51.100.1"), None);
    }

    #[test]
    fn an_error_gives_the_number_of_the_bad_line() {
        let text = "# a list\n192.0.2.0/24 # homes\n\n198.51.100.7\nnot a network\n";
        let error = read(Path::new("list.txt"), text).unwrap_err();
        assert!(error.to_string().contains("list.txt, line 5"), "{error}");
        assert_eq!(read(Path::new("x"), "192.0.2.0/24\n198.51.100.7").unwrap().len(), 2);
    }
}
