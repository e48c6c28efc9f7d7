//! Profiles in others' forms, and vendors' webhooks.

use evidence::identifier::hex;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Reply, Service, TENANT};

const GREENHOUSE: &str =
    include_str!("../../crates/evidence/src/adapters/fixtures/greenhouse.json");
const GITHUB: &str = include_str!("../../crates/evidence/src/adapters/fixtures/github.json");

fn signed(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    hex(&mac.finalize().into_bytes())
}

async fn hook(service: &Service, path: &str, signature: &str, body: &str) -> Reply {
    let request = service.anonymous(Method::POST, path).header("Content-Type", "application/json");
    Reply::read(request.header("Signature", signature).body(body.to_owned())).await
}

async fn convert(service: &Service, path: &str, kind: &str, body: &str) -> Reply {
    let request = service.request_of(TENANT, Method::POST, path).header("Content-Type", kind);
    Reply::read(request.body(body.to_owned())).await
}

#[actix_web::test]
async fn converting_stores_nothing_and_deciding_stores_once() {
    let service = Service::start().await;
    let only = convert(&service, "/v1/adapters/github", "application/json", GITHUB).await;
    assert_eq!(only.status, 200, "{}", only.text);
    assert_eq!(only.body["documents"][0]["external_id"], "github:octo-example");
    let scored =
        convert(&service, "/v1/adapters/github?action=score", "application/json", GITHUB).await;
    assert_eq!(scored.body["scores"][0]["external_id"], "github:octo-example", "{}", scored.text);
    assert_eq!(service.count("decision").await, 0);
    for _ in 0..2 {
        let decided =
            convert(&service, "/v1/adapters/github?action=decide", "application/json", GITHUB)
                .await;
        assert_eq!(decided.status, 200, "{}", decided.text);
        assert_eq!(decided.body["decisions"][0]["external_id"], "github:octo-example");
    }
    assert_eq!(service.count("decision").await, 1, "the same input again changes nothing");
    let resume = include_str!("../../crates/evidence/src/adapters/fixtures/json-resume.json");
    let named =
        convert(&service, "/v1/adapters/json-resume?external_id=mine", "application/json", resume)
            .await;
    assert_eq!(named.body["documents"][0]["external_id"], "mine", "{}", named.text);
    let mapping = "%7B%22external_id%22%3A%22id%22%7D";
    let table =
        convert(&service, &format!("/v1/adapters/csv?mapping={mapping}"), "text/csv", "id\na\nb\n")
            .await;
    assert_eq!(table.body["documents"].as_array().unwrap().len(), 2, "{}", table.text);
}

#[actix_web::test]
async fn input_with_faults_is_refused_with_their_places_and_nothing_is_stored() {
    let service = Service::start().await;
    for (path, kind, body, status, code) in [
        ("github", "application/json", "{\"user\": {}}", 422, "input_invalid"),
        ("github", "application/json", "{\"user\": ", 422, "input_invalid"),
        ("github", "text/csv", "{}", 415, "unsupported_media_type"),
        ("csv", "application/json", "{}", 415, "unsupported_media_type"),
        ("csv?mapping=x", "text/csv", "id\na\n", 400, "query_invalid"),
        ("csv", "text/csv", "id\na\n", 422, "input_invalid"),
        ("json-resume", "application/json", "{}", 422, "input_invalid"),
        ("linkedin", "application/json", "{}", 404, "not_found"),
    ] {
        let reply = convert(&service, &format!("/v1/adapters/{path}"), kind, body).await;
        assert!(reply.is_problem(status, code), "{path}: {}", reply.text);
    }
    let big = format!("[{}]", "1,".repeat(9_000_000));
    let reply =
        convert(&service, "/v1/adapters/github?action=decide", "application/json", &big).await;
    assert!(reply.is_problem(413, "body_too_large"), "{}", reply.status);
    let many: Vec<Value> =
        (0..101).map(|i| json!({ "user": { "login": format!("a-{i}") } })).collect();
    let many = Value::from(many).to_string();
    let reply =
        convert(&service, "/v1/adapters/github?action=decide", "application/json", &many).await;
    assert!(reply.is_problem(422, "input_invalid"), "{}", reply.text);
    assert_eq!(service.count("applicant").await, 0);
}

