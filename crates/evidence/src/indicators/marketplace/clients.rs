//! Clients who rate several applicants at once, and clients who are the applicant themselves.

use std::collections::BTreeSet;

use chrono::Duration;

use super::super::reading::{count, ending};
use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::activity::{Engagement, Rating};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[RATING_RING_SINGLE_CLIENT, SELF_DEALING_CLIENT_SAME_PAYOUT];

const RATING_RING_SINGLE_CLIENT: Indicator = Indicator {
    id: "rating_ring_single_client",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "One client gives top ratings to several applicants within two weeks.",
    unit: "strength of the circle, from 0 to 1",
    question: "Who rated the applicant, and when? Send `activity.ratings` with `client_id` and `stars`.",
    innocent_explanations: "Agencies that hire a whole team.",
    how_to_verify: "Ask the client about the work. Check who paid for it.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "
    .hit = Within two weeks of the applicant’s top rating, { $clients_count ->
        [0] the same client
       *[other] the client { $clients }
    } also gave top ratings to { other-applicants }.
    .miss = Within two weeks of the applicant’s top rating, { $clients_count ->
        [0] the same client
       *[other] the client { $clients }
    } gave top ratings { $why ->
        [declared] only to applicants who declared the connection.
        [hub] to { other-applicants }, too many to mean anything.
        [few] only to { other-applicants }, too few to count.
       *[none] to no other applicant.
    }
    .long_term = The clients who rated the applicant had worked with them for more than 60 days.
",
    miss: MissRule::Counts,
    observe: rating_ring_single_client,
    #[cfg(test)]
    examples: tests::rating_ring_single_client,
};

const SELF_DEALING_CLIENT_SAME_PAYOUT: Indicator = Indicator {
    id: "self_dealing_client_same_payout",
    family: Family::Marketplace,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "A client has the same payout account, device or identity document as the applicant.",
    unit: "identifiers shared with a client",
    question: "How are the clients paid and verified? Send `activity.engagements[].client_account`, `client_device_id` or `client_document_digest`.",
    innocent_explanations: "Business owners who try out the platform with an account on each side.",
    how_to_verify: "Ask what was delivered to the client, and look at it.",
    sources: &["US2022", "JP24"],
    wording: "
    .hit = In { $engagements ->
        [one] one engagement, the client has
       *[other] { $engagements } engagements, the clients have
    } { $shared ->
        [client_account] the same payout account as the applicant: { $accounts }.
        [client_device_id] a device in common with the applicant.
        [client_document_digest] the same identity document as the applicant.
       *[several] several of these in common with the applicant: payout account, device, identity document.
    }
    .miss = { $compared ->
        [one] The only payout account, device or identity document that is known of a client is not
       *[other] None of the { $compared } payout accounts, devices and identity documents that are known of clients is
    } the applicant’s.
",
    miss: MissRule::Counts,
    observe: self_dealing_client_same_payout,
    #[cfg(test)]
    examples: tests::self_dealing_client_same_payout,
};

/// Clients with a few contractors are ordinary. A client who gives top ratings to three strangers within two weeks is
/// not.
fn rating_ring_single_client(case: &Case<'_>) -> Finding {
    const MAX_DISTANCE: Duration = Duration::days(14);
    const MIN_OTHERS: usize = 3;
    let within_two_weeks = |shared: &Shared| {
        let mut near = shared.clone();
        near.others.retain(|other| (other.used_at - shared.used_at).abs() <= MAX_DISTANCE);
        near
    };
    let rated = case.links.of_kind(IdentifierKind::RatingClient);
    let (long, rated): (Vec<&Shared>, Vec<&Shared>) = rated.partition(|it| is_long_term(case, it));
    if rated.is_empty() && !long.is_empty() {
        let pointers = long.iter().map(|shared| shared.pointer.clone());
        return Finding::miss(Evidence::about(pointers).worded("long_term"));
    }
    let shared: Vec<Shared> = rated.into_iter().map(within_two_weeks).collect();
    // What counts is the circle of one client, not of all clients together.
    let widest = shared.iter().max_by_key(|shared| shared.undeclared().count());
    let clients: Vec<String> = widest.and_then(|shared| client(case, shared)).into_iter().collect();
    let finding = weigh_sharing(case, &widest.into_iter().collect::<Vec<_>>(), MIN_OTHERS);
    finding.with("clients", clients)
}

