//! The writing style of one account at different hours, compared only with itself.

use std::collections::BTreeMap;

use chrono::Timelike;

use super::super::phrases::languages;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::messages::Direction;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[WRITING_STYLE_SHIFT_SAME_ACCOUNT];

const WRITING_STYLE_SHIFT_SAME_ACCOUNT: Indicator = Indicator {
    id: "writing_style_shift_same_account",
    family: Family::Interview,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant’s messages differ clearly in style between two times of day.",
    unit: "times the difference that chance explains",
    question: "How does the applicant write at different times of day? Send `messages` with `at`, `channel`, `direction` and `text`.",
    innocent_explanations: "AI assistants, stress, and assistants who write for the applicant.",
    how_to_verify: "Ask for a live chat at each of the two times of day.",
    sources: &["SEAL", "KET", "JP24"],
    wording: "
    .hit = { $messages } messages of the applicant differ in style between two times of day. The difference is { $times } times what chance explains.
    .miss = { $messages } messages of the applicant do not differ clearly in style between two times of day. The difference is at most { $times } times what chance explains.
    .one_shift = { $messages } messages of the applicant do not fall into two separate times of day, so no styles could be compared.
",
    miss: MissRule::Counts,
    observe: writing_style_shift_same_account,
    #[cfg(test)]
    examples: tests::writing_style_shift_same_account,
};

/// Measures of writing style. The content and language of messages are not analysed.
type Style = [f64; 8];

/// Two shifts in one channel and language, at least three hours apart on both sides, whose styles differ more than in random splits of the same
/// messages. The distance is the mean over eight measures of the standardised difference of means (Cohen's d, 1988).
fn writing_style_shift_same_account(case: &Case<'_>) -> Finding {
    const MIN_MESSAGES: usize = 24;
    const MIN_TIMES: f64 = 1.5;
    let mut written = largest_genre(case);
    if written.len() < MIN_MESSAGES {
        return Finding::Unknown;
    }
    written.sort_by_key(|(at, ..)| *at);
    let evidence = Evidence::about(["/messages".to_owned()]).with("messages", written.len());
    let minutes: Vec<u32> = written.iter().map(|(_, minute, _)| *minute).collect();
    let Some(shifts) = shifts(&minutes) else {
        return Finding::miss(evidence.worded("one_shift"));
    };
    let styles: Vec<Style> = written.iter().map(|(.., style)| *style).collect();
    let apart = distance(&styles, &shifts);
    let by_chance =
        shuffled(&shifts).iter().map(|dealt| distance(&styles, dealt)).fold(0.0, f64::max);
    if by_chance <= 0.0 {
        return Finding::Unknown;
    }
    let times = apart / by_chance;
    if times >= MIN_TIMES {
        Finding::hit(times, evidence.with("times", (times * 10.0).round() / 10.0))
    } else {
        Finding::miss(evidence.with("times", (times * 10.0).ceil() / 10.0))
    }
}

/// A message by its time, its minute of the day and its style.
type Written = (i64, u32, Style);

/// The messages of the channel and language with the most messages. A proposal reads unlike a chat, and German unlike
/// English, whoever wrote them. So a message without a channel or an author cannot be compared with others.
fn largest_genre(case: &Case<'_>) -> Vec<Written> {
    let mut genres: BTreeMap<(&str, Vec<&str>), Vec<Written>> = BTreeMap::new();
    for message in &case.profile.messages {
        let (Some(Direction::Sent), Some(channel)) = (message.direction, &message.channel) else {
            continue;
        };
        let (Some(at), Some(text)) = (message.at, &message.text) else { continue };
        let Some(style) = style(text.as_str()) else { continue };
        let genre = (channel.folded(), languages(text.as_str()));
        let minute = at.num_seconds_from_midnight() / 60;
        genres.entry(genre).or_default().push((at.timestamp(), minute, style));
    }
    genres.into_values().max_by_key(Vec::len).unwrap_or_default()
}

/// Eight style measures of a text with at least eight words.
fn style(text: &str) -> Option<Style> {
    const WORDS: usize = 8;
    let words = text.split_whitespace().count();
    if words < WORDS {
        return None;
    }
    let [mut letters, mut ends, mut pauses, mut shouts] = [0_usize; 4];
    let [mut capitals, mut apostrophes, mut lines] = [0_usize; 3];
    for c in text.chars() {
        letters += usize::from(c.is_alphanumeric());
        ends += usize::from(matches!(c, '.' | '!' | '?' | '。' | '！' | '？'));
        pauses += usize::from(matches!(c, ',' | ';' | ':' | '、'));
        shouts += usize::from(matches!(c, '!' | '！'));
        capitals += usize::from(c.is_uppercase());
        apostrophes += usize::from(matches!(c, '\'' | '’'));
        lines += usize::from(c == '\n');
    }
    let per_word = |number: usize| real(number) / real(words);
    Some([
        per_word(letters),
        real(words) / real(ends.max(1)),
        real(words).ln(),
        per_word(pauses),
        per_word(shouts),
        per_word(capitals),
        per_word(apostrophes),
        per_word(lines),
    ])
}

