//! The type of the applicant's mailboxes and phone lines, and the countries of the lines.

use std::collections::BTreeSet;

use super::super::reading::{count, ending, quoted, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::domains;
use crate::facts::{MailClass, MailFacts, PhoneFacts};
use crate::finding::{Evidence, Finding};
use crate::lists::{ListKind, ListMeaning};
use crate::profile::contact::{Email, Phone, PhoneLineType};
use crate::profile::{CountryCode, EmailAddress};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    EMAIL_DISPOSABLE_OR_ALIAS_DOMAIN,
    PHONE_VOIP_OR_DISPOSABLE,
    PHONE_REGION_VS_CLAIMED_LOCATION,
    EMAIL_JOB_KEYWORD_LOCAL_PART,
];

const EMAIL_DISPOSABLE_OR_ALIAS_DOMAIN: Indicator = Indicator {
    id: "email_disposable_or_alias_domain",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "An e-mail address is from a provider of disposable addresses.",
    unit: "addresses",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "People who care about privacy. Aliases of known privacy services do not count.",
    how_to_verify: "Ask for a permanent address and have the applicant confirm it.",
    sources: &["RAV25", "GEM", "OWN"],
    wording: "
    .hit = { the-email-addresses } { $addresses ->
        [one] is
       *[other] are
    } from a provider of disposable addresses.
    .miss = { the-email-addresses } { $addresses ->
        [one] is
       *[other] are
    } not from a provider of disposable addresses.
",
    miss: MissRule::Counts,
    observe: email_disposable_or_alias_domain,
    #[cfg(test)]
    examples: tests::email_disposable_or_alias_domain,
};

const PHONE_VOIP_OR_DISPOSABLE: Indicator = Indicator {
    id: "phone_voip_or_disposable",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A phone number is an internet number that works anywhere (VoIP), or is on a list of disposable numbers.",
    unit: "share of numbers",
    question: "What kind of line is the phone number? Send `contact.phones[].line_type` from a carrier look-up, or import a list of kind `phone` with the meaning `disposable`.",
    innocent_explanations: "Users of internet telephony such as Google Voice, expatriates, people who care about privacy, and small businesses.",
    how_to_verify: "Ask for a number with a contract, and call the applicant back on it.",
    sources: &["MAN24", "OKTA25", "SAR", "GEM"],
    wording: "
    .hit = { $voip_count ->
        [one] The phone number { $voip } is an internet line (VoIP).
       *[other] The phone numbers { $voip } are internet lines (VoIP).
    }
    .listed = { $listed_count ->
        [one] The phone number { $listed } is
       *[other] The phone numbers { $listed } are
    } on a list of disposable numbers.
    .both = { $voip_count ->
        [one] The phone number { $voip } is an internet line (VoIP)
       *[other] The phone numbers { $voip } are internet lines (VoIP)
    }, and { $listed_count ->
        [one] the phone number { $listed } is
       *[other] the phone numbers { $listed } are
    } on a list of disposable numbers.
    .miss = { $numbers_count ->
        [one] The phone number { $numbers } is not known to be an internet line (VoIP).
       *[other] The phone numbers { $numbers } are not known to be internet lines (VoIP).
    }
    .unlisted = { $numbers_count ->
        [one] The phone number { $numbers } is not known to be an internet line (VoIP) and is
       *[other] The phone numbers { $numbers } are not known to be internet lines (VoIP) and are
    } on no list of disposable numbers.
",
    miss: MissRule::Counts,
    observe: phone_voip_or_disposable,
    #[cfg(test)]
    examples: tests::phone_voip_or_disposable,
};

