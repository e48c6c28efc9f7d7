//! `/v1/audit`.

use actix_web::web::{Data, Json};
use chrono::{DateTime, Utc};
use ids::AuditId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::scoring::decisions::milliseconds;
use crate::app::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service;
use crate::store::audit::{Filter, Record};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only entries by this user or token subject.
    actor: Option<String>,
    /// Only entries about the object with this id.
    subject: Option<String>,
    /// Only entries with this action, such as `webhook_endpoint.create`.
    action: Option<String>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<AuditId>,
}

/// An entry of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditEntry {
    /// Id of the entry, `aud_…`.
    id: AuditId,
    /// Who did it: a console user, the subject of a token, or `bonafide` for the service itself.
    #[schema(example = "reviewer-7")]
    actor: String,
    /// What was done, as `object.verb`.
    #[schema(example = "webhook_endpoint.create")]
    action: String,
    /// Id of the object it was done to.
    #[schema(example = "whe_01937a1e5c007bd28f3c2a5d8e6b4f10")]
    subject: String,
    /// More about the action. The fields depend on `action`.
    details: Value,
    /// When it was done.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// A page of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditPage {
    /// Entries, newest first.
    data: Vec<AuditEntry>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// List audit entries, newest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of the audit log", body = AuditPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<AuditPage>, Problem> {
    let ListQuery { actor, subject, action, limit, cursor } = query.0;
    let filter =
        Filter { actor, subject, action, before: cursor, limit: query::limit(limit)?.into() };
    let page = service::audit::list(&app, &caller.tenant, filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(AuditPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<Record> for AuditEntry {
    fn from(from: Record) -> Self {
        let Record { id, actor, action, subject, details, at } = from;
        Self { id, actor, action, subject, details, created_at: at }
    }
}
