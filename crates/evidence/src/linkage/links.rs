//! Turns looked-up identifiers into links. Sharing that a confirmed relation explains is marked, hubs are discounted.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::identifiers::Identifier;
use crate::identifier::IdentifierKind;
use crate::links::{Links, Other, Shared};
use crate::relation::{Declared, Memberships, explanation};

/// Another applicant who has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub applicant: ApplicantId,
    /// When they last used it.
    pub used_at: DateTime<Utc>,
}

/// The other applicants for each identifier of a profile, in the same order, most recent first. A list has at most
/// [`Links::CAP`] + 1 entries; the extra one shows that there are more.
pub type Sightings = Vec<Vec<Sighting>>;

/// Makes links from the applicants who were found for each identifier of an applicant.
pub fn links(
    applicant: ApplicantId,
    identifiers: &[Identifier],
    sightings: &Sightings,
    confirmed: &Memberships,
) -> Links {
    let own = confirmed.of(applicant);
    let shared = (identifiers.iter().zip(sightings))
        .map(|(identifier, sightings)| shared(identifier, sightings, (own, confirmed)))
        .collect();
    Links { shared, texts: Vec::new(), ring: None, confirmed: own.to_vec() }
}

fn shared(
    identifier: &Identifier,
    sightings: &[Sighting],
    (own, confirmed): (&[Declared], &Memberships),
) -> Shared {
    let capped = sightings.len() > Links::CAP;
    let other = |sighting: &Sighting| Other {
        applicant: sighting.applicant,
        used_at: sighting.used_at,
        declared: explanation(own, confirmed.of(sighting.applicant), identifier.kind),
    };
    Shared {
        kind: identifier.kind,
        pointer: identifier.pointer.clone(),
        used_at: identifier.used_at,
        others: sightings.iter().take(Links::CAP).map(other).collect(),
        capped,
        strength: strength(identifier.kind, sightings.len(), capped),
    }
}

/// How much it means to share an identifier that `others` have too. It is 1 for up to as many people as may know each
/// other, then falls with their number. A hub, whose look-up was capped, means nothing unless the identifier is
/// personal: 50 people don't share a payout account by chance.
pub fn strength(kind: IdentifierKind, others: usize, capped: bool) -> f64 {
    let circle: f64 = match kind {
        // Friends sometimes use the same template file. An employer may photograph the documents of a group.
        IdentifierKind::Ip | IdentifierKind::FileOrigin | IdentifierKind::IdSubmission => 8.0,
        IdentifierKind::RatingClient => 12.0,
        // A photo on many accounts is a stock avatar.
        IdentifierKind::ResumeFile | IdentifierKind::AnalyticsId | IdentifierKind::Photo => 20.0,
        // Flatmates may photograph their documents on one table; a photo booth has hundreds of customers.
        // Everyone who rewrites the same starter has its commits.
        IdentifierKind::IdImage | IdentifierKind::CommitContent | IdentifierKind::CommitDigest => {
            4.0
        }
        _ if capped => return 0.5,
        _ => return 1.0,
    };
    if capped {
        return 0.0;
    }
    let others = f64::from(u32::try_from(others).unwrap_or(u32::MAX));
    if others <= circle { 1.0 } else { circle / others }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_group_is_discounted_and_a_hub_means_nothing() {
        assert!((strength(IdentifierKind::Ip, 3, false) - 1.0).abs() < f64::EPSILON);
        assert!((strength(IdentifierKind::Ip, 32, false) - 0.25).abs() < f64::EPSILON);
        assert!(strength(IdentifierKind::Ip, 51, true).abs() < f64::EPSILON);
        assert!(strength(IdentifierKind::PayoutAccount, 51, true) > 0.0);
    }
}
