//! PDF (ISO 32000-1): the text in page order, and the metadata.

mod content;
mod encoding;
mod file;
mod filter;
mod font;
mod metadata;
mod object;
mod pages;

use content::Writer;
use file::File;

use super::Refusal;
use super::document::{Cut, Document, MAX_PAGES, MAX_TEXT};

pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let file = File::read(bytes)?;
    let (pages, more) = pages::pages(&file, MAX_PAGES);
    let mut document = Document { media_type: "application/pdf".to_owned(), ..Document::default() };
    metadata::read(&file, &mut document);
    let mut writer = Writer::new(&file, MAX_TEXT);
    for page in &pages {
        writer.page(page);
        if writer.is_full() {
            break;
        }
    }
    document.text = writer.finish();
    if more {
        document.cut.push(Cut::Pages);
    }
    if file.is_bomb() {
        if document.text.trim().is_empty() {
            return Err(Refusal::TooDemanding);
        }
        document.cut.push(Cut::Parts);
    }
    if pages.is_empty() {
        return Err(Refusal::Damaged);
    }
    Ok(document)
}

#[cfg(test)]
mod tests;
