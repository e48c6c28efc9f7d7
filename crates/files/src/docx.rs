//! DOCX (ECMA-376): a ZIP archive with the text in XML.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::Refusal;
use super::document::{Cut, Document, MAX_TEXT};
use super::markup::{self, Piece};

/// How many entries an archive may have.
const MAX_ENTRIES: usize = 5_000;
/// The maximum unpacked size of an entry, and of all entries together. Text of 100,000 characters needs a few MiB with
/// Word's markup.
const MAX_ENTRY_BYTES: u64 = 24 * 1024 * 1024;
const MAX_BYTES: u64 = 48 * 1024 * 1024;
/// How many headers, and how many footers, are read.
const MAX_MARGINS: usize = 20;
const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut package = Package::open(bytes)?;
    let mut document = Document { media_type: MEDIA_TYPE.to_owned(), ..Document::default() };
    let Some(body) = package.entry("word/document.xml")? else {
        return Err(Refusal::UnknownFormat);
    };
    for name in package.margins() {
        if let Some(xml) = package.entry(&name)? {
            add_text(&xml, &mut document);
        }
    }
    let before = document.text.len();
    let whole = add_text(&body, &mut document);
    if !whole && document.text.len() == before {
        return Err(Refusal::Damaged);
    }
    if let Some(xml) = package.entry("docProps/core.xml")? {
        core(&xml, &mut document);
    }
    if let Some(xml) = package.entry("docProps/app.xml")? {
        application(&xml, &mut document);
    }
    if let Some(xml) = package.entry("word/settings.xml")? {
        document.document_id = settings(&xml);
    }
    Ok(document)
}

struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    entries: BTreeMap<String, Entry>,
    left: u64,
}

struct Entry {
    wayfinder: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::from_slice(bytes).map_err(|_| Refusal::Damaged)?;
        let mut entries = BTreeMap::new();
        for entry in archive.entries() {
            let entry = entry.map_err(|_| Refusal::Damaged)?;
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
            let (wayfinder, method) = (entry.wayfinder(), entry.compression_method());
            let encrypted = entry.flags().is_encrypted();
            // Of several entries with one name, the last one counts.
            entries.insert(name, Entry { wayfinder, method, encrypted });
            if entries.len() > MAX_ENTRIES {
                return Err(Refusal::TooDemanding);
            }
        }
        Ok(Self { archive, entries, left: MAX_BYTES })
    }

    /// The headers, in a fixed order. Footers contain page numbers.
    fn margins(&self) -> Vec<String> {
        // Relations are in a subfolder and have a different ending.
        let headers = self.entries.keys().filter(|name| name.starts_with("word/header"));
        headers.take(MAX_MARGINS).cloned().collect()
    }

    /// The whole entry. Its unpacked size is measured, not taken from the archive.
    fn entry(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = self.entries.get(name) else { return Ok(None) };
        if entry.encrypted {
            return Err(Refusal::Encrypted);
        }
        let packed = self.archive.get_entry(entry.wayfinder).map_err(|_| Refusal::Damaged)?;
        let limit = MAX_ENTRY_BYTES.min(self.left);
        let unpacked: Box<dyn Read> = match entry.method {
            CompressionMethod::STORE => Box::new(packed.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed.data())),
            _ => return Err(Refusal::Damaged),
        };
        let mut bytes = Vec::new();
        let checked = packed.verifying_reader(unpacked);
        checked.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Damaged)?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(Refusal::TooDemanding);
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}

/// Adds the text of a part. Returns false if the part is damaged.
fn add_text(xml: &[u8], document: &mut Document) -> bool {
    let mut characters = document.text.chars().count();
    let mut text = std::mem::take(&mut document.text);
    // The content of these elements is hidden or repeated.
    let (mut hidden, mut in_text) = (0_usize, 0_usize);
    let is_hidden = |name: &str| matches!(name, "Fallback" | "del" | "moveFrom" | "instrText");
    let read = markup::each(xml, &mut |piece| {
        let before = text.len();
        match piece {
            Piece::Begin(name, _) if is_hidden(name) => hidden += 1,
            Piece::End(name) if is_hidden(name) => hidden = hidden.saturating_sub(1),
            Piece::Begin("t", _) => in_text += 1,
            Piece::End("t") => in_text = in_text.saturating_sub(1),
            Piece::Text(shown) if in_text > 0 && hidden == 0 => text.push_str(shown),
            Piece::Begin("tab", _) | Piece::End("tc") => text.push('\t'),
            Piece::Begin("br" | "cr", _) | Piece::End("p" | "tr") => text.push('\n'),
            Piece::Begin("noBreakHyphen", _) => text.push('-'),
            _ => {}
        }
        characters += text[before..].chars().count();
        if characters > MAX_TEXT { Err(Refusal::TooDemanding) } else { Ok(()) }
    });
    document.text = text;
    // Too much text is no error: it is shortened later.
    let whole = read.is_ok() || characters > MAX_TEXT;
    if !whole {
        document.cut.push(Cut::Parts);
    }
    whole
}

/// `docProps/core.xml`: Dublin Core.
fn core(xml: &[u8], document: &mut Document) {
    for (name, value) in markup::values(xml) {
        let field = match name.as_str() {
            "creator" => &mut document.author,
            "lastModifiedBy" => &mut document.modified_by,
            "created" => &mut document.created,
            "modified" => &mut document.modified,
            _ => continue,
        };
        field.get_or_insert(value);
    }
}

/// `docProps/app.xml`: what the program writes about itself.
fn application(xml: &[u8], document: &mut Document) {
    let mut version = None;
    for (name, value) in markup::values(xml) {
        let field = match name.as_str() {
            "Application" => &mut document.producer,
            "AppVersion" => &mut version,
            "Company" => &mut document.company,
            "Template" => &mut document.template,
            _ => continue,
        };
        field.get_or_insert(value);
    }
    if let (Some(producer), Some(version)) = (&mut document.producer, version) {
        producer.push(' ');
        producer.push_str(&version);
    }
}

/// `word/settings.xml`: the id that stays the same in copies of a document (`w15:docId`, MS-DOCX). Without it, the id
/// of the first editing session.
fn settings(xml: &[u8]) -> Option<String> {
    let (mut id, mut root) = (None, None);
    let _ = markup::each(xml, &mut |piece| {
        if let Piece::Begin(name, attributes) = piece {
            let value = attributes.get("val").map(str::to_owned);
            match name {
                // `w14:docId` has eight digits and is not stable; only `w15:docId` has braces.
                "docId" => id = id.take().or(value.filter(|value| value.starts_with('{'))),
                "rsidRoot" => root = root.take().or(value),
                _ => {}
            }
        }
        Ok(())
    });
    id.or(root.map(|root| format!("rsid:{root}")))
}
