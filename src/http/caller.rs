//! Who calls, and what they may do. A handler that takes a [`Caller`] cannot forget to ask.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ids::actor::Actor;

use super::problem::Problem;
use crate::app::App;
use crate::auth::Scope;
use crate::auth::tokens::BadToken;
use crate::domain::tenant::TenantId;
use crate::service::reviews::Reviewer;

/// A caller whose token allows `S`.
pub(super) struct Caller<S> {
    /// Whose rows they may see.
    pub(super) tenant: TenantId,
    /// Who they are, for the record.
    pub(super) actor: Actor,
    scopes: Vec<Scope>,
    scope: PhantomData<S>,
}

/// The tenant of an authenticated request, for the log.
#[derive(Clone)]
pub(super) struct KnownTenant(pub(super) TenantId);

/// A scope that a route can ask for.
pub(super) trait Needs: 'static {
    /// Which.
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($name:ident = $scope:ident,)+) => {$(
        /// Needs the scope of that name.
        pub(super) struct $name;

        impl Needs for $name {
            const SCOPE: Scope = Scope::$scope;
        }
    )+};
}

needs! {
    ReadsDecisions = DecisionsRead,
    WritesDecisions = DecisionsWrite,
    ReadsApplicants = ApplicantsRead,
    WritesApplicants = ApplicantsWrite,
    ReadsIndicators = IndicatorsRead,
    ReadsPolicy = PolicyRead,
    WritesPolicy = PolicyWrite,
    ReadsLists = ListsRead,
    WritesLists = ListsWrite,
    ReadsModels = ModelsRead,
    WritesModels = ModelsWrite,
    ReadsTrainingData = TrainingDataRead,
    ReadsReviews = ReviewsRead,
    WritesReviews = ReviewsWrite,
    WritesApprovals = ApprovalsWrite,
    ReadsQueues = QueuesRead,
    WritesQueues = QueuesWrite,
    ReadsWebhooks = WebhooksRead,
    WritesWebhooks = WebhooksWrite,
    ReadsAudit = AuditRead,
    ReadsLabels = LabelsRead,
    WritesLabels = LabelsWrite,
}

impl<S: Needs> FromRequest for Caller<S> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl<S: Needs> Caller<S> {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let app = request.app_data::<Data<App>>().expect("the app is registered before any route");
        let token = bearer(request).ok_or_else(|| {
            let detail =
                "a bearer token is required: `Authorization: Bearer …`; `bonafide token` mints one";
            Problem::unauthorized(detail, "Bearer realm=\"bonafide\"")
        })?;
        let bearer = app.tokens.verify(token, app.clock.now()).map_err(refused)?;
        request.extensions_mut().insert(KnownTenant(bearer.tenant.clone()));
        if !bearer.scopes.contains(&S::SCOPE) {
            return Err(Problem::scope_missing(S::SCOPE));
        }
        let actor = Actor::parse(&bearer.subject).map_err(|_| refused(BadToken::Invalid))?;
        Ok(Self { tenant: bearer.tenant, actor, scopes: bearer.scopes, scope: PhantomData })
    }

    /// The caller as somebody who works on reviews.
    pub(super) fn reviewer(&self) -> Reviewer {
        Reviewer {
            tenant: self.tenant.clone(),
            actor: self.actor.clone(),
            leads: self.scopes.contains(&Scope::QueuesRead),
            reads_decisions: self.scopes.contains(&Scope::DecisionsRead),
        }
    }
}

/// Whose token a request carries, if it is a good one.
pub(super) fn bearer_of(request: &HttpRequest) -> Option<(TenantId, Actor)> {
    let app = request.app_data::<Data<App>>()?;
    let bearer = app.tokens.verify(bearer(request)?, app.clock.now()).ok()?;
    Some((bearer.tenant, Actor::parse(&bearer.subject).ok()?))
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
