//! `/v1/rings`.

use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::RingId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::applicants::RingGraph;
use crate::app::App;
use crate::domain::ring;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::people::rings::{self, Filter};
use crate::store::people::rings::{After, Sort};

/// Order of rings: `size` (largest first) or `risk` (riskiest first).
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum RingSort {
    /// The largest first.
    Size,
    /// The highest risk first.
    Risk,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Order of the list. The default is `risk`.
    sort: Option<RingSort>,
    /// Only rings with at least this many members.
    #[param(minimum = 2, maximum = 10_000, default = 2)]
    min_size: Option<u16>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// Summary of a ring.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingSummary {
    /// Id of the ring, `ring_…`. It changes when rings merge.
    id: RingId,
    /// Number of applicants in the ring.
    #[schema(example = 12)]
    members: i64,
    /// Probability, at the policy's `base_rate`, that a ring whose members share what they share is fake. It weighs what is
    /// shared against how often honest people share it in a group of this size, whatever the members' own scores are.
    #[schema(minimum = 0, maximum = 1, example = 0.71)]
    risk: f64,
    /// Mean probability of the members' latest decisions.
    #[schema(minimum = 0, maximum = 1, example = 0.02)]
    mean_probability: f64,
    /// When the first member applied.
    first_seen_at: DateTime<Utc>,
    /// When the latest decision on a member was made.
    last_seen_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingPage {
    /// Rings, in the requested order.
    data: Vec<RingSummary>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// A ring with its members.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Ring {
    #[serde(flatten)]
    summary: RingSummary,
    /// Members, at most 200, and the links between them.
    graph: RingGraph,
}

/// List rings
///
/// A ring is a group of applicants linked by personal identifiers that no confirmed relation explains, whatever their own scores are. When many
/// rings change at the same time, or a large one does, the list shows the changes up to a few seconds later.
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
        Some(RingSort::Size) => Sort::Size,
        Some(RingSort::Risk) | None => Sort::Risk,
    };
    let after = cursor
        .as_deref()
        .map(|cursor| read(cursor).ok_or_else(Problem::cursor_invalid))
        .transpose()?;
    let page = rings::list(&app, &caller.tenant, &Filter { sort, min_size, after, limit }).await?;
    let next_cursor = query::next_cursor(&page, |last| write(sort, last));
    Ok(Json(RingPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Get a ring
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The ring", body = Ring)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<RingId>,
) -> Result<Json<Ring>, Problem> {
    let (summary, graph) = rings::find(&app, &caller.tenant, *id).await?;
    Ok(Json(Ring { summary: summary.into(), graph: graph.into() }))
}

/// The value's bits, so that it comes back exact, and the ring.
fn write(sort: Sort, ring: &ring::RingSummary) -> String {
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

impl From<ring::RingSummary> for RingSummary {
    fn from(from: ring::RingSummary) -> Self {
        let ring::RingSummary { id, members, risk, mean_probability, first_seen_at, last_seen_at } =
            from;
        Self { id, members, risk, mean_probability, first_seen_at, last_seen_at }
    }
}
