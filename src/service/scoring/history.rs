//! What an applicant submitted before.

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

/// How many bytes of earlier documents one decision reads.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The latest few versions before `version`, the oldest first, as far as their sizes allow. Versions are never
/// rewritten, so a reassessment sees the same.
pub(in crate::service) async fn before(
    tx: &mut Tx,
    applicant: Applicant<'_>,
    version: i32,
) -> Result<Vec<EarlierVersion>, Internal> {
    let most = i64::try_from(EarlierVersion::MAX).unwrap_or(i64::MAX);
    let rows = store::scoring::profile_versions::before(tx, applicant.id, version, most).await?;
    open(applicant, &rows)
}

/// Opens and parses versions, given the latest first.
pub(in crate::service) fn open(
    applicant: Applicant<'_>,
    rows: &[StoredDocument],
) -> Result<Vec<EarlierVersion>, Internal> {
    let mut earlier = Vec::with_capacity(rows.len());
    let mut bytes = 0;
    for row in rows {
        let purpose = submission::document_purpose(applicant.id, row.version);
        let document = submission::unseal(applicant.key, &row.document, &purpose)?;
        bytes += document.len();
        if bytes > MAX_BYTES {
            break;
        }
        // This build may reject a document that an older build accepted. It is skipped then.
        if let Ok((profile, _)) = profile::parse(&document) {
            earlier.push(EarlierVersion { at: row.created_at, profile });
        }
    }
    earlier.reverse();
    Ok(earlier)
}
