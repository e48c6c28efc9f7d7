//! Decides how to read a column: as numbers in bins of equal count, or as categories with a bin per frequent value and
//! per degree of rarity.

use std::collections::BTreeMap;

use learning::learn::{BinOrder, Feature};
use serde::{Deserialize, Serialize};

use super::sheet::Texts;

/// The largest number of bins for numbers, not counting the one for missing values.
const MAX_BINS: usize = 250;
/// The same limit for terms of two or three features, and for terms of four.
const MAX_COARSE: usize = 32;
const MAX_ROUGH: usize = 10;
/// The number of rows from which a category gets its own bin.
const MIN_ROWS: usize = 5;
/// The largest number of categories with their own bins; then the same for terms of two or three features, and of four.
const MAX_CATEGORIES: usize = 220;
const MAX_COARSE_CATEGORIES: usize = 48;
const MAX_ROUGH_CATEGORIES: usize = 15;
/// The largest number of linear effects of a category column.
const MAX_FLAGS: usize = 40;
/// A number column may contain typos if it has at least this many different numbers, and this many numbers per typo.
const MIN_DIFFERENT: usize = 20;
const CELLS_PER_ERROR: usize = 100;
/// The bins of missing values and of categories that occur once. The bins below `FIRST_OWN` are for other rare
/// categories.
const MISSING: u8 = 0;
const RARE: u8 = 1;
pub(super) const FIRST_OWN: u8 = 5;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A number `v` is in bin `i` if `edges[i - 1] <= v < edges[i]`. Bin 0 is for missing values.
    Number { edges: Vec<f64> },
    /// Each known category has a bin. Bin 0 is for missing values, bin 1 for unknown categories.
    Category {
        #[serde(rename = "places")]
        bins: BTreeMap<String, u8>,
    },
}

/// Whether a text stands for a missing value.
pub(super) fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 8] = ["na", "n/a", "nan", "null", "none", "?", "-", "nil"];
    text.is_empty() || (text.len() <= 4 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| !number.is_nan())
}

impl Reading {
    /// Decides how to read a column, and creates its feature.
    pub(super) fn infer(column: &Texts) -> (Self, Feature) {
        if has_numbers(column) { number_feature(column) } else { category_feature(column) }
    }

    pub(super) fn bin(&self, text: &str) -> u8 {
        if is_missing(text) {
            return MISSING;
        }
        match self {
            Self::Number { edges } => number(text).map_or(MISSING, |number| bin(edges, number)),
            Self::Category { bins } => bins.get(text).copied().unwrap_or(RARE),
        }
    }
}

/// Whether a column has numbers: all known cells are numbers, or there are many different numbers and only a few typos.
fn has_numbers(column: &Texts) -> bool {
    let counts = text_counts(column);
    let known = column.texts.iter().zip(counts).filter(|(text, _)| !is_missing(text));
    let (mut different, mut cells, mut others) = (0, 0, 0);
    for (text, count) in known {
        match number(text) {
            Some(_) => (different, cells) = (different + 1, cells + count),
            None => others += count,
        }
    }
    others == 0 || (different >= MIN_DIFFERENT && others * CELLS_PER_ERROR <= cells)
}

fn bin(edges: &[f64], number: f64) -> u8 {
    1 + u8::try_from(edges.partition_point(|edge| *edge <= number)).unwrap_or(u8::MAX - 1)
}

