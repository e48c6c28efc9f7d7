//! Signing in and out, and the one-time links for new accounts and passwords.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::answer::{page as answer, page_with};
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{self, Fields, Posted};
use crate::app::App;
use crate::auth::passwords::{LONGEST, SHORTEST};
use crate::domain::tenant::TenantId;
use crate::domain::user::EmailAddress;
use crate::service::access::users::UserError;
use crate::service::access::users::invitations::{self, Invitation, Joining};
use crate::service::access::users::sessions::{self, Token};
use crate::service::access::users::sign_in::{SignInError, sign_in};

#[derive(Template)]
#[template(path = "console/sign_in.html")]
pub(super) struct SignInPage {
    s: Shell,
    tenant: String,
    email: String,
    next: String,
    error: Option<String>,
    /// The text of the button to the OpenID provider, if there is one.
    openid: Option<String>,
}

#[derive(Template)]
#[template(path = "console/join.html")]
struct JoinPage {
    s: Shell,
    /// The invited address; empty if the link doesn't contain it.
    known_email: String,
    email: String,
    name: String,
    is_reset: bool,
    error: Option<String>,
    min_password: usize,
    max_password: usize,
}

impl SignInPage {
    fn new(app: &App, request: &HttpRequest) -> Self {
        let query = Fields::from_query(request);
        let tenant = if query.text("tenant").is_empty() {
            app.console.tenant.clone()
        } else {
            query.text("tenant").to_owned()
        };
        let s = Shell::for_stranger("sign_in.title", request);
        let oidc = app.oidc.as_ref().as_ref();
        Self {
            openid: oidc.map(|oidc| s.with("sign_in.openid", "name", &oidc.config().name)),
            s,
            tenant,
            email: String::new(),
            next: query.text("next").to_owned(),
            error: None,
        }
    }

    /// The sign-in page with an error.
    pub(super) fn refused(app: &App, request: &HttpRequest, key: &str) -> Self {
        let page = Self::new(app, request);
        Self { error: Some(page.s.t(key)), ..page }
    }
}

/// `GET /console/sign-in`.
pub(super) async fn page(app: Data<App>, request: HttpRequest) -> HttpResponse {
    answer(&SignInPage::new(&app, &request))
}

/// `POST /console/sign-in`.
pub(super) async fn submit(
    app: Data<App>,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let (tenant, email) = (fields.text("tenant").trim(), fields.text("email").trim());
    let known = TenantId::parse(tenant).ok().zip(EmailAddress::parse(email).ok());
    if let Some((tenant, email)) = &known {
        match sign_in(&app, tenant, email, fields.text("password").to_owned()).await {
            Ok((_, token)) => {
                let next = console_path(fields.text("next"));
                return Ok(visitor::signed_in(&request, tenant, &token, next));
            }
            Err(SignInError::Refused) => {}
            Err(SignInError::Internal(error)) => return Err(error.into()),
        }
    }
    let page = SignInPage {
        tenant: tenant.to_owned(),
        email: email.to_owned(),
        next: fields.text("next").to_owned(),
        ..SignInPage::refused(&app, &request, "error.sign_in")
    };
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Where to go after signing in: only to a page of the console.
fn console_path(next: &str) -> &str {
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_plain && next.starts_with("/console/") { next } else { "/console" }
}

/// `POST /console/sign-out`.
pub(super) async fn out(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let visitor = posted.visitor;
    sessions::end(&app, &visitor.tenant, visitor.token()).await?;
    Ok(visitor::signed_out(&request, "done.signed_out"))
}

type Link = Path<(String, String)>;

fn parse_link(path: &Link) -> Result<(TenantId, Token), Failure> {
    let tenant = TenantId::parse(&path.0).map_err(|_| Failure::NotFound)?;
    let token = Token::parse(&path.1).ok_or(Failure::Refused("error.link_invalid"))?;
    Ok((tenant, token))
}

impl JoinPage {
    fn new(invitation: &Invitation, request: &HttpRequest) -> Self {
        let title = if invitation.is_reset { "join.reset_title" } else { "join.title" };
        let known_email = invitation.email.as_ref().map_or("", EmailAddress::as_str).to_owned();
        Self {
            s: Shell::for_stranger(title, request),
            known_email,
            email: String::new(),
            name: String::new(),
            is_reset: invitation.is_reset,
            error: None,
            min_password: SHORTEST,
            max_password: LONGEST,
        }
    }
}

/// `GET /console/join/{tenant}/{token}`.
pub(super) async fn join_page(
    app: Data<App>,
    request: HttpRequest,
    path: Link,
) -> Result<HttpResponse, Failure> {
    let (tenant, token) = parse_link(&path)?;
    let invitation = invitations::find(&app, &tenant, &token).await?;
    Ok(answer(&JoinPage::new(&invitation, &request)))
}

/// `POST /console/join/{tenant}/{token}`.
pub(super) async fn join(
    app: Data<App>,
    request: HttpRequest,
    path: Link,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let (tenant, token) = parse_link(&path)?;
    let invitation = invitations::find(&app, &tenant, &token).await?;
    let mut page = JoinPage::new(&invitation, &request);
    fields.text("email").clone_into(&mut page.email);
    fields.text("name").clone_into(&mut page.name);
    let error = if fields.text("password") == fields.text("again") {
        let email = EmailAddress::parse(fields.text("email")).ok();
        let (name, password) = (fields.text("name").to_owned(), fields.text("password").to_owned());
        match invitations::accept(&app, &tenant, &token, Joining { email, name, password }).await {
            Ok((_, session)) => {
                return Ok(visitor::signed_in(&request, &tenant, &session, "/console"));
            }
            Err(UserError::BadPassword(_)) => "error.weak_password",
            Err(UserError::Unusable(_)) => "error.name_email_required",
            Err(UserError::EmailTaken) => "error.email_taken",
            Err(error) => return Err(error.into()),
        }
    } else {
        "error.passwords_differ"
    };
    page.error = Some(page.s.t(error));
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_only_to_pages_of_the_console() {
        let reviews = "/console/reviews/rev_1?tab=ring";
        assert_eq!(console_path(reviews), reviews);
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example/console/",
            "/console\\evil",
            "/console/\r\nX: y",
        ] {
            assert_eq!(console_path(elsewhere), "/console", "{elsewhere:?}");
        }
    }
}
