//! What a tree is grown from: bins, gradients and limits.

use super::binned::{BinGrid, BinOrder};

/// A set of bins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BinSet([u64; 4]);

impl BinSet {
    pub(super) fn contains(&self, bin: u8) -> bool {
        self.0[usize::from(bin >> 6)] >> (bin & 63) & 1 == 1
    }

    pub(super) fn insert(&mut self, bin: u8) {
        self.0[usize::from(bin >> 6)] |= 1 << (bin & 63);
    }
}

/// How trees grow.
#[derive(Clone, Copy, Debug)]
pub(super) struct TreeShape {
    /// The largest number of features.
    pub(super) order: usize,
    /// The largest number of leaves, at most 17: a tree keeps one bit for each split in a `u16`.
    pub(super) leaves: usize,
    /// How much of each Newton step is taken.
    pub(super) rate: f64,
    /// A pseudo-curvature that shrinks leaves with little data towards 0.
    pub(super) ridge: f64,
    /// How many rows a leaf needs.
    pub(super) min_rows: f64,
}

pub(super) struct TreeData<'a> {
    pub(super) grid: &'a BinGrid,
    pub(super) bin_orders: &'a [BinOrder],
    /// For each feature, the bin that adds nothing; empty at resolutions without such bins.
    pub(super) neutral_bins: &'a [Option<u8>],
    /// For each feature, its bins in the order in which they are split.
    pub(super) sequences: &'a [Vec<u8>],
    /// For each row, the gradient and the curvature of the loss.
    pub(super) gradients: &'a [[f32; 2]],
    /// The sets of features that a tree may combine; all if `None`.
    pub(super) sets: Option<&'a [Vec<usize>]>,
    /// The features that were sampled for this tree.
    pub(super) features: &'a [usize],
}

impl TreeData<'_> {
    pub(super) fn neutral_bin(&self, feature: usize) -> Option<u8> {
        self.neutral_bins.get(feature).copied().flatten()
    }

    /// The features that a tree over these features may split next.
    pub(super) fn allowed(&self, taken: &[usize], order: usize) -> Vec<usize> {
        if taken.len() >= order {
            return taken.to_vec();
        }
        let fits = |feature: usize| {
            taken.contains(&feature)
                || self.sets.is_none_or(|sets| {
                    sets.iter().any(|set| {
                        set.contains(&feature) && taken.iter().all(|other| set.contains(other))
                    })
                })
        };
        let mut allowed: Vec<usize> =
            self.features.iter().chain(taken).copied().filter(|feature| fits(*feature)).collect();
        allowed.sort_unstable();
        allowed.dedup();
        allowed
    }
}
