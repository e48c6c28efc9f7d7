//! Who looks at a page, and what their forms hold.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use ids::actor::Actor;

use super::failure::Failure;
use super::frame;
use super::pages::{self, Needs};
use crate::app::App;
use crate::auth::{Scope, roles};
use crate::domain::tenant::TenantId;
use crate::domain::user::User;
use crate::service::users::sessions::{self, Token};

/// How large a form may be.
pub(super) const MOST_BYTES: usize = 256 * 1024;
/// How long a form may take to arrive.
const WITHIN: Duration = Duration::from_secs(15);
/// The session's cookie: bound to this host, to https and to the whole site.
const COOKIE: &str = "__Host-bonafide";
/// The same without https, on this machine only.
const PLAIN_COOKIE: &str = "bonafide";

/// Somebody who is signed in and may see the page that they asked for.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) tenant: TenantId,
    pub(super) user: User,
    /// What a form must repeat.
    pub(super) csrf: String,
    token: Token,
}

/// What somebody who is signed in sent with a form.
pub(super) struct Posted {
    pub(super) visitor: Visitor,
    pub(super) fields: Fields,
}

/// The fields of a form.
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
        Box::pin(async move { of(&request).await })
    }
}

pub(super) async fn of(request: &HttpRequest) -> Result<Visitor, Failure> {
    let pattern = request.match_pattern().unwrap_or_default();
    let needs = pages::needed(request.method().as_str(), &pattern).ok_or(Failure::NotFound)?;
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
            let visitor = of(&request).await?;
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
            let body = tokio::time::timeout(WITHIN, body).await.map_err(|_| Failure::BadForm)?;
            let body = body.map_err(|_| Failure::BadForm)?;
            if !is_form {
                return Err(Failure::BadForm);
            }
            Ok(Self::parse_form(&body))
        })
    }
}

impl Fields {
    /// Fields by name.
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The fields of a form as browsers send it. U+0000, which nobody types and no text of the store can hold, is
    /// replaced as HTML replaces it.
    pub(super) fn parse_form(body: &[u8]) -> Self {
        let storable = |text: &str| text.replace('\0', "\u{fffd}");
        let fields = url::form_urlencoded::parse(body);
        Self(fields.map(|(name, value)| (name.into_owned(), storable(&value))).collect())
    }

    /// What stands after the `?` of an address.
    pub(super) fn asked(request: &HttpRequest) -> Self {
        Self::parse_form(request.query_string().as_bytes())
    }

    /// A field; empty if it is missing.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every field of a name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// A field that must be readable as something.
    pub(super) fn parse<T: std::str::FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.text(name).parse().map_err(|_| Failure::BadForm)
    }
}

/// The app.
pub(super) fn app(request: &HttpRequest) -> &App {
    request.app_data::<Data<App>>().expect("the app is registered before any route")
}

/// The session that a request's cookie names.
pub(super) fn session(request: &HttpRequest) -> Option<(TenantId, Token)> {
    let cookie = sent_cookie(request, cookie_name(request))?;
    let (tenant, token) = cookie.split_once('.')?;
    Some((TenantId::parse(tenant).ok()?, Token::parse(token)?))
}

fn cookie_name(request: &HttpRequest) -> &'static str {
    if is_plain(request) { PLAIN_COOKIE } else { COOKIE }
}

/// Whether the request came over plain http to this very machine: the one case in which cookies are not bound to
/// https, so that a first look needs no certificate.
fn is_plain(request: &HttpRequest) -> bool {
    let connection = request.connection_info();
    let host = connection.host();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    here && connection.scheme() == "http" && !app(request).console.public_url.starts_with("https")
}

/// Where browsers reach the service, by the settings or as this request says.
pub(super) fn base(request: &HttpRequest) -> String {
    let own = app(request).console.public_url.trim_end_matches('/');
    if own.is_empty() {
        let connection = request.connection_info();
        format!("{}://{}", connection.scheme(), connection.host())
    } else {
        own.to_owned()
    }
}

/// A cookie's name here: bound to this host and to https, except on this very machine.
fn name_here(request: &HttpRequest, name: &str) -> String {
    if is_plain(request) { format!("bonafide-{name}") } else { format!("__Host-bonafide-{name}") }
}

/// A further cookie that the browser sent.
pub(super) fn named_cookie<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    sent_cookie(request, &name_here(request, name))
}

/// A header that sets a further cookie.
pub(super) fn set_cookie(
    request: &HttpRequest,
    name: &str,
    value: &str,
    seconds: Option<u32>,
) -> (header::HeaderName, String) {
    (header::SET_COOKIE, cookie(request, &name_here(request, name), value, seconds))
}

/// A cookie that the browser sent.
fn sent_cookie<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let headers = request.headers().get_all(header::COOKIE);
    let pairs = headers.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let mut named = pairs.filter_map(|pair| pair.trim().split_once('='));
    named.find(|(sent, _)| *sent == name).map(|(_, value)| value)
}

/// A cookie of this host that no script reads and no form from elsewhere sends; `seconds` of 0 take it back.
fn cookie(request: &HttpRequest, name: &str, value: &str, seconds: Option<u32>) -> String {
    let secure = if is_plain(request) { "" } else { "; Secure" };
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// Goes on to a page with a session that has just begun. What came with the request before is worth nothing.
pub(super) fn signed_in(
    request: &HttpRequest,
    tenant: &TenantId,
    token: &Token,
    next: &str,
) -> HttpResponse {
    let value = format!("{tenant}.{}", token.expose());
    HttpResponse::SeeOther()
        .insert_header((header::SET_COOKIE, cookie(request, cookie_name(request), &value, None)))
        .insert_header((header::LOCATION, next))
        .finish()
}

/// Goes on to the sign-in page, without a session.
pub(super) fn signed_out(request: &HttpRequest, next: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::SET_COOKIE, cookie(request, cookie_name(request), "", Some(0))))
        .insert_header((header::LOCATION, next))
        .finish()
}

/// Goes on to the sign-in page, and from there back to what was asked for.
pub(super) fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let next = request.uri().path_and_query().map_or("/console", |path| path.as_str());
    let query: String = if request.method() == actix_web::http::Method::GET && next != "/console" {
        url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish()
    } else {
        String::new()
    };
    let mark = if query.is_empty() { "" } else { "?" };
    frame::to(format!("/console/sign-in{mark}{query}"))
}
