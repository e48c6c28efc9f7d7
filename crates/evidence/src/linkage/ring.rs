//! Rings: groups of applicants connected by shared identifiers. How risky a ring is stands in [`super::risk`].
//!
//! The weight of a shared identifier depends on its kind and on the number of applicants who have it
//! ([`LinkRate`]), and on when both last used it. Different kinds of one pair add up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::edge::{Edge, SharedKind};
pub use super::held::ApplicantIdentifier;
use super::held::Identifier;
use super::links::together;
use super::rates::LinkRate;
use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::links::{Links, Shared, TextKind};
use crate::relation::{Declared, Memberships};

/// The minimum weight of a link that puts two applicants in the same ring, in log-odds: it makes the odds two and a
/// half times as high.
const MIN_RING_WEIGHT: f64 = 0.9;

/// The digests of those identifiers that can put the applicant in a ring.
pub fn linking_digests(identifiers: &[Identifier]) -> Vec<IdentifierDigest> {
    let linking = identifiers.iter().filter(|identifier| identifier.kind.connects());
    linking.map(|identifier| identifier.digest).collect()
}

/// The kind of link that a near-duplicate text is.
pub fn text_link(kind: TextKind) -> IdentifierKind {
    match kind {
        TextKind::Resume => IdentifierKind::ResumeText,
        TextKind::Letter => IdentifierKind::LetterText,
        TextKind::Portfolio => IdentifierKind::PortfolioText,
    }
}

