//! The attributes and habits of simulated applicants, before they become a document.

use chrono::{DateTime, Duration, Utc};
use evidence::enrichment::demo::{self, Block};
use evidence::facts::NetworkKind;
use evidence::profile::CountryCode;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::Random;
use super::platforms::{Sends, platform};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) country: CountryCode,
    pub(super) zone: &'static str,
}

/// Claimed homes with their weights; the same for everyone.
const HOMES: [(&str, &str, u32); 16] = [
    ("US", "America/Chicago", 20),
    ("CA", "America/Toronto", 6),
    ("GB", "Europe/London", 7),
    ("DE", "Europe/Berlin", 7),
    ("PL", "Europe/Warsaw", 6),
    ("UA", "Europe/Kyiv", 6),
    ("IN", "Asia/Kolkata", 10),
    ("PK", "Asia/Karachi", 5),
    ("PH", "Asia/Manila", 6),
    ("BR", "America/Sao_Paulo", 6),
    ("AR", "America/Argentina/Buenos_Aires", 4),
    ("NG", "Africa/Lagos", 5),
    ("KE", "Africa/Nairobi", 3),
    ("KR", "Asia/Seoul", 3),
    ("JP", "Asia/Tokyo", 3),
    ("ES", "Europe/Madrid", 3),
];

/// Locations from which rings operate. The model sees only that they differ from the claimed home.
const ELSEWHERE: [(&str, &str); 5] = [
    ("CN", "Asia/Shanghai"),
    ("RU", "Europe/Moscow"),
    ("AE", "Asia/Dubai"),
    ("VN", "Asia/Ho_Chi_Minh"),
    ("GE", "Asia/Tbilisi"),
];

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) external_id: String,
    pub(super) fake: bool,
    pub(super) ring: Option<String>,
    pub(super) kind: &'static str,
    pub(super) care: Option<u8>,
    pub(super) now: DateTime<Utc>,
    pub(super) sends: Sends,
    pub(super) name: String,
    /// The claimed home.
    pub(super) home: Location,
    /// Where they actually are, if not at home.
    pub(super) actual_location: Option<Location>,
    pub(super) stays: Vec<(CountryCode, DateTime<Utc>)>,
    pub(super) agency: Option<String>,
    pub(super) related: Vec<String>,
    pub(super) years: u32,
    pub(super) email: String,
    pub(super) phone: String,
    /// For each change of e-mail address or phone number, how many days ago it was.
    pub(super) changes: Vec<i64>,
    pub(super) usage: Usage,
    pub(super) money: Money,
    pub(super) check: Check,
    pub(super) paper: Paper,
    pub(super) code: Option<Code>,
    pub(super) work: Work,
    pub(super) messages: Vec<&'static str>,
    pub(super) parcel: Option<Parcel>,
}

/// How the account is used.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    pub(super) sessions: usize,
    pub(super) address: String,
    /// Other IP addresses, with the share of sessions from each.
    pub(super) other_addresses: Vec<(String, f64)>,
    pub(super) device: String,
    pub(super) second_device: Option<String>,
    pub(super) browser: String,
    /// The device's time zone.
    pub(super) clock: &'static str,
    /// The hour at which their day begins, in the zone of the actual location.
    pub(super) day_begins: i64,
    pub(super) remote: f64,
    pub(super) virtual_machine: f64,
    pub(super) antidetect: f64,
    pub(super) longest_hours: i64,
    pub(super) silence_days: Option<i64>,
    /// The IP address of a second person, far away, who uses the account at the same time.
    pub(super) concurrent_address: Option<String>,
    /// A distant IP address that is used within an hour of one at home.
    pub(super) next_address: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Money {
    pub(super) account: String,
    pub(super) holder: String,
    pub(super) country: CountryCode,
    pub(super) method: &'static str,
    /// For each payout account, how many days ago it was added; the current one is last.
    pub(super) added: Vec<i64>,
    /// How many days before it was added the account was opened.
    pub(super) opened_before: i64,
    /// Whose account it is, if the platform asked for proof.
    pub(super) relation: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) document: String,
    pub(super) name: String,
    pub(super) device: String,
    pub(super) address: String,
    pub(super) failures: usize,
    pub(super) tampering: usize,
}

