//! Searches texts for phrases. One automaton finds the parts of all phrases in a single pass.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::PHRASES;
use crate::profile::fold;
use crate::work::{Work, count};

/// Phrases with one meaning. Each is a list of parts that occur in this order, as whole words and close together. A part
/// that ends with `*` is the start of a word.
pub(super) type Phrases = &'static [&'static [&'static str]];

/// What messages are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    CryptoPayment,
    LockoutLetter,
    PaymentDemand,
    PaymentThreat,
    ColdOutreach,
    OffPlatform,
    OtherAccount,
    AccountRental,
    PersonalDetails,
    Extortion,
}

impl Topic {
    const ALL: [Self; 10] = [
        Self::CryptoPayment,
        Self::LockoutLetter,
        Self::PaymentDemand,
        Self::PaymentThreat,
        Self::ColdOutreach,
        Self::OffPlatform,
        Self::OtherAccount,
        Self::AccountRental,
        Self::PersonalDetails,
        Self::Extortion,
    ];

    fn phrases(self) -> Phrases {
        let listed = PHRASES.iter().find(|(topic, _)| *topic == self);
        listed.map(|(_, phrases)| *phrases).unwrap_or_default()
    }
}

/// For each topic, the first of its phrases that a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics([Option<usize>; Topic::ALL.len()]);

impl Topics {
    pub(super) fn get(&self, topic: Topic) -> Option<usize> {
        self.0[topic as usize]
    }
}

/// Builds the automaton. Otherwise, the first search takes longer.
pub(super) fn build_automaton() {
    LazyLock::force(&SEARCHER);
}

/// Searches a folded text for the phrases of all topics.
pub(super) fn search(text: &str) -> Topics {
    let found = SEARCHER.parts_in(text);
    let mut topics = Topics::default();
    if found.occurrences.is_empty() {
        return topics;
    }
    for (phrases, first) in SEARCHER.topics.iter().zip(&mut topics.0) {
        *first = phrases.iter().position(|phrase| !found.ends(phrase).is_empty());
    }
    topics
}

/// The words of a text that contain a phrase, without the words around them. Empty if the text doesn't contain it.
pub(super) fn matching_words(written: &str, topic: Topic, phrase: usize) -> String {
    let phrase = &SEARCHER.topics[topic as usize][phrase];
    let words: Vec<Word<'_>> = words(written);
    let folded: Vec<&str> =
        words.iter().map(|word| word.folded.as_str()).filter(|word| !word.is_empty()).collect();
    let folded = folded.join(" ");
    let found = SEARCHER.parts_in(&folded);
    let Some(end) = found.ends(phrase).first().copied() else { return String::new() };
    let start = found.last_start(phrase, end);
    let last = words.partition_point(|word| word.end < end);
    let first = words.partition_point(|word| word.end <= start);
    let words: Vec<&str> = words[first..=last].iter().map(|word| word.written).collect();
    words.join(" ").trim_matches(|c: char| c.is_ascii_punctuation()).to_owned()
}

/// A word of a text.
struct Word<'a> {
    written: &'a str,
    folded: String,
    /// Where it ends in the folded text.
    end: usize,
}

fn words(written: &str) -> Vec<Word<'_>> {
    let mut end = 0;
    let word = |written| {
        let folded = fold(written);
        let space = usize::from(end > 0 && !folded.is_empty());
        end += space + folded.len();
        Word { written, folded, end }
    };
    written.split_whitespace().map(word).collect()
}

static SEARCHER: LazyLock<Searcher> = LazyLock::new(Searcher::new);

struct Searcher {
    automaton: AhoCorasick,
    /// The parts of all phrases, in the automaton's order.
    parts: Vec<Part>,
    /// For each topic, each phrase as indexes of its parts.
    topics: Vec<Vec<Vec<usize>>>,
}

impl Searcher {
    fn new() -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut index = |written: &&str| {
            let part = Part::parse(written);
            parts.iter().position(|known| *known == part).unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            })
        };
        let phrases = Topic::ALL.map(Topic::phrases);
        let topics = (phrases.into_iter())
            .map(|phrases| {
                phrases.iter().map(|parts| parts.iter().map(&mut index).collect()).collect()
            })
            .collect();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(parts.iter().map(|part| &part.text))
            .expect("the phrases are a few kilobytes");
        Self { automaton, parts, topics }
    }

    /// The occurrences of all parts in a folded text.
    fn parts_in<'a>(&self, text: &'a str) -> FoundParts<'a> {
        count(Work::SearchedBytes, text.len());
        let (mut occurrences, mut ends) = (Vec::new(), Vec::new());
        for found in self.automaton.find_overlapping_iter(text) {
            count(Work::PhraseSteps, 1);
            let part = found.pattern().as_usize();
            let (start, end) = (found.start(), found.end());
            // Most texts contain no part, and need no lists.
            ends.resize(self.parts.len(), 0);
            if start < ends[part] {
                // It overlaps with the same part.
                continue;
            }
            ends[part] = end;
            if self.parts[part].closes(&text[end..]) {
                occurrences.resize_with(self.parts.len(), Vec::new);
                let opens = self.parts[part].opens(&text[..start]);
                occurrences[part].push(Occurrence { start, end, opens });
            }
        }
        FoundParts { text, occurrences }
    }
}

