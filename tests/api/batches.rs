//! Many profiles in one request.

use std::sync::Arc;

use bonafide::app::App;
use bonafide::compute::{Compute, ComputeConfig};
use bonafide::domain::tenant::TenantId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service, TENANT};

const PATH: &str = "/v1/decisions/batch";

fn keyed(key: &str, profile: &Value) -> Value {
    json!({ "profile": profile, "idempotency_key": key })
}

fn plain(profile: &Value) -> Value {
    json!({ "profile": profile })
}

/// Sends a batch, and returns the results of its items.
async fn batch(service: &Service, items: &[Value]) -> Vec<Value> {
    let reply = service.post(PATH, &json!({ "items": items })).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let results = reply.body["items"].as_array().unwrap().clone();
    assert_eq!(results.len(), items.len());
    results
}

/// The status of each item, and the code of its problem or else its applicant.
fn summary(results: &[Value]) -> Vec<(u64, &str)> {
    let word = |result: &'_ Value| match &result["problem"] {
        Value::Null => "/decision/external_id",
        _ => "/problem/code",
    };
    let row = |result: &'_ Value| result["status"].as_u64().unwrap();
    let text = |result| Value::pointer(result, word(result)).and_then(Value::as_str).unwrap();
    results.iter().map(|result| (row(result), text(result))).collect()
}

#[actix_web::test]
async fn each_item_gets_its_own_result_in_the_order_of_the_items() {
    let service = Service::start().await;
    let mut invalid = ordinary("sam");
    invalid["sessions"][1]["ip"] = "nowhere".into();
    let mut nameless = ordinary("sam");
    nameless["external_id"] = "".into();
    let items = [
        plain(&ordinary("robin")),
        plain(&nameless),
        json!(7),
        keyed("not a key", &ordinary("kim")),
        json!({ "profile": ordinary("kim"), "colour": "red" }),
        plain(&ordinary("lee")),
    ];
    let results = batch(&service, &items).await;
    let expected = [
        (201, "robin"),
        (422, "profile_invalid"),
        (422, "body_invalid"),
        (400, "idempotency_key_invalid"),
        (422, "body_invalid"),
        (201, "lee"),
    ];
    assert_eq!(summary(&results), expected);
    assert_eq!(results[1]["problem"]["errors"][0]["pointer"], "/profile/external_id");
    assert_eq!(results[1]["decision"], Value::Null);
    assert_eq!(service.count("decision").await, 2);
    let id = results[5]["decision"]["id"].as_str().unwrap();
    let stored = service.get(&format!("/v1/decisions/{id}")).await;
    assert_eq!(stored.body, results[5]["decision"], "the decision of a single request");
    let liberal = batch(&service, &[plain(&invalid)]).await;
    assert_eq!(liberal[0]["decision"]["warnings"][0]["pointer"], "/sessions/1/ip");
    let body = json!({ "items": [plain(&invalid), plain(&ordinary("kim"))] });
    let strict = service.post(&format!("{PATH}?strict=true"), &body).await;
    let results = strict.body["items"].as_array().unwrap();
    assert_eq!(summary(results), [(422, "profile_invalid"), (201, "kim")]);
    assert_eq!(results[0]["problem"]["errors"][0]["pointer"], "/profile/sessions/1/ip");
}

#[actix_web::test]
async fn a_profile_that_only_its_own_request_could_not_read_spoils_no_batch() {
    let service = Service::start().await;
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let twice = r#"{ "external_id": "sam", "external_id": "kim" }"#;
    let good = ordinary("robin");
    let body = format!(
        r#"{{ "items": [{{ "profile": {deep} }}, {{ "profile": {twice} }}, {{ "profile": {good} }}] }}"#
    );
    let request = service.request_of(TENANT, Method::POST, PATH);
    let reply = Reply::read(request.header("Content-Type", "application/json").body(body)).await;
    let results = reply.body["items"].as_array().unwrap();
    let expected = [(422, "profile_invalid"), (422, "profile_invalid"), (201, "robin")];
    assert_eq!(summary(results), expected);
}

#[actix_web::test]
async fn items_about_the_same_applicant_become_versions_in_their_order() {
    let service = Service::start().await;
    let mut items = Vec::new();
    for n in 0..20 {
        // The account says which item it was. Others stand in between and are larger or smaller.
        items.push(plain(&paid_to("robin", &format!("ACCT-{n}"))));
        items.push(plain(
            &json!({ "external_id": format!("other-{n}"), "pad": "x".repeat(n * 2_000) }),
        ));
    }
    let results = batch(&service, &items).await;
    let of_robin = results.iter().filter(|result| result["decision"]["external_id"] == "robin");
    let versions: Vec<u64> =
        of_robin.map(|result| result["decision"]["profile_version"].as_u64().unwrap()).collect();
    assert_eq!(versions, (1..=20).collect::<Vec<_>>());
    assert_eq!(service.count("applicant").await, 21);
}

