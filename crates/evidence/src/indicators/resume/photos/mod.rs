//! What a detector says of photos. What a photo shows is never looked at.

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::photos::Photo;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[PHOTO_AI_GENERATED_OR_FACE_SWAPPED, PHOTO_MISSING_OR_GENERIC];

const PHOTO_AI_GENERATED_OR_FACE_SWAPPED: Indicator = Indicator {
    id: "photo_ai_generated_or_face_swapped",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Detector flags synthetic or swapped profile photo.",
    unit: "photos",
    question: "Did a detector look at the photo? Send `photos[].synthetic` and `photos[].face_swapped`.",
    innocent_explanations: "Filters, AI headshot apps used by genuine people.",
    how_to_verify: "Ask for live video; genuine people use headshot programs too.",
    sources: &["MS25", "BFV24", "GLAB26", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: photo_ai_generated_or_face_swapped,
    #[cfg(test)]
    examples: None,
};

const PHOTO_MISSING_OR_GENERIC: Indicator = Indicator {
    id: "photo_missing_or_generic",
    family: Family::Resume,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "No photo / cartoon / stock avatar.",
    unit: "photos",
    question: "Does the profile show a photo of a person? Send `claims.photo_shown` or `photos[].shows_no_person`.",
    innocent_explanations: "Privacy, culture, anti-bias advice.",
    how_to_verify: "Nothing needs settling: nobody owes a photo.",
    sources: &["END", "SEAL", "PSA23"],
    wording: "",
    miss: MissRule::Counts,
    observe: photo_missing_or_generic,
    #[cfg(test)]
    examples: None,
};

fn photo_ai_generated_or_face_swapped(case: &Case<'_>) -> Finding {
    let made = |photo: &Photo| match (photo.synthetic, photo.face_swapped) {
        (None, None) => None,
        (one, other) => Some(one == Some(true) || other == Some(true)),
    };
    let looked: Vec<(usize, bool)> = (case.profile.photos.iter().enumerate())
        .filter_map(|(i, photo)| Some((i, made(photo)?)))
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = looked.iter().filter(|(_, made)| *made).map(|(i, _)| *i).collect();
    let text = format!("a detector calls {} of {} photos made up", hits.len(), looked.len());
    let pointers = hits.iter().map(|i| format!("/photos/{i}"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

fn photo_missing_or_generic(case: &Case<'_>) -> Finding {
    let shown = case.profile.claims.as_ref().and_then(|claims| claims.photo_shown);
    let generic: Vec<bool> =
        case.profile.photos.iter().filter_map(|photo| photo.shows_no_person).collect();
    let at = |pointer: &str| [pointer.to_owned()];
    match (shown, generic.is_empty()) {
        (Some(false), _) => Finding::hit(
            1.0,
            Evidence::stored("the profile shows no photo", at("/claims/photo_shown")),
        ),
        (_, false) if generic.iter().all(|generic| *generic) => {
            let text = "no photo shows a person";
            Finding::hit(1.0, Evidence::stored(text, at("/photos")))
        }
        (_, false) => Finding::miss(Evidence::stored("a photo shows a person", at("/photos"))),
        (Some(true), true) => {
            Finding::miss(Evidence::stored("the profile shows a photo", at("/claims/photo_shown")))
        }
        (None, true) => Finding::Unknown,
    }
}

#[cfg(test)]
mod tests;
