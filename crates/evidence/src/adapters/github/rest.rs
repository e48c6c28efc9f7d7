//! Objects of GitHub's REST API, alone, in lists or together, sorted by the account they belong to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::outline::Outline;
use super::super::{Note, fault};
use super::text;
use crate::profile::read::Fault;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// An object with `user`, `repos`, `commits` and related lists.
    Account,
    User,
    Repo,
    Commit,
    PullRequest,
    Event,
}

impl Shape {
    /// The field of an account that contains it.
    fn field(self) -> &'static str {
        match self {
            Self::Account | Self::User => "user",
            Self::Repo => "repos",
            Self::Commit => "commits",
            Self::PullRequest => "pull_requests",
            Self::Event => "events",
        }
    }

    fn of(value: &Value) -> Option<Self> {
        let has = |field: &str| !value[field].is_null();
        let is_event = value["type"].as_str().is_some_and(|kind| kind.ends_with("Event"));
        if has("sha") && value["commit"].is_object() {
            Some(Self::Commit)
        } else if is_event && value["actor"].is_object() {
            Some(Self::Event)
        } else if has("number") && ["head", "base", "diff_url", "pull_request"].into_iter().any(has)
        {
            Some(Self::PullRequest)
        } else if has("full_name") && value["owner"].is_object() {
            Some(Self::Repo)
        } else if value["login"].is_string() && ["id", "type", "created_at"].into_iter().any(has) {
            Some(Self::User)
        } else if !has("id") && !has("number") && ACCOUNT_LISTS.into_iter().any(has) {
            Some(Self::Account)
        } else {
            None
        }
    }
}

const ACCOUNT_LISTS: [&str; 6] =
    ["user", "repos", "commits", "events", "pull_requests", "following"];

/// How many elements that are no known objects are named.
const MAX_ODD_NOTES: usize = 100;

/// The accounts in an answer. The notes point into the answer, whose outline is given.
pub(super) fn accounts(
    value: Value,
    outline: &Outline,
    notes: &mut Vec<Note>,
) -> Result<Vec<Value>, Vec<Fault>> {
    let items = match value {
        Value::Array(items) => items,
        // An answer of the search.
        Value::Object(mut answer) if answer.get("items").is_some_and(Value::is_array) => {
            match answer.remove("items") {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            }
        }
        value => vec![value],
    };
    if items.is_empty() {
        return Err(vec![fault("", "empty", "is an empty list: it names no account")]);
    }
    let mut accounts = Vec::new();
    let mut loose = Vec::new();
    let mut faults = Vec::new();
    let is_single = items.len() == 1;
    for (i, item) in items.into_iter().enumerate() {
        match Shape::of(&item) {
            Some(Shape::Account) => accounts.push(item),
            Some(shape) => loose.push((shape, item)),
            None => {
                let pointer = if is_single { String::new() } else { format!("/{i}") };
                let detail = "must be an account (an object with `user`), or a user, repository, \
                              commit, pull request or event as GitHub returns them";
                faults.push(fault(&pointer, "wrong_type", detail));
            }
        }
    }
    if accounts.is_empty() && loose.is_empty() {
        return Err(faults);
    }
    let left_out = |fault: Fault| Note { pointer: fault.pointer, detail: fault.detail };
    notes.extend(faults.into_iter().take(MAX_ODD_NOTES).map(left_out));
    accounts.extend(sorted(loose)?);
    accounts.into_iter().map(|account| complete(account, outline, notes)).collect()
}

/// Sorts loose objects by account. Repositories and commits can belong to organisations, so they belong to the user among
/// the objects if there is exactly one.
fn sorted(loose: Vec<(Shape, Value)>) -> Result<Vec<Value>, Vec<Fault>> {
    let users: BTreeSet<String> = (loose.iter())
        .filter(|(shape, _)| *shape == Shape::User)
        .map(|(_, user)| text(user, "/login").to_lowercase())
        .collect();
    let only_user = users.first().filter(|_| users.len() == 1).cloned();
    let authors = single_login(&loose, |(shape, value)| match shape {
        Shape::Commit => value["author"]["login"].as_str(),
        _ => None,
    });
    let owners = single_login(&loose, |(shape, value)| match shape {
        Shape::Commit => owner(value),
        _ => None,
    });
    let only_owner = owners.or(authors);
    let mut accounts: BTreeMap<String, Value> = BTreeMap::new();
    for (shape, value) in loose {
        let login = match shape {
            Shape::Account | Shape::User => value["login"].as_str(),
            Shape::Repo => value["owner"]["login"].as_str(),
            Shape::Commit => only_owner.as_deref(),
            Shape::PullRequest => value["user"]["login"].as_str(),
            Shape::Event => value["actor"]["login"].as_str(),
        };
        let login = only_user.clone().or_else(|| login.map(str::to_lowercase));
        let Some(login) = login.filter(|login| !login.trim().is_empty()) else {
            let detail = format!(
                "does not show whose account it is; send `{{ \"user\": …, \"{}\": [...] }}`",
                shape.field()
            );
            return Err(vec![fault("", "required", detail)]);
        };
        let account = accounts.entry(login).or_insert_with(|| json!({}));
        if shape == Shape::User {
            account["user"] = value;
            continue;
        }
        let list = &mut account[shape.field()];
        match list.as_array_mut() {
            Some(list) => list.push(value),
            None => *list = json!([value]),
        }
    }
    Ok(accounts.into_values().collect())
}

/// The only login among the objects. `None` if there are several.
fn single_login<'a>(
    loose: &'a [(Shape, Value)],
    read: impl Fn(&'a (Shape, Value)) -> Option<&'a str>,
) -> Option<String> {
    let logins: BTreeSet<String> = loose.iter().filter_map(read).map(str::to_lowercase).collect();
    logins.first().filter(|_| logins.len() == 1).cloned()
}

