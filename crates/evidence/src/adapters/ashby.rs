//! Ashby: webhooks, and responses of `candidate.info`, `application.info` and `candidate.listClientInfo`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::applicant_tracking::{
    CUSTOM, FILE, PROCESS, STAFF, VERDICT, current_job, emails, page, phones, profile_page,
    session, time,
};
use super::country_names::country;
use super::draft::{Draft, Element, additions};
use super::signature::Scheme;
use super::source::{Node, Source};
use super::{Adapter, Convert, Converted, Options, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "ashby",
    convert: Convert::Json(convert),
    webhook: Some(Scheme::Body { header: "Ashby-Signature", prefix: "sha256=" }),
};

/// The lists that `candidate.info` contains completely. A webhook contains only the primary contacts.
const COMPLETE: &[&str] = &["/contact/emails", "/contact/phones", "/links/urls"];

fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let source = Source::new(value);
    if source.root().get("action").exists() {
        return webhook(&source, options);
    }
    let root = source.root();
    root.get("success").ignore();
    root.get("nextCursor").ignore();
    root.get("moreDataAvailable").ignore();
    root.get("syncToken").ignore();
    let results = root.get("results");
    let found = if results.exists() { results.items() } else { root.items() };
    records(&source, &found, options)
}

fn external_id(id: &str, options: &Options) -> String {
    options.external_id.clone().unwrap_or_else(|| format!("ashby:{id}"))
}

fn webhook(source: &Source, options: &Options) -> Result<Converted, Vec<Fault>> {
    let root = source.root();
    root.get("webhookActionId").ignore();
    let data = root.get("data");
    match root.get("action").text().as_deref() {
        None => Err(vec![fault("/action", "required", "must be a non-empty string")]),
        Some("candidateDelete") => {
            let id = data.at("candidate/id").required_id()?;
            Ok(Converted::Erase { external_id: external_id(&id, options) })
        }
        // The deleted candidate is the duplicate; the merged one is the result.
        Some("candidateMerge") => Ok(Converted::Merge {
            from: external_id(&data.at("deletedCandidate/id").required_id()?, options),
            into: external_id(&data.at("mergedCandidate/id").required_id()?, &Options::default()),
        }),
        Some(_) => {
            let application = data.get("application");
            if application.get("candidate").is_object() {
                data.get("offer").leave(PROCESS);
                return records(source, &[application], options);
            }
            let person = data.get("candidate");
            if !person.is_object() {
                return Ok(Converted::Nothing);
            }
            records(source, &[person], options)
        }
    }
}

/// Candidates, applications and records of the devices that candidates used.
fn records(
    source: &Source,
    records: &[Node<'_>],
    options: &Options,
) -> Result<Converted, Vec<Fault>> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    let mut complete = COMPLETE;
    let mut odd = None;
    for record in records {
        let person = record.get("candidate");
        let is_client = ["ipAddress", "userAgent"].iter().any(|field| record.get(field).exists());
        let id = match (person.is_object(), is_client) {
            (true, _) => person.get("id"),
            (false, true) => record.get("candidateId"),
            (false, false) => record.get("id"),
        };
        let is_person = ["name", "primaryEmailAddress", "emailAddresses", "profileUrl"];
        if !record.is_object()
            || !person.is_object()
                && !is_client
                && !is_person.iter().any(|field| record.get(field).exists())
        {
            let detail = "is not a webhook, a candidate, an application or client information";
            record.drop_element(detail);
            odd = odd.or_else(|| Some(vec![fault(record.pointer(), "wrong_type", detail)]));
            continue;
        }
        let external_id = external_id(&id.required_id()?, options);
        let new = || Draft::new(&external_id, &id);
        let draft = drafts.entry(external_id.clone()).or_insert_with(new);
        if person.is_object() {
            complete = &[];
            candidate(draft, &person);
            application(draft, record);
        } else if is_client {
            complete = &[];
            client(draft, record);
        } else {
            candidate(draft, record);
        }
    }
    if drafts.is_empty() {
        let detail = "contains no candidate, application or client information";
        return Err(odd.unwrap_or_else(|| vec![fault("", "required", detail)]));
    }
    additions(drafts.into_values().collect(), source, complete)
}

