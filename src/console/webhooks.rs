//! Webhooks: endpoints, their signing keys and the log of deliveries.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::{DeliveryId, EndpointId};

use super::answer::{page, page_with, redirect_with};
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{Fields, Posted, Visitor};
use super::webhook_form::{EndpointForm, chosen_events, chosen_schemes};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::webhook::{Attempt, Delivery, DeliveryState, Scheme, Wants};
use crate::service::webhooks::webhook_deliveries::{self, Logged};
use crate::service::webhooks::webhook_endpoints::{
    self, Change, EndpointError, NewEndpoint, Rotation, Shown, ShownSecret,
};
use crate::store::webhooks::webhook_deliveries::Filter;

/// Deliveries per page.
const PAGE: i64 = 50;
/// The maximum overlap of old and new keys.
const MAX_OVERLAP_HOURS: u16 = 168;

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
    /// New shared secrets, shown only now.
    secrets: Vec<String>,
    /// The overlaps of old and new keys to choose from, in hours.
    overlaps: [u16; 4],
    state: &'static str,
    states: Vec<Choice>,
    deliveries: Vec<DeliveryView>,
    more: Option<String>,
}

struct EndpointView {
    id: String,
    href: String,
    url: String,
    description: String,
    events: String,
    disabled: Option<String>,
    failing_since: Option<String>,
    created: String,
    keys: Vec<KeyView>,
}

struct KeyView {
    scheme: String,
    /// The public key, for receivers.
    public: Option<String>,
    created: String,
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
    duration_ms: i32,
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
    let s = Shell::new(visitor, "webhooks.title", request);
    Ok(WebhooksPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        endpoints: all.iter().map(|shown| endpoint_view(&s, shown)).collect(),
        form: EndpointForm::empty(&s),
        s,
    })
}

fn endpoint_view(s: &Shell, Shown { endpoint, secrets }: &Shown) -> EndpointView {
    let events = match &endpoint.wants {
        Wants::All => s.t("webhooks.all_events"),
        wants @ Wants::Kinds(_) => wants.names().unwrap_or_default().join(", "),
    };
    let key = |secret: &ShownSecret| KeyView {
        scheme: s.named("webhook_scheme", secret.scheme.name()),
        public: secret.value.clone().filter(|_| secret.scheme == Scheme::V1a),
        created: s.time(&secret.created_at),
        expires: secret.expires_at.as_ref().map(|at| s.time(at)),
    };
    let disabled = endpoint.disabled.as_ref().map(|disabled| {
        let reason = s.named("webhook_disabled", disabled.reason.name());
        format!("{reason} · {}", s.time(&disabled.at))
    });
    EndpointView {
        id: endpoint.id.to_string(),
        href: format!("/console/webhooks/{}", endpoint.id),
        url: safe_text(&endpoint.url, 2_000),
        description: safe_text(&endpoint.description, 500),
        events,
        disabled,
        failing_since: endpoint.failing_since.as_ref().map(|at| s.time(at)),
        created: s.time(&endpoint.created_at),
        keys: secrets.iter().map(key).collect(),
    }
}

/// `GET /console/webhooks/{id}`.
pub(super) async fn details(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<EndpointId>,
) -> Result<HttpResponse, Failure> {
    let endpoint = webhook_endpoints::find(&app, &visitor.tenant, *id).await?;
    Ok(page(&endpoint_page(&app, &request, &visitor, &endpoint, Vec::new()).await?))
}

/// The states by which deliveries can be filtered.
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
    shown: &Shown,
    secrets: Vec<String>,
) -> Result<WebhookPage, Failure> {
    let id = shown.endpoint.id;
    let query = Fields::from_query(request);
    let state = DeliveryState::from_name(query.text("state"));
    let before = query.parse("before").ok();
    let filter = Filter { endpoint: id, state, before, limit: PAGE };
    let deliveries = webhook_deliveries::list(app, &visitor.tenant, filter).await?;
    let s = Shell::new(visitor, "webhooks.endpoint", request);
    let state = state.map_or("", DeliveryState::name);
    let last = deliveries.items.last().filter(|_| deliveries.more);
    let next_page =
        |last: &Logged| format!("/console/webhooks/{id}?state={state}&before={}", last.delivery.id);
    Ok(WebhookPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        e: endpoint_view(&s, shown),
        form: EndpointForm::for_endpoint(&s, &shown.endpoint),
        secrets,
        overlaps: [24, 0, 72, 168],
        state,
        states: choices(
            STATES.map(|state| (state.name(), s.named("delivery", state.name()))),
            |name| name == state,
        ),
        more: last.map(next_page),
        deliveries: deliveries.items.iter().map(|logged| delivery_view(&s, logged)).collect(),
        s,
    })
}

fn shared_secrets(shown: &Shown) -> Vec<String> {
    let secrets = shown.secrets.iter().filter(|secret| secret.scheme == Scheme::V1);
    secrets.filter_map(|secret| secret.value.clone()).collect()
}

