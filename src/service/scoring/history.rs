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

/// How many bytes of earlier documents are opened to learn how large they are. A sealed document does not tell.
const MAX_OPENED_BYTES: usize = 3 * MAX_BYTES;

/// The documents before `version` that a decision reads, the oldest first, as far as their sizes allow. Versions are
/// never rewritten, so a reassessment sees the same.
pub(in crate::service) async fn before(
    tx: &mut Tx,
    applicant: Applicant<'_>,
    version: i32,
) -> Result<Vec<EarlierDocument>, Internal> {
    let versions = EarlierVersion::chosen(version);
    let rows = store::scoring::profile_versions::chosen(tx, applicant.id, &versions).await?;
    open(applicant, &rows)
}

/// Opens versions, given the latest first.
pub(in crate::service) fn open(
    applicant: Applicant<'_>,
    rows: &[StoredDocument],
) -> Result<Vec<EarlierDocument>, Internal> {
    let mut earlier = fitting(rows, |row| {
        let purpose = submission::document_purpose(applicant.id, row.version);
        submission::unseal(applicant.key, &row.document, &purpose)
    })?;
    earlier.sort_unstable_by_key(|(row, _)| row.version);
    let document =
        |(row, bytes): (&StoredDocument, _)| EarlierDocument { at: row.created_at, bytes };
    Ok(earlier.into_iter().map(document).collect())
}

/// The versions that fit, given the latest first. If they are too large together, the latest and the first are kept
/// rather than those in between; one that is too large costs only itself.
fn fitting<T>(
    latest_first: &[T],
    unseal: impl Fn(&T) -> Result<Vec<u8>, Internal>,
) -> Result<Vec<(&T, Vec<u8>)>, Internal> {
    let (mut fitting, mut left, mut opened) =
        (Vec::with_capacity(latest_first.len()), MAX_BYTES, 0);
    for row in by_importance(latest_first) {
        let bytes = unseal(row)?;
        opened += bytes.len();
        if let Some(rest) = left.checked_sub(bytes.len()) {
            left = rest;
            fitting.push((row, bytes));
        }
        if opened > MAX_OPENED_BYTES {
            break;
        }
    }
    Ok(fitting)
}

/// The latest, the first, then the others from the latest on.
fn by_importance<T>(latest_first: &[T]) -> impl Iterator<Item = &T> {
    let (latest, others) = latest_first.split_at(latest_first.len().min(1));
    let (first, between) = match others.split_last() {
        Some((first, between)) => (Some(first), between),
        None => (None, others),
    };
    latest.iter().chain(first).chain(between)
}

/// Parses earlier documents. This build may reject a document that an older build accepted. It is skipped then.
pub(in crate::service) fn parse(earlier: &[EarlierDocument]) -> Vec<EarlierVersion> {
    let parse = |document: &EarlierDocument| {
        let (profile, _) = profile::parse(&document.bytes).ok()?;
        Some(EarlierVersion { at: document.at, profile })
    };
    earlier.iter().filter_map(parse).collect()
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES, MAX_OPENED_BYTES, by_importance, fitting};

    /// Which of the documents of these sizes fit, given the latest first.
    fn fit(sizes: &[usize]) -> Vec<usize> {
        let numbered: Vec<(usize, usize)> = sizes.iter().copied().enumerate().collect();
        let fitting = fitting(&numbered, |(_, size)| Ok(vec![0; *size])).unwrap();
        let mut fitting: Vec<usize> = fitting.into_iter().map(|((i, _), _)| *i).collect();
        fitting.sort_unstable();
        fitting
    }

    #[test]
    fn the_first_version_comes_before_those_in_between() {
        let ordered = |versions: &[i32]| by_importance(versions).copied().collect::<Vec<i32>>();
        assert!(ordered(&[]).is_empty());
        assert_eq!(ordered(&[1]), [1]);
        assert_eq!(ordered(&[2, 1]), [2, 1]);
        assert_eq!(ordered(&[20, 19, 18, 1]), [20, 1, 19, 18]);
    }

    #[test]
    fn a_large_document_costs_only_itself() {
        assert!(fit(&[]).is_empty());
        assert_eq!(fit(&[1, 1, 1]), [0, 1, 2]);
        assert_eq!(fit(&[1, MAX_BYTES + 1, 1, 1]), [0, 2, 3]);
        assert_eq!(fit(&[2 * MAX_BYTES, 1, 1]), [1, 2]);
        let third = MAX_BYTES / 3;
        assert_eq!(fit(&[third, third, third, third]), [0, 1, 3]);
        assert_eq!(fit(&[1, MAX_OPENED_BYTES, 1, 1]), [0, 3], "the work is bounded");
    }
}