fn candidate(draft: &mut Draft, person: &Node<'_>) {
    draft.set("/claims/name", person.get("name").text(), &person.get("name"));
    place(draft, &person.get("location"));
    for list in ["primaryEmailAddress", "emailAddresses"] {
        for item in person.get(list).items() {
            emails(draft, &item.get("value"));
            item.get("isPrimary").ignore();
        }
    }
    for list in ["primaryPhoneNumber", "phoneNumbers"] {
        for item in person.get(list).items() {
            phones(draft, &item.get("value"));
            item.get("isPrimary").ignore();
        }
    }
    for link in person.get("socialLinks").items() {
        let network = link.get("type").text();
        page(draft, &link.get("url"), network.as_deref());
    }
    let (position, company) = (person.get("position"), person.get("company"));
    current_job(draft, &position, &company);
    let school = person.get("school");
    let element = Element::default().with("institution", school.text(), &school);
    draft.push("/resume/education", element, &school);
    custom_fields(draft, &person.get("customFields"));
    person.get("timezone").leave("does not say whether the applicant stated it");
    person.get("fraudStatus").leave(VERDICT);
    person.get("creditedToUser").leave(STAFF);
    for name in ["resumeFileHandle", "fileHandles"] {
        person.get(name).leave(FILE);
    }
    for name in ["applicationIds", "createdAt", "updatedAt", "profileUrl", "tags", "source"] {
        person.get(name).leave(PROCESS);
    }
}

/// Where the applicant lives. The summary repeats the components.
fn place(draft: &mut Draft, location: &Node<'_>) {
    location.get("id").ignore();
    let components = location.get("locationComponents").items();
    if !components.is_empty() {
        location.get("locationSummary").ignore();
    }
    for component in components {
        let name = component.get("name");
        let field = match component.get("type").text().as_deref() {
            Some("Region") => "region",
            Some("City") => "city",
            Some("Country") => {
                let known = name.text().and_then(|name| country(&name));
                if known.is_none() {
                    name.leave("is not the name of a country");
                }
                let code = known.map(|country| country.as_str().to_owned());
                draft.set("/claims/country", code, &name);
                continue;
            }
            _ => continue,
        };
        draft.set(&format!("/claims/{field}"), name.text(), &name);
    }
}

fn application(draft: &mut Draft, application: &Node<'_>) {
    let (id, at) = (application.get("id"), application.get("createdAt"));
    let (job, title) = (application.at("job/id"), application.at("job/title"));
    let source = application.at("source/title");
    let referrer = application.at("creditedToUser/id");
    let status = application.get("status");
    let accepted = status.text().filter(|status| status == "Hired").map(|_| true);
    let submitted = time(&at);
    let element = Element::default()
        .with("at", submitted.clone(), &at)
        .with("id", id.id(), &id)
        .with("job_id", job.id(), &job)
        .with("job_title", title.text(), &title)
        .with("source", source.text(), &source)
        .with("referred_by", referrer.id(), &referrer)
        .with("accepted", accepted, &status)
        .with_constant("kind", "application");
    draft.push("/activity/applications", element, application);
    let (ip, agent) = (application.get("submitterClientIp"), application.get("submitterUserAgent"));
    session(draft, &ip, &agent, (submitted, &at));
    custom_fields(draft, &application.get("customFields"));
    for form in application.get("applicationFormSubmissions").items() {
        for (_, answer) in form.get("submittedValues").fields() {
            custom(draft, &answer, &answer);
        }
        form.get("formDefinition").leave(PROCESS);
    }
    application.get("resumeFileHandle").leave(FILE);
    application.get("creditedToUser").leave_rest(STAFF);
    application.get("hiringTeam").leave(STAFF);
    application.get("job").leave_rest(PROCESS);
    application.get("source").leave_rest(PROCESS);
    for name in [
        "updatedAt",
        "currentInterviewStage",
        "archiveReason",
        "archivedAt",
        "openings",
        "applicationHistory",
        "appliedViaJobPostingId",
        "referrals",
    ] {
        application.get(name).leave(PROCESS);
    }
}

/// A record of a device that the candidate used.
fn client(draft: &mut Draft, record: &Node<'_>) {
    let at = record.get("createdAt");
    session(draft, &record.get("ipAddress"), &record.get("userAgent"), (time(&at), &at));
    for name in ["id", "candidateId", "relatedEntityId", "relatedEntityType"] {
        record.get(name).ignore();
    }
}

fn custom_fields(draft: &mut Draft, fields: &Node<'_>) {
    for field in fields.items() {
        custom(draft, &field, &field.get("value"));
    }
}

/// Carries over an answer that is the address of the applicant's profile on a known site.
fn custom(draft: &mut Draft, field: &Node<'_>, value: &Node<'_>) {
    if value.exists() && !profile_page(draft, value) {
        field.leave(CUSTOM);
    } else {
        field.ignore();
    }
}
