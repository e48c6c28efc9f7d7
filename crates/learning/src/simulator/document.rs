//! Turns a simulated person into the profile that a platform would send.

use chrono::{DateTime, Datelike, Duration, SecondsFormat, TimeZone, Timelike, Utc};
use rand::RngExt;
use serde_json::{Value, json};

use super::Random;
use super::people::{Person, days_ago};

pub(super) fn document(random: &mut Random, person: &Person) -> Value {
    let mut document = json!({
        "schema": "bonafide.profile/v1",
        "external_id": person.external_id,
        "claims": claims(person),
        "contact": contact(person),
    });
    let sends = person.sends;
    let mut add = |sent: bool, section: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|_| sent) {
            document[section] = value;
        }
    };
    add(sends.sessions, "sessions", Some(sessions(random, person)));
    add(sends.payouts, "payouts", Some(payouts(person)));
    add(sends.checks, "identity_checks", Some(checks(person)));
    add(sends.resume, "resume", Some(resume(person)));
    add(sends.resume, "resume_file", Some(json!({ "digest": person.paper.file })));
    add(sends.github, "links", code(random, person));
    add(sends.activity, "activity", Some(activity(random, person)));
    add(sends.messages, "messages", Some(messages(person)));
    add(sends.shipments, "shipments", shipments(person));
    add(sends.photos, "photos", photo(person));
    document
}

/// A time as profiles write it.
pub(super) fn time(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Secs, true).into()
}

fn claims(person: &Person) -> Value {
    let stay = |(country, from): &(evidence::profile::CountryCode, DateTime<Utc>)| json!({ "country": country.to_string(), "from": time(*from) });
    let mut claims = json!({
        "name": person.name,
        "country": person.home.country.to_string(),
        "time_zone": person.home.zone,
        "years_of_experience": person.years,
        "stays": person.stays.iter().map(stay).collect::<Vec<_>>(),
    });
    if let Some(agency) = &person.agency {
        claims["declared_agency"] = agency.clone().into();
    }
    if !person.related.is_empty() {
        claims["related_accounts"] = person.related.clone().into();
    }
    claims
}

fn contact(person: &Person) -> Value {
    let mut contact = json!({
        "emails": [{ "address": person.email }],
        "phones": [{ "number": person.phone, "line_type": "mobile" }],
    });
    if person.sends.changes {
        let change = |(i, days): (usize, &i64)| {
            let changed = if i % 2 == 0 { "phone" } else { "email" };
            json!({ "at": time(days_ago(person, *days)), "changed": changed })
        };
        contact["changes"] = person.changes.iter().enumerate().map(change).collect();
    }
    let mut addresses: Vec<Value> = Vec::new();
    let parcel = person.parcel.as_ref();
    if person.sends.shipments && parcel.is_some() {
        let at_home = parcel.filter(|parcel| parcel.at_home);
        let line = at_home
            .map_or_else(|| format!("1 {} Lane", person.external_id), |parcel| parcel.line.clone());
        addresses.push(address("id_document", &line, "Hometown", person));
    }
    for i in 0..person.paper.moves {
        let line = format!("{i} {} Road", person.external_id);
        let mut home = address("residence", &line, &format!("Town {i}"), person);
        home["added_at"] = time(days_ago(person, 30 + 60 * i64::try_from(i).unwrap_or_default()));
        addresses.push(home);
    }
    contact["addresses"] = addresses.into();
    contact
}

fn address(purpose: &str, line: &str, city: &str, person: &Person) -> Value {
    json!({ "purpose": purpose, "line": line, "city": city, "country": person.home.country.to_string() })
}

/// The time at which clocks in a zone show the given hour of a day.
fn at_hour(zone: &str, day: DateTime<Utc>, hour: i64) -> DateTime<Utc> {
    use chrono::Offset;
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let offset = zone.offset_from_utc_datetime(&day.naive_utc()).fix().local_minus_utc();
    let midnight = day.with_hour(0).and_then(|day| day.with_minute(0)).unwrap_or(day);
    midnight + Duration::hours(hour) - Duration::seconds(i64::from(offset))
}

