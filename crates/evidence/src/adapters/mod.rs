//! Adapters: from what others send to profile documents.
//!
//! Nothing is guessed. What a vendor says that the document has no place for, or that cannot be read, is left
//! out and told in the notes; what says where somebody comes from is not carried over at all.

mod accounts;
mod applicant_tracking;
mod ashby;
mod fake_analyzer;
mod github;
mod greenhouse;
mod json_resume;
mod settle;
pub mod signature;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::profile::read::Fault;

/// Whose form the input has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A JSON Resume 1.x document.
    JsonResume,
    /// GitHub's REST objects: `user`, `repos`, `commits` and what goes with them.
    GitHub,
    /// The report of gh-fake-analyzer.
    FakeAnalyzer,
    /// A candidate webhook of Greenhouse.
    Greenhouse,
    /// A candidate webhook of Ashby.
    Ashby,
    /// A table of accounts with a column mapping.
    Accounts,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::JsonResume,
        Self::GitHub,
        Self::FakeAnalyzer,
        Self::Greenhouse,
        Self::Ashby,
        Self::Accounts,
    ];

    /// Its name in paths and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonResume => "json-resume",
            Self::GitHub => "github",
            Self::FakeAnalyzer => "gh-fake-analyzer",
            Self::Greenhouse => "greenhouse",
            Self::Ashby => "ashby",
            Self::Accounts => "csv",
        }
    }

    /// Whether the vendor calls by itself, with a signature.
    pub fn is_webhook(self) -> bool {
        matches!(self, Self::Greenhouse | Self::Ashby)
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == name);
        let all = Self::ALL.map(Self::name).join(", ");
        known.ok_or_else(|| format!("there is no adapter `{name}`; there are {all}"))
    }
}

/// What goes with the input.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The tenant's own name of the applicant, where the input has none or another one is wanted.
    pub external_id: Option<String>,
    /// For a table: which column goes where in the profile, such as `contact.emails[].address` → `mail`.
    pub mapping: BTreeMap<String, String>,
}

/// A part of the input that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ConversionNote)]
pub struct Note {
    /// JSON Pointer into the resulting document or into the input.
    #[schema(example = "/contact/phones/0/number")]
    pub pointer: String,
    /// Why it was left out.
    pub detail: String,
}

/// What an input turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Converted {
    /// Profile documents that the service takes as they are.
    Profiles {
        /// The documents.
        documents: Vec<Value>,
        /// What was left out.
        notes: Vec<Note>,
    },
    /// The vendor erased a candidate.
    Erase {
        /// Whom, by the name that the adapter gives.
        external_id: String,
    },
    /// The vendor joined two candidates into one.
    Merge {
        /// Who is gone.
        from: String,
        /// Who stays.
        into: String,
    },
    /// An event that changes no profile.
    Nothing,
}

/// Converts an input, or tells every fault of it with its place.
pub fn convert(kind: Kind, bytes: &[u8], options: &Options) -> Result<Converted, Vec<Fault>> {
    if kind == Kind::Accounts {
        return accounts::convert(bytes, &options.mapping);
    }
    let value = json(bytes)?;
    match kind {
        Kind::JsonResume => json_resume::convert(value, options),
        Kind::GitHub => github::convert(value, options),
        Kind::FakeAnalyzer => fake_analyzer::convert(&value, options),
        Kind::Greenhouse => greenhouse::convert(&value),
        Kind::Ashby => ashby::convert(&value),
        Kind::Accounts => Ok(Converted::Nothing),
    }
}

fn json(bytes: &[u8]) -> Result<Value, Vec<Fault>> {
    let mut notes = crate::profile::read::Notes::default();
    let value = crate::profile::json::parse(bytes, &mut notes);
    let value = value.map_err(|error| vec![fault("", "malformed_json", error.to_string())])?;
    if notes.faults.is_empty() { Ok(value) } else { Err(notes.faults) }
}

fn fault(pointer: &str, code: &'static str, detail: impl Into<String>) -> Fault {
    Fault { pointer: pointer.to_owned(), code, detail: detail.into() }
}

/// A text that must be there.
fn required<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, Vec<Fault>> {
    let text =
        value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| vec![fault(pointer, "required", "is required, as a text")])
}

/// A number or text that names something, as text.
fn name_of(value: &Value, pointer: &str) -> Result<String, Vec<Fault>> {
    match value.pointer(pointer) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(vec![fault(pointer, "required", "is required, as a text or a number")]),
    }
}

/// The fields of an object that are there and not `null`.
fn only(value: &Value, fields: &[&str]) -> Value {
    let kept = fields.iter().filter_map(|field| {
        let found = value.get(field).filter(|found| !found.is_null())?;
        Some(((*field).to_owned(), found.clone()))
    });
    Value::Object(kept.collect())
}

#[cfg(test)]
mod tests;
