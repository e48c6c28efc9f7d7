//! People before they become a document.

use chrono::{DateTime, Utc};
use evidence::facts::NetworkKind;

use super::draw::Draw;
use super::regions::{NameOrder, Region};
use super::texts;

/// A person with an account. Ring members are personas, and therefore people too.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) at: DateTime<Utc>,
    pub(super) region: &'static Region,
    pub(super) sends: Sends,
    pub(super) names: Names,
    pub(super) emails: Vec<String>,
    pub(super) phones: Vec<Phone>,
    pub(super) home: Street,
    /// Where devices are shipped, if it is not home.
    pub(super) parcel: Option<Street>,
    /// The former homes: the country and how many days ago they left.
    pub(super) former_homes: Vec<(&'static Region, i64)>,
    pub(super) resident_days: Option<i64>,
    pub(super) stays: Vec<(String, i64)>,
    pub(super) agency: Option<String>,
    pub(super) related: Vec<String>,
    /// The e-mail address and telephone number of each referee.
    pub(super) references: Vec<(String, String)>,
    pub(super) usage: Usage,
    pub(super) money: Money,
    pub(super) check: Check,
    pub(super) paper: Paper,
    pub(super) code: Option<Code>,
    pub(super) interview: Interview,
    pub(super) messages: Vec<String>,
    pub(super) issued: Option<Issued>,
}

/// The sections that the platform sends.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each section is sent or not")]
pub(super) struct Sends {
    pub(super) client: bool,
    pub(super) marketplace: bool,
    pub(super) hiring: bool,
    pub(super) checks: bool,
    pub(super) payouts: bool,
    pub(super) code: bool,
}

/// The person's name in different places.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) claimed: String,
    pub(super) document: String,
    pub(super) holder: String,
    pub(super) resume: String,
}

#[derive(Clone, Debug)]
pub(super) struct Phone {
    pub(super) number: String,
    pub(super) removed_days: Option<i64>,
}

#[derive(Clone, Debug)]
pub(super) struct Street {
    pub(super) line: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) postal: String,
    pub(super) country: String,
}

#[derive(Clone, Debug)]
pub(super) struct Usage {
    pub(super) sessions: i64,
    /// The IP addresses with the share of sessions from each. The first takes the rest.
    pub(super) lines: Vec<(String, f64)>,
    pub(super) devices: Vec<(String, f64)>,
    /// The browser session that is used every time, if it is not a new one.
    pub(super) browser: Option<String>,
    /// The time zone that devices show.
    pub(super) clock: String,
    /// The time zone whose hours the person keeps.
    pub(super) hours: String,
    pub(super) day_begins: i64,
    pub(super) longest_hours: i64,
    pub(super) remote: f64,
    pub(super) virtual_machine: f64,
    pub(super) antidetect: f64,
    /// What the detector says about a VPN.
    pub(super) vpn: Option<bool>,
    /// An address that is used at the same time as another one.
    pub(super) concurrent: Option<String>,
    /// The address and the zone of the sessions before a move.
    pub(super) before: Option<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct Money {
    pub(super) account: String,
    pub(super) method: &'static str,
    pub(super) relation: Option<&'static str>,
    pub(super) country: String,
    pub(super) added_days: Vec<i64>,
}

#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) document: String,
    /// The device, if it is not the usual one.
    pub(super) device: Option<String>,
    pub(super) line: Option<String>,
    pub(super) template: Option<String>,
    pub(super) failures: usize,
    pub(super) tampering: usize,
    pub(super) days: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) title: String,
    pub(super) years: i64,
    pub(super) employers: Vec<String>,
    pub(super) lines: Vec<String>,
    pub(super) skills: Vec<String>,
    pub(super) letter: String,
    pub(super) file: String,
    pub(super) document_id: Option<String>,
    pub(super) photo: Option<u64>,
    /// Whether the photo is a drawing or a stock avatar.
    pub(super) avatar: bool,
    /// The analytics id and text of the portfolio.
    pub(super) portfolio: Option<(String, String)>,
    pub(super) edited_days: i64,
}

#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) login: String,
    pub(super) age_days: i64,
    pub(super) repos: i64,
    pub(super) followers: i64,
    pub(super) following: i64,
    pub(super) commits: Vec<Commit>,
}

#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) at: DateTime<Utc>,
    pub(super) subject: String,
    pub(super) sha: String,
    pub(super) email: String,
    /// The account of its author, if it is someone else's.
    pub(super) login: Option<String>,
    /// The UTC offset of the author's clock, if it is recorded.
    pub(super) offset_minutes: Option<i32>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Interview {
    /// The device, if it is not the usual one.
    pub(super) device: Option<String>,
    /// When it took place, if the time matters.
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) remote_session: bool,
    pub(super) accommodation: Option<bool>,
}

