//! Causes: indicators that one act triggers are capped together.

use std::collections::BTreeMap;

use super::{Cap, Cause, Definition, Model, ModelError, Pair, Term};

const BASELINE: &str = include_str!("../../../../models/baseline/model.json");

/// Four terms with hits of 2: three of `code_hosting`, one of `resume`. The first two have a cause with a cap of 3.
fn definition() -> Definition {
    let mut definition = Model::from_json(BASELINE).unwrap().definition().clone();
    let term = |(indicator, family): (&str, &str)| Term {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
        edges: Vec::new(),
        miss: -0.5,
        hits: vec![2.0],
    };
    let families =
        [("a", "code_hosting"), ("b", "code_hosting"), ("c", "code_hosting"), ("d", "resume")];
    definition.terms = families.map(term).to_vec();
    definition.pairs = Vec::new();
    definition.total = None;
    definition.causes = BTreeMap::from([("history".to_owned(), cause(&["a", "b"]))]);
    definition
}

fn cause(indicators: &[&str]) -> Cause {
    let indicators = indicators.iter().map(|indicator| (*indicator).to_owned()).collect();
    Cause { indicators, cap: Cap { min: -0.75, max: 3.0 } }
}

fn contributions(inputs: [Option<f64>; 4]) -> Vec<f64> {
    definition().scorer(&["a", "b", "c", "d"]).score(&inputs, 0.01).contributions
}

#[test]
fn the_indicators_of_a_cause_are_capped_together() {
    let hit = Some(1.0);
    assert_eq!(contributions([hit, None, hit, None]), [2.0, 0.0, 2.0, 0.0]);
    assert_eq!(contributions([hit, hit, None, hit]), [1.5, 1.5, 0.0, 2.0]);
    // The cap of the family, 5, applies to what the cause leaves.
    assert_eq!(contributions([hit, hit, hit, None]), [1.5, 1.5, 2.0, 0.0]);
    assert_eq!(contributions([Some(0.0), Some(0.0), None, None]), [-0.375, -0.375, 0.0, 0.0]);
}

#[test]
fn more_of_a_red_flag_never_lowers_the_score_whatever_is_capped() {
    let scorer = definition().scorer(&["a", "b", "c", "d"]);
    let states = [Some(0.0), None, Some(1.0)];
    let score = |inputs: &[Option<f64>]| scorer.score(inputs, 0.01).log_odds;
    for number in 0..81_usize {
        let inputs: Vec<Option<f64>> =
            [1, 3, 9, 27].map(|place| states[number / place % 3]).to_vec();
        for column in 0..4 {
            let with = |state: Option<f64>| {
                let mut inputs = inputs.clone();
                inputs[column] = state;
                score(&inputs)
            };
            let [miss, unknown, hit] = states.map(with);
            assert!(miss <= unknown + 1e-12 && unknown <= hit + 1e-12, "{inputs:?}, {column}");
        }
    }
}

#[test]
fn an_artefact_without_causes_is_written_as_before() {
    let model = Model::from_json(BASELINE).unwrap();
    assert!(model.definition().causes.is_empty());
    assert_eq!(model.to_json(), BASELINE);
    let with_causes = Model::new(definition()).unwrap();
    assert_eq!(Model::from_json(&with_causes.to_json()).unwrap(), with_causes);
}

#[test]
fn a_cause_is_within_a_family_and_an_indicator_has_one() {
    let problem = |change: &dyn Fn(&mut Definition)| {
        let mut changed = definition();
        change(&mut changed);
        Model::new(changed).unwrap_err().to_string()
    };
    let with = |name: &str, cause: Cause| {
        problem(&|definition| {
            definition.causes.insert(name.to_owned(), cause.clone());
        })
    };
    let across = with("history", cause(&["a", "d"]));
    assert_eq!(across, "the model's cause `history` must have indicators of one family");
    let again = with("more", cause(&["b", "c"]));
    assert_eq!(again, "the model's cause `more` names an indicator that already has a cause");
    let unknown = with("more", cause(&["e"]));
    assert_eq!(unknown, "the model's cause `more` names an indicator without a term");
    let cap = Cause { cap: Cap { min: 0.5, max: 3.0 }, ..cause(&["c"]) };
    assert_eq!(
        with("more", cap),
        "the model's cause `more` has a cap that is not a range around 0"
    );
}

#[test]
fn a_pair_across_causes_can_only_add() {
    let paired = |second: &str| {
        let mut definition = definition();
        definition.pairs.push(Pair {
            first: "a".to_owned(),
            second: second.to_owned(),
            hits: vec![vec![-0.5]],
        });
        Model::new(definition)
    };
    assert!(paired("b").is_ok(), "both are in the cause");
    assert!(matches!(paired("c"), Err(ModelError::Entry { .. })));
}
