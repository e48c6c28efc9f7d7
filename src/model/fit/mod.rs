//! Fitting: tables by boosting in folds, the classifier by linfa, calibration by Platt.
//!
//! 1. Rows are dealt to folds by group, so that a ring is never on both sides.
//! 2. In each fold tables are boosted on the others' rows and score the fold's own ([`boost`]).
//! 3. Pairs are chosen by what the mains left unexplained out of fold ([`pairs`]), and boosted likewise.
//! 4. `linfa-logistic` learns one weight for each term from the out-of-fold scores ([`classify`]), drawn
//!    towards a common weight; a term that would need a negative one is left out.
//! 5. The folds' tables are averaged, weighted, held in order, and the whole is calibrated.

mod boost;
mod calibrate;
mod classify;
mod data;
mod pairs;

use serde::{Deserialize, Serialize};

pub use data::{Column, Dataset, Row};

use self::boost::{Tables, boost};
use self::data::Binned;
use super::artefact::{Definition, Model, ModelError, Trained};
use super::terms::{Cap, Pair, Term};

/// How to fit.
#[derive(Clone, Debug)]
pub struct FitOptions {
    /// The seed of everything random: folds and weights.
    pub seed: u64,
    /// How many pairs at most.
    pub pairs: usize,
    /// How far one family may raise the log-odds.
    pub family_cap: f64,
    /// How far one family's misses may lower them.
    pub family_floor: f64,
    /// The ridge on what sets a term's weight apart from the others'.
    pub ridge: f64,
    /// Into how many folds.
    pub folds: usize,
    /// How many passes of boosting.
    pub passes: usize,
    /// Whether the data was simulated.
    pub synthetic: bool,
    /// What the model is, in a sentence.
    pub description: String,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            pairs: 6,
            family_cap: 5.0,
            family_floor: -1.5,
            ridge: 25.0,
            folds: 5,
            passes: 150,
            synthetic: true,
            description: String::new(),
        }
    }
}

/// A model and how it came about.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The model.
    pub model: Model,
    /// How it came about.
    pub report: FitReport,
}

/// How a fit went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitReport {
    /// How many rows were used.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// The classifier's weight for each term that was kept.
    pub weights: Vec<(String, f64)>,
    /// Terms that were left out, because they hold nothing or would need a negative weight.
    pub left_out: Vec<String>,
    /// The largest component of the classifier's gradient at its end, divided by the rows.
    pub gradient: f64,
    /// The slope that calibration found; near 1 when the classifier was calibrated already.
    pub slope: f64,
}