/// The device that the employer issued.
#[derive(Clone, Debug)]
pub(super) struct Issued {
    pub(super) country: String,
    pub(super) tools: Vec<String>,
    pub(super) ip_kvm: bool,
    pub(super) latency_ms: i64,
    pub(super) remote_by_design: Option<bool>,
}

impl Person {
    /// Someone at home who shares nothing and is awake by day.
    pub(super) fn new(draw: &mut Draw, region: &'static Region, at: DateTime<Utc>) -> Self {
        let (given, family) = (draw.pick(&region.given).clone(), draw.pick(&region.family).clone());
        let name = match region.order {
            NameOrder::GivenFirst => format!("{given} {family}"),
            NameOrder::FamilyFirst => format!("{family} {given}"),
        };
        let handle = handle(draw, &given, &family);
        let sends = Sends::platform(draw);
        let years = draw.between(1, 18);
        let home = Street::new(draw, region);
        let hours = region.zone.clone();
        let device = draw.token("device");
        let line = draw.line(&region.code, NetworkKind::Residential);
        let has_check_elsewhere = draw.chance(0.3);
        Self {
            id: draw.token("cand"),
            at,
            region,
            sends,
            emails: vec![format!("{handle}@mail.example")],
            phones: vec![Phone { number: draw.phone(), removed_days: None }],
            home,
            parcel: None,
            former_homes: Vec::new(),
            resident_days: draw.chance(0.4).then(|| draw.between(400, 4_000)),
            stays: Vec::new(),
            agency: None,
            related: Vec::new(),
            references: vec![(format!("{}@employer.example", draw.token("boss")), draw.phone())],
            usage: Usage::new(draw, line, device, hours),
            money: Money {
                account: draw.token("ACCT"),
                method: draw.pick::<&str>(&["bank", "bank", "processor", "card"]),
                relation: draw.chance(0.3).then_some("self"),
                country: region.code.clone(),
                added_days: vec![draw.between(100, 900)],
            },
            check: Check {
                document: draw.token("sha256"),
                device: has_check_elsewhere.then(|| draw.token("device")),
                line: None,
                template: None,
                failures: usize::from(draw.chance(0.08)),
                tampering: 0,
                days: draw.between(2, 60),
            },
            paper: Paper::new(draw, years),
            code: draw.chance(0.6).then(|| Code::new(draw, &handle, years, at)),
            interview: Interview::default(),
            messages: (0..draw.between(1, 6)).map(|_| texts::message(draw)).collect(),
            issued: None,
            names: Names {
                document: name.clone(),
                holder: name.clone(),
                resume: name.clone(),
                claimed: name,
            },
        }
    }

    /// Gives the person another name everywhere.
    pub(super) fn rename(&mut self, name: &str) {
        for place in [
            &mut self.names.claimed,
            &mut self.names.document,
            &mut self.names.holder,
            &mut self.names.resume,
        ] {
            name.clone_into(place);
        }
    }

    /// The account's usual device.
    pub(super) fn device(&self) -> String {
        self.usage.devices.first().map(|(device, _)| device.clone()).unwrap_or_default()
    }

    /// The account's usual IP address.
    pub(super) fn line(&self) -> String {
        self.usage.lines.first().map(|(line, _)| line.clone()).unwrap_or_default()
    }

    /// Uses another device only.
    pub(super) fn use_device(&mut self, device: &str) {
        self.usage.devices = vec![(device.to_owned(), 1.0)];
    }

    /// Uses another IP address only.
    pub(super) fn use_line(&mut self, line: &str) {
        self.usage.lines = vec![(line.to_owned(), 1.0)];
        self.check.line = None;
    }
}

impl Sends {
    /// A marketplace, a hiring platform or one that is both.
    fn platform(draw: &mut Draw) -> Self {
        let kind = draw.below(5);
        Self {
            client: draw.chance(0.5),
            marketplace: kind != 0 && kind != 1,
            hiring: kind != 2 && kind != 3,
            checks: draw.chance(0.75),
            payouts: draw.chance(0.8),
            code: draw.chance(0.6),
        }
    }

    pub(super) const ALL: Self = Self {
        client: true,
        marketplace: true,
        hiring: true,
        checks: true,
        payouts: true,
        code: true,
    };
}

