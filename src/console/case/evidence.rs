//! Findings: what was observed, with its weight, its sentences and the fields of the profile that they refer to.

use std::collections::BTreeSet;

use ::evidence::finding::{Evidence, State};
use ::evidence::indicators;
use scoring::decision::{Assessment, Contribution, UnscoredHit};
use serde_json::Value;

use super::profile::{anchor, nearest_pointer};
use crate::console::display::{safe_text, signed, title_from_name};
use crate::console::pictures::waterfall::{Step, waterfall};
use crate::console::shell::Shell;
use crate::console::visibility::Visibility;

/// Contributions with a bar of their own in the waterfall.
const MAX_BARS: usize = 14;
/// Pointers shown at once; the template folds the rest.
const VISIBLE_POINTERS: usize = 3;
/// The maximum length of a sentence, in characters.
const MAX_SENTENCE: usize = 400;

pub struct Finding {
    pub id: String,
    pub name: String,
    /// What the indicator observes.
    pub description: &'static str,
    pub family: String,
    /// Empty if the finding has no weight, or if it is hidden.
    pub weight: String,
    pub odds: String,
    pub evidence: Vec<Sentence>,
    pub how_to_verify: String,
    pub innocent_explanations: String,
}

/// The first sentence of a finding, with a link to the whole.
pub struct SummaryLine {
    pub text: String,
    pub href: String,
}

pub struct Sentence {
    pub text: String,
    pub pointers: Vec<PointerLink>,
    /// The number of folded pointers.
    pub more: usize,
}

/// A link to a field of the profile.
pub struct PointerLink {
    pub href: String,
    pub pointer: String,
}

/// A bar of the waterfall.
pub struct BarView {
    pub label: String,
    pub family: String,
    /// A link to the finding.
    pub href: Option<String>,
    pub kind: &'static str,
    pub x: f64,
    pub width: f64,
    pub end: f64,
    pub weight: String,
}

impl Finding {
    pub(super) fn summary_line(&self) -> Option<SummaryLine> {
        let sentence = self.evidence.first()?;
        Some(SummaryLine { text: sentence.text.clone(), href: format!("#o-{}", self.id) })
    }
}

/// The pointers to which any evidence refers, and those to which a red flag or a remark refers.
pub(super) fn referenced_pointers(
    assessment: &Assessment,
    document: &Value,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (hits, misses): (Vec<_>, Vec<_>) =
        assessment.contributions.iter().partition(|it| it.state == State::Hit);
    let remarks = [&assessment.context, &assessment.human_evidence, &assessment.compliance];
    let remarks = remarks.into_iter().flatten().flat_map(|remark| &remark.evidence);
    let pointers = |evidence: Vec<&Evidence>| -> BTreeSet<String> {
        let pointers = evidence.into_iter().flat_map(|evidence| &evidence.pointers);
        let nearest = pointers.map(|pointer| nearest_pointer(document, pointer));
        nearest.filter(|pointer| !pointer.is_empty()).collect()
    };
    let marked = pointers(hits.into_iter().flat_map(|hit| &hit.evidence).chain(remarks).collect());
    let mut referenced = pointers(misses.into_iter().flat_map(|miss| &miss.evidence).collect());
    referenced.extend(marked.iter().cloned());
    (referenced, marked)
}

/// Hits and misses, strongest first; by family if weights are hidden.
pub(super) fn contributions(
    s: &Shell,
    assessment: &Assessment,
    document: &Value,
    visibility: Visibility,
) -> (Vec<Finding>, Vec<Finding>) {
    let mut sorted: Vec<&Contribution> = assessment.contributions.iter().collect();
    if visibility.score {
        sorted.sort_by(|left, right| right.log_odds.abs().total_cmp(&left.log_odds.abs()));
    } else {
        sorted.sort_by_key(|it| (it.family.clone(), it.indicator.clone()));
    }
    let finding = |it: &&Contribution| contribution(s, it, document, visibility);
    let (hits, misses): (Vec<_>, Vec<_>) = sorted.iter().partition(|it| it.state == State::Hit);
    (hits.iter().map(finding).collect(), misses.iter().map(finding).collect())
}

