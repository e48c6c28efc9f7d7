//! The learner on any table: numbers, categories, blanks, a label with two values.
//!
//! The same learner as for indicators, without what holds only there: no order that must rise, no family, no
//! place that must add nothing.

mod flat;
mod notes;
mod reading;
mod sheet;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

pub use reading::Reading;
pub use sheet::{Sheet, SheetError, Texts};

use self::flat::Flat;
use learning::learn::{self, Additive, Feature, Frame, LearnError, Learned, Learning};
use scoring::model::sigmoid;

/// How to learn from a table.
#[derive(Clone, Debug)]
pub struct TabularOptions {
    /// The heading of the label.
    pub label: String,
    /// The seed of everything random.
    pub seed: u64,
    /// How many threads may be used; the result does not depend on it.
    pub threads: usize,
}

/// Why nothing was learned from a table.
#[derive(Debug, thiserror::Error)]
pub enum TabularError {
    /// The table cannot be used.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// Nothing could be learned.
    #[error("{source_name}: nothing can be learned")]
    Learn {
        /// From which table.
        source_name: String,
        /// Why.
        #[source]
        error: LearnError,
    },
    /// There is no column but the label.
    #[error("{source_name}, line 1: there is no column but the label")]
    NoColumns {
        /// In which table.
        source_name: String,
    },
}

/// A model of a table.
#[derive(Clone, Debug)]
pub struct Tabular {
    columns: Vec<Column>,
    additive: Additive,
    features: Vec<Feature>,
    flat: Flat,
    /// The label whose probability is given, and the other.
    pub labels: (String, String),
    /// What is odd about columns, in sentences.
    pub notes: Vec<String>,
    report: Report,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    reading: Reading,
}

/// How it was learned.
#[derive(Clone, Debug, Serialize)]
struct Report {
    rows: usize,
    positive: usize,
    seed: u64,
    gradient: f64,
    trees: Vec<usize>,
    line_ridge: Option<f64>,
    weights: Vec<(Vec<String>, f64)>,
}

/// What a model says of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct TabularScore {
    /// The log-odds before any column is looked at.
    pub base: f64,
    /// What each column adds; a term of several is shared by its columns.
    pub contributions: Vec<f64>,
    /// The base and the contributions, added in that order.
    pub log_odds: f64,
    /// The probability of the positive label.
    pub probability: f64,
}

impl Tabular {
    /// Learns from a table.
    pub fn learn(sheet: &Sheet, options: &TabularOptions) -> Result<Self, TabularError> {
        let label = sheet.column(&options.label)?;
        let (labels, fakes) = labels(sheet, label)?;
        let mut columns = Vec::new();
        let mut features = Vec::new();
        let mut notes = Vec::new();
        for column in sheet.columns.iter().filter(|column| column.name != options.label) {
            let (reading, feature) = Reading::of(column);
            notes.extend(notes::note(column, &reading));
            columns.push(Column { name: column.name.clone(), reading });
            features.push(feature);
        }
        if columns.is_empty() {
            return Err(TabularError::NoColumns { source_name: sheet.source.clone() });
        }
        let rows = fakes.len();
        let positive = fakes.iter().filter(|fake| **fake).count();
        let frame = Frame {
            features,
            fakes,
            weights: vec![1.0; rows],
            groups: (0..rows as u64).collect(),
            families: Vec::new(),
            prior: None,
        };
        let how =
            Learning::for_table(rows, positive.min(rows - positive), options.seed, options.threads);
        let learned = learn::learn(&frame, &how)
            .map_err(|error| TabularError::Learn { source_name: sheet.source.clone(), error })?;
        let report = report(&columns, &learned, (rows, positive, options.seed));
        let features: Vec<Feature> = frame
            .features
            .into_iter()
            .map(|feature| Feature { places: Vec::new(), ..feature })
            .collect();
        let additive = flat::rounded(learned.additive);
        let flat = Flat::new(&additive, &features);
        Ok(Self { columns, additive, features, flat, labels, notes, report })
    }

