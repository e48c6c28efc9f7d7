//! What is noted while a document is read: why it is refused, which values were left out, and what else was ignored.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::ToSchema;

use super::json_value::{Json, Object};
use super::misspelt::nearest;
use super::omitted::Omitted;
use super::pasted;
use super::pointer::Pointer;

/// An error in the submitted document, with its position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ErrorDetail)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) to the wrong value. Empty if the error is about the whole document.
    #[schema(example = "/sessions/3/ip")]
    pub pointer: String,
    /// Stable code for the kind of error.
    #[schema(value_type = String, example = "invalid_ip")]
    pub code: &'static str,
    /// What is wrong and how to fix it. Never repeats the submitted value.
    #[schema(example = "is not an IPv4 or IPv6 address")]
    pub detail: String,
}

/// The number of faults in words: `1 error`, `2 errors`.
pub fn counted(faults: usize) -> String {
    format!("{faults} {}", if faults == 1 { "error" } else { "errors" })
}

/// Something in the document that was ignored or corrected. The rest of the document is scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[schema(as = ProfileWarning)]
pub struct Warning {
    /// JSON Pointer to what was ignored or corrected.
    #[schema(example = "/sessions/0/colour")]
    pub pointer: String,
    /// Stable code for the kind of warning.
    #[schema(example = "unknown_field")]
    pub code: String,
    /// What was ignored or corrected, and why.
    #[schema(example = "this field is not known; it was stored but not used")]
    pub detail: String,
}

/// What was found while a document was read.
#[derive(Debug, Default)]
pub struct Notes {
    /// Values that can't be used.
    pub faults: Vec<Fault>,
    /// Limits of the whole document that it exceeds.
    pub refusals: Vec<Fault>,
    /// Other things that were ignored or corrected.
    pub warnings: Vec<Warning>,
    /// What was left out because of the faults.
    pub omitted: Omitted,
    /// How many values can't be used, listed or not.
    faulty: usize,
    /// How many warnings are not listed.
    unlisted: usize,
}

impl Notes {
    /// How many faults, and how many warnings, a response lists.
    pub const MAX: usize = 500;

    /// Notes that a value can't be used.
    pub fn fault(&mut self, at: &Pointer<'_>, code: &'static str, detail: impl Into<String>) {
        self.faulty += 1;
        if self.faults.len() < Self::MAX {
            self.faults.push(Fault { pointer: at.to_string(), code, detail: detail.into() });
        }
    }

    /// How many values can't be used so far.
    pub(super) fn faulty(&self) -> usize {
        self.faulty
    }

    /// Notes that the document exceeds a limit, and so is refused.
    pub fn refuse(&mut self, at: &Pointer<'_>, code: &'static str, detail: impl Into<String>) {
        if self.refusals.len() < Self::MAX {
            self.refusals.push(Fault { pointer: at.to_string(), code, detail: detail.into() });
        }
    }

    /// Notes something else that was ignored or corrected.
    pub fn warn(&mut self, at: &Pointer<'_>, code: &str, detail: impl Into<String>) {
        if self.warnings.len() < Self::MAX {
            let (pointer, code) = (at.to_string(), code.to_owned());
            self.warnings.push(Warning { pointer, code, detail: detail.into() });
        } else {
            self.unlisted += 1;
        }
    }

    /// The value as an object. Otherwise adds a fault.
    pub fn object<'v, 'd>(
        &mut self,
        value: &'v Json<'d>,
        at: &Pointer<'_>,
    ) -> Option<&'v Object<'d>> {
        if let Json::Object(object) = value {
            return Some(object);
        }
        self.wrong_type(at, "an object", value);
        None
    }

    /// The value as a string, without characters that no one meant to write. Otherwise adds a fault.
    pub fn text<'v>(&mut self, value: &'v Json<'_>, at: &Pointer<'_>) -> Option<Cow<'v, str>> {
        let written = self.exact_text(value, at)?;
        let Some((text, kinds)) = pasted::clean(written) else {
            return Some(Cow::Borrowed(written));
        };
        self.warn(at, "cleaned_text", kinds.detail());
        Some(Cow::Owned(text))
    }

    /// The value as a string, exactly as it was sent. Otherwise adds a fault.
    pub fn exact_text<'v>(&mut self, value: &'v Json<'_>, at: &Pointer<'_>) -> Option<&'v str> {
        if let Json::Text(text) = value {
            return Some(text);
        }
        self.wrong_type(at, "a string", value);
        None
    }

    pub fn wrong_type(&mut self, at: &Pointer<'_>, expected: &str, found: &Json<'_>) {
        let found = match found {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::List(_) => "an array",
            Json::Object(_) => "an object",
        };
        self.fault(at, "wrong_type", format!("must be {expected}, but is {found}"));
    }

    /// Warns about each key that is not known, in alphabetical order.
    pub fn unknown_fields(&mut self, object: &Object<'_>, at: &Pointer<'_>, known: &[&str]) {
        let mut unknown: Vec<&str> = object.keys().filter(|key| !known.contains(key)).collect();
        let listed = Self::MAX - self.warnings.len();
        if unknown.len() > listed {
            self.unlisted += unknown.len() - listed;
            unknown.select_nth_unstable(listed);
            unknown.truncate(listed);
        }
        unknown.sort_unstable();
        for key in unknown {
            let hint = nearest(key, known).map(|name| format!("; did you mean `{name}`?"));
            let hint = hint.unwrap_or_default();
            let detail = format!("this field is not known; it was stored but not used{hint}");
            self.warn(&at.field(key), "unknown_field", detail);
        }
    }

    /// The warnings that a response lists: `first`, then values that were left out, then the rest. If there are too
    /// many, the last one counts the others.
    pub(super) fn list(self, first: Vec<Warning>) -> Vec<Warning> {
        let Self { faults, warnings, omitted, faulty, unlisted, .. } = self;
        let mut unlisted = unlisted + (faulty - faults.len());
        let left_out = |Fault { pointer, code, detail }: Fault| {
            let what = match omitted.around(&pointer) {
                Some(element) if element != pointer => format!("`{element}` was ignored"),
                _ => "it was ignored".to_owned(),
            };
            Warning { pointer, code: code.to_owned(), detail: format!("{detail}; {what}") }
        };
        let mut all = first;
        all.extend(faults.into_iter().map(left_out));
        all.extend(warnings);
        if all.len() + usize::from(unlisted > 0) > Self::MAX {
            unlisted += all.len() - (Self::MAX - 1);
            all.truncate(Self::MAX - 1);
        }
        if unlisted > 0 {
            let detail = format!("{unlisted} further warnings are not listed");
            all.push(Warning { pointer: String::new(), code: "more_warnings".to_owned(), detail });
        }
        all
    }
}
