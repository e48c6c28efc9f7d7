//! E-mail addresses in logs of stolen credentials.

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[CREDENTIALS_BESIDE_OTHER_PERSONAS];

const CREDENTIALS_BESIDE_OTHER_PERSONAS: Indicator = Indicator {
    id: "credentials_beside_other_personas",
    family: Family::Contact,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "An e-mail address is in a log of stolen credentials from a machine on which accounts of other people were used. Most of these addresses belong to victims.",
    unit: "addresses",
    question: "What does an intelligence provider know about the addresses? Send `contact.emails[].stolen_credentials`.",
    innocent_explanations: "Most people in such logs are victims: fake applicants have infected the machines of tens of thousands of developers. Families and offices share machines.",
    how_to_verify: "Warn the applicant that the password was stolen. Do not hold it against them.",
    sources: &["FLI26"],
    wording: "
    .hit = { $addresses ->
        [one] An e-mail address of the applicant is
       *[other] { $addresses } e-mail addresses of the applicant are
    } in a log of stolen credentials from a machine on which accounts of { $personas ->
        [one] one other person
       *[other] up to { $personas } other people
    } were used. Most of these addresses belong to victims, so this carries no weight.
    .miss = { $addresses ->
        [one] No log of stolen credentials shows the e-mail address that was looked up
       *[other] No log of stolen credentials shows any of the { $addresses } e-mail addresses that were looked up
    } next to accounts of other people.
",
    miss: MissRule::Ignored,
    observe: credentials_beside_other_personas,
    #[cfg(test)]
    examples: tests::credentials_beside_other_personas,
};

fn credentials_beside_other_personas(case: &Case<'_>) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails).enumerate();
    let looked_up: Vec<(usize, f64)> = emails
        .filter_map(|(i, email)| Some((i, email.stolen_credentials.as_ref()?.other_personas?.0)))
        .collect();
    if looked_up.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<(usize, f64)> =
        looked_up.iter().filter(|(_, personas)| *personas >= 1.0).copied().collect();
    let pointers = hits.iter().map(|(i, _)| format!("/contact/emails/{i}/stolen_credentials"));
    let evidence = Evidence::about(pointers);
    if hits.is_empty() {
        return Finding::miss(evidence.with("addresses", looked_up.len()));
    }
    let personas = hits.iter().map(|(_, personas)| personas.round()).fold(0.0, f64::max);
    let evidence = evidence.with("addresses", hits.len()).with("personas", personas);
    Finding::hit(count(hits.len()), evidence)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn credentials_beside_other_personas() -> Examples {
        let known = |personas: &[u32]| {
            let email = |(i, personas): (usize, &u32)| json!({ "address": format!("a{i}@example.com"), "stolen_credentials": { "other_personas": personas } });
            let emails: Vec<Value> = personas.iter().enumerate().map(email).collect();
            Fixture::new(json!({ "contact": { "emails": emails } }))
        };
        let undated = json!({ "emails": [{ "address": "a@example.com" }] });
        Examples::new()
            .hit("next to four others", known(&[4, 0]))
            .value(1.0)
            .pointers(&["/contact/emails/0/stolen_credentials"])
            .says("An e-mail address of the applicant is in a log of stolen credentials from a machine on which accounts of up to 4 other people were used. Most of these addresses belong to victims, so this carries no weight.")
            .hit("two addresses next to another person", known(&[1, 1]))
            .says("2 e-mail addresses of the applicant are in a log of stolen credentials from a machine on which accounts of one other person were used. Most of these addresses belong to victims, so this carries no weight.")
            .miss("next to no one", known(&[0]))
            .says("No log of stolen credentials shows the e-mail address that was looked up next to accounts of other people.")
            .miss("two addresses", known(&[0, 0]))
            .says("No log of stolen credentials shows any of the 2 e-mail addresses that were looked up next to accounts of other people.")
            .unknown("no one asked", Fixture::new(json!({ "contact": undated })))
            .innocent("a victim's own machine", known(&[0]))
    }
}