/// The owner of a commit's repository.
fn owner(commit: &Value) -> Option<&str> {
    let listed = commit["repository"]["owner"]["login"].as_str();
    listed.or_else(|| {
        let url = commit["url"].as_str().or_else(|| commit["html_url"].as_str())?;
        let path = url.split_once("://")?.1.split_once('/')?.1;
        path.rsplit_once("repos/").map_or(path, |(_, path)| path).split('/').next()
    })
}

/// Adds the user to an account that lacks it, and what its events show.
fn complete(
    mut account: Value,
    outline: &Outline,
    notes: &mut Vec<Note>,
) -> Result<Value, Vec<Fault>> {
    let mut own = Vec::new();
    if account["user"].is_null() {
        let login = inferred_login(&account).ok_or_else(|| {
            let detail = "is missing, and the rest does not show whose account it is";
            vec![fault("/user", "required", detail)]
        })?;
        account["user"] = json!({ "login": login });
        let detail = "is missing; the login is taken from the other objects".to_owned();
        own.push(Note { pointer: "/user".to_owned(), detail });
    }
    add_events(&mut account, &mut own);
    leave_out_own_pull_requests(&mut account, &mut own);
    let place = outline.account(text(&account, "/user/login"), &[]);
    notes.extend(own.into_iter().map(|note| place.locate(note)));
    Ok(account)
}

fn inferred_login(account: &Value) -> Option<String> {
    let list = |field: &str| account[field].as_array().into_iter().flatten();
    let logins: [BTreeSet<String>; 4] = [
        list("events")
            .filter_map(|event| event["actor"]["login"].as_str())
            .map(str::to_owned)
            .collect(),
        list("pull_requests")
            .filter_map(|pull| pull["user"]["login"].as_str())
            .map(str::to_owned)
            .collect(),
        list("repos")
            .filter_map(|repo| repo["owner"]["login"].as_str())
            .map(str::to_owned)
            .collect(),
        list("commits").filter_map(owner).map(str::to_owned).collect(),
    ];
    let mut single = logins.into_iter().filter(|logins| logins.len() == 1);
    single.next()?.pop_first()
}

/// Adds the commits and pull requests in events. A pushed commit is dated only by its push, which is not when it was
/// written, so it has no date here.
fn add_events(account: &mut Value, notes: &mut Vec<Note>) {
    let Some(events) = account["events"].as_array().cloned() else { return };
    let mut others: BTreeSet<String> = BTreeSet::new();
    for event in &events {
        let payload = &event["payload"];
        match event["type"].as_str().unwrap_or_default() {
            "PushEvent" if payload["commits"].is_array() => {
                for pushed in payload["commits"].as_array().into_iter().flatten() {
                    let commit = json!({
                        "sha": pushed["sha"], "url": pushed["url"],
                        "commit": { "author": pushed["author"], "message": pushed["message"] },
                    });
                    push(account, "commits", commit);
                }
            }
            "PullRequestEvent"
                if payload["action"] == "opened" && payload["pull_request"].is_object() =>
            {
                push(account, "pull_requests", opened(event));
            }
            other => {
                others.insert(other.chars().take(80).collect());
            }
        }
    }
    if !others.is_empty() {
        let kinds = others.into_iter().collect::<Vec<_>>().join(", ");
        let detail = format!("nothing uses events of these kinds, so they are left out: {kinds}");
        notes.push(Note { pointer: "/events".to_owned(), detail });
    }
}

/// The pull request that an event is about. GitHub shortens it to its id, number and branches, so what is missing comes
/// from the event.
fn opened(event: &Value) -> Value {
    let mut pull = event["payload"]["pull_request"].clone();
    if pull["created_at"].is_null() && event["created_at"].is_string() {
        pull["created_at"] = event["created_at"].clone();
    }
    let is_named = pull["base"]["repo"]["full_name"].is_string();
    if let (false, Some(name)) = (is_named, event["repo"]["name"].as_str()) {
        let owner = name.split('/').next().unwrap_or_default();
        let repo = json!({ "full_name": name, "owner": { "login": owner } });
        pull["base"] = json!({ "repo": repo });
    }
    pull
}

/// Appends to a list of an account. Lists by repository get a list without a name.
fn push(account: &mut Value, field: &str, value: Value) {
    let list = &mut account[field];
    if let Some(by_repository) = list.as_object_mut() {
        let url = text(&value, "/url");
        let name = url.split("/repos/").nth(1).and_then(|path| path.split("/commits").next());
        let name = name.unwrap_or("-/-").to_owned();
        let list = by_repository.entry(name).or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(value);
        }
        return;
    }
    match list.as_array_mut() {
        Some(list) => list.push(value),
        None => *list = json!([value]),
    }
}

/// Pull requests to the account's own repositories say nothing about contributions to others.
fn leave_out_own_pull_requests(account: &mut Value, notes: &mut Vec<Note>) {
    let login = text(account, "/user/login").to_lowercase();
    let Some(list) = account["pull_requests"].as_array_mut() else { return };
    let before = list.len();
    list.retain(|pull| {
        let owner = pull["base"]["repo"]["owner"]["login"].as_str();
        let owner = owner.or_else(|| pull["base"]["user"]["login"].as_str());
        owner.is_none_or(|owner| owner.to_lowercase() != login)
    });
    if list.len() < before {
        let detail =
            format!("{} to the account's own repositories are left out", before - list.len());
        notes.push(Note { pointer: "/pull_requests".to_owned(), detail });
    }
}
