//! Webhooks in the console: events, keys, enabling and disabling, the delivery log and resending.

use bonafide::domain::user::Role;

use super::Browser;
use crate::harness::Service;

/// Creates an endpoint. Returns the path of its page and its secret.
async fn made(admin: &mut Browser) -> (String, String) {
    let fields = [
        ("url", "https://hooks.platform.example/bonafide"),
        ("description", "The <b>platform</b>"),
        ("kind", "verdict.approved"),
        ("kind", "appeal.opened"),
        ("scheme", "v1"),
    ];
    let page = admin.post("/console/webhooks", &fields).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let list = admin.get("/console/webhooks").await.text;
    let id = list.split("/console/webhooks/whe_").nth(1).unwrap().split('"').next().unwrap();
    (format!("/console/webhooks/whe_{id}"), secret(&page.text).expect("shown once"))
}

fn secret(page: &str) -> Option<String> {
    Some(format!("whsec_{}", page.split("value=\"whsec_").nth(1)?.split('"').next()?))
}

#[actix_web::test]
async fn an_endpoint_gets_the_chosen_events_and_its_secret_is_shown_once() {
    let service = Service::start().await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Admin]).await;
    let (page, _) = made(&mut ada).await;
    let shown = ada.get(&page).await.text;
    assert_eq!(secret(&shown), None, "once");
    assert!(
        shown.contains("appeal.opened, verdict.approved")
            || shown.contains("verdict.approved, appeal.opened"),
        "{shown}"
    );
    assert!(shown.contains("The &#60;b&#62;platform"), "{shown}");
    let url = ("url", "https://hooks.platform.example/other");
    assert_eq!(ada.post(&page, &[url]).await.status, 409, "at least one kind, or all");
    assert_eq!(ada.post(&page, &[url, ("all", "yes")]).await.status, 303);
    let shown = ada.get(&page).await.text;
    assert!(shown.contains("/other") && shown.contains("Events: All events"), "{shown}");
    let none = [("url", "https://hooks.platform.example/x"), ("all", "yes")];
    assert_eq!(ada.post("/console/webhooks", &none).await.status, 409, "signed in some way");
}

#[actix_web::test]
async fn new_keys_are_shown_once_and_old_ones_sign_until_the_overlap_ends() {
    let service = Service::start().await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Admin]).await;
    let (page, first) = made(&mut ada).await;
    let rotated = ada.post(&format!("{page}/rotate"), &[("overlap_hours", "24")]).await;
    assert_eq!(rotated.status, 200, "{}", rotated.text);
    let second = secret(&rotated.text).expect("it is shown");
    assert_ne!(first, second);
    assert!(!rotated.text.contains(&first), "the old one is not shown again");
    let shown = ada.get(&page).await.text;
    assert_eq!(secret(&shown), None);
    assert_eq!(shown.matches("Shared secret (HMAC-SHA256)</th>").count(), 2, "{shown}");
    assert!(shown.contains("2026-06-02"), "until when the old one signs: {shown}");
    assert_eq!(ada.post(&format!("{page}/rotate"), &[("overlap_hours", "999")]).await.status, 422);
}

#[actix_web::test]
async fn a_delivery_is_logged_and_can_be_resent() {
    let service = Service::start().await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Admin]).await;
    let (page, _) = made(&mut ada).await;
    assert!(ada.get(&page).await.text.contains("No deliveries yet. Send a test event to see one."));
    ada.post(&format!("{page}/test"), &[]).await;
    let log = ada.get(&page).await.text;
    assert!(log.contains("<code>webhook.test</code>"), "{log}");
    let replay = log.split(&format!("{page}/deliveries/")).nth(1).unwrap();
    let replay = replay.split('"').next().unwrap().to_owned();
    let again = ada.post(&format!("{page}/deliveries/{replay}"), &[]).await;
    assert_eq!(again.header("location"), format!("{page}?done=resent"));
    ada.post(&format!("{page}/enabled"), &[("enabled", "no")]).await;
    let off = ada.get(&format!("{page}?state=failed")).await.text;
    assert!(off.contains("Disabled") && off.contains("Enable<"), "{off}");
    assert!(!off.contains("<code>webhook.test</code>"), "none failed: {off}");
}

/// The form of a page with this action.
fn form<'page>(page: &'page str, action: &str) -> &'page str {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).expect("the form is there");
    form.split("</form>").next().unwrap()
}

#[actix_web::test]
async fn a_rejected_form_keeps_what_was_typed_and_shows_the_error_beside_the_field() {
    let service = Service::start().await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Admin]).await;
    let (page, _) = made(&mut ada).await;
    let typed = [
        ("url", "http://hooks.platform.example/<x>"),
        ("description", "Typed with care"),
        ("kind", "appeal.opened"),
        ("scheme", "v1a"),
    ];
    for action in ["/console/webhooks", page.as_str()] {
        let refused = ada.post(action, &typed).await;
        assert_eq!(refused.status, 409, "{}", refused.text);
        let form = form(&refused.text, action);
        assert!(form.contains("value=\"http://hooks.platform.example/&#60;x&#62;\""), "{form}");
        assert!(form.contains("aria-invalid=\"true\" aria-describedby=\"url-error\""), "{form}");
        assert!(form.contains("Enter a public https:// URL"), "{form}");
        assert!(form.contains("Typed with care"), "{form}");
        assert!(form.contains("value=\"appeal.opened\" checked"), "{form}");
        assert!(!form.contains("value=\"verdict.approved\" checked"), "{form}");
    }
    let made = ada.post("/console/webhooks", &typed).await;
    let form = form(&made.text, "/console/webhooks");
    assert!(
        form.contains("value=\"v1a\" checked") && !form.contains("value=\"v1\" checked"),
        "{form}"
    );
}
