//! Every language has the same texts, and they are exactly those that templates and code use.

use std::collections::BTreeSet;
use std::path::Path;

use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Band, Recommendation, ReviewState};

use super::*;
use crate::domain::appeal::Outcome;
use crate::domain::model::{self, Origin};
use crate::domain::reason::REASON_CODES;
use crate::domain::training::JobState;
use crate::domain::user::{Role, Theme};
use crate::notices::FAMILIES;

/// The keys that templates and code use.
#[derive(Default)]
struct Used {
    keys: BTreeSet<String>,
    /// What comes before the dot of keys that are put together from a name, as in `named("verdict", ..)`.
    prefixes: BTreeSet<String>,
}

impl Used {
    fn collect(&mut self, folder: &Path, groups: &BTreeSet<&str>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                self.collect(&path, groups);
            } else if matches!(extension, Some("rs" | "html")) && !path.ends_with("texts/tests.rs")
            {
                self.read(&std::fs::read_to_string(&path).unwrap(), groups);
            }
        }
    }

    fn read(&mut self, source: &str, groups: &BTreeSet<&str>) {
        let is_key_character = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '_' | '.');
        for literal in source.split('"').filter(|literal| literal.chars().all(is_key_character)) {
            let group = literal.split_once('.').map(|(group, _)| group);
            if group.is_some_and(|group| groups.contains(group)) {
                self.keys.insert(literal.to_owned());
            }
        }
        for mark in ["named(\"", "find_named(\""] {
            let after = source.split(mark).skip(1);
            self.prefixes
                .extend(after.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
}

fn used() -> Used {
    let english = read(Language::English);
    let groups = english.keys().filter_map(|key| key.split('.').next()).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = Used::default();
    used.collect(&root.join("templates/console"), &groups);
    used.collect(&root.join("src/console"), &groups);
    used
}

fn forms(text: &Text) -> Vec<&str> {
    match text {
        Text::Fixed(text) => vec![text],
        Text::Counted { one, other } => vec![one, other],
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn every_language_has_the_same_texts_with_the_same_placeholders() {
    let english = read(Language::English);
    for language in Language::ALL {
        let (catalogue, tag) = (read(language), language.tag());
        assert_eq!(
            catalogue.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "{tag}"
        );
        for (key, text) in &catalogue {
            let expected = placeholders(forms(&english[key])[0]);
            for form in forms(text) {
                assert!(!form.trim().is_empty(), "{tag}: {key} is empty");
                assert_eq!(placeholders(form), expected, "{tag}: {key}");
            }
            let has_plural = matches!(language, Language::English | Language::Spanish);
            let expected = if has_plural { forms(&english[key]).len() } else { 1 };
            assert_eq!(forms(text).len(), expected, "{tag}: plural forms of {key}");
        }
    }
}

#[test]
fn every_text_that_is_used_exists_and_every_text_is_used() {
    let (used, english) = (used(), read(Language::English));
    let missing: Vec<_> = used.keys.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "used, but in no file of texts: {missing:?}");
    let is_used = |key: &str| {
        used.keys.contains(key)
            || key.split_once('.').is_some_and(|(prefix, _)| used.prefixes.contains(prefix))
    };
    let unused: Vec<_> = english.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "in the files of texts, but never used: {unused:?}");
}

#[test]
fn every_value_that_a_page_names_has_a_text() {
    let english = read(Language::English);
    let check = |prefix: &str, names: Vec<&str>| {
        for name in names {
            assert!(english.contains_key(&format!("{prefix}.{name}")), "{prefix}.{name}");
        }
    };
    check("band", Band::ALL.map(Band::name).into());
    check("band_meaning", Band::ALL.map(Band::name).into());
    check("family", FAMILIES.map(evidence::indicators::Family::name).into());
    check("verdict", Verdict::ALL.map(Verdict::name).into());
    check("verdict_reason", REASON_CODES.iter().map(|reason| reason.code).collect());
    let outcomes = vec![Outcome::Upheld.name(), Outcome::Overturned.name()];
    check("outcome", outcomes.clone());
    check("outcome_meaning", outcomes);
    let recommendations = [Recommendation::Proceed, Recommendation::Verify, Recommendation::Review];
    check("recommendation", recommendations.map(Recommendation::name).into());
    check("state", ReviewState::ALL.map(ReviewState::name).into());
    check("opened_because", Chosen::ALL.map(Chosen::name).into());
    check("basis", EvidenceKind::ALL.map(EvidenceKind::name).into());
    check("model_role", model::Role::ALL.map(model::Role::name).into());
    check("model_origin", Origin::ALL.map(Origin::name).into());
    check("job_state", JobState::ALL.map(JobState::name).into());
    check("role", Role::ALL.map(Role::name).into());
    check("theme", Theme::ALL.map(Theme::name).into());
}

#[test]
fn a_counted_text_is_grammatical_for_none_one_and_many() {
    let text = |language, n: usize| Texts::new(language).f("profile.left_out", &[("n", &n)]);
    assert_eq!(text(Language::English, 0), "0 more entries are not shown");
    assert_eq!(text(Language::English, 1), "1 more entry is not shown");
    assert_eq!(text(Language::English, 21), "21 more entries are not shown");
    assert_eq!(text(Language::Spanish, 1), "No se muestra 1 entrada más");
    assert_eq!(text(Language::Korean, 1), "항목 1개를 더 표시하지 않았습니다");
}
