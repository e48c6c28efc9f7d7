//! Which format a document has, and reading it in that format.

use super::document::Document;
use super::{Refusal, docx, pdf};

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
}
