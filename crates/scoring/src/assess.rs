//! Turns findings into an assessment: first the numbers, then the evidence.
//!
//! [`score`] reads only what a decision seals, so replays call it too. [`assess`] is for new submissions.

use std::cmp::Reverse;

use evidence::finding::State;
use evidence::lists::{ListLookup, ListMeaning};

use crate::decision::{
    Ask, Assessment, Contribution, InactiveReason, InactiveTerm, LinkSummary, UnscoredHit,
};
use crate::grounds::Grounds;
use crate::model::{Scorer, Situation};
use crate::policy::{self, Linkage, Policy, Standing};
use crate::score_sheet::{Gap, NotedHit, ScoreSheet, Weight};
use crate::sealed::{self, CountedAsKnown, SealedFinding, Use};

/// Scores findings and assigns a band. The scorer is bound to the scored findings, in their order.
pub fn score(
    findings: &[SealedFinding],
    linkage: Linkage,
    counted: CountedAsKnown,
    scorer: &Scorer,
    policy: &Policy,
) -> ScoreSheet {
    let scored: Vec<&SealedFinding> =
        findings.iter().filter(|finding| finding.usage.is_scored()).collect();
    let inputs: Vec<Option<f64>> = scored.iter().map(|finding| finding.input()).collect();
    let score = scorer.score(&inputs, policy.base_rate);
    let contributions = weights(&scored, &score.contributions);
    let known = known_families(&scored, counted, scorer);
    let standing = Standing::new(&contributions, &known, score.probability, linkage);
    let (band, recommendation, reasons) = policy::classify(&standing, policy);
    let max_questions = usize::from(policy.max_questions);
    ScoreSheet {
        band,
        recommendation,
        reasons,
        score: score.points,
        probability: score.probability,
        log_odds: score.log_odds,
        base_log_odds: score.base_log_odds,
        contributions,
        context: noted(findings, SealedFinding::context),
        human_evidence: noted(findings, |finding| hit(finding, Use::HumanEvidence)),
        compliance: noted(findings, |finding| hit(finding, Use::Compliance)),
        capped_families: score.capped,
        ask_next: questions(&scored, || scorer.situation(&inputs), max_questions),
        inactive_terms: inactive_terms(findings, scorer),
    }
}

/// The model's terms for indicators that are not scored. Their findings, if any, add nothing.
fn inactive_terms(findings: &[SealedFinding], scorer: &Scorer) -> Vec<InactiveTerm> {
    let is_computed = |id: &String| findings.iter().any(|finding| finding.indicator == **id);
    let term = |id: &String| InactiveTerm {
        indicator: id.clone(),
        reason: if is_computed(id) {
            InactiveReason::NotScored
        } else {
            InactiveReason::NotComputed
        },
    };
    scorer.inactive().iter().map(term).collect()
}

/// The family of each finding that counts as known.
fn known_families<'a>(
    scored: &[&'a SealedFinding],
    counted: CountedAsKnown,
    scorer: &Scorer,
) -> Vec<&'a str> {
    let counts = |column| match counted {
        CountedAsKnown::Scored => true,
        CountedAsKnown::WithTerm => scorer.has_term(column),
    };
    let known = scored.iter().enumerate().filter(|(_, finding)| finding.state != State::Unknown);
    known.filter(|(column, _)| counts(*column)).map(|(_, finding)| &*finding.family).collect()
}

/// What to ask next: first what the platform or the applicant can answer, then at most one question that only a person's
/// report answers. Nobody has a report about most applicants, so asking for all of them would leave no room for the rest.
fn questions<'a>(
    scored: &[&SealedFinding],
    situation: impl Fn() -> Situation<'a>,
    max: usize,
) -> Vec<Gap> {
    const MAX_REPORTS: usize = 1;
    let asked =
        |by_report, max| policy::ask_next(widest_gaps(scored, by_report, situation(), max), max);
    let mut questions = asked(false, max);
    questions.extend(asked(true, MAX_REPORTS.min(max - questions.len())));
    questions
}

