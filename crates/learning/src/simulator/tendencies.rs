//! Red flags that fakes tend to show regardless of their type of ring, and that genuine people show by accident.
//!
//! The rates are judgements. They follow the figures in the catalogue's notes where there are any.

use evidence::facts::NetworkKind;
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::Random;
use super::people::{Person, address, elsewhere, name, other_location, token};

type Tendency = (f64, f64, fn(&mut Random, &mut Person));

/// How often careless fakes and genuine people do something, and its effect.
const TENDENCIES: [Tendency; 34] = [
    (0.45, 0.006, |random, person| {
        let location = elsewhere(random, person.home);
        person.actual_location = Some(location);
        person.usage.address = address(random, location.country, NetworkKind::Residential);
    }),
    (0.35, 0.006, |random, person| person.usage.clock = elsewhere(random, person.home).zone),
    (0.40, 0.040, |random, person| {
        let exit = address(random, person.home.country, NetworkKind::Vpn);
        person.usage.other_addresses.push((exit, random.random_range(0.3..1.0)));
    }),
    (0.12, 0.002, |random, person| {
        let exit = address(random, person.home.country, NetworkKind::ResidentialProxy);
        person.usage.other_addresses.push((exit, random.random_range(0.2..1.0)));
    }),
    (0.35, 0.010, |random, person| person.usage.remote = random.random_range(0.2..1.0)),
    (0.15, 0.015, |random, person| person.usage.virtual_machine = random.random_range(0.2..1.0)),
    (0.20, 0.003, |random, person| person.usage.antidetect = random.random_range(0.2..1.0)),
    (0.12, 0.004, |random, person| person.usage.longest_hours = random.random_range(24..60)),
    (0.08, 0.003, |random, person| {
        let far = elsewhere(random, person.home);
        person.usage.concurrent_address =
            Some(address(random, far.country, NetworkKind::Residential));
    }),
    (0.15, 0.003, |random, person| {
        let far = elsewhere(random, person.home);
        person.usage.next_address = Some(address(random, far.country, NetworkKind::Residential));
    }),
    (0.30, 0.008, |random, person| {
        let location = other_location(random, person.home);
        person.check.device = token(random, "device");
        person.check.address = address(random, location.country, NetworkKind::Residential);
    }),
    (0.20, 0.008, |random, person| person.check.name = name(random)),
    (0.25, 0.015, |random, person| person.check.failures += random.random_range(1..4)),
    (0.12, 0.006, |random, person| person.check.tampering += random.random_range(1..3)),
    (0.30, 0.010, |random, person| person.changes.extend([5, 9, random.random_range(12..60)])),
    // A spouse's account, or one that the platform did not ask about.
    (0.15, 0.011, |random, person| person.money.holder = name(random)),
    (0.15, 0.001, |random, person| {
        person.money.holder = name(random);
        person.money.relation = Some("unrelated");
    }),
    (0.25, 0.010, |random, person| person.money.added.extend([50, 21, random.random_range(3..12)])),
    (0.15, 0.015, |random, person| {
        person.money.country = other_location(random, person.home).country;
        person.money.method = "bank";
        person.money.added = vec![random.random_range(20..90)];
        person.money.opened_before = 10;
    }),
    (0.20, 0.006, |_, person| {
        person.messages.extend(["I only accept crypto.", "Please send the payment in USDT."]);
    }),
    (0.25, 0.015, |random, person| {
        person.paper.resume_country = other_location(random, person.home).country;
    }),
    (0.20, 0.015, |_, person| person.paper.impossible = true),
    (0.25, 0.010, |random, person| {
        person.paper.years_listed = random.random_range(1..4);
        person.years = random.random_range(9..16);
    }),
    (0.27, 0.015, |random, person| {
        if let Some(code) = &mut person.code {
            code.following = random.random_range(400..3000);
            code.followers = random.random_range(10..350);
        }
    }),
    (0.34, 0.040, |random, person| {
        if let Some(code) = &mut person.code {
            code.backdated = random.random_range(1..7);
        }
    }),
    (0.25, 0.017, |random, person| {
        if let Some(code) = &mut person.code {
            code.early_share = random.random_range(0.25..0.9);
        }
    }),
    (0.30, 0.040, |random, person| {
        if let Some(code) = &mut person.code {
            code.emails = random.random_range(3..7);
        }
    }),
    (0.40, 0.020, |random, person| {
        if let Some(code) = &mut person.code {
            code.age_days = random.random_range(100..700);
        }
    }),
    (0.30, 0.010, |random, person| {
        person.work.busiest_day = random.random_range(30..140);
        person.work.sign_ins = random.random_range(1..9);
    }),
    (0.25, 0.008, |random, person| person.work.full_time = random.random_range(3..6)),
    (0.20, 0.012, |_, person| {
        person.messages.push("Let us continue on Telegram, contact me there.");
    }),
    (0.12, 0.001, |random, person| {
        let offers = [
            "I want to rent your account and will pay you every month.",
            "You only attend the interview for me, I do the work.",
        ];
        person.messages.extend(offers.choose(random));
    }),
    (0.50, 0.030, |random, person| {
        if let Some(parcel) = &mut person.parcel {
            parcel.at_home = false;
            parcel.changed_late |= random.random_bool(0.4);
        }
    }),
    (0.06, 0.004, |random, person| {
        person.email = format!("{}@mailinator.com", token(random, "box"));
    }),
];

/// Applies the tendencies of careless fakes to a person. The lower the strength, the fewer.
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

/// Shares identifiers between strangers: stock photos, templates, recycled phone numbers, library computers, container
/// defaults, dormitories.
fn share_by_accident(random: &mut Random, person: &mut Person) {
    let mut shared =
        |share: f64, many: u32| random.random_bool(share).then(|| random.random_range(0..many));
    if let Some(n) = shared(0.015, 40) {
        person.paper.photo = Some(0xabcd_0000 + u64::from(n));
    }
    if let Some(n) = shared(0.004, 20) {
        person.paper.file = format!("sha256-template-{n}");
    }
    if let Some(n) = shared(0.004, 40) {
        person.phone = format!("+1333555{:04}", 100 + n);
    }
    if let Some(n) = shared(0.006, 30) {
        person.usage.device = format!("device-library-{n}");
    }
    if let Some(n) = shared(0.002, 20) {
        person.usage.browser = format!("browser-library-{n}");
    }
    if let (Some(n), Some(code)) = (shared(0.006, 40), &mut person.code) {
        code.email = format!("root-{n}@example.net");
    }
    if let (Some(n), Some(parcel)) = (shared(0.04, 60), &mut person.parcel) {
        parcel.line = format!("{n} Dormitory Street");
    }
    if let Some(n) = shared(0.002, 30) {
        person.money.account = format!("ACCT-family-{n}");
    }
    if let Some(n) = shared(0.03, 40) {
        person.work.clients.push((format!("client-large-{n}"), random.random_range(1..300)));
    }
}
