//! How one account writes at different hours, held against itself alone.

use chrono::Timelike;

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::messages::Direction;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[WRITING_STYLE_SHIFT_SAME_ACCOUNT];

const WRITING_STYLE_SHIFT_SAME_ACCOUNT: Indicator = Indicator {
    id: "writing_style_shift_same_account",
    family: Family::Interview,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Marked style/quality shift between shifts of one account.",
    unit: "times the difference of chance",
    question: "How does the account write at different hours? Send `messages` with `at`, `direction` and `text`.",
    innocent_explanations: "LLM use, stress, assistants.",
    how_to_verify: "Ask for a live chat at an hour of each shift.",
    sources: &["SEAL", "KET", "JP24"],
    wording: "",
    miss: MissRule::Counts,
    observe: writing_style_shift_same_account,
    #[cfg(test)]
    examples: None,
};

/// How a message is written. What it says, and in which language, is not looked at.
type Style = [f64; 8];

/// Two shifts, three hours and more apart on both sides, that write more differently than chance lets the
/// same messages differ when they are dealt out anew. How much differs is the mean over eight measures of
/// the difference of means in standard deviations (Cohen, 1988, d).
fn writing_style_shift_same_account(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 24;
    const CLEARLY: f64 = 1.5;
    let messages =
        case.profile.messages.iter().filter(|one| one.direction != Some(Direction::Received));
    let mut written: Vec<(i64, u32, Style)> = messages
        .filter_map(|one| {
            let (at, text) = (one.at?, one.text.as_ref()?);
            let style = style(text.as_str())?;
            Some((at.timestamp(), at.num_seconds_from_midnight() / 60, style))
        })
        .collect();
    if written.len() < NEEDED {
        return Finding::Unknown;
    }
    written.sort_by_key(|(at, ..)| *at);
    let at = ["/messages".to_owned()];
    let minutes: Vec<u32> = written.iter().map(|(_, minute, _)| *minute).collect();
    let Some(shifts) = shifts(&minutes) else {
        return Finding::miss(Evidence::stored("all messages are of one shift", at));
    };
    let styles: Vec<Style> = written.iter().map(|(.., style)| *style).collect();
    let apart = distance(&styles, &shifts);
    let by_chance =
        dealt_anew(&shifts).iter().map(|dealt| distance(&styles, dealt)).fold(0.0, f64::max);
    if by_chance <= 0.0 {
        return Finding::Unknown;
    }
    let times = apart / by_chance;
    let text = format!(
        "two shifts of {} messages differ in style {times:.1} times as much as chance explains",
        styles.len()
    );
    let evidence = Evidence::stored(text, at);
    if times >= CLEARLY { Finding::hit(times, evidence) } else { Finding::miss(evidence) }
}

/// Eight measures of a text of at least eight words.
fn style(text: &str) -> Option<Style> {
    const WORDS: usize = 8;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < WORDS {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let many = |is: fn(&char) -> bool| characters.iter().filter(|c| is(c)).count();
    let per_word = |number: usize| real(number) / real(words.len());
    let sentences = many(|c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？')).max(1);
    Some([
        per_word(many(|c| c.is_alphanumeric())),
        real(words.len()) / real(sentences),
        real(words.len()).ln(),
        per_word(many(|c| matches!(c, ',' | ';' | ':' | '、'))),
        per_word(many(|c| matches!(c, '!' | '！'))),
        per_word(many(|c| c.is_uppercase())),
        per_word(many(|c| matches!(c, '\'' | '’'))),
        per_word(many(|c| *c == '\n')),
    ])
}

/// Whether each message is of the second shift, if the hours fall into two with a pause of three hours
/// before each, and a third of the messages at least in either.
fn shifts(minutes: &[u32]) -> Option<Vec<bool>> {
    const DAY: u32 = 24 * 60;
    const PAUSE: u32 = 3 * 60;
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let next = |i: usize| sorted.get(i + 1).copied().unwrap_or(sorted[0] + DAY);
    let mut pauses: Vec<(u32, u32)> =
        (0..sorted.len()).map(|i| (next(i) - sorted[i], next(i) % DAY)).collect();
    pauses.sort_unstable_by(|one, other| other.cmp(one));
    let [(_, one), (shorter, other), ..] = pauses[..] else { return None };
    if shorter < PAUSE {
        return None;
    }
    let (from, until) = (one.min(other), one.max(other));
    let second: Vec<bool> = minutes.iter().map(|minute| (from..until).contains(minute)).collect();
    let inside = second.iter().filter(|second| **second).count();
    (inside * 3 >= minutes.len() && (minutes.len() - inside) * 3 >= minutes.len()).then_some(second)
}

/// The same shifts dealt to other messages: in time, so that a slow change of style is no shift.
fn dealt_anew(shifts: &[bool]) -> Vec<Vec<bool>> {
    const DEALS: usize = 40;
    // A multiplicative generator (Lehmer) shuffles the same way everywhere, for replays.
    let mut state: u64 = 0x5DEE_CE66;
    let mut random = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    (0..DEALS)
        .map(|_| {
            let mut dealt = shifts.to_vec();
            for i in (1..dealt.len()).rev() {
                dealt.swap(i, random(i + 1));
            }
            dealt
        })
        .collect()
}

fn distance(styles: &[Style], second: &[bool]) -> f64 {
    let side = |which: bool, measure: usize| -> Vec<f64> {
        let pairs = styles.iter().zip(second).filter(|(_, second)| **second == which);
        pairs.map(|(style, _)| style[measure]).collect()
    };
    let of = |measure: usize| {
        let (one, other) = (side(false, measure), side(true, measure));
        let spread = f64::midpoint(variance(&one), variance(&other)).sqrt();
        if spread > 0.0 { ((mean(&one) - mean(&other)) / spread).abs().min(5.0) } else { 0.0 }
    };
    (0..8).map(of).sum::<f64>() / 8.0
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / real(values.len().max(1))
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    squares / real(values.len().saturating_sub(1).max(1))
}

fn real(number: usize) -> f64 {
    super::count(number)
}

#[cfg(test)]
mod tests;
