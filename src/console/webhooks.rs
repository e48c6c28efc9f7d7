//! Webhooks: who is told, what became of each delivery, and telling again.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::{DeliveryId, EndpointId};

use super::failure::Failure;
use super::frame::{page, page_with, to};
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{Fields, Posted, Visitor};
use super::webhook_form::{EndpointForm, schemes, wanted};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::webhook::{Delivery, DeliveryState, Scheme, Wants};
use crate::service::webhook_deliveries::{self, Logged};
use crate::service::webhook_endpoints::{
    self, Change, EndpointError, NewEndpoint, Rotation, Shown, ShownSecret,
};
use crate::store::webhook_deliveries::Filter;

/// How many deliveries a page shows.
const PAGE: i64 = 50;
/// For how many hours old secrets sign beside new ones at most.
const MOST_OVERLAP_HOURS: u16 = 168;

#[derive(Template)]
#[template(path = "console/webhooks.html")]
struct WebhooksPage {
    s: Shell,
    may_change: bool,
    endpoints: Vec<EndpointView>,
    form: EndpointForm,
}

#[derive(Template)]
#[template(path = "console/webhook.html")]
struct WebhookPage {
    s: Shell,
    may_change: bool,
    e: EndpointView,
    form: EndpointForm,
    /// Shared secrets that were just made: shown this once.
    secrets: Vec<String>,
    /// For how long old secrets can sign beside new ones, in hours.
    overlaps: [u16; 4],
    state: &'static str,
    states: Vec<(&'static str, String)>,
    deliveries: Vec<DeliveryView>,
    more: Option<String>,
}

struct EndpointView {
    id: String,
    href: String,
    url: String,
    description: String,
    wants: String,
    disabled: Option<String>,
    failing_since: Option<String>,
    made: String,
    keys: Vec<KeyView>,
}

/// What deliveries are signed with now.
struct KeyView {
    scheme: String,
    /// A public key as receivers take it.
    public: Option<String>,
    made: String,
    expires: Option<String>,
}

struct DeliveryView {
    id: String,
    kind: String,
    event: String,
    state: String,
    state_name: &'static str,
    at: String,
    attempts: i32,
    next: String,
    log: Vec<AttemptView>,
}

struct AttemptView {
    number: i32,
    at: String,
    took: i32,
    status: String,
    failure: String,
    answer: String,
}

/// `GET /console/webhooks`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    Ok(page(&list_page(&app, &request, &visitor).await?))
}

async fn list_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
) -> Result<WebhooksPage, Failure> {
    let all = webhook_endpoints::all(app, &visitor.tenant).await?;
    let s = Shell::of(visitor, "webhooks.title", request);
    Ok(WebhooksPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        endpoints: all.iter().map(|one| endpoint_view(&s, one)).collect(),
        form: EndpointForm::empty(&s),
        s,
    })
}

fn endpoint_view(s: &Shell, shown_endpoint: &Shown) -> EndpointView {
    let Shown { endpoint, secrets } = shown_endpoint;
    let wants = match &endpoint.wants {
        Wants::All => s.t("webhooks.all_events"),
        wants @ Wants::Kinds(_) => wants.names().unwrap_or_default().join(", "),
    };
    let key = |one: &ShownSecret| KeyView {
        scheme: s.t(&format!("webhook_scheme.{}", one.scheme.name())),
        public: one.value.clone().filter(|_| one.scheme == Scheme::V1a),
        made: s.time(&one.created_at),
        expires: one.expires_at.as_ref().map(|at| s.time(at)),
    };
    let disabled = endpoint.disabled.as_ref().map(|disabled| {
        let why = s.t(&format!("webhook_disabled.{}", disabled.reason.name()));
        format!("{why} · {}", s.time(&disabled.at))
    });
    EndpointView {
        id: endpoint.id.to_string(),
        href: format!("/console/webhooks/{}", endpoint.id),
        url: shown(&endpoint.url, 2_000),
        description: shown(&endpoint.description, 500),
        wants,
        disabled,
        failing_since: endpoint.failing_since.as_ref().map(|at| s.time(at)),
        made: s.time(&endpoint.created_at),
        keys: secrets.iter().map(key).collect(),
    }
}

