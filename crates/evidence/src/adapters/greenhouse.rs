//! Greenhouse: webhooks, objects of Harvest v3, and applications to the job board.

use std::collections::BTreeMap;

use serde_json::Value;

use super::applicant_tracking::{
    CUSTOM, FILE, PROCESS, PROTECTED, STAFF, cover_letter, current_job, date, emails, page, phones,
    postal_address, profile_page, session, stated_place, time,
};
use super::draft::{Draft, Element, additions, profiles};
use super::signature::Scheme;
use super::source::{Node, Source};
use super::{Adapter, Convert, Converted, Options, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "greenhouse",
    convert: Convert::Json(convert),
    webhook: Some(Scheme::Body { header: "Signature", prefix: "sha256 " }),
};

/// The lists that a candidate object contains completely.
const COMPLETE: &[&str] = &[
    "/contact/emails",
    "/contact/phones",
    "/contact/addresses",
    "/links/urls",
    "/resume/work",
    "/resume/education",
];

fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let source = Source::new(value);
    let root = source.root();
    if root.get("action").exists() {
        return webhook(&source, options);
    }
    if is_job_board(&root) {
        return job_board(&source, options);
    }
    records(&source, options)
}

/// Whether this is the body of an application to the job board. Its `id` is the job post's, so it never tells the two
/// apart: a candidate of Harvest has lists of addresses instead.
fn is_job_board(root: &Node<'_>) -> bool {
    let of_harvest = ["candidate_id", "email_addresses", "phone_numbers", "applications"];
    root.is_object()
        && root.get("email").exists()
        && !of_harvest.iter().any(|field| root.get(field).exists())
}

fn external_id(id: &str, options: &Options) -> String {
    options.external_id.clone().unwrap_or_else(|| format!("greenhouse:{id}"))
}

fn webhook(source: &Source, options: &Options) -> Result<Converted, Vec<Fault>> {
    let root = source.root();
    let payload = root.get("payload");
    let person = payload.at("person/id");
    match root.get("action").text().as_deref() {
        None => Err(vec![fault("/action", "required", "must be a non-empty string")]),
        Some("delete_candidate") => {
            Ok(Converted::Erase { external_id: external_id(&person.required_id()?, options) })
        }
        Some("merge_candidate") => Ok(Converted::Merge {
            from: external_id(&person.required_id()?, options),
            into: external_id(
                &payload.at("person/new_candidate_id").required_id()?,
                &Options::default(),
            ),
        }),
        Some("candidate_anonymized") => {
            let id = payload.get("candidate_id").required_id()?;
            let erased = is_erasure(&payload.get("anonymized_fields"));
            let erase = Converted::Erase { external_id: external_id(&id, options) };
            Ok(if erased { erase } else { Converted::Nothing })
        }
        Some(_) => {
            let application = payload.get("application");
            // Events about an application contain its candidate; other events contain only the candidate.
            let person = [application.get("candidate"), payload.get("candidate")];
            let Some(person) = person.into_iter().find(Node::is_object) else {
                return Ok(Converted::Nothing);
            };
            let id = person.get("id");
            let mut draft = Draft::new(&external_id(&id.required_id()?, options), &id);
            stated_place(&mut draft, &location(&application));
            candidate(&mut draft, &person);
            if application.is_object() {
                add_application(&mut draft, &application);
            }
            additions(vec![draft], source, COMPLETE)
        }
    }
}

/// Whether an anonymization removes something that a profile can contain. If the fields are unknown, it may.
fn is_erasure(fields: &Node<'_>) -> bool {
    const NEVER_KEPT: [&str; 19] = [
        "activity_items",
        "candidate_stage_data",
        "coordinator",
        "custom_rejection_question_fields",
        "emails",
        "follow_up_reminders",
        "inmails",
        "innotes",
        "notes",
        "prospect_jobs",
        "prospect_offices",
        "prospect_offices_and_departments",
        "prospect_owner",
        "prospect_pool_and_stage",
        "recruiter",
        "rejection_notes",
        "rejection_reasons",
        "scorecards_and_interviews",
        "tags",
    ];
    let fields: Vec<Option<String>> = fields.items().iter().map(Node::text).collect();
    let never_kept =
        |field: &Option<String>| field.as_deref().is_some_and(|field| NEVER_KEPT.contains(&field));
    fields.is_empty() || !fields.iter().all(never_kept)
}

