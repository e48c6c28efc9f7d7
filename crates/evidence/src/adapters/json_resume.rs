//! JSON Resume 1.x: the unchanged document, and the person's claims taken from it.

use serde_json::{Value, json};

use super::{Adapter, Convert, Converted, Options, clean, fault};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter =
    Adapter { name: "json-resume", convert: Convert::Json(convert), webhook: None };

pub(super) fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a JSON Resume, an object")]);
    }
    let Some(external_id) = &options.external_id else {
        let detail =
            "a JSON Resume contains no id of the applicant in your system: set `external_id`";
        return Err(vec![fault("", "external_id_missing", detail)]);
    };
    let basics = value.get("basics").cloned().unwrap_or_default();
    let get = |pointer: &str| basics.pointer(pointer).filter(|value| !value.is_null()).cloned();
    let mut document = json!({ "schema": "bonafide.profile/v1", "external_id": external_id });
    let mut set = |section: &str, field: &str, value: Option<Value>| {
        if let Some(value) = value {
            document[section][field] = value;
        }
    };
    set("claims", "name", get("/name"));
    set("claims", "country", get("/location/countryCode"));
    set("claims", "region", get("/location/region"));
    set("claims", "city", get("/location/city"));
    set("contact", "emails", get("/email").map(|email| json!([{ "address": email }])));
    let country = get("/location/countryCode");
    let phone = get("/phone").map(|number| json!([{ "number": number, "country": country }]));
    set("contact", "phones", phone);
    let profiles = basics.get("profiles").and_then(Value::as_array).into_iter().flatten();
    let urls = profiles.filter_map(|profile| profile.get("url").cloned());
    let urls: Vec<Value> = urls.chain(get("/url")).collect();
    set("links", "urls", Some(urls.into()).filter(|urls: &Value| urls != &json!([])));
    document["resume"] = value;
    clean::document(document, Vec::new())
}
