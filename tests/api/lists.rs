//! Threat lists: imported, consulted, versioned, and never a clearance.

use bonafide::auth::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

/// A list with these lines, imported.
async fn list(service: &Service, name: &str, kind: &str, meaning: &str, lines: &str) -> String {
    let new = json!({ "name": name, "kind": kind, "meaning": meaning });
    let made = service.post("/v1/lists", &new).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.body["id"].as_str().unwrap().to_owned();
    let done = send(service, &id, "text/plain", lines).await;
    assert_eq!(done.status, 201, "{}", done.text);
    id
}

async fn send(service: &Service, id: &str, kind: &str, file: &str) -> Reply {
    let path =
        if id.contains('?') { id.replacen('?', "/imports?", 1) } else { format!("{id}/imports") };
    let request = service.request_of(TENANT, Method::POST, &format!("/v1/lists/{path}"));
    Reply::read(request.header("Content-Type", kind).body(file.to_owned())).await
}

fn finding<'a>(decision: &'a Value, id: &str) -> Option<&'a Value> {
    let blocks = ["contributions", "compliance", "context"];
    let all = blocks.iter().flat_map(|block| decision[*block].as_array().unwrap());
    all.into_iter().find(|one| one["indicator"] == id)
}

fn with_mail(external_id: &str, address: &str) -> Value {
    let mut profile = ordinary(external_id);
    profile["contact"]["emails"] = json!([{ "address": address }]);
    profile
}

#[actix_web::test]
async fn a_decision_names_the_version_that_it_saw_and_no_match_is_no_clearance() {
    let service = Service::start().await;
    let without = service.decide(&with_mail("before", "b@example.org")).await;
    assert_eq!(without["lists"], json!({ "consulted": [], "matches": [], "note": null }));
    assert!(finding(&without, "email_on_threat_list").is_none());

    let id =
        list(&service, "reported", "email", "threat_actor", "Bad.One@example.com # invented\n")
            .await;
    let listed = service.decide(&with_mail("one", "bad.one@example.com")).await;
    assert_eq!(finding(&listed, "email_on_threat_list").unwrap()["state"], "hit");
    assert_eq!(listed["list_versions"]["reported"], "version 1");
    assert_eq!(listed["lists"]["note"], "no match is not clearance");
    assert_eq!(listed["lists"]["matches"][0]["pointer"], "/contact/emails/0/address");

    let again = send(&service, &id, "text/csv", "value,confidence\nother@example.com,70\n").await;
    assert_eq!((again.status, &again.body["version"]), (201, &json!(2)), "{}", again.text);
    let gone = service.decide(&with_mail("two", "bad.one@example.com")).await;
    assert_eq!(finding(&gone, "email_on_threat_list").unwrap()["state"], "miss");
    assert_eq!(gone["list_versions"]["reported"], "version 2");

    let deleted = service.request_of(TENANT, Method::DELETE, &format!("/v1/lists/{id}"));
    assert_eq!(Reply::read(deleted).await.status, 204);
    service.comes_out_alike(&listed).await;
    assert_eq!(service.count("list_entry").await, 0);
}

#[actix_web::test]
async fn a_sanctions_match_goes_the_compliance_route_and_changes_no_score() {
    let service = Service::start().await;
    let mut profile = ordinary("one");
    profile["payouts"] = json!([{ "account": "0xInvented0001" }]);
    let before = service.decide(&profile).await;
    list(&service, "sanctions", "wallet", "sanctions", "0xinvented0001\n").await;
    let after = service.decide(&profile).await;
    assert_eq!(after["log_odds"], before["log_odds"]);
    assert_eq!(after["compliance"][0]["indicator"], "payout_address_sanctioned");
    assert_eq!(after["lists"]["matches"], json!([]), "reviewers need not know");
}

#[actix_web::test]
async fn a_network_is_matched_by_its_addresses_until_it_expires() {
    let service = Service::start().await;
    let id = list(&service, "exits", "ip", "threat_actor", "203.0.113.0/24\n2001:db8::/48\n").await;
    let session = |ip: &str| {
        let mut profile = ordinary(&ip.replace(':', "-"));
        profile["sessions"] = json!([{ "started_at": "2026-05-01T00:00:00Z", "ip": ip }]);
        profile
    };
    for (ip, matches) in [("203.0.113.77", 1), ("2001:db8::5", 1), ("198.51.100.1", 0)] {
        let decision = service.decide(&session(ip)).await;
        assert_eq!(decision["lists"]["matches"].as_array().unwrap().len(), matches, "{ip}");
    }
    let past = "value,expires_at\n203.0.113.0/24,2020-01-01T00:00:00Z\n";
    assert_eq!(send(&service, &id, "text/csv", past).await.status, 201);
    let decision = service.decide(&session("203.0.113.77")).await;
    assert_eq!(decision["lists"]["matches"], json!([]), "the entry has expired");
    let versions = service.get(&format!("/v1/lists/{id}/versions")).await.body;
    assert_eq!(versions["data"].as_array().unwrap().len(), 2);
    assert!(versions["data"][0]["digest"].as_str().unwrap().starts_with("sha256:"));
}

