//! How likely a ring is to be one: what its members share, weighed against how likely honest people share it.
//!
//! The evidence of a member is the sum over causes of what they share in groups of this size ([`LinkRate`]). The
//! evidence of a ring is the mean over its members, so a large ring needs more than one pair. Whether members who share a
//! device or an address also claim to live in one place counts too: a household or a library is in one place, and a
//! laptop farm serves people who claim to live in many.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::held::{ApplicantIdentifier, ClaimedPlace};
use super::links::together;
use super::rates::{HOUSEHOLD, LinkRate};
use super::ring::{companions, kind_of, text_link, weight};
use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::links::{Links, RingRisk, RingShare};
use crate::relation::Memberships;

/// What else of the same cause adds, as a share of its own weight, and at most.
const SAME_CAUSE: (f64, f64) = (0.25, 0.5);
/// The most that everything about a member adds.
const MAX_MEMBER: f64 = 9.0;
/// The most that links between accounts of probably one person add, so that the odds become thirty times as high, and how
/// many accounts that can be. Nobody forgets a password a dozen times.
const MAX_SAME_PERSON: (f64, usize) = (3.4, 3);
/// What it adds when members who share a place all claim the same state or town, and when half of the pairs don't.
const PLACE: (f64, f64) = (-1.5, 1.5);

/// Weighs what the members of a ring share. `group_sizes` says how many applicants have an identifier, if those are more
/// than its holders among the members. What a confirmed relation explains adds nothing.
pub fn ring_risk(
    members: &[ApplicantId],
    held: &[ApplicantIdentifier],
    group_sizes: &BTreeMap<IdentifierDigest, usize>,
    confirmed: &Memberships,
    now: DateTime<Utc>,
) -> RingRisk {
    if members.len() < 2 {
        return RingRisk::default();
    }
    let groups = groups_by_kind(held, group_sizes, confirmed, now);
    let many = count(members.len());
    let evidence: f64 = members.iter().map(|member| of_member(*member, &groups)).sum();
    let mut log_odds = evidence / many;
    let share = |(kind, groups): (&IdentifierKind, &Vec<Group>)| {
        let members: usize = groups.iter().map(|group| group.members.len()).sum();
        let sum: f64 = groups.iter().map(|group| group.weight * count(group.members.len())).sum();
        RingShare { kind: *kind, members, log_odds: sum / many }
    };
    let mut shared: Vec<RingShare> = groups.iter().map(share).collect();
    shared.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds));
    let share_a_place =
        groups.keys().any(|kind| LinkRate::of(*kind).is_some_and(|rate| rate.one_place));
    let apart = share_a_place.then(|| apart(held)).flatten();
    if let Some(apart) = apart {
        let (together, scattered) = PLACE;
        log_odds += together + (scattered - together) * (apart / 0.5).min(1.0);
    }
    let (max, accounts) = MAX_SAME_PERSON;
    let same_person = members.len() <= accounts && is_one_person(members, held);
    if same_person {
        log_odds = log_odds.min(max);
    }
    RingRisk { log_odds, shared, apart, same_person }
}

/// What a ring of this applicant and everybody they are linked to would share, as far as their own links show it. For
/// streams, which keep nothing about rings.
pub fn own_risk(applicant: ApplicantId, links: &Links, now: DateTime<Utc>) -> Option<RingRisk> {
    let mut members: BTreeSet<ApplicantId> = companions(links, now).into_iter().collect();
    if members.is_empty() {
        return None;
    }
    members.insert(applicant);
    let mut held = Vec::new();
    let mut hold = |kind, thing: usize, applicant, (first_used_at, used_at)| {
        let digest = IdentifierDigest(i64::try_from(thing).unwrap_or(i64::MAX));
        held.push(ApplicantIdentifier { applicant, kind, digest, first_used_at, used_at });
    };
    for (thing, shared) in links.shared.iter().enumerate() {
        let span = |first: Option<DateTime<Utc>>, last| (first.unwrap_or(last), last);
        hold(shared.kind, thing, applicant, span(shared.first_used_at, shared.used_at));
        for other in shared.undeclared().filter(|other| members.contains(&other.applicant)) {
            hold(shared.kind, thing, other.applicant, span(other.first_used_at, other.used_at));
        }
    }
    for (i, text) in links.texts.iter().enumerate() {
        let thing = links.shared.len() + i;
        let others = text.others.iter().map(|other| other.applicant);
        for holder in others.filter(|other| members.contains(other)).chain([applicant]) {
            hold(text_link(text.kind), thing, holder, (now, now));
        }
    }
    let members: Vec<ApplicantId> = members.into_iter().collect();
    Some(ring_risk(&members, &held, &BTreeMap::new(), &Memberships::default(), now))
}

/// Applicants, when both of the latest two used what they share, and how many applicants have it.
type Linked = (BTreeSet<ApplicantId>, DateTime<Utc>, usize);

/// Members who are connected by things of one kind.
struct Group {
    members: BTreeSet<ApplicantId>,
    /// In log-odds.
    weight: f64,
}

