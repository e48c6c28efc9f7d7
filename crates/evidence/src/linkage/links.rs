//! Turns looked-up identifiers into links. Sharing that a confirmed relation explains is marked, hubs are discounted.

use chrono::{DateTime, Duration, Utc};
use ids::ApplicantId;

use super::held::Identifier;
use super::rates::LinkRate;
use crate::identifier::IdentifierKind;
use crate::links::{Links, Other, Shared};
use crate::relation::{Declared, Memberships, explanation};

/// Another applicant who has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub applicant: ApplicantId,
    /// When they first used it, as far as known.
    pub first_used_at: DateTime<Utc>,
    /// When they last used it.
    pub used_at: DateTime<Utc>,
}

/// The other applicants for each identifier of a profile, in the same order, most recent first. A list has at most
/// [`Links::CAP`] + 1 entries; the extra one shows that there are more. An identifier that is not looked up has none.
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
        .filter(|(identifier, _)| identifier.kind.is_looked_up())
        .map(|(identifier, sightings)| shared(identifier, sightings, (own, confirmed)))
        .collect();
    Links { shared, confirmed: own.to_vec(), ..Links::default() }
}

fn shared(
    identifier: &Identifier,
    sightings: &[Sighting],
    (own, confirmed): (&[Declared], &Memberships),
) -> Shared {
    let capped = sightings.len() > Links::CAP;
    let span = (identifier.first_used_at, identifier.used_at);
    let at_once = |sighting: &&Sighting| {
        together(identifier.kind, span, (sighting.first_used_at, sighting.used_at))
    };
    let other = |sighting: &Sighting| Other {
        applicant: sighting.applicant,
        first_used_at: Some(sighting.first_used_at),
        used_at: sighting.used_at,
        declared: explanation(own, confirmed.of(sighting.applicant), identifier.kind),
    };
    let others: Vec<Other> = sightings.iter().take(Links::CAP).filter(at_once).map(other).collect();
    Shared {
        kind: identifier.kind,
        pointer: identifier.pointer.clone(),
        first_used_at: Some(identifier.first_used_at),
        used_at: identifier.used_at,
        strength: strength(identifier.kind, others.len(), capped),
        others,
        capped,
    }
}

/// Whether two uses of an identifier can be a link. A home's line, or a machine in a data centre, gets other users in
/// time, so it links only those who used it in the same days. Anything else stays with its owner.
pub fn together(
    kind: IdentifierKind,
    (first, last): (DateTime<Utc>, DateTime<Utc>),
    (others_first, others_last): (DateTime<Utc>, DateTime<Utc>),
) -> bool {
    const DAYS: Duration = Duration::days(3);
    !matches!(kind, IdentifierKind::HomeLine | IdentifierKind::CloudMachine)
        || (first <= others_last + DAYS && others_first <= last + DAYS)
}

/// How much it means to share an identifier that `others` have too, compared with a pair: from 0 to 1. A hub, whose
/// look-up was capped, means nothing unless the identifier is a payout account or a document: 50 people don't share one
/// by chance.
pub fn strength(kind: IdentifierKind, others: usize, capped: bool) -> f64 {
    // Everyone who rewrites the same starter has its commits.
    const CIRCLE: f64 = 4.0;
    if capped && !matches!(kind, IdentifierKind::PayoutAccount | IdentifierKind::Document) {
        return 0.0;
    }
    match LinkRate::of(kind) {
        Some(rate) => rate.strength(others.max(1) + 1),
        None => (CIRCLE / f64::from(u32::try_from(others.max(1)).unwrap_or(u32::MAX))).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_group_is_discounted_and_a_hub_means_nothing() {
        use IdentifierKind as K;
        assert!((strength(K::Device, 1, false) - 1.0).abs() < f64::EPSILON);
        assert!((strength(K::Device, 4, false) - 1.0).abs() < f64::EPSILON);
        assert!(strength(K::Device, 32, false) < 0.9);
        assert!(strength(K::Device, 51, true).abs() < f64::EPSILON);
        assert!(strength(K::PayoutAccount, 51, true) > 0.0);
    }

    #[test]
    fn a_line_links_only_those_who_used_it_in_the_same_days() {
        let day = |n| DateTime::<Utc>::UNIX_EPOCH + Duration::days(n);
        let line = IdentifierKind::HomeLine;
        assert!(together(line, (day(1), day(9)), (day(5), day(20))));
        assert!(together(line, (day(5), day(20)), (day(1), day(4))));
        assert!(!together(line, (day(5), day(20)), (day(30), day(40))));
        assert!(together(IdentifierKind::Device, (day(5), day(20)), (day(30), day(40))));
    }
}
