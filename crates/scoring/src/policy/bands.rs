//! The bands.

use std::collections::{BTreeMap, BTreeSet};

use evidence::finding::State;

use crate::decision::{Band, Reason, Recommendation};
use crate::policy::Policy;
use crate::score_sheet::Weight;

/// The sum of log-odds from which a family supports `fake` by itself: it doubles the odds.
const SUPPORT_THRESHOLD: f64 = std::f64::consts::LN_2;

/// How many families must support `fake` for the band `high`. Evidence from one family can have a single innocent
/// explanation; evidence from two independent families seldom has.
const FAMILIES_FOR_HIGH: usize = 2;

/// What the band depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The probability at the tenant's base rate.
    pub probability: f64,
    /// The number of families that support `fake`; see `independent_families`.
    pub families: usize,
    /// The number of indicators that count as known.
    pub known_indicators: usize,
    /// The number of families with an indicator that counts as known.
    pub known_families: usize,
    pub linkage: Linkage,
}

/// What the applicant's links to others say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Linkage {
    /// The probability that the applicant's ring is fake.
    RingRisk(f64),
    /// The strength of the strongest link to another applicant, from 0 to 1: what decisions before 2026-12 went by.
    Strength(f64),
}

impl Linkage {
    /// Whether the ring, or the link, calls for a review.
    fn needs_review(self, policy: &Policy) -> bool {
        let (Self::RingRisk(value) | Self::Strength(value)) = self;
        value >= policy.ring_review_threshold
    }

    /// Whether the members of the ring should verify what would settle it.
    fn needs_verification(self, policy: &Policy) -> bool {
        const SHARE: f64 = 0.25;
        matches!(self, Self::RingRisk(risk) if risk >= policy.ring_review_threshold * SHARE)
    }
}

impl Standing {
    /// `known` has the family of each finding that counts as known.
    pub fn new(
        contributions: &[Weight],
        known: &[&str],
        probability: f64,
        linkage: Linkage,
    ) -> Self {
        let families: BTreeSet<&str> = known.iter().copied().collect();
        Self {
            probability,
            families: independent_families(contributions),
            known_indicators: known.len(),
            known_families: families.len(),
            linkage,
        }
    }
}

/// The band, the recommendation and the reasons for it.
///
/// A probability above the threshold for `high` with only one supporting family is `elevated`, but still goes to
/// review. So does a risky ring: each of its members can look clean by itself. Members of a less risky one are asked to
/// verify.
pub fn classify(standing: &Standing, policy: &Policy) -> (Band, Recommendation, Vec<Reason>) {
    let (band, recommendation, reason) = by_probability(standing, policy);
    let is_linked = standing.linkage.needs_review(policy);
    if !is_linked
        && recommendation == Recommendation::Proceed
        && standing.linkage.needs_verification(policy)
    {
        return (band, Recommendation::Verify, vec![Reason::Linked]);
    }
    match (is_linked, reason) {
        (false, reason) => (band, recommendation, vec![reason]),
        (true, Reason::Probability) if recommendation == Recommendation::Review => {
            (band, recommendation, vec![reason, Reason::Linked])
        }
        (true, _) => (band, Recommendation::Review, vec![Reason::Linked]),
    }
}

fn by_probability(standing: &Standing, policy: &Policy) -> (Band, Recommendation, Reason) {
    if standing.probability >= policy.high_threshold {
        let high = standing.families >= FAMILIES_FOR_HIGH;
        let band = if high { Band::High } else { Band::Elevated };
        return (band, Recommendation::Review, Reason::Probability);
    }
    if standing.probability >= policy.elevated_threshold {
        return (Band::Elevated, Recommendation::Verify, Reason::Probability);
    }
    let enough = standing.known_indicators >= usize::from(policy.min_known_indicators)
        && standing.known_families >= usize::from(policy.min_known_families);
    if enough {
        (Band::Low, Recommendation::Proceed, Reason::Probability)
    } else {
        (Band::InsufficientEvidence, Recommendation::Verify, Reason::LittleKnown)
    }
}

