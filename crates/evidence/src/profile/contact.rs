//! Contact details and their changes.

use chrono::{DateTime, Utc};
use serde_json::Value;
use utoipa::ToSchema;

use super::read::{Field, Notes, Pointer, Read, choices, sections};
use super::{Count, CountryCode, EmailAddress, PhoneNumber, ShortText};

sections! {
    /// E-mail addresses, phones and postal addresses.
    pub struct Contact {
        /// E-mail addresses, the main one first.
        #[schema(max_items = 50)]
        pub emails: Vec<Email>,
        /// Phone numbers, the main one first.
        #[schema(max_items = 50)]
        pub phones: Vec<Phone>,
        /// Postal addresses.
        #[schema(max_items = 100)]
        pub addresses: Vec<Address>,
        /// Changes of contact and payout details, as the platform logged them. Give an empty list when
        /// there were none: a missing list is unknown.
        #[schema(max_items = 500)]
        pub changes: Option<Vec<Change>>,
    }

    /// An e-mail address of the applicant.
    pub struct Email [50] {
        /// The address.
        pub address: EmailAddress,
        /// Whether the platform saw that it is reachable.
        pub verified: Option<bool>,
        /// When it was added.
        pub added_at: Option<DateTime<Utc>>,
        /// When it was removed.
        pub removed_at: Option<DateTime<Utc>>,
        /// When a look-up service saw the address first. Leave it out if it never did.
        pub first_seen_at: Option<DateTime<Utc>>,
        /// How many services or leaks a look-up service knows the address from. Leave it out if none was asked.
        pub known_from: Option<Count>,
    }

    /// A postal address.
    pub struct Address {
        /// What it is given for.
        pub purpose: Option<AddressPurpose>,
        /// Street and number.
        pub line: Option<ShortText>,
        /// The city.
        pub city: Option<ShortText>,
        /// The state or province.
        pub region: Option<ShortText>,
        /// The postal code.
        pub postal_code: Option<ShortText>,
        /// The country.
        pub country: Option<CountryCode>,
        /// When it was added.
        pub added_at: Option<DateTime<Utc>>,
        /// When it was removed.
        pub removed_at: Option<DateTime<Utc>>,
    }

    /// One change of a contact or payout detail.
    pub struct Change [500] {
        /// When.
        pub at: DateTime<Utc>,
        /// What was changed.
        pub what: Option<ChangeOf>,
    }
}

choices! {
    /// What a postal address is given for.
    pub enum AddressPurpose {
        /// The person lives there.
        Residence = "residence",
        /// Devices are sent there.
        Shipping = "shipping",
        /// It stands on an identity document.
        IdDocument = "id_document",
    }

    /// What was changed.
    pub enum ChangeOf {
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// A postal address.
        Address = "address",
        /// A payout destination.
        Payout = "payout",
    }
}

/// A phone of the applicant.
#[derive(Clone, Debug, ToSchema)]
pub struct Phone {
    /// The number, in international form, or in national form with `country`.
    pub number: PhoneNumber,
    /// The country in whose national form the number is written.
    pub country: Option<CountryCode>,
    /// When it was added.
    pub added_at: Option<DateTime<Utc>>,
    /// When it was removed.
    pub removed_at: Option<DateTime<Utc>>,
}

impl Read for Phone {
    const MAX_ITEMS: usize = 50;

    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let object = notes.object(value, at)?;
        notes.unknown_fields(object, at, &["number", "country", "added_at", "removed_at"]);
        let country: Option<Option<CountryCode>> =
            Field::take(object.get("country"), &at.field("country"), notes);
        let number = if let Some(written) = object.get("number") {
            PhoneNumber::read(written, country.flatten(), &at.field("number"), notes)
        } else {
            notes.fault(&at.field("number"), "required", "is required");
            None
        };
        let added_at = Field::take(object.get("added_at"), &at.field("added_at"), notes);
        let removed_at = Field::take(object.get("removed_at"), &at.field("removed_at"), notes);
        Some(Self {
            number: number?,
            country: country?,
            added_at: added_at?,
            removed_at: removed_at?,
        })
    }
}
