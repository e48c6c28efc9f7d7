//! Finds the phrases of a language in a sentence. One automaton finds the words of all phrases in a single pass.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_normalization::char::is_combining_mark;

use super::Topic;
use super::author::Sentence;
use super::lexicon::{Alternative, Bounds, Lexicon};
use crate::profile::fold;
use crate::work::{Work, count};

/// A sentence that was folded for the search.
pub(super) struct FoldedSentence<'a> {
    message: &'a str,
    sentence: &'a Sentence,
    pub(super) text: String,
}

impl<'a> FoldedSentence<'a> {
    pub(super) fn new(message: &'a str, sentence: &'a Sentence) -> Self {
        Self { message, sentence, text: fold(&message[sentence.range.clone()]) }
    }
}

/// Finds the phrases of one language.
pub(super) struct Matcher {
    automaton: AhoCorasick,
    /// The words, in the automaton's order.
    words: Vec<Word>,
    /// For each part of a phrase that comes first, the phrases that it begins.
    phrases: BTreeMap<usize, Vec<Phrase>>,
    max_words_between: usize,
    max_characters_between: usize,
}

/// Words, and the parts of phrases that contain them.
struct Word {
    text: String,
    bounds: Bounds,
    parts: Vec<usize>,
}

struct Phrase {
    topic: Topic,
    /// The parts after the first, and whether each directly follows the one before it.
    rest: Vec<(usize, bool)>,
    is_negation: bool,
}

/// The parts that are no phrases.
const NEGATIONS: usize = 0;
const VETOES: usize = 1;
const QUESTIONS: usize = 2;

/// Where a part occurs, up to the end of a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    start: usize,
    end: usize,
    /// Whether a word begins there.
    opens: bool,
}

impl Matcher {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut parts: Vec<&[Alternative]> =
            vec![&lexicon.negations, &lexicon.vetoes, &lexicon.questions];
        let mut phrases: BTreeMap<usize, Vec<Phrase>> = BTreeMap::new();
        for phrase in &lexicon.phrases {
            let mut indexes = Vec::new();
            for part in &phrase.parts {
                let mut known = parts.iter().skip(QUESTIONS + 1);
                let known = known.position(|known| *known == &part.alternatives[..]);
                let index = known.map_or(parts.len(), |index| index + QUESTIONS + 1);
                if index == parts.len() {
                    parts.push(&part.alternatives);
                }
                indexes.push((index, part.is_adjacent));
            }
            let (topic, is_negation) = (phrase.topic, phrase.is_negation);
            if let Some(((first, _), rest)) = indexes.split_first() {
                let phrase = Phrase { topic, rest: rest.to_vec(), is_negation };
                phrases.entry(*first).or_default().push(phrase);
            }
        }
        let mut words: BTreeMap<&Alternative, Vec<usize>> = BTreeMap::new();
        for (index, part) in parts.iter().enumerate() {
            for word in *part {
                words.entry(word).or_default().push(index);
            }
        }
        let word = |(word, parts): (&Alternative, Vec<usize>)| {
            let Alternative { text, bounds } = word.clone();
            Word { text, bounds, parts }
        };
        let words: Vec<Word> = words.into_iter().map(word).collect();
        let automaton = AhoCorasick::new(words.iter().map(|word| &word.text))
            .expect("the phrases are a few kilobytes");
        Self {
            automaton,
            words,
            phrases,
            max_words_between: lexicon.max_words_between,
            max_characters_between: lexicon.max_characters_between,
        }
    }

    /// Adds the topics that a sentence is the first to contain.
    pub(super) fn search(
        &self,
        sentence: &FoldedSentence<'_>,
        topics: &mut [Option<Range<usize>>; Topic::COUNT],
    ) {
        let text = sentence.text.as_str();
        let found = self.parts_in(text);
        if found.iter().all(|(part, _)| *part <= QUESTIONS) {
            return;
        }
        let opens = |part: usize| found.get(&part).is_some_and(|all| all.iter().any(|it| it.opens));
        if opens(VETOES) {
            return;
        }
        let asks = sentence.sentence.is_question || opens(QUESTIONS);
        for (first, occurrences) in &found {
            for phrase in self.phrases.get(first).into_iter().flatten() {
                let topic = &mut topics[phrase.topic as usize];
                if topic.is_some() || (asks && !phrase.topic.counts_questions()) {
                    continue;
                }
                let stated = |range: &Range<usize>| {
                    phrase.is_negation || !is_negated(text, range, found.get(&NEGATIONS))
                };
                let matches = self.matches(text, occurrences, &phrase.rest, &found);
                if let Some(range) = matches.into_iter().find(stated) {
                    *topic = Some(sentence.quote(&range));
                }
            }
        }
    }

    /// For each part, where it occurs, in order.
    fn parts_in(&self, text: &str) -> BTreeMap<usize, Vec<Occurrence>> {
        let mut found: BTreeMap<usize, Vec<Occurrence>> = BTreeMap::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            count(Work::PhraseSteps, 1);
            let word = &self.words[hit.pattern().as_usize()];
            let (start, end) = (hit.start(), hit.end());
            if word.closes(&text[end..]) {
                let opens = word.opens(&text[..start]);
                for part in &word.parts {
                    found.entry(*part).or_default().push(Occurrence { start, end, opens });
                }
            }
        }
        for occurrences in found.values_mut() {
            occurrences.sort_unstable();
        }
        found
    }

    /// Where a phrase occurs, ordered by its ends.
    ///
    /// Each part follows the last one that ends before it: if that is not near enough, no earlier one is.
    fn matches(
        &self,
        text: &str,
        first: &[Occurrence],
        rest: &[(usize, bool)],
        found: &BTreeMap<usize, Vec<Occurrence>>,
    ) -> Vec<Range<usize>> {
        if rest.iter().any(|(part, _)| !found.contains_key(part)) {
            return Vec::new();
        }
        let begun = first.iter().filter(|first| first.opens);
        let mut ranges: Vec<Range<usize>> = begun.map(|first| first.start..first.end).collect();
        for (part, is_adjacent) in rest {
            ranges.sort_unstable_by_key(|range| (range.end, range.start));
            let (mut before, mut next) = (0, Vec::new());
            for occurrence in &found[part] {
                count(Work::PhraseSteps, 1);
                while ranges.get(before).is_some_and(|range| range.end <= occurrence.start) {
                    before += 1;
                }
                let Some(range) = before.checked_sub(1).map(|before| &ranges[before]) else {
                    continue;
                };
                let joins = occurrence.opens || occurrence.start == range.end;
                let between = &text[range.end..occurrence.start];
                if joins && self.is_short(between, *is_adjacent) {
                    next.push(range.start..occurrence.end);
                }
            }
            ranges = next;
        }
        ranges
    }

    fn is_short(&self, between: &str, is_adjacent: bool) -> bool {
        const ADJACENT: usize = 1;
        let (words, characters) = if is_adjacent {
            (ADJACENT, self.max_characters_between / 3)
        } else {
            (self.max_words_between, self.max_characters_between)
        };
        !(is_adjacent && between.contains(CLAUSE_ENDS))
            && between.len() <= characters * 4
            && between.split_whitespace().count() <= words
            && between.chars().count() <= characters
    }
}

