//! What the author of a message wrote: without quoted and forwarded messages, quotations and signatures.

use std::ops::Range;

use super::LEXICONS;

/// A sentence as a range of bytes of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    /// Whether it ends with a question mark.
    pub(super) is_question: bool,
}

/// The lines that the author wrote, as ranges of bytes.
pub(super) fn passages(message: &str) -> Vec<Range<usize>> {
    let lines: Vec<Range<usize>> = lines(message).collect();
    let line = |i: usize| lines.get(i).map_or("", |range| message[range.clone()].trim());
    let mut passages: Vec<Range<usize>> = Vec::new();
    for (i, range) in lines.iter().enumerate() {
        let text = line(i);
        if text == "--" || begins_old_message(text, line(i + 1)) {
            break;
        }
        if is_quoted(text) || text.is_empty() {
            continue;
        }
        if introduces_quote(text) {
            // Mail programs break the line between the date and "wrote:".
            if i > 0 && ends_with_address(line(i - 1)) {
                passages.pop();
            }
            let next = (i + 1..lines.len()).map(line).find(|line| !line.is_empty());
            if next.is_some_and(is_quoted) {
                continue;
            }
            break;
        }
        passages.push(range.clone());
    }
    passages
}

/// The sentences of a passage, without what is in quotation marks.
pub(super) fn sentences(message: &str, passage: &Range<usize>) -> Vec<Sentence> {
    let text = &message[passage.clone()];
    let mut sentences = Vec::new();
    let (mut start, mut skip_to) = (0, 0);
    let mut add = |from: usize, to: usize, is_question: bool| {
        if text[from..to].contains(char::is_alphanumeric) {
            let range = passage.start + from..passage.start + to;
            sentences.push(Sentence { range, is_question });
        }
    };
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let after = at + c.len_utf8();
        if let Some(length) = quotation(c, &text[after..]) {
            // What surrounds a quotation is still one sentence, but no phrase reaches across.
            add(start, at, false);
            (start, skip_to) = (after + length, after + length);
            continue;
        }
        let ends = match c {
            '.' => text[after..].chars().next().is_none_or(char::is_whitespace),
            '!' | '?' | ';' | '。' | '！' | '？' | '；' | '؟' | '؛' | '।' | '…' => true,
            _ => false,
        };
        if ends {
            add(start, at, matches!(c, '?' | '？' | '؟'));
            start = after;
        }
    }
    add(start, text.len(), false);
    sentences
}

/// The length of a quotation of several words and its closing mark, if `opening` begins one.
fn quotation(opening: char, after: &str) -> Option<usize> {
    const MAX_CHARACTERS: usize = 400;
    const MIN_CHARACTERS: usize = 9;
    let closing: &[char] = match opening {
        '"' => &['"'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    };
    let mut characters = 0;
    for (at, c) in after.char_indices() {
        if closing.contains(&c) {
            return (characters >= MIN_CHARACTERS).then_some(at + c.len_utf8());
        }
        characters += 1;
        if characters > MAX_CHARACTERS {
            return None;
        }
    }
    None
}

fn lines(message: &str) -> impl Iterator<Item = Range<usize>> {
    let start = message.as_ptr().addr();
    message.lines().map(move |line| {
        let from = line.as_ptr().addr() - start;
        from..from + line.len()
    })
}

fn is_quoted(line: &str) -> bool {
    line.starts_with(['>', '＞'])
}

/// Whether a line such as "On Monday, Kim wrote:" introduces a quoted message.
fn introduces_quote(line: &str) -> bool {
    const MAX_BYTES: usize = 300;
    let line = line.trim_end_matches([':', '：', ' ', '\u{a0}']);
    line.len() < MAX_BYTES
        && LEXICONS.iter().flat_map(|lexicon| &lexicon.wrote).any(|wrote| {
            let before = line.strip_suffix(wrote.as_str()).or_else(|| {
                // German puts the name last: "Am Montag schrieb Kim".
                let (before, _) = line.split_once(&format!(" {wrote} "))?;
                Some(before)
            });
            before.is_some_and(|before| before.is_empty() || has_date_or_address(before))
        })
}

fn has_date_or_address(text: &str) -> bool {
    text.contains('@') || text.chars().filter(char::is_ascii_digit).count() >= 3
}

fn ends_with_address(line: &str) -> bool {
    line.ends_with('>') && line.contains('@')
}

/// Whether a line begins an old message that was copied below the new one.
fn begins_old_message(line: &str, next: &str) -> bool {
    let rule = |c: char| matches!(c, '-' | '_' | '=' | '—');
    if line.starts_with(rule) && line.ends_with(rule) {
        let rules = line.chars().filter(|c| rule(*c)).count();
        let words = line.trim_matches(|c: char| rule(c) || c == ' ');
        // "-----Original Message-----" in any language.
        return rules >= 6 && (!words.is_empty() || is_mail_header(next));
    }
    is_mail_header(line) && is_mail_header(next)
}

/// Whether a line is a field of a mail's header, such as "From: Kim Example".
fn is_mail_header(line: &str) -> bool {
    let Some((field, value)) = line.split_once([':', '：']) else { return false };
    let field = field.trim().trim_matches('*').to_lowercase();
    !value.is_empty()
        && LEXICONS.iter().flat_map(|lexicon| &lexicon.mail_fields).any(|known| *known == field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(message: &str) -> Vec<&str> {
        passages(message).into_iter().map(|range| &message[range]).collect()
    }

    #[test]
    fn quoted_lines_and_their_introduction_are_not_the_authors() {
        assert_eq!(author("Sure.\n> pay me\n>> pay\nBye"), ["Sure.", "Bye"]);
        let reply =
            "On Mon, 1 May 2026 at 10:00, Kim Example <kim@mail.example>\nwrote:\n> pay me\nNo.";
        assert_eq!(author(reply), ["No."]);
        let german = "Nein.\n\nAm 01.05.2026 um 10:00 schrieb Kim Example:\nZahl mich";
        assert_eq!(author(german), ["Nein."]);
        let russian = "Нет.\n1 мая 2026 г., 10:00, Kim <kim@mail.example> написал:\nплати";
        assert_eq!(author(russian), ["Нет."]);
    }

    #[test]
    fn forwarded_messages_and_signatures_are_not_the_authors() {
        assert_eq!(
            author("See below.\n---------- Forwarded message ----------\npay"),
            ["See below."]
        );
        assert_eq!(author("Ok.\nFrom: Kim\nSent: Monday\npay"), ["Ok."]);
        assert_eq!(author("Hi\n-- \nWrite to me on Telegram"), ["Hi"]);
        assert_eq!(author("好的\n发件人: Kim\n发送时间: 星期一\n付款"), ["好的"]);
    }

    #[test]
    fn ordinary_lines_stay() {
        let text = "From: Berlin, to: Paris\nHe wrote:\nNote: - done -\n- a list";
        assert_eq!(author(text).len(), 4);
    }

    #[test]
    fn sentences_end_at_marks_and_skip_quotations() {
        let text = "You wrote “pay me on Telegram” to Kim. Is t.me/x yours? 好的。";
        let found = sentences(text, &(0..text.len()));
        let found: Vec<(&str, bool)> =
            found.iter().map(|it| (text[it.range.clone()].trim(), it.is_question)).collect();
        let expected =
            [("You wrote", false), ("to Kim", false), ("Is t.me/x yours", true), ("好的", false)];
        assert_eq!(found, expected);
    }
}
