//! The worst errors.

use super::section;
use super::words::{escaped, percent, spaced, table};
use crate::evaluation::report::{Case, Evaluation};

pub(super) fn misses(evaluation: &Evaluation) -> String {
    let says = "The fakes that it takes for honest people";
    cases("Worst misses", says, &evaluation.misses)
}

pub(super) fn false_alarms(evaluation: &Evaluation) -> String {
    let says = "The honest people whom it suspects most";
    cases("Worst false alarms", says, &evaluation.false_alarms)
}

fn cases(about: &str, says: &str, cases: &[Case]) -> String {
    if cases.is_empty() {
        return String::new();
    }
    let row = |case: &Case| {
        let name = case.decision.map_or_else(
            || format!("row {}", case.row),
            |decision| format!("<code>{decision}</code>"),
        );
        let reason = |one: &crate::evaluation::Reason| {
            format!("{} {:+.2}", escaped(&spaced(&one.indicator)), one.log_odds)
        };
        let reasons: Vec<String> = case.reasons.iter().map(reason).collect();
        let reasons =
            if reasons.is_empty() { "nothing is known".to_owned() } else { reasons.join("<br>") };
        let day = case.at.format("%Y-%m-%d").to_string();
        vec![name, day, percent(case.probability), percent(case.above), reasons]
    };
    let rows: Vec<Vec<String>> = cases.iter().map(row).collect();
    let columns =
        ["decision", "submitted", "#probability", "#profiles above", "what moved it most"];
    let inside = format!(
        "<p>Open them by their decision. A label can be wrong too.</p>{}",
        table(&columns, &rows)
    );
    section(about, says, &inside)
}
