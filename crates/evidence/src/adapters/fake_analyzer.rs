//! The `report.json` of gh-fake-analyzer: the account, its repositories and commits as GitHub returns them, and the
//! commits whose message the tool found elsewhere. Its findings about names are dropped.

use serde_json::{Value, json};

use super::{Adapter, Convert, Converted, Note, Options, clean, fault, github, required};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "gh-fake-analyzer",
    convert: Convert::Json(|value, options| convert(&value, options)),
    webhook: None,
};

pub(super) fn convert(value: &Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a report, an object")]);
    }
    let login = required(value, "/profile_info/login")?.to_owned();
    let following = value["following"].as_array().map(|list| {
        let logins = list.iter().filter_map(followed_login);
        logins.map(|login| json!({ "login": login })).collect::<Vec<_>>()
    });
    let account = json!({
        "user": value["profile_info"],
        "repos": value["repos"],
        "commits": value["commits"],
        "following": following,
    });
    let (mut document, mut notes) = github::account(&account, options).map_err(|faults| {
        let in_report = |mut fault: Fault| {
            fault.pointer = fault.pointer.replacen("/user/", "/profile_info/", 1);
            fault
        };
        faults.into_iter().map(in_report).collect::<Vec<_>>()
    })?;
    add_owner(&mut document, &login);
    if let Some(found) = value["commit_filter"].as_array() {
        mark_copied(&mut document, found);
    }
    for field in ["dprk_naming", "identity_rotation"] {
        if !value[field].is_null() {
            let detail = "judges names or words and is not used".to_owned();
            notes.push(Note { pointer: format!("/{field}"), detail });
        }
    }
    clean::document(document, notes)
}

/// The login of a followed account, which the tool writes as an object, a login or the URL of the page.
fn followed_login(account: &Value) -> Option<&str> {
    let text = account.as_str().or_else(|| account["login"].as_str())?;
    text.trim_end_matches('/').rsplit('/').next().filter(|login| !login.is_empty())
}

/// Adds the owner to the repositories in commit URLs: the tool leaves it out.
fn add_owner(document: &mut Value, login: &str) {
    let commits = document.pointer_mut("/links/github/commits").and_then(Value::as_array_mut);
    for commit in commits.into_iter().flatten() {
        if let Some(url) = commit["url"].as_str() {
            commit["url"] = url.replacen("/repos/-/", &format!("/repos/{login}/"), 1).into();
        }
    }
}

/// Marks commits whose message was found in a few other repositories. Many results mean an everyday message such as
/// "fix", which is no sign of a copy.
fn mark_copied(document: &mut Value, found: &[Value]) {
    const MAX_RESULTS: u64 = 10;
    let is_rare = |result: &&Value| {
        (1..=MAX_RESULTS).contains(&result["search_results"].as_u64().unwrap_or_default())
    };
    let rare = found.iter().filter(is_rare);
    let hashes: Vec<&str> = rare.filter_map(|result| result["target_sha"].as_str()).collect();
    let commits = document.pointer_mut("/links/github/commits").and_then(Value::as_array_mut);
    for commit in commits.into_iter().flatten() {
        let is_found = commit["sha"].as_str().is_some_and(|hash| hashes.contains(&hash));
        commit["also_found_in"] =
            if is_found { "found elsewhere by its message" } else { "" }.into();
    }
}