/// Resume and photo.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) file: String,
    pub(super) photo: Option<u64>,
    pub(super) resume_country: CountryCode,
    /// How many days ago the resume was last changed.
    pub(super) changed_days_ago: i64,
    pub(super) impossible: bool,
    pub(super) years_listed: u32,
    pub(super) moves: usize,
}

/// The code-hosting account.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) login: String,
    pub(super) email: String,
    pub(super) emails: usize,
    pub(super) age_days: i64,
    pub(super) followers: u32,
    pub(super) following: u32,
    pub(super) backdated: usize,
    pub(super) early_share: f64,
}

/// Activity on the marketplace.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub(super) busiest_day: usize,
    pub(super) sign_ins: usize,
    pub(super) clients: Vec<(String, i64)>,
    pub(super) full_time: usize,
    pub(super) own_client: bool,
    pub(super) suspended: bool,
}

/// A device that the client ships.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub(super) line: String,
    pub(super) at_home: bool,
    pub(super) changed_late: bool,
}

/// Draws a home.
pub(super) fn draw_home(random: &mut Random) -> Location {
    let total: u32 = HOMES.iter().map(|(.., weight)| weight).sum();
    let mut drawn = random.random_range(0..total);
    for (country, zone, weight) in HOMES {
        if drawn < weight {
            return Location { country: code(country), zone };
        }
        drawn -= weight;
    }
    Location { country: code("US"), zone: "America/Chicago" }
}

/// The actual location of a ring: usually one of `ELSEWHERE`, sometimes an ordinary one.
pub(super) fn elsewhere(random: &mut Random, home: Location) -> Location {
    let (country, zone) = *ELSEWHERE.choose(random).expect("the list is not empty");
    let away = Location { country: code(country), zone };
    if random.random_bool(0.4) { other_location(random, home) } else { away }
}

/// An ordinary location in another country.
pub(super) fn other_location(random: &mut Random, home: Location) -> Location {
    loop {
        let other = draw_home(random);
        if other.country != home.country {
            return other;
        }
    }
}

fn code(country: &str) -> CountryCode {
    CountryCode::parse(country).expect("it is a valid country code")
}

/// A random IP address on a network of the given kind in a country, or in any country if that one has none.
pub(super) fn address(random: &mut Random, country: CountryCode, kind: NetworkKind) -> String {
    let matches = |block: &&Block| block.network.addr().is_ipv6() && block.kind == kind;
    let all: Vec<&Block> = demo::blocks().iter().filter(matches).collect();
    let local: Vec<&Block> = all.iter().filter(|block| block.country == country).copied().collect();
    let list = if local.is_empty() { all } else { local };
    let block = list.choose(random).expect("every kind has a block");
    let network = block.network.addr().to_string();
    let subnet: u16 = random.random();
    let host: u16 = random.random_range(1..u16::MAX);
    format!("{}:{subnet:x}::{host:x}", network.trim_end_matches("::"))
}

/// A random identifier that says nothing about its owner.
pub(super) fn token(random: &mut Random, prefix: &str) -> String {
    format!("{prefix}-{:012x}", random.random::<u64>() >> 16)
}

/// A name made of invented syllables.
pub(super) fn name(random: &mut Random) -> String {
    const SYLLABLES: [&str; 20] = [
        "ta", "vor", "mel", "in", "sa", "ren", "ko", "dal", "ri", "nu", "bel", "os", "fen", "ka",
        "lum", "ter", "wi", "gan", "pe", "zor",
    ];
    let mut word = || {
        let mut word: String = (0..random.random_range(2..4))
            .map(|_| *SYLLABLES.choose(random).expect("the list is not empty"))
            .collect();
        word[..1].make_ascii_uppercase();
        word
    };
    format!("{} {}", word(), word())
}

