//! Facts about phone numbers, from the numbering plans.

use phonenumber::Type;
use phonenumber::metadata::DATABASE;

use crate::facts::{LineType, PhoneFacts};
use crate::profile::{CountryCode, PhoneNumber};

/// The facts from the numbering plan. In the demo, numbers reserved for fiction (+1 555 01xx in any form) count as
/// ordinary US numbers.
pub(super) fn facts(number: &PhoneNumber, demo: bool) -> PhoneFacts {
    if demo && is_fictional(number) {
        let region = CountryCode::parse("US");
        return PhoneFacts { valid: true, region, line: LineType::FixedOrMobile };
    }
    let Ok(parsed) = phonenumber::parse(None, number.as_str()) else {
        return PhoneFacts { valid: false, region: None, line: LineType::Unknown };
    };
    let region = parsed.country().id().and_then(|id| CountryCode::parse(id.as_ref()));
    let valid = parsed.is_valid();
    let line = if valid { line(parsed.number_type(&DATABASE)) } else { LineType::Unknown };
    PhoneFacts { valid, region, line }
}

/// `+1-555-01xx`, with or without an area code.
fn is_fictional(number: &PhoneNumber) -> bool {
    let Some(digits) = number.as_str().strip_prefix("+1") else { return false };
    let last = &digits[digits.len().saturating_sub(7)..];
    last.starts_with("55501") && matches!(digits.len(), 7 | 10)
}

fn line(kind: Type) -> LineType {
    match kind {
        Type::Mobile => LineType::Mobile,
        Type::FixedLine => LineType::Fixed,
        Type::FixedLineOrMobile => LineType::FixedOrMobile,
        Type::Voip => LineType::Voip,
        Type::TollFree
        | Type::PremiumRate
        | Type::SharedCost
        | Type::PersonalNumber
        | Type::Pager
        | Type::Uan
        | Type::Emergency
        | Type::Voicemail
        | Type::ShortCode
        | Type::StandardRate
        | Type::Carrier
        | Type::NoInternational => LineType::Service,
        Type::Unknown => LineType::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed_facts(number: &str, demo: bool) -> PhoneFacts {
        facts(&PhoneNumber::parse(number, None).unwrap(), demo)
    }

    #[test]
    fn the_plan_gives_region_and_line_type() {
        let german = parsed_facts("+49 151 23456789", false);
        assert_eq!(german.region, CountryCode::parse("DE"));
        assert!(german.valid && german.line == LineType::Mobile, "{german:?}");
        assert!(!parsed_facts("+49 12 34 56", false).valid);
    }

    #[test]
    fn fictional_numbers_are_ordinary_only_in_the_demo() {
        for number in ["+1-555-0123", "+1-202-555-0123"] {
            assert!(parsed_facts(number, true).valid, "{number}");
        }
        assert!(!parsed_facts("+1-555-0123", false).valid);
        assert!(!parsed_facts("+1-555-0223", true).valid);
    }

    proptest! {
        #[test]
        fn no_number_causes_a_panic(number in r"\+[1-9][0-9]{6,14}", demo: bool) {
    let _ = parsed_facts(&number, demo);
        }
    }
}