impl Word {
    /// Whether a word begins where it begins.
    fn opens(&self, before: &str) -> bool {
        match self.bounds {
            Bounds::Anywhere => true,
            Bounds::Alone => !before.ends_with(is_inside_word),
            Bounds::Whole | Bounds::Stem => {
                !before.ends_with(is_letter) || !self.text.starts_with(is_letter)
            }
        }
    }

    /// Whether a word ends where it ends.
    fn closes(&self, after: &str) -> bool {
        match self.bounds {
            Bounds::Anywhere | Bounds::Stem => true,
            Bounds::Alone => !after.starts_with(is_inside_word),
            Bounds::Whole => !after.starts_with(is_letter) || !self.text.ends_with(is_letter),
        }
    }
}

/// Whether it is a letter, a digit or a mark of any script.
fn is_inside_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether it is a letter or digit of a script that separates words with spaces.
fn is_letter(c: char) -> bool {
    c < '\u{0590}' && c.is_alphanumeric()
}

/// What ends a clause.
const CLAUSE_ENDS: [char; 6] = [',', ':', '(', ')', '،', '、'];

/// Whether a negation is in one of the clauses that a phrase is in.
fn is_negated(text: &str, range: &Range<usize>, negations: Option<&Vec<Occurrence>>) -> bool {
    let Some(negations) = negations else { return false };
    let start = text[..range.start].rfind(CLAUSE_ENDS).unwrap_or(0);
    let end = text[range.end..].find(CLAUSE_ENDS).map_or(text.len(), |after| range.end + after);
    negations.iter().any(|it| it.opens && (start..end).contains(&it.start))
}

impl FoldedSentence<'_> {
    /// The part of the message to quote: the whole sentence if it is short, otherwise the words that were found.
    fn quote(&self, found: &Range<usize>) -> Range<usize> {
        const MAX_CHARACTERS: usize = 160;
        let Range { start, end } = self.sentence.range;
        let written = &self.message[start..end];
        let is_short = written.chars().count() <= MAX_CHARACTERS;
        let (from, to) = if is_short { (0, written.len()) } else { self.words_around(found) };
        let quoted = &written[from..to];
        let from = from + quoted.len() - quoted.trim_start().len();
        start + from..start + from + quoted.trim().len()
    }

    /// The words of the sentence that overlap a range of the folded text.
    fn words_around(&self, found: &Range<usize>) -> (usize, usize) {
        let written = &self.message[self.sentence.range.clone()];
        let (mut folded_end, mut from, mut to) = (0, None, 0);
        for word in written.split_whitespace() {
            let at = word.as_ptr().addr() - written.as_ptr().addr();
            let folded = fold(word);
            let space = usize::from(folded_end > 0 && !folded.is_empty());
            let folded_start = folded_end + space;
            folded_end = folded_start + folded.len();
            if folded_end > found.start && from.is_none() {
                from = Some(at);
            }
            if folded_start < found.end {
                to = at + word.len();
            }
        }
        (from.unwrap_or(0), to)
    }
}
