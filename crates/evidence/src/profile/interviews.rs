//! What named people observed in interviews.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{MediumText, ShortText};

sections! {
    /// One interview.
    pub struct Interview [50] {
        /// When.
        pub at: Option<DateTime<Utc>>,
        /// Until when.
        pub until: Option<DateTime<Utc>>,
        /// The device from which the applicant joined the call.
        pub device_id: Option<ShortText>,
        /// Who observed, by name. Observations without a name are kept and not shown as evidence.
        pub observer: Option<ShortText>,
        /// What.
        #[schema(max_items = 100)]
        pub observations: Vec<InterviewObservation>,
    }

    /// One thing that an interviewer observed.
    pub struct InterviewObservation {
        /// The indicator it speaks to: an id of `GET /v1/indicators` with the policy `human_evidence_only`.
        pub code: ShortText,
        /// In the observer's words. Without them the observation is kept and not shown as evidence.
        pub note: Option<MediumText>,
    }
}
