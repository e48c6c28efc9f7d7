//! Liberal input: what is refused, what is left out, and what is said about it.

use serde_json::{Value, json};

use super::*;

/// The warnings as `pointer code`.
fn warned(document: &Value) -> Vec<String> {
    let (_, warnings) = parse(document.to_string().as_bytes()).unwrap();
    warnings.iter().map(|warning| format!("{} {}", warning.pointer, warning.code)).collect()
}

fn read(document: &Value) -> Profile {
    parse(document.to_string().as_bytes()).unwrap().0
}

fn refused(document: &str) -> String {
    match parse(document.as_bytes()) {
        Ok(_) => "accepted".to_owned(),
        Err(BadProfile::Json(error)) => error.to_string(),
        Err(BadProfile::Faults(faults)) => {
            let named = faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code));
            named.collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn an_odd_list_element_does_not_cost_the_others() {
    let profile = json!({
        "external_id": "a",
        "sessions": [
            { "started_at": "2026-05-01T08:00:00Z", "ip": "203.0.113.7" },
            { "started_at": "yesterday", "ip": "203.0.113.8" },
            null,
            { "ip": "203.0.113.9" },
            { "started_at": "2026-05-02T08:00:00Z", "ip": "not an address", "time_zone": 7 },
        ],
        "messages": "none",
        "photos": {},
    });
    let read = read(&profile);
    assert_eq!(read.sessions.len(), 2);
    assert!(read.sessions[0].ip.is_some() && read.sessions[1].ip.is_none());
    let expected = [
        "/sessions/1/started_at invalid_time",
        "/sessions/2 wrong_type",
        "/sessions/3/started_at required",
        "/sessions/4/ip invalid_ip",
        "/sessions/4/time_zone wrong_type",
        "/messages wrong_type",
        "/photos wrong_type",
    ];
    assert_eq!(warned(&profile), expected);
    let (_, warnings) = parse(profile.to_string().as_bytes()).unwrap();
    let details: Vec<&str> = warnings.iter().map(|warning| &*warning.detail).collect();
    assert!(details[0].ends_with("; `/sessions/1` was ignored"), "{}", details[0]);
    assert!(details[3].ends_with("; it was ignored"), "{}", details[3]);
}

#[test]
fn an_entry_is_left_out_if_the_absence_of_an_odd_field_would_mean_something() {
    let document = json!({
        "external_id": "a",
        "payouts": [{ "account": "ACCT-1", "removed_at": "last year" }, { "account": "ACCT-2" }],
        "resume": { "work": [
            { "name": "Example GmbH", "startDate": "2019", "endDate": "heute" },
            { "name": "Example SARL", "startDate": "2015", "endDate": "06/19" },
            { "name": "Example AB", "startDate": "June 2012", "endDate": "2014年5月" },
        ] },
    });
    let profile = read(&document);
    assert_eq!(profile.payouts.len(), 1);
    let work = &profile.resume.as_ref().unwrap().work;
    assert_eq!(work.len(), 2);
    assert_eq!(work[1].end.map(|end| (end.year, end.month)), Some((2014, None)));
    assert!(work[0].end.is_none() && work[0].start.is_some());
    assert_eq!(
        warned(&document),
        [
            "/resume/work/1/endDate invalid_date",
            "/payouts/0/removed_at invalid_time",
            "/resume/work/0/endDate no_date",
            "/resume/work/2/startDate approximate_date",
            "/resume/work/2/endDate approximate_date",
        ]
    );
}

#[test]
fn pasted_text_is_cleaned_with_one_warning_per_field() {
    let text = "Led a team\u{92}s \u{93}migration\u{94}\0\u{202E} \u{E2}\u{80}\u{A2} done";
    let document = json!({ "external_id": "a", "resume_file": { "text": text } });
    let profile = read(&document);
    let cleaned = profile.resume_file.as_ref().unwrap().text.as_ref().unwrap();
    assert_eq!(cleaned.as_str(), "Led a team’s “migration” • done");
    assert_eq!(warned(&document), ["/resume_file/text cleaned_text"]);
}

#[test]
fn a_lone_surrogate_costs_only_itself() {
    let document = r#"{ "external_id": "a", "claims": { "name": "Sam\ud83d Example", "city": "Oslo" },
        "\udc00": 1 }"#;
    let (profile, warnings) = parse(document.as_bytes()).unwrap();
    let claims = profile.claims.unwrap();
    assert!(claims.name.is_some() && claims.city.is_some());
    let codes: Vec<&str> = warnings.iter().map(|warning| &*warning.code).collect();
    assert_eq!(codes, ["unknown_field", "cleaned_text"]);
    let plain = plain_json(document.as_bytes().to_vec());
    assert!(serde_json::from_slice::<Value>(&plain).is_ok());
}

