//! The data of a fit, and the same as a frame for the learner.

use std::collections::BTreeMap;

use scoring::model::artefact::Model;

use super::FitError;
use crate::learn::{Axis, Feature, Frame};

/// How many grades of hits a term has at most.
const GRADES: usize = 6;
/// How many hits a grade needs at least: one table cell is never one person.
const HITS_PER_GRADE: usize = 12;

/// What is learned from.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One for each scored indicator.
    pub columns: Vec<Column>,
    /// One for each profile.
    pub rows: Vec<Row>,
}

/// A scored indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id.
    pub indicator: String,
    /// Its family.
    pub family: String,
}

/// One profile's observations and what it turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each column: nothing for unknown, 0 for a miss, above 0 for a hit.
    pub values: Vec<Option<f64>>,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// How much the label counts; 1 for a full one.
    pub weight: f64,
    /// Rows of one group never stand on both sides of a split: a ring, or one person.
    pub group: u64,
}

/// The place of a miss. An unknown value stands between it and the hits: no miss speaks against anybody, no
/// hit for anybody.
pub(super) const MISS: usize = 0;
pub(super) const UNKNOWN: u8 = 1;
pub(super) const FIRST_HIT: usize = 2;

impl Dataset {
    pub(super) fn check(&self, needed: usize) -> Result<(), FitError> {
        if self.columns.is_empty() {
            return Err(FitError::NoColumns);
        }
        for (row, one) in self.rows.iter().enumerate() {
            let (values, columns) = (one.values.len(), self.columns.len());
            if values != columns {
                return Err(FitError::Shape { row, values, columns });
            }
            let fine = |number: &f64| number.is_finite() && *number >= 0.0;
            if !one.values.iter().flatten().all(fine) || !fine(&one.weight) {
                return Err(FitError::Value { row });
            }
        }
        let count = |fake: bool| {
            self.rows.iter().filter(|row| row.fake == fake && row.weight > 0.0).count()
        };
        let (fakes, genuine) = (count(true), count(false));
        if fakes < needed || genuine < needed {
            return Err(FitError::TooFew { fakes, genuine, needed });
        }
        Ok(())
    }

    /// The weighted share of fakes.
    pub(super) fn base_rate(&self) -> f64 {
        let weight: f64 = self.rows.iter().map(|row| row.weight).sum();
        self.rows.iter().filter(|row| row.fake).map(|row| row.weight).sum::<f64>() / weight
    }

    /// Where hits of each column are divided: at quantiles, and where the earlier model divides them.
    pub(super) fn edges(&self, prior: Option<&Model>) -> Vec<Vec<f64>> {
        let of_prior: BTreeMap<&str, &[f64]> = prior
            .iter()
            .flat_map(|model| &model.definition().terms)
            .map(|term| (term.indicator.as_str(), term.edges.as_slice()))
            .collect();
        let edges = |(place, column): (usize, &Column)| {
            let mut edges = self.quantiles(place);
            edges.extend(of_prior.get(column.indicator.as_str()).copied().unwrap_or_default());
            edges.sort_by(f64::total_cmp);
            edges.dedup();
            edges
        };
        self.columns.iter().enumerate().map(edges).collect()
    }

    /// Quantiles of the hits, so that every grade has enough of them.
    fn quantiles(&self, column: usize) -> Vec<f64> {
        let mut hits: Vec<f64> = (self.rows.iter())
            .filter_map(|row| row.values[column])
            .filter(|value| *value > 0.0)
            .collect();
        hits.sort_by(f64::total_cmp);
        let grades = (hits.len() / HITS_PER_GRADE).clamp(1, GRADES);
        let mut edges: Vec<f64> =
            (1..grades).map(|grade| hits[hits.len() * grade / grades]).collect();
        edges.dedup();
        // An edge at the least value would leave the grade below it empty.
        edges.retain(|edge| *edge > hits[0]);
        edges
    }

    /// The family of each column, as a number.
    fn families(&self) -> Vec<usize> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.family.as_str()).collect();
        let first = |name: &&str| names.iter().position(|one| one == name).unwrap_or_default();
        names.iter().map(first).collect()
    }

    /// The rows as the learner sees them, with what an earlier model says of each.
    pub(super) fn frame(&self, edges: &[Vec<f64>], prior: Option<Vec<f64>>) -> Frame {
        let feature = |(column, edges): (usize, &Vec<f64>)| Feature {
            places: self.rows.iter().map(|row| place(row.values[column], edges)).collect(),
            size: edges.len() + 1 + FIRST_HIT,
            // Two columns mean something together only where both are hits.
            coarse: (0..edges.len() + 1 + FIRST_HIT)
                .map(|place| place.saturating_sub(1) as u8)
                .collect(),
            rough: Vec::new(),
            axis: Axis::Rising,
            anchor: Some(UNKNOWN),
            lines: Vec::new(),
        };
        Frame {
            features: edges.iter().enumerate().map(feature).collect(),
            fakes: self.rows.iter().map(|row| row.fake).collect(),
            weights: self.rows.iter().map(|row| row.weight).collect(),
            groups: self.rows.iter().map(|row| row.group).collect(),
            families: self.families(),
            prior,
        }
    }
}

fn place(value: Option<f64>, edges: &[f64]) -> u8 {
    match value {
        None => UNKNOWN,
        Some(value) if value <= 0.0 => MISS as u8,
        Some(value) => {
            let grade = edges.iter().take_while(|edge| **edge <= value).count();
            (FIRST_HIT + grade) as u8
        }
    }
}
