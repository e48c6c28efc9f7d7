//! Observations by people. Nothing is computed here: a named observer wrote a note under the indicator's id, and it is
//! shown under their name. It has no weight, because an impression of a face, a voice or manners is not a measurement.

pub(super) mod meetings;
pub(super) mod signals;
pub(super) mod style;

use chrono::{DateTime, Utc};

use super::reading::{count, day};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Arg, Evidence, Finding};
use crate::profile::Text;
use crate::profile::interviews::Interview;

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
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "An observer noted that the selfie shows a person who was verified under another name.",
    unit: "notes by named observers",
    question: "Did the provider's staff compare the selfie? Send the result in `interviews[].observations` with observer and note.",
    innocent_explanations: "Twins and other people who look alike. Face comparison makes more errors for some groups, and needs a legal basis.",
    how_to_verify: "Have two trained people compare the documents of both accounts independently.",
    sources: &["US2022", "RF26"],
    wording: "
    .hit = { observer-noted } that the selfie shows a person who was verified under another name: “{ $note }”
    .miss = { no-observer-noted } that the selfie shows a person who was verified under another name.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "selfie_face_matches_other_identity"),
    #[cfg(test)]
    examples: tests::selfie_face_matches_other_identity,
};

const CAMERA_REFUSAL_OR_REPEATED_FAILURE: Indicator = Indicator {
    id: "camera_refusal_or_repeated_failure",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "An interviewer noted that live video was refused or failed repeatedly.",
    unit: "notes by named observers",
    question: "Was there live video? Send what the interviewer saw in `interviews[].observations` with observer and note.",
    innocent_explanations: "Disabilities, a slow connection, anxiety, and religious practice.",
    how_to_verify: "Offer another time, another device or an office nearby. Ask what would make live video possible.",
    sources: &["US2022", "PSA23", "JP24", "DFS24"],
    wording: "
    .hit = { observer-noted } that live video was refused or failed repeatedly: “{ $note }”
    .miss = { no-observer-noted } that live video was refused or failed repeatedly.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "camera_refusal_or_repeated_failure"),
    #[cfg(test)]
    examples: tests::camera_refusal_or_repeated_failure,
};

const LIVE_VIDEO_MANIPULATION_SUSPECTED: Indicator = Indicator {
    id: "live_video_manipulation_suspected",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "An interviewer noted that the live video seemed to be altered.",
    unit: "notes by named observers",
    question: "Did the video stay intact when the person turned or moved a hand in front of the face? Send a note in `interviews[].observations`.",
    innocent_explanations: "Blur filters, compression, and low light.",
    how_to_verify: "Ask for a second call from another device, without filters and in good light.",
    sources: &["PSA25", "U42", "PIN26", "SEAL"],
    wording: "
    .hit = { observer-noted } that the live video seemed to be altered: “{ $note }”
    .miss = { no-observer-noted } that the live video seemed to be altered.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "live_video_manipulation_suspected"),
    #[cfg(test)]
    examples: tests::live_video_manipulation_suspected,
};

const DIFFERENT_PERSON_BETWEEN_STAGES: Indicator = Indicator {
    id: "different_person_between_stages",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 5,
    observed: "An interviewer who met the applicant at two stages noted that they were different people.",
    unit: "notes by named observers",
    question: "Did the same interviewer see the applicant at two stages? Send a note in `interviews[].observations`.",
    innocent_explanations: "Illness, a haircut, or a different camera.",
    how_to_verify: "Ask about details of the earlier meeting. Ask for the identity document on live video.",
    sources: &["PSA25", "CD24", "PIN26"],
    wording: "
    .hit = { observer-noted } that different people appeared at two stages: “{ $note }”
    .miss = { no-observer-noted } that different people appeared at two stages.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "different_person_between_stages"),
    #[cfg(test)]
    examples: tests::different_person_between_stages,
};

