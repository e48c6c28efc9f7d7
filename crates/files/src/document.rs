//! A document of any format: its text, up to a limit, and its metadata.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

/// The longest text, in characters: the limit of `resume_file.text`.
pub const MAX_TEXT: usize = 100_000;
pub const MAX_PAGES: usize = 200;
/// The longest metadata value, in characters.
const MAX_VALUE: usize = 200;

/// The text and metadata of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Determined from the bytes.
    pub media_type: String,
    /// One line per paragraph.
    pub text: String,
    /// What was left out of the text.
    pub cut: Vec<Cut>,
    pub author: Option<String>,
    pub modified_by: Option<String>,
    /// The program that the document was written with.
    pub creator_tool: Option<String>,
    /// The program that made the file.
    pub producer: Option<String>,
    /// An RFC 3339 time or a date.
    pub created: Option<String>,
    pub modified: Option<String>,
    /// The organisation that the program is licensed to.
    pub company: Option<String>,
    /// The template that the document was made from.
    pub template: Option<String>,
    /// An id that stays the same in copies.
    pub document_id: Option<String>,
}

/// A part of a document that was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Text after the first 100,000 characters.
    Text,
    /// Pages after the first 200.
    Pages,
    /// Damaged parts.
    Parts,
}

impl Document {
    /// Removes characters that a profile's text may not contain, and shortens long values.
    pub(super) fn tidy(&mut self) {
        let plain = |c: &char| !c.is_control() || *c == '\n' || *c == '\t';
        let mut text: String = self.text.chars().filter(plain).take(MAX_TEXT + 1).collect();
        if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
            text.truncate(end);
            self.cut.push(Cut::Text);
        }
        text.trim().clone_into(&mut self.text);
        self.cut.sort_unstable_by_key(|cut| *cut as u8);
        self.cut.dedup();
        for value in [
            &mut self.author,
            &mut self.modified_by,
            &mut self.creator_tool,
            &mut self.producer,
            &mut self.created,
            &mut self.modified,
            &mut self.company,
            &mut self.template,
            &mut self.document_id,
        ] {
            *value = value.take().and_then(|written| tidied(&written));
        }
        for time in [&mut self.created, &mut self.modified] {
            *time = time.take().filter(|written| is_date(written));
        }
    }
}

fn tidied(written: &str) -> Option<String> {
    let plain: String = written.chars().filter(|c| !c.is_control()).collect();
    let short: String = plain.trim().chars().take(MAX_VALUE).collect();
    (!short.is_empty()).then_some(short)
}

/// Whether it starts with a valid date.
fn is_date(written: &str) -> bool {
    let date = written.split('T').next().unwrap_or_default();
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    let parsed = chrono::NaiveDate::parse_from_str(&whole, "%Y-%m-%d");
    whole.len() == 10 && parsed.is_ok_and(|date| (1900..=2200).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shortened_to_the_limit_and_values_are_cleaned() {
        let mut document = Document {
            text: format!("a\u{0}b{}", "é".repeat(MAX_TEXT)),
            author: Some(" \u{1}".to_owned()),
            company: Some("x".repeat(300)),
            created: Some("0000-13-01".to_owned()),
            modified: Some("2024-05-06T07:08:09Z".to_owned()),
            ..Document::default()
        };
        document.tidy();
        assert_eq!(document.text.chars().count(), MAX_TEXT);
        assert_eq!((document.cut, document.author), (vec![Cut::Text], None));
        assert_eq!(document.company.unwrap().len(), MAX_VALUE);
        assert_eq!((document.created, document.modified.is_some()), (None, true));
    }
}
