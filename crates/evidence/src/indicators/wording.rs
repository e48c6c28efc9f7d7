//! The sentences of evidence. A finding stores a key with arguments; the sentence is worded when someone reads it.
//!
//! The English wording is part of each indicator, in [Fluent](https://projectfluent.org) syntax. Another language is a
//! file `translations/<language>.ftl`. A test fails if it lacks a sentence.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::{Indicator, all};
use crate::finding::{Arg, Evidence, Statement};
use crate::profile::CountryCode;

type Args = BTreeMap<Cow<'static, str>, Arg>;
type Bundle = FluentBundle<FluentResource>;

/// The translations, by language tag.
const TRANSLATIONS: &[(&str, &str)] = &[
    ("es", include_str!("../../translations/es.ftl")),
    ("ja", include_str!("../../translations/ja.ftl")),
    ("ko", include_str!("../../translations/ko.ftl")),
];

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| {
    let messages: String = all().map(message).collect();
    bundle("en", &[include_str!("../../translations/en.ftl"), &messages])
        .expect("a test reads all wording")
});

static TRANSLATED: LazyLock<BTreeMap<&str, Bundle>> = LazyLock::new(|| {
    let read = |(language, text): &(&'static str, &str)| {
        (*language, bundle(language, &[text]).expect("a test reads all wording"))
    };
    TRANSLATIONS.iter().map(read).collect()
});

/// Why a sentence can't be worded.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum BadWording {
    #[error("not Fluent syntax: {0}")]
    Syntax(String),
    #[error("there is no wording for this key")]
    NoKey,
    #[error("the arguments don't match the wording: {0}")]
    Arguments(String),
}

impl Evidence {
    /// The sentence in a language, or in English if it is not translated. Evidence that release 0.1.0 stored as text is
    /// returned as stored.
    pub fn text(&self, language: &str) -> String {
        match &self.statement {
            Statement::Stored { text } => text.clone(),
            Statement::Keyed { key, args } => {
                let translated = TRANSLATED.get(language).into_iter();
                let mut bundles = translated.chain([&*ENGLISH]);
                let sentence = bundles.find_map(|bundle| render(bundle, key, args).ok());
                sentence.unwrap_or_else(|| without_wording(key, args))
            }
        }
    }
}

/// The Fluent message of an indicator. Its attributes are the sentences.
fn message(indicator: &Indicator) -> String {
    match indicator.wording {
        "" => String::new(),
        wording => format!("{} =\n{wording}\n", indicator.id),
    }
}

fn bundle(language: &str, sources: &[&str]) -> Result<Bundle, BadWording> {
    let syntax = |fault: &dyn std::fmt::Debug| BadWording::Syntax(format!("{fault:?}"));
    let mut bundle =
        Bundle::new_concurrent(vec![language.parse().map_err(|fault| syntax(&fault))?]);
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned());
        let resource = resource.map_err(|(_, faults)| syntax(&faults))?;
        bundle.add_resource(resource).map_err(|faults| syntax(&faults))?;
    }
    Ok(bundle)
}

fn render(bundle: &Bundle, key: &str, args: &Args) -> Result<String, BadWording> {
    format(bundle, key, &values(bundle, args)?)
}

/// The arguments as Fluent values.
fn values(bundle: &Bundle, args: &Args) -> Result<FluentArgs<'static>, BadWording> {
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        let items = match arg {
            Arg::Count(count) => {
                values.set(name.clone(), *count);
                continue;
            }
            Arg::Number(number) => {
                values.set(name.clone(), *number);
                continue;
            }
            Arg::Text(text) => {
                values.set(name.clone(), text.clone());
                continue;
            }
            Arg::List(items) => items.clone(),
            Arg::Countries { countries } => {
                countries.iter().map(|code| country(bundle, *code)).collect()
            }
        };
        values.set(format!("{name}_count"), items.len());
        values.set(name.clone(), list(bundle, &items)?);
    }
    Ok(values)
}

fn country(bundle: &Bundle, code: CountryCode) -> String {
    let key = format!("country-{code}");
    let none = FluentArgs::new();
    let name = format(bundle, &key, &none).or_else(|_| format(&ENGLISH, &key, &none));
    name.unwrap_or_else(|_| code.to_string())
}

/// "a", "a and b", "a, b and c"; at most four items, then "and 3 more".
fn list(bundle: &Bundle, items: &[String]) -> Result<String, BadWording> {
    const MAX_ITEMS: usize = 4;
    let (shown, left_out) = items.split_at(items.len().min(MAX_ITEMS));
    let separator = format(bundle, "list-separator", &FluentArgs::new())?;
    let mut values = FluentArgs::new();
    if !left_out.is_empty() {
        values.set("items", shown.join(&separator));
        values.set("more", left_out.len());
        return format(bundle, "list-more", &values);
    }
    match shown {
        [] => Ok(String::new()),
        [only] => Ok(only.clone()),
        [first @ .., last] => {
            values.set("items", first.join(&separator));
            values.set("last", last.clone());
            format(bundle, "list-last", &values)
        }
    }
}

fn format(bundle: &Bundle, key: &str, values: &FluentArgs<'_>) -> Result<String, BadWording> {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)));
    let message = bundle.get_message(id).ok_or(BadWording::NoKey)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        None => message.value(),
    };
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern.ok_or(BadWording::NoKey)?, Some(values), &mut faults);
    let text = text.into_owned();
    if faults.is_empty() { Ok(text) } else { Err(BadWording::Arguments(format!("{faults:?}"))) }
}

