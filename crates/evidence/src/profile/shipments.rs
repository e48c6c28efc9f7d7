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
        /// Changes of the delivery address after the request, including the latest one. Send an empty list if there were
        /// none; a missing list means unknown.
        #[schema(max_items = 100)]
        pub changes: Option<Vec<AddressChange>>,
    }

    /// A change of a delivery address.
    pub struct AddressChange {
        /// When the address changed.
        pub at: DateTime<Utc>,
        /// Address before the change. Without it, the address of the change before or of an earlier version of the
        /// profile is taken.
        pub previous: Option<Address>,
        /// New address.
        pub address: Option<Address>,
    }
}
