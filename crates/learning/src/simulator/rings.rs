//! Rings of fake applicants, at four levels of care:
//!
//! - 0, careless: most red flags of the advisories.
//! - 1, ordinary: some red flags.
//! - 2, careful: few red flags, and one or two shared identifiers.
//! - 3, spotless: no red flags, and a single shared identifier, which may be weak.

use chrono::{DateTime, Duration, Utc};
use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::honest::quirk;
use super::people::{Location, Person, address, elsewhere, name, other_location, person, token};
use super::tendencies;
use super::{Behaviour, Random};

/// The mean size of a ring. The cohort's share of fakes depends on it.
pub(super) const MEAN_SIZE: f64 = 3.6;

type Apply = fn(&mut Random, &mut Person, f64);

/// The types of rings that the advisories describe. Their strength decreases with care.
const TYPES: [(&str, Apply); 9] = [
    ("laptop_farm", laptop_farm),
    ("operated_from_afar", operated_from_afar),
    ("stand_in_for_the_check", stand_in),
    ("hijacked_account", hijacked),
    ("persona_factory", persona_factory),
    ("rating_ring", rating_ring),
    ("account_renters", account_renters),
    ("many_jobs", many_jobs),
    ("bidding_machine", bidding_machine),
];

/// The assets that members of a ring can share.
const ASSETS: [fn(&mut Person, &Person); 10] = [
    |member, first| member.usage.device.clone_from(&first.usage.device),
    |member, first| member.usage.address.clone_from(&first.usage.address),
    |member, first| member.money.account.clone_from(&first.money.account),
    |member, first| member.phone.clone_from(&first.phone),
    |member, first| member.paper.photo = first.paper.photo,
    |member, first| member.check.document.clone_from(&first.check.document),
    |member, first| member.usage.browser.clone_from(&first.usage.browser),
    |member, first| member.paper.file.clone_from(&first.paper.file),
    |member, first| {
        if let (Some(own), Some(code)) = (&mut member.code, &first.code) {
            own.email.clone_from(&code.email);
        }
    },
    |member, first| {
        if let (Some(own), Some(parcel)) = (&mut member.parcel, &first.parcel) {
            own.line.clone_from(&parcel.line);
            own.at_home = false;
        }
    },
];

/// A ring whose members register over several weeks.
pub(super) fn ring(random: &mut Random, at: DateTime<Utc>, behaviour: Behaviour) -> Vec<Person> {
    let (cares, effort) = match behaviour {
        Behaviour::Baseline => ([0, 1, 1, 2, 2, 2, 3, 3], 1.0),
        Behaviour::Shifted => ([1, 1, 2, 2, 3, 3, 3, 3], 0.7),
    };
    let care: u8 = *cares.choose(random).expect("not empty");
    let size = *[1, 2, 3, 3, 4, 4, 5, 7].choose(random).expect("not empty");
    let (kind, apply) = *TYPES.choose(random).expect("not empty");
    let (_, second) = *TYPES.choose(random).expect("not empty");
    let ring = token(random, "ring");
    let shared = assets(random, care);
    let mut members: Vec<Person> = Vec::new();
    for _ in 0..size {
        let later = Duration::minutes(random.random_range(0..45 * 24 * 60));
        let mut member = person(random, at + later);
        quirk(random, &mut member, 0.5);
        (member.fake, member.care, member.ring, member.kind) =
            (true, Some(care), Some(ring.clone()), kind);
        let strength = effort * [1.0, 0.6, 0.2, 0.0][usize::from(care)];
        if strength > 0.0 {
            tendencies::apply_to_fake(random, &mut member, strength);
            apply(random, &mut member, strength);
            if care == 0 || random.random_bool(0.3 * strength) {
                second(random, &mut member, strength * 0.7);
            }
        }
        if let Some(first) = members.first() {
            for asset in &shared {
                // The more careful the ring, the fewer members share each asset.
                if random.random_bool(0.9 - 0.1 * f64::from(care)) {
                    ASSETS[*asset](&mut member, first);
                }
            }
        }
        members.push(member);
    }
    members
}

/// The assets that a ring shares: several for careless rings, only one for spotless rings.
fn assets(random: &mut Random, care: u8) -> Vec<usize> {
    // Accounts, devices and commit addresses are shared more often than the rest.
    const OFTEN: [usize; 15] = [0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 8, 9];
    let count = [4, 3, 2, 1][usize::from(care)];
    OFTEN.sample(random, count).copied().collect()
}

/// Moves a person to another location. The lower the strength, the better they hide it.
fn move_away(random: &mut Random, person: &mut Person, strength: f64) -> Location {
    let location = elsewhere(random, person.home);
    person.actual_location = Some(location);
    if random.random_bool(strength * 0.7) {
        person.usage.clock = location.zone;
    }
    if random.random_bool(strength * 0.8) {
        // They keep the hours of the actual location.
        person.usage.day_begins = random.random_range(8..12);
    } else {
        person.actual_location = None;
    }
    location
}

