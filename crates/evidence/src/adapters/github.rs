//! GitHub: `{ "user", "repos", "commits", "following", "pull_requests" }` of REST objects as they come, or
//! a list of such objects. Commits are a list, or lists by repository.

use serde_json::{Value, json};

use super::{Converted, Note, Options, fault, only, required, settle};
use crate::profile::read::Fault;

const MOST_REPOS: usize = 1_000;
const MOST_COMMITS: usize = 5_000;
const MOST_FOLLOWING: usize = 5_000;
const MOST_REQUESTS: usize = 1_000;

pub(super) fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let Value::Array(accounts) = value else {
        let (document, notes) = account(&value, options)?;
        return settle::one(document, notes);
    };
    let mut documents = Vec::with_capacity(accounts.len());
    let mut notes = Vec::new();
    for (i, one) in accounts.iter().enumerate() {
        let at = |mut fault: Fault| {
            fault.pointer = format!("/{i}{}", fault.pointer);
            fault
        };
        let (document, left_out) = account(one, &Options::default())
            .map_err(|faults| faults.into_iter().map(at).collect::<Vec<_>>())?;
        documents.push(document);
        notes.extend(left_out);
    }
    settle::many(documents, notes)
}

/// One account as a document.
pub(super) fn account(value: &Value, options: &Options) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "an account is an object with `user`")]);
    }
    let login = required(value, "/user/login")?;
    let named = || format!("github:{}", login.to_lowercase());
    let external_id = options.external_id.clone().unwrap_or_else(named);
    let mut notes = Vec::new();
    let mut github = json!({ "user": user(&value["user"]) });
    let mut put = |field: &str, list: Option<Vec<Value>>, most: usize, newest: &str| {
        let Some(mut list) = list else { return };
        if list.len() > most {
            list.sort_by(|one, other| text(other, newest).cmp(text(one, newest)));
            let detail = format!("{} were given; the latest {most} are kept", list.len());
            notes.push(Note { pointer: format!("/links/github/{field}"), detail });
            list.truncate(most);
        }
        github[field] = list.into();
    };
    put("repos", list(value, "repos", repo)?, MOST_REPOS, "/pushed_at");
    let followed = |one: &Value| only(one, &["login"]);
    put("following", list(value, "following", followed)?, MOST_FOLLOWING, "/login");
    let request =
        |one: &Value| only(one, &["created_at", "merged_at", "additions", "deletions", "html_url"]);
    put("pull_requests", list(value, "pull_requests", request)?, MOST_REQUESTS, "/created_at");
    if let Some(commits) = commits(&value["commits"])? {
        let given = commits.len();
        let commits = fewer(commits, login);
        if commits.len() < given {
            let detail = format!(
                "{given} were given; {} are kept, the account's own before others', the latest and the earliest",
                commits.len()
            );
            notes.push(Note { pointer: "/links/github/commits".to_owned(), detail });
        }
        github["commits"] = commits.into();
    }
    let pages = ["html_url", "blog"].iter().filter_map(|field| page(&value["user"][field]));
    let links = json!({ "github": github, "urls": pages.collect::<Vec<_>>() });
    let document =
        json!({ "schema": "bonafide.profile/v1", "external_id": external_id, "links": links });
    Ok((document, notes))
}

/// An address; people write it without its scheme.
fn page(written: &Value) -> Option<Value> {
    let written = written.as_str()?.trim();
    if written.is_empty() {
        return None;
    }
    let whole = written.contains("://");
    Some(if whole { written.into() } else { format!("https://{written}").into() })
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

/// As many commits as a profile takes. The account's own go before those of others, whose history comes along
/// with forks and copies; of too many of its own the earliest stay too, since history may be older than the account.
fn fewer(mut commits: Vec<Value>, login: &str) -> Vec<Value> {
    const EARLIEST: usize = 1_000;
    if commits.len() <= MOST_COMMITS {
        return commits;
    }
    let is_own = |commit: &Value| {
        let author = commit["author"]["login"].as_str();
        author.is_some_and(|author| author.eq_ignore_ascii_case(login))
    };
    let date = |commit: &Value| text(commit, "/commit/author/date").to_owned();
    commits.sort_by_cached_key(|one| (!is_own(one), std::cmp::Reverse(date(one))));
    let own = commits.iter().take_while(|one| is_own(one)).count();
    if own > MOST_COMMITS {
        commits.drain(MOST_COMMITS - EARLIEST..own - EARLIEST);
    }
    commits.truncate(MOST_COMMITS);
    commits
}

/// A list of the account; nothing if it was left out.
fn list(
    value: &Value,
    field: &str,
    read: impl Fn(&Value) -> Value,
) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    match &value[field] {
        Value::Null => Ok(None),
        Value::Array(list) => {
            Ok(Some(list.iter().filter(|one| one.is_object()).map(read).collect()))
        }
        _ => Err(vec![fault(&format!("/{field}"), "wrong_type", "must be a list")]),
    }
}

/// Commits as a list, or as lists by `owner/name` or name of the repository.
pub(super) fn commits(value: &Value) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    let by_repository = match value {
        Value::Null => return Ok(None),
        Value::Array(list) => {
            return Ok(Some(list.iter().filter(|one| one.is_object()).map(commit).collect()));
        }
        Value::Object(by_repository) => by_repository,
        _ => {
            return Err(vec![fault(
                "/commits",
                "wrong_type",
                "must be a list, or lists by repository",
            )]);
        }
    };
    let mut all = Vec::new();
    for (repository, list) in by_repository {
        for one in list.as_array().into_iter().flatten().filter(|one| one.is_object()) {
            let mut one = commit(one);
            if one.get("url").is_none() {
                let hash = one["sha"].as_str().unwrap_or_default();
                let owned = if repository.contains('/') {
                    repository.clone()
                } else {
                    format!("-/{repository}")
                };
                one["url"] = format!("https://api.github.com/repos/{owned}/commits/{hash}").into();
            }
            all.push(one);
        }
    }
    Ok(Some(all))
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