fn sessions(random: &mut Random, person: &Person) -> Value {
    let usage = &person.usage;
    let location = person.actual_location.unwrap_or(person.home);
    let mut all: Vec<Value> = Vec::new();
    for i in 0..usage.sessions {
        let mut ago = i64::try_from(usage.sessions - i).unwrap_or_default() * 2;
        let before_silence = usage.silence_days.filter(|_| i < usage.sessions / 3);
        ago += before_silence.unwrap_or_default();
        let day = days_ago(person, ago.max(1));
        let hour = usage.day_begins + random.random_range(0..7);
        let began =
            at_hour(location.zone, day, hour) + Duration::minutes(random.random_range(0..60));
        let hours = if i + 1 == usage.sessions {
            usage.longest_hours
        } else {
            random.random_range(1..usage.longest_hours.clamp(2, 9))
        };
        let duration = Duration::minutes(hours * 60 - random.random_range(0..50));
        // No activity after the submission.
        let until = (began + duration).min(person.now);
        let device = match (&usage.second_device, before_silence) {
            (_, Some(_)) => format!("{}-before", usage.device),
            (Some(second), None) if random.random_bool(0.3) => second.clone(),
            _ => usage.device.clone(),
        };
        let mut session = json!({
            "started_at": time(began.min(person.now)),
            "last_activity_at": time(until.max(began.min(person.now))),
            "ip": session_address(random, person),
            "device_id": device,
            "browser_session_id": format!("{}-{}", usage.browser, if random.random_bool(0.5) { 0 } else { i }),
            "time_zone": if before_silence.is_some() { person.home.zone } else { usage.clock },
        });
        session["activity"] = active(&session);
        if person.sends.client {
            session["client"] = json!({
                "remote_desktop": random.random_bool(usage.remote),
                "virtual_machine": random.random_bool(usage.virtual_machine),
                "antidetect_browser": random.random_bool(usage.antidetect),
            });
        }
        if let Some(address) = usage.concurrent_address.as_ref().filter(|_| i % 4 == 1) {
            let mut other = session.clone();
            other["ip"] = address.clone().into();
            other["started_at"] = time((began + duration / 2).min(until));
            other["activity"] = active(&other);
            all.push(other);
        }
        if let Some(address) = usage.next_address.as_ref().filter(|_| i % 3 == 1) {
            let mut next = session.clone();
            let began = until + Duration::minutes(40);
            next["ip"] = address.clone().into();
            next["started_at"] = time(began.min(person.now));
            next["last_activity_at"] = time((began + Duration::hours(1)).min(person.now));
            next["activity"] = active(&next);
            all.push(next);
        }
        all.push(session);
    }
    all.into()
}

/// The activity of a session: all of it.
fn active(session: &Value) -> Value {
    json!([{ "from": session["started_at"], "until": session["last_activity_at"] }])
}

/// Draws the IP address of a session.
fn session_address(random: &mut Random, person: &Person) -> String {
    for (address, share) in &person.usage.other_addresses {
        if random.random_bool(*share) {
            return address.clone();
        }
    }
    person.usage.address.clone()
}

fn payouts(person: &Person) -> Value {
    let money = &person.money;
    let last = money.added.len().saturating_sub(1);
    let payout = |(i, days): (usize, &i64)| {
        let mut payout = json!({
            "method": money.method,
            "account": if i == last { money.account.clone() } else { format!("{}-{i}", money.account) },
            "holder_name": money.holder,
            "country": money.country.to_string(),
            "added_at": time(days_ago(person, *days)),
            "opened_at": time(days_ago(person, *days + money.opened_before)),
            "holder_relation": money.relation,
        });
        if i != last {
            payout["removed_at"] = time(days_ago(person, (*days - 1).max(0)));
        }
        payout
    };
    money.added.iter().enumerate().map(payout).collect()
}

fn checks(person: &Person) -> Value {
    let check = &person.check;
    let mut all: Vec<Value> = (0..check.failures)
        .map(|i| {
            // After the check that was passed, which would make up for them.
            let at = days_ago(person, 60 + i64::try_from(i).unwrap_or_default());
            json!({ "result": "failed", "checked_at": time(at), "device_id": check.device, "ip": check.address })
        })
        .collect();
    let signals: Vec<String> = (0..check.tampering).map(|i| format!("edited_region_{i}")).collect();
    all.push(json!({
        "result": "passed",
        "checked_at": time(days_ago(person, 90)),
        "document_digest": check.document,
        "name_on_document": check.name,
        "device_id": check.device,
        "ip": check.address,
        "tamper_signals": signals,
    }));
    all.into()
}

fn resume(person: &Person) -> Value {
    let year = person.now.year();
    let first = year - i32::try_from(person.paper.years_listed).unwrap_or_default();
    let middle = i32::midpoint(first, year);
    let mut work = vec![
        json!({ "name": "Northwind Example", "position": "Engineer", "startDate": format!("{first}-03"), "endDate": format!("{middle}-05") }),
        json!({ "name": "Tailspin Example", "position": "Senior engineer", "startDate": format!("{middle}-06") }),
    ];
    if person.paper.impossible {
        work.push(json!({ "name": "Fabrikam Example", "startDate": format!("{middle}-09"), "endDate": format!("{}-02", middle - 1) }));
    }
    json!({
        "basics": { "name": person.name, "label": "Engineer", "location": { "countryCode": person.paper.resume_country.to_string() } },
        "work": work,
        "education": [{ "institution": "Example College", "startDate": format!("{}-09", first - 4), "endDate": format!("{first}-02") }],
        "languages": [{ "language": "Esperanto" }],
        "meta": { "lastModified": days_ago(person, person.paper.changed_days_ago).format("%Y-%m-%d").to_string() },
    })
}

