//! Names in e-mail addresses, and addresses with the same pattern.

use chrono::Duration;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{domains, email_at};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Other;
use crate::profile::{Agreement, EmailAddress, PersonName};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[EMAIL_TEMPLATE_FAMILY, EMAIL_NAME_MISMATCH];

const EMAIL_TEMPLATE_FAMILY: Indicator = Indicator {
    id: "email_template_family",
    family: Family::Contact,
    cause: None,
    usage: Usage::UseCrossAccountOnly,
    scope: Scope::CrossAccount,
    strength: 3,
    observed: "Three or more applicants use e-mail addresses that differ only in the last digit.",
    unit: "other applicants",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "Family members, or a common name with a year of birth.",
    how_to_verify: "Ask each applicant to reply from their address.",
    sources: &["RAV25", "OWN"],
    wording: "
    .hit = Within 90 days, { $others } other applicants used an e-mail address that differs only in the last digit from the applicant’s address at { $domain }.
    .miss = Within 90 days, { $others ->
        [0] no other applicant
        [one] only one other applicant
       *[other] only { $others } other applicants
    } used an e-mail address that differs only in the last digit.
",
    miss: MissRule::Counts,
    observe: email_template_family,
    #[cfg(test)]
    examples: tests::email_template_family,
};

const EMAIL_NAME_MISMATCH: Indicator = Indicator {
    id: "email_name_mismatch",
    family: Family::Contact,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "An e-mail address contains a different name than the applicant’s.",
    unit: "addresses",
    question: "What name does the applicant claim, and which e-mail addresses do they use? Send `claims.name` and `contact.emails`.",
    innocent_explanations: "Nicknames, maiden names, transliteration, and names before a gender transition.",
    how_to_verify: "Nothing needs to be verified. Nicknames, former names and other scripts explain it.",
    sources: &["US2022", "KOL25"],
    wording: "
    .hit = { $addresses ->
        [one] The name in the e-mail address at { $domains } has
       *[other] The names in the { $addresses } e-mail addresses at { $domains } have
    } nothing in common with the applicant’s name.
    .miss = { $addresses ->
        [one] The name in the e-mail address at { $domains } fits
       *[other] The names in the { $addresses } e-mail addresses at { $domains } fit
    } the applicant’s name.
",
    miss: MissRule::Counts,
    observe: email_name_mismatch,
    #[cfg(test)]
    examples: tests::email_name_mismatch,
};

/// Three or more applicants within 90 days have addresses that differ only in the last digit. A birth year is not a
/// running number, and two applicants can be relatives.
fn email_template_family(case: &Case<'_>) -> Finding {
    const MIN_OTHERS: usize = 2;
    const TOGETHER: Duration = Duration::days(90);
    let looked_up: Vec<_> = case.links.of_kind(IdentifierKind::EmailFamily).collect();
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails).count();
    let has_links =
        !looked_up.is_empty() || case.links.of_kind(IdentifierKind::Email).next().is_some();
    if emails == 0 || !has_links {
        return Finding::Unknown;
    }
    let is_near = |other: &&Other| (case.now - other.used_at).abs() <= TOGETHER;
    let counted = (looked_up.iter())
        .map(|shared| (shared.undeclared().filter(is_near).count(), shared.pointer.as_str()));
    let (others, pointer) = counted.max().unwrap_or((0, "/contact/emails"));
    let evidence = Evidence::about([pointer.to_owned()]).with("others", others);
    if others < MIN_OTHERS {
        return Finding::miss(evidence);
    }
    let domain = email_at(case, pointer).map_or("", EmailAddress::domain);
    Finding::hit(count(others), evidence.with("domain", domain))
}

