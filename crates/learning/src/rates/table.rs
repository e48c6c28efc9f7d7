//! Compares a model with the rates: for each grade, what a hit adds next to the log of its rate ratio.

use scoring::model::{Model, Term};

use super::cohort::{Cohort, Counts};
use super::{Entry, Rates};
use crate::evaluation::{RateRow, TargetRate};

/// A difference that needs no reason, whatever the interval.
const ROUNDING: f64 = 0.05;
/// With fewer hits, a grade is hardly learned.
const FEW_HITS: u32 = 40;

/// The table of a model that was fitted on the cohorts. `refits` are models fitted on parts of the cohorts.
pub fn table(rates: &Rates, cohorts: &[Cohort], model: &Model, refits: &[Model]) -> Vec<RateRow> {
    let counts = total(rates, cohorts);
    let mut rows = Vec::new();
    for (entry, counts) in rates.entries.iter().zip(&counts) {
        for (grade, rate) in entry.grades.iter().enumerate() {
            let of = |model: &Model| weight(model, entry, grade);
            let weights: Vec<f64> = refits.iter().map(of).collect();
            let low = weights.iter().copied().fold(f64::INFINITY, f64::min);
            let high = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let interval = (!weights.is_empty()).then_some([low, high]);
            let (weight, log_ratio) = (of(model), rate.log_ratio());
            rows.push(RateRow {
                indicator: entry.indicator.id.to_owned(),
                from: rate.from,
                basis: entry.basis.name(),
                fakes: TargetRate {
                    target: rate.fakes.ends(),
                    realised: counts.fakes.rate(grade).unwrap_or_default(),
                },
                genuine: TargetRate {
                    target: rate.genuine.ends(),
                    realised: counts.genuine.rate(grade).unwrap_or_default(),
                },
                weight,
                log_ratio,
                interval,
                reason: is_different(weight, log_ratio, interval)
                    .then(|| reason(entry, grade, counts, model)),
            });
        }
    }
    rows
}

/// The counts of all cohorts.
fn total(rates: &Rates, cohorts: &[Cohort]) -> Vec<Counts> {
    let mut total = vec![Counts::default(); rates.entries.len()];
    for cohort in cohorts {
        for (total, counts) in total.iter_mut().zip(&cohort.counts) {
            total.fakes.merge(&counts.fakes);
            total.genuine.merge(&counts.genuine);
        }
    }
    total
}

/// What a hit of this grade adds, alone and within the caps.
fn weight(model: &Model, entry: &Entry, grade: usize) -> f64 {
    let scorer = model.definition().scorer(&[entry.indicator.id]);
    let value = entry.grades.get(grade).map(|grade| grade.from);
    scorer.score(&[value], 0.5).contributions.iter().sum()
}

fn is_different(weight: f64, log_ratio: f64, interval: Option<[f64; 2]>) -> bool {
    let Some([low, high]) = interval else { return false };
    (weight - log_ratio).abs() > (high - low).max(ROUNDING)
}

fn reason(entry: &Entry, grade: usize, counts: &Counts, model: &Model) -> String {
    let id = entry.indicator.id;
    let term = model.definition().terms.iter().find(|term| term.indicator == id);
    let hit = |grade: usize| term.and_then(|term: &Term| term.hits.get(grade)).copied();
    let hits = counts.fakes.hits.get(grade).copied().unwrap_or_default();
    if grade > 0 && hit(grade) == hit(grade - 1) {
        return "a higher grade adds no less than a lower one".to_owned();
    }
    if hit(grade).is_some_and(|hit| hit > weight(model, entry, grade) + ROUNDING) {
        return "cap".to_owned();
    }
    match &entry.cause {
        Some(cause) => format!("shared cause: {cause}"),
        None if hits < FEW_HITS => format!("only {hits} hits of fakes"),
        None => "fakes with one red flag often have others".to_owned(),
    }
}
