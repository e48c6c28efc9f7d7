//! Intervals and tests for counts.

use serde::Serialize;

/// The normal quantile for a two-sided interval of 95 %.
const Z95: f64 = 1.959_963_984_540_054;

/// The largest ratio between a region's rate and that of the others that is not worth a complaint.
pub(super) const TOLERATED_RATIO: f64 = 1.25;

/// The ratio that the corpus should be able to detect.
pub(super) const DETECTABLE_RATIO: f64 = 1.5;

pub(super) const SIGNIFICANCE: f64 = 0.05;
pub(super) const POWER: f64 = 0.8;

/// A share with its 95 % interval (Wilson).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub hits: usize,
    pub all: usize,
}

impl Share {
    pub(super) fn count(&mut self, is_hit: bool) {
        self.hits += usize::from(is_hit);
        self.all += 1;
    }

    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.all += other.all;
    }

    pub fn rate(self) -> f64 {
        if self.all == 0 { 0.0 } else { number(self.hits) / number(self.all) }
    }

    pub fn interval(self) -> [f64; 2] {
        wilson(self.hits, self.all)
    }
}

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Full {
            hits: usize,
            all: usize,
            rate: f64,
            interval: [f64; 2],
        }
        let full =
            Full { hits: self.hits, all: self.all, rate: self.rate(), interval: self.interval() };
        full.serialize(serializer)
    }
}

/// A count as a number. Counts here are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

/// The Wilson score interval of a share, at 95 %.
pub(super) fn wilson(hits: usize, all: usize) -> [f64; 2] {
    if all == 0 {
        return [0.0, 1.0];
    }
    let (n, p) = (number(all), number(hits) / number(all));
    let z2 = Z95 * Z95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

/// The probability of at least `hits` hits among the `hits + other_hits` of both groups if the ratio of the rates were
/// `ratio`: the conditional exact test for two Poisson rates (Przyborowski and Wilenski 1940).
pub(super) fn tail(hits: usize, all: usize, other_hits: usize, others: usize, ratio: f64) -> f64 {
    if hits == 0 || all == 0 || others == 0 {
        return 1.0;
    }
    let share = expected_share(all, others, ratio);
    binomial_tail(hits, hits + other_hits, share)
}

/// The share of all hits that one group has if its rate is `ratio` times that of the others.
fn expected_share(all: usize, others: usize, ratio: f64) -> f64 {
    let (own, rest) = (ratio * number(all), number(others));
    own / (own + rest)
}

/// P(X ≥ `from`) for X ~ Binomial(`n`, `p`).
fn binomial_tail(from: usize, n: usize, p: f64) -> f64 {
    if from == 0 {
        return 1.0;
    }
    let (mut log_choose, mut sum) = (0.0, 0.0);
    for k in 0..=n {
        if k > 0 {
            log_choose += (number(n - k + 1) / number(k)).ln();
        }
        if k >= from {
            sum += (log_choose + number(k) * p.ln() + number(n - k) * (1.0 - p).ln()).exp();
        }
    }
    sum.min(1.0)
}

/// The power of [`tail`] to find a rate that is `DETECTABLE_RATIO` times that of the others, when it must stay below
/// `alpha` under `TOLERATED_RATIO`. By the normal approximation of the number of hits among all.
pub(super) fn power(all: usize, others: usize, total_hits: f64, alpha: f64) -> f64 {
    if all == 0 || others == 0 || total_hits <= 0.0 {
        return 0.0;
    }
    let (null, real) = (
        expected_share(all, others, TOLERATED_RATIO),
        expected_share(all, others, DETECTABLE_RATIO),
    );
    let error = |p: f64| (p * (1.0 - p) / total_hits).sqrt();
    normal_tail((null + quantile(1.0 - alpha) * error(null) - real) / error(real))
}

/// How many times the hits are needed for the wanted power. `None` if there are none.
pub(super) fn times_needed(all: usize, others: usize, total_hits: f64, alpha: f64) -> Option<f64> {
    if total_hits <= 0.0 || all == 0 || others == 0 {
        return None;
    }
    let (null, real) = (
        expected_share(all, others, TOLERATED_RATIO),
        expected_share(all, others, DETECTABLE_RATIO),
    );
    let needed = quantile(1.0 - alpha) * (null * (1.0 - null)).sqrt()
        + quantile(POWER) * (real * (1.0 - real)).sqrt();
    Some((needed / (real - null)).powi(2) / total_hits)
}

/// Which hypotheses Holm's step-down procedure rejects.
pub(super) fn holm(p: &[f64], alpha: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut rejected = vec![false; p.len()];
    for (rank, index) in order.into_iter().enumerate() {
        if p[index] > alpha / number(p.len() - rank) {
            break;
        }
        rejected[index] = true;
    }
    rejected
}

/// P(Z ≥ z), by the complementary error function of Numerical Recipes (6.2.2), good to 1.2e-7.
fn normal_tail(z: f64) -> f64 {
    const C: [f64; 10] = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.5 * x);
    let polynomial = C.iter().rev().fold(0.0, |sum, c| sum * t + c);
    let tail = 0.5 * t * (-x * x + polynomial).exp();
    if z >= 0.0 { tail } else { 1.0 - tail }
}

/// The normal quantile, by bisection.
fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if 1.0 - normal_tail(middle) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: f64, other: f64, tolerance: f64) -> bool {
        (one - other).abs() < tolerance
    }

    #[test]
    fn intervals_and_quantiles_agree_with_tables() {
        let [low, high] = wilson(1, 10);
        assert!(near(low, 0.0179, 1e-3) && near(high, 0.4042, 1e-3), "{low} {high}");
        assert!(near(quantile(0.975), 1.95996, 1e-4));
        assert!(near(quantile(0.05), -1.64485, 1e-4));
        assert!(near(binomial_tail(8, 10, 0.5), 56.0 / 1024.0, 1e-12));
        assert!(near(binomial_tail(0, 10, 0.5), 1.0, 1e-12));
    }

    #[test]
    fn a_rate_far_above_the_others_is_significant_and_a_tolerated_one_is_not() {
        assert!(tail(60, 200, 200, 2_000, TOLERATED_RATIO) < 1e-6);
        assert!(tail(25, 200, 200, 2_000, TOLERATED_RATIO) > 0.3);
        assert!(near(tail(0, 200, 0, 2_000, TOLERATED_RATIO), 1.0, 1e-12));
    }

    #[test]
    fn holm_stops_at_the_first_that_is_not_rejected() {
        assert_eq!(holm(&[0.2, 0.001, 0.02, 0.03], 0.05), [false, true, false, false]);
        assert_eq!(holm(&[0.012, 0.011, 0.04], 0.05), [true, true, true]);
    }

    #[test]
    fn the_wanted_power_is_reached_with_the_hits_that_are_needed() {
        let alpha = 0.001;
        let times = times_needed(100, 2_000, 500.0, alpha).unwrap();
        assert!(near(power(100, 2_000, 500.0 * times, alpha), POWER, 1e-3));
        assert!(power(100, 2_000, 500.0, alpha) < POWER);
    }
}
