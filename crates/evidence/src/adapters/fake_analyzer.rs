//! gh-fake-analyzer's `report.json`: the account, its repositories and commits as GitHub gave them, and the
//! commits whose message the tool found elsewhere. What it says of names is not carried over.

use serde_json::{Value, json};

use super::{Converted, Note, Options, fault, github, required, settle};
use crate::profile::read::Fault;

pub(super) fn convert(value: &Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "a report is an object")]);
    }
    let login = required(value, "/profile_info/login")?.to_owned();
    let following = value["following"].as_array().map(|list| {
        let logins = list.iter().filter_map(|one| login_of(one));
        logins.map(|login| json!({ "login": login })).collect::<Vec<_>>()
    });
    let account = json!({
        "user": value["profile_info"],
        "repos": value["repos"],
        "commits": value["commits"],
        "following": following,
    });
    let (mut document, mut notes) = github::account(&account, options).map_err(|faults| {
        let at = |mut fault: Fault| {
            fault.pointer = fault.pointer.replacen("/user/", "/profile_info/", 1);
            fault
        };
        faults.into_iter().map(at).collect::<Vec<_>>()
    })?;
    own(&mut document, &login);
    if let Some(found) = value["commit_filter"].as_array() {
        copied(&mut document, found);
    }
    for field in ["dprk_naming", "identity_rotation"] {
        if !value[field].is_null() {
            let detail = "judges by names or words and is not carried over".to_owned();
            notes.push(Note { pointer: format!("/{field}"), detail });
        }
    }
    settle::one(document, notes)
}

/// A follower's login: the tool writes an object, a login or a page's address.
fn login_of(one: &Value) -> Option<&str> {
    let text = one.as_str().or_else(|| one["login"].as_str())?;
    text.trim_end_matches('/').rsplit('/').next().filter(|login| !login.is_empty())
}

/// The tool names repositories without their owner, who is the account.
fn own(document: &mut Value, login: &str) {
    let commits = document.pointer_mut("/links/github/commits").and_then(Value::as_array_mut);
    for commit in commits.into_iter().flatten() {
        if let Some(url) = commit["url"].as_str() {
            commit["url"] = url.replacen("/repos/-/", &format!("/repos/{login}/"), 1).into();
        }
    }
}

/// Commits whose message was found in a few repositories elsewhere. A message that hundreds have, such as
/// "fix", is found everywhere and says nothing.
fn copied(document: &mut Value, found: &[Value]) {
    const FEW: u64 = 10;
    let telling = found
        .iter()
        .filter(|one| (1..=FEW).contains(&one["search_results"].as_u64().unwrap_or_default()));
    let hashes: Vec<&str> = telling.filter_map(|one| one["target_sha"].as_str()).collect();
    let commits = document.pointer_mut("/links/github/commits").and_then(Value::as_array_mut);
    for commit in commits.into_iter().flatten() {
        let is_found = commit["sha"].as_str().is_some_and(|hash| hashes.contains(&hash));
        commit["also_found_in"] =
            if is_found { "found elsewhere by its message" } else { "" }.into();
    }
}
