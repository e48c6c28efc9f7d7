//! `/v1/rings`.

use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::RingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::applicants::RingBody;
use crate::app::App;
use crate::domain::ring::RingSummary;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::rings::{self, Filter};
use crate::store::rings::{After, Sort};

/// The order of rings.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum RingSortBody {
    /// The largest first.
    Size,
    /// The highest risk first.
    Risk,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// The order; `risk` by default.
    sort: Option<RingSortBody>,
    /// Only rings with at least this many members.
    #[param(minimum = 2, maximum = 10_000, default = 2)]
    min_size: Option<u16>,
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// The summary of a ring.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingSummaryBody {
    /// Changes when rings are merged.
    id: RingId,
    /// The number of members.
    #[schema(example = 12)]
    members: i64,
    /// From 0 to 1: `1 − (1 − mean_probability) / √members`. Even a ring whose members look genuine has some risk.
    #[schema(minimum = 0, maximum = 1, example = 0.71)]
    risk: f64,
    /// The mean probability over the members' latest decisions.
    #[schema(minimum = 0, maximum = 1, example = 0.02)]
    mean_probability: f64,
    /// When the first member was first submitted.
    first_seen_at: DateTime<Utc>,
    /// When the latest decision on a member was made.
    last_seen_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingPage {
    data: Vec<RingSummaryBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// A ring with its members.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct WholeRingBody {
    #[serde(flatten)]
    summary: RingSummaryBody,
    /// At most 200 members, and the links between them.
    graph: RingBody,
}

/// List the rings
///
/// Groups of applicants that share personal, undeclared identifiers, regardless of their scores.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of rings", body = RingPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<RingPage>, Problem> {
    let ListQuery { sort, min_size, limit, cursor } = query.0;
    let (limit, min_size) = (query::limit(limit)?, min_size.unwrap_or(2));
    let sort = match sort {
        Some(RingSortBody::Size) => Sort::Size,
        Some(RingSortBody::Risk) | None => Sort::Risk,
    };
    let after = cursor
        .as_deref()
        .map(|cursor| read(cursor).ok_or_else(Problem::cursor_invalid))
        .transpose()?;
    let page = rings::list(&app, &caller.tenant, &Filter { sort, min_size, after, limit }).await?;
    let next_cursor = query::next_cursor(&page, |last| write(sort, last));
    Ok(Json(RingPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find a ring
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The ring", body = WholeRingBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
) -> Result<Json<WholeRingBody>, Problem> {
    let (summary, graph) = rings::find(&app, &caller.tenant, *id).await?;
    Ok(Json(WholeRingBody { summary: summary.into(), graph: graph.into() }))
}

/// A cursor: the bits of the value, so that it stays exact, and the ring.
fn write(sort: Sort, ring: &RingSummary) -> String {
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 applicants")]
    let value = if sort == Sort::Risk { ring.risk } else { ring.members as f64 };
    format!("{:016x}.{}", value.to_bits(), ring.id)
}

fn read(cursor: &str) -> Option<After> {
    let (bits, ring) = cursor.split_once('.')?;
    let value = f64::from_bits(u64::from_str_radix(bits, 16).ok()?);
    value.is_finite().then_some(())?;
    Some(After { value, ring: ring.parse().ok()? })
}

impl From<RingSummary> for RingSummaryBody {
    fn from(from: RingSummary) -> Self {
        let RingSummary { id, members, risk, mean_probability, first_seen_at, last_seen_at } = from;
        Self { id, members, risk, mean_probability, first_seen_at, last_seen_at }
    }
}