#[test]
fn a_submission_is_refused_only_for_its_id_its_form_or_a_limit() {
    for (document, reason) in [
        ("[]", " wrong_type"),
        ("\"text\"", " wrong_type"),
        ("null", " wrong_type"),
        ("{", "the body is not valid JSON (line 1, column 1)"),
        ("{}", "/external_id required"),
        (r#"{ "external_id": 7, "sessions": 1 }"#, "/external_id wrong_type"),
        (r#"{ "external_id": " a" }"#, "/external_id invalid_external_id"),
        (r#"{ "external_id": "a\u0000" }"#, "/external_id invalid_external_id"),
        (r#"{ "external_id": "a\ud800" }"#, "/external_id invalid_external_id"),
        (r#"{ "external_id": "a", "external_id": "a" }"#, "/external_id duplicate_key"),
        (r#"{ "external_id": "a", "x": { "y": 1, "y": 2 } }"#, "/x/y duplicate_key"),
        (r#"{ "schema": "bonafide.profile/v9", "external_id": "a" }"#, "accepted"),
        (r#"{ "external_id": "a", "resume": [1e999, -1e999] }"#, "accepted"),
        ("\u{FEFF}{ \"external_id\": \"a\" }", "accepted"),
    ] {
        assert_eq!(refused(document), reason, "{document}");
    }
    let many = json!({ "external_id": "a", "photos": vec![0; 51], "claims": 0 });
    assert_eq!(refused(&many.to_string()), "/photos too_many");
    let deep = |levels: usize| {
        format!(r#"{{ "external_id": "a", "x": {}{} }}"#, "[".repeat(levels), "]".repeat(levels))
    };
    assert_eq!(refused(&deep(json::MAX_DEPTH - 1)), "accepted");
    for levels in [json::MAX_DEPTH, 100, 500, 50_000] {
        let reason = refused(&deep(levels));
        assert!(reason.ends_with(" too_deep"), "{levels}: {reason}");
    }
}

#[test]
fn a_long_text_is_cut_and_a_long_identifier_left_out() {
    let document = json!({
        "external_id": "a",
        "resume": { "work": [{ "position": "p".repeat(201), "summary": "é".repeat(2_001) }] },
    });
    let work = &read(&document).resume.unwrap().work;
    assert!(work[0].position.is_none());
    assert_eq!(work[0].summary.as_ref().unwrap().as_str(), "é".repeat(2_000));
    assert_eq!(
        warned(&document),
        ["/resume/work/0/position too_long", "/resume/work/0/summary cut_text"]
    );
}

#[test]
fn the_last_of_many_warnings_counts_the_others() {
    let document = json!({
        "external_id": "a",
        "sessions": vec![0; 900],
        "messages": vec![json!({ "text": "a\u{92}" }); 700],
        "oops": 1,
    });
    let (_, warnings) = parse(document.to_string().as_bytes()).unwrap();
    assert_eq!(warnings.len(), Notes::MAX);
    let last = warnings.last().unwrap();
    assert_eq!((&*last.code, &*last.pointer), ("more_warnings", ""));
    assert_eq!(last.detail, "1102 further warnings are not listed");
}
