//! The report as a page: one file that loads nothing, needs no script, follows the reader's light or dark, prints,
//! and has a table for every picture.

mod errors;
mod pictures;
mod shapes;
mod svg;
mod words;
mod worth;

use std::fmt::Write as _;

use self::words::{count, escaped, figure, in_words, percent, range, share};
use super::gate::{GatePolicy, gate, unknown_parity};
use super::report::{Evaluation, Interval};

const STYLE: &str = include_str!("style.css");

/// The page, with what a gate of this policy says.
pub fn html(evaluation: &Evaluation, policy: &GatePolicy) -> String {
    let id = escaped(&evaluation.model.id);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Evaluation of {id}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    let parts = [
        head(evaluation),
        tiles(evaluation),
        verdict(evaluation, policy),
        pictures::precision(evaluation),
        pictures::roc(evaluation),
        pictures::calibration(evaluation),
        worth::comparison(evaluation),
        worth::families(evaluation),
        worth::learning(evaluation),
        worth::parity(evaluation),
        worth::swap(evaluation),
        worth::elsewhere(evaluation),
        shapes::terms(evaluation),
        shapes::pairs(evaluation),
        errors::misses(evaluation),
        errors::false_alarms(evaluation),
        foot(evaluation),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        page.push_str(part);
        page.push('\n');
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// A section: what it is about, what it says in a sentence, and the rest.
fn section(about: &str, says: &str, inside: &str) -> String {
    format!("<section><p class='kicker'>{about}</p><h2>{says}</h2>{inside}</section>")
}

/// A picture beside its words.
fn split(picture: &str, words: &str) -> String {
    format!("<div class='split'><div>{picture}</div><div>{words}</div></div>")
}

fn head(evaluation: &Evaluation) -> String {
    let Evaluation { model, counts, .. } = evaluation;
    let mut text = format!(
        "<header><p class='kicker'>Evaluation</p><h1>{}</h1><p>{}</p>",
        escaped(&model.id),
        escaped(&model.description)
    );
    if let (Some(from), Some(until)) = (counts.from, counts.until) {
        let _ = write!(
            text,
            "<p class='soft'>Measured on {} profiles that it had not learned from, {} of them fake, submitted from {} \
             to {}.</p>",
            count(counts.rows),
            count(counts.fakes),
            from.format("%-d %B %Y"),
            until.format("%-d %B %Y")
        );
    }
    if model.synthetic {
        text.push_str(
            "<div class='note'><p><b>It learned from simulated people.</b> The figures say how well it finds what a \
             simulator invents. They say nothing about a real platform; only labels of that platform can.</p></div>",
        );
    }
    text.push_str("</header>");
    text
}

fn tile(name: &str, value: &str, interval: Option<Interval>, says: &str) -> String {
    let between = interval.map(|one| format!("<br>95 %: {}", range(one))).unwrap_or_default();
    format!(
        "<div class='tile'><p class='kicker'>{name}</p><b>{value}</b><div class='soft'>{says}{between}</div></div>"
    )
}

fn tiles(evaluation: &Evaluation) -> String {
    let headline = &evaluation.headline;
    let value =
        |one: Option<Interval>| one.map_or_else(|| "–".to_owned(), |one| percent(one.value));
    let error = evaluation.calibration.as_ref().map(|calibration| calibration.error);
    let budget = percent(evaluation.review_budget);
    let tiles = [
        tile(
            "Recall in the budget",
            &value(headline.recall_at_budget),
            headline.recall_at_budget,
            &format!("of the fakes are found when reviewers work {budget} of all applicants."),
        ),
        tile(
            "Precision in the budget",
            &value(headline.precision_at_budget),
            headline.precision_at_budget,
            &format!("of whom they work are fake, where {} are.", in_words(evaluation.base_rate)),
        ),
        tile(
            "Recall at 1 %",
            &value(headline.recall_at_one_percent),
            headline.recall_at_one_percent,
            "of the fakes stand above a threshold that 1 % of honest people pass.",
        ),
        tile(
            "Average precision",
            &headline.average_precision.map_or("–".to_owned(), |one| format!("{:.3}", one.value)),
            None,
            &format!(
                "over all thresholds, among these profiles.<br>95 %: {}",
                headline
                    .average_precision
                    .map_or("–".to_owned(), |one| format!("{:.3} to {:.3}", one.low, one.high))
            ),
        ),
        tile(
            "Calibration error",
            &value(error),
            error,
            "is how far probabilities are from what was, on average.",
        ),
    ];
    format!("<div class='tiles'>{}</div>", tiles.concat())
}

fn verdict(evaluation: &Evaluation, policy: &GatePolicy) -> String {
    let bounds = if *policy == GatePolicy::default() {
        "with the bounds that come with the service"
    } else {
        "with the bounds that were set"
    };
    let unknown = unknown_parity(evaluation);
    match (gate(evaluation, policy), unknown) {
        (Ok(()), None) => format!(
            "<div class='note good'><p><b>The gate would let it score</b>, {bounds}.</p></div>"
        ),
        (Ok(()), Some(unknown)) => format!(
            "<div class='note'><p><b>The gate would let it score</b>, {bounds}, though {}.</p></div>",
            named(&unknown)
        ),
        (Err(refusals), unknown) => {
            let mut reasons = String::new();
            for refusal in refusals {
                let _ = write!(reasons, "<li>{}</li>", named(&refusal.detail));
            }
            let advice =
                if unknown.is_some() && !policy.unknown_parity_passes { ADVICE } else { "" };
            format!(
                "<div class='note bad'><p><b>The gate would not let it score</b>, {bounds}:</p><ul>{reasons}</ul>\
                 {advice}</div>"
            )
        }
    }
}

/// A sentence whose names stand between backticks, as a page shows it.
fn named(sentence: &str) -> String {
    let part = |(place, part): (usize, &str)| match place % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    };
    sentence.split('`').enumerate().map(part).collect()
}

/// What can be done where parity is unknown.
const ADVICE: &str = "<p>Parity becomes known with more labelled people of each group, held out for the audit (see \
    <i>Parity</i>). Whoever answers for it can let a model score without knowing: <code>[training.gate] \
    unknown_parity_passes = true</code>, or <code>bonafide evaluate --unknown-parity-passes</code> for this page alone.</p>";

fn foot(evaluation: &Evaluation) -> String {
    let Evaluation { model, counts, draws, seed, headline, reference, .. } = evaluation;
    let rows = [
        ("Model", format!("<code>{}</code>", escaped(&model.digest))),
        (
            "Learned from",
            format!("{} profiles, {} fake", count(model.learned_from), count(model.fakes)),
        ),
        (
            "Measured on",
            format!(
                "{} profiles in {} rings and persons",
                count(counts.rows),
                count(counts.groups)
            ),
        ),
        (
            "Fakes among them",
            format!("{}, by weight {}", count(counts.fakes), percent(counts.base_rate)),
        ),
        ("Stated base rate", in_words(evaluation.base_rate)),
        ("Review budget", format!("{} of all applicants", percent(evaluation.review_budget))),
        ("Area under ROC", figure(headline.roc_auc)),
        ("Brier score", figure(evaluation.calibration.as_ref().map(|one| one.brier))),
        ("Intervals", format!("95 % of {draws} draws of whole rings and persons, seed {seed}")),
        ("Reference for drift", format!("{} profiles", count(reference.rows))),
        ("Form", format!("<code>{}</code>", escaped(&evaluation.schema))),
    ];
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let budgets: Vec<Vec<String>> = (evaluation.budgets.iter())
        .map(|one| {
            let precision = one.precision.map_or("–".to_owned(), percent);
            vec![percent(one.false_positive_rate), share(one.recall), precision]
        })
        .collect();
    let columns = ["#honest people above the threshold", "#fakes found", "#of those above, fake"];
    format!(
        "{}<footer>{}<p>Every figure is weighted by how much its label counts. How to read this page, and what it \
         cannot say, stands in docs/MODEL.md.</p></footer>",
        section(
            "At fixed thresholds",
            "What is found when so many honest people may be looked at for nothing",
            &words::table(&columns, &budgets)
        ),
        section(
            "How it was measured",
            "The same rows, model and seed give the same page",
            &words::table(&["", ""], &rows)
        )
    )
}
