//! What changes between the versions of one applicant's profile, seen through HTTP.

use serde_json::{Value, json};

use crate::harness::Service;

/// Lets so many days pass since everything that was submitted.
async fn days_pass(service: &Service, days: i32) {
    let owner = service.database.owner().await;
    sqlx::query("UPDATE profile_version SET created_at = created_at - make_interval(days => $1)")
        .bind(days)
        .execute(&owner)
        .await
        .unwrap();
}

/// The last decision on versions that came some days apart, the last one today.
async fn decided(service: &Service, name: &str, versions: &[Value], days_apart: i32) -> Value {
    let mut last = Value::Null;
    for (i, version) in versions.iter().enumerate() {
        if i > 0 {
            days_pass(service, days_apart).await;
        }
        let mut document = version.clone();
        document["external_id"] = name.into();
        last = service.decide(&document).await;
    }
    last
}

/// Hit, miss or nothing of one indicator.
fn state<'a>(decision: &'a Value, id: &str) -> Option<&'a str> {
    let all = decision["contributions"].as_array().unwrap();
    all.iter().find(|one| one["indicator"] == id)?["state"].as_str()
}

fn contact(n: usize) -> Value {
    json!({ "contact": {
        "emails": [{ "address": format!("robin{n}@example.org") }],
        "phones": [{ "number": format!("+1202555010{n}") }],
    } })
}

fn paid(n: usize) -> Value {
    json!({ "payouts": [{ "account": format!("ACCT-{n}") }] })
}

fn lives(country: &str) -> Value {
    json!({ "claims": { "country": country } })
}

#[actix_web::test]
async fn contact_payout_and_place_that_change_with_every_version_are_hits_and_constant_ones_are_not()
 {
    let service = Service::start().await;
    for (name, id, changing, constant) in [
        ("contact", "contact_details_changed_repeatedly", [0, 1, 2, 3].map(contact), contact(0)),
        ("payout", "payout_changed_frequently", [0, 1, 2, 3].map(paid), paid(0)),
        ("place", "claimed_location_changes", ["US", "PL", "BR", "JP"].map(lives), lives("US")),
    ] {
        let moved = decided(&service, name, &changing, 20).await;
        assert_eq!(state(&moved, id), Some("hit"), "{id}: {moved}");
        service.comes_out_alike(&moved).await;
        let same = vec![constant; 4];
        let stayed = decided(&service, &format!("{name}-constant"), &same, 20).await;
        assert_eq!(state(&stayed, id), Some("miss"), "{id}: {stayed}");
        let once = decided(&service, &format!("{name}-once"), &same[..1], 20).await;
        assert_eq!(state(&once, id), None, "{id}: one version tells of no change");
    }
}

#[actix_web::test]
async fn another_name_on_another_document_is_a_hit_and_a_married_one_is_not() {
    let service = Service::start().await;
    let id = "identity_rotation_name_or_handle_change";
    let version = |name: &str, document: &str, email: &str| {
        json!({
            "claims": { "name": name },
            "contact": { "emails": [{ "address": email }] },
            "identity_checks": [{ "document_digest": document }],
        })
    };
    let was = version("Ana Sample", "D1", "a@example.com");
    let sold = [was.clone(), version("Otto Specimen", "D2", "o@example.com")];
    assert_eq!(state(&decided(&service, "sold", &sold, 60).await, id), Some("hit"));
    let married = [was, version("Ana Rossi", "D3", "a@example.net")];
    assert_eq!(state(&decided(&service, "married", &married, 60).await, id), Some("miss"));
}

#[actix_web::test]
async fn no_number_of_saves_hides_that_an_account_changed_hands() {
    let service = Service::start().await;
    let id = "identity_rotation_name_or_handle_change";
    let version = |name: &str, document: &str, email: &str, headline: &str| {
        json!({
            "external_id": "saved-often",
            "claims": { "name": name },
            "contact": { "emails": [{ "address": email }] },
            "identity_checks": [{ "document_digest": document }],
            "payouts": [{ "account": document, "country": if document == "D1" { "US" } else { "FR" } }],
            "resume": { "text": headline },
        })
    };
    service.decide(&version("Ana Sample", "D1", "a@example.com", "")).await;
    days_pass(&service, 60).await;
    let saved =
        |n: usize| version("Otto Specimen", "D2", "o@example.com", &format!("Draft {n} of a text"));
    let sold = service.decide(&saved(0)).await;
    assert_eq!(state(&sold, id), Some("hit"), "{sold}");
    let mut last = sold;
    for n in 1..200 {
        last = service.decide(&saved(n)).await;
        if n == 15 {
            assert_eq!(state(&last, id), Some("hit"), "after 15 saves: {last}");
        }
    }
    assert_eq!(last["profile_version"], 201);
    assert_eq!(state(&last, id), Some("hit"), "after 199 saves: {last}");
    service.comes_out_alike(&last).await;
}

#[actix_web::test]
async fn a_dormant_account_that_comes_back_with_everything_new_is_a_hit_and_a_new_laptop_is_not() {
    let service = Service::start().await;
    let id = "dormant_account_reactivated_new_fingerprint";
    let version = |at: &str, device: &str, account: &str| {
        json!({
            "sessions": [{ "started_at": at, "device_id": device }],
            "payouts": [{ "account": account }],
        })
    };
    let then = |account: &str| version("2025-08-01T00:00:00Z", "old", account);
    let back = |account: &str| version("2026-05-20T00:00:00Z", "new", account);
    let sold = [then("ACCT-A"), back("ACCT-B")];
    assert_eq!(state(&decided(&service, "sold", &sold, 300).await, id), Some("hit"));
    let returned = [then("ACCT-C"), back("ACCT-C")];
    assert_eq!(state(&decided(&service, "returned", &returned, 300).await, id), Some("miss"));
}

#[actix_web::test]
async fn an_account_that_was_verified_far_from_all_later_use_is_a_hit_and_one_at_home_is_not() {
    let service = Service::start().await;
    let id = "verification_device_differs_from_use_device";
    // The check came with the first version; later ones leave it out, as platforms do.
    let checked = |ip: &str| {
        json!({ "identity_checks": [{
            "result": "passed", "checked_at": "2026-04-01T00:00:00Z", "device_id": "phone", "ip": ip,
        }] })
    };
    let session = |day: u32| json!({ "started_at": format!("2026-05-{day:02}T14:00:00Z"), "ip": "192.0.2.1", "device_id": "laptop" });
    let used = json!({ "sessions": [session(1), session(2), session(3)] });
    let rented = [checked("198.51.100.1"), used.clone()];
    let rented = decided(&service, "rented", &rented, 30).await;
    assert_eq!(state(&rented, id), Some("hit"), "{rented}");
    service.comes_out_alike(&rented).await;
    let home = [checked("192.0.2.18"), used.clone()];
    assert_eq!(state(&decided(&service, "home", &home, 30).await, id), Some("miss"));
    assert_eq!(state(&decided(&service, "unchecked", &[used], 30).await, id), None);
}
