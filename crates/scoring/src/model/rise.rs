//! Whether a term's rise covers what all its pairs together take away.
//!
//! A pair of one family may be negative: two hits can tell one story twice. Each step of a term's grade must still
//! raise the score whatever else is a hit, so what its pairs take away at that step counts together.

use std::collections::BTreeMap;

use super::terms::{Pair, Side, Term};

/// One step of a term: from a miss or unknown to the first grade of a hit, or from a grade to the next.
pub struct Step<'a> {
    /// Whose.
    pub term: &'a Term,
    /// The grade that is reached.
    pub grade: usize,
    /// By how much the term alone rises.
    pub rise: f64,
    /// What its pairs may take away; those that cannot are left out.
    pub falls: Vec<Fall>,
}

/// The most that one pair takes away at a step.
#[derive(Clone, Copy)]
pub struct Fall {
    /// Which pair.
    pub pair: usize,
    /// How much: above 0.
    pub by: f64,
    /// The entry that is reached by it: the grade of the first, the grade of the second.
    pub entry: [usize; 2],
}

impl Step<'_> {
    /// What the pairs take away together. Who is a hit of one is no less one of another, so all can at once.
    pub fn taken(&self) -> f64 {
        self.falls.iter().map(|fall| fall.by).sum()
    }
}

/// Every step of every term, with the falls of its pairs within its own family. Pairs fit their terms.
pub fn steps<'a>(terms: &'a [Term], pairs: &'a [Pair]) -> impl Iterator<Item = Step<'a>> + 'a {
    let mut within = within_families(terms, pairs);
    terms.iter().flat_map(move |term| {
        let sides = within.remove(term.indicator.as_str()).unwrap_or_default();
        (0..term.hits.len()).map(move |grade| step(term, grade, pairs, &sides))
    })
}

/// The pairs of each indicator whose other side is of the same family, and which side it is.
fn within_families<'a>(
    terms: &'a [Term],
    pairs: &'a [Pair],
) -> BTreeMap<&'a str, Vec<(usize, Side)>> {
    let families: BTreeMap<&str, &str> =
        terms.iter().map(|term| (term.indicator.as_str(), term.family.as_str())).collect();
    let mut within: BTreeMap<&str, Vec<(usize, Side)>> = BTreeMap::new();
    for (place, pair) in pairs.iter().enumerate() {
        let (first, second) = (pair.first.as_str(), pair.second.as_str());
        if families.get(first) == families.get(second) {
            within.entry(first).or_default().push((place, Side::First));
            within.entry(second).or_default().push((place, Side::Second));
        }
    }
    within
}

fn step<'a>(term: &'a Term, grade: usize, pairs: &[Pair], sides: &[(usize, Side)]) -> Step<'a> {
    let before = grade.checked_sub(1).map_or(0.0, |before| term.hits[before]);
    let fall = |(place, side): &(usize, Side)| {
        let (by, other) = pairs[*place].worst_fall(*side, grade)?;
        let entry = match side {
            Side::First => [grade, other],
            Side::Second => [other, grade],
        };
        Some(Fall { pair: *place, by, entry })
    };
    let falls = sides.iter().filter_map(fall).collect();
    Step { term, grade, rise: term.hits[grade] - before, falls }
}
