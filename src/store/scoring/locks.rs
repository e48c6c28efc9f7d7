//! Locks that last as long as the transaction.

use evidence::identifier::IdentifierDigest;
use sha2::{Digest, Sha256};

use crate::domain::tenant::TenantId;
use crate::store::{Internal, Tx};

/// What to lock. If two collide by chance, they only wait for each other.
#[derive(Clone, Copy, Debug)]
pub enum Lock<'a> {
    /// A request with this idempotency key.
    Request(&'a [u8; 32]),
    /// The applicant whose external id has this digest.
    Applicant(&'a [u8; 32]),
    /// Everything that can link applicants: taken in shared mode by transactions that lock single identifiers, and
    /// exclusively by one that has too many.
    AllIdentifiers,
    /// One identifier that can link applicants.
    Identifier(&'a [u8; 32]),
    /// One band of a text.
    Band(&'a [u8; 8]),
    /// Changes of the tenant's rings. Always taken last.
    Rings,
    /// The summaries of the tenant's rings. No decision takes it.
    RingSummaries,
    /// The list of this id.
    List(&'a [u8; 16]),
    /// The tenant's policy.
    Policy,
    /// The roles of the tenant's models.
    Models,
    /// The tenant's users and their roles.
    Users,
    /// The next case of this reviewer.
    Reviewer(&'a str),
}

/// Waits for a lock.
pub async fn wait(tx: &mut Tx, lock: Lock<'_>) -> Result<(), Internal> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", number(&tx.tenant, lock))
        .fetch_one(tx.connection())
        .await?;
    Ok(())
}

/// How many single identifiers one transaction locks. The server's lock table is finite.
const MAX_BONDS: usize = 32;

/// Waits until no other transaction is linking one of these identifiers, or a text with one of these bands. If two
/// submissions share one of them, the second waits for the first and sees it.
pub async fn wait_for_identifiers(
    tx: &mut Tx,
    digests: &[IdentifierDigest],
    bands: &[i64],
) -> Result<(), Internal> {
    if digests.is_empty() && bands.is_empty() {
        return Ok(());
    }
    if digests.len() > MAX_BONDS {
        wait(tx, Lock::AllIdentifiers).await?;
        let numbers = band_numbers(&tx.tenant, bands).collect();
        return take_in_order(tx, numbers).await;
    }
    sqlx::query!(
        "SELECT pg_advisory_xact_lock_shared($1)",
        number(&tx.tenant, Lock::AllIdentifiers)
    )
    .fetch_one(tx.connection())
    .await?;
    let identifiers = digests.iter().map(|digest| number(&tx.tenant, Lock::Identifier(&digest.0)));
    let numbers = identifiers.chain(band_numbers(&tx.tenant, bands)).collect();
    take_in_order(tx, numbers).await
}

fn band_numbers(tenant: &TenantId, bands: &[i64]) -> impl Iterator<Item = i64> {
    bands.iter().map(|band| number(tenant, Lock::Band(&band.to_be_bytes())))
}

/// Takes locks in the same order everywhere, so that two transactions wait for each other instead of deadlocking.
async fn take_in_order(tx: &mut Tx, mut numbers: Vec<i64>) -> Result<(), Internal> {
    numbers.sort_unstable();
    numbers.dedup();
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS wanted (number)",
        &numbers,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(())
}

/// Takes a lock if nobody has it.
pub async fn try_take(tx: &mut Tx, lock: Lock<'_>) -> Result<bool, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock($1) AS "taken!""#,
        number(&tx.tenant, lock)
    )
    .fetch_one(tx.connection())
    .await?)
}

fn number(tenant: &TenantId, lock: Lock<'_>) -> i64 {
    let (kind, rest): (&str, &[u8]) = match lock {
        Lock::Request(digest) => ("request", digest),
        Lock::Applicant(digest) => ("applicant", digest),
        Lock::AllIdentifiers => ("bonds", &[]),
        Lock::Identifier(digest) => ("bond", digest),
        Lock::Band(band) => ("band", band),
        Lock::Rings => ("rings", &[]),
        Lock::RingSummaries => ("ring summaries", &[]),
        Lock::List(id) => ("list", id),
        Lock::Policy => ("policy", &[]),
        Lock::Models => ("models", &[]),
        Lock::Users => ("users", &[]),
        Lock::Reviewer(name) => ("reviewer", name.as_bytes()),
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
