//! Reading a case: what several families look at in the same way.

use chrono::{DateTime, Duration, Utc};

use super::Case;
use crate::facts::{IpFacts, NetworkKind, SessionFacts};
use crate::finding::{Evidence, Finding};
use crate::profile::CountryCode;
use crate::profile::messages::Direction;
use crate::profile::sessions::{ClientSignals, Session};
use crate::profile::{Text, fold};

/// One session with its facts and its place in the profile.
#[derive(Clone, Copy)]
pub(super) struct ObservedSession<'a> {
    pub(super) index: usize,
    pub(super) session: &'a Session,
    pub(super) facts: &'a SessionFacts,
}

/// The sessions with their facts, in the order in which they started.
pub(super) fn sessions<'a>(case: &Case<'a>) -> Vec<ObservedSession<'a>> {
    let pairs = case.profile.sessions.iter().zip(&case.facts.sessions).enumerate();
    let seen = |(index, (session, facts))| ObservedSession { index, session, facts };
    let mut all: Vec<ObservedSession<'a>> = pairs.map(seen).collect();
    all.sort_by_key(|seen| seen.session.started_at);
    all
}

impl<'a> ObservedSession<'a> {
    /// A pointer to a field of the session.
    pub(super) fn pointer(&self, field: &str) -> String {
        format!("/sessions/{}/{field}", self.index)
    }

    /// When something was last done in it: its last activity, else its end, else its start.
    pub(super) fn last_active(&self) -> DateTime<Utc> {
        let end = self.session.last_activity_at.or(self.session.ended_at);
        end.unwrap_or(self.session.started_at).max(self.session.started_at)
    }

    /// How long it was active, from start to last activity.
    pub(super) fn active(&self) -> Duration {
        self.last_active() - self.session.started_at
    }

    /// The country in which the person is, if the address tells.
    pub(super) fn country(&self) -> Option<CountryCode> {
        self.facts.ip.as_ref().and_then(whereabouts)
    }

    /// The device's name.
    pub(super) fn device(&self) -> Option<&'a str> {
        self.session.device_id.as_ref().map(Text::as_str)
    }
}

/// The country of an address that tells where a person is. Exits of VPNs and proxies, data centres,
/// relays and company networks tell where the network is.
pub(super) fn whereabouts(ip: &IpFacts) -> Option<CountryCode> {
    let elsewhere = matches!(
        ip.network,
        Some(
            NetworkKind::Hosting
                | NetworkKind::Vpn
                | NetworkKind::Tor
                | NetworkKind::ResidentialProxy
                | NetworkKind::PrivacyRelay
                | NetworkKind::Business
        )
    );
    if elsewhere { None } else { ip.country }
}

