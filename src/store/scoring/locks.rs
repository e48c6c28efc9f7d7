//! Locks that last as long as the transaction.

use std::collections::BTreeSet;

use evidence::identifier::IdentifierDigest;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use crate::domain::tenant::TenantId;
use crate::store::{Internal, Tx};

/// What to lock. If two collide by chance, they only wait for each other.
#[derive(Clone, Copy, Debug)]
pub enum Lock<'a> {
    /// A request with this idempotency key.
    Request(&'a [u8; 32]),
    /// The applicant whose external id has this digest.
    Applicant(&'a [u8; 32]),
    /// Additions to the profile of the applicant whose external id has this digest. Taken before everything else; no
    /// other submission takes it.
    Addition(&'a [u8; 32]),
    /// Everything that can link applicants: taken in shared mode by transactions that lock single identifiers, and
    /// exclusively by one that has too many.
    AllIdentifiers,
    /// One identifier that can link applicants.
    Identifier(i64),
    /// One band of a text.
    Band(&'a [u8; 8]),
    /// Changes of the tenant's rings. Always taken last.
    Rings,
    /// The tenant's confirmed relations. No decision takes it.
    Relations,
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

/// How many single identifiers one transaction locks for one submission. The server's lock table is finite.
const MAX_IDENTIFIERS: usize = 32;

/// The locks of one or several submissions. Every transaction takes them in the same order, so that two wait for each
/// other instead of deadlocking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionLocks {
    /// Requests and applicants: no two submissions of one applicant, or under one idempotency key, at a time.
    own: BTreeSet<i64>,
    /// What can link applicants. If two submissions share one of them, the second waits for the first and sees it.
    shared: BTreeSet<i64>,
    /// Whether there are too many identifiers to lock each.
    all_identifiers: bool,
}

impl DecisionLocks {
    pub fn new(
        tenant: &TenantId,
        (applicant, request): (&[u8; 32], Option<&[u8; 32]>),
        identifiers: &[IdentifierDigest],
        bands: &[i64],
    ) -> Self {
        let request = request.map(Lock::Request);
        let own = request.into_iter().chain([Lock::Applicant(applicant)]);
        let all_identifiers = identifiers.len() > MAX_IDENTIFIERS;
        let single = identifiers.iter().filter(|_| !all_identifiers);
        let single = single.map(|digest| number(tenant, Lock::Identifier(digest.0)));
        let bands = bands.iter().map(|band| number(tenant, Lock::Band(&band.to_be_bytes())));
        Self {
            own: own.map(|lock| number(tenant, lock)).collect(),
            shared: single.chain(bands).collect(),
            all_identifiers,
        }
    }

    /// How many locks of the server they are.
    pub fn count(&self) -> usize {
        self.own.len() + self.shared.len() + 1
    }

    /// Whether one of them has to wait for the other.
    pub fn conflict(&self, other: &Self) -> bool {
        let together = !self.own.is_empty() && !other.own.is_empty();
        let exclusive = self.all_identifiers || other.all_identifiers;
        (exclusive && together)
            || !self.own.is_disjoint(&other.own)
            || !self.shared.is_disjoint(&other.shared)
    }

    pub fn add(&mut self, other: &Self) {
        self.own.extend(&other.own);
        self.shared.extend(&other.shared);
        self.all_identifiers |= other.all_identifiers;
    }

    pub fn remove(&mut self, other: &Self) {
        self.own.retain(|lock| !other.own.contains(lock));
        self.shared.retain(|lock| !other.shared.contains(lock));
        self.all_identifiers &= !other.all_identifiers;
    }

    /// The statements that wait for them, in the order that all transactions keep.
    pub fn statements(&self, tenant: &TenantId) -> String {
        let all = number(tenant, Lock::AllIdentifiers);
        let mode = if self.all_identifiers { "" } else { "_shared" };
        let mut statements = each("", &self.own);
        if self.all_identifiers || !self.shared.is_empty() {
            statements.push_str(&each(mode, &BTreeSet::from([all])));
            statements.push_str(&each("", &self.shared));
        }
        statements
    }
}

/// Waits for the locks of a submission.
pub async fn wait_for_all(tx: &mut Tx, locks: &DecisionLocks) -> Result<(), Internal> {
    let statements = locks.statements(&tx.tenant);
    sqlx::raw_sql(AssertSqlSafe(statements)).execute(tx.connection()).await?;
    Ok(())
}

/// Takes locks in ascending order.
fn each(mode: &str, numbers: &BTreeSet<i64>) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let numbers = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    format!("SELECT pg_advisory_xact_lock{mode}(n) FROM unnest('{{{numbers}}}'::bigint[]) AS n;")
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
    let identifier;
    let (kind, rest): (&str, &[u8]) = match lock {
        Lock::Request(digest) => ("request", digest),
        Lock::Applicant(digest) => ("applicant", digest),
        Lock::Addition(digest) => ("addition", digest),
        Lock::AllIdentifiers => ("bonds", &[]),
        Lock::Identifier(digest) => {
            identifier = digest.to_be_bytes();
            ("bond", &identifier)
        }
        Lock::Band(band) => ("band", band),
        Lock::Rings => ("rings", &[]),
        Lock::Relations => ("relations", &[]),
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