impl Street {
    pub(super) fn new(draw: &mut Draw, region: &Region) -> Self {
        Self {
            line: draw.street(region),
            city: draw.pick(&region.cities).clone(),
            state: draw.pick(&region.states).clone(),
            postal: draw.postal(region),
            country: region.code.clone(),
        }
    }
}

impl Usage {
    fn new(draw: &mut Draw, line: String, device: String, hours: String) -> Self {
        Self {
            sessions: draw.between(6, 15),
            lines: vec![(line, 1.0)],
            devices: vec![(device, 1.0)],
            browser: None,
            clock: hours.clone(),
            hours,
            day_begins: draw.between(6, 12),
            longest_hours: draw.between(3, 11),
            remote: 0.0,
            virtual_machine: 0.0,
            antidetect: 0.0,
            vpn: None,
            concurrent: None,
            before: None,
        }
    }
}

impl Paper {
    fn new(draw: &mut Draw, years: i64) -> Self {
        const TITLES: [&str; 6] = [
            "Backend engineer",
            "Web developer",
            "Data engineer",
            "Mobile developer",
            "Site reliability engineer",
            "QA engineer",
        ];
        const COMPANIES: [&str; 12] = [
            "Northwind",
            "Tailspin",
            "Fabrikam",
            "Contoso",
            "Litware",
            "Adatum",
            "Proseware",
            "Wingtip",
            "Alpine",
            "Woodgrove",
            "Lucerne",
            "Trey",
        ];
        let title = (*draw.pick(&TITLES)).to_owned();
        let number = draw.unique();
        let company = |draw: &mut Draw| format!("{} {number} Example", draw.pick(&COMPANIES));
        Self {
            years,
            employers: (0..2).map(|_| company(draw)).collect(),
            lines: (0..9).map(|_| texts::sentence(draw)).collect(),
            skills: texts::skills(draw),
            letter: texts::letter(draw, &title),
            title,
            file: draw.token("sha256"),
            document_id: draw.chance(0.5).then(|| draw.token("doc")),
            photo: draw.chance(0.7).then(|| draw.bits()),
            avatar: false,
            portfolio: None,
            edited_days: draw.between(3, 300),
        }
    }
}

impl Code {
    pub(super) fn new(draw: &mut Draw, handle: &str, years: i64, at: DateTime<Utc>) -> Self {
        let age_days = draw.between(200, (years * 365).max(500));
        let email = format!("{handle}@dev.example");
        let commits = draw.between(8, 30);
        Self {
            login: handle.replace('.', "-"),
            age_days,
            repos: draw.between(4, 16),
            followers: draw.below(90),
            following: draw.below(90),
            commits: (0..commits).map(|_| Commit::new(draw, &email, at, age_days)).collect(),
        }
    }
}

impl Commit {
    pub(super) fn new(draw: &mut Draw, email: &str, at: DateTime<Utc>, age_days: i64) -> Self {
        let seconds = draw.between(3_600, age_days.max(2) * 24 * 3_600);
        let sentence = texts::sentence(draw);
        let number = draw.unique();
        Self {
            at: at - chrono::Duration::seconds(seconds),
            subject: sentence.split(" for ").next().unwrap_or_default().to_owned(),
            sha: format!("{:016x}{:016x}{number:08x}", draw.bits(), draw.bits()),
            email: email.to_owned(),
            login: None,
            offset_minutes: None,
        }
    }
}

/// A name for addresses and accounts, in one of several customs.
fn handle(draw: &mut Draw, given: &str, family: &str) -> String {
    let plain = |name: &str| -> String {
        let latin = any_latin(name);
        latin.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let (given, family, number) = (plain(given), plain(family), draw.unique());
    // The number is unique; written in letters, it makes no series of addresses.
    let key: String = (0..4)
        .map(|i| char::from(b'a' + u8::try_from(number / 26_u32.pow(i) % 26).unwrap_or_default()))
        .collect();
    match draw.below(4) {
        0 => format!("{given}.{family}.{key}"),
        1 => format!("{family}{key}{}", draw.between(50, 99)),
        2 => format!("{given}-{key}"),
        _ => format!("{key}{given}{family}"),
    }
}

/// The letters without accents, where the plain letter is known.
fn any_latin(name: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        'á' | 'ã' | 'ä' | 'à' | 'â' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ẹ' => 'e',
        'í' | 'ì' => 'i',
        'ó' | 'ö' | 'ò' | 'õ' | 'ō' | 'ọ' => 'o',
        'ú' | 'ü' | 'ũ' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'ł' => 'l',
        other => other,
    };
    name.chars().map(plain).collect()
}