/// `GET /console/webhooks/{id}`.
pub(super) async fn one(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<EndpointId>,
) -> Result<HttpResponse, Failure> {
    let found = webhook_endpoints::find(&app, &visitor.tenant, *id).await?;
    Ok(page(&endpoint_page(&app, &request, &visitor, &found, Vec::new()).await?))
}

/// The states that the log of deliveries can be narrowed to.
const STATES: [DeliveryState; 4] = [
    DeliveryState::Pending,
    DeliveryState::Delivered,
    DeliveryState::Failed,
    DeliveryState::Paused,
];

async fn endpoint_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    found: &Shown,
    secrets: Vec<String>,
) -> Result<WebhookPage, Failure> {
    let id = found.endpoint.id;
    let asked = Fields::asked(request);
    let state = DeliveryState::of(asked.text("state"));
    let before = asked.parse("before").ok();
    let filter = Filter { endpoint: id, state, before, limit: PAGE };
    let deliveries = webhook_deliveries::list(app, &visitor.tenant, filter).await?;
    let s = Shell::of(visitor, "webhooks.endpoint", request);
    let state = state.map_or("", DeliveryState::name);
    let last = deliveries.items.last().filter(|_| deliveries.more);
    let more =
        |one: &Logged| format!("/console/webhooks/{id}?state={state}&before={}", one.delivery.id);
    Ok(WebhookPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        e: endpoint_view(&s, found),
        form: EndpointForm::about(&s, &found.endpoint),
        secrets,
        overlaps: [24, 0, 72, 168],
        state,
        states: STATES.map(|one| (one.name(), s.t(&format!("delivery.{}", one.name())))).into(),
        more: last.map(more),
        deliveries: deliveries.items.iter().map(|one| delivery_view(&s, one)).collect(),
        s,
    })
}

/// The shared secrets among those that were just made.
fn shared(shown: &Shown) -> Vec<String> {
    let secrets = shown.secrets.iter().filter(|secret| secret.scheme == Scheme::V1);
    secrets.filter_map(|secret| secret.value.clone()).collect()
}

fn delivery_view(s: &Shell, logged: &Logged) -> DeliveryView {
    let Delivery { id, event, kind, state, attempts, next_attempt_at, created_at, .. } =
        &logged.delivery;
    let attempt = |one: &crate::domain::webhook::Attempt| AttemptView {
        number: one.number,
        at: s.time(&one.started_at),
        took: one.duration_ms,
        status: one.status.map(|status| status.to_string()).unwrap_or_default(),
        failure: one.failure.clone().unwrap_or_default(),
        answer: shown(&String::from_utf8_lossy(&one.answer), 300),
    };
    DeliveryView {
        id: id.to_string(),
        kind: kind.clone(),
        event: event.to_string(),
        state: s.t(&format!("delivery.{}", state.name())),
        state_name: state.name(),
        at: s.time(created_at),
        attempts: *attempts,
        next: next_attempt_at.as_ref().map(|at| s.time(at)).unwrap_or_default(),
        log: logged.attempts.iter().map(attempt).collect(),
    }
}

type Done = Result<HttpResponse, Failure>;

/// `POST /console/webhooks`: the shared secret is shown once, on the page that answers.
pub(super) async fn create(app: Data<App>, request: HttpRequest, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let new = NewEndpoint {
        url: fields.text("url").trim().to_owned(),
        description: fields.text("description").trim().to_owned(),
        wants: wanted(&fields),
        enabled: true,
        schemes: schemes(&fields),
    };
    let made = match webhook_endpoints::create(&app, &visitor.tenant, &visitor.actor(), new).await {
        Ok(made) => made,
        Err(error) => {
            let mut again = list_page(&app, &request, &visitor).await?;
            again.form = EndpointForm::refused(&again.s, &fields, error)?;
            return Ok(page_with(StatusCode::CONFLICT, &again));
        }
    };
    Ok(page(&endpoint_page(&app, &request, &visitor, &made, shared(&made)).await?))
}

