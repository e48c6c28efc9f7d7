use proptest::prelude::*;

use super::*;

/// The definition: each part occurs as whole words after the one before it and close to it. Slow, but short.
mod definition {
    use super::*;

    fn occurrences<'a>(part: &'a Part, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let ends = |start: usize| start + part.text.len();
        let starts = text.match_indices(part.text.as_str()).map(|(start, _)| start);
        let whole = starts
            .filter(move |start| part.opens(&text[..*start]) && part.closes(&text[ends(*start)..]));
        whole.map(move |start| (start, ends(start)))
    }

    pub(super) fn contains(text: &str, parts: &[&Part]) -> bool {
        let Some((first, rest)) = parts.split_first() else { return true };
        occurrences(first, text).any(|(_, end)| follow(&text[end..], rest))
    }

    fn follow(text: &str, parts: &[&Part]) -> bool {
        let Some((next, rest)) = parts.split_first() else { return true };
        let near = |between: &str| {
            between.split_whitespace().count() <= 6 && between.chars().count() <= 60
        };
        let mut near = occurrences(next, text).take_while(|(start, _)| near(&text[..*start]));
        near.any(|(_, end)| follow(&text[end..], rest))
    }

    pub(super) fn matching_words(text: &str, parts: &[&Part]) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_match = |words: &[&str]| contains(&fold(&words.join(" ")), parts);
        let end = (1..=words.len()).find(|end| is_match(&words[..*end])).unwrap_or(words.len());
        let start = (0..end).rev().find(|start| is_match(&words[*start..end])).unwrap_or(0);
        words[start..end].join(" ").trim_matches(|c: char| c.is_ascii_punctuation()).to_owned()
    }
}

fn parts(phrase: &[usize]) -> Vec<&'static Part> {
    phrase.iter().map(|part| &SEARCHER.parts[*part]).collect()
}

fn check(text: &str) {
    let (folded, found) = (fold(text), search(&fold(text)));
    for (topic, phrases) in Topic::ALL.into_iter().zip(&SEARCHER.topics) {
        let first = phrases.iter().position(|phrase| definition::contains(&folded, &parts(phrase)));
        assert_eq!(found.get(topic), first, "{topic:?} in {text:?}");
        if let Some(first) = first {
            let expected = definition::matching_words(text, &parts(&phrases[first]));
            assert_eq!(matching_words(text, topic, first), expected, "{topic:?} in {text:?}");
        }
    }
}

/// Parts of phrases with words and fragments between them.
fn texts() -> impl Strategy<Value = String> {
    let written = PHRASES.iter().flat_map(|(_, phrases)| phrases.iter().copied().flatten());
    let written: Vec<String> = written.map(|part| part.trim_end_matches('*').to_owned()).collect();
    let part = prop::sample::select(written);
    let other = "(x|the|ＸＸ|ﷺ|\u{301}e|\u{200b}|İ|pаy|в|\\.|,|[a-z]{1,9}| |\n)";
    let piece = prop_oneof![3 => part, 1 => other];
    let joined = prop::collection::vec((piece, "( | |  |\u{a0}|\n|)"), 0..14);
    joined.prop_map(|pieces| pieces.into_iter().map(|(piece, space)| piece + &space).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn phrases_are_found_and_quoted_by_definition(text in texts()) {
        check(&text);
    }
}

#[test]
fn every_phrase_is_found_with_six_words_between_its_parts_but_not_with_seven() {
    for (topic, phrases) in PHRASES {
        for (index, phrase) in phrases.iter().enumerate() {
            let written: Vec<&str> = phrase.iter().map(|part| part.trim_end_matches('*')).collect();
            let apart =
                |words: usize| fold(&written.join(&format!(" {} ", vec!["zz"; words].join(" "))));
            assert!(
                search(&apart(6)).get(topic).is_some_and(|first| first <= index),
                "{written:?}"
            );
            assert_eq!(
                written.len() > 1,
                search(&apart(7)).get(topic) != Some(index),
                "{written:?}"
            );
            check(&written.join(" "));
        }
    }
}

#[test]
fn a_search_takes_steps_in_proportion_to_the_text() {
    let text = |repeats: usize| {
        fold(&"pay me first or i will leak in advance use your account ".repeat(repeats))
    };
    let steps = |text: &str| crate::work::counted(|| _ = search(text))[&Work::PhraseSteps];
    let (once, often) = (steps(&text(10)), steps(&text(1_000)));
    assert!(often <= once * 110, "{once} steps for 10 repetitions, {often} for 1,000");
}
