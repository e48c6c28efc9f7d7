//! Compares postal addresses, which people write with abbreviations, in several scripts and with parts missing.

use super::super::spelling::{Likeness, Spelling};
use crate::profile::Text;
use crate::profile::contact::Address;
use crate::work::{Work, count};

/// Whether two addresses are in the same place, which is a town or a part of a large one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Same,
    Different,
    /// The parts that both have don't show it.
    Unclear,
}

/// Compares two addresses. A different street in the same town is a local move, so the place is the same. Symmetric.
pub(super) fn compare(address: &Address, other: &Address) -> Place {
    count(Work::Pairs, 1);
    if let (Some(ours), Some(theirs)) = (address.country, other.country)
        && !ours.includes(theirs)
        && !theirs.includes(ours)
    {
        return Place::Different;
    }
    let city = likeness(address.city.as_ref(), other.city.as_ref());
    let line = likeness(address.line.as_ref(), other.line.as_ref());
    let is_other_line = matches!(line, Some(Likeness::Different) | None);
    let is_other_region = are_regions_different(address, other);
    match (city, compare_codes(address, other)) {
        (Some(Likeness::Different), Some(Codes::Far)) => Place::Different,
        // Cities have several names, as Bengaluru and Bangalore, so only postal codes or regions show another one.
        (Some(Likeness::Different), None) if is_other_line && is_other_region => Place::Different,
        (Some(Likeness::Different), _) => Place::Unclear,
        // The codes of a large city differ a lot. Towns of one name are in different regions.
        (Some(Likeness::Same | Likeness::Similar), Some(Codes::Far)) if is_other_region => {
            Place::Different
        }
        (Some(Likeness::Same | Likeness::Similar), None) if is_other_region => {
            if is_other_line {
                Place::Different
            } else {
                Place::Unclear
            }
        }
        (_, Some(Codes::Same))
        | (Some(Likeness::Same | Likeness::Similar), Some(Codes::Near) | None) => Place::Same,
        (None, None) if line == Some(Likeness::Same) => Place::Same,
        _ => Place::Unclear,
    }
}

fn likeness<const MAX: usize>(
    ours: Option<&Text<MAX>>,
    theirs: Option<&Text<MAX>>,
) -> Option<Likeness> {
    let [ours, theirs] = [ours?, theirs?].map(|text| Spelling::of_text(text.as_str()));
    Some(ours?.compare_closely(&theirs?))
}

/// How near the places of two postal codes are. All systems begin with the larger area.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codes {
    Same,
    Near,
    Far,
}

fn compare_codes(address: &Address, other: &Address) -> Option<Codes> {
    const AREA: usize = 2;
    let [ours, theirs] = [address, other].map(|address| {
        let code = any_ascii::any_ascii(address.postal_code.as_ref()?.as_str());
        let code = code.chars().filter(char::is_ascii_alphanumeric);
        let code: String = code.map(|c| c.to_ascii_lowercase()).collect();
        (code.len() > AREA).then_some(code)
    });
    let (ours, theirs) = (ours?, theirs?);
    // A longer code names a part of the same area, as in ZIP+4.
    if ours.starts_with(&theirs) || theirs.starts_with(&ours) {
        return Some(Codes::Same);
    }
    Some(if ours.get(..AREA) == theirs.get(..AREA) { Codes::Near } else { Codes::Far })
}

