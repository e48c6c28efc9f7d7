//! The examples of an indicator: profiles that are a hit, a miss, unknown or innocent, with the sentences of their
//! evidence. Each indicator has its examples below its code. The tests here run all of them and fail if an indicator
//! lacks some.

use std::collections::BTreeSet;

use serde_json::json;

use super::fixture::Fixture;
use super::wording::translation_faults;
use super::{Indicator, all, reports};
use crate::finding::{Arg, Evidence, Finding, State, Statement};

/// The examples of one indicator.
#[derive(Default)]
pub(super) struct Examples {
    examples: Vec<Example>,
}

struct Example {
    /// What the profile shows, in a few words.
    name: &'static str,
    fixture: Fixture,
    expected: Expected,
    value: Option<f64>,
    sentences: Vec<&'static str>,
    pointers: Option<Vec<&'static str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    State(State),
    /// Shown, but unknown for the score.
    Context,
    /// Not a hit, or a hit with a smaller value than the first hit.
    Innocent,
}

impl Examples {
    /// An empty list of examples.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a profile with the red flag. The first one is the most typical.
    pub(super) fn hit(self, name: &'static str, fixture: Fixture) -> Self {
        self.add(name, fixture, Expected::State(State::Hit))
    }

    /// Adds a profile that could have shown the red flag but doesn't.
    pub(super) fn miss(self, name: &'static str, fixture: Fixture) -> Self {
        self.add(name, fixture, Expected::State(State::Miss))
    }

    /// Adds a profile with too little data. The empty profile is always checked as well.
    pub(super) fn unknown(self, name: &'static str, fixture: Fixture) -> Self {
        self.add(name, fixture, Expected::State(State::Unknown))
    }

    /// Adds a profile with something that is only shown.
    pub(super) fn context(self, name: &'static str, fixture: Fixture) -> Self {
        self.add(name, fixture, Expected::Context)
    }

    /// Adds an innocent explanation: not a hit, or a hit with a smaller value than the first hit.
    pub(super) fn innocent(self, name: &'static str, fixture: Fixture) -> Self {
        self.add(name, fixture, Expected::Innocent)
    }

    /// The next sentence of the last example's evidence, in order.
    pub(super) fn says(mut self, sentence: &'static str) -> Self {
        self.last().sentences.push(sentence);
        self
    }

    /// The value of the last example.
    pub(super) fn value(mut self, value: f64) -> Self {
        self.last().value = Some(value);
        self
    }

    /// The pointers of the last example's first piece of evidence.
    pub(super) fn pointers(mut self, pointers: &[&'static str]) -> Self {
        self.last().pointers = Some(pointers.to_vec());
        self
    }

    fn add(mut self, name: &'static str, fixture: Fixture, expected: Expected) -> Self {
        let (value, sentences, pointers) = (None, Vec::new(), None);
        self.examples.push(Example { name, fixture, expected, value, sentences, pointers });
        self
    }

    fn last(&mut self) -> &mut Example {
        self.examples.last_mut().expect("the first call adds an example")
    }

    /// The examples with this expectation.
    fn that_are(&self, expected: Expected) -> impl Iterator<Item = &Example> {
        self.examples.iter().filter(move |example| example.expected == expected)
    }
}

impl Example {
    fn finding(&self, indicator: &Indicator) -> Finding {
        indicator.examine(&self.fixture.case())
    }

