//! Payloads as the vendors document them, with invented people.

use serde_json::{Value, json};

use super::tests::FIXTURES;
use super::*;

fn run(kind: Kind, input: &Value) -> Result<Converted, Vec<Fault>> {
    convert(kind, input.to_string().as_bytes(), &Options::default())
}

fn read(kind: Kind, input: &Value) -> (Value, Vec<Note>) {
    match run(kind, input) {
        Ok(Converted::Additions { mut documents, notes, .. }) if documents.len() == 1 => {
            (documents.remove(0), notes)
        }
        other => panic!("{}: {other:?}", kind.name()),
    }
}

/// The fixture of a vendor, by its place among that vendor's fixtures.
fn fixture(kind: Kind, index: usize) -> Value {
    let mut fixtures = FIXTURES.iter().filter(|(known, _)| *known == kind);
    serde_json::from_str(fixtures.nth(index).unwrap().1).unwrap()
}

fn erased(kind: Kind, input: &Value) -> String {
    match run(kind, input) {
        Ok(Converted::Erase { external_id }) => external_id,
        other => panic!("{other:?}"),
    }
}

fn merged(kind: Kind, input: &Value) -> (String, String) {
    match run(kind, input) {
        Ok(Converted::Merge { from, into }) => (from, into),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_greenhouse_application_keeps_what_is_known_about_the_applicant() {
    let (document, notes) = read(Kind::Greenhouse, &fixture(Kind::Greenhouse, 0));
    assert_eq!(
        document,
        json!({
            "schema": "bonafide.profile/v1",
            "external_id": "greenhouse:60304594",
            "claims": { "name": "Robin Example" },
            "contact": {
                "emails": [{ "address": "robin@example.com" }],
                "phones": [{ "number": "+1 (202) 555-0123" }],
                "addresses": [{ "line": "1 Sample St Springfield, IL 62701", "purpose": "residence" }],
            },
            "links": { "urls": [
                "https://robin.example.com", "https://social.example.com/robin", "https://www.linkedin.com/in/robin-example",
            ] },
            "resume": {
                "basics": { "label": "Engineer", "profiles": [{ "username": "robin-example" }] },
                "work": [
                    { "name": "Northwind Example", "position": "Engineer", "startDate": "2016-01-01" },
                    { "name": "Tailspin Example", "position": "Engineer" },
                ],
                "education": [{
                    "institution": "Example College", "studyType": "Bachelor", "area": "Computing",
                    "startDate": "2012-09-01", "endDate": "2015-06-01",
                }],
            },
            "activity": { "applications": [{
                "at": "2026-05-20T10:00:00Z", "kind": "application", "id": "71980812", "job_id": "274075",
                "job_title": "Data engineer", "source": "Example Jobs", "referred_by": "92120",
            }] },
        })
    );
    let noted = |pointer: &str| notes.iter().any(|note| note.pointer == pointer);
    let application = "/payload/application";
    for pointer in [
        "/candidate/phone_numbers/1/value",
        "/candidate/phone_numbers/0/type",
        "/candidate/custom_fields/salary",
        "/candidate/attachments",
        "/candidate/recruiter",
        "/custom_fields/heard",
        "/current_stage",
        "/credited_to/email",
    ] {
        assert!(noted(&format!("{application}{pointer}")), "{pointer}: {notes:#?}");
    }
    assert!(!noted(&format!("{application}/custom_fields/unanswered")));
}

#[test]
fn objects_of_harvest_v3_are_read_alone_and_together() {
    let together = fixture(Kind::Greenhouse, 1);
    let (document, notes) = read(Kind::Greenhouse, &together);
    assert_eq!(document["external_id"], "greenhouse:60304594");
    assert_eq!(document["links"]["urls"], json!(["https://github.com/octo-example"]));
    assert_eq!(document["resume"]["work"][0]["endDate"], "2019-02-01");
    let application = &document["activity"]["applications"][0];
    assert_eq!((&application["accepted"], &application["source"]), (&json!(true), &json!("16")));
    assert!(notes.iter().any(|note| note.pointer == "/applications/0/answers/0"), "{notes:#?}");
    for list in ["candidates", "applications", "employments", "educations"] {
        let (alone, _) = read(Kind::Greenhouse, &together[list][0]);
        assert_eq!(alone["external_id"], "greenhouse:60304594", "{list}");
        let (listed, _) = read(Kind::Greenhouse, &together[list]);
        assert_eq!(listed, alone, "{list}");
    }
    for nothing in [json!([]), json!({}), json!({ "id": 1, "name": "A job" }), json!([3])] {
        assert!(run(Kind::Greenhouse, &nothing).is_err(), "{nothing}");
    }
}

#[test]
fn an_application_to_the_job_board_needs_an_id_and_has_the_time_that_the_caller_states() {
    let body = fixture(Kind::Greenhouse, 2);
    assert_eq!(run(Kind::Greenhouse, &body).unwrap_err()[0].code, "external_id_missing");
    let with = |at: Option<&str>| {
        let submitted_at = at.map(|at| at.parse().unwrap());
        let options =
            Options { external_id: Some("a-1".to_owned()), submitted_at, ..Options::default() };
        match convert(Kind::Greenhouse, body.to_string().as_bytes(), &options) {
            Ok(Converted::Profiles { documents, notes }) => (documents[0].clone(), notes),
            other => panic!("{other:?}"),
        }
    };
    let (document, notes) = with(Some("2026-05-20T10:00:00Z"));
    assert_eq!(document["sessions"][0]["ip"], "192.0.2.7");
    let letter = "I would like to build services for you.";
    assert_eq!(document["activity"]["applications"][0]["cover_letter"], letter);
    assert_eq!(document["resume_file"]["text"], "Ten years of building services.");
    assert_eq!(document["resume"]["work"][0]["startDate"], "2016-01");
    assert_eq!(document["links"]["urls"], json!(["https://github.com/octo-example"]));
    for pointer in ["/race", "/gender", "/demographic_answers"] {
        let note = notes.iter().find(|note| note.pointer == pointer).unwrap();
        assert!(note.detail.contains("never carried over"), "{note:?}");
    }
    let (document, notes) = with(None);
    assert_eq!(document["messages"][0]["text"], letter);
    assert_eq!(document["sessions"], Value::Null);
    assert!(notes.iter().any(|note| note.pointer == "/applicant_ip"), "{notes:?}");
}

#[test]
fn greenhouse_merges_into_the_new_candidate_and_erases_who_was_deleted_or_anonymized() {
    let event = |action: &str, payload: Value| json!({ "action": action, "payload": payload });
    let person = json!({ "person": { "id": 7, "first_name": "Robin", "new_candidate_id": 8 } });
    let gone = event("delete_candidate", person.clone());
    assert_eq!(erased(Kind::Greenhouse, &gone), "greenhouse:7");
    let merge = event("merge_candidate", person);
    let both = ("greenhouse:7".to_owned(), "greenhouse:8".to_owned());
    assert_eq!(merged(Kind::Greenhouse, &merge), both);
    let anonymized = |fields: Value| {
        event("candidate_anonymized", json!({ "candidate_id": 7, "anonymized_fields": fields }))
    };
    for fields in [
        json!(["full_name", "current_title"]),
        json!(["notes", "email_addresses"]),
        json!(["something_new"]),
        json!([]),
        Value::Null,
        json!(["notes", 3]),
    ] {
        assert_eq!(erased(Kind::Greenhouse, &anonymized(fields)), "greenhouse:7");
    }
    let kept = anonymized(json!(["notes", "activity_items", "tags"]));
    assert_eq!(run(Kind::Greenhouse, &kept), Ok(Converted::Nothing));
    let job = event("job_created", json!({ "job": { "id": 1 } }));
    assert_eq!(run(Kind::Greenhouse, &job), Ok(Converted::Nothing));
    for (action, pointer) in [
        ("delete_candidate", "/payload/person/id"),
        ("merge_candidate", "/payload/person/id"),
        ("candidate_anonymized", "/payload/candidate_id"),
    ] {
        let faults = run(Kind::Greenhouse, &event(action, json!({}))).unwrap_err();
        assert_eq!(faults[0].pointer, pointer);
    }
    let half = event("merge_candidate", json!({ "person": { "id": 7 } }));
    let faults = run(Kind::Greenhouse, &half).unwrap_err();
    assert_eq!(faults[0].pointer, "/payload/person/new_candidate_id");
}

#[test]
fn an_ashby_application_keeps_the_device_it_was_sent_from() {
    let (document, notes) = read(Kind::Ashby, &fixture(Kind::Ashby, 0));
    assert_eq!(
        document,
        json!({
            "schema": "bonafide.profile/v1",
            "external_id": "ashby:0b0b0b0b-0000-4000-8000-000000000003",
            "claims": { "name": "Robin Example" },
            "contact": {
                "emails": [{ "address": "robin@example.com" }],
                "phones": [{ "number": "+1 202 555 0123" }],
            },
            "sessions": [{
                "started_at": "2026-05-20T10:00:00.000Z", "ip": "192.0.2.7",
                "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
            }],
            "activity": { "applications": [{
                "at": "2026-05-20T10:00:00.000Z", "kind": "application",
                "id": "0a0a0a0a-0000-4000-8000-000000000002", "job_id": "0c0c0c0c-0000-4000-8000-000000000004",
                "job_title": "Engineer", "source": "Example Jobs", "referred_by": "7",
            }] },
        })
    );
    for pointer in
        ["customFields/0", "hiringTeam", "appliedViaJobPostingId", "creditedToUser/email"]
    {
        let pointer = format!("/data/application/{pointer}");
        assert!(notes.iter().any(|note| note.pointer == pointer), "{pointer}: {notes:#?}");
    }
}

#[test]
fn responses_of_ashbys_api_are_read() {
    let (document, notes) = read(Kind::Ashby, &fixture(Kind::Ashby, 1));
    assert_eq!(
        document["claims"],
        json!({ "name": "Robin Example", "country": "US", "region": "Illinois", "city": "Springfield" })
    );
    assert_eq!(
        document["contact"]["phones"],
        json!([{ "number": "(202) 555-0123", "country": "US" }])
    );
    assert_eq!(document["contact"]["emails"].as_array().unwrap().len(), 2);
    let urls =
        json!(["https://www.linkedin.com/in/robin-example", "https://twitter.com/robin-example"]);
    assert_eq!(document["links"]["urls"], urls);
    assert_eq!(
        document["resume"]["work"],
        json!([{ "name": "Northwind Example", "position": "Engineer" }])
    );
    assert!(!document.to_string().contains("Unreviewed"), "a verdict is not evidence");
    assert!(notes.iter().any(|note| note.pointer == "/results/fraudStatus"), "{notes:?}");
    let (document, notes) = read(Kind::Ashby, &fixture(Kind::Ashby, 2));
    assert_eq!(document["sessions"].as_array().unwrap().len(), 1);
    assert!(notes.iter().any(|note| note.pointer.starts_with("/results/1")), "{notes:?}");
    let application = fixture(Kind::Ashby, 0)["data"]["application"].clone();
    let (document, _) = read(Kind::Ashby, &json!({ "success": true, "results": application }));
    assert_eq!(document["sessions"][0]["ip"], "192.0.2.7");
    for nothing in [json!({ "success": false }), json!({ "results": [] }), json!([]), json!(3)] {
        assert!(run(Kind::Ashby, &nothing).is_err(), "{nothing}");
    }
}

#[test]
fn ashby_merges_the_deleted_candidate_into_the_merged_one() {
    let merge = json!({
        "action": "candidateMerge",
        "data": { "deletedCandidate": { "id": "gone" }, "mergedCandidate": { "id": "stays", "name": "Robin" } },
    });
    let both = ("ashby:gone".to_owned(), "ashby:stays".to_owned());
    assert_eq!(merged(Kind::Ashby, &merge), both);
    let delete = json!({ "action": "candidateDelete", "data": { "candidate": { "id": "gone" } } });
    assert_eq!(erased(Kind::Ashby, &delete), "ashby:gone");
    for (data, pointer) in [
        (
            json!({ "mergedCandidate": { "id": "x" }, "candidate": { "id": "y" } }),
            "/data/deletedCandidate/id",
        ),
        (json!({ "deletedCandidate": { "id": "x" } }), "/data/mergedCandidate/id"),
    ] {
        let faults = run(Kind::Ashby, &json!({ "action": "candidateMerge", "data": data }));
        assert_eq!(faults.unwrap_err()[0].pointer, pointer, "nobody is erased by a guess");
    }
    for other in ["ping", "jobCreate", "interviewScheduleUpdate"] {
        let event =
            json!({ "action": other, "data": { "interviewSchedule": { "candidateId": "x" } } });
        assert_eq!(run(Kind::Ashby, &event), Ok(Converted::Nothing));
    }
}

#[test]
fn a_lever_opportunity_is_a_candidacy_of_its_contact() {
    let (document, notes) = read(Kind::Lever, &fixture(Kind::Lever, 0));
    assert_eq!(document["external_id"], "lever:7f23e772-0000-4000-8000-000000000002");
    assert_eq!(
        document["claims"],
        json!({ "name": "Robin Example", "country": "US", "region": "Illinois", "city": "Springfield" })
    );
    assert_eq!(
        document["contact"]["phones"],
        json!([{ "number": "(202) 555-0123", "country": "US" }])
    );
    let urls = json!(["https://linkedin.com/in/robin-example", "https://github.com/octo-example"]);
    assert_eq!(document["links"]["urls"], urls);
    assert_eq!(
        document["activity"]["applications"],
        json!([{
            "at": "2026-05-20T10:00:00.000Z", "kind": "application", "id": "cdb4ff92-0000-4000-8000-000000000005",
            "job_id": "f2f01e16-0000-4000-8000-000000000006", "source": "Example Jobs",
            "cover_letter": "I would like to build services for you.",
        }])
    );
    assert_eq!(document["resume"]["education"][0]["endDate"], "2015-06");
    let work = document["resume"]["work"].as_array().unwrap();
    assert!(work.iter().any(|job| job["startDate"] == "2016-01"), "{work:?}");
    assert!(notes.iter().any(|note| note.pointer == "/data/dataProtection"), "{notes:#?}");
    let mut plain = fixture(Kind::Lever, 0)["data"].clone();
    plain["contact"] = "c-1".into();
    plain["applications"] = json!(["a-1"]);
    let (document, _) = read(Kind::Lever, &plain);
    assert_eq!(document["external_id"], "lever:c-1");
    assert_eq!(document["activity"]["applications"][0]["id"], "a-1");
}

#[test]
fn lever_erases_the_contact_who_was_deleted_or_anonymized() {
    let event = |event: &str, data: Value| json!({ "event": event, "triggeredAt": 1, "token": "t", "signature": "s", "data": data });
    let ids = json!({ "candidateId": "o-1", "opportunityId": "o-1", "contactId": "c-1" });
    assert_eq!(erased(Kind::Lever, &event("candidateDeleted", ids.clone())), "lever:c-1");
    assert_eq!(run(Kind::Lever, &event("applicationCreated", ids)), Ok(Converted::Nothing));
    let faults = run(Kind::Lever, &event("candidateDeleted", json!({}))).unwrap_err();
    assert_eq!(faults[0].pointer, "/data/contactId");
    let contact = json!({ "data": { "id": "c-1", "name": "Anonymized", "isAnonymized": true } });
    assert_eq!(erased(Kind::Lever, &contact), "lever:c-1");
    let two =
        json!([{ "id": "c-1", "isAnonymized": true }, { "id": "c-2", "name": "Kim Example" }]);
    assert_eq!(run(Kind::Lever, &two).unwrap_err()[0].code, "several_events");
}

#[test]
fn a_persona_inquiry_is_one_identity_check() {
    let (document, notes) = read(Kind::Persona, &fixture(Kind::Persona, 0));
    assert_eq!(document["external_id"], "applicant-1");
    let check = &document["identity_checks"][0];
    assert_eq!(check["tamper_signals"], json!(["id_tamper_detection"]));
    for (field, value) in [
        ("id", "inq_1"),
        ("provider", "persona"),
        ("result", "passed"),
        ("checked_at", "2026-05-20T10:06:00.000Z"),
        ("name_on_document", "ROBIN EXAMPLE"),
        ("ip", "192.0.2.7"),
        ("device_id", "dev_1"),
    ] {
        assert_eq!(check[field], value, "{field}");
    }
    assert!(check["document_digest"].as_str().unwrap().starts_with("sha256:"));
    assert_eq!(document["contact"]["addresses"][0]["purpose"], "id_document");
    assert_eq!(document["claims"], Value::Null, "a document is no claim");
    assert!(!document.to_string().contains("1990"), "no date of birth");
    assert!(notes.iter().any(|note| note.pointer.ends_with("/checks/2")), "{notes:#?}");
}

/// The same document with every name in camel case.
fn camel_case(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let camel = |name: &str| {
                let mut parts = name.split('-').map(str::to_owned);
                let first = parts.next().unwrap_or_default();
                let rest = parts.map(|part| part[..1].to_uppercase() + &part[1..]);
                std::iter::once(first).chain(rest).collect::<String>()
            };
            fields.iter().map(|(name, value)| (camel(name), camel_case(value))).collect()
        }
        Value::Array(items) => items.iter().map(camel_case).collect(),
        other => other.clone(),
    }
}

