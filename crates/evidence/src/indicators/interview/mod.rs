//! What people saw with their own eyes and ears. Nothing is computed here: a named observer wrote a note
//! under the indicator's id, and the note is shown as theirs. It weighs nothing, since what one person
//! makes of another's face, voice or manner is no measurement.

pub(super) mod meetings;
pub(super) mod style;

use super::reading::{count, day};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::Text;

/// Every indicator of this file.
pub(super) const INDICATORS: &[Indicator] = &[
    SELFIE_FACE_MATCHES_OTHER_IDENTITY,
    CAMERA_REFUSAL_OR_REPEATED_FAILURE,
    LIVE_VIDEO_MANIPULATION_SUSPECTED,
    DIFFERENT_PERSON_BETWEEN_STAGES,
    SCRIPTED_OR_FED_ANSWERS,
    LOCAL_KNOWLEDGE_FAILURE,
    SHARED_ROOM_CALL_NOISE,
    AVOIDS_IN_PERSON_OR_DRUG_TEST,
];

const SELFIE_FACE_MATCHES_OTHER_IDENTITY: Indicator = Indicator {
    id: "selfie_face_matches_other_identity",
    family: Family::IdentityCheck,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "A person found that the selfie shows somebody who was verified under another name.",
    unit: "notes by named observers",
    question: "Did the provider's staff compare the selfie? Send the finding in `interviews[].observations` with observer and note.",
    innocent_explanations: "Twins and other look-alikes; face comparison errs more often for some groups, and needs a legal basis.",
    how_to_verify: "Let two trained people compare the documents of both accounts, each without the other's opinion.",
    sources: &["US2022", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "selfie_face_matches_other_identity"),
    #[cfg(test)]
    examples: None,
};

const CAMERA_REFUSAL_OR_REPEATED_FAILURE: Indicator = Indicator {
    id: "camera_refusal_or_repeated_failure",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "An interviewer noted that live video was refused or failed again and again.",
    unit: "notes by named observers",
    question: "Was there live video? Send what the interviewer saw in `interviews[].observations` with observer and note.",
    innocent_explanations: "Disability, bandwidth, anxiety, religious practice.",
    how_to_verify: "Offer another time, another device or an office nearby, and ask what would make it possible.",
    sources: &["US2022", "PSA23", "JP24", "DFS24"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "camera_refusal_or_repeated_failure"),
    #[cfg(test)]
    examples: None,
};

const LIVE_VIDEO_MANIPULATION_SUSPECTED: Indicator = Indicator {
    id: "live_video_manipulation_suspected",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "An interviewer noted signs that the live video was altered.",
    unit: "notes by named observers",
    question: "Did the video look whole when the person turned or moved a hand before the face? Send a note in `interviews[].observations`.",
    innocent_explanations: "Blur filters, compression, low light.",
    how_to_verify: "Ask for a second call from another device without filters, in good light.",
    sources: &["PSA25", "U42", "PIN26", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "live_video_manipulation_suspected"),
    #[cfg(test)]
    examples: None,
};

const DIFFERENT_PERSON_BETWEEN_STAGES: Indicator = Indicator {
    id: "different_person_between_stages",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 5,
    observed: "Somebody who met the applicant at two stages noted that it was not one person.",
    unit: "notes by named observers",
    question: "Did one person see the applicant at two stages? Send a note in `interviews[].observations`.",
    innocent_explanations: "Illness, a haircut, another camera.",
    how_to_verify: "Ask about details of the earlier meeting, and for the identity document on live video.",
    sources: &["PSA25", "CD24", "PIN26"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "different_person_between_stages"),
    #[cfg(test)]
    examples: None,
};

const SCRIPTED_OR_FED_ANSWERS: Indicator = Indicator {
    id: "scripted_or_fed_answers",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "An interviewer noted that answers were read out or fed by somebody else.",
    unit: "notes by named observers",
    question: "Could the applicant explain own work without help? Send a note in `interviews[].observations`.",
    innocent_explanations: "People who speak a second language, neurodivergent people; answers prepared with a machine are common now.",
    how_to_verify: "Work on a small problem of the applicant's own choice together, with the screen shared.",
    sources: &["PSA23", "RF26", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "scripted_or_fed_answers"),
    #[cfg(test)]
    examples: None,
};

