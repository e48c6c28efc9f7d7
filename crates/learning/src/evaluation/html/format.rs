//! Formats numbers and names for readers. All functions take references, because templates pass references.

use crate::evaluation::report::Interval;

/// A share as a percentage; smaller shares have more digits.
pub(super) fn percent(share: &f64) -> String {
    format!("{} %", hundredths(*share))
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

/// A share as a frequency, such as `5 in 1,000`.
pub(super) fn frequency(share: &f64) -> String {
    if *share >= 0.0995 {
        format!("{} in 100", hundredths(*share))
    } else {
        format!("{} in 1,000", hundredths(*share * 10.0))
    }
}

/// The interval of a share.
pub(super) fn range(interval: &Interval) -> String {
    format!("{} to {}", hundredths(interval.low), percent(&interval.high))
}

/// The value of a share; a dash if it is unknown.
pub(super) fn value(interval: &Option<Interval>) -> String {
    or_dash(interval, |interval| percent(&interval.value))
}

/// A share with its interval; a dash if it is unknown.
pub(super) fn share(interval: &Option<Interval>) -> String {
    or_dash(interval, |interval| format!("{} ({})", percent(&interval.value), range(interval)))
}

/// A figure with its interval; a dash if it is unknown.
pub(super) fn figure(interval: &Option<Interval>) -> String {
    or_dash(interval, with_range)
}

pub(super) fn with_range(interval: &Interval) -> String {
    format!("{} ({})", digits(interval), digit_range(interval))
}

pub(super) fn digits(interval: &Interval) -> String {
    format!("{:.3}", interval.value)
}

pub(super) fn digit_range(interval: &Interval) -> String {
    format!("{:.3} to {:.3}", interval.low, interval.high)
}

pub(super) fn signed(number: &f64) -> String {
    format!("{number:+.4}")
}

pub(super) fn or_dash<T>(value: &Option<T>, format: impl Fn(&T) -> String) -> String {
    value.as_ref().map_or_else(|| "–".to_owned(), format)
}

/// An identifier as words.
pub(super) fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// A count with thousands separators.
pub(super) fn count(count: &usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_shares_have_more_digits() {
        let shares = [0.0, 0.000_12, 0.005, 0.034, 0.395, 1.0].map(|share| percent(&share));
        assert_eq!(shares, ["0 %", "0.012 %", "0.5 %", "3.4 %", "40 %", "100 %"]);
        assert_eq!((frequency(&0.005), frequency(&0.2)), ("5 in 1,000".into(), "20 in 100".into()));
        assert_eq!([7, 1000, 1_234_567].map(|n| count(&n)), ["7", "1,000", "1,234,567"]);
    }
}
