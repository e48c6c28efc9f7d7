//! Rings: who is connected to whom, from what they hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::links::strength;
use crate::domain::identifier::{IdentifierDigest, IdentifierKind};
use crate::domain::ids::ApplicantId;
use crate::domain::links::{Links, Shared};
use crate::domain::ring::{Edge, SharedKind};

/// One applicant's hold of one identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who has it.
    pub applicant: ApplicantId,
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its digest.
    pub digest: IdentifierDigest,
    /// When it was used last.
    pub used_at: DateTime<Utc>,
}

/// The others who belong to one ring with this applicant: they share something personal, undeclared,
/// that is no hub. An address, a client or a delivery point alone makes no ring: neighbours share them.
pub fn companions(links: &Links) -> Vec<ApplicantId> {
    let mut others: Vec<ApplicantId> = (links.shared.iter())
        .filter(|shared| binds(shared.kind) && !shared.capped && shared.strength >= 1.0)
        .flat_map(Shared::undeclared)
        .map(|other| other.applicant)
        .collect();
    others.sort_unstable();
    others.dedup();
    others
}

fn binds(kind: IdentifierKind) -> bool {
    use IdentifierKind as K;
    match kind {
        K::Email
        | K::Phone
        | K::Device
        | K::BrowserSession
        | K::PayoutAccount
        | K::Document
        | K::Photo
        | K::CommitEmail
        | K::ResumeFile => true,
        // A device that is in two calls at once is shared as a device too.
        K::Ip
        | K::ShippingAddress
        | K::RatingClient
        | K::MeetingSlot
        | K::EmailFamily
        | K::IdImage
        | K::AnalyticsId
        | K::ReferenceEmail
        | K::ReferencePhone
        | K::Agency
        | K::Relation => false,
    }
}

/// What each pair shares. `held` may be in any order; the edges come in a fixed one.
pub fn edges(held: &[Held]) -> Vec<Edge> {
    let mut holders: BTreeMap<(IdentifierKind, IdentifierDigest), Vec<&Held>> = BTreeMap::new();
    for one in held {
        holders.entry((one.kind, one.digest)).or_default().push(one);
    }
    let mut pairs: BTreeMap<(ApplicantId, ApplicantId), Pair> = BTreeMap::new();
    for ((kind, _), mut circle) in holders {
        circle.sort_by_key(|one| one.applicant);
        circle.dedup_by_key(|one| one.applicant);
        let means = meaning(kind, circle.len());
        for (i, one) in circle.iter().enumerate() {
            for other in circle.iter().skip(i + 1) {
                let pair = pairs.entry((one.applicant, other.applicant)).or_default();
                *pair.kinds.entry(kind).or_default() += 1;
                pair.strength = pair.strength.max(means);
                pair.last = pair.last.max(one.used_at.min(other.used_at));
            }
        }
    }
    pairs.into_iter().map(|((from, to), pair)| pair.edge(from, to)).collect()
}

fn meaning(kind: IdentifierKind, holders: usize) -> f64 {
    let others = holders.saturating_sub(1);
    if kind.is_declaration() { 0.0 } else { strength(kind, others, others > Links::CAP) }
}

#[derive(Default)]
struct Pair {
    kinds: BTreeMap<IdentifierKind, usize>,
    strength: f64,
    last: DateTime<Utc>,
}

impl Pair {
    fn edge(self, from: ApplicantId, to: ApplicantId) -> Edge {
        let shared = self.kinds.into_iter().map(|(kind, count)| SharedKind { kind, count });
        let (strength, last_used_at) = (self.strength, self.last);
        Edge { from, to, shared: shared.collect(), strength, last_used_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(applicant: u128, kind: IdentifierKind, digest: u8) -> Held {
        Held {
            applicant: ApplicantId(uuid::Uuid::from_u128(applicant)),
            kind,
            digest: IdentifierDigest([digest; 32]),
            used_at: DateTime::default(),
        }
    }

    #[test]
    fn a_pair_is_one_edge_however_much_it_shares() {
        let all = [
            held(2, IdentifierKind::Phone, 1),
            held(1, IdentifierKind::Phone, 1),
            held(1, IdentifierKind::Device, 2),
            held(2, IdentifierKind::Device, 2),
            held(3, IdentifierKind::Device, 3),
        ];
        let edges = edges(&all);
        assert_eq!(edges.len(), 1, "{edges:?}");
        assert_eq!(edges[0].shared.len(), 2);
        assert!(edges[0].from < edges[0].to);
    }

    #[test]
    fn an_agency_in_common_is_shown_and_means_nothing() {
        let all = [held(1, IdentifierKind::Agency, 1), held(2, IdentifierKind::Agency, 1)];
        assert!(edges(&all)[0].strength.abs() < f64::EPSILON);
    }
}