/// Two or more words that share nothing with the claimed name. A common part, an initial or another script is no
/// contradiction.
fn email_name_mismatch(case: &Case<'_>) -> Finding {
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let Some(claimed) = claimed else { return Finding::Unknown };
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let mut compared: Vec<(usize, &EmailAddress, Agreement)> =
        (emails.zip(&case.facts.emails).enumerate())
            .filter(|(_, (_, facts))| !facts.role_account && !facts.relay)
            .filter_map(|(i, (email, _))| {
                let agreement = claimed.agrees_with(&words(email.address.local())?);
                Some((i, &email.address, agreement))
            })
            .collect();
    let is_cut = compared.iter().any(|(.., agreement)| *agreement == Agreement::TooLong);
    compared.retain(|(.., agreement)| agreement.is_known());
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<_> = (compared.iter())
        .filter(|(.., agreement)| *agreement == Agreement::Differ)
        .copied()
        .collect();
    let named = if hits.is_empty() { &compared } else { &hits };
    let named: Vec<&EmailAddress> = named.iter().map(|(_, address, _)| *address).collect();
    let evidence =
        Evidence::about(hits.iter().map(|(i, ..)| format!("/contact/emails/{i}/address")))
            .with("addresses", named.len())
            .with("domains", domains(&named));
    Finding::graded(count(hits.len()), evidence).unless_cut(|| is_cut)
}

/// The words of a local part, if there are two or more.
fn words(local: &str) -> Option<PersonName> {
    let words: Vec<&str> = local
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .collect();
    if words.len() < 2 { None } else { PersonName::new(&words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind::{Email, EmailFamily};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn mails(name: &Value, addresses: &[&str]) -> Fixture {
        let mail = |address: &&str| json!({ "address": address });
        let emails: Vec<Value> = addresses.iter().map(mail).collect();
        Fixture::new(json!({ "claims": { "name": name }, "contact": { "emails": emails } }))
            .enriched()
    }

    pub(super) fn email_template_family() -> Examples {
        let family = |others, days| {
            let case = mails(&Value::Null, &["devsample21@example.com"]);
            let mut case = case.sharing(EmailFamily, others, Duration::days(days), None);
            "/contact/emails/0/address".clone_into(&mut case.links.shared[0].pointer);
            case
        };
        let plain = || mails(&Value::Null, &["sam@example.com"]);
        Examples::new()
            .hit("three addresses of one pattern within a quarter", family(2, 10))
            .value(2.0)
            .pointers(&["/contact/emails/0/address"])
            .says("Within 90 days, 2 other applicants used an e-mail address that differs only in the last digit from the applicant’s address at example.com.")
            .miss("no one has an address of this pattern", family(0, 10))
            .says("Within 90 days, no other applicant used an e-mail address that differs only in the last digit.")
            .miss("one other address of this pattern", family(1, 10))
            .says("Within 90 days, only one other applicant used an e-mail address that differs only in the last digit.")
            .miss("years apart", family(4, 300))
            .miss("an address without digits", plain().sharing_at("/contact/emails/0/address", Email, 0, None))
            .pointers(&["/contact/emails"])
            .unknown("nothing was looked up", plain())
            .innocent("a sister and a brother", family(1, 10))
    }

    pub(super) fn email_name_mismatch() -> Examples {
        let robin = Value::from("Robin Example");
        let mail = |address: &str| mails(&robin, &[address]);
        let strangers = ["otto.specimen@example.com", "otto.specimen@example.org"];
        let own = ["robin.example@example.com", "robin.example@example.org"];
        Examples::new()
            .hit("a stranger's name", mail("otto.specimen@example.com"))
            .value(1.0)
            .says("The name in the e-mail address at example.com has nothing in common with the applicant’s name.")
            .hit("a stranger's name in two addresses", mails(&robin, &strangers))
            .says("The names in the 2 e-mail addresses at example.com and example.org have nothing in common with the applicant’s name.")
            .miss("the applicant's name", mail("robin.example@example.com"))
            .says("The name in the e-mail address at example.com fits the applicant’s name.")
            .miss("the applicant's name in two addresses", mails(&robin, &own))
            .says("The names in the 2 e-mail addresses at example.com and example.org fit the applicant’s name.")
            .miss("the other way round, and a number", mail("example.robin99@example.com"))
            .miss("a name in another script", mails(&"김민준".into(), &["minjun.kim@example.com"]))
            .unknown("one word", mail("sunnyday@example.com"))
            .unknown("no claimed name", mails(&Value::Null, &["otto.specimen@example.com"]))
            .innocent("a maiden name", mail("robin.maiden@example.com"))
    }
}
