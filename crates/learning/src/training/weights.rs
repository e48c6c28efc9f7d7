//! Weighs labels: provenance, blindness, basis, age and conflicts are combined into one weight per applicant.
//!
//! - **Noise.** A label that is wrong with probability ρ has the weight 1 − 2ρ. Under symmetric label noise, the
//!   expected loss of the noisy label is (1 − 2ρ) times that of the true label plus a constant (Natarajan, Dhillon,
//!   Ravikumar, Tewari 2013, lemma 1), so these weights make sources with different ρ comparable. The values of ρ below
//!   are assumptions, not measurements. Agreement on golden items could replace them.
//! - **Blindness.** A reviewer who saw the score may just repeat it. An assumed share of these labels is such an echo,
//!   which would teach the model its own predictions, and is left out. Opinions are echoes more often than checked
//!   documents are.
//! - **Age.** The weight of a label halves every two years, because fakes change.
//! - **Conflicts.** Labels `fake` and `genuine` cancel out. Labels that agree count as at most one full label.
//! - **Selection.** Cases are reviewed because of their score, so labelled applicants are not typical applicants. A
//!   case sampled from the low band with probability p represents 1/p cases (Horvitz and Thompson 1952; for learning
//!   under selection: Zadrozny 2004), at most [`MAX_REPRESENTED`], so that a single example cannot dominate a fit.
//!   Importance weights are raised to a power between 0 and 1 to trade bias for variance (Shimodaira 2000); here the
//!   power is the label's own weight. Otherwise a wrong opinion on a sampled case would outweigh a checked document.
//!   With the full 1/p, three rounds of such opinions spoil the ranking, as a test shows.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use ids::DecisionId;

use crate::label::{EvidenceKind, Label, Verdict};

/// The age at which a label has half its weight.
const HALF_LIFE_DAYS: f64 = 730.0;
/// The largest number of cases that a randomly sampled case represents.
pub const MAX_REPRESENTED: f64 = 20.0;
/// Conflicting labels whose weights differ by less than this are ignored.
const MIN_WEIGHT: f64 = 0.02;

/// An applicant's labels combined.
#[derive(Clone, Debug, PartialEq)]
pub struct CombinedLabel {
    pub fake: bool,
    pub weight: f64,
    /// The decision whose findings training uses: that of the latest label on the stronger side.
    pub decision: DecisionId,
}

/// The assumed probability that a label of this kind is wrong.
fn noise(evidence: EvidenceKind) -> f64 {
    match evidence {
        EvidenceKind::Document | EvidenceKind::Admission => 0.01,
        EvidenceKind::CallBack => 0.03,
        EvidenceKind::ConfirmedLink | EvidenceKind::PlatformOutcome => 0.06,
        EvidenceKind::Opinion => 0.15,
    }
}

/// The assumed share of labels of this kind that only repeat the score.
fn echo(evidence: EvidenceKind) -> f64 {
    match evidence {
        EvidenceKind::Document | EvidenceKind::Admission => 0.05,
        EvidenceKind::CallBack => 0.1,
        EvidenceKind::PlatformOutcome => 0.3,
        EvidenceKind::ConfirmedLink => 0.4,
        EvidenceKind::Opinion => 0.8,
    }
}

/// The weight of a single label, before conflicts and selection.
pub fn reliability(label: &Label, now: DateTime<Utc>) -> f64 {
    let own = if label.score_visible { 1.0 - echo(label.evidence) } else { 1.0 };
    let days = days(now - label.learned_at).max(0.0);
    (1.0 - 2.0 * noise(label.evidence)) * own * 0.5_f64.powf(days / HALF_LIFE_DAYS)
}

/// The number of cases that the labels' case represents: 1 divided by the probability that it was chosen.
fn represented(labels: &[&Label]) -> f64 {
    let missed: f64 = labels.iter().map(|label| 1.0 - label.chosen_with.unwrap_or(1.0)).product();
    (1.0 / (1.0 - missed).max(1e-9)).clamp(1.0, MAX_REPRESENTED)
}

/// Combines an applicant's labels; `None` if nothing can be learned from them. Labels that were withdrawn, are `unsure`
/// or have no decision are ignored.
pub fn weigh(labels: &[Label], now: DateTime<Utc>) -> Option<CombinedLabel> {
    let counts = |label: &&Label| {
        label.withdrawn_at.is_none()
            && label.verdict != Verdict::Unsure
            && label.decision_id.is_some()
    };
    let labels: Vec<&Label> = labels.iter().filter(counts).collect();
    let side = |verdict: Verdict| -> f64 {
        let own = labels.iter().filter(|label| label.verdict == verdict);
        own.map(|label| reliability(label, now)).sum::<f64>().min(1.0)
    };
    let left = side(Verdict::Fake) - side(Verdict::Genuine);
    if left.abs() < MIN_WEIGHT {
        return None;
    }
    let fake = left > 0.0;
    let verdict = if fake { Verdict::Fake } else { Verdict::Genuine };
    let stronger = labels.iter().filter(|label| label.verdict == verdict);
    let latest = stronger.max_by_key(|label| (label.learned_at, label.id))?;
    let weight = left.abs() * represented(&labels).powf(left.abs());
    Some(CombinedLabel { fake, weight, decision: latest.decision_id? })
}