/// Why an object that is none of the known ones is left out.
const NO_RECORD: &str = "is not a webhook, a Harvest v3 candidate, application, employment or \
                         education, or an application to the job board";

/// Objects of Harvest v3: candidates, applications, employments and educations, one, several or side by side.
fn records(source: &Source, options: &Options) -> Result<Converted, Vec<Fault>> {
    let root = source.root();
    let lists = ["candidate", "candidates", "application", "applications", "employments"];
    let lists = lists.into_iter().chain(["educations", "data"]).map(|name| root.get(name));
    let is_record = |node: &Node<'_>| node.is_object() || node.is_array();
    let lists: Vec<Node<'_>> =
        if root.get("id").exists() { Vec::new() } else { lists.filter(is_record).collect() };
    let records: Vec<Node<'_>> =
        if lists.is_empty() { root.items() } else { lists.iter().flat_map(Node::items).collect() };
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    let mut odd: Option<Node<'_>> = None;
    // Candidates last, because their current job can be one of the employments.
    let (owned, candidates): (Vec<_>, Vec<_>) =
        records.iter().partition(|record| record.get("candidate_id").exists());
    for record in owned.into_iter().chain(candidates) {
        let owner = record.get("candidate_id");
        let is_candidate = !owner.exists();
        let known = ["first_name", "last_name", "email_addresses", "phone_numbers"];
        if !record.is_object() || is_candidate && !known.iter().any(|f| record.get(f).exists()) {
            record.drop_element(NO_RECORD);
            odd = odd.or_else(|| Some(record.clone()));
            continue;
        }
        let id = if is_candidate { record.get("id") } else { owner };
        let external_id = external_id(&id.required_id()?, options);
        let new = || Draft::new(&external_id, &id);
        let draft = drafts.entry(external_id.clone()).or_insert_with(new);
        let has = |fields: &[&str]| fields.iter().any(|field| record.get(field).exists());
        if is_candidate {
            candidate(draft, record);
        } else if has(&["company_name"]) {
            job(draft, record);
        } else if has(&["school_name", "school_id", "school", "degree", "degree_id"]) {
            school(draft, record);
        } else {
            add_application(draft, record);
        }
    }
    if let Some(odd) = odd.filter(|_| drafts.is_empty()) {
        return Err(vec![fault(odd.pointer(), "wrong_type", NO_RECORD)]);
    }
    if drafts.is_empty() {
        let detail = "contains no candidate, application, employment or education";
        return Err(vec![fault("", "required", detail)]);
    }
    additions(drafts.into_values().collect(), source, COMPLETE)
}

fn candidate(draft: &mut Draft, person: &Node<'_>) {
    name(draft, person);
    // Places first: phone numbers are read in the country that the applicant states.
    for application in person.get("applications").items() {
        stated_place(draft, &location(&application));
    }
    for item in person.get("addresses").items() {
        let home = item.get("type").peek() == Some("home");
        postal_address(draft, &item.get("value"), home);
    }
    person.get("email_addresses").items().iter().for_each(|item| emails(draft, &item.get("value")));
    person.get("phone_numbers").items().iter().for_each(|item| phones(draft, &item.get("value")));
    for list in ["website_addresses", "social_media_addresses"] {
        person.get(list).items().iter().for_each(|item| page(draft, &item.get("value"), None));
    }
    person.get("employments").items().iter().for_each(|item| job(draft, item));
    person.get("educations").items().iter().for_each(|item| school(draft, item));
    current_job(draft, &person.get("title"), &person.get("company"));
    person.get("applications").items().iter().for_each(|item| add_application(draft, item));
    custom_fields(draft, &person.get("custom_fields"));
    custom_fields(draft, &person.get("keyed_custom_fields"));
    for name in ["attachments", "photo_url"] {
        person.get(name).leave(FILE);
    }
    for name in ["recruiter", "coordinator", "recruiter_id", "coordinator_id", "linked_user_ids"] {
        person.get(name).leave(STAFF);
    }
    for name in [
        "created_at",
        "updated_at",
        "last_activity",
        "last_activity_at",
        "is_private",
        "private",
        "can_email",
        "tags",
        "url",
    ] {
        person.get(name).leave(PROCESS);
    }
}

