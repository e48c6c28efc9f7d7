//! GitHub: one object or a list of objects with the REST API's `user`, `repos`, `commits`, `following` and
//! `pull_requests`. Commits are a list, or lists by repository.

use serde_json::{Value, json};

use super::{Adapter, Convert, Converted, Note, Options, clean, fault, only, page_url, required};
use crate::profile::read::Fault;

const MAX_REPOS: usize = 1_000;
const MAX_COMMITS: usize = 5_000;
const MAX_FOLLOWING: usize = 5_000;
const MAX_PULL_REQUESTS: usize = 1_000;

pub(super) const ADAPTER: Adapter =
    Adapter { name: "github", convert: Convert::Json(convert), webhook: None };

pub(super) fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let Value::Array(accounts) = value else {
        let (document, notes) = account(&value, options)?;
        return clean::document(document, notes);
    };
    let mut documents = Vec::with_capacity(accounts.len());
    let mut notes = Vec::new();
    for (i, value) in accounts.iter().enumerate() {
        let in_list = |mut fault: Fault| {
            fault.pointer = format!("/{i}{}", fault.pointer);
            fault
        };
        let (document, dropped) = account(value, &Options::default())
            .map_err(|faults| faults.into_iter().map(in_list).collect::<Vec<_>>())?;
        documents.push(document);
        notes.extend(dropped);
    }
    clean::documents(documents, notes)
}

/// Converts one account to a document.
pub(super) fn account(value: &Value, options: &Options) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be an account, an object with `user`")]);
    }
    let login = required(value, "/user/login")?;
    let default_id = || format!("github:{}", login.to_lowercase());
    let external_id = options.external_id.clone().unwrap_or_else(default_id);
    let mut notes = Vec::new();
    let mut github = json!({ "user": user(&value["user"]) });
    let mut put = |field: &str, list: Option<Vec<Value>>, max: usize, newest: &str| {
        let Some(mut list) = list else { return };
        if list.len() > max {
            list.sort_by(|a, b| text(b, newest).cmp(text(a, newest)));
            let detail = format!("has {} elements; only the latest {max} are kept", list.len());
            notes.push(Note { pointer: format!("/links/github/{field}"), detail });
            list.truncate(max);
        }
        github[field] = list.into();
    };
    put("repos", list(value, "repos", repo)?, MAX_REPOS, "/pushed_at");
    let followed = |account: &Value| only(account, &["login"]);
    put("following", list(value, "following", followed)?, MAX_FOLLOWING, "/login");
    let pull_requests = list(value, "pull_requests", pull_request)?;
    put("pull_requests", pull_requests, MAX_PULL_REQUESTS, "/created_at");
    if let Some(commits) = commits(&value["commits"])? {
        let count = commits.len();
        let commits = most_relevant(commits, login);
        if commits.len() < count {
            let detail = format!(
                "has {count} elements; {} are kept: the account's own latest and earliest first",
                commits.len()
            );
            notes.push(Note { pointer: "/links/github/commits".to_owned(), detail });
        }
        github["commits"] = commits.into();
    }
    let pages = ["html_url", "blog"].iter().filter_map(|field| page_url(&value["user"][field]));
    let links = json!({ "github": github, "urls": pages.collect::<Vec<_>>() });
    let document =
        json!({ "schema": "bonafide.profile/v1", "external_id": external_id, "links": links });
    Ok((document, notes))
}

fn pull_request(value: &Value) -> Value {
    only(value, &["created_at", "merged_at", "additions", "deletions", "html_url"])
}

fn user(value: &Value) -> Value {
    only(value, &["login", "id", "created_at", "followers", "following", "public_repos", "type"])
}

fn repo(value: &Value) -> Value {
    const FIELDS: [&str; 9] = [
        "full_name",
        "fork",
        "created_at",
        "pushed_at",
        "stargazers_count",
        "size",
        "mirror_url",
        "secrets_found",
        "claimed_by_employer",
    ];
    only(value, &FIELDS)
}

fn commit(value: &Value) -> Value {
    let mut kept = only(value, &["sha", "url", "also_found_in"]);
    for person in ["author", "committer"] {
        let git = &value["commit"][person];
        if git.is_object() {
            kept["commit"][person] = only(git, &["name", "email", "date"]);
        }
    }
    if value["author"].is_object() {
        kept["author"] = only(&value["author"], &["login"]);
    }
    kept
}

/// The commits that fit into a profile. The account's own go before those of others, whose history comes with forks and
/// copies. If there are too many of its own, the earliest stay too, since history can be older than the account.
fn most_relevant(mut commits: Vec<Value>, login: &str) -> Vec<Value> {
    const EARLIEST: usize = 1_000;
    if commits.len() <= MAX_COMMITS {
        return commits;
    }
    let is_own = |commit: &Value| {
        let author = commit["author"]["login"].as_str();
        author.is_some_and(|author| author.eq_ignore_ascii_case(login))
    };
    let date = |commit: &Value| text(commit, "/commit/author/date").to_owned();
    commits.sort_by_cached_key(|commit| (!is_own(commit), std::cmp::Reverse(date(commit))));
    let own = commits.iter().take_while(|commit| is_own(commit)).count();
    if own > MAX_COMMITS {
        commits.drain(MAX_COMMITS - EARLIEST..own - EARLIEST);
    }
    commits.truncate(MAX_COMMITS);
    commits
}

/// A list of objects. `None` if it is missing.
fn list(
    value: &Value,
    field: &str,
    read: impl Fn(&Value) -> Value,
) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    match &value[field] {
        Value::Null => Ok(None),
        Value::Array(items) => Ok(Some(objects(items).map(read).collect())),
        _ => Err(vec![fault(&format!("/{field}"), "wrong_type", "must be a list")]),
    }
}

/// Commits as a list, or as lists by the repository's name or `owner/name`.
pub(super) fn commits(value: &Value) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    let by_repository = match value {
        Value::Null => return Ok(None),
        Value::Array(items) => return Ok(Some(objects(items).map(commit).collect())),
        Value::Object(by_repository) => by_repository,
        _ => {
            let detail = "must be a list, or lists by repository";
            return Err(vec![fault("/commits", "wrong_type", detail)]);
        }
    };
    let mut all = Vec::new();
    for (repository, list) in by_repository {
        for value in objects(list.as_array().map(Vec::as_slice).unwrap_or_default()) {
            let mut commit = commit(value);
            if commit.get("url").is_none() {
                let hash = commit["sha"].as_str().unwrap_or_default();
                let owner = if repository.contains('/') { "" } else { "-/" };
                let url =
                    format!("https://api.github.com/repos/{owner}{repository}/commits/{hash}");
                commit["url"] = url.into();
            }
            all.push(commit);
        }
    }
    Ok(Some(all))
}

fn objects(items: &[Value]) -> impl Iterator<Item = &Value> {
    items.iter().filter(|item| item.is_object())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
