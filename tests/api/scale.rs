//! A ring hidden in a crowd: found at its second member, and found as fast as in an empty house.

use std::collections::BTreeSet;
use std::time::Instant;

use bonafide::app::App;
use bonafide::domain::tenant::TenantId;
use bonafide::store;
use bonafide::store::Tx;
use bonafide::store::people::applicants::StoredApplicant;
use bonafide::store::scoring::locks::DecisionLocks;
use bonafide::store::scoring::reading::{self, Lookup};
use bonafide::store::scoring::texts::stored_bands;
use chrono::Duration;
use evidence::identifier::IdentifierKind as Kind;
use evidence::linkage::identifiers::Identifier;
use evidence::links::TextKind;
use evidence::pepper::Pepper;
use evidence::similarity::photos::PhotoHash;
use evidence::similarity::{Sketch, sketch};
use ids::ApplicantId;
use serde_json::{Value, json};
use sqlx::PgConnection;

use crate::growth::entries_read;
use crate::harness::profiles::ordinary;
use crate::harness::{Service, TENANT, start};

/// The kinds that everybody of the crowd has, each for themselves.
const OWN: [Kind; 5] =
    [Kind::Email, Kind::Phone, Kind::Device, Kind::PayoutAccount, Kind::Document];
/// So many share one address: a campus.
const CAMPUS: u32 = 5_000;

/// Loads applicants with their identifiers. The planner knows how many there are.
async fn crowd(service: &Service, number: u32) {
    load(service, number).await;
    let owner = service.database.owner().await;
    sqlx::query("VACUUM ANALYZE identifier").execute(&owner).await.unwrap();
    sqlx::query("ANALYZE applicant").execute(&owner).await.unwrap();
}