/// Whether each message belongs to the second shift. `None` unless the hours fall into two shifts, each after a pause
/// of at least three hours and with at least a third of the messages.
fn shifts(minutes: &[u32]) -> Option<Vec<bool>> {
    const DAY: u32 = 24 * 60;
    const PAUSE: u32 = 3 * 60;
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let next = |i: usize| sorted.get(i + 1).copied().unwrap_or(sorted[0] + DAY);
    let mut pauses: Vec<(u32, u32)> =
        (0..sorted.len()).map(|i| (next(i) - sorted[i], next(i) % DAY)).collect();
    pauses.sort_unstable_by(|pause, other| other.cmp(pause));
    let [(_, first), (shorter, second), ..] = pauses[..] else { return None };
    if shorter < PAUSE {
        return None;
    }
    let (from, until) = (first.min(second), first.max(second));
    let second: Vec<bool> = minutes.iter().map(|minute| (from..until).contains(minute)).collect();
    let inside = second.iter().filter(|second| **second).count();
    (inside * 3 >= minutes.len() && (minutes.len() - inside) * 3 >= minutes.len()).then_some(second)
}

/// Random splits of the messages into shifts of the same sizes.
fn shuffled(shifts: &[bool]) -> Vec<Vec<bool>> {
    const DEALS: usize = 40;
    // A fixed generator (Lehmer) shuffles identically everywhere, as replays require.
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
    let sides = [false, true].map(|side| side_of(styles, second, side));
    let standardised = |measure: usize| {
        let [first, other] = &sides;
        let spread = f64::midpoint(first.variance[measure], other.variance[measure]).sqrt();
        let apart = first.mean[measure] - other.mean[measure];
        if spread > 0.0 { (apart / spread).abs().min(5.0) } else { 0.0 }
    };
    (0..8).map(standardised).sum::<f64>() / 8.0
}

/// Means and variances of the messages on one side.
struct Side {
    mean: Style,
    variance: Style,
}

/// Adds the messages in their order, so that the sums repeat to the last bit.
fn side_of(styles: &[Style], second: &[bool], side: bool) -> Side {
    let on_side = || styles.iter().zip(second).filter(|(_, second)| **second == side);
    let (mut sums, mut squares, mut count) = ([-0.0; 8], [-0.0; 8], 0);
    for (style, _) in on_side() {
        for (sum, value) in sums.iter_mut().zip(style) {
            *sum += value;
        }
        count += 1;
    }
    let mean = sums.map(|sum: f64| sum / real(count.max(1)));
    for (style, _) in on_side() {
        for ((square, value), mean) in squares.iter_mut().zip(style).zip(mean) {
            *square += (value - mean).powi(2);
        }
    }
    let variance = squares.map(|square: f64| square / real(count.saturating_sub(1).max(1)));
    Side { mean, variance }
}

fn real(number: usize) -> f64 {
    super::count(number)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn talk(number: usize, hours: &[usize], text: impl Fn(usize) -> String) -> Fixture {
        talk_in(|_| "chat".into(), number, hours, text)
    }

    fn talk_in(
        channel: impl Fn(usize) -> Value,
        number: usize,
        hours: &[usize],
        text: impl Fn(usize) -> String,
    ) -> Fixture {
        let message = |i: usize| {
            let (day, hour) = (1 + i / 2, hours[i % hours.len()]);
            json!({
                "at": format!("2026-05-{day:02}T{hour:02}:{:02}:00Z", i % 50),
                "direction": "sent",
                "channel": channel(i),
                "text": text(i)
            })
        };
        let messages: Vec<Value> = (0..number).map(message).collect();
        Fixture::new(json!({ "messages": messages }))
    }

    fn careful(i: usize) -> String {
        let more = ["carefully", "thoroughly, as agreed", "and tested everything"][i % 3];
        format!(
            "Good morning. I reviewed the proposal {more}; however, several questions remain, which I list below."
        )
    }

    fn hasty(i: usize) -> String {
        let more = ["ok", "yes it is", "no prob"][i % 3];
        format!("hi {more} i do it now u see soon very good work all fine!!")
    }

    fn german(i: usize) -> String {
        format!("Guten Abend, ich habe den Teil {i} fertig und schicke ihn dir morgen zu.")
    }

    pub(super) fn writing_style_shift_same_account() -> Examples {
        let by_shift = |i: usize| if i.is_multiple_of(2) { careful(i) } else { hasty(i) };
        let halved = |i: usize| if i.is_multiple_of(2) { careful(i / 2) } else { hasty(i / 2) };
        let mixed = |i: usize| if i % 4 < 2 { careful(i) } else { hasty(i) };
        Examples::new()
            .hit("two shifts that write differently", talk(40, &[6, 18], by_shift))
            .pointers(&["/messages"])
            .says("40 messages of the applicant differ in style between two times of day. The difference is 6.7 times what chance explains.")
            .hit("two shifts with the same words each", talk(40, &[6, 18], halved))
            .miss("one hand at all hours", talk(40, &[6, 18], careful))
            .says("40 messages of the applicant do not differ clearly in style between two times of day. The difference is at most 0.1 times what chance explains.")
            .miss("careful and hasty messages in both shifts", talk(40, &[6, 18], mixed))
            .miss("one shift", talk(40, &[9, 11, 14], by_shift))
            .says("40 messages of the applicant do not fall into two separate times of day, so no styles could be compared.")
            .unknown("proposals by day and chats by night", {
                let channel = |i: usize| if i.is_multiple_of(2) { "proposal" } else { "chat" };
                talk_in(move |i| channel(i).into(), 40, &[6, 18], by_shift)
            })
            .unknown("no channel is known", talk_in(|_| Value::Null, 40, &[6, 18], by_shift))
            .unknown("English by day and German by night", talk(40, &[6, 18], |i| {
                if i.is_multiple_of(2) { careful(i) } else { german(i) }
            }))
            .unknown("ten messages are too few", talk(10, &[6, 18], by_shift))
            .innocent("stress, an assistant program, a telephone", talk(40, &[6, 18], mixed))
    }
}