fn number_feature(column: &Texts) -> (Reading, Feature) {
    let numbers: Vec<Option<f64>> = column
        .texts
        .iter()
        .map(|text| if is_missing(text) { None } else { number(text) })
        .collect();
    let counts = text_counts(column);
    let mut values: Vec<(f64, usize)> = numbers
        .iter()
        .zip(&counts)
        .filter_map(|(number, count)| Some(((*number)?, *count)))
        .collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ends = equal_parts(&values.iter().map(|(_, count)| *count).collect::<Vec<_>>(), MAX_BINS);
    let mut edges: Vec<f64> =
        ends.iter().map(|end| between(values[end - 1].0, values[*end].0)).collect();
    edges.dedup();
    let bins_of_texts: Vec<u8> =
        numbers.iter().map(|number| number.map_or(MISSING, |number| bin(&edges, number))).collect();
    let bins: Vec<u8> = column.codes.iter().map(|code| bins_of_texts[*code as usize]).collect();
    let bin_count = edges.len() + 2;
    let rows_in_bin = count(bins.iter().map(|bin| usize::from(*bin)), bin_count);
    let ends = equal_parts(&rows_in_bin[1..], MAX_COARSE);
    let coarse_bin =
        |bin: usize| if bin == 0 { 0 } else { 1 + ends.partition_point(|end| *end < bin) as u8 };
    let coarse = (0..bin_count).map(coarse_bin).collect();
    let lines = number_lines(&values, &edges, &rows_in_bin);
    let rough = rough(ends.len() + 2);
    let order = BinOrder::Ordered;
    let feature = Feature { bins, bin_count, coarse, rough, order, neutral_bin: None, lines };
    (Reading::Number { edges }, feature)
}

/// How often each text of a column occurs.
fn text_counts(column: &Texts) -> Vec<usize> {
    count(column.codes.iter().map(|code| *code as usize), column.texts.len())
}

/// How often each index below `len` occurs.
fn count(indexes: impl Iterator<Item = usize>, len: usize) -> Vec<usize> {
    let mut counts = vec![0; len];
    indexes.for_each(|index| counts[index] += 1);
    counts
}

/// The rough bin of each coarse bin, of which the first is for missing values.
fn rough(bins: usize) -> Vec<u8> {
    let numbers = bins - 1;
    let parts = numbers.min(MAX_ROUGH);
    let part = |bin: usize| if bin == 0 { 0 } else { 1 + ((bin - 1) * parts / numbers) as u8 };
    (0..bins).map(part).collect()
}

/// An edge between two numbers.
fn between(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0;
    // JSON has no infinity.
    if middle > low && middle.is_finite() { middle } else { high.min(f64::MAX) }
}

/// Divides a list of counts into parts with similar sums, and returns the ends of the parts. A large count becomes a
/// separate part.
fn equal_parts(counts: &[usize], parts: usize) -> Vec<usize> {
    let occupied = counts.iter().filter(|count| **count > 0).count();
    let mut ends = Vec::new();
    if occupied <= parts {
        ends.extend(1..counts.len());
        return ends;
    }
    let mut rest: usize = counts.iter().sum();
    let (mut left, mut sum) = (parts, 0);
    for (i, count) in counts.iter().enumerate().take(counts.len() - 1) {
        sum += count;
        let target = rest.div_ceil(left);
        let next = counts[i + 1];
        if sum >= target || (sum > 0 && next >= target) || sum + next / 2 > target {
            ends.push(i + 1);
            rest -= sum;
            sum = 0;
            left -= 1;
            if left <= 1 {
                break;
            }
        }
    }
    ends
}

/// A linear effect of the standardised numbers, and one for missing values.
fn number_lines(values: &[(f64, usize)], edges: &[f64], rows_in_bin: &[usize]) -> Vec<Vec<f64>> {
    let mut sums = vec![(0.0, 0.0); rows_in_bin.len()];
    let finite: Vec<f64> =
        values.iter().map(|(value, _)| *value).filter(|value| value.is_finite()).collect();
    let (Some(low), Some(high)) = (finite.first(), finite.last()) else { return Vec::new() };
    for (value, count) in values {
        let sum = &mut sums[usize::from(bin(edges, *value))];
        sum.0 += value.clamp(*low, *high) * *count as f64;
        sum.1 += *count as f64;
    }
    let means: Vec<Option<f64>> =
        sums.iter().map(|(sum, count)| (*count > 0.0).then(|| sum / count)).collect();
    let weighted_mean = |transform: &dyn Fn(f64) -> f64| -> f64 {
        let all: f64 = rows_in_bin[1..].iter().map(|count| *count as f64).sum();
        let sum: f64 = means
            .iter()
            .zip(rows_in_bin)
            .map(|(mean, count)| mean.map_or(0.0, |mean| transform(mean) * *count as f64))
            .sum();
        sum / all.max(1.0)
    };
    let mean = weighted_mean(&|value| value);
    let deviation = weighted_mean(&|value| (value - mean).powi(2)).sqrt();
    let mut lines = Vec::new();
    if deviation > 0.0 && deviation.is_finite() {
        let standardised = |value: f64| ((value - mean) / deviation).clamp(-5.0, 5.0);
        lines.push(means.iter().map(|value| value.map_or(0.0, standardised)).collect());
    }
    let rows: usize = rows_in_bin.iter().sum();
    if rows_in_bin[0] >= MIN_ROWS && rows - rows_in_bin[0] >= MIN_ROWS {
        lines.push(flag(0, rows_in_bin));
    }
    lines
}

