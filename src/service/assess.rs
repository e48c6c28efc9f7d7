//! From observations to an assessment: score, policy, words.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use evidence::finding::State;
use evidence::indicators::{self, Indicator, Observed};
use evidence::linkage::ring::link_weights;
use evidence::links::Links;
use evidence::lists::{ListLookup, ListMeaning};
use scoring::champion::Champion;
use scoring::decision::{Assessment, Contribution, LinkSummary, Remark};
use scoring::model::Score;
use scoring::policy::{self, Standing};

use super::policies::Versioned;

/// What an assessment is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grounds<'a> {
    /// What every indicator says.
    pub(super) observed: &'a [Observed],
    /// Who shares what.
    pub(super) links: &'a Links,
    /// What is known of what the profile names.
    pub(super) facts: &'a Facts,
    /// When the profile was submitted.
    pub(super) now: DateTime<Utc>,
    /// The model.
    pub(super) champion: &'a Champion,
    /// The tenant's policy.
    pub(super) policy: &'a Versioned,
}

/// Scores, places and words.
pub(super) fn assess(grounds: Grounds<'_>) -> Assessment {
    let Grounds { observed, links, facts, now, champion, policy } = grounds;
    let rules = &policy.policy;
    let scored: Vec<&Observed> =
        observed.iter().filter(|one| one.indicator.policy.is_scored()).collect();
    let values: Vec<Option<f64>> =
        scored.iter().map(|one| one.indicator.input(&one.finding)).collect();
    let score = champion.scorer.score(&values, rules.base_rate);
    let contributions = contributions(&scored, &score);
    let tie = link_weights(links, now).into_values().fold(0.0, f64::max);
    let standing = Standing { tie, ..standing(&contributions, &score) };
    let (band, recommendation, reasons) = policy::place(&standing, rules);
    let reach = |i: usize| champion.scorer.reach_given(i, &values).could_move();
    let unknown: Vec<(&'static Indicator, f64)> = (scored.iter().enumerate())
        .filter(|(_, one)| one.finding.state() == State::Unknown)
        .map(|(i, one)| (one.indicator, reach(i)))
        .collect();
    Assessment {
        band,
        recommendation,
        reasons,
        score: score.points,
        probability: score.probability,
        log_odds: score.log_odds,
        base_log_odds: score.base_log_odds,
        contributions,
        context: remarks(observed, indicators::Policy::ContextOnly),
        human_evidence: remarks(observed, indicators::Policy::HumanEvidenceOnly),
        compliance: remarks(observed, indicators::Policy::ComplianceRouteOnly),
        capped_families: score.capped,
        ask_next: policy::ask_next(&unknown, usize::from(rules.ask_at_most)),
        links: LinkSummary { applicants: links.applicants(), ring_id: links.ring },
        model: champion.reference.clone(),
        policy_version: policy.version,
        list_versions: facts.list_versions.clone(),
        lists: lists(&facts.lists),
    }
}

/// What lists say, sanctions left out: those go the compliance route alone.
fn lists(lookup: &ListLookup) -> ListLookup {
    let mut lists = lookup.clone();
    lists.listed.retain(|one| one.on.meaning != ListMeaning::Sanctions);
    lists
}

/// Everything known, the strongest first.
fn contributions(scored: &[&Observed], score: &Score) -> Vec<Contribution> {
    let mut contributions: Vec<Contribution> = (scored.iter().zip(&score.contributions))
        .filter(|(one, _)| one.finding.state() != State::Unknown)
        .map(|(one, log_odds)| Contribution {
            indicator: one.indicator.id.to_owned(),
            family: one.indicator.family.name().to_owned(),
            state: one.finding.state(),
            value: one.finding.value().unwrap_or_default(),
            log_odds: *log_odds,
            evidence: one.finding.evidence().to_vec(),
            settle: one.indicator.settle.to_owned(),
            false_positives: one.indicator.false_positives.to_owned(),
        })
        .collect();
    // The sort is stable, so equal ones keep the catalogue's order.
    contributions.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    contributions
}

fn standing(contributions: &[Contribution], score: &Score) -> Standing {
    let mut families: Vec<&str> = contributions.iter().map(|one| one.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    Standing {
        probability: score.probability,
        families: policy::independent_families(contributions),
        known_indicators: contributions.len(),
        known_families: families.len(),
        tie: 0.0,
    }
}

/// The hits of one policy, which weigh nothing.
fn remarks(observed: &[Observed], policy: indicators::Policy) -> Vec<Remark> {
    let remark = |one: &Observed| Remark {
        indicator: one.indicator.id.to_owned(),
        family: one.indicator.family.name().to_owned(),
        value: one.finding.value().unwrap_or_default(),
        evidence: one.finding.evidence().to_vec(),
        settle: one.indicator.settle.to_owned(),
        false_positives: one.indicator.false_positives.to_owned(),
    };
    (observed.iter())
        .filter(|one| one.indicator.policy == policy && one.finding.state() == State::Hit)
        .map(remark)
        .collect()
}