#[actix_web::test]
async fn a_webhook_is_taken_by_its_signature_alone_and_erases_whom_the_vendor_erased() {
    let service = Service::start().await;
    let path = format!("/v1/adapters/greenhouse/{TENANT}");
    for (signature, secret) in [("sha256", "old-secret"), ("sha256", "new-secret")] {
        let signature = format!("{signature} {}", signed(secret, GREENHOUSE));
        let taken = hook(&service, &path, &signature, GREENHOUSE).await;
        assert_eq!(
            (taken.status, &taken.body["outcome"]),
            (200, &json!("decided")),
            "{}",
            taken.text
        );
    }
    assert_eq!(service.count("decision").await, 1, "delivered twice, decided once");
    for bad in [String::new(), format!("sha256 {}", signed("guess", GREENHOUSE))] {
        let refused = hook(&service, &path, &bad, GREENHOUSE).await;
        assert!(refused.is_problem(401, "invalid_signature"), "{}", refused.text);
    }
    for nowhere in ["/v1/adapters/greenhouse/other", "/v1/adapters/github/demo", "/v1/adapters/x/y"]
    {
        let signature = format!("sha256 {}", signed("old-secret", GREENHOUSE));
        let refused = hook(&service, nowhere, &signature, GREENHOUSE).await;
        assert!(refused.is_problem(404, "not_found"), "{nowhere}: {}", refused.text);
    }
    let event = |action: &str| {
        json!({ "action": action, "payload": { "person": { "id": 60_304_594, "new_candidate_id": 2 } } }).to_string()
    };
    for (action, outcome, erased) in [
        ("delete_candidate", "erased", true),
        ("merge_candidate", "merged", false),
        ("job_created", "ignored", false),
    ] {
        let body = event(action);
        let taken =
            hook(&service, &path, &format!("sha256 {}", signed("old-secret", &body)), &body).await;
        assert_eq!(taken.body["outcome"], outcome, "{}", taken.text);
        assert_eq!(taken.body["erased"], erased, "{action}");
    }
    let listed = service.get("/v1/decisions").await.body;
    assert_eq!(listed["data"], json!([]), "nothing of the candidate can be read");
    let broken = "{\"action\": \"delete_candidate\"}";
    let refused =
        hook(&service, &path, &format!("sha256 {}", signed("old-secret", broken)), broken).await;
    assert!(refused.is_problem(422, "input_invalid"), "{}", refused.text);
}

/// A candidate as the vendor tells of them, with one e-mail address.
fn candidate(id: u32, mail: &str) -> String {
    let mut event: Value = serde_json::from_str(GREENHOUSE).unwrap();
    let candidate = &mut event["payload"]["application"]["candidate"];
    candidate["id"] = id.into();
    candidate["email_addresses"] = json!([{ "value": mail }]);
    candidate["phone_numbers"] = json!([]);
    event.to_string()
}

async fn greenhouse(service: &Service, body: &str) -> Value {
    let path = format!("/v1/adapters/greenhouse/{TENANT}");
    let taken = hook(service, &path, &format!("sha256 {}", signed("old-secret", body)), body).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    taken.body
}

fn merge(from: u32, into: u32) -> String {
    json!({ "action": "merge_candidate", "payload": { "person": { "id": from, "new_candidate_id": into } } })
        .to_string()
}

#[actix_web::test]
async fn a_merge_washes_nobody_clean() {
    let service = Service::start().await;
    for (id, mail) in
        [(1, "shared@example.com"), (2, "shared@example.com"), (3, "clean@example.com")]
    {
        greenhouse(&service, &candidate(id, mail)).await;
    }
    let of = async |id: u32| -> Value {
        let listed =
            service.get(&format!("/v1/decisions?external_id=greenhouse:{id}&limit=1")).await.body;
        listed["data"][0].clone()
    };
    let ring = of(2).await["links"]["ring_id"].clone();
    assert!(ring.is_string());
    let one = of(2).await["applicant_id"].as_str().unwrap().to_owned();
    let note = json!({ "indicator": "scripted_or_fed_answers", "observer": "Kim Example", "note": "Read aloud." });
    service.post(&format!("/v1/applicants/{one}/observations"), &note).await;

    let merged = greenhouse(&service, &merge(2, 3)).await;
    let told = json!({ "outcome": "merged", "external_id": "greenhouse:2", "merged_into": "greenhouse:3", "erased": true });
    assert_eq!(merged, told);
    assert!(
        service.get(&format!("/v1/applicants/{one}")).await.is_problem(410, "applicant_erased")
    );
    let rings = service.get("/v1/rings").await.body;
    assert_eq!(
        (&rings["data"][0]["id"], &rings["data"][0]["members"]),
        (&ring, &json!(2)),
        "{rings}"
    );
    let stays = of(3).await["applicant_id"].as_str().unwrap().to_owned();
    let links = service.get(&format!("/v1/applicants/{stays}/links")).await.body;
    assert_eq!(links["nodes"][1]["external_id"], "greenhouse:1", "{links}");
    let notes = service.get(&format!("/v1/applicants/{stays}/observations")).await.body;
    assert_eq!(notes["data"][0]["note"], "Read aloud.");
    // The same event again finds nobody.
    assert_eq!(greenhouse(&service, &merge(2, 3)).await["erased"], false);
}

