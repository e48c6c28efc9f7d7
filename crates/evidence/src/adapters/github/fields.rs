//! Which fields of GitHub's objects are kept. All others are named in the notes, once for each kind of object.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::{Note, only};
use crate::profile::commit_message::CommitMessage;

/// The fields that were left out, by the pointer to the objects that have them.
#[derive(Default)]
pub(in crate::adapters) struct Dropped(BTreeMap<&'static str, BTreeSet<String>>);

impl Dropped {
    /// Names all fields of an object except for those that are kept. Addresses within the API and empty values say
    /// nothing that the rest doesn't say.
    pub(in crate::adapters) fn all(&mut self, value: &Value, pointer: &'static str, kept: &[&str]) {
        const MAX_NAMED: usize = 100;
        let fields = value.as_object().into_iter().flatten();
        let named = self.0.entry(pointer).or_default();
        for (name, value) in fields {
            let is_empty = match value {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                Value::Bool(_) | Value::Number(_) => false,
            };
            let is_address = name == "url" || name.ends_with("_url") || name == "node_id";
            if !is_empty
                && !is_address
                && !kept.contains(&name.as_str())
                && named.len() < MAX_NAMED
                && !named.contains(name)
            {
                named.insert(name.chars().take(80).collect());
            }
        }
    }

    pub(in crate::adapters) fn notes(self) -> impl Iterator<Item = Note> {
        let all = self.0.into_iter().filter(|(_, names)| !names.is_empty());
        all.map(|(pointer, names)| {
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            let detail = format!("nothing uses these fields, so they are left out: {names}");
            Note { pointer: pointer.to_owned(), detail }
        })
    }
}

pub(super) fn user(value: &Value, dropped: &mut Dropped) -> Value {
    const FIELDS: [&str; 12] = [
        "login",
        "id",
        "created_at",
        "followers",
        "following",
        "public_repos",
        "type",
        "name",
        "email",
        "company",
        "location",
        "bio",
    ];
    dropped.all(value, "/user", &[&FIELDS[..], &["blog"]].concat());
    shortened(only(value, &FIELDS))
}

pub(super) fn repo(value: &Value, dropped: &mut Dropped) -> Value {
    const FIELDS: [&str; 15] = [
        "full_name",
        "fork",
        "created_at",
        "updated_at",
        "pushed_at",
        "stargazers_count",
        "size",
        "mirror_url",
        "secrets_found",
        "claimed_by_employer",
        "description",
        "language",
        "topics",
        "archived",
        "is_template",
    ];
    dropped.all(
        value,
        "/repos",
        &[&FIELDS[..], &["id", "name", "owner", "parent", "source"]].concat(),
    );
    let mut kept = shortened(only(value, &FIELDS));
    for origin in ["parent", "source", "template_repository"] {
        if value[origin].is_object() {
            kept[origin] = only(&value[origin], &["full_name"]);
        }
    }
    kept
}

pub(super) fn commit(value: &Value, dropped: &mut Dropped) -> Value {
    let mut kept = only(value, &["sha", "url", "found_elsewhere"]);
    let is_kept =
        ["sha", "found_elsewhere", "commit", "author", "committer", "parents", "repository"];
    dropped.all(value, "/commits", &is_kept);
    let git = &value["commit"];
    let is_kept = ["author", "committer", "message", "verification", "tree"];
    dropped.all(git, "/commits/commit", &is_kept);
    for person in ["author", "committer"] {
        if git[person].is_object() {
            kept["commit"][person] = only(&git[person], &["name", "email", "date"]);
        }
        if value[person].is_object() {
            kept[person] = only(&value[person], &["login"]);
        }
    }
    if let Some(message) = git["message"].as_str() {
        kept["commit"]["message"] = CommitMessage::read_lines(message).into();
    }
    if git["verification"].is_object() {
        kept["commit"]["verification"] = only(&git["verification"], &["verified", "reason"]);
    }
    let parents: Option<Vec<Value>> = value["parents"].as_array().map(|list| {
        const MAX_PARENTS: usize = 100;
        let hash = |parent: &Value| {
            parent.as_str().or_else(|| parent["sha"].as_str()).map(|sha| json!({ "sha": sha }))
        };
        list.iter().filter_map(hash).take(MAX_PARENTS).collect()
    });
    if let Some(parents) = parents {
        kept["parents"] = parents.into();
    }
    kept
}

pub(super) fn pull_request(value: &Value, dropped: &mut Dropped) -> Value {
    const FIELDS: [&str; 10] = [
        "created_at",
        "merged_at",
        "merged",
        "additions",
        "deletions",
        "changed_files",
        "html_url",
        "author_association",
        "title",
        "state",
    ];
    let other = ["id", "number", "user", "base", "head", "body", "repository"];
    dropped.all(value, "/pull_requests", &[&FIELDS[..], &other].concat());
    let mut kept = shortened(only(value, &FIELDS));
    if let Some(repository) = value["base"]["repo"]["full_name"].as_str() {
        kept["repository"] = repository.into();
    }
    kept
}

/// The object with its texts cut to the length that a reader needs.
fn shortened(mut value: Value) -> Value {
    const MAX_CHARACTERS: usize = 500;
    for text in value.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Value::String(written) = text
            && let Some((end, _)) = written.char_indices().nth(MAX_CHARACTERS)
        {
            written.truncate(end);
        }
    }
    value
}