/// Loads applicants with their identifiers through the store, some thousand in one transaction.
async fn load(service: &Service, number: u32) {
    const AT_ONCE: usize = 2_000;
    let tenant = TenantId::parse(TENANT).unwrap();
    let pepper = service.app.keys.pepper(&tenant);
    let all: Vec<u32> = (0..number).collect();
    for some in all.chunks(AT_ONCE) {
        let mut tx = service.app.begin(&tenant).await.unwrap();
        for n in some {
            let at = start() - Duration::days(30) + Duration::seconds(i64::from(*n));
            let id = ApplicantId::new(at);
            let identifier = |kind: Kind, value: &str| Identifier {
                kind,
                digest: pepper.digest(kind, value),
                pointer: String::new(),
                first_used_at: at,
                used_at: at,
            };
            let mut identifiers: Vec<Identifier> =
                OWN.iter().map(|kind| identifier(*kind, &format!("crowd-{n}"))).collect();
            identifiers.push(identifier(Kind::Ip, &format!("address-{}", n / CAMPUS)));
            store::people::applicants::insert(&mut tx, &one_of(&pepper, id)).await.unwrap();
            let kept: Vec<_> = identifiers.into_iter().map(|identifier| (id, identifier)).collect();
            store::scoring::identifiers::keep(&mut tx, &kept).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// One of the crowd.
fn one_of(pepper: &Pepper, id: ApplicantId) -> StoredApplicant {
    StoredApplicant {
        id,
        external_id: b"sealed".to_vec(),
        external_digest: pepper.erased(id).to_vec(),
        data_key: b"wrapped".to_vec(),
        ring_id: None,
        created_at: start() - Duration::days(30),
    }
}

/// A resume of which two fifths are a template that everybody fills in.
fn filled_in(name: &str) -> String {
    let words = |name: &str, many: u32| {
        (0..many).map(|i| format!("{name}{i}")).collect::<Vec<_>>().join(" ")
    };
    format!("{} {}", words("template", 160), words(name, 240))
}

/// Loads applicants with their resumes through the store.
async fn resumes(service: &Service, number: u32) {
    let tenant = TenantId::parse(TENANT).unwrap();
    let pepper = service.app.keys.pepper(&tenant);
    let at = start() - Duration::days(30);
    for some in (0..number).collect::<Vec<_>>().chunks(500) {
        let mut tx = service.app.begin(&tenant).await.unwrap();
        for n in some {
            let id = ApplicantId::new(at);
            store::people::applicants::insert(&mut tx, &one_of(&pepper, id)).await.unwrap();
            let text = filled_in(&format!("crowd{n}x"));
            let (kind, key) = (TextKind::Resume, pepper.text_key());
            let sketch = sketch(kind, String::new(), &text, &BTreeSet::new(), key).unwrap();
            keep_text(tx.connection(), id, &sketch).await;
        }
        tx.commit().await.unwrap();
    }
    let owner = service.database.owner().await;
    sqlx::query("VACUUM ANALYZE text_band, text_signature").execute(&owner).await.unwrap();
}

async fn keep_text(connection: &mut PgConnection, id: ApplicantId, sketch: &Sketch) {
    let bands: Vec<i64> = stored_bands(sketch).collect();
    sqlx::query(
        "WITH text AS (
            INSERT INTO text_signature (tenant_id, kind, applicant_id, id, signature, bands, created_at)
            VALUES ($1, 'resume', $2, $3, $4, '', now())
            RETURNING number
        )
        INSERT INTO text_band (band, text) SELECT band, number FROM text, unnest($5::bigint[]) AS band",
    )
    .bind(TENANT)
    .bind(id.0)
    .bind(sketch.id)
    .bind(sketch.signature.to_bytes())
    .bind(bands)
    .execute(connection)
    .await
    .unwrap();
}

/// A spotless persona of the ring: one payout account, two devices, everything else its own.
fn persona(n: u32) -> Value {
    let mut profile = ordinary(&format!("persona-{n}-person"));
    profile["contact"]["phones"] = json!([]);
    profile["payouts"][0]["account"] = "ACCT-HIDDEN".into();
    for session in profile["sessions"].as_array_mut().unwrap() {
        session["device_id"] = format!("hidden-{}", n % 2).into();
    }
    profile
}

/// Seconds for one decision about somebody who shares nothing, as the middle of several.
async fn seconds(service: &Service, name: &str) -> f64 {
    seconds_with(service, name, |_| {}).await
}

/// The same of profiles to which something is added.
async fn seconds_with(service: &Service, name: &str, add: impl Fn(&mut Value)) -> f64 {
    let mut all = Vec::new();
    for i in 0..31 {
        // Addresses that differ in their last digit alone would be one family.
        let mut profile = ordinary(&format!("{name}-{i}-person"));
        profile["contact"]["phones"] = json!([]);
        add(&mut profile);
        let begun = Instant::now();
        let decision = service.decide(&profile).await;
        all.push(begun.elapsed().as_secs_f64());
        assert_eq!(decision["links"]["applicants"], 0);
    }
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// The ring of twelve comes in. It is a ring from the second member on, and under review from the third.
async fn ring_of_twelve(service: &Service) {
    for n in 0..12 {
        let decision = service.decide(&persona(n)).await;
        let found = (
            decision["recommendation"] == "review",
            decision["links"]["ring_id"].is_string(),
            decision["links"]["applicants"].as_u64(),
        );
        // Two who are paid to one account can be a couple. The third also shares a device.
        assert_eq!(found, (n > 1, n > 0, Some(n.into())), "member {}: {decision}", n + 1);
        let hits: Vec<&Value> = decision["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["state"] == "hit")
            .map(|one| &one["indicator"])
            .collect();
        let shared = ["payout_account_shared", "shared_device_across_accounts"];
        assert!(
            hits.iter().all(|hit| shared.contains(&hit.as_str().unwrap())),
            "nothing is to be seen of one alone: {hits:?}"
        );
    }
    let listed = service.get("/v1/rings?sort=size").await.body;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["data"][0]["members"], 12);
    let id = listed["data"][0]["id"].as_str().unwrap();
    let whole = service.get(&format!("/v1/rings/{id}")).await.body;
    assert_eq!(whole["graph"]["nodes"].as_array().unwrap().len(), 12);
    // Each pair shares the account; half of the pairs a device too.
    let edges = whole["graph"]["edges"].as_array().unwrap();
    assert_eq!(edges.len(), 66);
    let with_device = edges.iter().filter(|edge| edge["shared"].as_array().unwrap().len() == 2);
    assert_eq!(with_device.count(), 30);
}

#[actix_web::test]
async fn a_ring_of_twelve_hidden_in_two_thousand_is_found_at_its_second_member() {
    let service = Service::start().await;
    crowd(&service, 2_000).await;
    ring_of_twelve(&service).await;
}

/// What a look-up reads does not grow with how many there are, or with how many share one thing.
#[actix_web::test]
async fn a_look_up_reads_from_the_index_alone_and_no_more_than_its_cap() {
    let service = Service::start().await;
    crowd(&service, CAMPUS + 1_000).await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let pepper = service.app.keys.pepper(&tenant);
    let identifier = |kind: Kind, value: &str| Identifier {
        kind,
        digest: pepper.digest(kind, value),
        pointer: String::new(),
        first_used_at: start(),
        used_at: start(),
    };
    let mut wanted = vec![identifier(Kind::Ip, "address-0")];
    wanted.extend((0..20).map(|n| identifier(Kind::Device, &format!("crowd-{n}"))));
    let App { db, clock, .. } = &service.app;
    let locks = DecisionLocks::default();
    let mut tx = Tx::begin_locked(db, clock, &tenant, &locks).await.unwrap();
    // What the same connection did before may be counted still.
    let before = reads(tx.connection()).await;
    let lookup = Lookup {
        external_digest: &[0; 32],
        request_key: None,
        identifiers: &wanted,
        sketches: &[],
        photos: &[],
        list_keys: &[],
        now: start(),
    };
    let (_, found) = reading::read(&mut tx, &[lookup]).await.unwrap();
    let seen = &found[0].sightings;
    assert_eq!(seen[0].len(), 51, "a campus is capped");
    assert!(seen[1..].iter().all(|others| others.len() == 1));
    let after = reads(tx.connection()).await;
    let [whole_table, look_ups, rows] = std::array::from_fn(|i| after[i] - before[i]);
    assert_eq!(whole_table, 0, "the table is never read whole");
    assert_eq!(look_ups, 21, "one look-up for each identifier");
    assert!(rows <= 51 + 20, "of a crowd of {CAMPUS} no more than the cap: {rows}");
}

/// A plan is made when a connection first runs a statement. In a new database, all tables are empty then, and the plan
/// stays until someone analyses them.
#[actix_web::test]
async fn what_was_planned_for_empty_tables_looks_up_as_little_in_full_ones() {
    let service = Service::start().await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let pepper = service.app.keys.pepper(&tenant);
    let wanted: Vec<Identifier> = (0..20)
        .map(|n| Identifier {
            kind: Kind::Device,
            digest: pepper.digest(Kind::Device, &format!("crowd-{n}")),
            pointer: String::new(),
            first_used_at: start(),
            used_at: start(),
        })
        .collect();
    let photos = [PhotoHash { pointer: String::new(), stored: vec![1], searched: vec![1] }];
    let (resume, key) = (filled_in("planned"), pepper.text_key());
    let text = sketch(TextKind::Resume, String::new(), &resume, &BTreeSet::new(), key).unwrap();
    let lookup = Lookup {
        external_digest: &[0; 32],
        request_key: Some(&[0; 32]),
        identifiers: &wanted,
        sketches: std::slice::from_ref(&text),
        photos: &photos,
        list_keys: &[vec![0; 32]],
        now: start(),
    };
    let App { db, clock, .. } = &service.app;
    let mut tx = Tx::begin_locked(db, clock, &tenant, &DecisionLocks::default()).await.unwrap();
    reading::read(&mut tx, &[lookup]).await.unwrap();
    load(&service, 1_000).await;
    let owner = service.database.owner().await;
    for fill in [
        "INSERT INTO photo (tenant_id, applicant_id, hash, used_at)
        SELECT tenant_id, id, hashtextextended(id::text, 0), created_at FROM applicant",
        "INSERT INTO idempotency (tenant_id, key_digest, body_digest, decision_id, created_at)
        SELECT tenant_id, external_digest, external_digest, id, created_at FROM applicant",
    ] {
        sqlx::query(fill).execute(&owner).await.unwrap();
    }
    let before = entries_read(&mut tx).await;
    let (_, found) = reading::read(&mut tx, &[lookup]).await.unwrap();
    assert!(found[0].sightings.iter().all(|others| others.len() == 1));
    let read = entries_read(&mut tx).await - before;
    assert!(read < 100, "{read} rows and index entries");
}

/// A measurement, not a test: `docs/PERFORMANCE.md` says how to run it.
#[actix_web::test]
#[ignore = "takes minutes; prints what a crowd of 100,000 costs"]
async fn a_ring_of_twelve_hidden_in_a_hundred_thousand_is_found_at_its_second_member() {
    let service = Service::start().await;
    seconds(&service, "warm").await;
    let alone = seconds(&service, "alone").await;
    let begun = Instant::now();
    crowd(&service, 100_000).await;
    let loaded = begun.elapsed().as_secs_f64();
    seconds(&service, "warm-again").await;
    let among = seconds(&service, "among").await;
    let begun = Instant::now();
    ring_of_twelve(&service).await;
    let ring = begun.elapsed().as_secs_f64() / 12.0;
    eprintln!(
        "loaded in {loaded:.1} s; a decision alone {:.2} ms, among 100,000 {:.2} ms, ratio {:.2}; a member of the ring {:.2} ms",
        alone * 1e3,
        among * 1e3,
        among / alone,
        ring * 1e3
    );
}

/// A measurement, not a test: what it costs that members who come at the same instant wait for each other.
#[actix_web::test]
#[ignore = "takes a minute; prints what waiting for the same thing costs"]
async fn waiting_for_the_same_thing_costs_those_alone_who_share_it() {
    use futures_util::future::join_all;
    const MANY: u32 = 400;
    const AT_ONCE: u32 = 8;
    let service = Service::start().await;
    let run = async |name: &str, account: &dyn Fn(u32) -> String| -> f64 {
        let begun = Instant::now();
        for first in (0..MANY).step_by(AT_ONCE as usize) {
            let some = (first..first + AT_ONCE).map(|n| {
                let mut profile = ordinary(&format!("{name}-{n}-person"));
                profile["contact"]["phones"] = json!([]);
                profile["payouts"][0]["account"] = account(n).into();
                let service = &service;
                async move { service.decide(&profile).await }
            });
            join_all(some).await;
        }
        begun.elapsed().as_secs_f64()
    };
    run("warm", &|n| format!("WARM-{n}")).await;
    let strangers = run("stranger", &|n| format!("OWN-{n}")).await;
    // Eight at once that share an account with each other and with nobody else.
    let pairs = run("pair", &|n| format!("SHARED-{}", n / AT_ONCE)).await;
    eprintln!(
        "eight at once: strangers {:.2} ms each, eight of one account {:.2} ms each, ratio {:.2}",
        strangers * 1e3 / f64::from(MANY),
        pairs * 1e3 / f64::from(MANY),
        pairs / strangers
    );
}

/// How often this connection read the table of identifiers whole, by index, and how many rows.
async fn reads(connection: &mut sqlx::PgConnection) -> [i64; 3] {
    let read: (i64, i64, i64) = sqlx::query_as(
        "SELECT seq_scan, idx_scan, coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = 'identifier'",
    )
    .fetch_optional(connection)
    .await
    .unwrap()
    .unwrap_or_default();
    [read.0, read.1, read.2]
}

/// A measurement, not a test: `docs/PERFORMANCE.md` says how to run it.
#[actix_web::test]
#[ignore = "takes minutes; prints what a crowd of 20,000 resumes costs"]
async fn a_resume_among_twenty_thousand_with_one_template_is_compared_with_few() {
    let service = Service::start().await;
    let own = |profile: &mut Value| {
        let name = profile["external_id"].as_str().unwrap().replace('-', "");
        profile["resume_file"] = json!({ "text": filled_in(&name) });
    };
    seconds_with(&service, "warm", own).await;
    let without = seconds(&service, "without").await;
    // Those who fill in the template are told from copies from the third on.
    let alone = seconds_with(&service, "alone", own).await;
    resumes(&service, 20_000).await;
    seconds_with(&service, "warm-again", own).await;
    let among = seconds_with(&service, "among", own).await;
    eprintln!(
        "a decision without a resume {:.2} ms, with one {:.2} ms, among 20,000 resumes {:.2} ms, ratio {:.2}",
        without * 1e3,
        alone * 1e3,
        among * 1e3,
        among / alone
    );
}
