//! What a platform reports about a person besides their activity: background checks, web pages, texts, telemetry, list
//! matches. Reports are added to the finished document, so missing sections stay missing.
//!
//! Each report has three rates: how often it is present, and how often a careless fake and a genuine person show the
//! red flag. All rates are judgements.

use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
use evidence::lists::{ListKind, ListMeaning};
use rand::RngExt;
use serde_json::{Value, json};

use super::Random;
use super::document::time;
use super::people::{Person, days_ago, name};

/// How often the report is present, how often fakes and genuine people show the red flag, and the function that writes
/// it.
type Report = (f64, f64, f64, fn(&mut Writer<'_>, bool));

struct Writer<'a> {
    random: &'a mut Random,
    person: &'a Person,
    document: &'a mut Value,
}

const REPORTS: [Report; 45] = [
    (0.06, 0.30, 0.010, |to, hit| {
        let delay =
            if hit { to.random.random_range(120..300) } else { to.random.random_range(5..60) };
        to.set("/endpoint/devices/0/input_latency_ms", delay.into());
    }),
    (0.40, 0.35, 0.060, |to, hit| {
        let known = if hit { 0 } else { to.random.random_range(1..30) };
        to.set("/contact/emails/0/known_sources", known.into());
    }),
    (0.20, 0.40, 0.030, |to, hit| to.check("employment", if hit { "denied" } else { "confirmed" })),
    (0.12, 0.30, 0.020, |to, hit| to.check("education", if hit { "denied" } else { "confirmed" })),
    (0.25, 0.25, 0.010, |to, hit| {
        to.check("identity_elements", if hit { "conflict" } else { "confirmed" });
    }),
    (0.15, 0.20, 0.015, |to, hit| {
        to.check("residence", if hit { "not_residential" } else { "confirmed" });
    }),
    (0.80, 0.10, 0.010, |to, hit| {
        let text = if hit { "Served LangChain agents." } else { "Built and ran services." };
        to.set_in("/resume/work/0", "summary", text.into());
        to.set_in("/resume/work/0", "endDate", if hit { "2019-05" } else { "2023-05" }.into());
    }),
    (0.30, 0.25, 0.010, |to, hit| {
        let name = if hit { name(to.random) } else { to.person.name.clone() };
        to.push("/links/profiles", json!({ "name": name }));
    }),
    (0.35, 0.35, 0.070, |to, hit| {
        to.push("/links/profiles", json!({ "status": if hit { "not_found" } else { "found" } }));
    }),
    (0.30, 0.40, 0.080, |to, hit| {
        let days =
            if hit { to.random.random_range(3..80) } else { to.random.random_range(300..4000) };
        let created = to.ago(days);
        to.push("/links/profiles", json!({ "network": "LinkedIn", "created_at": created }));
    }),
    (0.10, 0.15, 0.005, |to, hit| {
        let (silent, changed) = (to.ago(900), to.ago(if hit { 30 } else { 700 }));
        let changes = json!({ "dormant_since": silent, "photo_changed_at": changed, "occupation_changed_at": changed });
        to.push("/links/profiles", changes);
    }),
    (0.15, 0.20, 0.004, |to, hit| {
        let before = if hit { name(to.random) } else { to.person.name.clone() };
        let (now, changed) = (to.person.name.clone(), to.ago(100));
        to.push(
            "/links/profiles",
            json!({ "name": now, "previous_name": before, "photo_changed_at": changed }),
        );
    }),
    (0.20, 0.30, 0.060, |to, hit| {
        let page = if hit {
            json!({ "url": "https://sample.netlify.app", "pages": 1, "links_checked": 5, "links_broken": 4 })
        } else {
            json!({ "url": "https://sample.example.com", "pages": 6, "links_checked": 5, "links_broken": 0 })
        };
        to.push("/links/portfolios", page);
    }),
    (0.30, 0.20, 0.030, |to, hit| to.set_in("/photos/0", "synthetic", hit.into())),
    (0.15, 0.15, 0.003, |to, hit| {
        let own = to.person.email.clone();
        let email = if hit { own } else { format!("boss-{}@example.org", to.person.external_id) };
        to.push("/claims/references", json!({ "email": email }));
    }),
    (0.15, 0.25, 0.010, |to, hit| {
        to.each("/links/github/commits", |commit, _| {
            let date = commit["commit"]["author"]["date"].clone();
            let author = json!({ "email": "original@example.net", "date": date });
            let found = json!({ "repository": "other-example/original", "author": author });
            commit["found_elsewhere"] = if hit { json!([found]) } else { json!([]) };
        });
        to.each("/links/github/commits", |commit, _| {
            let url = commit["url"].as_str().unwrap_or_default().to_owned();
            let (base, hash) = url.rsplit_once("/commits/").unwrap_or_default();
            let owner = base.rsplit_once('/').unwrap_or_default().0;
            commit["url"] = format!("{owner}/project-0/commits/{hash}").into();
        });
    }),
    (0.25, 0.30, 0.020, |to, hit| to.clocks(if hit { &[360] } else { &[0] })),
    (0.20, 0.25, 0.020, |to, hit| to.clocks(if hit { &[0, 360, -300] } else { &[0] })),
    (0.20, 0.08, 0.010, |to, hit| {
        to.each("/links/github/repos", |repo, i| {
            repo["secrets_found"] = u32::from(hit && i < 2).into();
        });
    }),
    (1.00, 0.10, 0.004, |to, hit| {
        to.reported(hit, "prepayment_demand_or_aggression", "Pay me now or you will regret it.");
    }),
    (1.00, 0.05, 0.0005, |to, hit| {
        to.reported(
            hit,
            "asks_colleagues_for_personal_details",
            "Can I borrow your passport for a contract?",
        );
    }),
    (1.00, 0.03, 0.0005, |to, hit| {
        to.reported(hit, "code_or_data_extortion_threat", "Pay the rest or I leak the repository.");
    }),
    (1.00, 0.08, 0.006, |to, hit| {
        to.reported(hit, "off_platform_move_request", "Contact me on Telegram.");
    }),
    (1.00, 0.06, 0.004, |to, hit| {
        to.reported(hit, "payout_crypto_insistence", "I only accept crypto.");
    }),
    (1.00, 0.03, 0.0005, |to, hit| {
        to.reported(
            hit,
            "account_lockout_story_needs_letter",
            "I need a letter to unfreeze my wallet.",
        );
    }),
    (1.00, 0.03, 0.0005, |to, hit| {
        to.reported(hit, "use_other_account_request", "Please hire my other account.");
    }),
    (1.00, 0.05, 0.0003, |to, hit| {
        to.reported(hit, "subcontract_or_account_rental_offer", "I want to rent your account.");
    }),
    (1.00, 0.03, 0.0003, |to, hit| {
        to.reported(hit, "recruits_proxy_interviewers", "Attend the interview for me.");
    }),
    (1.00, 0.03, 0.0002, |to, hit| to.reported(hit, "identity_owner_dispute", "I never applied.")),
    (0.05, 0.30, 0.020, |to, hit| to.shifts(hit)),
    (0.06, 0.40, 0.010, |to, hit| {
        let tools = if hit { json!(["Far Desk"]) } else { json!([]) };
        to.set("/endpoint/devices/0/remote_control_tools", tools);
    }),
    (0.06, 0.30, 0.002, |to, hit| to.set("/endpoint/devices/0/ip_kvm", hit.into())),
    (0.06, 0.40, 0.010, |to, hit| {
        let far = if to.person.home.country.to_string() == "CL" { "FI" } else { "CL" };
        let home = to.person.actual_location.unwrap_or(to.person.home).country.to_string();
        to.set("/endpoint/devices/0/country", if hit { far.into() } else { home.into() });
    }),
    (0.06, 0.20, 0.020, |to, hit| {
        to.set("/endpoint/first_days/secrets_read", if hit { 60 } else { 2 }.into());
    }),
    (0.10, 0.15, 0.0005, |to, hit| {
        let ring = to.key("library");
        let device =
            if hit { format!("call-{ring}") } else { format!("call-{}", to.person.external_id) };
        let at = if hit { "2026-05-05T15:00:00Z".into() } else { to.ago(20) };
        to.push("/interviews", json!({ "at": at, "device_id": device }));
    }),
    (0.30, 0.35, 0.050, |to, hit| {
        let booth = to.random.random_range(0..40);
        let shared = to.person.ring.clone().unwrap_or_else(|| format!("booth-{booth}"));
        let template = if hit { shared } else { format!("own-{}", to.person.external_id) };
        to.set_in("/identity_checks/0", "image_template_id", template.into());
    }),
    (1.00, 0.10, 0.001, |to, hit| {
        if hit {
            let stem: String =
                to.key("crowd").chars().filter(char::is_ascii_alphanumeric).collect();
            let number = to.random.random_range(20..30);
            to.set_in(
                "/contact/emails/0",
                "address",
                format!("{stem}dev{number}@example.org").into(),
            );
        }
    }),
    (0.90, 0.35, 0.003, |to, hit| {
        let text = to.text("resume", hit);
        to.set_in("/resume_file", "text", text.into());
    }),
    (0.40, 0.30, 0.010, |to, hit| {
        let (text, at) = (to.text("letter", hit), to.ago(7));
        to.push_in("/activity", "applications", json!({ "at": at, "cover_letter": text }));
    }),
    (0.15, 0.25, 0.003, |to, hit| {
        let text = to.text("portfolio", hit);
        to.push("/links/portfolios", json!({ "text": text }));
    }),
    (0.08, 0.15, 0.004, |to, hit| {
        let text = to.document.pointer("/resume_file/text").cloned();
        let (text, name) = (text.filter(|_| hit), name(to.random));
        let text = text.unwrap_or_else(|| to.text("elsewhere", false).into());
        to.push("/links/public_texts", json!({ "name": name, "text": text }));
    }),
    (0.30, 0.20, 0.030, |to, hit| {
        let author = if hit { name(to.random) } else { to.person.name.clone() };
        to.set_in("/resume_file", "author", author.into());
    }),
    (1.00, 0.07, 0.0003, |to, hit| {
        if hit {
            let number = to.random.random_range(0..REPORTED);
            to.push(
                "/contact/emails",
                json!({ "address": format!("reported-{number}@example.net") }),
            );
        }
    }),
    (0.50, 0.22, 0.004, |to, hit| {
        let number = to.random.random_range(0..REPORTED);
        let login = if hit { format!("reported-{number}") } else { format!("popular-{number}") };
        to.push_in("/links/github", "following", json!({ "login": login }));
    }),
    (0.30, 0.10, 0.001, |to, hit| {
        let number = to.random.random_range(0..REPORTED);
        let other = if hit { format!("reported-{number}") } else { format!("friend-{number}") };
        to.push("/claims/referrals", json!({ "external_id": other }));
    }),
];

/// The number of entries per list.
const REPORTED: u32 = 200;

/// The invented threat lists of a cohort.
pub fn lists() -> Vec<(ListKind, ListMeaning, String)> {
    let entries = |n: u32| {
        [
            (ListKind::Email, ListMeaning::Actor, format!("reported-{n}@example.net")),
            (ListKind::Handle, ListMeaning::Actor, format!("reported-{n}")),
            (ListKind::Account, ListMeaning::Actor, format!("reported-{n}")),
            (ListKind::Address, ListMeaning::Forwarder, format!("{n} Forwarder Way")),
            (ListKind::Ip, ListMeaning::Actor, format!("198.18.0.{n}")),
        ]
    };
    (0..REPORTED).flat_map(entries).collect()
}

/// Adds the platform's reports about a person to their document.
pub(super) fn report(random: &mut Random, person: &Person, document: &mut Value) {
    let strength = person.care.map_or(0.0, |care| [1.0, 0.6, 0.2, 0.03][usize::from(care.min(3))]);
    for (present, fake, honest, write) in REPORTS {
        let share = if person.fake { (fake * strength).max(honest) } else { honest };
        let (is_present, hit) = (random.random_bool(present), random.random_bool(share));
        if is_present {
            write(&mut Writer { random, person, document }, hit);
        }
    }
    exit(random, person, strength, document);
    parcel(random, person, strength, document);
}

/// Routes sessions through a listed exit. Genuine people use it too, but without remote desktops.
fn exit(random: &mut Random, person: &Person, strength: f64, document: &mut Value) {
    let share = if person.fake { (0.15 * strength).max(0.01) } else { 0.01 };
    if !random.random_bool(share) {
        return;
    }
    let number = random.random_range(0..REPORTED);
    for session in document["sessions"].as_array_mut().into_iter().flatten() {
        session["ip"] = format!("198.18.0.{number}").into();
        if person.fake && random.random_bool(0.7) {
            session["client"]["remote_desktop"] = true.into();
        }
    }
}

fn parcel(random: &mut Random, person: &Person, strength: f64, document: &mut Value) {
    let share = if person.fake { (0.30 * strength).max(0.02) } else { 0.02 };
    let number = random.random_range(0..REPORTED);
    if random.random_bool(share)
        && let Some(address) = document.pointer_mut("/shipments/0/address")
    {
        *address = json!({ "purpose": "shipping", "line": format!("{number} Forwarder Way") });
    }
}

impl Writer<'_> {
    fn ago(&self, days: i64) -> Value {
        time(days_ago(self.person, days))
    }

    /// A key that all members of a ring share. Others share theirs with a few dozen random groups.
    fn key(&mut self, crowd: &str) -> String {
        let number = self.random.random_range(0..60);
        self.person.ring.clone().unwrap_or_else(|| format!("{crowd}{number}"))
    }

    /// Sets a value and creates missing objects and lists along the path.
    fn set(&mut self, path: &str, value: Value) {
        let mut at = &mut *self.document;
        for part in path.split('/').skip(1) {
            if let Ok(index) = part.parse::<usize>() {
                if !at.is_array() {
                    *at = json!([]);
                }
                let list = at.as_array_mut().expect("it was made a list above");
                while list.len() <= index {
                    list.push(json!({}));
                }
                at = &mut list[index];
            } else {
                at = &mut at[part];
            }
        }
        *at = value;
    }

    /// Sets a field of an object, if the object exists.
    fn set_in(&mut self, path: &str, field: &str, value: Value) {
        if let Some(object) = self.document.pointer_mut(path) {
            object[field] = value;
        }
    }

    /// Appends to a list and creates missing objects and lists along the path.
    fn push(&mut self, path: &str, value: Value) {
        let length = self.document.pointer(path).and_then(Value::as_array).map_or(0, Vec::len);
        self.set(&format!("{path}/{length}"), value);
    }

    /// Appends to a list of an object, if the object exists.
    fn push_in(&mut self, path: &str, list: &str, value: Value) {
        if self.document.pointer(path).is_some() {
            self.push(&format!("{path}/{list}"), value);
        }
    }

    /// Changes every element of a list, if the list exists.
    fn each(&mut self, path: &str, change: impl Fn(&mut Value, usize)) {
        let list = self.document.pointer_mut(path).and_then(Value::as_array_mut);
        for (i, element) in list.into_iter().flatten().enumerate() {
            change(element, i);
        }
    }

    fn check(&mut self, kind: &str, outcome: &str) {
        self.push("/background_checks", json!({ "kind": kind, "outcome": outcome }));
    }

    /// Adds a report by a client, or by the owner of the identity, on a hit.
    fn reported(&mut self, hit: bool, indicator: &str, quote: &str) {
        if !hit {
            return;
        }
        let by_owner = indicator == "identity_owner_dispute";
        let (role, check) = if by_owner {
            ("identity_owner", Value::from("call_back"))
        } else {
            ("client", Value::Null)
        };
        let at = self.ago(3);
        self.push(
            "/observations",
            json!({
                "indicator": indicator, "role": role, "observed_at": at, "quote": quote,
                "verified_by": check,
            }),
        );
    }

    /// Sets the UTC offset of each commit to that of the claimed home, plus the next of the `shifts` in minutes.
    fn clocks(&mut self, shifts: &[i32]) {
        let zone: chrono_tz::Tz = self.person.home.zone.parse().unwrap_or(chrono_tz::UTC);
        let commits = self.document.pointer_mut("/links/github/commits");
        let commits = commits.and_then(Value::as_array_mut).into_iter().flatten();
        for (i, commit) in commits.enumerate() {
            let date = &mut commit["commit"]["author"]["date"];
            let Some(at) = date.as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok()) else {
                continue;
            };
            // Close together, so that the offsets alternate within two weeks.
            let at = if shifts.len() > 1 {
                self.person.now - Duration::hours(7 * i64::try_from(i).unwrap_or_default())
            } else {
                at
            };
            let own = zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
            let offset = chrono::FixedOffset::east_opt(own + 60 * shifts[i % shifts.len()]);
            *date = offset
                .map_or(at.to_rfc3339(), |offset| at.with_timezone(&offset).to_rfc3339())
                .into();
        }
    }

    /// Adds messages from two shifts, by one author or two.
    fn shifts(&mut self, two: bool) {
        for i in 0..40_i64 {
            let at = self.person.now - Duration::days(40 - i / 2) + Duration::hours(12 * (i % 2));
            let careful = format!(
                "Good morning, I looked into item {i}; it works now, and I wrote down how."
            );
            let hasty = format!("hi i do item {i} now u see soon all very good work fine!!");
            let text = if two && i % 2 == 1 { hasty } else { careful };
            let at = time(at.min(self.person.now));
            let message = json!({ "at": at, "channel": "chat", "direction": "sent", "text": text });
            self.push("/messages", message);
        }
    }

    /// A text that is unique to the person, or shared with their ring or group.
    fn text(&mut self, kind: &str, shared: bool) -> String {
        let own = self.person.external_id.clone();
        let key = if shared { self.key("template") } else { own };
        let seed =
            key.bytes().fold(17_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let word = |i: u64| format!("{kind}{}", seed.wrapping_mul(2 * i + 1) % 90_001);
        (0..90).map(word).collect::<Vec<_>>().join(" ")
    }
}
