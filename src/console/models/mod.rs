//! Models: the list, model cards, evaluations and role changes.

mod shadow;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use scoring::decision::{InactiveReason, InactiveTerm};
use shadow::ShadowView;

use crate::app::App;
use crate::auth::Scope;
use crate::console::answer::{page, page_with, redirect_with};
use crate::console::display::{safe_text, title_from_name};
use crate::console::failure::Failure;
use crate::console::names::Names;
use crate::console::shell::Shell;
use crate::console::visitor::{Posted, Visitor};
use crate::domain::model::{Card, ModelId, Role};
use crate::service::models::shadow as shadow_reports;
use crate::service::models::{
    self, FindModelError, Form, ModelState, Promoted, RoleError, known_time,
};

/// The share of decisions that reviewers can handle, for the comparison of shadow and champion.
const REVIEW_BUDGET: f64 = 0.02;

#[derive(Template)]
#[template(path = "console/models.html")]
struct ModelsPage {
    s: Shell,
    tab: &'static str,
    may_change: bool,
    can_roll_back: bool,
    models: Vec<ModelView>,
}

#[derive(Template)]
#[template(path = "console/model.html")]
struct ModelPage {
    s: Shell,
    tab: &'static str,
    may_change: bool,
    m: ModelView,
    /// Terms without effect, with the reason.
    inactive: Vec<(String, String)>,
    /// Why the promotion gate just rejected the model.
    objections: Vec<String>,
    /// The comparison with the champion, if the model is or was a shadow.
    shadow: Option<ShadowView>,
}

#[expect(clippy::struct_excessive_bools, reason = "each decides whether a button is shown")]
struct ModelView {
    id: String,
    href: String,
    digest: String,
    role: String,
    role_name: &'static str,
    since: String,
    origin: String,
    made_by: String,
    made_at: String,
    description: String,
    intended_use: String,
    parity: String,
    limits: Vec<String>,
    data: Vec<(String, String)>,
    evaluated: bool,
    pending: Option<PendingView>,
    can_promote: bool,
    can_shadow: bool,
    can_retire: bool,
}

struct PendingView {
    by: String,
    at: String,
    reason: String,
    is_own: bool,
}

/// `GET /console/models`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let list = models::list(&app, &visitor.tenant, None, 50).await?;
    let s = Shell::new(&visitor, "models.title", &request);
    let names = Names::load(&app, &visitor.tenant).await?;
    let champion = list.items.iter().find(|state| state.model.role == Role::Champion);
    Ok(page(&ModelsPage {
        tab: "models",
        may_change: visitor.may(Scope::ModelsWrite),
        can_roll_back: champion.is_some_and(|state| state.model.replaced.is_some()),
        models: list.items.iter().map(|state| model_view(&s, &visitor, &names, state)).collect(),
        s,
    }))
}

/// `GET /console/models/{id}`.
pub(super) async fn model(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&model_page(&app, &request, &visitor, &id).await?))
}

async fn model_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: &ModelId,
) -> Result<ModelPage, Failure> {
    let state = models::find(app, &visitor.tenant, id).await?;
    let s = Shell::new(visitor, "models.model", request);
    let names = Names::load(app, &visitor.tenant).await?;
    let m = model_view(&s, visitor, &names, &state);
    let inactive = models::inactive_terms(app, &visitor.tenant, id).await?;
    let report = shadow_reports::report(app, &visitor.tenant, id, REVIEW_BUDGET).await;
    let report = match report {
        Ok(report) => Some(report),
        // The shipped model has no row until another one was promoted.
        Err(FindModelError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let is_shadow = state.model.role == Role::Shadow;
    let report = report.filter(|report| report.decisions > 0 || is_shadow);
    Ok(ModelPage {
        tab: "models",
        may_change: visitor.may(Scope::ModelsWrite),
        m,
        inactive: inactive.iter().map(|term| inactive_term(&s, term)).collect(),
        objections: Vec::new(),
        shadow: report.map(|report| ShadowView::new(&s, &report)),
        s,
    })
}

fn model_view(s: &Shell, visitor: &Visitor, names: &Names, state: &ModelState) -> ModelView {
    let ModelState { model, pending } = state;
    let pending = pending.as_ref().map(|promotion| PendingView {
        by: names.display(&promotion.requested_by),
        at: s.time(&promotion.requested_at),
        reason: promotion.force_reason.clone().unwrap_or_default(),
        is_own: promotion.requested_by == visitor.actor(),
    });
    let card = &model.card;
    ModelView {
        id: model.id.to_string(),
        href: format!("/console/models/{}", model.id),
        digest: model.digest.clone(),
        role: s.named("model_role", model.role.name()),
        role_name: model.role.name(),
        since: known_time(model.role_since).map(|at| s.time(&at)).unwrap_or_default(),
        origin: s.named("model_origin", model.origin.name()),
        made_by: names.display(&model.made_by),
        made_at: known_time(model.made_at).map(|at| s.time(&at)).unwrap_or_default(),
        description: safe_text(&card.description, 1_000),
        intended_use: card.intended_use.clone(),
        parity: card.parity.clone(),
        limits: card.limits.clone(),
        data: data(s, card),
        evaluated: models::is_measured(model),
        can_promote: model.role != Role::Champion && pending.is_none(),
        can_shadow: model.role == Role::Candidate,
        can_retire: matches!(model.role, Role::Candidate | Role::Shadow),
        pending,
    }
}

/// A term without effect, and why it has none.
pub(super) fn inactive_term(s: &Shell, term: &InactiveTerm) -> (String, String) {
    let reason = match term.reason {
        InactiveReason::NotScored => s.t("models.term_not_scored"),
        InactiveReason::NotComputed => s.t("models.term_not_computed"),
    };
    (title_from_name(&term.indicator), reason)
}

fn data(s: &Shell, card: &Card) -> Vec<(String, String)> {
    let Some(data) = &card.data else { return Vec::new() };
    vec![
        (s.t("models.data_from"), s.time(&data.first_decision_at)),
        (s.t("models.data_to"), s.time(&data.last_decision_at)),
        (s.t("models.training_examples"), data.training_examples.to_string()),
        (s.t("models.test_examples"), data.test_examples.to_string()),
        (s.t("models.fakes"), data.fakes.to_string()),
        (s.t("models.split"), data.split.clone()),
    ]
}

/// The content policy of the report: inline styles and images, no scripts, embedded only by our own pages.
const REPORT_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/// `GET /console/models/{id}/evaluation`: the evaluation report, which the model's page embeds.
pub(super) async fn evaluation(
    app: Data<App>,
    visitor: Visitor,
    id: Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    let report = models::evaluation(&app, &visitor.tenant, &id, Form::Page).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, REPORT_POLICY))
        .insert_header((HeaderName::from_static("x-frame-options"), "SAMEORIGIN"))
        .body(report))
}

