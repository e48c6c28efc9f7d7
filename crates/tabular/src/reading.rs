//! What a column is, and where its values stand: a number in bins of equal count, or a category with a place
//! for each frequent value and one for each degree of rarity.

use std::collections::BTreeMap;

use learning::learn::{Axis, Feature};
use serde::{Deserialize, Serialize};

use super::sheet::Texts;

/// How many bins a number has at most, the missing one left out.
const BINS: usize = 250;
/// How many of them it has in terms of two or three features, and in terms of four.
const COARSE: usize = 32;
const ROUGH: usize = 10;
/// How many rows a category needs for a place of its own.
const OWN: usize = 5;
/// How many categories have a place of their own at most, in terms of two or three features, and in terms of four.
const CATEGORIES: usize = 220;
const COARSE_CATEGORIES: usize = 48;
const ROUGH_CATEGORIES: usize = 15;
/// How many different numbers a column of numbers has at least if it may hold slips too, and how many cells there are for
/// each of these.
const MANY: usize = 20;
const SLIPS: usize = 100;
/// The places of a missing value and of a category that is rare; how rare is told by the next ones.
const MISSING: u8 = 0;
const RARE: u8 = 1;
pub(super) const FIRST_OWN: u8 = 5;

/// How a column is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A number `v` stands in bin `i` when `edges[i - 1] <= v < edges[i]`; place 0 is a missing one.
    Number {
        /// Where bins begin.
        edges: Vec<f64>,
    },
    /// Each known category has a place; place 0 is a missing one, 1 one that was never seen.
    Category {
        /// The place of each category.
        places: BTreeMap<String, u8>,
    },
}

/// Whether a text stands for "nothing is known".
pub(super) fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 8] = ["na", "n/a", "nan", "null", "none", "?", "-", "nil"];
    text.is_empty() || (text.len() <= 4 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

pub(super) fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| !number.is_nan())
}

impl Reading {
    /// Looks at a column and gives how it is read, with the feature that it makes.
    pub(super) fn of(column: &Texts) -> (Self, Feature) {
        if holds_numbers(column) { of_numbers(column) } else { of_categories(column) }
    }

    /// Where a text stands.
    pub(super) fn place(&self, text: &str) -> u8 {
        if is_missing(text) {
            return MISSING;
        }
        match self {
            Self::Number { edges } => number(text).map_or(MISSING, |number| bin(edges, number)),
            Self::Category { places } => places.get(text).copied().unwrap_or(RARE),
        }
    }
}

/// Whether a column's cells are numbers: all that are known, or all but a few of very many different ones, which are
/// slips of a pen.
fn holds_numbers(column: &Texts) -> bool {
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
    others == 0 || (different >= MANY && others * SLIPS <= cells)
}

fn bin(edges: &[f64], number: f64) -> u8 {
    1 + u8::try_from(edges.partition_point(|edge| *edge <= number)).unwrap_or(u8::MAX - 1)
}

fn of_numbers(column: &Texts) -> (Reading, Feature) {
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
    let ends = equal_parts(&values.iter().map(|(_, count)| *count).collect::<Vec<_>>(), BINS);
    let mut edges: Vec<f64> =
        ends.iter().map(|end| between(values[end - 1].0, values[*end].0)).collect();
    edges.dedup();
    let places_of_texts: Vec<u8> =
        numbers.iter().map(|number| number.map_or(MISSING, |number| bin(&edges, number))).collect();
    let places: Vec<u8> = column.codes.iter().map(|code| places_of_texts[*code as usize]).collect();
    let size = edges.len() + 2;
    let mut in_place = vec![0; size];
    for place in &places {
        in_place[usize::from(*place)] += 1;
    }
    let ends = equal_parts(&in_place[1..], COARSE);
    let coarse = (0..size)
        .map(
            |place| if place == 0 { 0 } else { 1 + ends.partition_point(|end| *end < place) as u8 },
        )
        .collect();
    let lines = number_lines(&values, &edges, &in_place);
    let rough = rough(ends.len() + 2);
    let feature = Feature { places, size, coarse, rough, axis: Axis::Ordered, anchor: None, lines };
    (Reading::Number { edges }, feature)
}

/// For each of so many coarse bins, the missing one among them, the rough one that it is part of.
fn rough(bins: usize) -> Vec<u8> {
    let numbers = bins - 1;
    let parts = numbers.min(ROUGH);
    let part = |bin: usize| if bin == 0 { 0 } else { 1 + ((bin - 1) * parts / numbers) as u8 };
    (0..bins).map(part).collect()
}

/// A number between two, at or below which the smaller stays.
fn between(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0;
    // An infinite one could not be written down.
    if middle > low && middle.is_finite() { middle } else { high.min(f64::MAX) }
}

