//! The charts of an evaluation.

use super::format::{count, percent, words};
use super::svg::{Axis, Plot, Row, Scale, bars, rows};
use crate::evaluation::number;
use crate::evaluation::report::{
    Calibration, Comparison, Evaluation, FamilyAblation, GroupParity, Interval, Parity,
    ParityVerdict, PrecisionPoint, Shape,
};

fn percent_axis(label: &str) -> Axis {
    let tick = |n: u8| (f64::from(n) / 10.0, format!("{} %", n * 10));
    Axis::new(Scale::Linear, (0..=10).step_by(2).map(tick), label)
}

fn percent_ticks<const N: usize>(shares: [f64; N]) -> [(f64, String); N] {
    shares.map(|share| (share, percent(&share)))
}

fn band(points: impl Iterator<Item = (f64, Interval)>) -> Vec<(f64, f64, f64)> {
    points.map(|(x, interval)| (x, interval.low, interval.high)).collect()
}

fn line(points: impl Iterator<Item = (f64, Interval)>) -> Vec<(f64, f64)> {
    points.map(|(x, interval)| (x, interval.value)).collect()
}

pub(super) fn precision(points: &[PrecisionPoint], summary: &str) -> String {
    let mut plot = Plot::new(
        percent_axis("share of fakes found (recall)"),
        percent_axis("share of fakes above the threshold (precision)"),
    );
    let own = || points.iter().map(|point| (point.recall, point.precision));
    let at_base_rate = || points.iter().map(|point| (point.recall, point.at_base_rate));
    plot.band(&band(own()), "one");
    plot.line(&line(own()), "one");
    plot.band(&band(at_base_rate()), "two");
    plot.line(&line(at_base_rate()), "two dashed");
    plot.render(summary)
}

pub(super) fn roc(evaluation: &Evaluation, recall: &Interval, summary: &str) -> String {
    let ticks = percent_ticks([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]);
    let x =
        Axis::new(Scale::Log, ticks, "genuine people above the threshold (false-positive rate)");
    let mut plot = Plot::new(x, percent_axis("share of fakes found (recall)"));
    let points = || {
        let points = evaluation.curves.roc.iter().filter(|point| point.false_positive_rate > 0.0);
        points.map(|point| (point.false_positive_rate, point.recall))
    };
    plot.band(&band(points()), "one");
    plot.line(&line(points()), "one");
    let chance: Vec<(f64, f64)> = points().map(|(rate, _)| (rate, rate)).collect();
    plot.line(&chance, "two dashed");
    plot.dot(0.01, recall.value, Some((recall.low, recall.high)));
    plot.render(summary)
}

pub(super) fn calibration(calibration: &Calibration, summary: &str) -> String {
    let ticks = percent_ticks([0.001, 0.01, 0.1, 0.5, 0.9, 0.99]);
    let axis = |label: &str| Axis::new(Scale::Logit, ticks.clone(), label);
    let mut plot =
        Plot::new(axis("predicted: the mean probability"), axis("observed: the share of fakes"));
    plot.line(&[(0.001, 0.001), (0.99, 0.99)], "two dashed");
    for group in &calibration.groups {
        let Interval { value, low, high } = group.observed;
        plot.dot(group.predicted, value, Some((low, high)));
    }
    plot.render(summary)
}

pub(super) fn comparison(comparison: &Comparison, summary: &str) -> String {
    let differences = [
        ("Recall in the review budget", comparison.recall_at_budget),
        ("Average precision", comparison.average_precision),
    ];
    let row = |(name, difference): (&str, Option<Interval>)| {
        let Interval { value, low, high } = difference?;
        let class = if high < 0.0 { "bad" } else { "" };
        Some(Row { name: name.to_owned(), value, whisker: (low, high), class })
    };
    let lines: Vec<Row> = differences.into_iter().filter_map(row).collect();
    let reach = lines
        .iter()
        .fold(0.02_f64, |max, line| max.max(line.whisker.0.abs()).max(line.whisker.1.abs()));
    rows(&lines, &Axis::round(-reach, reach, "this model minus the champion"), 0.0, summary)
}

pub(super) fn families(families: &[FamilyAblation], summary: &str) -> String {
    let row = |ablation: &FamilyAblation| {
        let Interval { value, low, high } = ablation.average_precision_lost?;
        let share = percent(&ablation.known_share);
        let name = format!("{}, known for {share}", words(&ablation.family));
        Some(Row { name, value, whisker: (low, high), class: "" })
    };
    let lines: Vec<Row> = families.iter().filter_map(row).collect();
    let max = lines.iter().map(|line| line.whisker.1).fold(0.01_f64, f64::max);
    let min = lines.iter().map(|line| line.whisker.0).fold(0.0_f64, f64::min);
    rows(&lines, &Axis::round(min, max, "average precision lost"), 0.0, summary)
}

pub(super) fn learning_curve(evaluation: &Evaluation, summary: &str) -> String {
    let points = || {
        let curve = evaluation.learning_curve.iter();
        curve.filter_map(|point| Some((point.rows, point.average_precision?)))
    };
    let positions = || points().map(|(rows, interval)| (number(rows), interval));
    let ticks = points().map(|(rows, _)| (number(rows), count(&rows)));
    let x = Axis::new(Scale::Log, ticks, "training profiles");
    let max = points().map(|(_, interval)| interval.high).fold(0.0, f64::max);
    let mut plot = Plot::new(x, Axis::round(0.0, max, "average precision"));
    plot.band(&band(positions()), "one");
    plot.line(&line(positions()), "one");
    for (rows, interval) in positions() {
        plot.dot(rows, interval.value, None);
    }
    plot.render(summary)
}

pub(super) fn parity(parity: &Parity, summary: &str) -> String {
    let row = |group: &GroupParity| Row {
        name: format!("{}, {} genuine", group.group, count(&group.genuine)),
        value: group.ratio.value,
        whisker: (group.ratio.low, group.ratio.high),
        class: match group.verdict {
            ParityVerdict::Holds => "",
            ParityVerdict::DoesNotHold => "bad",
            ParityVerdict::Unknown => "odd",
        },
    };
    let lines: Vec<Row> = parity.groups.iter().map(row).collect();
    let ticks = [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0].map(|times| (times, format!("{times}×")));
    rows(&lines, &Axis::new(Scale::Log, ticks, "as often as the others"), 1.0, summary)
}

/// The bars of a term. All terms share the same scale.
pub(super) fn term(shape: &Shape, shapes: &[Shape]) -> String {
    let effects = || shapes.iter().flat_map(|shape| &shape.bins).map(|bin| bin.log_odds);
    let max = effects().fold(0.5_f64, f64::max);
    let min = effects().fold(-0.1 * max, f64::min);
    let bins: Vec<(String, f64)> =
        shape.bins.iter().map(|bin| (short(&bin.label), bin.log_odds)).collect();
    let summary = format!("What {} adds to the log-odds", words(&shape.indicator));
    bars(&bins, min, max, &summary)
}

/// A short label for a bin: the value at which it begins.
fn short(label: &str) -> String {
    match label.split_once(' ') {
        Some(("under", _)) => "> 0".to_owned(),
        Some((from, _)) => format!("{from}+"),
        None => label.to_owned(),
    }
}