/// A share that is a hit from `min_share` on; unknown when fewer than `min_sessions` were looked at. The wording
/// can use `$count`, `$total`, and the message `some-sessions`.
pub(super) fn share_of_sessions(
    hits: &[ObservedSession<'_>],
    looked_at: usize,
    min_sessions: usize,
    min_share: f64,
    field: &str,
) -> Finding {
    if looked_at < min_sessions.max(1) {
        return Finding::Unknown;
    }
    let share = ratio(hits.len(), looked_at);
    let evidence = Evidence::about(hits.iter().map(|seen| seen.pointer(field)));
    let evidence = part(evidence, hits.len(), looked_at);
    if share >= min_share && share > 0.0 {
        Finding::hit(share, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// With `$count` of `$total`, and `$part`: whether that is `none`, `some` or `all`.
pub(super) fn part(evidence: Evidence, count: usize, total: usize) -> Evidence {
    let part = match count {
        0 => "none",
        _ if count == total => "all",
        _ => "some",
    };
    evidence.with("count", count).with("total", total).with("part", part)
}

/// The share of sessions with a client signal, among those where it was looked for. The wording can use
/// `$count`, `$total`, and the message `some-sessions`.
pub(super) fn client_signal(
    case: &Case<'_>,
    name: &str,
    read: fn(&ClientSignals) -> Option<bool>,
) -> Finding {
    let all = sessions(case);
    let signal = |seen: &ObservedSession<'_>| seen.session.client.as_ref().and_then(read);
    let looked_at = all.iter().filter(|seen| signal(seen).is_some()).count();
    let hits: Vec<ObservedSession<'_>> =
        all.iter().filter(|seen| signal(seen) == Some(true)).copied().collect();
    share_of_sessions(&hits, looked_at, 1, f64::MIN_POSITIVE, &format!("client/{name}"))
}

/// The end of a secret, such as an account number: "…6819". At most half of it is shown.
pub(super) fn ending(secret: &str) -> String {
    const MAX_SHOWN: usize = 4;
    let length = secret.chars().count();
    let shown = MAX_SHOWN.min(length / 2);
    format!("…{}", secret.chars().skip(length - shown).collect::<String>())
}

/// In quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// `part` of `whole`; 0 of nothing.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

/// A number of things as a value.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// How many of the times lie in the fullest window of this length, and the first of them.
pub(super) fn fullest(times: &[DateTime<Utc>], window: Duration) -> (usize, Option<DateTime<Utc>>) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let (mut most, mut since, mut last) = (0, None, 0);
    for (first, time) in sorted.iter().enumerate() {
        while last < sorted.len() && sorted[last] - *time < window {
            last += 1;
        }
        if last - first > most {
            (most, since) = (last - first, Some(*time));
        }
    }
    (most, since)
}

/// A day as people write it.
pub(super) fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// Messages of the applicant with one of the phrases in them, and how many were looked at.
pub(super) struct PhraseMatches {
    pub(super) looked_at: usize,
    pub(super) hits: Vec<(usize, &'static str)>,
    /// The words in which the first messages say it, each in quotation marks.
    pub(super) quotes: Vec<String>,
}

/// Looks for phrases in what the applicant wrote, however it is written. Each phrase is a list of parts
/// that occur in this order, as whole words and near each other; a part that ends with `*` is the
/// beginning of a word.
pub(super) fn messages_with(case: &Case<'_>, phrases: &[&'static [&'static str]]) -> PhraseMatches {
    let folded: Vec<(&'static str, Vec<Part>)> = (phrases.iter())
        .map(|parts| (parts[0], parts.iter().map(|part| Part::parse(part)).collect()))
        .collect();
    let mut matches = PhraseMatches { looked_at: 0, hits: Vec::new(), quotes: Vec::new() };
    for (i, message) in case.profile.messages.iter().enumerate() {
        let Some(text) =
            message.text.as_ref().filter(|_| message.direction != Some(Direction::Received))
        else {
            continue;
        };
        matches.looked_at += 1;
        let folded_text = text.folded();
        let Some((phrase, parts)) = folded.iter().find(|(_, parts)| holds(&folded_text, parts))
        else {
            continue;
        };
        matches.hits.push((i, phrase));
        if matches.quotes.len() < PhraseMatches::MAX_QUOTES {
            let quote = quoted(&words_that_hold(text.as_str(), parts));
            if !matches.quotes.contains(&quote) {
                matches.quotes.push(quote);
            }
        }
    }
    matches
}

/// The words of a message that hold a phrase, without those before and after.
fn words_that_hold(text: &str, parts: &[Part]) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_held = |words: &[&str]| holds(&fold(&words.join(" ")), parts);
    let ends: Vec<usize> = (1..=words.len()).collect();
    let end = ends.partition_point(|end| !is_held(&words[..*end])) + 1;
    let words = &words[..end.min(words.len())];
    let starts: Vec<usize> = (0..words.len()).collect();
    let start = starts.partition_point(|start| is_held(&words[*start..])).saturating_sub(1);
    words[start..].join(" ").trim_matches(|c: char| c.is_ascii_punctuation()).to_owned()
}

/// A part of a phrase, folded.
struct Part {
    text: String,
    stem: bool,
}

impl Part {
    fn parse(written: &str) -> Self {
        let stem = written.ends_with('*');
        Self { text: fold(written.trim_end_matches('*')), stem }
    }

    /// Where the part stands as whole words.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let whole = |(start, _): &(usize, &str)| {
            let (before, after) = (&text[..*start], &text[start + self.text.len()..]);
            let opens = !before.ends_with(is_letter) || !self.text.starts_with(is_letter);
            let closes =
                self.stem || !after.starts_with(is_letter) || !self.text.ends_with(is_letter);
            opens && closes
        };
        let places = text.match_indices(self.text.as_str()).filter(whole);
        places.map(|(start, found)| (start, start + found.len()))
    }
}

/// A letter or digit of a script that puts spaces between words.
fn is_letter(c: char) -> bool {
    c < '\u{0590}' && c.is_alphanumeric()
}

/// Whether the parts stand in the text in their order, each near the one before.
fn holds(text: &str, parts: &[Part]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return true };
    first.places(text).any(|(_, end)| follow(&text[end..], rest))
}

fn follow(text: &str, parts: &[Part]) -> bool {
    const WORDS: usize = 6;
    const CHARACTERS: usize = 60;
    let Some((next, rest)) = parts.split_first() else { return true };
    let near = |between: &str| {
        between.split_whitespace().count() <= WORDS
            && between.chars().take(CHARACTERS + 1).count() <= CHARACTERS
    };
    let near = next.places(text).take_while(|(start, _)| near(&text[..*start]));
    near.into_iter().any(|(_, end)| follow(&text[end..], rest))
}

impl PhraseMatches {
    const MAX_QUOTES: usize = 3;

    /// A hit of as many messages as were found. The wording can use `$count`, `$total`, the message
    /// `some-messages`, and in a hit `$quotes`.
    pub(super) fn found(&self) -> Finding {
        if self.looked_at == 0 {
            return Finding::Unknown;
        }
        let pointers = self.hits.iter().map(|(i, _)| format!("/messages/{i}/text"));
        let evidence = part(Evidence::about(pointers), self.hits.len(), self.looked_at);
        if self.hits.is_empty() {
            return Finding::miss(evidence);
        }
        Finding::hit(count(self.hits.len()), evidence.with("quotes", self.quotes.clone()))
    }
}
