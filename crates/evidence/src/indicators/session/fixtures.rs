//! Sessions for the tests of this folder.

use serde_json::{Value, json};

use crate::indicators::fixture::Fixture;

// Blocks of the demo's table.
pub(super) const US: &str = "192.0.2.1";
pub(super) const US_VPN: &str = "192.0.2.65";
pub(super) const US_PROXY: &str = "192.0.2.97";
pub(super) const US_RELAY: &str = "192.0.2.113";
pub(super) const DE: &str = "192.0.2.145";
pub(super) const PT: &str = "192.0.2.241";
pub(super) const CN: &str = "198.51.100.1";
pub(super) const KP: &str = "198.51.100.65";

/// Sessions on consecutive days from 1 May on, `hours` long, from these addresses in turn.
pub(super) fn sessions(addresses: &[&str], count: usize, hour: u32, hours: u32) -> Vec<Value> {
    let session = |i: usize| {
        let day = i + 1;
        json!({
            "started_at": format!("2026-05-{day:02}T{hour:02}:00:00Z"),
            "last_activity_at": format!("2026-05-{day:02}T{:02}:59:00Z", hour + hours - 1),
            "ip": addresses[i % addresses.len()],
            "device_id": "d-1"
        })
    };
    (0..count).map(session).collect()
}

/// The same sessions, active throughout.
pub(super) fn active_sessions(
    addresses: &[&str],
    count: usize,
    hour: u32,
    hours: u32,
) -> Vec<Value> {
    let mut sessions = sessions(addresses, count, hour, hours);
    for session in &mut sessions {
        session["activity"] =
            json!([{ "from": session["started_at"], "until": session["last_activity_at"] }]);
    }
    sessions
}

pub(super) fn living_in(country: &str, zone: &str, sessions: impl Into<Value>) -> Fixture {
    let claims = json!({ "country": country, "time_zone": zone });
    Fixture::new(json!({ "claims": claims, "sessions": sessions.into() })).enriched()
}

pub(super) fn in_chicago(sessions: impl Into<Value>) -> Fixture {
    living_in("US", "America/Chicago", sessions)
}

/// One session per day from each of these addresses.
pub(super) fn from_addresses(addresses: &[&str]) -> Fixture {
    let session = |(i, ip): (usize, &&str)| json!({ "started_at": format!("2026-05-{:02}T10:00:00Z", i + 1), "ip": ip });
    in_chicago(addresses.iter().enumerate().map(session).collect::<Vec<Value>>())
}
