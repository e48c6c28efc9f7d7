//! Agreement: how far reviewers agree with each other and with golden items, and statistics for each reviewer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ids::DecisionId;
use learning::label::Verdict;

use super::Reviewer;
use crate::app::App;
use crate::domain::agreement::{Agreement, agreement};
use crate::domain::queue::QueueName;
use crate::service::Internal;
use crate::store;
use crate::store::reviews::verdicts::CountedVerdict;

#[derive(Clone, Debug)]
pub struct AgreementReport {
    /// Over all pairs of reviewers.
    pub overall: Option<Agreement>,
    /// For each pair of reviewers with common decisions.
    pub pairs: Vec<(String, String, Agreement)>,
    /// For each reviewer and the golden items.
    pub with_truth: Vec<(String, Agreement)>,
}

/// Statistics of a reviewer.
#[derive(Clone, Debug)]
pub struct ReviewerFigures {
    pub reviewer: String,
    /// The number of cases with their verdict.
    pub cases: usize,
    /// The median time for a case, in minutes.
    pub median_minutes: f64,
    /// The share of common cases in which they agreed with others.
    pub agreement: Option<f64>,
    pub golden_cases: usize,
    /// The share of golden items that they judged correctly.
    pub golden_accuracy: Option<f64>,
    pub overturned: i64,
}

/// Agreement between reviewers and with golden items since a time, in one queue or all.
pub async fn agreement_report(
    app: &App,
    who: &Reviewer,
    since: DateTime<Utc>,
    queue: Option<&QueueName>,
) -> Result<AgreementReport, Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    let counted = store::reviews::verdicts::counted(&mut tx, since, queue).await?;
    let pairs = pairs(&counted);
    let all: Vec<(Verdict, Verdict)> = pairs.values().flatten().copied().collect();
    let agreed = |((first, second), both): (&(String, String), &Vec<(Verdict, Verdict)>)| {
        Some((first.clone(), second.clone(), agreement(both)?))
    };
    let truths = truths(&counted);
    Ok(AgreementReport {
        overall: agreement(&all),
        pairs: pairs.iter().filter_map(agreed).collect(),
        with_truth: (truths.into_iter())
            .filter_map(|(who, both)| Some((who, agreement(&both)?)))
            .collect(),
    })
}

/// Statistics of every reviewer since a time.
pub async fn reviewers(
    app: &App,
    who: &Reviewer,
    since: DateTime<Utc>,
) -> Result<Vec<ReviewerFigures>, Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    let counted = store::reviews::verdicts::counted(&mut tx, since, None).await?;
    let overturned: BTreeMap<String, i64> =
        store::reviews::verdicts::overturned(&mut tx, since).await?.into_iter().collect();
    let (pairs, truths) = (pairs(&counted), truths(&counted));
    let mut minutes: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for row in &counted {
        let took = (row.given_at - row.claimed_at).as_seconds_f64() / 60.0;
        minutes.entry(&row.actor).or_default().push(took);
    }
    let figures = |(reviewer, minutes): (&str, Vec<f64>)| {
        let with_others: Vec<(Verdict, Verdict)> = (pairs.iter())
            .filter(|((first, second), _)| first == reviewer || second == reviewer)
            .flat_map(|(_, both)| both.clone())
            .collect();
        let known = truths.get(reviewer).map(Vec::as_slice).unwrap_or_default();
        ReviewerFigures {
            reviewer: reviewer.to_owned(),
            cases: minutes.len(),
            median_minutes: median(minutes),
            agreement: agreement(&with_others).map(|agreement| agreement.observed),
            golden_cases: known.len(),
            golden_accuracy: agreement(known).map(|agreement| agreement.observed),
            overturned: overturned.get(reviewer).copied().unwrap_or_default(),
        }
    };
    Ok(minutes.into_iter().map(figures).collect())
}

/// The verdicts of each pair of reviewers on their common decisions.
fn pairs(counted: &[CountedVerdict]) -> BTreeMap<(String, String), Vec<(Verdict, Verdict)>> {
    let mut by_decision: BTreeMap<DecisionId, Vec<(&str, Verdict)>> = BTreeMap::new();
    for row in counted {
        if let Some(verdict) = Verdict::from_name(&row.verdict) {
            by_decision.entry(row.decision_id).or_default().push((&row.actor, verdict));
        }
    }
    let mut pairs: BTreeMap<(String, String), Vec<(Verdict, Verdict)>> = BTreeMap::new();
    for mut verdicts in by_decision.into_values() {
        verdicts.sort_unstable();
        for (i, first) in verdicts.iter().enumerate() {
            for second in &verdicts[i + 1..] {
                let both = (first.0.to_owned(), second.0.to_owned());
                pairs.entry(both).or_default().push((first.1, second.1));
            }
        }
    }
    pairs
}

/// Each reviewer's verdicts on golden items, with the truth.
fn truths(counted: &[CountedVerdict]) -> BTreeMap<String, Vec<(Verdict, Verdict)>> {
    let mut truths: BTreeMap<String, Vec<(Verdict, Verdict)>> = BTreeMap::new();
    for row in counted {
        let truth = row.truth.as_deref().and_then(Verdict::from_name);
        if let (Some(truth), Some(verdicts)) = (truth, Verdict::from_name(&row.verdict)) {
            truths.entry(row.actor.clone()).or_default().push((verdicts, truth));
        }
    }
    truths
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 3.0]), 3.0);
        assert_eq!(median(vec![9.0, 1.0, 3.0, 4.0]), 3.5);
        assert_eq!(median(Vec::new()), 0.0);
    }
}
