//! From sightings to links: declared sharing set apart, hubs discounted.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::identifiers::Identifier;
use crate::identifier::IdentifierKind;
use crate::links::{Declared, Links, Other, Shared};

/// Another applicant who has an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Who.
    pub applicant: ApplicantId,
    /// When they used it last.
    pub used_at: DateTime<Utc>,
}

/// For each identifier of a profile, in its order: the others, most recent first, at most
/// [`Links::CAP`] and one more, which tells that there are more.
pub type Sightings = Vec<Vec<Sighting>>;

/// Makes links of what was looked up.
pub fn links(identifiers: &[Identifier], sightings: &Sightings) -> Links {
    let declared = declarations(identifiers, sightings);
    let shared = (identifiers.iter().zip(sightings))
        .map(|(identifier, seen)| shared(identifier, seen, &declared))
        .collect();
    Links { shared, texts: Vec::new(), ring: None }
}

fn shared(
    identifier: &Identifier,
    seen: &[Sighting],
    declared: &[(ApplicantId, Declared)],
) -> Shared {
    let capped = seen.len() > Links::CAP;
    let other = |sighting: &Sighting| Other {
        applicant: sighting.applicant,
        used_at: sighting.used_at,
        declared: (declared.iter())
            .find(|(applicant, _)| *applicant == sighting.applicant)
            .map(|(_, declared)| *declared),
    };
    Shared {
        kind: identifier.kind,
        pointer: identifier.pointer.clone(),
        used_at: identifier.used_at,
        others: seen.iter().take(Links::CAP).map(other).collect(),
        capped,
        strength: strength(identifier.kind, seen.len(), capped),
    }
}

/// Who declared an agency or a relation together with this applicant.
fn declarations(identifiers: &[Identifier], sightings: &Sightings) -> Vec<(ApplicantId, Declared)> {
    let mut declared = Vec::new();
    for (identifier, seen) in identifiers.iter().zip(sightings) {
        let reason = match identifier.kind {
            IdentifierKind::Agency => Declared::Agency,
            IdentifierKind::Relation => Declared::Relation,
            _ => continue,
        };
        declared.extend(seen.iter().map(|sighting| (sighting.applicant, reason)));
    }
    declared
}

/// How much it means to share an identifier that `others` have too: 1 up to what people of one circle
/// may share, then falling with the size of the crowd. A crowd that the look-up had to cap is a hub and
/// means nothing, unless the thing is personal: nobody shares a payout account with fifty by chance.
pub fn strength(kind: IdentifierKind, others: usize, capped: bool) -> f64 {
    let circle: f64 = match kind {
        // A template goes round as well: three who write from one file are no crowd.
        IdentifierKind::Ip | IdentifierKind::FileOrigin => 8.0,
        IdentifierKind::RatingClient => 12.0,
        // A crowd with one photo has a stock avatar.
        IdentifierKind::ResumeFile | IdentifierKind::AnalyticsId | IdentifierKind::Photo => 20.0,
        // Two or three share a tabletop; a photo booth has hundreds of sitters.
        IdentifierKind::IdImage => 4.0,
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
    fn a_crowd_is_discounted_and_a_hub_means_nothing() {
        assert!((strength(IdentifierKind::Ip, 3, false) - 1.0).abs() < f64::EPSILON);
        assert!((strength(IdentifierKind::Ip, 32, false) - 0.25).abs() < f64::EPSILON);
        assert!(strength(IdentifierKind::Ip, 51, true).abs() < f64::EPSILON);
        assert!(strength(IdentifierKind::PayoutAccount, 51, true) > 0.0);
    }
}
