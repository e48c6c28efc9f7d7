use super::*;

/// The topics in a text.
fn topics(text: &str) -> Vec<Topic> {
    const ALL: [Topic; Topic::COUNT] = [
        Topic::CryptoPayment,
        Topic::LockoutLetter,
        Topic::PaymentDemand,
        Topic::PaymentThreat,
        Topic::ColdOutreach,
        Topic::OffPlatform,
        Topic::OtherAccount,
        Topic::AccountRental,
        Topic::ProxyInterview,
        Topic::PersonalDetails,
        Topic::Extortion,
    ];
    let found = search(text);
    ALL.into_iter().filter(|topic| found.get(*topic).is_some()).collect()
}

#[test]
fn every_phrase_file_finds_its_examples_and_none_of_its_counter_examples() {
    let mut faults = Vec::new();
    for (language, topic, examples, counter_examples) in lexicon::sentences() {
        assert!(!examples.is_empty() && !counter_examples.is_empty(), "{language} {topic:?}");
        for text in examples {
            if !topics(&text).contains(&topic) {
                faults.push(format!("{language} {topic:?} misses: {text}"));
            }
        }
        for text in counter_examples {
            if !topics(&text).is_empty() {
                faults.push(format!("{language} finds {:?} in: {text}", topics(&text)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_language_has_phrases_for_every_topic() {
    for lexicon in &*LEXICONS {
        let topics: std::collections::BTreeSet<Topic> =
            lexicon.phrases.iter().map(|phrase| phrase.topic).collect();
        assert_eq!(topics.len(), Topic::COUNT, "{}", lexicon.language);
        let words = lexicon.phrases.iter().flat_map(|phrase| &phrase.parts);
        for word in words.flat_map(|part| &part.alternatives) {
            assert!(!word.text.contains(['*', '<', '>']), "{}: {}", lexicon.language, word.text);
            assert!(!word.text.is_empty(), "{}", lexicon.language);
        }
    }
}

/// Sentences by language, from lines such as `en: Thank you.`
fn corpus(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(": ").unwrap_or_else(|| panic!("{line}"))).collect()
}

#[test]
fn no_honest_sentence_is_found() {
    let honest = corpus(include_str!("corpus/honest.txt"));
    assert!(honest.len() >= 150, "{} sentences", honest.len());
    let found = honest.iter().filter(|(_, text)| !topics(text).is_empty());
    let found: Vec<String> =
        found.map(|(language, text)| format!("{language} {:?}: {text}", topics(text))).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Of these sentences, the last 76 were written before any phrase was tried on them; 61 of them were found at once.
#[test]
fn most_suspicious_sentences_are_found_in_every_language() {
    let suspicious = corpus(include_str!("corpus/suspicious.txt"));
    assert!(suspicious.len() >= 100, "{} sentences", suspicious.len());
    for lexicon in &*LEXICONS {
        let written = suspicious.iter().filter(|(language, _)| *language == lexicon.language);
        let texts: Vec<&str> = written.map(|(_, text)| *text).collect();
        let (found, missed): (Vec<&str>, Vec<&str>) =
            texts.iter().partition(|text| !topics(text).is_empty());
        let language = &lexicon.language;
        assert!(texts.len() >= 15, "{language} has {} sentences", texts.len());
        assert!(found.len() * 10 >= texts.len() * 8, "{language} misses {missed:#?}");
    }
}

#[test]
fn what_others_wrote_is_not_the_authors() {
    for text in [
        "Of course not.\n> Contact me on Telegram",
        "No.\n\nOn Mon, 1 May 2026, Kim <kim@mail.example> wrote:\nContact me on Telegram",
        "Ok\n-- \nContact me on Telegram",
        "The client wrote “contact me on Telegram” and I said no.",
    ] {
        assert_eq!(topics(text), [], "{text}");
    }
    assert_eq!(topics("Contact me on Telegram\n> No."), [Topic::OffPlatform]);
}

#[test]
fn letters_that_look_alike_hide_nothing() {
    let text = "Соntact me оn Telegram"; // Cyrillic С, о
    assert_eq!(topics(text), [Topic::OffPlatform]);
    assert_eq!(topics("CONTACT   ME ON ＴＥＬＥＧＲＡＭ"), [Topic::OffPlatform]);
}

#[test]
fn a_long_sentence_is_quoted_by_its_words() {
    let around = "this is a long sentence about the work and nothing else ".repeat(4);
    let text = format!("{around} and please contact me on Telegram, {around}");
    let range = search(&text).get(Topic::OffPlatform).unwrap();
    assert_eq!(&text[range], "contact me on Telegram,");
    let short = "Hello! Please contact me on Telegram. Bye.";
    let range = search(short).get(Topic::OffPlatform).unwrap();
    assert_eq!(&short[range], "Please contact me on Telegram");
}

#[test]
fn a_search_takes_steps_in_proportion_to_the_text() {
    let text = |repeats: usize| {
        "pay me first or i will leak in advance use your account and send it ".repeat(repeats)
    };
    let steps = |text: &str| crate::work::counted(|| _ = search(text))[&Work::PhraseSteps];
    let (once, often) = (steps(&text(10)), steps(&text(1_000)));
    assert!(often <= once * 110, "{once} steps for 10 repetitions, {often} for 1,000");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

    #[test]
    fn any_text_can_be_searched_and_quoted(text in "(\\PC|[\\n\"“”>:.,?！。]|pay|telegram|contact me| ){0,60}") {
        let found = search(&text);
        for range in found.0.into_iter().flatten() {
            assert!(!text[range].is_empty());
        }
    }
}
