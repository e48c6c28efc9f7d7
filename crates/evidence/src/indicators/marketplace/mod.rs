//! Applications, bids, ratings and messages.

pub(super) mod applications;
pub(super) mod clients;
pub(super) mod offers;
pub(super) mod requests;

use super::Case;
use super::reading::{PhraseMatches, messages_with};

/// Looks for phrases in the applicant's messages, but only counts hits in messages whose index meets `counts`. All
/// messages count as checked.
fn messages_where(
    case: &Case<'_>,
    phrases: &[&'static [&'static str]],
    counts: impl Fn(usize) -> bool,
) -> PhraseMatches {
    let mut all = messages_with(case, phrases);
    let hit_count = all.hits.len();
    all.hits.retain(|(i, _)| counts(*i));
    if all.hits.len() < hit_count {
        // Only messages that count can be quoted.
        let mut profile = case.profile.clone();
        let messages = all.hits.iter().map(|(i, _)| case.profile.messages[*i].clone());
        profile.messages = messages.collect();
        all.quotes = messages_with(&Case { profile: &profile, ..*case }, phrases).quotes;
    }
    all
}
