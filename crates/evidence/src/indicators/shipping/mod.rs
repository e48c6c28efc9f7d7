//! Delivery addresses of devices. Checks of the stated home are in `home`.

mod changes;
pub(super) mod home;
mod places;

use chrono::{DateTime, Utc};

use self::changes::SHIP_ADDRESS_CHANGED_LAST_MINUTE;
use self::places::Place;
use super::reading::{count, quoted};
use super::sharing::shared_with_others;
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
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Devices for several applicants are sent to the same address.",
    unit: "strength of the link, from 0 to 1",
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
    cause: None,
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

/// The delivery address is in another place than each address on the identity document or on file.
fn ship_address_differs_from_id(case: &Case<'_>) -> Finding {
    let addresses = case.profile.contact.iter().flat_map(|contact| &contact.addresses);
    let is_on_file = |address: &&Address| {
        matches!(address.purpose, Some(AddressPurpose::IdDocument | AddressPurpose::Residence))
    };
    let on_file: Vec<&Address> = addresses.filter(is_on_file).collect();
    let compared: Vec<(usize, &Address, bool)> = (case.profile.shipments.iter().enumerate())
        .filter_map(|(i, shipment)| {
            let address = shipment.address.as_ref()?;
            Some((i, address, fits(address, shipment.requested_at, &on_file)?))
        })
        .collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let elsewhere: Vec<_> = compared.iter().filter(|(.., fits)| !fits).copied().collect();
    let named = if elsewhere.is_empty() { &compared } else { &elsewhere };
    let mut addresses: Vec<String> = named.iter().map(|(_, address, _)| label(address)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let pointers = elsewhere.iter().map(|(i, ..)| format!("/shipments/{i}/address"));
    let evidence = Evidence::about(pointers).with("addresses", addresses);
    Finding::graded(count(elsewhere.len()), evidence)
}

/// Whether a delivery address fits one on file. A home that was put on file after the shipment was requested proves
/// nothing. `None` if that is unclear.
fn fits(
    address: &Address,
    requested_at: Option<DateTime<Utc>>,
    on_file: &[&Address],
) -> Option<bool> {
    let is_late = |known: &Address| {
        known.purpose == Some(AddressPurpose::Residence)
            && known.added_at.zip(requested_at).is_some_and(|(added, requested)| added > requested)
    };
    let mut is_elsewhere = !on_file.is_empty();
    for known in on_file {
        match places::compare(address, known) {
            Place::Same if !is_late(known) => return Some(true),
            Place::Same | Place::Unclear => is_elsewhere = false,
            Place::Different => {}
        }
    }
    is_elsewhere.then_some(false)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    fn address(purpose: &str, line: &str, city: &str) -> Value {
        let code = match city {
            "Laredo" => "78040",
            "El Paso" => "88510",
            _ => "73301",
        };
        json!({ "purpose": purpose, "line": line, "city": city, "postal_code": code })
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
            .says("The delivery address “12 Example Road, 73301, Austin” is also used by 3 other applicants.")
            .hit("the address is on file", on_file.sharing_at("/contact/addresses/0", kind, 1, None))
            .says("The delivery address “12 Example Road, 73301, Austin” is also used by one other applicant.")
            .miss("no one else gets devices there", shared(0, None))
            .says("The delivery address “12 Example Road, 73301, Austin” is used by no other applicant.")
            .innocent("a staffing hub that is confirmed", shared(3, Some(Declared::AGENCY)))
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
        let late = |added: &str| {
            let home = json!({ "purpose": "residence", "line": "900 Sample Avenue", "city": "Laredo", "postal_code": "78040", "added_at": added });
            let id = address("id_document", "12 Example Road", "Austin");
            let shipment = json!({
                "address": address("shipping", "900 Sample Avenue", "Laredo"),
                "requested_at": "2026-05-10T00:00:00Z",
            });
            let contact = json!({ "addresses": [id, home] });
            Fixture::new(json!({ "contact": contact, "shipments": [shipment] }))
        };
        let no_file = shipped(json!([{ "address": address("shipping", "1 Road", "Austin") }]));
        Examples::new()
            .hit("another town", sent(&[away]))
            .says("The delivery address “900 Sample Avenue, 78040, Laredo” is neither on the identity document nor on file.")
            .hit("two other towns, three shipments", sent(&[away, away, ("1 Test Way", "El Paso")]))
            .value(3.0)
            .says(
                "The delivery addresses “1 Test Way, 88510, El Paso” and “900 Sample Avenue, 78040, Laredo” \
                 are neither on the identity document nor on file.",
            )
            .miss("the address on the document", sent(&[("12 Example Road", "Austin")]))
            .says("The delivery address “12 Example Road, 73301, Austin” fits an address on the identity document or on file.")
            .miss("another street in the same town", sent(&[corner]))
            .miss("a home that was put on file before", late("2026-03-01T00:00:00Z"))
            .unknown("a home that was put on file afterwards", late("2026-05-12T00:00:00Z"))
            .unknown("no address is on file", no_file)
            .innocent("a move around the corner", sent(&[corner]))
    }
}