/// The weight of a link of one kind within a group, in log-odds.
pub(super) fn weight(
    kind: IdentifierKind,
    group: usize,
    used_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> f64 {
    LinkRate::of(kind).map_or(0.0, |rate| rate.weight(group) * rate.left(used_at, now))
}

/// The weight of the unexplained link to each other applicant, in log-odds. Hubs don't count.
pub fn link_weights(links: &Links, now: DateTime<Utc>) -> BTreeMap<ApplicantId, f64> {
    let mut by_kind: BTreeMap<ApplicantId, BTreeMap<IdentifierKind, f64>> = BTreeMap::new();
    let mut count = |other: ApplicantId, kind: IdentifierKind, weight: f64| {
        let kinds = by_kind.entry(other).or_default();
        // A second identifier of the same kind is no independent reason. The strongest one counts.
        let strongest = kinds.entry(kind).or_default();
        *strongest = strongest.max(weight);
    };
    for shared in links.shared.iter().filter(|shared| !shared.capped) {
        let group = shared.others.len() + 1;
        for other in shared.undeclared() {
            let used_at = shared.used_at.min(other.used_at);
            count(other.applicant, shared.kind, weight(shared.kind, group, used_at, now));
        }
    }
    for text in &links.texts {
        let kind = text_link(text.kind);
        for other in &text.others {
            count(other.applicant, kind, weight(kind, text.others.len() + 1, now, now));
        }
    }
    let copied = copied_history(links);
    let kind = IdentifierKind::CopiedHistory;
    for other in &copied {
        count(*other, kind, weight(kind, copied.len() + 1, now, now));
    }
    by_kind.into_iter().map(|(other, kinds)| (other, kinds.values().sum())).collect()
}

/// The other applicants who have several of this one's commits under other digests. Two copies of a starter have them
/// under the same digests.
pub(super) fn copied_history(links: &Links) -> Vec<ApplicantId> {
    const MIN_COMMITS: usize = 5;
    let place = |pointer: &str| pointer.split('/').nth(4).map(str::to_owned);
    let holders = |kind| -> BTreeMap<Option<String>, BTreeSet<ApplicantId>> {
        let of = |shared: &Shared| {
            let others = shared.others.iter().map(|other| other.applicant).collect();
            (place(&shared.pointer), others)
        };
        links.of_kind(kind).filter(|shared| !shared.capped).map(of).collect()
    };
    let same = holders(IdentifierKind::CommitDigest);
    let mut commits: BTreeMap<ApplicantId, usize> = BTreeMap::new();
    for (place, others) in holders(IdentifierKind::CommitContent) {
        let is_copy =
            |other: &ApplicantId| same.get(&place).is_none_or(|same| !same.contains(other));
        for other in others.into_iter().filter(is_copy) {
            *commits.entry(other).or_default() += 1;
        }
    }
    commits
        .into_iter()
        .filter(|(_, commits)| *commits >= MIN_COMMITS)
        .map(|(other, _)| other)
        .collect()
}

/// The other applicants in this applicant's ring.
pub fn companions(links: &Links, now: DateTime<Utc>) -> Vec<ApplicantId> {
    let weights = link_weights(links, now).into_iter();
    weights.filter(|(_, weight)| *weight >= MIN_RING_WEIGHT).map(|(other, _)| other).collect()
}

/// The edges between applicants with a common identifier, in a fixed order. What a confirmed relation explains, and what
/// applicants declare, is included and adds nothing to the weight.
pub fn edges(
    identifiers: &[ApplicantIdentifier],
    confirmed: &Memberships,
    now: DateTime<Utc>,
) -> Vec<Edge> {
    let mut holders: BTreeMap<(IdentifierKind, IdentifierDigest), Vec<&ApplicantIdentifier>> =
        BTreeMap::new();
    let shown = |identifier: &&ApplicantIdentifier| {
        identifier.kind.connects() || identifier.kind.is_declaration()
    };
    for identifier in identifiers.iter().filter(shown) {
        holders.entry((identifier.kind.space(), identifier.digest)).or_default().push(identifier);
    }
    let mut pairs: BTreeMap<(ApplicantId, ApplicantId), Pair> = BTreeMap::new();
    for ((_, _), mut holders) in holders {
        let kind = kind_of(&holders);
        holders.sort_by_key(|holder| holder.applicant);
        holders.dedup_by_key(|holder| holder.applicant);
        let group = holders.len();
        for (i, first) in holders.iter().enumerate() {
            for second in &holders[i + 1..] {
                let uses = [first, second].map(|holder| (holder.first_used_at, holder.used_at));
                if !together(kind, uses[0], uses[1]) {
                    continue;
                }
                let used_at = first.used_at.min(second.used_at);
                let ends = (first.applicant, second.applicant);
                let explained_by = confirmed.explanation(ends, kind);
                // An agency of thousands with one office has millions of pairs, and they link nobody.
                if explained_by.is_some() && group > Links::CAP {
                    continue;
                }
                let counts = explained_by.is_none() && group <= Links::CAP;
                let weight = if counts { weight(kind, group, used_at, now) } else { 0.0 };
                pairs.entry(ends).or_default().add((kind, explained_by), weight, used_at);
            }
        }
    }
    pairs.into_iter().map(|((from, to), pair)| pair.edge(from, to)).collect()
}

/// The kind of what these have in common: that of the first if all have the same, otherwise that of the value.
pub(super) fn kind_of(holders: &[&ApplicantIdentifier]) -> IdentifierKind {
    let first = holders.first().map_or(IdentifierKind::Relation, |holder| holder.kind);
    let same = holders.iter().all(|holder| holder.kind == first);
    if same { first } else { first.space() }
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
        let weight = self.kinds.values().map(|(_, weight)| weight).sum();
        let shared = (self.kinds.into_iter())
            .map(|((kind, explained_by), (count, _))| SharedKind { kind, count, explained_by });
        Edge { from, to, shared: shared.collect(), weight, last_used_at: self.last }
    }
}

