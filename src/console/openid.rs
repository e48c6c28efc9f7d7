//! Signing in at the OpenID provider: there, and back again.
//!
//! What an attempt must repeat is made from one random secret that the browser holds in a cookie, so nothing is kept
//! here until somebody has come back.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::failure::Failure;
use super::frame::page_with;
use super::sign_in;
use super::visitor;
use crate::app::App;
use crate::auth::oidc::{Attempt, Oidc, OidcError};
use crate::domain::tenant::TenantId;
use crate::service::users::openid;
use crate::service::users::sessions::Token;
use crate::service::users::sign_in::SignInError;

/// The attempt's cookie.
const COOKIE: &str = "openid";
/// For how long an attempt holds, in seconds.
const HOLDS_S: u32 = 600;

fn provider(app: &App) -> Result<(&Oidc, TenantId), Failure> {
    let oidc = app.oidc.as_ref().as_ref().ok_or(Failure::NotFound)?;
    Ok((oidc, app.console.tenant().ok_or(Failure::NotFound)?))
}

fn attempt(request: &HttpRequest, secret: &Token) -> Attempt {
    Attempt {
        state: secret.derived("oidc-state"),
        nonce: secret.derived("oidc-nonce"),
        verifier: secret.derived("oidc-verifier"),
        redirect_uri: format!("{}/console/openid/callback", visitor::base(request)),
    }
}

fn asked(request: &HttpRequest, name: &str) -> String {
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    pairs.into_owned().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}

/// `GET /console/openid/start`.
pub(super) async fn start(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    let (oidc, _) = provider(&app)?;
    let secret = Token::new()?;
    let url = oidc.authorize_url(&attempt(&request, &secret), app.clock.now()).await;
    let url = url.map_err(|error| unanswered(&error))?;
    Ok(HttpResponse::SeeOther()
        .insert_header(visitor::set_cookie(&request, COOKIE, &secret.expose(), Some(HOLDS_S)))
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
    let secret = secret.ok_or(Failure::Refused("sign_in.openid_again"))?;
    let attempt = attempt(&request, &secret);
    let issuer = asked(&request, "iss");
    let foreign = !issuer.is_empty() && issuer != oidc.config().issuer;
    if asked(&request, "state") != attempt.state || foreign {
        return Err(Failure::Refused("sign_in.openid_again"));
    }
    let code = asked(&request, "code");
    if code.is_empty() {
        return Ok(refused(&app, &request));
    }
    let identity = match oidc.identify(&attempt, &code, app.clock.now()).await {
        Ok(identity) => identity,
        Err(OidcError::Token(error)) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "an ID token was not believed"
            );
            return Ok(refused(&app, &request));
        }
        Err(error) => return Err(unanswered(&error)),
    };
    match openid::sign_in(&app, &tenant, oidc.config(), &identity).await {
        Ok((_, token)) => {
            let mut answer = visitor::signed_in(&request, &tenant, &token, "/console");
            let (name, gone) = visitor::set_cookie(&request, COOKIE, "", Some(0));
            if let Ok(gone) = header::HeaderValue::from_str(&gone) {
                answer.headers_mut().append(name, gone);
            }
            Ok(answer)
        }
        Err(SignInError::Refused) => Ok(refused(&app, &request)),
        Err(SignInError::Internal(error)) => Err(error.into()),
    }
}

/// The sign-in page, saying that the provider's word was not enough.
fn refused(app: &App, request: &HttpRequest) -> HttpResponse {
    let page = sign_in::refused(app, request, "sign_in.openid_refused");
    page_with(StatusCode::FORBIDDEN, &page)
}

fn unanswered(error: &OidcError) -> Failure {
    tracing::error!(error = error as &dyn std::error::Error, "the OpenID provider cannot be used");
    Failure::Refused("sign_in.openid_unavailable")
}
