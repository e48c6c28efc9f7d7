//! Several pairs of a term: what is accepted never lowers a score with more of a red flag, and what would is refused.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scoring::model::artefact::{Definition, Model, ModelError, Trained};
use scoring::model::terms::{Cap, Pair, Term};

use super::tables::limit_falls;

/// Each indicator with its family.
const COLUMNS: [(&str, &str); 4] = [("a", "x"), ("b", "x"), ("c", "x"), ("d", "y")];
/// Unknown, a miss, and a hit of either grade.
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

/// Either or neither of two orders, entries of up to so much.
fn pair(one: usize, other: usize, most: f64) -> impl Strategy<Value = Option<Pair>> {
    let cells = proptest::collection::vec(proptest::collection::vec(-most..most / 2.0, 2), 2);
    (0_u8..3, cells).prop_map(move |(order, hits)| {
        let (one, other) = if order == 1 { (other, one) } else { (one, other) };
        let [first, second] = [one, other].map(|column| COLUMNS[column].0.to_owned());
        let mut pair = Pair { first, second, hits };
        if COLUMNS[one].1 != COLUMNS[other].1 {
            pair.make_nonnegative();
        }
        (order > 0).then_some(pair)
    })
}

fn tables() -> impl Strategy<Value = (Vec<Term>, Vec<Pair>)> {
    let pairs = |most: f64| {
        (pair(0, 1, most), pair(0, 2, most), pair(1, 2, most), pair(0, 3, most), pair(2, 3, most))
    };
    let pairs = (0.05_f64..2.0).prop_flat_map(pairs).prop_map(|pairs| {
        let (one, two, three, four, five) = pairs;
        [one, two, three, four, five].into_iter().flatten().collect()
    });
    let terms = (term(0), term(1), term(2), term(3)).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    (terms, pairs)
}

fn model(terms: Vec<Term>, pairs: Vec<Pair>, most: f64) -> Result<Model, ModelError> {
    let cap = Cap { min: -50.0, max: most };
    Model::new(Definition {
        schema: Model::SCHEMA.to_owned(),
        description: String::new(),
        trained: Trained { synthetic: true, rows: 0, fakes: 0, seed: 0 },
        shift: 0.0,
        caps: BTreeMap::from([("x", cap), ("y", cap)].map(|(name, cap)| (name.to_owned(), cap))),
        total: Some(Cap { min: -50.0, max: most * 1.5 }),
        terms,
        pairs,
    })
}

/// The most that any score falls when one indicator becomes a hit, or more of one. Scores come from `score`.
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

/// What terms and pairs add, whether or not they are a model.
fn sum(terms: &[Term], pairs: &[Pair], values: &[Option<f64>]) -> f64 {
    let bin = |name: &str| {
        let column = COLUMNS.iter().position(|(known, _)| *known == name).unwrap();
        terms[column].bin(values[column])
    };
    let alone: f64 = terms.iter().map(|term| term.at(bin(&term.indicator))).sum();
    alone + pairs.iter().map(|pair| pair.at(bin(&pair.first), bin(&pair.second))).sum::<f64>()
}

/// Without the pairs of two families, whose rises do not make good what others take: caps may hold them off.
fn within(pairs: &[Pair]) -> Vec<Pair> {
    let alone = |pair: &&Pair| pair.first != "d" && pair.second != "d";
    pairs.iter().filter(alone).cloned().collect()
}

proptest! {
    #[test]
    fn a_model_is_accepted_just_when_more_of_a_red_flag_never_lowers_the_score((terms, pairs) in tables()) {
        let within = within(&pairs);
        let fall = worst_fall(|values| sum(&terms, &within, values));
        let accepted = model(terms, pairs, 50.0).is_ok();
        prop_assert_eq!(accepted, fall <= 1e-9, "the worst fall is {}", fall);
    }

    #[test]
    fn limited_falls_make_a_model_that_is_accepted_and_keeps_the_promise(
        (terms, mut pairs) in tables(),
        most in 0.5_f64..6.0,
    ) {
        limit_falls(&terms, &mut pairs);
        let model = model(terms, pairs, most);
        prop_assert!(model.is_ok(), "{:?}", model);
        let scorer = model.unwrap().bind(&COLUMNS).unwrap();
        let fall = worst_fall(|values| scorer.score(values, 0.01).log_odds);
        prop_assert!(fall <= 1e-9, "the worst fall is {}", fall);
    }

    #[test]
    fn pairs_that_keep_the_rule_are_left_as_they_are((terms, pairs) in tables()) {
        let keeps = model(terms.clone(), pairs.clone(), 50.0).is_ok();
        let mut shared = pairs.clone();
        limit_falls(&terms, &mut shared);
        prop_assert_eq!(shared == pairs, keeps);
    }
}
