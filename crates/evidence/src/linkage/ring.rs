//! Rings: who is connected to whom, from what they hold.
//!
//! A shared thing weighs by its kind (how seldom strangers share it), by how many hold it
//! ([`strength`]), and by how long ago both used it (half-lives). Several shared things are put together as
//! independent reasons: 1 − ∏ (1 − weight).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use ids::ApplicantId;

use super::edge::{Edge, SharedKind};
use super::identifiers::Identifier;
use super::links::strength;
use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::links::Links;

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

/// From which weight on two applicants belong to one ring.
const BINDS: f64 = 0.25;

/// How much it means that two strangers share a thing of a kind, and in how many days that halves. Nothing
/// for what neighbours, clients and templates share: it makes no ring.
fn rarity(kind: IdentifierKind) -> Option<(f64, i64)> {
    use IdentifierKind as K;
    match kind {
        // Who pays and who was verified is decided once and seldom changes hands.
        K::PayoutAccount | K::Document => Some((0.95, 730)),
        K::Email => Some((0.9, 730)),
        // Numbers are given out again after some months.
        K::Phone => Some((0.7, 365)),
        // Devices are sold, lent, and stand in families and libraries.
        K::Device | K::BrowserSession => Some((0.6, 365)),
        K::Photo | K::CommitEmail | K::ResumeFile => Some((0.5, 730)),
        K::Ip
        | K::ShippingAddress
        | K::RatingClient
        | K::EmailFamily
        // A template that is bought or downloaded is the origin of many people's files.
        | K::FileOrigin
        | K::IdImage
        | K::AnalyticsId
        // A device that is in two calls at once is shared as a device too.
        | K::MeetingSlot
        | K::ReferenceEmail
        | K::ReferencePhone
        | K::Agency
        | K::Relation => None,
    }
}

/// What one shared thing weighs at a time, after both used it last at `used_at`.
fn weight(kind: IdentifierKind, strength: f64, used_at: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    let Some((rarity, half_life)) = rarity(kind) else { return 0.0 };
    let days = (now - used_at).max(Duration::zero()).num_hours();
    let halves = f64::from(i32::try_from(days).unwrap_or(i32::MAX))
        / f64::from(i32::try_from(half_life * 24).unwrap_or(1));
    rarity * strength * 0.5_f64.powf(halves)
}

/// The things of a profile that can bind its applicant to others.
pub fn bonds(identifiers: &[Identifier]) -> Vec<IdentifierDigest> {
    let bonds = identifiers.iter().filter(|one| rarity(one.kind).is_some());
    bonds.map(|one| one.digest).collect()
}

/// How strongly the applicant is tied to each other one by what is personal and undeclared, from 0 to 1.
/// A hub that a look-up had to cap ties nobody.
pub fn ties(links: &Links, now: DateTime<Utc>) -> BTreeMap<ApplicantId, f64> {
    let mut apart: BTreeMap<ApplicantId, BTreeMap<IdentifierKind, f64>> = BTreeMap::new();
    for shared in links.shared.iter().filter(|shared| !shared.capped) {
        for other in shared.undeclared() {
            let both = shared.used_at.min(other.used_at);
            let weight = weight(shared.kind, shared.strength, both, now);
            let kinds = apart.entry(other.applicant).or_default();
            // A thing of the same kind again is the same reason again: the strongest counts.
            let kept = kinds.entry(shared.kind).or_default();
            *kept = kept.max(weight);
        }
    }
    let together =
        |kinds: &BTreeMap<_, f64>| 1.0 - kinds.values().map(|one| 1.0 - one).product::<f64>();
    apart.iter().map(|(other, kinds)| (*other, together(kinds))).collect()
}

/// How strongly the applicant is tied to the closest other one, from 0 to 1.
pub fn strongest_tie(links: &Links, now: DateTime<Utc>) -> f64 {
    ties(links, now).into_values().fold(0.0, f64::max)
}

/// The others who belong to one ring with this applicant.
pub fn companions(links: &Links, now: DateTime<Utc>) -> Vec<ApplicantId> {
    let ties = ties(links, now);
    ties.into_iter().filter(|(_, weight)| *weight >= BINDS).map(|(other, _)| other).collect()
}

/// What each pair shares. `held` may be in any order; the edges come in a fixed one. What was declared
/// together is shown, and the pair's strength is 0 then.
pub fn edges(held: &[Held], now: DateTime<Utc>) -> Vec<Edge> {
    let mut holders: BTreeMap<(IdentifierKind, IdentifierDigest), Vec<&Held>> = BTreeMap::new();
    for one in held {
        holders.entry((one.kind, one.digest)).or_default().push(one);
    }
    let mut pairs: BTreeMap<(ApplicantId, ApplicantId), Pair> = BTreeMap::new();
    for ((kind, _), mut circle) in holders {
        circle.sort_by_key(|one| one.applicant);
        circle.dedup_by_key(|one| one.applicant);
        let others = circle.len().saturating_sub(1);
        let capped = others > Links::CAP;
        for (i, one) in circle.iter().enumerate() {
            for other in circle.iter().skip(i + 1) {
                let used_at = one.used_at.min(other.used_at);
                let means = if capped {
                    0.0
                } else {
                    weight(kind, strength(kind, others, capped), used_at, now)
                };
                pairs
                    .entry((one.applicant, other.applicant))
                    .or_default()
                    .add(kind, means, used_at);
            }
        }
    }
    pairs.into_iter().map(|((from, to), pair)| pair.edge(from, to)).collect()
}

