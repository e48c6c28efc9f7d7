//! How many labels of a platform's own lift a model: it is fitted anew from so many people of another cohort, and
//! measured on others of that cohort.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::{BindError, Model};

use super::{ObservedProfile, columns, row, split};
use crate::evaluation::{Lift, average_precision};
use crate::fit::{Dataset, FitOptions, Row, fit, fit_from};

/// How many labels are tried, the least first; all of them are the last.
const LABELS: [usize; 5] = [80, 200, 500, 1000, 2000];
/// How often other people are drawn: a few labels are a matter of luck.
const DRAWS: u64 = 5;

/// What the model finds among the later people as it is, and after so many labels of earlier ones.
pub(super) fn lift(
    model: &Model,
    people: &[ObservedProfile],
    options: &FitOptions,
) -> Result<Vec<Lift>, BindError> {
    let (earlier, later) = split(people);
    let rows: Vec<Row> = earlier.iter().map(|one| row(one)).collect();
    let as_it_is = precision(model, &later)?;
    let mut lifts = vec![Lift::of(0, &[as_it_is], &[])];
    for labels in LABELS.into_iter().filter(|labels| *labels < rows.len()).chain([rows.len()]) {
        let draws = if labels == rows.len() { 1 } else { DRAWS };
        let (mut found, mut alone) = (Vec::new(), Vec::new());
        for draw in 0..draws {
            let rows = drawn(&rows, labels, options.seed.wrapping_add(draw));
            let options = FitOptions { seed: options.seed.wrapping_add(draw), ..options.clone() };
            let dataset = Dataset { columns: columns(), rows };
            // Too few of a class are refused, and the model stays what it was.
            let fitted = fit_from(model, &dataset, &options);
            found.push(fitted.map_or(Ok(as_it_is), |fitted| precision(&fitted.model, &later))?);
            if let Ok(fitted) = fit(&dataset, &options) {
                alone.push(precision(&fitted.model, &later)?);
            }
        }
        if alone.len() < found.len() {
            // Only draws that were lucky enough would be left.
            alone.clear();
        }
        lifts.push(Lift::of(labels, &found, &alone));
    }
    Ok(lifts)
}

/// So many rows, drawn group by group, so that rings come whole; the last one may be cut.
fn drawn(rows: &[Row], count: usize, seed: u64) -> Vec<Row> {
    let mut groups: Vec<u64> = rows.iter().map(|row| row.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for place in (1..groups.len()).rev() {
        groups.swap(place, random.random_range(0..=place));
    }
    let turn: std::collections::BTreeMap<u64, usize> =
        groups.into_iter().enumerate().map(|(turn, group)| (group, turn)).collect();
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| turn[&row.group]);
    rows.truncate(count);
    rows
}

fn precision(model: &Model, people: &[&ObservedProfile]) -> Result<f64, BindError> {
    let columns = columns();
    let names: Vec<(&str, &str)> =
        columns.iter().map(|one| (one.indicator.as_str(), one.family.as_str())).collect();
    let scorer = model.bind(&names)?;
    // Whatever the base rate, the order is the same.
    let scored: Vec<(f64, bool)> =
        people.iter().map(|one| (scorer.score(&one.values, 0.01).log_odds, one.fake)).collect();
    Ok(average_precision(&scored).unwrap_or_default())
}
