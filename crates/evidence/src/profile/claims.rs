//! The person's claims. Indicators look for contradictions to them; a claim is never evidence by itself.

use chrono::{DateTime, Utc};

use super::read::{Ignored, choices, sections};
use super::{
    CountryCode, EmailAddress, ExternalId, Ip, PersonName, PhoneNumber, ShortText, Years, Zone,
};

sections! {
    /// What applicants claim about themselves. Indicators look for facts that contradict it.
    pub struct Claims {
        /// The applicant's name.
        pub name: Option<PersonName>,
        /// Country they say they live in.
        pub country: Option<CountryCode>,
        /// State or province they say they live in.
        pub region: Option<ShortText>,
        /// City they say they live in.
        pub city: Option<ShortText>,
        /// Time zone they say they work in.
        pub time_zone: Option<Zone>,
        /// Years of work experience they claim.
        pub years_of_experience: Option<Years>,
        /// The agency they say they work for. Identifiers shared by applicants of the same agency are not evidence.
        pub declared_agency: Option<ShortText>,
        /// `external_id`s of accounts they declare as related, such as a partner's. A declaration explains shared
        /// identifiers once the other account declares it too.
        #[schema(max_items = 100)]
        pub related_accounts: Vec<ExternalId>,
        /// Stays in other countries they told you about, such as travel or a move.
        #[schema(max_items = 100)]
        pub stays: Vec<Stay>,
        /// Whether the profile shows a photo of a person.
        pub photo_shown: Option<bool>,
        /// People named as professional references.
        #[schema(max_items = 20)]
        pub references: Vec<Reference>,
        /// Referrals between this account and others.
        #[schema(max_items = 100)]
        pub referrals: Vec<Referral>,
    }

    /// A referral between two accounts.
    pub struct Referral {
        /// `external_id` of the other account.
        pub external_id: ExternalId,
        /// Which of the two referred the other.
        pub direction: Option<ReferralDirection>,
    }

    /// A professional reference. The name and company are stored but not evaluated.
    #[schema(as = ProfessionalReference)]
    pub struct Reference [20] {
        /// Name of the reference. Stored, not evaluated.
        pub name: Ignored,
        /// Employer of the reference. Stored, not evaluated.
        pub company: Ignored,
        /// E-mail address of the reference.
        pub email: Option<EmailAddress>,
        /// Phone number in international form, such as `+1 555 555 0123`.
        pub phone: Option<PhoneNumber>,
        /// IP address the reference was submitted from, if it was submitted online.
        pub ip: Option<Ip>,
    }

    /// A stay in another country that the applicant declared.
    #[schema(as = DeclaredStay)]
    pub struct Stay {
        /// Country of the stay.
        pub country: Option<CountryCode>,
        /// Start of the stay.
        pub from: Option<DateTime<Utc>>; decisive,
        /// End of the stay. Leave it out while the stay continues.
        pub until: Option<DateTime<Utc>>; decisive,
    }
}

choices! {
    /// `referred_by`: the other account referred this one. `referred`: this account referred the other.
    pub enum ReferralDirection {
        /// The other account referred this one.
        ReferredBy = "referred_by",
        /// This account referred the other.
        Referred = "referred",
    }
}

impl Claims {
    /// Whether the person claims to be in `country` at that time, as residence or as a stay.
    pub fn covers(&self, country: CountryCode, at: DateTime<Utc>) -> bool {
        let stayed = |stay: &Stay| {
            stay.country == Some(country)
                && stay.from.is_none_or(|from| from <= at)
                && stay.until.is_none_or(|until| at <= until)
        };
        self.country == Some(country) || self.stays.iter().any(stayed)
    }
}
