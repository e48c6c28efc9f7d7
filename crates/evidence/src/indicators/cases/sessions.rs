//! Sessions and devices.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Cases, of, with};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::links::Declared;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

// Blocks of the demo's table.
const US: &str = "192.0.2.1";
const US_VPN: &str = "192.0.2.65";
const US_PROXY: &str = "192.0.2.97";
const US_RELAY: &str = "192.0.2.113";
const DE: &str = "192.0.2.145";
const PT: &str = "192.0.2.241";
const CN: &str = "198.51.100.1";
const KP: &str = "198.51.100.65";

/// Shares something with others, undeclared, as of yesterday.
pub(super) fn shared(kind: Kind, others: u128, declared: Option<Declared>) -> Fixture {
    Fixture::new(json!({})).sharing(kind, others, Duration::days(1), declared)
}

/// The cases of an indicator that counts strangers; who was declared is no stranger.
pub(super) fn sharing(id: &'static str, kind: Kind, named: &'static str) -> Cases {
    let agency = shared(kind, 3, Some(Declared::Agency));
    of(id, shared(kind, 3, None), shared(kind, 0, None), named, agency)
}

fn days(address: &str, count: usize, hour: usize, hours: usize) -> Vec<Value> {
    let one = |i: usize| {
        json!({
            "started_at": format!("2026-05-{:02}T{hour:02}:00:00Z", i + 1),
            "last_activity_at": format!("2026-05-{:02}T{:02}:59:00Z", i + 1, hour + hours - 1),
            "ip": address,
            "device_id": "d-1"
        })
    };
    (0..count).map(one).collect()
}

fn chicago(sessions: impl Into<Value>) -> Fixture {
    let claims = json!({ "country": "US", "time_zone": "America/Chicago" });
    Fixture::new(json!({ "claims": claims, "sessions": sessions.into() })).enriched()
}

fn client(client: Value) -> Fixture {
    with("sessions", json!([{ "started_at": "2026-05-01T10:00:00Z", "client": client }]))
}

/// Two sessions, the second two hours later; the first lasts until `end`.
fn pair(first: &str, second: &str, end: &str) -> Fixture {
    chicago(json!([
        { "started_at": "2026-05-01T10:00:00Z", "last_activity_at": end, "ip": first },
        { "started_at": "2026-05-01T12:00:00Z", "last_activity_at": "2026-05-01T13:00:00Z", "ip": second },
    ]))
}

fn zoned(zone: &str) -> Fixture {
    let mut sessions = days(US, 5, 14, 2);
    for one in &mut sessions {
        one["time_zone"] = zone.into();
    }
    chicago(sessions)
}

fn line(address: &str, others: u128, ago: i64) -> Fixture {
    let mut case =
        chicago(days(address, 2, 14, 2)).sharing(Kind::Ip, others, Duration::days(ago), None);
    case.links.shared[0].pointer = "/sessions/0/ip".to_owned();
    case
}

fn addresses(prefix: &str, first: usize, number: usize) -> Fixture {
    let one = |i: usize| json!({ "started_at": format!("2026-05-0{}T{:02}:00:00Z", 1 + i / 3, 8 + i % 3), "ip": format!("{prefix}{}", first + i) });
    Fixture::new(json!({ "sessions": (0..number).map(one).collect::<Vec<_>>() })).enriched()
}

