//! Changes of delivery addresses.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::places::{self, Place};
use crate::finding::{Evidence, Finding};
use crate::profile::contact::Address;
use crate::profile::shipments::{AddressChange, Shipment};

pub(super) const SHIP_ADDRESS_CHANGED_LAST_MINUTE: Indicator = Indicator {
    id: "ship_address_changed_last_minute",
    family: Family::Shipping,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The delivery address was changed to another place just before dispatch, or while the device had not left yet.",
    unit: "changes",
    question: "Was the delivery address changed, and from which one? Send `shipments[].changes` with `previous`, empty if there were none, and `dispatched_at`.",
    innocent_explanations: "People who move house. Corrections of the same address do not count.",
    how_to_verify: "Call the applicant on a number that was known before the change.",
    sources: &["PSA23", "DFS24", "PSA25"],
    wording: "
    .hit = The delivery address was changed { $changes ->
        [one] on { $days },
       *[other] { $changes } times ({ $days }),
    } { $sent ->
        [all] less than three days before dispatch, or afterwards.
        [none] for a device that has not been sent yet.
       *[some] shortly before a device was sent or for one that has not been sent yet.
    }
    .miss = { $shipments ->
        [one] The delivery address of the only shipment was
       *[other] The delivery addresses of { $shipments } shipments were
    } not changed at the last minute.
",
    miss: MissRule::Counts,
    observe: ship_address_changed_last_minute,
    #[cfg(test)]
    examples: tests::ship_address_changed_last_minute,
};

/// A change to another place within three days before the device was dispatched, or after it was requested if it has not
/// been dispatched.
fn ship_address_changed_last_minute(case: &Case<'_>) -> Finding {
    const LAST: Duration = Duration::days(3);
    let mut late: Vec<LateChange> = Vec::new();
    let (mut shipments, mut is_unclear) = (0_usize, false);
    for (i, shipment) in case.profile.shipments.iter().enumerate() {
        let leaves = shipment.dispatched_at.or(shipment.requested_at);
        let (Some(leaves), Some(changes)) = (leaves, &shipment.changes) else { continue };
        shipments += 1;
        for (j, change) in in_order(changes) {
            // A change long after the device left is a move.
            let is_after = shipment.dispatched_at.is_some() && change.at > leaves + LAST;
            if change.at < leaves - LAST || is_after {
                continue;
            }
            match moved(case, i, j) {
                Some(Place::Different) => {}
                Some(Place::Same) => continue,
                Some(Place::Unclear) | None => {
                    is_unclear = true;
                    continue;
                }
            }
            let pointer = format!("/shipments/{i}/changes/{j}");
            let is_sent = shipment.dispatched_at.is_some();
            late.push(LateChange { pointer, at: change.at, is_sent });
        }
    }
    let evidence = Evidence::about(late.iter().map(|change| change.pointer.clone()));
    if late.is_empty() {
        let is_known = shipments > 0 && !is_unclear;
        let miss = Finding::miss(evidence.with("shipments", shipments));
        return if is_known { miss } else { Finding::Unknown };
    }
    let days: BTreeSet<String> = late.iter().map(|change| day(change.at)).collect();
    let sent = match late.iter().filter(|change| change.is_sent).count() {
        0 => "none",
        count if count == late.len() => "all",
        _ => "some",
    };
    let evidence = (evidence.with("changes", late.len()))
        .with("days", days.into_iter().collect::<Vec<_>>())
        .with("sent", sent);
    Finding::hit(count(late.len()), evidence)
}

struct LateChange {
    pointer: String,
    at: DateTime<Utc>,
    /// Whether the device has been dispatched.
    is_sent: bool,
}

/// The changes with their indexes, oldest first.
fn in_order(changes: &[AddressChange]) -> Vec<(usize, &AddressChange)> {
    let mut ordered: Vec<(usize, &AddressChange)> = changes.iter().enumerate().collect();
    ordered.sort_by_key(|(_, change)| change.at);
    ordered
}

/// Whether a change of a shipment was to another place. `None` if an address is not known.
fn moved(case: &Case<'_>, shipment: usize, change: usize) -> Option<Place> {
    let sent = case.profile.shipments.get(shipment)?;
    let ordered = in_order(sent.changes.as_ref()?);
    let position = ordered.iter().position(|(j, _)| *j == change)?;
    let (_, this) = ordered.get(position)?;
    let before = position.checked_sub(1).and_then(|before| ordered.get(before));
    let is_last = position + 1 == ordered.len();
    let to = this.address.as_ref().or(if is_last { sent.address.as_ref() } else { None })?;
    let from = this.previous.as_ref();
    let from = from.or_else(|| before.and_then(|(_, before)| before.address.as_ref()));
    let from = from
        .or_else(|| if position == 0 { in_earlier_version(case, sent, this.at) } else { None })?;
    Some(places::compare(from, to))
}

