//! The language of a message, by its script and its most frequent words.

use std::ops::Range;

use super::LEXICONS;
use crate::profile::fold;

/// A writing system, as far as it tells languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Chinese,
    Japanese,
    Korean,
    Arabic,
    Devanagari,
}

/// A text without frequent words is searched in all languages of its script up to this length.
const MAX_UNDECIDED: usize = 1_000;

/// The lexicons of the languages that a message can be written in. Empty if there are no phrases for its language.
pub(super) fn detect(message: &str, passages: &[Range<usize>]) -> Vec<usize> {
    let text = || passages.iter().map(|range| &message[range.clone()]);
    let Some(script) = script(text()) else { return Vec::new() };
    let written = LEXICONS.iter().enumerate().filter(|(_, lexicon)| lexicon.script == script);
    let same_script: Vec<usize> = written.map(|(index, _)| index).collect();
    let (mut counts, mut others) = (vec![0_usize; same_script.len()], 0_usize);
    for word in text().flat_map(|line| line.split(|c: char| !c.is_alphabetic() && c != '\'')) {
        if word.is_empty() || word.len() > 24 {
            continue;
        }
        let folded = fold(word);
        for (index, count) in same_script.iter().zip(&mut counts) {
            *count += usize::from(LEXICONS[*index].stop_words.contains(&folded));
        }
        others += usize::from(LEXICONS.iter().any(|lexicon| {
            lexicon.script == script && lexicon.stop_words_of_others.contains(&folded)
        }));
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let length: usize = text().map(str::len).sum();
    if others > most || (most == 0 && same_script.len() > 1 && length > MAX_UNDECIDED) {
        return Vec::new();
    }
    let likely = same_script.iter().zip(&counts).filter(|(_, count)| **count == most);
    likely.map(|(index, _)| *index).collect()
}

/// The script of most letters. A sign of a script without spaces stands for more than a letter, and foreign words in
/// Latin letters are common everywhere.
fn script<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Script> {
    const LATIN: usize = 0;
    let (mut letters, mut kana) = ([0_usize; 6], 0_usize);
    for c in lines.flat_map(str::chars) {
        let (script, weight) = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => (LATIN, 1),
            '\u{400}'..='\u{52f}' => (1, 2),
            '\u{3040}'..='\u{30ff}' => {
                kana += 1;
                (2, 4)
            }
            '\u{3400}'..='\u{9fff}' => (2, 4),
            '\u{ac00}'..='\u{d7a3}' => (3, 3),
            '\u{600}'..='\u{6ff}' => (4, 2),
            '\u{900}'..='\u{97f}' => (5, 2),
            _ => continue,
        };
        letters[script] += weight;
    }
    let (most, count) = letters.iter().enumerate().max_by_key(|(_, count)| **count)?;
    if *count == 0 {
        return None;
    }
    Some(match most {
        LATIN => Script::Latin,
        1 => Script::Cyrillic,
        2 if kana > 0 => Script::Japanese,
        2 => Script::Chinese,
        3 => Script::Korean,
        4 => Script::Arabic,
        _ => Script::Devanagari,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::phrases::author;

    fn languages(text: &str) -> Vec<&'static str> {
        let found = detect(text, &author::passages(text));
        found.into_iter().map(|index| LEXICONS[index].language.as_str()).collect()
    }

    #[test]
    fn a_language_is_known_by_its_script_and_frequent_words() {
        for (language, text) in [
            ("en", "I have finished the first part and will send it to you tomorrow."),
            ("es", "He terminado la primera parte y te la envío mañana por la tarde."),
            ("pt", "Terminei a primeira parte e vou enviar para você amanhã."),
            ("fr", "J'ai terminé la première partie et je vous l'envoie demain."),
            ("de", "Ich habe den ersten Teil fertig und schicke ihn dir morgen."),
            ("ru", "Я закончил первую часть и пришлю её завтра."),
            ("zh", "我已经完成了第一部分，明天发给你。"),
            ("ko", "첫 번째 부분을 끝냈고 내일 보내 드리겠습니다."),
            ("ar", "لقد أنهيت الجزء الأول وسأرسله غدا."),
            ("hi", "मैंने पहला भाग पूरा कर लिया है और कल भेज दूँगा।"),
        ] {
            assert_eq!(languages(text), [language], "{text}");
        }
    }

    #[test]
    fn a_language_without_phrases_is_not_searched() {
        for text in [
            "Ho finito la prima parte e te la mando domani, grazie per la pazienza.",
            "Ik heb het eerste deel af en stuur het je morgen.",
            "Skończyłem pierwszą część i jutro ją wyślę, nie ma problemu.",
            "İlk bölümü bitirdim ve yarın size göndereceğim, çok teşekkürler.",
            "Saya sudah menyelesaikan bagian pertama dan akan mengirimnya besok.",
            "Tôi đã hoàn thành phần đầu tiên và sẽ gửi cho bạn vào ngày mai.",
            "میں نے پہلا حصہ مکمل کر لیا ہے اور کل بھیج دوں گا۔",
            "من بخش اول را تمام کردم و فردا برای شما می‌فرستم.",
            "ฉันทำส่วนแรกเสร็จแล้ว",
            "12:30 …",
        ] {
            assert_eq!(languages(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_long_text_without_frequent_words_is_not_searched_in_every_language() {
        assert!(languages("USDT").len() > 1);
        assert_eq!(languages(&"USDT ".repeat(300)), [""; 0]);
    }
}