/// The tenant's own id for the client who gave a rating.
fn client(case: &Case<'_>, shared: &Shared) -> Option<String> {
    Some(rating(case, shared)?.client_id.as_ref()?.as_str().to_owned())
}

fn rating<'a>(case: &Case<'a>, shared: &Shared) -> Option<&'a Rating> {
    let index = shared.pointer.strip_prefix("/activity/ratings/")?.split('/').next()?;
    case.profile.activity.as_ref()?.ratings.get(index.parse::<usize>().ok()?)
}

/// Whether the applicant worked for the client for so long before the rating that it was earned. Bought ratings follow
/// jobs of hours or days; a team of contractors is rated together at the end of a quarter.
fn is_long_term(case: &Case<'_>, shared: &Shared) -> bool {
    const LONG: Duration = Duration::days(60);
    let Some(rating) = rating(case, shared) else { return false };
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let mut with_client = engagements.filter(|engagement| {
        engagement.client_id.is_some() && engagement.client_id == rating.client_id
    });
    with_client.any(|engagement| {
        let until = engagement.ended_at.unwrap_or(rating.at).min(rating.at);
        engagement.started_at.is_some_and(|from| until - from >= LONG)
    })
}

fn self_dealing_client_same_payout(case: &Case<'_>) -> Finding {
    let (compared, same) = compare_clients(case);
    if compared == 0 {
        return Finding::Unknown;
    }
    let pointers = same.iter().map(|(i, _, field)| format!("/activity/engagements/{i}/{field}"));
    let evidence = Evidence::about(pointers);
    let Some((_, _, first)) = same.first() else {
        return Finding::miss(evidence.with("compared", compared));
    };
    let engagements: BTreeSet<usize> = same.iter().map(|(i, ..)| *i).collect();
    let is_one_kind = same.iter().all(|(.., field)| field == first);
    let accounts: BTreeSet<String> = (same.iter())
        .filter(|(.., field)| *field == "client_account")
        .filter_map(|(_, engagement, _)| engagement.client_account.as_ref())
        .map(|account| ending(account.expose()))
        .collect();
    let evidence = evidence
        .with("engagements", engagements.len())
        .with("shared", if is_one_kind { first } else { "several" })
        .with("accounts", accounts.into_iter().collect::<Vec<_>>());
    Finding::hit(count(same.len()), evidence)
}