fn name(draft: &mut Draft, person: &Node<'_>) {
    let parts = [person.get("first_name"), person.get("last_name")];
    let texts: Vec<String> = parts.iter().filter_map(Node::text).collect();
    let from = if parts[0].exists() { &parts[0] } else { &parts[1] };
    draft.set("/claims/name", Some(texts.join(" ")).filter(|name| !name.is_empty()), from);
}

fn job(draft: &mut Draft, item: &Node<'_>) {
    identify(item);
    let (company, title) = (item.get("company_name"), item.get("title"));
    let element = Element::default().with("name", company.text(), &company).with(
        "position",
        title.text(),
        &title,
    );
    draft.push("/resume/work", with_dates(element, item), item);
}

fn school(draft: &mut Draft, item: &Node<'_>) {
    identify(item);
    let school = [item.get("school_name"), item.get("school")].into_iter().find(Node::exists);
    let school = school.unwrap_or_else(|| item.get("school_name"));
    let (degree, field) = (item.get("degree"), item.get("discipline"));
    let element = Element::default()
        .with("institution", school.text(), &school)
        .with("studyType", degree.text(), &degree)
        .with("area", field.text(), &field);
    draft.push("/resume/education", with_dates(element, item), item);
}

/// Ids that only connect the vendor's objects.
fn identify(item: &Node<'_>) {
    item.get("id").ignore();
    item.get("candidate_id").ignore();
}

fn with_dates(element: Element, item: &Node<'_>) -> Element {
    let (start, end) = (item.get("start_date"), item.get("end_date"));
    element.with("startDate", date(&start), &start).with("endDate", date(&end), &end)
}

/// The place that the applicant states in an application.
fn location<'a>(application: &Node<'a>) -> Node<'a> {
    let location = application.get("location");
    if location.is_object() { location.get("address") } else { location }
}

/// An application, once for each of its jobs.
fn add_application(draft: &mut Draft, application: &Node<'_>) {
    let at = [application.get("applied_at"), application.get("created_at")];
    let at = at.iter().find(|at| at.exists()).unwrap_or(&at[0]);
    let jobs = [application.get("jobs").items(), application.get("job").items()].concat();
    let mut jobs: Vec<(Node<'_>, Node<'_>)> =
        jobs.iter().map(|job| (job.get("id"), job.get("name"))).collect();
    if jobs.is_empty() {
        jobs.push((application.get("job_id"), application.get("job_name")));
    }
    let id = application.get("id");
    let source = application.get("source");
    let source = [source.get("public_name"), source.get("name"), application.get("source_id")];
    let source = source.iter().find(|source| source.exists()).unwrap_or(&source[0]);
    let referrer = [application.at("credited_to/id"), application.get("referrer_id")];
    let referrer = referrer.iter().find(|by| by.exists()).unwrap_or(&referrer[0]);
    let status = application.get("status");
    let accepted = match status.text().as_deref() {
        Some("hired") => Some(true),
        Some("rejected") => Some(false),
        _ => None,
    };
    for (job, title) in jobs {
        let element = Element::default()
            .with("at", time(at), at)
            .with("id", id.id(), &id)
            .with("job_id", job.id(), &job)
            .with("job_title", title.text(), &title)
            .with("source", source.id(), source)
            .with("referred_by", referrer.id(), referrer)
            .with("accepted", accepted, &status)
            .with_constant("kind", "application");
        draft.push("/activity/applications", element, application);
    }
    application.get("candidate_id").ignore();
    let location = location(application);
    stated_place(draft, &location);
    postal_address(draft, &location, true);
    custom_fields(draft, &application.get("custom_fields"));
    for answer in application.get("answers").items() {
        custom(draft, &answer, &answer.get("answer"));
    }
    application.get("attachments").leave(FILE);
    leave_process(application);
}

