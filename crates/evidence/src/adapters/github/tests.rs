use serde_json::{Value, json};

use super::super::{Converted, Kind, Note, Options, convert as convert_any};
use crate::finding::State;
use crate::indicators::fixture::Fixture;
use crate::indicators::{Observed, observe};
use crate::profile;

const REST: &str = include_str!("../fixtures/github/github-rest.json");
const GRAPHQL: &str = include_str!("../fixtures/github/github-graphql.json");
const RAW_2024: &str = include_str!("../fixtures/github/gh-fake-analyzer-2024-raw.json");
const REPORT_2024: &str = include_str!("../fixtures/github/gh-fake-analyzer-2024-report.json");
const REPORT_2025: &str = include_str!("../fixtures/github/gh-fake-analyzer-2025-report.json");
const ACCOUNT: &str = include_str!("../fixtures/github.json");
const REPORT: &str = include_str!("../fixtures/gh-fake-analyzer.json");
const GITLAB: &str = include_str!("../fixtures/gitlab.json");

fn all(kind: Kind, text: &str) -> (Vec<Value>, Vec<Note>) {
    match convert_any(kind, text.as_bytes(), &Options::default()) {
        Ok(Converted::Profiles { documents, notes }) => {
            for document in &documents {
                let (_, warnings) = profile::parse(document.to_string().as_bytes()).unwrap();
                assert_eq!(warnings, [], "{document:#}");
            }
            (documents, notes)
        }
        other => panic!("{other:?}"),
    }
}

/// The only document, and the pointers of the notes.
fn one(kind: Kind, text: &str) -> (Value, Vec<String>) {
    let (mut documents, notes) = all(kind, text);
    assert_eq!(documents.len(), 1);
    (documents.remove(0), notes.into_iter().map(|note| note.pointer).collect())
}

fn github(value: &Value) -> Value {
    one(Kind::GitHub, &value.to_string()).0
}

fn sample() -> Value {
    serde_json::from_str(REST).unwrap()
}

/// How the commits of a document are attributed to the account.
fn signs(document: &Value) -> Vec<(usize, &'static str)> {
    let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
    let github = profile.links.unwrap().github.unwrap();
    github.own_commits().into_iter().map(|(i, _, sign)| (i, sign.word())).collect()
}

#[test]
fn every_real_format_gives_the_account_with_its_attributed_commits() {
    let (rest, _) = one(Kind::GitHub, REST);
    let shop_then_notes = [(0, "host"), (1, "login"), (3, "name")];
    assert_eq!(signs(&rest), shop_then_notes);
    assert_eq!(rest["claims"], json!({ "country": "US", "region": "TX", "city": "Austin" }));
    for (text, kind) in [(RAW_2024, Kind::FakeAnalyzer), (REPORT_2025, Kind::FakeAnalyzer)] {
        let (document, _) = one(kind, text);
        let mut signs: Vec<&str> = signs(&document).into_iter().map(|(_, sign)| sign).collect();
        signs.sort_unstable();
        assert_eq!(signs, ["login", "name", "noreply"]);
        let commits = document["links"]["github"]["commits"].as_array().unwrap();
        let in_notes = commits
            .iter()
            .filter(|commit| commit["url"].as_str().unwrap().contains("/octo-example/notes/"));
        assert_eq!(in_notes.count(), 1, "the list says where a commit is");
        assert!(
            commits
                .iter()
                .all(|commit| commit["commit"]["author"]["date"].as_str().unwrap().len() == 25)
        );
        assert!(
            commits.iter().all(|commit| commit.get("found_elsewhere").is_none()),
            "nobody searched"
        );
        assert_eq!(
            document["links"]["github"]["following"],
            json!([{ "login": "friend-example" }])
        );
    }
    let (report, notes) = one(Kind::FakeAnalyzer, REPORT_2024);
    assert_eq!(report["links"]["github"]["user"]["following"], 1240);
    assert_eq!(
        report["links"]["github"]["repos"][1],
        json!({ "full_name": "octo-example/notes", "fork": false })
    );
    for left_out in ["/unique_emails", "/potential_copy", "/commits_to_other_repos"] {
        assert!(notes.iter().any(|note| note == left_out), "{left_out} in {notes:?}");
    }
}