fn code(random: &mut Random, person: &Person) -> Option<Value> {
    let code = person.code.as_ref()?;
    let created = days_ago(person, code.age_days);
    let repos = random.random_range(6..20_usize);
    let repo = |i: usize| {
        #[expect(clippy::cast_precision_loss, reason = "there are few repositories")]
        let early = (i as f64) < code.early_share * repos as f64;
        let later = 31
            + (code.age_days - 31).max(1) * i64::try_from(i + 1).unwrap_or(1)
                / i64::try_from(repos + 1).unwrap_or(1);
        let after = if early {
            i64::try_from(i % 28).unwrap_or_default()
        } else {
            later.min(code.age_days - 1)
        };
        json!({
            "full_name": format!("{}/project-{i}", code.login), "fork": false,
            "created_at": time(created + Duration::days(after)), "stargazers_count": i % 4,
        })
    };
    let commits = random.random_range(6..24_usize);
    let commit = |i: usize| {
        let backdated = i < code.backdated;
        let after = code.age_days * i64::try_from(i).unwrap_or_default()
            / i64::try_from(commits).unwrap_or(1);
        let at = created + Duration::days(if backdated { -200 } else { after });
        let email = if i.is_multiple_of(code.emails) {
            code.email.clone()
        } else {
            format!("{}-{}", i % code.emails, code.email)
        };
        json!({
            "sha": format!("{:040x}", i + 1),
            "url": format!("https://api.github.com/repos/{}/project-{i}/commits/{:040x}", code.login, i + 1),
            "commit": { "author": { "email": email, "date": time(at) } },
            "author": { "login": code.login },
        })
    };
    Some(json!({ "github": {
        "user": {
            "login": code.login, "created_at": time(created), "followers": code.followers, "following": code.following,
            "public_repos": repos,
        },
        "repos": (0..repos).map(repo).collect::<Vec<_>>(),
        "commits": (0..commits).map(commit).collect::<Vec<_>>(),
    }}))
}

fn activity(random: &mut Random, person: &Person) -> Value {
    let work = &person.work;
    let busiest = days_ago(person, 5);
    let mut applications: Vec<Value> = (0..work.busiest_day)
        .map(|i| json!({ "at": time(busiest + Duration::minutes(i64::try_from(i).unwrap_or_default() * 8)), "kind": "bid" }))
        .collect();
    applications.extend((0..random.random_range(0..12)).map(|i| {
        json!({ "at": time(days_ago(person, 8 + i * 3)), "kind": "application", "accepted": i % 3 == 0 })
    }));
    let engagement = |i: usize| {
        let started = days_ago(person, 40 + i64::try_from(i).unwrap_or_default());
        let mut engagement = json!({ "client_id": format!("{}-client-{i}", person.external_id), "started_at": time(started), "full_time": true, "weekly_hours": 38 });
        engagement["client_account"] = if work.own_client && i == 0 {
            person.money.account.clone().into()
        } else {
            format!("CLIENT-{}-{i}", person.external_id).into()
        };
        engagement
    };
    let engagements = work.full_time.max(usize::from(work.own_client));
    let rating = |(client, days): &(String, i64)| json!({ "at": time(days_ago(person, *days)), "client_id": client, "stars": 5 });
    let mut activity = json!({
        "signed_up_at": time(days_ago(person, 400 + person.usage.silence_days.unwrap_or_default())),
        "sign_ins": work.sign_ins,
        "window_days": 60,
        "applications": applications,
        "engagements": (0..engagements).map(engagement).collect::<Vec<_>>(),
        "ratings": work.clients.iter().map(rating).collect::<Vec<_>>(),
    });
    if work.suspended {
        activity["suspended_at"] = time(days_ago(person, 20));
    }
    activity
}

fn messages(person: &Person) -> Value {
    let message = |(i, text): (usize, &&str)| {
        let ago = 10 - i64::try_from(i).unwrap_or_default().min(9);
        json!({ "at": time(days_ago(person, ago)), "direction": "sent", "channel": "chat", "text": text })
    };
    person.messages.iter().enumerate().map(message).collect()
}

fn shipments(person: &Person) -> Option<Value> {
    let parcel = person.parcel.as_ref()?;
    let city = if parcel.at_home { "Hometown" } else { "Elsewhere" };
    let mut shipment = json!({
        "address": address("shipping", &parcel.line, city, person),
        "requested_at": time(days_ago(person, 12)),
        "dispatched_at": time(days_ago(person, 9)),
    });
    shipment["changes"] = json!([]);
    if parcel.changed_late {
        let previous = address("shipping", "8 Former Lane", "Othertown", person);
        shipment["changes"] = json!([{ "at": time(days_ago(person, 10)), "previous": previous }]);
    }
    Some(json!([shipment]))
}

fn photo(person: &Person) -> Option<Value> {
    Some(json!([{ "perceptual_hash": format!("{:016x}", person.paper.photo?) }]))
}
