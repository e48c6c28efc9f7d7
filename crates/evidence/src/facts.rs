//! Facts: what enrichment knows about the values in a profile. They come from data in the binary and from the
//! operator's files, without network access.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::geography::Coordinates;
use crate::lists::ListLookup;
use crate::profile::CountryCode;

/// Facts about one profile. The lists are parallel to the lists of the profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub sessions: Vec<SessionFacts>,
    pub emails: Vec<MailFacts>,
    pub phones: Vec<PhoneFacts>,
    /// Facts about the IP address of each entry of `/identity_checks`.
    pub identity_checks: Vec<Option<IpFacts>>,
    /// Facts about the IP address of the last passed identity check in an earlier version.
    #[serde(default)]
    pub earlier_check: Option<IpFacts>,
    /// Facts about the account's own latest `/links/github/commits` whose date has a UTC offset.
    #[serde(default)]
    pub commits: Vec<CommitFacts>,
    /// Matches on the tenant's own threat lists.
    #[serde(default)]
    pub lists: ListLookup,
    /// The digest (`sha256:…`) of each list that was read, by list name.
    pub list_versions: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// Facts about its IP address, if that is public.
    pub ip: Option<IpFacts>,
    /// The offsets from UTC, in minutes, at the claimed location when the session started. A country can have
    /// several. Empty if nothing is claimed.
    pub claimed_offsets: Vec<i32>,
    /// The offset that the device reported, as a number or through its time zone. `None` for UTC, which privacy browsers
    /// report wherever they are.
    pub device_offset: Option<i32>,
    /// The offsets in use in the IP address's country at that time. Empty if unknown.
    pub ip_offsets: Vec<i32>,
    /// The certain distance from the IP address to the claimed state or province, in kilometres. `None` if either is
    /// unknown or nothing was claimed for that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_region_km: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitFacts {
    /// The commit's position in the profile's list.
    pub index: usize,
    /// The offsets from UTC, in minutes, at the claimed location at that time. Empty if nothing is claimed.
    pub claimed_offsets: Vec<i32>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IpFacts {
    pub country: Option<CountryCode>,
    /// The region (ISO 3166-2 subdivision without the country). Needs an operator's city file.
    pub region: Option<String>,
    /// Where the address is used. Needs an operator's city file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// The number of the autonomous system. Needs an operator's ASN file.
    pub asn: Option<u32>,
    /// `None` if unknown.
    pub network: Option<NetworkKind>,
    /// Whether an operator's anonymous-IP file was asked and knows of no VPN, proxy or data centre at the address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_anonymous: bool,
    /// Whether the operator screens the country for comprehensive sanctions.
    pub sanctioned: bool,
}

/// Kind of network that an address belongs to.
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
    /// A privacy relay that a device vendor runs for everyone. Many genuine people share its addresses.
    PrivacyRelay,
    /// A mobile carrier. Many people share its addresses.
    Mobile,
    /// A university or school.
    Education,
    /// A company.
    Business,
    /// A home internet line.
    Residential,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailFacts {
    pub class: MailClass,
    /// Whether the local part names a role (`info`, `jobs`, …) rather than a person.
    pub role_account: bool,
    /// Whether it is a privacy alias that a mail provider forwards.
    pub relay: bool,
}

/// Kind of domain that an e-mail address has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailClass {
    /// A mailbox provider open to everyone.
    Free,
    /// A throw-away provider.
    Disposable,
    /// A domain that the person or an organisation owns.
    OwnDomain,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneFacts {
    /// Whether the numbering plan allows the number.
    pub valid: bool,
    /// The country whose numbering plan it belongs to.
    pub region: Option<CountryCode>,
    /// The kind of line, as far as the numbering plan shows it.
    pub line: LineType,
}

/// Kind of line that a phone number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineType {
    /// A mobile line.
    Mobile,
    /// A fixed line.
    Fixed,
    /// The plan does not distinguish fixed from mobile lines (as in North America).
    FixedOrMobile,
    /// An internet line (`VoIP`).
    Voip,
    /// A toll-free, premium, shared-cost or other service number.
    Service,
    /// The plan does not show the type of line.
    Unknown,
}
