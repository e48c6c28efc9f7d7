//! Compares the shadow with the champion on the same decisions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A decision that both models scored.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredByBoth {
    pub at: DateTime<Utc>,
    /// The champion's band and log-odds.
    pub champion: (String, f64),
    /// The shadow's band and log-odds.
    pub shadow: (String, f64),
    /// Whether the applicant is fake, if known.
    pub fake: Option<bool>,
}

/// The shadow compared with the champion.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ShadowReport {
    /// The number of decisions that both models scored; at most the latest 100,000.
    pub decisions: usize,
    /// The time of the first decision.
    pub from: Option<DateTime<Utc>>,
    /// The time of the last decision.
    pub until: Option<DateTime<Utc>>,
    /// The number of decisions for each pair of bands.
    pub band_pairs: Vec<BandPair>,
    /// The share of decisions with the same band from both models.
    pub same_band: f64,
    /// How much the most suspicious decisions of both models overlap.
    pub review_budget_overlap: Overlap,
    /// The shadow's log-odds minus the champion's.
    pub log_odds_shift: Shift,
    /// Applicants labelled fake.
    pub fakes: Outcomes,
    /// Applicants labelled genuine.
    pub genuine: Outcomes,
}

/// How many decisions have a given pair of bands, one from each model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BandPair {
    #[schema(example = "low")]
    pub champion: String,
    #[schema(example = "elevated")]
    pub shadow: String,
    pub decisions: usize,
}

/// How far the most suspicious decisions of both models overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ShadowOverlap)]
pub struct Overlap {
    /// The share of all decisions that reviewers can handle.
    pub review_budget: f64,
    /// The number of decisions in this share.
    pub decisions_each: usize,
    /// The number of decisions that are in the budget of both models.
    pub in_both: usize,
    /// `in_both` divided by `decisions_each`.
    pub overlap_share: f64,
}

/// The distribution of the shadow's log-odds minus the champion's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = LogOddsShift)]
pub struct Shift {
    pub mean: f64,
    /// The 5th percentile.
    pub p05: f64,
    pub median: f64,
    /// The 95th percentile.
    pub p95: f64,
}

/// Of the applicants with a known outcome, how many each model flags (`elevated` or `high`) and how many are in its
/// budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShadowOutcomes)]
pub struct Outcomes {
    pub labelled: usize,
    pub champion_flagged: usize,
    pub shadow_flagged: usize,
    pub champion_in_budget: usize,
    pub shadow_in_budget: usize,
}

/// Compares the models. Most known outcomes come from reviews that the champion selected, so they favour the champion.
pub fn compare(all: &[ScoredByBoth], share: f64) -> ShadowReport {
    let size = size(all.len(), share);
    let in_champion = top(all, size, |decision| decision.champion.1);
    let in_shadow = top(all, size, |decision| decision.shadow.1);
    let both = (0..all.len()).filter(|i| in_champion[*i] && in_shadow[*i]).count();
    let same = all.iter().filter(|decision| decision.champion.0 == decision.shadow.0).count();
    let outcomes = |fake: bool| {
        let mut outcomes = Outcomes::default();
        let labelled = all.iter().enumerate().filter(|(_, decision)| decision.fake == Some(fake));
        for (i, decision) in labelled {
            outcomes.labelled += 1;
            outcomes.champion_flagged += usize::from(is_flagged(&decision.champion.0));
            outcomes.shadow_flagged += usize::from(is_flagged(&decision.shadow.0));
            outcomes.champion_in_budget += usize::from(in_champion[i]);
            outcomes.shadow_in_budget += usize::from(in_shadow[i]);
        }
        outcomes
    };
    ShadowReport {
        decisions: all.len(),
        from: all.iter().map(|decision| decision.at).min(),
        until: all.iter().map(|decision| decision.at).max(),
        band_pairs: band_pairs(all),
        same_band: ratio(same, all.len()),
        review_budget_overlap: Overlap {
            review_budget: share,
            decisions_each: size,
            in_both: both,
            overlap_share: ratio(both, size),
        },
        log_odds_shift: shift(all),
        fakes: outcomes(true),
        genuine: outcomes(false),
    }
}

fn is_flagged(band: &str) -> bool {
    matches!(band, "elevated" | "high")
}

fn band_pairs(all: &[ScoredByBoth]) -> Vec<BandPair> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for decision in all {
        *counts.entry((&decision.champion.0, &decision.shadow.0)).or_default() += 1;
    }
    let pair = |((champion, shadow), decisions): ((&str, &str), usize)| BandPair {
        champion: champion.to_owned(),
        shadow: shadow.to_owned(),
        decisions,
    };
    counts.into_iter().map(pair).collect()
}

/// Whether each decision's score is among the `size` largest.
fn top(all: &[ScoredByBoth], size: usize, score: impl Fn(&ScoredByBoth) -> f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| score(&all[*b]).total_cmp(&score(&all[*a])).then(a.cmp(b)));
    let mut within = vec![false; all.len()];
    for i in order.into_iter().take(size) {
        within[i] = true;
    }
    within
}

fn shift(all: &[ScoredByBoth]) -> Shift {
    let mut shifts: Vec<f64> =
        all.iter().map(|decision| decision.shadow.1 - decision.champion.1).collect();
    shifts.sort_by(f64::total_cmp);
    let at = |part: usize| shifts.get((shifts.len().saturating_sub(1)) * part / 20).copied();
    let mean = shifts.iter().sum::<f64>() / count(shifts.len().max(1));
    let [p05, median, p95] = [1, 10, 19].map(|part| at(part).unwrap_or_default());
    Shift { mean, p05, median, p95 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count is a count"
)]
fn size(all: usize, share: f64) -> usize {
    (count(all) * share).ceil() as usize
}

fn ratio(part: usize, whole: usize) -> f64 {
    count(part) / count(whole.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "counts of decisions are far below 2^53")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(champion: (&str, f64), shadow: (&str, f64), fake: Option<bool>) -> ScoredByBoth {
        let owned = |(band, log_odds): (&str, f64)| (band.to_owned(), log_odds);
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        ScoredByBoth { at, champion: owned(champion), shadow: owned(shadow), fake }
    }

    #[test]
    fn a_report_counts_bands_overlap_and_known_outcomes() {
        let all = [
            both(("high", 3.0), ("high", 4.0), Some(true)),
            both(("low", -5.0), ("elevated", 1.0), Some(true)),
            both(("elevated", 0.0), ("low", -4.0), Some(false)),
            both(("low", -6.0), ("low", -6.0), None),
        ];
        let report = compare(&all, 0.5);
        assert_eq!((report.decisions, report.band_pairs.len()), (4, 4));
        assert!((report.same_band - 0.5).abs() < 1e-12);
        assert_eq!(report.review_budget_overlap.decisions_each, 2);
        assert_eq!(report.review_budget_overlap.in_both, 1);
        assert_eq!(
            (report.fakes.labelled, report.fakes.champion_flagged, report.fakes.shadow_flagged),
            (2, 1, 2)
        );
        assert_eq!((report.genuine.champion_flagged, report.genuine.shadow_flagged), (1, 0));
        assert_eq!((report.fakes.champion_in_budget, report.fakes.shadow_in_budget), (1, 2));
        assert!((report.log_odds_shift.mean - 0.75).abs() < 1e-12);
    }

    #[test]
    fn a_report_without_decisions_is_empty() {
        let report = compare(&[], 0.02);
        assert_eq!((report.decisions, report.from), (0, None));
    }
}
