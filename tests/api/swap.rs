//! The swap test: who somebody is said to be never moves the score.
//!
//! Name, nationality, languages and the countries and names of schools are changed on every seed and
//! on hundreds of simulated people; the score stays the same to the bit.

use bonafide::domain::profile::read::Pointer;
use serde_json::{Value, json};

use crate::harness::Service;

/// Other names, from many places, in many scripts. Parts are swapped one for one, so that what agreed
/// before agrees after.
const GIVEN: [&str; 6] = ["Aoife", "Chinonso", "Dmytro", "María José", "민준", "Nguyễn"];
const FAMILY: [&str; 6] = ["O'Shaughnessy", "Okonkwo", "Шевченко", "de la Cruz", "김", "Ægirsson"];

/// The document as somebody else's.
fn swapped(document: &Value, turn: usize) -> Value {
    let mut names = Names { turn, known: Vec::new() };
    let mut other = document.clone();
    names.swap(&mut other, "");
    other["claims"]["nationality"] = "ZZ".into();
    other["claims"]["languages"] = json!(["tlh"]);
    if let Some(resume) = other.get_mut("resume").and_then(Value::as_object_mut) {
        resume.insert("languages".to_owned(), json!([{ "language": "Klingon", "fluency": "Native" }]));
        for school in resume.get_mut("education").and_then(Value::as_array_mut).into_iter().flatten() {
            school["institution"] = "Elsewhere Polytechnic".into();
            school["countryCode"] = "ZZ".into();
        }
    }
    other
}

/// One consistent replacement of every word that occurs in a name.
struct Names {
    turn: usize,
    known: Vec<String>,
}

impl Names {
    /// Replaces the text at every place that holds a person's name.
    fn swap(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    self.swap(value, key);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.swap(value, key)),
            Value::String(text) if is_name(key) => *text = self.another(text),
            _ => {}
        }
    }

    fn another(&mut self, name: &str) -> String {
        let swapped: Vec<String> = name.split_whitespace().map(|word| self.word(word)).collect();
        swapped.join(" ")
    }

    fn word(&mut self, word: &str) -> String {
        let folded = word.to_lowercase();
        let known = self.known.iter().position(|known| *known == folded);
        let place = known.unwrap_or_else(|| {
            self.known.push(folded);
            self.known.len() - 1
        });
        let list = if place % 2 == 0 { GIVEN } else { FAMILY };
        // One word for one word, each different: a space would make two of it.
        format!("{}{}", list[(place / 2 + self.turn) % list.len()].replace(' ', "-"), "i".repeat(place / 12))
    }
}

fn is_name(key: &str) -> bool {
    matches!(key, "holder_name" | "name_on_document") || key == "claims/name"
}

/// What must not change.
fn judged(answer: &Value) -> Value {
    let contributions: Vec<Value> = (answer["contributions"].as_array().unwrap().iter())
        .map(|one| json!([one["indicator"], one["state"], one["value"], one["log_odds"]]))
        .collect();
    json!([answer["band"], answer["score"], answer["probability"], answer["log_odds"], contributions])
}

/// Marks the names whose key alone does not tell: a person's in `claims` and `resume.basics`.
fn marked(document: &Value, turn: usize) -> Value {
    let mut other = swapped(document, turn);
    let mut names = Names { turn, known: Vec::new() };
    for place in ["/claims/name", "/resume/basics/name", "/links/github/user/name"] {
        if let Some(Value::String(text)) = other.pointer_mut(place) {
            *text = names.another(text);
        }
    }
    let _ = Pointer::root();
    other
}