/// Leaves out what an application says about the hiring process.
fn leave_process(application: &Node<'_>) {
    for job in [application.get("jobs").items(), application.get("job").items()].concat() {
        for (name, field) in job.fields() {
            if !matches!(name, "id" | "name") {
                field.leave(PROCESS);
            }
        }
    }
    for name in ["credited_to", "recruiter_id", "coordinator_id"] {
        for (name, field) in application.get(name).fields() {
            if name != "id" {
                field.leave(STAFF);
            }
        }
    }
    for name in [
        "current_stage",
        "stage_id",
        "stage_name",
        "last_activity_at",
        "updated_at",
        "offer",
        "opening",
        "prospect",
        "prospect_detail",
        "prospective_department",
        "prospective_office",
        "rejected_at",
        "rejection_details",
        "rejection_reason",
        "rejection_reason_id",
        "url",
        "job_post_id",
    ] {
        application.get(name).leave(PROCESS);
    }
}

fn custom_fields(draft: &mut Draft, fields: &Node<'_>) {
    for (_, field) in fields.fields() {
        let value = if field.is_object() { field.get("value") } else { field.clone() };
        custom(draft, &field, &value);
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

/// The body of an application to the job board. It contains neither an id of the applicant nor a time.
fn job_board(source: &Source, options: &Options) -> Result<Converted, Vec<Fault>> {
    let root = source.root();
    let Some(external_id) = &options.external_id else {
        let detail = "an application to the job board contains no id of the applicant: set \
                      `external_id`";
        return Err(vec![fault("", "external_id_missing", detail)]);
    };
    let mut draft = Draft::new(external_id, &root);
    name(&mut draft, &root);
    root.get("id").leave("is the job post's id, not the applicant's");
    stated_place(&mut draft, &root.get("location"));
    postal_address(&mut draft, &root.get("location"), true);
    emails(&mut draft, &root.get("email"));
    phones(&mut draft, &root.get("phone"));
    root.get("employments").items().iter().for_each(|item| job(&mut draft, item));
    root.get("educations").items().iter().for_each(|item| school(&mut draft, item));
    for (field, path) in [("resume_text", "text"), ("resume_content", "content")] {
        let node = root.get(field);
        draft.set(&format!("/resume_file/{path}"), node.text(), &node);
    }
    let (ip, agent) = (root.get("applicant_ip"), root.get("applicant_user_agent"));
    let letter = root.get("cover_letter_text");
    if let Some(at) = options.submitted_at {
        let at = at.to_rfc3339();
        session(&mut draft, &ip, &agent, (Some(at.clone()), &root));
        let source = root.get("mapped_url_token");
        let element = Element::default()
            .with("at", Some(at), &root)
            .with("cover_letter", letter.text(), &letter)
            .with("source", source.text(), &source)
            .with_constant("kind", "application");
        draft.push("/activity/applications", element, &root);
    } else {
        cover_letter(&mut draft, &letter);
        ip.leave("has no time: pass `submitted_at`");
    }
    for name in ["gender", "race", "veteran_status", "disability_status", "demographic_answers"] {
        root.get(name).leave(PROTECTED);
    }
    root.get("data_compliance").leave(PROCESS);
    for (name, field) in root.fields() {
        if name.starts_with("question_") {
            custom(&mut draft, &field, &field);
        } else if name.ends_with("_url") || name.contains("_content") || name.ends_with("_filename")
        {
            field.leave_unless_read(FILE);
        }
    }
    profiles(vec![draft], source)
}
