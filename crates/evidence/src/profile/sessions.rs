//! Sessions and their technical details.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{Ip, OffsetMinutes, ShortText, Zone};

sections! {
    /// One session.
    pub struct Session [2000] {
        /// When it started.
        pub started_at: DateTime<Utc>,
        /// When it ended.
        pub ended_at: Option<DateTime<Utc>>,
        /// When the person last did something in it. Sessions are often left open; activity is what counts.
        pub last_activity_at: Option<DateTime<Utc>>,
        /// The address it came from.
        pub ip: Option<Ip>,
        /// The browser's own account of itself.
        pub user_agent: Option<ShortText1k>,
        /// The device's fingerprint, as the platform or its vendor computes it.
        pub device_id: Option<ShortText>,
        /// When the platform or its vendor saw the device first, with whatever account.
        pub device_first_seen_at: Option<DateTime<Utc>>,
        /// The browser session or cookie jar: the same for two accounts used in one browser.
        pub browser_session_id: Option<ShortText>,
        /// The device's time zone.
        pub time_zone: Option<Zone>,
        /// The device's offset from UTC in minutes, east positive, if its zone's name is not known.
        pub utc_offset_minutes: Option<OffsetMinutes>,
        /// What a client-side detector saw.
        pub client: Option<ClientSignals>,
    }

    /// What a client-side detector saw. Leave out what was not looked for.
    pub struct ClientSignals {
        /// The screen was shared with, or the machine operated by, somebody elsewhere.
        pub remote_desktop: Option<bool>,
        /// The client ran in a virtual machine, an emulator or a cloud phone.
        pub virtual_machine: Option<bool>,
        /// The browser is made for running many identities.
        pub antidetect_browser: Option<bool>,
        /// A script drove the browser.
        pub automation: Option<bool>,
        /// The address is a VPN, by the detector's word.
        pub vpn: Option<bool>,
        /// The address is a residential proxy, by the detector's word.
        pub residential_proxy: Option<bool>,
    }
}

pub type ShortText1k = super::Text<1_000>;
