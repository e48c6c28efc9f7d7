//! The person's claims. Indicators look for contradictions to them; a claim is never evidence by itself.

use chrono::{DateTime, Utc};

use super::read::{Ignored, choices, sections};
use super::{
    CountryCode, EmailAddress, ExternalId, Ip, PersonName, PhoneNumber, ShortText, Years, Zone,
};

sections! {
    /// What the person claims.
    pub struct Claims {
        /// The person's name.
        pub name: Option<PersonName>,
        /// The country they say they live in.
        pub country: Option<CountryCode>,
        /// The state or province they say they live in.
        pub region: Option<ShortText>,
        /// The city they say they live in.
        pub city: Option<ShortText>,
        /// The time zone they say they work in.
        pub time_zone: Option<Zone>,
        /// How many years of experience they claim.
        pub years_of_experience: Option<Years>,
        /// The agency they say they work for, by any name that its members share. It explains shared things.
        pub declared_agency: Option<ShortText>,
        /// Other accounts they say they are related to (household, partner). It explains shared things
        /// once the other account says so too.
        #[schema(max_items = 100)]
        pub related_accounts: Vec<ExternalId>,
        /// Stays elsewhere that they told of: travel, a move, a nomad's months.
        #[schema(max_items = 100)]
        pub stays: Vec<Stay>,
        /// Whether the profile shows a photo.
        pub photo_shown: Option<bool>,
        /// People who are to vouch for the applicant.
        #[schema(max_items = 20)]
        pub references: Vec<Reference>,
        /// Accounts that referred this one, or that it referred.
        #[schema(max_items = 100)]
        pub referrals: Vec<Referral>,
    }

    /// A referral between two accounts.
    pub struct Referral {
        /// The other account, by the tenant's own name.
        pub external_id: ExternalId,
        /// Who referred whom.
        pub direction: Option<ReferralDirection>,
    }

    /// Somebody who is to vouch for the applicant. Their name is kept and not looked at.
    pub struct Reference [20] {
        /// Who it is. Not looked at.
        pub name: Ignored,
        /// Where they are said to work. Not looked at.
        pub company: Ignored,
        /// Their e-mail address.
        pub email: Option<EmailAddress>,
        /// Their phone number, in international form.
        pub phone: Option<PhoneNumber>,
        /// The address from which the reference was given, if it was given online.
        pub ip: Option<Ip>,
    }

    /// A declared stay in another country.
    pub struct Stay {
        /// Where.
        pub country: Option<CountryCode>,
        /// From when.
        pub from: Option<DateTime<Utc>>,
        /// Until when. Open if it goes on.
        pub until: Option<DateTime<Utc>>,
    }
}

choices! {
    /// Who referred whom.
    pub enum ReferralDirection {
        /// The other account referred this one.
        ReferredBy = "referred_by",
        /// This one referred the other.
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
