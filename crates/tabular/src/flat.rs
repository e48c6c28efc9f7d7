//! The tables of a model as scoring wants them: everything side by side, one look-up for each column of a term, nothing to
//! be worked out.

use learning::learn::{Additive, Feature, Joint};

/// A term of several columns.
#[derive(Clone, Debug)]
struct Term {
    /// Its columns: those that stand here and in [`Flat::steps`].
    columns: std::ops::Range<usize>,
    /// Where its table begins.
    table: usize,
}

/// A column of a term: for each of its coarse places, how far into the table it leads.
#[derive(Clone, Copy, Debug)]
struct Column {
    column: usize,
    /// Where its steps begin.
    steps: usize,
}

/// All tables of a model.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    base: f64,
    mains: Vec<Vec<f64>>,
    /// For each column and each of its places, the coarse place.
    coarse: Vec<Vec<u8>>,
    terms: Vec<Term>,
    columns: Vec<Column>,
    steps: Vec<u32>,
    /// What a term adds to each of its columns, in single precision: tables are large, and half of them stay out of reach
    /// of the caches otherwise.
    parts: Vec<f32>,
}

/// The same tables, what a term of several columns adds to each of them being a number of single precision, so that
/// they are to the bit what is scored with.
pub(super) fn rounded(mut additive: Additive) -> Additive {
    for joint in &mut additive.joints {
        let columns = joint.features.len();
        joint.values.iter_mut().for_each(|value| {
            *value = f64::from(part(*value, columns)) * columns as f64;
        });
    }
    additive
}

/// What each of so many columns gets of a value.
fn part(value: f64, columns: usize) -> f32 {
    (value / columns as f64) as f32
}

impl Flat {
    pub(super) fn new(additive: &Additive, features: &[Feature]) -> Self {
        let mut flat = Self {
            base: additive.intercept,
            mains: additive.mains.clone(),
            coarse: features.iter().map(|feature| feature.coarse.clone()).collect(),
            terms: Vec::new(),
            columns: Vec::new(),
            steps: Vec::new(),
            parts: Vec::new(),
        };
        additive.joints.iter().for_each(|joint| flat.add(joint));
        flat
    }

    fn add(&mut self, joint: &Joint) {
        let begin = self.columns.len();
        let mut stride = joint.values.len();
        for ((feature, axis), size) in joint.features.iter().zip(&joint.axes).zip(&joint.sizes) {
            stride /= size;
            self.columns.push(Column { column: *feature, steps: self.steps.len() });
            self.steps.extend(axis.iter().map(|class| u32::from(*class) * stride as u32));
        }
        self.terms.push(Term { columns: begin..self.columns.len(), table: self.parts.len() });
        let columns = joint.features.len();
        self.parts.extend(joint.values.iter().map(|value| part(*value, columns)));
    }

    /// The base, what each column adds, and the sum, added in that order.
    pub(super) fn score(&self, places: &[u8]) -> (f64, Vec<f64>, f64) {
        let mains = self.mains.iter().zip(places);
        let mut contributions: Vec<f64> =
            mains.map(|(table, place)| table[usize::from(*place)]).collect();
        let coarse: Vec<u8> = (self.coarse.iter().zip(places))
            .map(|(coarse, place)| coarse[usize::from(*place)])
            .collect();
        for term in &self.terms {
            let columns = &self.columns[term.columns.clone()];
            let step = |one: &Column| self.steps[one.steps + usize::from(coarse[one.column])];
            let entry: u32 = columns.iter().map(step).sum();
            let part = f64::from(self.parts[term.table + entry as usize]);
            for one in columns {
                contributions[one.column] += part;
            }
        }
        let log_odds = contributions.iter().fold(self.base, |sum, one| sum + one);
        (self.base, contributions, log_odds)
    }
}