fn exit(zone: &str, listed: bool) -> Fixture {
    let mut case = chicago(
        json!([{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.7", "time_zone": zone }]),
    );
    let on = Consulted {
        list: "invented".to_owned(),
        kind: ListKind::Ip,
        meaning: ListMeaning::Actor,
        version: 1,
    };
    let found = listed.then(|| Listed {
        on: on.clone(),
        pointer: "/sessions/0/ip".to_owned(),
        confidence: None,
    });
    case.facts.lists.listed = found.into_iter().collect();
    case.facts.lists.probed = vec![ListKind::Ip];
    case.facts.lists.consulted = vec![on];
    case
}

fn verified(device: &str, ip: &str) -> Fixture {
    let check = json!({ "result": "passed", "checked_at": "2026-04-01T00:00:00Z", "device_id": device, "ip": ip });
    Fixture::new(json!({ "identity_checks": [check], "sessions": days(US, 5, 14, 2) })).enriched()
}

fn back(device: &str, changes: Value) -> Fixture {
    Fixture::new(json!({
        "contact": { "changes": changes },
        "sessions": [
            { "started_at": "2025-05-01T00:00:00Z", "device_id": "d-1" },
            { "started_at": "2026-05-01T00:00:00Z", "device_id": device },
            { "started_at": "2026-05-03T00:00:00Z", "device_id": device },
        ]
    }))
}

fn first_seen(at: &str) -> Fixture {
    Fixture::new(json!({
        "activity": { "signed_up_at": "2026-05-01T00:00:00Z" },
        "sessions": [{ "started_at": "2026-05-02T00:00:00Z", "device_first_seen_at": at }],
    }))
}

fn device(device: Value) -> Fixture {
    with("endpoint", json!({ "devices": [device] }))
}

/// Some sessions in which a signal was seen, of ten.
fn seldom(field: &str, seen: usize) -> Fixture {
    let one = |i: usize| json!({ "started_at": format!("2026-05-{:02}T10:00:00Z", i + 1), "client": { field: i < seen } });
    Fixture::new(json!({ "sessions": (0..10).map(one).collect::<Vec<_>>() }))
}

pub(super) fn cases() -> Vec<Cases> {
    let mut all = networks();
    all.extend(clients());
    all.extend(uses());
    all
}

fn networks() -> Vec<Cases> {
    let at = |address| chicago(days(address, 6, 14, 2));
    let mut stay = json!({ "claims": { "country": "US", "stays": [{ "country": "CN", "from": "2026-04-01T00:00:00Z" }] } });
    stay["sessions"] = days(CN, 6, 1, 2).into();
    vec![
        sharing("shared_device_across_accounts", Kind::Device, "a household, an agency"),
        sharing(
            "persona_cross_login_in_one_session",
            Kind::BrowserSession,
            "a recruiter with consent",
        ),
        of(
            "shared_ip_across_accounts",
            line(US, 4, 3),
            line(US, 1, 3),
            "a university",
            line("192.0.2.129", 4, 3),
        ),
        of(
            "many_ips_one_account_short_window",
            addresses("192.0.2.", 1, 12),
            mixed(&[US, PT, US, PT, US, PT, US, PT]),
            "a mobile carrier's changing addresses",
            addresses("192.0.2.", 49, 12),
        ),
        of(
            "impossible_travel_logins",
            pair(US, CN, "2026-05-01T11:00:00Z"),
            pair(DE, PT, "2026-05-01T11:00:00Z"),
            "a privacy relay",
            pair(US, US_RELAY, "2026-05-01T11:00:00Z"),
        ),
        of(
            "concurrent_sessions_distinct_geos",
            pair(US, CN, "2026-05-01T15:00:00Z"),
            pair(US, "192.0.2.17", "2026-05-01T15:00:00Z"),
            "a phone on a VPN beside the desktop",
            pair(US, US_VPN, "2026-05-01T15:00:00Z"),
        ),
        of(
            "ip_vs_claimed_location_mismatch",
            at(CN),
            at(US),
            "a stay that was told",
            Fixture::new(stay).enriched(),
        )
        .unknown(chicago(days(US, 2, 14, 2))),
        of(
            "timezone_vs_ip_or_claim_mismatch",
            zoned("Asia/Shanghai"),
            zoned("America/Chicago"),
            "a clock of the neighbouring zone",
            zoned("America/New_York"),
        ),
        of(
            "ip_commercial_vpn_or_datacenter",
            at(US_VPN),
            at(US),
            "a vendor's privacy relay",
            at(US_RELAY),
        ),
        of(
            "ip_listed_actor_vpn_exit",
            exit("Asia/Tokyo", true),
            exit("Asia/Tokyo", false),
            "a VPN that many use",
            exit("America/Chicago", true),
        ),
        of(
            "ip_residential_proxy",
            at(US_PROXY),
            at(US),
            "a router that was infected for a day",
            mixed(&[US, US, US, US, US_PROXY]),
        ),
        of(
            "ip_in_comprehensively_sanctioned_netblock",
            at(KP),
            at(US),
            "an error of the table, once",
            mixed(&[US, US, US, US, KP]),
        ),
    ]
}

fn mixed(addresses: &[&str]) -> Fixture {
    let one = |(i, ip): (usize, &&str)| json!({ "started_at": format!("2026-05-{:02}T10:00:00Z", i + 1), "ip": ip });
    chicago(addresses.iter().enumerate().map(one).collect::<Vec<Value>>())
}

fn clients() -> Vec<Cases> {
    let signal = |id, field: &'static str, named| {
        of(
            id,
            client(json!({ field: true })),
            client(json!({ field: false })),
            named,
            seldom(field, 1),
        )
        .unknown(client(json!({})))
    };
    let fast = json!({ "input_latency_ms": 30 });
    let vdi = json!({ "input_latency_ms": 220, "remote_by_design": true });
    vec![
        signal(
            "remote_desktop_or_screen_share_in_use",
            "remote_desktop",
            "a help desk that looked in once",
        ),
        signal("vm_or_emulator_client", "virtual_machine", "a developer who tried something once"),
        signal(
            "antidetect_multi_account_browser",
            "antidetect_browser",
            "a privacy tool that was tried once",
        ),
        signal(
            "application_form_automation",
            "automation",
            "a form that was filled by the browser once",
        ),
        of(
            "input_latency_remote_operator",
            device(json!({ "input_latency_ms": 220 })),
            device(fast),
            "a virtual desktop by design",
            device(vdi),
        ),
        of(
            "dedicated_pristine_device_per_account",
            first_seen("2026-05-01T00:00:00Z"),
            first_seen("2025-05-01T00:00:00Z"),
            "a family's new laptop",
            first_seen("2026-05-01T00:00:00Z").sharing(Kind::Device, 1, Duration::days(1), None),
        ),
    ]
}

fn uses() -> Vec<Cases> {
    let long = |field: &str| {
        with(
            "sessions",
            json!([{ "started_at": "2026-05-01T10:00:00Z", field: "2026-05-02T22:00:00Z" }]),
        )
    };
    let twice = [days(US, 7, 8, 11), days(US, 7, 8, 11)].concat();
    let phone = json!([{ "at": "2026-05-02T00:00:00Z", "changed": "phone" }]);
    let hours = |hour, hours| chicago(days(US, 12, hour, hours));
    let week = |hour, hours| with("sessions", days(US, 7, hour, hours).into());
    vec![
        of(
            "continuous_session_over_24h",
            long("last_activity_at"),
            week(8, 9),
            "a tab that was left open",
            long("ended_at"),
        ),
        of(
            "implausible_cumulative_hours",
            week(2, 21),
            week(8, 9),
            "one day on two devices",
            with("sessions", twice.into()),
        ),
        of(
            "activity_hours_vs_claimed_timezone",
            hours(5, 5),
            hours(14, 6),
            "a student's late evenings",
            hours(0, 6),
        )
        .unknown(chicago(days(US, 9, 5, 5))),
        of(
            "verification_device_differs_from_use_device",
            verified("d-9", CN),
            verified("d-1", US),
            "a check on the phone at home",
            verified("d-9", "192.0.2.18"),
        ),
        of(
            "dormant_account_reactivated_new_fingerprint",
            back("d-2", phone.clone()),
            back("d-1", phone),
            "a new laptop after a break",
            back("d-2", json!([])),
        ),
    ]
}
