//! What a shadow and the champion say of the same decisions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// One decision, as both saw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Both {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The champion's band and log-odds.
    pub champion: (String, f64),
    /// The shadow's.
    pub shadow: (String, f64),
    /// Whether the applicant turned out to be fake, if that is known.
    pub fake: Option<bool>,
}

/// The shadow beside the champion.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ShadowReport {
    /// How many decisions both scored; the latest 100,000 are looked at.
    pub decisions: usize,
    /// When the first of them was made.
    pub from: Option<DateTime<Utc>>,
    /// When the last one was.
    pub until: Option<DateTime<Utc>>,
    /// How many stand in which band of each.
    #[serde(rename = "band_pairs")]
    pub bands: Vec<BandPair>,
    /// The share that stands in the same band of both.
    pub same_band: f64,
    /// What reviewers would see who can work a share of all decisions.
    #[serde(rename = "review_budget_overlap")]
    pub budget: Overlap,
    /// By how much the shadow's log-odds differ from the champion's.
    #[serde(rename = "log_odds_shift")]
    pub shift: Shift,
    /// What is known of the applicants since, those labelled fake.
    pub fakes: Outcomes,
    /// And those labelled genuine.
    pub genuine: Outcomes,
}

/// How many decisions stand in one band of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BandPair {
    /// The champion's band.
    #[schema(example = "low")]
    pub champion: String,
    /// The shadow's.
    #[schema(example = "elevated")]
    pub shadow: String,
    /// How many.
    pub decisions: usize,
}

/// The most suspicious decisions of each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ShadowOverlap)]
pub struct Overlap {
    /// The share that reviewers can work.
    #[serde(rename = "review_budget")]
    pub share: f64,
    /// How many decisions that is.
    #[serde(rename = "decisions_each")]
    pub size: usize,
    /// How many of them both name.
    #[serde(rename = "in_both")]
    pub both: usize,
    /// The share that both name.
    #[serde(rename = "overlap_share")]
    pub overlap: f64,
}

/// Differences of log-odds, the shadow's less the champion's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = LogOddsShift)]
pub struct Shift {
    /// Their mean.
    pub mean: f64,
    /// A twentieth is below.
    pub p05: f64,
    /// Half is below.
    pub median: f64,
    /// A twentieth is above.
    pub p95: f64,
}

/// How many of those of whom something is known each flags: `elevated` or `high`, and within the budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ShadowOutcomes)]
pub struct Outcomes {
    /// How many are known.
    #[serde(rename = "labelled")]
    pub known: usize,
    /// How many the champion flagged.
    pub champion_flagged: usize,
    /// How many the shadow would have flagged.
    pub shadow_flagged: usize,
    /// How many are in the champion's budget.
    pub champion_in_budget: usize,
    /// How many are in the shadow's.
    pub shadow_in_budget: usize,
}

/// Compares. Outcomes are known of who was reviewed, which the champion chose: they favour it.
pub fn compare(all: &[Both], share: f64) -> ShadowReport {
    let size = size(all.len(), share);
    let in_champion = top(all, size, |one| one.champion.1);
    let in_shadow = top(all, size, |one| one.shadow.1);
    let both = in_champion.iter().zip(&in_shadow).filter(|(one, other)| **one && **other).count();
    let same = all.iter().filter(|one| one.champion.0 == one.shadow.0).count();
    let outcomes = |fake: bool| {
        let mut found = Outcomes::default();
        for (place, one) in all.iter().enumerate().filter(|(_, one)| one.fake == Some(fake)) {
            found.known += 1;
            found.champion_flagged += usize::from(is_flagged(&one.champion.0));
            found.shadow_flagged += usize::from(is_flagged(&one.shadow.0));
            found.champion_in_budget += usize::from(in_champion[place]);
            found.shadow_in_budget += usize::from(in_shadow[place]);
        }
        found
    };
    ShadowReport {
        decisions: all.len(),
        from: all.iter().map(|one| one.at).min(),
        until: all.iter().map(|one| one.at).max(),
        bands: bands(all),
        same_band: ratio(same, all.len()),
        budget: Overlap { share, size, both, overlap: ratio(both, size) },
        shift: shift(all),
        fakes: outcomes(true),
        genuine: outcomes(false),
    }
}

fn is_flagged(band: &str) -> bool {
    matches!(band, "elevated" | "high")
}

fn bands(all: &[Both]) -> Vec<BandPair> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in all {
        *counts.entry((&one.champion.0, &one.shadow.0)).or_default() += 1;
    }
    let pair = |((champion, shadow), decisions): ((&str, &str), usize)| BandPair {
        champion: champion.to_owned(),
        shadow: shadow.to_owned(),
        decisions,
    };
    counts.into_iter().map(pair).collect()
}

/// Which are among the `size` largest.
fn top(all: &[Both], size: usize, of: impl Fn(&Both) -> f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| of(&all[*b]).total_cmp(&of(&all[*a])).then(a.cmp(b)));
    let mut within = vec![false; all.len()];
    for place in order.into_iter().take(size) {
        within[place] = true;
    }
    within
}

fn shift(all: &[Both]) -> Shift {
    let mut moved: Vec<f64> = all.iter().map(|one| one.shadow.1 - one.champion.1).collect();
    moved.sort_by(f64::total_cmp);
    let at = |part: usize| moved.get((moved.len().saturating_sub(1)) * part / 20).copied();
    let mean = moved.iter().sum::<f64>() / count(moved.len().max(1));
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

    fn both(champion: (&str, f64), shadow: (&str, f64), fake: Option<bool>) -> Both {
        let of = |(band, log_odds): (&str, f64)| (band.to_owned(), log_odds);
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        Both { at, champion: of(champion), shadow: of(shadow), fake }
    }

    #[test]
    fn bands_are_crossed_budgets_overlap_and_known_outcomes_are_counted_on_both_sides() {
        let all = [
            both(("high", 3.0), ("high", 4.0), Some(true)),
            both(("low", -5.0), ("elevated", 1.0), Some(true)),
            both(("elevated", 0.0), ("low", -4.0), Some(false)),
            both(("low", -6.0), ("low", -6.0), None),
        ];
        let report = compare(&all, 0.5);
        assert_eq!((report.decisions, report.bands.len()), (4, 4));
        assert!((report.same_band - 0.5).abs() < 1e-12);
        assert_eq!((report.budget.size, report.budget.both), (2, 1));
        assert_eq!(
            (report.fakes.known, report.fakes.champion_flagged, report.fakes.shadow_flagged),
            (2, 1, 2)
        );
        assert_eq!((report.genuine.champion_flagged, report.genuine.shadow_flagged), (1, 0));
        assert_eq!((report.fakes.champion_in_budget, report.fakes.shadow_in_budget), (1, 2));
        assert!((report.shift.mean - 0.75).abs() < 1e-12);
    }

    #[test]
    fn nothing_scored_is_a_report_of_nothing() {
        let report = compare(&[], 0.02);
        assert_eq!((report.decisions, report.from), (0, None));
    }
}
