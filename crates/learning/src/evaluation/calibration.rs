//! Calibration: whether of those with a probability of so much, so many were fake.
//!
//! It is measured at the rows' own share of fakes, as if the operator had set that base rate: a base rate that
//! is set wrong is another fault than a model that is.

use super::bootstrap::Drawn;
use super::input::HeldOut;
use super::number;
use super::ranking::Ranking;
use super::report::{Calibration, CalibrationGroup};

/// How many groups of equal weight.
const GROUPS: u32 = 10;

/// What was said and what was, group by group.
pub(super) struct Measured<'a> {
    rows: &'a [HeldOut],
    /// The probability that was said of each row.
    said: &'a [f64],
    /// The group of each row.
    groups: Vec<usize>,
    error: Drawn,
    brier: Drawn,
    shares: Vec<Drawn>,
}

/// Sums over a group.
#[derive(Clone, Copy, Default)]
struct Sums {
    weight: f64,
    said: f64,
    was: f64,
}

impl<'a> Measured<'a> {
    pub(super) fn new(
        rows: &'a [HeldOut],
        said: &'a [f64],
        ranking: &Ranking,
        weights: &[f64],
    ) -> Self {
        let groups = groups(rows, said, ranking, weights);
        let count = groups.iter().max().map_or(0, |last| last + 1);
        let mut measured = Self {
            rows,
            said,
            groups,
            error: Drawn::default(),
            brier: Drawn::default(),
            shares: Vec::new(),
        };
        let sums = measured.sums(count, weights);
        measured.error = Drawn::new(error(&sums));
        measured.brier = Drawn::new(measured.brier(weights));
        measured.shares = sums.iter().map(|sums| Drawn::new(sums.share())).collect();
        measured
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, weights: &[f64]) {
        let sums = self.sums(self.shares.len(), weights);
        self.error.push(error(&sums));
        let brier = self.brier(weights);
        self.brier.push(brier);
        self.shares.iter_mut().zip(&sums).for_each(|(drawn, sums)| drawn.push(sums.share()));
    }

    pub(super) fn state(self, weights: &[f64]) -> Option<Calibration> {
        let sums = self.sums(self.shares.len(), weights);
        let mut rows = vec![0; sums.len()];
        self.groups.iter().for_each(|group| rows[*group] += 1);
        let group = |((drawn, sums), rows): ((Drawn, &Sums), usize)| {
            let said = sums.said / sums.weight;
            Some(CalibrationGroup { rows, said, was: drawn.interval()? })
        };
        let groups = self.shares.into_iter().zip(&sums).zip(rows).filter_map(group).collect();
        let (error, brier) = (self.error.interval()?, self.brier.interval()?);
        Some(Calibration { error, brier, groups })
    }

    fn sums(&self, count: usize, weights: &[f64]) -> Vec<Sums> {
        let mut sums = vec![Sums::default(); count];
        for (row, weight) in weights.iter().enumerate() {
            let sums = &mut sums[self.groups[row]];
            sums.weight += weight;
            sums.said += weight * self.said[row];
            sums.was += weight * was(&self.rows[row]);
        }
        sums
    }

    fn brier(&self, weights: &[f64]) -> Option<f64> {
        let (mut sum, mut all) = (0.0, 0.0);
        for (row, weight) in weights.iter().enumerate() {
            sum += weight * (self.said[row] - was(&self.rows[row])).powi(2);
            all += weight;
        }
        (all > 0.0).then(|| sum / all)
    }
}

impl Sums {
    fn share(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.was / self.weight)
    }
}

fn was(row: &HeldOut) -> f64 {
    f64::from(u8::from(row.fake))
}

fn error(sums: &[Sums]) -> Option<f64> {
    let all: f64 = sums.iter().map(|sums| sums.weight).sum();
    let gaps: f64 = sums.iter().map(|sums| (sums.said - sums.was).abs()).sum();
    (all > 0.0).then(|| gaps / all)
}

/// Deals rows to groups of about equal weight, the least suspicious first; equals stay together.
fn groups(rows: &[HeldOut], said: &[f64], ranking: &Ranking, weights: &[f64]) -> Vec<usize> {
    let all: f64 = weights.iter().sum();
    let mut groups = vec![0; rows.len()];
    let (mut before, mut group, mut opened, mut last) = (0.0, 0, 0, None);
    for row in ranking.order().iter().rev() {
        let is_new = last.is_none_or(|last: f64| (said[*row] - last).abs() > 1e-12);
        if is_new {
            let wanted = (0..GROUPS).filter(|n| before >= all * f64::from(*n) / f64::from(GROUPS));
            let wanted = wanted.count();
            if last.is_some() && wanted > opened {
                group += 1;
            }
            opened = wanted.max(opened);
        }
        groups[*row] = group;
        before += weights[*row];
        last = Some(said[*row]);
    }
    debug_assert!(number(group) < f64::from(GROUPS), "there are no more groups than asked for");
    groups
}
