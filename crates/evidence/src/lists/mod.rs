//! Threat lists: what others published or the operator collected, looked up for every profile.

pub mod memory;
pub mod normal;
pub mod parse;
pub mod probes;

use chrono::{DateTime, Utc};
use ids::ListId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Type of value on a threat list.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// E-mail addresses.
    Email,
    /// Names of accounts on public hosts.
    Handle,
    /// Phone numbers in international form.
    Phone,
    /// IP addresses and networks (CIDR).
    Ip,
    /// Autonomous systems.
    Asn,
    /// Domains; each stands for everything under it.
    Domain,
    /// Identity documents, as the tenant's profiles name them.
    Document,
    /// Wallets and payment accounts.
    Wallet,
    /// Postal addresses: street line, postal code, country code.
    Address,
    /// Device fingerprints.
    Device,
    /// The tenant's own accounts, by `external_id`.
    Account,
}

/// What an entry means: `threat_actor` (used by someone confirmed as fake), `sanctions` (on a sanctions list; reported
/// under `compliance`, never scored), `forwarder` (a parcel forwarder or mailbox provider) or `disposable` (available
/// to anyone, such as a public SMS number).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ListMeaning {
    /// It was used by somebody who was found out.
    #[serde(rename = "threat_actor", alias = "actor")]
    Actor,
    /// It is on a sanctions list: the compliance route, never the score.
    Sanctions,
    /// It forwards parcels, or gives out mailboxes.
    Forwarder,
    /// Anybody can have it for a while: a number whose text messages are public.
    Disposable,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal $(| $other:literal)?,)+ }) => {
        impl $name {
            /// Its name in the store and in answers.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($word $(| $other)? => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(name: &str) -> Result<Self, String> {
                let all = [$($word),+].join(", ");
                Self::named(name).ok_or_else(|| format!("`{name}` is none of {all}"))
            }
        }
    };
}

words!(ListKind {
    Email = "email",
    Handle = "handle",
    Phone = "phone",
    Ip = "ip",
    Asn = "asn",
    Domain = "domain",
    Document = "document",
    Wallet = "wallet",
    Address = "address",
    Device = "device",
    Account = "account",
});

words!(ListMeaning {
    Actor = "actor" | "threat_actor",
    Sanctions = "sanctions",
    Forwarder = "forwarder",
    Disposable = "disposable",
});

/// A list as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreatList {
    /// Its name everywhere.
    pub id: ListId,
    /// The operator's name of it.
    pub name: String,
    /// What it holds.
    pub kind: ListKind,
    /// What an entry means.
    pub meaning: ListMeaning,
    /// The version that is looked up; 0 until something was imported.
    pub version: i32,
    /// How many entries it has, expired ones among them.
    pub entries: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A list that was consulted for a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// The operator's name of it.
    pub list: String,
    /// What it holds.
    pub kind: ListKind,
    /// What an entry means.
    pub meaning: ListMeaning,
    /// The version that was looked up.
    pub version: i32,
}

/// Something of the profile that stands on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// On which list.
    pub on: Consulted,
    /// Where in the profile it stands, as a JSON Pointer.
    pub pointer: String,
    /// How sure the source is, from 0 to 100, if it tells.
    pub confidence: Option<i16>,
}

/// What looking up a profile's values gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLookup {
    /// The lists that were consulted. No match on them is not clearance.
    pub consulted: Vec<Consulted>,
    /// The kinds of which the profile has something to look up.
    pub probed: Vec<ListKind>,
    /// What was found.
    pub listed: Vec<Listed>,
}

impl ListLookup {
    /// Whether the profile has something of a kind, and a list of that kind and meaning was consulted.
    pub fn looked_for(&self, kind: ListKind, meaning: ListMeaning) -> bool {
        self.probed.contains(&kind)
            && self.consulted.iter().any(|list| (list.kind, list.meaning) == (kind, meaning))
    }

    /// What was found of a kind and meaning.
    pub fn found(&self, kind: ListKind, meaning: ListMeaning) -> impl Iterator<Item = &Listed> {
        self.listed.iter().filter(move |one| (one.on.kind, one.on.meaning) == (kind, meaning))
    }
}