#[test]
fn everything_that_an_indicator_or_a_reviewer_can_use_is_carried_over() {
    let (document, notes) = one(Kind::GitHub, ACCOUNT);
    let github = &document["links"]["github"];
    assert_eq!(github["user"]["name"], "Robin Example");
    assert_eq!(github["user"]["location"], "Somewhere");
    assert_eq!(github["repos"][0]["language"], "Rust");
    assert_eq!(github["commits"][0]["commit"]["message"], "Begin");
    assert_eq!(github["commits"][0]["parents"], json!([]));
    assert_eq!(github["following"][0], json!({ "login": "other-example" }));
    assert_eq!(document.get("claims"), None, "`Somewhere` names no country");
    assert!(notes.contains(&"/user/location".to_owned()), "{notes:?}");
    let mut account = sample();
    account["user"]["hireable"] = true.into();
    account["user"]["location"] = "Austin, Texas, USA".into();
    account["repos"][0]["topics"] = json!(["shop"]);
    account["repos"][0]["license"] = json!({ "key": "mit" });
    account["commits"][0]["commit"]["verification"] =
        json!({ "verified": true, "reason": "valid", "signature": "…" });
    account["pull_requests"] = json!([{ "number": 3, "merged": true, "author_association": "MEMBER",
        "base": { "repo": { "full_name": "other-example/tool", "owner": { "login": "other-example" } } } }]);
    let (documents, notes) = all(Kind::GitHub, &account.to_string());
    let github = &documents[0]["links"]["github"];
    assert_eq!(
        documents[0]["claims"],
        json!({ "country": "US", "region": "Texas", "city": "Austin" })
    );
    assert_eq!(github["repos"][0]["topics"], json!(["shop"]));
    assert_eq!(
        github["commits"][0]["commit"]["verification"],
        json!({ "verified": true, "reason": "valid" })
    );
    assert_eq!(github["commits"][0]["committer"]["login"], "web-flow");
    assert_eq!(github["pull_requests"][0]["author_association"], "MEMBER");
    assert_eq!(github["pull_requests"][0]["repository"], "other-example/tool");
    let named = |pointer: &str, field: &str| {
        notes.iter().any(|note| note.pointer == pointer && note.detail.contains(field))
    };
    assert!(named("/user", "hireable") && named("/repos", "license"), "{notes:?}");
}

#[test]
fn only_the_place_of_a_person_is_a_claim() {
    let mut account = sample();
    account["user"]["location"] = "Berlin, Germany".into();
    account["repos"][0]["description"] = "Made in Paris, France".into();
    assert_eq!(github(&account)["claims"], json!({ "country": "DE", "city": "Berlin" }));
    account["user"]["type"] = "Organization".into();
    assert_eq!(github(&account).get("claims"), None);
    account["user"]["type"] = "User".into();
    account["user"]["location"] = Value::Null;
    account["user"]["bio"] = "From Lagos, Nigeria".into();
    assert_eq!(github(&account).get("claims"), None);
}

/// Whether a note points to the whole input, and names this place of an account.
fn about_the_input(notes: &[Note], place: &str) -> bool {
    notes.iter().any(|note| note.pointer.is_empty() && note.detail.ends_with(place))
}