/// The number of clients' accounts, devices and documents that can be compared with the applicant's, and those that are
/// equal: the engagement's index, the engagement and the field.
fn compare_clients<'a>(case: &Case<'a>) -> (usize, Vec<(usize, &'a Engagement, &'static str)>) {
    let profile = case.profile;
    let accounts: BTreeSet<_> =
        profile.payouts.iter().filter_map(|payout| payout.account.as_ref()).collect();
    let devices: BTreeSet<&str> = (profile.sessions.iter())
        .filter_map(|session| Some(session.device_id.as_ref()?.as_str()))
        .collect();
    let documents: BTreeSet<&str> = (profile.identity_checks.iter())
        .filter_map(|check| Some(check.document_digest.as_ref()?.as_str()))
        .collect();
    let engagements = profile.activity.iter().flat_map(|activity| &activity.engagements);
    let (mut compared, mut same) = (0, Vec::new());
    for (i, engagement) in engagements.enumerate() {
        let account = engagement.client_account.as_ref().filter(|_| !accounts.is_empty());
        let device = engagement.client_device_id.as_ref().filter(|_| !devices.is_empty());
        let document = engagement.client_document_digest.as_ref().filter(|_| !documents.is_empty());
        for (field, is_same) in [
            ("client_account", account.map(|account| accounts.contains(account))),
            ("client_device_id", device.map(|id| devices.contains(id.as_str()))),
            ("client_document_digest", document.map(|id| documents.contains(id.as_str()))),
        ] {
            compared += usize::from(is_same.is_some());
            if is_same == Some(true) {
                same.push((i, engagement, field));
            }
        }
    }
    (compared, same)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn rating_ring_single_client() -> Examples {
        let rated_by = |client: Value, others, days_ago, declared| {
            let rating = json!({ "at": "2026-05-31T00:00:00Z", "client_id": client, "stars": 5 });
            let case = Fixture::new(json!({ "activity": { "ratings": [rating] } }));
            let ago = Duration::days(days_ago);
            let mut case = case.sharing(IdentifierKind::RatingClient, others, ago, declared);
            "/activity/ratings/0/client_id".clone_into(&mut case.links.shared[0].pointer);
            case
        };
        let rated = |others, days_ago| rated_by(json!("c-17"), others, days_ago, None);
        let agency = rated_by(json!("c-17"), 5, 4, Some(Declared::AGENCY));
        let worked_since = |since: &str| {
            let mut case = rated(5, 4);
            let rating = json!({ "at": "2026-05-31T00:00:00Z", "client_id": "c-17", "stars": 5 });
            let job = json!({ "client_id": "c-17", "started_at": since });
            let activity = json!({ "ratings": [rating], "engagements": [job] });
            case.profile = Fixture::new(json!({ "activity": activity })).profile;
            case
        };
        let mut hub = rated(50, 4);
        hub.links.shared[0].strength = 0.0;
        Examples::new()
            .hit("five strangers within days", rated(5, 4))
            .value(1.0)
            .says("Within two weeks of the applicant’s top rating, the client c-17 also gave top ratings to 5 other applicants.")
            .hit("the client is not named", rated_by(Value::Null, 5, 4, None))
            .says("Within two weeks of the applicant’s top rating, the same client also gave top ratings to 5 other applicants.")
            .miss("no one else", rated(0, 4))
            .says("Within two weeks of the applicant’s top rating, the client c-17 gave top ratings to no other applicant.")
            .miss("two others", rated(2, 4))
            .says("Within two weeks of the applicant’s top rating, the client c-17 gave top ratings only to 2 other applicants, too few to count.")
            .miss("a client who rates everyone", hub)
            .says("Within two weeks of the applicant’s top rating, the client c-17 gave top ratings to 50 other applicants, too many to mean anything.")
            .hit("a job of a week", worked_since("2026-05-24T00:00:00Z"))
            .miss("a contractor of two years", worked_since("2024-05-24T00:00:00Z"))
            .says("The clients who rated the applicant had worked with them for more than 60 days.")
            .miss("five others more than a month apart", rated(5, 40))
            .innocent("a loyal client over months", rated(5, 40))
            .hit("a confirmed agency doesn't explain it", agency)
    }

    pub(super) fn self_dealing_client_same_payout() -> Examples {
        let working_for = |engagements: Value| {
            Fixture::new(json!({
                "payouts": [{ "account": "ACCT-0001" }],
                "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "device_id": "d-1" }],
                "identity_checks": [{ "document_digest": "sha256:invented" }],
                "activity": { "engagements": engagements }
            }))
        };
        let client = |account: &str| working_for(json!([{ "client_account": account }]));
        let same = json!({ "client_account": "ACCT-0001" });
        let everything = json!({
            "client_account": "ACCT-0001",
            "client_device_id": "d-1",
            "client_document_digest": "sha256:invented"
        });
        let nothing_to_compare =
            json!({ "activity": { "engagements": [{ "client_account": "ACCT-0001" }] } });
        Examples::new()
            .hit("the applicant's account", client("ACCT-0001"))
            .value(1.0)
            .says("In one engagement, the client has the same payout account as the applicant: …0001.")
            .pointers(&["/activity/engagements/0/client_account"])
            .hit("the applicant's account in two engagements", working_for(json!([same, same])))
            .value(2.0)
            .says("In 2 engagements, the clients have the same payout account as the applicant: …0001.")
            .hit("the applicant's device", working_for(json!([{ "client_device_id": "d-1" }])))
            .says("In one engagement, the client has a device in common with the applicant.")
            .hit("the applicant's document", working_for(json!([{ "client_document_digest": "sha256:invented" }])))
            .says("In one engagement, the client has the same identity document as the applicant.")
            .hit("everything is the applicant's", working_for(json!([everything])))
            .value(3.0)
            .says(
                "In one engagement, the client has several of these in common with the applicant: \
                 payout account, device, identity document.",
            )
            .miss("another account", client("ACCT-0002"))
            .says("The only payout account, device or identity document that is known of a client is not the applicant’s.")
            .miss("another account and device", working_for(json!([{ "client_account": "ACCT-0002", "client_device_id": "d-2" }])))
            .says("None of the 2 payout accounts, devices and identity documents that are known of clients is the applicant’s.")
            .unknown("nothing is known of the client", working_for(json!([{}])))
            .unknown("nothing is known of the applicant", Fixture::new(nothing_to_compare))
            .innocent("another account of the same bank", client("ACCT-00010"))
    }
}
