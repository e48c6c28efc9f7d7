//! What named people observed in interviews.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{MediumText, ShortText};

sections! {
    /// An interview.
    pub struct Interview [50] {
        /// When the interview started.
        pub at: Option<DateTime<Utc>>,
        /// When the interview ended.
        pub until: Option<DateTime<Utc>>,
        /// Fingerprint of the device the applicant joined from.
        pub device_id: Option<ShortText>,
        /// Name of the camera, as the call software reports it, such as `FaceTime HD Camera`.
        pub camera_label: Option<ShortText>,
        /// What the provider of a coding test reported, if the interview included one.
        pub assessment: Option<Assessment>,
        /// Name of the interviewer. Observations without a name are stored but not shown as evidence.
        pub observer: Option<ShortText>,
        /// What the interviewer observed.
        #[schema(max_items = 100)]
        pub observations: Vec<InterviewObservation>,
    }

    /// What the provider of a coding test reported about it.
    #[schema(as = AssessmentSignals)]
    pub struct Assessment {
        /// Whether a remote-control session was active during the test.
        pub remote_session: Option<bool>,
        /// Whether a second pointer moved during the test.
        pub second_pointer: Option<bool>,
        /// Whether the applicant declared an accommodation, such as an assistive tool or a person who helps. Without it,
        /// the other signals are not evaluated.
        pub accommodation_declared: Option<bool>,
        /// Whether someone else was meant to take part, as in pair programming or a support session.
        pub shared_by_design: Option<bool>,
    }

    /// One observation by an interviewer.
    pub struct InterviewObservation {
        /// Id of the observed indicator, from `GET /v1/indicators?use=human_evidence_only`.
        pub code: ShortText,
        /// The interviewer's own words. An observation without a note is stored but not shown as evidence.
        pub note: Option<MediumText>,
    }
}
