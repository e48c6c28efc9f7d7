//! Rings: groups of applicants connected by shared identifiers.
//!
//! The weight of a shared identifier depends on its kind (how rarely strangers share it), on the number of applicants
//! who have it ([`strength`]) and on when both last used it (half-lives). Several shared identifiers count as
//! independent reasons: 1 − ∏ (1 − weight).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use ids::ApplicantId;

use super::edge::{Edge, SharedKind};
use super::identifiers::Identifier;
use super::links::strength;
use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::links::Links;
use crate::relation::{Declared, Memberships};

/// An identifier that an applicant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicantIdentifier {
    pub applicant: ApplicantId,
    pub kind: IdentifierKind,
    pub digest: IdentifierDigest,
    /// When the applicant last used it.
    pub used_at: DateTime<Utc>,
}

/// The minimum weight of a link that puts two applicants in the same ring.
const MIN_RING_WEIGHT: f64 = 0.25;

/// The weight of sharing a recent identifier of a kind, and its half-life in days. `None` for identifiers that
/// neighbours, clients and template users share: these never form a ring.
fn rarity(kind: IdentifierKind) -> Option<(f64, i64)> {
    use IdentifierKind as K;
    match kind {
        // Payout accounts and verified documents seldom change hands.
        K::PayoutAccount | K::Document => Some((0.95, 730)),
        K::Email => Some((0.9, 730)),
        // Numbers are reassigned after some months.
        K::Phone => Some((0.7, 365)),
        // Devices are sold and lent, and families and libraries share them.
        K::Device | K::BrowserSession => Some((0.6, 365)),
        K::Photo | K::CommitEmail | K::ResumeFile => Some((0.5, 730)),
        K::Ip
        | K::ShippingAddress
        | K::RatingClient
        | K::EmailFamily
        // Many unrelated people buy or download the same template.
        | K::FileOrigin
        | K::IdImage
        | K::IdSubmission
        | K::AnalyticsId
        // A device in two calls at once already counts as a shared device.
        | K::MeetingSlot
        // Copies of a starter have them too. Only many of one without the other are evidence.
        | K::CommitContent
        | K::CommitDigest
        | K::ReferenceEmail
        | K::ReferencePhone
        | K::Agency
        | K::Relation => None,
    }
}

/// The weight of one shared identifier that both last used at `used_at`.
fn weight(kind: IdentifierKind, strength: f64, used_at: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    let Some((rarity, half_life)) = rarity(kind) else { return 0.0 };
    let hours = (now - used_at).max(Duration::zero()).num_hours();
    let half_lives = f64::from(i32::try_from(hours).unwrap_or(i32::MAX))
        / f64::from(i32::try_from(half_life * 24).unwrap_or(1));
    rarity * strength * 0.5_f64.powf(half_lives)
}

/// The digests of those identifiers that can put the applicant in a ring.
pub fn linking_digests(identifiers: &[Identifier]) -> Vec<IdentifierDigest> {
    let linking = identifiers.iter().filter(|identifier| rarity(identifier.kind).is_some());
    linking.map(|identifier| identifier.digest).collect()
}

/// The weight of the unexplained link to each other applicant, from 0 to 1. Capped hubs don't count.
pub fn link_weights(links: &Links, now: DateTime<Utc>) -> BTreeMap<ApplicantId, f64> {
    let mut by_kind: BTreeMap<ApplicantId, BTreeMap<IdentifierKind, f64>> = BTreeMap::new();
    for shared in links.shared.iter().filter(|shared| !shared.capped) {
        for other in shared.undeclared() {
            let used_at = shared.used_at.min(other.used_at);
            let weight = weight(shared.kind, shared.strength, used_at, now);
            let kinds = by_kind.entry(other.applicant).or_default();
            // A second identifier of the same kind is no independent reason. The strongest one counts.
            let strongest = kinds.entry(shared.kind).or_default();
            *strongest = strongest.max(weight);
        }
    }
    by_kind.into_iter().map(|(other, kinds)| (other, combined(kinds.values()))).collect()
}

/// The weight of the strongest unexplained link to another applicant, from 0 to 1.
pub fn max_link_weight(links: &Links, now: DateTime<Utc>) -> f64 {
    link_weights(links, now).into_values().fold(0.0, f64::max)
}

/// Independent reasons together: 1 − ∏ (1 − weight).
fn combined<'a>(weights: impl Iterator<Item = &'a f64>) -> f64 {
    1.0 - weights.map(|weight| 1.0 - weight).product::<f64>()
}

/// The other applicants in this applicant's ring.
pub fn companions(links: &Links, now: DateTime<Utc>) -> Vec<ApplicantId> {
    let weights = link_weights(links, now).into_iter();
    weights.filter(|(_, weight)| *weight >= MIN_RING_WEIGHT).map(|(other, _)| other).collect()
}