/// One member's evidence. What a household shares has one cause, and so has what one act shares.
fn of_member(member: ApplicantId, groups: &BTreeMap<IdentifierKind, Vec<Group>>) -> f64 {
    let mut causes: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, groups) in groups {
        let Some(rate) = LinkRate::of(*kind) else { continue };
        for group in groups.iter().filter(|group| group.members.contains(&member)) {
            let at_home = rate.household && group.members.len() <= HOUSEHOLD;
            let cause = if at_home { "household" } else { rate.cause.as_str() };
            causes.entry(cause).or_default().push(group.weight);
        }
    }
    let (share, most) = SAME_CAUSE;
    let of_cause = |weights: &Vec<f64>| {
        let strongest = weights.iter().copied().fold(0.0, f64::max);
        let rest = weights.iter().sum::<f64>() - strongest;
        strongest + (rest * share).min(most)
    };
    causes.values().map(of_cause).sum::<f64>().min(MAX_MEMBER)
}

/// For each kind, the groups that things of this kind connect.
fn groups_by_kind(
    held: &[ApplicantIdentifier],
    group_sizes: &BTreeMap<IdentifierDigest, usize>,
    confirmed: &Memberships,
    now: DateTime<Utc>,
) -> BTreeMap<IdentifierKind, Vec<Group>> {
    let mut holders: BTreeMap<(IdentifierKind, IdentifierDigest), Vec<&ApplicantIdentifier>> =
        BTreeMap::new();
    for identifier in held.iter().filter(|identifier| identifier.kind.connects()) {
        holders.entry((identifier.kind.space(), identifier.digest)).or_default().push(identifier);
    }
    let mut found: BTreeMap<IdentifierKind, Vec<Linked>> = BTreeMap::new();
    for ((_, digest), holders) in holders {
        let kind = kind_of(&holders);
        // Someone whose new identifiers are not stored yet is there twice.
        let people: BTreeSet<ApplicantId> = holders.iter().map(|holder| holder.applicant).collect();
        let size = group_sizes.get(&digest).copied().unwrap_or_default().max(people.len());
        if size > Links::CAP + 1 && !is_personal(kind) {
            continue;
        }
        let mut linked: BTreeSet<ApplicantId> = BTreeSet::new();
        let mut used: Option<DateTime<Utc>> = None;
        for (i, first) in holders.iter().enumerate() {
            for second in &holders[i + 1..] {
                let uses = [first, second].map(|holder| (holder.first_used_at, holder.used_at));
                if first.applicant == second.applicant
                    || !together(kind, uses[0], uses[1])
                    || confirmed.explanation((first.applicant, second.applicant), kind).is_some()
                {
                    continue;
                }
                linked.extend([first.applicant, second.applicant]);
                used = used.max(Some(first.used_at.min(second.used_at)));
            }
        }
        if let Some(used) = used {
            merge(found.entry(kind).or_default(), (linked, used, size));
        }
    }
    let group = |kind, (members, used_at, size): Linked| {
        let weight = weight(kind, size.max(members.len()), used_at, now);
        Group { members, weight }
    };
    (found.into_iter())
        .map(|(kind, groups)| (kind, groups.into_iter().map(|found| group(kind, found)).collect()))
        .collect()
}

/// Adds a group, joined with those that it overlaps.
fn merge(groups: &mut Vec<Linked>, mut new: Linked) {
    groups.retain(|(members, used_at, size)| {
        let overlaps = !members.is_disjoint(&new.0);
        if overlaps {
            new.0.extend(members);
            new.1 = new.1.max(*used_at);
            new.2 = new.2.max(*size);
        }
        !overlaps
    });
    groups.push(new);
}

/// Whether even a hub means something.
fn is_personal(kind: IdentifierKind) -> bool {
    matches!(kind, IdentifierKind::PayoutAccount | IdentifierKind::Document)
}

/// The share of pairs of members who claim to live in different countries, states or towns; `None` if no pair can be
/// compared.
fn apart(held: &[ApplicantIdentifier]) -> Option<f64> {
    let mut places: BTreeMap<ApplicantId, &ApplicantIdentifier> = BTreeMap::new();
    for place in held.iter().filter(|held| held.kind == IdentifierKind::ClaimedPlace) {
        let latest = places.entry(place.applicant).or_insert(place);
        if (place.used_at, place.digest) > (latest.used_at, latest.digest) {
            *latest = place;
        }
    }
    let places: Vec<ClaimedPlace> =
        places.values().map(|place| ClaimedPlace::from(place.digest)).collect();
    let (mut pairs, mut contradict) = (0, 0);
    for (i, first) in places.iter().enumerate() {
        for second in &places[i + 1..] {
            let Some(contradicts) = first.contradicts(*second) else { continue };
            pairs += 1;
            contradict += usize::from(contradicts);
        }
    }
    (pairs > 0).then(|| count(contradict) / count(pairs))
}

