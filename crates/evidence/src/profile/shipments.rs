//! Devices shipped to the applicant.

use chrono::{DateTime, Utc};

use super::contact::Address;
use super::read::sections;

sections! {
    /// A device shipped to the applicant.
    pub struct Shipment {
        /// Delivery address.
        pub address: Option<Address>,
        /// When the shipment was requested.
        pub requested_at: Option<DateTime<Utc>>,
        /// When the shipment was dispatched.
        pub dispatched_at: Option<DateTime<Utc>>,
        /// Changes of the delivery address after the request, including the latest one.
        #[schema(max_items = 100)]
        pub changes: Vec<AddressChange>,
    }

    /// A change of a delivery address.
    pub struct AddressChange {
        /// When the address changed.
        pub at: DateTime<Utc>,
        /// New address.
        pub address: Option<Address>,
    }
}
