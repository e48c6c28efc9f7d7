//! Genuine people and the innocent explanations for their red flags.

use chrono::{DateTime, Duration, Utc};
use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::people::{Location, Person, address, days_ago, name, other_location, person, token};
use super::tendencies;
use super::{Behaviour, Random};

/// A genuine person, or a few who have something in common.
pub(super) fn circle(random: &mut Random, at: DateTime<Utc>, behaviour: Behaviour) -> Vec<Person> {
    let mut circle = usual(random, at);
    if behaviour == Behaviour::Shifted {
        for person in &mut circle {
            tendencies::apply_to_genuine(random, person);
        }
    }
    circle
}

fn usual(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    match random.random_range(0..1000) {
        0..30 => household(random, at),
        30..40 => agency(random, at),
        40..65 => coworkers(random, at),
        65..67 => twice_registered(random, at),
        67..75 => client_team(random, at),
        _ => vec![individual(random, at)],
    }
}

type Quirk = (u32, &'static str, fn(&mut Random, &mut Person));

/// Quirks that make a person look suspicious: the number of people per thousand, the kind, and the effect.
const QUIRKS: [Quirk; 22] = [
    (70, "behind_vpn", behind_vpn),
    (40, "behind_relay", |random, person| {
        let relay = address(random, person.home.country, NetworkKind::PrivacyRelay);
        person.usage.other_addresses.push((relay, random.random_range(0.3..1.0)));
    }),
    (40, "told_nomad", |random, person| {
        let location = go_abroad(random, person);
        person.stays.push((location.country, days_ago(person, 200)));
        let hotspot = address(random, location.country, NetworkKind::Mobile);
        person.usage.other_addresses.push((hotspot, 0.3));
    }),
    (12, "untold_nomad", |random, person| {
        go_abroad(random, person);
        person
            .usage
            .other_addresses
            .push((person.check.address.clone(), random.random_range(0.1..0.6)));
    }),
    (30, "recent_mover", |random, person| {
        let before = other_location(random, person.home);
        person.money.country = before.country;
        if random.random_bool(0.5) {
            person.paper.resume_country = before.country;
            person.paper.changed_days_ago = 400;
        }
        person.paper.moves = random.random_range(1..4);
        person.changes.extend([random.random_range(5..60), random.random_range(5..60)]);
    }),
    (50, "privacy_minded", |random, person| {
        person.paper.photo = None;
        person.code = None;
        person.email = format!("{}@relay.example", token(random, "alias"));
        behind_vpn(random, person);
    }),
    (70, "thin_file", |_, person| {
        person.sends.sessions = false;
        person.sends.checks = false;
        person.sends.github = false;
        person.sends.activity = false;
        person.sends.messages = false;
        person.sends.shipments = false;
        person.sends.payouts = false;
        person.sends.changes = false;
    }),
    (25, "company_desktop", |random, person| {
        person.usage.remote = random.random_range(0.2..0.9);
        let office = address(random, person.home.country, NetworkKind::Business);
        person.usage.other_addresses.push((office, 0.5));
    }),
    (30, "developer_in_vm", |random, person| {
        person.usage.virtual_machine = random.random_range(0.2..1.0);
    }),
    (40, "night_owl", |random, person| {
        person.usage.day_begins = random.random_range(19..24);
    }),
    (30, "client_hours", |random, person| {
        person.usage.day_begins = random.random_range(14..20);
    }),
    (12, "changed_name", |random, person| {
        let other = name(random);
        // Half of them keep a part of the name.
        let first = person.name.split(' ').next().unwrap_or_default();
        let last = other.split(' ').next_back().unwrap_or_default();
        person.check.name =
            if random.random_bool(0.5) { format!("{first} {last}") } else { other.clone() };
        if random.random_bool(0.5) {
            person.money.holder = person.check.name.clone();
        }
    }),
    (12, "paid_through_business", |random, person| {
        person.money.holder = format!("{} Example Works", token(random, "studio"));
    }),
    (12, "paid_in_crypto", |random, person| {
        person.money.method = "crypto";
        person.messages.push("I can be paid in crypto if that is easier.");
        if random.random_bool(0.4) {
            person.messages.push("Payment in USDT works best for me, but a transfer is fine.");
        }
    }),
    (15, "prolific_bidder", |random, person| {
        person.work.busiest_day = random.random_range(15..60);
        person.work.sign_ins = random.random_range(2..20);
    }),
    (10, "account_recovered", |random, person| {
        person.changes.extend([3, 4, random.random_range(5..30)]);
        person.check.failures += 1;
        person.usage.device = token(random, "device");
    }),
    (15, "back_after_a_break", |random, person| {
        person.usage.silence_days = Some(random.random_range(190..700));
        person.usage.second_device = Some(token(random, "device"));
        if random.random_bool(0.3) {
            person.changes.push(2);
        }
    }),
    (15, "brought_work_along", |random, person| {
        if let Some(code) = &mut person.code {
            code.backdated = random.random_range(2..6);
            code.early_share = random.random_range(0.2..0.7);
            code.age_days = random.random_range(60..700);
        }
    }),
    (12, "follows_everybody", |random, person| {
        if let Some(code) = &mut person.code {
            code.following = random.random_range(250..2000);
            code.followers = random.random_range(20..1500);
        }
    }),
    (15, "two_jobs", |random, person| {
        person.work.full_time = random.random_range(2..4);
        person.usage.longest_hours = random.random_range(10..20);
    }),
    (15, "sends_elsewhere", |random, person| {
        if let Some(parcel) = &mut person.parcel {
            parcel.at_home = false;
            parcel.changed_late = random.random_bool(0.4);
        }
    }),
    (15, "messy_resume", |random, person| {
        person.paper.impossible = random.random_bool(0.5);
        person.paper.years_listed = person.years.saturating_sub(random.random_range(0..8)).max(1);
    }),
];

fn individual(random: &mut Random, at: DateTime<Utc>) -> Person {
    let mut person = person(random, at);
    tendencies::apply_to_genuine(random, &mut person);
    quirk(random, &mut person, 1.0);
    person
}

/// Gives a person at most one quirk.
pub(super) fn quirk(random: &mut Random, person: &mut Person, share: f64) {
    let mut drawn = random.random_range(0..1000);
    if !random.random_bool(share) {
        return;
    }
    for (per_thousand, kind, apply) in QUIRKS {
        if drawn < per_thousand {
            person.kind = kind;
            apply(random, person);
            return;
        }
        drawn -= per_thousand;
    }
}

fn behind_vpn(random: &mut Random, person: &mut Person) {
    let exit = other_location(random, person.home).country;
    let share = random.random_range(0.2..1.0);
    person.usage.other_addresses.push((address(random, exit, NetworkKind::Vpn), share));
}

fn go_abroad(random: &mut Random, person: &mut Person) -> Location {
    let location = other_location(random, person.home);
    person.actual_location = Some(location);
    person.usage.address = address(random, location.country, NetworkKind::Residential);
    if random.random_bool(0.6) {
        person.usage.clock = location.zone;
    }
    location
}

/// Two or three people in the same flat, who share an internet connection and sometimes a computer. Some declare it.
fn household(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let size = random.random_range(2..4);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    let first = people[0].clone();
    let (shares_computer, shares_account) = (random.random_bool(0.25), random.random_bool(0.1));
    let ids: Vec<String> = people.iter().map(|person| person.external_id.clone()).collect();
    let is_declared = random.random_bool(0.5);
    for person in &mut people {
        person.kind = "household";
        move_to(person, first.home);
        person.usage.address.clone_from(&first.usage.address);
        person.check.address.clone_from(&first.usage.address);
        if shares_computer {
            person.usage.device.clone_from(&first.usage.device);
        }
        if shares_account {
            person.money.account.clone_from(&first.money.account);
        }
        if is_declared {
            person.related = ids.iter().filter(|id| **id != person.external_id).cloned().collect();
        }
        if let (Some(own), Some(shared)) = (&mut person.parcel, &first.parcel) {
            own.line.clone_from(&shared.line);
        }
    }
    people
}

/// An agency with a shared office, payout account and computers. Nearly all declare it.
fn agency(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let size = random.random_range(3..8);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    let (office, account) = (token(random, "agency"), token(random, "ACCT"));
    let device = token(random, "device");
    let line = address(random, people[0].home.country, NetworkKind::Business);
    let is_declared = random.random_bool(0.93);
    let home = people[0].home;
    for person in &mut people {
        person.kind = "agency";
        move_to(person, home);
        person.usage.address.clone_from(&line);
        person.money.account.clone_from(&account);
        "Example Agency Works".clone_into(&mut person.money.holder);
        if random.random_bool(0.4) {
            person.usage.device.clone_from(&device);
        }
        person.agency = is_declared.then(|| office.clone());
    }
    people
}

fn move_to(person: &mut Person, home: Location) {
    person.home = home;
    person.usage.clock = home.zone;
    person.money.country = home.country;
    person.paper.resume_country = home.country;
}

/// Strangers who work or study at the same site.
fn coworkers(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let kind = *[NetworkKind::Business, NetworkKind::Education, NetworkKind::Residential]
        .choose(random)
        .expect("not empty");
    let size = random.random_range(2..6);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    let line = address(random, people[0].home.country, kind);
    let home = people[0].home;
    for person in &mut people {
        person.kind = "coworkers";
        move_to(person, home);
        person.usage.other_addresses.push((line.clone(), random.random_range(0.2..0.8)));
    }
    people
}

/// A person who lost access to their account and registered again.
fn twice_registered(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let mut first = person(random, at);
    first.kind = "twice_registered";
    let mut second = first.clone();
    second.external_id = token(random, "sim");
    second.now = at + Duration::days(random.random_range(1..60));
    second.usage.device = token(random, "device");
    vec![first, second]
}

/// People whom the same client hired and rated highly.
fn client_team(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let client = token(random, "client");
    let size = random.random_range(3..7);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    for person in &mut people {
        person.kind = "one_clients_team";
        person.work.clients.push((client.clone(), random.random_range(1..60)));
    }
    people
}

/// A person who registers within two months after `at`.
fn later(random: &mut Random, at: DateTime<Utc>) -> Person {
    let mut person = person(random, at);
    person.now = at + Duration::minutes(random.random_range(0..60 * 24 * 60));
    tendencies::apply_to_genuine(random, &mut person);
    quirk(random, &mut person, 0.5);
    person
}