/// The delivery address of the same shipment in the latest version of the profile before a time.
fn in_earlier_version<'a>(
    case: &Case<'a>,
    shipment: &Shipment,
    before: DateTime<Utc>,
) -> Option<&'a Address> {
    let requested = shipment.requested_at?;
    let versions = case.earlier.iter().rev().filter(|version| version.at <= before);
    let shipments = versions.flat_map(|version| &version.profile.shipments);
    let mut same = shipments.filter(|shipment| shipment.requested_at == Some(requested));
    same.find_map(|shipment| shipment.address.as_ref())
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn shipped(shipments: Value) -> Fixture {
        Fixture::new(json!({ "shipments": shipments }))
    }

    fn address(line: &str, city: &str) -> Value {
        let code = match city {
            "Laredo" => "78040",
            "El Paso" => "88510",
            _ => "73301",
        };
        json!({ "line": line, "city": city, "postal_code": code })
    }

    pub(super) fn ship_address_changed_last_minute() -> Examples {
        let (home, away) =
            (|| address("12 Example Road", "Austin"), || address("900 Sample Avenue", "Laredo"));
        let logged = |dispatched: Option<&str>, changes: Value, to: Value| {
            let dispatched = dispatched.map(|day| format!("{day}T00:00:00Z"));
            json!({
                "requested_at": "2026-04-01T00:00:00Z", "dispatched_at": dispatched,
                "changes": changes, "address": to,
            })
        };
        let change = |day: &str, previous: Value| json!({ "at": format!("{day}T00:00:00Z"), "previous": previous });
        let sent = Some("2026-04-20");
        let late = logged(sent, json!([change("2026-04-19", home())]), away());
        let early =
            || shipped(json!([logged(sent, json!([change("2026-04-05", home())]), away())]));
        let waiting = logged(None, json!([change("2026-04-05", home())]), away());
        let twice = json!([
            { "at": "2026-04-06T00:00:00Z" },
            { "at": "2026-04-05T00:00:00Z", "previous": home(), "address": address("1 Test Way", "El Paso") },
        ]);
        let typo = address("12 Exmaple Rd Apt 4", "Austin");
        let without = |day: &str| json!([{ "at": format!("{day}T00:00:00Z") }]);
        let before =
            json!({ "shipments": [{ "requested_at": "2026-04-01T00:00:00Z", "address": home() }] });
        let unlogged = json!({ "requested_at": "2026-04-01T00:00:00Z", "dispatched_at": "2026-04-20T00:00:00Z" });
        Examples::new()
            .hit("a day before dispatch", shipped(json!([late])))
            .pointers(&["/shipments/0/changes/0"])
            .says("The delivery address was changed on 2026-04-19, less than three days before dispatch, or afterwards.")
            .hit("twice for a device that is still here", shipped(json!([logged(None, twice, away())])))
            .says("The delivery address was changed 2 times (2026-04-05 and 2026-04-06), for a device that has not been sent yet.")
            .hit("two devices", shipped(json!([late, waiting])))
            .says(
                "The delivery address was changed 2 times (2026-04-05 and 2026-04-19), \
                 shortly before a device was sent or for one that has not been sent yet.",
            )
            .hit(
                "the address before is in an earlier version",
                shipped(json!([logged(sent, without("2026-04-19"), away())])).after(Duration::days(55), before),
            )
            .miss("a move long after the device left", shipped(json!([logged(sent, json!([change("2026-05-19", home())]), away())])))
            .miss("no change", shipped(json!([logged(sent, json!([]), home())])))
            .says("The delivery address of the only shipment was not changed at the last minute.")
            .miss("an early change", early())
            .miss(
                "a correction of the same address",
                shipped(json!([logged(sent, json!([change("2026-04-19", typo)]), home())])),
            )
            .unknown(
                "no one knows the address before",
                shipped(json!([logged(sent, without("2026-04-19"), away())])),
            )
            .unknown("there is no log", shipped(json!([unlogged])))
            .unknown("no one knows when it was sent", shipped(json!([{}])))
            .innocent("a move that was announced in time", early())
    }
}
