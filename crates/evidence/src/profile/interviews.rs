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
        /// Name of the interviewer. Observations without a name are stored but not shown as evidence.
        pub observer: Option<ShortText>,
        /// What the interviewer observed.
        #[schema(max_items = 100)]
        pub observations: Vec<InterviewObservation>,
    }

    /// One observation by an interviewer.
    pub struct InterviewObservation {
        /// Id of the observed indicator, from `GET /v1/indicators?use=human_evidence_only`.
        pub code: ShortText,
        /// The interviewer's own words. An observation without a note is stored but not shown as evidence.
        pub note: Option<MediumText>,
    }
}
