//! The transaction of one tenant.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use super::Internal;
use crate::clock::Clock;
use crate::domain::tenant::TenantId;

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
        let mut transaction = pool.begin().await?;
        sqlx::query!("SELECT set_config('bonafide.tenant', $1, true)", tenant.as_str())
            .fetch_one(&mut *transaction)
            .await?;
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

    /// What statements run on: those of this module, and those that tests write themselves.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}
