//! The visitor of a page, their session cookie, and the forms they send.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use ids::actor::Actor;

use super::answer::{redirect, redirect_with};
use super::failure::Failure;
use crate::app::App;
use crate::auth::{Scope, roles};
use crate::domain::tenant::TenantId;
use crate::domain::user::User;
use crate::service::access::users::sessions::{self, Token};

/// The maximum size of a form.
pub(super) const MAX_FORM_BYTES: usize = 256 * 1024;
/// How long a form may take to arrive.
const FORM_TIMEOUT: Duration = Duration::from_secs(15);
/// The session cookie, bound to this host and to https.
const COOKIE: &str = "__Host-bonafide";
/// The session cookie without https, for localhost only.
const PLAIN_COOKIE: &str = "bonafide";

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Everyone.
    Nothing,
    /// Everyone who is signed in.
    SignIn,
    /// Users with a role that allows this.
    Role(Scope),
}

/// Someone who is signed in and may see the requested page.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) tenant: TenantId,
    pub(super) user: User,
    /// The token that every form must repeat.
    pub(super) csrf: String,
    token: Token,
}

/// A form that someone sent who is signed in.
pub(super) struct Posted {
    pub(super) visitor: Visitor,
    pub(super) fields: Fields,
}

/// The fields of a form, in order.
pub(super) struct Fields(Vec<(String, String)>);

impl Visitor {
    pub(super) fn may(&self, scope: Scope) -> bool {
        roles::allow(&self.user.roles, scope)
    }

    pub(super) fn actor(&self) -> Actor {
        self.user.actor()
    }

    pub(super) fn token(&self) -> &Token {
        &self.token
    }
}

impl FromRequest for Visitor {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { authorize(&request).await })
    }
}

/// Finds the visitor of a page and checks that they may see it.
pub(super) async fn authorize(request: &HttpRequest) -> Result<Visitor, Failure> {
    let needs = *request.app_data::<Needs>().ok_or(Failure::NotFound)?;
    let app = app(request);
    let (tenant, token) = session(request).ok_or(Failure::SignedOut)?;
    let user = sessions::resume(app, &tenant, &token).await?.ok_or(Failure::SignedOut)?;
    let visitor = Visitor { tenant, user, csrf: token.derived("form"), token };
    request.extensions_mut().insert(visitor.clone());
    match needs {
        Needs::Role(scope) if !visitor.may(scope) => Err(Failure::Forbidden),
        _ => Ok(visitor),
    }
}

impl FromRequest for Posted {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fields = Fields::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let visitor = authorize(&request).await?;
            let fields = fields.await?;
            if fields.text("csrf") != visitor.csrf {
                return Err(Failure::ForeignForm);
            }
            Ok(Self { visitor, fields })
        })
    }
}

impl FromRequest for Fields {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = request.content_type() == "application/x-www-form-urlencoded";
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body =
                tokio::time::timeout(FORM_TIMEOUT, body).await.map_err(|_| Failure::BadForm)?;
            let body = body.map_err(|_| Failure::BadForm)?;
            if !is_form {
                return Err(Failure::BadForm);
            }
            Ok(Self::parse_form(&body))
        })
    }
}

impl Fields {
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Parses a form as browsers send it. U+0000, which the store can't hold, is replaced as HTML replaces it.
    pub(super) fn parse_form(body: &[u8]) -> Self {
        let storable = |text: &str| text.replace('\0', "\u{fffd}");
        let fields = url::form_urlencoded::parse(body);
        Self(fields.map(|(name, value)| (name.into_owned(), storable(&value))).collect())
    }

    /// The fields of the query.
    pub(super) fn from_query(request: &HttpRequest) -> Self {
        Self::parse_form(request.query_string().as_bytes())
    }

    /// A field, or an empty text if it is missing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The values of all fields with this name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.text(name).parse().map_err(|_| Failure::BadForm)
    }
}

pub(super) fn app(request: &HttpRequest) -> &App {
    request.app_data::<Data<App>>().expect("the app is registered before any route")
}

/// The tenant and session token in the request's cookie.
pub(super) fn session(request: &HttpRequest) -> Option<(TenantId, Token)> {
    let cookie = sent_cookie(request, cookie_name(request))?;
    let (tenant, token) = cookie.split_once('.')?;
    Some((TenantId::parse(tenant).ok()?, Token::parse(token)?))
}

fn cookie_name(request: &HttpRequest) -> &'static str {
    if is_plain(request) { PLAIN_COOKIE } else { COOKIE }
}

/// Whether the request came over plain http to localhost: the only case in which cookies are not bound to https, so
/// that trying the service out needs no certificate.
fn is_plain(request: &HttpRequest) -> bool {
    let connection = request.connection_info();
    let host = connection.host();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    here && connection.scheme() == "http" && !app(request).console.public_url.starts_with("https")
}

/// The URL under which browsers reach the service: from the settings, or else from this request.
pub(super) fn base_url(request: &HttpRequest) -> String {
    let own = app(request).console.public_url.trim_end_matches('/');
    if own.is_empty() {
        let connection = request.connection_info();
        format!("{}://{}", connection.scheme(), connection.host())
    } else {
        own.to_owned()
    }
}

/// The full name of an additional cookie: bound to this host and to https, except on localhost.
fn full_cookie_name(request: &HttpRequest, name: &str) -> String {
    if is_plain(request) { format!("bonafide-{name}") } else { format!("__Host-bonafide-{name}") }
}

/// An additional cookie that the browser sent.
pub(super) fn named_cookie<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    sent_cookie(request, &full_cookie_name(request, name))
}

/// A header that sets an additional cookie; `seconds` of 0 delete it.
pub(super) fn set_cookie(
    request: &HttpRequest,
    name: &str,
    value: &str,
    seconds: Option<u32>,
) -> (header::HeaderName, String) {
    (header::SET_COOKIE, cookie(request, &full_cookie_name(request, name), value, seconds))
}

fn sent_cookie<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(header::COOKIE);
    let pairs = headers.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
    named.find(|(sent, _)| *sent == name).map(|(_, value)| value)
}

/// A cookie that scripts can't read and that forms from other sites don't send; `seconds` of 0 delete it.
fn cookie(request: &HttpRequest, name: &str, value: &str, seconds: Option<u32>) -> String {
    let secure = if is_plain(request) { "" } else { "; Secure" };
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// Redirects to a page with a new session. It replaces whatever session the request came with.
pub(super) fn signed_in(
    request: &HttpRequest,
    tenant: &TenantId,
    token: &Token,
    next: &str,
) -> HttpResponse {
    let session = format!("{tenant}.{}", token.expose());
    with_session_cookie(request, redirect(next), &session, None)
}

/// Redirects to the sign-in page with a message, and deletes the session cookie.
pub(super) fn signed_out(request: &HttpRequest, key: &str) -> HttpResponse {
    with_session_cookie(request, redirect_with("/console/sign-in", key), "", Some(0))
}

fn with_session_cookie(
    request: &HttpRequest,
    mut response: HttpResponse,
    session: &str,
    seconds: Option<u32>,
) -> HttpResponse {
    let cookie = cookie(request, cookie_name(request), session, seconds);
    let cookie = HeaderValue::from_str(&cookie).expect("a session has only printable characters");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// Redirects to the sign-in page, and from there back to the requested page.
pub(super) fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let next = request.uri().path_and_query().map_or("/console", |path| path.as_str());
    if request.method() != Method::GET || matches!(next, "/console" | "/console/") {
        return redirect("/console/sign-in");
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    redirect(format!("/console/sign-in?{}", query.append_pair("next", next).finish()))
}
