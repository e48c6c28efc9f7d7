//! The model card: what a model is, in words, for people who must answer for it.

use std::fmt::Write as _;

use scoring::model::{Model, Term};

use super::gate::unknown_parity;
use super::number;
use super::report::{Evaluation, GroupParity, Interval, ParityVerdict};
use crate::fit::FitReport;

/// What the card tells of the training besides what the model and the report hold.
#[derive(Clone, Debug)]
pub struct TrainingNotes {
    /// The command that makes the same model again.
    pub command: String,
    /// What the data is, in a paragraph.
    pub data: String,
    /// How the held-out part was chosen.
    pub split: String,
    /// What labels of people unlike those that were learned from lift; empty if that was not measured.
    pub lift: Vec<Lift>,
}

/// What a model finds when it is fitted anew from so many labels of people unlike those that it learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// How many labels; with none it is the model as it is.
    pub labels: usize,
    /// The mean average precision over several draws of whom to label.
    pub average_precision: f64,
    /// The same of models that were fitted on the same people from nothing; nothing where they were too few.
    pub alone: Option<f64>,
    /// That of the worst draw.
    pub least: f64,
    /// That of the best draw.
    pub most: f64,
}

impl Lift {
    /// What several draws gave.
    pub fn of(labels: usize, found: &[f64], alone: &[f64]) -> Self {
        let mean = |figures: &[f64]| figures.iter().sum::<f64>() / number(figures.len());
        Self {
            labels,
            average_precision: mean(found),
            alone: (!alone.is_empty()).then(|| mean(alone)),
            least: found.iter().copied().fold(f64::INFINITY, f64::min),
            most: found.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

/// The card as Markdown.
pub fn card(
    model: &Model,
    report: &FitReport,
    evaluation: &Evaluation,
    notes: &TrainingNotes,
) -> String {
    let definition = model.definition();
    let trained = &definition.trained;
    let mut text = format!(
        "# Model card: {}\n\n{}\n\n- Digest: `{}`\n- Trained on {} profiles, {} of them fake; seed {}\n",
        model.id(),
        definition.description,
        model.digest(),
        trained.rows,
        trained.fakes,
        trained.seed
    );
    if trained.synthetic {
        text.push_str(
            "- **Every person in the training data was simulated.** The figures below say how well the \
             model finds what the simulator invents. They say nothing about real platforms.\n\
             - It is a synthetic prior, to begin with and to be replaced. It cannot know how often real fakes \
             show each red flag, which of them honest people show, or what goes together.\n",
        );
    }
    let _ = write!(
        text,
        "\n## Made by\n\n    {}\n\n{}\n\n{}\n\n",
        notes.command, notes.data, notes.split
    );
    measured(&mut text, evaluation);
    parity(&mut text, evaluation);
    learning(&mut text, evaluation);
    lifted(&mut text, &notes.lift);
    terms(&mut text, model, report);
    text.push_str(LIMITS);
    text
}

const LIMITS: &str = "\n## Limits\n\n\
- It weighs evidence about accounts. It says nothing about who somebody is, and must not be the only \
ground for an adverse decision.\n\
- Unknown adds exactly 0, so a profile with little in it stays near the base rate whatever the truth is.\n\
- Its probabilities are calibrated on the cohort above and shifted to the tenant's base rate. A platform \
whose people differ from the cohort must train on its own outcomes.\n\
- Names, nationality, languages, schools and the countries of schools, phones, banks or documents are not \
among its inputs, except as a contradiction with the person's own claim.\n";

fn measured(text: &mut String, evaluation: &Evaluation) {
    let Evaluation { counts, headline, calibration, .. } = evaluation;
    let per_thousand = evaluation.base_rate * 1000.0;
    let _ = write!(
        text,
        "## Measured on people it has not seen\n\n{} profiles, {} of them fake. \
         Intervals hold 95 % of bootstrap draws of whole rings.\n\n\
         | figure | value | 95 % |\n|---|---|---|\n",
        counts.rows, counts.fakes,
    );
    let figures = [
        ("area under ROC", headline.roc_auc),
        ("average precision", headline.average_precision),
        ("recall at 1 % of genuine people", headline.recall_at_one_percent),
        ("recall within the review budget", headline.recall_at_budget),
        ("precision within the review budget", headline.precision_at_budget),
        ("Brier score", calibration.as_ref().map(|one| one.brier)),
        ("expected calibration error", calibration.as_ref().map(|one| one.error)),
    ];
    for (name, figure) in figures {
        let Some(figure) = figure else { continue };
        let _ = writeln!(text, "| {name} | {:.3} | {} |", figure.value, range(&figure));
    }
    let _ = write!(
        text,
        "\nThe review budget is {} of 100 applicants. When so many genuine people may be looked at for nothing, \
         and {per_thousand} of 1,000 applicants are fake:\n\n\
         | genuine people above | fakes found | 95 % | of those above, fake |\n|---|---|---|---|\n",
        evaluation.review_budget * 100.0
    );
    for budget in &evaluation.budgets {
        let (Some(recall), Some(precision)) = (budget.recall, budget.precision) else { continue };
        let _ = writeln!(
            text,
            "| {} % | {:.1} % | {} | {:.1} % |",
            budget.false_positive_rate * 100.0,
            recall.value * 100.0,
            range(&recall),
            precision * 100.0
        );
    }
}

/// Whether honest people of some group go to review more often, or why nobody knows.
fn parity(text: &mut String, evaluation: &Evaluation) {
    text.push_str("\n## Parity between groups\n\n");
    let groups = || evaluation.parity.iter().flat_map(|parity| &parity.groups);
    let of = |verdict| groups().filter(move |group| group.verdict == verdict);
    if let Some(unknown) = unknown_parity(evaluation) {
        let _ =
            writeln!(text, "**Not shown:** {unknown}.{}", least_known(of(ParityVerdict::Unknown)));
        text.push_str(
            "\nThe gate refuses a model whose parity is unknown, unless whoever runs the service says that it may pass \
             (`[training.gate] unknown_parity_passes`).\n",
        );
        return;
    }
    let names: Vec<String> =
        of(ParityVerdict::DoesNotHold).map(|group| format!("`{}`", group.group)).collect();
    let says = if names.is_empty() {
        format!(
            "It holds: honest people of none of {} groups go to review much more often.",
            groups().count()
        )
    } else {
        format!(
            "**It does not hold:** honest people of {} go to review more often than others.",
            names.join(", ")
        )
    };
    let _ = writeln!(text, "{says}");
}

/// Of whom the least is known, and how little.
fn least_known<'a>(unknown: impl Iterator<Item = &'a GroupParity>) -> String {
    let Some(group) = unknown.max_by(|a, b| a.ratio.high.total_cmp(&b.ratio.high)) else {
        return String::new();
    };
    format!(
        " The least is known of `{}`: its {} honest people go to review {:.2} times as often as others, which chance puts \
         anywhere between {:.2} and {:.2} times.",
        group.group, group.genuine, group.ratio.value, group.ratio.low, group.ratio.high
    )
}

/// How many labels of the same kind it takes to learn so much without an earlier model.
fn learning(text: &mut String, evaluation: &Evaluation) {
    if evaluation.learning.is_empty() {
        return;
    }
    text.push_str(
        "\n## How many labels it takes\n\n\
         Fitted from nothing on so many profiles of the same cohort, measured on the same others:\n\n\
         | profiles | fakes | average precision | 95 % |\n|---|---|---|---|\n",
    );
    for one in &evaluation.learning {
        let Some(precision) = one.average_precision else { continue };
        let (rows, fakes) = (one.rows, one.fakes);
        let _ =
            writeln!(text, "| {rows} | {fakes} | {:.3} | {} |", precision.value, range(&precision));
    }
}

/// What labels of other people are worth to it.
fn lifted(text: &mut String, lift: &[Lift]) {
    let [as_it_is, lifted @ ..] = lift else { return };
    let _ = write!(
        text,
        "\nAmong people unlike those it reaches an average precision of {:.3} on their later part as it is (the report's \
         *Elsewhere* is of all of them, and so another figure). Fitted anew from it, and from nothing, with so many labels of the earlier \
         part, drawn at random and all of them right, means of the draws:\n\n\
         | labels | from it | worst and best draw | from nothing |\n|---|---|---|---|\n",
        as_it_is.average_precision
    );
    for Lift { labels, average_precision, least, most, alone } in lifted {
        let alone = alone.map_or("too few".to_owned(), |alone| format!("{alone:.3}"));
        let _ = writeln!(
            text,
            "| {labels} | {average_precision:.3} | {least:.3} to {most:.3} | {alone} |"
        );
    }
    let worse = lifted.iter().rposition(|one| one.least <= as_it_is.average_precision);
    let lifts = match lifted.get(worse.map_or(0, |worse| worse + 1)) {
        Some(one) => {
            format!("With {} labels and more every draw was better than it is.", one.labels)
        }
        None => "With none of these numbers was every draw better than it is.".to_owned(),
    };
    let beaten = lifted
        .iter()
        .find(|one| one.alone.is_some_and(|alone| alone >= as_it_is.average_precision));
    let worth = match (beaten, lifted.last()) {
        (Some(one), _) => format!("It takes about {} labels to do as well without it.", one.labels),
        (None, Some(last)) => {
            format!("{} labels without it do not yet do as well.", last.labels)
        }
        (None, None) => String::new(),
    };
    let _ = writeln!(
        text,
        "\n{lifts} {worth} This says nothing of platforms where red flags mean something else than in \
         the cohort: one simulator made both."
    );
}

fn range(interval: &Interval) -> String {
    format!("{:.3} to {:.3}", interval.low, interval.high)
}

fn terms(text: &mut String, model: &Model, report: &FitReport) {
    let definition = model.definition();
    text.push_str(
        "\n## What each indicator can add to the log-odds\n\n\
         | indicator | family | miss | weakest hit | strongest hit |\n|---|---|---|---|---|\n",
    );
    let strongest = |term: &Term| term.hits.last().copied().unwrap_or_default();
    let mut terms: Vec<&Term> = definition.terms.iter().collect();
    terms.sort_by(|a, b| strongest(b).total_cmp(&strongest(a)).then(a.indicator.cmp(&b.indicator)));
    for term in terms {
        let weakest = term.hits.first().copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "| `{}` | {} | {:+.2} | {:+.2} | {:+.2} |",
            term.indicator,
            term.family,
            term.miss,
            weakest,
            strongest(term)
        );
    }
    text.push_str("\nPairs, beyond what each adds alone:\n\n");
    for pair in &definition.pairs {
        let strongest = pair
            .hits
            .iter()
            .flatten()
            .copied()
            .fold(0.0_f64, |most, cell| if cell.abs() > most.abs() { cell } else { most });
        let _ = writeln!(text, "- `{}` with `{}`: up to {strongest:+.2}", pair.first, pair.second);
    }
    if definition.pairs.is_empty() {
        text.push_str("- none\n");
    }
    text.push_str("\nNo family may move the log-odds further than:\n\n");
    for (family, cap) in &definition.caps {
        let _ = writeln!(text, "- {family}: {:+.2} to {:+.2}", cap.least, cap.most);
    }
    if let Some(cap) = definition.total {
        let _ = writeln!(
            text,
            "\nAll evidence together is held within {:+.2} to {:+.2}: no data of so few people tells longer odds.",
            cap.least, cap.most
        );
    }
    let _ = writeln!(
        text,
        "\nThe classifier's gradient ended at {:.1e} of a row, calibration found the slope {:.3}. \
         Left out, because they held nothing or spoke for the person: {}.",
        report.gradient,
        report.slope,
        if report.left_out.is_empty() { "none".to_owned() } else { report.left_out.join(", ") }
    );
}
