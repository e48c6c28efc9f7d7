//! JSON Resume 1.x: the document as it is, and what it says of the person as their claims.

use serde_json::{Value, json};

use super::{Converted, Options, fault, settle};
use crate::profile::read::Fault;

pub(super) fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "a JSON Resume is an object")]);
    }
    let Some(external_id) = &options.external_id else {
        let detail =
            "a JSON Resume has no name of the applicant in your system: give `external_id`";
        return Err(vec![fault("", "external_id_missing", detail)]);
    };
    let basics = value.get("basics").cloned().unwrap_or_default();
    let at = |pointer: &str| basics.pointer(pointer).filter(|found| !found.is_null()).cloned();
    let mut document = json!({ "schema": "bonafide.profile/v1", "external_id": external_id });
    let mut set = |section: &str, field: &str, found: Option<Value>| {
        if let Some(found) = found {
            document[section][field] = found;
        }
    };
    set("claims", "name", at("/name"));
    set("claims", "country", at("/location/countryCode"));
    set("claims", "region", at("/location/region"));
    set("claims", "city", at("/location/city"));
    set("contact", "emails", at("/email").map(|email| json!([{ "address": email }])));
    let country = at("/location/countryCode");
    let phone = at("/phone").map(|number| json!([{ "number": number, "country": country }]));
    set("contact", "phones", phone);
    let profiles = basics.get("profiles").and_then(Value::as_array).into_iter().flatten();
    let urls: Vec<Value> =
        profiles.filter_map(|one| one.get("url").cloned()).chain(at("/url")).collect();
    set("links", "urls", Some(urls.into()).filter(|urls: &Value| urls != &json!([])));
    document["resume"] = value;
    settle::one(document, Vec::new())
}
