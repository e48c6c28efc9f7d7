//! Lever: opportunities with their contact, applications and resumes. A webhook contains only ids.
//!
//! The applicant is Lever's contact, the person. Two opportunities of a person are two candidacies, not two accounts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::applicant_tracking::{
    CUSTOM, FILE, PROCESS, STAFF, date, emails, page, phones, profile_page, time,
};
use super::country_names::country;
use super::draft::{Draft, Element, additions};
use super::signature::Scheme;
use super::source::{Node, Source};
use super::{Adapter, Convert, Converted, Options, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter =
    Adapter { name: "lever", convert: Convert::Json(convert), webhook: Some(Scheme::TokenInBody) };

/// The lists that an opportunity contains completely.
const COMPLETE: &[&str] = &["/contact/emails", "/contact/phones", "/links/urls"];

fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let source = Source::new(value);
    let root = source.root();
    if root.get("event").exists() {
        return webhook(&root, options);
    }
    root.get("next").ignore();
    root.get("hasNext").ignore();
    let data = root.get("data");
    let records = if data.exists() { data.items() } else { root.items() };
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    let mut anonymized = None;
    let mut odd = None;
    for record in &records {
        let contact = record.get("contact");
        let id = if contact.is_object() { contact.get("id") } else { contact.clone() };
        let is_contact = !contact.exists();
        let id = if is_contact { record.get("id") } else { id };
        let known = ["name", "emails", "phones", "isAnonymized"];
        if !record.is_object() || !known.iter().any(|field| record.get(field).exists()) {
            let detail = "is not a webhook, an opportunity or a contact";
            record.drop_element(detail);
            odd = odd.or_else(|| Some(vec![fault(record.pointer(), "wrong_type", detail)]));
            continue;
        }
        let external_id = external_id(&id.required_id()?, options);
        if [record, &contact].iter().any(|node| node.get("isAnonymized").flag() == Some(true)) {
            anonymized = Some(external_id);
            continue;
        }
        let new = || Draft::new(&external_id, &id);
        let draft = drafts.entry(external_id.clone()).or_insert_with(new);
        if contact.is_object() {
            person(draft, &contact);
        }
        person(draft, record);
        if !is_contact {
            opportunity(draft, record);
        }
    }
    match anonymized {
        Some(external_id) if records.len() == 1 => Ok(Converted::Erase { external_id }),
        Some(_) => {
            let detail = "contains an anonymized person: send each of them alone, so that it can \
                          be erased";
            Err(vec![fault(data.pointer(), "several_events", detail)])
        }
        None if drafts.is_empty() => Err(odd
            .unwrap_or_else(|| vec![fault(data.pointer(), "required", "contains no opportunity")])),
        None => additions(drafts.into_values().collect(), &source, COMPLETE),
    }
}

fn external_id(id: &str, options: &Options) -> String {
    options.external_id.clone().unwrap_or_else(|| format!("lever:{id}"))
}

fn webhook(root: &Node<'_>, options: &Options) -> Result<Converted, Vec<Fault>> {
    if root.get("event").text().as_deref() != Some("candidateDeleted") {
        return Ok(Converted::Nothing);
    }
    let id = root.at("data/contactId").required_id()?;
    Ok(Converted::Erase { external_id: external_id(&id, options) })
}

/// What an opportunity and a contact have in common.
fn person(draft: &mut Draft, record: &Node<'_>) {
    draft.set("/claims/name", record.get("name").text(), &record.get("name"));
    let location = record.get("location");
    place(draft, &if location.is_object() { location.get("name") } else { location });
    for node in texts(&record.get("emails")) {
        emails(draft, &node);
    }
    for phone in record.get("phones").items() {
        phones(draft, &if phone.is_object() { phone.get("value") } else { phone });
    }
    for node in texts(&record.get("links")) {
        page(draft, &node, None);
    }
    // Lever fills it with past employers.
    record.get("headline").leave("does not say which of the employers is the current one");
    record.get("id").ignore();
    record.get("isAnonymized").ignore();
}

/// A place such as `Oakland, California, United States`. A single part that is no country can be anything, such as
/// `Remote`.
fn place(draft: &mut Draft, node: &Node<'_>) {
    let Some(text) = node.text() else { return };
    let mut parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let code = parts.last().and_then(|part| if part.len() > 2 { country(part) } else { None });
    if code.is_some() {
        parts.pop();
    }
    draft.set("/claims/country", code.map(|code| code.as_str().to_owned()), node);
    match parts[..] {
        [] => {}
        [city] if code.is_some() => draft.set("/claims/city", Some(city), node),
        [city, region] => {
            draft.set("/claims/city", Some(city), node);
            draft.set("/claims/region", Some(region), node);
        }
        _ => node.leave("is not a place such as `city, state, country`"),
    }
}

