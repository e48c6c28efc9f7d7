//! Formats values for pages: text from outside without characters that could garble the page, numbers and names.

use std::fmt::Write as _;

/// The maximum length of a value, in characters.
pub(super) const MAX_CHARS: usize = 400;

/// A text from outside, cut to `max_chars`, with the number of characters left out.
pub(super) fn safe_text(text: &str, max_chars: usize) -> String {
    let mut chars = text.chars();
    let mut safe: String = chars.by_ref().take(max_chars).map(visible).collect();
    let rest = chars.count();
    if rest > 0 {
        let _ = write!(safe, "… (+{rest})");
    }
    safe
}

/// Replaces characters that are invisible or change the direction of text: control characters and those of Unicode's
/// bidirectional algorithm (UAX #9).
fn visible(c: char) -> char {
    let changes_direction = matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_control = c.is_control() && c != '\n' && c != '\t';
    let is_invisible = matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{00ad}');
    if changes_direction || is_control || is_invisible { '\u{2423}' } else { c }
}

/// Words that are written in capitals.
const ABBREVIATIONS: [&str; 9] = ["ai", "id", "ip", "kvm", "os", "rmm", "ui", "vm", "vpn"];

/// The title of an indicator: `shared_ip_across_accounts` becomes `Shared IP across accounts`.
pub(super) fn title_from_name(name: &str) -> String {
    let word = |word: &str| {
        if ABBREVIATIONS.contains(&word) { word.to_uppercase() } else { word.to_owned() }
    };
    let spaced = name.split('_').map(word).collect::<Vec<_>>().join(" ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A weight with its sign, such as `+2.31`; never `-0.00`.
pub(super) fn signed(value: f64) -> String {
    if value.abs() < 0.005 { "0.00".to_owned() } else { format!("{value:+.2}").replace('-', "−") }
}

/// A probability, never rounded to 0% or 100%.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if !p.is_finite() => "–".to_owned(),
        p if p >= 0.9995 => ">99.9%".to_owned(),
        p if p < 0.0005 => "<0.1%".to_owned(),
        p => format!("{:.1}%", p * 100.0),
    }
}

/// A share of a count, where 0% means none and 100% means all.
pub(super) fn share(share: f64) -> String {
    match share {
        p if !p.is_finite() => "–".to_owned(),
        p if p <= 0.0 => "0%".to_owned(),
        p if p >= 1.0 => "100%".to_owned(),
        p => format!("{:.1}%", p * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_and_direction_characters_are_replaced_and_long_text_is_cut() {
        assert_eq!(safe_text("a\u{202e}b\u{0}c", 10), "a␣b␣c");
        assert_eq!(safe_text(&"x".repeat(100_000), 3), "xxx… (+99997)");
        assert_eq!(safe_text("한국어", 3), "한국어");
    }

    #[test]
    fn names_of_indicators_become_titles() {
        assert_eq!(title_from_name("payout_account_shared"), "Payout account shared");
        assert_eq!(title_from_name("ip_kvm_hardware_attached"), "IP KVM hardware attached");
    }

    #[test]
    fn numbers_are_formatted_for_people() {
        assert_eq!([signed(2.309), signed(-0.5), signed(-0.0001)], ["+2.31", "−0.50", "0.00"]);
        assert_eq!(
            [percent(0.034), percent(1.0), percent(0.0), percent(f64::NAN)],
            ["3.4%", ">99.9%", "<0.1%", "–"]
        );
        assert_eq!([share(0.0), share(0.359), share(1.0)], ["0%", "35.9%", "100%"]);
    }
}