/// `POST /console/webhooks/{id}`.
pub(super) async fn change(
    app: Data<App>,
    request: HttpRequest,
    id: Path<EndpointId>,
    posted: Posted,
) -> Done {
    let Posted { visitor, fields } = posted;
    let change = Change {
        url: Some(fields.text("url").trim().to_owned()),
        description: Some(fields.text("description").trim().to_owned()),
        wants: Some(wanted(&fields)),
        enabled: None,
    };
    let (tenant, actor) = (&visitor.tenant, visitor.actor());
    let Err(error) = webhook_endpoints::change(&app, tenant, &actor, *id, change).await else {
        return Ok(to(format!("/console/webhooks/{}?said=saved", *id)));
    };
    let found = webhook_endpoints::find(&app, tenant, *id).await?;
    let mut again = endpoint_page(&app, &request, &visitor, &found, Vec::new()).await?;
    again.form = EndpointForm::refused(&again.s, &fields, error)?;
    Ok(page_with(StatusCode::CONFLICT, &again))
}

/// `POST /console/webhooks/{id}/rotate`: new secrets, shown once on the page that answers.
pub(super) async fn rotate(
    app: Data<App>,
    request: HttpRequest,
    id: Path<EndpointId>,
    posted: Posted,
) -> Done {
    let Posted { visitor, fields } = posted;
    let overlap_hours: u16 = fields.parse("overlap_hours")?;
    if overlap_hours > MOST_OVERLAP_HOURS {
        return Err(Failure::BadForm);
    }
    let rotation = Rotation { overlap_hours, schemes: None };
    let actor = visitor.actor();
    let made = webhook_endpoints::rotate(&app, &visitor.tenant, &actor, *id, rotation).await?;
    Ok(page(&endpoint_page(&app, &request, &visitor, &made, shared(&made)).await?))
}

/// `POST /console/webhooks/{id}/enabled`.
pub(super) async fn enable(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let change = Change { enabled: Some(fields.text("enabled") == "yes"), ..Change::default() };
    let actor = visitor.actor();
    webhook_endpoints::change(&app, &visitor.tenant, &actor, *id, change).await?;
    Ok(to(format!("/console/webhooks/{}?said=saved", *id)))
}

/// `POST /console/webhooks/{id}/test`.
pub(super) async fn test(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    webhook_deliveries::test(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(to(format!("/console/webhooks/{}?said=test_sent", *id)))
}

/// `POST /console/webhooks/{id}/delete`.
pub(super) async fn delete(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    webhook_endpoints::delete(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(to("/console/webhooks?said=deleted"))
}

/// `POST /console/webhooks/{id}/deliveries/{delivery}/replay`.
pub(super) async fn replay(
    app: Data<App>,
    path: Path<(EndpointId, DeliveryId)>,
    posted: Posted,
) -> Done {
    let (visitor, (endpoint, delivery)) = (posted.visitor, path.into_inner());
    let actor = visitor.actor();
    webhook_deliveries::replay(&app, &visitor.tenant, &actor, delivery).await?;
    Ok(to(format!("/console/webhooks/{endpoint}?said=replayed")))
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::NotFound => Self::NotFound,
            EndpointError::BadUrl(_) | EndpointError::Fault { .. } => Self::BadForm,
            EndpointError::TooMany => Self::Refused("webhooks.too_many"),
            EndpointError::Disabled => Self::Refused("webhooks.is_disabled"),
            EndpointError::Internal(error) => error.into(),
        }
    }
}