const PHONE_REGION_VS_CLAIMED_LOCATION: Indicator = Indicator {
    id: "phone_region_vs_claimed_location",
    family: Family::Contact,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "A phone number is from a different country than the applicant claims to live in.",
    unit: "numbers",
    question: "Which phone number does the applicant use, and where do they claim to live? Send `contact.phones` and `claims.country`.",
    innocent_explanations: "People who kept their number when they moved, which is common.",
    how_to_verify: "Ask how the applicant got the number. A former home usually explains it.",
    sources: &["CIN24", "GEM"],
    wording: "
    .hit = { $numbers_count ->
        [one] The phone number { $numbers } is from { $regions },
       *[other] The phone numbers { $numbers } are from { $regions },
    } but the applicant claims to live in { $claimed }.
    .miss = { $numbers_count ->
        [one] The phone number { $numbers } is
       *[other] The phone numbers { $numbers } are
    } from { $regions }, which fits where the applicant claims to live or stay.
",
    miss: MissRule::Counts,
    observe: phone_region_vs_claimed_location,
    #[cfg(test)]
    examples: tests::phone_region_vs_claimed_location,
};

const EMAIL_JOB_KEYWORD_LOCAL_PART: Indicator = Indicator {
    id: "email_job_keyword_local_part",
    family: Family::Contact,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "An e-mail address contains job words, such as “dev”, “fullstack” or “coder”.",
    unit: "addresses",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "Freelancers who use a business mailbox.",
    how_to_verify: "Nothing needs to be verified. This is only context.",
    sources: &["RAV25", "OWN"],
    wording: "
    .hit = { the-email-addresses } { $addresses ->
        [one] contains
       *[other] contain
    } { $words_count ->
        [one] the job word { $words }
       *[other] the job words { $words }
    } before the @.
    .miss = { the-email-addresses } { $addresses ->
        [one] contains
       *[other] contain
    } no job words before the @.
",
    miss: MissRule::Counts,
    observe: email_job_keyword_local_part,
    #[cfg(test)]
    examples: tests::email_job_keyword_local_part,
};

/// A relay that forwards to the applicant's own mailbox is not disposable.
fn email_disposable_or_alias_domain(case: &Case<'_>) -> Finding {
    mailboxes(case, |_, facts| facts.class == MailClass::Disposable)
}

fn email_job_keyword_local_part(case: &Case<'_>) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let words: BTreeSet<&str> = emails.flat_map(|email| job_words(email.address.local())).collect();
    let words: Vec<String> = words.into_iter().map(quoted).collect();
    mailboxes(case, |email, _| !job_words(email.local()).is_empty()).with("words", words)
}

/// The job words that a mailbox is named after. Words are separated by other characters, or a word consists of job words
/// only. A word within another one is usually part of a name (Devendra), and “dev” alone can be a whole one.
fn job_words(local: &str) -> Vec<&'static str> {
    const WORDS: [&str; 21] = [
        "backend",
        "coder",
        "coding",
        "dev",
        "developer",
        "devops",
        "engineer",
        "engineering",
        "expert",
        "freelance",
        "freelancer",
        "frontend",
        "full",
        "fullstack",
        "programmer",
        "programming",
        "senior",
        "software",
        "stack",
        "tech",
        "web",
    ];
    const ONLY_BESIDE_OTHERS: [&str; 6] = ["dev", "expert", "full", "senior", "stack", "web"];
    let tokens = local.split(|c: char| !c.is_alphabetic()).filter(|token| !token.is_empty());
    let words: Vec<&'static str> =
        tokens.filter_map(|token| composed(token, &WORDS)).flatten().collect();
    let is_clear = words.len() > 1 || words.iter().any(|word| !ONLY_BESIDE_OTHERS.contains(word));
    if is_clear { words } else { Vec::new() }
}

