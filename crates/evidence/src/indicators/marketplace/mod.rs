//! Applications, bids, ratings and messages.

pub(super) mod offers;

use std::collections::BTreeSet;

use chrono::Duration;

use super::reading::{count, day, fullest, ratio, said};
use super::sharing::weigh;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::activity::{Application, Engagement};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    APPLICATION_VELOCITY_EXTREME,
    BIDS_PER_LOGIN_HIGH,
    LOW_BID_ACCEPTANCE_RATIO,
    RATING_RING_SINGLE_CLIENT,
    SELF_DEALING_CLIENT_SAME_PAYOUT,
    OFF_PLATFORM_MOVE_REQUEST,
    USE_OTHER_ACCOUNT_REQUEST,
    CONCURRENT_FULL_TIME_ENGAGEMENTS,
    SUBCONTRACT_OR_ACCOUNT_RENTAL_OFFER,
];

const APPLICATION_VELOCITY_EXTREME: Indicator = Indicator {
    id: "application_velocity_extreme",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Applications/bids per day far above role norm.",
    unit: "applications in a day, in steps of 20",
    question: "How many applications were made each day? Send `activity.applications`.",
    innocent_explanations: "Auto-apply tools, laid-off seekers.",
    how_to_verify: "Ask which tool sends them; ask about one of them in an interview.",
    sources: &["US2022", "RF26", "IBM26"],
    wording: "",
    miss: MissRule::Counts,
    observe: application_velocity_extreme,
    #[cfg(test)]
    examples: None,
};

const BIDS_PER_LOGIN_HIGH: Indicator = Indicator {
    id: "bids_per_login_high",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Bids per login far above norm.",
    unit: "applications for each sign-in",
    question: "How many sign-ins and applications were there? Send `activity.sign_ins` and `applications`.",
    innocent_explanations: "Bidding tools, agencies.",
    how_to_verify: "Ask who or what sends the bids.",
    sources: &["US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: bids_per_login_high,
    #[cfg(test)]
    examples: None,
};

const LOW_BID_ACCEPTANCE_RATIO: Indicator = Indicator {
    id: "low_bid_acceptance_ratio",
    family: Family::Marketplace,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 2,
    observed: "Very many bids, few accepted.",
    unit: "applications not taken up",
    question: "Which applications were taken up? Send `activity.applications[].accepted`.",
    innocent_explanations: "New freelancers.",
    how_to_verify: "Nothing to settle: shown as context.",
    sources: &["US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: low_bid_acceptance_ratio,
    #[cfg(test)]
    examples: None,
};

const RATING_RING_SINGLE_CLIENT: Indicator = Indicator {
    id: "rating_ring_single_client",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Several freelancers get top ratings from one client in days.",
    unit: "other applicants",
    question: "Who rated the applicant, and when? Send `activity.ratings` with `client_id` and `stars`.",
    innocent_explanations: "Agencies hiring a team.",
    how_to_verify: "Ask the client about the work; look at who paid it.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "",
    miss: MissRule::Counts,
    observe: rating_ring_single_client,
    #[cfg(test)]
    examples: None,
};

const SELF_DEALING_CLIENT_SAME_PAYOUT: Indicator = Indicator {
    id: "self_dealing_client_same_payout",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Client and freelancer share payout instrument, device or ID.",
    unit: "things shared with a client",
    question: "How are the clients paid and verified? Send `activity.engagements[].client_account`, `client_device_id` or `client_document_digest`.",
    innocent_explanations: "Owner-operators testing.",
    how_to_verify: "Ask for what was delivered to the client.",
    sources: &["US2022", "JP24"],
    wording: "",
    miss: MissRule::Counts,
    observe: self_dealing_client_same_payout,
    #[cfg(test)]
    examples: None,
};

const OFF_PLATFORM_MOVE_REQUEST: Indicator = Indicator {
    id: "off_platform_move_request",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Asks early to move chat/payment off platform.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    innocent_explanations: "Fee avoidance by genuine freelancers.",
    how_to_verify: "Read the thread; tell them the rules and see what they do.",
    sources: &["US2022", "JP24"],
    wording: "",
    miss: MissRule::Counts,
    observe: off_platform_move_request,
    #[cfg(test)]
    examples: None,
};

const USE_OTHER_ACCOUNT_REQUEST: Indicator = Indicator {
    id: "use_other_account_request",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "After suspension asks to be paid or work through another name/account.",
    unit: "messages",
    question: "What did the applicant write after a suspension? Send `messages` and `activity.suspended_at`.",
    innocent_explanations: "Business partner or spouse invoices.",
    how_to_verify: "Ask for the other person on live video.",
    sources: &["US2022", "PSA23"],
    wording: "",
    miss: MissRule::Counts,
    observe: use_other_account_request,
    #[cfg(test)]
    examples: None,
};

const CONCURRENT_FULL_TIME_ENGAGEMENTS: Indicator = Indicator {
    id: "concurrent_full_time_engagements",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Several overlapping full-time contracts.",
    unit: "engagements at once",
    question: "Which engagements run, and are they full-time? Send `activity.engagements` with `full_time` and dates.",
    innocent_explanations: "Overemployment is not DPRK-specific.",
    how_to_verify: "Ask each client for a live meeting in the same week.",
    sources: &["MAN24", "RF26", "DTEX25"],
    wording: "",
    miss: MissRule::Counts,
    observe: concurrent_full_time_engagements,
    #[cfg(test)]
    examples: None,
};

const SUBCONTRACT_OR_ACCOUNT_RENTAL_OFFER: Indicator = Indicator {
    id: "subcontract_or_account_rental_offer",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Offers others money to use their account, identity or laptop.",
    unit: "messages",
    question: "What did the applicant write? Send `messages`.",
    innocent_explanations: "Satire, security research.",
    how_to_verify: "Ask the person who was written to; keep the message.",
    sources: &["US2022", "ROK22", "COMP19", "DOJ", "CS26"],
    wording: "",
    miss: MissRule::Counts,
    observe: subcontract_or_account_rental_offer,
    #[cfg(test)]
    examples: None,
};

/// Counted only where there are some: a list that is left out and an empty one read the same.
fn applications<'a>(case: &Case<'a>) -> Option<&'a [Application]> {
    let applications = &case.profile.activity.as_ref()?.applications;
    (!applications.is_empty()).then_some(&applications[..])
}

