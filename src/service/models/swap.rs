//! Keeps this process's champions in step with the database.

use std::sync::Arc;

use scoring::champion::Champion;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;
use crate::store::models::champions::Pointer;
use crate::telemetry::metrics::METRICS;

/// Loads the current champions of all tenants. Returns the number that changed.
pub async fn follow(app: &App) -> Result<usize, Internal> {
    let mut changed = 0;
    for pointer in store::models::champions::all(&app.db).await? {
        changed += usize::from(follow_pointer(app, &pointer).await?);
    }
    Ok(changed)
}

async fn follow_pointer(app: &App, pointer: &Pointer) -> Result<bool, Internal> {
    let tenant = TenantId::parse(&pointer.tenant_id)
        .map_err(|error| Internal::Corrupt(error.to_string()))?;
    if app.champions.generation(&tenant) >= pointer.generation {
        return Ok(false);
    }
    let document = store::models::find(&app.db, &pointer.digest).await?;
    let document = document
        .ok_or_else(|| Internal::Corrupt(format!("the artefact {} is missing", pointer.digest)))?;
    match Champion::load(&document) {
        Ok(champion) => Ok(put(app, &tenant, pointer.generation, champion)),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, %tenant, digest = pointer.digest, "failed to load a champion that does not fit this build; keeping the previous model");
            // Log it only once, and do not try again until the champion changes.
            app.champions.put(&tenant, pointer.generation, &app.champions.for_tenant(&tenant));
            Ok(false)
        }
    }
}

/// Replaces a tenant's champion in this process.
pub(super) fn put(app: &App, tenant: &TenantId, generation: i64, champion: Champion) -> bool {
    let id = champion.reference.id.clone();
    let changed = app.champions.put(tenant, generation, &Arc::new(champion));
    if changed {
        METRICS.model_swap();
        tracing::info!(%tenant, model.id = id, generation, "changed the champion");
    }
    changed
}
