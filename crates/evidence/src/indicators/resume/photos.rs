//! What a detector reported about photos. The service never analyses what a photo shows.

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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A detector found that a profile photo was generated or that its face was swapped.",
    unit: "photos",
    question: "Did a detector look at the photo? Send `photos[].synthetic` and `photos[].face_swapped`.",
    innocent_explanations: "Filters and headshot apps, which genuine people use too.",
    how_to_verify: "Ask for a live video call. Genuine people use headshot apps too.",
    sources: &["MS25", "BFV24", "GLAB26", "RF26"],
    wording: "
    .hit = A detector found { $kind ->
        [generated] { $count ->
            [one] a generated photo
           *[other] { $count } generated photos
        }
        [swapped] { $count ->
            [one] a photo with a swapped face
           *[other] { $count } photos with swapped faces
        }
       *[mixed] { $count ->
            [one] a generated photo with a swapped face
           *[other] { $count } generated or face-swapped photos
        }
    } on the profile.
    .miss = A detector found no sign that { $total ->
        [one] the profile photo was
       *[other] the { $total } profile photos were
    } generated or manipulated.
",
    miss: MissRule::Counts,
    observe: photo_ai_generated_or_face_swapped,
    #[cfg(test)]
    examples: tests::photo_ai_generated_or_face_swapped,
};

const PHOTO_MISSING_OR_GENERIC: Indicator = Indicator {
    id: "photo_missing_or_generic",
    family: Family::Resume,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "The profile shows no photo, or only drawings, logos or stock avatars.",
    unit: "photos",
    question: "Does the profile show a photo of a person? Send `claims.photo_shown` or `photos[].shows_no_person`.",
    innocent_explanations: "Privacy, local custom, and the advice to leave out the photo to avoid bias.",
    how_to_verify: "Nothing needs to be verified. No one has to show a photo.",
    sources: &["END", "SEAL", "PSA23"],
    wording: "
    .hit = The profile shows no photo.
    .generic = { $photos ->
        [one] The only photo on the profile does not show a person.
        [2] Neither of the 2 photos on the profile shows a person.
       *[other] None of the { $photos } photos on the profile shows a person.
    }
    .miss = { $photos ->
        [one] The photo on the profile shows a person.
       *[other] At least one of the { $photos } photos on the profile shows a person.
    }
    .shown = The profile shows a photo.
",
    miss: MissRule::Counts,
    observe: photo_missing_or_generic,
    #[cfg(test)]
    examples: tests::photo_missing_or_generic,
};

fn photo_ai_generated_or_face_swapped(case: &Case<'_>) -> Finding {
    let was_checked = |photo: &Photo| photo.synthetic.or(photo.face_swapped).is_some();
    let is_generated = |photo: &Photo| photo.synthetic == Some(true);
    let is_swapped = |photo: &Photo| photo.face_swapped == Some(true);
    let photos = case.profile.photos.iter().enumerate();
    let checked: Vec<(usize, &Photo)> = photos.filter(|(_, photo)| was_checked(photo)).collect();
    if checked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<(usize, &Photo)> = (checked.iter())
        .filter(|(_, photo)| is_generated(photo) || is_swapped(photo))
        .copied()
        .collect();
    let all_are = |is: fn(&Photo) -> bool| hits.iter().all(|(_, photo)| is(photo));
    let kind = match (all_are(is_generated), all_are(is_swapped)) {
        (true, false) => "generated",
        (false, true) => "swapped",
        _ => "mixed",
    };
    let evidence = Evidence::about(hits.iter().map(|(i, _)| format!("/photos/{i}")));
    if hits.is_empty() {
        return Finding::miss(evidence.with("total", checked.len()));
    }
    Finding::hit(count(hits.len()), evidence.with("kind", kind).with("count", hits.len()))
}

