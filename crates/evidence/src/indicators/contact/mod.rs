//! E-mail addresses and phone numbers: who else uses them, how they change and what kind they are.

pub(super) mod changes;
pub(super) mod credentials;
pub(super) mod footprint;
pub(super) mod names;
pub(super) mod providers;
pub(super) mod sharing;

use super::Case;
use crate::profile::EmailAddress;

/// The applicant's e-mail address at a pointer, in the contact details or on the resume.
fn email_at<'a>(case: &Case<'a>, pointer: &str) -> Option<&'a EmailAddress> {
    if pointer == "/resume/basics/email" {
        return case.profile.resume.as_ref()?.basics.as_ref()?.email.as_ref();
    }
    let index = pointer.strip_prefix("/contact/emails/")?.strip_suffix("/address")?;
    let index: usize = index.parse().ok()?;
    Some(&case.profile.contact.as_ref()?.emails.get(index)?.address)
}

/// The distinct domains of e-mail addresses. Local parts are often names and are not quoted.
fn domains(emails: &[&EmailAddress]) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    for email in emails {
        if !domains.iter().any(|domain| domain == email.domain()) {
            domains.push(email.domain().to_owned());
        }
    }
    domains
}
