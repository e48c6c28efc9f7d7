//! How often contact details change.

use chrono::{DateTime, Duration, Utc};

use super::super::history::{Changed, changes};
use super::super::reading::{count, day, fullest};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::contact::{Change, ChangeOf};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[CONTACT_DETAILS_CHANGED_REPEATEDLY];

const CONTACT_DETAILS_CHANGED_REPEATEDLY: Indicator = Indicator {
    id: "contact_details_changed_repeatedly",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The e-mail address or phone number changed several times within three months.",
    unit: "changes in 90 days",
    question: "How often did contact details change? Send `contact.changes`, empty if they never did.",
    innocent_explanations: "A move, a hacked account, or a new carrier.",
    how_to_verify: "Contact the applicant through an address or number from before the changes.",
    sources: &["US2022", "JP24", "PSA25"],
    wording: "
    .hit = The applicant’s e-mail address or phone number changed { $changes } times within 90 days, starting on { $since }.
    .miss = { $changes ->
        [0] The applicant’s e-mail address and phone number did not change.
        [one] Within 90 days, the applicant’s e-mail address or phone number changed no more than once.
        [2] Within 90 days, the applicant’s e-mail address or phone number changed no more than twice.
       *[other] Within 90 days, the applicant’s e-mail address or phone number changed no more than { $changes } times.
    }
",
    miss: MissRule::Counts,
    observe: contact_details_changed_repeatedly,
    #[cfg(test)]
    examples: tests::contact_details_changed_repeatedly,
};

/// Changes of e-mail addresses and phone numbers. A move can change one of each, so three within 90 days are a hit.
fn contact_details_changed_repeatedly(case: &Case<'_>) -> Finding {
    const QUARTER: Duration = Duration::days(90);
    const REPEATED: usize = 3;
    let Some((times, pointer)) = changed_contacts(case) else { return Finding::Unknown };
    let (changes, since) = fullest(&times, QUARTER);
    let evidence = Evidence::about([pointer.to_owned()]).with("changes", changes);
    match since {
        Some(since) if changes >= REPEATED => {
            Finding::hit(count(changes), evidence.with("since", day(since)))
        }
        _ => Finding::miss(evidence),
    }
}

/// When e-mail addresses or phone numbers changed: from the platform's log, or else between versions of the profile.
fn changed_contacts(case: &Case<'_>) -> Option<(Vec<DateTime<Utc>>, &'static str)> {
    let logged = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    if let Some(logged) = logged {
        let is_contact =
            |change: &&Change| matches!(change.changed, Some(ChangeOf::Email | ChangeOf::Phone));
        let times = logged.iter().filter(is_contact).map(|change| change.at).collect();
        return Some((times, "/contact/changes"));
    }
    let is_contact = |changed: &&Changed| matches!(changed.what, ChangeOf::Email | ChangeOf::Phone);
    let between = case.profile.contact.as_ref().and_then(|_| changes(case))?;
    Some((between.iter().filter(is_contact).map(|changed| changed.at).collect(), "/contact"))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn contact_details_changed_repeatedly() -> Examples {
        let contact = |contact: Value| Fixture::new(json!({ "contact": contact }));
        let changed = |days: &[&str], what: &str| {
            let change = |day: &&str| json!({ "at": format!("{day}T00:00:00Z"), "changed": what });
            contact(json!({ "changes": days.iter().map(change).collect::<Vec<Value>>() }))
        };
        let phone =
            |number: u32| json!({ "phones": [{ "number": format!("+1202555010{number}") }] });
        let versions = |[a, b, c, now]: [u32; 4]| {
            let version = |number| json!({ "contact": phone(number) });
            let case = contact(phone(now)).after(Duration::days(60), version(a));
            case.after(Duration::days(40), version(b)).after(Duration::days(20), version(c))
        };
        let often = ["2026-04-01", "2026-04-20", "2026-05-20"];
        Examples::new()
            .hit("three new numbers in a quarter", changed(&often, "phone"))
            .value(3.0)
            .pointers(&["/contact/changes"])
            .says("The applicant’s e-mail address or phone number changed 3 times within 90 days, starting on 2026-04-01.")
            .hit("a new number in each version", versions([0, 1, 2, 3]))
            .pointers(&["/contact"])
            .miss("an empty list says that there were none", changed(&[], "email"))
            .says("The applicant’s e-mail address and phone number did not change.")
            .miss("a change of nothing that is named", contact(json!({ "changes": often.map(|day| json!({ "at": format!("{day}T00:00:00Z") })) })))
            .miss("new postal addresses only", changed(&often, "address"))
            .miss("one change in half a year", changed(&["2025-01-01", "2025-08-01", "2026-05-20"], "email"))
            .says("Within 90 days, the applicant’s e-mail address or phone number changed no more than once.")
            .miss("two changes in a quarter", changed(&["2026-04-01", "2026-05-20"], "email"))
            .says("Within 90 days, the applicant’s e-mail address or phone number changed no more than twice.")
            .miss("one number in all versions", versions([1, 1, 1, 1]))
            .unknown("no log and no earlier version", contact(json!({})))
            .innocent("a move, and another one", changed(&often, "address"))
            .innocent("a move changes the number once", versions([0, 0, 1, 1]))
    }
}