#[test]
fn persona_names_fields_as_the_tenant_chose() {
    let input = fixture(Kind::Persona, 0);
    let (document, _) = read(Kind::Persona, &input);
    assert_eq!(read(Kind::Persona, &camel_case(&input)).0, document);
}

#[test]
fn a_persona_event_without_a_result_or_about_a_redaction_changes_nothing() {
    let with = |event: &str, status: &str| {
        let mut input = fixture(Kind::Persona, 0);
        input["data"]["attributes"]["name"] = event.into();
        input["data"]["attributes"]["payload"]["data"]["attributes"]["status"] = status.into();
        input
    };
    for (event, status) in [
        ("inquiry.created", "created"),
        ("inquiry.redacted", "approved"),
        ("account.redacted", "approved"),
        ("report/watchlist.ready", "ready"),
    ] {
        assert_eq!(run(Kind::Persona, &with(event, status)), Ok(Converted::Nothing), "{event}");
    }
    for (status, result) in
        [("declined", "failed"), ("needs_review", "inconclusive"), ("expired", "abandoned")]
    {
        let (document, _) = read(Kind::Persona, &with("inquiry.transitioned", status));
        assert_eq!(document["identity_checks"][0]["result"], result);
    }
    let mut nobody = with("inquiry.approved", "approved");
    nobody["data"]["attributes"]["payload"]["data"]["attributes"]["reference-id"] = Value::Null;
    let faults = run(Kind::Persona, &nobody).unwrap_err();
    assert_eq!(faults[0].pointer, "/data/attributes/payload/data/attributes/reference-id");
}