#[actix_web::test]
async fn a_file_with_faults_is_refused_whole_unless_they_are_to_be_passed_over() {
    let service = Service::start().await;
    let id = list(&service, "reported", "email", "threat_actor", "a@example.com\n").await;
    let bad = "b@example.com\nnobody\nc@example.com\n";
    let refused = send(&service, &id, "text/plain", bad).await;
    assert!(refused.is_problem(422, "list_file_invalid"), "{}", refused.text);
    assert_eq!(refused.pointers(), ["/lines/2"]);
    assert!(!refused.text.contains("nobody"), "a fault does not repeat the value");
    assert_eq!(service.count("list_entry").await, 1, "nothing was half written");
    let taken =
        send(&service, &format!("{id}?skip_invalid=true&append=true"), "text/plain", bad).await;
    assert_eq!(taken.status, 201, "{}", taken.text);
    assert_eq!((&taken.body["entries"], &taken.body["skipped"]), (&json!(3), &json!(1)));
    for (kind, file, status) in [
        ("application/json", "{}", 415),
        ("application/stix+json", "{\"objects\": 1}", 422),
        ("application/x-ndjson", "\u{0}", 422),
        ("text/csv", "a,b\n1,2\n", 422),
        ("text/plain", "", 422),
    ] {
        assert_eq!(send(&service, &id, kind, file).await.status, status, "{kind}");
    }
    assert_eq!(service.count("list_version").await, 2);
}

