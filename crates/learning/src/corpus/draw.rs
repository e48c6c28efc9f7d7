//! Randomness and unique invented values.

use chrono::{DateTime, Duration, Utc};
use evidence::enrichment::demo::{self, Block};
use evidence::facts::NetworkKind;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::regions::Region;

/// The source of everything that is drawn.
///
/// Values that identify someone come from a counter and not from chance, so that nobody shares one by accident.
pub(super) struct Draw {
    random: ChaCha8Rng,
    tokens: u32,
    phones: u32,
    lines: u32,
}

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: ChaCha8Rng::seed_from_u64(seed), tokens: 0, phones: 0, lines: 0 }
    }

    /// One of many sources for the same tenant. Their unique values differ.
    pub(super) fn of_ring(seed: u64, ring: u32) -> Self {
        /// More than all honest people of a tenant take, and more than a ring takes.
        const FIRST: u32 = 20_000;
        const EACH: u32 = 1_000;
        let first = FIRST + ring * EACH;
        let seed = seed.wrapping_add(u64::from(first));
        Self { phones: first, lines: first, tokens: 20 * first, ..Self::new(seed) }
    }

    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.random.random_bool(share)
    }

    pub(super) fn below(&mut self, end: i64) -> i64 {
        self.random.random_range(0..end.max(1))
    }

    pub(super) fn between(&mut self, from: i64, until: i64) -> i64 {
        self.random.random_range(from..until)
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.random.random()
    }

    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        list.choose(&mut self.random).expect("no table is empty")
    }

    /// A moment in the corpus's three months.
    pub(super) fn moment(&mut self) -> DateTime<Utc> {
        let end = DateTime::from_timestamp(1_780_315_200, 0).unwrap_or_default();
        end - Duration::seconds(self.between(0, 90 * 24 * 3_600))
    }

    /// A number that was not drawn before.
    pub(super) fn unique(&mut self) -> u32 {
        self.tokens += 1;
        self.tokens
    }

    /// An identifier that says nothing about its owner.
    pub(super) fn token(&mut self, kind: &str) -> String {
        let random = self.bits() >> 40;
        format!("{kind}-{:06x}{random:06x}", self.unique())
    }

    /// A telephone number reserved for fiction, in E.164 form.
    pub(super) fn phone(&mut self) -> String {
        self.phones += 1;
        let number = self.phones;
        format!("+1{}55501{:02}", 201 + number / 100 % 780, number % 100)
    }

    /// The address of a line of its own.
    pub(super) fn line(&mut self, country: &str, kind: NetworkKind) -> String {
        self.lines += 1;
        let subnet = self.lines;
        let host = self.between(1, 0xffff);
        address(country, kind, subnet, host)
    }

    /// One of a few addresses from which many customers of a carrier, an employer or a VPN come.
    pub(super) fn gateway(&mut self, country: &str, kind: NetworkKind, gateways: i64) -> String {
        let gateway = self.below(gateways);
        address(country, kind, 0xff00 + u32::try_from(gateway).unwrap_or_default(), 1)
    }

    pub(super) fn street(&mut self, region: &Region) -> String {
        let (number, unit) = (self.between(1, 400), self.between(1, 90));
        let pattern = self.pick(&region.streets);
        let number = format!(
            "{number}{}",
            ["", "A", "B", "C"][usize::try_from(number % 4).unwrap_or_default()]
        );
        // A corpus has more homes than streets with few numbers.
        let street = self.unique();
        format!("{} / {street}", pattern.replace("{n}", &number).replace("{u}", &unit.to_string()))
    }

    pub(super) fn postal(&mut self, region: &Region) -> String {
        let mut digit = |c| {
            if c == '#' { char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)) } else { c }
        };
        region.postal.chars().map(&mut digit).collect()
    }
}

/// An address in a block of documentation addresses with these facts, or of the same kind elsewhere.
fn address(country: &str, kind: NetworkKind, subnet: u32, host: i64) -> String {
    let of_kind = |block: &&Block| block.network.addr().is_ipv6() && block.kind == kind;
    let all: Vec<&Block> = demo::blocks().iter().filter(of_kind).collect();
    let local: Vec<&Block> =
        all.iter().filter(|block| block.country.to_string() == country).copied().collect();
    let blocks = if local.is_empty() { all } else { local };
    let count = u32::try_from(blocks.len()).unwrap_or(1).max(1);
    let block = blocks.get((subnet % count) as usize).expect("every kind has a block");
    let std::net::IpAddr::V6(network) = block.network.addr() else { return String::new() };
    let mut segments = network.segments();
    segments[3] = u16::try_from(subnet / count % 0x1_0000).unwrap_or_default();
    segments[7] = u16::try_from(host).unwrap_or(1);
    std::net::Ipv6Addr::from(segments).to_string()
}
