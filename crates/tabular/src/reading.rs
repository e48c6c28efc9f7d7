//! How a column is read: as a number in bins of equal count, or as a category with a bin for each frequent value and one for
//! each degree of rarity.

use std::collections::BTreeMap;

use learning::learn::{BinOrder, Feature};
use serde::{Deserialize, Serialize};

use super::sheet::Texts;

/// The largest number of bins of a number, without the one for missing values.
const MAX_BINS: usize = 250;
/// The same in terms of two or three features, and in terms of four.
const MAX_COARSE: usize = 32;
const MAX_ROUGH: usize = 10;
/// How many rows a category needs for a bin of its own.
const MIN_ROWS: usize = 5;
/// The largest number of categories with a bin of their own; the same in terms of two or three features, and of four.
const MAX_CATEGORIES: usize = 220;
const MAX_COARSE_CATEGORIES: usize = 48;
const MAX_ROUGH_CATEGORIES: usize = 15;
/// The largest number of linear effects of a column of categories.
const MAX_FLAGS: usize = 40;
/// A column of numbers may have typing errors if it has this many different numbers, and this many numbers for each error.
const MIN_DIFFERENT: usize = 20;
const CELLS_PER_ERROR: usize = 100;
/// The bins of a missing value and of a category seen once. The bins up to `FIRST_OWN` are for other rare categories.
const MISSING: u8 = 0;
const RARE: u8 = 1;
pub(super) const FIRST_OWN: u8 = 5;

/// How a column is read.
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

/// Whether a text means that the value is missing.
pub(super) fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 8] = ["na", "n/a", "nan", "null", "none", "?", "-", "nil"];
    text.is_empty() || (text.len() <= 4 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| !number.is_nan())
}

impl Reading {
    /// Decides how to read a column, and makes its feature.
    pub(super) fn infer(column: &Texts) -> (Self, Feature) {
        if has_numbers(column) { number_feature(column) } else { category_feature(column) }
    }

    /// The bin of a text.
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

/// Whether a column has numbers: all its known cells are numbers, or there are many different ones and only a few typing errors.
fn has_numbers(column: &Texts) -> bool {
    let mut counts: Vec<usize> = vec![0; column.texts.len()];
    column.codes.iter().for_each(|code| counts[*code as usize] += 1);
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
    let mut counts: Vec<usize> = vec![0; column.texts.len()];
    column.codes.iter().for_each(|code| counts[*code as usize] += 1);
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
    let rows_in_bin = count_rows(&bins, bin_count);
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

fn count_rows(bins: &[u8], bin_count: usize) -> Vec<usize> {
    let mut rows = vec![0; bin_count];
    for bin in bins {
        rows[usize::from(*bin)] += 1;
    }
    rows
}

/// The rough bin of each of so many coarse bins, of which the first is for missing values.
fn rough(bins: usize) -> Vec<u8> {
    let numbers = bins - 1;
    let parts = numbers.min(MAX_ROUGH);
    let part = |bin: usize| if bin == 0 { 0 } else { 1 + ((bin - 1) * parts / numbers) as u8 };
    (0..bins).map(part).collect()
}

/// A number between two, as an edge.
fn between(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0;
    // JSON has no infinity.
    if middle > low && middle.is_finite() { middle } else { high.min(f64::MAX) }
}

/// Divides a list of counts into parts with about equal sums, and returns where the parts end. A large count becomes a part of
/// its own.
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

/// A linear effect of the standardised numbers, and one of "missing".
fn number_lines(values: &[(f64, usize)], edges: &[f64], rows_in_bin: &[usize]) -> Vec<Vec<f64>> {
    let mut sums = vec![(0.0, 0.0); rows_in_bin.len()];
    let finite: Vec<f64> =
        values.iter().map(|one| one.0).filter(|value| value.is_finite()).collect();
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
        lines.push(
            means
                .iter()
                .map(|value| {
                    value.map_or(0.0, |value| ((value - mean) / deviation).clamp(-5.0, 5.0))
                })
                .collect(),
        );
    }
    let rows: usize = rows_in_bin.iter().sum();
    if rows_in_bin[0] >= MIN_ROWS && rows - rows_in_bin[0] >= MIN_ROWS {
        lines.push(flag(0, rows_in_bin));
    }
    lines
}

/// 1 in a bin and 0 elsewhere, minus its mean.
fn flag(bin: usize, rows_in_bin: &[usize]) -> Vec<f64> {
    let rows: usize = rows_in_bin.iter().sum();
    let mean = rows_in_bin[bin] as f64 / rows as f64;
    (0..rows_in_bin.len()).map(|one| if one == bin { 1.0 - mean } else { -mean }).collect()
}

fn category_feature(column: &Texts) -> (Reading, Feature) {
    let mut counts: Vec<usize> = vec![0; column.texts.len()];
    column.codes.iter().for_each(|code| counts[*code as usize] += 1);
    let mut frequent: Vec<usize> = (0..counts.len())
        .filter(|code| counts[*code] >= MIN_ROWS && !is_missing(&column.texts[*code]))
        .collect();
    frequent.sort_by(|a, b| {
        counts[*b].cmp(&counts[*a]).then_with(|| column.texts[*a].cmp(&column.texts[*b]))
    });
    frequent.truncate(MAX_CATEGORIES);
    let own: BTreeMap<usize, u8> =
        frequent.iter().enumerate().map(|(i, code)| (*code, FIRST_OWN + i as u8)).collect();
    // In training, a row counts the other rows of its category; when scoring, it counts all rows of the training data.
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
    // The most frequent categories keep their bin; the others join the most frequent of the rare ones.
    let narrowed = |bins: usize, max: usize| -> Vec<u8> {
        let own = |bin: u8| if usize::from(bin) < max { bin } else { RARE + 3 };
        (0..bins as u8).map(own).collect()
    };
    let coarse = narrowed(bin_count, MAX_COARSE_CATEGORIES);
    let rough = narrowed(bin_count.min(MAX_COARSE_CATEGORIES), MAX_ROUGH_CATEGORIES);
    let rows_in_bin = count_rows(&bins, bin_count);
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