/// Divides a row of counts into parts of about equal count, none of them divided itself: where parts end.
/// A count that is large alone stands alone.
fn equal_parts(counts: &[usize], parts: usize) -> Vec<usize> {
    let occupied = counts.iter().filter(|count| **count > 0).count();
    let mut ends = Vec::new();
    if occupied <= parts {
        ends.extend(1..counts.len());
        return ends;
    }
    let mut rest: usize = counts.iter().sum();
    let (mut left, mut held) = (parts, 0);
    for (i, count) in counts.iter().enumerate().take(counts.len() - 1) {
        held += count;
        let target = rest.div_ceil(left);
        let next = counts[i + 1];
        if held >= target || (held > 0 && next >= target) || held + next / 2 > target {
            ends.push(i + 1);
            rest -= held;
            held = 0;
            left -= 1;
            if left <= 1 {
                break;
            }
        }
    }
    ends
}

/// A straight line through the standardised bins, and one for "missing".
fn number_lines(values: &[(f64, usize)], edges: &[f64], in_place: &[usize]) -> Vec<Vec<f64>> {
    let mut sums = vec![(0.0, 0.0); in_place.len()];
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
    let weighted = |of: &dyn Fn(f64) -> f64| -> f64 {
        let all: f64 = in_place[1..].iter().map(|count| *count as f64).sum();
        let sum: f64 = means
            .iter()
            .zip(in_place)
            .map(|(mean, count)| mean.map_or(0.0, |mean| of(mean) * *count as f64))
            .sum();
        sum / all.max(1.0)
    };
    let mean = weighted(&|value| value);
    let deviation = weighted(&|value| (value - mean).powi(2)).sqrt();
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
    let rows: usize = in_place.iter().sum();
    if in_place[0] >= OWN && rows - in_place[0] >= OWN {
        lines.push(flag(0, in_place));
    }
    lines
}

/// 1 at a place and 0 elsewhere, less its mean.
fn flag(place: usize, in_place: &[usize]) -> Vec<f64> {
    let rows: usize = in_place.iter().sum();
    let mean = in_place[place] as f64 / rows as f64;
    (0..in_place.len()).map(|one| if one == place { 1.0 - mean } else { -mean }).collect()
}

fn of_categories(column: &Texts) -> (Reading, Feature) {
    let mut counts: Vec<usize> = vec![0; column.texts.len()];
    column.codes.iter().for_each(|code| counts[*code as usize] += 1);
    let mut frequent: Vec<usize> = (0..counts.len())
        .filter(|code| counts[*code] >= OWN && !is_missing(&column.texts[*code]))
        .collect();
    frequent.sort_by(|a, b| {
        counts[*b].cmp(&counts[*a]).then_with(|| column.texts[*a].cmp(&column.texts[*b]))
    });
    frequent.truncate(CATEGORIES);
    let own: BTreeMap<usize, u8> =
        frequent.iter().enumerate().map(|(i, code)| (*code, FIRST_OWN + i as u8)).collect();
    // A row counts the others that share its category; a row that is scored counts those that were learned from.
    let place = |code: usize, others: usize| {
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
    let learned: Vec<u8> = (0..counts.len()).map(|code| place(code, counts[code] - 1)).collect();
    let places: Vec<u8> = column.codes.iter().map(|code| learned[*code as usize]).collect();
    let size = usize::from(FIRST_OWN) + frequent.len();
    // Of the frequent ones so many keep their place; the others stand with the most frequent of the rare ones.
    let narrowed = |places: usize, most: usize| -> Vec<u8> {
        let own = |place: u8| if usize::from(place) < most { place } else { RARE + 3 };
        (0..places as u8).map(own).collect()
    };
    let coarse = narrowed(size, COARSE_CATEGORIES);
    let rough = narrowed(size.min(COARSE_CATEGORIES), ROUGH_CATEGORIES);
    let mut in_place = vec![0; size];
    for place in &places {
        in_place[usize::from(*place)] += 1;
    }
    let lines = (0..size)
        .filter(|place| in_place[*place] >= OWN && in_place[*place] < places.len())
        .take(40)
        .map(|place| flag(place, &in_place))
        .collect();
    let feature =
        Feature { places, size, coarse, rough, axis: Axis::Unordered, anchor: None, lines };
    let known = column
        .texts
        .iter()
        .enumerate()
        .filter(|(code, text)| !is_missing(text) && place(*code, counts[*code]) != RARE);
    let places = known.map(|(code, text)| (text.clone(), place(code, counts[code]))).collect();
    (Reading::Category { places }, feature)
}