/// A part of a phrase, folded.
#[derive(PartialEq, Eq)]
struct Part {
    text: String,
    stem: bool,
}

impl Part {
    fn parse(written: &str) -> Self {
        let stem = written.ends_with('*');
        Self { text: fold(written.trim_end_matches('*')), stem }
    }

    /// Whether a word begins where the part begins.
    fn opens(&self, before: &str) -> bool {
        !before.ends_with(is_letter) || !self.text.starts_with(is_letter)
    }

    /// Whether a word ends where the part ends.
    fn closes(&self, after: &str) -> bool {
        self.stem || !after.starts_with(is_letter) || !self.text.ends_with(is_letter)
    }
}

/// Whether it is a letter or digit of a script that separates words with spaces.
fn is_letter(c: char) -> bool {
    c < '\u{0590}' && c.is_alphanumeric()
}

/// Where a part occurs, up to the end of a word.
#[derive(Clone, Copy)]
struct Occurrence {
    start: usize,
    end: usize,
    /// Whether a word begins there.
    opens: bool,
}

/// The parts in a text.
struct FoundParts<'a> {
    text: &'a str,
    /// For each part, its occurrences in order. Empty if there are none.
    occurrences: Vec<Vec<Occurrence>>,
}

impl FoundParts<'_> {
    /// Where a phrase ends, in order. Empty if the text doesn't contain it.
    ///
    /// Each part follows the last one that ends before it: if that is not near enough, no earlier one is.
    fn ends(&self, phrase: &[usize]) -> Vec<usize> {
        if phrase.iter().any(|part| self.occurrences.get(*part).is_none_or(Vec::is_empty)) {
            return Vec::new();
        }
        let Some((first, rest)) = phrase.split_first() else { return Vec::new() };
        let first = self.occurrences[*first].iter().filter(|first| first.opens);
        let mut ends: Vec<usize> = first.map(|first| first.end).collect();
        for part in rest {
            let mut before = 0;
            let mut next = Vec::new();
            for occurrence in &self.occurrences[*part] {
                count(Work::PhraseSteps, 1);
                while ends.get(before).is_some_and(|end| *end <= occurrence.start) {
                    before += 1;
                }
                let end = before.checked_sub(1).map(|before| ends[before]);
                if end.is_some_and(|end| self.follows(end, *occurrence)) {
                    next.push(occurrence.end);
                }
            }
            ends = next;
        }
        ends
    }

    /// The last place where a phrase starts that ends by `end`.
    fn last_start(&self, phrase: &[usize], end: usize) -> usize {
        let mut following: Option<Vec<Occurrence>> = None;
        for part in phrase.iter().rev() {
            let occurrences = self.occurrences[*part].iter().filter(|part| part.end <= end);
            let continued = |part: &&Occurrence| {
                let Some(following) = &following else { return true };
                let next = following.partition_point(|next| next.start < part.end);
                let near = following[next..].iter();
                let mut near = near.take_while(|next| next.start <= part.end + MAX_BYTES_BETWEEN);
                near.any(|next| self.follows(part.end, *next))
            };
            following = Some(occurrences.filter(continued).copied().collect());
        }
        let starts = following.unwrap_or_default();
        starts.iter().rfind(|first| first.opens).map_or(0, |first| first.start)
    }

    /// Whether a part is close after the end of another one. It may follow a stem without a space.
    fn follows(&self, end: usize, part: Occurrence) -> bool {
        (part.opens || part.start == end) && is_short(&self.text[end..part.start])
    }
}

/// How much can lie between two parts of a phrase.
const MAX_WORDS_BETWEEN: usize = 6;
const MAX_CHARACTERS_BETWEEN: usize = 60;
const MAX_BYTES_BETWEEN: usize = MAX_CHARACTERS_BETWEEN * 4;

fn is_short(between: &str) -> bool {
    between.len() <= MAX_BYTES_BETWEEN
        && between.split_whitespace().count() <= MAX_WORDS_BETWEEN
        && between.chars().count() <= MAX_CHARACTERS_BETWEEN
}

#[cfg(test)]
mod tests;
