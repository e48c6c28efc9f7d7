//! Payloads in forms that vendors and their customers really send, where a careless reading loses or mixes up people.

use serde_json::{Value, json};

use super::*;

fn documents(kind: Kind, input: &Value, options: &Options) -> (Vec<Value>, Vec<Note>) {
    match convert(kind, input.to_string().as_bytes(), options) {
        Ok(
            Converted::Additions { documents, notes, .. }
            | Converted::Profiles { documents, notes },
        ) => (documents, notes),
        other => panic!("{}: {other:?}", kind.name()),
    }
}

fn only(kind: Kind, input: &Value) -> (Value, Vec<Note>) {
    let (mut documents, notes) = documents(kind, input, &Options::default());
    assert_eq!(documents.len(), 1, "{documents:#?}");
    (documents.remove(0), notes)
}

/// A place that the input does not have is named in the text, and the pointer is that of the nearest one that it has.
fn is_noted(notes: &[Note], pointer: &str) -> bool {
    let named = format!("`{pointer}`");
    notes.iter().any(|note| note.pointer == pointer || note.detail.contains(&named))
}

#[test]
fn the_id_of_a_job_post_is_never_an_applicant() {
    let body = json!({
        "id": "127817", "first_name": "Robin", "last_name": "Example", "email": "robin@example.com",
        "phone": "202-555-0123", "location": "Portland, Oregon, United States", "resume_text": "Ten years.",
    });
    let refused = convert(Kind::Greenhouse, body.to_string().as_bytes(), &Options::default());
    assert_eq!(refused.unwrap_err()[0].code, "external_id_missing");
    let options = Options { external_id: Some("a-1".to_owned()), ..Options::default() };
    let (documents, notes) = documents(Kind::Greenhouse, &body, &options);
    assert_eq!(documents[0]["external_id"], "a-1");
    assert_eq!(documents[0]["contact"]["emails"], json!([{ "address": "robin@example.com" }]));
    assert_eq!(
        documents[0]["contact"]["phones"],
        json!([{ "number": "202-555-0123", "country": "US" }])
    );
    assert_eq!(documents[0]["resume_file"]["text"], "Ten years.");
    assert!(is_noted(&notes, "/id"), "{notes:#?}");
}

#[test]
fn the_place_in_a_greenhouse_application_is_a_claim() {
    let with = |location: Value| {
        let candidate = json!({
            "id": 7, "first_name": "Robin", "phone_numbers": [{ "value": "202-555-0123" }],
        });
        let application = json!({ "id": 8, "candidate": candidate, "location": location });
        let payload = json!({ "application": application });
        only(
            Kind::Greenhouse,
            &json!({ "action": "new_candidate_application", "payload": payload }),
        )
        .0
    };
    let claims =
        json!({ "name": "Robin", "country": "US", "region": "Oregon", "city": "Portland" });
    for location in [
        json!({ "address": "Portland, Oregon, United States" }),
        json!("Portland, Oregon, United States"),
    ] {
        let document = with(location);
        assert_eq!(document["claims"], claims);
        assert_eq!(
            document["contact"]["phones"],
            json!([{ "number": "202-555-0123", "country": "US" }])
        );
    }
    let street = with(json!({ "address": "1 Sample St, Portland, United States" }));
    assert_eq!(street["claims"], json!({ "name": "Robin", "country": "US" }));
    for unknown in [json!({ "address": "Portland" }), json!({ "address": "Remote" }), Value::Null] {
        let document = with(unknown);
        assert_eq!(document["claims"], json!({ "name": "Robin" }), "no country is guessed");
        let phones = document["contact"]["phones"].as_array();
        assert!(phones.is_none_or(Vec::is_empty), "{document}");
    }
}

#[test]
fn the_same_login_on_two_servers_is_two_applicants() {
    let id = |kind, input: Value| {
        let (document, _) = only(kind, &input);
        (document["external_id"].clone(), document["links"]["github"]["host"].clone())
    };
    let gitlab = |host: &str| {
        id(
            Kind::GitLab,
            json!({ "username": "JSmith", "web_url": format!("https://{host}/JSmith") }),
        )
    };
    let github = |page: &str| {
        id(Kind::GitHub, json!({ "login": "JSmith", "id": 1, "type": "User", "html_url": page }))
    };
    assert_eq!(gitlab("gitlab.com"), (json!("gitlab:jsmith"), json!("gitlab.com")));
    for host in
        ["git.acme.example", "git.other.example", "gitlab.acme.example", "git.acme.example:8443"]
    {
        assert_eq!(gitlab(host), (json!(format!("{host}:jsmith")), json!(host)));
    }
    for page in ["https://github.com/JSmith", "https://api.github.com/users/JSmith", "", "no page"]
    {
        assert_eq!(github(page), (json!("github:jsmith"), Value::Null), "{page}");
    }
    let own = (json!("github.acme.example:jsmith"), json!("github.acme.example"));
    assert_eq!(github("https://GitHub.acme.example/JSmith"), own);
}

