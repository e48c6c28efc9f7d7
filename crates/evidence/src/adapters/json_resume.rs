//! JSON Resume 1.x: the unchanged document, and the person's claims taken from it.

use serde_json::Value;

use super::applicant_tracking::{emails, page, phones};
use super::country_names::country;
use super::draft::{Draft, Element, profiles};
use super::source::{Node, Source};
use super::{Adapter, Convert, Converted, Options, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter =
    Adapter { name: "json-resume", convert: Convert::Json(convert), webhook: None };

fn convert(mut value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a JSON Resume, an object")]);
    }
    let Some(external_id) = &options.external_id else {
        let detail =
            "a JSON Resume contains no id of the applicant in your system: set `external_id`";
        return Err(vec![fault("", "external_id_missing", detail)]);
    };
    let source = Source::new(value.clone());
    let root = source.root();
    // The whole document is carried over.
    root.ignore();
    let basics = root.get("basics");
    let mut draft = Draft::new(external_id, &root);
    draft.set("/claims/name", basics.get("name").text(), &basics.get("name"));
    let location = basics.get("location");
    claim_place(&mut draft, &location);
    emails(&mut draft, &basics.get("email"));
    phones(&mut draft, &basics.get("phone"));
    for profile in basics.get("profiles").items() {
        let (url, network) = (profile.get("url"), profile.get("network").text());
        let written = if url.exists() { url } else { profile.get("username") };
        // A user name without its site stays in the resume.
        if written.peek().is_some_and(|text| text.contains('.')) || network.is_some() {
            page(&mut draft, &written, network.as_deref());
        }
    }
    // `website` is its name before version 1.
    for name in ["url", "website"] {
        page(&mut draft, &basics.get(name), None);
    }
    modernize(&mut value);
    draft.set("/resume", Some(value), &root);
    profiles(vec![draft], &source)
}

fn claim_place(draft: &mut Draft, location: &Node<'_>) {
    let code = location.get("countryCode");
    let known = code.text().and_then(|text| country(&text));
    let written = known.map(|country| country.as_str().to_owned()).or_else(|| code.text());
    draft.set("/claims/country", written, &code);
    for name in ["region", "city"] {
        draft.set(&format!("/claims/{name}"), location.get(name).text(), &location.get(name));
    }
    let (line, postal_code) = (location.get("address"), location.get("postalCode"));
    let line_text = line.text().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let element = Element::default().with("line", line_text, &line).with(
        "postal_code",
        postal_code.text(),
        &postal_code,
    );
    if element.is_empty() {
        return;
    }
    let (city, region) = (location.get("city"), location.get("region"));
    let country = known.map(|country| country.as_str().to_owned());
    let element = element
        .with("city", city.text(), &city)
        .with("region", region.text(), &region)
        .with("country", country, &code)
        .with_constant("purpose", "residence");
    draft.push("/contact/addresses", element, location);
}

/// Renames fields that had other names before version 1, and gives a country's name its code.
fn modernize(resume: &mut Value) {
    let code = resume.pointer("/basics/location/countryCode").and_then(Value::as_str);
    if let Some(code) = code.and_then(country)
        && let Some(written) = resume.pointer_mut("/basics/location/countryCode")
    {
        *written = code.as_str().into();
    }
    for job in resume.get_mut("work").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(job) = job.as_object_mut() else { continue };
        if !job.contains_key("name")
            && let Some(company) = job.remove("company")
        {
            job.insert("name".to_owned(), company);
        }
    }
}
