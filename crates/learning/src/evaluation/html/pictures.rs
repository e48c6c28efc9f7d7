//! The curves and the calibration.

use super::svg::{Axis, Frame, Scale};
use super::words::{folded, in_words, percent, range};
use super::{section, split};
use crate::evaluation::report::{Calibration, Evaluation, PrecisionAt, RateAt};

fn tenths(step: u8, label: &str) -> Axis {
    let tick = |n: u8| (f64::from(n) / 10.0, format!("{} %", n * 10));
    Axis::new(Scale::Linear, (0..=10).step_by(step.into()).map(tick), label)
}

/// One of a place's two intervals.
type Of = fn(&PrecisionAt) -> super::Interval;

pub(super) fn precision(evaluation: &Evaluation) -> String {
    let places = &evaluation.curves.precision;
    let Some(precision) = evaluation.headline.precision_at_budget else { return String::new() };
    let own = percent(evaluation.counts.base_rate);
    let base_rate = in_words(evaluation.base_rate);
    let says = format!(
        "Of 100 people whom reviewers work, about {:.0} are fake, where {base_rate} are",
        precision.value * 100.0
    );
    let mut frame = Frame::new(
        tenths(2, "of the fakes found (recall)"),
        tenths(2, "of those above, fake (precision)"),
    );
    let lines: [(Of, &str); 2] = [(|one| one.precision, "one"), (|one| one.at_base_rate, "two")];
    for (of, class) in lines {
        let band: Vec<(f64, f64, f64)> =
            places.iter().map(|one| (one.recall, of(one).low, of(one).high)).collect();
        frame.band(&band, class);
        let line: Vec<(f64, f64)> = places.iter().map(|one| (one.recall, of(one).value)).collect();
        frame.line(&line, if class == "two" { "two dashed" } else { class });
    }
    let rows: Vec<Vec<String>> = (places.iter())
        .map(|one| {
            let told = |of: super::Interval| vec![percent(of.value), range(of)];
            [vec![percent(one.recall)], told(one.precision), told(one.at_base_rate)].concat()
        })
        .collect();
    let columns = ["#recall", "#precision here", "#95 %", "#at the base rate", "#95 %"];
    let words = format!(
        "<p>Lower the threshold and more fakes are found (to the right), and fewer of those above it are fake (down). \
         How many depends on how many fakes there are at all.</p>\
         <p class='key'><span><i></i>among these profiles, {own} fake</span>\
         <span><i class='two'></i>where {base_rate} are fake</span></p>\
         <p class='soft'>Shaded: 95 % of draws of whole rings. The dashed line is the one to plan with: labels hold far \
         more fakes than applicants do.</p>{}",
        folded("The numbers", &columns, &rows)
    );
    section("Precision and recall", &says, &split(&frame.picture(&says), &words))
}

pub(super) fn roc(evaluation: &Evaluation) -> String {
    let places = &evaluation.curves.roc;
    let Some(recall) = evaluation.headline.recall_at_one_percent else { return String::new() };
    let says = format!(
        "To find {} of the fakes, 1 % of honest people are looked at for nothing",
        percent(recall.value)
    );
    let ticks = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0].map(|rate| (rate, percent(rate)));
    let x =
        Axis::new(Scale::Log, ticks, "of honest people above the threshold (false-positive rate)");
    let mut frame = Frame::new(x, tenths(2, "of the fakes found (recall)"));
    let shown = || places.iter().filter(|one| one.false_positive_rate > 0.0);
    let band = |one: &RateAt| (one.false_positive_rate, one.recall.low, one.recall.high);
    frame.band(&shown().map(band).collect::<Vec<_>>(), "one");
    let line: Vec<(f64, f64)> =
        shown().map(|one| (one.false_positive_rate, one.recall.value)).collect();
    frame.line(&line, "one");
    let chance: Vec<(f64, f64)> =
        shown().map(|one| (one.false_positive_rate, one.false_positive_rate)).collect();
    frame.line(&chance, "two dashed");
    frame.dot(0.01, recall.value, Some((recall.low, recall.high)));
    let rows: Vec<Vec<String>> = (places.iter())
        .map(|one| {
            vec![percent(one.false_positive_rate), percent(one.recall.value), range(one.recall)]
        })
        .collect();
    let area = evaluation.headline.roc_auc.map(|one| {
        format!(
            "<p>Over all thresholds the area is {:.3} ({:.3} to {:.3}); chance has 0.5.</p>",
            one.value, one.low, one.high
        )
    });
    let words = format!(
        "<p>Each point is a threshold. Thresholds that a platform can live with are at the left, so the axis is \
         logarithmic.</p>{}\
         <p class='key'><span><i></i>this model</span><span><i class='two'></i>chance</span></p>\
         <p class='soft'>Shaded: 95 % of draws of whole rings. The dot is 1 %.</p>{}",
        area.unwrap_or_default(),
        folded("The numbers", &["#false-positive rate", "#recall", "#95 %"], &rows)
    );
    section("ROC", &says, &split(&frame.picture(&says), &words))
}

pub(super) fn calibration(evaluation: &Evaluation) -> String {
    let Some(Calibration { error, groups, .. }) = &evaluation.calibration else {
        return String::new();
    };
    let says = format!("Probabilities are off by {} on average", percent(error.value));
    let ticks = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99].map(|share| (share, percent(share)));
    let axis = |label: &str| Axis::new(Scale::Logit, ticks.clone(), label);
    let mut frame = Frame::new(axis("said: the mean probability"), axis("was: the share of fakes"));
    frame.line(&[(0.001, 0.001), (0.99, 0.99)], "two dashed");
    for group in groups {
        frame.dot(group.said, group.was.value, Some((group.was.low, group.was.high)));
    }
    let rows: Vec<Vec<String>> = (groups.iter())
        .map(|one| {
            vec![one.rows.to_string(), percent(one.said), percent(one.was.value), range(one.was)]
        })
        .collect();
    let words = format!(
        "<p>Each dot is a group of profiles with probabilities near each other. On the line, of those of whom 10 % was \
         said, 10 % were fake. Above it more were fake than was said, below it fewer.</p>\
         <p class='soft'>Said and measured at these profiles' own share of fakes, {}. Whiskers: 95 % of draws. Both axes \
         are in log-odds, so that small probabilities can be told apart; a group without a fake stands at the \
         bottom.</p>{}",
        percent(evaluation.counts.base_rate),
        folded("The numbers", &["#profiles", "#said", "#was", "#95 %"], &rows)
    );
    section("Calibration", &says, &split(&frame.picture(&says), &words))
}
