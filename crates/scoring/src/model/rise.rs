//! Checks that the rise of a term makes up for the falls of all its pairs.
//!
//! A pair within a family can be negative, because two hits can be the same evidence twice. Each step of a term's
//! grade must still raise the score whatever else is a hit, so the falls of all its pairs at that step are added up.

use std::collections::BTreeMap;

use super::terms::{Pair, Side, Term};

/// A step of a term: from a miss or unknown to the first grade of a hit, or from a grade to the next.
pub struct Step<'a> {
    pub term: &'a Term,
    /// The grade after the step.
    pub grade: usize,
    /// The rise of the term itself.
    pub rise: f64,
    /// The falls of its pairs. Pairs that do not fall are left out.
    pub falls: Vec<Fall>,
}

/// The largest fall of a pair at a step.
#[derive(Clone, Copy)]
pub struct Fall {
    /// The position of the pair.
    pub pair: usize,
    /// The amount, above 0.
    pub by: f64,
    /// The cell after the step: the grade of the first indicator, the grade of the second.
    pub cell: [usize; 2],
}

impl Step<'_> {
    /// The sum of all falls. Hits do not exclude each other, so all falls can happen at once.
    pub fn total_fall(&self) -> f64 {
        self.falls.iter().map(|fall| fall.by).sum()
    }
}

/// Every step of every term, with the falls of its pairs within the family. The pairs must match the shape of their
/// terms.
pub fn steps<'a>(terms: &'a [Term], pairs: &'a [Pair]) -> impl Iterator<Item = Step<'a>> + 'a {
    let mut within = within_families(terms, pairs);
    terms.iter().flat_map(move |term| {
        let sides = within.remove(term.indicator.as_str()).unwrap_or_default();
        (0..term.hits.len()).map(move |grade| step(term, grade, pairs, &sides))
    })
}

/// For each indicator, its pairs within the family, and which side of each pair it is.
fn within_families<'a>(
    terms: &'a [Term],
    pairs: &'a [Pair],
) -> BTreeMap<&'a str, Vec<(usize, Side)>> {
    let families: BTreeMap<&str, &str> =
        terms.iter().map(|term| (term.indicator.as_str(), term.family.as_str())).collect();
    let mut within: BTreeMap<&str, Vec<(usize, Side)>> = BTreeMap::new();
    for (i, pair) in pairs.iter().enumerate() {
        let (first, second) = (pair.first.as_str(), pair.second.as_str());
        if families.get(first) == families.get(second) {
            within.entry(first).or_default().push((i, Side::First));
            within.entry(second).or_default().push((i, Side::Second));
        }
    }
    within
}

fn step<'a>(term: &'a Term, grade: usize, pairs: &[Pair], sides: &[(usize, Side)]) -> Step<'a> {
    let before = grade.checked_sub(1).map_or(0.0, |before| term.hits[before]);
    let fall = |(pair, side): &(usize, Side)| {
        let (by, other) = pairs[*pair].worst_fall(*side, grade)?;
        let cell = match side {
            Side::First => [grade, other],
            Side::Second => [other, grade],
        };
        Some(Fall { pair: *pair, by, cell })
    };
    let falls = sides.iter().filter_map(fall).collect();
    Step { term, grade, rise: term.hits[grade] - before, falls }
}