/// The words that a text consists of, the longest first. `None` if something is left over.
fn composed(text: &str, words: &[&'static str]) -> Option<Vec<&'static str>> {
    let (mut rest, mut found) = (text, Vec::new());
    while !rest.is_empty() {
        let starts = words.iter().filter(|word| rest.starts_with(**word));
        let word = starts.max_by_key(|word| word.len())?;
        rest = &rest[word.len()..];
        found.push(*word);
    }
    Some(found)
}

fn mailboxes(case: &Case<'_>, is_hit: impl Fn(&EmailAddress, &MailFacts) -> bool) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let all: Vec<(usize, (&Email, &MailFacts))> =
        emails.zip(&case.facts.emails).enumerate().collect();
    if all.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<_> =
        all.iter().filter(|(_, (email, facts))| is_hit(&email.address, facts)).copied().collect();
    let named = if hits.is_empty() { &all } else { &hits };
    let evidence =
        Evidence::about(named.iter().map(|(i, _)| format!("/contact/emails/{i}/address")));
    let named: Vec<&EmailAddress> = named.iter().map(|(_, (email, _))| &email.address).collect();
    let evidence = evidence.with("addresses", named.len()).with("domains", domains(&named));
    Finding::graded(count(hits.len()), evidence)
}

/// The phones with their facts.
fn phones<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a Phone, &'a PhoneFacts)> {
    let phones = case.profile.contact.iter().flat_map(|contact| &contact.phones);
    let all = phones.zip(&case.facts.phones).enumerate();
    all.filter(|(_, (phone, _))| phone.removed_at.is_none())
        .map(|(i, (phone, facts))| (i, phone, facts))
}

fn number_pointer(index: usize) -> String {
    format!("/contact/phones/{index}/number")
}

/// An internet number that works anywhere, as a carrier look-up says, or a number on a list of numbers whose messages
/// anyone can read. Numbering plans don't tell: in many countries, ordinary home lines have internet numbers, and in
/// America internet numbers look like any other.
fn phone_voip_or_disposable(case: &Case<'_>) -> Finding {
    let (kind, meaning) = (ListKind::Phone, ListMeaning::Disposable);
    let lists = &case.facts.lists;
    let looked_up = lists.looked_for(kind, meaning);
    let listed: BTreeSet<&str> =
        lists.matches(kind, meaning).map(|listed| listed.pointer.as_str()).collect();
    let is_listed = |i: usize| listed.contains(number_pointer(i).as_str());
    let is_voip = |phone: &Phone| phone.line_type == Some(PhoneLineType::NonFixedVoip);
    let all: Vec<(usize, &Phone)> =
        (case.profile.contact.iter()).flat_map(|contact| &contact.phones).enumerate().collect();
    let hits: Vec<_> =
        all.iter().filter(|(i, phone)| is_voip(phone) || is_listed(*i)).copied().collect();
    let evidence = Evidence::about(hits.iter().map(|(i, _)| number_pointer(*i)));
    if hits.is_empty() {
        // Absence from a list doesn't show what kind of line it is.
        if all.is_empty() || all.iter().any(|(_, phone)| phone.line_type.is_none()) {
            return Finding::Unknown;
        }
        let evidence = Evidence::about(all.iter().map(|(i, _)| number_pointer(*i)));
        let evidence = evidence.with("numbers", endings(&all));
        return Finding::miss(if looked_up { evidence.worded("unlisted") } else { evidence });
    }
    let (listed, voip): (Vec<_>, Vec<_>) = hits.iter().partition(|(i, _)| is_listed(*i));
    let evidence = match (listed.is_empty(), voip.is_empty()) {
        (true, _) => evidence.with("voip", endings(&voip)),
        (false, true) => evidence.worded("listed").with("listed", endings(&listed)),
        (false, false) => {
            let evidence = evidence.worded("both").with("listed", endings(&listed));
            evidence.with("voip", endings(&voip))
        }
    };
    Finding::hit(ratio(hits.len(), all.len()), evidence)
}

fn endings(phones: &[(usize, &Phone)]) -> Vec<String> {
    phones.iter().map(|(_, phone)| ending(phone.number.as_str())).collect()
}

fn phone_region_vs_claimed_location(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    let Some((claims, claimed)) = claims.and_then(|claims| Some((claims, claims.country?))) else {
        return Finding::Unknown;
    };
    let known: Vec<(usize, &Phone, CountryCode)> =
        phones(case).filter_map(|(i, phone, facts)| Some((i, phone, facts.region?))).collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<_> = known
        .iter()
        .filter(|(.., region)| claims.covers(*region, case.now) == Some(false))
        .copied()
        .collect();
    let named = if hits.is_empty() { &known } else { &hits };
    let numbers: Vec<String> =
        named.iter().map(|(_, phone, _)| ending(phone.number.as_str())).collect();
    let regions: BTreeSet<CountryCode> = named.iter().map(|(.., region)| *region).collect();
    let evidence = Evidence::about(hits.iter().map(|(i, ..)| number_pointer(*i)))
        .with("numbers", numbers)
        .with("regions", regions.into_iter().collect::<Vec<_>>());
    if hits.is_empty() {
        return Finding::miss(evidence);
    }
    Finding::hit(count(hits.len()), evidence.with("claimed", claimed))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

    fn contact(contact: Value) -> Fixture {
        Fixture::new(json!({ "contact": contact, "claims": { "country": "US" } })).enriched()
    }

    fn mails(addresses: &[&str]) -> Fixture {
        let mail = |address: &&str| json!({ "address": address });
        contact(json!({ "emails": addresses.iter().map(mail).collect::<Vec<Value>>() }))
    }

    fn lines(lines: &[(&str, &str)]) -> Fixture {
        let phone = |(number, line): &(&str, &str)| json!({ "number": number, "line_type": line });
        contact(json!({ "phones": lines.iter().map(phone).collect::<Vec<Value>>() }))
    }

    fn phones(numbers: &[&str]) -> Fixture {
        let phone = |number: &&str| json!({ "number": number });
        contact(json!({ "phones": numbers.iter().map(phone).collect::<Vec<Value>>() }))
    }

    pub(super) fn email_disposable_or_alias_domain() -> Examples {
        Examples::new()
            .hit("a disposable address", mails(&["x@mailinator.com"]))
            .says("The e-mail address at mailinator.com is from a provider of disposable addresses.")
            .hit("two of three are disposable", mails(&["x@mailinator.com", "y@mailinator.com", "sam@example.com"]))
            .value(2.0)
            .pointers(&["/contact/emails/0/address", "/contact/emails/1/address"])
            .says("The 2 e-mail addresses at mailinator.com are from a provider of disposable addresses.")
            .miss("an ordinary address", mails(&["x@example.com"]))
            .says("The e-mail address at example.com is not from a provider of disposable addresses.")
            .miss("two ordinary addresses", mails(&["x@example.com", "x@example.org"]))
            .says("The 2 e-mail addresses at example.com and example.org are not from a provider of disposable addresses.")
            .unknown("no addresses", contact(json!({})))
            .innocent("a privacy alias", mails(&["x@relay.example"]))
            .innocent("an alias of SimpleLogin", mails(&["x@aleeas.com"]))
    }

    // The British numbering plan has a range for internet numbers.
    const VOIP: &str = "+44 56 1234 5678";
    const MOBILE: &str = "+1-202-555-0123";
    const SECOND: &str = "+1-202-555-0124";

    /// The case, looked up on a list of phone numbers that contains the number at `pointer`.
    fn listed(mut case: Fixture, meaning: ListMeaning, pointer: Option<&str>) -> Fixture {
        let on =
            Consulted { list: "invented".to_owned(), kind: ListKind::Phone, meaning, version: 1 };
        let listed = pointer.map(|pointer| Listed {
            on: on.clone(),
            pointer: pointer.to_owned(),
            confidence: None,
        });
        case.facts.lists.listed = listed.into_iter().collect();
        case.facts.lists.probed = vec![ListKind::Phone];
        case.facts.lists.consulted = vec![on];
        case
    }

    pub(super) fn phone_voip_or_disposable() -> Examples {
        let second = Some("/contact/phones/1/number");
        let disposable = ListMeaning::Disposable;
        let two = || lines(&[(MOBILE, "mobile"), (SECOND, "fixed")]);
        let app = || lines(&[(MOBILE, "non_fixed_voip"), (SECOND, "mobile")]);
        Examples::new()
            .hit("an app's number", lines(&[(MOBILE, "non_fixed_voip")]))
            .value(1.0)
            .says("The phone number …0123 is an internet line (VoIP).")
            .hit("a number on a list", listed(phones(&[MOBILE, SECOND]), disposable, second))
            .value(0.5)
            .pointers(&["/contact/phones/1/number"])
            .says("The phone number …0124 is on a list of disposable numbers.")
            .hit("an app's number and a number on a list", listed(app(), disposable, second))
            .says("The phone number …0123 is an internet line (VoIP), and the phone number …0124 is on a list of disposable numbers.")
            .miss("a mobile", lines(&[(MOBILE, "mobile")]))
            .pointers(&["/contact/phones/0/number"])
            .says("The phone number …0123 is not known to be an internet line (VoIP).")
            .miss("numbers that are on no list", listed(two(), disposable, None))
            .says("The phone numbers …0123 and …0124 are not known to be internet lines (VoIP) and are on no list of disposable numbers.")
            .miss("a number on a list of another meaning", listed(two(), ListMeaning::Actor, second))
            .unknown("an American number can be anything", phones(&[MOBILE]))
            .unknown("a number on no list can be anything", listed(phones(&[MOBILE]), disposable, None))
            .unknown("a French internet box", phones(&["+33 9 72 10 10 10"]))
            .unknown("a Korean internet line", phones(&["+82 70 7123 4567"]))
            .unknown("no phones", contact(json!({})))
            .innocent("a home line from a cable provider", lines(&[("+33 9 72 10 10 10", "fixed_voip")]))
            .innocent("an expatriate's own number", phones(&["+44 20 7946 0018"]))
    }

    pub(super) fn phone_region_vs_claimed_location() -> Examples {
        Examples::new()
            .hit("a British number, and a home in the United States", phones(&[VOIP]))
            .value(1.0)
            .says("The phone number …5678 is from the United Kingdom, but the applicant claims to live in the United States.")
            .hit("one of two numbers is British", phones(&[MOBILE, VOIP]))
            .pointers(&["/contact/phones/1/number"])
            .miss("a number of the claimed country", phones(&[MOBILE]))
            .says("The phone number …0123 is from the United States, which fits where the applicant claims to live or stay.")
            .miss("two numbers of the claimed country", phones(&[MOBILE, SECOND]))
            .says("The phone numbers …0123 and …0124 are from the United States, which fits where the applicant claims to live or stay.")
            .unknown("no phones", contact(json!({})))
            .innocent("a number that was kept in a move within the country", phones(&["+1-312-555-0123"]))
    }

    pub(super) fn email_job_keyword_local_part() -> Examples {
        Examples::new()
            .hit("two job words", mails(&["fullstack.dev@example.com"]))
            .value(1.0)
            .says("The e-mail address at example.com contains the job words “dev” and “fullstack” before the @.")
            .hit("one job word in two addresses", mails(&["sam.coder@example.com", "coder7@example.org"]))
            .says("The 2 e-mail addresses at example.com and example.org contain the job word “coder” before the @.")
            .hit("job words without a separator", mails(&["seniorwebdev1@example.com"]))
            .miss("a name", mails(&["sam@example.com"]))
            .pointers(&["/contact/emails/0/address"])
            .says("The e-mail address at example.com contains no job words before the @.")
            .miss("names that begin with a job word", mails(&["devendra@example.com", "mahadevan.s@example.com", "devi@example.org"]))
            .miss("a surname", mails(&["kapil.dev@example.com"]))
            .unknown("no addresses", contact(json!({})))
            .innocent("a business mailbox", mails(&["hello@studio.example.com"]))
    }
}