const SCRIPTED_OR_FED_ANSWERS: Indicator = Indicator {
    id: "scripted_or_fed_answers",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "An interviewer noted that the applicant read out answers or got them from someone else.",
    unit: "notes by named observers",
    question: "Could the applicant explain their own work without help? Send a note in `interviews[].observations`.",
    innocent_explanations: "People who speak a second language, neurodivergent people, and people who prepare answers with an AI assistant, which is common.",
    how_to_verify: "Solve a small problem of the applicant's choice together, with a shared screen.",
    sources: &["PSA23", "RF26", "SEAL"],
    wording: "
    .hit = { observer-noted } that the applicant read out answers or got them from someone else: “{ $note }”
    .miss = { no-observer-noted } that the applicant read out answers or got them from someone else.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "scripted_or_fed_answers"),
    #[cfg(test)]
    examples: tests::scripted_or_fed_answers,
};

const LOCAL_KNOWLEDGE_FAILURE: Indicator = Indicator {
    id: "local_knowledge_failure",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "An interviewer noted that the applicant could not answer ordinary questions about the claimed city, employer or school.",
    unit: "notes by named observers",
    question: "Could the applicant talk about the place where they claim to live? Send a note in `interviews[].observations`.",
    innocent_explanations: "People who moved there recently, and shy people.",
    how_to_verify: "Ask for a bill with the claimed address, or call the employer on a number that you found independently.",
    sources: &["PSA25", "CIN24", "SEAL"],
    wording: "
    .hit = { observer-noted } that the applicant could not answer ordinary questions about the claimed city, employer or school: “{ $note }”
    .miss = { no-observer-noted } that the applicant could not answer ordinary questions about the claimed city, employer or school.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "local_knowledge_failure"),
    #[cfg(test)]
    examples: tests::local_knowledge_failure,
};

const SHARED_ROOM_CALL_NOISE: Indicator = Indicator {
    id: "shared_room_call_noise",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "An interviewer heard other people give interviews in the same room.",
    unit: "notes by named observers",
    question: "What could be heard in the background? Send a note in `interviews[].observations`.",
    innocent_explanations: "Coworking spaces and call centres.",
    how_to_verify: "Ask where the applicant takes the call, and for another call from a quiet place.",
    sources: &["CIN24"],
    wording: "
    .hit = { observer-noted } that other people gave interviews in the same room: “{ $note }”
    .miss = { no-observer-noted } that other people gave interviews in the same room.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "shared_room_call_noise"),
    #[cfg(test)]
    examples: tests::shared_room_call_noise,
};

const AVOIDS_IN_PERSON_OR_DRUG_TEST: Indicator = Indicator {
    id: "avoids_in_person_or_drug_test",
    family: Family::Interview,
    cause: None,
    usage: Usage::HumanEvidenceOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "An observer noted that the applicant postponed in-person steps repeatedly or worried about them unusually.",
    unit: "notes by named observers",
    question: "Were in-person steps offered, and how did the applicant respond? Send a note in `interviews[].observations`.",
    innocent_explanations: "Disabilities, care for others, and visa restrictions.",
    how_to_verify: "Offer a place and time that the applicant chooses, or a notary nearby.",
    sources: &["PSA23", "PSA25", "SEAL"],
    wording: "
    .hit = { observer-noted } that the applicant postponed in-person steps repeatedly or worried about them unusually: “{ $note }”
    .miss = { no-observer-noted } that the applicant postponed in-person steps repeatedly or worried about them unusually.
",
    miss: MissRule::Counts,
    observe: |case| noted(case, "avoids_in_person_or_drug_test"),
    #[cfg(test)]
    examples: tests::avoids_in_person_or_drug_test,
};

