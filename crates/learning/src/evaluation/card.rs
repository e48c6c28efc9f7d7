//! The model card: a description of a model for the people responsible for it. The text is in `templates/card.md`.

use askama::Template;
use scoring::model::{Definition, Model, Pair, Term};

use super::gate::unknown_parity;
use super::number;
use super::report::{Counts, Evaluation, GroupParity, Interval, ParityVerdict};
use crate::fit::FitReport;

/// Facts about the training that are in neither the model nor the evaluation.
#[derive(Clone, Debug)]
pub struct TrainingNotes {
    /// The command that reproduces the model.
    pub command: String,
    /// A paragraph about the data.
    pub data: String,
    /// How the held-out part was chosen.
    pub split: String,
    /// How labels from another cohort improve the model; empty if not measured.
    pub lift: Vec<Lift>,
    /// Each weight next to its rates; empty if the model was not trained on rates.
    pub rates: Vec<RateRow>,
}

/// Average precision on another cohort after refitting with a sample of its labels, over several samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// 0 for the unchanged model.
    pub labels: usize,
    /// The mean over the draws.
    pub average_precision: f64,
    /// The mean of models fitted from scratch on the same people; `None` if they were too few.
    pub from_nothing: Option<f64>,
    /// The worst draw.
    pub min: f64,
    /// The best draw.
    pub max: f64,
}

impl Lift {
    /// Summarises the average precision of each draw.
    pub fn new(labels: usize, from_model: &[f64], from_nothing: &[f64]) -> Self {
        let mean = |figures: &[f64]| figures.iter().sum::<f64>() / number(figures.len());
        Self {
            labels,
            average_precision: mean(from_model),
            from_nothing: (!from_nothing.is_empty()).then(|| mean(from_nothing)),
            min: from_model.iter().copied().fold(f64::INFINITY, f64::min),
            max: from_model.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// A grade of an indicator: what a hit adds, next to the rates that the model learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct RateRow {
    pub indicator: String,
    /// Where the grade begins.
    pub from: f64,
    /// Where the rates come from, in a word.
    pub basis: &'static str,
    pub fakes: TargetRate,
    pub genuine: TargetRate,
    /// What a hit adds, alone.
    pub weight: f64,
    /// The log of the rate ratio, from the middle of the ranges.
    pub log_ratio: f64,
    /// The smallest and largest weight of the models fitted on parts of the data; `None` without them.
    pub interval: Option<[f64; 2]>,
    /// Why the weight and the log ratio differ by more than the interval explains.
    pub reason: Option<String>,
}

/// The range of a rate, and the rate in the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetRate {
    pub target: [f64; 2],
    pub realised: f64,
}

#[derive(Template)]
#[template(path = "card.md", escape = "none")]
struct Card<'a> {
    model: &'a Model,
    definition: &'a Definition,
    report: &'a FitReport,
    evaluation: &'a Evaluation,
    counts: &'a Counts,
    notes: &'a TrainingNotes,
}

/// The card as Markdown.
pub fn card(
    model: &Model,
    report: &FitReport,
    evaluation: &Evaluation,
    notes: &TrainingNotes,
) -> String {
    let (definition, counts) = (model.definition(), &evaluation.counts);
    let card = Card { model, definition, report, evaluation, counts, notes };
    card.render().expect("writing to a string cannot fail")
}

/// A rate in percent, with its target range.
fn rate(rate: &TargetRate) -> String {
    let percent = |share: f64| format!("{:.3}", share * 100.0);
    let [low, high] = rate.target.map(percent);
    format!("{low} to {high} | {}", percent(rate.realised))
}

fn weights(interval: Option<&[f64; 2]>) -> String {
    interval.map_or_else(String::new, |[low, high]| format!("{low:.2} to {high:.2}"))
}

