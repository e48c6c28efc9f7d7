//! Invented profiles for tests.

use serde_json::{Value, json};

/// A profile with a little of everything, all of it in order.
pub fn ordinary(external_id: &str) -> Value {
    json!({
        "schema": "bonafide.profile/v1",
        "external_id": external_id,
        "claims": { "name": "Robin Example", "country": "US", "time_zone": "America/Chicago", "years_of_experience": 6 },
        "contact": {
            "emails": [{ "address": format!("{external_id}@mail.example") }],
            "phones": [{ "number": own_number(external_id), "country": "US" }]
        },
        "sessions": [
            { "started_at": "2026-05-30T14:00:00Z", "last_activity_at": "2026-05-30T16:00:00Z", "device_id": format!("device-{external_id}"), "time_zone": "America/Chicago" },
            { "started_at": "2026-05-31T15:00:00Z", "last_activity_at": "2026-05-31T17:30:00Z", "device_id": format!("device-{external_id}"), "time_zone": "America/Chicago" }
        ],
        "payouts": [{ "method": "bank", "account": format!("ACCT-{external_id}"), "holder_name": "Robin Example", "country": "US", "added_at": "2025-01-10T00:00:00Z" }]
    })
}

/// A number that hardly anybody else has.
fn own_number(external_id: &str) -> String {
    let digest =
        external_id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let areas = [202, 212, 303, 312, 404, 415, 503, 512, 602, 612, 702, 713, 801, 808, 901, 907];
    let area = areas[digest as usize / 100 % areas.len()];
    format!("+1-{area}-555-01{:02}", digest % 100)
}

/// A profile with the payout account and the identity document of a ring.
pub fn of_ring(external_id: &str, ring: &str) -> Value {
    let mut profile = paid_to(external_id, &format!("ACCT-{ring}"));
    profile["contact"]["phones"] = json!([]);
    profile["identity_checks"] = json!([{
        "result": "passed", "checked_at": "2026-05-20T09:00:00Z",
        "document_digest": format!("sha256-document-of-{ring}"),
    }]);
    profile
}

/// The same, paid to an account that others may share.
pub fn paid_to(external_id: &str, account: &str) -> Value {
    let mut profile = ordinary(external_id);
    profile["payouts"][0]["account"] = account.into();
    profile
}
