//! Which differences between two OpenAPI documents break a client. Wording never does.
//!
//! A request may accept more than before: other optional fields, other values, wider limits. A response may contain
//! more fields, but no value that a client has not met: no new value of an enum, no new `null`, no wider limit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Who reads a value: the service (a request) or a client (a response or a webhook).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reader {
    Service,
    Client,
}

/// Compares an old and a new document.
struct Comparison<'a> {
    old: &'a Value,
    new: &'a Value,
    compared: BTreeSet<(String, Reader)>,
    breaking: Vec<String>,
}

/// The breaking differences, each as the place and what happened there. Empty if the new document only adds.
pub fn breaking(old: &Value, new: &Value) -> Vec<String> {
    let mut comparison = Comparison { old, new, compared: BTreeSet::new(), breaking: Vec::new() };
    comparison.paths();
    comparison.webhooks();
    comparison.codes();
    comparison.schema_names();
    comparison.breaking
}

impl Comparison<'_> {
    fn report(&mut self, at: &str, what: impl std::fmt::Display) {
        self.breaking.push(format!("{at}: {what}"));
    }

    fn paths(&mut self) {
        let (old, new) = (self.old, self.new);
        for (path, item) in members(&old["paths"]) {
            for method in METHODS {
                let (old, new) = (&item[method], &new["paths"][path][method]);
                let at = format!("{} {path}", method.to_uppercase());
                match (old.is_null(), new.is_null()) {
                    (true, _) => {}
                    (false, true) => self.report(&at, "removed"),
                    (false, false) => self.operation(&at, old, new),
                }
            }
        }
    }

    fn webhooks(&mut self) {
        let (old, new) = (self.old, self.new);
        for (name, item) in members(&old["webhooks"]) {
            let at = format!("webhook {name}");
            let (old, new) = (&item["post"], &new["webhooks"][name]["post"]);
            if new.is_null() {
                self.report(&at, "removed");
            } else {
                self.content(&at, &old["requestBody"], &new["requestBody"], Reader::Client);
            }
        }
    }

    /// Clients branch on codes, so a code must keep its name and its status.
    fn codes(&mut self) {
        let new = codes(self.new);
        for code in codes(self.old).difference(&new) {
            self.report(&format!("error {}", code.1), format!("no longer sent with {}", code.0));
        }
    }

    /// Generated clients name their types after the components.
    fn schema_names(&mut self) {
        let (old, new) = (self.old, self.new);
        for (name, _) in members(&old["components"]["schemas"]) {
            if new["components"]["schemas"][name].is_null() {
                self.report(&format!("schema {name}"), "removed");
            }
        }
    }

    fn operation(&mut self, at: &str, old: &Value, new: &Value) {
        if old["operationId"] != new["operationId"] {
            self.report(at, "another operationId");
        }
        if scopes(old) != scopes(new) {
            self.report(at, "another scope");
        }
        self.parameters(at, old, new);
        let body = (&old["requestBody"], &new["requestBody"]);
        if body.1["required"] == true && body.0["required"] != true {
            self.report(at, "the body is now required");
        }
        self.content(&format!("{at}: request"), body.0, body.1, Reader::Service);
        for (status, response) in members(&old["responses"]) {
            let other = &new["responses"][status];
            let success = status.starts_with('2');
            if other.is_null() {
                // An operation may stop sending an error; whether a code exists at all is checked elsewhere.
                if success {
                    self.report(at, format!("no longer answers {status}"));
                }
                continue;
            }
            self.content(&format!("{at}: {status}"), response, other, Reader::Client);
            for (name, _) in members(&response["headers"]) {
                if other["headers"][name].is_null() {
                    self.report(at, format!("{status}: header {name} removed"));
                }
            }
        }
    }

    fn parameters(&mut self, at: &str, old: &Value, new: &Value) {
        let named = |operation: &Value| -> BTreeMap<(String, String), Value> {
            let all = operation["parameters"].as_array().into_iter().flatten();
            all.map(|one| ((text(&one["in"]), text(&one["name"])), one.clone())).collect()
        };
        let (old, new) = (named(old), named(new));
        for ((place, name), one) in &old {
            let at = format!("{at}: {place} parameter {name}");
            match new.get(&(place.clone(), name.clone())) {
                None => self.report(&at, "removed"),
                Some(other) => self.schema(&at, &one["schema"], &other["schema"], Reader::Service),
            }
        }
        for ((place, name), one) in &new {
            let before = old.get(&(place.clone(), name.clone()));
            let required = before.is_some_and(|before| before["required"] == true);
            if one["required"] == true && !required {
                self.report(&format!("{at}: {place} parameter {name}"), "now required");
            }
        }
    }

    fn content(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        for (media, one) in members(&old["content"]) {
            let other = &new["content"][media];
            if other.is_null() {
                self.report(at, format!("{media} removed"));
            } else {
                self.schema(at, &one["schema"], &other["schema"], reader);
            }
        }
    }

    fn schema(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        if let (Some(name), Some(other)) = (reference(old), reference(new)) {
            if name != other {
                self.report(at, format!("{name} became {other}"));
            } else if self.compared.insert((name.to_owned(), reader)) {
                let at = format!(
                    "{name} ({})",
                    if reader == Reader::Service { "request" } else { "response" }
                );
                let (old, new) = (resolve(self.old, old), resolve(self.new, new));
                self.schema(&at, old, new, reader);
            }
            return;
        }
        let (old, new) = (flat(self.old, old), flat(self.new, new));
        self.types(at, &old, &new, reader);
        self.limits(at, &old, &new, reader);
        self.properties(at, &old, &new, reader);
        self.alternatives(at, &old, &new, reader);
        for inner in ["items", "additionalProperties"] {
            if old[inner].is_object() || new[inner].is_object() {
                self.schema(&format!("{at}/{inner}"), &old[inner], &new[inner], reader);
            } else if old[inner] != new[inner] {
                self.report(at, format!("another `{inner}`"));
            }
        }
    }

    fn types(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        for key in ["type", "enum"] {
            let (old, new) = (set(&old[key]), set(&new[key]));
            let (lost, met) = (&old - &new, &new - &old);
            // Nothing listed means that anything goes.
            let (narrower, wider) = (
                !new.is_empty() && (old.is_empty() || !lost.is_empty()),
                !old.is_empty() && (new.is_empty() || !met.is_empty()),
            );
            match reader {
                Reader::Service if narrower => {
                    self.report(at, format!("`{key}` no longer accepts {}", join(&lost)));
                }
                Reader::Client if wider => {
                    self.report(at, format!("`{key}` can now be {}", join(&met)));
                }
                Reader::Service | Reader::Client => {}
            }
            // A client knows the values that it may send and receive by their names.
            if reader == Reader::Client && key == "enum" && !lost.is_empty() {
                self.report(at, format!("`{key}` lost {}", join(&lost)));
            }
        }
    }

    fn limits(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        const LOWER: [&str; 4] = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
        const UPPER: [&str; 4] = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
        for (keys, sign) in [(LOWER, 1.0), (UPPER, -1.0)] {
            for key in keys {
                // The larger, the tighter; no bound at all is the widest.
                let bound =
                    |one: &Value| one[key].as_f64().map_or(f64::NEG_INFINITY, |bound| sign * bound);
                let (old, new) = (bound(old), bound(new));
                let breaks = match reader {
                    Reader::Service => new > old,
                    Reader::Client => new < old,
                };
                if breaks {
                    self.report(at, format!("another `{key}`"));
                }
            }
        }
        for key in ["format", "pattern", "const", "default"] {
            if old[key] != new[key] {
                self.report(at, format!("another `{key}`"));
            }
        }
    }

    fn properties(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        for (name, one) in members(&old["properties"]) {
            let at = format!("{at}/{name}");
            match new["properties"].get(name) {
                None => self.report(&at, "removed"),
                Some(other) => self.schema(&at, one, other, reader),
            }
        }
        let (old, new) = (set(&old["required"]), set(&new["required"]));
        let (names, what) = match reader {
            Reader::Service => (&new - &old, "now required"),
            Reader::Client => (&old - &new, "can now be missing"),
        };
        for name in names {
            self.report(&format!("{at}/{}", name.trim_matches('"')), what);
        }
    }

    fn alternatives(&mut self, at: &str, old: &Value, new: &Value, reader: Reader) {
        for key in ["oneOf", "anyOf"] {
            let (old, new) = (named_alternatives(&old[key]), named_alternatives(&new[key]));
            let (lost, met): (Vec<_>, Vec<_>) = (
                old.keys().filter(|name| !new.contains_key(*name)).collect(),
                new.keys().filter(|name| !old.contains_key(*name)).collect(),
            );
            let breaks = if reader == Reader::Service { lost } else { met };
            if !breaks.is_empty() {
                self.report(at, format!("other alternatives: {breaks:?}"));
            }
            for (name, one) in &old {
                if let Some(other) = new.get(name) {
                    self.schema(at, one, other, reader);
                }
            }
        }
    }
}

