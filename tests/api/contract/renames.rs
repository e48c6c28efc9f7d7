//! The names of the contract before and after they were fixed for good: `openapi/renames-0.1.0.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// Old name to new name.
type Names = BTreeMap<String, String>;

/// What was renamed. Fields and values are listed under the old name of their schema.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renames {
    pub schemas: Names,
    pub fields: BTreeMap<String, Names>,
    pub values: BTreeMap<String, Names>,
    /// By operation id.
    pub parameters: BTreeMap<String, Names>,
    pub codes: Names,
    /// Members of an event's data, by webhook.
    pub webhooks: BTreeMap<String, Names>,
}

/// The old document with the new names. Fails on a name that the old document does not have.
pub fn renamed(mut document: Value, renames: &Renames) -> Value {
    for (schema, names) in &renames.fields {
        let at = &mut document["components"]["schemas"][schema];
        rename_all(schema, names, |old, new| fields(at, old, new));
    }
    for (schema, names) in &renames.values {
        let at = &mut document["components"]["schemas"][schema];
        rename_all(schema, names, |old, new| words(&mut at["enum"], old, new));
    }
    for (webhook, names) in &renames.webhooks {
        let content = &mut document["webhooks"][webhook]["post"]["requestBody"]["content"];
        let data = &mut content["application/json"]["schema"]["properties"]["data"];
        rename_all(webhook, names, |old, new| fields(data, old, new));
    }
    for operation in document["paths"].as_object_mut().unwrap().values_mut() {
        for operation in operation.as_object_mut().unwrap().values_mut() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let names = renames.parameters.get(&id).into_iter().flatten();
            for (old, new) in names {
                let all = operation["parameters"].as_array_mut().unwrap();
                let parameter = all.iter_mut().find(|one| one["name"] == *old);
                parameter.unwrap_or_else(|| panic!("{id} has no {old}"))["name"] =
                    new.clone().into();
            }
            codes(&mut operation["responses"], &renames.codes);
        }
    }
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    rename_all("the document", &renames.schemas, |old, new| member(schemas, old, new));
    references(&mut document, &renames.schemas);
    document
}

fn rename_all(place: &str, names: &Names, mut rename: impl FnMut(&str, &str) -> bool) {
    for (old, new) in names {
        assert!(rename(old, new), "{place} has no `{old}`");
    }
}

/// Renames a property of a schema or of a part of it.
fn fields(schema: &mut Value, old: &str, new: &str) -> bool {
    let mut found = false;
    for part in schema["allOf"].as_array_mut().into_iter().flatten() {
        found |= fields(part, old, new);
    }
    if let Some(properties) = schema["properties"].as_object_mut() {
        found |= member(properties, old, new);
    }
    words(&mut schema["required"], old, new);
    found
}

fn member(members: &mut Map<String, Value>, old: &str, new: &str) -> bool {
    let Some(value) = members.remove(old) else { return false };
    let taken = members.insert(new.to_owned(), value);
    assert!(taken.is_none(), "`{new}` exists already");
    true
}

fn words(list: &mut Value, old: &str, new: &str) -> bool {
    let words = list.as_array_mut().into_iter().flatten();
    words.filter(|word| *word == old).map(|word| *word = new.into()).count() > 0
}

fn codes(responses: &mut Value, names: &Names) {
    for response in responses.as_object_mut().unwrap().values_mut() {
        let examples = response.pointer_mut("/content/application~1problem+json/examples");
        if let Some(examples) = examples.and_then(Value::as_object_mut) {
            for (old, new) in names {
                member(examples, old, new);
            }
        }
    }
}

fn references(value: &mut Value, names: &Names) {
    if let Some(reference) = value.get_mut("$ref") {
        let name = reference.as_str().unwrap().trim_start_matches("#/components/schemas/");
        if let Some(new) = names.get(name) {
            *reference = format!("#/components/schemas/{new}").into();
        }
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, names)),
        Value::Object(members) => members.values_mut().for_each(|member| references(member, names)),
        _ => {}
    }
}
