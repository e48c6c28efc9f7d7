use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::identifier::IdentifierKind;
use crate::indicators::fixture::Fixture;

/// Sessions on days from 1 May on, each of `hours`, from these addresses in turn.
fn sessions(addresses: &[&str], count: usize, hour: u32, hours: u32) -> Vec<Value> {
    (0..count)
        .map(|i| {
            let day = i + 1;
            json!({
                "started_at": format!("2026-05-{day:02}T{hour:02}:00:00Z"),
                "last_activity_at": format!("2026-05-{day:02}T{:02}:59:00Z", hour + hours - 1),
                "ip": addresses[i % addresses.len()],
                "device_id": "d-1"
            })
        })
        .collect()
}

fn living_in(country: &str, zone: &str, sessions: Vec<Value>) -> Fixture {
    let claims = json!({ "country": country, "time_zone": zone });
    Fixture::new(json!({ "claims": claims, "sessions": sessions })).enriched()
}

// Blocks of the demo's table.
const US: &str = "192.0.2.1";
const US_VPN: &str = "192.0.2.65";
const US_PROXY: &str = "192.0.2.97";
const US_RELAY: &str = "192.0.2.113";
const DE: &str = "192.0.2.145";
const PT: &str = "192.0.2.241";
const CN: &str = "198.51.100.1";
const KP: &str = "198.51.100.65";

#[test]
fn sessions_from_elsewhere_contradict_the_claim_and_a_declared_stay_does_not() {
    let id = "ip_vs_claimed_location_mismatch";
    let away = living_in("US", "America/Chicago", sessions(&[CN], 6, 1, 2));
    assert_eq!(away.finding(id).value(), Some(1.0));
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 6, 14, 2)).state(id), Miss);
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 2, 14, 2)).state(id), Unknown);
    // A VPN's exit tells where the exit is.
    assert_eq!(living_in("DE", "Europe/Berlin", sessions(&[US_VPN], 6, 8, 2)).state(id), Unknown);
    let told =
        json!({ "country": "US", "stays": [{ "country": "CN", "from": "2026-04-01T00:00:00Z" }] });
    let told =
        Fixture::new(json!({ "claims": told, "sessions": sessions(&[CN], 6, 1, 2) })).enriched();
    assert_eq!(told.state(id), Miss);
}

#[test]
fn a_clock_far_from_the_claimed_place_is_a_hit_and_an_hour_is_forgiven() {
    let id = "timezone_vs_ip_or_claim_mismatch";
    let with_clock = |zone: &str| {
        let mut list = sessions(&[US], 5, 14, 2);
        for one in &mut list {
            one["time_zone"] = zone.into();
        }
        living_in("US", "America/Chicago", list)
    };
    assert_eq!(with_clock("Asia/Shanghai").finding(id).value(), Some(13.0));
    assert_eq!(with_clock("America/New_York").state(id), Miss);
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 5, 14, 2)).state(id), Unknown);
}

#[test]
fn travel_faster_than_a_plane_is_a_hit_and_a_neighbouring_country_is_not() {
    let id = "impossible_travel_logins";
    let pair = |first: &str, second: &str| {
        living_in(
            "US",
            "America/Chicago",
            vec![
                json!({ "started_at": "2026-05-01T10:00:00Z", "last_activity_at": "2026-05-01T11:00:00Z", "ip": first }),
                json!({ "started_at": "2026-05-01T12:00:00Z", "last_activity_at": "2026-05-01T13:00:00Z", "ip": second }),
            ],
        )
    };
    assert_eq!(pair(US, CN).state(id), Hit);
    assert_eq!(pair(DE, PT).state(id), Miss, "an hour's clock apart");
    assert_eq!(pair(US, US_RELAY).state(id), Unknown, "a relay tells nothing");
}

#[test]
fn two_far_places_at_once_is_a_hit() {
    let id = "concurrent_sessions_distinct_geos";
    let pair = |second: &str| {
        living_in(
            "US",
            "America/Chicago",
            vec![
                json!({ "started_at": "2026-05-01T10:00:00Z", "last_activity_at": "2026-05-01T15:00:00Z", "ip": US }),
                json!({ "started_at": "2026-05-01T12:00:00Z", "ip": second }),
            ],
        )
    };
    assert_eq!(pair(CN).state(id), Hit);
    assert_eq!(pair("192.0.2.17").state(id), Miss);
    assert_eq!(pair(US_VPN).state(id), Unknown);
}

