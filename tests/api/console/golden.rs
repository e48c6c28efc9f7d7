//! Golden items in queues: no page reveals to a reviewer which cases they are.

use bonafide::domain::user::Role;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::Browser;
use super::work::suspect;
use crate::harness::{Reply, Service, TENANT};
use crate::reviews::{claim, give};

/// The applicant whose case is a golden item.
const KNOWN: &str = "zeta111";

/// Marks a case as a golden item and mixes it into the queue with the next cases. Returns their reviews by name.
pub async fn mix_in(service: &Service, name: &str, truth: &str) -> Vec<(String, String)> {
    let marked = json!({ "external_id": name, "known_verdict": truth });
    assert_eq!(service.post("/v1/golden-items", &marked).await.status, 201);
    let queue = service.request_of(TENANT, Method::PUT, "/v1/queues/default");
    let put = Reply::read(queue.json(&json!({ "golden_rate": 0.5 }))).await;
    assert_eq!(put.status, 200, "{}", put.text);
    // Names as long as the known one's, so that nothing is cut differently.
    for turn in 97..111 {
        alone(service, &format!("zeta{turn:03}")).await;
    }
    let listed = service.by("ben", Method::GET, "/v1/reviews?limit=100", &Value::Null).await.body;
    let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    let rows = listed["data"].as_array().unwrap().iter();
    rows.map(|one| (text(one, "external_id"), text(one, "id"))).collect()
}

/// The review of an applicant without links.
async fn alone(service: &Service, name: &str) -> String {
    let mut document = suspect(name, &format!("ACCT-{name}"));
    for session in document["sessions"].as_array_mut().unwrap() {
        session["ip"] = address(name).into();
    }
    let made = service.decide(&document).await;
    made["review"]["id"].as_str().unwrap().to_owned()
}

/// An applicant's IP address, from the number at the end of their name.
fn address(name: &str) -> String {
    let number: u8 = name[name.len() - 3..].parse().unwrap();
    format!("198.51.100.{number}")
}

/// A golden item that was judged two months ago, and an ordinary case of today.
async fn known_and_ordinary(service: &Service) -> [(String, String); 2] {
    let first = alone(service, KNOWN).await;
    claim(service, "ada", &first).await;
    give(service, "ada", &first, "genuine").await;
    service.clock.advance(Duration::days(61));
    let all = mix_in(service, KNOWN, "genuine").await;
    let find = |known: bool| all.iter().find(|(name, _)| (name == KNOWN) == known).unwrap().clone();
    [find(true), find(false)]
}

/// A page without the applicant's name, the review's id and the minute in which it was opened.
fn stripped(page: &str, (name, review): &(String, String), csrf: &str) -> String {
    let page = page.replace(review, "REVIEW").replace(&address(name), "ADDRESS");
    // Evidence quotes the last four characters of the payout account, which ends like the name.
    let account = format!("…{}", &name[name.len() - 4..]);
    let page =
        page.replace(name.as_str(), "NAME").replace(&account, "ACCOUNT").replace(csrf, "CSRF");
    // Two cases are of one day and of different minutes.
    let mut parts: Vec<&str> = page.split(" UTC").collect();
    let last = parts.pop().unwrap_or_default();
    let cut = |part: &str| part[..part.len() - "00:00".len()].to_owned() + "MINUTE";
    parts.into_iter().map(cut).collect::<String>() + last
}

/// The lines that differ between two pages.
fn differences(one: &str, other: &str) -> Vec<String> {
    let lines = one.lines().zip(other.lines());
    let differing = lines.filter(|(one, other)| one != other);
    let mut found: Vec<String> = differing.map(|(one, other)| format!("{one}\n{other}")).collect();
    if one.lines().count() != other.lines().count() {
        found.push("another number of lines".to_owned());
    }
    found
}

#[actix_web::test]
async fn the_page_of_a_golden_item_looks_exactly_like_an_ordinary_one() {
    let service = Service::start().await;
    let [known, ordinary] = known_and_ordinary(&service).await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let csrf = rui.csrf().await;
    // Before and after it is claimed, and after the verdict.
    for step in ["", "claim", "verdict"] {
        let mut pages = Vec::new();
        for case in [&known, &ordinary] {
            let path = format!("/console/reviews/{}", case.1);
            let fields = [("verdict", "unsure"), ("evidence", "opinion")];
            if !step.is_empty() {
                let done = rui.post(&format!("{path}/{step}"), &fields).await;
                assert_eq!(done.status, 303, "{}", done.text);
            }
            pages.push(stripped(&rui.get(&path).await.text, case, &csrf));
        }
        assert_eq!(differences(&pages[0], &pages[1]), Vec::<String>::new(), "{step}");
        for revealing in ["dec_", "app_", "mod_", "2026-06-01", "ada"] {
            assert!(!pages[0].contains(revealing), "{revealing} is on the page: {}", pages[0]);
        }
    }
}

#[actix_web::test]
async fn no_page_reveals_when_a_golden_item_was_decided_or_what_was_found() {
    let service = Service::start().await;
    let [known, ordinary] = known_and_ordinary(&service).await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let csrf = rui.csrf().await;
    let mut pages = Vec::new();
    for case in [&known, &ordinary] {
        let decisions = service.get(&format!("/v1/decisions?external_id={}", case.0)).await.body;
        let (decision, applicant) = (
            decisions["data"][0]["id"].as_str().unwrap().to_owned(),
            decisions["data"][0]["applicant_id"].as_str().unwrap().to_owned(),
        );
        let digest = |text: String| {
            // The digest of a profile is its own.
            let mut text = text.replace(&decision, "DECISION").replace(&applicant, "APPLICANT");
            while let Some(at) = text.find("sha256:") {
                text.replace_range(at..at + 19, "DIGEST");
            }
            text
        };
        for path in
            [format!("/console/decisions/{decision}"), format!("/console/applicants/{applicant}")]
        {
            let page = rui.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.text);
            pages.push(digest(stripped(&page.text, case, &csrf)));
        }
        let seen = lee.get(&format!("/console/applicants/{applicant}")).await.text;
        assert!(seen.contains("First seen"), "leads see dates: {seen}");
    }
    assert_eq!(differences(&pages[0], &pages[2]), Vec::<String>::new());
    assert_eq!(differences(&pages[1], &pages[3]), Vec::<String>::new());
}
