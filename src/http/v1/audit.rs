//! `/v1/audit`: who did what.

use actix_web::web::{Data, Json};
use chrono::{DateTime, Utc};
use ids::AuditId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use crate::app::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{Parameters, limit};
use crate::service;
use crate::store::audit::{Filter, Record};

/// Which entries to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only what this person or program did.
    actor: Option<String>,
    /// Only what was done to this, as an identifier with its prefix.
    subject: Option<String>,
    /// Only this, as `thing.verb`.
    action: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<AuditId>,
}

/// Something that somebody did.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditBody {
    /// Names the entry.
    id: AuditId,
    /// Who: a user of the console, the subject of a token, or `bonafide` itself.
    #[schema(example = "reviewer-7")]
    actor: String,
    /// What, as `thing.verb`.
    #[schema(example = "webhook_endpoint.create")]
    action: String,
    /// To what.
    #[schema(example = "whe_01937a1e5c007bd28f3c2a5d8e6b4f10")]
    subject: String,
    /// What else is known of it.
    details: Value,
    /// When.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// A page of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditPage {
    /// The entries.
    data: Vec<AuditBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// List who did what, the latest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of the audit", body = AuditPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<AuditPage>, Problem> {
    let ListQuery { actor, subject, action, limit: most, cursor } = query.0;
    let filter = Filter { actor, subject, action, before: cursor, limit: limit(most)?.into() };
    let page = service::audit::list(&app, &caller.tenant, filter).await?;
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.id.to_string());
    Ok(Json(AuditPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<Record> for AuditBody {
    fn from(from: Record) -> Self {
        let Record { id, actor, action, subject, details, at } = from;
        Self { id, actor, action, subject, details, created_at: at }
    }
}
