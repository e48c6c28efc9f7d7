//! Signing in: passwords, sessions, cookies, forged forms and disabled accounts.

use bonafide::domain::tenant::TenantId;
use bonafide::domain::user::Role;
use bonafide::service::access::users::invitations;
use chrono::Duration;
use reqwest::Method;

use super::{Browser, PASSWORD};
use crate::harness::{Service, TENANT};

async fn first_link(service: &Service) -> Option<String> {
    let tenant = TenantId::parse(TENANT).unwrap();
    let token = invitations::first_admin(&service.app, &tenant).await.unwrap()?;
    Some(format!("/console/join/{TENANT}/{}", token.expose()))
}

#[actix_web::test]
async fn the_first_administrators_link_works_once_and_a_newer_one_replaces_it() {
    let service = Service::start().await;
    let old = first_link(&service).await.unwrap();
    let link = first_link(&service).await.unwrap();
    let mut browser = Browser::new(&service);
    assert_eq!(browser.get(&old).await.status, 409);
    assert_eq!(browser.get(&link).await.status, 200);
    let joined = browser.join(&link, "robin").await;
    assert_eq!((joined.status, joined.header("location")), (303, "/console"), "{}", joined.text);
    assert_eq!(browser.get("/console/users").await.status, 200);
    let again = Browser::new(&service).join(&link, "sam").await;
    assert_eq!(again.status, 409, "the link was used: {}", again.text);
    assert_eq!(first_link(&service).await, None, "there is an administrator");
}

#[actix_web::test]
async fn no_secret_is_stored_in_plain_text() {
    let service = Service::start().await;
    let browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let token = browser.cookie.unwrap().split('.').nth(1).unwrap().to_owned();
    let owner = service.database.owner().await;
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT app_user::text FROM app_user UNION ALL SELECT user_session::text FROM user_session UNION ALL SELECT invitation::text FROM invitation",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(rows.len() >= 3);
    for row in rows {
        for secret in [PASSWORD, "robin@", &token] {
            assert!(!row.contains(secret), "{secret} is in {row}");
        }
    }
}

#[actix_web::test]
async fn signing_in_needs_the_right_password_and_leads_back_to_the_requested_page() {
    let service = Service::start().await;
    Browser::with_roles(&service, "robin", &[Role::Admin]).await;
    let mut browser = Browser::new(&service);
    let asked = browser.get("/console/users").await;
    assert_eq!(asked.header("location"), "/console/sign-in?next=%2Fconsole%2Fusers");
    let wrong = browser.sign_in("robin", "another long phrase").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    let nobody = browser.sign_in("nobody", PASSWORD).await;
    assert_eq!(nobody.status, 422);
    let fields = [
        ("tenant", TENANT),
        ("email", " Robin@Mail.Example"),
        ("password", PASSWORD),
        ("next", "/console/users"),
    ];
    let right = browser.form("/console/sign-in", &fields).await;
    assert_eq!((right.status, right.header("location")), (303, "/console/users"), "{}", right.text);
    assert_eq!(browser.get("/console/users").await.status, 200);
}

#[actix_web::test]
async fn after_five_wrong_passwords_even_the_right_one_is_locked_for_a_minute() {
    let service = Service::start().await;
    Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let mut browser = Browser::new(&service);
    for _ in 0..5 {
        assert_eq!(browser.sign_in("robin", "another long phrase").await.status, 422);
    }
    let locked = browser.sign_in("robin", PASSWORD).await;
    assert_eq!(locked.status, 422, "the right password does not help");
    service.clock.advance(Duration::seconds(61));
    assert_eq!(browser.sign_in("robin", PASSWORD).await.status, 303);
}

#[actix_web::test]
async fn a_session_ends_when_idle_and_after_half_a_day_at_the_latest() {
    let service = Service::start().await;
    let mut idle = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    assert_eq!(idle.get("/console/settings").await.status, 200);
    service.clock.advance(Duration::minutes(61));
    assert_eq!(idle.get("/console/settings").await.status, 303);
    let mut busy = Browser::with_roles(&service, "sam", &[Role::Reviewer]).await;
    for _ in 0..14 {
        assert_eq!(busy.get("/console/settings").await.status, 200);
        service.clock.advance(Duration::minutes(50));
    }
    service.clock.advance(Duration::minutes(30));
    assert_eq!(busy.get("/console/settings").await.status, 303, "twelve hours have passed");
}

