//! Turns findings into an assessment: first the numbers, then the evidence.
//!
//! [`score`] reads only what a decision seals, so replays call it too. [`assess`] is for new submissions.

use std::collections::BTreeMap;

use evidence::finding::{Finding, State};
use evidence::lists::{ListLookup, ListMeaning};

use crate::decision::{Ask, Assessment, Contribution, LinkSummary, UnscoredHit};
use crate::grounds::Grounds;
use crate::model::Scorer;
use crate::policy::{self, Policy, Standing};
use crate::score_sheet::{Gap, NotedHit, ScoreSheet, Weight};
use crate::sealed::{self, SealedFinding, Use};

/// Scores findings and assigns a band. The scorer is bound to the scored findings, in their order.
pub fn score(
    findings: &[SealedFinding],
    link_strength: f64,
    scorer: &Scorer,
    policy: &Policy,
) -> ScoreSheet {
    let scored: Vec<&SealedFinding> =
        findings.iter().filter(|finding| finding.usage.is_scored()).collect();
    let inputs: Vec<Option<f64>> = scored.iter().map(|finding| finding.input()).collect();
    let score = scorer.score(&inputs, policy.base_rate);
    let contributions = weights(&scored, &score.contributions);
    let standing = Standing::new(&contributions, score.probability, link_strength);
    let (band, recommendation, reasons) = policy::classify(&standing, policy);
    let unknown = (scored.iter().enumerate())
        .filter(|(_, finding)| finding.state == State::Unknown)
        .map(|(column, finding)| Gap {
            indicator: finding.indicator.clone(),
            family: finding.family.clone(),
            could_move: scorer.reach_given(column, &inputs).could_move(),
        });
    ScoreSheet {
        band,
        recommendation,
        reasons,
        score: score.points,
        probability: score.probability,
        log_odds: score.log_odds,
        base_log_odds: score.base_log_odds,
        contributions,
        context: hits(findings, Use::Context),
        human_evidence: hits(findings, Use::HumanEvidence),
        compliance: hits(findings, Use::Compliance),
        capped_families: score.capped,
        ask_next: policy::ask_next(unknown.collect(), usize::from(policy.max_questions)),
    }
}

/// Every known scored finding, strongest first.
fn weights(scored: &[&SealedFinding], log_odds: &[f64]) -> Vec<Weight> {
    let mut weights: Vec<Weight> = (scored.iter().zip(log_odds))
        .filter(|(finding, _)| finding.state != State::Unknown)
        .map(|(finding, log_odds)| Weight {
            indicator: finding.indicator.clone(),
            family: finding.family.clone(),
            state: finding.state,
            value: finding.value,
            log_odds: *log_odds,
        })
        .collect();
    // The sort is stable, so ties keep their order.
    weights.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    weights
}

/// The hits of indicators with this use, which have no weight.
fn hits(findings: &[SealedFinding], usage: Use) -> Vec<NotedHit> {
    (findings.iter())
        .filter(|finding| finding.usage == usage && finding.state == State::Hit)
        .map(|finding| NotedHit {
            indicator: finding.indicator.clone(),
            family: finding.family.clone(),
            value: finding.value,
        })
        .collect()
}

/// Scores what this build's indicators found and adds their evidence. Sentences are worded later, when someone reads
/// them.
pub fn assess(grounds: &Grounds<'_>) -> Assessment {
    let Grounds { observed, links, facts, champion, policy, .. } = *grounds;
    let findings = sealed::findings(observed);
    let sheet = score(&findings, grounds.link_strength(), &champion.scorer, &policy.policy);
    let findings: BTreeMap<&str, &Finding> =
        observed.iter().map(|observed| (observed.indicator.id, &observed.finding)).collect();
    let evidence = |indicator: &str| findings[indicator].evidence().to_vec();
    let contribution = |weight: Weight| Contribution {
        evidence: evidence(&weight.indicator),
        indicator: weight.indicator.into(),
        family: weight.family.into(),
        state: weight.state,
        value: weight.value,
        log_odds: weight.log_odds,
        settle: String::new(),
        false_positives: String::new(),
    };
    let unscored = |hit: NotedHit| UnscoredHit {
        evidence: evidence(&hit.indicator),
        indicator: hit.indicator.into(),
        family: hit.family.into(),
        value: hit.value,
        settle: String::new(),
        false_positives: String::new(),
    };
    let ask = |gap: Gap| Ask {
        indicator: gap.indicator.into(),
        family: gap.family.into(),
        question: String::new(),
        could_move: gap.could_move,
    };
    Assessment {
        band: sheet.band,
        recommendation: sheet.recommendation,
        reasons: sheet.reasons,
        score: sheet.score,
        probability: sheet.probability,
        log_odds: sheet.log_odds,
        base_log_odds: sheet.base_log_odds,
        contributions: sheet.contributions.into_iter().map(contribution).collect(),
        context: sheet.context.into_iter().map(unscored).collect(),
        human_evidence: sheet.human_evidence.into_iter().map(unscored).collect(),
        compliance: sheet.compliance.into_iter().map(unscored).collect(),
        capped_families: sheet.capped_families,
        ask_next: sheet.ask_next.into_iter().map(ask).collect(),
        links: LinkSummary { applicants: links.applicants(), ring_id: links.ring },
        model: champion.reference.clone(),
        policy_version: policy.version,
        list_versions: facts.list_versions.clone(),
        lists: without_sanctions(&facts.lists),
    }
}

/// The list matches to show. Sanctions matches appear only under `compliance`.
fn without_sanctions(lookup: &ListLookup) -> ListLookup {
    let mut lists = lookup.clone();
    lists.listed.retain(|listed| listed.on.meaning != ListMeaning::Sanctions);
    lists
}
