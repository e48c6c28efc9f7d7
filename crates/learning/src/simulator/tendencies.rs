//! What fakes tend to do, whatever their ring does, and how often the same happens to genuine people by accident.
//!
//! The rates are judgements. Where the catalogue's notes give figures, they follow these.

use chrono::Duration;
use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::Random;
use super::people::{Person, address, elsewhere, name, other_place, token};

type Tendency = (f64, f64, fn(&mut Random, &mut Person));

/// How often a careless fake does it, how often a genuine person, and what it is.
const TENDENCIES: [Tendency; 33] = [
    (0.45, 0.006, |random, one| {
        let place = elsewhere(random, one.home);
        one.really = Some(place);
        one.use_.address = address(random, place.country, NetworkKind::Residential);
    }),
    (0.35, 0.006, |random, one| one.use_.clock = elsewhere(random, one.home).zone),
    (0.40, 0.040, |random, one| {
        let exit = address(random, one.home.country, NetworkKind::Vpn);
        one.use_.through.push((exit, random.random_range(0.3..1.0)));
    }),
    (0.12, 0.002, |random, one| {
        let exit = address(random, one.home.country, NetworkKind::ResidentialProxy);
        one.use_.through.push((exit, random.random_range(0.2..1.0)));
    }),
    (0.35, 0.010, |random, one| one.use_.remote = random.random_range(0.2..1.0)),
    (0.15, 0.015, |random, one| one.use_.virtual_machine = random.random_range(0.2..1.0)),
    (0.20, 0.003, |random, one| one.use_.antidetect = random.random_range(0.2..1.0)),
    (0.12, 0.004, |random, one| one.use_.longest_hours = random.random_range(24..60)),
    (0.08, 0.003, |random, one| {
        let far = elsewhere(random, one.home);
        one.use_.meanwhile = Some(address(random, far.country, NetworkKind::Residential));
    }),
    (0.15, 0.003, |random, one| {
        let far = elsewhere(random, one.home);
        one.use_.hops_to = Some(address(random, far.country, NetworkKind::Residential));
    }),
    (0.30, 0.008, |random, one| {
        let place = other_place(random, one.home);
        one.check.device = token(random, "device");
        one.check.address = address(random, place.country, NetworkKind::Residential);
    }),
    (0.20, 0.008, |random, one| one.check.name = name(random)),
    (0.25, 0.015, |random, one| one.check.failures += random.random_range(1..4)),
    (0.12, 0.006, |random, one| one.check.tampering += random.random_range(1..3)),
    (0.30, 0.010, |random, one| one.changes.extend([5, 9, random.random_range(12..60)])),
    (0.30, 0.012, |random, one| one.money.holder = name(random)),
    (0.25, 0.010, |random, one| one.money.added.extend([50, 21, random.random_range(3..12)])),
    (0.15, 0.015, |random, one| {
        one.money.country = other_place(random, one.home).country;
        one.money.method = "bank";
    }),
    (0.20, 0.006, |_, one| {
        one.says.extend(["I only accept crypto.", "Please send the payment in USDT."]);
    }),
    (0.25, 0.015, |random, one| one.paper.resume_country = other_place(random, one.home).country),
    (0.20, 0.015, |_, one| one.paper.impossible = true),
    (0.25, 0.010, |random, one| {
        one.paper.years_listed = random.random_range(1..4);
        one.years = random.random_range(9..16);
    }),
    (0.27, 0.015, |random, one| {
        if let Some(code) = &mut one.code {
            code.following = random.random_range(400..3000);
            code.followers = random.random_range(10..350);
        }
    }),
    (0.34, 0.040, |random, one| {
        if let Some(code) = &mut one.code {
            code.backdated = random.random_range(1..7);
        }
    }),
    (0.25, 0.017, |random, one| {
        if let Some(code) = &mut one.code {
            code.early_share = random.random_range(0.25..0.9);
        }
    }),
    (0.30, 0.040, |random, one| {
        if let Some(code) = &mut one.code {
            code.emails = random.random_range(3..7);
        }
    }),
    (0.40, 0.020, |random, one| {
        if let Some(code) = &mut one.code {
            code.age_days = random.random_range(100..700);
        }
    }),
    (0.30, 0.010, |random, one| {
        one.work.busiest_day = random.random_range(30..140);
        one.work.sign_ins = random.random_range(1..9);
    }),
    (0.25, 0.008, |random, one| one.work.full_time = random.random_range(3..6)),
    (0.20, 0.012, |_, one| one.says.push("Let us continue on Telegram, contact me there.")),
    (0.12, 0.001, |random, one| {
        let offers = [
            "I want to rent your account and will pay you every month.",
            "You only attend the interview for me, I do the work.",
        ];
        one.says.extend(offers.choose(random));
    }),
    (0.50, 0.030, |random, one| {
        if let Some(parcel) = &mut one.parcel {
            parcel.at_home = false;
            parcel.changed_late |= random.random_bool(0.4);
        }
    }),
    (0.06, 0.004, |random, one| one.email = format!("{}@mailinator.com", token(random, "box"))),
];

/// Applies the tendencies of careless fakes to a person, less often for a lower strength.
pub(super) fn apply_to_fake(random: &mut Random, person: &mut Person, strength: f64) {
    for (fake, _, apply) in TENDENCIES {
        if random.random_bool(fake * strength) {
            apply(random, person);
        }
    }
}

/// Applies accidents to a genuine person.
pub(super) fn apply_to_genuine(random: &mut Random, person: &mut Person) {
    for (_, honest, apply) in TENDENCIES {
        if random.random_bool(honest) {
            apply(random, person);
        }
    }
    share_by_accident(random, person);
}

/// What strangers share: stock photos, templates, recycled phone numbers, library computers, container defaults, dormitories.
fn share_by_accident(random: &mut Random, person: &mut Person) {
    let mut shared =
        |share: f64, many: u32| random.random_bool(share).then(|| random.random_range(0..many));
    let photo = shared(0.015, 40);
    let file = shared(0.004, 20);
    let phone = shared(0.004, 40);
    let device = shared(0.006, 30);
    let browser = shared(0.002, 20);
    let commit = shared(0.006, 40);
    let dormitory = shared(0.04, 60);
    let payout = shared(0.002, 30);
    let client = shared(0.03, 40);
    person.paper.photo = photo.map_or(person.paper.photo, |n| Some(0xabcd_0000 + u64::from(n)));
    person.paper.file = file.map_or(person.paper.file.clone(), |n| format!("sha256-template-{n}"));
    person.phone = phone.map_or(person.phone.clone(), |n| format!("+1333555{:04}", 100 + n));
    person.use_.device =
        device.map_or(person.use_.device.clone(), |n| format!("device-library-{n}"));
    person.use_.browser =
        browser.map_or(person.use_.browser.clone(), |n| format!("browser-library-{n}"));
    person.money.account =
        payout.map_or(person.money.account.clone(), |n| format!("ACCT-family-{n}"));
    if let (Some(n), Some(code)) = (commit, &mut person.code) {
        code.email = format!("root-{n}@example.net");
    }
    if let (Some(n), Some(parcel)) = (dormitory, &mut person.parcel) {
        parcel.line = format!("{n} Dormitory Street");
    }
    if let Some(n) = client {
        person.work.clients.push((format!("client-large-{n}"), random.random_range(1..300)));
    }
}

/// The time until a person registers again.
pub(super) fn until_next(random: &mut Random) -> Duration {
    Duration::days(random.random_range(1..60))
}
