//! Saved filters of the queue.

use ids::UserId;

use super::UserError;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;
pub use crate::store::reviews::saved_filters::SavedFilter;

/// A user's filters, by name.
pub async fn for_user(
    app: &App,
    tenant: &TenantId,
    user: UserId,
) -> Result<Vec<SavedFilter>, Internal> {
    let mut tx = app.begin(tenant).await?;
    store::reviews::saved_filters::for_user(&mut tx, user).await
}

/// Saves a filter under a name.
pub async fn save(
    app: &App,
    tenant: &TenantId,
    user: UserId,
    filter: SavedFilter,
) -> Result<(), UserError> {
    let name = filter.name.trim().to_owned();
    let fits = (1..=60).contains(&name.chars().count()) && !name.contains(char::is_control);
    if !fits || filter.query.chars().count() > 500 {
        return Err(UserError::Unusable("filter"));
    }
    let mut tx = app.begin(tenant).await?;
    let filter = SavedFilter { name, query: filter.query };
    store::reviews::saved_filters::put(&mut tx, user, &filter).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes a filter.
pub async fn forget(
    app: &App,
    tenant: &TenantId,
    user: UserId,
    name: &str,
) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    store::reviews::saved_filters::delete(&mut tx, user, name).await?;
    tx.commit().await?;
    Ok(())
}
