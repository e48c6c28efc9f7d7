//! Reads an artefact from an outside source. Every fault is reported with its JSON Pointer.
//!
//! It is checked against the published JSON Schema. This module implements the keywords that the schema uses; a test
//! fails if it uses others.

use std::sync::LazyLock;

use evidence::profile::json::{self, BadJson};
use evidence::profile::read::{Fault, Notes, Pointer, counted};
use serde_json::{Map, Value};

use super::artefact::{Definition, Model, ModelError};

/// The artefact's JSON Schema.
pub const SCHEMA: &str = include_str!("schema.json");

static PARSED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("a test parses the schema"));

/// Why bytes are not an artefact.
#[derive(Debug, thiserror::Error)]
pub enum BadArtefact {
    #[error(transparent)]
    Json(#[from] BadJson),
    /// It does not match the schema, or breaks an invariant of the model.
    #[error("the model has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
}

/// Reads an artefact. Its digest can be missing, but not wrong.
pub fn read(bytes: &[u8]) -> Result<Model, BadArtefact> {
    let mut notes = Notes::default();
    let value = json::parse(bytes, &mut notes)?;
    if notes.faults.is_empty() {
        check(&value, &PARSED, &Pointer::root(), &mut notes);
    }
    if !notes.faults.is_empty() {
        return Err(BadArtefact::Faults(notes.faults));
    }
    let stated = value.get("digest").and_then(Value::as_str).map(str::to_owned);
    let wrong = |error: &ModelError, value: &Value| BadArtefact::Faults(vec![fault(error, value)]);
    let definition: Definition = serde_json::from_value(value["definition"].clone())
        .map_err(|error| wrong(&error.into(), &value))?;
    let model = Model::new(definition).map_err(|error| wrong(&error, &value))?;
    match stated {
        Some(stated) if stated != model.digest() => {
            let actual = model.digest().to_owned();
            Err(wrong(&ModelError::Digest { stated, actual }, &value))
        }
        _ => Ok(model),
    }
}

/// Converts an error of a definition that matches the schema to a fault.
fn fault(error: &ModelError, value: &Value) -> Fault {
    let (pointer, code) = match error {
        ModelError::Digest { .. } => ("/digest".to_owned(), "wrong_digest"),
        ModelError::Schema(_) => ("/definition/schema".to_owned(), "unknown_schema"),
        ModelError::Table { indicator, .. } => (table(indicator, value), "bad_table"),
        ModelError::Cause { cause, .. } => (
            Pointer::root().field("definition").field("causes").field(cause).to_string(),
            "bad_table",
        ),
        ModelError::Duplicate { pair, .. } => (format!("/definition/pairs/{pair}"), "bad_table"),
        ModelError::Entry { cell: [pair, row, column], .. }
        | ModelError::Falls { cell: [pair, row, column], .. } => {
            (format!("/definition/pairs/{pair}/hits/{row}/{column}"), "bad_table")
        }
        ModelError::Json(_) => ("/definition".to_owned(), "wrong_shape"),
    };
    Fault { pointer, code, detail: error.to_string() }
}

/// The pointer to the table of an indicator or a pair.
fn table(name: &str, value: &Value) -> String {
    let list = |kind: &str| value["definition"][kind].as_array().cloned().unwrap_or_default();
    let terms = list("terms").iter().rposition(|term| term["indicator"] == *name);
    let pairs = list("pairs").iter().position(|pair| {
        let side = |side: &str| pair[side].as_str().unwrap_or_default().to_owned();
        format!("{} and {}", side("first"), side("second")) == name
    });
    match (terms, pairs) {
        (Some(i), _) => format!("/definition/terms/{i}"),
        (None, Some(i)) => format!("/definition/pairs/{i}"),
        (None, None) => "/definition".to_owned(),
    }
}

/// Reports where a value does not match a schema.
fn check(value: &Value, schema: &Value, at: &Pointer<'_>, notes: &mut Notes) {
    match (schema["type"].as_str().unwrap_or_default(), value) {
        ("object", Value::Object(object)) => check_object(object, schema, at, notes),
        ("array", Value::Array(list)) => {
            if check_length(list.len(), schema, ["minItems", "maxItems"], at, notes) {
                for (i, item) in list.iter().enumerate() {
                    check(item, &schema["items"], &at.index(i), notes);
                }
            }
        }
        ("string", Value::String(text)) => {
            let length = text.chars().count();
            check_length(length, schema, ["minLength", "maxLength"], at, notes);
            if schema["const"].as_str().is_some_and(|constant| constant != text) {
                let detail = format!("must be `{}`", schema["const"].as_str().unwrap_or_default());
                notes.fault(at, "unknown_value", detail);
            }
        }
        ("number", Value::Number(_)) => check_range(value, schema, at, notes),
        ("integer", Value::Number(number)) if number.is_u64() => {
            check_range(value, schema, at, notes);
        }
        ("boolean", Value::Bool(_)) => {}
        (expected, _) => notes.fault(at, "wrong_type", format!("must be of type {expected}")),
    }
}

fn check_object(object: &Map<String, Value>, schema: &Value, at: &Pointer<'_>, notes: &mut Notes) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            notes.fault(&at.field(name), "required", "is required");
        }
    }
    if !check_length(object.len(), schema, ["minProperties", "maxProperties"], at, notes) {
        return;
    }
    for (name, value) in object {
        let at = at.field(name);
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => {
                notes.fault(&at, "unknown_field", "is not a field of this object");
            }
            (Value::Null, others) => check(value, others, &at, notes),
            (property, _) => check(value, property, &at, notes),
        }
    }
}