/// The notes under an indicator's id with an observer's name and words. A ticked box without them does not count, and
/// an interview without a named observer is unknown.
fn noted(case: &Case<'_>, id: &str) -> Finding {
    let interviews: Vec<(usize, &Interview, &str)> = (case.profile.interviews.iter().enumerate())
        .filter_map(|(i, interview)| {
            let observer = interview.observer.as_ref().filter(|name| has_words(name))?;
            Some((i, interview, observer.as_str()))
        })
        .collect();
    if interviews.is_empty() {
        return Finding::Unknown;
    }
    let mut evidence = Vec::new();
    for (i, interview, observer) in &interviews {
        for (j, observation) in interview.observations.iter().enumerate() {
            let note = observation.note.as_ref().filter(|note| has_words(note));
            if let Some(note) = note
                && observation.code.as_str() == id
            {
                let pointer = format!("/interviews/{i}/observations/{j}/note");
                evidence.push(note_evidence(observer, interview.at, note.as_str(), Some(pointer)));
            }
        }
    }
    if evidence.is_empty() {
        let pointers = interviews.iter().map(|(i, ..)| format!("/interviews/{i}/observer"));
        return Finding::miss(Evidence::about(pointers).with("interviews", interviews.len()));
    }
    let value = count(evidence.len());
    evidence.truncate(MAX_NOTES);
    Finding::Hit { value, evidence }
}

/// The maximum number of notes shown.
pub(super) const MAX_NOTES: usize = 10;

/// A named person's note. The wording can use `$note` and the message `observer-noted`.
pub(super) fn note_evidence(
    observer: &str,
    at: Option<DateTime<Utc>>,
    note: &str,
    pointer: Option<String>,
) -> Evidence {
    Evidence::about(pointer)
        .worded("hit")
        .with("observer", observer)
        .with("date", at.map_or_else(|| "unknown".to_owned(), day))
        .with("note", Arg::Text(beginning(note)))
}

fn has_words<const MAX: usize>(text: &Text<MAX>) -> bool {
    !text.as_str().trim().is_empty()
}