#[test]
fn objects_of_the_rest_api_are_accepted_alone() {
    let account = sample();
    let alone = github(&account["user"]);
    assert_eq!(alone["links"]["github"]["user"]["following"], 1240);
    for (field, list) in [("repos", "repos"), ("commits", "commits")] {
        let (documents, notes) = all(Kind::GitHub, &account[field].to_string());
        let document = &documents[0];
        assert_eq!(document["external_id"], "github:octo-example", "{field}");
        assert_eq!(document["links"]["github"][list], github(&account)["links"]["github"][list]);
        assert!(about_the_input(&notes, "(`/user`)"), "{notes:?}");
    }
    let mixed: Vec<Value> = std::iter::once(account["user"].clone())
        .chain(account["commits"].as_array().unwrap().iter().cloned())
        .chain(account["repos"].as_array().unwrap().iter().cloned())
        .collect();
    assert_eq!(github(&mixed.into()), github(&account));
    let events = json!([
        { "type": "PushEvent", "actor": { "login": "octo-example" }, "repo": { "name": "octo-example/shop" }, "created_at": "2026-01-01T00:00:00Z",
          "payload": { "commits": [{ "sha": "1", "author": { "name": "octo-example", "email": "r@example.com" }, "message": "Fix",
            "url": "https://api.github.com/repos/octo-example/shop/commits/1" }] } },
        { "type": "WatchEvent", "actor": { "login": "octo-example" }, "repo": { "name": "other-example/tool" }, "payload": { "action": "started" } },
        { "type": "PullRequestEvent", "actor": { "login": "octo-example" }, "repo": { "name": "other-example/tool" },
          "payload": { "action": "opened", "pull_request": { "number": 1, "created_at": "2026-01-01T00:00:00Z", "additions": 1, "deletions": 0 } } },
    ]);
    let (documents, notes) = all(Kind::GitHub, &events.to_string());
    assert_eq!(signs(&documents[0]), [(0, "login")]);
    assert_eq!(documents[0]["links"]["github"]["pull_requests"][0]["additions"], 1);
    assert!(about_the_input(&notes, "(`/events`)"), "{notes:?}");
    let account = json!({ "user": { "login": "octo-example" }, "events": events });
    let (_, notes) = one(Kind::GitHub, &account.to_string());
    assert!(notes.contains(&"/events".to_owned()), "{notes:?}");
}

#[test]
fn pull_requests_are_no_accounts_and_an_empty_list_is_no_success() {
    let pull = |number: u32, owner: &str| {
        json!({ "id": number, "url": "https://api.github.com/repos/a/b/pulls/1", "number": number, "user": { "login": "octo-example", "id": 1 },
            "head": {}, "base": { "repo": { "full_name": format!("{owner}/b"), "owner": { "login": owner } } }, "created_at": "2026-01-01T00:00:00Z" })
    };
    let (documents, notes) =
        all(Kind::GitHub, &json!([pull(1, "other-example"), pull(2, "Octo-Example")]).to_string());
    assert_eq!(documents[0]["external_id"], "github:octo-example");
    assert_eq!(documents[0]["links"]["github"]["pull_requests"].as_array().unwrap().len(), 1);
    assert!(about_the_input(&notes, "(`/pull_requests`)"), "the account's own repository");
    let refused = |value: Value| {
        let faults = convert_any(Kind::GitHub, value.to_string().as_bytes(), &Options::default());
        faults.unwrap_err()[0].clone()
    };
    assert_eq!(refused(json!([])).code, "empty");
    assert_eq!(refused(json!({ "repos": [] })).pointer, "/user");
    assert_eq!(refused(json!({ "message": "Not Found", "status": "404" })).code, "wrong_type");
    assert_eq!(
        refused(json!([{ "id": 1, "title": "An issue", "user": { "login": "x" } }, 7])).pointer,
        "/0"
    );
}

#[test]
fn several_accounts_become_several_profiles() {
    let mut other = sample();
    other["user"]["login"] = "other-example".into();
    let (documents, notes) = all(Kind::GitHub, &json!([sample(), other]).to_string());
    assert_eq!(documents[1]["external_id"], "github:other-example");
    assert!(
        notes.iter().all(|note| note.pointer.starts_with("/0") || note.pointer.starts_with("/1")),
        "{notes:?}"
    );
}