#[test]
fn the_validity_and_the_office_of_a_document_are_kept() {
    let attributes = json!({
        "status": "passed", "country-code": "US", "document-number": "X 123", "issue-date": "2021-03-04",
        "expiration-date": "2031-03-04", "issuing-authority": "Example Office",
    });
    let persona = json!({ "data": {
        "type": "verification/government-id", "id": "ver_1", "attributes": attributes,
    } });
    let options = Options { external_id: Some("a-1".to_owned()), ..Options::default() };
    let (read, _) = documents(Kind::Persona, &persona, &options);
    let check = &read[0]["identity_checks"][0];
    assert_eq!(check["valid_from"], "2021-03-04");
    assert_eq!(check["valid_until"], "2031-03-04");
    assert_eq!(check["issuing_office"], "Example Office");
    assert!(check["document_digest"].is_string(), "{check}");
    let stripe = json!({
        "object": "identity.verification_report", "id": "vr_1",
        "document": {
            "status": "verified", "issued_date": { "day": 4, "month": 3, "year": 2021 },
            "expiration_date": { "day": 4, "month": 3, "year": 2031 },
        },
    });
    let (read, notes) = documents(Kind::StripeIdentity, &stripe, &options);
    let check = &read[0]["identity_checks"][0];
    assert_eq!(check["valid_from"], "2021-03-04");
    assert_eq!(check["valid_until"], "2031-03-04");
    assert!(!is_noted(&notes, "/document/issued_date"), "{notes:#?}");
}

#[test]
fn a_job_that_ended_is_not_the_current_one() {
    let candidate = |end: &str| {
        let job = json!({ "company_name": "Northwind", "start_date": "2012", "end_date": end });
        let person = json!({ "id": 7, "first_name": "Robin", "employments": [job] });
        only(Kind::Greenhouse, &person).0["resume"]["work"][0]["endDate"].clone()
    };
    for end in ["Jan 2016", "January 15, 2016", "15 January 2016"] {
        let read = candidate(end);
        assert!(read.as_str().is_some_and(|date| date.contains("2016")), "{end}: {read}");
    }
    assert_eq!(candidate("2016-01-05T00:00:00Z"), "2016-01-05");
}

#[test]
fn a_shortened_pull_request_has_the_repository_and_time_of_its_event() {
    let event = |repository: &str| {
        let pull = json!({ "id": 1, "number": 2, "url": "u", "head": {}, "base": { "repo": { "id": 3 } } });
        json!({
            "id": "9", "type": "PullRequestEvent", "actor": { "login": "octo-example" },
            "repo": { "name": repository }, "created_at": "2026-02-03T10:00:00Z",
            "payload": { "action": "opened", "pull_request": pull },
        })
    };
    let events = json!([event("tailspin-example/app"), event("Octo-Example/own")]);
    let (document, notes) = only(Kind::GitHub, &events);
    assert_eq!(
        document["links"]["github"]["pull_requests"],
        json!([{ "repository": "tailspin-example/app", "created_at": "2026-02-03T10:00:00Z" }])
    );
    assert!(is_noted(&notes, "/pull_requests"), "{notes:#?}");
}

#[test]
fn an_odd_element_costs_only_itself() {
    let user = json!({ "login": "octo-example", "id": 1, "type": "User" });
    let candidate = json!({ "id": 7, "first_name": "Robin" });
    let ashby = json!({ "id": "c-1", "name": "Robin" });
    let lever = json!({ "id": "o-1", "contact": "c-1", "name": "Robin" });
    for (kind, input, pointer) in [
        (Kind::GitHub, json!([user, null]), "/1"),
        (Kind::GitHub, json!({ "user": user, "repos": [null, 5] }), "/repos/1"),
        (Kind::Greenhouse, json!({ "candidates": [null, candidate] }), "/candidates/0"),
        (Kind::Ashby, json!({ "success": true, "results": [ashby, null] }), "/results/1"),
        (Kind::Lever, json!({ "data": [lever, null] }), "/data/1"),
    ] {
        let (_, notes) = only(kind, &input);
        assert!(is_noted(&notes, pointer), "{}: {notes:#?}", kind.name());
    }
    for kind in [Kind::GitHub, Kind::Greenhouse, Kind::Ashby, Kind::Lever] {
        assert!(convert(kind, b"[null]", &Options::default()).is_err(), "{}", kind.name());
    }
}
