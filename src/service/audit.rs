//! Who did what.

use super::{Internal, Page};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store;
use crate::store::audit::{Filter, Record};

/// What stands on record, the latest first; `filter.limit` of it at most.
pub async fn list(app: &App, tenant: &TenantId, filter: Filter) -> Result<Page<Record>, Internal> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let limit = filter.limit;
    let more = Filter { limit: limit + 1, ..filter };
    let items = store::audit::list(&mut tx, tenant, &more).await?;
    Ok(Page::of(items, limit))
}
