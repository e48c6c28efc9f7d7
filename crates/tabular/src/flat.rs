//! A model's tables in a contiguous layout for fast scoring, with a single look-up per column of a term.

use learning::learn::{AdditiveModel, Feature, Interaction};
use scoring::model::sigmoid;

use super::TabularScore;

/// A term of several columns.
#[derive(Clone, Debug)]
struct Term {
    /// The range of its columns in [`FlatTables::columns`].
    columns: std::ops::Range<usize>,
    /// The start of its table in [`FlatTables::parts`].
    table: usize,
}

/// A column of a term.
#[derive(Clone, Copy, Debug)]
struct Column {
    column: usize,
    /// The start of its steps in [`FlatTables::steps`]: for each coarse bin, the offset into the term's table.
    steps: usize,
}

#[derive(Clone, Debug)]
pub(super) struct FlatTables {
    base: f64,
    main_effects: Vec<Vec<f64>>,
    /// The coarse bin of each bin of each column.
    coarse: Vec<Vec<u8>>,
    terms: Vec<Term>,
    columns: Vec<Column>,
    steps: Vec<u32>,
    /// Each column's part of a term. Tables are large, and single precision fits more of them into the caches.
    parts: Vec<f32>,
}

/// The model with interactions rounded to single precision, so that its tables match the scores exactly.
pub(super) fn rounded(mut model: AdditiveModel) -> AdditiveModel {
    for interaction in &mut model.interactions {
        let columns = interaction.features.len();
        interaction.values.iter_mut().for_each(|value| {
            *value = f64::from(part(*value, columns)) * columns as f64;
        });
    }
    model
}

/// The part of a value that each of its columns gets.
fn part(value: f64, columns: usize) -> f32 {
    (value / columns as f64) as f32
}

impl FlatTables {
    pub(super) fn new(model: &AdditiveModel, features: &[Feature]) -> Self {
        let mut flat = Self {
            base: model.intercept,
            main_effects: model.main_effects.clone(),
            coarse: features.iter().map(|feature| feature.coarse.clone()).collect(),
            terms: Vec::new(),
            columns: Vec::new(),
            steps: Vec::new(),
            parts: Vec::new(),
        };
        model.interactions.iter().for_each(|interaction| flat.add(interaction));
        flat
    }

    fn add(&mut self, interaction: &Interaction) {
        let begin = self.columns.len();
        let mut stride = interaction.values.len();
        let axes = interaction.features.iter().zip(&interaction.classes).zip(&interaction.sizes);
        for ((feature, classes), size) in axes {
            stride /= size;
            self.columns.push(Column { column: *feature, steps: self.steps.len() });
            self.steps.extend(classes.iter().map(|class| u32::from(*class) * stride as u32));
        }
        self.terms.push(Term { columns: begin..self.columns.len(), table: self.parts.len() });
        let columns = interaction.features.len();
        self.parts.extend(interaction.values.iter().map(|value| part(*value, columns)));
    }

    pub(super) fn score(&self, bins: &[u8]) -> TabularScore {
        let main_effects = self.main_effects.iter().zip(bins);
        let mut contributions: Vec<f64> =
            main_effects.map(|(table, bin)| table[usize::from(*bin)]).collect();
        let coarse: Vec<u8> =
            (self.coarse.iter().zip(bins)).map(|(coarse, bin)| coarse[usize::from(*bin)]).collect();
        for term in &self.terms {
            let columns = &self.columns[term.columns.clone()];
            let step =
                |column: &Column| self.steps[column.steps + usize::from(coarse[column.column])];
            let entry: u32 = columns.iter().map(step).sum();
            let part = f64::from(self.parts[term.table + entry as usize]);
            for column in columns {
                contributions[column.column] += part;
            }
        }
        let log_odds = contributions.iter().fold(self.base, |sum, part| sum + part);
        let probability = sigmoid(log_odds);
        TabularScore { base: self.base, contributions, log_odds, probability }
    }
}