/// The unknown findings that can be among the `max` widest gaps: those that only a report makes known, or the others.
/// Measuring every gap would take longer than all the rest of scoring.
fn widest_gaps(
    scored: &[&SealedFinding],
    by_report: bool,
    mut situation: Situation<'_>,
    max: usize,
) -> Vec<Gap> {
    const ROUNDING: f64 = 1e-9;
    let unknown = scored.iter().enumerate();
    let unknown = unknown
        .filter(|(_, finding)| finding.state == State::Unknown && finding.by_report == by_report);
    let mut bounds: Vec<(f64, usize)> =
        unknown.map(|(column, _)| (situation.reach_bound(column), column)).collect();
    // No bound is below 0, so the bits order them.
    bounds.sort_unstable_by_key(|(bound, _)| Reverse(bound.to_bits()));
    let (mut gaps, mut widest): (Vec<Gap>, Vec<f64>) = (Vec::new(), Vec::new());
    for (bound, column) in bounds {
        if widest.len() == max && widest.last().is_none_or(|least| bound + ROUNDING < *least) {
            break;
        }
        let could_move = situation.reach(column).could_move();
        widest.insert(widest.partition_point(|wider| *wider >= could_move), could_move);
        widest.truncate(max);
        let (indicator, family) = (scored[column].indicator.clone(), scored[column].family.clone());
        gaps.push(Gap { indicator, family, could_move });
    }
    gaps
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

/// The findings that are shown without weight, with their values.
fn noted(
    findings: &[SealedFinding],
    value: impl Fn(&SealedFinding) -> Option<f64>,
) -> Vec<NotedHit> {
    let noted = |finding: &SealedFinding| {
        let value = value(finding)?;
        let (indicator, family) = (finding.indicator.clone(), finding.family.clone());
        Some(NotedHit { indicator, family, value })
    };
    findings.iter().filter_map(noted).collect()
}

/// The value of a hit of an indicator with this use.
fn hit(finding: &SealedFinding, usage: Use) -> Option<f64> {
    (finding.usage == usage && finding.state == State::Hit).then_some(finding.value)
}

/// Scores what this build's indicators found and adds their evidence. Sentences are worded later, when someone reads
/// them.
pub fn assess(grounds: &Grounds<'_>) -> Assessment {
    let Grounds { observed, links, facts, champion, policy, .. } = *grounds;
    let findings = sealed::findings(observed);
    let sheet = score(
        &findings,
        Linkage::RingRisk(grounds.ring_risk()),
        CountedAsKnown::WithTerm,
        &champion.scorer,
        &policy.policy,
    );
    // Faster than a map: the ids are few, and most differ in length.
    let evidence = |id: &str| {
        let observed = observed.iter().find(|observed| observed.indicator.id == id);
        observed.map(|observed| observed.finding.evidence().to_vec()).unwrap_or_default()
    };
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
        inactive_terms: sheet.inactive_terms,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::champion::Champion;
    use crate::decision::Reason;
    use crate::model::{Definition, Model};
    use evidence::finding::Finding;
    use evidence::indicators;

    /// The findings of one of many profiles, each different from the others.
    fn findings(mut seed: u64) -> Vec<SealedFinding> {
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            (seed >> 33) % below
        };
        let unknown = random(8);
        let finding = |indicator| {
            let observed = indicators::Observed { indicator, finding: Finding::Unknown };
            let finding = SealedFinding::new(&observed).expect("scored indicators are sealed");
            match random(10) {
                drawn if drawn < unknown => finding,
                8 | 9 => SealedFinding { state: State::Hit, value: 2.5, ..finding },
                _ => SealedFinding { state: State::Miss, ..finding },
            }
        };
        indicators::scored().map(finding).collect()
    }

    #[test]
    fn the_questions_are_those_of_measuring_every_gap() {
        let scorer = Champion::baseline().unwrap().scorer;
        for (seed, max) in (0..300).flat_map(|seed| [(seed, 0), (seed, 1), (seed, 5), (seed, 60)]) {
            let findings = findings(seed);
            let scored: Vec<&SealedFinding> = findings.iter().collect();
            let inputs: Vec<Option<f64>> = scored.iter().map(|finding| finding.input()).collect();
            let gap = |(column, finding): (usize, &&SealedFinding)| Gap {
                indicator: finding.indicator.clone(),
                family: finding.family.clone(),
                could_move: scorer.situation(&inputs).reach(column).could_move(),
            };
            for by_report in [false, true] {
                let all = scored
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| it.state == State::Unknown && it.by_report == by_report);
                let every = policy::ask_next(all.map(gap).collect(), max);
                let widest = widest_gaps(&scored, by_report, scorer.situation(&inputs), max);
                assert_eq!(policy::ask_next(widest, max), every, "seed {seed}, {max} questions");
            }
        }
    }

    fn baseline() -> Definition {
        let model = Model::from_json(&Champion::baseline().unwrap().document).unwrap();
        model.definition().clone()
    }

    /// Unknown findings with a term each, of which the first `reports` need a report.
    fn unknown(count: usize, reports: usize) -> (Vec<SealedFinding>, Scorer) {
        let mut model = baseline();
        model.pairs.clear();
        let mut findings = Vec::new();
        for (i, term) in model.terms.iter_mut().take(count).enumerate() {
            // The effects of reports are the largest, and none is capped.
            term.hits = vec![1.0 / (2.0 + f64::from(u8::try_from(i).unwrap()))];
            (term.miss, term.edges) = (0.0, Vec::new());
            findings.push(SealedFinding {
                indicator: term.indicator.clone().into(),
                family: term.family.clone().into(),
                usage: Use::Scored,
                state: State::Unknown,
                value: 0.0,
                context: 0.0,
                by_report: i < reports,
            });
        }
        let columns: Vec<&str> = findings.iter().map(|it| &*it.indicator).collect();
        let scorer = model.scorer(&columns);
        (findings, scorer)
    }

    #[test]
    fn reports_are_asked_for_last_and_at_most_once() {
        let asked = |count, reports, max_questions| {
            let (findings, scorer) = unknown(count, reports);
            let policy = Policy { max_questions, ..Policy::default() };
            let sheet = score(
                &findings,
                Linkage::RingRisk(0.0),
                CountedAsKnown::WithTerm,
                &scorer,
                &policy,
            );
            let position =
                |gap: &Gap| findings.iter().position(|it| it.indicator == gap.indicator).unwrap();
            sheet.ask_next.iter().map(position).collect::<Vec<usize>>()
        };
        assert_eq!(asked(8, 4, 5), [4, 5, 6, 7, 0], "one report, after the others");
        assert_eq!(asked(8, 4, 3), [4, 5, 6], "no room for a report");
        assert_eq!(asked(4, 4, 5), [0], "only reports");
        assert_eq!(asked(8, 0, 3), [0, 1, 2], "older decisions say nothing about reports");
    }

    #[test]
    fn what_the_model_never_learned_about_does_not_count_as_known() {
        let (mut findings, _) = unknown(12, 0);
        for finding in &mut findings {
            finding.state = State::Miss;
        }
        let model = baseline();
        let columns: Vec<&str> = findings.iter().map(|it| &*it.indicator).collect();
        let policy =
            Policy { min_known_indicators: 10, min_known_families: 1, ..Policy::default() };
        let reasons = |terms: usize, counted| {
            let mut model = model.clone();
            model.pairs.clear();
            model.terms.retain(|term| columns.iter().take(terms).any(|id| *id == term.indicator));
            score(&findings, Linkage::RingRisk(0.0), counted, &model.scorer(&columns), &policy)
                .reasons
        };
        let (enough, little) = ([Reason::Probability], [Reason::LittleKnown]);
        assert_eq!(reasons(10, CountedAsKnown::WithTerm), enough);
        assert_eq!(reasons(9, CountedAsKnown::WithTerm), little);
        assert_eq!(reasons(9, CountedAsKnown::Scored), enough, "as older decisions were made");
    }
}