/// The first 300 characters of a note, on one line. The profile contains the whole note.
pub(super) fn beginning(note: &str) -> String {
    const MAX_CHARACTERS: usize = 300;
    let line = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text: String = line.chars().take(MAX_CHARACTERS).collect();
    if line.chars().nth(MAX_CHARACTERS).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::INDICATORS;
    use crate::finding::State;
    use crate::indicators::Usage;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn interview(observer: Value, id: &str, note: Value) -> Fixture {
        Fixture::new(json!({ "interviews": [{
            "at": "2026-05-01T10:00:00Z",
            "observer": observer,
            "observations": [{ "code": id, "note": note }],
        }] }))
    }

    fn interviews(count: usize) -> Fixture {
        Fixture::new(json!({ "interviews": vec![json!({ "observer": "R. Example" }); count] }))
    }

    /// All indicators of this file have the same examples. In the last one, an impression has no named observer, so it
    /// is not even shown.
    fn notes(id: &'static str, hit: &'static str, miss: &'static str) -> Examples {
        let note = || Value::from("Asked twice, no answer.");
        Examples::new()
            .hit("a note by a named observer", interview("R. Example".into(), id, note()))
            .value(1.0)
            .pointers(&["/interviews/0/observations/0/note"])
            .says(hit)
            .miss("two named observers without a note", interviews(2))
            .says(miss)
            .miss("a tick in a box", interview("R. Example".into(), id, Value::Null))
            .miss("a note without words", interview("R. Example".into(), id, " ".into()))
            .unknown("no observer", interview(Value::Null, id, note()))
            .unknown("an observer without a name", interview("  ".into(), id, note()))
    }

    pub(super) fn selfie_face_matches_other_identity() -> Examples {
        let id = "selfie_face_matches_other_identity";
        let hit = "On 2026-05-01, R. Example noted that the selfie shows a person who was verified under another name: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that the selfie shows a person who was verified under another name.";
        notes(id, hit, miss).innocent(
            "twins, whom no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn camera_refusal_or_repeated_failure() -> Examples {
        let id = "camera_refusal_or_repeated_failure";
        let hit = "On 2026-05-01, R. Example noted that live video was refused or failed repeatedly: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that live video was refused or failed repeatedly.";
        notes(id, hit, miss).innocent(
            "a slow line, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn live_video_manipulation_suspected() -> Examples {
        let id = "live_video_manipulation_suspected";
        let hit = "On 2026-05-01, R. Example noted that the live video seemed to be altered: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that the live video seemed to be altered.";
        notes(id, hit, miss).innocent(
            "a blur filter, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn different_person_between_stages() -> Examples {
        let id = "different_person_between_stages";
        let hit = "On 2026-05-01, R. Example noted that different people appeared at two stages: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that different people appeared at two stages.";
        notes(id, hit, miss).innocent(
            "a haircut, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn scripted_or_fed_answers() -> Examples {
        let id = "scripted_or_fed_answers";
        let hit = "On 2026-05-01, R. Example noted that the applicant read out answers or got them from someone else: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that the applicant read out answers or got them from someone else.";
        notes(id, hit, miss).innocent(
            "a second language, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn local_knowledge_failure() -> Examples {
        let id = "local_knowledge_failure";
        let hit = "On 2026-05-01, R. Example noted that the applicant could not answer ordinary questions about the claimed city, employer or school: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that the applicant could not answer ordinary questions about the claimed city, employer or school.";
        notes(id, hit, miss).innocent(
            "a new arrival, whom no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn shared_room_call_noise() -> Examples {
        let id = "shared_room_call_noise";
        let hit = "On 2026-05-01, R. Example noted that other people gave interviews in the same room: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that other people gave interviews in the same room.";
        notes(id, hit, miss).innocent(
            "a coworking space, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    pub(super) fn avoids_in_person_or_drug_test() -> Examples {
        let id = "avoids_in_person_or_drug_test";
        let hit = "On 2026-05-01, R. Example noted that the applicant postponed in-person steps repeatedly or worried about them unusually: “Asked twice, no answer.”";
        let miss = "The named observers of 2 interviews did not note that the applicant postponed in-person steps repeatedly or worried about them unusually.";
        notes(id, hit, miss).innocent(
            "caring for others, which no one noted by name",
            interview("".into(), id, "As it was.".into()),
        )
    }

    #[test]
    fn a_note_counts_only_for_its_own_indicator() {
        for indicator in INDICATORS {
            assert_eq!(indicator.usage, Usage::HumanEvidenceOnly, "{}", indicator.id);
            let noted = interview("R. Example".into(), indicator.id, "As it was.".into());
            for other in INDICATORS {
                let state = if other.id == indicator.id { State::Hit } else { State::Miss };
                assert_eq!(noted.state(other.id), state, "{} of {}", other.id, indicator.id);
            }
        }
    }

    #[test]
    fn unknown_parts_of_an_interview_are_left_out_of_the_sentence() {
        let id = "shared_room_call_noise";
        let says = |case: &Fixture| case.finding(id).evidence()[0].text("en");
        let undated = Fixture::new(json!({ "interviews": [{
            "observer": "R. Example",
            "observations": [{ "code": id, "note": "Two more\n calls nearby." }],
        }] }));
        let expected = "R. Example noted that other people gave interviews in the same room: \
                        “Two more calls nearby.”";
        assert_eq!(says(&undated), expected);
        let expected = "The named observer of one interview did not note that other people gave \
                        interviews in the same room.";
        assert_eq!(says(&interviews(1)), expected);
    }

    #[test]
    fn a_long_note_is_shown_by_its_beginning_and_counted_once() {
        let long = "x".repeat(2_000);
        let id = "scripted_or_fed_answers";
        let finding = interview("R. Example".into(), id, long.into()).finding(id);
        assert_eq!(finding.value(), Some(1.0));
        let text = finding.evidence()[0].text("en");
        assert!((300..450).contains(&text.chars().count()), "{text}");
    }
}
