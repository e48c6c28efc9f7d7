//! The example profile in the documentation.

use serde_json::{Value, json};

/// An invented profile, with addresses and phone numbers that are reserved for documentation.
pub(super) fn profile() -> Value {
    json!({
        "schema": "bonafide.profile/v1",
        "external_id": "cand-20931",
        "claims": { "name": "Sam Example", "country": "US", "time_zone": "America/Chicago", "years_of_experience": 8 },
        "contact": { "emails": [{ "address": "sam@mail.example" }], "phones": [{ "number": "+1-202-555-0123" }] },
        "sessions": [{
            "started_at": "2026-05-30T14:00:00Z", "last_activity_at": "2026-05-30T16:20:00Z", "ip": "192.0.2.17",
            "device_id": "d-81f0", "time_zone": "America/Chicago", "client": { "remote_desktop": false }
        }],
        "resume": {
            "work": [{ "name": "Example Works", "position": "Engineer", "startDate": "2018-03", "endDate": "2026-01" }],
            "education": [{ "startDate": "2013-09", "endDate": "2017-06" }]
        },
        "identity_checks": [{ "provider": "example-id", "result": "passed", "checked_at": "2026-05-29T09:30:00Z", "ip": "192.0.2.17" }],
        "activity": {
            "applications": [{ "at": "2026-05-30T15:00:00Z" }],
            "engagements": [{ "started_at": "2026-04-01T08:00:00Z", "weekly_hours": 30 }],
            "ratings": [{ "at": "2026-05-02T10:00:00Z", "stars": 5 }]
        },
        "messages": [{ "at": "2026-05-30T15:05:00Z", "direction": "sent", "channel": "platform", "text": "Happy to start on Monday." }],
        "payouts": [{ "method": "bank", "account": "US-ACCT-4401", "holder_name": "Sam Example", "country": "US" }]
    })
}
