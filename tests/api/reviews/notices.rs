//! Notices: a decision in plain words, in four languages.

use evidence::indicators;

use crate::harness::Service;

#[actix_web::test]
async fn every_seeds_notices_are_plain_and_tell_applicants_nothing_that_helps_evasion() {
    let service = Service::start().await;
    service.confirm_seeds().await;
    for seed in bonafide::seeds::all() {
        let decision = service.decide(&seed.document).await;
        let id = decision["id"].as_str().unwrap();
        for language in ["en", "ko", "ja", "es"] {
            for audience in ["reviewer", "applicant"] {
                let path =
                    format!("/v1/decisions/{id}/notice?audience={audience}&language={language}");
                let notice = service.get(&path).await;
                assert_eq!(notice.status, 200, "{}", notice.text);
                assert_eq!(notice.body["language"], language);
                let sections = notice.body["sections"].to_string();
                for one in indicators::all() {
                    assert!(!sections.contains(one.id), "{}: {}", seed.file, one.id);
                }
                if audience == "applicant" {
                    assert!(
                        !sections.chars().any(|c| c.is_ascii_digit()),
                        "{}: {sections}",
                        seed.file
                    );
                    let name = seed.document["claims"]["name"].as_str().unwrap_or("@");
                    assert!(!sections.contains(name), "{}", seed.file);
                }
            }
        }
    }
}

#[actix_web::test]
async fn an_unknown_language_or_decision_is_refused() {
    let service = Service::start().await;
    let decision = service.decide(&super::suspect("robin")).await;
    let path = format!("/v1/decisions/{}/notice", decision["id"].as_str().unwrap());
    assert!(service.get(&format!("{path}?language=tlh")).await.is_problem(400, "query_invalid"));
    let nothing = service.get("/v1/decisions/dec_01937a1e5c007bd28f3c2a5d8e6b4f10/notice").await;
    assert_eq!(nothing.status, 404);
    let plain = service.get(&path).await;
    assert_eq!(plain.body["title"], "Check results", "for reviewers, in English");
}
