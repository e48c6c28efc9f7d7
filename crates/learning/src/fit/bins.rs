//! Converts training data into the learner's bins: misses, unknown values and grades of hits.

use std::collections::BTreeMap;

use scoring::model::artefact::Model;

use super::FitError;
use crate::data::{self, Column, TrainingData};
use crate::learn::{BinOrder, BinnedData, Feature};

const MAX_GRADES: usize = 6;
/// A grade needs this many hits, so that no table cell describes a single person.
const MIN_HITS_PER_GRADE: usize = 12;

/// The bin of a miss. Unknown comes between misses and hits: a miss never raises a score, and a hit never lowers it.
pub(super) const MISS: usize = 0;
pub(super) const UNKNOWN: u8 = 1;
pub(super) const FIRST_HIT: usize = 2;

/// Checks that the data is valid and has at least `needed` examples of each class.
pub(super) fn check(data: &TrainingData, needed: usize) -> Result<(), FitError> {
    if data.columns.is_empty() {
        return Err(FitError::NoColumns);
    }
    data::check(data.columns.len(), &data.examples)?;
    let count = |fake: bool| data.counted(fake).count();
    let (fakes, genuine) = (count(true), count(false));
    if fakes < needed || genuine < needed {
        return Err(FitError::TooFew { fakes, genuine, needed });
    }
    Ok(())
}

/// The edges between the grades of each column's hits: the given ones or else quantiles, and the edges of the earlier
/// model.
pub(super) fn edges(
    data: &TrainingData,
    given: &BTreeMap<String, Vec<f64>>,
    prior: Option<&Model>,
) -> Vec<Vec<f64>> {
    let prior_edges: BTreeMap<&str, &[f64]> = prior
        .iter()
        .flat_map(|model| &model.definition().terms)
        .map(|term| (term.indicator.as_str(), term.edges.as_slice()))
        .collect();
    let edges = |(i, column): (usize, &Column)| {
        let given = given.get(&column.indicator).cloned();
        let mut edges = given.unwrap_or_else(|| quantiles(data, i));
        edges.extend(prior_edges.get(column.indicator.as_str()).copied().unwrap_or_default());
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        edges
    };
    data.columns.iter().enumerate().map(edges).collect()
}

/// Quantiles of the hits, chosen so that every grade has enough of them.
fn quantiles(data: &TrainingData, column: usize) -> Vec<f64> {
    let mut hits: Vec<f64> = (data.examples.iter())
        .filter_map(|example| example.inputs[column])
        .filter(|value| *value > 0.0)
        .collect();
    hits.sort_by(f64::total_cmp);
    let grades = (hits.len() / MIN_HITS_PER_GRADE).clamp(1, MAX_GRADES);
    let mut edges: Vec<f64> = (1..grades).map(|grade| hits[hits.len() * grade / grades]).collect();
    edges.dedup();
    // An edge at the smallest value would leave the grade below it empty.
    edges.retain(|edge| *edge > hits[0]);
    edges
}

/// The family of each column, as the index of the family's first column.
fn families(columns: &[Column]) -> Vec<usize> {
    let first = |column: &Column| {
        columns.iter().position(|other| other.family == column.family).unwrap_or_default()
    };
    columns.iter().map(first).collect()
}

/// The learner's input. `prior` is an earlier model's log-odds for each example.
pub(super) fn binned(
    data: &TrainingData,
    edges: &[Vec<f64>],
    prior: Option<Vec<f64>>,
) -> BinnedData {
    let examples = &data.examples;
    let feature = |(column, edges): (usize, &Vec<f64>)| Feature {
        bins: examples.iter().map(|example| bin(example.inputs[column], edges)).collect(),
        bin_count: edges.len() + 1 + FIRST_HIT,
        // Misses and unknown values share a coarse bin, so two columns interact only where both are hits.
        coarse: (0..edges.len() + 1 + FIRST_HIT).map(|bin| bin.saturating_sub(1) as u8).collect(),
        rough: Vec::new(),
        order: BinOrder::Rising,
        neutral_bin: Some(UNKNOWN),
        lines: Vec::new(),
    };
    BinnedData {
        features: edges.iter().enumerate().map(feature).collect(),
        fakes: examples.iter().map(|example| example.fake).collect(),
        weights: examples.iter().map(|example| example.weight).collect(),
        groups: examples.iter().map(|example| example.group).collect(),
        families: families(&data.columns),
        prior,
    }
}

fn bin(value: Option<f64>, edges: &[f64]) -> u8 {
    match value {
        None => UNKNOWN,
        Some(value) if value <= 0.0 => MISS as u8,
        Some(value) => {
            let grade = edges.iter().take_while(|edge| **edge <= value).count();
            (FIRST_HIT + grade) as u8
        }
    }
}
