//! What the platform or its vendor found on the person's pages on other sites.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{Count, CountryCode, LongText, PageUrl, PartialDate, PersonName, ShortText};

sections! {
    /// A profile on another network.
    pub struct ElsewhereProfile [50] {
        /// Its address.
        pub url: Option<PageUrl>,
        /// The network's name.
        pub network: Option<ShortText>,
        /// What was found at the address.
        pub status: Option<PageStatus>,
        /// The name that it shows. Leave out a handle or a pseudonym.
        pub name: Option<PersonName>,
        /// The country that it shows.
        pub country: Option<CountryCode>,
        /// When it was made.
        pub created_at: Option<DateTime<Utc>>,
        /// How many people it is connected with.
        pub connections: Option<Count>,
        /// How many posts, comments and endorsements there are.
        pub interactions: Option<Count>,
        /// When it was last active before it changed.
        pub dormant_since: Option<DateTime<Utc>>,
        /// When the name on it was replaced by another one.
        pub name_changed_at: Option<DateTime<Utc>>,
        /// The name before.
        pub name_before: Option<PersonName>,
        /// When the photo was replaced by one of somebody else.
        pub photo_changed_at: Option<DateTime<Utc>>,
        /// When the occupation was replaced by one of another field.
        pub field_changed_at: Option<DateTime<Utc>>,
        /// The jobs that it shows, as `resume.work` has them.
        #[schema(max_items = 100)]
        pub work: Vec<ElsewhereJob>,
    }

    /// A job on a profile elsewhere. Other fields of JSON Resume are kept and not looked at.
    pub open struct ElsewhereJob [100] {
        /// The employer.
        pub name: Option<ShortText>,
        /// From when.
        pub start: Option<PartialDate> = "startDate",
        /// Until when. Open if it goes on.
        pub end: Option<PartialDate> = "endDate",
    }

    /// A portfolio page.
    pub struct Portfolio [20] {
        /// Its address.
        pub url: Option<PageUrl>,
        /// What is written on it.
        pub text: Option<LongText>,
        /// The identifier under which its visitors are counted.
        pub analytics_id: Option<ShortText>,
        /// How many pages it has.
        pub pages: Option<Count>,
        /// How many links were tried.
        pub links_tried: Option<Count>,
        /// How many of them led nowhere.
        pub links_dead: Option<Count>,
        /// When its domain was registered.
        pub domain_registered_at: Option<DateTime<Utc>>,
    }

    /// A public text that the platform's search found to be like the resume.
    pub struct PublicText [20] {
        /// Whose it is.
        pub name: Option<PersonName>,
        /// Where it stands.
        pub url: Option<PageUrl>,
        /// The text.
        pub text: LongText,
    }

    /// Where the identity was found by a look-up service.
    pub struct Footprint {
        /// How many services for finding work know it.
        pub job_services: Option<Count>,
        /// How many other services know it.
        pub other_services: Option<Count>,
    }
}

choices! {
    /// What was found at a page's address.
    pub enum PageStatus {
        /// The page.
        Found = "found",
        /// There is no such page.
        NotFound = "not_found",
        /// The page was taken down by its network.
        Removed = "removed",
        /// The page exists and is not open to everyone.
        Private = "private",
    }
}