/// Why nothing was fitted.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A row has another number of values than there are columns.
    #[error("row {row} has {values} values for {columns} columns")]
    Shape {
        /// Which row, from 0.
        row: usize,
        /// How many values it has.
        values: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A value or weight is not a finite number from 0 on.
    #[error("row {row} has a value or weight that is not a finite number from 0 on")]
    Value {
        /// Which row, from 0.
        row: usize,
    },
    /// One class is too small.
    #[error("{fakes} fakes and {genuine} others are too few: each class needs {needed}")]
    TooFew {
        /// How many fakes.
        fakes: usize,
        /// How many others.
        genuine: usize,
        /// How many are needed of each.
        needed: usize,
    },
    /// The classifier did not converge.
    #[error("the classifier did not converge: its gradient is {gradient}")]
    NotConverged {
        /// The largest component, divided by the rows.
        gradient: f64,
    },
    /// linfa refused.
    #[error("the classifier refused the data")]
    Classifier(#[from] linfa_logistic::error::Error),
    /// What came out is no model.
    #[error("what was fitted is no model")]
    Model(#[from] ModelError),
}

/// Fits a model.
pub fn fit(dataset: &Dataset, options: &FitOptions) -> Result<Fitted, FitError> {
    dataset.check(options.folds)?;
    let mut binned = Binned::new(dataset, options);
    let mains = boost_in_folds(&binned, &[], options);
    let chosen = pairs::choose(&binned, &mains.margins(&binned), options.pairs);
    let folds = if chosen.is_empty() { mains } else { boost_in_folds(&binned, &chosen, options) };

    let scores = folds.out_of_fold(&binned);
    let weighed = classify::weigh(&scores, &binned, options)?;
    let mut tables = folds.average();
    tables.scale(&weighed.weights);
    let (terms, pairs) = finish(&mut binned, &tables, &chosen);
    let mut definition = Definition {
        schema: Model::SCHEMA.to_owned(),
        description: options.description.clone(),
        trained: Trained {
            synthetic: options.synthetic,
            rows: dataset.rows.len(),
            fakes: dataset.rows.iter().filter(|row| row.fake).count(),
            seed: options.seed,
        },
        shift: 0.0,
        caps: caps(&terms, options),
        terms,
        pairs,
    };
    let slope = calibrate::calibrate(&mut definition, &scores, &weighed.weights, &binned)?;
    let model = Model::new(definition)?;
    let report = FitReport {
        rows: dataset.rows.len(),
        fakes: model.definition().trained.fakes,
        weights: weighed.kept,
        left_out: weighed.left_out,
        gradient: weighed.gradient,
        slope,
    };
    Ok(Fitted { model, report })
}

/// Tables of every fold, each made without that fold's rows.
struct Folds {
    tables: Vec<Tables>,
}

fn boost_in_folds(binned: &Binned<'_>, pairs: &[(usize, usize)], options: &FitOptions) -> Folds {
    let tables =
        (0..options.folds).map(|fold| boost(binned, pairs, fold, options.passes)).collect();
    Folds { tables }
}

impl Folds {
    /// For each row, what each term of the tables that have not seen it says.
    fn out_of_fold(&self, binned: &Binned<'_>) -> Vec<Vec<f64>> {
        (0..binned.len()).map(|row| self.tables[binned.fold(row)].scores(binned, row)).collect()
    }

    /// For each row, the log-odds of the tables that have not seen it.
    fn margins(&self, binned: &Binned<'_>) -> Vec<f64> {
        let margin = |row: usize| {
            let tables = &self.tables[binned.fold(row)];
            tables.intercept + tables.scores(binned, row).iter().sum::<f64>()
        };
        (0..binned.len()).map(margin).collect()
    }

    fn average(self) -> Tables {
        Tables::average(&self.tables)
    }
}

/// The tables in the form of the artefact, without those that hold nothing.
fn finish(
    binned: &mut Binned<'_>,
    tables: &Tables,
    chosen: &[(usize, usize)],
) -> (Vec<Term>, Vec<Pair>) {
    let term = |column: usize| {
        let table = &tables.mains[column];
        let mut term = Term {
            indicator: binned.columns[column].indicator.clone(),
            family: binned.columns[column].family.clone(),
            edges: binned.edges[column].clone(),
            miss: table[0],
            hits: table[1..].to_vec(),
        };
        term.hold_in_order();
        term
    };
    let terms: Vec<Term> = (0..binned.columns.len()).map(term).collect();
    let pair = |(table, (first, second)): (&Vec<Vec<f64>>, &(usize, usize))| {
        let mut pair = Pair {
            first: terms[*first].indicator.clone(),
            second: terms[*second].indicator.clone(),
            hits: table.clone(),
        };
        pair.hold_in_order(&terms[*first], &terms[*second]);
        pair
    };
    let pairs: Vec<Pair> = tables.pairs.iter().zip(chosen).map(pair).collect();
    let pairs =
        pairs.into_iter().filter(|pair| pair.hits.iter().flatten().any(|cell| *cell != 0.0));
    (terms, pairs.collect())
}

fn caps(terms: &[Term], options: &FitOptions) -> std::collections::BTreeMap<String, Cap> {
    let cap = Cap { least: options.family_floor, most: options.family_cap };
    terms.iter().map(|term| (term.family.clone(), cap)).collect()
}

#[cfg(test)]
mod tests;
