use std::fmt::Write as _;
use std::io::Write as _;

use super::*;

/// A file with these objects, numbered from 1, without a cross-reference table.
fn file(objects: &[&str]) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n");
    for (i, object) in objects.iter().enumerate() {
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    text.push_str("trailer << /Root 1 0 R /Info 9 0 R >>\n%%EOF");
    text.into_bytes()
}

/// A file with one page.
fn page(content: &str) -> Vec<u8> {
    let stream = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    file(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        &stream,
        "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /FirstChar 32 /Widths [250] >>",
    ])
}

fn text(bytes: &[u8]) -> String {
    read(bytes).unwrap().text.trim().to_owned()
}

#[test]
fn files_of_other_programs_are_read_completely() {
    let plain = read(include_bytes!("../../../../tests/files/resume.pdf")).unwrap();
    assert!(
        plain.text.contains("Wrote the café finder – José’s “favourite” tool – in Rust"),
        "{}",
        plain.text
    );
    let sentence =
        "Moved the search index of twelve shops to one cluster; query time fell by 37 percent.";
    assert!(plain.text.contains(sentence), "{}", plain.text);
    assert_eq!(plain.author.as_deref(), Some("Robin Example"));
    assert_eq!(plain.creator_tool.as_deref(), Some("Example Writer 3"));
    assert!(plain.created.is_some() && plain.document_id.is_some());
    let embedded = read(include_bytes!("../../../../tests/files/embedded-font.pdf")).unwrap();
    assert!(embedded.text.contains("Привет мир"), "{}", embedded.text);
    assert!(embedded.text.replace('\n', " ").contains(sentence), "{}", embedded.text);
}

#[test]
fn positions_separate_words_and_lines() {
    let shown = "BT /F 10 Tf 72 700 Td (One) Tj [(t) -20 (wo) -400 (three)] TJ 0 -14 Td (next line) Tj \
        1 0 0 1 300 686 Tm (far) Tj ET";
    assert_eq!(text(&page(shown)), "Onetwo three\nnext line far");
    assert_eq!(
        text(&page("BT /F 10 Tf (caf\\351) Tj T* (a) ' ET BI /W 1 ID \u{1}(x) Tj EI BT (b) Tj ET")),
        "café ab"
    );
}

#[test]
fn circular_page_trees_and_forms_end() {
    let circle = file(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Parent 2 0 R >>",
        "<< /Type /Page /Contents 4 0 R /Resources 6 0 R >>",
        "<< >>\nstream\n/X Do BT /F 10 Tf (seen) Tj ET\nendstream",
        "<< /Type /Font /Subtype /Type1 /ToUnicode 5 0 R >>",
        "<< /XObject << /X 7 0 R >> /Font << /F 5 0 R >> >>",
        "<< /Subtype /Form >>\nstream\n/X Do /X Do BT /F 10 Tf (form ) Tj ET\nendstream",
        "8 0 R",
        "8 0 R",
    ]);
    let read = text(&circle);
    assert!(read.ends_with("seen") && read.contains("form"), "{}", read.len());
}

#[test]
fn only_the_first_two_hundred_of_a_million_pages_are_read() {
    let kids = "3 0 R ".repeat(1_000_000);
    let tree = format!("<< /Type /Pages /Kids [{kids}] >>");
    let catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    let single = read(&file(&[catalog, &tree, "<< /Type /Page >>"])).unwrap();
    assert_eq!(single.cut, []);
    let pages = "<< /Type /Page >> ".repeat(1_000_000);
    let tree = format!("<< /Type /Pages /Kids [{pages}] >>");
    let many = read(&file(&[catalog, &tree])).unwrap();
    assert_eq!(many.cut, [Cut::Pages]);
}

#[test]
fn encrypted_damaged_and_empty_files_are_recognised() {
    let locked = file(&["<< /Type /Catalog >>"]);
    let locked = String::from_utf8(locked).unwrap().replace("/Info", "/Encrypt << /V 1 >> /Info");
    assert_eq!(read(locked.as_bytes()), Err(Refusal::Encrypted));
    assert_eq!(read(b"%PDF-1.4 and nothing else"), Err(Refusal::Damaged));
    let whole = include_bytes!("../../../../tests/files/resume.pdf");
    for cut in (0..whole.len()).step_by(97) {
        let _ = read(&whole[..cut]);
        let mut other = whole.to_vec();
        other[cut] ^= 0x55;
        let _ = read(&other);
    }
}

#[test]
fn a_stream_that_unpacks_to_a_hundred_times_the_limit_is_rejected() {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..40 {
        packer.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let packed = packer.finish().unwrap();
    let mut bomb = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages << /Kids [<< /Type /Page /Contents 2 0 R >>] >> >>\
        endobj 2 0 obj << /Filter /FlateDecode >> stream\n"
        .to_vec();
    bomb.extend(packed);
    bomb.extend(b"\nendstream endobj trailer << /Root 1 0 R >>");
    assert_eq!(read(&bomb), Err(Refusal::TooDemanding));
}