#[test]
fn a_graphql_answer_gives_the_same_profile_as_the_rest_api() {
    let (documents, notes) = all(Kind::GitHub, GRAPHQL);
    let document = &documents[0];
    let github = &document["links"]["github"];
    assert_eq!(document["claims"]["country"], "DE");
    assert_eq!(github["user"]["public_repos"], 2);
    assert_eq!(github["repos"][0]["language"], "TypeScript");
    assert_eq!(github["commits"][0]["commit"]["author"]["date"], "2024-05-30T11:02:11+09:00");
    assert_eq!(github["commits"][0]["parents"], json!([{ "sha": "b2" }]));
    assert_eq!(signs(document), [(0, "host")]);
    assert!(
        notes.iter().any(|note| note.pointer == "/data/user" && note.detail.contains("isHireable")),
        "{notes:?}"
    );
    let nobody = json!({ "data": { "user": null }, "errors": [{ "type": "NOT_FOUND" }] });
    let faults = convert_any(Kind::GitHub, nobody.to_string().as_bytes(), &Options::default());
    assert_eq!(faults.unwrap_err()[0].pointer, "/data");
}

#[test]
fn gitlab_objects_are_read_like_githubs() {
    let (document, _) = one(Kind::GitLab, GITLAB);
    let github = &document["links"]["github"];
    assert_eq!(document["external_id"], "gitlab.example.com:robin-example");
    assert_eq!(github["host"], "gitlab.example.com");
    assert_eq!(
        document["claims"],
        json!({ "country": "US", "region": "Illinois", "city": "Springfield" })
    );
    assert_eq!(github["repos"][0]["full_name"], "robin-example/shop.cart");
    assert_eq!(github["repos"][1]["fork"], true);
    assert_eq!(signs(&document), [(0, "noreply")]);
    assert!(
        github["commits"][0]["url"]
            .as_str()
            .unwrap()
            .contains("/repos/robin-example/shop.cart/commits/")
    );
    assert_eq!(github["commits"][0]["commit"]["author"]["date"], "2023-05-03T21:15:00.000-05:00");
    let user: Value = serde_json::from_str(GITLAB).unwrap();
    assert_eq!(
        one(Kind::GitLab, &user["user"].to_string()).0["links"]["github"]["user"]["following"],
        700
    );
    let (projects, _) = one(Kind::GitLab, &user["projects"].to_string());
    assert_eq!(projects["links"]["github"]["repos"].as_array().unwrap().len(), 2);
}

#[test]
fn what_others_do_to_an_account_changes_no_finding() {
    let findings = |account: &Value| -> Vec<(&'static str, State)> {
        let fixture = Fixture::from_any(github(account)).enriched();
        let state = |observed: Observed| (observed.indicator.id, observed.finding.state());
        observe(&fixture.case()).into_iter().map(state).collect()
    };
    let account = sample();
    let mut popular = account.clone();
    popular["followers"] =
        (0..50).map(|i| json!({ "login": format!("fan-{i}"), "id": i })).collect();
    for repo in popular["repos"].as_array_mut().unwrap() {
        repo["stargazers_count"] = 900.into();
        repo["forks_count"] = 90.into();
    }
    for i in 0..30 {
        let commit = json!({ "sha": format!("{i:040}"), "url": "https://api.github.com/repos/octo-example/shop/commits/1", "author": { "login": "other-example" },
            "commit": { "author": { "name": "Other", "email": "other@example.org", "date": format!("2025-03-{:02}T10:00:00+09:00", i % 28 + 1) }, "message": "Help" } });
        popular["commits"].as_array_mut().unwrap().push(commit);
    }
    assert_eq!(findings(&popular), findings(&account));
}

#[test]
fn a_report_says_nothing_about_where_work_was_found_and_its_findings_about_names_are_dropped() {
    let (document, notes) = one(Kind::FakeAnalyzer, REPORT);
    let commits = document["links"]["github"]["commits"].as_array().unwrap();
    assert!(commits.iter().all(|commit| commit.get("found_elsewhere").is_none()));
    assert!(commits[0]["url"].as_str().unwrap().contains("/repos/octo-example/tool/"));
    assert_eq!(document["links"]["github"]["following"][0]["login"], "other-example");
    for left_out in ["/dprk_naming", "/commit_filter"] {
        assert!(notes.iter().any(|note| note == left_out), "{left_out} in {notes:?}");
    }
}
