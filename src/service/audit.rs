//! Who did what.

use super::{Internal, Page};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store;
use crate::store::audit::{Filter, Record};

/// A page of the audit trail, the latest first.
pub async fn list(app: &App, tenant: &TenantId, filter: Filter) -> Result<Page<Record>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let limit = filter.limit;
    let more = Filter { limit: limit + 1, ..filter };
    let items = store::audit::list(&mut tx, &more).await?;
    Ok(Page::new(items, limit))
}

/// The values to filter the audit trail by.
#[derive(Clone, Debug)]
pub struct Choices {
    pub actors: Vec<String>,
    pub actions: Vec<String>,
}

/// The actors and actions in the audit trail.
pub async fn choices(app: &App, tenant: &TenantId) -> Result<Choices, Internal> {
    let mut tx = app.begin(tenant).await?;
    let actors = store::audit::actors(&mut tx).await?;
    let actions = store::audit::actions(&mut tx).await?;
    Ok(Choices { actors, actions })
}