/// The number of labels of each provenance: source, basis, and whether the score was seen.
pub fn provenance<'a>(labels: impl Iterator<Item = &'a Label>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for label in labels {
        let seen = if label.score_visible { "score seen" } else { "blind" };
        let kind = format!("{}, {}, {seen}", label.source.name(), label.evidence.name());
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

/// What the weights correct; printed on the model card.
pub const CORRECTED: [&str; 4] = [
    "wrong labels, by an assumed rate for each basis (weight 1 − 2ρ)",
    "reviewers who repeat a score that they saw, by an assumed rate for each basis",
    "low scores that are rarely reviewed, as far as cases were sampled with a known probability",
    "age: a label loses half of its weight in two years",
];

/// What the weights do not correct; printed on the model card.
pub const NOT_CORRECTED: [&str; 4] = [
    "fakes that were never reviewed and never sampled",
    "reports from platforms, because it is not known how they learned it",
    "errors that all reviewers make, such as a prejudice against a way of working",
    "noise that depends on the person: the assumed rates are the same for everyone",
];

#[expect(clippy::cast_precision_loss, reason = "decades in seconds are far below 2^53")]
fn days(duration: Duration) -> f64 {
    duration.num_seconds() as f64 / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::{Chosen, LabelSource};
    use ids::actor::Actor;
    use ids::{ApplicantId, LabelId};

    fn now() -> DateTime<Utc> {
        "2026-06-01T00:00:00Z".parse().unwrap()
    }

    fn label(verdict: Verdict, evidence: EvidenceKind, score_visible: bool) -> Label {
        Label {
            id: LabelId::new(now()),
            applicant_id: ApplicantId::new(now()),
            decision_id: Some(DecisionId::new(now())),
            verdict,
            evidence,
            source: LabelSource::Review,
            chosen: Chosen::Band,
            chosen_with: None,
            score_visible,
            actor: Actor::parse("reviewer-1").unwrap(),
            review_id: None,
            learned_at: now(),
            created_at: now(),
            withdrawn_at: None,
        }
    }

    fn weight(labels: &[Label]) -> f64 {
        weigh(labels, now()).map_or(0.0, |weighed| weighed.weight)
    }

    #[test]
    fn seeing_the_score_reduces_the_weight_of_an_opinion_more_than_of_a_document() {
        let weight_of =
            |evidence, score_visible| weight(&[label(Verdict::Fake, evidence, score_visible)]);
        let kept = |evidence| weight_of(evidence, true) / weight_of(evidence, false);
        assert!(kept(EvidenceKind::Document) > 0.9);
        assert!(kept(EvidenceKind::Opinion) < 0.25);
        for evidence in EvidenceKind::ALL {
            assert!(kept(evidence) < 1.0 && kept(evidence) >= kept(EvidenceKind::Opinion));
            assert!(weight_of(evidence, false) <= weight_of(EvidenceKind::Document, false));
        }
    }

    #[test]
    fn contradictory_labels_cancel_by_weight_and_the_stronger_side_determines_the_decision() {
        let (fake, genuine) = (Verdict::Fake, Verdict::Genuine);
        let opinion = label(fake, EvidenceKind::Opinion, false);
        let document = label(genuine, EvidenceKind::Document, false);
        let both = weigh(&[opinion.clone(), document.clone()], now()).unwrap();
        assert!(!both.fake && both.weight < weight(std::slice::from_ref(&document)));
        assert_eq!(Some(both.decision), document.decision_id);
        let same = label(genuine, EvidenceKind::Opinion, false);
        assert_eq!(weigh(&[opinion.clone(), same], now()), None, "both sides are equally strong");
        let agreeing = vec![document; 5];
        assert!(weight(&agreeing) <= 1.0, "five labels that agree count as one");
    }

    #[test]
    fn ignores_labels_that_are_withdrawn_or_unsure_or_without_decision() {
        let mut withdrawn = label(Verdict::Fake, EvidenceKind::Document, false);
        withdrawn.withdrawn_at = Some(now());
        let unsure = label(Verdict::Unsure, EvidenceKind::Document, false);
        let mut undecided = label(Verdict::Fake, EvidenceKind::Document, false);
        undecided.decision_id = None;
        assert_eq!(weigh(&[withdrawn, unsure, undecided], now()), None);
    }

    #[test]
    fn a_label_loses_half_its_weight_in_two_years() {
        let fresh = label(Verdict::Fake, EvidenceKind::Document, false);
        let mut old = fresh.clone();
        old.learned_at = now() - Duration::days(730);
        assert!((weight(&[old]) / weight(&[fresh]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_sampled_case_represents_others_to_the_extent_that_its_label_is_reliable() {
        let full = label(Verdict::Genuine, EvidenceKind::Document, false);
        let drawn = |p: f64| {
            let mut drawn = full.clone();
            (drawn.chosen, drawn.chosen_with) = (Chosen::Sample, Some(p));
            drawn
        };
        let times = |p: f64| weight(&[drawn(p)]) / weight(std::slice::from_ref(&full));
        let reliable = weight(std::slice::from_ref(&full));
        assert!((times(0.1) - 10.0_f64.powf(reliable)).abs() < 1e-9);
        assert!((times(0.001) - MAX_REPRESENTED.powf(reliable)).abs() < 1e-9);
        let mut opinion = drawn(0.001);
        (opinion.evidence, opinion.score_visible) = (EvidenceKind::Opinion, true);
        assert!(
            weight(&[opinion]) < reliable / 2.0,
            "an echo on a sampled case weighs less than a document"
        );
        assert!((weight(&[drawn(0.1), full.clone()]) - weight(&[full.clone(), full])).abs() < 1e-9);
    }
}
