//! Turns a person into the profile that a platform would send.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, Offset, SecondsFormat, TimeZone, Timelike, Utc,
};
use serde_json::{Value, json};

use super::draw::Draw;
use super::person::{Commit, Person, Street};

pub(super) fn document(draw: &mut Draw, person: &Person) -> Value {
    let sends = person.sends;
    let mut document = json!({
        "schema": "bonafide.profile/v1",
        "external_id": person.id,
        "claims": claims(person),
        "contact": contact(person),
        "sessions": sessions(draw, person),
    });
    let mut add = |sent: bool, section: &str, value: Value| {
        if sent {
            document[section] = value;
        }
    };
    add(sends.payouts, "payouts", payouts(person));
    add(sends.checks, "identity_checks", checks(person));
    add(true, "activity", activity(draw, person));
    add(sends.marketplace, "messages", messages(person));
    add(sends.hiring, "resume", resume(person));
    add(sends.hiring, "resume_file", resume_file(person));
    add(sends.hiring, "interviews", interviews(person));
    add(person.parcel.is_some(), "shipments", shipments(person));
    add(person.paper.photo.is_some(), "photos", photos(person));
    if let Some(endpoint) = endpoint(person) {
        add(true, "endpoint", endpoint);
    }
    add(true, "links", links(person));
    document
}

fn time(at: DateTime<Utc>) -> Value {
    at.to_rfc3339_opts(SecondsFormat::Secs, true).into()
}

fn ago(person: &Person, days: i64) -> Value {
    time(person.at - Duration::days(days))
}

fn claims(person: &Person) -> Value {
    let reference = |(email, phone): &(String, String)| json!({ "name": "A former manager", "email": email, "phone": phone });
    let stay =
        |(country, days): &(String, i64)| json!({ "country": country, "from": ago(person, *days) });
    let mut claims = json!({
        "name": person.names.claimed,
        "country": person.region.code,
        "city": person.home.city,
        "region": person.home.state,
        "time_zone": person.region.zone,
        "years_of_experience": person.paper.years,
        "photo_shown": person.paper.photo.is_some(),
        "stays": person.stays.iter().map(stay).collect::<Vec<_>>(),
    });
    if person.sends.hiring {
        claims["references"] = person.references.iter().map(reference).collect();
    }
    if let Some(days) = person.resident_days {
        let since = person.at - Duration::days(days);
        claims["resident_since"] = since.format("%Y-%m").to_string().into();
    }
    if let Some(agency) = &person.agency {
        claims["declared_agency"] = agency.clone().into();
    }
    if !person.related.is_empty() {
        claims["related_accounts"] = person.related.clone().into();
    }
    claims
}

fn contact(person: &Person) -> Value {
    let email = |(i, address): (usize, &String)| json!({ "address": address, "verified": i == 0 });
    let phone = |phone: &super::person::Phone| {
        let mut value = json!({ "number": phone.number, "line_type": "mobile" });
        if let Some(days) = phone.removed_days {
            value["added_at"] = ago(person, days + 400);
            value["removed_at"] = ago(person, days);
        }
        value
    };
    let mut addresses = vec![address("residence", &person.home)];
    if person.sends.checks {
        addresses.push(address("id_document", &person.home));
    }
    for (region, days) in &person.former_homes {
        let mut former = json!({ "purpose": "residence", "line": format!("Former Lane {}", person.id), "country": region.code, "removed_at": ago(person, *days) });
        former["city"] = region.cities.first().cloned().into();
        addresses.push(former);
    }
    json!({
        "emails": person.emails.iter().enumerate().map(email).collect::<Vec<_>>(),
        "phones": person.phones.iter().map(phone).collect::<Vec<_>>(),
        "addresses": addresses,
        "changes": person.phones.iter().filter_map(|phone| phone.removed_days)
            .map(|days| json!({ "at": ago(person, days), "changed": "phone" })).collect::<Vec<_>>(),
    })
}

