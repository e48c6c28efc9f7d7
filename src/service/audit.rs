//! Who did what.

use super::{Internal, Page};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store;
use crate::store::audit::{Filter, Record};

/// What stands on record, the latest first; `filter.limit` of it at most.
pub async fn list(app: &App, tenant: &TenantId, filter: Filter) -> Result<Page<Record>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let limit = filter.limit;
    let more = Filter { limit: limit + 1, ..filter };
    let items = store::audit::list(&mut tx, &more).await?;
    Ok(Page::new(items, limit))
}

/// What to choose from: who did something, and what was done.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Who.
    pub actors: Vec<String>,
    /// What.
    pub actions: Vec<String>,
}

/// Who did something, and what was done.
pub async fn choices(app: &App, tenant: &TenantId) -> Result<Choices, Internal> {
    let mut tx = app.begin(tenant).await?;
    let actors = store::audit::actors(&mut tx).await?;
    let actions = store::audit::actions(&mut tx).await?;
    Ok(Choices { actors, actions })
}
