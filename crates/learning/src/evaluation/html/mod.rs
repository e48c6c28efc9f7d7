//! Renders an evaluation as a self-contained HTML page: no external resources or scripts, light and dark mode,
//! printable, and with a table for every chart. The text is in `templates/evaluation.html`.

mod charts;
mod format;
mod svg;

use askama::Template;

use self::format::{
    count, digit_range, digits, figure, frequency, or_dash, percent, range, share, signed, value,
    with_range, words,
};
use super::gate::{GatePolicy, Refusal, gate, unknown_parity};
use super::report::{Case, Comparison, Evaluation, Interval, ParityVerdict, Shape};

#[derive(Template)]
#[template(path = "evaluation.html")]
struct Page<'a> {
    evaluation: &'a Evaluation,
    policy: &'a GatePolicy,
    refusals: Vec<Refusal>,
    unknown_parity: Option<String>,
    error: Option<Interval>,
    brier: Option<Interval>,
}

/// Renders the page, including the result of the gate under a policy.
pub fn html(evaluation: &Evaluation, policy: &GatePolicy) -> String {
    let page = Page {
        evaluation,
        policy,
        refusals: gate(evaluation, policy).err().unwrap_or_default(),
        unknown_parity: unknown_parity(evaluation),
        error: evaluation.calibration.as_ref().map(|calibration| calibration.error),
        brier: evaluation.calibration.as_ref().map(|calibration| calibration.brier),
    };
    page.render().expect("writing to a string cannot fail")
}

impl Page<'_> {
    fn bounds(&self) -> &'static str {
        if *self.policy == GatePolicy::default() {
            "with the default bounds"
        } else {
            "with the configured bounds"
        }
    }

    /// The sections about the worst errors: title, heading and cases.
    fn errors(&self) -> [(&str, &str, &[Case]); 2] {
        let Evaluation { misses, false_alarms, .. } = self.evaluation;
        [
            ("Worst misses", "The fakes with the lowest scores", misses),
            ("Worst false alarms", "The genuine people with the highest scores", false_alarms),
        ]
    }

    /// The terms that get a chart. The others have only small effects.
    fn charted_terms(&self) -> impl Iterator<Item = &Shape> {
        self.evaluation.shapes.iter().filter(|shape| shape.largest_effect() >= 0.1)
    }

    /// The first and last size of the learning curve, and its heading; `None` with fewer than two points.
    fn learning_curve(&self) -> Option<(usize, usize, &'static str)> {
        let points: Vec<(usize, f64)> = (self.evaluation.learning_curve.iter())
            .filter_map(|point| Some((point.rows, point.average_precision?.value)))
            .collect();
        let (first, _) = *points.first()?;
        let [.., (_, before), (last, now)] = points[..] else { return None };
        let heading = if now - before > 0.005 {
            "More labels would still improve it"
        } else {
            "More labels of the same kind would hardly improve it"
        };
        Some((first, last, heading))
    }
}

/// The share of profiles in which a term is a hit.
fn hit_share(shape: &Shape) -> String {
    percent(&shape.bins.iter().skip(1).map(|bin| bin.share).sum())
}

/// The parts of a sentence, and whether each is a name in backticks.
fn parts(sentence: &str) -> impl Iterator<Item = (&str, bool)> {
    sentence.split('`').enumerate().map(|(i, part)| (part, i % 2 == 1))
}

/// The background of a cell in a pair's table, by its share of the largest effect.
fn heat(cell: &f64, table: &[Vec<f64>]) -> String {
    let max = table.iter().flatten().map(|cell| cell.abs()).fold(0.01_f64, f64::max);
    let colour = if *cell < 0.0 { "--good" } else { "--two" };
    let strength = cell.abs() / max * 45.0;
    format!("background:color-mix(in srgb,var({colour}) {strength:.0}%,transparent)")
}

fn verdict(verdict: &ParityVerdict) -> &'static str {
    match verdict {
        ParityVerdict::Holds => "holds",
        ParityVerdict::DoesNotHold => "does not hold",
        ParityVerdict::Unknown => "unknown",
    }
}

fn comparison_heading(comparison: &Comparison, recall: &Interval) -> String {
    let champion = &comparison.champion;
    if recall.low > 0.0 {
        format!("It finds more fakes than {champion} in the same review time")
    } else if recall.high < 0.0 {
        format!("It finds fewer fakes than {champion} in the same review time")
    } else {
        format!("These profiles cannot show whether it finds more fakes than {champion}")
    }
}

fn parity_heading(verdict: &ParityVerdict) -> &'static str {
    match verdict {
        ParityVerdict::Holds => {
            "Genuine people of every group go to review about as often as others"
        }
        ParityVerdict::DoesNotHold => {
            "Genuine people of some group go to review more often than others"
        }
        ParityVerdict::Unknown => {
            "There are too few people to tell whether genuine people of every group go to review as often as others"
        }
    }
}
