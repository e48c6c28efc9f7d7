//! A text as people paste it, without what pasting leaves in it: HTML, soft hyphens, words broken at a line's end,
//! bullets that are letters, page numbers.

/// What stands for a number, a date, an amount or an address in a letter.
pub(super) const BLANK: &str = "#";

/// Names of days and months: in a letter they change from one addressee to the next.
const CALENDAR: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may \
    june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today \
    tomorrow";

/// The text without its leavings. With `blank`, what changes from one addressee to the next is all the same.
pub(super) fn plain(text: &str, blank: bool) -> String {
    let text = without_markup(&text.replace("\r\n", "\n"));
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let line = without_bullet(line.trim());
        if is_page_mark(line) {
            continue;
        }
        // A word that was broken at the end of the line before.
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

/// Takes out what cannot be seen, tags, and the entities that editors write.
fn without_markup(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let text: String = text.chars().filter(|c| !unseen(*c)).collect();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (taken, put) = tag(rest).or_else(|| entity(rest)).unwrap_or((1, &rest[..1]));
        plain.push_str(put);
        rest = &rest[taken..];
    }
    plain.push_str(rest);
    plain
}

/// The length of a tag at the start of a text, and what stands in its place.
fn tag(text: &str) -> Option<(usize, &'static str)> {
    /// No tag of a resume is longer: what is, is a less-than sign.
    const MOST: usize = 300;
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix(['/', '!']).unwrap_or(inside);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
        return None;
    }
    let end = inside.find('>').filter(|end| *end <= MOST && !inside[..*end].contains('<'))?;
    let inline = ["b>", "i>", "u>", "em>", "strong>", "span", "a ", "a>", "font"];
    let breaks = !inline.iter().any(|inline| name.starts_with(inline));
    Some((end + 2, if breaks { "\n" } else { "" }))
}

/// The length of an entity at the start of a text, and what it stands for.
fn entity(text: &str) -> Option<(usize, &'static str)> {
    let name = text.strip_prefix('&')?;
    let end = name.find(';').filter(|end| (2..=8).contains(end))?;
    let (name, length) = (&name[..end], end + 2);
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        return None;
    }
    let put = match name {
        "amp" | "#38" => "&",
        "apos" | "#39" | "rsquo" | "lsquo" | "#8217" => "'",
        _ => " ",
    };
    Some((length, put))
}

/// The line without the letter or the number that stands where a bullet was.
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
    const MOST: usize = 20;
    let lower = line.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mark = |word: &str| {
        matches!(word, "page" | "of" | "p" | "seite" | "página" | "pagina")
            || word.chars().all(|c| c.is_ascii_digit())
    };
    line.len() <= MOST
        && words.clone().count() > 0
        && words.clone().all(mark)
        && words.clone().any(|word| word.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a word is a number, a date, an amount or an address.
fn changes(word: &str) -> bool {
    let letters: String =
        word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    // `K8s` and `fact12` are words; `5th`, `$45` and `2026-07-01` are not.
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
    fn what_pasting_leaves_is_taken_out() {
        let pasted = "<ul><li>Led the <b>mig</b>ration&nbsp;of bil\u{ad}ling</li></ul>\r\nPage 2 of 3\n\
            o built a pay-\nment gate\u{200b}way\n1) cut cost &amp; time by < 3 %";
        let plain = plain(pasted, false);
        let lines: Vec<&str> = plain.lines().filter(|line| !line.is_empty()).collect();
        let expected =
            ["Led the migration of billing", "built a payment gateway", "cut cost & time by < 3 %"];
        assert_eq!(lines, expected);
    }

    #[test]
    fn nothing_else_is() {
        for text in ["a < b and c > d", "C++ & C#", "R&D; more", "2019 to 2021", "x -", "v", "AT&T"]
        {
            assert_eq!(plain(text, false).trim_end(), text);
        }
    }
}