fn address(purpose: &str, street: &Street) -> Value {
    json!({ "purpose": purpose, "line": street.line, "city": street.city, "region": street.state, "postal_code": street.postal, "country": street.country })
}

/// The time at which clocks in a zone show the given hour of a day.
fn at_hour(zone: &str, day: DateTime<Utc>, hour: i64) -> DateTime<Utc> {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    let offset = zone.offset_from_utc_datetime(&day.naive_utc()).fix().local_minus_utc();
    let midnight = day.with_hour(0).and_then(|day| day.with_minute(0)).unwrap_or(day);
    midnight + Duration::hours(hour) - Duration::seconds(i64::from(offset))
}

/// Draws a value by its share; the first one takes the rest.
fn by_share(draw: &mut Draw, values: &[(String, f64)]) -> String {
    for (value, share) in values.iter().skip(1) {
        if draw.chance(*share) {
            return value.clone();
        }
    }
    values.first().map(|(value, _)| value.clone()).unwrap_or_default()
}

fn sessions(draw: &mut Draw, person: &Person) -> Value {
    let usage = &person.usage;
    let mut all: Vec<Value> = Vec::new();
    for i in 0..usage.sessions {
        let day = person.at - Duration::days((usage.sessions - i) * 2);
        let before = usage.before.as_ref().filter(|_| i < usage.sessions / 3);
        let hour = usage.day_begins + draw.below(7);
        let zone = before.map_or(&usage.hours, |(_, zone)| zone);
        let began = at_hour(zone, day, hour) + Duration::minutes(draw.below(60));
        let began = began.min(person.at - Duration::minutes(90));
        let hours = if i + 1 == usage.sessions { usage.longest_hours } else { draw.between(1, 4) };
        let until = (began + Duration::minutes(hours * 60 - draw.below(50))).min(person.at);
        let browser = usage.browser.clone().unwrap_or_else(|| format!("{}-tab-{i}", person.id));
        let mut session = json!({
            "started_at": time(began),
            "last_activity_at": time(until),
            "activity": [{ "from": time(began), "until": time(until) }],
            "ip": before.map_or_else(|| by_share(draw, &usage.lines), |(line, _)| line.clone()),
            "device_id": by_share(draw, &usage.devices),
            "browser_session_id": browser,
            "time_zone": before.map_or(&usage.clock, |(_, zone)| zone),
            "user_agent": "Mozilla/5.0 (example)",
        });
        if person.sends.client {
            session["client"] = json!({
                "remote_desktop": draw.chance(usage.remote),
                "virtual_machine": draw.chance(usage.virtual_machine),
                "antidetect_browser": draw.chance(usage.antidetect),
                "automation": false,
            });
            if let Some(vpn) = usage.vpn {
                session["client"]["vpn"] = vpn.into();
            }
        }
        if let Some(other) = usage.concurrent.as_ref().filter(|_| i % 4 == 1) {
            let mut second = session.clone();
            second["ip"] = other.clone().into();
            all.push(second);
        }
        all.push(session);
    }
    all.into()
}

fn payouts(person: &Person) -> Value {
    let money = &person.money;
    let last = money.added_days.len().saturating_sub(1);
    let payout = |(i, days): (usize, &i64)| {
        let own = i == last;
        let mut payout = json!({
            "method": money.method,
            "provider": "Example Bank",
            "account": if own { money.account.clone() } else { format!("{}-former-{i}", person.id) },
            "holder_name": person.names.holder,
            "country": money.country,
            "added_at": ago(person, *days),
            "opened_at": ago(person, days + 900),
        });
        if let Some(relation) = money.relation {
            payout["holder_relation"] = relation.into();
        }
        if !own {
            payout["removed_at"] = ago(person, (days - 1).max(0));
        }
        payout
    };
    money.added_days.iter().enumerate().map(payout).collect()
}