const LOCAL_KNOWLEDGE_FAILURE: Indicator = Indicator {
    id: "local_knowledge_failure",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "An interviewer noted that ordinary questions about the claimed city, employer or school stayed open.",
    unit: "notes by named observers",
    question: "Could the applicant tell of the place they say they live in? Send a note in `interviews[].observations`.",
    innocent_explanations: "New arrivals, shy people.",
    how_to_verify: "Ask for a bill of the claimed address, or call the employer on a number found independently.",
    sources: &["PSA25", "CIN24", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "local_knowledge_failure"),
    #[cfg(test)]
    examples: None,
};

const SHARED_ROOM_CALL_NOISE: Indicator = Indicator {
    id: "shared_room_call_noise",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "An interviewer heard others give interviews in the same room.",
    unit: "notes by named observers",
    question: "What was to be heard in the background? Send a note in `interviews[].observations`.",
    innocent_explanations: "Coworking places, call centres.",
    how_to_verify: "Ask where the call is taken from, and for another call from a quiet place.",
    sources: &["CIN24"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "shared_room_call_noise"),
    #[cfg(test)]
    examples: None,
};

const AVOIDS_IN_PERSON_OR_DRUG_TEST: Indicator = Indicator {
    id: "avoids_in_person_or_drug_test",
    family: Family::Interview,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Somebody noted undue concern about steps in person, or that they were put off again and again.",
    unit: "notes by named observers",
    question: "Were steps in person offered, and what was the answer? Send a note in `interviews[].observations`.",
    innocent_explanations: "Disability, caring for others, visa limits.",
    how_to_verify: "Offer a place and time that the applicant chooses, or a notary nearby.",
    sources: &["PSA23", "PSA25", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: |case| noted(case, "avoids_in_person_or_drug_test"),
    #[cfg(test)]
    examples: None,
};

/// The notes under an indicator's id that carry an observer's name and words. A tick in a box without
/// them is nobody's evidence, and an interview that nobody answers for tells nothing.
fn noted(case: &Case<'_>, id: &str) -> Finding {
    let answered_for = |name: &Option<_>| name.as_ref().is_some_and(has_words);
    let interviews: Vec<_> = (case.profile.interviews.iter().enumerate())
        .filter(|(_, interview)| answered_for(&interview.observer))
        .collect();
    if interviews.is_empty() {
        return Finding::Unknown;
    }
    let mut evidence = Vec::new();
    for (i, interview) in &interviews {
        let observer = interview.observer.as_ref().map_or("", Text::as_str);
        for (j, observation) in interview.observations.iter().enumerate() {
            let Some(note) = observation.note.as_ref().filter(|note| has_words(note)) else {
                continue;
            };
            if observation.code.as_str() == id {
                let when = interview.at.map(|at| format!(" on {}", day(at))).unwrap_or_default();
                let text = format!("{observer} noted{when}: {}", beginning(note.as_str()));
                let pointer = format!("/interviews/{i}/observations/{j}/note");
                evidence.push(Evidence::stored(text, [pointer]));
            }
        }
    }
    if evidence.is_empty() {
        let people = if interviews.len() == 1 { "interview" } else { "interviews" };
        let text =
            format!("{} {people} with a named observer, and no note of it", interviews.len());
        let pointers = interviews.iter().map(|(i, _)| format!("/interviews/{i}/observer"));
        return Finding::miss(Evidence::stored(text, pointers));
    }
    let value = count(evidence.len());
    evidence.truncate(MOST_NOTES);
    Finding::Hit { value, evidence }
}

/// How many notes are shown.
pub(super) const MOST_NOTES: usize = 10;

fn has_words<const MAX: usize>(text: &Text<MAX>) -> bool {
    !text.as_str().trim().is_empty()
}

/// A note's first 300 characters: the whole stands in the profile.
pub(super) fn beginning(note: &str) -> String {
    const MOST: usize = 300;
    let mut text: String = note.trim().chars().take(MOST).collect();
    if note.trim().chars().nth(MOST).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
