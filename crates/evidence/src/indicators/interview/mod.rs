//! What people saw with their own eyes and ears. Nothing is computed here: a named observer wrote a note
//! under the indicator's id, and the note is shown as theirs. It weighs nothing, since what one person
//! makes of another's face, voice or manner is no measurement.

pub(super) mod meetings;
pub(super) mod style;

use super::reading::{count, day};
use super::{Case, Family, Indicator, Policy, Scope};
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
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::CrossAccount,
    observed: "A person found that the selfie shows somebody who was verified under another name.",
    unit: "notes by named observers",
    question: "Did the provider's staff compare the selfie? Send the finding in `interviews[].observations` with observer and note.",
    false_positives: "Twins and other look-alikes; face comparison errs more often for some groups, and needs a legal basis.",
    settle: "Let two trained people compare the documents of both accounts, each without the other's opinion.",
    sources: &["US2022", "RF26"],
    observe: |case| noted(case, "selfie_face_matches_other_identity"),
};

const CAMERA_REFUSAL_OR_REPEATED_FAILURE: Indicator = Indicator {
    id: "camera_refusal_or_repeated_failure",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Temporal,
    observed: "An interviewer noted that live video was refused or failed again and again.",
    unit: "notes by named observers",
    question: "Was there live video? Send what the interviewer saw in `interviews[].observations` with observer and note.",
    false_positives: "Disability, bandwidth, anxiety, religious practice.",
    settle: "Offer another time, another device or an office nearby, and ask what would make it possible.",
    sources: &["US2022", "PSA23", "JP24", "DFS24"],
    observe: |case| noted(case, "camera_refusal_or_repeated_failure"),
};

const LIVE_VIDEO_MANIPULATION_SUSPECTED: Indicator = Indicator {
    id: "live_video_manipulation_suspected",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Profile,
    observed: "An interviewer noted signs that the live video was altered.",
    unit: "notes by named observers",
    question: "Did the video look whole when the person turned or moved a hand before the face? Send a note in `interviews[].observations`.",
    false_positives: "Blur filters, compression, low light.",
    settle: "Ask for a second call from another device without filters, in good light.",
    sources: &["PSA25", "U42", "PIN26", "SEAL"],
    observe: |case| noted(case, "live_video_manipulation_suspected"),
};

const DIFFERENT_PERSON_BETWEEN_STAGES: Indicator = Indicator {
    id: "different_person_between_stages",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Temporal,
    observed: "Somebody who met the applicant at two stages noted that it was not one person.",
    unit: "notes by named observers",
    question: "Did one person see the applicant at two stages? Send a note in `interviews[].observations`.",
    false_positives: "Illness, a haircut, another camera.",
    settle: "Ask about details of the earlier meeting, and for the identity document on live video.",
    sources: &["PSA25", "CD24", "PIN26"],
    observe: |case| noted(case, "different_person_between_stages"),
};

const SCRIPTED_OR_FED_ANSWERS: Indicator = Indicator {
    id: "scripted_or_fed_answers",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Profile,
    observed: "An interviewer noted that answers were read out or fed by somebody else.",
    unit: "notes by named observers",
    question: "Could the applicant explain own work without help? Send a note in `interviews[].observations`.",
    false_positives: "People who speak a second language, neurodivergent people; answers prepared with a machine are common now.",
    settle: "Work on a small problem of the applicant's own choice together, with the screen shared.",
    sources: &["PSA23", "RF26", "SEAL"],
    observe: |case| noted(case, "scripted_or_fed_answers"),
};

const LOCAL_KNOWLEDGE_FAILURE: Indicator = Indicator {
    id: "local_knowledge_failure",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Profile,
    observed: "An interviewer noted that ordinary questions about the claimed city, employer or school stayed open.",
    unit: "notes by named observers",
    question: "Could the applicant tell of the place they say they live in? Send a note in `interviews[].observations`.",
    false_positives: "New arrivals, shy people.",
    settle: "Ask for a bill of the claimed address, or call the employer on a number found independently.",
    sources: &["PSA25", "CIN24", "SEAL"],
    observe: |case| noted(case, "local_knowledge_failure"),
};

const SHARED_ROOM_CALL_NOISE: Indicator = Indicator {
    id: "shared_room_call_noise",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Profile,
    observed: "An interviewer heard others give interviews in the same room.",
    unit: "notes by named observers",
    question: "What was to be heard in the background? Send a note in `interviews[].observations`.",
    false_positives: "Coworking places, call centres.",
    settle: "Ask where the call is taken from, and for another call from a quiet place.",
    sources: &["CIN24"],
    observe: |case| noted(case, "shared_room_call_noise"),
};

const AVOIDS_IN_PERSON_OR_DRUG_TEST: Indicator = Indicator {
    id: "avoids_in_person_or_drug_test",
    family: Family::Interview,
    policy: Policy::HumanEvidenceOnly,
    scope: Scope::Temporal,
    observed: "Somebody noted undue concern about steps in person, or that they were put off again and again.",
    unit: "notes by named observers",
    question: "Were steps in person offered, and what was the answer? Send a note in `interviews[].observations`.",
    false_positives: "Disability, caring for others, visa limits.",
    settle: "Offer a place and time that the applicant chooses, or a notary nearby.",
    sources: &["PSA23", "PSA25", "SEAL"],
    observe: |case| noted(case, "avoids_in_person_or_drug_test"),
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
                evidence.push(Evidence::new(text, [pointer]));
            }
        }
    }
    if evidence.is_empty() {
        let people = if interviews.len() == 1 { "interview" } else { "interviews" };
        let text =
            format!("{} {people} with a named observer, and no note of it", interviews.len());
        let pointers = interviews.iter().map(|(i, _)| format!("/interviews/{i}/observer"));
        return Finding::miss(Evidence::new(text, pointers));
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
