//! Telemetry from devices that were issued after hiring.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{Count, CountryCode, Milliseconds, ShortText};

sections! {
    /// Telemetry of devices that were issued after hiring.
    #[schema(as = DeviceTelemetry)]
    pub struct Endpoint {
        /// One entry per issued device.
        #[schema(max_items = 100)]
        pub devices: Vec<IssuedDevice>,
        /// What the new hire accessed in the first days.
        pub first_days: Option<FirstDays>,
    }

    /// Telemetry of one issued device.
    pub struct IssuedDevice {
        /// Device fingerprint, the same as in `sessions[].device_id`.
        pub device_id: Option<ShortText>,
        /// When the device was issued.
        pub issued_at: Option<DateTime<Utc>>,
        /// Country the device is in, from its own location service.
        pub country: Option<CountryCode>,
        /// Remote-control tools that the employer did not install. Send an empty list if a check found none.
        #[schema(max_items = 100)]
        pub remote_control_tools: Option<Vec<ShortText>>,
        /// Whether a KVM-over-IP adapter was detected.
        pub ip_kvm: Option<bool>,
        /// Median delay between a key press or mouse movement and its arrival, in milliseconds.
        pub input_latency_ms: Option<Milliseconds>,
        /// Whether the device is meant for remote use (a virtual desktop), or an accessibility aid delays input.
        pub remote_by_design: Option<bool>; decisive,
    }

    /// What the new hire accessed in the first seven days.
    #[schema(as = FirstDaysAccess)]
    pub struct FirstDays {
        /// Number of repositories cloned or downloaded.
        pub repositories_copied: Option<Count>,
        /// Number of repositories the new hire had access to.
        pub repositories_visible: Option<Count>,
        /// Number of stored secrets read or exported.
        pub secrets_read: Option<Count>,
        /// Whether the role requires broad access (platform, operations, security).
        pub role_requires_access: Option<bool> | "role_needs_it"; decisive,
    }
}
