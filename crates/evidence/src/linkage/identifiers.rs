//! Extracts the identifiers of a profile.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::held::ClaimedPlace;
pub use super::held::{Identifier, stored};
use super::submission;
use crate::facts::{Facts, NetworkKind};
use crate::identifier::{IdentifierKind, hex};
use crate::pepper::{KeyedPepper, Pepper};
use crate::profile::attribution::{Attribution, is_made_up_by_host};
use crate::profile::code_hosting::{GitHub, GitHubCommit};
use crate::profile::contact::{Address, AddressPurpose};
use crate::profile::{Profile, Text, fold};

/// How many commits of a profile are compared with those of others.
pub const MAX_SAMPLED_COMMITS: usize = 50;

/// A span of time in which an identifier was used.
type Span = (DateTime<Utc>, DateTime<Utc>);

/// All distinct identifiers of a profile, in a fixed order.
pub fn identifiers(
    profile: &Profile,
    facts: &Facts,
    pepper: &Pepper,
    now: DateTime<Utc>,
) -> Vec<Identifier> {
    let mut collector = Collector { pepper: pepper.keyed(), now, identifiers: HashMap::new() };
    collector.contact(profile);
    collector.sessions(profile, facts);
    collector.person(profile);
    collector.money_and_documents(profile);
    collector.content(profile);
    collector.meetings(profile);
    collector.references(profile);
    collector.declarations(profile);
    collector.place(profile);
    let mut all: Vec<Identifier> = collector.identifiers.into_values().collect();
    all.sort_by(|a, b| (a.kind, &a.pointer, a.digest).cmp(&(b.kind, &b.pointer, b.digest)));
    all
}

struct Collector {
    pepper: KeyedPepper,
    now: DateTime<Utc>,
    /// By value, so that each value is digested once.
    identifiers: HashMap<(IdentifierKind, String), Identifier>,
}

impl Collector {
    fn add(&mut self, kind: IdentifierKind, value: &str, pointer: String) {
        self.add_used(kind, value, pointer, (self.now, self.now));
    }

    fn add_used(
        &mut self,
        kind: IdentifierKind,
        value: &str,
        pointer: String,
        (first_used_at, used_at): Span,
    ) {
        if value.trim().is_empty() {
            return;
        }
        let entry = self.identifiers.entry((kind, value.to_owned())).or_insert_with(|| {
            let digest = self.pepper.digest(kind.space(), value);
            Identifier { kind, digest, pointer, first_used_at, used_at }
        });
        entry.first_used_at = entry.first_used_at.min(first_used_at);
        entry.used_at = entry.used_at.max(used_at);
    }

    /// From when it was added until now, or until it was removed.
    fn span(&self, added: Option<DateTime<Utc>>, removed: Option<DateTime<Utc>>) -> Span {
        let last = removed.map_or(self.now, |removed| removed.min(self.now));
        (added.map_or(last, |added| added.min(last)), last)
    }

