//! Terms and pairs: what one indicator, or two together, add to the log-odds.

use serde::{Deserialize, Serialize};

/// The effect of one indicator. Unknown adds exactly 0 and has no table entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub indicator: String,
    pub family: String,
    /// Where the grades of hits start: a hit of value `v` has grade `i` if `edges[i - 1] <= v < edges[i]`.
    pub edges: Vec<f64>,
    /// What a miss adds: never above 0.
    pub miss: f64,
    /// What a hit of each grade adds: never below 0, and never less than a lower grade.
    pub hits: Vec<f64>,
}

/// What two hits add together beyond what each adds by itself. Unless both are hits, it adds exactly 0: the
/// decomposition is anchored at "unknown" (cut-HDMR, Rabitz and Aliş 1999), so a pair repeats nothing that its two
/// terms can express.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub first: String,
    pub second: String,
    /// A row per grade of the first indicator, a column per grade of the second.
    pub hits: Vec<Vec<f64>>,
}

/// One of the two indicators of a pair.
#[derive(Clone, Copy)]
pub enum Side {
    /// Its grades are rows.
    First,
    /// Its grades are columns.
    Second,
}

/// How far something can move the log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Below 0.
    #[serde(rename = "least")]
    pub min: f64,
    /// Above 0.
    #[serde(rename = "most")]
    pub max: f64,
}

/// Indicators of one family that a single act triggers. They are capped together, before the family is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    pub indicators: Vec<String>,
    pub cap: Cap,
}

/// The index of a value in a term's table: `None` for unknown, 0 for a miss, `1 + grade` for a hit.
pub type Bin = Option<usize>;

impl Term {
    pub fn bin(&self, value: Option<f64>) -> Bin {
        let value = value?;
        if value <= 0.0 {
            return Some(0);
        }
        let grade = self.edges.iter().take_while(|edge| **edge <= value).count();
        Some(1 + grade.min(self.hits.len().saturating_sub(1)))
    }

    /// What a bin adds.
    pub fn at(&self, bin: Bin) -> f64 {
        match bin {
            None => 0.0,
            Some(0) => self.miss,
            Some(grade) => self.hits.get(grade - 1).copied().unwrap_or_default(),
        }
    }

    pub fn scale(&mut self, factor: f64) {
        self.miss *= factor;
        self.hits.iter_mut().for_each(|hit| *hit *= factor);
    }

    /// Raises hits and lowers the miss until the table satisfies the invariants of [`Term`].
    pub fn make_rising(&mut self) {
        self.miss = self.miss.min(0.0);
        let mut min = 0.0_f64;
        for hit in &mut self.hits {
            *hit = hit.max(min);
            min = *hit;
        }
    }
}

impl Pair {
    /// What two bins add together.
    pub fn at(&self, first: Bin, second: Bin) -> f64 {
        match (first, second) {
            (Some(row @ 1..), Some(column @ 1..)) => {
                self.hits.get(row - 1).and_then(|row| row.get(column - 1)).copied().unwrap_or(0.0)
            }
            _ => 0.0,
        }
    }

    /// Raises cells until the pair by itself never lowers a score: no cell is below 0 or below that of a smaller hit.
    /// This is for pairs across families, because the pair can still count for one family while the other is at its
    /// cap.
    pub fn make_nonnegative(&mut self) {
        for i in 0..self.hits.len() {
            for j in 0..self.hits[i].len() {
                let above = if i > 0 { self.hits[i - 1][j] } else { 0.0 };
                let before = if j > 0 { self.hits[i][j - 1] } else { 0.0 };
                self.hits[i][j] = self.hits[i][j].max(above).max(before);
            }
        }
    }

    /// The largest fall when one side reaches a grade from the grade below it, with the other side's grade where it
    /// happens; `None` if the pair never falls there.
    pub fn worst_fall(&self, side: Side, grade: usize) -> Option<(f64, usize)> {
        let entry = |grade: usize, other: usize| match side {
            Side::First => self.hits[grade][other],
            Side::Second => self.hits[other][grade],
        };
        let others = match side {
            Side::First => self.hits[grade].len(),
            Side::Second => self.hits.len(),
        };
        let fall = |other: usize| {
            let before = grade.checked_sub(1).map_or(0.0, |before| entry(before, other));
            (before - entry(grade, other), other)
        };
        let falls = (0..others).map(fall).filter(|(by, _)| *by > 0.0);
        falls.reduce(|worst, fall| if fall.0 > worst.0 { fall } else { worst })
    }

    /// Multiplies every fall by a factor below 1. Rises stay the same.
    pub fn scale_falls(&mut self, factor: f64) {
        let mut without = self.clone();
        without.make_nonnegative();
        for (cell, without) in self.hits.iter_mut().flatten().zip(without.hits.iter().flatten()) {
            *cell = without - factor * (without - *cell);
        }
    }

    /// Raises cells until a larger hit on either side never lowers the sum of the pair and its two terms, and a hit
    /// never lowers it below the other side's term.
    pub fn make_rising(&mut self, first: &Term, second: &Term) {
        for i in 0..self.hits.len() {
            for j in 0..self.hits[i].len() {
                let (row, column) = (first.hits[i], second.hits[j]);
                let mut min = (-row).max(-column);
                if i > 0 {
                    min = min.max(first.hits[i - 1] + self.hits[i - 1][j] - row);
                }
                if j > 0 {
                    min = min.max(second.hits[j - 1] + self.hits[i][j - 1] - column);
                }
                self.hits[i][j] = self.hits[i][j].max(min);
            }
        }
    }
}

impl Cap {
    /// Whether it is a range around 0.
    pub fn is_valid(&self) -> bool {
        self.min <= 0.0 && self.max >= 0.0 && self.min.is_finite() && self.max.is_finite()
    }

    pub fn clamp(&self, sum: f64) -> f64 {
        sum.clamp(self.min, self.max)
    }
}