/// A substitute for a sentence that this build has no wording for: its key and arguments.
fn without_wording(key: &str, args: &Args) -> String {
    let key = key.replace(['_', '.'], " ");
    let args: Vec<String> = (args.iter())
        .map(|(name, arg)| format!("{}: {}", name.replace('_', " "), plain(arg)))
        .collect();
    if args.is_empty() { key } else { format!("{key} ({})", args.join("; ")) }
}

fn plain(arg: &Arg) -> String {
    match arg {
        Arg::Count(count) => count.to_string(),
        Arg::Number(number) => number.to_string(),
        Arg::Text(text) => text.clone(),
        Arg::List(items) => items.join(", "),
        Arg::Countries { countries } => {
            countries.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The faults in the translations of a sentence.
#[cfg(test)]
pub(super) fn translation_faults(evidence: &Evidence) -> Vec<String> {
    let Statement::Keyed { key, args } = &evidence.statement else { return Vec::new() };
    let fault = |(language, bundle): (&&str, &Bundle)| match render(bundle, key, args) {
        Err(fault) => Some(format!("{key} in {language}: {fault}")),
        Ok(text) if text.contains("  ") || text.contains(['{', '$']) => {
            Some(format!("{key} in {language} reads badly: {text}"))
        }
        Ok(_) => None,
    };
    TRANSLATED.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_wording_is_valid_fluent() {
        for indicator in all() {
            if let Err(fault) = bundle("en", &[&message(indicator)]) {
                panic!("{}: {fault}", indicator.id);
            }
        }
        assert!(ENGLISH.has_message("list-last"));
    }

    #[test]
    fn every_language_has_the_same_keys() {
        let messages: String = all().map(message).collect();
        let english = keys(include_str!("../../translations/en.ftl"));
        let english: BTreeSet<String> = english.union(&keys(&messages)).cloned().collect();
        assert!(english.contains("country-KR") && english.contains("payout_account_shared.hit"));
        for (language, text) in TRANSLATIONS {
            let translated = keys(text);
            let differ: Vec<&String> = english.symmetric_difference(&translated).collect();
            assert!(differ.is_empty(), "{language} and English differ in {differ:?}");
        }
    }

    /// The messages of a Fluent text that have a pattern, and their attributes.
    fn keys(text: &str) -> BTreeSet<String> {
        let mut id = "";
        let keys = text.lines().filter_map(|line| {
            let (name, pattern) = line.split_once(" =")?;
            match name.trim_start().strip_prefix('.') {
                Some(attribute) => Some(format!("{id}.{attribute}")),
                None if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    id = name;
                    (!pattern.is_empty()).then(|| name.to_owned())
                }
                None => None,
            }
        });
        keys.collect()
    }

    #[test]
    fn missing_translations_fall_back_to_english() {
        let german = bundle("de", &["country-DE = Deutschland\n"]).unwrap();
        let named = |code| country(&german, CountryCode::parse(code).unwrap());
        assert_eq!([named("DE"), named("US")], ["Deutschland", "the United States"]);
        assert_eq!(
            render(&german, "payout_account_shared.hit", &Args::new()),
            Err(BadWording::NoKey)
        );
    }

    #[test]
    fn lists_are_worded_naturally() {
        let worded = |items: &[&str]| {
            list(&ENGLISH, &items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(worded(&["a"]), "a");
        assert_eq!(worded(&["a", "b"]), "a and b");
        assert_eq!(worded(&["a", "b", "c"]), "a, b and c");
        assert_eq!(worded(&["a", "b", "c", "d", "e", "f"]), "a, b, c, d and 2 more");
    }

    #[test]
    fn evidence_of_a_removed_indicator_is_still_shown() {
        let mut evidence = Evidence::about([]).worded("hit").with("accounts", 2_usize);
        evidence.complete_keys("long_gone");
        assert_eq!(evidence.text("en"), "long gone hit (accounts: 2)");
    }

    #[test]
    fn evidence_that_was_stored_as_text_is_shown_unchanged() {
        let stored = r#"{"text":"2 other applicants paid to this account","pointers":["/payouts/0/account"]}"#;
        let evidence: Evidence = serde_json::from_str(stored).unwrap();
        assert_eq!(evidence.text("en"), "2 other applicants paid to this account");
        assert_eq!(serde_json::to_string(&evidence).unwrap(), stored);
    }

    #[test]
    fn evidence_is_stored_as_a_key_and_arguments() {
        let us = CountryCode::parse("US").unwrap();
        let mut evidence = (Evidence::about(["/a".to_owned()]).worded("hit"))
            .with("count", 2_usize)
            .with("share", -0.0)
            .with("names", vec!["a".to_owned()])
            .with("claimed", us);
        evidence.complete_keys("x");
        let stored = serde_json::to_string(&evidence).unwrap();
        let expected = r#"{"key":"x.hit","args":{"claimed":{"countries":["US"]},"count":2,"names":["a"],"share":0.0},"pointers":["/a"]}"#;
        assert_eq!(stored, expected);
        assert_eq!(serde_json::from_str::<Evidence>(&stored).unwrap(), evidence);
    }
}
