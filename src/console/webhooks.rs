//! Webhooks: who is told, what became of each delivery, and telling again.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::failure::Failure;
use super::frame::{page, to};
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ids::{DeliveryId, EndpointId};
use crate::domain::webhook::{Delivery, DeliveryState, Scheme, Wants};
use crate::service::webhook_deliveries::{self, Logged};
use crate::service::webhook_endpoints::{self, Change, EndpointError, NewEndpoint, Shown};
use crate::store::webhook_deliveries::Filter;

/// How many deliveries a page shows.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "console/webhooks.html")]
struct WebhooksPage {
    s: Shell,
    may_change: bool,
    endpoints: Vec<EndpointView>,
}

#[derive(Template)]
#[template(path = "console/webhook.html")]
struct WebhookPage {
    s: Shell,
    may_change: bool,
    e: EndpointView,
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
    /// Shared secrets that were just made, and public keys.
    secrets: Vec<(String, String)>,
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
    let all = webhook_endpoints::all(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "webhooks.title", &request);
    Ok(page(&WebhooksPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        endpoints: all.iter().map(|one| endpoint_view(&s, one)).collect(),
        s,
    }))
}

fn endpoint_view(s: &Shell, shown_endpoint: &Shown) -> EndpointView {
    let Shown { endpoint, secrets } = shown_endpoint;
    let wants = match &endpoint.wants {
        Wants::All => s.t("webhooks.all_events"),
        wants @ Wants::Kinds(_) => wants.names().unwrap_or_default().join(", "),
    };
    let secret = |one: &webhook_endpoints::ShownSecret| {
        Some((one.scheme.name().to_owned(), one.value.clone()?))
    };
    let disabled = endpoint.disabled.as_ref().map(|disabled| {
        let why = s.t(&format!("webhook_disabled.{}", disabled.reason.name()));
        format!("{why} · {}", s.time(&disabled.at))
    });
    EndpointView {
        id: endpoint.id.to_string(),
        href: format!("/console/webhooks/{}", endpoint.id),
        url: shown(&endpoint.url, 200),
        description: shown(&endpoint.description, 200),
        wants,
        disabled,
        failing_since: endpoint.failing_since.as_ref().map(|at| s.time(at)),
        made: s.time(&endpoint.created_at),
        secrets: secrets.iter().filter_map(secret).collect(),
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
    let asked = |name: &str| {
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        pairs.into_owned().find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let filter = Filter {
        endpoint: *id,
        state: asked("state").and_then(|state| DeliveryState::of(&state)),
        before: asked("before").and_then(|before| before.parse().ok()),
        limit: PAGE,
    };
    let deliveries = webhook_deliveries::list(&app, &visitor.tenant, filter).await?;
    let s = Shell::of(&visitor, "webhooks.endpoint", &request);
    let last = deliveries.items.last().filter(|_| deliveries.more);
    Ok(page(&WebhookPage {
        may_change: visitor.may(Scope::WebhooksWrite),
        e: endpoint_view(&s, &found),
        more: last.map(|one| format!("/console/webhooks/{}?before={}", *id, one.delivery.id)),
        deliveries: deliveries.items.iter().map(|one| delivery_view(&s, one)).collect(),
        s,
    }))
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
        wants: Wants::All,
        enabled: true,
        schemes: vec![Scheme::V1],
    };
    let made = webhook_endpoints::create(&app, &visitor.tenant, &visitor.actor(), new).await?;
    let s = Shell::of(&visitor, "webhooks.endpoint", &request);
    let e = endpoint_view(&s, &made);
    Ok(page(&WebhookPage { s, may_change: true, e, deliveries: Vec::new(), more: None }))
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
            EndpointError::BadUrl(_) => Self::Refused("webhooks.bad_url"),
            EndpointError::Fault { .. } => Self::BadForm,
            EndpointError::TooMany => Self::Refused("webhooks.too_many"),
            EndpointError::Disabled => Self::Refused("webhooks.is_disabled"),
            EndpointError::Internal(error) => error.into(),
        }
    }
}
