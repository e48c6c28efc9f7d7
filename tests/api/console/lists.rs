//! Threat lists in the console: an import is complete or rejected, with an error for each invalid line.

use bonafide::domain::user::Role;
use reqwest::redirect::Policy;
use serde_json::json;

use super::Browser;
use crate::harness::{Reply, Service};

/// Creates a list of IP addresses. Returns the path of its page.
async fn list(service: &Service) -> String {
    let new = json!({ "name": "exits", "kind": "ip", "meaning": "threat_actor" });
    let made = service.post("/v1/lists", &new).await.body;
    format!("/console/lists/{}", made["id"].as_str().unwrap())
}

/// Uploads a file with the import form.
async fn upload(
    service: &Service,
    browser: &mut Browser,
    page: &str,
    name: &str,
    text: &str,
) -> Reply {
    let csrf = browser.csrf().await;
    let part = |head: &str, content: &str| {
        format!("--BOUND\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let body = [
        part("name=\"csrf\"", &csrf),
        part("name=\"source\"", "A feed"),
        part("name=\"mode\"", "append"),
        part("name=\"lines\"", ""),
        part(&format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain"), text),
        "--BOUND--\r\n".to_owned(),
    ]
    .concat();
    let client = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let request = client
        .post(format!("{}{page}/import", service.base))
        .header("cookie", browser.cookie.clone().unwrap())
        .header("content-type", "multipart/form-data; boundary=BOUND")
        .body(body);
    Reply::read(request).await
}

#[actix_web::test]
async fn the_format_of_a_file_is_detected_from_its_name() {
    let service = Service::start().await;
    let page = list(&service).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let csv = "value,confidence\n192.0.2.7,80\n198.51.100.0/24,\n";
    let done = upload(&service, &mut lee, &page, "exits.CSV", csv).await;
    assert_eq!(done.header("location"), format!("{page}?done=imported"), "{}", done.text);
    let done = upload(&service, &mut lee, &page, "more.txt", "203.0.113.9 # a remark\n").await;
    assert_eq!(done.status, 303, "{}", done.text);
    let shown = lee.get(&page).await.text;
    assert!(shown.contains("<td class=\"number\">3</td>"), "three entries: {shown}");
    let lines = [("lines", "192.0.2.99"), ("source", "By hand"), ("mode", "replace")];
    assert_eq!(lee.post(&format!("{page}/import"), &lines).await.status, 303, "lines go too");
}

#[actix_web::test]
async fn a_file_with_invalid_lines_is_rejected_and_each_line_is_listed() {
    let service = Service::start().await;
    let page = list(&service).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let text = "192.0.2.7\nnowhere\n198.51.100.1\n<b>300.1.1.1\n";
    let refused = upload(&service, &mut lee, &page, "exits.txt", text).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("Invalid lines: 2. Valid lines: 2."), "{}", refused.text);
    for line in [2, 4] {
        let row = format!("<th scope=\"row\" class=\"number\">{line}</th>");
        assert!(refused.text.contains(&row), "line {line}: {}", refused.text);
    }
    assert_eq!(service.count("list_version").await, 0, "nothing was kept");
    let empty = upload(&service, &mut lee, &page, "empty.txt", "").await;
    assert!(empty.text.contains("There are no entries to import."), "{}", empty.text);
    let lines = [("lines", "nowhere\n192.0.2.7"), ("source", "By hand"), ("mode", "append")];
    let refused = lee.post(&format!("{page}/import"), &lines).await;
    assert!(refused.text.contains(">nowhere\n192.0.2.7</textarea>"), "{}", refused.text);
}

#[actix_web::test]
async fn uploads_need_the_right_role_and_have_a_maximum_size() {
    let service = Service::start().await;
    let page = list(&service).await;
    let mut ann = Browser::with_roles(&service, "ann", &[Role::Auditor]).await;
    let refused = upload(&service, &mut ann, &page, "exits.txt", "192.0.2.7\n").await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let large = "192.0.2.7\n".repeat(3_400_000);
    let refused = upload(&service, &mut lee, &page, "exits.txt", &large).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(refused.text.contains("larger than 32 MiB"), "{}", refused.text);
    let mut stranger = Browser::new(&service);
    stranger.cookie = Some("bonafide=acme.nobody".to_owned());
    assert_eq!(upload(&service, &mut stranger, &page, "exits.txt", "x").await.status, 303);
}

#[actix_web::test]
async fn the_form_has_the_defaults_of_the_api_and_keeps_what_was_entered() {
    let service = Service::start().await;
    let page = list(&service).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let shown = lee.get(&page).await.text;
    assert!(shown.contains("value=\"replace\" checked"), "{shown}");
    let import = format!("{page}/import");
    for lines in ["192.0.2.7", "192.0.2.8"] {
        let done = lee.post(&import, &[("lines", lines)]).await;
        assert_eq!(done.status, 303, "nothing but the lines is needed: {}", done.text);
    }
    assert_eq!(service.count("list_entry").await, 1, "the second took the place of the first");
    let chosen = [("lines", "nowhere"), ("mode", "append"), ("days", "30"), ("format", "text")];
    let refused = lee.post(&import, &chosen).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    for kept in ["value=\"append\" checked", "value=\"30\"", "value=\"text\" selected"] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
}
