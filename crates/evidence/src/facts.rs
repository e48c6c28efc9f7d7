//! Facts: what enrichment knows about the things that a profile names. Offline, from data in the
//! binary and from the operator's own files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lists::ListLookup;
use crate::profile::CountryCode;

/// Facts about one profile. The lists run parallel to the profile's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// For each of `/sessions`.
    pub sessions: Vec<SessionFacts>,
    /// For each of `/contact/emails`.
    pub emails: Vec<MailFacts>,
    /// For each of `/contact/phones`.
    pub phones: Vec<PhoneFacts>,
    /// For each of `/identity_checks`: the facts of its address.
    pub identity_checks: Vec<Option<IpFacts>>,
    /// About the address of the last identity check that an earlier version tells of as passed.
    #[serde(default)]
    pub earlier_check: Option<IpFacts>,
    /// For the latest of `/links/github/commits` whose date tells a clock.
    #[serde(default)]
    pub commits: Vec<CommitFacts>,
    /// What the tenant's own lists say.
    #[serde(default)]
    pub lists: ListLookup,
    /// The list versions that were consulted, by list name: `sha256:…` of the content.
    pub list_versions: BTreeMap<String, String>,
}

/// Facts about one session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// About its address, if it has one that is public.
    pub ip: Option<IpFacts>,
    /// The offsets from UTC, in minutes, that the claimed place had when the session started:
    /// one for a claimed zone, several for a claimed country with several zones. Empty if nothing is claimed.
    pub claimed_offsets: Vec<i32>,
    /// The offset that the device said it had then (from its zone, daylight saving right, or as a number).
    pub device_offset: Option<i32>,
    /// The offsets that are in use in the address's country at that time. Empty if unknown.
    pub ip_offsets: Vec<i32>,
}

/// Facts about one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitFacts {
    /// Its place in the list of commits.
    pub index: usize,
    /// The offsets from UTC, in minutes, that the claimed place had then. Empty if nothing is claimed.
    pub claimed_offsets: Vec<i32>,
}

/// Facts about an IP address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IpFacts {
    /// The country it is used in.
    pub country: Option<CountryCode>,
    /// The region (ISO 3166-2 subdivision without the country), only with an operator's city file.
    pub region: Option<String>,
    /// The autonomous system's number, only with an operator's ASN file.
    pub asn: Option<u32>,
    /// What kind of network it is. Unknown is `None`, and stays unknown.
    pub network: Option<NetworkKind>,
    /// Whether the country is one that the operator screens for comprehensive sanctions.
    pub sanctioned: bool,
}

/// What kind of network an address belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// A data centre.
    Hosting,
    /// A commercial VPN's exit.
    Vpn,
    /// A Tor exit.
    Tor,
    /// A residential proxy network.
    ResidentialProxy,
    /// A privacy relay that a device vendor runs for everyone (many honest people on one address).
    PrivacyRelay,
    /// A mobile carrier (many people on one address).
    Mobile,
    /// A university or school.
    Education,
    /// A company.
    Business,
    /// Homes.
    Residential,
}

/// Facts about an e-mail address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailFacts {
    /// What kind of domain it has.
    pub class: MailClass,
    /// Whether the local part names a role (`info`, `jobs`, …) instead of a person.
    pub role_account: bool,
    /// Whether it is an alias that a mail provider makes for privacy (a forwarding relay).
    pub relay: bool,
}

/// What kind of domain an e-mail address has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailClass {
    /// A mailbox provider open to everyone.
    Free,
    /// A throw-away provider.
    Disposable,
    /// A domain of the person's or an organisation's own.
    OwnDomain,
}

/// Facts about a phone number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneFacts {
    /// Whether the numbering plan has such a number.
    pub valid: bool,
    /// The country whose plan it belongs to.
    pub region: Option<CountryCode>,
    /// What kind of line, as far as the plan tells.
    pub line: LineType,
}

/// What kind of line a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineType {
    /// A mobile line.
    Mobile,
    /// A fixed line.
    Fixed,
    /// The plan does not tell fixed from mobile (as in North America).
    FixedOrMobile,
    /// A number over the internet.
    Voip,
    /// A toll-free, premium, shared-cost or other service number.
    Service,
    /// The plan does not tell.
    Unknown,
}
