//! Simple values of the document: bounded text, numbers, times, dates, IP addresses and URLs.

use std::net::IpAddr;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Utc};
use ids::text_schema;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::fold::fold;
use super::json_value::Json;
use super::pasted::is_no_character;
use super::read::{Notes, Pointer, Read};

/// Text in Unicode NFC with at most `MAX` characters and no control characters except line breaks and tabs. It may be
/// personal, so its debug output shows only its length.
#[derive(Clone)]
pub struct Text<const MAX: usize> {
    written: String,
    /// Computed when it is first needed, and then kept: several indicators read the same texts.
    folded: OnceLock<String>,
}

/// A name, a title or an identifier.
pub type ShortText = Text<200>;
/// A line or a paragraph.
pub type MediumText = Text<2_000>;
/// The text of a whole document.
pub type LongText = Text<100_000>;

impl<const MAX: usize> Text<MAX> {
    /// Whether the beginning of a longer text can stand for it. The beginning of an identifier would be another
    /// identifier.
    const CAN_BE_CUT: bool = MAX >= 1_000;

    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The text for comparison, never for display. See [`fold`].
    pub fn folded(&self) -> &str {
        self.view().folded()
    }

    /// The same text as a type that doesn't depend on its maximum length.
    pub(crate) fn view(&self) -> TextView<'_> {
        TextView { written: &self.written, folded: &self.folded }
    }
}

/// A text of any maximum length.
#[derive(Clone, Copy)]
pub(crate) struct TextView<'a> {
    written: &'a str,
    folded: &'a OnceLock<String>,
}

impl<'a> TextView<'a> {
    pub(crate) fn as_str(self) -> &'a str {
        self.written
    }

    pub(crate) fn folded(self) -> &'a str {
        self.folded.get_or_init(|| fold(self.written))
    }
}

impl<const MAX: usize> PartialEq for Text<MAX> {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl<const MAX: usize> Eq for Text<MAX> {}

impl<const MAX: usize> std::fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} characters)", self.written.chars().count())
    }
}

impl<const MAX: usize> Read for Text<MAX> {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        let mut kept = &*written;
        if is_longer(kept, MAX) {
            if !Self::CAN_BE_CUT {
                notes.fault(at, "too_long", format!("is longer than {MAX} characters"));
                return None;
            }
            kept = kept.char_indices().nth(MAX).map_or(kept, |(end, _)| &kept[..end]);
            notes.warn(at, "cut_text", format!("only the first {MAX} characters were used"));
            notes.omitted.field(at);
        }
        let is_ascii = kept.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let written = if is_ascii { kept.to_owned() } else { composed(kept) };
        Some(Self { written, folded: OnceLock::new() })
    }
}

/// Whether a text has more characters.
pub(super) fn is_longer(text: &str, max_characters: usize) -> bool {
    // A character has at least one byte.
    text.len() > max_characters && text.chars().nth(max_characters).is_some()
}

/// The text in NFC.
fn composed(text: &str) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfc().collect()
}

impl<const MAX: usize> PartialSchema for Text<MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX)).build().into()
    }
}

impl<const MAX: usize> ToSchema for Text<MAX> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Text{MAX}").into()
    }
}

/// Your id for an applicant: 1 to 200 characters, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 200, example = "cand-20931")]
pub struct ExternalId(String);

impl ExternalId {
    pub fn parse(written: &str) -> Option<Self> {
        let fits = (1..=200).contains(&written.chars().count());
        let is_odd = |c: char| c.is_control() || is_no_character(c);
        let plain = !written.contains(is_odd) && written.trim() == written;
        (fits && plain).then(|| Self(written.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Read for ExternalId {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.exact_text(value, at)?;
        let parsed = Self::parse(written);
        if parsed.is_none() {
            let detail = "must be 1 to 200 characters without control characters or outer spaces";
            notes.fault(at, "invalid_external_id", detail);
        }
        parsed
    }
}

/// A number between `MIN` and `MAX`, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number<const MIN: i64, const MAX: i64>(pub f64);

pub type Count = Number<0, 1_000_000_000>;
pub type Years = Number<0, 80>;
pub type WeeklyHours = Number<0, 168>;
pub type OffsetMinutes = Number<-840, 840>;
/// A part of a whole.
pub type Share = Number<0, 1>;
pub type Money = Number<0, 1_000_000_000>;
pub type Milliseconds = Number<0, 100_000>;
/// Stars of a rating.
pub type Stars = Number<0, 5>;

impl<const MIN: i64, const MAX: i64> Read for Number<MIN, MAX> {
    #[expect(clippy::cast_precision_loss, reason = "the bounds are far below 2^53")]
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let Some(number) = value.as_f64() else {
            notes.wrong_type(at, "a number", value);
            return None;
        };
        if number < MIN as f64 || number > MAX as f64 {
            notes.fault(at, "out_of_range", format!("must be between {MIN} and {MAX}"));
            return None;
        }
        Some(Self(number))
    }
}

impl<const MIN: i64, const MAX: i64> PartialSchema for Number<MIN, MAX> {
    #[expect(clippy::cast_precision_loss, reason = "the bounds are far below 2^53")]
    fn schema() -> RefOr<Schema> {
        let bounds = ObjectBuilder::new().minimum(Some(MIN as f64)).maximum(Some(MAX as f64));
        bounds.schema_type(Type::Number).build().into()
    }
}

impl<const MIN: i64, const MAX: i64> ToSchema for Number<MIN, MAX> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Number{}To{MAX}", MIN.to_string().replace('-', "Minus")).into()
    }
}

