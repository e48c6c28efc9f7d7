//! Files in a document. Each file is read and replaced with its text, metadata and hashes, so that no file is stored.

use std::collections::BTreeMap;
use std::sync::Arc;

use evidence::identifier::hex;
use evidence::profile::Profile;
use evidence::profile::read::Warning;
use files::{Cut, Document, Kind, Picture, Reading, Refusal};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

use crate::app::App;

/// A document whose files were read.
#[derive(Debug, Default)]
pub(in crate::service) struct Read {
    /// The document, with the files replaced by what was read from them.
    pub(in crate::service) document: Vec<u8>,
    /// What could not be read.
    pub(in crate::service) warnings: Vec<Warning>,
    /// The pictures, by the index of their photo.
    pub(in crate::service) pictures: BTreeMap<usize, Picture>,
}

/// Where a file is: in the resume, or in the photo with this index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FileField {
    Resume,
    Photo(usize),
}

/// Reads the files of a profile. `None` if it has none.
pub(in crate::service) async fn read(
    app: &App,
    profile: &Profile,
    document: &[u8],
) -> Option<Read> {
    let files = files(profile);
    if files.is_empty() {
        return None;
    }
    let mut readings = readings(app, &files).await;
    let mut value: Value = serde_json::from_slice(document).ok()?;
    let mut read = Read::default();
    for (field, bytes) in files {
        let pointer = match field {
            FileField::Resume => "/resume_file".to_owned(),
            FileField::Photo(i) => profile.omitted.in_document(&format!("/photos/{i}")),
        };
        let reading = readings.remove(&field).unwrap_or(Reading::Refused(Refusal::NotRead));
        let Some(Value::Object(fields)) = value.pointer_mut(&pointer) else { continue };
        let digest = format!("sha256:{}", hex(&Sha256::digest(bytes)));
        give(fields, "digest", Some(digest));
        match reading {
            Reading::Document(document) => read.resume(fields, *document),
            Reading::Picture(picture) => {
                give(fields, "perceptual_hash", Some(format!("{:016x}", picture.hash)));
                if let FileField::Photo(i) = field {
                    read.pictures.insert(i, picture);
                }
            }
            Reading::Refused(refusal) => read.refused(field, &pointer, refusal),
        }
        fields.remove(if field == FileField::Resume { "content" } else { "image" });
    }
    read.document = serde_json::to_vec(&value).ok()?;
    Some(read)
}

fn files(profile: &Profile) -> Vec<(FileField, &[u8])> {
    let content = profile.resume_file.as_ref().and_then(|file| file.content.as_ref());
    let resume = content.map(|content| (FileField::Resume, content.0.as_slice()));
    let images = profile.photos.iter().enumerate().filter_map(|(i, photo)| {
        let image = photo.image.as_ref()?;
        Some((FileField::Photo(i), image.0.as_slice()))
    });
    resume.into_iter().chain(images).collect()
}

/// Reads each file. The reader limits how many run at once.
async fn readings(app: &App, files: &[(FileField, &[u8])]) -> BTreeMap<FileField, Reading> {
    let mut running = JoinSet::new();
    for (field, bytes) in files {
        let (reader, bytes, field) = (Arc::clone(&app.files), bytes.to_vec(), *field);
        let kind = if field == FileField::Resume { Kind::Document } else { Kind::Picture };
        running.spawn(async move { (field, reader.read(kind, &bytes).await) });
    }
    let mut readings = BTreeMap::new();
    while let Some(done) = running.join_next().await {
        readings.extend(done.ok());
    }
    readings
}

/// Sets a field that the caller left out.
fn give(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    let missing = fields.get(name).is_none_or(Value::is_null);
    if let (true, Some(value)) = (missing, value) {
        fields.insert(name.to_owned(), value.into());
    }
}

impl Read {
    fn resume(&mut self, fields: &mut Map<String, Value>, document: Document) {
        let declared = fields.get("media_type").and_then(Value::as_str);
        if declared
            .is_some_and(|declared| !declared.trim().eq_ignore_ascii_case(&document.media_type))
        {
            let detail = format!("the file is {}, and was read as that", document.media_type);
            self.warn("/resume_file/media_type", "document_type_mismatch", &detail);
        }
        for cut in &document.cut {
            let (code, detail) = match cut {
                Cut::Text => ("document_text_cut", "only the first 100,000 characters were taken"),
                Cut::Pages => ("document_pages_cut", "only the first 200 pages were read"),
                Cut::Parts => ("document_parts_unreadable", "parts of the file could not be read"),
            };
            self.warn("/resume_file/content", code, detail);
        }
        if document.text.is_empty() {
            let detail = "the file holds no text, as a scan does; send `text`";
            self.warn("/resume_file/content", "document_without_text", detail);
        }
        let text = (!document.text.is_empty()).then_some(document.text);
        for (name, value) in [
            ("media_type", Some(document.media_type)),
            ("text", text),
            ("author", document.author),
            ("modified_by", document.modified_by),
            ("creator_tool", document.creator_tool),
            ("producer", document.producer),
            ("created", document.created),
            ("modified", document.modified),
            ("company", document.company),
            ("template", document.template),
            ("document_id", document.document_id),
        ] {
            give(fields, name, value);
        }
    }

    fn refused(&mut self, field: FileField, at: &str, refusal: Refusal) {
        let (what, field, kinds) = match field {
            FileField::Resume => ("document", "content", "PDF and DOCX"),
            FileField::Photo(_) => ("photo", "image", "PNG and JPEG"),
        };
        let (code, detail) = match refusal {
            Refusal::UnknownFormat => {
                ("format_unknown", format!("the file is of another kind; {kinds} are read"))
            }
            Refusal::Encrypted => ("encrypted", "the file is locked; send it unlocked".to_owned()),
            Refusal::Damaged => ("damaged", "the file is broken or cut off".to_owned()),
            Refusal::TooDemanding => {
                ("too_demanding", "reading the file would take more than a file may".to_owned())
            }
            Refusal::TooManyPixels => (
                "too_large",
                "the picture has more than 60 million pixels, or a side of more than 16,000"
                    .to_owned(),
            ),
            Refusal::Blank => ("blank", "the picture is of one colour".to_owned()),
            Refusal::NotRead => {
                ("not_read", "the file could not be read now; send it again later".to_owned())
            }
        };
        self.warn(&format!("{at}/{field}"), &format!("{what}_{code}"), &detail);
    }

    fn warn(&mut self, pointer: &str, code: &str, detail: &str) {
        self.warnings.push(Warning {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        });
    }
}