/// Whether all members have the same name with the same document, or with the same address and number.
fn is_one_person(members: &[ApplicantId], held: &[ApplicantIdentifier]) -> bool {
    let mut people: BTreeMap<IdentifierDigest, BTreeSet<ApplicantId>> = BTreeMap::new();
    for person in held.iter().filter(|held| held.kind == IdentifierKind::SamePerson) {
        people.entry(person.digest).or_default().insert(person.applicant);
    }
    people.values().any(|holders| members.iter().all(|member| holders.contains(member)))
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relation::Declared;

    const BASE_RATE: f64 = 0.005;
    const REVIEW: f64 = 0.25;

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn person(n: u128) -> ApplicantId {
        ApplicantId(uuid::Uuid::from_u128(n))
    }

    /// So many members who all share one thing of each kind, in one state or in many.
    fn ring(size: u128, kinds: &[IdentifierKind], scattered: bool) -> RingRisk {
        let mut held = Vec::new();
        for n in 1..=size {
            let mut hold = |kind, digest| {
                let (applicant, used_at) = (person(n), now());
                let first_used_at = now();
                held.push(ApplicantIdentifier { applicant, kind, digest, first_used_at, used_at });
            };
            for (i, kind) in kinds.iter().enumerate() {
                hold(*kind, IdentifierDigest(i64::try_from(i).unwrap()));
            }
            let area = if scattered { 2 * u32::try_from(n).unwrap() } else { 2 };
            hold(IdentifierKind::ClaimedPlace, ClaimedPlace { country: 7, area }.digest());
        }
        let members: Vec<ApplicantId> = (1..=size).map(person).collect();
        ring_risk(&members, &held, &BTreeMap::new(), &Memberships::default(), now())
    }

    fn reviewed(risk: &RingRisk) -> bool {
        risk.probability(BASE_RATE) >= REVIEW
    }

    #[test]
    fn a_ring_with_one_weak_link_per_pair_goes_to_review() {
        use IdentifierKind as K;
        for kind in
            [K::ShippingAddress, K::PayoutAccount, K::Phone, K::IdImage, K::ResumeText, K::Referee]
        {
            let risk = ring(8, &[kind], true);
            assert!(reviewed(&risk), "{} {}", kind.name(), risk.log_odds);
        }
        assert!(reviewed(&ring(7, &[K::Device], true)), "a laptop in many states");
    }

    #[test]
    fn a_household_and_a_library_do_not() {
        use IdentifierKind as K;
        let home = [K::Device, K::BrowserSession, K::HomeLine, K::ShippingAddress];
        let all: Vec<K> = home.into_iter().chain([K::PayoutAccount, K::Phone]).collect();
        for size in [2, 3, 4] {
            let risk = ring(size, &all, false);
            assert!(!reviewed(&risk), "{size}: {}", risk.log_odds);
        }
        for size in [6, 8, 12, 16, 40] {
            assert!(!reviewed(&ring(size, &[K::Device, K::HomeLine], false)), "{size}");
        }
    }

    #[test]
    fn accounts_of_one_person_are_no_ring() {
        use IdentifierKind as K;
        let twice = ring(2, &[K::Document, K::Email, K::Phone, K::SamePerson], false);
        assert!(twice.same_person && !reviewed(&twice));
        let dozen = ring(12, &[K::Document, K::Email, K::Phone, K::SamePerson], false);
        assert!(!dozen.same_person && reviewed(&dozen), "nobody has so many accounts");
        let stolen = ring(2, &[K::Document], false);
        assert!(!stolen.same_person && reviewed(&stolen), "{}", stolen.log_odds);
    }

    #[test]
    fn whoever_is_listed_twice_counts_once() {
        let hold = |n| ApplicantIdentifier {
            applicant: person(n),
            kind: IdentifierKind::PayoutAccount,
            digest: IdentifierDigest(1),
            first_used_at: now(),
            used_at: now(),
        };
        let risk = |held: &[ApplicantIdentifier]| {
            let (members, confirmed) = ([person(1), person(2)], Memberships::default());
            ring_risk(&members, held, &BTreeMap::new(), &confirmed, now())
        };
        assert_eq!(risk(&[hold(1), hold(2), hold(2)]), risk(&[hold(1), hold(2)]));
    }

    #[test]
    fn a_hub_and_an_explained_link_add_nothing() {
        let hold = |n| ApplicantIdentifier {
            applicant: person(n),
            kind: IdentifierKind::Phone,
            digest: IdentifierDigest(1),
            first_used_at: now(),
            used_at: now(),
        };
        let (held, members) = ([hold(1), hold(2)], [person(1), person(2)]);
        let hub = BTreeMap::from([(IdentifierDigest(1), 52)]);
        let none = ring_risk(&members, &held, &hub, &Memberships::default(), now());
        assert!(none.log_odds.abs() < f64::EPSILON);
        let mut family = Memberships::default();
        for member in members {
            family.insert(member, Declared::HOUSEHOLD);
        }
        let explained = ring_risk(&members, &held, &BTreeMap::new(), &family, now());
        assert!(explained.log_odds.abs() < f64::EPSILON);
        let alone = ring_risk(&members, &held, &BTreeMap::new(), &Memberships::default(), now());
        assert!(alone.log_odds > 1.0);
    }
}
