//! Genuine people, and everything about them that looks odd.

use chrono::{DateTime, Duration, Utc};
use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::people::{Person, Place, address, days_ago, name, other_place, person, token};
use super::tendencies;
use super::{Manners, Random};

/// A genuine person, or a few who belong together.
pub(super) fn circle(random: &mut Random, at: DateTime<Utc>, manners: Manners) -> Vec<Person> {
    let mut circle = usual(random, at);
    if manners == Manners::Unlike {
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
        67..75 => one_clients_team(random, at),
        _ => vec![alone(random, at)],
    }
}

type Quirk = (u32, &'static str, fn(&mut Random, &mut Person));

/// What makes a person look odd, and how many of a thousand people have it.
const QUIRKS: [Quirk; 22] = [
    (70, "behind_vpn", behind_vpn),
    (40, "behind_relay", behind_relay),
    (40, "told_nomad", told_nomad),
    (12, "untold_nomad", untold_nomad),
    (30, "recent_mover", recent_mover),
    (50, "privacy_minded", privacy_minded),
    (70, "thin_file", thin_file),
    (25, "company_desktop", company_desktop),
    (30, "developer_in_vm", developer_in_vm),
    (40, "night_owl", night_owl),
    (30, "client_hours", client_hours),
    (12, "changed_name", changed_name),
    (12, "paid_through_business", paid_through_business),
    (12, "paid_in_crypto", paid_in_crypto),
    (15, "prolific_bidder", prolific_bidder),
    (10, "account_recovered", account_recovered),
    (15, "back_after_a_break", back_after_a_break),
    (15, "brought_work_along", brought_work_along),
    (12, "follows_everybody", follows_everybody),
    (15, "two_jobs", two_jobs),
    (15, "sends_elsewhere", sends_elsewhere),
    (15, "messy_resume", messy_resume),
];

fn alone(random: &mut Random, at: DateTime<Utc>) -> Person {
    let mut person = person(random, at);
    tendencies::apply_to_genuine(random, &mut person);
    quirk(random, &mut person, 1.0);
    person
}

/// Gives a person a quirk, or none.
pub(super) fn quirk(random: &mut Random, person: &mut Person, share: f64) {
    let mut drawn = random.random_range(0..1000);
    if !random.random_bool(share) {
        return;
    }
    for (of_thousand, kind, apply) in QUIRKS {
        if drawn < of_thousand {
            person.kind = kind;
            apply(random, person);
            return;
        }
        drawn -= of_thousand;
    }
}

fn behind_vpn(random: &mut Random, person: &mut Person) {
    let exit = other_place(random, person.home).country;
    let share = random.random_range(0.2..1.0);
    person.use_.through.push((address(random, exit, NetworkKind::Vpn), share));
}

fn behind_relay(random: &mut Random, person: &mut Person) {
    let relay = address(random, person.home.country, NetworkKind::PrivacyRelay);
    person.use_.through.push((relay, random.random_range(0.3..1.0)));
}

fn abroad(random: &mut Random, person: &mut Person) -> Place {
    let place = other_place(random, person.home);
    person.really = Some(place);
    person.use_.address = address(random, place.country, NetworkKind::Residential);
    if random.random_bool(0.6) {
        person.use_.clock = place.zone;
    }
    place
}

fn told_nomad(random: &mut Random, person: &mut Person) {
    let place = abroad(random, person);
    person.stays.push((place.country, days_ago(person, 200)));
    let hotspot = address(random, place.country, NetworkKind::Mobile);
    person.use_.through.push((hotspot, 0.3));
}

fn untold_nomad(random: &mut Random, person: &mut Person) {
    abroad(random, person);
    person.use_.through.push((person.check.address.clone(), random.random_range(0.1..0.6)));
}

fn recent_mover(random: &mut Random, person: &mut Person) {
    let before = other_place(random, person.home);
    person.money.country = before.country;
    if random.random_bool(0.5) {
        person.paper.resume_country = before.country;
    }
    person.paper.moves = random.random_range(1..4);
    person.changes.extend([random.random_range(5..60), random.random_range(5..60)]);
}

fn privacy_minded(random: &mut Random, person: &mut Person) {
    person.paper.photo = None;
    person.code = None;
    person.email = format!("{}@relay.example", token(random, "alias"));
    behind_vpn(random, person);
}

fn thin_file(_: &mut Random, person: &mut Person) {
    person.sends.sessions = false;
    person.sends.checks = false;
    person.sends.github = false;
    person.sends.activity = false;
    person.sends.messages = false;
    person.sends.shipments = false;
    person.sends.payouts = false;
    person.sends.changes = false;
}

fn company_desktop(random: &mut Random, person: &mut Person) {
    person.use_.remote = random.random_range(0.2..0.9);
    let office = address(random, person.home.country, NetworkKind::Business);
    person.use_.through.push((office, 0.5));
}

fn developer_in_vm(random: &mut Random, person: &mut Person) {
    person.use_.virtual_machine = random.random_range(0.2..1.0);
}

fn night_owl(random: &mut Random, person: &mut Person) {
    person.use_.day_begins = random.random_range(19..24);
}

fn client_hours(random: &mut Random, person: &mut Person) {
    person.use_.day_begins = random.random_range(14..20);
}

fn changed_name(random: &mut Random, person: &mut Person) {
    let other = name(random);
    // Half of them keep a part of the name.
    let given = person.name.split(' ').next().unwrap_or_default();
    let family = other.split(' ').next_back().unwrap_or_default();
    person.check.name =
        if random.random_bool(0.5) { format!("{given} {family}") } else { other.clone() };
    if random.random_bool(0.5) {
        person.money.holder = person.check.name.clone();
    }
}

fn paid_through_business(random: &mut Random, person: &mut Person) {
    person.money.holder = format!("{} Example Works", token(random, "studio"));
}

fn paid_in_crypto(random: &mut Random, person: &mut Person) {
    person.money.method = "crypto";
    person.says.push("I can be paid in crypto if that is easier.");
    if random.random_bool(0.4) {
        person.says.push("Payment in USDT works best for me, but a transfer is fine.");
    }
}

fn prolific_bidder(random: &mut Random, person: &mut Person) {
    person.work.busiest_day = random.random_range(15..60);
    person.work.sign_ins = random.random_range(2..20);
}

fn account_recovered(random: &mut Random, person: &mut Person) {
    person.changes.extend([3, 4, random.random_range(5..30)]);
    person.check.failures += 1;
    person.use_.device = token(random, "device");
}

fn back_after_a_break(random: &mut Random, person: &mut Person) {
    person.use_.silence_days = Some(random.random_range(190..700));
    person.use_.second_device = Some(token(random, "device"));
    if random.random_bool(0.3) {
        person.changes.push(2);
    }
}

fn brought_work_along(random: &mut Random, person: &mut Person) {
    if let Some(code) = &mut person.code {
        code.backdated = random.random_range(2..6);
        code.early_share = random.random_range(0.2..0.7);
        code.age_days = random.random_range(60..700);
    }
}

fn follows_everybody(random: &mut Random, person: &mut Person) {
    if let Some(code) = &mut person.code {
        code.following = random.random_range(250..2000);
        code.followers = random.random_range(20..1500);
    }
}

fn two_jobs(random: &mut Random, person: &mut Person) {
    person.work.full_time = random.random_range(2..4);
    person.use_.longest_hours = random.random_range(10..20);
}

fn sends_elsewhere(random: &mut Random, person: &mut Person) {
    if let Some(parcel) = &mut person.parcel {
        parcel.at_home = false;
        parcel.changed_late = random.random_bool(0.4);
    }
}

fn messy_resume(random: &mut Random, person: &mut Person) {
    person.paper.impossible = random.random_bool(0.5);
    person.paper.years_listed = person.years.saturating_sub(random.random_range(0..8)).max(1);
}

/// Two or three people in one flat, who share an internet connection and sometimes a computer. Some declare it.
fn household(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let size = random.random_range(2..4);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    let first = people[0].clone();
    let (one_computer, one_account) = (random.random_bool(0.25), random.random_bool(0.1));
    let names: Vec<String> = people.iter().map(|person| person.external_id.clone()).collect();
    let told = random.random_bool(0.5);
    for person in &mut people {
        person.kind = "household";
        person.home = first.home;
        person.use_.clock = first.home.zone;
        person.money.country = first.home.country;
        person.paper.resume_country = first.home.country;
        person.use_.address.clone_from(&first.use_.address);
        person.check.address.clone_from(&first.use_.address);
        if one_computer {
            person.use_.device.clone_from(&first.use_.device);
        }
        if one_account {
            person.money.account.clone_from(&first.money.account);
        }
        if told {
            person.related =
                names.iter().filter(|name| **name != person.external_id).cloned().collect();
        }
        if let (Some(own), Some(shared)) = (&mut person.parcel, &first.parcel) {
            own.line.clone_from(&shared.line);
        }
    }
    people
}

/// An agency with one office, one payout account and shared computers. Nearly all declare it.
fn agency(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let size = random.random_range(3..8);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    let (office, account) = (token(random, "agency"), token(random, "ACCT"));
    let device = token(random, "device");
    let line = address(random, people[0].home.country, NetworkKind::Business);
    let told = random.random_bool(0.93);
    let home = people[0].home;
    for person in &mut people {
        person.kind = "agency";
        person.home = home;
        person.use_.clock = home.zone;
        person.paper.resume_country = home.country;
        person.use_.address.clone_from(&line);
        person.money.account.clone_from(&account);
        "Example Agency Works".clone_into(&mut person.money.holder);
        person.money.country = home.country;
        if random.random_bool(0.4) {
            person.use_.device.clone_from(&device);
        }
        person.agency = told.then(|| office.clone());
    }
    people
}

/// People who work or study in the same place and do not know each other.
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
        person.home = home;
        person.use_.clock = home.zone;
        person.money.country = home.country;
        person.paper.resume_country = home.country;
        person.use_.through.push((line.clone(), random.random_range(0.2..0.8)));
    }
    people
}

/// A person who lost access to their account and registered again.
fn twice_registered(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let mut first = person(random, at);
    first.kind = "twice_registered";
    let mut second = first.clone();
    second.external_id = token(random, "sim");
    second.now = at + tendencies::until_next(random);
    second.use_.device = token(random, "device");
    vec![first, second]
}

/// People whom the same client hired and rated well.
fn one_clients_team(random: &mut Random, at: DateTime<Utc>) -> Vec<Person> {
    let client = token(random, "client");
    let size = random.random_range(3..7);
    let mut people: Vec<Person> = (0..size).map(|_| later(random, at)).collect();
    for person in &mut people {
        person.kind = "one_clients_team";
        person.work.clients.push((client.clone(), random.random_range(1..60)));
    }
    people
}

/// A person who registers within two months of the first.
fn later(random: &mut Random, at: DateTime<Utc>) -> Person {
    let mut one = person(random, at);
    one.now = at + Duration::minutes(random.random_range(0..60 * 24 * 60));
    tendencies::apply_to_genuine(random, &mut one);
    quirk(random, &mut one, 0.5);
    one
}
