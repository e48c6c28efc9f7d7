//! Signing in and out, and what a one-time link opens.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::failure::Failure;
use super::frame::page_with;
use super::shell::Shell;
use super::visitor::{self, Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::passwords::{LONGEST, SHORTEST};
use crate::domain::tenant::TenantId;
use crate::domain::user::EmailAddress;
use crate::service::users::UserError;
use crate::service::users::invitations::{self, Invitation, Joining};
use crate::service::users::sessions::{self, Token};
use crate::service::users::sign_in::{SignInError, sign_in};

#[derive(Template)]
#[template(path = "console/sign_in.html")]
pub(super) struct SignInPage {
    s: Shell,
    tenant: String,
    email: String,
    next: String,
    /// What went wrong.
    fault: Option<String>,
    /// What the button to the OpenID provider says, if there is one.
    openid: Option<String>,
}

#[derive(Template)]
#[template(path = "console/join.html")]
struct JoinPage {
    s: Shell,
    /// The invited address; empty if the link does not say it.
    known_email: String,
    email: String,
    name: String,
    is_reset: bool,
    fault: Option<String>,
    shortest: usize,
    longest: usize,
}

/// The sign-in page.
/// The sign-in page, saying that somebody else's word was not enough.
pub(super) fn refused(app: &App, request: &HttpRequest, key: &str) -> SignInPage {
    let mut page = page_of(app, request);
    page.fault = Some(page.s.t(key));
    page
}

fn openid(app: &App, s: &Shell) -> Option<String> {
    let oidc = app.oidc.as_ref().as_ref()?;
    Some(s.with("sign_in.openid", "name", &oidc.config().name))
}

fn page_of(app: &App, request: &HttpRequest) -> SignInPage {
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let get =
        |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let tenant = get("tenant").unwrap_or_else(|| app.console.tenant.clone());
    let s = Shell::of_stranger("sign_in.title", request);
    SignInPage {
        openid: openid(app, &s),
        s,
        tenant,
        email: String::new(),
        next: get("next").unwrap_or_default(),
        fault: None,
    }
}

/// `GET /console/sign-in`.
pub(super) async fn page(app: Data<App>, request: HttpRequest) -> HttpResponse {
    super::frame::page(&page_of(&app, &request))
}

/// `POST /console/sign-in`.
pub(super) async fn submit(
    app: Data<App>,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let (tenant, email) = (fields.text("tenant").trim(), fields.text("email").trim());
    let known = TenantId::parse(tenant).ok().zip(EmailAddress::parse(email).ok());
    let next = inside(fields.text("next"));
    if let Some((tenant, email)) = &known {
        match sign_in(&app, tenant, email, fields.text("password").to_owned()).await {
            Ok((_, token)) => return Ok(visitor::signed_in(&request, tenant, &token, next)),
            Err(SignInError::Refused) => {}
            Err(SignInError::Internal(error)) => return Err(error.into()),
        }
    }
    let s = Shell::of_stranger("sign_in.title", &request);
    let fault = Some(s.t("sign_in.refused"));
    let (tenant, email, next) =
        (tenant.to_owned(), email.to_owned(), fields.text("next").to_owned());
    let openid = openid(&app, &s);
    let page = SignInPage { s, tenant, email, next, fault, openid };
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Where to go on to after signing in: a page of the console and nowhere else.
pub(super) fn inside(next: &str) -> &str {
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && next.starts_with("/console/") { next } else { "/console" }
}

/// `POST /console/sign-out`.
pub(super) async fn out(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Visitor { tenant, .. } = &posted.visitor;
    sessions::end(&app, tenant, posted.visitor.token()).await?;
    Ok(visitor::signed_out(&request, "/console/sign-in?said=signed_out"))
}

type Link = Path<(String, String)>;

fn link(path: &Link) -> Result<(TenantId, Token), Failure> {
    let tenant = TenantId::parse(&path.0).map_err(|_| Failure::NotFound)?;
    let token = Token::parse(&path.1).ok_or(Failure::Refused("join.link_gone"))?;
    Ok((tenant, token))
}

fn join_page_of(invitation: &Invitation, request: &HttpRequest) -> JoinPage {
    let title = if invitation.is_reset { "join.reset_title" } else { "join.title" };
    let known_email = invitation.email.as_ref().map_or("", EmailAddress::as_str).to_owned();
    JoinPage {
        s: Shell::of_stranger(title, request),
        known_email,
        email: String::new(),
        name: String::new(),
        is_reset: invitation.is_reset,
        fault: None,
        shortest: SHORTEST,
        longest: LONGEST,
    }
}

/// `GET /console/join/{tenant}/{token}`.
pub(super) async fn join_page(
    app: Data<App>,
    request: HttpRequest,
    path: Link,
) -> Result<HttpResponse, Failure> {
    let (tenant, token) = link(&path)?;
    let invitation = invitations::find(&app, &tenant, &token).await?;
    Ok(super::frame::page(&join_page_of(&invitation, &request)))
}

/// `POST /console/join/{tenant}/{token}`.
pub(super) async fn join(
    app: Data<App>,
    request: HttpRequest,
    path: Link,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let (tenant, token) = link(&path)?;
    let invitation = invitations::find(&app, &tenant, &token).await?;
    let mut again = join_page_of(&invitation, &request);
    fields.text("email").clone_into(&mut again.email);
    fields.text("name").clone_into(&mut again.name);
    let key = if fields.text("password") == fields.text("again") {
        let email = EmailAddress::parse(fields.text("email")).ok();
        let (name, password) = (fields.text("name").to_owned(), fields.text("password").to_owned());
        match invitations::accept(&app, &tenant, &token, Joining { email, name, password }).await {
            Ok((_, session)) => {
                return Ok(visitor::signed_in(&request, &tenant, &session, "/console"));
            }
            Err(UserError::BadPassword(_)) => "join.bad_password",
            Err(UserError::Unusable(_)) => "join.incomplete",
            Err(UserError::Taken) => "users.taken",
            Err(error) => return Err(error.into()),
        }
    } else {
        "join.different"
    };
    again.fault = Some(again.s.t(key));
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &again))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_a_page_of_the_console_and_nowhere_else() {
        assert_eq!(inside("/console/reviews/rev_1?tab=ring"), "/console/reviews/rev_1?tab=ring");
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example/console/",
            "/console\\evil",
            "/console/\r\nX: y",
        ] {
            assert_eq!(inside(elsewhere), "/console", "{elsewhere:?}");
        }
    }
}