/// A schema whose `allOf` parts, and the schema that it names, are put together.
fn flat(document: &Value, schema: &Value) -> Value {
    let mut schema = resolve(document, schema).clone();
    let Some(parts) = schema["allOf"].as_array().cloned() else { return schema };
    for part in parts {
        let part = flat(document, &part);
        for (name, property) in members(&part["properties"]) {
            schema["properties"][name] = property.clone();
        }
        let mut required = schema["required"].as_array().cloned().unwrap_or_default();
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
        schema["required"] = Value::Array(required);
    }
    schema["allOf"] = Value::Null;
    schema
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    reference(schema).map_or(schema, |name| &document["components"]["schemas"][name])
}

/// Alternatives by what tells them apart: the schema that they name, or their type.
fn named_alternatives(all: &Value) -> BTreeMap<String, &Value> {
    let name = |one: &Value| reference(one).map_or_else(|| one["type"].to_string(), str::to_owned);
    all.as_array().into_iter().flatten().map(|one| (name(one), one)).collect()
}

/// Every error code with its status.
fn codes(document: &Value) -> BTreeSet<(String, String)> {
    let operations = members(&document["paths"]).flat_map(|(_, item)| members(item));
    let responses = operations.flat_map(|(_, operation)| members(&operation["responses"]));
    responses
        .flat_map(|(status, response)| {
            let examples = &response["content"]["application/problem+json"]["examples"];
            members(examples).map(move |(code, _)| (status.clone(), code.clone()))
        })
        .collect()
}

/// Operations that anybody may call say so by an empty requirement, or by none.
fn scopes(operation: &Value) -> BTreeSet<String> {
    let all = operation["security"].as_array().into_iter().flatten();
    all.flat_map(members).map(|(scheme, scopes)| format!("{scheme} {scopes}")).collect()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn set(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Null => BTreeSet::new(),
        Value::Array(all) => all.iter().map(Value::to_string).collect(),
        one => BTreeSet::from([one.to_string()]),
    }
}

fn join(all: &BTreeSet<String>) -> String {
    all.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