#[actix_web::test]
async fn signing_in_makes_a_new_session_and_signing_out_invalidates_the_cookie() {
    let service = Service::start().await;
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let before = browser.cookie.clone();
    let planted = browser
        .cookie
        .replace("bonafide=acme.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned());
    browser.sign_in("robin", PASSWORD).await;
    assert_ne!(browser.cookie, planted);
    let kept = browser.cookie.clone();
    assert_ne!(kept, before, "no session goes on under another name");
    assert_eq!(browser.post("/console/sign-out", &[]).await.status, 303);
    assert_eq!(browser.cookie, None);
    browser.cookie = kept;
    assert_eq!(browser.get("/console/settings").await.status, 303);
}

#[actix_web::test]
async fn a_new_password_ends_every_session() {
    let service = Service::start().await;
    let mut one = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let mut other = Browser::new(&service);
    other.sign_in("robin", PASSWORD).await;
    let new = "four yellow herons";
    let wrong = [("current", "not the right one"), ("new", new), ("again", new)];
    assert_eq!(one.post("/console/settings/password", &wrong).await.status, 409);
    let right = [("current", PASSWORD), ("new", new), ("again", new)];
    assert_eq!(one.post("/console/settings/password", &right).await.status, 303);
    assert_eq!(other.get("/console/settings").await.status, 303);
    assert_eq!(other.sign_in("robin", PASSWORD).await.status, 422);
    assert_eq!(other.sign_in("robin", new).await.status, 303);
}

#[actix_web::test]
async fn the_cookie_is_bound_to_https_except_on_localhost() {
    let service = Service::start().await;
    Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let fields = [("tenant", TENANT), ("email", "robin@mail.example"), ("password", PASSWORD)];
    let mut browser = Browser::new(&service);
    let here = browser.form("/console/sign-in", &fields).await;
    let cookie = here.header("set-cookie").to_owned();
    assert!(cookie.starts_with("bonafide=acme."), "{cookie}");
    for headers in [[("x-forwarded-proto", "https")], [("host", "bonafide.example")]] {
        let away = browser.send(Method::POST, "/console/sign-in", Some(&fields), &headers).await;
        let cookie = away.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-bonafide=acme."), "{cookie}");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[actix_web::test]
async fn a_form_from_another_site_does_nothing() {
    let service = Service::start().await;
    let mut browser = Browser::with_roles(&service, "robin", &[Role::Reviewer]).await;
    let settings =
        [("name", "Robin"), ("language", "ko"), ("time_zone", "Asia/Seoul"), ("theme", "dark")];
    assert_eq!(browser.form("/console/settings", &settings).await.status, 403, "no token");
    let mut other = Browser::with_roles(&service, "sam", &[Role::Reviewer]).await;
    let theirs = other.csrf().await;
    let stolen: Vec<_> = settings.iter().copied().chain([("csrf", theirs.as_str())]).collect();
    assert_eq!(
        browser.form("/console/settings", &stolen).await.status,
        403,
        "another session's token"
    );
    let csrf = browser.csrf().await;
    let right: Vec<_> = settings.iter().copied().chain([("csrf", csrf.as_str())]).collect();
    for elsewhere in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let sent =
            browser.send(Method::POST, "/console/settings", Some(&right), &[elsewhere]).await;
        assert_eq!(sent.status, 403, "{elsewhere:?}");
    }
    assert_eq!(browser.form("/console/settings", &right).await.status, 303);
    let page = browser.get("/console/settings").await;
    assert!(
        page.text.contains("lang=\"ko\"") && page.text.contains("data-theme=\"dark\""),
        "{}",
        page.text
    );
}

#[actix_web::test]
async fn a_disabled_user_is_signed_out_at_once_and_the_last_administrator_stays() {
    let service = Service::start().await;
    let mut admin = Browser::with_roles(&service, "robin", &[Role::Admin]).await;
    let mut other = Browser::with_roles(&service, "sam", &[Role::Reviewer]).await;
    let users = admin.get("/console/users").await.text;
    let ids: Vec<String> = users
        .split("action=\"/console/users/usr_")
        .skip(1)
        .map(|rest| format!("usr_{}", &rest[..32]))
        .collect();
    let (own, theirs) = (ids[0].clone(), ids.iter().find(|id| **id != ids[0]).unwrap().clone());
    let shut = [("role", "reviewer"), ("disabled", "yes")];
    assert_eq!(admin.post(&format!("/console/users/{theirs}"), &shut).await.status, 303);
    assert_eq!(other.get("/console/settings").await.status, 303);
    assert_eq!(other.sign_in("sam", PASSWORD).await.status, 422);
    let refused = admin.post(&format!("/console/users/{own}"), &[("role", "reviewer")]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    let row = refused.text.split(&format!("/console/users/{own}\"")).nth(1).unwrap();
    let row = row.split("</form>").next().unwrap();
    assert!(row.contains("This is the last active administrator."), "{row}");
    assert!(row.contains("value=\"reviewer\" checked"), "what was chosen stands: {row}");
    assert!(refused.text.contains("sam@mail.example"), "the list is there");
    assert_eq!(admin.get("/console/users").await.status, 200);
}

#[actix_web::test]
async fn a_rejected_invitation_keeps_what_was_typed() {
    let service = Service::start().await;
    let mut admin = Browser::with_roles(&service, "robin", &[Role::Admin]).await;
    for (email, role, status, fault) in [
        ("robin@mail.example", "lead", 409, "A user with this e-mail address already exists."),
        ("nobody", "lead", 422, "Enter a valid e-mail address."),
        ("lee@mail.example", "", 422, "Choose at least one role."),
    ] {
        let fields = [("email", email), ("role", role)];
        let again = admin.post("/console/users/invite", &fields).await;
        assert_eq!(again.status, status, "{}", again.text);
        let form = again.text.split("/console/users/invite").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        assert!(form.contains(fault), "{form}");
        assert!(form.contains(&format!("value=\"{email}\"")), "{form}");
        assert_eq!(form.contains("value=\"lead\" checked"), role == "lead", "{form}");
    }
}
