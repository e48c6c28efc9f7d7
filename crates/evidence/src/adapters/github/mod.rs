//! GitHub: the REST API's objects alone or together, or an answer of the GraphQL API. [`rest`] and [`graphql`] bring
//! them into one form, an account: an object with `user`, `repos`, `commits`, `following`, `pull_requests` and `events`.
//! Other code hosts are brought into the same form, so this file makes the document for all of them.

pub(super) mod fields;
mod graphql;
mod rest;

use serde_json::{Map, Value, json};

use self::fields::{Dropped, commit, pull_request, repo, user};
use super::outline::Outline;
use super::{Adapter, Convert, Converted, Note, Options, clean, fault, page_url, place, required};
use crate::profile::read::Fault;

const MAX_REPOS: usize = 1_000;
const MAX_COMMITS: usize = 5_000;
const MAX_FOLLOWING: usize = 5_000;
const MAX_PULL_REQUESTS: usize = 1_000;

pub(super) const ADAPTER: Adapter =
    Adapter { name: "github", convert: Convert::Json(convert), webhook: None };

pub(super) fn convert(value: Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    let mut notes = Vec::new();
    let outline = Outline::new(&value);
    let accounts = if graphql::is_answer(&value) {
        graphql::accounts(&value, &mut notes)?
    } else {
        rest::accounts(value, &outline, &mut notes)?
    };
    let several = accounts.len() > 1;
    let mut documents = Vec::with_capacity(accounts.len());
    for (i, value) in accounts.iter().enumerate() {
        let in_list = |pointer: &str| format!("/{i}{pointer}");
        let options = if several { &Options::default() } else { options };
        let converted = account(value, options, &outline, &[]).map_err(|mut faults| {
            for fault in faults.iter_mut().filter(|_| several) {
                fault.pointer = in_list(&fault.pointer);
            }
            faults
        });
        let (document, mut dropped) = converted?;
        documents.push(document);
        notes.append(&mut dropped);
    }
    Ok(Converted::Profiles { documents, notes })
}

/// Converts one account to a document. The notes point into the input, whose outline is given, with the names that differ
/// from those of an account.
pub(super) fn account(
    value: &Value,
    options: &Options,
    outline: &Outline,
    renamed: &[(&'static str, String)],
) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be an account, an object with `user`")]);
    }
    let login = required(value, "/user/login")?;
    let host = value["host"].as_str().map_or_else(|| host(value), str::to_lowercase);
    // Different people have the same login on different servers.
    let prefix = match host.as_str() {
        "github.com" => "github",
        "gitlab.com" => "gitlab",
        other => other,
    };
    let default_id = || format!("{prefix}:{}", login.to_lowercase());
    let external_id = options.external_id.clone().unwrap_or_else(default_id);
    let mut dropped = Dropped::default();
    let mut github = json!({ "user": user(&value["user"], &mut dropped) });
    if host != "github.com" {
        github["host"] = host.as_str().into();
    }
    let mut notes = lists(value, login, &mut github, &mut dropped)?;
    dropped.all(value, "", &ACCOUNT_FIELDS);
    let pages = ["html_url", "blog"].iter().filter_map(|field| page_url(&value["user"][field]));
    let links = json!({ "github": github, "urls": pages.collect::<Vec<_>>() });
    let mut document =
        json!({ "schema": "bonafide.profile/v1", "external_id": external_id, "links": links });
    if let Some(claims) = claims(&value["user"], &mut notes) {
        document["claims"] = claims;
    }
    notes.extend(dropped.notes());
    let (document, cleaned) = clean::clean(document, &mut Value::Null)?;
    notes.extend(cleaned);
    let account = outline.account(login, renamed);
    Ok((document, notes.into_iter().map(|note| account.locate(note)).collect()))
}

/// The site that the account is on, by the address of the account's page or of its objects: GitHub and others in its form
/// also run on other people's servers.
fn host(account: &Value) -> String {
    let first = |list: &str| account[list].as_array().and_then(|items| items.first());
    let objects =
        [Some(&account["user"]), first("repos"), first("pull_requests"), first("commits")];
    let addresses = objects.into_iter().flatten().flat_map(|of| [&of["html_url"], &of["url"]]);
    let mut hosts = addresses.filter_map(|address| host_of(address.as_str()?));
    hosts.next().unwrap_or_else(|| "github.com".to_owned())
}

