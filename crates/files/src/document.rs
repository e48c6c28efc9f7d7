//! A document, whatever its format: its text within a limit, and what its metadata says.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use super::{Refusal, docx, pdf};

/// How many characters of text are taken: as many as `resume_file.text` may have.
pub const MOST_TEXT: usize = 100_000;
/// How many pages are read.
pub const MOST_PAGES: usize = 200;
/// How many characters a value of the metadata may have.
const MOST_VALUE: usize = 200;

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its media type, by its bytes.
    pub media_type: String,
    /// The text, paragraphs as lines.
    pub text: String,
    /// What of it was left out.
    pub cut: Vec<Cut>,
    /// Who made it.
    pub author: Option<String>,
    /// Who changed it last.
    pub modified_by: Option<String>,
    /// The program that it was written with.
    pub creator_tool: Option<String>,
    /// The program that made the file.
    pub producer: Option<String>,
    /// When it was made, RFC 3339 or a date.
    pub created: Option<String>,
    /// When it was changed last.
    pub modified: Option<String>,
    /// The organisation that the program is licensed to.
    pub company: Option<String>,
    /// The template that it was made from.
    pub template: Option<String>,
    /// What stays the same in copies of it.
    pub document_id: Option<String>,
}

/// What of a document was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Text after the first 100,000 characters.
    Text,
    /// Pages after the first 200.
    Pages,
    /// Parts that are broken.
    Parts,
}

/// Reads a document by what its bytes say that it is.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    /// PDF readers take the header anywhere in the first kilobyte.
    const HEADER_WITHIN: usize = 1024;
    /// What old Office files and locked new ones are packed in.
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

/// Whether a compound file holds an Office document that was locked with a password (MS-OFFCRYPTO): the
/// name of the stream that it is in, in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

impl Document {
    /// Takes out what a profile's text may not have, and what is too long.
    fn tidy(&mut self) {
        let plain = |c: &char| !c.is_control() || *c == '\n' || *c == '\t';
        let mut text: String = self.text.chars().filter(plain).take(MOST_TEXT + 1).collect();
        if let Some((end, _)) = text.char_indices().nth(MOST_TEXT) {
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
    let short: String = plain.trim().chars().take(MOST_VALUE).collect();
    (!short.is_empty()).then_some(short)
}

/// Whether it begins with a date that there can be.
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
    fn what_is_neither_pdf_nor_docx_is_of_an_unknown_format_whatever_its_name() {
        for bytes in [&b""[..], b"MZ\x90\x00\x03", b"\x7fELF", b"<html>", b"{\\rtf1", b"%PD"] {
            assert_eq!(read(bytes), Err(Refusal::UnknownFormat));
        }
    }

    #[test]
    fn a_locked_office_file_is_encrypted_and_an_old_one_is_unknown() {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        assert_eq!(read(&file), Err(Refusal::UnknownFormat));
        file.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        assert_eq!(read(&file), Err(Refusal::Encrypted));
    }

    #[test]
    fn text_is_cut_where_a_profile_ends_and_values_are_tidied() {
        let mut document = Document {
            text: format!("a\u{0}b{}", "é".repeat(MOST_TEXT)),
            author: Some(" \u{1}".to_owned()),
            company: Some("x".repeat(300)),
            created: Some("0000-13-01".to_owned()),
            modified: Some("2024-05-06T07:08:09Z".to_owned()),
            ..Document::default()
        };
        document.tidy();
        assert_eq!(document.text.chars().count(), MOST_TEXT);
        assert_eq!((document.cut, document.author), (vec![Cut::Text], None));
        assert_eq!(document.company.unwrap().len(), MOST_VALUE);
        assert_eq!((document.created, document.modified.is_some()), (None, true));
    }
}
