//! Who calls, and whether they may. A handler that takes a [`Caller`] cannot forget to check.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ids::actor::Actor;

use super::error_code::ErrorCode;
use super::operation;
use super::problem::Problem;
use crate::app::App;
use crate::auth::Scope;
use crate::auth::tokens::BadToken;
use crate::domain::tenant::TenantId;
use crate::service::reviews::Reviewer;

/// A caller whose token has the scope of the operation.
pub(super) struct Caller {
    /// Whose rows the caller may see.
    pub(super) tenant: TenantId,
    /// Who the caller is, for the audit.
    pub(super) actor: Actor,
    scopes: Vec<Scope>,
}

/// The tenant of an authenticated request, for the log.
#[derive(Clone)]
pub(super) struct KnownTenant(pub(super) TenantId);

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::new(request))
    }
}

impl Caller {
    /// Verifies the token and checks that it has the scope of the operation. An operation without a scope has no
    /// callers.
    pub(super) fn new(request: &HttpRequest) -> Result<Self, Problem> {
        let app = request.app_data::<Data<App>>().expect("the app is registered before any route");
        let token = bearer(request).ok_or_else(|| {
            let detail =
                "a bearer token is required: `Authorization: Bearer …`; `bonafide token` creates one";
            Problem::unauthorized(detail, "Bearer realm=\"bonafide\"")
        })?;
        let bearer = app.tokens.verify(token, app.clock.now()).map_err(refused)?;
        request.extensions_mut().insert(KnownTenant(bearer.tenant.clone()));
        let scope = operation::matched(request).and_then(|operation| operation.scope);
        let scope = scope.ok_or_else(|| {
            Problem::new(ErrorCode::ScopeMissing, "this operation cannot be called with a token")
        })?;
        if !bearer.scopes.contains(&scope) {
            return Err(Problem::scope_missing(scope));
        }
        let actor = Actor::parse(&bearer.subject).map_err(|_| refused(BadToken::Invalid))?;
        Ok(Self { tenant: bearer.tenant, actor, scopes: bearer.scopes })
    }

    /// The caller as a reviewer.
    pub(super) fn reviewer(&self) -> Reviewer {
        Reviewer {
            tenant: self.tenant.clone(),
            actor: self.actor.clone(),
            leads: self.scopes.contains(&Scope::QueuesRead),
            reads_decisions: self.scopes.contains(&Scope::DecisionsRead),
        }
    }
}

fn refused(error: BadToken) -> Problem {
    let challenge = "Bearer realm=\"bonafide\", error=\"invalid_token\"";
    Problem::unauthorized(error.to_string(), challenge)
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