#[actix_web::test]
async fn who_is_merged_into_somebody_unknown_goes_on_under_the_new_name() {
    let service = Service::start().await;
    greenhouse(&service, &candidate(1, "one@example.com")).await;
    let before = service.get("/v1/decisions").await.body["data"][0]["applicant_id"].clone();
    let merged = greenhouse(&service, &merge(1, 9)).await;
    assert_eq!(merged["erased"], false, "nobody is lost");
    let path = format!("/v1/applicants/{}", before.as_str().unwrap());
    assert_eq!(service.get(&path).await.body["external_id"], "greenhouse:9");
    greenhouse(&service, &candidate(9, "one@example.com")).await;
    let after = service.get(&path).await.body;
    assert_eq!(after["versions"].as_array().unwrap().len(), 2, "the same applicant's next version");
    assert_eq!(greenhouse(&service, &merge(9, 9)).await["erased"], false, "into oneself");
}

#[actix_web::test]
async fn ashbys_events_are_signed_and_do_what_they_say() {
    let service = Service::start().await;
    let path = format!("/v1/adapters/ashby/{TENANT}");
    let send = async |body: &str, secret: &str| {
        let request =
            service.anonymous(Method::POST, &path).header("Content-Type", "application/json");
        let signature = format!("sha256={}", signed(secret, body));
        Reply::read(request.header("Ashby-Signature", signature).body(body.to_owned())).await
    };
    let submitted = include_str!("../../crates/evidence/src/adapters/fixtures/ashby.json");
    assert!(send(submitted, "guess").await.is_problem(401, "invalid_signature"));
    assert_eq!(send(submitted, "new-secret").await.body["outcome"], "decided");
    let id = "0b0b0b0b-0000-4000-8000-000000000003";
    let merged = json!({ "action": "candidateMerge", "data": { "deletedCandidate": { "id": id }, "mergedCandidate": { "id": "other" } } });
    assert_eq!(send(&merged.to_string(), "new-secret").await.body["merged_into"], "ashby:other");
    let erased = json!({ "action": "candidateDelete", "data": { "candidate": { "id": "other" } } });
    assert_eq!(send(&erased.to_string(), "new-secret").await.body["erased"], true);
    assert_eq!(service.get("/v1/decisions").await.body["data"], json!([]));
    assert_eq!(service.count("identifier").await, 0);
    let ping = json!({ "action": "ping", "type": "ping" }).to_string();
    assert_eq!(send(&ping, "new-secret").await.body["outcome"], "ignored");
}

/// A Persona event about the inquiry of `applicant-1`, with its signature.
async fn persona(service: &Service, body: &str) -> Reply {
    let path = format!("/v1/adapters/persona/{TENANT}");
    let signature =
        format!("t=1779271560,v1={}", signed("new-secret", &format!("1779271560.{body}")));
    let request = service.anonymous(Method::POST, &path).header("Content-Type", "application/json");
    Reply::read(request.header("Persona-Signature", signature).body(body.to_owned())).await
}

#[actix_web::test]
async fn an_identity_check_is_added_to_the_newest_profile_and_changes_nothing_when_repeated() {
    let service = Service::start().await;
    let profile = json!({
        "schema": "bonafide.profile/v1", "external_id": "applicant-1", "claims": { "name": "Kim Other" },
    });
    service.decide(&profile).await;
    let event = include_str!("../../crates/evidence/src/adapters/fixtures/persona.json");
    for _ in 0..2 {
        let taken = persona(&service, event).await;
        assert_eq!(
            (taken.status, &taken.body["outcome"]),
            (200, &json!("decided")),
            "{}",
            taken.text
        );
    }
    assert_eq!(service.count("decision").await, 2, "delivered twice, decided once");
    let listed = service.get("/v1/decisions?external_id=applicant-1&limit=1").await;
    let mismatch = "verified_name_vs_profile_or_payout_mismatch";
    assert!(listed.text.contains(mismatch), "the earlier name is still known: {}", listed.text);
}

