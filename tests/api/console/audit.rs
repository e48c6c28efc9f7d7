//! The audit log's page: filters, paging and permissions.

use bonafide::domain::user::Role;

use super::Browser;
use crate::harness::Service;
use crate::reviews::{claim, opened};

#[actix_web::test]
async fn the_log_is_filtered_by_actor_and_action_and_links_to_subjects() {
    let service = Service::start().await;
    let review = opened(&service, "a").await;
    claim(&service, "ada", &review).await;
    let mut ann = Browser::with_roles(&service, "ann", &[Role::Auditor]).await;
    let page = ann.get("/console/audit").await.text;
    assert!(
        page.contains("<code>review.claimed</code>") && page.contains("<bdi>ann</bdi>"),
        "{page}"
    );
    assert!(page.contains("<option value=\"ada\">ada</option>"), "who can be chosen: {page}");
    assert!(page.contains("<option value=\"review.claimed\">"), "what can be chosen: {page}");
    let page = ann.get("/console/audit?actor=ada&action=review.claimed").await.text;
    assert!(page.contains(&format!("href=\"/console/reviews/{review}\"")), "{page}");
    assert!(!page.contains("<code>user.join</code>"), "{page}");
    assert!(page.contains("<option value=\"ada\" selected>"), "{page}");
    let page = ann.get(&format!("/console/audit?subject={review}")).await.text;
    assert!(page.contains("<code>review.opened</code>") && !page.contains("user.join</code>"));
    let nothing = ann.get("/console/audit?actor=%3Cb%3Enobody").await.text;
    assert!(nothing.contains("No entries match.") && !nothing.contains("<b>nobody"), "{nothing}");
}

#[actix_web::test]
async fn the_next_page_continues_where_the_previous_one_ended() {
    let service = Service::start().await;
    for turn in 0..60 {
        opened(&service, &format!("case-{turn}")).await;
    }
    let mut ann = Browser::with_roles(&service, "ann", &[Role::Auditor]).await;
    let first = ann.get("/console/audit?action=review.opened").await.text;
    assert_eq!(first.matches("<code>review.opened</code>").count(), 50);
    let more = first.split("href=\"/console/audit?action=review.opened").nth(1).unwrap();
    let more = more.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = ann.get(&format!("/console/audit?action=review.opened{more}")).await.text;
    assert_eq!(second.matches("<code>review.opened</code>").count(), 10);
}
