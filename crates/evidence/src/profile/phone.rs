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
        let written = without_extension(&plain(written)).trim().to_owned();
        let written = written.as_str();
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

/// A number as people type it, of one as they paste it: word processors and web pages insert other dashes and spaces, and
/// East Asian keyboards type wide digits. Other characters stay.
pub(crate) fn plain(written: &str) -> String {
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '０'..='９' | '＋' | '（' | '）' | '．' | '／' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '\n' | '\r' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    written.chars().map(plain).collect()
}

/// The number without `tel:` and an extension such as `ext. 12`, `x12` or `;ext=12`.
fn without_extension(written: &str) -> &str {
    const NAMES: [&str; 15] = [
        "x",
        "ext",
        "extn",
        "extension",
        "доб",
        "durchwahl",
        "poste",
        "ramal",
        "anexo",
        "interno",
        "int",
        "内線",
        "分机",
        "內線",
        "내선",
    ];
    const MAX_DIGITS: usize = 6;
    let written = written.trim();
    let written = match written.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => written.get(4..).unwrap_or_default(),
        _ => written,
    };
    let is_start = |c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',');
    let Some((number, rest)) = written.find(is_start).map(|at| written.split_at(at)) else {
        return written;
    };
    let name = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - name.len();
    let name = name.trim_matches(|c: char| " .:=#;,".contains(c)).to_lowercase();
    let is_named = NAMES.contains(&name.as_str()) || name.is_empty() && rest.starts_with('#');
    let is_extension = (1..=MAX_DIGITS).contains(&digits) && is_named;
    if is_extension { number } else { written }
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
    fn pasted_numbers_are_read() {
        let us = CountryCode::parse("US");
        for pasted in [
            "+1\u{2011}202\u{2011}555\u{2011}0123",
            "+1\u{A0}202\u{202F}555\u{A0}0123",
            "202\u{2013}555\u{2013}0123",
            "(202) 555-0123 x12",
            "(202) 555-0123 ext. 4",
            "+1 202 555 0123;ext=9",
            "+1 202 555 0123, доб. 12",
            "tel:+1-202-555-0123",
            "＋１ ２０２ ５５５ ０１２３",
        ] {
            let number = PhoneNumber::parse(pasted, us);
            assert_eq!(number.as_ref().map(PhoneNumber::as_str), Some("+12025550123"), "{pasted}");
        }
    }

    #[test]
    fn invalid_numbers_are_rejected() {
        for bad in [
            "",
            "+",
            "+1 800 555 FLOW 5",
            "+1 202 555, 0123",
            "+1 202 555 0123 or +1 202 555 0124",
            "555-0123",
            "call me",
            "+0123456789",
            "+1234567890123456",
            "٠١٢٣٤٥٦٧",
        ] {
            assert_eq!(PhoneNumber::parse(bad, None), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_input_makes_the_parser_panic(text in "[-0-9 +()./x;#\u{A0}\u{2011}é]{0,45}") {
            let _ = PhoneNumber::parse(&text, CountryCode::parse("US"));
            let _ = PhoneNumber::parse(&text, CountryCode::parse("BR"));
        }
    }
}
