//! Applies the learner to any table with numbers, categories, blanks and a label with two values.
//!
//! It uses the same learner as the indicators but without their rules: no rising bins, families or neutral bins.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a bin's index is below 256, and counts of rows are far below 2^52"
)]

mod flat;
mod notes;
mod reading;
mod sheet;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use reading::Reading;
pub use sheet::{Sheet, SheetError, Texts};

use self::flat::FlatTables;
use learning::learn::{
    self, AdditiveModel, BinnedData, Feature, LearnError, Learned, LearnerOptions,
};

#[derive(Clone, Debug)]
pub struct TabularOptions {
    /// The name of the label column.
    pub label: String,
    pub seed: u64,
    /// The result does not depend on the number of threads.
    pub threads: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum TabularError {
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error("{source_name}: training failed")]
    Learn {
        source_name: String,
        #[source]
        error: LearnError,
    },
    #[error("{source_name}, line 1: the label is the only column")]
    NoColumns { source_name: String },
}

/// A model for the rows of a table.
#[derive(Clone, Debug)]
pub struct Tabular {
    columns: Vec<Column>,
    model: AdditiveModel,
    features: Vec<Feature>,
    flat: FlatTables,
    /// The label whose probability is predicted, and the other one.
    pub labels: (String, String),
    /// Warnings about columns.
    pub notes: Vec<String>,
    /// Facts about the training, for the terms file.
    report: Value,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    reading: Reading,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TabularScore {
    /// The log-odds before any contributions.
    pub base: f64,
    /// The contribution of each column. Terms of several columns are divided equally between them.
    pub contributions: Vec<f64>,
    /// The base plus the contributions, added in that order.
    pub log_odds: f64,
    /// The probability of the positive label.
    pub probability: f64,
}

impl Tabular {
    pub fn learn(sheet: &Sheet, options: &TabularOptions) -> Result<Self, TabularError> {
        let label = sheet.column(&options.label)?;
        let (labels, fakes) = labels(sheet, label)?;
        let mut columns = Vec::new();
        let mut features = Vec::new();
        let mut notes = Vec::new();
        for column in sheet.columns.iter().filter(|column| column.name != options.label) {
            let (reading, feature) = Reading::infer(column);
            notes.extend(notes::warning(column, &reading));
            columns.push(Column { name: column.name.clone(), reading });
            features.push(feature);
        }
        if columns.is_empty() {
            return Err(TabularError::NoColumns { source_name: sheet.source.clone() });
        }
        let rows = fakes.len();
        let positive = fakes.iter().filter(|fake| **fake).count();
        let data = BinnedData {
            features,
            fakes,
            weights: vec![1.0; rows],
            groups: (0..rows as u64).collect(),
            families: Vec::new(),
            prior: None,
        };
        let rarer = positive.min(rows - positive);
        let options = LearnerOptions::for_table(rows, rarer, options.seed, options.threads);
        let learned = learn::learn(&data, &options)
            .map_err(|error| TabularError::Learn { source_name: sheet.source.clone(), error })?;
        let report = report(&columns, &learned, (rows, positive, options.seed));
        // Scoring does not need the bins of the rows.
        let features: Vec<Feature> = data
            .features
            .into_iter()
            .map(|feature| Feature { bins: Vec::new(), ..feature })
            .collect();
        let model = flat::rounded(learned.model);
        let flat = FlatTables::new(&model, &features);
        Ok(Self { columns, model, features, flat, labels, notes, report })
    }

    /// Scores every row of a table, which must have all columns of the training data except the label.
    pub fn score(&self, sheet: &Sheet) -> Result<Vec<TabularScore>, SheetError> {
        let width = self.columns.len();
        let mut bins = vec![0; width * sheet.rows];
        for (i, column) in self.columns.iter().enumerate() {
            let texts = sheet.column(&column.name)?;
            let known: Vec<u8> = texts.texts.iter().map(|text| column.reading.bin(text)).collect();
            for (row, code) in texts.codes.iter().enumerate() {
                bins[row * width + i] = known[*code as usize];
            }
        }
        Ok(bins.chunks(width).map(|bins| self.flat.score(bins)).collect())
    }

