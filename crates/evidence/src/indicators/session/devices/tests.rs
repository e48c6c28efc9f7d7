use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::identifier::IdentifierKind;
use crate::indicators::fixture::Fixture;

#[test]
fn hands_across_an_ocean_are_a_hit_and_a_slow_virtual_desktop_is_not() {
    let id = "input_latency_remote_operator";
    let device = |device: Value| Fixture::new(json!({ "endpoint": { "devices": [device] } }));
    assert_eq!(device(json!({ "input_latency_ms": 220 })).finding(id).value(), Some(2.0));
    assert_eq!(device(json!({ "input_latency_ms": 30 })).state(id), Miss);
    let aid = json!({ "input_latency_ms": 220, "remote_by_design": true });
    assert_eq!(device(aid).state(id), Unknown);
    assert_eq!(device(json!({ "ip_kvm": false })).state(id), Unknown);
}

#[test]
fn a_device_that_is_new_with_the_account_is_shown_and_an_old_or_shared_one_is_not() {
    let id = "dedicated_pristine_device_per_account";
    let case = |first_seen: Value| {
        Fixture::new(json!({
            "activity": { "signed_up_at": "2026-05-01T00:00:00Z" },
            "sessions": [{ "started_at": "2026-05-02T00:00:00Z", "device_first_seen_at": first_seen }],
        }))
    };
    assert_eq!(case(json!("2026-05-01T00:00:00Z")).state(id), Hit);
    assert_eq!(case(json!("2025-05-01T00:00:00Z")).state(id), Miss);
    assert_eq!(case(Value::Null).state(id), Unknown);
    let fresh = case(json!("2026-05-01T00:00:00Z"));
    let family = fresh.sharing(IdentifierKind::Device, 1, Duration::days(1), None);
    assert_eq!(family.state(id), Miss, "a device of several people is nobody's alone");
}