    fn contact(&mut self, profile: &Profile) {
        if let Some(contact) = &profile.contact {
            for (i, email) in contact.emails.iter().enumerate() {
                let pointer = format!("/contact/emails/{i}/address");
                let used = self.span(email.added_at, email.removed_at);
                let address = email.address.canonical();
                self.add_used(IdentifierKind::Email, &address, pointer.clone(), used);
                if let Some(family) = family(email.address.local(), email.address.domain()) {
                    self.add_used(IdentifierKind::EmailFamily, &family, pointer, used);
                }
            }
            for (i, phone) in contact.phones.iter().enumerate() {
                let pointer = format!("/contact/phones/{i}/number");
                let used = self.span(phone.added_at, phone.removed_at);
                self.add_used(IdentifierKind::Phone, phone.number.as_str(), pointer, used);
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

    /// An address without a street is no identifier: many people live in one town.
    fn shipping(&mut self, address: &Address, pointer: String) {
        let Some(line) = &address.line else { return };
        let rest = [&address.city, &address.region, &address.postal_code];
        let rest = rest.map(|part| part.as_ref().map(Text::folded).unwrap_or_default());
        let country = address.country.map(|country| country.to_string()).unwrap_or_default();
        let value = format!("{}\n{}\n{country}", line.folded(), rest.join("\n"));
        self.add(IdentifierKind::ShippingAddress, &value, pointer);
    }

    fn sessions(&mut self, profile: &Profile, facts: &Facts) {
        for (i, session) in profile.sessions.iter().enumerate() {
            let used = (session.started_at, session.last_activity_at.unwrap_or(session.started_at));
            if let Some(ip) = session.ip {
                let (pointer, address) = (format!("/sessions/{i}/ip"), network(ip.0));
                let facts = facts.sessions.get(i).and_then(|facts| facts.ip.as_ref());
                match (facts.and_then(|ip| ip.network), &session.device_id) {
                    (Some(NetworkKind::Residential), _) => {
                        let pointer = pointer.clone();
                        self.add_used(IdentifierKind::HomeLine, &address, pointer, used);
                    }
                    (Some(NetworkKind::Hosting), Some(device)) => {
                        let machine = format!("{address}\n{}", device.as_str());
                        let pointer = pointer.clone();
                        self.add_used(IdentifierKind::CloudMachine, &machine, pointer, used);
                    }
                    _ => {}
                }
                self.add_used(IdentifierKind::Ip, &address, pointer, used);
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

    /// A name with a document, or with an address and a number. One of them alone is not enough: names are common, and a
    /// document can be stolen.
    fn person(&mut self, profile: &Profile) {
        const MAX_EACH: usize = 3;
        for (i, check) in profile.identity_checks.iter().enumerate() {
            if let (Some(name), Some(document)) = (&check.name_on_document, &check.document_digest)
            {
                let value = format!("document\n{}\n{}", name.key(), document.folded());
                let pointer = format!("/identity_checks/{i}/name_on_document");
                self.add(IdentifierKind::SamePerson, &value, pointer);
            }
        }
        let name = profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
        let (Some(name), Some(contact)) = (name, &profile.contact) else { return };
        for email in contact.emails.iter().take(MAX_EACH) {
            for phone in contact.phones.iter().take(MAX_EACH) {
                let (email, phone) = (email.address.canonical(), phone.number.as_str());
                let value = format!("contact\n{}\n{email}\n{phone}", name.key());
                self.add(IdentifierKind::SamePerson, &value, "/claims/name".to_owned());
            }
        }
    }

    /// The claimed country, and the state or else the town.
    fn place(&mut self, profile: &Profile) {
        let Some(claims) = &profile.claims else { return };
        let Some(country) = claims.country else { return };
        let kind = IdentifierKind::ClaimedPlace;
        let half = |value: &str| {
            let digest = self.pepper.digest(kind, value).0.cast_unsigned();
            u32::try_from(digest >> u32::BITS).unwrap_or_default()
        };
        let state = claims.region.as_ref();
        let state = state.map(|state| half(&format!("{country}\n{}", state.folded())) & !1);
        let town = claims.city.as_ref();
        let town = town.map(|town| half(&format!("{country}\ntown\n{}", town.folded())) | 1);
        let area = state.or(town).unwrap_or_default();
        let place = ClaimedPlace { country: half(&country.to_string()), area };
        let (digest, pointer) = (place.digest(), "/claims/country".to_owned());
        let (first_used_at, used_at) = (self.now, self.now);
        let place = Identifier { kind, digest, pointer, first_used_at, used_at };
        self.identifiers.insert((kind, String::new()), place);
    }

    fn money_and_documents(&mut self, profile: &Profile) {
        for (i, payout) in profile.payouts.iter().enumerate() {
            if let Some(account) = &payout.account {
                let pointer = format!("/payouts/{i}/account");
                let used = self.span(payout.added_at, payout.removed_at);
                self.add_used(IdentifierKind::PayoutAccount, account.expose(), pointer, used);
            }
        }
        for (i, check) in profile.identity_checks.iter().enumerate() {
            if let Some(document) = &check.document_digest {
                let pointer = format!("/identity_checks/{i}/document_digest");
                self.add(IdentifierKind::Document, document.folded(), pointer);
            }
            if let Some(template) = &check.image_template_id {
                let pointer = format!("/identity_checks/{i}/image_template_id");
                self.add(IdentifierKind::IdImage, template.as_str(), pointer);
            }
            for value in submission::values(check) {
                let pointer = format!("/identity_checks/{i}");
                self.add(IdentifierKind::IdSubmission, &value, pointer);
            }
            if let Some(device) = &check.device_id {
                let pointer = format!("/identity_checks/{i}/device_id");
                let used = check.checked_at.unwrap_or(self.now);
                self.add_used(IdentifierKind::Device, device.as_str(), pointer, (used, used));
            }
        }
        let ratings = profile.activity.iter().flat_map(|activity| &activity.ratings);
        for (i, rating) in ratings.enumerate() {
            let top = rating.stars.is_some_and(|stars| stars.0 >= 4.5);
            if let (true, Some(client)) = (top, &rating.client_id) {
                let pointer = format!("/activity/ratings/{i}/client_id");
                let used = (rating.at, rating.at);
                self.add_used(IdentifierKind::RatingClient, client.as_str(), pointer, used);
            }
        }
    }

    fn content(&mut self, profile: &Profile) {
        // Many people use the same drawing or stock avatar.
        let photos = profile.photos.iter().enumerate();
        for (i, photo) in photos.filter(|(_, photo)| photo.shows_no_person != Some(true)) {
            if let Some(hash) = photo.perceptual_hash {
                let value = format!("phash:{:016x}", hash.0);
                self.add(IdentifierKind::Photo, &value, format!("/photos/{i}/perceptual_hash"));
            }
            if let Some(digest) = &photo.digest {
                self.add(IdentifierKind::Photo, digest.folded(), format!("/photos/{i}/digest"));
            } else if let Some(image) = &photo.image {
                let value = format!("sha256:{}", hex(&Sha256::digest(&image.0)));
                self.add(IdentifierKind::Photo, &value, format!("/photos/{i}/image"));
            }
        }
        if let Some(digest) = profile.resume_file.as_ref().and_then(|file| file.digest.as_ref()) {
            let pointer = "/resume_file/digest".to_owned();
            self.add(IdentifierKind::ResumeFile, digest.folded(), pointer);
        }
        if let Some(id) = profile.resume_file.as_ref().and_then(|file| file.document_id.as_ref()) {
            let pointer = "/resume_file/document_id".to_owned();
            self.add(IdentifierKind::FileOrigin, id.folded(), pointer);
        }
        let portfolios = profile.links.iter().flat_map(|links| &links.portfolios);
        for (i, portfolio) in portfolios.enumerate() {
            if let Some(id) = &portfolio.analytics_id {
                let pointer = format!("/links/portfolios/{i}/analytics_id");
                self.add(IdentifierKind::AnalyticsId, id.as_str(), pointer);
            }
        }
        self.commits(profile);
        self.commit_contents(profile);
    }

    /// Only the account's own commits: copied history contains other people's addresses. A common name is not enough,
    /// because a persona can take the name of the person whose work it copies. Addresses that a code host makes up belong
    /// to a single account or a bot.
    fn commits(&mut self, profile: &Profile) {
        let github = profile.links.as_ref().and_then(|links| links.github.as_ref());
        for (i, commit, attribution) in github.into_iter().flat_map(GitHub::own_commits) {
            let email = commit.commit.as_ref().and_then(|git| git.author.as_ref()?.email.as_ref());
            let Some(email) = email.map(|email| email.as_str().trim().to_lowercase()) else {
                continue;
            };
            let is_private = email.contains('@') && !is_made_up_by_host(&email);
            if is_private && attribution < Attribution::PublicName {
                let pointer = format!("/links/github/commits/{i}/commit/author/email");
                self.add(IdentifierKind::CommitEmail, &email, pointer);
            }
        }
    }

    /// A sample of the commits, each by its time and first line and by its digest. All profiles with a commit sample it or
    /// leave it out together, because what decides is its content. Forks are copies by nature.
    fn commit_contents(&mut self, profile: &Profile) {
        let github = profile.links.as_ref().and_then(|links| links.github.as_ref());
        for (_, i, content, sha) in github.map(sampled_commits).unwrap_or_default() {
            let pointer = format!("/links/github/commits/{i}/commit/message");
            self.add(IdentifierKind::CommitContent, &content, pointer);
            let pointer = format!("/links/github/commits/{i}/sha");
            self.add(IdentifierKind::CommitDigest, &sha, pointer);
        }
    }

    /// A device with each quarter of an hour in which it was in a call, for at most two hours.
    fn meetings(&mut self, profile: &Profile) {
        const QUARTER: i64 = 15 * 60;
        const MAX_SLOTS: i64 = 8;
        for (i, interview) in profile.interviews.iter().enumerate() {
            let (Some(from), Some(device)) = (interview.at, &interview.device_id) else { continue };
            let first = from.timestamp().div_euclid(QUARTER);
            let until =
                interview.until.map_or(first, |until| (until.timestamp() - 1).div_euclid(QUARTER));
            for slot in first..=until.clamp(first, first + MAX_SLOTS - 1) {
                let value = format!("{}\n{slot}", device.as_str());
                let pointer = format!("/interviews/{i}/device_id");
                self.add_used(IdentifierKind::MeetingSlot, &value, pointer, (from, from));
            }
            let pointer = format!("/interviews/{i}/device_id");
            self.add_used(IdentifierKind::Device, device.as_str(), pointer, (from, from));
        }
    }

    fn references(&mut self, profile: &Profile) {
        let references = profile.claims.iter().flat_map(|claims| &claims.references);
        for (i, reference) in references.enumerate() {
            if let Some(email) = &reference.email {
                let pointer = format!("/claims/references/{i}/email");
                let email = email.canonical();
                self.add(IdentifierKind::Referee, &email, pointer.clone());
                self.add(IdentifierKind::ReferenceEmail, &email, pointer);
            }
            if let Some(phone) = &reference.phone {
                let pointer = format!("/claims/references/{i}/phone");
                self.add(IdentifierKind::Referee, phone.as_str(), pointer.clone());
                self.add(IdentifierKind::ReferencePhone, phone.as_str(), pointer);
            }
        }
    }

    fn declarations(&mut self, profile: &Profile) {
        let Some(claims) = &profile.claims else { return };
        if let Some(agency) = &claims.declared_agency {
            let pointer = "/claims/declared_agency".to_owned();
            self.add(IdentifierKind::Agency, agency.folded(), pointer);
        }
        for (i, other) in claims.related_accounts.iter().enumerate() {
            // Sorted, so that both sides get the same digest if both declare the relation.
            let mut pair = [profile.external_id.as_str(), other.as_str()];
            pair.sort_unstable();
            let value = format!("{}\n{}", pair[0], pair[1]);
            self.add(IdentifierKind::Relation, &value, format!("/claims/related_accounts/{i}"));
        }
    }
}

/// A commit's place in the sample, its index, its time and first line, and its digest.
type SampledCommit = ([u8; 8], usize, String, String);

/// The commits with the smallest digests of their content. A time at midnight is mostly a date without a time, which many
/// first commits have in common.
fn sampled_commits(github: &GitHub) -> Vec<SampledCommit> {
    const SECONDS_OF_DAY: i64 = 24 * 60 * 60;
    let forks: HashSet<&str> = (github.repos.iter())
        .filter(|repo| repo.fork == Some(true))
        .filter_map(|repo| Some(repo.full_name.as_ref()?.folded()))
        .collect();
    let is_in_fork = |commit: &GitHubCommit| {
        !forks.is_empty()
            && commit.repository().is_some_and(|name| forks.contains(fold(&name).as_str()))
    };
    let mut commits: Vec<SampledCommit> = (github.commits.iter().enumerate())
        .filter_map(|(i, commit)| {
            let git = commit.commit.as_ref()?;
            let at = git.author.as_ref()?.date?.at.timestamp();
            let subject = git.message.as_ref()?.subject();
            let sha = commit.sha.as_ref()?.as_str().to_lowercase();
            if subject.is_empty() || at.rem_euclid(SECONDS_OF_DAY) == 0 || is_in_fork(commit) {
                return None;
            }
            let content = format!("{at}\n{subject}");
            let place = Sha256::digest(&content);
            Some((*place.first_chunk()?, i, content, sha))
        })
        .collect();
    commits.sort_unstable();
    commits.dedup_by(|commit, other| commit.2 == other.2);
    commits.truncate(MAX_SAMPLED_COMMITS);
    commits
}

/// The common part of addresses that differ only in the last digit of a running number. Numbers that can be a birth
/// year and short stems don't count: many unrelated people have addresses like these.
fn family(local: &str, domain: &str) -> Option<String> {
    const MIN_STEM: usize = 5;
    let stem = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &local[stem.len()..];
    let year = match (digits.len(), digits.parse::<u32>().ok()?) {
        (2, number) => number >= 40 || number <= 15,
        (4, number) => (1900..=2030).contains(&number),
        _ => false,
    };
    let is_series = (2..=6).contains(&digits.len()) && !year && stem.chars().count() >= MIN_STEM;
    let tens = &digits[..digits.len().saturating_sub(1)];
    is_series.then(|| {
        format!("{}\n{tens}\n{}\n{}", stem.to_lowercase(), digits.len(), domain.to_lowercase())
    })
}

/// An IPv4 address, or the /64 network of an IPv6 address, which is what a provider assigns to one customer.
fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let segments = ip.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", segments[0], segments[1], segments[2], segments[3])
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::profile;

    #[test]
    fn a_photo_that_shows_no_person_links_no_one() {
        let photos = |shows_no_person: bool| {
            let photo = json!({ "perceptual_hash": "c3d0e1f08794a5b2", "digest": "d1g357", "shows_no_person": shows_no_person });
            let document = json!({ "external_id": "case", "photos": [photo] });
            let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
            let pepper = Pepper::new([7; 32]);
            let facts = Facts::default();
            let all = identifiers(&profile, &facts, &pepper, DateTime::UNIX_EPOCH);
            let near = crate::similarity::photos::hashes(
                &profile,
                &std::collections::BTreeMap::new(),
                pepper.photo_key(),
            );
            all.iter().filter(|one| one.kind == IdentifierKind::Photo).count() + near.len()
        };
        assert_eq!(photos(false), 3);
        assert_eq!(photos(true), 0);
    }
}