fn checks(person: &Person) -> Value {
    let check = &person.check;
    let (device, line) = (
        check.device.clone().unwrap_or_else(|| person.device()),
        check.line.clone().unwrap_or_else(|| person.line()),
    );
    let mut all: Vec<Value> = (0..check.failures)
        .map(|_| json!({ "result": "failed", "checked_at": ago(person, check.days + 1), "device_id": device, "ip": line }))
        .collect();
    let mut passed = json!({
        "provider": "example-id",
        "result": "passed",
        "checked_at": ago(person, check.days),
        "document_digest": check.document,
        "name_on_document": person.names.document,
        "device_id": device,
        "ip": line,
        "tamper_signals": (0..check.tampering).map(|i| format!("edited_region_{i}")).collect::<Vec<_>>(),
    });
    if let Some(template) = &check.template {
        passed["image_template_id"] = template.clone().into();
    }
    all.push(passed);
    all.into()
}

fn activity(draw: &mut Draw, person: &Person) -> Value {
    let bids = if person.sends.marketplace { draw.between(2, 12) } else { 1 };
    let application = |i: i64| {
        let mut application = json!({
            "at": ago(person, 1 + i * 3),
            "kind": if person.sends.marketplace { "bid" } else { "application" },
            "job_title": person.paper.title,
            "accepted": i % 3 == 0,
        });
        if i == 0 {
            application["cover_letter"] = person.paper.letter.clone().into();
        }
        application
    };
    json!({
        "signed_up_at": ago(person, 30 + 20 * bids),
        "sign_ins": draw.between(8, 60),
        "window_days": 60,
        "applications": (0..bids).map(application).collect::<Vec<_>>(),
        "engagements": [],
        "ratings": [],
    })
}

fn messages(person: &Person) -> Value {
    let message = |(i, text): (usize, &String)| {
        let days = 10 - i64::try_from(i).unwrap_or_default().min(9);
        json!({ "at": ago(person, days), "direction": "sent", "channel": "chat", "text": text })
    };
    person.messages.iter().enumerate().map(message).collect()
}

fn resume(person: &Person) -> Value {
    let paper = &person.paper;
    let year = i64::from(person.at.year());
    let (first, middle) = (year - paper.years, year - paper.years / 2);
    let lines = |from: usize| paper.lines.iter().skip(from).take(4).cloned().collect::<Vec<_>>();
    let language = |language: &String| json!({ "language": language, "fluency": "Fluent" });
    let employer = |i: usize| paper.employers.get(i).cloned().unwrap_or_default();
    json!({
        "basics": {
            "name": person.names.resume,
            "label": paper.title,
            "email": person.emails.first(),
            "summary": paper.lines.first(),
            "location": { "countryCode": person.home.country, "city": person.home.city },
        },
        "work": [
            { "name": employer(0), "position": paper.title, "startDate": format!("{first}-03"), "endDate": format!("{middle}-02"), "highlights": lines(1) },
            { "name": employer(1), "position": format!("Senior {}", paper.title.to_lowercase()), "startDate": format!("{middle}-03"), "highlights": lines(5) },
        ],
        "education": [{ "institution": format!("Example College of {}", person.home.city), "startDate": format!("{}-09", first - 4), "endDate": format!("{first}-02") }],
        "skills": paper.skills.iter().map(|skill| json!({ "name": skill })).collect::<Vec<_>>(),
        "languages": person.region.languages.iter().map(language).collect::<Vec<_>>(),
        "meta": { "lastModified": (person.at - Duration::days(paper.edited_days)).format("%Y-%m-%d").to_string() },
    })
}

