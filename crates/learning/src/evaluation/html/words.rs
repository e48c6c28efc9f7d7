//! Numbers and names as people read them.

use std::fmt::Write as _;

use super::super::report::Interval;

/// Text that cannot be taken for markup.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A share in hundredths, as finely as its size asks for.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", hundredths(share))
}

fn hundredths(share: f64) -> String {
    let hundredths = share * 100.0;
    let digits = match hundredths.abs() {
        size if size > 99.0 && size < 100.0 => 1,
        size if size >= 9.95 || size == 0.0 => 0,
        size if size >= 0.995 => 1,
        size if size >= 0.0995 => 2,
        _ => 3,
    };
    let text = format!("{hundredths:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// How many of so many, in words: `5 in 1,000`.
pub(super) fn in_words(share: f64) -> String {
    if share >= 0.0995 {
        format!("{} in 100", hundredths(share))
    } else {
        format!("{} in 1,000", hundredths(share * 10.0))
    }
}

/// The interval of a share.
pub(super) fn range(interval: Interval) -> String {
    format!("{} to {}", hundredths(interval.low), percent(interval.high))
}

/// A share with its interval; a dash if there is none.
pub(super) fn share(interval: Option<Interval>) -> String {
    let told = |one: Interval| format!("{} ({})", percent(one.value), range(one));
    interval.map_or_else(|| "–".to_owned(), told)
}

/// A figure with its interval; a dash if there is none.
pub(super) fn figure(interval: Option<Interval>) -> String {
    let told = |one: Interval| format!("{:.3} ({:.3} to {:.3})", one.value, one.low, one.high);
    interval.map_or_else(|| "–".to_owned(), told)
}

/// A name of the code's as words.
pub(super) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A count with its thousands apart.
pub(super) fn count(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A table behind a fold. A column whose name begins with `#` holds numbers. Cells are markup.
pub(super) fn folded(summary: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    format!("<details><summary>{summary}</summary>{}</details>", table(columns, rows))
}

/// A table. A column whose name begins with `#` holds numbers. Cells are markup.
pub(super) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = "<div class='scroll'><table><thead><tr>".to_owned();
    let class = |column: &&str| if column.starts_with('#') { " class='n'" } else { "" };
    for column in columns {
        let _ = write!(text, "<th{}>{}</th>", class(column), column.trim_start_matches('#'));
    }
    text.push_str("</tr></thead><tbody>");
    for row in rows {
        text.push_str("<tr>");
        for (cell, column) in row.iter().zip(columns) {
            let _ = write!(text, "<td{}>{cell}</td>", class(column));
        }
        text.push_str("</tr>");
    }
    text.push_str("</tbody></table></div>");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_as_fine_as_their_size_asks_for() {
        let shares = [0.0, 0.000_12, 0.005, 0.034, 0.395, 1.0].map(percent);
        assert_eq!(shares, ["0 %", "0.012 %", "0.5 %", "3.4 %", "40 %", "100 %"]);
        assert_eq!((in_words(0.005), in_words(0.2)), ("5 in 1,000".into(), "20 in 100".into()));
        assert_eq!([7, 1000, 1_234_567].map(count), ["7", "1,000", "1,234,567"]);
    }
}