impl Card<'_> {
    fn figures(&self) -> impl Iterator<Item = (&'static str, Interval)> {
        let Evaluation { headline, calibration, .. } = self.evaluation;
        let figures = [
            ("area under ROC", headline.roc_auc),
            ("average precision", headline.average_precision),
            ("recall at 1 % of genuine people", headline.recall_at_one_percent),
            ("recall within the review budget", headline.recall_at_budget),
            ("precision within the review budget", headline.precision_at_budget),
            ("Brier score", calibration.as_ref().map(|calibration| calibration.brier)),
            (
                "expected calibration error",
                calibration.as_ref().map(|calibration| calibration.error),
            ),
        ];
        figures.into_iter().filter_map(|(name, figure)| Some((name, figure?)))
    }

    /// Whether genuine people of some group go to review more often, or why this is unknown.
    fn parity(&self) -> String {
        let groups = || self.evaluation.parity.iter().flat_map(|parity| &parity.groups);
        let with = |verdict| groups().filter(move |group| group.verdict == verdict);
        if let Some(unknown) = unknown_parity(self.evaluation) {
            return format!(
                "**Not shown:** {unknown}.{}\n\nThe gate refuses a model whose parity is unknown, unless the operator allows \
                 it (`[training.gate] unknown_parity_passes`).",
                least_certain(with(ParityVerdict::Unknown))
            );
        }
        let unequal: Vec<String> =
            with(ParityVerdict::DoesNotHold).map(|group| format!("`{}`", group.group)).collect();
        if unequal.is_empty() {
            let count = groups().count();
            format!(
                "It holds: in none of {count} groups do genuine people go to review much more often."
            )
        } else {
            let names = unequal.join(", ");
            format!(
                "**It does not hold:** genuine people of {names} go to review more often than others."
            )
        }
    }

    /// The terms, strongest first.
    fn terms(&self) -> Vec<&Term> {
        let mut terms: Vec<&Term> = self.definition.terms.iter().collect();
        terms.sort_by(|a, b| {
            strongest(b).total_cmp(&strongest(a)).then(a.indicator.cmp(&b.indicator))
        });
        terms
    }
}

/// A sentence about the group whose ratio is least certain; empty without groups.
fn least_certain<'a>(unknown: impl Iterator<Item = &'a GroupParity>) -> String {
    let Some(group) = unknown.max_by(|a, b| a.ratio.high.total_cmp(&b.ratio.high)) else {
        return String::new();
    };
    format!(
        " `{}` is the least certain: its {} genuine people go to review {:.2} times as often as others, but chance alone could \
         make that anything between {:.2} and {:.2} times.",
        group.group, group.genuine, group.ratio.value, group.ratio.low, group.ratio.high
    )
}

/// How many labels are needed until refitting helps, and until a model without the earlier one is as good.
fn lift_summary(unchanged: &Lift, lifted: &[Lift]) -> String {
    let before = unchanged.average_precision;
    let last_worse = lifted.iter().rposition(|lift| lift.min <= before);
    let helps = match lifted.get(last_worse.map_or(0, |worse| worse + 1)) {
        Some(lift) => format!("From {} labels on, every sample improves the model.", lift.labels),
        None => "None of these numbers improves the model with every sample.".to_owned(),
    };
    let matches = |lift: &&Lift| lift.from_nothing.is_some_and(|precision| precision >= before);
    match (lifted.iter().find(matches), lifted.last()) {
        (Some(lift), _) => {
            format!(
                "{helps} A model from scratch needs about {} labels to be as good.",
                lift.labels
            )
        }
        (None, Some(last)) => {
            format!(
                "{helps} Even {} labels are not enough for a model from scratch to be as good.",
                last.labels
            )
        }
        (None, None) => helps,
    }
}

fn range(interval: &Interval) -> String {
    format!("{:.3} to {:.3}", interval.low, interval.high)
}

fn strongest(term: &Term) -> f64 {
    term.hits.last().copied().unwrap_or_default()
}

/// The cell of a pair with the largest absolute effect.
fn largest(pair: &Pair) -> f64 {
    let cells = pair.hits.iter().flatten().copied();
    cells.fold(0.0_f64, |max, cell| if cell.abs() > max.abs() { cell } else { max })
}
