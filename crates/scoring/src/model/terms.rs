//! Terms: what an indicator, or two of them together, add to the log-odds.

use serde::{Deserialize, Serialize};

/// What one indicator adds. Unknown adds exactly 0 and stands in no table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The indicator.
    pub indicator: String,
    /// Its family.
    pub family: String,
    /// Where hits are divided: a hit of value `v` is of grade `i` when `edges[i - 1] <= v < edges[i]`.
    pub edges: Vec<f64>,
    /// What a miss adds: never above 0.
    pub miss: f64,
    /// What a hit of each grade adds: never below 0, never less than a lower grade.
    pub hits: Vec<f64>,
}

/// What two hits add together beyond what each adds alone. Unless both are hits it adds exactly 0:
/// the decomposition is anchored at "unknown" (cut-HDMR, Rabitz and Aliş 1999), so a pair holds nothing
/// that its two terms could.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// One indicator.
    pub first: String,
    /// The other.
    pub second: String,
    /// One row for each grade of the first, one column for each of the second.
    pub hits: Vec<Vec<f64>>,
}

/// One of a pair's two.
#[derive(Clone, Copy)]
pub enum Side {
    /// The one whose grades are rows.
    First,
    /// The one whose grades are columns.
    Second,
}

/// How far one family may move the log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// At least this: below 0.
    pub least: f64,
    /// At most this: above 0.
    pub most: f64,
}

/// A value as its place in a term's table: `None` for unknown, 0 for a miss, `1 + grade` for a hit.
pub type Place = Option<usize>;

impl Term {
    /// Where a value stands.
    pub fn place(&self, value: Option<f64>) -> Place {
        let value = value?;
        if value <= 0.0 {
            return Some(0);
        }
        let grade = self.edges.iter().take_while(|edge| **edge <= value).count();
        Some(1 + grade.min(self.hits.len().saturating_sub(1)))
    }

    /// What a place adds.
    pub fn at(&self, place: Place) -> f64 {
        match place {
            None => 0.0,
            Some(0) => self.miss,
            Some(grade) => self.hits.get(grade - 1).copied().unwrap_or_default(),
        }
    }

    /// Makes the table keep what [`Term`] promises.
    pub fn hold_in_order(&mut self) {
        self.miss = self.miss.min(0.0);
        let mut least = 0.0_f64;
        for hit in &mut self.hits {
            *hit = hit.max(least);
            least = *hit;
        }
    }
}

impl Pair {
    /// What two places add together.
    pub fn at(&self, first: Place, second: Place) -> f64 {
        match (first, second) {
            (Some(one @ 1..), Some(other @ 1..)) => {
                self.hits.get(one - 1).and_then(|row| row.get(other - 1)).copied().unwrap_or(0.0)
            }
            _ => 0.0,
        }
    }

    /// Raises cells until the pair alone never lowers anything: no cell below 0, none below one of lesser hits.
    /// For two families, each of which may be held at its cap while the pair still counts for the other.
    pub fn hold_above_zero(&mut self) {
        for i in 0..self.hits.len() {
            for j in 0..self.hits[i].len() {
                let above = if i > 0 { self.hits[i - 1][j] } else { 0.0 };
                let before = if j > 0 { self.hits[i][j - 1] } else { 0.0 };
                self.hits[i][j] = self.hits[i][j].max(above).max(before);
            }
        }
    }

    /// The most that is taken away when one side reaches a grade from the one below it, and the other side's grade
    /// where that is so. Nothing if it never falls.
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
        falls.reduce(|worst, one| if one.0 > worst.0 { one } else { worst })
    }

    /// Scales what the pair takes away, at every step of either side, down to a share; what it adds stays.
    pub fn keep_of_falls(&mut self, share: f64) {
        let mut without = self.clone();
        without.hold_above_zero();
        for (cell, without) in self.hits.iter_mut().flatten().zip(without.hits.iter().flatten()) {
            *cell = without - share * (without - *cell);
        }
    }

    /// Raises cells until a larger hit of either side never lowers the sum of the pair and its two
    /// terms, and a hit never lowers it below what the other side says alone.
    pub fn hold_in_order(&mut self, first: &Term, second: &Term) {
        for i in 0..self.hits.len() {
            for j in 0..self.hits[i].len() {
                let (one, other) = (first.hits[i], second.hits[j]);
                let mut least = (-one).max(-other);
                if i > 0 {
                    least = least.max(first.hits[i - 1] + self.hits[i - 1][j] - one);
                }
                if j > 0 {
                    least = least.max(second.hits[j - 1] + self.hits[i][j - 1] - other);
                }
                self.hits[i][j] = self.hits[i][j].max(least);
            }
        }
    }
}

impl Cap {
    /// Whether it is a range around 0.
    pub fn is_fine(&self) -> bool {
        self.least <= 0.0 && self.most >= 0.0 && self.least.is_finite() && self.most.is_finite()
    }

    /// A sum held within the cap.
    pub fn hold(&self, sum: f64) -> f64 {
        sum.clamp(self.least, self.most)
    }
}
