//! Contact details and their changes.

use chrono::{DateTime, Utc};
use utoipa::ToSchema;

use super::json_value::Json;
use super::read::{Field, Notes, Pointer, Read, choices, decisive, sections};
use super::{Count, CountryCode, EmailAddress, PhoneNumber, ShortText};

sections! {
    /// E-mail addresses, phone numbers and postal addresses.
    pub struct Contact {
        /// E-mail addresses, the primary one first.
        #[schema(max_items = 50)]
        pub emails: Vec<Email>,
        /// Phone numbers, the primary one first.
        #[schema(max_items = 50)]
        pub phones: Vec<Phone>,
        /// Postal addresses.
        #[schema(max_items = 100)]
        pub addresses: Vec<Address>,
        /// Changes to contact and payout details, from the platform's log. Send an empty list if there were none; a
        /// missing list means unknown.
        #[schema(max_items = 500)]
        pub changes: Option<Vec<Change>>,
    }

    /// One of the applicant's e-mail addresses.
    pub struct Email [50] {
        /// The e-mail address.
        pub address: EmailAddress,
        /// Whether the platform verified that the applicant receives mail at it.
        pub verified: Option<bool>,
        /// When the applicant added it.
        pub added_at: Option<DateTime<Utc>>,
        /// When the applicant removed it.
        pub removed_at: Option<DateTime<Utc>>; decisive,
        /// When a lookup service first saw the address. Leave it out if the service doesn't know the address.
        pub first_seen_at: Option<DateTime<Utc>>; decisive,
        /// Number of services or data leaks in which a lookup service knows the address. Leave it out if you didn't ask
        /// one.
        pub known_sources: Option<Count> | "known_from"; decisive,
        /// What an intelligence provider knows about the address in logs of stolen credentials.
        pub stolen_credentials: Option<StolenCredentials>,
    }

    /// What an intelligence provider knows about an address in logs of stolen credentials.
    pub struct StolenCredentials {
        /// When the log was made.
        pub logged_at: Option<DateTime<Utc>>,
        /// Number of other people whose accounts were used on the same machine. Send 0 if the provider found none.
        pub other_personas: Option<Count>,
    }

    /// A postal address.
    pub struct Address {
        /// What the address is used for.
        pub purpose: Option<AddressPurpose>,
        /// Street and house number.
        pub line: Option<ShortText>,
        /// City or town.
        pub city: Option<ShortText>,
        /// State or province.
        pub region: Option<ShortText>,
        /// Postal code or ZIP code.
        pub postal_code: Option<ShortText>,
        /// Country of the address.
        pub country: Option<CountryCode>,
        /// When the applicant added it.
        pub added_at: Option<DateTime<Utc>>,
        /// When the applicant removed it.
        pub removed_at: Option<DateTime<Utc>>; decisive,
    }

    /// A change to a contact or payout detail.
    #[schema(as = DetailChange)]
    pub struct Change [500] {
        /// When the detail changed.
        pub at: DateTime<Utc>,
        /// Which detail changed.
        pub changed: Option<ChangeOf> | "what",
    }
}

choices! {
    /// What a postal address is used for: `residence` (home), `shipping` (deliveries) or `id_document` (printed on an
    /// identity document).
    pub enum AddressPurpose {
        /// The person's home.
        Residence = "residence",
        /// For deliveries.
        Shipping = "shipping",
        /// Printed on an identity document.
        IdDocument = "id_document",
    }

    /// Type of a phone line: `mobile`, `fixed`, `fixed_voip` (an internet line at a fixed address, as cable providers sell
    /// it), `non_fixed_voip` (an internet number that works anywhere, as from an app) or `other` (toll-free and the like).
    pub enum PhoneLineType {
        /// A mobile line.
        Mobile = "mobile",
        /// A fixed line.
        Fixed = "fixed",
        /// An internet line at a fixed address.
        FixedVoip = "fixed_voip",
        /// An internet number that works anywhere.
        NonFixedVoip = "non_fixed_voip",
        /// A toll-free, premium or other service number.
        Other = "other",
    }

    /// The detail that changed.
    #[schema(as = ChangedDetail)]
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

/// One of the applicant's phone numbers.
#[derive(Clone, Debug, ToSchema)]
pub struct Phone {
    /// Phone number in international form, or in national form together with `country`.
    pub number: PhoneNumber,
    /// Country whose national form `number` uses.
    pub country: Option<CountryCode>,
    /// Type of the line, from a carrier look-up by you or your vendor. The number itself does not show it.
    pub line_type: Option<PhoneLineType>,
    /// When the applicant added it.
    pub added_at: Option<DateTime<Utc>>,
    /// When the applicant removed it.
    pub removed_at: Option<DateTime<Utc>>,
}

impl Read for Phone {
    const MAX_ITEMS: usize = 50;

    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let object = notes.object(value, at)?;
        notes.unknown_fields(
            object,
            at,
            &["number", "country", "line_type", "added_at", "removed_at"],
        );
        let country: Option<Option<CountryCode>> =
            Field::take(object.get("country"), &at.field("country"), notes);
        let number = if let Some(written) = object.get("number") {
            PhoneNumber::read(written, country.flatten(), &at.field("number"), notes)
        } else {
            notes.fault(&at.field("number"), "required", "is required");
            None
        };
        let line_type = Field::take(object.get("line_type"), &at.field("line_type"), notes);
        let added_at = Field::take(object.get("added_at"), &at.field("added_at"), notes);
        let removed_at = decisive(object.get("removed_at"), &at.field("removed_at"), notes);
        Some(Self {
            number: number?,
            country: country?,
            line_type: line_type?,
            added_at: added_at?,
            removed_at: removed_at?,
        })
    }
}
