//! What an applicant has: identifiers as they are looked up, stored and compared.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use crate::identifier::{IdentifierDigest, IdentifierKind};

/// An identifier of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    pub kind: IdentifierKind,
    pub digest: IdentifierDigest,
    /// A JSON Pointer to its first occurrence in the profile.
    pub pointer: String,
    /// When it was first used, as far as the profile says; otherwise the time of submission.
    pub first_used_at: DateTime<Utc>,
    /// When it was last used: the time of submission unless it was removed or belongs to a session.
    pub used_at: DateTime<Utc>,
}

/// An identifier that an applicant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicantIdentifier {
    pub applicant: ApplicantId,
    pub kind: IdentifierKind,
    pub digest: IdentifierDigest,
    /// When the applicant first used it, as far as known.
    pub first_used_at: DateTime<Utc>,
    /// When the applicant last used it.
    pub used_at: DateTime<Utc>,
}

impl ApplicantIdentifier {
    pub fn new(applicant: ApplicantId, identifier: &Identifier) -> Self {
        let Identifier { kind, digest, first_used_at, used_at, .. } = *identifier;
        Self { applicant, kind, digest, first_used_at, used_at }
    }
}

/// The identifiers to store: the applicant's own, each value once.
pub fn stored(identifiers: &[Identifier]) -> Vec<&Identifier> {
    let mut known: HashSet<IdentifierDigest> = HashSet::new();
    let own = identifiers.iter().filter(|identifier| identifier.kind.is_own());
    own.filter(|identifier| known.insert(identifier.digest)).collect()
}

/// A claimed country, and the state or else the town, each as half a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClaimedPlace {
    pub(super) country: u32,
    /// 0 if unknown, even for a state, odd for a town.
    pub(super) area: u32,
}

impl ClaimedPlace {
    pub(super) fn digest(self) -> IdentifierDigest {
        let both = u64::from(self.country) << u32::BITS | u64::from(self.area);
        IdentifierDigest(both.cast_signed())
    }

    /// `None` if one of them states no area, or one states the state and the other only the town.
    pub(super) fn contradicts(self, other: Self) -> Option<bool> {
        let comparable = self.area != 0 && other.area != 0 && self.area % 2 == other.area % 2;
        match (self.country == other.country, comparable) {
            (false, _) => Some(true),
            (true, true) => Some(self.area != other.area),
            (true, false) => None,
        }
    }
}

impl From<IdentifierDigest> for ClaimedPlace {
    #[expect(clippy::cast_possible_truncation, reason = "the halves are taken apart")]
    fn from(digest: IdentifierDigest) -> Self {
        let both = digest.0.cast_unsigned();
        Self { country: (both >> u32::BITS) as u32, area: both as u32 }
    }
}
