//! A document of any format: its text, up to a limit, and its metadata.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::{Refusal, docx, pdf};

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

/// Reads a document in the format that its bytes show.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    /// The PDF header may be anywhere in the first kilobyte.
    const HEADER_WITHIN: usize = 1024;
    /// The container of old Office files and of encrypted new ones.
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    let mut document = if bytes.starts_with(b"PK\x03\x04") {
        docx::read(bytes)?
    } else if head.windows(5).any(|start| start == b"%PDF-") {
        pdf::read(bytes)?
    } else if bytes.starts_with(COMPOUND) && is_locked(bytes) {
        return Err(Refusal::Encrypted);
    } else {
        return Err(Refusal::UnknownFormat);
    };
    document.tidy();
    Ok(document)
}

/// Whether a compound file contains an encrypted Office document (MS-OFFCRYPTO). Searches for the name of its stream,
/// in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

impl Document {
    /// Removes characters that a profile's text may not contain, and shortens long values.
    fn tidy(&mut self) {
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
    fn other_formats_are_unknown_whatever_the_file_name() {
        for bytes in [&b""[..], b"MZ\x90\x00\x03", b"\x7fELF", b"<html>", b"{\\rtf1", b"%PD"] {
            assert_eq!(read(bytes), Err(Refusal::UnknownFormat));
        }
    }

    #[test]
    fn an_encrypted_office_file_is_recognised_and_an_old_one_is_unknown() {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert_eq!(read(&file), Err(Refusal::UnknownFormat));
        file.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        assert_eq!(read(&file), Err(Refusal::Encrypted));
    }

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
