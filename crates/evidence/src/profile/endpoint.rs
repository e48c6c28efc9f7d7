//! Telemetry from devices that were issued after hiring.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{Count, CountryCode, Milliseconds, ShortText};

sections! {
    /// Telemetry of issued devices.
    pub struct Endpoint {
        /// One entry for each issued device.
        #[schema(max_items = 100)]
        pub devices: Vec<IssuedDevice>,
        /// What the new colleague opened in the first days.
        pub first_days: Option<FirstDays>,
    }

    /// What was seen of one issued device.
    pub struct IssuedDevice {
        /// Its fingerprint, the same as in `sessions[].device_id`.
        pub device_id: Option<ShortText>,
        /// When it was issued.
        pub issued_at: Option<DateTime<Utc>>,
        /// Where it stands, by its own location service.
        pub country: Option<CountryCode>,
        /// Remote-control tools on it that the employer did not install. Give an empty list when somebody
        /// looked and found none.
        #[schema(max_items = 100)]
        pub remote_control_tools: Option<Vec<ShortText>>,
        /// Whether a keyboard-video-mouse-over-IP adapter was seen.
        pub ip_kvm: Option<bool>,
        /// The middle delay between a keystroke or mouse movement and its arrival.
        pub input_latency_ms: Option<Milliseconds>,
        /// Whether the device is meant to be worked on from afar (a virtual desktop), or an aid delays input.
        pub remote_by_design: Option<bool>,
    }

    /// What was opened in the first seven days.
    pub struct FirstDays {
        /// How many repositories were cloned or downloaded.
        pub repositories_copied: Option<Count>,
        /// How many repositories the person could see.
        pub repositories_visible: Option<Count>,
        /// How many stored secrets were read or exported.
        pub secrets_read: Option<Count>,
        /// Whether the role needs such reach (platform, operations, security).
        pub role_needs_it: Option<bool>,
    }
}
