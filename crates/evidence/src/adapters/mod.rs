//! Adapters convert documents of other systems to profile documents.
//!
//! They guess nothing. Values that are unreadable or have no field in the profile are dropped and reported in the
//! notes. Values about a person's origin are never carried over.

mod accounts;
mod applicant_tracking;
mod ashby;
mod clean;
mod country_names;
mod draft;
mod fake_analyzer;
mod github;
mod gitlab;
mod greenhouse;
mod identity_provider;
mod join;
mod json_resume;
mod lever;
mod outline;
mod persona;
mod place;
pub mod signature;
mod source;
mod stripe_identity;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub use self::join::join;
use crate::profile::read::Fault;

/// How one vendor's documents are read. Its file holds everything about it; adding a vendor takes that file and its two
/// lines in this one.
#[derive(Debug)]
struct Adapter {
    /// The name in paths, in the configuration and on the command line.
    name: &'static str,
    convert: Convert,
    /// How the vendor signs its webhooks, if it sends any.
    webhook: Option<signature::Scheme>,
}

#[derive(Debug)]
enum Convert {
    Json(fn(Value, &Options) -> Result<Converted, Vec<Fault>>),
    Table(fn(&[u8], &Options) -> Result<Converted, Vec<Fault>>),
}

/// Declares the formats, each with the module that holds its [`Adapter`].
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $module:ident,)+) => {
        /// The format of the input.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            pub const ALL: [Self; [$(stringify!($kind)),+].len()] = [$(Self::$kind),+];

            fn adapter(self) -> &'static Adapter {
                match self { $(Self::$kind => &$module::ADAPTER,)+ }
            }
        }
    };
}

kinds! {
    /// A JSON Resume 1.x document.
    JsonResume = json_resume,
    /// GitHub REST objects: `user`, `repos`, `commits` and related ones.
    GitHub = github,
    /// GitLab REST objects: `user`, `projects` and `commits`.
    GitLab = gitlab,
    /// A report of gh-fake-analyzer.
    FakeAnalyzer = fake_analyzer,
    /// Webhooks, Harvest objects and job board applications of Greenhouse.
    Greenhouse = greenhouse,
    /// Webhooks and API responses of Ashby.
    Ashby = ashby,
    /// Webhooks and opportunities of Lever.
    Lever = lever,
    /// Inquiries and verifications of Persona.
    Persona = persona,
    /// Verification sessions and reports of Stripe Identity.
    StripeIdentity = stripe_identity,
    /// A table of accounts with a column mapping.
    Accounts = accounts,
}

impl Kind {
    /// The name in paths, in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        self.adapter().name
    }

    /// Whether the vendor calls the service, with a signature.
    pub fn is_webhook(self) -> bool {
        self.webhook().is_some()
    }

    /// How the vendor signs its webhooks, if it sends any.
    fn webhook(self) -> Option<&'static signature::Scheme> {
        self.adapter().webhook.as_ref()
    }

    /// Whether the input is a table, not JSON.
    pub fn is_table(self) -> bool {
        matches!(self.adapter().convert, Convert::Table(_))
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == name);
        let all = Self::ALL.map(Self::name).join(", ");
        known.ok_or_else(|| format!("unknown adapter `{name}`; choose one of {all}"))
    }
}

/// Settings for the conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The applicant's external id. Replaces the one in the input.
    pub external_id: Option<String>,
    /// For tables: the column for each profile path, for example `contact.emails[].address` → `mail`.
    pub mapping: BTreeMap<String, String>,
    /// When the input was submitted, for input that contains no time.
    pub submitted_at: Option<DateTime<Utc>>,
}

/// A part of the input that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ConversionNote)]
pub struct Note {
    /// JSON Pointer into the input; for tables, into the resulting document.
    #[schema(example = "/contact/phones/0/number")]
    pub pointer: String,
    /// Why it was left out.
    pub detail: String,
}

/// The result of a conversion.
#[derive(Clone, Debug, PartialEq)]
pub enum Converted {
    /// Valid profile documents, with notes about dropped values.
    Profiles { documents: Vec<Value>, notes: Vec<Note> },
    /// Valid profile documents that add to what is known about their applicants, with notes about dropped values. The
    /// lists at the pointers in `complete` replace earlier ones.
    Additions { documents: Vec<Value>, notes: Vec<Note>, complete: &'static [&'static str] },
    /// The vendor erased a candidate.
    Erase { external_id: String },
    /// The vendor merged a candidate into another one.
    Merge { from: String, into: String },
    /// The event changes no profile.
    Nothing,
}

/// Converts the input, or returns all its faults.
pub fn convert(kind: Kind, bytes: &[u8], options: &Options) -> Result<Converted, Vec<Fault>> {
    match kind.adapter().convert {
        Convert::Json(convert) => convert(json(bytes)?, options),
        Convert::Table(convert) => convert(bytes, options),
    }
}

fn json(bytes: &[u8]) -> Result<Value, Vec<Fault>> {
    let mut notes = crate::profile::read::Notes::default();
    let value = crate::profile::json::parse_liberally(bytes, &mut notes);
    let value = value.map_err(|error| vec![fault("", "malformed_json", error.to_string())])?;
    if notes.faults.is_empty() { Ok(value) } else { Err(notes.faults) }
}

fn fault(pointer: &str, code: &'static str, detail: impl Into<String>) -> Fault {
    Fault { pointer: pointer.to_owned(), code, detail: detail.into() }
}

/// The string at a pointer, which must not be empty.
fn required<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, Vec<Fault>> {
    let text =
        value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| vec![fault(pointer, "required", "must be a non-empty string")])
}

/// An object with only these fields, without `null` values.
fn only(value: &Value, fields: &[&str]) -> Value {
    let kept = fields.iter().filter_map(|field| {
        let value = value.get(field).filter(|value| !value.is_null())?;
        Some(((*field).to_owned(), value.clone()))
    });
    Value::Object(kept.collect())
}

/// The URL of a page, which people often write without its scheme.
fn page_url(written: &Value) -> Option<Value> {
    let written = written.as_str()?.trim();
    let scheme = if written.contains("://") { "" } else { "https://" };
    (!written.is_empty()).then(|| format!("{scheme}{written}").into())
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod odd_form_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendor_tests;
