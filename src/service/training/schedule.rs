//! Starting jobs by themselves, when there is enough that is new.

use chrono::Duration;

use super::{AuditGroups, TrainingError, start};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::Internal;
use crate::store::{self, StoreError};

/// Starts a job for every tenant whose last one is long enough ago and who has enough new labels; how many.
pub async fn start_due(app: &App) -> Result<usize, Internal> {
    if app.training.every_days == 0 {
        return Ok(0);
    }
    let mut started = 0;
    for name in store::training_jobs::tenants(&app.db).await? {
        let tenant = TenantId::parse(&name).map_err(|error| StoreError::Decode(Box::new(error)))?;
        if !is_due(app, &tenant).await? {
            continue;
        }
        let (options, nobody) = (TrainingOptions::default(), AuditGroups::new());
        match start(app, &tenant, &Actor::service(), options, &nobody).await {
            Ok(_) => started += 1,
            // Another replica was quicker.
            Err(TrainingError::Running) => {}
            Err(TrainingError::Internal(error)) => return Err(error),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, %tenant, "a scheduled job was refused");
            }
        }
    }
    Ok(started)
}

async fn is_due(app: &App, tenant: &TenantId) -> Result<bool, StoreError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let last = store::training_jobs::list(&mut tx, tenant, None, 1).await?;
    let since = last.first().map_or(chrono::DateTime::UNIX_EPOCH, |job| job.requested_at);
    if app.clock.now() - since < Duration::days(app.training.every_days.into()) {
        return Ok(false);
    }
    let new = store::training_labels::count_since(&mut tx, tenant, since).await?;
    Ok(new >= i64::from(app.training.min_new_labels))
}
