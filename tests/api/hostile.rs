//! Malformed and hostile bodies: each gets a clear 4xx that names its faults, and stores nothing.

use bonafide::http::openapi;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};
use crate::surface::filled;

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
        bad(r#"{"external_id": "\ud800"}"#, "/external_id"),
        bad(r#"{"external_id": "\u12"}"#, "malformed_json"),
        bad("{\"external_id\": \"line\nbreak\"}", "malformed_json"),
        bad([b"{\"external_id\": \"".as_slice(), &[0xff, 0xfe], b"\"}"].concat(), "malformed_json"),
        bad([0xef, 0xbb, 0xbf, b'{', b'}'], "/external_id"),
        bad([0u8; 64], "malformed_json"),
        bad("[".repeat(100_000), "too_deep"),
        bad(format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000)), "too_deep"),
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
        let read = evidence::profile::parse(document.to_string().as_bytes());
        read.is_ok_and(|(_, warnings)| warnings.is_empty())
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
    Reply::read(request.header("Content-Type", "application/json").body(body)).await
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
        let reply = send(&service, "/v1/decisions?strict=true", body).await;
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
async fn what_strict_reading_refuses_is_otherwise_scored_with_a_warning() {
    let service = Service::start().await;
    for Bad { body, names } in faulty().into_iter().filter(|bad| bad.names != "/external_id") {
        let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        let reply = send(&service, "/v1/scores", body).await;
        assert_eq!(reply.status, 200, "{names} {shown}: {}", reply.text);
        let warnings = reply.body["warnings"].as_array().unwrap();
        let is_named = |warning: &Value| warning["pointer"].as_str().unwrap().starts_with(&names);
        assert!(warnings.iter().any(is_named), "{names} {shown}: {warnings:?}");
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
    let lenient = service.post("/v1/decisions", &document).await;
    assert_eq!(lenient.status, 201, "{}", lenient.text);
    let warnings = lenient.body["warnings"].as_array().unwrap();
    let reply = service.post("/v1/decisions?strict=true", &document).await;
    assert!(reply.is_problem(422, "profile_invalid"), "{}", reply.text);
    assert_eq!(reply.body["errors"].as_array(), Some(warnings));
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
    let reply = Reply::read(request.header("Content-Type", "text/plain").body("{}")).await;
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

/// An operation of the contract that takes JSON or parameters, with a body of its shape.
struct Operation {
    method: Method,
    path: String,
    /// Every free text of it holds U+0000.
    body: Option<Value>,
    texts: Vec<String>,
}

/// Every operation that takes a body or a query, its path's placeholders filled in.
fn operations() -> Vec<Operation> {
    let api: Value = serde_json::from_str(&openapi::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = (!schema.is_null()).then(|| sample(&api, schema, 0));
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let texts = parameters.iter().filter(|one| one["in"] == "query");
            let texts = texts.map(|one| one["name"].as_str().unwrap().to_owned()).collect();
            operations.push(Operation { method, path: filled(path), body, texts });
        }
    }
    operations
}

/// A value of a schema, everything optional included.
fn sample(api: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(place) = schema["$ref"].as_str() {
        return sample(api, api.pointer(place.trim_start_matches('#')).unwrap(), depth);
    }
    for several in ["allOf", "oneOf", "anyOf"] {
        let mut kinds = schema[several].as_array().into_iter().flatten();
        if let Some(kind) = kinds.rfind(|kind| kind["type"] != "null") {
            return sample(api, kind, depth);
        }
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let is = |kind: &str| {
        schema["type"] == kind
            || schema["type"].as_array().is_some_and(|all| all.contains(&json!(kind)))
    };
    if is("string") {
        return json!("a\u{0}b");
    }
    if is("array") && depth < 4 {
        return json!([sample(api, &schema["items"], depth + 1)]);
    }
    if is("integer") || is("number") {
        return schema.get("minimum").cloned().unwrap_or(json!(1));
    }
    if is("boolean") {
        return json!(true);
    }
    let members = schema["properties"].as_object().into_iter().flatten().filter(|_| depth < 4);
    let members = members.map(|(name, member)| (name.clone(), sample(api, member, depth + 1)));
    let mut object: Map<String, Value> = members.collect();
    if !json!(object).to_string().contains("\\u0000") {
        object.insert("free text".to_owned(), json!("a\u{0}b"));
    }
    Value::Object(object)
}

#[actix_web::test]
async fn a_text_that_cannot_be_stored_is_refused_by_every_route() {
    let service = Service::start().await;
    let mut refused = 0;
    for Operation { method, path, body, texts } in operations() {
        let shown = format!("{method} {path}");
        if let Some(body) = body {
            let mut body = body;
            let batch = path.ends_with("/decisions/batch");
            if batch {
                // The key would be refused before the profile is read.
                body["items"][0].as_object_mut().unwrap().remove("idempotency_key");
            }
            let reply =
                Reply::read(service.request_of(TENANT, method.clone(), &path).json(&body)).await;
            // A batch is answered item by item.
            let item = reply.body["items"][0]["status"].as_u64().unwrap_or_default();
            let status = if batch { u16::try_from(item).unwrap() } else { reply.status };
            assert!((400..500).contains(&status), "{shown}: {status} {}", reply.text);
            // A vendor's webhook that nobody set up is not looked into.
            let unknown = path.ends_with("/github/nobody");
            // Profiles are cleaned; these are refused because a clean external id is missing.
            let is_cleaned = path.starts_with("/v1/adapters/")
                || ["/decisions", "/scores", "/batch"].iter().any(|end| path.ends_with(end));
            assert!(
                unknown || is_cleaned || reply.text.contains("U+0000"),
                "{shown} of {body}: {}",
                reply.text
            );
            refused += 1;
        }
        for text in texts {
            let path = format!("{path}?{text}=a%00b");
            let reply = Reply::read(service.request_of(TENANT, method.clone(), &path)).await;
            assert!((400..500).contains(&reply.status), "{shown} {text}: {}", reply.text);
        }
    }
    assert!(refused >= 20, "{refused}");
    for path in [
        "queues/a%00b",
        "models/a%00b/promote",
        "indicators/a%00b",
        "adapters/a%00b",
        "reviews/%00",
    ] {
        for method in [Method::GET, Method::POST, Method::PUT] {
            let path = format!("/v1/{path}");
            let reply =
                Reply::read(service.request_of(TENANT, method, &path).json(&json!({}))).await;
            assert!((400..500).contains(&reply.status), "{path}: {} {}", reply.status, reply.text);
        }
    }
}

#[actix_web::test]
async fn the_description_of_a_model_says_what_cannot_be_stored_in_it() {
    let service = Service::start().await;
    let id = service.get("/v1/models").await.body["data"][0]["id"].as_str().unwrap().to_owned();
    let mut model = service.get(&format!("/v1/models/{id}/artefact")).await.body;
    model["definition"]["description"] = json!("a\u{0}b");
    let reply = service.post("/v1/models", &model).await;
    assert!(reply.is_problem(422, "model_invalid"), "{}", reply.text);
    assert_eq!(reply.pointers(), ["/definition/description"]);
}

#[actix_web::test]
async fn an_array_is_no_object_anywhere() {
    let service = Service::start().await;
    for Operation { method, path, body, .. } in operations() {
        // Others' forms may be arrays.
        if body.is_none() || path.starts_with("/v1/adapters/") {
            continue;
        }
        let reply =
            Reply::read(service.request_of(TENANT, method.clone(), &path).json(&json!([]))).await;
        assert!(
            (400..500).contains(&reply.status),
            "{method} {path}: {} {}",
            reply.status,
            reply.text
        );
        let about_body = reply.status == 422 || reply.body["code"] == "malformed_json";
        assert!(about_body, "{method} {path}: {}", reply.text);
    }
    let whole = service.post("/v1/training-jobs", &json!([])).await;
    assert!(whole.is_problem(422, "training_invalid"), "{}", whole.text);
    assert_eq!(whole.body["errors"][0]["pointer"], "");
    assert_eq!(whole.body["errors"][0]["detail"], "an object is expected");
    let inner = service.post("/v1/training-jobs", &json!({ "options": [5] })).await;
    assert_eq!(inner.pointers(), ["/options"], "{}", inner.text);
    assert_eq!(service.count("training_job").await, 0);
}
