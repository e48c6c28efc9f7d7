//! Models: their cards, how they were measured, which one scores, and how that changes.

mod shadow;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use shadow::ShadowView;

use crate::app::App;
use crate::auth::Scope;
use crate::console::failure::Failure;
use crate::console::frame::{page, page_with, to};
use crate::console::shell::Shell;
use crate::console::shown::shown;
use crate::console::visitor::{Posted, Visitor};
use crate::domain::model::{ModelId, Role};
use crate::service::models::{
    self, FindModelError, Form, ModelState, Promoted, RoleError, known_time,
};
use crate::service::{shadow as reports, users};

/// The share of all decisions that reviewers can work, when the shadow is held against the champion.
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
    /// What the gate just said against it.
    objections: Vec<String>,
    /// What it said as the shadow, if it is or was one.
    shadow: Option<ShadowView>,
}

/// A model.
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
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
    /// Whether it can be promoted, shadowed, retired.
    can_promote: bool,
    can_shadow: bool,
    can_retire: bool,
}

struct PendingView {
    by: String,
    at: String,
    reason: String,
    own: bool,
}

/// `GET /console/models`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let found = models::list(&app, &visitor.tenant, None, 50).await?;
    let s = Shell::of(&visitor, "models.title", &request);
    let names = users::names(&app, &visitor.tenant).await?;
    let champion = found.items.iter().find(|one| one.model.role == Role::Champion);
    Ok(page(&ModelsPage {
        tab: "models",
        may_change: visitor.may(Scope::ModelsWrite),
        can_roll_back: champion.is_some_and(|one| one.model.replaced.is_some()),
        models: found.items.iter().map(|one| model_view(&s, &visitor, &names, one)).collect(),
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
    let found = models::find(app, &visitor.tenant, id).await?;
    let s = Shell::of(visitor, "models.model", request);
    let names = users::names(app, &visitor.tenant).await?;
    let m = model_view(&s, visitor, &names, &found);
    let report = reports::report(app, &visitor.tenant, id, REVIEW_BUDGET).await;
    let report = match report {
        Ok(report) => Some(report),
        // The model that came with the service has no row until another was promoted.
        Err(FindModelError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let is_shadow = found.model.role == Role::Shadow;
    let report = report.filter(|report| report.decisions > 0 || is_shadow);
    Ok(ModelPage {
        tab: "models",
        may_change: visitor.may(Scope::ModelsWrite),
        m,
        objections: Vec::new(),
        shadow: report.map(|report| ShadowView::of(&s, &report)),
        s,
    })
}

type Names = std::collections::BTreeMap<String, String>;

fn model_view(s: &Shell, visitor: &Visitor, names: &Names, state: &ModelState) -> ModelView {
    let ModelState { model, pending } = state;
    let called = |actor: &ids::actor::Actor| {
        shown(names.get(actor.as_str()).map_or(actor.as_str(), String::as_str), 60)
    };
    let pending = pending.as_ref().map(|one| PendingView {
        by: called(&one.requested_by),
        at: s.time(&one.requested_at),
        reason: one.force_reason.clone().unwrap_or_default(),
        own: one.requested_by == visitor.actor(),
    });
    let card = &model.card;
    ModelView {
        id: model.id.to_string(),
        href: format!("/console/models/{}", model.id),
        digest: model.digest.clone(),
        role: s.t(&format!("model_role.{}", model.role.name())),
        role_name: model.role.name(),
        since: known_time(model.role_since).map(|at| s.time(&at)).unwrap_or_default(),
        origin: s.t(&format!("origin.{}", model.origin.name())),
        made_by: called(&model.made_by),
        made_at: known_time(model.made_at).map(|at| s.time(&at)).unwrap_or_default(),
        description: shown(&card.description, 1_000),
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

fn data(s: &Shell, card: &crate::domain::model::Card) -> Vec<(String, String)> {
    let Some(data) = &card.data else { return Vec::new() };
    vec![
        (s.t("models.from"), s.time(&data.first_decision_at)),
        (s.t("models.to"), s.time(&data.last_decision_at)),
        (s.t("models.learned"), data.training_examples.to_string()),
        (s.t("models.measured"), data.test_examples.to_string()),
        (s.t("models.fakes"), data.fakes.to_string()),
        (s.t("models.split"), data.split.clone()),
    ]
}

/// What the report may load: its own styles and pictures, no script; and only a page of ours may hold it.
const REPORT_LOADS: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/// `GET /console/models/{id}/evaluation`: the report that was made with the model, inside its page.
pub(super) async fn evaluation(
    app: Data<App>,
    visitor: Visitor,
    id: Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    let report = models::evaluation(&app, &visitor.tenant, &id, Form::Page).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, REPORT_LOADS))
        .insert_header((HeaderName::from_static("x-frame-options"), "SAMEORIGIN"))
        .body(report))
}

type Done = Result<HttpResponse, Failure>;

/// `POST /console/models/{id}/promote`.
pub(super) async fn promote(
    app: Data<App>,
    request: HttpRequest,
    id: Path<ModelId>,
    posted: Posted,
) -> Done {
    let Posted { visitor, fields } = posted;
    let reason = fields.text("force").trim();
    let force = (!reason.is_empty()).then_some(reason);
    let done = models::promote(&app, &visitor.tenant, &visitor.actor(), &id, force).await;
    let said = match done {
        Ok(Promoted::Done(_)) => "promoted",
        Ok(Promoted::Waits(..)) => "promotion_waits",
        Err(RoleError::Gate(faults)) => {
            let mut refused = model_page(&app, &request, &visitor, &id).await?;
            refused.objections = faults.into_iter().map(|fault| fault.detail).collect();
            return Ok(page_with(StatusCode::CONFLICT, &refused));
        }
        Err(error) => return Err(error.into()),
    };
    Ok(to(format!("/console/models/{}?said={said}", *id)))
}

/// `POST /console/models/{id}/approve`.
pub(super) async fn approve(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    models::approve(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    Ok(to(format!("/console/models/{}?said=promoted", *id)))
}

/// `POST /console/models/{id}/decline`.
pub(super) async fn decline(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    models::decline(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    Ok(to(format!("/console/models/{}?said=saved", *id)))
}

/// `POST /console/models/{id}/shadow`.
pub(super) async fn shadow(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    models::shadow(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    Ok(to(format!("/console/models/{}?said=saved", *id)))
}

/// `POST /console/models/{id}/retire`.
pub(super) async fn retire(app: Data<App>, id: Path<ModelId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    models::retire(&app, &visitor.tenant, &visitor.actor(), &id).await?;
    Ok(to(format!("/console/models/{}?said=saved", *id)))
}

/// `POST /console/models/roll-back`.
pub(super) async fn roll_back(app: Data<App>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    models::roll_back(&app, &visitor.tenant, &visitor.actor()).await?;
    Ok(to("/console/models?said=rolled_back"))
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
            RoleError::Gate(_) => Self::Refused("refused.gate"),
            RoleError::Role { .. } => Self::Refused("refused.model_role"),
            RoleError::NothingBefore => Self::Refused("refused.nothing_before"),
            RoleError::NotPending => Self::Refused("refused.not_pending"),
            RoleError::OwnRequest => Self::Refused("refused.own_request"),
            RoleError::BadReason => Self::Refused("refused.bad_reason"),
            RoleError::Unusable(_) => Self::Refused("refused.unusable_model"),
            RoleError::Internal(error) => error.into(),
        }
    }
}