/// The number of families that have a hit and, in total, at least double the odds.
fn independent_families(contributions: &[Weight]) -> usize {
    let mut families: BTreeMap<&str, (f64, bool)> = BTreeMap::new();
    for contribution in contributions {
        let family = families.entry(&contribution.family).or_default();
        family.0 += contribution.log_odds;
        family.1 |= contribution.state == State::Hit;
    }
    families.values().filter(|(sum, hit)| *hit && *sum >= SUPPORT_THRESHOLD).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(probability: f64, families: usize) -> Standing {
        Standing {
            probability,
            families,
            known_indicators: 30,
            known_families: 5,
            linkage: Linkage::RingRisk(0.0),
        }
    }

    fn weight(family: &'static str, state: State, log_odds: f64) -> Weight {
        Weight { indicator: "".into(), family: family.into(), state, value: 0.0, log_odds }
    }

    fn placed(standing: &Standing, policy: &Policy) -> (Band, Recommendation) {
        let (band, recommendation, _) = classify(standing, policy);
        (band, recommendation)
    }

    #[test]
    fn a_risky_ring_recommends_review_and_keeps_the_band() {
        let policy = Policy::default();
        let spotless = Standing { linkage: Linkage::RingRisk(0.3), ..standing(0.001, 0) };
        let linked = (Band::Low, Recommendation::Review, vec![Reason::Linked]);
        assert_eq!(classify(&spotless, &policy), linked);
        let both = Standing { linkage: Linkage::RingRisk(0.3), ..standing(0.9, 2) };
        assert_eq!(classify(&both, &policy).2, [Reason::Probability, Reason::Linked]);
        let laptop = Standing { linkage: Linkage::RingRisk(0.1), ..standing(0.001, 0) };
        let verify = (Band::Low, Recommendation::Verify, vec![Reason::Linked]);
        assert_eq!(classify(&laptop, &policy), verify);
        let flatmates = Standing { linkage: Linkage::RingRisk(0.01), ..standing(0.001, 0) };
        assert_eq!(placed(&flatmates, &policy).1, Recommendation::Proceed);
        let never = Policy { ring_review_threshold: 2.0, ..policy };
        assert_eq!(placed(&spotless, &never).1, Recommendation::Proceed);
    }

    #[test]
    fn a_link_of_an_earlier_decision_means_what_it_meant() {
        let earlier = Policy { ring_review_threshold: 0.8, ..Policy::default() };
        let linked = |strength| {
            let standing = Standing { linkage: Linkage::Strength(strength), ..standing(0.001, 0) };
            placed(&standing, &earlier).1
        };
        assert_eq!([linked(0.6), linked(0.8)], [Recommendation::Proceed, Recommendation::Review]);
    }

    #[test]
    fn high_needs_two_families_and_one_still_goes_to_review() {
        let policy = Policy::default();
        assert_eq!(placed(&standing(0.9, 2), &policy), (Band::High, Recommendation::Review));
        assert_eq!(placed(&standing(0.9, 1), &policy), (Band::Elevated, Recommendation::Review));
        assert_eq!(placed(&standing(0.1, 3), &policy), (Band::Elevated, Recommendation::Verify));
        assert_eq!(placed(&standing(0.001, 0), &policy), (Band::Low, Recommendation::Proceed));
    }

    #[test]
    fn a_sparse_profile_is_insufficient_evidence_and_never_low() {
        let thin = Standing { known_indicators: 4, known_families: 1, ..standing(0.001, 0) };
        let policy = Policy::default();
        assert_eq!(placed(&thin, &policy), (Band::InsufficientEvidence, Recommendation::Verify));
        let one_family = Standing { known_families: 1, ..standing(0.001, 0) };
        assert_eq!(placed(&one_family, &policy).0, Band::InsufficientEvidence);
        let thin_and_bad = Standing { probability: 0.2, ..thin };
        assert_eq!(placed(&thin_and_bad, &policy).0, Band::Elevated);
    }

    #[test]
    fn a_family_counts_only_with_a_hit_that_outweighs_its_misses() {
        let contributions = [
            weight("session", State::Hit, 2.0),
            weight("session", State::Miss, -1.5),
            weight("payout", State::Hit, 1.0),
            weight("resume", State::Miss, 0.9),
        ];
        assert_eq!(independent_families(&contributions), 1);
    }
}
