//! Parity: whether honest people of one group go to review more often than those of all others.
//!
//! Groups are given for the audit alone; no model sees them. A flag is what reviewers could work: the review
//! budget, at the stated base rate. Intervals are the wider of the cluster bootstrap's and the binomial one with
//! half a person added (a bootstrap of nobody flagged has no width), and account for the number of groups
//! (Bonferroni), so that of many equal groups none stands out by chance.

use std::collections::BTreeMap;

use super::bootstrap::Drawn;
use super::input::HeldOut;
use super::measure::Scores;
use super::number;
use super::ranking::Ranking;
use super::report::{GroupParity, Interval, Parity, ParityVerdict};

/// Groups of fewer genuine people than this are taken together.
const FEW: usize = 100;
/// What those are called.
const OTHERS: &str = "groups of few people";

/// Parity holds when, whatever chance did, a group is not so many times as often flagged as the others …
const MOST_RATIO: f64 = 2.0;
/// … or not by so large a share more often.
const MOST_DIFFERENCE: f64 = 0.01;
/// It does not hold when a group is surely flagged more often, and so many times as often at least …
const APART_RATIO: f64 = 1.25;
/// … and by so large a share.
const APART_DIFFERENCE: f64 = 0.005;

/// Rows dealt to groups, with what the draws gave.
pub(super) struct Groups<'a> {
    rows: &'a [HeldOut],
    flagged: Vec<bool>,
    threshold: f64,
    names: Vec<String>,
    /// The group of each row, if it has one.
    places: Vec<Option<usize>>,
    shares: Vec<Share>,
    ratios: Vec<Drawn>,
    differences: Vec<Drawn>,
}

/// How many honest people of a group there are, and are flagged, by weight.
#[derive(Clone, Copy, Default)]
struct Sums {
    flagged: f64,
    all: f64,
    squares: f64,
}

/// A group's sums and those of all others.
#[derive(Clone, Copy, Default)]
struct Share {
    own: Sums,
    others: Sums,
}

impl<'a> Groups<'a> {
    /// Nothing if there are fewer than two groups, or no threshold within the budget.
    pub(super) fn new(
        scores: &'a Scores<'a>,
        ranking: &Ranking,
        weights: &[f64],
        base_rate: f64,
        budget: f64,
    ) -> Option<Self> {
        let rows = &scores.rows;
        let within = (ranking.curve(weights).found().into_iter())
            .take_while(|found| found.flagged(base_rate) <= budget)
            .count();
        let threshold = *ranking.thresholds().get(within.checked_sub(1)?)?;
        let (names, places) = dealt(rows);
        if names.len() < 2 {
            return None;
        }
        let flagged = scores.evidence.iter().map(|evidence| *evidence >= threshold).collect();
        let mut groups = Self {
            rows,
            flagged,
            threshold,
            names,
            places,
            shares: Vec::new(),
            ratios: Vec::new(),
            differences: Vec::new(),
        };
        groups.shares = groups.sums(weights);
        groups.ratios = groups.shares.iter().map(|_| Drawn::default()).collect();
        groups.differences = groups.shares.iter().map(|_| Drawn::default()).collect();
        Some(groups)
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, weights: &[f64]) {
        for (place, share) in self.sums(weights).into_iter().enumerate() {
            self.ratios[place].push(share.log_ratio());
            self.differences[place].push(share.difference());
        }
    }

    pub(super) fn state(self) -> Parity {
        let deviations = quantile(1.0 - 0.025 / number(self.names.len()));
        let groups: Vec<GroupParity> =
            (0..self.names.len()).filter_map(|place| self.group(place, deviations)).collect();
        let is = |verdict| groups.iter().any(|group| group.verdict == verdict);
        let verdict = if is(ParityVerdict::DoesNotHold) {
            ParityVerdict::DoesNotHold
        } else if is(ParityVerdict::Unknown) || groups.len() < 2 {
            ParityVerdict::Unknown
        } else {
            ParityVerdict::Holds
        };
        Parity { verdict, threshold: self.threshold, groups }
    }

