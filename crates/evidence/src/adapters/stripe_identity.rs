//! Stripe Identity: events about verification sessions, sessions, and verification reports.
//!
//! A session is one identity check, however often the person tries.

use chrono::{DateTime, SecondsFormat};
use serde_json::Value;

use super::applicant_tracking::{PROTECTED, date, emails, phones};
use super::draft::{Draft, Element, additions};
use super::identity_provider::{
    PICTURE, PROVIDER, RESTATED, document_digest, full_name, printed_address,
};
use super::signature::Scheme;
use super::source::{Node, Source};
use super::{Adapter, Convert, Converted, Options, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "stripe-identity",
    convert: Convert::Json(convert),
    webhook: Some(Scheme::TimeAndBody { header: "Stripe-Signature" }),
};

fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let source = Source::new(value);
    let root = source.root();
    let (object, event) = match root.get("object").peek() {
        Some("event") => {
            let name = root.get("type").text();
            let name = name
                .ok_or_else(|| vec![fault("/type", "required", "must be the name of the event")])?;
            (root.at("data/object"), Some(name))
        }
        _ => (root.clone(), None),
    };
    let about_sessions = |name: &str| name.starts_with("identity.verification_session.");
    // A redaction removes data at the vendor. It does not ask to erase the applicant.
    let ends = |name: &str| name.ends_with(".redacted") || !about_sessions(name);
    if event.as_deref().is_some_and(ends) || object.get("redaction").exists() {
        return Ok(Converted::Nothing);
    }
    let report = match object.get("object").peek() {
        Some("identity.verification_session") => object.get("last_verification_report"),
        Some("identity.verification_report") => object.clone(),
        _ => {
            let detail = "must be an event, a verification session or a verification report";
            return Err(vec![fault(object.get("object").pointer(), "wrong_type", detail)]);
        }
    };
    let Some(result) = result(&object, &report) else { return Ok(Converted::Nothing) };
    let reference = object.get("client_reference_id");
    let external_id = match (&options.external_id, reference.id()) {
        (Some(id), _) => id.clone(),
        (None, Some(id)) => id,
        (None, None) => {
            let detail = "must be your id of the applicant: set it when you create the session, or \
                          pass `external_id`";
            return Err(vec![fault(reference.pointer(), "required", detail)]);
        }
    };
    let mut draft = Draft::new(&external_id, &reference);
    check(&mut draft, &root, &object, &report, result);
    leave_rest(&root, &object, &report);
    additions(vec![draft], &source, &[])
}

/// The result of a session or a report. `None` if there is none yet.
fn result(object: &Node<'_>, report: &Node<'_>) -> Option<&'static str> {
    let checks = ["document", "selfie", "id_number"].map(|name| report.get(name));
    let mut errors: Vec<Node<'_>> = checks.iter().map(|check| check.at("error/code")).collect();
    errors.push(object.at("last_error/code"));
    let error = errors.into_iter().find(Node::exists);
    match object.get("status").text().as_deref() {
        Some("verified") => return Some("passed"),
        Some("canceled") => return Some("abandoned"),
        Some("requires_input") => {}
        Some(_) => return None,
        // A report has no status of its own.
        None if error.is_none() => {
            let verified = |check: &Node<'_>| check.get("status").peek() == Some("verified");
            let checks: Vec<&Node<'_>> = checks.iter().filter(|check| check.exists()).collect();
            let all = !checks.is_empty() && checks.iter().all(|check| verified(check));
            return all.then_some("passed");
        }
        None => {}
    }
    // A document that has expired or is not supported was not rejected, and neither was a person who gave up.
    Some(match error?.text()?.as_str() {
        "document_unverified_other"
        | "id_number_mismatch"
        | "id_number_unverified_other"
        | "selfie_face_mismatch"
        | "selfie_manipulated"
        | "selfie_unverified_other" => "failed",
        "abandoned" | "consent_declined" => "abandoned",
        _ => "inconclusive",
    })
}

fn check(
    draft: &mut Draft,
    root: &Node<'_>,
    object: &Node<'_>,
    report: &Node<'_>,
    result: &'static str,
) {
    let session = object.get("verification_session");
    let id = if session.exists() { session } else { object.get("id") };
    let times = [report.get("created"), root.get("created"), object.get("created")];
    let at = times.iter().find(|at| at.exists()).unwrap_or(&times[2]);
    let seconds = at.integer().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let seconds = seconds.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let (outputs, document) = (object.get("verified_outputs"), report.get("document"));
    let holder = [&document, &outputs, &report.get("id_number")]
        .into_iter()
        .map(|of| [of.get("first_name"), of.get("last_name")])
        .find(|names| names.iter().any(Node::exists));
    let name = holder.as_ref().and_then(|names| full_name(names));
    let from = holder.map_or_else(|| outputs.clone(), |[first, _]| first);
    let number = document.get("number");
    let digest = document_digest(&document.get("issuing_country"), &number);
    let (from_day, until) = (document.get("issued_date"), document.get("expiration_date"));
    let selfie = report.get("selfie");
    let mut element = Element::default()
        .with("id", id.id(), &id)
        .with("result", Some(result), object)
        .with("checked_at", seconds, at)
        .with("name_on_document", name, &from)
        .with("document_digest", digest, &number)
        .with("valid_from", date(&from_day), &from_day)
        .with("valid_until", date(&until), &until)
        .with_constant("provider", "stripe identity");
    if let Some(status) = selfie.get("status").text() {
        let error = selfie.at("error/code").text();
        let manipulated = error.as_deref() == Some("selfie_manipulated");
        let signals: Vec<Value> =
            if manipulated { vec!["selfie_manipulated".into()] } else { Vec::new() };
        if manipulated || status == "verified" {
            element = element.with("tamper_signals", Some(signals), &selfie);
        }
    }
    draft.push("/identity_checks", element, object);
    for of in [document.get("address"), outputs.get("address")] {
        let part = |name| of.get(name);
        let address = [
            part("line1"),
            part("line2"),
            part("city"),
            part("state"),
            part("postal_code"),
            part("country"),
        ];
        printed_address(draft, &address, &of);
    }
    for given in [object.get("provided_details"), outputs] {
        emails(draft, &given.get("email"));
        phones(draft, &given.get("phone"));
    }
}

fn leave_rest(root: &Node<'_>, object: &Node<'_>, report: &Node<'_>) {
    let parts = ["document", "selfie", "id_number", "email", "phone"].map(|name| report.get(name));
    let outputs = object.get("verified_outputs");
    for part in parts.iter().chain([&outputs]) {
        for (name, field) in part.fields() {
            field.leave_unless_read(match name {
                "dob" | "sex" | "unparsed_place_of_birth" | "unparsed_sex" => PROTECTED,
                "files" | "selfie" | "document" => PICTURE,
                "address" | "error" | "first_name" | "last_name" | "issued_date"
                | "expiration_date" => continue,
                _ => RESTATED,
            });
        }
    }
    report.leave_rest(PROVIDER);
    object.leave_rest(PROVIDER);
    root.get("data").leave_rest(PROVIDER);
    root.leave_rest(PROVIDER);
}
