//! Persona: webhooks about inquiries and verifications, and the same objects from the API.
//!
//! An inquiry is one identity check, whatever verifications it consists of and however often each was repeated.

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
    name: "persona",
    convert: Convert::Json(convert),
    webhook: Some(Scheme::TimeAndBody { header: "Persona-Signature" }),
};

/// Checks that look for a forged or altered document. Others fail because of bad pictures or rare documents.
const TAMPER_CHECKS: [&str; 6] = [
    "id_compromised_detection",
    "id_fabrication_detection",
    "id_nfc_tamper_detection",
    "id_physical_tamper_detection",
    "id_tamper_detection",
    "mdoc_digest_match_detection",
];

fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let source = Source::new(value);
    let root = source.root();
    let (payload, event) = match root.at("data/type").peek() {
        Some("event") => {
            let attributes = root.at("data/attributes");
            let name = attributes.get("name").text();
            let detail = "must be the name of the event";
            let name =
                name.ok_or_else(|| vec![fault("/data/attributes/name", "required", detail)])?;
            (attributes.get("payload"), Some(name))
        }
        _ => (root.clone(), None),
    };
    let about_checks =
        |name: &str| name.starts_with("inquiry.") || name.starts_with("verification.");
    // A redaction removes data at the vendor, often on a schedule. It does not ask to erase the applicant.
    let ends = |name: &str| name.ends_with(".redacted") || !about_checks(name);
    if event.as_deref().is_some_and(ends) {
        return Ok(Converted::Nothing);
    }
    let included = payload.get("included").items();
    let main = payload.get("data");
    let kind = main.get("type").text().unwrap_or_default().replace('_', "-");
    let Some(result) = result(&kind, &main) else {
        let known = kind == "inquiry" || kind.starts_with("verification/");
        if known {
            return Ok(Converted::Nothing);
        }
        let detail = "must be an inquiry or a verification";
        return Err(vec![fault(main.get("type").pointer(), "wrong_type", detail)]);
    };
    let reference = reference(&main, &included);
    let external_id = match (&options.external_id, reference.id()) {
        (Some(id), _) => id.clone(),
        (None, Some(id)) => id,
        (None, None) => {
            let detail = "must be your id of the applicant: set it when you create the inquiry, or \
                          pass `external_id`";
            return Err(vec![fault(reference.pointer(), "required", detail)]);
        }
    };
    let mut draft = Draft::new(&external_id, &reference);
    let mut verifications = included.clone();
    verifications.push(main.clone());
    check(&mut draft, &main, &verifications, result);
    contacts(&mut draft, &main);
    leave_rest(&root, &verifications);
    additions(vec![draft], &source, &[])
}