fn application_velocity_extreme(case: &Case<'_>) -> Finding {
    const EXTREME: usize = 30;
    let Some(applications) = applications(case) else { return Finding::Unknown };
    let times: Vec<_> = applications.iter().map(|one| one.at).collect();
    let (most, since) = fullest(&times, Duration::days(1));
    let from = since.map(|since| format!(" ({})", day(since))).unwrap_or_default();
    let text = format!("{most} applications within a day{from}");
    let evidence = Evidence::stored(text, ["/activity/applications".to_owned()]);
    if most >= EXTREME {
        Finding::hit(count(most) / 20.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn bids_per_login_high(case: &Case<'_>) -> Finding {
    const HIGH: f64 = 15.0;
    let Some(applications) = applications(case) else { return Finding::Unknown };
    let told = case.profile.activity.as_ref().and_then(|activity| activity.sign_ins);
    let Some(sign_ins) = told.map(|told| told.0).filter(|told| *told >= 1.0) else {
        return Finding::Unknown;
    };
    let each = count(applications.len()) / sign_ins;
    let text = format!("{} applications in {sign_ins:.0} sign-ins", applications.len());
    let pointers = ["/activity/sign_ins", "/activity/applications"].map(str::to_owned);
    let evidence = Evidence::stored(text, pointers);
    if each >= HIGH { Finding::hit(each, evidence) } else { Finding::miss(evidence) }
}

fn low_bid_acceptance_ratio(case: &Case<'_>) -> Finding {
    const MANY: usize = 50;
    const FEW: f64 = 0.02;
    let told: Vec<bool> =
        applications(case).unwrap_or_default().iter().filter_map(|one| one.accepted).collect();
    if told.len() < MANY {
        return Finding::Unknown;
    }
    let accepted = told.iter().filter(|accepted| **accepted).count();
    let text = format!("{accepted} of {} applications were taken up", told.len());
    let evidence = Evidence::stored(text, ["/activity/applications".to_owned()]);
    if ratio(accepted, told.len()) < FEW {
        Finding::hit(count(told.len() - accepted), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Clients with a few contractors are ordinary; one that rates four strangers top within two weeks is not.
fn rating_ring_single_client(case: &Case<'_>) -> Finding {
    const DAYS: Duration = Duration::days(14);
    const OTHERS: f64 = 3.0;
    let near = |one: &Shared| {
        let mut near = one.clone();
        near.others.retain(|other| (other.used_at - one.used_at).abs() <= DAYS);
        near
    };
    let shared: Vec<Shared> = case.links.of(IdentifierKind::RatingClient).map(near).collect();
    // One client's circle is what counts, not all of them together.
    let widest = shared.iter().max_by_key(|one| one.undeclared().count());
    weigh(
        &widest.into_iter().collect::<Vec<_>>(),
        OTHERS,
        "with a top rating of the same client within two weeks",
    )
}

fn self_dealing_client_same_payout(case: &Case<'_>) -> Finding {
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let accounts: BTreeSet<_> =
        case.profile.payouts.iter().filter_map(|one| one.account.as_ref()).collect();
    let devices: BTreeSet<&str> = case
        .profile
        .sessions
        .iter()
        .filter_map(|one| Some(one.device_id.as_ref()?.as_str()))
        .collect();
    let documents: BTreeSet<&str> = (case.profile.identity_checks.iter())
        .filter_map(|one| Some(one.document_digest.as_ref()?.as_str()))
        .collect();
    let (mut compared, mut same) = (0, Vec::new());
    for (i, one) in engagements.enumerate() {
        let things = [
            (
                "client_account",
                one.client_account.as_ref().map(|account| accounts.contains(account)),
                accounts.is_empty(),
            ),
            (
                "client_device_id",
                one.client_device_id.as_ref().map(|id| devices.contains(id.as_str())),
                devices.is_empty(),
            ),
            (
                "client_document_digest",
                one.client_document_digest.as_ref().map(|id| documents.contains(id.as_str())),
                documents.is_empty(),
            ),
        ];
        for (field, shared, nothing_known) in things {
            compared += usize::from(shared.is_some() && !nothing_known);
            if shared == Some(true) {
                same.push(format!("/activity/engagements/{i}/{field}"));
            }
        }
    }
    if compared == 0 {
        return Finding::Unknown;
    }
    let text =
        format!("{} of {compared} things known of clients are the applicant's own", same.len());
    Finding::graded(count(same.len()), Evidence::stored(text, same))
}

fn off_platform_move_request(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["continue", "on telegram"],
        &["contact me", "telegram"],
        &["message me", "telegram"],
        &["continue", "on whatsapp"],
        &["contact me", "whatsapp"],
        &["message me", "whatsapp"],
        &["talk on skype"],
        &["contact me", "skype"],
        &["continue", "outside the platform"],
        &["continue", "outside of the platform"],
        &["pay me", "outside the platform"],
        &["pay me", "outside of the platform"],
        &["paid outside", "platform"],
        &["payment outside", "platform"],
        &["pay", "off the platform"],
        &["напишите", "телеграм*"],
        &["escríbeme", "telegram"],
        &["텔레그램", "연락"],
        &["加我", "微信"],
    ];
    said(case, PHRASES).finding("ask to move off the platform")
}

/// Only after a suspension: before it, work through a partner's account is a matter of invoicing.
fn use_other_account_request(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["my other account"],
        &["my friend's account"],
        &["my new account"],
        &["continue", "another account"],
        &["hire", "another account"],
        &["pay", "through another account"],
        &["pay", "to another account"],
        &["work", "through another account"],
        &["pay", "different account"],
        &["work under", "another name"],
        &["hire", "under another name"],
        &["account of my", "partner"],
        &["через другой аккаунт"],
        &["mi otra cuenta"],
        &["다른 계정"],
        &["另一个账号"],
    ];
    let mut said = said(case, PHRASES);
    let activity = case.profile.activity.as_ref();
    let Some(suspended) = activity.and_then(|activity| activity.suspended_at) else {
        said.hits.clear();
        return said.finding("ask to use another account after a suspension");
    };
    let after = |i: usize| case.profile.messages[i].at.is_none_or(|at| at >= suspended);
    said.hits.retain(|(i, _)| after(*i));
    said.finding("ask to use another account after a suspension")
}

/// Two at once is overemployment; three is the first hit.
fn concurrent_full_time_engagements(case: &Case<'_>) -> Finding {
    const SEVERAL: usize = 3;
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let all: Vec<(usize, &Engagement)> = engagements.enumerate().collect();
    if !all.iter().any(|(_, one)| one.full_time.is_some() && one.started_at.is_some()) {
        return Finding::Unknown;
    }
    let full: Vec<(usize, _, _)> = (all.iter())
        .filter(|(_, one)| one.full_time == Some(true))
        .filter_map(|(i, one)| Some((*i, one.started_at?, one.ended_at.unwrap_or(case.now))))
        .collect();
    let at_once =
        |at| full.iter().filter(|(_, from, to)| *from <= at && at < *to).collect::<Vec<_>>();
    let most =
        full.iter().map(|(_, from, _)| at_once(*from)).max_by_key(Vec::len).unwrap_or_default();
    let text = format!("{} full-time engagements at once", most.len());
    let pointers = most.iter().map(|(i, ..)| format!("/activity/engagements/{i}/full_time"));
    let evidence = Evidence::stored(text, pointers);
    if most.len() >= SEVERAL {
        Finding::hit(count(most.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn subcontract_or_account_rental_offer(case: &Case<'_>) -> Finding {
    const PHRASES: &[&[&str]] = &[
        &["rent your", "account"],
        &["rent out your", "account"],
        &["use your account", "share the income"],
        &["use your account", "you get"],
        &["use your account", "percent of"],
        &["use your account", "pay you"],
        &["pay you", "use your account"],
        &["use your identity", "pay you"],
        &["pay you", "use your identity"],
        &["use your identity", "to apply"],
        &["lend me your", "account"],
        &["lend your", "account"],
        &["attend the interview for me"],
        &["do the interview for me"],
        &["take the interview for me"],
        &["receive", "laptop", "at your home"],
        &["host", "laptop", "pay you"],
        &["аренд*", "ваш аккаунт"],
        &["alquilar tu", "cuenta"],
        &["계정", "빌려"],
        &["租", "你的账号"],
    ];
    said(case, PHRASES).finding("offer to use somebody else's account or identity")
}

#[cfg(test)]
mod tests;