#[test]
fn a_stripe_session_is_one_identity_check() {
    let (document, _) = read(Kind::StripeIdentity, &fixture(Kind::StripeIdentity, 0));
    assert_eq!(document["external_id"], "applicant-1");
    let check = &document["identity_checks"][0];
    assert_eq!(check["tamper_signals"], json!([]));
    for (field, value) in [
        ("id", "vs_1"),
        ("result", "passed"),
        ("checked_at", "2026-05-20T10:05:00Z"),
        ("name_on_document", "Robin Example"),
    ] {
        assert_eq!(check[field], value, "{field}");
    }
    // The same document has the same digest at every vendor.
    let persona = read(Kind::Persona, &fixture(Kind::Persona, 0)).0;
    assert_eq!(check["document_digest"], persona["identity_checks"][0]["document_digest"]);
    assert_eq!(document["contact"]["emails"][0]["address"], "robin@example.com");
    assert!(!document.to_string().contains("1990"), "no date of birth");
}

#[test]
fn only_a_rejected_document_or_face_fails_a_stripe_session() {
    let with = |status: &str, error: Value| {
        let mut input = fixture(Kind::StripeIdentity, 0);
        let session = &mut input["data"]["object"];
        session["last_verification_report"] = "vr_1".into();
        (session["status"], session["last_error"]) = (status.into(), error);
        input
    };
    for (code, result) in [
        ("selfie_face_mismatch", "failed"),
        ("document_unverified_other", "failed"),
        ("document_expired", "inconclusive"),
        ("abandoned", "abandoned"),
        ("consent_declined", "abandoned"),
    ] {
        let (document, _) = read(
            Kind::StripeIdentity,
            &with("requires_input", json!({ "code": code, "reason": "…" })),
        );
        assert_eq!(document["identity_checks"][0]["result"], result, "{code}");
    }
    for status in ["requires_input", "processing"] {
        assert_eq!(run(Kind::StripeIdentity, &with(status, Value::Null)), Ok(Converted::Nothing));
    }
    let (document, _) = read(Kind::StripeIdentity, &with("canceled", Value::Null));
    assert_eq!(document["identity_checks"][0]["result"], "abandoned");
    let mut redacted = with("verified", Value::Null);
    redacted["type"] = "identity.verification_session.redacted".into();
    assert_eq!(run(Kind::StripeIdentity, &redacted), Ok(Converted::Nothing));
    let report =
        fixture(Kind::StripeIdentity, 0)["data"]["object"]["last_verification_report"].clone();
    let options = Options { external_id: Some("a".to_owned()), ..Options::default() };
    let Ok(Converted::Additions { documents, .. }) =
        convert(Kind::StripeIdentity, report.to_string().as_bytes(), &options)
    else {
        panic!()
    };
    assert_eq!(documents[0]["identity_checks"][0]["result"], "passed");
}