/// Your id of the applicant: of the inquiry, or of the account or inquiry that comes with it.
fn reference<'a>(main: &Node<'a>, included: &[Node<'a>]) -> Node<'a> {
    let of = |node: &Node<'a>| node.get("attributes").inflected("reference-id");
    let is_owner =
        |node: &&Node<'a>| matches!(node.get("type").peek(), Some("inquiry" | "account"));
    let owners = included.iter().filter(is_owner);
    let own = of(main);
    std::iter::once(main).chain(owners).map(of).find(Node::exists).unwrap_or(own)
}

/// The result of an inquiry or of a check of a document or a face. `None` if there is none yet.
fn result(kind: &str, main: &Node<'_>) -> Option<&'static str> {
    let status = main.at("attributes/status").text()?.replace('-', "_");
    let result = match (kind, status.as_str()) {
        ("inquiry", "approved" | "completed") => "passed",
        ("inquiry", "declined" | "failed") => "failed",
        ("inquiry", "expired") => "abandoned",
        ("inquiry", "needs_review" | "marked_for_review") => "inconclusive",
        (kind, status) if is_government_id(kind) || kind == "verification/selfie" => match status {
            "passed" => "passed",
            "failed" => "failed",
            "requires_retry" => "inconclusive",
            _ => return None,
        },
        _ => return None,
    };
    Some(result)
}

fn is_government_id(kind: &str) -> bool {
    kind.starts_with("verification/government-id")
}

fn check(draft: &mut Draft, main: &Node<'_>, all: &[Node<'_>], result: &'static str) {
    let kind = |node: &Node<'_>| node.get("type").peek().unwrap_or_default().replace('_', "-");
    let attributes = main.get("attributes");
    let times =
        ["decisioned-at", "completed-at", "failed-at", "marked-for-review-at", "expired-at"];
    let times = times.into_iter().map(|name| attributes.inflected(name));
    let at = times.clone().find(Node::exists).unwrap_or_else(|| attributes.inflected("created-at"));
    let inquiry = main.at("relationships/inquiry/data/id");
    let id = if inquiry.exists() { inquiry } else { main.get("id") };
    let documents = all.iter().filter(|node| is_government_id(&kind(node)));
    let documents: Vec<Node<'_>> = documents.map(|node| node.get("attributes")).collect();
    let passed = documents.iter().find(|of| of.get("status").peek() == Some("passed"));
    let document = passed.or(documents.last());
    let session = all.iter().rfind(|node| kind(node).ends_with("session"));
    let status = attributes.get("status");
    let mut element = Element::default()
        .with("id", id.id(), &id)
        .with("result", Some(result), &status)
        .with("checked_at", at.text(), &at)
        .with_constant("provider", "persona");
    if let Some(document) = document {
        let part = |name| document.inflected(name);
        let names = [part("name-first"), part("name-middle"), part("name-last")];
        let country = part("country-code");
        let numbers = [part("identification-number"), part("document-number")];
        let number = numbers.iter().find(|number| number.exists()).unwrap_or(&numbers[0]);
        let (from, until) = (part("issue-date"), part("expiration-date"));
        let office = part("issuing-authority");
        element = element.with("name_on_document", full_name(&names), &names[0]).with(
            "document_digest",
            document_digest(&country, number),
            number,
        );
        element = element
            .with("valid_from", date(&from), &from)
            .with("valid_until", date(&until), &until)
            .with("issuing_office", office.text(), &office);
        let address = [
            part("address-street-1"),
            part("address-street-2"),
            part("address-city"),
            part("address-subdivision"),
            part("address-postal-code"),
            country,
        ];
        printed_address(draft, &address, document);
    }
    if let Some(session) = session {
        let ip = session.get("attributes").inflected("ip-address");
        let device = session.at("relationships/device/data/id");
        element = element.with("ip", ip.text(), &ip).with("device_id", device.id(), &device);
    }
    if let Some((signals, from)) = tamper_signals(all) {
        element = element.with("tamper_signals", Some(signals), &from);
    }
    draft.push("/identity_checks", element, main);
}

/// Failed checks for tampering. `None` if none of them ran.
fn tamper_signals<'a>(all: &[Node<'a>]) -> Option<(Vec<Value>, Node<'a>)> {
    let mut signals = Vec::new();
    let mut ran = None;
    for checks in all.iter().map(|node| node.at("attributes/checks")) {
        for check in checks.items() {
            let name = check.get("name").peek().unwrap_or_default().replace('-', "_");
            let status = check.get("status").peek();
            if !TAMPER_CHECKS.contains(&name.as_str()) {
                if status == Some("failed") {
                    check.leave("is a failed check that says nothing about tampering");
                } else {
                    check.ignore();
                }
                continue;
            }
            check.ignore();
            if matches!(status, Some("passed" | "failed")) {
                ran = Some(checks.clone());
            }
            if status == Some("failed") && !signals.contains(&Value::from(name.as_str())) {
                signals.push(name.into());
            }
        }
    }
    ran.map(|from| (signals, from))
}

/// The address and number at which the person was reached.
fn contacts(draft: &mut Draft, main: &Node<'_>) {
    let attributes = main.get("attributes");
    let field = |name| attributes.get("fields").inflected(name).get("value");
    emails(draft, &field("email-address"));
    phones(draft, &field("phone-number"));
    emails(draft, &attributes.inflected("email-address"));
    phones(draft, &attributes.inflected("phone-number"));
}

fn leave_rest(root: &Node<'_>, all: &[Node<'_>]) {
    for object in all {
        let attributes = object.get("attributes");
        for (_, field) in attributes.get("fields").fields() {
            field.leave_rest(RESTATED);
        }
        for (name, field) in attributes.fields() {
            let name = name.replace(['-', '_'], "").to_lowercase();
            let reason = match name.as_str() {
                "birthdate" | "sex" | "gender" | "nationality" | "birthplace" | "ethnicity" => {
                    PROTECTED
                }
                _ if name.contains("photo") || name.contains("url") => PICTURE,
                _ if name.starts_with("name") || name.starts_with("address") => RESTATED,
                "fields" | "checks" => continue,
                _ => PROVIDER,
            };
            field.leave_unless_read(reason);
        }
        object.get("id").leave_unless_read(PROVIDER);
        object.get("type").ignore();
        object.get("relationships").leave_rest(PROVIDER);
        object.leave_rest(PROVIDER);
    }
    root.get("data").leave_rest(PROVIDER);
    root.at("data/attributes").leave_rest(PROVIDER);
}
