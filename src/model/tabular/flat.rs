//! The tables of a model as scoring wants them: one look-up for each column of a term, nothing to be worked out.

use crate::model::learn::{Additive, Feature};

/// A term of several columns.
#[derive(Clone, Debug)]
struct Term {
    columns: Vec<usize>,
    /// For each of them and each of its places, how far into the table it leads.
    steps: Vec<Vec<usize>>,
    /// What the term adds to each of its columns.
    parts: Vec<f64>,
}

/// All tables of a model.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    base: f64,
    mains: Vec<Vec<f64>>,
    terms: Vec<Term>,
}

impl Flat {
    pub(super) fn new(additive: &Additive, features: &[Feature]) -> Self {
        let term = |joint: &crate::model::learn::Joint| {
            let mut stride = joint.values.len();
            let steps = joint.features.iter().zip(&joint.axes).zip(&joint.sizes);
            let steps = steps.map(|((feature, axis), size)| {
                stride /= size;
                let step = |coarse: &u8| usize::from(axis[usize::from(*coarse)]) * stride;
                features[*feature].coarse.iter().map(step).collect()
            });
            let shares = joint.features.len() as f64;
            Term {
                columns: joint.features.clone(),
                steps: steps.collect(),
                parts: joint.values.iter().map(|value| value / shares).collect(),
            }
        };
        Self {
            base: additive.intercept,
            mains: additive.mains.clone(),
            terms: additive.joints.iter().map(term).collect(),
        }
    }

    /// The base, what each column adds, and the sum, added in that order.
    pub(super) fn score(&self, places: &[u8]) -> (f64, Vec<f64>, f64) {
        let mains = self.mains.iter().zip(places);
        let mut contributions: Vec<f64> =
            mains.map(|(table, place)| table[usize::from(*place)]).collect();
        for term in &self.terms {
            let steps = term.columns.iter().zip(&term.steps);
            let entry: usize =
                steps.map(|(column, steps)| steps[usize::from(places[*column])]).sum();
            let part = term.parts[entry];
            term.columns.iter().for_each(|column| contributions[*column] += part);
        }
        let log_odds = contributions.iter().fold(self.base, |sum, one| sum + one);
        (self.base, contributions, log_odds)
    }
}
