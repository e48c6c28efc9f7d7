//! Threat lists: known bad values that each profile is checked against.

pub mod memory;
pub mod normalize;
pub mod parse;
pub mod probes;

use crate::profile::Omitted;
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
    /// Used by someone confirmed as fake.
    #[serde(rename = "threat_actor", alias = "actor")]
    Actor,
    /// On a sanctions list. Reported under `compliance`, never scored.
    Sanctions,
    /// A parcel forwarder or mailbox provider.
    Forwarder,
    /// Available to anyone, such as a public SMS number.
    Disposable,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal $(| $other:literal)?,)+ }) => {
        impl $name {
            /// The name in the database and in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($word $(| $other)? => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(name: &str) -> Result<Self, String> {
                let all = [$($word),+].join(", ");
                Self::from_name(name).ok_or_else(|| format!("`{name}` is not one of {all}"))
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

#[derive(Clone, Debug, PartialEq)]
pub struct ThreatList {
    pub id: ListId,
    /// The operator's name for it.
    pub name: String,
    pub kind: ListKind,
    /// What a match means.
    pub meaning: ListMeaning,
    /// The version in use; 0 before the first import.
    pub version: i32,
    /// The number of entries, including expired ones.
    pub entries: i64,
    pub created_at: DateTime<Utc>,
}

/// A threat list that was consulted for a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// The operator's name for it.
    pub list: String,
    pub kind: ListKind,
    /// What a match means.
    pub meaning: ListMeaning,
    pub version: i32,
}

/// A list match: a profile value that is on a threat list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub on: Consulted,
    /// A JSON Pointer into the profile.
    pub pointer: String,
    /// The source's confidence from 0 to 100, if the entry states it.
    pub confidence: Option<i16>,
}

/// The result of looking up a profile's values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLookup {
    /// The lists that were consulted. The absence of a match on them is not clearance.
    pub consulted: Vec<Consulted>,
    /// The kinds of values that the profile contains.
    pub probed: Vec<ListKind>,
    /// The matches.
    pub listed: Vec<Listed>,
}

impl ListLookup {
    /// Whether the profile has a value of this kind and a list of this kind and meaning was consulted.
    pub fn looked_for(&self, kind: ListKind, meaning: ListMeaning) -> bool {
        self.probed.contains(&kind)
            && self.consulted.iter().any(|list| (list.kind, list.meaning) == (kind, meaning))
    }

    /// Lets the matches point into the document instead of the profile that was read from it.
    pub fn point_into_document(&mut self, omitted: &Omitted) {
        for listed in &mut self.listed {
            listed.pointer = omitted.in_document(&listed.pointer);
        }
    }

    /// The matches of a kind and meaning. Entries in which their source has low confidence are left out, except those of
    /// sanctions, which someone has to look at.
    pub fn matches(&self, kind: ListKind, meaning: ListMeaning) -> impl Iterator<Item = &Listed> {
        /// "Low" ends below this number in the scale of STIX 2.1, appendix A.
        const MIN_CONFIDENCE: i16 = 30;
        let is_confident = move |listed: &Listed| {
            let confidence = listed.confidence.unwrap_or(MIN_CONFIDENCE);
            meaning == ListMeaning::Sanctions || confidence >= MIN_CONFIDENCE
        };
        let listed = self.listed.iter();
        listed.filter(move |m| (m.on.kind, m.on.meaning) == (kind, meaning) && is_confident(m))
    }
}
