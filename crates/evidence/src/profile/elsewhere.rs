//! What the platform or its vendor found on the person's pages on other sites.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{Count, CountryCode, LongText, PageUrl, PartialDate, PersonName, ShortText};

sections! {
    /// A profile on another network.
    #[schema(as = ExternalProfile)]
    pub struct ElsewhereProfile [50] {
        /// URL of the profile.
        pub url: Option<PageUrl>,
        /// Name of the network, such as `linkedin`.
        pub network: Option<ShortText>,
        /// What you found at the URL.
        pub status: Option<PageStatus>,
        /// Name shown on the profile. Leave out handles and pseudonyms.
        pub name: Option<PersonName>,
        /// Country shown on the profile.
        pub country: Option<CountryCode>,
        /// When the profile was created.
        pub created_at: Option<DateTime<Utc>>,
        /// Number of connections.
        pub connections: Option<Count>,
        /// Number of posts, comments and endorsements.
        pub interactions: Option<Count>,
        /// Last activity before a long silence that ended in a change of the profile.
        pub dormant_since: Option<DateTime<Utc>>,
        /// When the name on the profile changed.
        pub name_changed_at: Option<DateTime<Utc>>,
        /// Name shown before the change.
        pub previous_name: Option<PersonName> | "name_before",
        /// When the photo was replaced by a photo of someone else.
        pub photo_changed_at: Option<DateTime<Utc>>,
        /// When the occupation changed to a different field of work.
        pub occupation_changed_at: Option<DateTime<Utc>> | "field_changed_at",
        /// Jobs shown on the profile, in the format of `resume.work`.
        #[schema(max_items = 100)]
        pub work: Vec<ElsewhereJob>,
    }

    /// A job shown on another network's profile. Other JSON Resume fields are stored but not evaluated.
    #[schema(as = ExternalJob)]
    pub open struct ElsewhereJob [100] {
        /// Employer.
        pub name: Option<ShortText>,
        /// First day, month or year in the job.
        pub start: Option<PartialDate> = "startDate",
        /// Last day, month or year in the job. Leave it out for a current job.
        pub end: Option<PartialDate> = "endDate"; open_end,
    }

    /// A portfolio page.
    pub struct Portfolio [20] {
        /// URL of the page.
        pub url: Option<PageUrl>,
        /// Text on the page.
        pub text: Option<LongText>,
        /// Web analytics id found in the page, such as `G-1AB2CD3EF4`.
        pub analytics_id: Option<ShortText>,
        /// Number of pages on the site.
        pub pages: Option<Count>,
        /// Number of links that were followed.
        pub links_checked: Option<Count> | "links_tried",
        /// Number of those links that were broken.
        pub links_broken: Option<Count> | "links_dead",
        /// When the site's domain was registered.
        pub domain_registered_at: Option<DateTime<Utc>>,
    }

    /// A public text that resembles the resume, found by your own search.
    pub struct PublicText [20] {
        /// Name of the person the text is about.
        pub name: Option<PersonName>,
        /// URL of the text.
        pub url: Option<PageUrl>,
        /// The text itself.
        pub text: LongText,
    }

    /// Number of online services that know the identity, from a lookup service.
    pub struct Footprint {
        /// Number of job and freelance sites with an account.
        pub job_services: Option<Count>,
        /// Number of other services with an account.
        pub other_services: Option<Count>,
    }
}

choices! {
    /// What was found at a URL: `found`, `not_found`, `removed` (taken down by the network) or `private` (exists, but
    /// isn't public).
    pub enum PageStatus {
        /// The page exists.
        Found = "found",
        /// There is no such page.
        NotFound = "not_found",
        /// The page was taken down by its network.
        Removed = "removed",
        /// The page exists, but isn't public.
        Private = "private",
    }
}
