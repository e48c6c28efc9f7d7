//! Activity on the platform. A missing list is unknown; an empty list means that there was nothing.

use chrono::{DateTime, Utc};

use super::messages::MessageText;
use super::read::{choices, sections};
use super::{Count, LongText, Money, PayoutAccount, Share, ShortText, Stars, WeeklyHours};

sections! {
    /// Applications, bids, engagements, ratings, withdrawals.
    pub struct Activity {
        /// When the account was made.
        pub signed_up_at: Option<DateTime<Utc>>,
        /// When the platform suspended the account.
        pub suspended_at: Option<DateTime<Utc>>,
        /// How many sign-ins there were in `window_days`, if sessions are not given whole.
        pub sign_ins: Option<Count>,
        /// How many days the counts and lists of this section cover.
        pub window_days: Option<Count>,
        /// Applications and bids.
        #[schema(max_items = 5000)]
        pub applications: Vec<Application>,
        /// Work that was taken on.
        #[schema(max_items = 500)]
        pub engagements: Vec<Engagement>,
        /// Ratings that clients gave.
        #[schema(max_items = 1000)]
        pub ratings: Vec<Rating>,
        /// Withdrawals of earnings.
        #[schema(max_items = 1000)]
        pub withdrawals: Vec<Withdrawal>,
    }

    /// One application or bid.
    pub struct Application [5000] {
        /// When.
        pub at: DateTime<Utc>,
        /// Which of the two.
        pub kind: Option<ApplicationKind>,
        /// Whether it was taken up.
        pub accepted: Option<bool>,
        /// The text of the advertisement that it answers.
        pub job_ad: Option<LongText>,
        /// The cover letter or proposal.
        pub cover_letter: Option<MessageText>,
        /// The rate that was offered, in whatever unit `market_rate` has.
        pub rate: Option<Money>,
        /// The middle rate for such work on the platform, everywhere in the world.
        pub market_rate: Option<Money>,
    }

    /// Work for one client.
    pub struct Engagement [500] {
        /// The client, by the tenant's own name.
        pub client_id: Option<ShortText>,
        /// The client's payment account, as the platform knows it.
        pub client_account: Option<PayoutAccount>,
        /// A device that the client signed in with.
        pub client_device_id: Option<ShortText>,
        /// The document that the client was verified with.
        pub client_document_digest: Option<ShortText>,
        /// When it began.
        pub started_at: Option<DateTime<Utc>>,
        /// When it ended. Open if it goes on.
        pub ended_at: Option<DateTime<Utc>>,
        /// Whether it takes a whole working week.
        pub full_time: Option<bool>,
        /// Hours worked or tracked in a week.
        pub weekly_hours: Option<WeeklyHours>,
        /// How many calls there were within the hours that were agreed on.
        pub core_hour_calls: Option<Count>,
        /// How many of them the applicant missed.
        pub core_hour_calls_missed: Option<Count>,
    }

    /// One rating by a client.
    pub struct Rating [1000] {
        /// When.
        pub at: DateTime<Utc>,
        /// The client, by the tenant's own name.
        pub client_id: Option<ShortText>,
        /// From 0 to 5.
        pub stars: Option<Stars>,
    }

    /// One withdrawal.
    pub struct Withdrawal [1000] {
        /// When.
        pub at: DateTime<Utc>,
        /// When the money that it takes came in.
        pub earned_at: Option<DateTime<Utc>>,
        /// How much of the balance it took, from 0 to 1.
        pub share_of_balance: Option<Share>,
    }
}

choices! {
    /// An application to an employer or a bid for a job.
    pub enum ApplicationKind {
        /// An application.
        Application = "application",
        /// A bid.
        Bid = "bid",
    }
}