#[actix_web::test]
async fn a_key_inside_a_batch_makes_one_decision() {
    let service = Service::start().await;
    let items = [
        keyed("k-1", &ordinary("robin")),
        keyed("k-1", &ordinary("robin")),
        keyed("k-1", &ordinary("sam")),
        keyed("k-2", &ordinary("sam")),
        keyed("k-1", &ordinary("robin")),
    ];
    let results = batch(&service, &items).await;
    let statuses: Vec<_> = results.iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, [201, 201, 422, 201, 201]);
    let replayed: Vec<_> = results.iter().map(|result| result["replayed"].clone()).collect();
    assert_eq!(replayed, [false, true, false, false, true]);
    assert_eq!(results[2]["problem"]["code"], "idempotency_key_reused");
    assert_eq!(results[0]["decision"], results[4]["decision"]);
    assert_eq!(service.count("decision").await, 2);
}

#[actix_web::test]
async fn a_key_counts_across_batches_and_single_decisions() {
    let service = Service::start().await;
    let single = service.request_of(TENANT, Method::POST, "/v1/decisions");
    let single = single.header("Idempotency-Key", "k-0").json(&ordinary("p-0"));
    let single = Reply::read(single).await;
    assert_eq!(single.status, 201, "{}", single.text);
    let items: Vec<Value> =
        (0..40).map(|n| keyed(&format!("k-{n}"), &ordinary(&format!("p-{n}")))).collect();
    let first = batch(&service, &items[..30]).await;
    assert_eq!(first[0]["decision"], single.body);
    assert_eq!((&first[0]["replayed"], &first[1]["replayed"]), (&json!(true), &json!(false)));
    // As after a batch that was cut off.
    let again = batch(&service, &items).await;
    for (before, after) in first.iter().zip(&again) {
        assert_eq!(before["decision"], after["decision"]);
        assert_eq!(after["replayed"], true);
    }
    assert_eq!(service.count("decision").await, 40);
}

#[actix_web::test]
async fn a_batch_that_is_none_or_too_large_is_refused_and_the_limit_named() {
    let service = Service::start().await;
    let send = async |body: String| {
        let request = service.request_of(TENANT, Method::POST, PATH);
        Reply::read(request.header("Content-Type", "application/json").body(body)).await
    };
    let broken = send(r#"{ "items": [{ "profile": {} ] }"#.to_owned()).await;
    assert!(broken.is_problem(400, "malformed_json"), "{}", broken.text);
    let other = send(r#"{ "profiles": [] }"#.to_owned()).await;
    assert!(other.is_problem(422, "body_invalid"), "{}", other.text);
    let many = send(format!(r#"{{ "items": [{}0] }}"#, "0,".repeat(1_000))).await;
    assert!(many.is_problem(422, "body_invalid"), "{}", many.text);
    assert_eq!(many.pointers(), ["/items"]);
    assert!(many.text.contains("has 1001 items; a batch can have 1000"), "{}", many.text);
    let large = send(format!(r#"{{ "items": ["{}"] }}"#, "x".repeat(8 << 20))).await;
    assert!(large.is_problem(413, "body_too_large"), "{}", large.text);
    assert!(large.text.contains("larger than 8388608 bytes"), "{}", large.text);
    assert_eq!(batch(&service, &[]).await, Vec::<Value>::new());
    let most = batch(&service, &vec![json!(0); 1_000]).await;
    assert!(most.iter().all(|result| result["problem"]["code"] == "body_invalid"));
    assert_eq!(service.count("decision").await, 0);
}

#[actix_web::test]
async fn items_share_transactions() {
    let service = Service::start().await;
    let items: Vec<Value> =
        (0..100).map(|n| plain(&json!({ "external_id": format!("p-{n}") }))).collect();
    let results = batch(&service, &items).await;
    assert!(results.iter().all(|result| result["status"] == 201));
    let owner = service.database.owner().await;
    let transactions = "SELECT count(DISTINCT xmin::text) FROM decision";
    let transactions: i64 = sqlx::query_scalar(transactions).fetch_one(&owner).await.unwrap();
    assert!(transactions <= 33, "100 decisions took {transactions} transactions");
}

#[actix_web::test]
async fn a_batch_takes_one_place_and_is_refused_whole_if_there_is_none() {
    let config = ComputeConfig {
        threads: 1,
        max_requests: 1,
        max_requests_per_tenant: 1,
        deadline_ms: 600_000,
    };
    let service =
        Service::start_with(|app: &mut App| app.compute = Arc::new(Compute::new(&config, 0))).await;
    let items: Vec<Value> = (0..50).map(|n| plain(&ordinary(&format!("p-{n}")))).collect();
    let place = service.app.admit(&TenantId::parse(TENANT).unwrap()).unwrap();
    let refused = service.post(PATH, &json!({ "items": items })).await;
    assert!(refused.is_problem(503, "overloaded"), "{}", refused.text);
    assert_eq!(service.count("decision").await, 0);
    drop(place);
    let results = batch(&service, &items).await;
    assert!(results.iter().all(|result| result["status"] == 201));
    assert_eq!(service.decide(&ordinary("next")).await["profile_version"], 1, "the place is free");
}
