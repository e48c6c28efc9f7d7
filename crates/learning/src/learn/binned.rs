//! What the learner sees: for each row, the bin of each feature's value. It does not know what the values mean.

use super::LearnError;

/// How the bins of a feature relate to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinOrder {
    /// In the order of the values. Bin 0 is a missing value, and where it belongs is learned.
    Ordered,
    /// In the order of suspicion: a higher bin never lowers the score.
    Rising,
    /// Without an order: each bag sorts the bins by their share of fakes.
    Unordered,
}

/// How finely terms tell a feature's bins apart. The more features a term has, the fewer bins of each it uses, so that its
/// table stays small and its cells have enough rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Terms of one feature.
    Fine,
    /// Terms of two or three.
    Coarse,
    /// Terms of more.
    Rough,
}

impl Resolution {
    /// The resolution for trees over up to so many features.
    pub fn for_order(order: usize) -> Self {
        match order {
            ..=1 => Self::Fine,
            2 | 3 => Self::Coarse,
            _ => Self::Rough,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Feature {
    /// The bin of each row's value.
    pub bins: Vec<u8>,
    pub bin_count: usize,
    /// For each bin, its bin at coarse resolution.
    pub coarse: Vec<u8>,
    /// For each coarse bin, its bin at rough resolution; empty if no trees grow at that resolution.
    pub rough: Vec<u8>,
    pub order: BinOrder,
    /// The bin that adds exactly nothing. Without one, a term adds nothing on average.
    pub neutral_bin: Option<u8>,
    /// Linear effects for the classifier: each has one value per bin.
    pub lines: Vec<Vec<f64>>,
}

impl Feature {
    pub fn coarse_count(&self) -> usize {
        count_bins(&self.coarse)
    }

    /// How many bins there are at a resolution.
    pub fn count_at(&self, resolution: Resolution) -> usize {
        match resolution {
            Resolution::Fine => self.bin_count,
            Resolution::Coarse => self.coarse_count(),
            Resolution::Rough => count_bins(&self.rough),
        }
    }

    /// A bin at another resolution.
    pub fn bin_at(&self, resolution: Resolution, bin: u8) -> u8 {
        match resolution {
            Resolution::Fine => bin,
            _ => self.coarse_bin_at(resolution, self.coarse[usize::from(bin)]),
        }
    }

    /// A coarse bin at coarse or rough resolution.
    pub fn coarse_bin_at(&self, resolution: Resolution, coarse: u8) -> u8 {
        if resolution == Resolution::Rough { self.rough[usize::from(coarse)] } else { coarse }
    }
}

fn count_bins(bins: &[u8]) -> usize {
    bins.iter().map(|bin| usize::from(*bin) + 1).max().unwrap_or(1)
}

/// Rows to learn from.
#[derive(Clone, Debug, Default)]
pub struct BinnedData {
    pub features: Vec<Feature>,
    /// Whether each row is of the positive class.
    pub fakes: Vec<bool>,
    /// How much each row counts.
    pub weights: Vec<f64>,
    /// Rows of one group are never split between folds.
    pub groups: Vec<u64>,
    /// The family of each feature; empty without families. Two features of different families interact only if that raises
    /// the score.
    pub families: Vec<usize>,
    /// The log-odds that an earlier model gives each row.
    pub prior: Option<Vec<f64>>,
}

impl BinnedData {
    #[expect(
        clippy::len_without_is_empty,
        reason = "data without rows is rejected before it is binned"
    )]
    pub fn len(&self) -> usize {
        self.fakes.len()
    }

    /// How many rows of each class count: positive and others.
    pub fn classes(&self) -> (usize, usize) {
        let count = |fake: bool| {
            (self.fakes.iter().zip(&self.weights))
                .filter(|(label, weight)| **label == fake && **weight > 0.0)
                .count()
        };
        (count(true), count(false))
    }

    pub fn check(&self, needed: usize) -> Result<(), LearnError> {
        let (fakes, others) = self.classes();
        if fakes < needed || others < needed {
            return Err(LearnError::TooFew { fakes, others, needed });
        }
        Ok(())
    }
}

/// The bins of all rows at one resolution, stored twice: row by row, so that one pass over a row fills every histogram, and
/// feature by feature, so that a tree of few features reads nothing else.
#[derive(Clone, Debug)]
pub struct BinGrid {
    pub width: usize,
    rows: Vec<u8>,
    columns: Vec<Vec<u8>>,
    /// Where each feature's cells begin in a histogram, and where the last one ends.
    pub offsets: Vec<usize>,
}

impl BinGrid {
    pub fn new(data: &BinnedData, resolution: Resolution) -> Self {
        let width = data.features.len();
        let mut rows = vec![0; width * data.len()];
        let mut columns = Vec::with_capacity(width);
        let mut offsets = vec![0];
        for (column, feature) in data.features.iter().enumerate() {
            offsets.push(offsets[column] + feature.count_at(resolution));
            let bins: Vec<u8> =
                feature.bins.iter().map(|bin| feature.bin_at(resolution, *bin)).collect();
            for (row, bin) in bins.iter().enumerate() {
                rows[row * width + column] = *bin;
            }
            columns.push(bins);
        }
        Self { width, rows, columns, offsets }
    }

    /// The bins of a row, one for each feature.
    pub fn row(&self, row: usize) -> &[u8] {
        &self.rows[row * self.width..(row + 1) * self.width]
    }

    /// The bins of a feature, one for each row.
    pub fn column(&self, feature: usize) -> &[u8] {
        &self.columns[feature]
    }

    pub fn bin_count(&self, feature: usize) -> usize {
        self.offsets[feature + 1] - self.offsets[feature]
    }
}