fn opportunity(draft: &mut Draft, record: &Node<'_>) {
    let sources = texts(&record.get("sources"));
    let first_source = sources.first().cloned().unwrap_or_else(|| record.get("origin"));
    let applications = record.get("applications");
    let expanded: Vec<Node<'_>> =
        applications.items().into_iter().filter(Node::is_object).collect();
    for application in &expanded {
        let (id, at) = (application.get("id"), application.get("createdAt"));
        let posting = application.get("posting");
        let (job, title) = if posting.is_object() {
            (posting.get("id"), posting.get("text"))
        } else {
            (posting.clone(), posting.get("text"))
        };
        let letter = application.get("comments");
        let referrer = application.get("referrer");
        let element = Element::default()
            .with("at", time(&at), &at)
            .with("id", id.id(), &id)
            .with("job_id", job.id(), &job)
            .with("job_title", title.text(), &title)
            .with("source", first_source.text(), &first_source)
            .with("referred_by", referrer.id(), &referrer)
            .with("cover_letter", letter.text(), &letter)
            .with_constant("kind", "application");
        draft.push("/activity/applications", element, application);
        draft.set("/claims/name", application.get("name").text(), &application.get("name"));
        emails(draft, &application.get("email"));
        let phone = application.get("phone");
        phones(draft, &if phone.is_object() { phone.get("value") } else { phone });
        for node in texts(&application.get("links")) {
            page(draft, &node, None);
        }
        let company = application.get("company");
        let job = Element::default().with("name", company.text(), &company);
        draft.push("/resume/work", job, &company);
        answers(draft, &application.get("customQuestions"));
        application.leave_rest(PROCESS);
    }
    if expanded.is_empty() {
        let id = texts(&applications).first().cloned().unwrap_or(applications);
        created(draft, record, &id, &first_source);
    }
    for resume in [record.get("resume").items(), record.get("resumes").items()].concat() {
        parsed_resume(draft, &resume.get("parsedData"));
        resume.leave_rest(FILE);
    }
    record.get("resume").leave_unless_read(FILE);
    for name in ["owner", "followers", "sourcedBy"] {
        record.get(name).leave(STAFF);
    }
    record.leave_rest(PROCESS);
}

/// An application of which only the opportunity is known.
fn created(draft: &mut Draft, record: &Node<'_>, id: &Node<'_>, source: &Node<'_>) {
    let origin = record.get("origin");
    // A sourced person did not apply.
    if origin.text().as_deref() != Some("applied") {
        return;
    }
    let at = record.get("createdAt");
    let element = Element::default()
        .with("at", time(&at), &at)
        .with("id", id.id(), id)
        .with("source", source.text(), source)
        .with_constant("kind", "application");
    draft.push("/activity/applications", element, record);
}

/// What Lever read from a resume.
fn parsed_resume(draft: &mut Draft, parsed: &Node<'_>) {
    for item in parsed.get("positions").items() {
        let (name, title, summary) = (item.get("org"), item.get("title"), item.get("summary"));
        let (start, end) = (item.get("start"), item.get("end"));
        let element = Element::default()
            .with("name", name.text(), &name)
            .with("position", title.text(), &title)
            .with("startDate", date(&start), &start)
            .with("endDate", date(&end), &end)
            .with("summary", summary.text(), &summary)
            .with("location", item.get("location").text(), &item.get("location"));
        draft.push("/resume/work", element, &item);
    }
    for item in parsed.get("schools").items() {
        let (name, degree, field) = (item.get("org"), item.get("degree"), item.get("field"));
        let (start, end) = (item.get("start"), item.get("end"));
        let element = Element::default()
            .with("institution", name.text(), &name)
            .with("studyType", degree.text(), &degree)
            .with("area", field.text(), &field)
            .with("startDate", date(&start), &start)
            .with("endDate", date(&end), &end);
        draft.push("/resume/education", element, &item);
    }
}

/// Answers to the questions of a posting. Cover letters are asked for as `Additional information`.
fn answers(draft: &mut Draft, forms: &Node<'_>) {
    for form in forms.items() {
        for field in form.get("fields").items() {
            let value = field.get("value");
            if value.exists() && !profile_page(draft, &value) {
                field.leave(CUSTOM);
            } else {
                field.ignore();
            }
        }
        form.leave_rest(PROCESS);
    }
}

/// The texts in a list, or the text that stands in place of a list.
fn texts<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    let items = list.items();
    if items.is_empty() && list.peek().is_some() { vec![list.clone()] } else { items }
}