#[actix_web::test]
async fn names_are_unique_and_bad_ones_refused() {
    let service = Service::start().await;
    let make = async |name: &str, kind: &str| {
        service
            .post("/v1/lists", &json!({ "name": name, "kind": kind, "meaning": "threat_actor" }))
            .await
    };
    assert_eq!(make("one", "email").await.status, 201);
    assert!(make("one", "phone").await.is_problem(409, "list_exists"));
    assert!(make("", "phone").await.is_problem(422, "list_invalid"));
    assert!(make("two", "emails").await.is_problem(422, "list_invalid"));
    assert_eq!(service.get("/v1/lists").await.body["data"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn no_tenant_sees_or_uses_anothers_list() {
    let service = Service::start().await;
    let id = list(&service, "reported", "email", "threat_actor", "a@example.com\n").await;
    let scopes = [Scope::ListsRead, Scope::ListsWrite, Scope::DecisionsWrite];
    let token = service.token("other", &scopes);
    let ask = |method, path: &str| service.anonymous(method, path).bearer_auth(&token);
    let path = format!("/v1/lists/{id}");
    assert_eq!(Reply::read(ask(Method::GET, &path)).await.status, 404);
    assert_eq!(Reply::read(ask(Method::DELETE, &path)).await.status, 404);
    let import = ask(Method::POST, &format!("{path}/imports")).header("Content-Type", "text/plain");
    assert_eq!(Reply::read(import.body("b@example.com")).await.status, 404);
    let decision = ask(Method::POST, "/v1/decisions").json(&with_mail("one", "a@example.com"));
    let decision = Reply::read(decision).await;
    assert_eq!(decision.body["lists"]["consulted"], json!([]), "{}", decision.text);
}

/// A profile that names something of each kind.
fn with_one_of_each() -> Value {
    json!({
        "external_id": "one",
        "claims": { "referrals": [{ "external_id": "listed-account" }] },
        "contact": {
            "emails": [{ "address": "listed@evil.example" }],
            "phones": [{ "number": "+1-202-555-0199" }],
        },
        "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.1", "device_id": "listed-device" }],
        "payouts": [{ "account": "0xINVENTED0001" }],
        "identity_checks": [{ "document_digest": "LISTED-DOCUMENT" }],
        "shipments": [{ "address": { "line": "1 Sample St", "postal_code": "00000", "country": "US" } }],
        "links": { "github": { "user": { "login": "listed-handle" } } },
    })
}

#[actix_web::test]
async fn each_kind_is_found_where_a_profile_names_it_and_points_there() {
    let service = Service::start().await;
    let entries = [
        ("email", "listed@evil.example"),
        ("handle", "Listed-Handle"),
        ("phone", "+1 (202) 555-0199"),
        ("ip", "192.0.2.0/28"),
        ("asn", "AS64496"),
        ("domain", "evil.example"),
        ("document", "listed-document"),
        ("wallet", "0xinvented0001"),
        ("address", "1 SAMPLE St., 00000, us"),
        ("device", "listed-device"),
        ("account", "listed-account"),
    ];
    for (kind, entry) in entries {
        list(&service, &format!("of-{kind}"), kind, "threat_actor", entry).await;
    }
    let profile = with_one_of_each();
    let decision = service.decide(&profile).await;
    let matches = decision["lists"]["matches"].as_array().unwrap();
    let mut kinds: Vec<&str> = matches.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut expected = entries.map(|(kind, _)| kind);
    expected.sort_unstable();
    assert_eq!(kinds, expected, "{}", decision["lists"]);
    for one in matches {
        let pointer = one["pointer"].as_str().unwrap();
        assert!(profile.pointer(pointer).is_some(), "{one}");
    }
    for (kind, _) in entries {
        assert_eq!(decision["list_versions"][format!("of-{kind}")], "version 1", "{kind}");
    }
}

#[actix_web::test]
async fn addresses_end_to_count_after_half_a_year_and_other_kinds_never_unless_told() {
    let service = Service::start().await;
    list(&service, "exits", "ip", "threat_actor", "203.0.113.7\n").await;
    list(&service, "mails", "email", "threat_actor", "a@example.com\n").await;
    let id = list(&service, "short", "phone", "threat_actor", "+1-202-555-0199\n").await;
    let file = "+1-202-555-0198\n";
    let done = send(&service, &format!("{id}?expires_in_days=30"), "text/plain", file).await;
    assert_eq!(done.status, 201, "{}", done.text);
    let owner = service.database.owner().await;
    let rows: Vec<(String, Option<i64>)> = sqlx::query_as(
        "SELECT list.name, round(extract(epoch FROM expires_at - version.created_at) / 86400)::bigint
        FROM list_entry
        JOIN list ON list.id = list_id
        JOIN list_version AS version ON version.list_id = list.id AND version.version = list.version
        ORDER BY list.name",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    let expected = [("exits", Some(180)), ("mails", None), ("short", Some(30))];
    assert_eq!(rows, expected.map(|(name, days)| (name.to_owned(), days)));
}

#[actix_web::test]
async fn the_command_line_imports_as_the_api_does_and_keeps_no_value_readable() {
    let service = Service::start().await;
    let folder = std::env::temp_dir().join(format!("bonafide-lists-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("reported.csv");
    std::fs::write(&file, "value,confidence\nsecret.one@example.com,80\ntwo@example.com,\n")
        .unwrap();
    let run = |file: &std::path::Path| {
        std::process::Command::new(env!("CARGO_BIN_EXE_bonafide"))
            .args(["lists", "import", "--tenant", TENANT, "--name", "reported", "--kind", "email"])
            .args(["--source", "a report", "--data-dir"])
            .arg(&folder)
            .arg(file)
            .env("DATABASE_URL", &service.database.url)
            .output()
            .unwrap()
    };
    std::fs::write(folder.join("wrong.csv"), "value\nnobody\n").unwrap();
    let refused = run(&folder.join("wrong.csv"));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("1 error; nothing was imported"), "{told}");
    let listed = service.get("/v1/lists").await.body;
    assert_eq!(listed["data"], json!([]), "a refused file makes no list");
    let done = run(&file);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success() && told.contains("version 1 has 2 entries"), "{told}");
    let listed = service.get("/v1/lists").await.body;
    assert_eq!(
        (&listed["data"][0]["name"], &listed["data"][0]["entries"]),
        (&json!("reported"), &json!(2))
    );
    std::fs::write(&file, "value\nnobody\n").unwrap();
    let refused = run(&file);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && told.contains("line 2") && !told.contains("nobody"),
        "{told}"
    );
    let owner = service.database.owner().await;
    let kept: Vec<String> = sqlx::query_scalar("SELECT list_entry::text FROM list_entry")
        .fetch_all(&owner)
        .await
        .unwrap();
    assert!(kept.len() == 2 && !kept.iter().any(|row| row.contains("secret")), "{kept:?}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A measurement, not a test: `docs/LISTS.md` says how to run it.
#[actix_web::test]
#[ignore = "takes a minute; prints the time of an import and of decisions before and after"]
async fn a_million_entries() {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};
    let service = Service::start().await;
    let decisions = async |name: &str| -> Duration {
        let begun = Instant::now();
        for i in 0..100 {
            service
                .decide(&with_mail(&format!("{name}-{i}"), &format!("{name}{i}@example.org")))
                .await;
        }
        begun.elapsed()
    };
    decisions("warm").await;
    let before = decisions("before").await;
    let mut lines = String::new();
    for i in 0..1_000_000 {
        writeln!(lines, "invented-{i}@example.com").unwrap();
    }
    let begun = Instant::now();
    list(&service, "million", "email", "threat_actor", &lines).await;
    let import = begun.elapsed();
    let after = decisions("after").await;
    let ratio = after.as_secs_f64() / before.as_secs_f64();
    eprintln!(
        "import {import:.1?}, 100 decisions before {before:.2?}, after {after:.2?}, ratio {ratio:.2}"
    );
    let listed = service.decide(&with_mail("last", "invented-999999@example.com")).await;
    assert_eq!(finding(&listed, "email_on_threat_list").unwrap()["state"], "hit");
}
