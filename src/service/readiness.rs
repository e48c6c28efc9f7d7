//! Whether the service is ready.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::App;
use crate::champions::UnusableChampion;
use crate::store;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Whether the database answers.
    pub database: bool,
    /// Whether the schema matches this build.
    pub migrations: bool,
    /// The champions that this process cannot use, each with the number of tenants.
    pub unusable_champions: BTreeMap<Arc<UnusableChampion>, usize>,
}

/// Checks the database and its schema.
pub async fn check(app: &App) -> Readiness {
    let unusable_champions = app.champions.unusable();
    match store::latest_migration(&app.db).await {
        Ok(latest) => {
            let newest = crate::MIGRATOR.iter().map(|migration| migration.version).max();
            Readiness { database: true, migrations: latest == newest, unusable_champions }
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database is not ready");
            Readiness { database: false, migrations: false, unusable_champions }
        }
    }
}
