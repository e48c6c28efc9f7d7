//! Every page: who may see it, what it may load, and that hostile profiles don't break it.

use bonafide::auth::roles;
use bonafide::console::pages::{Needs, PAGES, Page};
use bonafide::domain::user::Role;
use reqwest::Method;
use serde_json::json;

use super::Browser;
use super::work::suspect;
use crate::harness::{Service, profiles};

const ID: &str = "01937a1e5c007bd28f3c2a5d8e6b4f10";

/// A page's path with a value for every placeholder.
fn address(page: &Page) -> String {
    let kind = match page.path.split('/').nth(2).unwrap_or_default() {
        "decisions" => "dec",
        "users" => "usr",
        "reviews" => "rev",
        "applicants" => "app",
        "rings" => "ring",
        "relations" => "rel",
        "lists" => "list",
        "webhooks" => "whe",
        "appeals" => "apl",
        "training" => "train",
        "models" => return page.path.replace("{id}", "mod_0123456789abcdef"),
        _ => "",
    };
    page.path
        .replace("{id}", &format!("{kind}_{ID}"))
        .replace("{delivery}", &format!("dlv_{ID}"))
        .replace("{file}", "console.css")
        .replace("{tenant}", "acme")
        .replace("{token}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
}

async fn visit(browser: &mut Browser, page: &Page, csrf: &str) -> u16 {
    let fields = (page.method == "POST").then_some([("csrf", csrf)]);
    let method: Method = page.method.parse().unwrap();
    let fields = fields.as_ref().map(<[(&str, &str); 1]>::as_slice);
    browser.send(method, &address(page), fields, &[]).await.status
}

#[actix_web::test]
async fn strangers_are_redirected_to_the_sign_in_page() {
    let service = Service::start().await;
    for page in PAGES {
        let status = visit(&mut Browser::new(&service), page, "").await;
        let open = page.needs == Needs::Nothing;
        assert_eq!(status == 303, !open, "{} {}: {status}", page.method, page.path);
    }
}

#[actix_web::test]
async fn the_console_opens_with_and_without_a_trailing_slash() {
    let service = Service::start().await;
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    for path in ["/console", "/console/"] {
        let page = browser.get(path).await;
        assert_eq!((page.status, page.header("location")), (303, "/console/reviews"), "{path}");
    }
    let stranger = Browser::new(&service).get("/console/").await;
    assert_eq!(stranger.header("location"), "/console/sign-in");
}

#[actix_web::test]
async fn every_page_is_only_for_users_whose_role_allows_it() {
    let service = Service::start().await;
    for role in Role::ALL {
        let mut browser = Browser::with_roles(&service, role.name(), &[role]).await;
        let csrf = browser.csrf().await;
        for page in PAGES.iter().filter(|page| !page.path.ends_with("/sign-out")) {
            let Needs::Role(scope) = page.needs else { continue };
            let status = visit(&mut browser, page, &csrf).await;
            let allowed = roles::allow(&[role].into(), scope);
            assert_eq!(
                status != 403,
                allowed,
                "{} {} as {}: {status}",
                page.method,
                page.path,
                role.name()
            );
            assert!(status < 500, "{} {}: {status}", page.method, page.path);
        }
    }
}

#[actix_web::test]
async fn pages_load_and_run_only_files_of_the_console() {
    let service = Service::start().await;
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Admin]).await;
    for path in ["/console/users", "/console/settings", "/console/nothing", "/console/sign-in"] {
        let page = browser.get(path).await;
        let load = page.header("content-security-policy").to_owned();
        assert!(
            load.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"),
            "{load}"
        );
        assert!(!load.contains("unsafe"), "{load}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        for inline in ["<style", " style=", " onclick", "javascript:", "http://", "https://"] {
            assert!(!page.text.contains(inline), "{inline} in {path}");
        }
    }
}

#[actix_web::test]
async fn a_file_is_cached_forever_under_its_build_and_revalidated_otherwise() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    let page = browser.get("/console/sign-in").await.text;
    let href =
        page.split("href=\"/console/static/console.css").nth(1).unwrap().split('"').next().unwrap();
    let named = browser.get(&format!("/console/static/console.css{href}")).await;
    assert!(named.header("cache-control").contains("immutable"));
    let plain = browser.get("/console/static/console.css").await;
    assert_eq!(plain.header("cache-control"), "no-cache");
    let tag = plain.header("etag").to_owned();
    let again = browser
        .send(Method::GET, "/console/static/console.css", None, &[("if-none-match", &tag)])
        .await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[actix_web::test]
async fn a_case_with_a_hostile_profile_is_shown() {
    let service = Service::start().await;
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let script = "<script>alert(1)</script>";
    let mut profile = profiles::ordinary("hostile");
    profile["external_id"] = format!("x{script}\"'>").into();
    profile["claims"]["city"] = "\u{202e}gnirts\u{0}<b>".replace('\u{0}', "").into();
    profile["unknown"] = json!({ script: [script, { "deep": [[[[[[[[[["end"]]]]]]]]]] }], "": null, "date": "9999-99-99" });
    profile["resume"] = json!({ "basics": { "summary": "w".repeat(50_000) } });
    let decision = service.decide(&profile).await;
    let page =
        browser.get(&format!("/console/decisions/{}", decision["id"].as_str().unwrap())).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(!page.text.contains(script), "it is escaped");
    assert!(page.text.contains("&#60;script&#62;"), "{}", page.text);
    assert!(!page.text.contains('\u{202e}'), "no bidirectional characters");
    assert!(!page.text.contains(&"w".repeat(1_000)), "a long word is cut");
}

#[actix_web::test]
async fn evidence_is_in_the_language_of_the_reader() {
    let service = Service::start().await;
    let mut profile = suspect("kim", "ACCT-4401");
    profile["payouts"][0]["holder_relation"] = "unrelated".into();
    let decision = service.decide(&profile).await;
    let path = format!("/console/decisions/{}", decision["id"].as_str().unwrap());
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let english = "The holder of the payout account …4401 has a different name than the applicant";
    let korean = "지급 계좌 …4401의 예금주 이름이 지원자 이름과 다르고";
    let page = browser.get(&path).await.text;
    assert!(page.contains(english) && !page.contains(korean), "{page}");
    let settings =
        [("name", "Robin"), ("language", "ko"), ("time_zone", "Asia/Seoul"), ("theme", "dark")];
    assert_eq!(browser.post("/console/settings", &settings).await.status, 303);
    let page = browser.get(&path).await.text;
    assert!(page.contains(korean) && !page.contains(english), "{page}");
    assert!(decision.to_string().contains(english), "the API answers in English");
}

#[actix_web::test]
async fn a_case_of_another_tenant_is_not_found() {
    let service = Service::start().await;
    let decision = service.decide(&profiles::ordinary("a")).await;
    let path = format!("/console/decisions/{}", decision["id"].as_str().unwrap());
    let mut other = Browser::at(&service, "other", "robin", &[Role::Reviewer]).await;
    assert_eq!(other.get(&path).await.status, 404);
    let mut own = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    assert_eq!(own.get(&path).await.status, 200);
}
