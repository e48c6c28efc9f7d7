//! Finds what messages talk about: phrases of several languages in the author's own words.
//!
//! Phrases are data: a file per language in `languages/`, with counter-examples next to them. A phrase says what a
//! message mentions, not what its author means, so a match is only shown as context and has no weight.

mod author;
mod language;
mod lexicon;
mod matcher;

use std::ops::Range;
use std::sync::LazyLock;

use self::lexicon::Lexicon;
use self::matcher::Matcher;
use crate::work::{Work, count};

/// What messages are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Topic {
    CryptoPayment,
    LockoutLetter,
    PaymentDemand,
    PaymentThreat,
    ColdOutreach,
    OffPlatform,
    OtherAccount,
    AccountRental,
    ProxyInterview,
    PersonalDetails,
    Extortion,
}

impl Topic {
    pub(super) const COUNT: usize = 11;

    /// Whether a question counts. Asking whether a payment is possible is not insisting on it.
    fn counts_questions(self) -> bool {
        !matches!(self, Self::CryptoPayment | Self::PaymentDemand | Self::PaymentThreat)
    }
}

/// For each topic, where in a text it was found first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics([Option<Range<usize>>; Topic::COUNT]);

impl Topics {
    /// The range of bytes to quote.
    pub(super) fn get(&self, topic: Topic) -> Option<Range<usize>> {
        self.0[topic as usize].clone()
    }
}

/// Reads the phrases and builds all automata. Otherwise, the first search takes longer.
pub(super) fn prepare() {
    LazyLock::force(&MATCHERS);
}

/// Searches what the author of a message wrote in a language with phrases.
pub(super) fn search(message: &str) -> Topics {
    let mut topics = Topics::default();
    let passages = author::passages(message);
    let languages = language::detect(message, &passages);
    if languages.is_empty() {
        return topics;
    }
    for passage in &passages {
        for sentence in author::sentences(message, passage) {
            let folded = matcher::FoldedSentence::new(message, &sentence);
            for language in &languages {
                count(Work::SearchedBytes, folded.text.len());
                MATCHERS[*language].search(&folded, &mut topics.0);
            }
        }
    }
    topics
}

/// The languages that a text can be written in. Empty if there are no phrases for its language.
pub(super) fn languages(text: &str) -> Vec<&'static str> {
    let detected = language::detect(text, &author::passages(text));
    detected.into_iter().map(|index| LEXICONS[index].language.as_str()).collect()
}

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(lexicon::read_all);

/// One for each of the [`LEXICONS`].
static MATCHERS: LazyLock<Vec<Matcher>> =
    LazyLock::new(|| LEXICONS.iter().map(Matcher::new).collect());

#[cfg(test)]
mod tests;
