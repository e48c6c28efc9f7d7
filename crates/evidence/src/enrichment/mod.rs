//! Enrichment: facts about the values in a profile, from built-in data and from the operator's files.
//!
//! All data is read once, at startup. Lookups access neither files nor the network.

mod config;
pub mod demo;
mod ip;
mod lists;
mod mail;
mod mmdb;
mod phone;
mod zones;

use std::path::Path;

use chrono::{DateTime, Utc};

pub use config::{EnrichmentConfig, EnrichmentError, NetworkListFile};

use self::ip::Addresses;
use self::mail::Mail;
use crate::facts::{CommitFacts, Facts, IpFacts, SessionFacts};
use crate::geography::Region;
use crate::history::{EarlierVersion, passed_check};
use crate::lists::ListLookup;
use crate::profile::Profile;
use crate::profile::claims::Claims;
use crate::profile::sessions::Session;

/// Returns the content of a file, such as `|path| std::fs::read(path)`.
pub type ReadFile = fn(&Path) -> std::io::Result<Vec<u8>>;

/// Finds no files: for configurations without any.
pub fn no_files(_: &Path) -> std::io::Result<Vec<u8>> {
    Err(std::io::ErrorKind::NotFound.into())
}

/// All enrichment data, in memory.
#[derive(Debug)]
pub struct Enricher {
    addresses: Addresses,
    mail: Mail,
    demo: bool,
}

impl Enricher {
    /// Parses the operator's files, which `read` fetches: this crate opens no files itself.
    pub fn load(config: &EnrichmentConfig, read: ReadFile) -> Result<Self, EnrichmentError> {
        Ok(Self {
            addresses: Addresses::load(config, read)?,
            mail: Mail::load(),
            demo: config.demo,
        })
    }

    /// The facts about a profile. Their lists are parallel to the profile's. `now` is when the profile was submitted.
    pub fn enrich(&self, profile: &Profile, now: DateTime<Utc>) -> Facts {
        let contact = profile.contact.as_ref();
        let emails = contact.into_iter().flat_map(|contact| &contact.emails);
        let phones = contact.into_iter().flat_map(|contact| &contact.phones);
        let checks = profile.identity_checks.iter();
        Facts {
            sessions: profile
                .sessions
                .iter()
                .map(|session| self.session(profile, session, now))
                .collect(),
            emails: emails.map(|email| self.mail.facts(&email.address)).collect(),
            phones: phones.map(|phone| phone::facts(&phone.number, self.demo)).collect(),
            identity_checks: checks
                .map(|check| check.ip.and_then(|ip| self.addresses.facts(ip.0)))
                .collect(),
            earlier_check: None,
            commits: commits(profile, now),
            lists: ListLookup::default(),
            list_versions: self.addresses.versions().clone(),
        }
    }

    /// Adds facts about values that earlier versions contain and this version doesn't.
    pub fn recall(&self, facts: Facts, earlier: &[EarlierVersion]) -> Facts {
        let ip = passed_check(earlier).and_then(|check| check.ip);
        Facts { earlier_check: ip.and_then(|ip| self.addresses.facts(ip.0)), ..facts }
    }

    fn session(&self, profile: &Profile, session: &Session, now: DateTime<Utc>) -> SessionFacts {
        let at = session.started_at;
        let ip = session.ip.and_then(|ip| self.addresses.facts(ip.0));
        let offsets = |ip: &IpFacts| {
            ip.country.map(|country| zones::country_offsets(country, ip.region.as_deref(), at))
        };
        let claims = profile.claims.as_ref().filter(|claims| claims.apply_at(at, now));
        SessionFacts {
            claimed_region_km: claims
                .zip(ip.as_ref())
                .and_then(|(claims, ip)| region_km(claims, ip)),
            claimed_offsets: profile
                .claims
                .as_ref()
                .map(|claims| zones::claimed_offsets(claims, at, now))
                .unwrap_or_default(),
            device_offset: zones::device_offset(session),
            ip_offsets: ip.as_ref().and_then(offsets).unwrap_or_default(),
            ip,
        }
    }
}

/// The certain distance from an address to the claimed state or province of the same country.
fn region_km(claims: &Claims, ip: &IpFacts) -> Option<u32> {
    let country = claims.country.filter(|country| ip.country == Some(*country))?;
    let claimed = Region::find(country, claims.region.as_ref()?.as_str())?;
    let found = Region::find(country, ip.region.as_deref()?)?;
    if std::ptr::eq(claimed, found) {
        return Some(0);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20,000 km")]
    let whole = |km: f64| km as u32;
    claimed.km_from(ip.coordinates?).map(whole)
}

/// The claimed location's offsets at the time of the latest few hundred of the account's own commits that have an offset.
fn commits(profile: &Profile, now: DateTime<Utc>) -> Vec<CommitFacts> {
    const MAX_COMMITS: usize = 500;
    let github = profile.links.as_ref().and_then(|links| links.github.as_ref());
    let (Some(claims), Some(github)) = (&profile.claims, github) else { return Vec::new() };
    let mut dated: Vec<(DateTime<Utc>, usize)> = (github.own_commits().into_iter())
        .filter_map(|(i, commit, _)| {
            let date = commit.commit.as_ref()?.author.as_ref()?.date?;
            date.offset.map(|_| (date.at, i))
        })
        .collect();
    dated.sort_unstable_by(|commit, other| other.cmp(commit));
    dated.truncate(MAX_COMMITS);
    let facts = |(at, index)| CommitFacts {
        index,
        claimed_offsets: zones::claimed_offsets(claims, at, now),
    };
    dated.into_iter().map(facts).collect()
}

#[cfg(test)]
mod tests;
