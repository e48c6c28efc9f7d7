//! Shapes: what every term and pair adds, as it stands in the model, with how many people it concerns.

use scoring::model::{Model, Pair, Term};

use super::input::HeldOut;
use super::number;
use super::report::{PairShape, Place, Shape};
use crate::fit::Column;

/// Every term that adds something, the strongest first.
pub(super) fn terms(model: &Model, columns: &[Column], rows: &[HeldOut]) -> Vec<Shape> {
    let shape = |term: &Term| shape(term, columns, rows);
    let mut shapes: Vec<Shape> = model.definition().terms.iter().map(shape).collect();
    let reach = |shape: &Shape| {
        shape.places.iter().map(|place| place.log_odds.abs()).fold(0.0_f64, f64::max)
    };
    shapes.retain(|shape| reach(shape) > 0.0);
    shapes.sort_by(|a, b| reach(b).total_cmp(&reach(a)).then(a.indicator.cmp(&b.indicator)));
    shapes
}

/// Every pair.
pub(super) fn pairs(model: &Model) -> Vec<PairShape> {
    let definition = model.definition();
    let labels = |id: &str| {
        let term = definition.terms.iter().find(|term| term.indicator == id);
        term.map(|term| (0..term.hits.len()).map(|grade| label(term, grade)).collect())
            .unwrap_or_default()
    };
    let shape = |pair: &Pair| PairShape {
        first: pair.first.clone(),
        second: pair.second.clone(),
        first_hits: labels(&pair.first),
        second_hits: labels(&pair.second),
        log_odds: pair.hits.clone(),
    };
    definition.pairs.iter().map(shape).collect()
}

fn shape(term: &Term, columns: &[Column], rows: &[HeldOut]) -> Shape {
    let column = columns.iter().position(|column| column.indicator == term.indicator);
    // A miss, and each grade of hits.
    let mut counts = vec![0; term.hits.len() + 1];
    for row in rows {
        if let Some(value) = column.and_then(|column| row.values[column]) {
            counts[bin(&term.edges, value)] += 1;
        }
    }
    let share = |count: usize| number(count) / number(rows.len().max(1));
    let mut places =
        vec![Place { label: "miss".to_owned(), log_odds: term.miss, share: share(counts[0]) }];
    places.extend(term.hits.iter().enumerate().map(|(grade, log_odds)| Place {
        label: label(term, grade),
        log_odds: *log_odds,
        share: share(counts[grade + 1]),
    }));
    Shape { indicator: term.indicator.clone(), family: term.family.clone(), places }
}

/// Where a known value stands: 0 for a miss, `1 + grade` for a hit.
pub(super) fn bin(edges: &[f64], value: f64) -> usize {
    if value <= 0.0 { 0 } else { 1 + edges.iter().take_while(|edge| **edge <= value).count() }
}

fn label(term: &Term, grade: usize) -> String {
    let edge = |place: usize| term.edges.get(place).map(|edge| short(*edge));
    match (grade.checked_sub(1).and_then(edge), edge(grade)) {
        (None, None) => "hit".to_owned(),
        (None, Some(below)) => format!("under {below}"),
        (Some(from), None) => format!("{from} and more"),
        (Some(from), Some(below)) => format!("{from} to {below}"),
    }
}

fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
