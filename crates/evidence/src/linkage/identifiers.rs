//! From a profile to its identifiers.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::digest::Pepper;
use crate::identifier::{IdentifierDigest, IdentifierKind, hex};
use crate::profile::contact::{Address, AddressPurpose};
use crate::profile::{Profile, Text};

/// One identifier of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Its kind.
    pub kind: IdentifierKind,
    /// Its keyed digest.
    pub digest: IdentifierDigest,
    /// Where it stands first in the profile, as a JSON Pointer.
    pub pointer: String,
    /// When it was used last.
    pub used_at: DateTime<Utc>,
}

/// Every identifier of a profile, each once, in a fixed order.
pub fn identifiers(profile: &Profile, pepper: &Pepper, now: DateTime<Utc>) -> Vec<Identifier> {
    let mut found = Found { pepper, now, kept: BTreeMap::new() };
    found.contact(profile);
    found.sessions(profile);
    found.money_and_documents(profile);
    found.content(profile);
    found.meetings(profile);
    found.references(profile);
    found.declarations(profile);
    let mut all: Vec<Identifier> = found.kept.into_values().collect();
    all.sort_by(|a, b| (a.kind, &a.pointer).cmp(&(b.kind, &b.pointer)));
    all
}

struct Found<'a> {
    pepper: &'a Pepper,
    now: DateTime<Utc>,
    kept: BTreeMap<(IdentifierKind, IdentifierDigest), Identifier>,
}

