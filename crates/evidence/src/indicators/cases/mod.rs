//! For every indicator four cases: one that is a hit, one that is a miss, one that is unknown, and what honest
//! people do that looks like it. The tests below fail for an indicator that lacks them.

mod conduct;
mod papers;
mod people;
mod sessions;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::all;
use super::fixture::Fixture;
use crate::finding::State;

/// The cases of one indicator.
pub(super) struct Cases {
    id: &'static str,
    hit: Fixture,
    miss: Fixture,
    unknown: Fixture,
    /// What the honest case is, in a few words.
    named: &'static str,
    honest: Fixture,
}

/// Cases whose unknown one is an empty profile.
pub(super) fn of(
    id: &'static str,
    hit: Fixture,
    miss: Fixture,
    named: &'static str,
    honest: Fixture,
) -> Cases {
    Cases { id, hit, miss, unknown: Fixture::new(json!({})), named, honest }
}

impl Cases {
    /// With a profile that has something of what is needed, and too little.
    pub(super) fn unknown(mut self, unknown: Fixture) -> Self {
        self.unknown = unknown;
        self
    }
}

fn every() -> Vec<Cases> {
    let files = [people::cases, papers::cases, conduct::cases];
    files.into_iter().flat_map(|cases| cases()).collect()
}

/// A profile of one section.
pub(super) fn with(section: &str, value: Value) -> Fixture {
    Fixture::new(json!({ section: value }))
}

#[test]
fn every_indicator_has_its_four_cases_and_nothing_else_has() {
    let mut seen = BTreeSet::new();
    for cases in every() {
        assert!(seen.insert(cases.id), "{} stands there twice", cases.id);
        assert!(cases.named.len() > 5, "{}: the honest case has no name", cases.id);
    }
    let not_converted = all().filter(|indicator| indicator.examples.is_none());
    let all: BTreeSet<&str> = not_converted.map(|indicator| indicator.id).collect();
    assert_eq!(seen, all);
}

#[test]
fn each_case_is_what_it_says_and_the_honest_one_is_no_hit_or_counts_for_less() {
    let mut wrong = Vec::new();
    for Cases { id, hit, miss, unknown, named, honest } in every() {
        for (case, expected) in
            [(&hit, State::Hit), (&miss, State::Miss), (&unknown, State::Unknown)]
        {
            let state = case.state(id);
            if state != expected {
                wrong.push(format!("{id}: {state:?} instead of {expected:?}"));
            }
        }
        let (much, little) = (hit.finding(id).value(), honest.finding(id).value());
        if little.unwrap_or_default() >= much.unwrap_or_default() {
            wrong.push(format!("{id}, {named}: {little:?} of {much:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