    /// Scores every row of a table, which must have the columns that were learned from.
    pub fn score(&self, sheet: &Sheet) -> Result<Vec<TabularScore>, SheetError> {
        let width = self.columns.len();
        let mut places = vec![0; width * sheet.rows];
        for (i, column) in self.columns.iter().enumerate() {
            let texts = sheet.column(&column.name)?;
            let known: Vec<u8> =
                texts.texts.iter().map(|text| column.reading.place(text)).collect();
            for (row, code) in texts.codes.iter().enumerate() {
                places[row * width + i] = known[*code as usize];
            }
        }
        let score = |places: &[u8]| {
            let (base, contributions, log_odds) = self.flat.score(places);
            TabularScore { base, contributions, log_odds, probability: sigmoid(log_odds) }
        };
        Ok(places.chunks(width).map(score).collect())
    }

    /// The terms as JSON, with how far sums of contributions of some scores are from their log-odds at most.
    pub fn terms(&self, scores: &[TabularScore]) -> Value {
        let gap = |score: &TabularScore| {
            (score.base + score.contributions.iter().sum::<f64>() - score.log_odds).abs()
        };
        let name = |feature: &usize| self.columns[*feature].name.clone();
        let mains: Vec<Value> = (self.columns.iter().zip(&self.additive.mains))
            .map(|(column, table)| json!({ "columns": [column.name], "reading": column.reading, "values": table }))
            .collect();
        let joints: Vec<Value> = (self.additive.joints.iter())
            .map(|joint| {
                let axes: Vec<Vec<u8>> = (joint.features.iter().zip(&joint.axes))
                    .map(|(feature, axis)| {
                        self.features[*feature]
                            .coarse
                            .iter()
                            .map(|coarse| axis[usize::from(*coarse)])
                            .collect()
                    })
                    .collect();
                json!({
                    "columns": joint.features.iter().map(name).collect::<Vec<String>>(),
                    "entry_of_place": axes, "sizes": joint.sizes, "values": joint.values
                })
            })
            .collect();
        json!({
            "schema": "bonafide.terms/v1", "positive": self.labels.0, "negative": self.labels.1,
            "base": self.additive.intercept, "terms": mains.into_iter().chain(joints).collect::<Vec<Value>>(),
            "report": self.report,
            "check": { "rows": scores.len(), "largest_gap": scores.iter().map(gap).fold(0.0, f64::max) }
        })
    }
}

fn report(
    columns: &[Column],
    learned: &Learned,
    (rows, positive, seed): (usize, usize, u64),
) -> Report {
    let names =
        |set: &Vec<usize>| set.iter().map(|feature| columns[*feature].name.clone()).collect();
    Report {
        rows,
        positive,
        seed,
        gradient: learned.gradient,
        trees: learned.trees.clone(),
        line_ridge: Some(learned.line_ridge).filter(|ridge| ridge.is_finite()),
        weights: learned.weights.iter().map(|(set, weight)| (names(set), *weight)).collect(),
    }
}

/// The label to find and the other, and which rows have it.
///
/// Of two numbers the larger; else the one that is said to be the case; else the rarer one.
fn labels(sheet: &Sheet, label: &Texts) -> Result<((String, String), Vec<bool>), SheetError> {
    let wrong = |line: Option<usize>, problem: String| SheetError::Label {
        source_name: sheet.source.clone(),
        line,
        column: label.name.clone(),
        problem,
    };
    if let Some(row) = label.codes.iter().position(|code| label.texts[*code as usize].is_empty()) {
        return Err(wrong(Some(row + 2), "there is no label".to_owned()));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    label
        .codes
        .iter()
        .for_each(|code| *counts.entry(&label.texts[*code as usize]).or_default() += 1);
    let [(one, first), (other, second)] = counts.iter().collect::<Vec<_>>()[..] else {
        let some: Vec<String> = counts.keys().take(5).map(|text| format!("`{text}`")).collect();
        return Err(wrong(
            None,
            format!("a label has two values, this one has {} ({})", counts.len(), some.join(", ")),
        ));
    };
    let is_case = |text: &str| {
        matches!(
            text.to_ascii_lowercase().as_str(),
            "1" | "true"
                | "t"
                | "yes"
                | "y"
                | "positive"
                | "fake"
                | "fraud"
                | "fraudulent"
                | "bot"
                | "spam"
                | "bad"
                | "default"
        )
    };
    let other_is_it = match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => other > one,
        _ if is_case(one) != is_case(other) => is_case(other),
        _ => second <= first,
    };
    let (positive, negative) = if other_is_it { (*other, *one) } else { (*one, *other) };
    let fakes = label.codes.iter().map(|code| label.texts[*code as usize] == positive).collect();
    Ok(((positive.to_owned(), negative.to_owned()), fakes))
}