type Answer = Result<HttpResponse, Failure>;

/// Back to the model, with a message.
#[expect(clippy::unnecessary_wraps, reason = "it is the whole answer of a handler")]
fn to_model(id: &ModelId, key: &str) -> Answer {
    Ok(redirect_with(format!("/console/models/{id}"), key))
}

/// `POST /console/models/{id}/promote`.
pub(super) async fn promote(
    app: Data<App>,
    request: HttpRequest,
    id: Path<ModelId>,
    posted: Posted,
) -> Answer {
    let Posted { visitor, fields } = posted;
    let reason = fields.text("force").trim();
    let force = (!reason.is_empty()).then_some(reason);
    let promoted = models::promote(&app, &visitor.tenant, &visitor.actor(), &id, force).await;
    match promoted {
        Ok(Promoted::Done(_)) => to_model(&id, "done.promoted"),
        Ok(Promoted::Waits(..)) => to_model(&id, "done.promotion_requested"),
        Err(RoleError::Gate(faults)) => {
            let mut page = model_page(&app, &request, &visitor, &id).await?;
            page.objections = faults.into_iter().map(|fault| fault.detail).collect();
            Ok(page_with(StatusCode::CONFLICT, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /console/models/{id}/approve`.
pub(super) async fn approve(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    models::approve(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    to_model(&id, "done.promoted")
}

/// `POST /console/models/{id}/decline`.
pub(super) async fn decline(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    models::decline(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    to_model(&id, "done.saved")
}

/// `POST /console/models/{id}/shadow`.
pub(super) async fn shadow(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    models::shadow(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    to_model(&id, "done.saved")
}

/// `POST /console/models/{id}/retire`.
pub(super) async fn retire(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    models::retire(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    to_model(&id, "done.saved")
}

/// `POST /console/models/roll-back`.
pub(super) async fn roll_back(app: Data<App>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    models::roll_back(&app, &visitor.tenant, &visitor.actor()).await?;
    Ok(redirect_with("/console/models", "done.rolled_back"))
}

impl From<FindModelError> for Failure {
    fn from(error: FindModelError) -> Self {
        match error {
            FindModelError::NotFound(_) => Self::NotFound,
            FindModelError::Internal(error) => error.into(),
        }
    }
}

impl From<RoleError> for Failure {
    fn from(error: RoleError) -> Self {
        match error {
            RoleError::NotFound => Self::NotFound,
            RoleError::Gate(_) => Self::Refused("error.gate_failed"),
            RoleError::Role { .. } => Self::Refused("error.model_role"),
            RoleError::NothingBefore => Self::Refused("error.no_previous_model"),
            RoleError::NotPending => Self::Refused("error.no_pending_promotion"),
            RoleError::OwnRequest => Self::Refused("error.own_promotion"),
            RoleError::BadReason => Self::Refused("error.reason_length"),
            RoleError::Unusable(_) => Self::Refused("error.incompatible_model"),
            RoleError::Internal(error) => error.into(),
        }
    }
}
