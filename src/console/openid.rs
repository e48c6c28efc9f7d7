//! Signing in with an OpenID provider.
//!
//! State, nonce and PKCE verifier derive from one random secret in the browser's cookie, so the server stores nothing
//! until the user comes back.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::answer::page_with;
use super::failure::Failure;
use super::sign_in::SignInPage;
use super::visitor::{self, Fields};
use crate::app::App;
use crate::auth::oidc::{Attempt, Oidc, OidcError};
use crate::domain::tenant::TenantId;
use crate::service::access::users::openid;
use crate::service::access::users::sessions::Token;
use crate::service::access::users::sign_in::SignInError;

/// The cookie with the secret of the sign-in attempt.
const COOKIE: &str = "openid";
const ATTEMPT_SECONDS: u32 = 600;

fn provider(app: &App) -> Result<(&Oidc, TenantId), Failure> {
    let oidc = app.oidc.as_ref().as_ref().ok_or(Failure::NotFound)?;
    Ok((oidc, app.console.tenant().ok_or(Failure::NotFound)?))
}

fn attempt(request: &HttpRequest, secret: &Token) -> Attempt {
    Attempt {
        state: secret.derived("oidc-state"),
        nonce: secret.derived("oidc-nonce"),
        verifier: secret.derived("oidc-verifier"),
        redirect_uri: format!("{}/console/openid/callback", visitor::base_url(request)),
    }
}

/// `GET /console/openid/start`.
pub(super) async fn start(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (oidc, _) = provider(&app)?;
    let secret = Token::new()?;
    let url = oidc.authorize_url(&attempt(&request, &secret), app.clock.now()).await;
    let url = url.map_err(|error| unavailable(&error))?;
    Ok(HttpResponse::SeeOther()
        .insert_header(visitor::set_cookie(
            &request,
            COOKIE,
            &secret.expose(),
            Some(ATTEMPT_SECONDS),
        ))
        .insert_header((header::LOCATION, url))
        .finish())
}

/// `GET /console/openid/callback`.
pub(super) async fn callback(
    app: Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (oidc, tenant) = provider(&app)?;
    let secret = visitor::named_cookie(&request, COOKIE).and_then(Token::parse);
    let secret = secret.ok_or(Failure::Refused("error.openid_expired"))?;
    let attempt = attempt(&request, &secret);
    let query = Fields::from_query(&request);
    let issuer = query.text("iss");
    let is_foreign = !issuer.is_empty() && issuer != oidc.config().issuer;
    if query.text("state") != attempt.state || is_foreign {
        return Err(Failure::Refused("error.openid_expired"));
    }
    let code = query.text("code");
    if code.is_empty() {
        return Ok(refused(&app, &request));
    }
    let identity = match oidc.identify(&attempt, code, app.clock.now()).await {
        Ok(identity) => identity,
        Err(OidcError::Token(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "rejected an ID token");
            return Ok(refused(&app, &request));
        }
        Err(error) => return Err(unavailable(&error)),
    };
    match openid::sign_in(&app, &tenant, oidc.config(), &identity).await {
        Ok((_, token)) => {
            let mut answer = visitor::signed_in(&request, &tenant, &token, "/console");
            let (name, deleted) = visitor::set_cookie(&request, COOKIE, "", Some(0));
            if let Ok(deleted) = header::HeaderValue::from_str(&deleted) {
                answer.headers_mut().append(name, deleted);
            }
            Ok(answer)
        }
        Err(SignInError::Refused) => Ok(refused(&app, &request)),
        Err(SignInError::Internal(error)) => Err(error.into()),
    }
}

/// The sign-in page, with the message that this account has no access.
fn refused(app: &App, request: &HttpRequest) -> HttpResponse {
    let page = SignInPage::refused(app, request, "error.openid_no_access");
    page_with(StatusCode::FORBIDDEN, &page)
}

fn unavailable(error: &OidcError) -> Failure {
    tracing::error!(error = error as &dyn std::error::Error, "the OpenID provider is unavailable");
    Failure::Refused("error.openid_unavailable")
}
