//! Searches the applicant's messages for phrases.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Case;
use super::phrases::{Topic, Topics, search};
use super::reading::{count, part, quoted};
use crate::finding::{Evidence, Finding};
use crate::profile::Text;
use crate::profile::newest::sent_messages;

/// The applicant's messages that were searched, with the topics in them.
#[derive(Debug)]
pub(super) struct SearchedMessages {
    /// Each message by its index in the profile.
    messages: Vec<(usize, Topics)>,
}

impl SearchedMessages {
    /// Searches each text once.
    pub(super) fn new(case: &Case<'_>) -> Self {
        let mut known: BTreeMap<&str, Topics> = BTreeMap::new();
        let mut messages = Vec::new();
        for (index, text) in sent_messages(case.profile).kept {
            let topics = known.entry(text.as_str()).or_insert_with(|| search(text.as_str()));
            messages.push((index, topics.clone()));
        }
        Self { messages }
    }
}

/// The messages that contain a phrase of a topic, and how many messages were searched.
pub(super) struct PhraseMatches {
    looked_at: usize,
    /// The indexes of the messages, and what to quote of each.
    hits: Vec<(usize, Range<usize>)>,
}

/// One message can be a slip of the pen, a joke or an error of the search.
const MIN_MESSAGES: usize = 2;

/// Looks for the phrases of a topic in the applicant's messages, ignoring case and confusable letters.
pub(super) fn messages_with(case: &Case<'_>, topic: Topic) -> PhraseMatches {
    messages_where(case, topic, |_| true)
}

/// The same, but only in messages whose index meets `counts`. All messages count as searched.
pub(super) fn messages_where(
    case: &Case<'_>,
    topic: Topic,
    counts: impl Fn(usize) -> bool,
) -> PhraseMatches {
    let searched = case.searched_messages();
    let hit = |(index, topics): &(usize, Topics)| Some((*index, topics.get(topic)?));
    let hits = searched.messages.iter().filter_map(hit).filter(|(index, _)| counts(*index));
    PhraseMatches { looked_at: searched.messages.len(), hits: hits.collect() }
}

impl PhraseMatches {
    /// Context if at least two messages contain a phrase. Otherwise unknown: that no phrase was found clears no one. The
    /// wording can use `$count`, `$total`, `$quotes` and the message `some-messages`.
    pub(super) fn context(&self, case: &Case<'_>) -> Finding {
        match self.evidence(case) {
            Some(evidence) => Finding::context(count(self.hits.len()), evidence),
            None => Finding::Unknown,
        }
    }

    /// The evidence if there is enough of it.
    pub(super) fn evidence(&self, case: &Case<'_>) -> Option<Evidence> {
        if self.hits.len() < MIN_MESSAGES {
            return None;
        }
        let pointers = self.hits.iter().map(|(index, _)| format!("/messages/{index}/text"));
        let evidence = part(Evidence::about(pointers), self.hits.len(), self.looked_at);
        Some(evidence.with("quotes", self.quotes(case)))
    }

    pub(super) fn count(&self) -> usize {
        self.hits.len()
    }

    /// What the first messages say, each in quotation marks.
    fn quotes(&self, case: &Case<'_>) -> Vec<String> {
        const MAX_QUOTES: usize = 3;
        let mut quotes: Vec<String> = Vec::new();
        for (index, range) in &self.hits {
            let text = case.profile.messages[*index].text.as_ref().map_or("", Text::as_str);
            let quote = quoted(text.get(range.clone()).unwrap_or_default());
            if quotes.len() < MAX_QUOTES && !quotes.contains(&quote) {
                quotes.push(quote);
            }
        }
        quotes
    }
}
