//! Reports: typed observations of what the applicant wrote or did, by a client, a recruiter, a moderator or the owner of
//! an identity. A report is evidence because a person who was there read the words in their context; a phrase that was
//! found in a message is not.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Case;
use super::interview::{MAX_NOTES, beginning};
use super::messages::PhraseMatches;
use super::reading::{count, day};
use crate::finding::{Arg, Evidence, Finding};
use crate::observation::Observation;
use crate::profile::Text;
use crate::profile::observations::{ClaimantCheck, ObserverRole, ReportedObservation};

/// The indicators that accept reports about what the applicant wrote.
const WRITTEN: [&str; 9] = [
    "payout_crypto_insistence",
    "account_lockout_story_needs_letter",
    "prepayment_demand_or_aggression",
    "off_platform_move_request",
    "use_other_account_request",
    "subcontract_or_account_rental_offer",
    "recruits_proxy_interviewers",
    "asks_colleagues_for_personal_details",
    "code_or_data_extortion_threat",
];

/// The indicator that accepts reports by the owner of the identity.
pub(super) const DISPUTE: &str = "identity_owner_dispute";

/// Whether an indicator accepts reports.
pub(super) fn accepts_reports(id: &str) -> bool {
    id == DISPUTE || WRITTEN.contains(&id)
}

/// Why a report about an indicator is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportRejected {
    /// Nobody stands behind it in a role that can report this.
    #[error("must be `client`, `recruiter` or `moderator` for this indicator")]
    Role,
    /// The same for the owner of an identity.
    #[error("must be `identity_owner` for this indicator")]
    OwnerRole,
    /// The words are missing.
    #[error("is required: the words in question")]
    Quote,
}

/// Checks that an observation is complete, if it is a report.
pub fn check_observation(
    id: &str,
    role: Option<ObserverRole>,
    quote: Option<&str>,
) -> Result<(), ReportRejected> {
    if accepts_reports(id) { check_report(id, role, quote) } else { Ok(()) }
}

fn check_report(
    id: &str,
    role: Option<ObserverRole>,
    quote: Option<&str>,
) -> Result<(), ReportRejected> {
    let by_owner = role == Some(ObserverRole::IdentityOwner);
    match (id == DISPUTE, role) {
        (true, _) if !by_owner => return Err(ReportRejected::OwnerRole),
        (false, None) => return Err(ReportRejected::Role),
        (false, Some(_)) if by_owner => return Err(ReportRejected::Role),
        _ => {}
    }
    let has_words = quote.is_some_and(|quote| !quote.trim().is_empty());
    if has_words { Ok(()) } else { Err(ReportRejected::Quote) }
}

/// A complete report.
struct Report<'a> {
    role: ObserverRole,
    observer: &'a str,
    date: Option<DateTime<Utc>>,
    quote: &'a str,
    verified_by: Option<ClaimantCheck>,
    pointer: Option<String>,
}

impl<'a> Report<'a> {
    /// Whether it can add to the score.
    fn is_evidence(&self) -> bool {
        self.role != ObserverRole::IdentityOwner || self.verified_by.is_some()
    }

    /// What makes it the same report as another one.
    fn key(&self) -> (ObserverRole, &'a str, &'a str, bool) {
        (self.role, self.observer, self.quote, self.is_evidence())
    }

    /// The wording can use `$quote` and the message `person-reported`.
    fn evidence(&self) -> Evidence {
        let evidence = Evidence::about(self.pointer.clone())
            .worded(if self.is_evidence() { "reported" } else { "unverified" })
            .with("role", self.role.word())
            .with("observer", self.observer)
            .with("named", if self.observer.is_empty() { "no" } else { "yes" })
            .with("date", self.date.map_or_else(|| "unknown".to_owned(), day))
            .with("quote", Arg::Text(beginning(self.quote)));
        match self.verified_by.filter(|_| self.role == ObserverRole::IdentityOwner) {
            Some(check) => evidence.with("check", check.word()),
            None => evidence,
        }
    }
}

/// The reports about an indicator in the profile.
fn in_profile<'a>(case: &Case<'a>, id: &str) -> Vec<Report<'a>> {
    let profile = case.profile;
    let reported = profile.observations.iter().enumerate();
    let report = |(i, observation): (usize, &'a ReportedObservation)| {
        let quote = observation.quote.as_ref().map(Text::as_str);
        let is_about = observation.indicator.as_ref().is_some_and(|it| it.as_str() == id);
        if !is_about || check_report(id, observation.role, quote).is_err() {
            return None;
        }
        Some(Report {
            role: observation.role?,
            observer: observation.observer.as_ref().map_or("", Text::as_str).trim(),
            date: observation.observed_at,
            quote: quote?.trim(),
            verified_by: observation.verified_by,
            pointer: Some(format!("/observations/{i}/quote")),
        })
    };
    reported.filter_map(report).collect()
}

/// A hit if people reported it. Otherwise context if the applicant's messages contain the phrases.
pub(super) fn reported_or_written(case: &Case<'_>, id: &str, written: &PhraseMatches) -> Finding {
    with_reports(written.context(case), in_profile(case, id))
}

/// A hit if people reported it. Otherwise the other finding.
pub(super) fn reported(case: &Case<'_>, id: &str, other: Finding) -> Finding {
    with_reports(other, in_profile(case, id))
}

/// Adds reports that were recorded outside the profile.
pub(super) fn add_reports<'a>(id: &str, finding: &Finding, recorded: &'a [Observation]) -> Finding {
    let report = |noted: &'a Observation| {
        check_report(id, noted.role, noted.quote.as_deref()).ok()?;
        Some(Report {
            role: noted.role?,
            observer: &noted.observer,
            date: noted.observed_at,
            quote: noted.quote.as_deref()?.trim(),
            verified_by: noted.verified_by,
            pointer: None,
        })
    };
    let about = recorded.iter().filter(|noted| noted.indicator == id);
    let reports = about.filter_map(report).collect();
    with_reports(finding.clone(), reports).complete_keys(id)
}

/// Reports come before what was only found in messages, which is still shown.
fn with_reports(finding: Finding, mut reports: Vec<Report<'_>>) -> Finding {
    let mut known = BTreeSet::new();
    reports.retain(|report| known.insert(report.key()));
    let is_evidence = reports.iter().any(Report::is_evidence);
    // A hit shows only evidence.
    reports.retain(|report| report.is_evidence() == is_evidence);
    let (before, shown) = match &finding {
        Finding::Hit { value, evidence } => (*value, evidence.clone()),
        Finding::Context { evidence, .. } => (0.0, evidence.clone()),
        Finding::Miss { .. } | Finding::Unknown => (0.0, Vec::new()),
    };
    if reports.is_empty() || (before > 0.0 && !is_evidence) {
        return finding;
    }
    let mut evidence: Vec<Evidence> = reports.iter().map(Report::evidence).collect();
    evidence.extend(shown);
    evidence.truncate(MAX_NOTES);
    let value = before + count(reports.len());
    if is_evidence {
        Finding::Hit { value, evidence }
    } else {
        Finding::Context { value, evidence }
    }
}