fn contribution(
    s: &Shell,
    contribution: &Contribution,
    document: &Value,
    visibility: Visibility,
) -> Finding {
    let (weight, odds) = if visibility.score {
        (signed(contribution.log_odds), odds(contribution.log_odds))
    } else {
        (String::new(), String::new())
    };
    Finding {
        id: contribution.indicator.clone(),
        name: contribution_title(s, contribution),
        description: description(&contribution.indicator),
        family: s.named("family", &contribution.family),
        weight,
        odds,
        evidence: sentences(s, &contribution.evidence, document),
        how_to_verify: contribution.how_to_verify().to_owned(),
        innocent_explanations: contribution.innocent_explanations().to_owned(),
    }
}

/// The title of an indicator, marked if it was not found.
fn contribution_title(s: &Shell, contribution: &Contribution) -> String {
    let title = title_from_name(&contribution.indicator);
    match contribution.state {
        State::Hit => title,
        _ => s.with("case.not_found", "name", title),
    }
}

/// Observations without a weight.
pub(super) fn remarks(s: &Shell, remarks: &[UnscoredHit], document: &Value) -> Vec<Finding> {
    let finding = |remark: &UnscoredHit| Finding {
        id: remark.indicator.clone(),
        name: title_from_name(&remark.indicator),
        description: description(&remark.indicator),
        family: s.named("family", &remark.family),
        weight: String::new(),
        odds: String::new(),
        evidence: sentences(s, &remark.evidence, document),
        how_to_verify: remark.how_to_verify().to_owned(),
        innocent_explanations: remark.innocent_explanations().to_owned(),
    };
    remarks.iter().map(finding).collect()
}

fn description(id: &str) -> &'static str {
    indicators::all()
        .find(|indicator| indicator.id == id)
        .map_or("", |indicator| indicator.observed)
}

fn sentences(s: &Shell, evidence: &[Evidence], document: &Value) -> Vec<Sentence> {
    let sentence = |evidence: &Evidence| Sentence {
        text: safe_text(&evidence.text(s.lang), MAX_SENTENCE),
        more: evidence.pointers.len().saturating_sub(VISIBLE_POINTERS),
        pointers: evidence.pointers.iter().map(|pointer| link(pointer, document)).collect(),
    };
    evidence.iter().map(sentence).collect()
}

fn link(pointer: &str, document: &Value) -> PointerLink {
    let target = nearest_pointer(document, pointer);
    let href =
        if target.is_empty() { "#profile".to_owned() } else { format!("#{}", anchor(&target)) };
    PointerLink { href, pointer: safe_text(pointer, 80) }
}

/// The factor by which a weight multiplies the odds.
fn odds(log_odds: f64) -> String {
    let factor = log_odds.exp();
    if factor >= 10.0 {
        format!("×{factor:.0}")
    } else if factor >= 0.1 {
        format!("×{factor:.1}")
    } else {
        format!("×{factor:.2}")
    }
}

pub(super) fn bars(s: &Shell, assessment: &Assessment) -> Vec<BarView> {
    let bars = waterfall(assessment, MAX_BARS);
    bars.iter()
        .map(|bar| {
            let (label, family, href) = match &bar.step {
                Step::Base => (s.t("waterfall.base_rate"), String::new(), None),
                Step::Rest(count) => (s.with("waterfall.rest", "n", count), String::new(), None),
                Step::Total => (s.t("waterfall.total"), String::new(), None),
                Step::Contribution(it) => (
                    contribution_title(s, it),
                    s.named("family", &it.family),
                    Some(format!("#o-{}", it.indicator)),
                ),
            };
            let kind = match &bar.step {
                Step::Base | Step::Total => "whole",
                _ if bar.height() >= 0.0 => "up",
                _ => "down",
            };
            let weight = signed(bar.height());
            BarView { label, family, href, kind, x: bar.x, width: bar.width, end: bar.end, weight }
        })
        .collect()
}