#[test]
fn activity_at_night_contradicts_the_claimed_clock_only_when_it_is_the_rule() {
    let id = "activity_hours_vs_claimed_timezone";
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 12, 5, 5)).state(id), Hit);
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 12, 14, 6)).state(id), Miss);
    assert_eq!(living_in("US", "America/Chicago", sessions(&[US], 9, 5, 5)).state(id), Unknown);
}

#[test]
fn kinds_of_networks_are_what_lists_tell() {
    let on = |address| living_in("US", "America/Chicago", sessions(&[address], 4, 14, 2));
    assert_eq!(on(US_VPN).state("ip_commercial_vpn_or_datacenter"), Hit);
    assert_eq!(on(US).state("ip_commercial_vpn_or_datacenter"), Miss);
    assert_eq!(
        on(US_RELAY).state("ip_commercial_vpn_or_datacenter"),
        Miss,
        "a vendor's relay is no VPN"
    );
    assert_eq!(on(US_PROXY).state("ip_residential_proxy"), Hit);
    assert_eq!(on(US).state("ip_residential_proxy"), Miss);
    assert_eq!(on(KP).state("ip_in_comprehensively_sanctioned_netblock"), Hit);
    assert_eq!(on(US).state("ip_in_comprehensively_sanctioned_netblock"), Miss);
}

#[test]
fn a_client_signal_is_known_only_where_somebody_looked() {
    for (field, id) in [
        ("remote_desktop", "remote_desktop_or_screen_share_in_use"),
        ("virtual_machine", "vm_or_emulator_client"),
        ("antidetect_browser", "antidetect_multi_account_browser"),
        ("automation", "application_form_automation"),
        ("residential_proxy", "ip_residential_proxy"),
    ] {
        let with = |client: Value| {
            Fixture::new(
                json!({ "sessions": [{ "started_at": "2026-05-01T10:00:00Z", "client": client }] }),
            )
        };
        assert_eq!(with(json!({ field: true })).finding(id).value(), Some(1.0), "{id}");
        assert_eq!(with(json!({ field: false })).state(id), Miss, "{id}");
        assert_eq!(with(json!({})).state(id), Unknown, "{id}");
    }
}

#[test]
fn activity_counts_and_not_how_long_somebody_was_signed_in() {
    let id = "continuous_session_over_24h";
    let session = |field: &str| {
        Fixture::new(
            json!({ "sessions": [{ "started_at": "2026-05-01T10:00:00Z", field: "2026-05-02T22:00:00Z" }] }),
        )
    };
    assert_eq!(session("last_activity_at").finding(id).value(), Some(1.5));
    assert_eq!(session("ended_at").state(id), Unknown);
    assert_eq!(Fixture::new(json!({ "sessions": sessions(&[US], 3, 10, 8) })).state(id), Miss);
}

#[test]
fn more_hours_than_a_week_has_for_one_person_is_a_hit() {
    let id = "implausible_cumulative_hours";
    assert_eq!(Fixture::new(json!({ "sessions": sessions(&[US], 7, 2, 21) })).state(id), Hit);
    assert_eq!(Fixture::new(json!({ "sessions": sessions(&[US], 7, 8, 9) })).state(id), Miss);
    // The same hours on two devices are the same hours.
    let twice = [sessions(&[US], 7, 8, 11), sessions(&[US], 7, 8, 11)].concat();
    assert_eq!(Fixture::new(json!({ "sessions": twice })).state(id), Miss);
    let tracked = |hours: u32| {
        let one = json!({ "started_at": "2026-01-01T00:00:00Z", "weekly_hours": hours });
        Fixture::new(json!({ "activity": { "engagements": [one, one, one] } }))
    };
    assert_eq!(tracked(45).state(id), Hit);
    assert_eq!(tracked(20).state(id), Miss);
}