/// The host of a page's address, without its port's default. GitHub's API has a host of its own.
pub(super) fn host_of(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?.to_lowercase();
    let host = match host.as_str() {
        "api.github.com" | "www.github.com" => "github.com".to_owned(),
        "www.gitlab.com" => "gitlab.com".to_owned(),
        _ => host,
    };
    Some(url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}

const ACCOUNT_FIELDS: [&str; 8] =
    ["user", "repos", "commits", "following", "pull_requests", "events", "host", "followers"];

/// The place that the account's owner states as their own. An organisation's place is nobody's home.
fn claims(user: &Value, notes: &mut Vec<Note>) -> Option<Value> {
    let written = user["location"].as_str().filter(|written| !written.trim().is_empty())?;
    let is_person = user["type"].as_str().is_none_or(|kind| kind == "User");
    let place = if is_person { place::read(written) } else { None };
    if place.is_none() {
        let detail = "names no country that can be read without guessing; not used as a claim";
        notes.push(Note { pointer: "/user/location".to_owned(), detail: detail.to_owned() });
    }
    place
}

/// Adds the account's lists. Who follows the account is not kept: anyone can follow anyone.
fn lists(
    value: &Value,
    login: &str,
    github: &mut Value,
    dropped: &mut Dropped,
) -> Result<Vec<Note>, Vec<Fault>> {
    let mut notes = odd_elements(value);
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
    put("repos", list(value, "repos", |value| repo(value, dropped))?, MAX_REPOS, "/pushed_at");
    let followed = |account: &Value| json!({ "login": account["login"] });
    put("following", list(value, "following", followed)?, MAX_FOLLOWING, "/login");
    let pull_requests = list(value, "pull_requests", |value| pull_request(value, dropped))?;
    put("pull_requests", pull_requests, MAX_PULL_REQUESTS, "/created_at");
    if let Some(commits) = commits(&value["commits"], login, dropped)? {
        let count = commits.len();
        let commits = most_relevant(commits, &value["user"]);
        if commits.len() < count {
            let detail = format!(
                "has {count} elements; {} are kept: the account's own latest and earliest first",
                commits.len()
            );
            notes.push(Note { pointer: "/links/github/commits".to_owned(), detail });
        }
        github["commits"] = commits.into();
    }
    if value["followers"].as_array().is_some_and(|followers| !followers.is_empty()) {
        let detail = "is left out: the account doesn't choose who follows it".to_owned();
        notes.push(Note { pointer: "/followers".to_owned(), detail });
    }
    Ok(notes)
}

/// A note on each element that is no object, such as `null`. Only the first of them are named.
fn odd_elements(account: &Value) -> Vec<Note> {
    const MAX_NOTES: usize = 100;
    let lists = ["repos", "commits", "following", "pull_requests", "events"];
    let elements = lists.into_iter().flat_map(|list| {
        let items = account[list].as_array().into_iter().flatten().enumerate();
        items.filter(|(_, item)| !item.is_object()).map(move |(i, _)| format!("/{list}/{i}"))
    });
    let note = |pointer| Note { pointer, detail: "is left out: it is not an object".to_owned() };
    elements.take(MAX_NOTES).map(note).collect()
}

/// The commits that fit into a profile. The account's own go before those of others, whose history comes with forks and
/// copies. If there are too many of its own, the earliest stay too, since history can be older than the account.
fn most_relevant(mut commits: Vec<Value>, user: &Value) -> Vec<Value> {
    const EARLIEST: usize = 1_000;
    if commits.len() <= MAX_COMMITS {
        return commits;
    }
    let date = |commit: &Value| text(commit, "/commit/author/date").to_owned();
    commits.sort_by_cached_key(|commit| (!is_own(commit, user), std::cmp::Reverse(date(commit))));
    let own = commits.iter().take_while(|commit| is_own(commit, user)).count();
    if own > MAX_COMMITS {
        commits.drain(MAX_COMMITS - EARLIEST..own - EARLIEST);
    }
    commits.truncate(MAX_COMMITS);
    commits
}

/// Whether a commit seems to be the account's own. The profile decides it exactly.
fn is_own(commit: &Value, user: &Value) -> bool {
    let login = text(user, "/login");
    if let Some(author) = commit["author"]["login"].as_str() {
        return author.eq_ignore_ascii_case(login);
    }
    let (name, email) = (text(commit, "/commit/author/name"), text(commit, "/commit/author/email"));
    let local = email.split('@').next().unwrap_or_default();
    let is = |written: &str, of: &str| !of.is_empty() && written.eq_ignore_ascii_case(of);
    let numbered = local.split_once(['+', '-']).map_or("", |(_, login)| login);
    is(name, login)
        || is(local, login)
        || is(numbered, login)
        || is(email, text(user, "/email"))
        || is(name, text(user, "/name"))
}

/// A list of objects. `None` if it is missing.
fn list(
    value: &Value,
    field: &str,
    read: impl FnMut(&Value) -> Value,
) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    match &value[field] {
        Value::Null => Ok(None),
        Value::Array(items) => Ok(Some(objects(items).map(read).collect())),
        _ => Err(vec![fault(&format!("/{field}"), "wrong_type", "must be a list")]),
    }
}

/// Commits as a list, or as lists by the repository's name or `owner/name`.
fn commits(
    value: &Value,
    login: &str,
    dropped: &mut Dropped,
) -> Result<Option<Vec<Value>>, Vec<Fault>> {
    let by_repository: &Map<String, Value> = match value {
        Value::Null => return Ok(None),
        Value::Array(items) => {
            return Ok(Some(objects(items).map(|value| commit(value, dropped)).collect()));
        }
        Value::Object(by_repository) => by_repository,
        _ => {
            let detail = "must be a list, or lists by repository";
            return Err(vec![fault("/commits", "wrong_type", detail)]);
        }
    };
    let mut all = Vec::new();
    for (repository, list) in by_repository {
        for value in objects(list.as_array().map(Vec::as_slice).unwrap_or_default()) {
            let mut commit = commit(value, dropped);
            // The list says where the commit was found. Its own address can be another one, such as the original's.
            let hash = commit["sha"].as_str().unwrap_or_default();
            let owner = if repository.contains('/') { "" } else { &format!("{login}/") };
            let url = format!("https://api.github.com/repos/{owner}{repository}/commits/{hash}");
            commit["url"] = url.into();
            all.push(commit);
        }
    }
    Ok(Some(all))
}

/// The fields that exist, under GitHub's names.
pub(super) fn renamed(value: &Value, names: &[(&str, &str)]) -> Value {
    let named = names.iter().filter_map(|(from, to)| {
        let value = value.get(from).filter(|value| !value.is_null())?;
        Some(((*to).to_owned(), value.clone()))
    });
    Value::Object(named.collect())
}

fn objects(items: &[Value]) -> impl Iterator<Item = &Value> {
    items.iter().filter(|item| item.is_object())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
