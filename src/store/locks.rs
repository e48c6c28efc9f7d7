//! Locks that last as long as the transaction.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// What is locked. Two that collide by chance only wait for each other.
#[derive(Clone, Copy, Debug)]
pub enum Lock<'a> {
    /// A request with this idempotency key.
    Request(&'a [u8; 32]),
    /// The applicant with this digest of the tenant's own name.
    Applicant(&'a [u8; 32]),
    /// The shape of the tenant's rings. Taken last.
    Rings,
    /// The list of this id.
    List(&'a [u8; 16]),
    /// The tenant's policy.
    Policy,
}

/// Waits for a lock.
pub async fn wait(
    connection: &mut PgConnection,
    tenant: &TenantId,
    lock: Lock<'_>,
) -> Result<(), StoreError> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", number(tenant, lock))
        .fetch_one(connection)
        .await?;
    Ok(())
}

/// Takes a lock if nobody has it.
pub async fn try_take(
    connection: &mut PgConnection,
    tenant: &TenantId,
    lock: Lock<'_>,
) -> Result<bool, StoreError> {
    sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock($1) AS "taken!""#, number(tenant, lock))
        .fetch_one(connection)
        .await
}

fn number(tenant: &TenantId, lock: Lock<'_>) -> i64 {
    let (kind, rest): (&str, &[u8]) = match lock {
        Lock::Request(digest) => ("request", digest),
        Lock::Applicant(digest) => ("applicant", digest),
        Lock::Rings => ("rings", &[]),
        Lock::List(id) => ("list", id),
        Lock::Policy => ("policy", &[]),
    };
    let mut hash = Sha256::new();
    hash.update(kind);
    hash.update([0]);
    hash.update(tenant.as_str());
    hash.update([0]);
    hash.update(rest);
    let bytes: [u8; 32] = hash.finalize().into();
    let (first, _) = bytes.split_first_chunk::<8>().expect("a digest has more than 8 bytes");
    i64::from_be_bytes(*first)
}