#[test]
fn a_check_on_a_phone_at_home_is_a_miss_and_one_far_away_that_is_never_seen_again_a_hit() {
    let id = "verification_device_differs_from_use_device";
    let checked = |device: &str, ip: &str| {
        Fixture::new(json!({
            "identity_checks": [{ "result": "passed", "checked_at": "2026-04-01T00:00:00Z", "device_id": device, "ip": ip }],
            "sessions": sessions(&[US], 5, 14, 2)
        }))
        .enriched()
    };
    assert_eq!(checked("d-9", CN).state(id), Hit);
    assert_eq!(checked("d-9", "192.0.2.18").state(id), Miss);
    assert_eq!(checked("d-1", CN).state(id), Miss);
    assert_eq!(checked("d-9", US_VPN).state(id), Unknown);
}

#[test]
fn a_new_laptop_after_a_break_is_a_miss_and_everything_new_at_once_a_hit() {
    let id = "dormant_account_reactivated_new_fingerprint";
    let back = |device: &str, changes: Value| {
        Fixture::new(json!({
            "contact": { "changes": changes },
            "sessions": [
                { "started_at": "2025-05-01T00:00:00Z", "device_id": "d-1" },
                { "started_at": "2026-05-01T00:00:00Z", "device_id": device },
                { "started_at": "2026-05-03T00:00:00Z", "device_id": device }
            ]
        }))
    };
    let changed = json!([{ "at": "2026-05-02T00:00:00Z", "changed": "phone" }]);
    assert_eq!(back("d-2", changed.clone()).state(id), Hit);
    assert_eq!(back("d-2", json!([])).state(id), Miss);
    assert_eq!(back("d-1", changed).state(id), Miss);
}

#[test]
fn many_networks_in_a_week_are_a_hit_and_a_carriers_changing_ones_are_not() {
    let id = "many_ips_one_account_short_window";
    let from = |prefix: &str, first: usize| {
        let list: Vec<Value> = (0..12)
            .map(|i| json!({ "started_at": format!("2026-05-0{}T{:02}:00:00Z", 1 + i / 3, 8 + i % 3), "ip": format!("{prefix}{}", first + i) }))
            .collect();
        Fixture::new(json!({ "sessions": list })).enriched()
    };
    assert_eq!(from("192.0.2.", 1).finding(id).value(), Some(12.0));
    assert_eq!(from("192.0.2.", 49).state(id), Unknown, "a mobile carrier's");
    assert_eq!(
        Fixture::new(json!({ "sessions": sessions(&[US, PT], 8, 8, 2) })).enriched().state(id),
        Miss
    );
}

#[test]
fn neighbours_on_one_line_are_a_hit_only_when_they_are_several_and_the_line_is_a_home() {
    let id = "shared_ip_across_accounts";
    let on = |address: &str, others: u128, ago: Duration| {
        let mut fixture = living_in("US", "America/Chicago", sessions(&[address], 2, 14, 2));
        fixture = fixture.sharing(IdentifierKind::Ip, others, ago, None);
        fixture.links.shared[0].pointer = "/sessions/0/ip".to_owned();
        fixture.finding(id).state()
    };
    assert_eq!(on(US, 4, Duration::days(3)), Hit);
    assert_eq!(on(US, 1, Duration::days(3)), Miss, "a couple");
    assert_eq!(on(US, 4, Duration::days(90)), Miss, "the line went to somebody else");
    assert_eq!(on("192.0.2.129", 4, Duration::days(3)), Unknown, "a university");
}

#[test]
fn what_earlier_versions_told_counts_when_a_profile_comes_again() {
    let id = "dormant_account_reactivated_new_fingerprint";
    let version = |at: &str, device: &str, account: &str| json!({ "sessions": [{ "started_at": at, "device_id": device }], "payouts": [{ "account": account }] });
    let sold = Fixture::new(version("2026-05-20T00:00:00Z", "new", "ACCT-2"))
        .after(Duration::days(300), version("2025-08-01T00:00:00Z", "old", "ACCT-1"));
    assert_eq!(sold.state(id), Hit);
    let back = Fixture::new(version("2026-05-20T00:00:00Z", "new", "ACCT-1"))
        .after(Duration::days(300), version("2025-08-01T00:00:00Z", "old", "ACCT-1"));
    assert_eq!(back.state(id), Miss, "a new laptop and the same bank");
    let alone = Fixture::new(version("2026-05-20T00:00:00Z", "new", "ACCT-2"));
    assert_eq!(alone.state(id), Unknown);
}
