//! The transaction of one tenant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::{Map, Query};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};

use super::Internal;
use super::scoring::locks::DecisionLocks;
use crate::clock::Clock;
use crate::domain::tenant::TenantId;

/// What `query!` makes of a statement that returns no rows.
type Statement<'q> = Query<'q, Postgres, PgArguments>;
/// What `query_as!` makes of a statement that returns rows.
type Rows<'q, F> = Map<'q, Postgres, F, PgArguments>;

/// A transaction that reads and writes the rows of one tenant. Unless it is committed, nothing was written.
pub struct Tx {
    /// Whose rows.
    pub tenant: TenantId,
    /// When it began, before it waited for any lock.
    pub now: DateTime<Utc>,
    clock: Arc<dyn Clock>,
    transaction: Transaction<'static, Postgres>,
}

impl Tx {
    /// Begins a transaction for a tenant. Row-level security hides all other rows, even if a statement forgets its
    /// condition.
    pub async fn begin(
        pool: &PgPool,
        clock: &Arc<dyn Clock>,
        tenant: &TenantId,
    ) -> Result<Self, Internal> {
        let now = clock.now();
        let mut transaction = pool.begin().await.map_err(|error| cannot_begin(pool, error))?;
        sqlx::query!("SELECT set_config('bonafide.tenant', $1, true)", tenant.as_str())
            .fetch_one(&mut *transaction)
            .await?;
        Ok(Self { tenant: tenant.clone(), now, clock: Arc::clone(clock), transaction })
    }

    /// Begins a transaction for a tenant's decisions and waits for their locks, in one round trip. What it reads
    /// afterwards includes everything that was committed before it had the locks.
    pub async fn begin_locked(
        pool: &PgPool,
        clock: &Arc<dyn Clock>,
        tenant: &TenantId,
        locks: &DecisionLocks,
    ) -> Result<Self, Internal> {
        let now = clock.now();
        // The name of a tenant has no character that must be quoted, and locks are numbers. Planning anew for each
        // number of rows would take longer than the work itself. Nothing that decisions do is best done by reading a
        // whole table, but a planner that knows nothing yet about a new table thinks so. The last two settings hold
        // until `reading::read` has read, which looks up each thing by an index that has the rows in order.
        let begin = format!(
            "BEGIN;
            SELECT set_config('bonafide.tenant', '{tenant}', true),
                set_config('plan_cache_mode', 'force_generic_plan', true),
                set_config('enable_seqscan', 'off', true),
                set_config('enable_bitmapscan', 'off', true),
                set_config('enable_sort', 'off', true);
            {}",
            locks.statements(tenant)
        );
        let transaction = pool.begin_with(AssertSqlSafe(begin)).await?;
        Ok(Self { tenant: tenant.clone(), now, clock: Arc::clone(clock), transaction })
    }

    /// Makes everything durable.
    pub async fn commit(self) -> Result<(), Internal> {
        Ok(self.transaction.commit().await?)
    }

    /// Undoes everything.
    pub async fn rollback(self) -> Result<(), Internal> {
        Ok(self.transaction.rollback().await?)
    }

    /// The present time, which is later than `now` once the transaction has waited for a lock. Log entries use it, so
    /// that those of one transaction keep their order.
    pub fn read_clock(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The value of the column `tenant_id`.
    pub(super) fn tenant_id(&self) -> &str {
        self.tenant.as_str()
    }

    /// Runs a statement that returns no rows.
    pub(super) async fn execute(&mut self, statement: Statement<'_>) -> Result<(), Internal> {
        statement.execute(self.connection()).await?;
        Ok(())
    }

    /// Runs a statement that returns no rows, and reports whether it changed exactly one.
    pub(super) async fn changes_one(&mut self, statement: Statement<'_>) -> Result<bool, Internal> {
        Ok(statement.execute(self.connection()).await?.rows_affected() == 1)
    }

    pub(super) async fn fetch_all<T: Send + Unpin>(
        &mut self,
        rows: Rows<'_, impl FnMut(PgRow) -> Result<T, sqlx::Error> + Send>,
    ) -> Result<Vec<T>, Internal> {
        Ok(rows.fetch_all(self.connection()).await?)
    }

    pub(super) async fn fetch_optional<T: Send + Unpin>(
        &mut self,
        rows: Rows<'_, impl FnMut(PgRow) -> Result<T, sqlx::Error> + Send>,
    ) -> Result<Option<T>, Internal> {
        Ok(rows.fetch_optional(self.connection()).await?)
    }

    /// What statements run on: those of this module, and those that tests write themselves.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// A pool also times out when the database does not answer. Then it has no connections.
fn cannot_begin(pool: &PgPool, error: sqlx::Error) -> Internal {
    let full = pool.size() >= pool.options().get_max_connections();
    match error {
        sqlx::Error::PoolTimedOut if full => Internal::ConnectionsBusy,
        error => error.into(),
    }
}