fn resume_file(person: &Person) -> Value {
    let paper = &person.paper;
    let text = format!(
        "{}\n{}, {}\n\nExperience\n{}\n{}\n\nSkills\n{}\n",
        person.names.resume,
        person.home.city,
        person.emails.first().map(String::as_str).unwrap_or_default(),
        paper.employers.join("\n"),
        paper.lines.join("\n"),
        paper.skills.join(", "),
    );
    let mut file = json!({
        "digest": paper.file,
        "media_type": "application/pdf",
        "producer": "Example Writer 7",
        "author": person.names.resume,
        "text": text,
    });
    if let Some(id) = &paper.document_id {
        file["document_id"] = id.clone().into();
    }
    file
}

fn interviews(person: &Person) -> Value {
    let at = person.interview.at.unwrap_or(person.at - Duration::days(3));
    let at = at.min(person.at - Duration::hours(1));
    let device = person.interview.device.clone().unwrap_or_else(|| person.device());
    let mut assessment =
        json!({ "remote_session": person.interview.remote_session, "second_pointer": false });
    if let Some(declared) = person.interview.accommodation {
        assessment["accommodation_declared"] = declared.into();
    }
    json!([{ "at": time(at), "until": time(at + Duration::minutes(45)), "device_id": device, "assessment": assessment, "observer": "Interviewer" }])
}

fn shipments(person: &Person) -> Value {
    let Some(parcel) = &person.parcel else { return json!([]) };
    json!([{
        "address": address("shipping", parcel),
        "requested_at": ago(person, 12),
        "dispatched_at": ago(person, 9),
        "changes": [],
    }])
}

fn photos(person: &Person) -> Value {
    let mut photo =
        json!({ "perceptual_hash": format!("{:016x}", person.paper.photo.unwrap_or_default()) });
    if person.paper.avatar {
        photo["shows_no_person"] = true.into();
    }
    json!([photo])
}

fn endpoint(person: &Person) -> Option<Value> {
    let issued = person.issued.as_ref()?;
    let mut device = json!({
        "device_id": format!("issued-{}", person.id),
        "issued_at": ago(person, 8),
        "country": issued.country,
        "remote_control_tools": issued.tools,
        "ip_kvm": issued.ip_kvm,
        "input_latency_ms": issued.latency_ms,
    });
    if let Some(by_design) = issued.remote_by_design {
        device["remote_by_design"] = by_design.into();
    }
    Some(json!({ "devices": [device] }))
}

fn links(person: &Person) -> Value {
    let mut links = json!({});
    if let Some((analytics, text)) = &person.paper.portfolio {
        links["portfolios"] = json!([{ "url": format!("https://{}.example.com", person.id), "analytics_id": analytics, "text": text, "pages": 5 }]);
    }
    let Some(code) = person.code.as_ref().filter(|_| person.sends.code) else { return links };
    let repo = |i: i64| {
        let after = code.age_days * (i + 1) / (code.repos + 1);
        json!({
            "full_name": format!("{}/project-{i}", code.login), "fork": false, "stargazers_count": i % 4,
            "created_at": ago(person, (code.age_days - after).max(1)),
        })
    };
    let commit = |(i, commit): (usize, &Commit)| {
        let repo = i64::try_from(i).unwrap_or_default() % code.repos.max(1);
        json!({
            "sha": commit.sha,
            "url": format!("https://api.github.com/repos/{}/project-{repo}/commits/{}", code.login, commit.sha),
            "commit": { "author": { "name": person.names.claimed, "email": commit.email, "date": date(commit) }, "message": commit.subject },
            "author": { "login": commit.login.as_ref().unwrap_or(&code.login) },
        })
    };
    links["github"] = json!({
        "user": {
            "login": code.login, "created_at": ago(person, code.age_days), "followers": code.followers,
            "following": code.following, "public_repos": code.repos,
        },
        "repos": (0..code.repos).map(repo).collect::<Vec<_>>(),
        "commits": code.commits.iter().enumerate().map(commit).collect::<Vec<_>>(),
    });
    links
}

fn date(commit: &Commit) -> Value {
    let offset = commit.offset_minutes.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
    offset.map_or_else(
        || time(commit.at),
        |offset| {
            commit.at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false).into()
        },
    )
}
