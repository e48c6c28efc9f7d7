//! Reads the files of applicants: the text and metadata of a PDF or DOCX, the perceptual hash of a photo.
//!
//! The service runs this in a separate process (`bonafide read-file`) with limits on memory and time, because the files
//! can be hostile. The crate is pure: bytes in, a [`Reading`] out.

mod document;
mod docx;
mod format;
mod markup;
mod pdf;
mod picture;

use serde::{Deserialize, Serialize};

pub use document::{Cut, Document, MAX_PAGES, MAX_TEXT};
pub use picture::Picture;

/// The expected kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A resume: PDF or DOCX.
    Document,
    /// A photo: PNG or JPEG.
    Picture,
}

/// The result of reading a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    Document(Box<Document>),
    Picture(Picture),
    /// The file could not be read.
    Refused(Refusal),
}

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It has none of the supported formats, whatever its name.
    UnknownFormat,
    /// It needs a password.
    Encrypted,
    /// It is damaged or truncated.
    Damaged,
    /// Reading it would exceed a limit of memory, time or size.
    TooDemanding,
    /// It has more pixels than a photo may have.
    TooManyPixels,
    /// The picture has a single colour.
    Blank,
    /// The service was too busy or has no reader. The file itself may be valid.
    NotRead,
}

pub fn read(kind: Kind, bytes: &[u8]) -> Reading {
    match kind {
        Kind::Document => format::read(bytes)
            .map_or_else(Reading::Refused, |document| Reading::Document(Box::new(document))),
        Kind::Picture => picture::read(bytes).map_or_else(Reading::Refused, Reading::Picture),
    }
}