fn photo_missing_or_generic(case: &Case<'_>) -> Finding {
    let shown = case.profile.claims.as_ref().and_then(|claims| claims.photo_shown);
    let generic: Vec<bool> =
        case.profile.photos.iter().filter_map(|photo| photo.shows_no_person).collect();
    let about_claim = || Evidence::about(["/claims/photo_shown".to_owned()]);
    let about_photos = || Evidence::about(["/photos".to_owned()]).with("photos", generic.len());
    match (shown, generic.is_empty()) {
        (Some(false), _) => Finding::hit(1.0, about_claim()),
        (_, false) if generic.iter().all(|generic| *generic) => {
            Finding::hit(1.0, about_photos().worded("generic"))
        }
        (_, false) => Finding::miss(about_photos()),
        (Some(true), true) => Finding::miss(about_claim().worded("shown")),
        (None, true) => Finding::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn photos(photos: Value) -> Fixture {
        Fixture::new(json!({ "photos": photos }))
    }

    pub(super) fn photo_ai_generated_or_face_swapped() -> Examples {
        let (generated, swapped) = (json!({ "synthetic": true }), json!({ "face_swapped": true }));
        let genuine = json!({ "synthetic": false });
        let drawn = json!({ "synthetic": false, "shows_no_person": true });
        Examples::new()
            .hit("a generated photo", photos(json!([generated])))
            .value(1.0)
            .pointers(&["/photos/0"])
            .says("A detector found a generated photo on the profile.")
            .hit("two generated photos", photos(json!([generated, genuine, generated])))
            .value(2.0)
            .pointers(&["/photos/0", "/photos/2"])
            .says("A detector found 2 generated photos on the profile.")
            .hit("a swapped face", photos(json!([{ "synthetic": false, "face_swapped": true }])))
            .says("A detector found a photo with a swapped face on the profile.")
            .hit("two swapped faces", photos(json!([swapped, swapped])))
            .says("A detector found 2 photos with swapped faces on the profile.")
            .hit("one of each", photos(json!([generated, swapped])))
            .says("A detector found 2 generated or face-swapped photos on the profile.")
            .hit("both at once", photos(json!([{ "synthetic": true, "face_swapped": true }])))
            .says("A detector found a generated photo with a swapped face on the profile.")
            .miss("a genuine photo", photos(json!([genuine])))
            .says("A detector found no sign that the profile photo was generated or manipulated.")
            .miss("two genuine photos", photos(json!([genuine, genuine])))
            .says(
                "A detector found no sign that the 2 profile photos were generated or manipulated.",
            )
            .unknown(
                "a drawing is not a generated person",
                photos(json!([{ "shows_no_person": true }])),
            )
            .innocent("a drawn avatar", photos(json!([drawn])))
    }

    pub(super) fn photo_missing_or_generic() -> Examples {
        let shown = |shown: bool| Fixture::new(json!({ "claims": { "photo_shown": shown } }));
        let generic = |generic: &[bool]| {
            let photo = |generic: &bool| json!({ "shows_no_person": generic });
            photos(generic.iter().map(photo).collect())
        };
        Examples::new()
            .hit("no photo", shown(false))
            .says("The profile shows no photo.")
            .hit("a drawing", generic(&[true]))
            .says("The only photo on the profile does not show a person.")
            .hit("two drawings", generic(&[true; 2]))
            .says("Neither of the 2 photos on the profile shows a person.")
            .hit("three drawings", generic(&[true; 3]))
            .says("None of the 3 photos on the profile shows a person.")
            .miss("a photo, as the platform says", shown(true))
            .says("The profile shows a photo.")
            .miss("a photo of a person", generic(&[false]))
            .says("The photo on the profile shows a person.")
            .miss("a drawing and a photo", generic(&[true, false]))
            .says("At least one of the 2 photos on the profile shows a person.")
            .unknown("no one looked", photos(json!([{ "synthetic": false }])))
            .innocent("a drawing beside a photo", generic(&[true, false]))
    }
}
