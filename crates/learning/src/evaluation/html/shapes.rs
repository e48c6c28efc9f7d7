//! What every term and pair adds.

use std::fmt::Write as _;

use super::section;
use super::svg::bars;
use super::words::{escaped, folded, percent, spaced};
use crate::evaluation::report::{Evaluation, PairShape, Shape};

/// Terms that nowhere add so much stand in the table alone.
const SHOWN_FROM: f64 = 0.1;

pub(super) fn terms(evaluation: &Evaluation) -> String {
    let shapes = &evaluation.shapes;
    let Some(first) = shapes.first() else { return String::new() };
    let reach = |shape: &Shape| {
        shape.places.iter().map(|place| place.log_odds.abs()).fold(0.0_f64, f64::max)
    };
    let values = || shapes.iter().flat_map(|shape| &shape.places).map(|place| place.log_odds);
    let most = values().fold(0.5_f64, f64::max);
    let least = values().fold(-0.1 * most, f64::min);
    let mut grid = String::new();
    for shape in shapes.iter().filter(|shape| reach(shape) >= SHOWN_FROM) {
        let places: Vec<(String, f64)> =
            shape.places.iter().map(|place| (short(&place.label), place.log_odds)).collect();
        let says = format!("What {} adds to the log-odds", spaced(&shape.indicator));
        let hits: f64 = shape.places.iter().skip(1).map(|place| place.share).sum();
        let _ = write!(
            grid,
            "<div><div><h3>{}</h3><div class='soft'>{}, a hit in {} of profiles</div></div>{}</div>",
            escaped(&spaced(&shape.indicator)),
            escaped(&spaced(&shape.family)),
            percent(hits),
            bars(&places, least, most, &says)
        );
    }
    let row = |shape: &Shape| {
        let place = |place: &crate::evaluation::Place| {
            vec![
                format!("<code>{}</code>", escaped(&shape.indicator)),
                escaped(&place.label),
                format!("{:+.3}", place.log_odds),
                percent(place.share),
            ]
        };
        shape.places.iter().map(place).collect::<Vec<_>>()
    };
    let numbers: Vec<Vec<String>> = shapes.iter().flat_map(row).collect();
    let inside = format!(
        "<p>A bar is what a miss, or a hit of so much, adds to the log-odds of being fake: +0.7 doubles the odds, −0.7 \
         halves them. Unknown adds exactly nothing. More of a red flag never adds less. Below each bar stands from which value on \
         it holds, in the indicator's unit. All pictures have one scale.</p>\
         <div class='shapes'>{grid}</div>{}",
        folded(
            "Every number of every term",
            &["indicator", "value", "#adds", "#profiles"],
            &numbers
        )
    );
    let says =
        format!("A hit of {} weighs most of all single terms", escaped(&spaced(&first.indicator)));
    section("Terms", &says, &inside)
}

/// A place's name where there is little room: where its values begin.
fn short(label: &str) -> String {
    match label.split_once(' ') {
        Some(("under", _)) => "> 0".to_owned(),
        Some((from, _)) => format!("{from}+"),
        None => label.to_owned(),
    }
}

pub(super) fn pairs(evaluation: &Evaluation) -> String {
    if evaluation.pairs.is_empty() {
        return String::new();
    }
    let mut inside = "<p>What two hits add together beyond what each adds alone. Below nothing, they tell the same \
                      story twice; above it, they are worse together.</p>"
        .to_owned();
    for pair in &evaluation.pairs {
        let _ = write!(
            inside,
            "<h3>{} <span class='soft'>(down)</span> with {} <span class='soft'>(across)</span></h3>{}",
            escaped(&spaced(&pair.first)),
            escaped(&spaced(&pair.second)),
            heat(pair)
        );
    }
    section("Pairs", "What hits mean together", &inside)
}

fn heat(pair: &PairShape) -> String {
    let cells = || pair.log_odds.iter().flatten();
    let most = cells().map(|cell| cell.abs()).fold(0.01_f64, f64::max);
    let mut text = "<div class='scroll'><table class='heat'><thead><tr><th></th>".to_owned();
    for name in &pair.second_hits {
        let _ = write!(text, "<th class='n'>{}</th>", escaped(name));
    }
    text.push_str("</tr></thead><tbody>");
    for (name, row) in pair.first_hits.iter().zip(&pair.log_odds) {
        let _ = write!(text, "<tr><th>{}</th>", escaped(name));
        for cell in row {
            let colour = if *cell < 0.0 { "--good" } else { "--two" };
            let strength = cell.abs() / most * 45.0;
            let _ = write!(
                text,
                "<td style='background:color-mix(in srgb,var({colour}) {strength:.0}%,transparent)'>{cell:+.2}</td>"
            );
        }
        text.push_str("</tr>");
    }
    text.push_str("</tbody></table></div>");
    text
}
