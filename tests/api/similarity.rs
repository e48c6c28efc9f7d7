//! Near-duplicate texts of different applicants, end to end.

use bonafide::domain::tenant::TenantId;
use bonafide::service::people::erasure;
use bonafide::service::scoring::upkeep::{self, Orphans};
use evidence::profile::ExternalId;
use futures_util::future::join_all;
use ids::actor::Actor;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Service, TENANT};

fn text(from: usize, words: usize) -> String {
    (from..from + words).map(|i| format!("fact{i}")).collect::<Vec<_>>().join(" ")
}

fn with_resume(external_id: &str, resume: &str) -> Value {
    let mut profile = ordinary(external_id);
    profile["resume_file"] = json!({ "text": resume });
    profile
}

fn state(decision: &Value, id: &str) -> Value {
    let all = decision["contributions"].as_array().unwrap();
    let found = all.iter().find(|one| one["indicator"] == id);
    found.map_or(Value::Null, |one| one["state"].clone())
}

/// How many others an indicator counted.
fn value(decision: &Value, id: &str) -> f64 {
    let all = decision["contributions"].as_array().unwrap();
    let found = all.iter().find(|one| one["indicator"] == id && one["state"] == "hit");
    found.map_or(0.0, |one| one["value"].as_f64().unwrap())
}

/// How many others an applicant is linked to.
fn found(decision: &Value) -> u64 {
    decision["links"]["applicants"].as_u64().unwrap()
}

#[actix_web::test]
async fn nearly_the_same_resume_links_two_applicants_and_another_one_does_not() {
    let service = Service::start().await;
    let id = "resume_near_duplicate_across_accounts";
    service.decide(&with_resume("first", &text(0, 300))).await;
    let edited = text(0, 290) + " and a few words of my own";
    let second = service.decide(&with_resume("second", &edited)).await;
    assert_eq!(state(&second, id), "hit");
    assert!(second["links"]["applicants"].as_u64() > Some(0));
    let other = service.decide(&with_resume("third", &text(5_000, 300))).await;
    assert_eq!(state(&other, id), "miss");
    let short = service.decide(&with_resume("fourth", "a few words")).await;
    assert_eq!(state(&short, id), Value::Null, "too short to compare");
    let again = service.decide(&with_resume("first", &text(0, 300))).await;
    assert_eq!(state(&again, id), "hit", "the second one is there now");
    service.comes_out_alike(&second).await;
}

#[actix_web::test]
async fn texts_are_found_and_erased_wherever_their_bands_are() {
    let service = Service::start().await;
    let owner = service.database.owner().await;
    let count = async |table: &str| -> i64 {
        let statement = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        sqlx::query_scalar(statement).fetch_one(&owner).await.unwrap()
    };
    let id = "resume_near_duplicate_across_accounts";
    service.decide(&with_resume("first", &text(0, 300))).await;
    let recent = count("text_band_recent").await;
    assert!(recent > 0);
    let moved = upkeep::move_bands(&service.app, 0).await.unwrap();
    assert_eq!(i64::try_from(moved).unwrap(), recent);
    assert_eq!((count("text_band_recent").await, count("text_band").await), (0, recent));
    let second = service.decide(&with_resume("second", &text(0, 300))).await;
    assert_eq!(value(&second, id).to_string(), "1", "a copy has its bands in the large table");
    let third = service.decide(&with_resume("third", &text(0, 300))).await;
    assert_eq!(found(&third), 2, "another one in the small table");
    for name in ["first", "second", "third"] {
        let (tenant, name) = (TenantId::parse(TENANT).unwrap(), ExternalId::parse(name).unwrap());
        erasure::erase(&service.app, &tenant, &Actor::service(), &name).await.unwrap();
    }
    assert_eq!((count("text_band_recent").await, count("text_band").await), (0, 0));
    let orphans = upkeep::find_orphans(&service.app, &TenantId::parse(TENANT).unwrap()).await;
    assert_eq!(orphans.unwrap(), Orphans::default());
}

#[actix_web::test]
async fn rows_without_a_parent_are_counted() {
    let service = Service::start().await;
    let decision = service.decide(&with_resume("first", &text(0, 300))).await;
    let owner = service.database.owner().await;
    sqlx::query("DELETE FROM profile_version").execute(&owner).await.unwrap();
    sqlx::query("UPDATE applicant SET erased_at = now()").execute(&owner).await.unwrap();
    let orphans =
        upkeep::find_orphans(&service.app, &TenantId::parse(TENANT).unwrap()).await.unwrap();
    assert_eq!((orphans.decisions, orphans.texts, orphans.photos), (1, 1, 0), "{decision}");
    assert!(orphans.identifiers > 1);
}

#[actix_web::test]
async fn copies_that_come_at_the_same_instant_see_each_other() {
    let service = Service::start().await;
    let texts: Vec<String> =
        (0..8).map(|i| text(0, 300) + &format!(" and a word of {i} alone")).collect();
    let copies = texts.iter().enumerate().map(|(i, text)| {
        let mut copy = with_resume(&format!("copy-{i}-person"), text);
        // Nothing but the text is common, or they would wait for each other because of that.
        copy["contact"]["phones"] = json!([]);
        let service = &service;
        async move { service.decide(&copy).await }
    });
    let decisions = join_all(copies).await;
    let mut seen: Vec<u64> = decisions.iter().map(found).collect();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7], "each sees all who came before");
}

#[actix_web::test]
async fn the_words_of_an_advertisement_link_nobody() {
    let service = Service::start().await;
    let id = "message_template_reuse_across_accounts";
    let apply = |name: &str, ad: Value, letter: &str| {
        let mut profile = ordinary(name);
        let application =
            json!({ "at": "2026-05-01T00:00:00Z", "job_ad": ad, "cover_letter": letter });
        profile["activity"] = json!({ "applications": [application] });
        profile
    };
    let ad = text(0, 200);
    for name in ["first", "second"] {
        let own = text(if name == "first" { 1_000 } else { 2_000 }, 60);
        let decision =
            service.decide(&apply(name, ad.clone().into(), &format!("{ad} {own}"))).await;
        assert_eq!(state(&decision, id), "miss", "{name}");
    }
    let template = text(3_000, 200);
    service.decide(&apply("third", Value::Null, &template)).await;
    let fourth = service.decide(&apply("fourth", Value::Null, &template)).await;
    assert_eq!(state(&fourth, id), "hit");
}

#[actix_web::test]
async fn a_photo_that_was_scaled_links_two_applicants_and_an_empty_one_does_not() {
    let service = Service::start().await;
    let with_photo = |name: &str, hash: &str| {
        let mut profile = ordinary(name);
        profile["photos"] = json!([{ "perceptual_hash": hash }]);
        profile
    };
    let id = "photo_reused_across_accounts";
    for (name, hash, expected) in [
        ("first", "c3d0e1f08794a5b2", "miss"),
        ("scaled", "c3d0e1f08794a5b1", "hit"),
        ("another", "3c2f1e0f786b5a4d", "miss"),
        ("empty", "0000000000000001", "miss"),
        ("empty-too", "0000000000000003", "miss"),
    ] {
        let decision = service.decide(&with_photo(name, hash)).await;
        assert_eq!(state(&decision, id), expected, "{name}");
    }
    service.decide(&with_photo("last", "c3d0e1f08794a5b6")).await;
    let listed = service.get("/v1/decisions?external_id=last").await.body;
    let found = &listed["data"][0];
    let hit = found["contributions"].as_array().unwrap().iter().find(|one| one["indicator"] == id);
    assert_eq!(hit.unwrap()["value"], 1.0, "{found}");
}
