//! A model bound to this build's indicators.

use evidence::indicators::{self, Indicator};

use crate::decision::{InactiveReason, InactiveTerm, ModelRef};
use crate::model::{Model, ModelError, Scorer};

/// The columns of a model in this build: the id and family of each scored indicator.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect()
}

/// A model that this build can score with.
#[derive(Debug)]
pub struct Champion {
    pub reference: ModelRef,
    /// Its artefact, as stored for replays.
    pub document: String,
    pub scorer: Scorer,
}

impl Champion {
    /// The first model that came with the service.
    pub fn baseline() -> Result<Self, ModelError> {
        Self::load(include_str!("../../../models/baseline/model.json"))
    }

    /// Reads an artefact and binds it to this build's scored indicators.
    pub fn load(document: &str) -> Result<Self, ModelError> {
        Ok(Self::new(&Model::from_json(document)?))
    }

    /// Binds a model to this build's scored indicators, by id. It fits every build: a term of an indicator that this
    /// build does not score adds nothing.
    pub fn new(model: &Model) -> Self {
        let names: Vec<&str> = columns().into_iter().map(|(id, _)| id).collect();
        let scorer = model.definition().scorer(&names);
        let reference = ModelRef { id: model.id().to_owned(), digest: model.digest().to_owned() };
        Self { reference, document: model.to_json(), scorer }
    }

    /// The terms that add nothing in this build, and why.
    pub fn inactive_terms(&self) -> Vec<InactiveTerm> {
        inactive_terms(&self.scorer)
    }
}

