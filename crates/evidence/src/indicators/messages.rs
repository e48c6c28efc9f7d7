//! Searches the applicant's messages for phrases.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use super::phrases::{Topic, Topics, matching_words, search};
use super::reading::{count, part, quoted};
use crate::finding::{Evidence, Finding};
use crate::profile::Text;
use crate::profile::newest::sent_messages;

/// The applicant's messages that were searched, with the topics in them.
#[derive(Debug)]
pub(super) struct SearchedMessages {
    /// Each message by its index in the profile.
    messages: Vec<(usize, Topics)>,
    /// Whether older messages were left out.
    is_cut: bool,
}

impl SearchedMessages {
    /// Searches each text once.
    pub(super) fn new(case: &Case<'_>) -> Self {
        let selected = sent_messages(case.profile);
        let mut known: BTreeMap<&str, Topics> = BTreeMap::new();
        let mut messages = Vec::with_capacity(selected.kept.len());
        for (index, text) in selected.kept {
            let topics = known.entry(text.as_str()).or_insert_with(|| search(text.folded()));
            messages.push((index, *topics));
        }
        Self { messages, is_cut: selected.is_cut }
    }
}

/// The messages that contain a phrase of a topic, and how many messages were searched.
pub(super) struct PhraseMatches {
    pub(super) looked_at: usize,
    topic: Topic,
    /// The indexes of the messages, and of the first phrase that each contains.
    hits: Vec<(usize, usize)>,
    is_cut: bool,
}

/// Looks for the phrases of a topic in the applicant's messages, ignoring case and confusable letters.
pub(super) fn messages_with(case: &Case<'_>, topic: Topic) -> PhraseMatches {
    messages_where(case, topic, |_| true)
}

/// The same, but only hits in messages whose index meets `counts`. All messages count as searched.
pub(super) fn messages_where(
    case: &Case<'_>,
    topic: Topic,
    counts: impl Fn(usize) -> bool,
) -> PhraseMatches {
    let searched = case.searched_messages();
    let hit = |(index, topics): &(usize, Topics)| Some((*index, topics.get(topic)?));
    let hits = searched.messages.iter().filter_map(hit).filter(|(index, _)| counts(*index));
    PhraseMatches {
        looked_at: searched.messages.len(),
        topic,
        hits: hits.collect(),
        is_cut: searched.is_cut,
    }
}

impl PhraseMatches {
    pub(super) fn count(&self) -> usize {
        self.hits.len()
    }

    /// Pointers to the texts.
    pub(super) fn pointers(&self) -> impl Iterator<Item = String> {
        self.hits.iter().map(|(index, _)| format!("/messages/{index}/text"))
    }

    /// The matching words of the first messages, each in quotation marks.
    pub(super) fn quotes(&self, case: &Case<'_>) -> Vec<String> {
        const MAX_QUOTES: usize = 3;
        let mut quotes: Vec<String> = Vec::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (index, phrase) in &self.hits {
            let text = case.profile.messages[*index].text.as_ref().map_or("", Text::as_str);
            if quotes.len() == MAX_QUOTES || !known.insert(text) {
                continue;
            }
            let quote = quoted(&matching_words(text, self.topic, *phrase));
            if !quotes.contains(&quote) {
                quotes.push(quote);
            }
        }
        quotes
    }

    /// A hit with the number of matching messages, if there are at least `min`. The wording can use `$count`, `$total`,
    /// the message `some-messages` and, in a hit, `$quotes`.
    pub(super) fn finding(&self, case: &Case<'_>, min: usize) -> Finding {
        if self.looked_at == 0 {
            return Finding::Unknown;
        }
        if self.hits.len() < min.max(1) {
            let evidence = part(Evidence::about([]), 0, self.looked_at);
            return self.miss(evidence);
        }
        let evidence = part(Evidence::about(self.pointers()), self.hits.len(), self.looked_at);
        Finding::hit(count(self.hits.len()), evidence.with("quotes", self.quotes(case)))
    }

    /// A miss, or unknown if messages were left out that could have shown a hit.
    pub(super) fn miss(&self, evidence: Evidence) -> Finding {
        Finding::miss(evidence).unless_cut(|| self.is_cut)
    }
}
