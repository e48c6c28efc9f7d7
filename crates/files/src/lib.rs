//! What is in a file that an applicant sent: the text and metadata of a PDF or DOCX, the perceptual hash of a
//! picture.
//!
//! Everything here runs in a process of its own (`bonafide read-file`) under limits of memory and time,
//! because a file is made by whoever wants it to be read wrongly. It is pure: bytes in, a [`Reading`] out.

mod document;
mod docx;
mod markup;
mod pdf;
mod picture;

use serde::{Deserialize, Serialize};

pub use document::{Cut, Document, MOST_PAGES, MOST_TEXT};
pub use picture::Picture;

/// What a file should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A resume: PDF or DOCX.
    Document,
    /// A photo: PNG or JPEG.
    Picture,
}

/// What reading a file gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A document.
    Document(Box<Document>),
    /// A picture.
    Picture(Picture),
    /// Nothing, for this reason.
    Refused(Refusal),
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It is of no kind that is read here, whatever its name says.
    UnknownFormat,
    /// It is locked with a password.
    Encrypted,
    /// It is broken, or cut off.
    Damaged,
    /// Reading it would take more memory, time or space than a file may.
    TooDemanding,
    /// It has more pixels than a photo may.
    TooManyPixels,
    /// It is a picture of one colour.
    Blank,
    /// The service was too busy, or has no reader: the file itself may be fine.
    NotRead,
}

/// Reads a file.
pub fn read(kind: Kind, bytes: &[u8]) -> Reading {
    match kind {
        Kind::Document => document::read(bytes)
            .map_or_else(Reading::Refused, |document| Reading::Document(Box::new(document))),
        Kind::Picture => picture::read(bytes).map_or_else(Reading::Refused, Reading::Picture),
    }
}
