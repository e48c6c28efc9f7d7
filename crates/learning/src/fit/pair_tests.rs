//! Tests terms with several pairs: a model is accepted only if more of a red flag never lowers a score.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scoring::model::artefact::{Definition, Model, ModelError, Trained};
use scoring::model::terms::{Cap, Pair, Term};

use super::tables::limit_falls;

/// Each indicator with its family.
const COLUMNS: [(&str, &str); 4] = [("a", "x"), ("b", "x"), ("c", "x"), ("d", "y")];
/// Unknown, a miss, and a hit of each grade.
const VALUES: [Option<f64>; 4] = [None, Some(0.0), Some(0.5), Some(1.5)];

fn term(column: usize) -> impl Strategy<Value = Term> {
    (-1.0_f64..0.0, 0.0_f64..2.0, 0.0_f64..1.0).prop_map(move |(miss, hit, more)| Term {
        indicator: COLUMNS[column].0.to_owned(),
        family: COLUMNS[column].1.to_owned(),
        edges: vec![1.0],
        miss,
        hits: vec![hit, hit + more],
    })
}

/// A pair of two columns in either order, or none, with entries between `-max` and `max / 2`.
fn pair(a: usize, b: usize, max: f64) -> impl Strategy<Value = Option<Pair>> {
    let cells = proptest::collection::vec(proptest::collection::vec(-max..max / 2.0, 2), 2);
    (0_u8..3, cells).prop_map(move |(order, hits)| {
        let (a, b) = if order == 1 { (b, a) } else { (a, b) };
        let [first, second] = [a, b].map(|column| COLUMNS[column].0.to_owned());
        let mut pair = Pair { first, second, hits };
        if COLUMNS[a].1 != COLUMNS[b].1 {
            pair.make_nonnegative();
        }
        (order > 0).then_some(pair)
    })
}

fn tables() -> impl Strategy<Value = (Vec<Term>, Vec<Pair>)> {
    let pairs = |max: f64| {
        (pair(0, 1, max), pair(0, 2, max), pair(1, 2, max), pair(0, 3, max), pair(2, 3, max))
    };
    let pairs = (0.05_f64..2.0)
        .prop_flat_map(pairs)
        .prop_map(|(a, b, c, d, e)| [a, b, c, d, e].into_iter().flatten().collect());
    let terms = (term(0), term(1), term(2), term(3)).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    (terms, pairs)
}

fn model(terms: Vec<Term>, pairs: Vec<Pair>, max: f64) -> Result<Model, ModelError> {
    let cap = Cap { min: -50.0, max };
    Model::new(Definition {
        schema: Model::SCHEMA.to_owned(),
        description: String::new(),
        trained: Trained { synthetic: true, rows: 0, fakes: 0, seed: 0 },
        shift: 0.0,
        causes: BTreeMap::new(),
        caps: BTreeMap::from([("x", cap), ("y", cap)].map(|(name, cap)| (name.to_owned(), cap))),
        total: Some(Cap { min: -50.0, max: max * 1.5 }),
        terms,
        pairs,
    })
}

/// The largest drop of any score when one indicator becomes a hit or a larger hit.
fn worst_fall(score: impl Fn(&[Option<f64>]) -> f64) -> f64 {
    let mut worst = 0.0_f64;
    for state in 0..VALUES.len().pow(4) {
        let values: Vec<Option<f64>> =
            (0..4).map(|column| VALUES[state / VALUES.len().pow(column) % VALUES.len()]).collect();
        for column in 0..4 {
            let next = if values[column] <= Some(0.0) { VALUES[2] } else { VALUES[3] };
            let mut more = values.clone();
            more[column] = next;
            worst = worst.max(score(&values) - score(&more));
        }
    }
    worst
}

/// The sum of terms and pairs, whether or not they form a valid model.
fn sum(terms: &[Term], pairs: &[Pair], values: &[Option<f64>]) -> f64 {
    let bin = |name: &str| {
        let column = COLUMNS.iter().position(|(known, _)| *known == name).unwrap();
        terms[column].bin(values[column])
    };
    let single: f64 = terms.iter().map(|term| term.at(bin(&term.indicator))).sum();
    single + pairs.iter().map(|pair| pair.at(bin(&pair.first), bin(&pair.second))).sum::<f64>()
}

/// The pairs within a family. Rises of other pairs cannot compensate for falls, because a cap may cut them off.
fn within_family(pairs: &[Pair]) -> Vec<Pair> {
    pairs.iter().filter(|pair| pair.first != "d" && pair.second != "d").cloned().collect()
}

proptest! {
    #[test]
    fn a_model_is_accepted_only_if_more_of_a_red_flag_never_lowers_the_score((terms, pairs) in tables()) {
        let within = within_family(&pairs);
        let fall = worst_fall(|values| sum(&terms, &within, values));
        let accepted = model(terms, pairs, 50.0).is_ok();
        prop_assert_eq!(accepted, fall <= 1e-9, "the worst fall is {}", fall);
    }

    #[test]
    fn limit_falls_makes_any_model_valid(
        (terms, mut pairs) in tables(),
        max in 0.5_f64..6.0,
    ) {
        limit_falls(&terms, &mut pairs);
        let model = model(terms, pairs, max);
        prop_assert!(model.is_ok(), "{:?}", model);
        let scorer = model.unwrap().definition().scorer(&COLUMNS.map(|(id, _)| id));
        let fall = worst_fall(|values| scorer.score(values, 0.01).log_odds);
        prop_assert!(fall <= 1e-9, "the worst fall is {}", fall);
    }

    #[test]
    fn limit_falls_changes_only_invalid_pairs((terms, pairs) in tables()) {
        let is_valid = model(terms.clone(), pairs.clone(), 50.0).is_ok();
        let mut limited = pairs.clone();
        limit_falls(&terms, &mut limited);
        prop_assert_eq!(limited == pairs, is_valid);
    }
}