    fn group(&self, place: usize, deviations: f64) -> Option<GroupParity> {
        let share = self.shares[place];
        let around = |value: f64, error: f64| Interval {
            value,
            low: value - deviations * error,
            high: value + deviations * error,
        };
        let log_ratio = share.log_ratio()?;
        let log_error = self.ratios[place].spread().max(share.log_ratio_error());
        let log_ratio = around(log_ratio, log_error);
        let ratio = Interval {
            value: log_ratio.value.exp(),
            low: log_ratio.low.exp(),
            high: log_ratio.high.exp(),
        };
        let error = self.differences[place].spread().max(share.difference_error());
        let difference = around(share.difference()?, error);
        let members = || (0..self.rows.len()).filter(|row| self.places[*row] == Some(place));
        let weight = |row: usize| self.rows[row].weight;
        let all: f64 = members().map(weight).sum();
        let flagged: f64 = members().filter(|row| self.flagged[*row]).map(weight).sum();
        Some(GroupParity {
            group: self.names[place].clone(),
            rows: members().count(),
            genuine: members().filter(|row| !self.rows[*row].fake).count(),
            flagged: flagged / all,
            flagged_genuine: share.own.rate(),
            ratio,
            difference,
            verdict: verdict(&ratio, &difference),
        })
    }

    /// Each group's sums over honest people, and those of all others who have a group.
    fn sums(&self, weights: &[f64]) -> Vec<Share> {
        let mut own = vec![Sums::default(); self.names.len()];
        let mut all = Sums::default();
        for (row, weight) in weights.iter().enumerate() {
            let Some(place) = self.places[row].filter(|_| !self.rows[row].fake) else { continue };
            let flagged = if self.flagged[row] { *weight } else { 0.0 };
            let one = Sums { flagged, all: *weight, squares: weight * weight };
            own[place].add(&one, 1.0);
            all.add(&one, 1.0);
        }
        let share = |own: Sums| {
            let mut others = all;
            others.add(&own, -1.0);
            Share { own, others }
        };
        own.into_iter().map(share).collect()
    }
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

    /// How many people of equal weight would say as much (Kish 1965).
    fn effective(&self) -> f64 {
        self.all * self.all / self.squares
    }

    /// The rate with half a person added to those who are flagged and to those who are not.
    fn smoothed(&self) -> f64 {
        (self.rate() * self.effective() + 0.5) / (self.effective() + 1.0)
    }
}

impl Share {
    fn is_known(&self) -> bool {
        // What is left of others' weights after a subtraction may be a last bit.
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
    let surely_more = ratio.low > 1.0 && difference.low > 0.0;
    if surely_more && ratio.value > APART_RATIO && difference.value > APART_DIFFERENCE {
        ParityVerdict::DoesNotHold
    } else if ratio.high <= MOST_RATIO || difference.high <= MOST_DIFFERENCE {
        ParityVerdict::Holds
    } else {
        ParityVerdict::Unknown
    }
}

/// Names of the groups in order, and the group of each row.
fn dealt(rows: &[HeldOut]) -> (Vec<String>, Vec<Option<usize>>) {
    let mut genuine: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        if let Some(group) = &row.audit_group {
            *genuine.entry(group).or_default() += usize::from(!row.fake && row.weight > 0.0);
        }
    }
    let large = || genuine.iter().filter(|(_, count)| **count >= FEW).map(|(name, _)| *name);
    let mut names: Vec<String> = large().map(str::to_owned).collect();
    if names.len() < genuine.len() {
        names.push(OTHERS.to_owned());
    }
    let places: BTreeMap<&str, usize> =
        large().enumerate().map(|(place, name)| (name, place)).collect();
    let place = |row: &HeldOut| {
        let group = row.audit_group.as_deref()?;
        Some(places.get(group).copied().unwrap_or(names.len() - 1))
    };
    let of_rows = rows.iter().map(place).collect();
    (names, of_rows)
}

/// The quantile of the normal distribution (Abramowitz and Stegun 1964, 26.2.23; off by less than 0.0005).
fn quantile(share: f64) -> f64 {
    let t = (-2.0 * (1.0 - share).ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - above / below
}
