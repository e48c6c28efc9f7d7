//! What adapters for identity checks have in common.

use sha2::{Digest, Sha256};

use super::draft::{Draft, Element};
use super::source::Node;
use crate::identifier::hex;

/// Why the applicant's own words in a check are left out.
pub(super) const RESTATED: &str = "repeats what the identity check collected";
/// Why the provider's own records are left out.
pub(super) const PROVIDER: &str = "is about the provider's process, not about the applicant";
/// Why pictures are left out.
pub(super) const PICTURE: &str = "is a picture, which is not fetched";

/// A digest of a document's number. Numbers repeat between countries, so the country is part of it.
pub(super) fn document_digest(country: &Node<'_>, number: &Node<'_>) -> Option<String> {
    let country = country.text()?.to_uppercase();
    let plain = number.text()?.to_uppercase();
    let plain: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let digest = Sha256::digest(format!("{country}\n{plain}"));
    (!plain.is_empty()).then(|| format!("sha256:{}", hex(&digest)))
}

/// The parts of an address that is printed on a document, in the order street, further line, city, region, postal code,
/// country.
pub(super) fn printed_address(draft: &mut Draft, parts: &[Node<'_>; 6], address: &Node<'_>) {
    let [street, further, city, region, postal_code, country] = parts;
    let lines: Vec<String> = [street, further].into_iter().filter_map(Node::text).collect();
    let element = Element::default()
        .with("line", Some(lines.join(", ")).filter(|line| !line.is_empty()), street)
        .with("city", city.text(), city)
        .with("region", region.text(), region)
        .with("postal_code", postal_code.text(), postal_code);
    if element.is_empty() {
        return;
    }
    let element = element.with("country", country.text(), country);
    let element = element.with_constant("purpose", "id_document");
    draft.push("/contact/addresses", element, address);
}

/// A full name from its parts.
pub(super) fn full_name(parts: &[Node<'_>]) -> Option<String> {
    let parts: Vec<String> = parts.iter().filter_map(Node::text).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
