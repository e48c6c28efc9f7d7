//! Parity: whether genuine people of a group go to review more often than those of all other groups.
//!
//! Groups are only for the audit; no model sees them. People are flagged if they are within the review budget at the
//! stated base rate. Each interval is the wider of two: the cluster bootstrap's, and a binomial one with half a person
//! added (if nobody is flagged, the bootstrap's has no width). Intervals are Bonferroni-corrected for the number of
//! groups, so that none stands out by chance among many equal ones.

use std::collections::BTreeMap;

use super::bootstrap::{Draw, Figures};
use super::number;
use super::ranking::Ranking;
use super::report::{GroupParity, Interval, Parity, ParityVerdict};
use super::scores::Scores;
use crate::data::TrainingExample;

/// Groups with fewer genuine people than this are merged.
const MIN_GROUP: usize = 100;
/// The name of the merged groups.
const SMALL_GROUPS: &str = "groups of few people";

/// Parity holds if the upper limit of the ratio of flag rates is at most this …
const MAX_RATIO: f64 = 2.0;
/// … or the upper limit of their difference is at most this.
const MAX_DIFFERENCE: f64 = 0.01;
/// Parity does not hold if a group is certainly flagged more often, with a ratio above this …
const UNEQUAL_RATIO: f64 = 1.25;
/// … and a difference above this.
const UNEQUAL_DIFFERENCE: f64 = 0.005;

pub(super) struct ParityFigures<'a> {
    examples: &'a [TrainingExample],
    flagged: Vec<bool>,
    threshold: f64,
    names: Vec<String>,
    /// The group of each example, if it has one.
    groups: Vec<Option<usize>>,
    contrasts: Vec<Contrast>,
    /// For each group, the logarithm of the ratio, and the difference.
    pub(super) figures: Figures<'a>,
}

/// The weight of a group's genuine people, and of those who are flagged.
#[derive(Clone, Copy, Default)]
struct Sums {
    flagged: f64,
    all: f64,
    squares: f64,
}

/// A group and all others.
#[derive(Clone, Copy, Default)]
struct Contrast {
    own: Sums,
    others: Sums,
}

impl<'a> ParityFigures<'a> {
    /// `None` if there are fewer than two groups, or no threshold within the budget.
    pub(super) fn new(
        scores: &'a Scores<'a>,
        ranking: &Ranking,
        original: &Draw<'_>,
        base_rate: f64,
        budget: f64,
    ) -> Option<Self> {
        let examples: &[TrainingExample] = &scores.examples;
        let within = (original.curve.rates().into_iter())
            .take_while(|rates| rates.flagged(base_rate) <= budget)
            .count();
        let threshold = *ranking.thresholds.get(within.checked_sub(1)?)?;
        let (names, groups) = name_groups(examples);
        if names.len() < 2 {
            return None;
        }
        let flagged: Vec<bool> =
            scores.evidence.iter().map(|evidence| *evidence >= threshold).collect();
        let count = names.len();
        let genuine: Vec<(Option<usize>, bool)> = (examples.iter().zip(&groups).zip(&flagged))
            .map(|((example, group), flagged)| (group.filter(|_| !example.fake), *flagged))
            .collect();
        let original_contrasts = contrasts(&genuine, count, original.weights);
        let figures = Figures::new(original, move |draw| {
            let contrasts = contrasts(&genuine, count, draw.weights);
            let pair = |contrast: &Contrast| [contrast.log_ratio(), contrast.difference()];
            contrasts.iter().flat_map(pair).collect()
        });
        Some(Self {
            examples,
            flagged,
            threshold,
            names,
            groups,
            contrasts: original_contrasts,
            figures,
        })
    }

    pub(super) fn report(self) -> Parity {
        let deviations = normal_quantile(1.0 - 0.025 / number(self.names.len()));
        let groups: Vec<GroupParity> =
            (0..self.names.len()).filter_map(|group| self.group(group, deviations)).collect();
        let has = |verdict| groups.iter().any(|group| group.verdict == verdict);
        let verdict = if has(ParityVerdict::DoesNotHold) {
            ParityVerdict::DoesNotHold
        } else if has(ParityVerdict::Unknown) || groups.len() < 2 {
            ParityVerdict::Unknown
        } else {
            ParityVerdict::Holds
        };
        Parity { verdict, threshold: self.threshold, groups }
    }

