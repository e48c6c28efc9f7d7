//! What stands for a pair of applicants whose things are similar and not equal.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::held::Identifier;
use super::ring::{copied_history, text_link};
use crate::identifier::IdentifierKind;
use crate::links::Links;
use crate::pepper::Pepper;

/// What the applicant shares with others because it is similar and not equal: one identifier for each pair, which both
/// have. `near_photos` are the applicants with a similar photo.
pub fn of_pairs(
    applicant: ApplicantId,
    links: &Links,
    near_photos: impl IntoIterator<Item = ApplicantId>,
    pepper: &Pepper,
    now: DateTime<Utc>,
) -> Vec<(ApplicantId, Identifier)> {
    let pepper = pepper.keyed();
    let identifier = |kind: IdentifierKind, pointer: &str, other: ApplicantId| {
        // Both get the same one.
        let (first, second) = (applicant.min(other), applicant.max(other));
        let digest = pepper.digest(kind, &format!("{first}\n{second}"));
        let pointer = pointer.to_owned();
        (other, Identifier { kind, digest, pointer, first_used_at: now, used_at: now })
    };
    let similar = links.texts.iter().flat_map(|text| {
        let others = text.others.iter().map(|other| other.applicant);
        others.map(move |other| (text_link(text.kind), text.pointer.as_str(), other))
    });
    let copied = copied_history(links).into_iter();
    let copied =
        copied.map(|other| (IdentifierKind::CopiedHistory, "/links/github/commits", other));
    let near =
        near_photos.into_iter().map(|other| (IdentifierKind::SimilarPhoto, "/photos", other));
    let mut all: Vec<_> = similar
        .chain(copied)
        .chain(near)
        .map(|(kind, at, other)| identifier(kind, at, other))
        .collect();
    all.sort_by_key(|(other, identifier)| (*other, identifier.kind, identifier.digest));
    all.dedup_by_key(|(other, identifier)| (*other, identifier.digest));
    all
}
