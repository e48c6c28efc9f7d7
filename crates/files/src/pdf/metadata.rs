//! PDF metadata: the information dictionary (§14.3.3) and XMP (ISO 16684-1).

use std::fmt::Write as _;

use super::super::document::Document;
use super::super::markup;
use super::file::File;
use super::font::utf_16;
use super::object::Object;

/// Reads both. XMP takes precedence.
pub(super) fn read(file: &File<'_>, document: &mut Document) {
    xmp(file, document);
    let info = file.get(&file.trailer, "Info").dictionary();
    if let Some(info) = info {
        let text = |key: &str| match file.get(info, key) {
            Object::Text(bytes) => Some(decoded(bytes)),
            _ => None,
        };
        for (field, key) in [
            (&mut document.author, "Author"),
            (&mut document.creator_tool, "Creator"),
            (&mut document.producer, "Producer"),
            (&mut document.company, "Company"),
        ] {
            *field = field.take().or_else(|| text(key));
        }
        for (field, key) in
            [(&mut document.created, "CreationDate"), (&mut document.modified, "ModDate")]
        {
            *field = field.take().or_else(|| text(key).and_then(|written| time(&written)));
        }
    }
    if document.document_id.is_none()
        && let Some(Object::Text(id)) = file.get(&file.trailer, "ID").list().first()
        // Some programs write zeros instead of an id.
        && id.iter().any(|byte| *byte != id[0])
    {
        document.document_id = Some(hex(&id[..id.len().min(32)]));
    }
}

fn xmp(file: &File<'_>, document: &mut Document) {
    let root = file.get(&file.trailer, "Root").dictionary();
    let root = root.or_else(|| file.of_type("Catalog").last());
    let Some(packet) = root.and_then(|root| file.content(file.get(root, "Metadata"))) else {
        return;
    };
    let mut original = None;
    for (name, value) in markup::values(&packet) {
        let field = match name.as_str() {
            "creator" => &mut document.author,
            "CreatorTool" => &mut document.creator_tool,
            "Producer" => &mut document.producer,
            "CreateDate" => &mut document.created,
            "ModifyDate" => &mut document.modified,
            "DocumentID" => &mut document.document_id,
            "OriginalDocumentID" => &mut original,
            _ => continue,
        };
        field.get_or_insert(value);
    }
    // The id before copies and conversions.
    document.document_id = original.or(document.document_id.take());
}

/// A text string (§7.9.2.2).
fn decoded(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        return utf_16(units);
    }
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    String::from_utf8(plain.to_vec())
        .unwrap_or_else(|_| plain.iter().map(|byte| char::from(*byte)).collect())
}

/// Converts `D:20240506070809+02'00'` to a time or, without seconds, to a date.
fn time(written: &str) -> Option<String> {
    let digits: String =
        written.trim().trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    let date = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let Some(second) = part(12, 14) else { return Some(date) };
    let zone = written.trim().trim_start_matches("D:").get(14..).unwrap_or_default();
    let zone = zone.replace('\'', ":");
    let zone = zone.trim_end_matches(':');
    let zone = if zone.len() == 6 { zone } else { "Z" };
    Some(format!("{date}T{}:{}:{second}{zone}", part(8, 10)?, part(10, 12)?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_texts_are_read_in_all_forms() {
        assert_eq!(time("D:20240506070809+02'00'").as_deref(), Some("2024-05-06T07:08:09+02:00"));
        assert_eq!(time("D:20240506070809Z").as_deref(), Some("2024-05-06T07:08:09Z"));
        assert_eq!(time("20240506").as_deref(), Some("2024-05-06"));
        assert_eq!(time("D:2024"), None);
        assert_eq!(decoded(b"\xfe\xff\x00R\x04\x16"), "RЖ");
        assert_eq!(decoded(b"Jos\xe9"), "José");
    }
}
