//! `/v1/audit`.

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
use crate::http::query::{self, Parameters};
use crate::service;
use crate::store::audit::{Filter, Record};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only entries by this person or program.
    actor: Option<String>,
    /// Only entries about this object, as an id with its prefix.
    subject: Option<String>,
    /// Only this action, as `object.verb`.
    action: Option<String>,
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<AuditId>,
}

/// An entry of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditBody {
    id: AuditId,
    /// A console user, the subject of a token, or `bonafide` itself.
    #[schema(example = "reviewer-7")]
    actor: String,
    /// As `object.verb`.
    #[schema(example = "webhook_endpoint.create")]
    action: String,
    /// The id of the object.
    #[schema(example = "whe_01937a1e5c007bd28f3c2a5d8e6b4f10")]
    subject: String,
    /// Further details, which depend on the action.
    details: Value,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct AuditPage {
    /// The latest first.
    data: Vec<AuditBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// List the audit, the latest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of the audit", body = AuditPage)))]
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

impl From<Record> for AuditBody {
    fn from(from: Record) -> Self {
        let Record { id, actor, action, subject, details, at } = from;
        Self { id, actor, action, subject, details, created_at: at }
    }
}