/// Checks a length. Returns whether to check the content, which must not be too long.
fn check_length(
    length: usize,
    schema: &Value,
    [min, max]: [&str; 2],
    at: &Pointer<'_>,
    notes: &mut Notes,
) -> bool {
    let length = length as u64;
    if let Some(min) = schema[min].as_u64().filter(|min| length < *min) {
        notes.fault(at, "too_few", format!("must have at least {min}"));
    }
    let Some(max) = schema[max].as_u64().filter(|max| length > *max) else { return true };
    notes.fault(at, "too_many", format!("must have at most {max}"));
    false
}

fn check_range(value: &Value, schema: &Value, at: &Pointer<'_>, notes: &mut Notes) {
    let number = value.as_f64().unwrap_or(f64::NAN);
    let min = schema["minimum"].as_f64().unwrap_or(f64::MIN);
    let max = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    if !(min..=max).contains(&number) {
        notes.fault(at, "out_of_range", format!("must be from {min} to {max}"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn baseline() -> Value {
        serde_json::from_str(include_str!("../../../../models/baseline/model.json")).unwrap()
    }

    fn faults(value: &Value) -> Vec<(String, &'static str)> {
        match read(value.to_string().as_bytes()) {
            Err(BadArtefact::Faults(faults)) => {
                faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
            }
            Err(BadArtefact::Json(_)) | Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn the_schema_uses_only_keywords_that_are_checked() {
        const KNOWN: [&str; 18] = [
            "$schema",
            "title",
            "description",
            "type",
            "required",
            "additionalProperties",
            "properties",
            "items",
            "const",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "$id",
        ];
        fn walk(schema: &Value) {
            let Some(object) = schema.as_object() else { return };
            for (word, inner) in object {
                assert!(KNOWN.contains(&word.as_str()), "{word}");
                match word.as_str() {
                    "properties" => inner.as_object().unwrap().values().for_each(walk),
                    "items" | "additionalProperties" => walk(inner),
                    _ => {}
                }
            }
        }
        walk(&PARSED);
    }

    #[test]
    fn our_own_artefact_matches_the_schema_with_and_without_its_digest() {
        let mut own = baseline();
        let digest = own["digest"].as_str().unwrap().to_owned();
        assert_eq!(read(own.to_string().as_bytes()).unwrap().digest(), digest);
        own.as_object_mut().unwrap().remove("digest");
        assert_eq!(read(own.to_string().as_bytes()).unwrap().digest(), digest);
    }

    #[test]
    fn a_hostile_artefact_is_rejected_with_a_pointer_to_every_fault() {
        let with = |change: &dyn Fn(&mut Value)| {
            let mut value = baseline();
            change(&mut value);
            faults(&value)
        };
        let only = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        let changed = with(&|value| value["definition"]["shift"] = json!(0.123));
        assert_eq!(changed, only("/digest", "wrong_digest"));
        let another = with(&|value| value["definition"]["schema"] = json!("other.model/v9"));
        assert_eq!(another, only("/definition/schema", "unknown_value"));
        let not_a_number = with(&|value| value["definition"]["terms"][3]["miss"] = Value::Null);
        assert_eq!(not_a_number, only("/definition/terms/3/miss", "wrong_type"));
        let bins = with(&|value| {
            value["definition"]["terms"][0]["hits"] = json!(vec![1.0; 100_000]);
        });
        assert_eq!(bins, only("/definition/terms/0/hits", "too_many"));
        let backwards = with(&|value| {
            value["definition"]["terms"][1]["edges"] = json!([1.0]);
            value["definition"]["terms"][1]["hits"] = json!([2.0, 1.0]);
            value["definition"]["pairs"] = json!([]);
        });
        assert_eq!(backwards, only("/definition/terms/1", "bad_table"));
        let two_faults = with(&|value| {
            value["definition"]["weights"] = json!([]);
            value["definition"].as_object_mut().unwrap().remove("caps");
        });
        assert_eq!(
            two_faults,
            [
                ("/definition/caps".to_owned(), "required"),
                ("/definition/weights".to_owned(), "unknown_field")
            ]
        );
        let deep = format!("{{\"definition\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        assert!(read(deep.as_bytes()).is_err());
    }

    /// The baseline with a pair of two terms with two grades each.
    fn paired(second_family: &str, hits: &Value) -> Value {
        let mut value = baseline();
        value.as_object_mut().unwrap().remove("digest");
        let terms = value["definition"]["terms"].as_array_mut().unwrap();
        let first = terms.iter().position(|term| term["family"] == "session").unwrap();
        let second = terms.iter().rposition(|term| term["family"] == *second_family).unwrap();
        for index in [first, second] {
            terms[index]["edges"] = json!([2.0]);
            terms[index]["hits"] = json!([1.0, 2.0]);
        }
        let [first, second] = [first, second].map(|index| terms[index]["indicator"].clone());
        let pair = json!({ "first": first, "second": second, "hits": hits });
        value["definition"]["pairs"] = json!([pair]);
        value
    }

    #[test]
    fn a_pair_across_families_never_lowers_a_score() {
        let entry =
            |row, column| vec![(format!("/definition/pairs/0/hits/{row}/{column}"), "bad_table")];
        let across = |hits: Value| faults(&paired("payout", &hits));
        assert_eq!(across(json!([[0.0, 0.5], [0.0, 0.5]])), []);
        assert_eq!(across(json!([[0.0, 0.5], [-0.01, 0.5]])), entry(1, 0));
        assert_eq!(across(json!([[0.0, -0.0], [0.0, -1e-12]])), entry(1, 1));
        // The terms would make up for it, but not when their families are at their caps.
        assert_eq!(across(json!([[0.0, 0.5], [0.0, 0.4]])), entry(1, 1));
        let within = |hits: Value| faults(&paired("session", &hits));
        assert_eq!(
            within(json!([[-0.5, -0.5], [-0.5, -0.5]])),
            [],
            "they may be the same evidence twice"
        );
    }

    /// The baseline with four terms of one family, each with a hit of 1, and pairs between them with one entry each.
    fn four(pairs: &[(usize, usize, f64)]) -> Value {
        let mut value = baseline();
        value.as_object_mut().unwrap().remove("digest");
        let terms = value["definition"]["terms"].as_array_mut().unwrap();
        let mut names = Vec::new();
        for term in terms.iter_mut().filter(|term| term["family"] == "resume").take(4) {
            term["edges"] = json!([]);
            term["hits"] = json!([1.0]);
            names.push(term["indicator"].clone());
        }
        let pair = |(first, second, cell): &(usize, usize, f64)| json!({ "first": names[*first], "second": names[*second], "hits": [[cell]] });
        value["definition"]["pairs"] = pairs.iter().map(pair).collect();
        value
    }

    #[test]
    fn the_pairs_of_a_term_take_away_no_more_than_it_adds() {
        let third = -1.0 / 3.0;
        assert_eq!(faults(&four(&[(0, 1, third), (2, 0, third), (0, 3, third)])), []);
        assert_eq!(faults(&four(&[(0, 1, -1.0), (2, 3, -1.0)])), []);
        let at = |pointer: &str| vec![(format!("/definition/pairs/{pointer}"), "bad_table")];
        let alone = four(&[(0, 1, -1.1)]);
        assert_eq!(faults(&alone), at("0/hits/0/0"));
        let together = four(&[(0, 1, -0.5), (2, 0, -0.7), (0, 3, 0.4)]);
        assert_eq!(faults(&together), at("1/hits/0/0"));
        let BadArtefact::Faults(faults) = read(together.to_string().as_bytes()).unwrap_err() else {
            panic!("must be faults")
        };
        let detail = "rises by 1 at its first hit, but its pairs can together take away 1.2:";
        assert!(faults[0].detail.contains(detail), "{faults:?}");
    }

    #[test]
    fn each_grade_makes_up_for_the_falls_of_its_pairs() {
        let within = |hits: Value| faults(&paired("session", &hits));
        let at = |entry: &str| vec![(format!("/definition/pairs/0/hits/{entry}"), "bad_table")];
        assert_eq!(within(json!([[0.5, 0.5], [-0.5, 0.5]])), []);
        assert_eq!(within(json!([[0.5, 0.5], [-0.6, 0.5]])), at("1/0"));
        assert_eq!(within(json!([[0.5, -0.6], [0.5, 0.5]])), at("0/1"));
    }

    #[test]
    fn edges_are_above_zero_and_rising() {
        let with = |edges: Value| {
            let mut value = four(&[]);
            let term = &mut value["definition"]["terms"][0];
            let grades = edges.as_array().unwrap().len() + 1;
            term["edges"] = edges;
            term["hits"] = json!(vec![1.0; grades]);
            faults(&value)
        };
        assert_eq!(with(json!([0.5, 2.0])), []);
        for edges in [json!([2.0, 2.0]), json!([2.0, 1.0]), json!([-5.0]), json!([0.0])] {
            assert_eq!(with(edges), [("/definition/terms/0".to_owned(), "bad_table")]);
        }
    }

    #[test]
    fn a_pair_appears_once() {
        let at = |index: usize| vec![(format!("/definition/pairs/{index}"), "bad_table")];
        assert_eq!(faults(&four(&[(0, 1, 0.1), (1, 2, 0.1), (0, 1, 0.1)])), at(2));
        assert_eq!(faults(&four(&[(0, 1, 0.1), (1, 0, 0.1)])), at(1));
    }

    #[test]
    fn the_error_explains_a_negative_entry_across_families() {
        let error =
            read(paired("payout", &json!([[-1.0, 0.0], [0.0, 0.0]])).to_string().as_bytes());
        let BadArtefact::Faults(faults) = error.unwrap_err() else { panic!("must be faults") };
        assert!(
            faults[0].detail.ends_with("so their pair can only add, but an entry is below 0"),
            "{faults:?}"
        );
    }
}
