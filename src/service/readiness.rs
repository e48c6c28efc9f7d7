//! Whether the service can do its work.

use crate::app::App;
use crate::store;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Whether the database answers.
    pub database: bool,
    /// Whether the schema is the one that this build was made for.
    pub migrations: bool,
}

/// Looks at everything that work needs.
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
