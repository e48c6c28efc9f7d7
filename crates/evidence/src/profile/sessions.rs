//! Sessions and their technical details.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::values::required_fields;
use super::{Ip, Number, OffsetMinutes, PartialDate, ShortText, Zone};

sections! {
    /// A sign-in session.
    pub struct Session [2000] {
        /// When the session started.
        pub started_at: DateTime<Utc>,
        /// When the session ended.
        pub ended_at: Option<DateTime<Utc>>,
        /// Last action of the user. More telling than `ended_at`, because sessions are often left open.
        pub last_activity_at: Option<DateTime<Utc>>,
        /// When the user was active in the session, from your log. Send an empty list if there was no activity. Without
        /// it, what happened between the start and the last action of a long session is unknown.
        #[schema(max_items = 500)]
        pub activity: Option<Vec<ActiveInterval>>,
        /// Minutes of activity per day. Use it if you don't know the intervals.
        #[schema(max_items = 400)]
        pub daily_active_minutes: Option<Vec<ActiveDay>>,
        /// IP address the session came from.
        pub ip: Option<Ip>,
        /// `User-Agent` header of the browser.
        pub user_agent: Option<ShortText1k>,
        /// Device fingerprint, computed by you or your vendor.
        pub device_id: Option<ShortText>,
        /// When you or your vendor first saw the device, with any account.
        pub device_first_seen_at: Option<DateTime<Utc>>,
        /// Id of the browser session or cookie jar. Equal for two accounts used in one browser.
        pub browser_session_id: Option<ShortText>,
        /// Time zone set on the device.
        pub time_zone: Option<Zone>,
        /// The device's offset from UTC in minutes, positive east of Greenwich. Use it if you don't know the zone's
        /// name.
        pub utc_offset_minutes: Option<OffsetMinutes>,
        /// Findings of a client-side detector.
        pub client: Option<ClientSignals>,
    }

    /// A time during which the user was active, without a long break.
    pub struct ActiveInterval [500] {
        /// First action of the user.
        pub from: DateTime<Utc>,
        /// Last action of the user.
        pub until: DateTime<Utc>,
    }

    /// How long the user was active on a day.
    pub struct ActiveDay [400] {
        /// The day, in UTC.
        pub day: PartialDate,
        /// Minutes of activity.
        pub minutes: MinutesOfDay,
    }

    /// Findings of a client-side detector. Leave out what it didn't check.
    pub struct ClientSignals {
        /// Someone elsewhere viewed the screen or controlled the machine.
        pub remote_desktop: Option<bool>,
        /// The client ran in a virtual machine, an emulator or a cloud phone.
        pub virtual_machine: Option<bool>,
        /// The browser is designed for managing many identities.
        pub antidetect_browser: Option<bool>,
        /// A script controlled the browser.
        pub automation: Option<bool>,
        /// The detector reports that the IP address belongs to a VPN. `false` says that it doesn't, which counts for
        /// addresses of which nothing else is known.
        pub vpn: Option<bool>,
        /// The detector reports that the IP address is a residential proxy.
        pub residential_proxy: Option<bool>,
    }
}

pub type MinutesOfDay = Number<0, 1_440>;

required_fields!(PartialDate, MinutesOfDay);

pub type ShortText1k = super::Text<1_000>;
