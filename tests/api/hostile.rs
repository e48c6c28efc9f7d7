//! Malformed and hostile bodies: each gets a clear 4xx that names its faults, and stores nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

/// A body and a word that the answer must contain: a pointer, or what is wrong.
struct Bad {
    body: Vec<u8>,
    names: String,
}

fn bad(body: impl Into<Vec<u8>>, names: &str) -> Bad {
    Bad { body: body.into(), names: names.to_owned() }
}

/// Bodies that are no JSON, or no single JSON object.
fn malformed() -> Vec<Bad> {
    let mut all = vec![
        bad("", "malformed_json"),
        bad("{", "malformed_json"),
        bad("nonsense", "malformed_json"),
        bad(r#"{"external_id": NaN}"#, "malformed_json"),
        bad(r#"{"external_id": Infinity}"#, "malformed_json"),
        bad(r#"{"external_id": "a"} trailing"#, "malformed_json"),
        bad(r#"{"external_id": "a",}"#, "malformed_json"),
        bad(r#"{"external_id": 'a'}"#, "malformed_json"),
        bad(r#"{"external_id": "a" /* comment */}"#, "malformed_json"),
        bad(r#"{"external_id": "\ud800"}"#, "malformed_json"),
        bad(r#"{"external_id": "\u12"}"#, "malformed_json"),
        bad("{\"external_id\": \"line\nbreak\"}", "malformed_json"),
        bad([b"{\"external_id\": \"".as_slice(), &[0xff, 0xfe], b"\"}"].concat(), "malformed_json"),
        bad([0xef, 0xbb, 0xbf, b'{', b'}'], "malformed_json"),
        bad([0u8; 64], "malformed_json"),
        bad("[".repeat(100_000), "malformed_json"),
        bad(format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000)), "malformed_json"),
        bad("[]", "an object"),
        bad("null", "an object"),
        bad("\"a profile\"", "an object"),
        bad("42", "an object"),
    ];
    // A valid document cut off at every 7th byte is no document.
    let whole = ordinary("cut").to_string();
    all.extend(
        (1..whole.len()).step_by(7).map(|at| bad(&whole.as_bytes()[..at], "malformed_json")),
    );
    all
}

/// Documents with one value that cannot stand where it stands.
fn faulty() -> Vec<Bad> {
    let long = "x".repeat(300);
    let huge = "y".repeat(200_000);
    let values: &[Value] = &[
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!([]),
        json!({}),
        json!(""),
        json!(long),
        json!(huge),
        json!("\u{0}"),
        json!("'; DROP TABLE decision; --"),
        json!("<script>alert(1)</script>"),
        json!("2026-13-45T99:99:99Z"),
        json!("999.999.999.999"),
        json!(["nested", ["deeper"]]),
    ];
    let places = [
        "/external_id",
        "/sessions/0/started_at",
        "/sessions/0/ip",
        "/sessions/0/time_zone",
        "/contact/emails/0/address",
        "/contact/phones/0/number",
        "/payouts/0/country",
        "/claims/country",
        "/claims/time_zone",
        "/claims/years_of_experience",
        "/identity_checks/0/result",
        "/activity/applications/0/at",
        "/activity/engagements/0/weekly_hours",
        "/activity/ratings/0/stars",
        "/photos/0/perceptual_hash",
        "/sessions/0/utc_offset_minutes",
        "/schema",
        "/sessions",
        "/contact",
        "/resume/work/0/startDate",
    ];
    let mut all = Vec::new();
    for place in places {
        for value in values {
            let mut document = rich();
            *document.pointer_mut(place).unwrap() = value.clone();
            all.push((place, document));
        }
    }
    let profile_is_fine = |document: &Value| {
        bonafide::domain::profile::parse(document.to_string().as_bytes()).is_ok()
    };
    // Some values are fine in some places (an empty list of sessions); those are not hostile.
    all.retain(|(_, document)| !profile_is_fine(document));
    all.into_iter().map(|(place, document)| bad(document.to_string(), place)).collect()
}

fn duplicated() -> Vec<Bad> {
    vec![
        bad(r#"{"external_id": "a", "external_id": "b"}"#, "/external_id"),
        bad(
            r#"{"external_id": "a", "claims": {"country": "US", "country": "FR"}}"#,
            "/claims/country",
        ),
        bad(r#"{"external_id": "a", "\u0063laims": {}, "claims": {}}"#, "/claims"),
    ]
}

fn too_many() -> Vec<Bad> {
    let session = json!({ "started_at": "2026-05-01T00:00:00Z" });
    vec![
        bad(
            json!({ "external_id": "a", "sessions": vec![session; 2_001] }).to_string(),
            "/sessions",
        ),
        bad(json!({ "external_id": "a", "payouts": vec![json!({}); 101] }).to_string(), "/payouts"),
        bad(json!({ "external_id": "a", "photos": vec![json!({}); 51] }).to_string(), "/photos"),
    ]
}

/// A document with every place that [`faulty`] spoils.
fn rich() -> Value {
    let mut document = ordinary("rich");
    document["sessions"][0]["ip"] = "192.0.2.7".into();
    document["sessions"][0]["utc_offset_minutes"] = (-300).into();
    document["identity_checks"] = json!([{ "result": "passed" }]);
    document["activity"] = json!({
        "applications": [{ "at": "2026-05-01T00:00:00Z" }],
        "engagements": [{ "weekly_hours": 20 }],
        "ratings": [{ "at": "2026-05-01T00:00:00Z", "stars": 5 }]
    });
    document["photos"] = json!([{ "perceptual_hash": "00ff00ff00ff00ff" }]);
    document["resume"] = json!({ "work": [{ "name": "Example Works", "startDate": "2020-01" }] });
    document
}

async fn send(service: &Service, path: &str, body: Vec<u8>) -> Reply {
    let request = service.request_of(TENANT, Method::POST, path);
    Reply::of(request.header("Content-Type", "application/json").body(body)).await
}

#[actix_web::test]
async fn hundreds_of_hostile_bodies_get_a_clear_answer_and_store_nothing() {
    let service = Service::start().await;
    let rich = send(&service, "/v1/scores", rich().to_string().into_bytes()).await;
    assert_eq!(rich.status, 200, "the document that is spoilt is good: {}", rich.text);
    let all: Vec<Bad> =
        [malformed(), faulty(), duplicated(), too_many()].into_iter().flatten().collect();
    assert!(all.len() >= 300, "{}", all.len());
    for Bad { body, names } in all {
        let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        let reply = send(&service, "/v1/decisions", body).await;
        assert!((400..500).contains(&reply.status), "{} for {shown}: {}", reply.status, reply.text);
        assert!(reply.header("content-type").starts_with("application/problem+json"), "{shown}");
        assert!(reply.text.contains(&names), "{shown} does not name {names}: {}", reply.text);
        assert!(reply.text.len() < 200_000, "an answer does not echo what was sent");
    }
    for table in ["applicant", "profile_version", "identifier", "decision", "review", "idempotency"]
    {
        assert_eq!(service.count(table).await, 0, "{table}");
    }
}

#[actix_web::test]
async fn every_fault_comes_back_at_once() {
    let service = Service::start().await;
    let document = json!({
        "external_id": "a",
        "claims": { "country": "Atlantis", "time_zone": "Mars/Olympus" },
        "sessions": [{ "started_at": "yesterday", "ip": "nowhere" }],
        "payouts": [{ "country": 7 }]
    });
    let reply = service.post("/v1/decisions", &document).await;
    assert!(reply.is_problem(422, "profile_invalid"), "{}", reply.text);
    let pointers = reply.pointers();
    for place in [
        "/claims/country",
        "/claims/time_zone",
        "/sessions/0/started_at",
        "/sessions/0/ip",
        "/payouts/0/country",
    ] {
        assert!(pointers.contains(&place), "{place} is missing in {pointers:?}");
    }
    assert!(!reply.text.contains("Atlantis"), "a fault never repeats the value");
}

#[actix_web::test]
async fn an_unknown_field_is_a_warning_and_is_kept() {
    let service = Service::start().await;
    let mut document = ordinary("robin");
    document["sessions"][0]["colour"] = "green".into();
    let decision = service.decide(&document).await;
    assert_eq!(decision["warnings"][0]["pointer"], "/sessions/0/colour");
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_refused() {
    let service = Service::start().await;
    let large = format!("{{\"external_id\": \"{}\"}}", "x".repeat(9 * 1024 * 1024));
    let reply = send(&service, "/v1/decisions", large.into_bytes()).await;
    assert!(reply.is_problem(413, "body_too_large"), "{}", reply.text);
}

#[actix_web::test]
async fn another_media_type_is_refused() {
    let service = Service::start().await;
    let request = service.request_of(TENANT, Method::POST, "/v1/decisions");
    let reply = Reply::of(request.header("Content-Type", "text/plain").body("{}")).await;
    assert!(reply.is_problem(415, "unsupported_media_type"), "{}", reply.text);
}

#[actix_web::test]
async fn hostile_text_in_every_field_is_only_text() {
    let service = Service::start().await;
    let text =
        "<script>alert('\u{202e}x')</script>'; DROP TABLE decision; -- {{7*7}} %00 \u{1F600}";
    let mut document = ordinary("hostile");
    document["claims"]["name"] = text.into();
    document["claims"]["city"] = text.into();
    document["payouts"][0]["provider"] = text.into();
    document["sessions"][0]["user_agent"] = text.into();
    let decision = service.decide(&document).await;
    let id = decision["id"].as_str().unwrap();
    assert_eq!(service.get(&format!("/v1/decisions/{id}")).await.body, decision);
}
