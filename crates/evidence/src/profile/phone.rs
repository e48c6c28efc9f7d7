//! Phone numbers in E.164 form.

use utoipa::ToSchema;

use super::CountryCode;
use super::json_value::Json;
use super::read::{Notes, Pointer, Read};

/// A phone number in international form: `+`, country code, subscriber number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, max_length = 40, example = "+1 555 555 0123")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Parses a number in international form, or in the national form of `country`.
    pub fn parse(written: &str, country: Option<CountryCode>) -> Option<Self> {
        let known = |c: char| c.is_ascii_digit() || " +()-./".contains(c);
        if !(4..=40).contains(&written.len()) || !written.chars().all(known) {
            return None;
        }
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        if written.trim_start().starts_with('+') {
            let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
            return fits.then(|| Self(format!("+{digits}")));
        }
        let country = country?.as_str().parse::<phonenumber::country::Id>().ok()?;
        let number = phonenumber::parse(Some(country), written).ok()?;
        Some(Self(number.format().mode(phonenumber::Mode::E164).to_string()))
    }

    /// The full number, with `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

impl PhoneNumber {
    /// Reads a number whose country may be given in another field.
    pub fn read(
        value: &Json<'_>,
        country: Option<CountryCode>,
        at: &Pointer<'_>,
        notes: &mut Notes,
    ) -> Option<Self> {
        let number = Self::parse(notes.text(value, at)?.trim(), country);
        if number.is_none() {
            let detail = "is not a phone number; use the international form, such as \
                          +1 555 555 0123, or set `country`";
            notes.fault(at, "invalid_phone", detail);
        }
        number
    }
}

impl Read for PhoneNumber {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        Self::read(value, None, at, notes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_international_forms_are_equal() {
        let us = CountryCode::parse("US");
        let number = PhoneNumber::parse("+1 (555) 555-0123", None).unwrap();
        assert_eq!(number.as_str(), "+15555550123");
        assert_eq!(PhoneNumber::parse("(555) 555-0123", us), Some(number));
        assert_eq!(
            PhoneNumber::parse("020 7946 0018", CountryCode::parse("GB")).unwrap().as_str(),
            "+442079460018"
        );
    }

    #[test]
    fn invalid_numbers_are_rejected() {
        for bad in ["", "+", "555-0123", "call me", "+0123456789", "+1234567890123456", "٠١٢٣٤٥٦٧"]
        {
            assert_eq!(PhoneNumber::parse(bad, None), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_input_makes_the_parser_panic(text in "[-0-9 +()./]{0,45}") {
            let _ = PhoneNumber::parse(&text, CountryCode::parse("US"));
            let _ = PhoneNumber::parse(&text, CountryCode::parse("BR"));
        }
    }
}
