//! Links within a stream that does not fit into memory.
//!
//! [`StreamKeys`] is what a profile can be linked by: keyed digests. [`StreamLinks`] is what a join of all keys found for
//! it among the earlier lines of the stream. The join runs elsewhere: as sorted files or on a cluster.

use chrono::{DateTime, Utc};
use evidence::identifier::hex;
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::links::{Sighting, Sightings};
use evidence::similarity::{Candidate, Signature, Sketch};
use ids::ApplicantId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a profile can be linked by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StreamKeys {
    applicant: String,
    identifiers: Vec<IdentifierKey>,
    texts: Vec<TextKeys>,
}

/// When something was last and first used, each in seconds and nanoseconds.
type Used = (i64, u32, i64, u32);

/// An identifier: its key, when it was used, and whether others can be linked by it.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct IdentifierKey(String, Used, bool);

/// A text: the keys of its bands, and its signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct TextKeys(Vec<String>, String);

/// What was found for a profile among the earlier lines.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamLinks {
    /// For each identifier, the other applicants and when they used it last and first, the most recent first.
    sightings: Vec<Vec<(String, Used)>>,
    /// Texts with bands in common: the index of the profile's own text, the other applicant and the signature, best first.
    texts: Vec<(usize, String, String)>,
}

/// Why links are not those of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the links are not those of the profile: were they made by the same version, with the same key?"
)]
pub struct ForeignLinks;

/// The id of an applicant within a stream, from the digest of the external id.
pub(super) fn applicant(digest: &[u8; 32]) -> ApplicantId {
    let (first, _) = digest.split_at(16);
    ApplicantId(Uuid::from_slice(first).unwrap_or_default())
}

impl StreamKeys {
    pub(super) fn new(
        applicant: ApplicantId,
        identifiers: &[Identifier],
        texts: &[Sketch],
    ) -> Self {
        let key = |identifier: &Identifier| {
            let (kind, used_at) = (identifier.kind, identifier.used_at);
            let key = format!("{}:{}", kind.space().name(), identifier.digest.0);
            let (last, first) = (seconds(used_at), seconds(identifier.first_used_at));
            let used = (last.0, last.1, first.0, first.1);
            IdentifierKey(key, used, kind.is_own() && kind.is_looked_up())
        };
        let text = |sketch: &Sketch| {
            let kind = sketch.kind.name();
            let bands = sketch.bands.iter().map(|band| format!("{kind}:{band}"));
            TextKeys(bands.collect(), hex(&sketch.signature.to_bytes()))
        };
        Self {
            applicant: applicant.0.simple().to_string(),
            identifiers: identifiers.iter().map(key).collect(),
            texts: texts.iter().map(text).collect(),
        }
    }
}

impl StreamLinks {
    /// The sightings of these identifiers.
    pub(super) fn sightings(&self, identifiers: &[Identifier]) -> Result<Sightings, ForeignLinks> {
        if self.sightings.len() != identifiers.len() {
            return Err(ForeignLinks);
        }
        let time = |seconds: i64, nanos: u32| -> Result<DateTime<Utc>, ForeignLinks> {
            DateTime::from_timestamp(seconds, nanos).ok_or(ForeignLinks)
        };
        let sighting = |(applicant, used): &(String, Used)| {
            let (used_at, first_used_at) = (time(used.0, used.1)?, time(used.2, used.3)?);
            Ok(Sighting { applicant: parse(applicant)?, first_used_at, used_at })
        };
        let all = self.sightings.iter();
        all.map(|others| others.iter().map(sighting).collect()).collect()
    }

    /// The texts to compare with these.
    pub(super) fn candidates(&self, texts: &[Sketch]) -> Result<Vec<Candidate>, ForeignLinks> {
        let candidate = |(sketch, applicant, signature): &(usize, String, String)| {
            let signature = bytes(signature).and_then(|bytes| Signature::from_bytes(&bytes));
            match signature {
                Some(signature) if *sketch < texts.len() => {
                    Ok(Candidate { sketch: *sketch, applicant: parse(applicant)?, signature })
                }
                _ => Err(ForeignLinks),
            }
        };
        self.texts.iter().map(candidate).collect()
    }
}

fn seconds(time: DateTime<Utc>) -> (i64, u32) {
    (time.timestamp(), time.timestamp_subsec_nanos())
}

fn parse(applicant: &str) -> Result<ApplicantId, ForeignLinks> {
    Uuid::parse_str(applicant).map(ApplicantId).map_err(|_| ForeignLinks)
}

/// The bytes of hexadecimal digits.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect()
}
