//! Keeps this process's champions in step with the database.

use std::collections::BTreeMap;
use std::sync::Arc;

use scoring::champion::Champion;

use crate::app::App;
use crate::champions::{Chosen, Loaded, UnusableChampion};
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::models::champions::Pointer;
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;

/// Loads the current champions of all tenants. Returns the number that changed.
pub async fn follow(app: &App) -> Result<usize, Internal> {
    let mut changes = BTreeMap::new();
    // Many tenants have the same model.
    let mut loaded: BTreeMap<String, Loaded> = BTreeMap::new();
    for pointer in store::models::champions::all(&app.db).await? {
        let Pointer { tenant_id, digest, generation } = pointer;
        let tenant =
            TenantId::parse(&tenant_id).map_err(|error| Internal::Corrupt(error.to_string()))?;
        if app.champions.generation(&tenant) >= generation {
            continue;
        }
        if !loaded.contains_key(&digest) {
            let document = || store::models::find(&app.db, &digest);
            let champion = match app.champions.loaded(&digest) {
                Some(champion) => Ok(champion),
                None => read(&digest, document().await?.as_deref()),
            };
            loaded.insert(digest.clone(), champion);
        }
        if let Some(champion) = loaded.get(&digest).cloned() {
            changes.insert(tenant, Chosen { generation, champion });
        }
    }
    Ok(put(app, &changes))
}

/// Loads a tenant's champion and remembers it.
pub(super) async fn load(app: &App, tx: &mut Tx, pointer: Pointer) -> Result<Loaded, Internal> {
    let Pointer { digest, generation, .. } = pointer;
    let champion = match app.champions.loaded(&digest) {
        Some(champion) => Ok(champion),
        None => read(&digest, store::models::find(tx.connection(), &digest).await?.as_deref()),
    };
    let change = Chosen { generation, champion: champion.clone() };
    put(app, &[(tx.tenant.clone(), change)].into());
    Ok(champion)
}

/// Replaces the champions of some tenants in this process. Returns the number that changed.
pub(super) fn put(app: &App, changes: &BTreeMap<TenantId, Chosen>) -> usize {
    let changed = app.champions.put(changes);
    for tenant in &changed {
        METRICS.model_swap();
        let Some(Chosen { generation, champion }) = changes.get(tenant) else { continue };
        match champion {
            Ok(champion) => {
                let id = &champion.reference.id;
                tracing::info!(%tenant, model.id = id, generation, "loaded the champion");
            }
            Err(error) => {
                let error = error.as_ref() as &dyn std::error::Error;
                tracing::error!(error, %tenant, generation, "the champion cannot be used; nothing is scored for its tenant");
            }
        }
    }
    changed.len()
}

/// The champion, or the error that says why nothing can be scored.
pub(super) fn usable(loaded: Loaded) -> Result<Arc<Champion>, Internal> {
    loaded.map_err(|error| Internal::UnusableChampion(error.to_string()))
}

fn read(digest: &str, document: Option<&str>) -> Loaded {
    let unusable = |problem: String| {
        let digits = digest.strip_prefix("sha256:").unwrap_or(digest);
        let model = format!("mod_{}", digits.get(..16).unwrap_or(digits));
        Arc::new(UnusableChampion { model, problem })
    };
    let Some(document) = document else {
        return Err(unusable("its artefact is missing".to_owned()));
    };
    Champion::load(document).map(Arc::new).map_err(|error| unusable(error.to_string()))
}