impl Found<'_> {
    fn add(&mut self, kind: IdentifierKind, value: &str, pointer: String) {
        self.add_used(kind, value, pointer, self.now);
    }

    fn add_used(
        &mut self,
        kind: IdentifierKind,
        value: &str,
        pointer: String,
        used_at: DateTime<Utc>,
    ) {
        if value.trim().is_empty() {
            return;
        }
        let digest = self.pepper.digest(kind.looked_up_as(), value);
        let entry = self.kept.entry((kind, digest)).or_insert(Identifier {
            kind,
            digest,
            pointer,
            used_at,
        });
        entry.used_at = entry.used_at.max(used_at);
    }

    fn contact(&mut self, profile: &Profile) {
        if let Some(contact) = &profile.contact {
            for (i, email) in contact.emails.iter().enumerate() {
                let pointer = format!("/contact/emails/{i}/address");
                self.add(IdentifierKind::Email, &email.address.canonical(), pointer.clone());
                if let Some(family) = family(email.address.local(), email.address.domain()) {
                    self.add(IdentifierKind::EmailFamily, &family, pointer);
                }
            }
            for (i, phone) in contact.phones.iter().enumerate() {
                let pointer = format!("/contact/phones/{i}/number");
                self.add(IdentifierKind::Phone, phone.number.as_str(), pointer);
            }
            for (i, address) in contact.addresses.iter().enumerate() {
                if address.purpose == Some(AddressPurpose::Shipping) {
                    self.shipping(address, format!("/contact/addresses/{i}"));
                }
            }
        }
        let basics = profile.resume.as_ref().and_then(|resume| resume.basics.as_ref());
        if let Some(email) = basics.and_then(|basics| basics.email.as_ref()) {
            let pointer = "/resume/basics/email".to_owned();
            self.add(IdentifierKind::Email, &email.canonical(), pointer);
        }
        for (i, shipment) in profile.shipments.iter().enumerate() {
            if let Some(address) = &shipment.address {
                self.shipping(address, format!("/shipments/{i}/address"));
            }
        }
    }

    /// A street is needed: many people live in one town.
    fn shipping(&mut self, address: &Address, pointer: String) {
        let Some(line) = &address.line else { return };
        let rest = [&address.city, &address.region, &address.postal_code];
        let rest = rest.map(|part| part.as_ref().map(Text::folded).unwrap_or_default());
        let country = address.country.map(|country| country.to_string()).unwrap_or_default();
        let value = format!("{}\n{}\n{country}", line.folded(), rest.join("\n"));
        self.add(IdentifierKind::ShippingAddress, &value, pointer);
    }

    fn sessions(&mut self, profile: &Profile) {
        for (i, session) in profile.sessions.iter().enumerate() {
            let used = session.last_activity_at.unwrap_or(session.started_at);
            if let Some(ip) = session.ip {
                let pointer = format!("/sessions/{i}/ip");
                self.add_used(IdentifierKind::Ip, &network(ip.0), pointer, used);
            }
            if let Some(device) = &session.device_id {
                let pointer = format!("/sessions/{i}/device_id");
                self.add_used(IdentifierKind::Device, device.as_str(), pointer, used);
            }
            if let Some(browser) = &session.browser_session_id {
                let pointer = format!("/sessions/{i}/browser_session_id");
                self.add_used(IdentifierKind::BrowserSession, browser.as_str(), pointer, used);
            }
        }
    }

    fn money_and_documents(&mut self, profile: &Profile) {
        for (i, payout) in profile.payouts.iter().enumerate() {
            if let Some(account) = &payout.account {
                let pointer = format!("/payouts/{i}/account");
                self.add(IdentifierKind::PayoutAccount, account.expose(), pointer);
            }
        }
        for (i, check) in profile.identity_checks.iter().enumerate() {
            if let Some(document) = &check.document_digest {
                let pointer = format!("/identity_checks/{i}/document_digest");
                self.add(IdentifierKind::Document, &document.folded(), pointer);
            }
            if let Some(template) = &check.image_template_id {
                let pointer = format!("/identity_checks/{i}/image_template_id");
                self.add(IdentifierKind::IdImage, template.as_str(), pointer);
            }
            if let Some(device) = &check.device_id {
                let pointer = format!("/identity_checks/{i}/device_id");
                let used = check.checked_at.unwrap_or(self.now);
                self.add_used(IdentifierKind::Device, device.as_str(), pointer, used);
            }
        }
        let ratings = profile.activity.iter().flat_map(|activity| &activity.ratings);
        for (i, rating) in ratings.enumerate() {
            let top = rating.stars.is_some_and(|stars| stars.0 >= 4.5);
            if let (true, Some(client)) = (top, &rating.client_id) {
                let pointer = format!("/activity/ratings/{i}/client_id");
                self.add_used(IdentifierKind::RatingClient, client.as_str(), pointer, rating.at);
            }
        }
    }

    fn content(&mut self, profile: &Profile) {
        for (i, photo) in profile.photos.iter().enumerate() {
            if let Some(hash) = photo.perceptual_hash {
                let value = format!("phash:{:016x}", hash.0);
                self.add(IdentifierKind::Photo, &value, format!("/photos/{i}/perceptual_hash"));
            }
            if let Some(digest) = &photo.digest {
                self.add(IdentifierKind::Photo, &digest.folded(), format!("/photos/{i}/digest"));
            } else if let Some(image) = &photo.image {
                let value = format!("sha256:{}", hex(&Sha256::digest(&image.0)));
                self.add(IdentifierKind::Photo, &value, format!("/photos/{i}/image"));
            }
        }
        if let Some(digest) = profile.resume_file.as_ref().and_then(|file| file.digest.as_ref()) {
            let pointer = "/resume_file/digest".to_owned();
            self.add(IdentifierKind::ResumeFile, &digest.folded(), pointer);
        }
        if let Some(id) = profile.resume_file.as_ref().and_then(|file| file.document_id.as_ref()) {
            let pointer = "/resume_file/document_id".to_owned();
            self.add(IdentifierKind::FileOrigin, &id.folded(), pointer);
        }
        let portfolios = profile.links.iter().flat_map(|links| &links.portfolios);
        for (i, portfolio) in portfolios.enumerate() {
            if let Some(id) = &portfolio.analytics_id {
                let pointer = format!("/links/portfolios/{i}/analytics_id");
                self.add(IdentifierKind::AnalyticsId, id.as_str(), pointer);
            }
        }
        self.commits(profile);
    }

    /// The account's own commits only: vendored history carries other people's addresses, and the
    /// addresses that a host makes up for privacy belong to one account or to a robot.
    fn commits(&mut self, profile: &Profile) {
        let Some(github) = profile.links.as_ref().and_then(|links| links.github.as_ref()) else {
            return;
        };
        let login = github.user.as_ref().and_then(|user| user.login.as_ref());
        for (i, commit) in github.commits.iter().enumerate() {
            let author = commit.author.as_ref().and_then(|author| author.login.as_ref());
            let email = commit.commit.as_ref().and_then(|git| git.author.as_ref()?.email.as_ref());
            let (Some(login), Some(author), Some(email)) = (login, author, email) else { continue };
            let email = email.as_str().trim().to_lowercase();
            let private = email.contains('@') && !email.ends_with("noreply.github.com");
            if private && login.folded() == author.folded() {
                let pointer = format!("/links/github/commits/{i}/commit/author/email");
                self.add(IdentifierKind::CommitEmail, &email, pointer);
            }
        }
    }

    /// A device by the quarters of an hour in which it was in a call, two hours at most.
    fn meetings(&mut self, profile: &Profile) {
        const QUARTER: i64 = 15 * 60;
        const MOST: i64 = 8;
        for (i, interview) in profile.interviews.iter().enumerate() {
            let (Some(from), Some(device)) = (interview.at, &interview.device_id) else { continue };
            let first = from.timestamp().div_euclid(QUARTER);
            let until =
                interview.until.map_or(first, |until| (until.timestamp() - 1).div_euclid(QUARTER));
            for slot in first..=until.clamp(first, first + MOST - 1) {
                let value = format!("{}\n{slot}", device.as_str());
                let pointer = format!("/interviews/{i}/device_id");
                self.add_used(IdentifierKind::MeetingSlot, &value, pointer, from);
            }
            let pointer = format!("/interviews/{i}/device_id");
            self.add_used(IdentifierKind::Device, device.as_str(), pointer, from);
        }
    }

    fn references(&mut self, profile: &Profile) {
        let references = profile.claims.iter().flat_map(|claims| &claims.references);
        for (i, reference) in references.enumerate() {
            if let Some(email) = &reference.email {
                let pointer = format!("/claims/references/{i}/email");
                self.add(IdentifierKind::ReferenceEmail, &email.canonical(), pointer);
            }
            if let Some(phone) = &reference.phone {
                let pointer = format!("/claims/references/{i}/phone");
                self.add(IdentifierKind::ReferencePhone, phone.as_str(), pointer);
            }
        }
    }

    fn declarations(&mut self, profile: &Profile) {
        let Some(claims) = &profile.claims else { return };
        if let Some(agency) = &claims.declared_agency {
            let pointer = "/claims/declared_agency".to_owned();
            self.add(IdentifierKind::Agency, &agency.folded(), pointer);
        }
        for (i, other) in claims.related_accounts.iter().enumerate() {
            // The pair in a fixed order: both sides get the same digest only when both declare.
            let mut pair = [profile.external_id.as_str(), other.as_str()];
            pair.sort_unstable();
            let value = format!("{}\n{}", pair[0], pair[1]);
            self.add(IdentifierKind::Relation, &value, format!("/claims/related_accounts/{i}"));
        }
    }
}

/// What addresses have in common that differ in their last digit alone: a stem and a running number. A
/// number that can be a year of birth, or a short stem, makes no family: such addresses are anybody's.
fn family(local: &str, domain: &str) -> Option<String> {
    const LONG: usize = 5;
    let stem = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &local[stem.len()..];
    let year = match (digits.len(), digits.parse::<u32>().ok()?) {
        (2, number) => number >= 40 || number <= 15,
        (4, number) => (1900..=2030).contains(&number),
        _ => false,
    };
    let runs = (2..=6).contains(&digits.len()) && !year && stem.chars().count() >= LONG;
    let tens = &digits[..digits.len().saturating_sub(1)];
    runs.then(|| {
        format!("{}\n{tens}\n{}\n{}", stem.to_lowercase(), digits.len(), domain.to_lowercase())
    })
}

/// An address as an identifier: IPv4 whole, IPv6 by its /64, which is what one customer gets.
fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let segments = ip.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", segments[0], segments[1], segments[2], segments[3])
        }
    }
}