/// The rings that the edges form among these applicants, the largest first. A ring has at least two members.
pub fn groups(members: &[ApplicantId], edges: &[Edge]) -> Vec<Vec<ApplicantId>> {
    let mut neighbours: BTreeMap<ApplicantId, Vec<ApplicantId>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.weight >= MIN_RING_WEIGHT) {
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
    use chrono::Duration;

    use super::*;
    use crate::links::{Other, SharedText, Similar};

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn person(n: u128) -> ApplicantId {
        ApplicantId(uuid::Uuid::from_u128(n))
    }

    fn identifier(applicant: u128, kind: IdentifierKind, digest: u8) -> ApplicantIdentifier {
        let digest = IdentifierDigest(digest.into());
        let applicant = person(applicant);
        ApplicantIdentifier { applicant, kind, digest, first_used_at: now(), used_at: now() }
    }

    fn links(kinds: &[IdentifierKind], ago: i64, declared: Option<Declared>) -> Links {
        let shared = |kind: &IdentifierKind| Shared {
            kind: *kind,
            pointer: String::new(),
            first_used_at: None,
            used_at: now(),
            others: vec![Other {
                applicant: person(9),
                first_used_at: None,
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
        let alone = [IdentifierKind::Phone, IdentifierKind::Device];
        let alone: f64 = alone.map(|kind| weight(kind, 2, now(), now())).iter().sum();
        assert!((edges[0].weight - alone).abs() < 1e-9);
    }

    #[test]
    fn a_declared_agency_is_shown_and_explains_nothing_until_it_is_confirmed() {
        let all = [
            identifier(1, IdentifierKind::Agency, 1),
            identifier(2, IdentifierKind::Agency, 1),
            identifier(1, IdentifierKind::PayoutAccount, 2),
            identifier(2, IdentifierKind::PayoutAccount, 2),
        ];
        let mut confirmed = Memberships::default();
        let shared = |confirmed: &Memberships| {
            let edges = edges(&all, confirmed, now());
            (edges[0].shared.len(), edges[0].weight)
        };
        assert!(matches!(shared(&confirmed), (2, weight) if weight > 1.0));
        for n in [1, 2] {
            confirmed.insert(person(n), Declared::AGENCY);
        }
        assert!(matches!(shared(&confirmed), (2, weight) if weight.abs() < 1e-9));
        let edges = edges(&all, &confirmed, now());
        let by = |kind: IdentifierKind| {
            edges[0].shared.iter().find(|shared| shared.kind == kind).and_then(|it| it.explained_by)
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
        let document = weight(IdentifierKind::Document, 2, now(), now());
        assert!((edges[0].weight - document).abs() < 1e-9, "the document alone: {edges:?}");
    }

    #[test]
    fn a_link_grows_with_reasons_and_fades_with_time() {
        use IdentifierKind as K;
        let weight =
            |kinds: &[K], ago| link_weights(&links(kinds, ago, None), now()).values().sum::<f64>();
        assert!(weight(&[K::Device, K::Phone], 0) > weight(&[K::Phone], 0));
        let ratio = weight(&[K::Device], 365) / weight(&[K::Device], 0);
        assert!((ratio - 0.5).abs() < 1e-3, "a half-life");
        assert!(weight(&[K::Ip], 0).abs() < f64::EPSILON, "strangers share addresses");
        assert!(companions(&links(&[K::Device], 3 * 365, None), now()).is_empty(), "long ago");
        assert_eq!(companions(&links(&[K::Device], 1, None), now()), [person(9)]);
        let household = links(&[K::Device], 1, Some(Declared::HOUSEHOLD));
        assert!(companions(&household, now()).is_empty());
    }

    #[test]
    fn a_near_duplicate_resume_puts_both_in_a_ring() {
        let similar = Similar { applicant: person(9), similarity: 0.95 };
        let text = SharedText {
            kind: TextKind::Resume,
            pointer: "/resume".to_owned(),
            others: vec![similar],
        };
        let links = Links { texts: vec![text], ..Links::default() };
        assert_eq!(companions(&links, now()), [person(9)]);
    }

    #[test]
    fn a_hub_links_nobody() {
        let mut hub = links(&[IdentifierKind::Device], 0, None);
        hub.shared[0].capped = true;
        assert!(companions(&hub, now()).is_empty());
    }

    #[test]
    fn every_kind_of_link_makes_rings_and_an_address_of_strangers_makes_none() {
        let both = |a, b, kind, digest| [identifier(a, kind, digest), identifier(b, kind, digest)];
        let mut all: Vec<ApplicantIdentifier> = Vec::new();
        all.extend(both(1, 2, IdentifierKind::ShippingAddress, 1));
        all.extend(both(2, 3, IdentifierKind::Referee, 2));
        all.extend(both(4, 5, IdentifierKind::IdImage, 3));
        all.extend(both(5, 6, IdentifierKind::Ip, 4));
        let members: Vec<ApplicantId> = (1..=6).map(person).collect();
        let groups = groups(&members, &edges(&all, &Memberships::default(), now()));
        let expected = [vec![person(1), person(2), person(3)], vec![person(4), person(5)]];
        assert_eq!(groups, expected);
    }
}
