//! Cleans pasted text: removes HTML, soft hyphens, hyphenation at line ends, letters used as bullets, and page
//! numbers.

/// Replaces numbers, dates, amounts and addresses in letters.
pub(super) const BLANK: &str = "#";

/// Names of days and months, which change from one addressee of a letter to the next.
const CALENDAR: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may \
    june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today \
    tomorrow";

/// The cleaned text. With `blank`, numbers, dates, amounts and addresses become [`BLANK`].
pub(super) fn plain(text: &str, blank: bool) -> String {
    let text = without_markup(&text.replace("\r\n", "\n"));
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let line = without_bullet(line.trim());
        if is_page_mark(line) {
            continue;
        }
        // A word that was hyphenated at the end of the previous line.
        let stem = plain.strip_suffix("-\n").unwrap_or_default();
        let broken = stem.ends_with(char::is_alphabetic) && line.starts_with(char::is_lowercase);
        if broken {
            plain.truncate(plain.len() - 2);
        }
        for (i, word) in line.split_whitespace().enumerate() {
            if i > 0 {
                plain.push(' ');
            }
            plain.push_str(if blank && changes(word) { BLANK } else { word });
        }
        plain.push('\n');
    }
    plain
}

/// Removes invisible characters, tags and entities.
fn without_markup(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let text: String = text.chars().filter(|c| !invisible(*c)).collect();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(['<', '&']) {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let (length, replacement) = tag(rest).or_else(|| entity(rest)).unwrap_or((1, &rest[..1]));
        plain.push_str(replacement);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// The length of a tag at the start of the text, and its replacement.
fn tag(text: &str) -> Option<(usize, &'static str)> {
    /// In anything longer, `<` is a less-than sign.
    const MAX_LENGTH: usize = 300;
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix(['/', '!']).unwrap_or(inside);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
        return None;
    }
    let end = inside.find('>').filter(|end| *end <= MAX_LENGTH && !inside[..*end].contains('<'))?;
    let inline = ["b>", "i>", "u>", "em>", "strong>", "span", "a ", "a>", "font"];
    let breaks = !inline.iter().any(|inline| name.starts_with(inline));
    Some((end + 2, if breaks { "\n" } else { "" }))
}

/// The length of an entity at the start of the text, and its replacement.
fn entity(text: &str) -> Option<(usize, &'static str)> {
    let name = text.strip_prefix('&')?;
    let end = name.find(';').filter(|end| (2..=8).contains(end))?;
    let (name, length) = (&name[..end], end + 2);
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        return None;
    }
    let replacement = match name {
        "amp" | "#38" => "&",
        "apos" | "#39" | "rsquo" | "lsquo" | "#8217" => "'",
        _ => " ",
    };
    Some((length, replacement))
}

/// The line without a letter or number that replaced a bullet.
fn without_bullet(line: &str) -> &str {
    let letter = line.strip_prefix("o ").or_else(|| line.strip_prefix("§ "));
    let letter = letter.or_else(|| line.strip_prefix("v "));
    if let Some(rest) = letter {
        return rest.trim_start();
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = (1..=2).contains(&digits);
    match line[digits..].strip_prefix([')', '.']) {
        Some(rest) if number && rest.starts_with(' ') => rest.trim_start(),
        _ => line,
    }
}

/// `Page 2 of 3`, `2/3`, `- 2 -`.
fn is_page_mark(line: &str) -> bool {
    const MAX_LENGTH: usize = 20;
    let lower = line.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mark = |word: &str| {
        matches!(word, "page" | "of" | "p" | "seite" | "página" | "pagina")
            || word.chars().all(|c| c.is_ascii_digit())
    };
    line.len() <= MAX_LENGTH
        && words.clone().count() > 0
        && words.clone().all(mark)
        && words.clone().any(|word| word.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a word is a number, a date, an amount or an address.
fn changes(word: &str) -> bool {
    let letters: String =
        word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    // `5th`, `$45` and `2026-07-01` count; `K8s` and `fact12` don't.
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_ascii_digit())
        || is_address(word)
        || CALENDAR.split_ascii_whitespace().any(|name| name == letters)
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || (word.contains('@') && word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_of_pasting_are_removed() {
        let pasted = "<ul><li>Led the <b>mig</b>ration&nbsp;of bil\u{ad}ling</li></ul>\r\nPage 2 of 3\n\
            o built a pay-\nment gate\u{200b}way\n1) cut cost &amp; time by < 3 %";
        let plain = plain(pasted, false);
        let lines: Vec<&str> = plain.lines().filter(|line| !line.is_empty()).collect();
        let expected =
            ["Led the migration of billing", "built a payment gateway", "cut cost & time by < 3 %"];
        assert_eq!(lines, expected);
    }

    #[test]
    fn ordinary_text_is_unchanged() {
        for text in ["a < b and c > d", "C++ & C#", "R&D; more", "2019 to 2021", "x -", "v", "AT&T"]
        {
            assert_eq!(plain(text, false).trim_end(), text);
        }
    }
}
