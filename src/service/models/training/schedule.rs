//! Starts scheduled jobs when there are enough new labels.

use chrono::Duration;
use ids::actor::Actor;

use super::{AuditGroups, TrainingError, start};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::Internal;
use crate::store;

/// Starts a job for every tenant whose last job is old enough and who has enough new labels. Returns the number
/// started.
pub async fn start_due(app: &App) -> Result<usize, Internal> {
    if app.training.every_days == 0 {
        return Ok(0);
    }
    let mut started = 0;
    for name in store::models::training_jobs::tenants(&app.db).await? {
        // A failure for one tenant must not stop the others.
        match start_if_due(app, &name).await {
            Ok(begun) => started += usize::from(begun),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, tenant = name, "failed to start a scheduled training job");
            }
        }
    }
    Ok(started)
}

async fn start_if_due(app: &App, name: &str) -> Result<bool, TrainingError> {
    let tenant = TenantId::parse(name).map_err(|error| Internal::Corrupt(error.to_string()))?;
    if !is_due(app, &tenant).await? {
        return Ok(false);
    }
    let (options, groups) = (TrainingOptions::default(), AuditGroups::new());
    match start(app, &tenant, &Actor::service(), options, &groups).await {
        Ok(_) => Ok(true),
        // Another replica was faster.
        Err(TrainingError::Running) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn is_due(app: &App, tenant: &TenantId) -> Result<bool, Internal> {
    let mut tx = app.begin(tenant).await?;
    let last = store::models::training_jobs::list(&mut tx, None, 1).await?;
    let since = last.first().map_or(chrono::DateTime::UNIX_EPOCH, |job| job.requested_at);
    if tx.now - since < Duration::days(app.training.every_days.into()) {
        return Ok(false);
    }
    let new = store::models::training_labels::count_since(&mut tx, since).await?;
    Ok(new >= i64::from(app.training.min_new_labels))
}
