//! Confirmed relations in the console: suggested from what applicants declare, confirmed, changed and withdrawn.

use bonafide::domain::user::Role;
use serde_json::{Value, json};

use super::Browser;
use crate::harness::{Service, profiles};

fn colleague(external_id: &str) -> Value {
    let mut profile = profiles::paid_to(external_id, "ACCT-OFFICE");
    profile["contact"]["phones"] = json!([]);
    profile["claims"]["declared_agency"] = "Northwind Example Studio".into();
    profile
}

#[actix_web::test]
async fn a_declared_agency_is_shown_as_unconfirmed_and_can_be_confirmed_and_withdrawn() {
    let service = Service::start().await;
    service.decide(&colleague("ann")).await;
    let decision = service.decide(&colleague("ben")).await;
    let applicant = decision["applicant_id"].as_str().unwrap();
    let ring = decision["links"]["ring_id"].as_str().unwrap().to_owned();
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;

    let decision_page = format!("/console/decisions/{}", decision["id"].as_str().unwrap());
    let applicant_page = format!("/console/applicants/{applicant}");
    for path in [&decision_page, &applicant_page] {
        let shown = lee.get(path).await.text;
        assert!(shown.contains("Northwind Example Studio”, which is not confirmed"), "{shown}");
    }
    for from in [format!("applicant={applicant}"), format!("ring={ring}")] {
        let form = lee.get(&format!("/console/relations?{from}")).await.text;
        assert!(form.contains("value=\"Northwind Example Studio\""), "{form}");
        assert!(form.contains(">ann\nben</textarea>"), "{form}");
    }
    let page = lee.get(&format!("/console/rings/{ring}")).await.text;
    assert!(page.contains(&format!("/console/relations?ring={ring}#confirm")), "{page}");

    let fields = |members| {
        [
            ("kind", "agency"),
            ("name", "Northwind Example Studio"),
            ("members", members),
            ("days", "90"),
        ]
    };
    let refused = lee.post("/console/relations", &fields("ann\nann")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("/members/1"), "{}", refused.text);
    let made = lee.post("/console/relations", &fields("ann\r\nben\r\n\r\n")).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let relation = made.header("location").split('?').next().unwrap().to_owned();
    let shown = lee.get(&relation).await.text;
    assert!(shown.contains("In force") && shown.contains(">ann<"), "{shown}");
    let gone = service.get(&format!("/v1/rings/{ring}")).await;
    assert_eq!(gone.status, 404, "{}", gone.text);
    let shown = lee.get(&applicant_page).await.text;
    assert!(shown.contains("Member of “Northwind Example Studio”, confirmed until"), "{shown}");
    assert!(shown.contains("explained by a confirmed relation"), "{shown}");

    let changed = [("remove", "ann"), ("add", "eve")];
    assert_eq!(lee.post(&format!("{relation}/members"), &changed).await.status, 303);
    let shown = lee.get(&relation).await.text;
    assert!(shown.contains("eve") && !shown.contains(">ann<"), "{shown}");
    assert_eq!(lee.post(&format!("{relation}/withdraw"), &[]).await.status, 303);
    assert!(lee.get("/console/relations").await.text.contains("Withdrawn"));
    let again = lee.post(&format!("{relation}/members"), &changed).await;
    assert_eq!(again.status, 409, "{}", again.text);
}

#[actix_web::test]
async fn a_reviewer_sees_relations_and_cannot_confirm_any() {
    let service = Service::start().await;
    service.confirm("household", &["ann", "ben"]).await;
    let mut robin = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let list = robin.get("/console/relations").await.text;
    assert!(list.contains("Household") && !list.contains("id=\"confirm\""), "{list}");
    let refused = robin.post("/console/relations", &[("kind", "agency"), ("days", "1")]).await;
    assert_eq!(refused.status, 403);
}