/// The terms of a model that add nothing in this build, and why.
pub fn inactive_terms(scorer: &Scorer) -> Vec<InactiveTerm> {
    let term = |id: &String| InactiveTerm {
        indicator: id.clone(),
        reason: match Indicator::from_id(id) {
            Some(_) => InactiveReason::NotScored,
            None => InactiveReason::NotComputed,
        },
    };
    scorer.inactive().iter().map(term).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use evidence::facts::Facts;
    use evidence::finding::{Evidence, Finding, State};
    use evidence::indicators::{Observed, Usage};
    use evidence::links::Links;

    use super::*;
    use crate::assess::assess;
    use crate::decision::Assessment;
    use crate::grounds::Grounds;
    use crate::model::{Definition, Pair, Term};
    use crate::policy::Versioned;
    use crate::replay::rescore;
    use crate::sealed::{NewInputs, SealedInputs};

    /// A scored indicator of the baseline.
    const SCORED: &str = "payout_account_shared";

    /// The baseline, changed before it is bound.
    fn changed(change: impl Fn(&mut Definition)) -> Model {
        let baseline = Model::from_json(&Champion::baseline().unwrap().document).unwrap();
        let mut definition = baseline.definition().clone();
        change(&mut definition);
        Model::new(definition).unwrap()
    }

    /// The baseline of a time when another indicator of the payout family was scored too.
    fn with_term(id: &str) -> Model {
        changed(|definition| {
            definition.terms.insert(
                0,
                Term {
                    indicator: id.to_owned(),
                    family: "payout".to_owned(),
                    edges: Vec::new(),
                    miss: -0.5,
                    hits: vec![3.0],
                },
            );
            let (first, second) = (id.to_owned(), SCORED.to_owned());
            let grades = definition.terms.iter().find(|term| term.indicator == SCORED);
            let hits = vec![vec![0.25; grades.unwrap().hits.len()]];
            definition.pairs.push(Pair { first, second, hits });
        })
    }

    fn unscored() -> &'static Indicator {
        indicators::all().find(|indicator| indicator.usage == Usage::ContextOnly).unwrap()
    }

    /// Scores hits of these indicators. Everything else is unknown.
    fn scored(champion: &Champion, hits: &[&str]) -> (Assessment, SealedInputs) {
        let observe = |indicator: &'static Indicator| Observed {
            indicator,
            finding: if hits.contains(&indicator.id) {
                Finding::hit(1.0, Evidence::about([]))
            } else {
                Finding::Unknown
            },
        };
        let observed: Vec<Observed> = indicators::all().map(observe).collect();
        let (links, facts, policy) = (Links::default(), Facts::default(), Versioned::shipped());
        let now = DateTime::UNIX_EPOCH;
        let grounds = Grounds {
            observed: &observed,
            links: &links,
            facts: &facts,
            now,
            champion,
            policy: &policy,
        };
        let inputs = serde_json::to_vec(&NewInputs::new(&grounds, &[], &[])).unwrap();
        (assess(&grounds), SealedInputs::read(&inputs).unwrap())
    }

    fn with_those_of_the_baseline(term: InactiveTerm) -> Vec<InactiveTerm> {
        let mut terms = vec![term];
        terms.extend_from_slice(&Champion::baseline().unwrap().inactive_terms());
        terms
    }

    #[test]
    fn an_indicator_that_became_context_adds_nothing_and_is_named() {
        let context = unscored();
        let model = with_term(context.id);
        let champion = Champion::new(&model);
        let inactive = with_those_of_the_baseline(InactiveTerm {
            indicator: context.id.to_owned(),
            reason: InactiveReason::NotScored,
        });
        assert_eq!(champion.inactive_terms(), inactive);
        let hits = [context.id, SCORED];
        let (assessment, sealed) = scored(&champion, &hits);
        let (baseline, _) = scored(&Champion::baseline().unwrap(), &hits);
        assert_eq!(assessment.log_odds.to_bits(), baseline.log_odds.to_bits());
        assert_eq!(assessment.contributions, baseline.contributions);
        assert_eq!(assessment.inactive_terms, inactive);
        assert_eq!(assessment.context.first().unwrap().indicator, context.id);
        let again = rescore(&sealed, &Versioned::shipped().policy, model.definition());
        assert_eq!(again.inactive_terms, inactive, "a replay shows it too");
        assert_eq!(again.log_odds.to_bits(), assessment.log_odds.to_bits());
    }

    #[test]
    fn an_indicator_that_left_the_build_adds_nothing_and_is_named() {
        let champion = Champion::new(&with_term("left_the_build"));
        let (assessment, _) = scored(&champion, &[SCORED]);
        let (baseline, _) = scored(&Champion::baseline().unwrap(), &[SCORED]);
        assert_eq!(assessment.log_odds.to_bits(), baseline.log_odds.to_bits());
        let inactive = with_those_of_the_baseline(InactiveTerm {
            indicator: "left_the_build".to_owned(),
            reason: InactiveReason::NotComputed,
        });
        assert_eq!(
            (assessment.inactive_terms.as_slice(), &*champion.inactive_terms()),
            (&inactive[..], &inactive[..])
        );
    }

    #[test]
    fn an_indicator_that_the_model_does_not_know_is_shown_and_adds_nothing() {
        let older = changed(|definition| {
            definition.terms.retain(|term| term.indicator != SCORED);
            definition
                .pairs
                .retain(|pair| ![&pair.first, &pair.second].contains(&&SCORED.to_owned()));
        });
        let (assessment, _) = scored(&Champion::new(&older), &[SCORED]);
        let contribution = assessment.contributions.first().unwrap();
        assert_eq!((&*contribution.indicator, contribution.state), (SCORED, State::Hit));
        assert_eq!(contribution.log_odds, 0.0);
        assert_eq!(assessment.log_odds.to_bits(), assessment.base_log_odds.to_bits());
    }

    #[test]
    fn an_indicator_that_moved_to_another_family_keeps_its_term() {
        let moved = changed(|definition| {
            definition.caps.insert("another".to_owned(), definition.caps["payout"]);
            definition.pairs.clear();
            let term = definition.terms.iter_mut().find(|term| term.indicator == SCORED);
            term.unwrap().family = "another".to_owned();
        });
        let (assessment, _) = scored(&Champion::new(&moved), &[SCORED]);
        let contribution = assessment.contributions.first().unwrap();
        assert_eq!((&*contribution.indicator, &*contribution.family), (SCORED, "payout"));
        assert!(contribution.log_odds > 1.0, "{}", contribution.log_odds);
    }

    #[test]
    fn a_file_without_its_digest_is_the_same_champion() {
        let baseline = Champion::baseline().unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&baseline.document).unwrap();
        file.as_object_mut().unwrap().remove("digest");
        let champion = Champion::load(&file.to_string()).unwrap();
        assert_eq!(champion.reference.digest, baseline.reference.digest);
        assert_eq!(champion.document, baseline.document);
        assert_eq!(baseline.document, include_str!("../../../models/baseline/model.json"));
    }

    #[test]
    fn an_unreadable_model_is_reported_once() {
        let error = anyhow::Error::new(Champion::load("{}").unwrap_err()).context("m.json");
        let message = format!("{error:#}");
        assert!(
            message
                .starts_with("m.json: the model file cannot be read: missing field `definition`"),
            "{message}"
        );
    }
}
