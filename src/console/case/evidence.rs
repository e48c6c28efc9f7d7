//! What was observed, with its weight, its sentence, and the places in the document.

use std::collections::BTreeSet;

use ::evidence::finding::{Evidence, State};
use ::evidence::indicators;
use scoring::decision::{Assessment, Contribution, Remark};
use serde_json::Value;

use super::profile::{anchor, place};
use super::view::{Brief, Sight};
use crate::console::pictures::waterfall::{Step, waterfall};
use crate::console::shell::Shell;
use crate::console::shown::{shown, signed, words};

/// How many contributions the waterfall shows one by one.
const MOST_BARS: usize = 14;
/// How many places are shown at once; the template folds the rest.
const PLACES: usize = 3;
/// The most characters of a sentence.
const SENTENCE: usize = 400;

/// One thing that was observed.
pub(in crate::console) struct Finding {
    pub(in crate::console) id: String,
    pub(in crate::console) name: String,
    /// What is observed, in a sentence.
    pub(in crate::console) observed: &'static str,
    pub(in crate::console) family: String,
    /// Empty if it has none, or must not be seen.
    pub(in crate::console) weight: String,
    pub(in crate::console) odds: String,
    pub(in crate::console) evidence: Vec<Sentence>,
    pub(in crate::console) settle: String,
    pub(in crate::console) false_positives: String,
}

/// One sentence and the places that it speaks of.
pub(in crate::console) struct Sentence {
    pub(in crate::console) text: String,
    pub(in crate::console) places: Vec<PlaceLink>,
    /// How many places are folded away at first.
    pub(in crate::console) more: usize,
}

/// A link to a place in the document.
pub(in crate::console) struct PlaceLink {
    pub(in crate::console) href: String,
    pub(in crate::console) pointer: String,
}

/// One bar of the waterfall.
pub(in crate::console) struct BarView {
    pub(in crate::console) label: String,
    pub(in crate::console) family: String,
    /// Where the whole finding stands on the page.
    pub(in crate::console) href: Option<String>,
    pub(in crate::console) kind: &'static str,
    pub(in crate::console) x: f64,
    pub(in crate::console) width: f64,
    pub(in crate::console) end: f64,
    pub(in crate::console) weight: String,
}

impl Finding {
    /// Its first sentence, as a line of the short account.
    pub(super) fn brief(&self) -> Option<Brief> {
        let sentence = self.evidence.first()?;
        Some(Brief { text: sentence.text.clone(), href: format!("#o-{}", self.id) })
    }
}

/// The places of the document that anything points at, and those that a red flag points at.
pub(super) fn places(
    assessment: &Assessment,
    document: &Value,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (hits, misses): (Vec<_>, Vec<_>) =
        assessment.contributions.iter().partition(|one| one.state == State::Hit);
    let remarks = [&assessment.context, &assessment.human_evidence, &assessment.compliance];
    let remarks = remarks.into_iter().flatten().flat_map(|one| &one.evidence);
    let flags: Vec<&Evidence> =
        hits.into_iter().flat_map(|one| &one.evidence).chain(remarks).collect();
    let found = |evidence: Vec<&Evidence>| -> BTreeSet<String> {
        let pointers = evidence.into_iter().flat_map(|one| &one.pointers);
        let places = pointers.map(|pointer| place(document, pointer));
        places.filter(|place| !place.is_empty()).collect()
    };
    let marked = found(flags);
    let mut named = found(misses.into_iter().flat_map(|one| &one.evidence).collect());
    named.extend(marked.iter().cloned());
    (named, marked)
}

/// Hits and misses, the strongest first; by family when nobody is to see what is strong.
pub(super) fn contributions(
    s: &Shell,
    assessment: &Assessment,
    document: &Value,
    sight: Sight,
) -> (Vec<Finding>, Vec<Finding>) {
    let mut all: Vec<&Contribution> = assessment.contributions.iter().collect();
    match sight {
        Sight::Open => {
            all.sort_by(|one, other| other.log_odds.abs().total_cmp(&one.log_odds.abs()));
        }
        Sight::Blind => all.sort_by_key(|one| (one.family.clone(), one.indicator.clone())),
    }
    let finding = |one: &&Contribution| contribution(s, one, document, sight);
    let (hits, misses): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.state == State::Hit);
    (hits.iter().map(finding).collect(), misses.iter().map(finding).collect())
}

fn contribution(s: &Shell, one: &Contribution, document: &Value, sight: Sight) -> Finding {
    let (weight, odds) = match sight {
        Sight::Open => (signed(one.log_odds), odds(one.log_odds)),
        Sight::Blind => (String::new(), String::new()),
    };
    Finding {
        id: one.indicator.clone(),
        name: words(&one.indicator),
        observed: observed(&one.indicator),
        family: s.t(&format!("family.{}", one.family)),
        weight,
        odds,
        evidence: sentences(&one.evidence, document),
        settle: one.how_to_verify().to_owned(),
        false_positives: one.innocent_explanations().to_owned(),
    }
}

/// Observations that weigh nothing.
pub(super) fn remarks(s: &Shell, remarks: &[Remark], document: &Value) -> Vec<Finding> {
    let remark = |one: &Remark| Finding {
        id: one.indicator.clone(),
        name: words(&one.indicator),
        observed: observed(&one.indicator),
        family: s.t(&format!("family.{}", one.family)),
        weight: String::new(),
        odds: String::new(),
        evidence: sentences(&one.evidence, document),
        settle: one.how_to_verify().to_owned(),
        false_positives: one.innocent_explanations().to_owned(),
    };
    remarks.iter().map(remark).collect()
}

fn observed(id: &str) -> &'static str {
    indicators::all()
        .find(|indicator| indicator.id == id)
        .map_or("", |indicator| indicator.observed)
}

fn sentences(evidence: &[Evidence], document: &Value) -> Vec<Sentence> {
    let sentence = |one: &Evidence| Sentence {
        text: shown(&one.text("en"), SENTENCE),
        more: one.pointers.len().saturating_sub(PLACES),
        places: one.pointers.iter().map(|pointer| link(pointer, document)).collect(),
    };
    evidence.iter().map(sentence).collect()
}

fn link(pointer: &str, document: &Value) -> PlaceLink {
    let at = place(document, pointer);
    let href = if at.is_empty() { "#profile".to_owned() } else { format!("#{}", anchor(&at)) };
    PlaceLink { href, pointer: shown(pointer, 80) }
}

/// By how much a weight multiplies the odds.
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

/// The waterfall.
pub(super) fn bars(s: &Shell, assessment: &Assessment) -> Vec<BarView> {
    let bars = waterfall(assessment, MOST_BARS);
    bars.iter()
        .map(|bar| {
            let (label, family, href) = match &bar.step {
                Step::Base => (s.t("waterfall.base"), String::new(), None),
                Step::Rest(n) => (s.f("waterfall.rest", &[("n", n)]), String::new(), None),
                Step::Total => (s.t("waterfall.total"), String::new(), None),
                Step::One(one) => (
                    words(&one.indicator),
                    s.t(&format!("family.{}", one.family)),
                    Some(format!("#o-{}", one.indicator)),
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
