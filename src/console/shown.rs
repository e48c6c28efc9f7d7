//! Text from outside, made fit to be shown: no character that turns the page around, and no more than fits.

use std::fmt::Write as _;

/// The most characters of one value that a page shows.
pub(super) const MOST: usize = 400;

/// A text from outside, cut to `most` characters; what is cut off is said.
pub(super) fn shown(text: &str, most: usize) -> String {
    let mut all = text.chars();
    let mut made: String = all.by_ref().take(most).map(visible).collect();
    let rest = all.count();
    if rest > 0 {
        let _ = write!(made, "… (+{rest})");
    }
    made
}

/// A mark in the place of a character that shows nothing or turns what follows around: control characters, and
/// those of Unicode's bidirectional algorithm (UAX #9).
fn visible(c: char) -> char {
    let turns = matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hides = c.is_control() && c != '\n' && c != '\t';
    let invisible = matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{00ad}');
    if turns || hides || invisible { '\u{2423}' } else { c }
}

/// What is written in capitals in the names of the catalogue.
const ABBREVIATIONS: [&str; 9] = ["ai", "id", "ip", "kvm", "os", "rmm", "ui", "vm", "vpn"];

/// A name of the catalogue as people read it: `shared_ip_across_accounts` becomes `Shared IP across accounts`.
pub(super) fn words(name: &str) -> String {
    let word = |word: &str| {
        if ABBREVIATIONS.contains(&word) { word.to_uppercase() } else { word.to_owned() }
    };
    let spaced = name.split('_').map(word).collect::<Vec<_>>().join(" ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A weight with its sign: `+2.31`.
pub(super) fn signed(value: f64) -> String {
    // What rounds to nothing has no sign.
    if value.abs() < 0.005 { "0.00".to_owned() } else { format!("{value:+.2}").replace('-', "−") }
}

/// A probability as people read it.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if !p.is_finite() => "–".to_owned(),
        p if p >= 0.9995 => "> 99.9 %".to_owned(),
        p if p < 0.0005 => "< 0.1 %".to_owned(),
        p => format!("{:.1} %", p * 100.0),
    }
}

/// A share of what was counted: none and all are just that.
pub(super) fn share(part: f64) -> String {
    match part {
        p if !p.is_finite() => "–".to_owned(),
        p if p <= 0.0 => "0 %".to_owned(),
        p if p >= 1.0 => "100 %".to_owned(),
        p => format!("{:.1} %", p * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_text_is_made_visible_and_long_text_is_cut() {
        assert_eq!(shown("a\u{202e}b\u{0}c", 10), "a␣b␣c");
        assert_eq!(shown(&"x".repeat(100_000), 3), "xxx… (+99997)");
        assert_eq!(shown("한국어", 3), "한국어");
    }

    #[test]
    fn names_of_the_catalogue_read_as_words() {
        assert_eq!(words("payout_account_shared"), "Payout account shared");
        assert_eq!(words("ip_kvm_hardware_attached"), "IP KVM hardware attached");
    }

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!([signed(2.309), signed(-0.5), signed(-0.0001)], ["+2.31", "−0.50", "0.00"]);
        assert_eq!(
            [percent(0.034), percent(1.0), percent(0.0), percent(f64::NAN)],
            ["3.4 %", "> 99.9 %", "< 0.1 %", "–"]
        );
        assert_eq!([share(0.0), share(0.359), share(1.0)], ["0 %", "35.9 %", "100 %"]);
        assert_eq!(words("payout_account_shared"), "Payout account shared");
    }
}