/// The centred indicator of a bin: 1 in the bin and 0 in all others, minus the mean.
fn flag(bin: usize, rows_in_bin: &[usize]) -> Vec<f64> {
    let rows: usize = rows_in_bin.iter().sum();
    let mean = rows_in_bin[bin] as f64 / rows as f64;
    (0..rows_in_bin.len()).map(|other| if other == bin { 1.0 - mean } else { -mean }).collect()
}

fn category_feature(column: &Texts) -> (Reading, Feature) {
    let counts = text_counts(column);
    let mut frequent: Vec<usize> = (0..counts.len())
        .filter(|code| counts[*code] >= MIN_ROWS && !is_missing(&column.texts[*code]))
        .collect();
    frequent.sort_by(|a, b| {
        counts[*b].cmp(&counts[*a]).then_with(|| column.texts[*a].cmp(&column.texts[*b]))
    });
    frequent.truncate(MAX_CATEGORIES);
    let own: BTreeMap<usize, u8> =
        frequent.iter().enumerate().map(|(i, code)| (*code, FIRST_OWN + i as u8)).collect();
    // In training, `others` is the number of other rows in the category; in scoring, of all its rows in the training
    // data.
    let category_bin = |code: usize, others: usize| {
        if is_missing(&column.texts[code]) {
            return MISSING;
        }
        own.get(&code).copied().unwrap_or(
            RARE + match others {
                0 => 0,
                1 => 1,
                2 | 3 => 2,
                _ => 3,
            },
        )
    };
    let learned: Vec<u8> =
        (0..counts.len()).map(|code| category_bin(code, counts[code] - 1)).collect();
    let bins: Vec<u8> = column.codes.iter().map(|code| learned[*code as usize]).collect();
    let bin_count = usize::from(FIRST_OWN) + frequent.len();
    // The most frequent categories keep their bins; the others join the bin of the most frequent rare ones.
    let narrowed = |bins: usize, max: usize| -> Vec<u8> {
        let own = |bin: u8| if usize::from(bin) < max { bin } else { RARE + 3 };
        (0..bins as u8).map(own).collect()
    };
    let coarse = narrowed(bin_count, MAX_COARSE_CATEGORIES);
    let rough = narrowed(bin_count.min(MAX_COARSE_CATEGORIES), MAX_ROUGH_CATEGORIES);
    let rows_in_bin = count(bins.iter().map(|bin| usize::from(*bin)), bin_count);
    let lines = (0..bin_count)
        .filter(|bin| (MIN_ROWS..bins.len()).contains(&rows_in_bin[*bin]))
        .take(MAX_FLAGS)
        .map(|bin| flag(bin, &rows_in_bin))
        .collect();
    let order = BinOrder::Unordered;
    let feature = Feature { bins, bin_count, coarse, rough, order, neutral_bin: None, lines };
    let known = column
        .texts
        .iter()
        .enumerate()
        .filter(|(code, text)| !is_missing(text) && category_bin(*code, counts[*code]) != RARE);
    let bins = known.map(|(code, text)| (text.clone(), category_bin(code, counts[code]))).collect();
    (Reading::Category { bins }, feature)
}
