//! Where devices are sent.

pub(super) mod home;

use chrono::Duration;

use super::reading::count;
use super::sharing::shared;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::Text;
use crate::profile::contact::{Address, AddressPurpose};

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
    observed: "One delivery address receives devices for many workers/companies.",
    unit: "other applicants",
    question: "Where are devices sent? Send `shipments[].address`.",
    innocent_explanations: "Dormitories, coworking, staffing hubs.",
    how_to_verify: "Ask who lives or works there; send the next device to a pick-up point with an identity check.",
    sources: &["PSA24", "DOJ", "US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: ship_address_shared_across_workers,
    #[cfg(test)]
    examples: None,
};

const SHIP_ADDRESS_DIFFERS_FROM_ID: Indicator = Indicator {
    id: "ship_address_differs_from_id",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Ship-to not on ID or file and person cannot receive at home.",
    unit: "shipments",
    question: "Which address is on the document or on file? Send `contact.addresses` with purpose `id_document` or `residence`.",
    innocent_explanations: "Recent move, domestic safety, PO-box regions.",
    how_to_verify: "Ask for a document with the delivery address, or deliver against the identity document.",
    sources: &["US2022", "DFS24"],
    wording: "",
    miss: MissRule::Counts,
    observe: ship_address_differs_from_id,
    #[cfg(test)]
    examples: None,
};

const SHIP_ADDRESS_CHANGED_LAST_MINUTE: Indicator = Indicator {
    id: "ship_address_changed_last_minute",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Address changed after offer or just before dispatch.",
    unit: "changes",
    question: "Was the delivery address changed? Send `shipments[].changes` and `dispatched_at`.",
    innocent_explanations: "Moves.",
    how_to_verify: "Call back on a number from before the change.",
    sources: &["PSA23", "DFS24", "PSA25"],
    wording: "",
    miss: MissRule::Counts,
    observe: ship_address_changed_last_minute,
    #[cfg(test)]
    examples: None,
};

fn ship_address_shared_across_workers(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::ShippingAddress, "getting devices at this address")
}

/// The town and postal code, or the street, as far as both sides give them.
fn is_same_place(one: &Address, other: &Address) -> Option<bool> {
    let parts = |address: &Address| {
        [&address.postal_code, &address.city, &address.line]
            .map(|part| part.as_ref().map(Text::folded))
    };
    let pairs = parts(one).into_iter().zip(parts(other));
    let compared: Vec<bool> = pairs.filter_map(|(a, b)| Some(a? == b?)).collect();
    // Another street in the same town is a move around the corner.
    (!compared.is_empty()).then(|| compared.iter().any(|same| *same))
}

fn ship_address_differs_from_id(case: &Case<'_>) -> Finding {
    let on_file: Vec<&Address> = (case
        .profile
        .contact
        .iter()
        .flat_map(|contact| &contact.addresses))
    .filter(|address| {
        matches!(address.purpose, Some(AddressPurpose::IdDocument | AddressPurpose::Residence))
    })
    .collect();
    let compared: Vec<(usize, bool)> = (case.profile.shipments.iter().enumerate())
        .filter_map(|(i, shipment)| {
            let to = shipment.address.as_ref()?;
            let same: Vec<bool> =
                on_file.iter().filter_map(|known| is_same_place(to, known)).collect();
            (!same.is_empty()).then(|| (i, same.contains(&true)))
        })
        .collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let elsewhere: Vec<usize> =
        compared.iter().filter(|(_, same)| !same).map(|(i, _)| *i).collect();
    let text = format!(
        "{} of {} shipments go to a place that is on no document and not on file",
        elsewhere.len(),
        compared.len()
    );
    let pointers = elsewhere.iter().map(|i| format!("/shipments/{i}/address"));
    Finding::graded(count(elsewhere.len()), Evidence::stored(text, pointers))
}

/// Within three days before the device left, or after it was asked for if it has not left yet.
fn ship_address_changed_last_minute(case: &Case<'_>) -> Finding {
    const LAST: Duration = Duration::days(3);
    let known: Vec<_> = (case.profile.shipments.iter().enumerate())
        .filter(|(_, one)| one.requested_at.is_some() || one.dispatched_at.is_some())
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let late: Vec<String> = (known.iter())
        .flat_map(|(i, shipment)| {
            let leaves = shipment.dispatched_at.or(shipment.requested_at);
            let late = move |at: chrono::DateTime<chrono::Utc>| {
                leaves.is_some_and(|leaves| at >= leaves - LAST)
            };
            let changes = shipment.changes.iter().enumerate();
            changes
                .filter(move |(_, change)| late(change.at))
                .map(move |(j, _)| format!("/shipments/{i}/changes/{j}"))
        })
        .collect();
    let text =
        format!("{} late changes of the delivery address in {} shipments", late.len(), known.len());
    Finding::graded(count(late.len()), Evidence::stored(text, late))
}

#[cfg(test)]
mod tests;