/// The edges between applicants with a common identifier, in a fixed order. What a confirmed relation explains, and what
/// applicants declare, is included and adds nothing to the strength.
pub fn edges(
    identifiers: &[ApplicantIdentifier],
    confirmed: &Memberships,
    now: DateTime<Utc>,
) -> Vec<Edge> {
    let mut holders: BTreeMap<(IdentifierKind, IdentifierDigest), Vec<&ApplicantIdentifier>> =
        BTreeMap::new();
    for identifier in identifiers {
        holders.entry((identifier.kind, identifier.digest)).or_default().push(identifier);
    }
    let mut pairs: BTreeMap<(ApplicantId, ApplicantId), Pair> = BTreeMap::new();
    for ((kind, _), mut holders) in holders {
        holders.sort_by_key(|holder| holder.applicant);
        holders.dedup_by_key(|holder| holder.applicant);
        let others = holders.len().saturating_sub(1);
        let strength = if others > Links::CAP { 0.0 } else { strength(kind, others, false) };
        for (i, first) in holders.iter().enumerate() {
            for second in &holders[i + 1..] {
                let used_at = first.used_at.min(second.used_at);
                let ends = (first.applicant, second.applicant);
                let explained_by = confirmed.explanation(ends, kind);
                // An agency of thousands with one office has millions of pairs, and they link nobody.
                if explained_by.is_some() && others > Links::CAP {
                    continue;
                }
                let weight = match explained_by {
                    Some(_) => 0.0,
                    None => weight(kind, strength, used_at, now),
                };
                pairs.entry(ends).or_default().add((kind, explained_by), weight, used_at);
            }
        }
    }
    pairs.into_iter().map(|((from, to), pair)| pair.edge(from, to)).collect()
}

#[derive(Default)]
struct Pair {
    kinds: BTreeMap<(IdentifierKind, Option<Declared>), (usize, f64)>,
    last: DateTime<Utc>,
}

impl Pair {
    fn add(
        &mut self,
        kind: (IdentifierKind, Option<Declared>),
        weight: f64,
        used_at: DateTime<Utc>,
    ) {
        let (count, strongest) = self.kinds.entry(kind).or_default();
        *count += 1;
        *strongest = strongest.max(weight);
        self.last = self.last.max(used_at);
    }

    fn edge(self, from: ApplicantId, to: ApplicantId) -> Edge {
        let strength = combined(self.kinds.values().map(|(_, weight)| weight));
        let shared = (self.kinds.into_iter())
            .map(|((kind, explained_by), (count, _))| SharedKind { kind, count, explained_by });
        Edge { from, to, shared: shared.collect(), strength, last_used_at: self.last }
    }
}

