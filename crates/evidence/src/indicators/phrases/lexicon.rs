//! The phrases of a language, read from its file in `languages/`.
//!
//! A phrase is a sequence of parts with `+` between them, or with `&` if at most one word lies between them. A part is a list of alternatives with `|` between them, each
//! of them words, the start of a word (`account*`) or a list by its name (`<channel>`). The parts occur in this order,
//! close together and in one sentence. After `!`, negation does not matter, because the phrase contains it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Topic;
use super::language::Script;
use crate::profile::fold;

/// The files, by language.
const FILES: [&str; 10] = [
    include_str!("languages/ar.toml"),
    include_str!("languages/de.toml"),
    include_str!("languages/en.toml"),
    include_str!("languages/es.toml"),
    include_str!("languages/fr.toml"),
    include_str!("languages/hi.toml"),
    include_str!("languages/ko.toml"),
    include_str!("languages/pt.toml"),
    include_str!("languages/ru.toml"),
    include_str!("languages/zh.toml"),
];

/// What is known of a language.
pub(super) struct Lexicon {
    /// The ISO 639-1 code.
    pub(super) language: String,
    pub(super) script: Script,
    /// How much can lie between two parts of a phrase.
    pub(super) max_words_between: usize,
    pub(super) max_characters_between: usize,
    /// Frequent words, folded.
    pub(super) stop_words: BTreeSet<String>,
    /// Frequent words of languages in the same script that have no phrases, folded.
    pub(super) stop_words_of_others: BTreeSet<String>,
    /// Words that end the introduction of a quoted message.
    pub(super) wrote: Vec<String>,
    /// Fields of a mail's header, in lower case.
    pub(super) mail_fields: Vec<String>,
    /// Words that negate the clause they are in.
    pub(super) negations: Vec<Alternative>,
    /// Words that make a sentence something else than the author's own demand: rules, warnings, what others said.
    pub(super) vetoes: Vec<Alternative>,
    /// Words that begin a question for information, with or without a question mark.
    pub(super) questions: Vec<Alternative>,
    pub(super) phrases: Vec<Phrase>,
}

/// A phrase of a topic.
pub(super) struct Phrase {
    pub(super) topic: Topic,
    pub(super) parts: Vec<Part>,
    /// Whether it contains a negation itself.
    pub(super) is_negation: bool,
}

/// A part of a phrase.
pub(super) struct Part {
    pub(super) alternatives: Vec<Alternative>,
    /// Whether it directly follows the part before it.
    pub(super) is_adjacent: bool,
}

/// Words, folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alternative {
    pub(super) text: String,
    pub(super) bounds: Bounds,
}

/// Where words have to begin and end in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bounds {
    /// Whole words of a script such as Latin.
    Whole,
    /// The start of such a word.
    Stem,
    /// Anywhere, in scripts that attach other words or use no spaces.
    Anywhere,
    /// A word of its own in such a script.
    Alone,
}

/// A file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    script: Script,
    max_words_between: usize,
    max_characters_between: usize,
    stop_words: String,
    #[serde(default)]
    stop_words_of_others: String,
    wrote: Vec<String>,
    mail_fields: Vec<String>,
    negations: String,
    vetoes: String,
    #[serde(default)]
    questions: String,
    words: BTreeMap<String, String>,
    topics: BTreeMap<Topic, Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    phrases: Vec<String>,
    /// Sentences that the phrases find. Tests read them.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read them"))]
    examples: Vec<String>,
    /// Sentences that the phrases must not find. Tests read them.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read them"))]
    counter_examples: Vec<String>,
}

/// Reads all languages.
pub(super) fn read_all() -> Vec<Lexicon> {
    FILES.iter().map(|file| Lexicon::from(parse(file))).collect()
}

fn parse(file: &str) -> File {
    toml::from_str(file).expect("a test reads every file")
}

impl From<File> for Lexicon {
    fn from(file: File) -> Self {
        let words = &file.words;
        let phrase = |topic: Topic, written: &String| {
            let (is_negation, written) = match written.strip_prefix('!') {
                Some(rest) => (true, rest),
                None => (false, written.as_str()),
            };
            let part = |(index, part): (usize, &str)| Part {
                alternatives: alternatives(part, words),
                is_adjacent: index > 0,
            };
            let groups = written.split('+');
            let parts = groups.flat_map(|group| group.split('&').enumerate().map(part)).collect();
            Phrase { topic, parts, is_negation }
        };
        let topics = file.topics.iter();
        Self {
            script: file.script,
            max_words_between: file.max_words_between,
            max_characters_between: file.max_characters_between,
            stop_words: folded_words(&file.stop_words),
            stop_words_of_others: folded_words(&file.stop_words_of_others),
            negations: alternatives(&file.negations, words),
            vetoes: alternatives(&file.vetoes, words),
            questions: alternatives(&file.questions, words),
            phrases: topics
                .flat_map(|(topic, listed)| {
                    listed.phrases.iter().map(|written| phrase(*topic, written))
                })
                .collect(),
            language: file.language,
            wrote: file.wrote,
            mail_fields: file.mail_fields,
        }
    }
}

fn folded_words(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(fold).collect()
}

/// The alternatives of a part. A list of words can refer to other lists.
fn alternatives(part: &str, words: &BTreeMap<String, String>) -> Vec<Alternative> {
    let mut found = BTreeSet::new();
    for written in part.split('|').map(str::trim).filter(|written| !written.is_empty()) {
        let name = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        if let Some(name) = name {
            let listed = words.get(name).unwrap_or_else(|| panic!("a test looks up <{name}>"));
            found.extend(alternatives(listed, words));
        } else {
            let text = fold(written.trim_end_matches(['*', '_']));
            found.insert(Alternative { text, bounds: bounds(written) });
        }
    }
    found.into_iter().collect()
}

/// The unfolded words decide: folding turns some letters of other scripts into Latin ones that look alike.
fn bounds(written: &str) -> Bounds {
    let is_spaced = written.chars().all(|c| c < '\u{590}');
    match (written.ends_with('_'), is_spaced, written.ends_with('*')) {
        (true, ..) => Bounds::Alone,
        (_, false, _) => Bounds::Anywhere,
        (_, true, true) => Bounds::Stem,
        (_, true, false) => Bounds::Whole,
    }
}

/// The sentences of every file with their topics: examples and counter-examples.
#[cfg(test)]
pub(super) fn sentences() -> Vec<(String, Topic, Vec<String>, Vec<String>)> {
    let files = FILES.iter().map(|file| parse(file));
    let of_file = |file: File| {
        let language = file.language;
        let listed = file.topics.into_iter();
        listed.map(move |(topic, listed)| {
            (language.clone(), topic, listed.examples, listed.counter_examples)
        })
    };
    files.flat_map(of_file).collect()
}
