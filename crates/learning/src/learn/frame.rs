//! What the learner sees: for each row, the place of each feature's value; nothing of what it means.

use super::LearnError;

/// How the places of a feature lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// In the order of the values; place 0 is a missing value, and where it belongs is learned.
    Ordered,
    /// In the order of suspicion: a higher place never lowers the score.
    Rising,
    /// In no order of their own: each bag sorts them by how fake its rows are.
    Unordered,
}

/// How finely terms tell a feature's places apart: the more features a term has, the fewer of each, so that its table
/// stays small and its entries have rows enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Terms of one feature.
    Fine,
    /// Terms of two or three.
    Coarse,
    /// Terms of more.
    Rough,
}

impl Level {
    /// The level on which trees over so many features grow.
    pub fn of(order: usize) -> Self {
        match order {
            ..=1 => Self::Fine,
            2 | 3 => Self::Coarse,
            _ => Self::Rough,
        }
    }
}

/// One feature of a frame.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Where each row's value stands.
    pub places: Vec<u8>,
    /// How many places there are.
    pub size: usize,
    /// For each place, where it stands on the coarser axis on which terms of several features are learned.
    pub coarse: Vec<u8>,
    /// For each coarse place, where it stands on the roughest axis; empty where no trees grow on that.
    pub rough: Vec<u8>,
    /// How the places lie.
    pub axis: Axis,
    /// The place that adds exactly nothing; without one, a term adds nothing on average.
    pub anchor: Option<u8>,
    /// Straight lines for the classifier: one value for each place.
    pub lines: Vec<Vec<f64>>,
}

impl Feature {
    /// How many places the coarser axis has.
    pub fn coarse_size(&self) -> usize {
        size_of(&self.coarse)
    }

    /// How many places the axis of a level has.
    pub fn places_on(&self, level: Level) -> usize {
        match level {
            Level::Fine => self.size,
            Level::Coarse => self.coarse_size(),
            Level::Rough => size_of(&self.rough),
        }
    }

    /// Where a place stands on a level's axis.
    pub fn at(&self, level: Level, place: u8) -> u8 {
        match level {
            Level::Fine => place,
            Level::Coarse => self.coarse[usize::from(place)],
            Level::Rough => self.of_coarse(level, self.coarse[usize::from(place)]),
        }
    }

    /// Where a coarse place stands on the axis of a level that is no finer.
    pub fn of_coarse(&self, level: Level, coarse: u8) -> u8 {
        if level == Level::Rough { self.rough[usize::from(coarse)] } else { coarse }
    }
}

fn size_of(axis: &[u8]) -> usize {
    axis.iter().map(|place| usize::from(*place) + 1).max().unwrap_or(1)
}

/// Rows to learn from.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The features.
    pub features: Vec<Feature>,
    /// Whether each row is of the class that is looked for.
    pub fakes: Vec<bool>,
    /// How much each row counts.
    pub weights: Vec<f64>,
    /// Rows of one group never stand on both sides of a split.
    pub groups: Vec<u64>,
    /// The family of each feature, where there are families; two of different ones are a term only together
    /// where that raises the score.
    pub families: Vec<usize>,
    /// What an earlier model says of each row, as log-odds.
    pub prior: Option<Vec<f64>>,
}

impl Frame {
    pub fn len(&self) -> usize {
        self.fakes.len()
    }

    /// How many rows of each class count: the looked-for and the others.
    pub fn classes(&self) -> (usize, usize) {
        let count = |fake: bool| {
            (self.fakes.iter().zip(&self.weights))
                .filter(|(one, weight)| **one == fake && **weight > 0.0)
                .count()
        };
        (count(true), count(false))
    }

    pub fn check(&self, least: usize) -> Result<(), LearnError> {
        let (fakes, others) = self.classes();
        if fakes < least || others < least {
            return Err(LearnError::TooFew { fakes, others, needed: least });
        }
        Ok(())
    }
}

/// Places of all rows: a row's side by side, so that one pass over a row feeds every histogram, and a feature's side
/// by side, so that a tree of few features reads nothing else.
#[derive(Clone, Debug)]
pub struct Grid {
    pub width: usize,
    places: Vec<u8>,
    columns: Vec<Vec<u8>>,
    /// Where each feature's cells begin in a histogram; one more at the end.
    pub offsets: Vec<usize>,
}

impl Grid {
    pub fn new(frame: &Frame, level: Level) -> Self {
        let width = frame.features.len();
        let mut places = vec![0; width * frame.len()];
        let mut columns = Vec::with_capacity(width);
        let mut offsets = vec![0];
        for (column, feature) in frame.features.iter().enumerate() {
            offsets.push(offsets[column] + feature.places_on(level));
            let own: Vec<u8> = feature.places.iter().map(|fine| feature.at(level, *fine)).collect();
            for (row, place) in own.iter().enumerate() {
                places[row * width + column] = *place;
            }
            columns.push(own);
        }
        Self { width, places, columns, offsets }
    }

    pub fn row(&self, row: usize) -> &[u8] {
        &self.places[row * self.width..(row + 1) * self.width]
    }

    /// A feature's places, row by row.
    pub fn column(&self, feature: usize) -> &[u8] {
        &self.columns[feature]
    }

    pub fn size(&self, feature: usize) -> usize {
        self.offsets[feature + 1] - self.offsets[feature]
    }
}