impl Read for bool {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let Some(flag) = value.as_bool() else {
            notes.wrong_type(at, "a boolean", value);
            return None;
        };
        Some(flag)
    }
}

impl Read for DateTime<Utc> {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        let time =
            DateTime::parse_from_rfc3339(written.trim()).map(|time| time.with_timezone(&Utc));
        match time {
            Ok(time) if (1970..=2200).contains(&time.year()) => Some(time),
            _ => {
                let detail =
                    "must be an RFC 3339 time with an offset, such as 2026-01-31T09:30:00Z";
                notes.fault(at, "invalid_time", detail);
                None
            }
        }
    }
}

/// A date whose day, or month and day, may be missing: `2021`, `2021-06`, `2021-06-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialDate {
    pub year: i32,
    /// From 1.
    pub month: Option<u32>,
    /// From 1.
    pub day: Option<u32>,
}

impl PartialDate {
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.splitn(3, '-');
        let mut number = |digits: usize| match parts.next() {
            None => Some(None),
            Some(part) if part.len() == digits => part.parse::<u32>().ok().map(Some),
            Some(_) => None,
        };
        let year = i32::try_from(number(4)??).ok()?;
        let (month, day) = (number(2)?, number(2)?);
        chrono::NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        (1900..=2200).contains(&year).then_some(Self { year, month, day })
    }

    /// The year of a date in any other form, if it names just one: `06/2021`, `June 2021`, `2021年6月`.
    fn only_year(written: &str) -> Option<Self> {
        let groups = written.split(|c: char| !c.is_numeric());
        let mut years = groups.filter(|digits| digits.chars().count() > 2);
        let year = years.next().filter(|year| year.len() == 4);
        year.filter(|_| years.next().is_none()).and_then(Self::parse)
    }

    /// The number of months since year 0. A missing month counts as `month_if_missing`.
    pub fn months(&self, month_if_missing: u32) -> i32 {
        let month = self.month.unwrap_or(month_if_missing);
        self.year * 12 + i32::try_from(month).expect("a month is at most 12") - 1
    }
}

impl Read for PartialDate {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        // JSON Resume exports often contain a full time.
        let date = written.trim().split('T').next().unwrap_or_default();
        if let Some(date) = Self::parse(date) {
            return Some(date);
        }
        let year = Self::only_year(&written);
        match year {
            Some(_) => notes.warn(
                at,
                "approximate_date",
                "is not a date such as 2021, 2021-06 or 2021-06-30; only its year was used",
            ),
            None => notes.fault(
                at,
                "invalid_date",
                "must be a date such as 2021, 2021-06 or 2021-06-30",
            ),
        }
        year
    }
}

/// An IPv4 or IPv6 address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, example = "203.0.113.7")]
pub struct Ip(pub IpAddr);

impl std::fmt::Debug for Ip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ip(..)")
    }
}

impl Read for Ip {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let address = notes.text(value, at)?.trim().parse::<IpAddr>();
        if address.is_err() {
            notes.fault(at, "invalid_ip", "is not an IPv4 or IPv6 address");
        }
        address.ok().map(|address| Self(address.to_canonical()))
    }
}

/// An `http` or `https` URL of at most 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = "uri", max_length = 2000, example = "https://github.com/octo-example")]
pub struct PageUrl(url::Url);

impl PageUrl {
    pub fn url(&self) -> &url::Url {
        &self.0
    }
}

impl Read for PageUrl {
    const MAX_ITEMS: usize = 50;

    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        let parsed = (written.len() <= 2_000).then(|| url::Url::parse(&written).ok()).flatten();
        let parsed = parsed.filter(|url| matches!(url.scheme(), "http" | "https"));
        if parsed.is_none() {
            notes.fault(at, "invalid_url", "must be an http or https URL of at most 2000 bytes");
        }
        parsed.map(Self)
    }
}

/// Makes fields of these types required, unless they are optional.
macro_rules! required_fields {
    ($($kind:ty),+ $(,)?) => {$(
        impl $crate::profile::read::Field for $kind {
            fn take(
                value: Option<&$crate::profile::json_value::Json<'_>>,
                at: &$crate::profile::read::Pointer<'_>,
                notes: &mut $crate::profile::read::Notes,
            ) -> Option<Self> {
                $crate::profile::read::required(value, at, notes)
            }
        }
    )+};
}

pub(crate) use required_fields;

text_schema!(PartialDate, "PartialDate", "A date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.", "2021-06");
required_fields!(ExternalId, DateTime<Utc>, ShortText, MediumText, LongText, Ip, PageUrl);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_partial_dates_are_accepted() {
        assert_eq!(PartialDate::parse("2021-06").unwrap().months(1), 2021 * 12 + 5);
        for bad in ["", "21", "2021-13", "2021-02-30", "2021-6", "June 2021", "2021-06-30-1"] {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_in_another_form_gives_its_year_if_it_names_just_one() {
        for date in ["June 2021", "06/2021", "2021/6/30", "2021年6月", "30. Juni 2021", "2021-13"]
        {
            assert_eq!(PartialDate::only_year(date).map(|date| date.year), Some(2021), "{date}");
        }
        for date in ["", "present", "06/21", "2019–2021", "20210630", "0021", "٢٠٢١"] {
            assert_eq!(PartialDate::only_year(date), None, "{date}");
        }
    }
}