#[derive(Default)]
struct Pair {
    kinds: BTreeMap<IdentifierKind, (usize, f64)>,
    last: DateTime<Utc>,
}

impl Pair {
    fn add(&mut self, kind: IdentifierKind, means: f64, used_at: DateTime<Utc>) {
        let (count, strongest) = self.kinds.entry(kind).or_default();
        *count += 1;
        *strongest = strongest.max(means);
        self.last = self.last.max(used_at);
    }

    fn edge(self, from: ApplicantId, to: ApplicantId) -> Edge {
        let declared = self.kinds.keys().any(|kind| kind.is_declaration());
        let apart: f64 = self.kinds.values().map(|(_, means)| 1.0 - means).product();
        let strength = if declared { 0.0 } else { 1.0 - apart };
        let shared = self.kinds.into_iter().map(|(kind, (count, _))| SharedKind { kind, count });
        Edge { from, to, shared: shared.collect(), strength, last_used_at: self.last }
    }
}

/// The groups that the edges which bind make of these applicants, each with two members at least, the
/// largest first.
pub fn groups(members: &[ApplicantId], edges: &[Edge]) -> Vec<Vec<ApplicantId>> {
    let mut near: BTreeMap<ApplicantId, Vec<ApplicantId>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.strength >= BINDS) {
        near.entry(edge.from).or_default().push(edge.to);
        near.entry(edge.to).or_default().push(edge.from);
    }
    let mut left: BTreeSet<ApplicantId> = members.iter().copied().collect();
    let mut groups: Vec<Vec<ApplicantId>> = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut group = vec![first];
        let mut next = 0;
        while let Some(member) = group.get(next).copied() {
            let found = near.get(&member).into_iter().flatten().filter(|other| left.remove(*other));
            group.extend(found.copied().collect::<Vec<_>>());
            next += 1;
        }
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{Declared, Other, Shared};

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn person(n: u128) -> ApplicantId {
        ApplicantId(uuid::Uuid::from_u128(n))
    }

    fn held(applicant: u128, kind: IdentifierKind, digest: u8) -> Held {
        let digest = IdentifierDigest([digest; 32]);
        Held { applicant: person(applicant), kind, digest, used_at: now() }
    }

    fn links(kinds: &[IdentifierKind], ago: i64, declared: Option<Declared>) -> Links {
        let shared = |kind: &IdentifierKind| Shared {
            kind: *kind,
            pointer: String::new(),
            used_at: now(),
            others: vec![Other {
                applicant: person(9),
                used_at: now() - Duration::days(ago),
                declared,
            }],
            capped: false,
            strength: 1.0,
        };
        Links { shared: kinds.iter().map(shared).collect(), ..Links::default() }
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
        let edges = edges(&all, now());
        assert_eq!(edges.len(), 1, "{edges:?}");
        assert_eq!(edges[0].shared.len(), 2);
        assert!(edges[0].from < edges[0].to);
        assert!((edges[0].strength - (1.0 - 0.3 * 0.4)).abs() < 1e-9);
    }

    #[test]
    fn an_agency_in_common_is_shown_and_takes_the_meaning_from_the_rest() {
        let all = [
            held(1, IdentifierKind::Agency, 1),
            held(2, IdentifierKind::Agency, 1),
            held(1, IdentifierKind::PayoutAccount, 2),
            held(2, IdentifierKind::PayoutAccount, 2),
        ];
        assert!(edges(&all, now())[0].strength.abs() < f64::EPSILON);
    }

    #[test]
    fn a_tie_grows_with_reasons_and_fades_with_time() {
        use IdentifierKind as K;
        let tie = |kinds: &[K], ago| ties(&links(kinds, ago, None), now()).values().sum::<f64>();
        assert!(tie(&[K::PayoutAccount], 0) > tie(&[K::Device], 0));
        assert!(tie(&[K::Device, K::Phone], 0) > tie(&[K::Phone], 0));
        assert!((tie(&[K::Device], 365) - 0.3).abs() < 1e-9, "a half-life");
        assert!(tie(&[K::Ip], 0).abs() < f64::EPSILON, "neighbours");
        assert!(companions(&links(&[K::Device], 3 * 365, None), now()).is_empty(), "long ago");
        assert_eq!(companions(&links(&[K::Device], 1, None), now()), [person(9)]);
        let declared = links(&[K::Device], 1, Some(Declared::Relation));
        assert!(companions(&declared, now()).is_empty());
    }

    #[test]
    fn a_hub_ties_nobody() {
        let mut hub = links(&[IdentifierKind::Device], 0, None);
        hub.shared[0].capped = true;
        assert!(companions(&hub, now()).is_empty());
    }

    #[test]
    fn groups_are_what_binding_edges_connect() {
        let phone = |a, b, digest| {
            [held(a, IdentifierKind::Phone, digest), held(b, IdentifierKind::Phone, digest)]
        };
        let mut all: Vec<Held> = phone(1, 2, 1).into_iter().chain(phone(2, 3, 2)).collect();
        all.extend(phone(4, 5, 3));
        all.extend([held(5, IdentifierKind::Ip, 4), held(6, IdentifierKind::Ip, 4)]);
        let members: Vec<ApplicantId> = (1..=6).map(person).collect();
        let groups = groups(&members, &edges(&all, now()));
        let expected = [vec![person(1), person(2), person(3)], vec![person(4), person(5)]];
        assert_eq!(groups, expected);
    }
}