/// Whether the regions are different ones, rather than a name and its abbreviation.
fn are_regions_different(address: &Address, other: &Address) -> bool {
    const MAX_ABBREVIATION: usize = 3;
    let is_short = |address: &Address| {
        let region = address.region.as_ref().map(|region| region.as_str().trim().chars().count());
        region.map(|length| length <= MAX_ABBREVIATION)
    };
    is_short(address) == is_short(other)
        && likeness(address.region.as_ref(), other.region.as_ref()) == Some(Likeness::Different)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::profile;

    fn address(written: Value) -> Address {
        let document = json!({ "external_id": "case", "contact": { "addresses": [written] } });
        let profile = profile::parse(document.to_string().as_bytes()).unwrap().0;
        profile.contact.unwrap().addresses.pop().unwrap()
    }

    fn compared(ours: Value, theirs: Value) -> Place {
        let (ours, theirs) = (address(ours), address(theirs));
        assert_eq!(compare(&ours, &theirs), compare(&theirs, &ours));
        compare(&ours, &theirs)
    }

    #[test]
    fn towns_of_one_name_in_two_states_or_countries_are_different() {
        let town = |line: &str, region: &str| json!({ "line": line, "city": "Springfield", "region": region });
        assert_eq!(compared(town("1 Main St", "IL"), town("9 Oak Ave", "MO")), Place::Different);
        assert_eq!(
            compared(town("1 Main St", "IL"), town("1 Main Street", "Illinois")),
            Place::Same
        );
        let coded = |region: &str, code: &str| json!({ "city": "Springfield", "region": region, "postal_code": code });
        assert_eq!(compared(coded("IL", "62701"), coded("MO", "65801")), Place::Different);
        assert_eq!(compared(coded("IL", "62701"), coded("Illinois", "62704-1234")), Place::Same);
        let abroad = |country: &str| json!({ "city": "Cambridge", "country": country });
        assert_eq!(compared(abroad("GB"), abroad("US")), Place::Different);
        let island = json!({ "city": "San Juan", "country": "PR" });
        assert_eq!(compared(island, json!({ "city": "San Juan", "country": "US" })), Place::Same);
    }

    #[test]
    fn one_place_in_two_scripts_or_spellings_is_not_different() {
        for (ours, theirs) in [
            (
                json!({ "line": "вул. Прикладна 1", "city": "Київ", "postal_code": "01001" }),
                json!({ "line": "1 Prykladna St", "city": "Kyiv", "postal_code": "01001" }),
            ),
            (
                json!({ "line": "вул. Прикладна 1", "city": "Київ" }),
                json!({ "line": "1 Prykladna St", "city": "Kyiv" }),
            ),
            (
                json!({ "line": "예시로 1", "city": "서울" }),
                json!({ "line": "1 Yesi-ro", "city": "Seoul" }),
            ),
            (
                json!({ "line": "شارع ١", "city": "القاهرة", "postal_code": "١١٥١١" }),
                json!({ "line": "1 Street", "city": "Cairo", "postal_code": "11511" }),
            ),
            (
                json!({ "line": "Beispielweg 2", "city": "Köln", "postal_code": "50667" }),
                json!({ "line": "Beispielweg 2", "city": "Cologne", "postal_code": "50667" }),
            ),
            (
                json!({ "line": "MG Road 1", "city": "Bengaluru", "country": "IN" }),
                json!({ "line": "Church Street 9", "city": "Bangalore", "country": "IN" }),
            ),
            (
                json!({ "line": "1 Example Ave", "city": "Brooklyn", "postal_code": "11201" }),
                json!({ "line": "9 Test St", "city": "New York", "postal_code": "11249" }),
            ),
        ] {
            assert_ne!(compared(ours.clone(), theirs), Place::Different, "{ours}");
        }
    }

    #[test]
    fn other_towns_are_different_in_every_script() {
        for (ours, theirs) in [
            (
                json!({ "city": "Київ", "postal_code": "01001" }),
                json!({ "city": "Львів", "postal_code": "79000" }),
            ),
            (
                json!({ "city": "서울", "postal_code": "03000" }),
                json!({ "city": "부산", "postal_code": "48000" }),
            ),
            (
                json!({ "city": "Austin", "line": "12 Example Road", "postal_code": "73301" }),
                json!({ "city": "Laredo", "line": "900 Sample Avenue", "postal_code": "78040" }),
            ),
        ] {
            assert_eq!(compared(ours.clone(), theirs), Place::Different, "{ours}");
        }
    }

    #[test]
    fn parts_that_only_one_address_has_show_nothing() {
        assert_eq!(
            compared(json!({ "city": "Austin" }), json!({ "postal_code": "78701" })),
            Place::Unclear
        );
        assert_eq!(
            compared(json!({ "line": "1 Main St" }), json!({ "city": "Austin" })),
            Place::Unclear
        );
    }
}
