//! What an applicant submitted before.

use chrono::{DateTime, Utc};
use evidence::history::EarlierVersion;
use evidence::profile;
use ids::ApplicantId;

use super::submission;
use crate::keys::DataKey;
use crate::service::Internal;
use crate::store::scoring::profile_versions::StoredDocument;
use crate::store::{self, Tx};

/// An applicant and the key to their data.
#[derive(Clone, Copy)]
pub(in crate::service) struct Applicant<'a> {
    pub(in crate::service) id: ApplicantId,
    pub(in crate::service) key: &'a DataKey,
}

/// An earlier document, opened but not parsed.
#[derive(Debug)]
pub struct EarlierDocument {
    at: DateTime<Utc>,
    bytes: Vec<u8>,
}

/// How many bytes of earlier documents one decision reads.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The latest few documents before `version`, the oldest first, as far as their sizes allow. Versions are never
/// rewritten, so a reassessment sees the same.
pub(in crate::service) async fn before(
    tx: &mut Tx,
    applicant: Applicant<'_>,
    version: i32,
) -> Result<Vec<EarlierDocument>, Internal> {
    let most = i64::try_from(EarlierVersion::MAX).unwrap_or(i64::MAX);
    let rows = store::scoring::profile_versions::before(tx, applicant.id, version, most).await?;
    open(applicant, &rows)
}

/// Opens versions, given the latest first.
pub(in crate::service) fn open(
    applicant: Applicant<'_>,
    rows: &[StoredDocument],
) -> Result<Vec<EarlierDocument>, Internal> {
    let mut earlier = Vec::with_capacity(rows.len());
    let mut total = 0;
    for row in rows {
        let purpose = submission::document_purpose(applicant.id, row.version);
        let bytes = submission::unseal(applicant.key, &row.document, &purpose)?;
        total += bytes.len();
        if total > MAX_BYTES {
            break;
        }
        earlier.push(EarlierDocument { at: row.created_at, bytes });
    }
    earlier.reverse();
    Ok(earlier)
}

/// Parses earlier documents. This build may reject a document that an older build accepted. It is skipped then.
pub(in crate::service) fn parse(earlier: &[EarlierDocument]) -> Vec<EarlierVersion> {
    let parse = |document: &EarlierDocument| {
        let (profile, _) = profile::parse(&document.bytes).ok()?;
        Some(EarlierVersion { at: document.at, profile })
    };
    earlier.iter().filter_map(parse).collect()
}
