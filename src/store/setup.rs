//! Connecting and migrating.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

/// The role that the service runs as. It owns nothing.
pub const SERVICE_ROLE: &str = "bonafide_service";

/// How many months of decisions have a partition ahead of time.
const MONTHS_AHEAD: i32 = 18;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("the database cannot be reached")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up to date.
    #[error("the schema cannot be brought up to date")]
    Migration(#[from] MigrateError),
}

/// Connects with the service's role, whichever user the URL names. No statement runs long enough for compiling it to
/// pay off. Without `jit = off`, statements on the many partitions of `decision` look expensive enough to be compiled.
pub async fn connect(url: &str, most: u32) -> Result<PgPool, SetupError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("bonafide")
        .options([("role", SERVICE_ROLE), ("jit", "off")]);
    let pool = PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Brings the schema up to date and makes the coming months' partitions, as the URL's user.
pub async fn migrate(url: &str, migrator: &Migrator, now: DateTime<Utc>) -> Result<(), SetupError> {
    let mut connection = PgConnection::connect(url).await?;
    migrator.run(&mut connection).await?;
    sqlx::query!("SELECT make_decision_partitions($1, $2)", now.date_naive(), MONTHS_AHEAD)
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// The version of the latest migration that was applied.
pub async fn latest_migration(pool: &PgPool) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("SELECT max(version) FROM _sqlx_migrations").fetch_one(pool).await
}
