//! Rings: fake applicants, at four levels of care.
//!
//! 0, careless: most red flags of the advisories. 1, ordinary: some. 2, careful: few red flags and one or two shared
//! identifiers. 3, spotless: no red flag on any profile, and one shared identifier, which may be a weak one.

use chrono::{DateTime, Duration, Utc};
use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::honest::quirk;
use super::people::{Person, Place, address, elsewhere, name, other_place, person, token};
use super::tendencies;
use super::{Manners, Random};

/// The mean size of a ring, which the cohort's share of fakes depends on.
pub(super) const MEAN_SIZE: f64 = 3.6;

type Apply = fn(&mut Random, &mut Person, f64);

/// What the advisories describe. The strength falls with care.
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

/// What the members of a ring can share.
const ASSETS: [fn(&mut Person, &Person); 10] = [
    |one, first| one.use_.device.clone_from(&first.use_.device),
    |one, first| one.use_.address.clone_from(&first.use_.address),
    |one, first| one.money.account.clone_from(&first.money.account),
    |one, first| one.phone.clone_from(&first.phone),
    |one, first| one.paper.photo = first.paper.photo,
    |one, first| one.check.document.clone_from(&first.check.document),
    |one, first| one.use_.browser.clone_from(&first.use_.browser),
    |one, first| one.paper.file.clone_from(&first.paper.file),
    |one, first| {
        if let (Some(own), Some(code)) = (&mut one.code, &first.code) {
            own.email.clone_from(&code.email);
        }
    },
    |one, first| {
        if let (Some(own), Some(parcel)) = (&mut one.parcel, &first.parcel) {
            own.line.clone_from(&parcel.line);
            own.at_home = false;
        }
    },
];

/// A ring, whose members register over some weeks.
pub(super) fn ring(random: &mut Random, at: DateTime<Utc>, manners: Manners) -> Vec<Person> {
    let (cares, effort) = match manners {
        Manners::Usual => ([0, 1, 1, 2, 2, 2, 3, 3], 1.0),
        Manners::Unlike => ([1, 1, 2, 2, 3, 3, 3, 3], 0.7),
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
                // In a more careful ring, fewer members share each thing.
                if random.random_bool(0.9 - 0.1 * f64::from(care)) {
                    ASSETS[*asset](&mut member, first);
                }
            }
        }
        members.push(member);
    }
    members
}

/// The things that a ring shares: several for careless rings, one for spotless ones.
fn assets(random: &mut Random, care: u8) -> Vec<usize> {
    // Accounts, machines and commit addresses are shared more often than the rest.
    const OFTEN: [usize; 15] = [0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 8, 9];
    let count = [4, 3, 2, 1][usize::from(care)];
    OFTEN.sample(random, count).copied().collect()
}

/// Moves a person somewhere else, which they hide more or less well.
fn away(random: &mut Random, person: &mut Person, strength: f64) -> Place {
    let place = elsewhere(random, person.home);
    person.really = Some(place);
    if random.random_bool(strength * 0.7) {
        person.use_.clock = place.zone;
    }
    if random.random_bool(strength * 0.8) {
        // They keep the hours of the real place.
        person.use_.day_begins = random.random_range(8..12);
    } else {
        person.really = None;
    }
    place
}

fn laptop_farm(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(strength * 0.9) {
        person.use_.remote = random.random_range(0.5..1.0);
    }
    if random.random_bool(strength * 0.8)
        && let Some(parcel) = &mut person.parcel
    {
        parcel.at_home = false;
        parcel.changed_late = random.random_bool(0.6);
    }
    if random.random_bool(strength * 0.6) {
        person.use_.longest_hours = random.random_range(20..60);
    }
    let place = away(random, person, strength * 0.5);
    if random.random_bool(strength * 0.4) {
        person.use_.meanwhile = Some(address(random, place.country, NetworkKind::Residential));
    }
}

fn operated_from_afar(random: &mut Random, person: &mut Person, strength: f64) {
    let place = away(random, person, strength);
    let kind = *[NetworkKind::Vpn, NetworkKind::Hosting, NetworkKind::ResidentialProxy]
        .choose(random)
        .expect("not empty");
    if random.random_bool(0.3 + 0.4 * strength) {
        let exit = address(random, person.home.country, kind);
        person.use_.through.push((exit, random.random_range(0.4..1.0)));
    }
    if random.random_bool(strength * 0.7) {
        person.use_.address = address(random, place.country, NetworkKind::Residential);
    }
    if random.random_bool(strength * 0.5) {
        person.use_.antidetect = random.random_range(0.3..1.0);
    }
}

fn stand_in(random: &mut Random, person: &mut Person, strength: f64) {
    let elsewhere = other_place(random, person.home);
    if random.random_bool(0.3 + strength * 0.6) {
        person.check.device = token(random, "device");
        person.check.address = address(random, elsewhere.country, NetworkKind::Residential);
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
        person.use_.silence_days = Some(random.random_range(190..900));
        person.use_.second_device = None;
        person.changes.extend([1, 2, 3]);
        person.money.added.push(2);
    }
    if random.random_bool(strength * 0.7) {
        person.money.holder = name(random);
    }
    away(random, person, strength * 0.6);
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
    // One invented client for the whole ring.
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
        person.says.push(OFFERS.choose(random).expect("not empty"));
    }
    if random.random_bool(strength * 0.6) {
        person.work.suspended = true;
        person.says.push(REQUESTS.choose(random).expect("not empty"));
    }
    if random.random_bool(strength * 0.5) {
        person.money.holder = name(random);
        person.money.added.extend([40, 20, 5]);
    }
    if random.random_bool(strength * 0.4) {
        person.says.extend(["I only accept crypto.", "Please send the payment in USDT."]);
    }
}

fn many_jobs(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(0.2 + strength * 0.6) {
        person.work.full_time = random.random_range(3..7);
    }
    if random.random_bool(strength * 0.6) {
        person.use_.longest_hours = random.random_range(18..50);
        person.use_.sessions += 10;
    }
    away(random, person, strength * 0.4);
}

fn bidding_machine(random: &mut Random, person: &mut Person, strength: f64) {
    if random.random_bool(0.2 + strength * 0.7) {
        person.work.busiest_day = random.random_range(35..150);
        person.work.sign_ins = random.random_range(1..8);
    }
    if random.random_bool(strength * 0.5) {
        person.use_.antidetect = random.random_range(0.3..1.0);
    }
    if random.random_bool(strength * 0.4) {
        person.email = format!("{}@mailinator.com", token(random, "box"));
    }
}
