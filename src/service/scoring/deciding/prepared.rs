//! A submission that is ready to be decided on.

use evidence::linkage::ring::linking_digests;
use evidence::profile::BadProfile;
use evidence::similarity;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::compute::Ticket;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::lists::Probes;
use crate::service::scoring::decisions::IdempotencyKey;
use crate::service::scoring::submission::{Submission, Submitted};
use crate::store::scoring::locks::DecisionLocks;
use crate::store::scoring::reading::Lookup;

/// A submission that is ready to be decided on.
#[derive(Debug)]
pub(in crate::service) struct Prepared {
    pub(super) submission: Submission,
    /// The digest of the idempotency key.
    pub(in crate::service) request_key: Option<[u8; 32]>,
    pub(super) probes: Probes,
    pub(super) locks: DecisionLocks,
    /// Its place among those that need CPU time.
    pub(super) ticket: Ticket,
}

impl Prepared {
    /// Admits, reads and prepares a document.
    pub(in crate::service) async fn new(
        app: &App,
        tenant: &TenantId,
        submitted: Submitted<'_>,
        key: Option<&IdempotencyKey>,
    ) -> Result<Result<Self, BadProfile>, Internal> {
        Self::admitted(app, app.admit(tenant)?, tenant, (submitted, key)).await
    }

    /// Reads and prepares a document that belongs to an admitted request.
    pub(in crate::service) async fn admitted(
        app: &App,
        ticket: Ticket,
        tenant: &TenantId,
        (submitted, key): (Submitted<'_>, Option<&IdempotencyKey>),
    ) -> Result<Result<Self, BadProfile>, Internal> {
        let submission = match Submission::read(app, &ticket, tenant, submitted).await? {
            Ok(submission) => submission,
            Err(error) => return Ok(Err(error)),
        };
        let request_key = key.map(|key| Sha256::digest(key.as_str()).into());
        let probes = Probes::new(app, tenant, &submission.profile, &submission.facts);
        let locks = DecisionLocks::new(
            tenant,
            (&submission.external_digest, request_key.as_ref()),
            &linking_digests(&submission.identifiers),
            &similarity::locking_bands(&submission.sketches),
        );
        Ok(Ok(Self { submission, request_key, probes, locks, ticket }))
    }

    pub(super) fn lookup(&self) -> Lookup<'_> {
        let submission = &self.submission;
        Lookup {
            external_digest: &submission.external_digest,
            request_key: self.request_key.as_ref(),
            identifiers: &submission.identifiers,
            sketches: &submission.sketches,
            photos: &submission.photos,
            list_keys: &self.probes.keys,
            now: submission.now,
        }
    }
}
