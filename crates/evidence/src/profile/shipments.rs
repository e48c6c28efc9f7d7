//! Devices shipped to the applicant.

use chrono::{DateTime, Utc};

use super::contact::Address;
use super::read::sections;

sections! {
    /// One shipment.
    pub struct Shipment {
        /// Where to.
        pub address: Option<Address>,
        /// When it was asked for.
        pub requested_at: Option<DateTime<Utc>>,
        /// When it left.
        pub dispatched_at: Option<DateTime<Utc>>,
        /// Changes of the address after it was asked for, the last one included.
        #[schema(max_items = 100)]
        pub changes: Vec<AddressChange>,
    }

    /// A change of a delivery address.
    pub struct AddressChange {
        /// When.
        pub at: DateTime<Utc>,
        /// The new address.
        pub address: Option<Address>,
    }
}
