//! Telemetry of a device that was issued after hiring.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{CountryCode, ShortText};

sections! {
    /// Telemetry of issued devices.
    pub struct Endpoint {
        /// One entry for each issued device.
        #[schema(max_items = 100)]
        pub devices: Vec<IssuedDevice>,
    }

    /// What was seen of one issued device.
    pub struct IssuedDevice {
        /// Its fingerprint.
        pub device_id: Option<ShortText>,
        /// When it was issued.
        pub issued_at: Option<DateTime<Utc>>,
        /// Where it stands, by its own location service.
        pub country: Option<CountryCode>,
        /// Remote-control tools on it that the employer did not install.
        #[schema(max_items = 100)]
        pub remote_control_tools: Vec<ShortText>,
        /// Whether a keyboard-video-mouse-over-IP adapter was seen.
        pub ip_kvm: Option<bool>,
    }
}