fn delivery_view(s: &Shell, logged: &Logged) -> DeliveryView {
    let Delivery { id, event, kind, state, attempts, next_attempt_at, created_at, .. } =
        &logged.delivery;
    let attempt = |attempt: &Attempt| AttemptView {
        number: attempt.number,
        at: s.time(&attempt.started_at),
        duration_ms: attempt.duration_ms,
        status: attempt.status.map(|status| status.to_string()).unwrap_or_default(),
        failure: attempt.failure.clone().unwrap_or_default(),
        answer: safe_text(&String::from_utf8_lossy(&attempt.answer), 300),
    };
    DeliveryView {
        id: id.to_string(),
        kind: kind.clone(),
        event: event.to_string(),
        state: s.named("delivery", state.name()),
        state_name: state.name(),
        at: s.time(created_at),
        attempts: *attempts,
        next: next_attempt_at.as_ref().map(|at| s.time(at)).unwrap_or_default(),
        log: logged.attempts.iter().map(attempt).collect(),
    }
}

type Answer = Result<HttpResponse, Failure>;

/// Back to the endpoint, with a message.
#[expect(clippy::unnecessary_wraps, reason = "it is the whole answer of a handler")]
fn to_endpoint(id: EndpointId, key: &str) -> Answer {
    Ok(redirect_with(format!("/console/webhooks/{id}"), key))
}

/// `POST /console/webhooks`: the answer shows the shared secret once.
pub(super) async fn create(app: Data<App>, request: HttpRequest, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let new = NewEndpoint {
        url: fields.text("url").trim().to_owned(),
        description: fields.text("description").trim().to_owned(),
        wants: chosen_events(&fields),
        enabled: true,
        schemes: chosen_schemes(&fields),
    };
    let actor = visitor.actor();
    let created = match webhook_endpoints::create(&app, &visitor.tenant, &actor, new).await {
        Ok(created) => created,
        Err(error) => {
            let mut page = list_page(&app, &request, &visitor).await?;
            page.form = EndpointForm::refused(&page.s, &fields, error)?;
            return Ok(page_with(StatusCode::CONFLICT, &page));
        }
    };
    Ok(page(&endpoint_page(&app, &request, &visitor, &created, shared_secrets(&created)).await?))
}

/// `POST /console/webhooks/{id}`.
pub(super) async fn change(
    app: Data<App>,
    request: HttpRequest,
    id: Path<EndpointId>,
    posted: Posted,
) -> Answer {
    let Posted { visitor, fields } = posted;
    let change = Change {
        url: Some(fields.text("url").trim().to_owned()),
        description: Some(fields.text("description").trim().to_owned()),
        wants: Some(chosen_events(&fields)),
        enabled: None,
    };
    let (tenant, actor) = (&visitor.tenant, visitor.actor());
    let Err(error) = webhook_endpoints::change(&app, tenant, &actor, *id, change).await else {
        return to_endpoint(*id, "done.saved");
    };
    let shown = webhook_endpoints::find(&app, tenant, *id).await?;
    let mut page = endpoint_page(&app, &request, &visitor, &shown, Vec::new()).await?;
    page.form = EndpointForm::refused(&page.s, &fields, error)?;
    Ok(page_with(StatusCode::CONFLICT, &page))
}

/// `POST /console/webhooks/{id}/rotate`: creates new keys. The answer shows the shared secret once.
pub(super) async fn rotate(
    app: Data<App>,
    request: HttpRequest,
    id: Path<EndpointId>,
    posted: Posted,
) -> Answer {
    let Posted { visitor, fields } = posted;
    let overlap_hours: u16 = fields.parse("overlap_hours")?;
    if overlap_hours > MAX_OVERLAP_HOURS {
        return Err(Failure::BadForm);
    }
    let rotation = Rotation { overlap_hours, schemes: None };
    let actor = visitor.actor();
    let created = webhook_endpoints::rotate(&app, &visitor.tenant, &actor, *id, rotation).await?;
    Ok(page(&endpoint_page(&app, &request, &visitor, &created, shared_secrets(&created)).await?))
}

/// `POST /console/webhooks/{id}/enabled`.
pub(super) async fn enable(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let change = Change { enabled: Some(fields.text("enabled") == "yes"), ..Change::default() };
    let actor = visitor.actor();
    webhook_endpoints::change(&app, &visitor.tenant, &actor, *id, change).await?;
    to_endpoint(*id, "done.saved")
}

/// `POST /console/webhooks/{id}/test`.
pub(super) async fn test(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    webhook_deliveries::test(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    to_endpoint(*id, "done.test_sent")
}

/// `POST /console/webhooks/{id}/delete`.
pub(super) async fn delete(app: Data<App>, id: Path<EndpointId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    webhook_endpoints::delete(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(redirect_with("/console/webhooks", "done.deleted"))
}

/// `POST /console/webhooks/{id}/deliveries/{delivery}/replay`.
pub(super) async fn replay(
    app: Data<App>,
    path: Path<(EndpointId, DeliveryId)>,
    posted: Posted,
) -> Answer {
    let (visitor, (endpoint, delivery)) = (posted.visitor, path.into_inner());
    let actor = visitor.actor();
    webhook_deliveries::replay(&app, &visitor.tenant, &actor, delivery).await?;
    to_endpoint(endpoint, "done.resent")
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::NotFound => Self::NotFound,
            EndpointError::BadUrl(_) | EndpointError::Fault { .. } => Self::BadForm,
            EndpointError::TooMany => Self::Refused("error.too_many_endpoints"),
            EndpointError::Disabled => Self::Refused("error.endpoint_disabled"),
            EndpointError::Internal(error) => error.into(),
        }
    }
}