    /// The terms as JSON, with the largest difference between the sum of contributions and the log-odds in `scores`.
    pub fn terms(&self, scores: &[TabularScore]) -> Value {
        let gap = |score: &TabularScore| {
            (score.base + score.contributions.iter().sum::<f64>() - score.log_odds).abs()
        };
        let name = |feature: &usize| self.columns[*feature].name.clone();
        let main_effects: Vec<Value> = (self.columns.iter().zip(&self.model.main_effects))
            .map(|(column, table)| json!({ "columns": [column.name], "reading": column.reading, "values": table }))
            .collect();
        let interactions: Vec<Value> = (self.model.interactions.iter())
            .map(|interaction| {
                let classes: Vec<Vec<u8>> = (interaction.features.iter())
                    .zip(&interaction.classes)
                    .map(|(feature, classes)| {
                        let coarse = &self.features[*feature].coarse;
                        coarse.iter().map(|bin| classes[usize::from(*bin)]).collect()
                    })
                    .collect();
                json!({
                    "columns": interaction.features.iter().map(name).collect::<Vec<String>>(),
                    "entry_of_place": classes, "sizes": interaction.sizes, "values": interaction.values
                })
            })
            .collect();
        json!({
            "schema": "bonafide.terms/v1", "positive": self.labels.0, "negative": self.labels.1,
            "base": self.model.intercept, "terms": main_effects.into_iter().chain(interactions).collect::<Vec<Value>>(),
            "report": self.report,
            "check": { "rows": scores.len(), "largest_gap": scores.iter().map(gap).fold(0.0, f64::max) }
        })
    }
}

fn report(
    columns: &[Column],
    learned: &Learned,
    (rows, positive, seed): (usize, usize, u64),
) -> Value {
    let names = |set: &Vec<usize>| -> Vec<&str> {
        set.iter().map(|feature| columns[*feature].name.as_str()).collect()
    };
    let weights: Vec<(Vec<&str>, f64)> =
        learned.weights.iter().map(|(set, weight)| (names(set), *weight)).collect();
    // An infinite ridge becomes null.
    json!({
        "rows": rows, "positive": positive, "seed": seed, "gradient": learned.gradient, "trees": learned.trees,
        "line_ridge": learned.line_ridge, "weights": weights,
    })
}

/// The positive and the negative label, and whether each row is positive.
///
/// The positive label is the larger of two numbers; otherwise the one that means "yes"; otherwise the rarer one.
fn labels(sheet: &Sheet, label: &Texts) -> Result<((String, String), Vec<bool>), SheetError> {
    const POSITIVE: [&str; 13] = [
        "1",
        "true",
        "t",
        "yes",
        "y",
        "positive",
        "fake",
        "fraud",
        "fraudulent",
        "bot",
        "spam",
        "bad",
        "default",
    ];
    let error = |line: Option<usize>, problem: String| SheetError::Label {
        source_name: sheet.source.clone(),
        line,
        column: label.name.clone(),
        problem,
    };
    if let Some(row) = label.codes.iter().position(|code| label.texts[*code as usize].is_empty()) {
        return Err(error(Some(row + 2), "the label is missing".to_owned()));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in &label.codes {
        *counts.entry(&label.texts[*code as usize]).or_default() += 1;
    }
    let [(first, first_count), (second, second_count)] = counts.iter().collect::<Vec<_>>()[..]
    else {
        let names: Vec<String> = counts.keys().take(5).map(|text| format!("`{text}`")).collect();
        let (count, names) = (counts.len(), names.join(", "));
        let problem = format!("a label needs two values, but this column has {count} ({names})");
        return Err(error(None, problem));
    };
    let means_yes = |text: &str| POSITIVE.contains(&text.to_ascii_lowercase().as_str());
    let is_second = match (first.parse::<f64>(), second.parse::<f64>()) {
        (Ok(first), Ok(second)) => second > first,
        _ if means_yes(first) != means_yes(second) => means_yes(second),
        _ => second_count <= first_count,
    };
    let (positive, negative) = if is_second { (*second, *first) } else { (*first, *second) };
    let fakes = label.codes.iter().map(|code| label.texts[*code as usize] == positive).collect();
    Ok(((positive.to_owned(), negative.to_owned()), fakes))
}