/// Input of every kind that breaks off, is out of order, too large or hostile, over the wire.
#[actix_web::test]
async fn no_hostile_input_is_answered_with_a_5xx_or_stores_anything_but_whole_profiles() {
    let service = Service::start().await;
    let mapping =
        "%7B%22external_id%22%3A%22id%22%2C%22contact.emails%5B%5D.address%22%3A%22mail%22%7D";
    let kinds = [
        (
            "json-resume?external_id=a&action=decide",
            "application/json",
            include_str!("../../crates/evidence/src/adapters/fixtures/json-resume.json"),
        ),
        ("github?action=decide", "application/json", GITHUB),
        (
            "gh-fake-analyzer?action=decide",
            "application/json",
            include_str!("../../crates/evidence/src/adapters/fixtures/gh-fake-analyzer.json"),
        ),
        ("greenhouse?action=decide", "application/json", GREENHOUSE),
        (
            "ashby?action=decide",
            "application/json",
            include_str!("../../crates/evidence/src/adapters/fixtures/ashby.json"),
        ),
    ];
    for (path, kind, text) in kinds {
        let path = format!("/v1/adapters/{path}");
        let before = service.count("applicant").await;
        // Every prefix that is no whole document.
        let whole = text.trim_end().len();
        for end in (0..whole).step_by(whole / 40 + 1) {
            let refused = convert(&service, &path, kind, &text[..end]).await;
            assert!(refused.is_problem(422, "input_invalid"), "{path} {end}: {}", refused.text);
        }
        assert_eq!(service.count("applicant").await, before, "{path}: nothing is stored");
        for hostile in [
            "[".repeat(200_000),
            format!("{{\"a\":{}1{}}}", "{\"b\":".repeat(5_000), "}".repeat(5_000)),
            "{\"user\":{\"login\":\"a\",\"login\":\"b\"},\"basics\":[],\"profile_info\":3,\"action\":[]}".to_owned(),
            "null".to_owned(),
            "\"text\"".to_owned(),
            "1e999".to_owned(),
            "{\"\\ud800\": 1}".to_owned(),
            "\u{feff}{}".to_owned(),
            String::new(),
        ] {
            let refused = convert(&service, &path, kind, &hostile).await;
            let shown: String = hostile.chars().take(60).collect();
            assert!((400..500).contains(&refused.status) || refused.status == 200, "{path} {shown}: {}", refused.text);
            assert!(refused.status == 200 || refused.body["code"].is_string(), "{}", refused.text);
        }
        for spoilt in spoilt(text) {
            let reply = convert(&service, &path, kind, &spoilt).await;
            assert!(reply.status < 500, "{path}: {} for {spoilt}", reply.text);
            assert!(
                reply.status == 200 || reply.is_problem(reply.status, "input_invalid"),
                "{}",
                reply.text
            );
        }
    }
    let before = service.count("applicant").await;
    let csv = format!("/v1/adapters/csv?mapping={mapping}&action=decide");
    for table in [
        String::new(),
        "id,mail".to_owned(),
        "id,mail\na".to_owned(),
        "id,mail\n\"a".to_owned(),
        "id,mail\n,x@example.com\n".to_owned(),
        "id\na\n".to_owned(),
        "\u{0},\u{0}\n".to_owned(),
        format!("id,mail\n{}", "a,b,c\n".repeat(50_000)),
        "id,mail\n".repeat(3),
    ] {
        let reply = convert(&service, &csv, "text/csv", &table).await;
        assert!(reply.status < 500, "{}", reply.text);
    }
    assert!(service.count("applicant").await <= before + 1);
}

/// The same document with one value after the other made into something else.
fn spoilt(text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let mut pointers = Vec::new();
    places(&value, "", &mut pointers);
    let hostile = [
        Value::Null,
        json!(-1),
        json!({}),
        json!([[]]),
        json!("\u{202e}<script>"),
        json!("9".repeat(5_000)),
    ];
    let spoil = |(i, pointer): (usize, &String)| {
        let mut one = value.clone();
        *one.pointer_mut(pointer).unwrap() = hostile[i % hostile.len()].clone();
        one.to_string()
    };
    pointers.iter().enumerate().map(spoil).collect()
}

fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    let fields: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (name, value) in fields {
        let pointer = format!("{at}/{name}");
        places(value, &pointer, into);
        into.push(pointer);
    }
}