fn laptop_farm(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(strength * 0.9) {
        person.usage.remote = random.random_range(0.5..1.0);
    }
    if random.random_bool(strength * 0.8)
        && let Some(parcel) = &mut person.parcel
    {
        parcel.at_home = false;
        parcel.changed_late = random.random_bool(0.6);
    }
    if random.random_bool(strength * 0.6) {
        person.usage.longest_hours = random.random_range(20..60);
    }
    let location = move_away(random, person, strength * 0.5);
    if random.random_bool(strength * 0.4) {
        person.usage.concurrent_address =
            Some(address(random, location.country, NetworkKind::Residential));
    }
}

fn operated_from_afar(random: &mut Random, person: &mut Person, strength: f64) {
    let location = move_away(random, person, strength);
    let kind = *[NetworkKind::Vpn, NetworkKind::Hosting, NetworkKind::ResidentialProxy]
        .choose(random)
        .expect("not empty");
    if random.random_bool(0.3 + 0.4 * strength) {
        let exit = address(random, person.home.country, kind);
        person.usage.other_addresses.push((exit, random.random_range(0.4..1.0)));
    }
    if random.random_bool(strength * 0.7) {
        person.usage.address = address(random, location.country, NetworkKind::Residential);
    }
    if random.random_bool(strength * 0.5) {
        person.usage.antidetect = random.random_range(0.3..1.0);
    }
}

fn stand_in(random: &mut Random, person: &mut Person, strength: f64) {
    let other = other_location(random, person.home);
    if random.random_bool(0.3 + strength * 0.6) {
        person.check.device = token(random, "device");
        person.check.address = address(random, other.country, NetworkKind::Residential);
    }
    if random.random_bool(strength * 0.6) {
        person.check.name = name(random);
    }
    if random.random_bool(strength * 0.5) {
        person.check.failures += random.random_range(1..4);
    }
    if random.random_bool(strength * 0.4) {
        person.check.tampering += random.random_range(1..3);
    }
}

fn hijacked(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(0.2 + strength * 0.7) {
        person.usage.silence_days = Some(random.random_range(190..900));
        person.usage.second_device = None;
        person.changes.extend([1, 2, 3]);
        person.money.added.push(2);
    }
    if random.random_bool(strength * 0.7) {
        person.money.holder = name(random);
    }
    move_away(random, person, strength * 0.6);
}

fn persona_factory(random: &mut Random, person: &mut Person, strength: f64) {
    let Some(code) = &mut person.code else { return };
    if random.random_bool(0.3 + strength * 0.6) {
        code.age_days = random.random_range(40..500);
        code.backdated = random.random_range(2..8);
    }
    if random.random_bool(strength * 0.7) {
        code.following = random.random_range(400..3000);
        code.followers = random.random_range(20..300);
    }
    if random.random_bool(strength * 0.6) {
        code.early_share = random.random_range(0.3..0.9);
        code.emails = random.random_range(3..7);
    }
    person.paper.impossible |= random.random_bool(strength * 0.4);
    if random.random_bool(strength * 0.5) {
        person.paper.years_listed = (person.years / 3).max(1);
        person.years += 6;
    }
}

fn rating_ring(random: &mut Random, person: &mut Person, strength: f64) {
    // The whole ring uses the same invented client.
    let client = person.ring.clone().unwrap_or_default().replace("ring", "client");
    for _ in 0..2 {
        person.work.clients.push((client.clone(), random.random_range(1..9)));
    }
    person.work.own_client = random.random_bool(strength * 0.6);
}

fn account_renters(random: &mut Random, person: &mut Person, strength: f64) {
    const OFFERS: [&str; 4] = [
        "I want to rent your account and will pay you every month.",
        "Can I use your account? We share the income, you get 20 percent.",
        "You only attend the interview for me, I do the work.",
        "Please receive a laptop at your home and keep it running.",
    ];
    const REQUESTS: [&str; 3] = [
        "My profile was blocked. Please hire my other account to continue.",
        "Please pay through another account, it belongs to my partner.",
        "Let us continue on Telegram, contact me there.",
    ];
    if random.random_bool(0.2 + strength * 0.7) {
        person.messages.push(OFFERS.choose(random).expect("not empty"));
    }
    if random.random_bool(strength * 0.6) {
        person.work.suspended = true;
        person.messages.push(REQUESTS.choose(random).expect("not empty"));
    }
    if random.random_bool(strength * 0.5) {
        person.money.holder = name(random);
        person.money.added.extend([40, 20, 5]);
    }
    if random.random_bool(strength * 0.4) {
        person.messages.extend(["I only accept crypto.", "Please send the payment in USDT."]);
    }
}

fn many_jobs(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(0.2 + strength * 0.6) {
        person.work.full_time = random.random_range(3..7);
    }
    if random.random_bool(strength * 0.6) {
        person.usage.longest_hours = random.random_range(18..50);
        person.usage.sessions += 10;
    }
    move_away(random, person, strength * 0.4);
}

fn bidding_machine(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(0.2 + strength * 0.7) {
        person.work.busiest_day = random.random_range(35..150);
        person.work.sign_ins = random.random_range(1..8);
    }
    if random.random_bool(strength * 0.5) {
        person.usage.antidetect = random.random_range(0.3..1.0);
    }
    if random.random_bool(strength * 0.4) {
        person.email = format!("{}@mailinator.com", token(random, "box"));
    }
}
