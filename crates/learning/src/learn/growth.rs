//! The inputs of a tree: bins, gradients and limits.

use super::binned::{BinGrid, BinOrder};

/// A set of bins as a bitmap.
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

/// The limits and rates of a tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct TreeShape {
    /// The largest number of features.
    pub(super) order: usize,
    /// The largest number of leaves; at most 17, because a `u16` has a bit for each split.
    pub(super) leaves: usize,
    /// The learning rate: the fraction of each Newton step that is applied.
    pub(super) rate: f64,
    /// A pseudo-curvature that shrinks leaves with little data towards 0.
    pub(super) ridge: f64,
    pub(super) min_rows: f64,
}

pub(super) struct TreeData<'a> {
    pub(super) grid: &'a BinGrid,
    pub(super) bin_orders: &'a [BinOrder],
    /// Each feature's neutral bin; empty at resolutions that have none.
    pub(super) neutral_bins: &'a [Option<u8>],
    /// For each feature, the bins in the order in which they are split.
    pub(super) sequences: &'a [Vec<u8>],
    /// The gradient and curvature of each row's loss.
    pub(super) gradients: &'a [[f32; 2]],
    /// The sets of features that a tree may combine; all if `None`.
    pub(super) sets: Option<&'a [Vec<usize>]>,
    /// The features sampled for this tree.
    pub(super) features: &'a [usize],
}

impl TreeData<'_> {
    pub(super) fn neutral_bin(&self, feature: usize) -> Option<u8> {
        self.neutral_bins.get(feature).copied().flatten()
    }

    /// The features that a tree which already uses `used` may split next.
    pub(super) fn allowed(&self, used: &[usize], order: usize) -> Vec<usize> {
        if used.len() >= order {
            return used.to_vec();
        }
        let fits = |feature: usize| {
            let fits_set = |set: &Vec<usize>| {
                set.contains(&feature) && used.iter().all(|other| set.contains(other))
            };
            used.contains(&feature) || self.sets.is_none_or(|sets| sets.iter().any(fits_set))
        };
        let mut allowed: Vec<usize> =
            self.features.iter().chain(used).copied().filter(|feature| fits(*feature)).collect();
        allowed.sort_unstable();
        allowed.dedup();
        allowed
    }
}
