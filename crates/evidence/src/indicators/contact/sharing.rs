//! Contact details that other applicants use as well.

use super::super::reading::ending;
use super::super::sharing::{shared_with_others, weigh_sharing};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{domains, email_at};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::EmailAddress;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[PHONE_SHARED_ACROSS_ACCOUNTS, EMAIL_SHARED_ACROSS_IDENTITIES];

const PHONE_SHARED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "phone_shared_across_accounts",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The same phone number is used by two or more applicants.",
    unit: "strength of the link, from 0 to 1",
    question: "Which phone number does the applicant use? Send `contact.phones`.",
    innocent_explanations: "Couples, agencies, and numbers that a carrier assigned again.",
    how_to_verify: "Call the number and ask for each applicant. Ask questions that only the owner of the account can answer.",
    sources: &["US2022", "SAR", "ASH"],
    wording: "
    .hit = { $values_count ->
        [one] The phone number { $values } is
       *[other] The phone numbers { $values } are
    } also used by { other-applicants }.
    .miss = { $values_count ->
        [one] The phone number { $values } is
       *[other] The phone numbers { $values } are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: phone_shared_across_accounts,
    #[cfg(test)]
    examples: tests::phone_shared_across_accounts,
};

const EMAIL_SHARED_ACROSS_IDENTITIES: Indicator = Indicator {
    id: "email_shared_across_identities",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The same e-mail address is used by two or more applicants.",
    unit: "strength of the link, from 0 to 1",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "A change of name, or a mailbox that a family shares.",
    how_to_verify: "Write to the address and ask which accounts belong to it. Ask for live video with an identity document.",
    sources: &["MAN24", "RF26", "SEAL"],
    wording: "
    .hit = { the-email-addresses } { $addresses ->
        [one] is
       *[other] are
    } also used by { other-applicants }.
    .miss = { the-email-addresses } { $addresses ->
        [one] is
       *[other] are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: email_shared_across_identities,
    #[cfg(test)]
    examples: tests::email_shared_across_identities,
};

fn phone_shared_across_accounts(case: &Case<'_>) -> Finding {
    shared_with_others(case, IdentifierKind::Phone, |shared| {
        let index = shared.pointer.strip_prefix("/contact/phones/")?.strip_suffix("/number")?;
        let index: usize = index.parse().ok()?;
        Some(ending(case.profile.contact.as_ref()?.phones.get(index)?.number.as_str()))
    })
}

/// Two addresses can have the same domain, so the sentence counts addresses rather than the quoted domains.
fn email_shared_across_identities(case: &Case<'_>) -> Finding {
    let all: Vec<&Shared> = case.links.of_kind(IdentifierKind::Email).collect();
    let is_shared = |shared: &&&Shared| shared.undeclared().next().is_some();
    let shared: Vec<&Shared> = all.iter().filter(is_shared).copied().collect();
    let named = if shared.is_empty() { &all } else { &shared };
    let emails: Vec<&EmailAddress> =
        named.iter().filter_map(|shared| email_at(case, &shared.pointer)).collect();
    weigh_sharing(case, &all, 1).with("addresses", emails.len()).with("domains", domains(&emails))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::identifier::IdentifierKind::{Email, Phone};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn phone_shared_across_accounts() -> Examples {
        let numbers = json!([{ "number": "+1-202-555-0123" }, { "number": "+1-202-555-0124" }]);
        let phones = || Fixture::new(json!({ "contact": { "phones": numbers.clone() } }));
        let shared = |others, declared| {
            phones().sharing_at("/contact/phones/0/number", Phone, others, declared)
        };
        let both = shared(2, None).sharing_at("/contact/phones/1/number", Phone, 3, None);
        let mut hub = shared(50, None);
        hub.links.shared[0].strength = 0.0;
        hub.links.shared[0].capped = true;
        Examples::new()
            .hit("three strangers use the number", shared(3, None))
            .value(1.0)
            .pointers(&["/contact/phones/0/number"])
            .says("The phone number …0123 is also used by 3 other applicants.")
            .hit("two numbers are shared", both)
            .says("The phone numbers …0123 and …0124 are also used by 3 other applicants.")
            .miss("no one else uses the number", shared(0, None))
            .says("The phone number …0123 is used by no other applicant.")
            .miss(
                "everyone uses one number, and nobody the other",
                phones()
                    .sharing_at("/contact/phones/0/number", Phone, 50, None)
                    .in_a_hub()
                    .sharing_at("/contact/phones/1/number", Phone, 0, None),
            )
            .says("The phone number …0123 is used by at least 50 other applicants, too many to mean anything.")
            .miss("everyone uses the number", hub)
            .says("The phone number …0123 is used by at least 50 other applicants, too many to mean anything.")
            .unknown("nothing was looked up", phones())
            .innocent("a confirmed household", shared(3, Some(Declared::HOUSEHOLD)))
            .says("The phone number …0123 is used only by other members of a confirmed agency or household (rel_00000000000000000000000000000002).")
            .hit("an agency doesn't explain a personal number", shared(3, Some(Declared::AGENCY)))
    }

    pub(super) fn email_shared_across_identities() -> Examples {
        let mails = || {
            let addresses = ["sam@example.com", "samuel@example.com"];
            let emails = addresses.map(|address| json!({ "address": address }));
            let resume = json!({ "basics": { "email": "sam@example.org" } });
            Fixture::new(json!({ "contact": { "emails": emails }, "resume": resume }))
        };
        let shared = |others, declared| {
            mails().sharing_at("/contact/emails/0/address", Email, others, declared)
        };
        let two = shared(1, None).sharing_at("/contact/emails/1/address", Email, 1, None);
        let three = (shared(0, None).sharing_at("/contact/emails/1/address", Email, 0, None))
            .sharing_at("/resume/basics/email", Email, 0, None);
        Examples::new()
            .hit("three strangers use the address", shared(3, None))
            .value(1.0)
            .says("The e-mail address at example.com is also used by 3 other applicants.")
            .hit("two addresses at one domain", two)
            .value(1.0)
            .says("The 2 e-mail addresses at example.com are also used by one other applicant.")
            .miss("no one else uses the address", shared(0, None))
            .says("The e-mail address at example.com is used by no other applicant.")
            .miss("no one else uses three addresses", three)
            .says("The 3 e-mail addresses at example.com and example.org are used by no other applicant.")
            .unknown("nothing was looked up", mails())
            .hit("a confirmed household doesn't explain it", shared(3, Some(Declared::HOUSEHOLD)))
            .hit("neither does an agency", shared(3, Some(Declared::AGENCY)))
            .innocent("an office's mailbox that many use", shared(50, None).in_a_hub())
    }
}