/// An ordinary person who is at home, shares nothing and is awake by day.
pub(super) fn person(random: &mut Random, now: DateTime<Utc>) -> Person {
    let home = draw_home(random);
    let name = name(random);
    let device = token(random, "device");
    let address = address(random, home.country, NetworkKind::Residential);
    let years = random.random_range(1..18);
    let handle = name.to_lowercase().replace(' ', ".");
    let number =
        format!("+1{}55501{:02}", random.random_range(201..990), random.random_range(0..100));
    let added = vec![random.random_range(60..900)];
    Person {
        external_id: token(random, "sim"),
        fake: false,
        ring: None,
        kind: "ordinary",
        care: None,
        now,
        sends: platform(random),
        home,
        actual_location: None,
        stays: Vec::new(),
        agency: None,
        related: Vec::new(),
        years,
        email: format!("{handle}{}@mail.example", random.random_range(0..100_000)),
        phone: number,
        changes: if random.random_bool(0.15) {
            vec![random.random_range(1..400)]
        } else {
            Vec::new()
        },
        usage: usage(random, home, &device, &address),
        money: Money {
            account: token(random, "ACCT"),
            holder: name.clone(),
            country: home.country,
            method: ["bank", "bank", "processor", "card"].choose(random).expect("not empty"),
            added,
            opened_before: 1_500,
            relation: None,
        },
        check: check(random, &name, device, address),
        paper: Paper {
            file: token(random, "sha256"),
            photo: random.random_bool(0.7).then(|| random.random()),
            resume_country: home.country,
            changed_days_ago: 20,
            impossible: random.random_bool(0.01),
            years_listed: years,
            moves: 1,
        },
        code: random.random_bool(0.6).then(|| code_account(random, &handle, years)),
        work: work(random),
        messages: ordinary_words(random),
        parcel: parcel(random),
        name,
    }
}

fn usage(random: &mut Random, home: Location, device: &str, address: &str) -> Usage {
    Usage {
        sessions: random.random_range(3..24),
        address: address.to_owned(),
        other_addresses: Vec::new(),
        device: device.to_owned(),
        second_device: random.random_bool(0.4).then(|| token(random, "device")),
        browser: token(random, "browser"),
        clock: home.zone,
        day_begins: random.random_range(7..11),
        remote: 0.0,
        virtual_machine: 0.0,
        antidetect: 0.0,
        longest_hours: random.random_range(2..11),
        silence_days: None,
        concurrent_address: None,
        next_address: None,
    }
}

fn check(random: &mut Random, name: &str, device: String, address: String) -> Check {
    Check {
        document: token(random, "document"),
        name: name.to_owned(),
        device: if random.random_bool(0.6) { device } else { token(random, "device") },
        address,
        failures: usize::from(random.random_bool(0.15)),
        tampering: usize::from(random.random_bool(0.01)),
    }
}

fn work(random: &mut Random) -> Work {
    Work {
        busiest_day: random.random_range(0..9),
        sign_ins: random.random_range(5..60),
        clients: (0..random.random_range(0..5))
            .map(|_| (token(random, "client"), random.random_range(5..400)))
            .collect(),
        full_time: usize::from(random.random_bool(0.2)),
        own_client: false,
        suspended: random.random_bool(0.02),
    }
}

fn parcel(random: &mut Random) -> Option<Parcel> {
    random.random_bool(0.5).then(|| Parcel {
        line: format!("{} Example Street", random.random_range(1..4000)),
        at_home: random.random_bool(0.97),
        changed_late: random.random_bool(0.02),
    })
}

fn code_account(random: &mut Random, handle: &str, years: u32) -> Code {
    let oldest = i64::from(years) * 365;
    Code {
        login: format!("{}-{}", handle.replace('.', "-"), random.random_range(0..10_000)),
        email: format!("{handle}{}@example.org", random.random_range(0..100_000)),
        emails: 1 + usize::from(random.random_bool(0.25)) + usize::from(random.random_bool(0.1)),
        age_days: random.random_range(60..oldest.max(200)),
        followers: random.random_range(0..90),
        following: random.random_range(0..120),
        backdated: usize::from(random.random_bool(0.2)),
        early_share: random.random_range(0.0..0.2),
    }
}

fn ordinary_words(random: &mut Random) -> Vec<&'static str> {
    const WORDS: [&str; 8] = [
        "Thank you for the invitation, I can start on Monday.",
        "I have pushed the fix; could you review it today?",
        "My rate is the one on my profile.",
        "Could we move our call to Thursday?",
        "The invoice for May is attached.",
        "I worked on a similar import last year and can show it.",
        "Is payment by bank transfer fine for you?",
        "I prefer to keep the work in the ticket system.",
    ];
    (0..random.random_range(1..6)).map(|_| *WORDS.choose(random).expect("not empty")).collect()
}

/// The time `days` days before the submission.
pub(super) fn days_ago(person: &Person, days: i64) -> DateTime<Utc> {
    person.now - Duration::days(days)
}
