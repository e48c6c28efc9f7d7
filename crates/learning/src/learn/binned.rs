//! The learner's input: for each row, the bin of each feature's value. The learner does not know what the values mean.

use super::LearnError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinOrder {
    /// In the order of the values. Bin 0 is for missing values; the learner decides which side of a split they go to.
    Ordered,
    /// In ascending order of suspicion: a higher bin never lowers the score.
    Rising,
    /// No inherent order: each bag sorts the bins by their share of fakes.
    Unordered,
}

/// How finely a term divides the values of its features. The more features a term has, the fewer bins it uses for each,
/// so that its table stays small and every cell has enough rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// For terms of one feature.
    Fine,
    /// For terms of two or three features.
    Coarse,
    /// For terms of more features.
    Rough,
}

impl Resolution {
    /// The resolution for trees over at most `order` features.
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
    /// Maps each bin to its bin at coarse resolution.
    pub coarse: Vec<u8>,
    /// Maps each coarse bin to its bin at rough resolution; empty if no trees grow at that resolution.
    pub rough: Vec<u8>,
    pub order: BinOrder,
    /// The bin whose contribution is exactly 0. Without it, a term's average contribution is 0.
    pub neutral_bin: Option<u8>,
    /// Linear effects for the classifier, each with a value per bin.
    pub lines: Vec<Vec<f64>>,
}

impl Feature {
    pub fn coarse_count(&self) -> usize {
        count_bins(&self.coarse)
    }

    pub fn count_at(&self, resolution: Resolution) -> usize {
        match resolution {
            Resolution::Fine => self.bin_count,
            Resolution::Coarse => self.coarse_count(),
            Resolution::Rough => count_bins(&self.rough),
        }
    }

    /// Converts a bin to another resolution.
    pub fn bin_at(&self, resolution: Resolution, bin: u8) -> u8 {
        match resolution {
            Resolution::Fine => bin,
            _ => self.coarse_bin_at(resolution, self.coarse[usize::from(bin)]),
        }
    }

    /// Converts a coarse bin to coarse or rough resolution.
    pub fn coarse_bin_at(&self, resolution: Resolution, coarse: u8) -> u8 {
        if resolution == Resolution::Rough { self.rough[usize::from(coarse)] } else { coarse }
    }
}

/// The number of bins (or classes) in a list without gaps.
pub(super) fn count_bins(bins: &[u8]) -> usize {
    bins.iter().map(|bin| usize::from(*bin) + 1).max().unwrap_or(1)
}

/// The training rows.
#[derive(Clone, Debug, Default)]
pub struct BinnedData {
    pub features: Vec<Feature>,
    /// Whether each row is of the positive class.
    pub fakes: Vec<bool>,
    pub weights: Vec<f64>,
    /// Rows of the same group are always in the same fold.
    pub groups: Vec<u64>,
    /// The family of each feature; empty without families. Features of different families interact only if that raises
    /// the score.
    pub families: Vec<usize>,
    /// An earlier model's log-odds for each row.
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

    /// The numbers of positive and other rows, without rows of weight 0.
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

/// The bins of all rows at one resolution, stored twice: by row, so that a single pass fills all histograms, and by
/// feature, so that a tree of few features reads only those.
#[derive(Clone, Debug)]
pub struct BinGrid {
    pub width: usize,
    rows: Vec<u8>,
    columns: Vec<Vec<u8>>,
    /// Where each feature's cells begin in a histogram; the last entry is the histogram's length.
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

    /// A row's bin for each feature.
    pub fn row(&self, row: usize) -> &[u8] {
        &self.rows[row * self.width..(row + 1) * self.width]
    }

    /// A feature's bin for each row.
    pub fn column(&self, feature: usize) -> &[u8] {
        &self.columns[feature]
    }

    pub fn bin_count(&self, feature: usize) -> usize {
        self.offsets[feature + 1] - self.offsets[feature]
    }
}
