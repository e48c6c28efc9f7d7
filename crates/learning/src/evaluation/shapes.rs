//! Shapes: the contributions of every term and pair of a model, and how many people get each.

use scoring::model::{Model, Pair, Term};

use super::number;
use super::report::{PairShape, Shape, ShapeBin};
use crate::data::{Column, TrainingExample};

/// All terms with an effect, largest first.
pub(super) fn terms(model: &Model, columns: &[Column], examples: &[TrainingExample]) -> Vec<Shape> {
    let shape = |term: &Term| shape(term, columns, examples);
    let mut shapes: Vec<Shape> = model.definition().terms.iter().map(shape).collect();
    shapes.retain(|shape| shape.largest_effect() > 0.0);
    shapes.sort_by(|a, b| {
        b.largest_effect().total_cmp(&a.largest_effect()).then(a.indicator.cmp(&b.indicator))
    });
    shapes
}

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

fn shape(term: &Term, columns: &[Column], examples: &[TrainingExample]) -> Shape {
    let column = columns.iter().position(|column| column.indicator == term.indicator);
    // A miss, and each grade of hits.
    let mut counts = vec![0; term.hits.len() + 1];
    for example in examples {
        if let Some(value) = column.and_then(|column| example.inputs[column]) {
            counts[bin(&term.edges, value)] += 1;
        }
    }
    let share = |count: usize| number(count) / number(examples.len().max(1));
    let mut bins =
        vec![ShapeBin { label: "miss".to_owned(), log_odds: term.miss, share: share(counts[0]) }];
    bins.extend(term.hits.iter().enumerate().map(|(grade, log_odds)| ShapeBin {
        label: label(term, grade),
        log_odds: *log_odds,
        share: share(counts[grade + 1]),
    }));
    Shape { indicator: term.indicator.clone(), family: term.family.clone(), bins }
}

/// The bin of a known value: 0 for a miss, `1 + grade` for a hit.
pub(super) fn bin(edges: &[f64], value: f64) -> usize {
    if value <= 0.0 { 0 } else { 1 + edges.iter().take_while(|edge| **edge <= value).count() }
}

fn label(term: &Term, grade: usize) -> String {
    let edge = |i: usize| term.edges.get(i).map(|edge| short(*edge));
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
