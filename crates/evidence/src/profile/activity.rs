//! Activity on the platform. A missing list is unknown; an empty list means that there was nothing.

use chrono::{DateTime, Utc};

use super::messages::MessageText;
use super::read::{choices, sections};
use super::{Count, LongText, Money, PayoutAccount, Share, ShortText, Stars, WeeklyHours};

sections! {
    /// What the applicant does on the platform: applications, bids, engagements, ratings and withdrawals.
    pub struct Activity {
        /// When the platform account was created.
        pub signed_up_at: Option<DateTime<Utc>>,
        /// When the platform suspended the account.
        pub suspended_at: Option<DateTime<Utc>>,
        /// Number of sign-ins within `window_days`. Use it if you don't send every session.
        pub sign_ins: Option<Count>,
        /// Number of days that the counts and lists in this section cover.
        pub window_days: Option<Count>,
        /// Calls to the careers site from the applicant's account, from your access logs.
        pub careers_site: Option<CareersSite>,
        /// Job applications and bids.
        #[schema(max_items = 5000)]
        pub applications: Vec<Application>,
        /// Jobs the applicant took on for clients.
        #[schema(max_items = 500)]
        pub engagements: Vec<Engagement>,
        /// Ratings by clients.
        #[schema(max_items = 1000)]
        pub ratings: Vec<Rating>,
        /// Withdrawals of earnings.
        #[schema(max_items = 1000)]
        pub withdrawals: Vec<Withdrawal>,
    }

    /// Calls to the careers site. Leave out the calls that its own pages make, which everyone repeats.
    #[schema(as = CareersSiteAccess)]
    pub struct CareersSite {
        /// Number of calls in the longest sequence that other external accounts made in the same order.
        pub repeated_calls: Option<Count>,
        /// Number of other external accounts that made it. Send 0 if there were none.
        pub other_accounts: Option<Count>,
    }

    /// A job application or a bid.
    pub struct Application [5000] {
        /// When it was submitted.
        pub at: DateTime<Utc>,
        /// Whether it is an application or a bid.
        pub kind: Option<ApplicationKind>,
        /// Your id for it. Stored, not evaluated.
        pub id: Option<ShortText>,
        /// Your id for the job. Stored, not evaluated.
        pub job_id: Option<ShortText>,
        /// Title of the job. Stored, not evaluated.
        pub job_title: Option<ShortText>,
        /// Where the applicant came from, such as a job board. Stored, not evaluated.
        pub source: Option<ShortText>,
        /// Your id for the person who referred the applicant. Stored, not evaluated.
        pub referred_by: Option<ShortText>,
        /// Whether the employer or client accepted it.
        pub accepted: Option<bool>,
        /// Text of the job advertisement.
        pub job_ad: Option<LongText>,
        /// Text of the cover letter or proposal.
        pub cover_letter: Option<MessageText>,
        /// Rate the applicant asked for, in the same unit as `market_rate`.
        pub rate: Option<Money>,
        /// Median rate for comparable work on the platform, worldwide.
        pub market_rate: Option<Money>,
    }

    /// Work for one client.
    pub struct Engagement [500] {
        /// Your id for the client.
        pub client_id: Option<ShortText>,
        /// The client's payment account, as known to the platform.
        pub client_account: Option<PayoutAccount>,
        /// Fingerprint of a device the client signed in with.
        pub client_device_id: Option<ShortText>,
        /// Digest of the identity document the client was verified with.
        pub client_document_digest: Option<ShortText>,
        /// When the work began.
        pub started_at: Option<DateTime<Utc>>,
        /// When the work ended. Leave it out while the work continues.
        pub ended_at: Option<DateTime<Utc>>; decisive,
        /// Whether it is a full-time job.
        pub full_time: Option<bool>,
        /// Hours worked or tracked per week.
        pub weekly_hours: Option<WeeklyHours>,
        /// Number of calls scheduled during the agreed core hours.
        pub core_hour_calls: Option<Count>,
        /// Number of those calls the applicant missed.
        pub core_hour_calls_missed: Option<Count>,
    }

    /// A rating by a client.
    pub struct Rating [1000] {
        /// When it was given.
        pub at: DateTime<Utc>,
        /// Your id for the client.
        pub client_id: Option<ShortText>,
        /// Stars, from 0 to 5.
        pub stars: Option<Stars>,
    }

    /// A withdrawal of earnings.
    pub struct Withdrawal [1000] {
        /// When the money was withdrawn.
        pub at: DateTime<Utc>,
        /// When the withdrawn money had been credited.
        pub earned_at: Option<DateTime<Utc>>,
        /// Share of the balance that was withdrawn, from 0 to 1.
        pub share_of_balance: Option<Share>,
    }
}

choices! {
    /// `application` to an employer, or `bid` for a freelance job.
    pub enum ApplicationKind {
        /// An application.
        Application = "application",
        /// A bid.
        Bid = "bid",
    }
}
