//! Reading an artefact that somebody else made: every fault with its place.
//!
//! The schema that is published is the one that is checked: what of JSON Schema it uses is followed here, and
//! a test fails when it uses more.

use std::sync::LazyLock;

use evidence::profile::json::{self, BadJson};
use evidence::profile::read::{Fault, Notes, Pointer, counted};
use serde_json::{Map, Value};

use super::artefact::{Definition, Model, ModelError};

/// The artefact's shape as a JSON Schema.
pub const SCHEMA: &str = include_str!("schema.json");

static READ: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("the schema is JSON, a test reads it"));

/// Why bytes are no artefact.
#[derive(Debug, thiserror::Error)]
pub enum BadArtefact {
    /// They are not JSON.
    #[error(transparent)]
    Json(#[from] BadJson),
    /// It does not have the shape, or does not keep what the shape promises.
    #[error("the model has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
}

/// Reads an artefact. Its digest may be left out.
pub fn read(bytes: &[u8]) -> Result<Model, BadArtefact> {
    let mut notes = Notes::default();
    let value = json::parse(bytes, &mut notes)?;
    if notes.faults.is_empty() {
        check(&value, &READ, &Pointer::root(), &mut notes);
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

/// What is wrong with a definition of the right shape, and where.
fn fault(error: &ModelError, value: &Value) -> Fault {
    let (pointer, code) = match error {
        ModelError::Digest { .. } => ("/digest".to_owned(), "wrong_digest"),
        ModelError::Schema(_) => ("/definition/schema".to_owned(), "unknown_schema"),
        ModelError::Table { indicator, .. } => (table(indicator, value), "bad_table"),
        ModelError::Doubled { place, .. } => (format!("/definition/pairs/{place}"), "bad_table"),
        ModelError::Entry { place: [pair, row, column], .. }
        | ModelError::Falls { place: [pair, row, column], .. } => {
            (format!("/definition/pairs/{pair}/hits/{row}/{column}"), "bad_table")
        }
        ModelError::Json(_) => ("/definition".to_owned(), "wrong_shape"),
    };
    Fault { pointer, code, detail: error.to_string() }
}

/// Where the table of an indicator or of a pair stands.
fn table(named: &str, value: &Value) -> String {
    let list = |kind: &str| value["definition"][kind].as_array().cloned().unwrap_or_default();
    let terms = list("terms").iter().rposition(|term| term["indicator"] == *named);
    let pairs = list("pairs").iter().position(|pair| {
        let name = |side: &str| pair[side].as_str().unwrap_or_default().to_owned();
        format!("{} and {}", name("first"), name("second")) == named
    });
    match (terms, pairs) {
        (Some(place), _) => format!("/definition/terms/{place}"),
        (None, Some(place)) => format!("/definition/pairs/{place}"),
        (None, None) => "/definition".to_owned(),
    }
}

/// Notes where a value does not have the shape that a schema asks for.
fn check(value: &Value, schema: &Value, at: &Pointer<'_>, notes: &mut Notes) {
    match (schema["type"].as_str().unwrap_or_default(), value) {
        ("object", Value::Object(object)) => check_object(object, schema, at, notes),
        ("array", Value::Array(list)) => {
            if check_length(list.len(), schema, ["minItems", "maxItems"], at, notes) {
                for (place, item) in list.iter().enumerate() {
                    check(item, &schema["items"], &at.index(place), notes);
                }
            }
        }
        ("string", Value::String(text)) => {
            let length = text.chars().count();
            check_length(length, schema, ["minLength", "maxLength"], at, notes);
            if schema["const"].as_str().is_some_and(|only| only != text) {
                let detail = format!("must be `{}`", schema["const"].as_str().unwrap_or_default());
                notes.fault(at, "unknown_value", detail);
            }
        }
        ("number", Value::Number(_)) => check_range(value, schema, at, notes),
        ("integer", Value::Number(number)) if number.is_u64() => {
            check_range(value, schema, at, notes);
        }
        ("boolean", Value::Bool(_)) => {}
        (wanted, _) => notes.fault(at, "wrong_type", format!("must be of type {wanted}")),
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
        let place = at.field(name);
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => {
                notes.fault(&place, "unknown_field", "there is no such field here");
            }
            (Value::Null, others) => check(value, others, &place, notes),
            (known, _) => check(value, known, &place, notes),
        }
    }
}

/// False if there is more than may be looked at.
fn check_length(
    length: usize,
    schema: &Value,
    [least, most]: [&str; 2],
    at: &Pointer<'_>,
    notes: &mut Notes,
) -> bool {
    let length = length as u64;
    if let Some(least) = schema[least].as_u64().filter(|least| length < *least) {
        notes.fault(at, "too_few", format!("must have at least {least}"));
    }
    let Some(most) = schema[most].as_u64().filter(|most| length > *most) else { return true };
    notes.fault(at, "too_many", format!("must have at most {most}"));
    false
}

fn check_range(value: &Value, schema: &Value, at: &Pointer<'_>, notes: &mut Notes) {
    let number = value.as_f64().unwrap_or(f64::NAN);
    let least = schema["minimum"].as_f64().unwrap_or(f64::MIN);
    let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    if !(least..=most).contains(&number) {
        notes.fault(at, "out_of_range", format!("must be from {least} to {most}"));
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
    fn the_schema_uses_nothing_that_is_not_checked() {
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
        walk(&READ);
    }

    #[test]
    fn our_own_artefact_has_the_published_shape_with_and_without_its_digest() {
        let mut own = baseline();
        let digest = own["digest"].as_str().unwrap().to_owned();
        assert_eq!(read(own.to_string().as_bytes()).unwrap().digest(), digest);
        own.as_object_mut().unwrap().remove("digest");
        assert_eq!(read(own.to_string().as_bytes()).unwrap().digest(), digest);
    }

    #[test]
    fn a_hostile_artefact_is_refused_with_the_place_of_every_fault() {
        let with = |change: &dyn Fn(&mut Value)| {
            let mut value = baseline();
            change(&mut value);
            faults(&value)
        };
        let one = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        let changed = with(&|value| value["definition"]["shift"] = json!(0.123));
        assert_eq!(changed, one("/digest", "wrong_digest"));
        let another = with(&|value| value["definition"]["schema"] = json!("other.model/v9"));
        assert_eq!(another, one("/definition/schema", "unknown_value"));
        let not_a_number = with(&|value| value["definition"]["terms"][3]["miss"] = Value::Null);
        assert_eq!(not_a_number, one("/definition/terms/3/miss", "wrong_type"));
        let bins = with(&|value| {
            value["definition"]["terms"][0]["hits"] = json!(vec![1.0; 100_000]);
        });
        assert_eq!(bins, one("/definition/terms/0/hits", "too_many"));
        let backwards = with(&|value| {
            value["definition"]["terms"][1]["edges"] = json!([1.0]);
            value["definition"]["terms"][1]["hits"] = json!([2.0, 1.0]);
            value["definition"]["pairs"] = json!([]);
        });
        assert_eq!(backwards, one("/definition/terms/1", "bad_table"));
        let both = with(&|value| {
            value["definition"]["weights"] = json!([]);
            value["definition"].as_object_mut().unwrap().remove("caps");
        });
        assert_eq!(
            both,
            [
                ("/definition/caps".to_owned(), "required"),
                ("/definition/weights".to_owned(), "unknown_field")
            ]
        );
        let deep = format!("{{\"definition\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        assert!(read(deep.as_bytes()).is_err());
    }

    /// The baseline with a pair of two terms that have two grades each.
    fn paired(second_family: &str, hits: &Value) -> Value {
        let mut value = baseline();
        value.as_object_mut().unwrap().remove("digest");
        let terms = value["definition"]["terms"].as_array_mut().unwrap();
        let first = terms.iter().position(|term| term["family"] == "session").unwrap();
        let second = terms.iter().rposition(|term| term["family"] == *second_family).unwrap();
        for place in [first, second] {
            terms[place]["edges"] = json!([2.0]);
            terms[place]["hits"] = json!([1.0, 2.0]);
        }
        let [first, second] = [first, second].map(|place| terms[place]["indicator"].clone());
        let pair = json!({ "first": first, "second": second, "hits": hits });
        value["definition"]["pairs"] = json!([pair]);
        value
    }

    #[test]
    fn a_pair_of_two_families_never_takes_anything_away() {
        let entry =
            |row, column| vec![(format!("/definition/pairs/0/hits/{row}/{column}"), "bad_table")];
        let across = |hits: Value| faults(&paired("payout", &hits));
        assert_eq!(across(json!([[0.0, 0.5], [0.0, 0.5]])), []);
        assert_eq!(across(json!([[0.0, 0.5], [-0.01, 0.5]])), entry(1, 0));
        assert_eq!(across(json!([[0.0, -0.0], [0.0, -1e-12]])), entry(1, 1));
        // The terms would make up for it, but not where their families are held at their caps.
        assert_eq!(across(json!([[0.0, 0.5], [0.0, 0.4]])), entry(1, 1));
        let within = |hits: Value| faults(&paired("session", &hits));
        assert_eq!(
            within(json!([[-0.5, -0.5], [-0.5, -0.5]])),
            [],
            "they may tell one story twice"
        );
    }

    /// The baseline with four terms of one family and a hit of 1 each, and pairs of theirs with one entry.
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
    fn the_pairs_of_a_term_take_no_more_together_than_it_adds() {
        let third = -1.0 / 3.0;
        assert_eq!(faults(&four(&[(0, 1, third), (2, 0, third), (0, 3, third)])), []);
        assert_eq!(faults(&four(&[(0, 1, -1.0), (2, 3, -1.0)])), []);
        let at = |place: &str| vec![(format!("/definition/pairs/{place}"), "bad_table")];
        let alone = four(&[(0, 1, -1.1)]);
        assert_eq!(faults(&alone), at("0/hits/0/0"));
        let together = four(&[(0, 1, -0.5), (2, 0, -0.7), (0, 3, 0.4)]);
        assert_eq!(faults(&together), at("1/hits/0/0"));
        let BadArtefact::Faults(faults) = read(together.to_string().as_bytes()).unwrap_err() else {
            panic!("it is JSON")
        };
        let said = "rises by 1 with its first hit, and its pairs together may take 1.2 away there";
        assert!(faults[0].detail.contains(said), "{faults:?}");
    }

    #[test]
    fn more_of_a_hit_is_covered_grade_by_grade() {
        let within = |hits: Value| faults(&paired("session", &hits));
        let at = |entry: &str| vec![(format!("/definition/pairs/0/hits/{entry}"), "bad_table")];
        assert_eq!(within(json!([[0.5, 0.5], [-0.5, 0.5]])), []);
        assert_eq!(within(json!([[0.5, 0.5], [-0.6, 0.5]])), at("1/0"));
        assert_eq!(within(json!([[0.5, -0.6], [0.5, 0.5]])), at("0/1"));
    }

    #[test]
    fn edges_divide_hits_which_are_above_zero() {
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
    fn a_pair_stands_there_once() {
        let at = |place: usize| vec![(format!("/definition/pairs/{place}"), "bad_table")];
        assert_eq!(faults(&four(&[(0, 1, 0.1), (1, 2, 0.1), (0, 1, 0.1)])), at(2));
        assert_eq!(faults(&four(&[(0, 1, 0.1), (1, 0, 0.1)])), at(1));
    }

    #[test]
    fn an_entry_that_takes_something_away_is_said_in_words() {
        let error =
            read(paired("payout", &json!([[-1.0, 0.0], [0.0, 0.0]])).to_string().as_bytes());
        let BadArtefact::Faults(faults) = error.unwrap_err() else { panic!("it is JSON") };
        assert!(
            faults[0].detail.ends_with("whose pair may only add: an entry is below 0"),
            "{faults:?}"
        );
    }
}