    fn group(&self, group: usize, deviations: f64) -> Option<GroupParity> {
        let contrast = self.contrasts[group];
        let around = |value: f64, error: f64| Interval {
            value,
            low: value - deviations * error,
            high: value + deviations * error,
        };
        let [ratios, differences] = [0, 1].map(|i| self.figures.drawn[2 * group + i].deviation());
        let log_ratio = around(contrast.log_ratio()?, ratios.max(contrast.log_ratio_error()));
        let ratio = Interval {
            value: log_ratio.value.exp(),
            low: log_ratio.low.exp(),
            high: log_ratio.high.exp(),
        };
        let difference =
            around(contrast.difference()?, differences.max(contrast.difference_error()));
        let members = || (0..self.examples.len()).filter(|row| self.groups[*row] == Some(group));
        let weight = |row: usize| self.examples[row].weight;
        let all: f64 = members().map(weight).sum();
        let flagged: f64 = members().filter(|row| self.flagged[*row]).map(weight).sum();
        Some(GroupParity {
            group: self.names[group].clone(),
            rows: members().count(),
            genuine: members().filter(|row| !self.examples[*row].fake).count(),
            flagged: flagged / all,
            flagged_genuine: contrast.own.rate(),
            ratio,
            difference,
            verdict: verdict(&ratio, &difference),
        })
    }
}

/// Each group against all others. `genuine` has each example's group (`None` for fakes) and whether it is flagged.
fn contrasts(genuine: &[(Option<usize>, bool)], count: usize, weights: &[f64]) -> Vec<Contrast> {
    let mut own = vec![Sums::default(); count];
    let mut all = Sums::default();
    for ((group, is_flagged), weight) in genuine.iter().zip(weights) {
        let Some(group) = group else { continue };
        let flagged = if *is_flagged { *weight } else { 0.0 };
        let sums = Sums { flagged, all: *weight, squares: weight * weight };
        own[*group].add(&sums, 1.0);
        all.add(&sums, 1.0);
    }
    let contrast = |own: Sums| {
        let mut others = all;
        others.add(&own, -1.0);
        Contrast { own, others }
    };
    own.into_iter().map(contrast).collect()
}

impl Sums {
    fn add(&mut self, other: &Self, times: f64) {
        self.flagged += times * other.flagged;
        self.all += times * other.all;
        self.squares += times * other.squares;
    }

    fn rate(&self) -> f64 {
        self.flagged / self.all
    }

    /// The number of people of equal weight that would be as informative (Kish 1965).
    fn effective(&self) -> f64 {
        self.all * self.all / self.squares
    }

    /// The rate with half a person added to those who are flagged and to those who are not.
    fn smoothed(&self) -> f64 {
        (self.rate() * self.effective() + 0.5) / (self.effective() + 1.0)
    }
}

impl Contrast {
    fn is_known(&self) -> bool {
        // The subtraction may leave a rounding error in the others' weight.
        self.own.all > 1e-9 && self.others.all > 1e-9
    }

    fn log_ratio(&self) -> Option<f64> {
        self.is_known().then(|| (self.own.smoothed() / self.others.smoothed()).ln())
    }

    fn difference(&self) -> Option<f64> {
        self.is_known().then(|| self.own.rate() - self.others.rate())
    }

    /// The standard error of the logarithm of a ratio (Katz et al. 1978).
    fn log_ratio_error(&self) -> f64 {
        let part = |sums: &Sums| (1.0 / sums.smoothed() - 1.0) / (sums.effective() + 1.0);
        (part(&self.own) + part(&self.others)).sqrt()
    }

    fn difference_error(&self) -> f64 {
        let part = |sums: &Sums| sums.smoothed() * (1.0 - sums.smoothed()) / sums.effective();
        (part(&self.own) + part(&self.others)).sqrt()
    }
}

fn verdict(ratio: &Interval, difference: &Interval) -> ParityVerdict {
    let is_certainly_more = ratio.low > 1.0 && difference.low > 0.0;
    if is_certainly_more && ratio.value > UNEQUAL_RATIO && difference.value > UNEQUAL_DIFFERENCE {
        ParityVerdict::DoesNotHold
    } else if ratio.high <= MAX_RATIO || difference.high <= MAX_DIFFERENCE {
        ParityVerdict::Holds
    } else {
        ParityVerdict::Unknown
    }
}

/// The sorted names of the groups, and the group of each example.
fn name_groups(examples: &[TrainingExample]) -> (Vec<String>, Vec<Option<usize>>) {
    let mut genuine: BTreeMap<&str, usize> = BTreeMap::new();
    for example in examples {
        if let Some(group) = &example.audit_group {
            *genuine.entry(group).or_default() +=
                usize::from(!example.fake && example.weight > 0.0);
        }
    }
    let large = || genuine.iter().filter(|(_, count)| **count >= MIN_GROUP).map(|(name, _)| *name);
    let mut names: Vec<String> = large().map(str::to_owned).collect();
    if names.len() < genuine.len() {
        names.push(SMALL_GROUPS.to_owned());
    }
    let numbers: BTreeMap<&str, usize> = large().enumerate().map(|(i, name)| (name, i)).collect();
    let group = |example: &TrainingExample| {
        let name = example.audit_group.as_deref()?;
        Some(numbers.get(name).copied().unwrap_or(names.len() - 1))
    };
    let groups = examples.iter().map(group).collect();
    (names, groups)
}

/// A quantile of the normal distribution (Abramowitz and Stegun 1964, 26.2.23; off by less than 0.0005).
fn normal_quantile(share: f64) -> f64 {
    let t = (-2.0 * (1.0 - share).ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - above / below
}
