//! Delivery addresses of devices. Checks of the stated home are in `home`.

pub(super) mod home;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::reading::{count, day, quoted};
use super::sharing::shared_with_others;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::Text;
use crate::profile::contact::{Address, AddressPurpose};
use crate::work::{Work, count as count_work};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    SHIP_ADDRESS_SHARED_ACROSS_WORKERS,
    SHIP_ADDRESS_DIFFERS_FROM_ID,
    SHIP_ADDRESS_CHANGED_LAST_MINUTE,
];

const SHIP_ADDRESS_SHARED_ACROSS_WORKERS: Indicator = Indicator {
    id: "ship_address_shared_across_workers",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Devices for several applicants are sent to the same address.",
    unit: "other applicants",
    question: "Where are devices sent? Send `shipments[].address`.",
    innocent_explanations: "Dormitories, coworking spaces, and the offices of staffing agencies.",
    how_to_verify: "Ask who lives or works there. Send the next device to a pick-up point that checks the identity document.",
    sources: &["PSA24", "DOJ", "US2022"],
    wording: "
    .hit = { $values_count ->
        [one] The delivery address { $values } is
       *[other] The delivery addresses { $values } are
    } also used by { other-applicants }.
    .miss = { $values_count ->
        [one] The delivery address { $values } is
       *[other] The delivery addresses { $values } are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: ship_address_shared_across_workers,
    #[cfg(test)]
    examples: tests::ship_address_shared_across_workers,
};

const SHIP_ADDRESS_DIFFERS_FROM_ID: Indicator = Indicator {
    id: "ship_address_differs_from_id",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "A device is sent to a place that is neither on the identity document nor on file.",
    unit: "shipments",
    question: "Which addresses are on the identity document or on file? Send `contact.addresses` with purpose `id_document` or `residence`.",
    innocent_explanations: "A recent move, protection from domestic violence, and regions where people use post-office boxes.",
    how_to_verify: "Ask for a document with the delivery address, or deliver only against the identity document.",
    sources: &["US2022", "DFS24"],
    wording: "
    .hit = { $addresses_count ->
        [one] The delivery address { $addresses } is
       *[other] The delivery addresses { $addresses } are
    } neither on the identity document nor on file.
    .miss = { $addresses_count ->
        [one] The delivery address { $addresses } fits
       *[other] The delivery addresses { $addresses } fit
    } an address on the identity document or on file.
",
    miss: MissRule::Counts,
    observe: ship_address_differs_from_id,
    #[cfg(test)]
    examples: tests::ship_address_differs_from_id,
};

const SHIP_ADDRESS_CHANGED_LAST_MINUTE: Indicator = Indicator {
    id: "ship_address_changed_last_minute",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The delivery address was changed just before dispatch, or while the device had not left yet.",
    unit: "changes",
    question: "Was the delivery address changed? Send `shipments[].changes` and `dispatched_at`.",
    innocent_explanations: "People who move house.",
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

fn ship_address_shared_across_workers(case: &Case<'_>) -> Finding {
    shared_with_others(case, IdentifierKind::ShippingAddress, |shared| {
        let address = if let Some(i) = index_after("/shipments/", &shared.pointer) {
            case.profile.shipments.get(i)?.address.as_ref()?
        } else {
            let i = index_after("/contact/addresses/", &shared.pointer)?;
            case.profile.contact.as_ref()?.addresses.get(i)?
        };
        Some(label(address))
    })
}

fn index_after(list: &str, pointer: &str) -> Option<usize> {
    pointer.strip_prefix(list)?.split('/').next()?.parse().ok()
}

/// An address as quoted in a sentence.
fn label(address: &Address) -> String {
    let parts = [&address.line, &address.postal_code, &address.city];
    let parts: Vec<&str> = parts.into_iter().flatten().map(Text::as_str).collect();
    quoted(&parts.join(", "))
}

/// Whether the city, the postal code or the street is the same, as far as both addresses have them.
fn is_same_place(address: &Address, other: &Address) -> Option<bool> {
    count_work(Work::Pairs, 1);
    let [ours, theirs] = [address, other].map(|address| {
        [&address.postal_code, &address.city, &address.line]
            .map(|part| part.as_ref().map(Text::folded))
    });
    let compared = ours.into_iter().zip(theirs).filter_map(|(a, b)| Some(a? == b?));
    // A different street in the same city is a local move.
    compared.reduce(|any, same| any || same)
}

fn ship_address_differs_from_id(case: &Case<'_>) -> Finding {
    let addresses = case.profile.contact.iter().flat_map(|contact| &contact.addresses);
    let is_on_file = |address: &&Address| {
        matches!(address.purpose, Some(AddressPurpose::IdDocument | AddressPurpose::Residence))
    };
    let on_file: Vec<&Address> = addresses.filter(is_on_file).collect();
    let compared: Vec<(usize, &Address, bool)> = (case.profile.shipments.iter().enumerate())
        .filter_map(|(i, shipment)| {
            let address = shipment.address.as_ref()?;
            let same: Vec<bool> =
                on_file.iter().filter_map(|known| is_same_place(address, known)).collect();
            (!same.is_empty()).then(|| (i, address, same.contains(&true)))
        })
        .collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let elsewhere: Vec<_> = compared.iter().filter(|(.., is_same)| !is_same).copied().collect();
    let named = if elsewhere.is_empty() { &compared } else { &elsewhere };
    let mut addresses: Vec<String> = named.iter().map(|(_, address, _)| label(address)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let pointers = elsewhere.iter().map(|(i, ..)| format!("/shipments/{i}/address"));
    let evidence = Evidence::about(pointers).with("addresses", addresses);
    Finding::graded(count(elsewhere.len()), evidence)
}

/// A change within three days before the device was dispatched, or before it was requested if it has not been
/// dispatched.
fn ship_address_changed_last_minute(case: &Case<'_>) -> Finding {
    const LAST: Duration = Duration::days(3);
    let mut late: Vec<LateChange> = Vec::new();
    let mut shipments = 0_usize;
    for (i, shipment) in case.profile.shipments.iter().enumerate() {
        let Some(leaves) = shipment.dispatched_at.or(shipment.requested_at) else { continue };
        shipments += 1;
        let changes = shipment.changes.iter().enumerate();
        late.extend(changes.filter(|(_, change)| change.at >= leaves - LAST).map(|(j, change)| {
            let pointer = format!("/shipments/{i}/changes/{j}");
            LateChange { pointer, at: change.at, is_sent: shipment.dispatched_at.is_some() }
        }));
    }
    if shipments == 0 {
        return Finding::Unknown;
    }
    let evidence = Evidence::about(late.iter().map(|change| change.pointer.clone()));
    if late.is_empty() {
        return Finding::miss(evidence.with("shipments", shipments));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::links::Declared;

    fn address(purpose: &str, line: &str, city: &str) -> Value {
        json!({ "purpose": purpose, "line": line, "city": city })
    }

    fn shipped(shipments: Value) -> Fixture {
        Fixture::new(json!({ "shipments": shipments }))
    }

    pub(super) fn ship_address_shared_across_workers() -> Examples {
        let kind = IdentifierKind::ShippingAddress;
        let shared = |others, declared| {
            shipped(json!([{ "address": address("shipping", "12 Example Road", "Austin") }]))
                .sharing_at("/shipments/0/address", kind, others, declared)
        };
        let on_file = json!({ "addresses": [address("shipping", "12 Example Road", "Austin")] });
        let on_file = Fixture::new(json!({ "contact": on_file }));
        Examples::new()
            .hit("devices for three strangers go there", shared(3, None))
            .says("The delivery address “12 Example Road, Austin” is also used by 3 other applicants.")
            .hit("the address is on file", on_file.sharing_at("/contact/addresses/0", kind, 1, None))
            .says("The delivery address “12 Example Road, Austin” is also used by one other applicant.")
            .miss("no one else gets devices there", shared(0, None))
            .says("The delivery address “12 Example Road, Austin” is used by no other applicant.")
            .innocent("a staffing hub that is declared", shared(3, Some(Declared::Agency)))
    }

    pub(super) fn ship_address_differs_from_id() -> Examples {
        let sent = |places: &[(&str, &str)]| {
            let shipment =
                |(line, city): &(&str, &str)| json!({ "address": address("shipping", line, city) });
            let on_file =
                json!({ "addresses": [address("id_document", "12 Example Road", "Austin")] });
            let shipments: Vec<Value> = places.iter().map(shipment).collect();
            Fixture::new(json!({ "contact": on_file, "shipments": shipments }))
        };
        let (away, corner) = (("900 Sample Avenue", "Laredo"), ("3 Other Street", "AUSTIN"));
        let no_file = shipped(json!([{ "address": address("shipping", "1 Road", "Austin") }]));
        Examples::new()
            .hit("another town", sent(&[away]))
            .says("The delivery address “900 Sample Avenue, Laredo” is neither on the identity document nor on file.")
            .hit("two other towns, three shipments", sent(&[away, away, ("1 Test Way", "El Paso")]))
            .value(3.0)
            .says(
                "The delivery addresses “1 Test Way, El Paso” and “900 Sample Avenue, Laredo” \
                 are neither on the identity document nor on file.",
            )
            .miss("the address on the document", sent(&[("12 Example Road", "Austin")]))
            .says("The delivery address “12 Example Road, Austin” fits an address on the identity document or on file.")
            .miss("another street in the same town", sent(&[corner]))
            .unknown("no address is on file", no_file)
            .innocent("a move around the corner", sent(&[corner]))
    }

    pub(super) fn ship_address_changed_last_minute() -> Examples {
        let changed = |dispatched: Option<&str>, days: &[&str]| {
            let change = |day: &&str| json!({ "at": format!("{day}T00:00:00Z") });
            let changes: Vec<Value> = days.iter().map(change).collect();
            let dispatched = dispatched.map(|day| format!("{day}T00:00:00Z"));
            json!({ "requested_at": "2026-04-01T00:00:00Z", "dispatched_at": dispatched, "changes": changes })
        };
        let sent = Some("2026-04-20");
        let late = changed(sent, &["2026-04-19"]);
        let early = || shipped(json!([changed(sent, &["2026-04-05"])]));
        let waiting = changed(None, &["2026-04-05"]);
        Examples::new()
            .hit("a day before dispatch", shipped(json!([late])))
            .pointers(&["/shipments/0/changes/0"])
            .says("The delivery address was changed on 2026-04-19, less than three days before dispatch, or afterwards.")
            .hit("twice for a device that is still here", shipped(json!([changed(None, &["2026-04-05", "2026-04-06"])])))
            .says("The delivery address was changed 2 times (2026-04-05 and 2026-04-06), for a device that has not been sent yet.")
            .hit("two devices", shipped(json!([late, waiting])))
            .says(
                "The delivery address was changed 2 times (2026-04-05 and 2026-04-19), \
                 shortly before a device was sent or for one that has not been sent yet.",
            )
            .miss("no change", shipped(json!([changed(sent, &[])])))
            .says("The delivery address of the only shipment was not changed at the last minute.")
            .miss("an early change", early())
            .unknown("no one knows when it was sent", shipped(json!([{}])))
            .innocent("a move that was announced in time", early())
    }
}