/// The rings that the edges form among these applicants, the largest first. A ring has at least two members.
pub fn groups(members: &[ApplicantId], edges: &[Edge]) -> Vec<Vec<ApplicantId>> {
    let mut neighbours: BTreeMap<ApplicantId, Vec<ApplicantId>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.strength >= MIN_RING_WEIGHT) {
        neighbours.entry(edge.from).or_default().push(edge.to);
        neighbours.entry(edge.to).or_default().push(edge.from);
    }
    let mut left: BTreeSet<ApplicantId> = members.iter().copied().collect();
    let mut groups: Vec<Vec<ApplicantId>> = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut group = vec![first];
        let mut next = 0;
        while let Some(member) = group.get(next).copied() {
            let near = neighbours.get(&member).into_iter().flatten();
            group.extend(near.filter(|other| left.remove(*other)));
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
    use crate::links::{Other, Shared};

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn person(n: u128) -> ApplicantId {
        ApplicantId(uuid::Uuid::from_u128(n))
    }

    fn identifier(applicant: u128, kind: IdentifierKind, digest: u8) -> ApplicantIdentifier {
        let digest = IdentifierDigest(digest.into());
        ApplicantIdentifier { applicant: person(applicant), kind, digest, used_at: now() }
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
            identifier(2, IdentifierKind::Phone, 1),
            identifier(1, IdentifierKind::Phone, 1),
            identifier(1, IdentifierKind::Device, 2),
            identifier(2, IdentifierKind::Device, 2),
            identifier(3, IdentifierKind::Device, 3),
        ];
        let edges = edges(&all, &Memberships::default(), now());
        assert_eq!(edges.len(), 1, "{edges:?}");
        assert_eq!(edges[0].shared.len(), 2);
        assert!(edges[0].from < edges[0].to);
        assert!((edges[0].strength - (1.0 - 0.3 * 0.4)).abs() < 1e-9);
    }

    #[test]
    fn a_declared_agency_is_shown_and_explains_nothing_until_it_is_confirmed() {
        let all = [
            identifier(1, IdentifierKind::Agency, 1),
            identifier(2, IdentifierKind::Agency, 1),
            identifier(1, IdentifierKind::PayoutAccount, 2),
            identifier(2, IdentifierKind::PayoutAccount, 2),
            identifier(1, IdentifierKind::Device, 4),
            identifier(2, IdentifierKind::Device, 4),
        ];
        let mut confirmed = Memberships::default();
        let declared = edges(&all, &confirmed, now());
        assert!(declared[0].strength > 0.9, "{declared:?}");
        assert_eq!(declared[0].shared.len(), 3);
        confirmed.insert(person(1), Declared::AGENCY);
        assert_eq!(edges(&all, &confirmed, now()), declared, "one member explains nothing");
        confirmed.insert(person(2), Declared::AGENCY);
        let explained = edges(&all, &confirmed, now());
        assert!(explained[0].strength.abs() < f64::EPSILON);
        let by = |kind| {
            let shared = explained[0].shared.iter().find(|shared| shared.kind == kind);
            shared.unwrap().explained_by
        };
        assert_eq!(by(IdentifierKind::PayoutAccount), Some(Declared::AGENCY));
        assert_eq!(by(IdentifierKind::Agency), None);
    }

    #[test]
    fn the_pairs_of_a_large_agency_are_left_out() {
        let size = Links::CAP as u128 + 2;
        let all: Vec<ApplicantIdentifier> =
            (1..=size).map(|n| identifier(n, IdentifierKind::Device, 1)).collect();
        let mut confirmed = Memberships::default();
        assert_eq!(edges(&all, &confirmed, now()).len(), 52 * 51 / 2);
        for member in 1..size {
            confirmed.insert(person(member), Declared::AGENCY);
        }
        assert_eq!(edges(&all, &confirmed, now()).len(), 51, "those of the one outside");
    }

    #[test]
    fn a_confirmed_relation_never_explains_one_document() {
        let all = [
            identifier(1, IdentifierKind::Device, 1),
            identifier(2, IdentifierKind::Device, 1),
            identifier(1, IdentifierKind::Document, 2),
            identifier(2, IdentifierKind::Document, 2),
        ];
        let mut confirmed = Memberships::default();
        confirmed.insert(person(1), Declared::HOUSEHOLD);
        confirmed.insert(person(2), Declared::HOUSEHOLD);
        let edges = edges(&all, &confirmed, now());
        assert!((edges[0].strength - 0.95).abs() < 1e-9, "the document alone: {edges:?}");
    }

    #[test]
    fn a_link_grows_with_reasons_and_fades_with_time() {
        use IdentifierKind as K;
        let weight =
            |kinds: &[K], ago| link_weights(&links(kinds, ago, None), now()).values().sum::<f64>();
        assert!(weight(&[K::PayoutAccount], 0) > weight(&[K::Device], 0));
        assert!(weight(&[K::Device, K::Phone], 0) > weight(&[K::Phone], 0));
        assert!((weight(&[K::Device], 365) - 0.3).abs() < 1e-9, "a half-life");
        assert!(weight(&[K::Ip], 0).abs() < f64::EPSILON, "neighbours");
        assert!(companions(&links(&[K::Device], 3 * 365, None), now()).is_empty(), "long ago");
        assert_eq!(companions(&links(&[K::Device], 1, None), now()), [person(9)]);
        let declared = links(&[K::Device], 1, Some(Declared::HOUSEHOLD));
        assert!(companions(&declared, now()).is_empty());
        let document = links(&[K::Document], 1, Some(Declared::HOUSEHOLD));
        assert_eq!(companions(&document, now()), [person(9)]);
    }

    #[test]
    fn a_hub_links_nobody() {
        let mut hub = links(&[IdentifierKind::Device], 0, None);
        hub.shared[0].capped = true;
        assert!(companions(&hub, now()).is_empty());
    }

    #[test]
    fn strong_edges_form_rings() {
        let phone = |a, b, digest| {
            [
                identifier(a, IdentifierKind::Phone, digest),
                identifier(b, IdentifierKind::Phone, digest),
            ]
        };
        let mut all: Vec<ApplicantIdentifier> =
            phone(1, 2, 1).into_iter().chain(phone(2, 3, 2)).collect();
        all.extend(phone(4, 5, 3));
        all.extend([identifier(5, IdentifierKind::Ip, 4), identifier(6, IdentifierKind::Ip, 4)]);
        let members: Vec<ApplicantId> = (1..=6).map(person).collect();
        let groups = groups(&members, &edges(&all, &Memberships::default(), now()));
        let expected = [vec![person(1), person(2), person(3)], vec![person(4), person(5)]];
        assert_eq!(groups, expected);
    }
}
