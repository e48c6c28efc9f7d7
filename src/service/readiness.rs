//! Whether the service is ready.

use crate::app::App;
use crate::store;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Whether the database answers.
    pub database: bool,
    /// Whether the schema matches this build.
    pub migrations: bool,
}

/// Checks the database and its schema.
pub async fn check(app: &App) -> Readiness {
    match store::latest_migration(&app.db).await {
        Ok(latest) => {
            let newest = crate::MIGRATOR.iter().map(|migration| migration.version).max();
            Readiness { database: true, migrations: latest == newest }
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database is not ready");
            Readiness { database: false, migrations: false }
        }
    }
}