    /// The faults of an example.
    fn faults(&self, indicator: &Indicator, first_hit: f64) -> Vec<String> {
        let finding = self.finding(indicator);
        let mut faults = Vec::new();
        match self.expected {
            Expected::State(State::Unknown) if finding != Finding::Unknown => {
                faults.push(format!("is {finding:?} instead of unknown"));
            }
            Expected::State(state) if finding.state() != state => {
                faults.push(format!("is {:?} instead of {state:?}", finding.state()));
            }
            Expected::Context if !matches!(finding, Finding::Context { .. }) => {
                faults.push(format!("is {:?} instead of context", finding.state()));
            }
            Expected::Innocent if finding.value().unwrap_or_default() >= first_hit => {
                faults.push(format!("is innocent and has the value {:?}", finding.value()));
            }
            _ => {}
        }
        let value = match finding {
            Finding::Context { value, .. } => Some(value),
            _ => finding.value(),
        };
        if self.value.is_some() && value != self.value {
            faults.push(format!("has the value {value:?} instead of {:?}", self.value));
        }
        let sentences: Vec<String> =
            finding.evidence().iter().map(|evidence| evidence.text("en")).collect();
        if !self.sentences.is_empty() && sentences != self.sentences {
            faults.push(format!("says {sentences:#?} instead of {:#?}", self.sentences));
        }
        let pointers = finding.evidence().first().map_or(&[][..], |evidence| &evidence.pointers);
        if self.pointers.as_ref().is_some_and(|expected| expected != pointers) {
            faults.push(format!("points to {pointers:?} instead of {:?}", self.pointers));
        }
        faults.extend(finding.evidence().iter().flat_map(wording_faults));
        faults.extend(finding.evidence().iter().flat_map(translation_faults));
        let named = |fault| format!("{}, {}: {fault}", indicator.id, self.name);
        faults.into_iter().map(named).collect()
    }
}

/// Sentences that read badly, and arguments that the wording does not use.
fn wording_faults(evidence: &Evidence) -> Vec<String> {
    let Statement::Keyed { key, args } = &evidence.statement else { return Vec::new() };
    let text = evidence.text("en");
    let mut faults = Vec::new();
    let ends_well = text.ends_with(['.', '?', '”']);
    let begins_well = !text.starts_with(char::is_lowercase);
    let is_clumsy = [" -0", " 0 of ", " 1 of 1 ", "  ", " .", " ,", "()", "{", "$"]
        .iter()
        .any(|clumsy| format!(" {text}").contains(clumsy));
    // A key without wording is shown as is, in lower case and with its arguments in brackets.
    if !ends_well || !begins_well || is_clumsy {
        faults.push(format!("reads badly: {text}"));
    }
    let id = key.split_once('.').map_or("", |(id, _)| id);
    let wording =
        all().find(|indicator| indicator.id == id).map_or("", |indicator| indicator.wording);
    let shared = include_str!("../../translations/en.ftl");
    for (name, arg) in args {
        let is_list = matches!(arg, Arg::List(_) | Arg::Countries { .. });
        let used = |text: &str| {
            text.contains(&format!("${name} "))
                || is_list && text.contains(&format!("${name}_count "))
        };
        if !used(wording) && !used(shared) {
            faults.push(format!("{key} has the argument {name}, which no wording uses"));
        }
    }
    faults
}

/// Whether only stored decisions have a sentence: a phrase that was found in a message was a hit, and its absence a miss.
fn is_stored_only(id: &str, variant: &str) -> bool {
    let is_written = reports::accepts_reports(id) || id == "cold_outreach_as_executive";
    is_written && ["hit", "miss", "threats", "not_suspended"].contains(&variant)
}

fn with_examples() -> Vec<(&'static Indicator, Examples)> {
    all().map(|indicator| (indicator, (indicator.examples)())).collect()
}

#[test]
fn each_example_has_the_expected_finding() {
    let mut faults = Vec::new();
    for (indicator, examples) in with_examples() {
        let first_hit = examples.that_are(Expected::State(State::Hit)).next();
        let first_hit = first_hit.and_then(|hit| hit.finding(indicator).value());
        for example in &examples.examples {
            faults.extend(example.faults(indicator, first_hit.unwrap_or(f64::MIN_POSITIVE)));
        }
        let empty = Fixture::new(json!({}));
        assert_eq!(indicator.examine(&empty.case()).state(), State::Unknown, "{}", indicator.id);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_indicator_has_examples_with_their_sentences_and_an_innocent_explanation() {
    for (indicator, examples) in with_examples() {
        let says =
            |expected| examples.that_are(expected).any(|example| !example.sentences.is_empty());
        let id = indicator.id;
        let worded = |variant: &str| indicator.wording.contains(variant);
        let is_stored = is_stored_only(id, "hit");
        let is_shown = worded(".context =") || worded(".unverified =");
        for (expected, is_needed) in [
            (Expected::State(State::Hit), !is_stored || worded(".reported =")),
            (Expected::Context, is_shown),
            (Expected::State(State::Miss), !is_shown),
        ] {
            let is_missing = is_needed && !says(expected);
            assert!(!is_missing, "{id} has no example of {expected:?} with its sentence");
        }
        assert!(
            examples.that_are(Expected::Innocent).next().is_some(),
            "{id} has no innocent example"
        );
        let names: BTreeSet<&str> = examples.examples.iter().map(|example| example.name).collect();
        assert_eq!(names.len(), examples.examples.len(), "{id} has two examples of one name");
    }
}

#[test]
fn every_variant_of_the_wording_is_used_by_an_example() {
    for (indicator, examples) in with_examples() {
        let findings = examples.examples.iter().map(|example| example.finding(indicator));
        let evidence: Vec<Evidence> =
            findings.flat_map(|finding| finding.evidence().to_vec()).collect();
        let keys: BTreeSet<String> = (evidence.into_iter())
            .filter_map(|evidence| match evidence.statement {
                Statement::Keyed { key, .. } => Some(key.into_owned()),
                Statement::Stored { .. } => None,
            })
            .collect();
        let variant = |line: &str| {
            let (name, _) = line.trim_start().strip_prefix('.')?.split_once(" =")?;
            (!is_stored_only(indicator.id, name)).then(|| format!("{}.{name}", indicator.id))
        };
        let worded: BTreeSet<String> = indicator.wording.lines().filter_map(variant).collect();
        assert_eq!(keys, worded, "{}: keys that examples use, and keys with wording", indicator.id);
    }
}
