use serde_json::{Value, json};

use crate::facts::NetworkKind::{Business, Residential};
use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn endpoint(endpoint: Value) -> Fixture {
    Fixture::new(json!({ "endpoint": endpoint }))
}

#[test]
fn a_tool_that_nobody_issued_is_a_hit_and_an_operators_own_one_is_not() {
    let id = "second_rmm_tool_on_issued_device";
    let tools = |tools: Value, needs: bool| {
        endpoint(json!({
            "devices": [{ "remote_control_tools": tools }], "first_days": { "role_requires_access": needs },
        }))
        .finding(id)
    };
    assert_eq!(tools(json!(["ToolA", "toola", "ToolB"]), false).value(), Some(2.0));
    assert_eq!(tools(json!([]), false).state(), Miss);
    assert_eq!(tools(json!(["ToolA"]), true).state(), Miss, "whose work it is to use it");
    assert_eq!(tools(Value::Null, false).state(), Unknown);
}

#[test]
fn an_ip_kvm_on_an_issued_device_is_a_hit_and_one_in_the_cellar_is_not_looked_at() {
    let id = "ip_kvm_hardware_attached";
    let device = |found: Value| endpoint(json!({ "devices": [{ "ip_kvm": found }] })).state(id);
    assert_eq!(device(json!(true)), Hit);
    assert_eq!(device(json!(false)), Miss);
    assert_eq!(device(Value::Null), Unknown);
    assert_eq!(endpoint(json!({ "devices": [] })).state(id), Unknown);
}

#[test]
fn a_device_far_from_every_sign_in_is_a_hit_and_a_company_network_is_not() {
    let id = "device_geo_never_matches_login_geo";
    let case = |country: &str, addresses: &[&str]| {
        let session = |(i, ip): (usize, &&str)| json!({ "started_at": format!("2026-05-{:02}T09:00:00Z", i + 2), "ip": ip });
        let sessions: Vec<Value> = addresses.iter().enumerate().map(session).collect();
        Fixture::new(json!({
            "endpoint": { "devices": [{ "country": country, "issued_at": "2026-05-01T00:00:00Z" }] },
            "sessions": sessions,
        }))
    };
    let home = ["192.0.2.10", "192.0.2.11", "192.0.2.12"];
    let case_of = |country: &str, network: crate::facts::NetworkKind| {
        let mut case = case(country, &home);
        for facts in &mut case.facts.sessions {
            facts.ip = Some(crate::facts::IpFacts {
                country: crate::profile::CountryCode::parse("BR"),
                network: Some(network),
                ..Default::default()
            });
        }
        case.state(id)
    };
    assert_eq!(case_of("US", Residential), Hit);
    assert_eq!(case_of("BR", Residential), Miss);
    assert_eq!(case_of("US", Business), Unknown);
    assert_eq!(case("US", &home).state(id), Unknown, "nobody knows the addresses");
}

#[test]
fn taking_everything_in_the_first_week_is_a_hit_and_an_operators_task_is_not() {
    let id = "bulk_repo_or_secret_access_early";
    let days = |days: Value| endpoint(json!({ "first_days": days })).state(id);
    assert_eq!(days(json!({ "repositories_copied": 80, "repositories_visible": 90 })), Hit);
    assert_eq!(days(json!({ "secrets_read": 40 })), Hit);
    assert_eq!(days(json!({ "repositories_copied": 25, "repositories_visible": 900 })), Miss);
    assert_eq!(days(json!({ "repositories_copied": 3 })), Miss);
    assert_eq!(days(json!({ "repositories_copied": 80, "role_requires_access": true })), Miss);
    assert_eq!(days(json!({ "role_requires_access": true })), Unknown);
}
