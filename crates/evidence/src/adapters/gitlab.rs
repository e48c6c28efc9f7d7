//! GitLab: objects of its REST API (v4), brought into the form of GitHub's. It links no commit to an account.

use serde_json::{Value, json};

use super::github::fields::Dropped;
use super::github::renamed;
use super::outline::Outline;
use super::{Adapter, Convert, Converted, Options, fault, github, required};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "gitlab",
    convert: Convert::Json(|value, options| convert(&together(value), options)),
    webhook: None,
};

/// The usual object for one that arrived alone: a user, or a list of projects that one user owns.
fn together(value: Value) -> Value {
    if value["username"].is_string() {
        return json!({ "user": value });
    }
    let is_project = |item: &Value| item["path_with_namespace"].is_string();
    match value {
        Value::Array(items) if items.first().is_some_and(is_project) => {
            json!({ "user": items[0]["owner"], "projects": items })
        }
        // A search by name returns a list of users.
        Value::Array(mut items) if items.len() == 1 && items[0]["username"].is_string() => {
            json!({ "user": items.remove(0) })
        }
        value => value,
    }
}

/// Converts `{ "user": …, "projects": [...], "commits": [...] }`. Commits are a list, or lists by the project's path.
fn convert(value: &Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        let detail = "must be an object with `user`, `projects` and `commits`";
        return Err(vec![fault("", "wrong_type", detail)]);
    }
    let login = required(value, "/user/username")?;
    let user = &value["user"];
    let projects = list(value, "projects")?;
    let mut account = json!({ "host": host(user), "user": account(user) });
    if !value["projects"].is_null() {
        account["repos"] = projects.iter().map(|project| repository(project)).collect();
    }
    if !value["following"].is_null() {
        let followed = list(value, "following")?;
        account["following"] =
            followed.iter().map(|other| json!({ "login": other["username"] })).collect();
    }
    if !value["commits"].is_null() {
        account["commits"] = commits(&value["commits"], &projects, login)?;
    }
    let outline = Outline::new(value);
    let renamed = [
        ("/user/login", "/user/username".to_owned()),
        ("/user", "/user".to_owned()),
        ("/repos", "/projects".to_owned()),
    ];
    let (document, mut notes) = github::account(&account, options, &outline, &renamed)?;
    notes.extend(unused(value, &projects).notes());
    Ok(Converted::Profiles { documents: vec![document], notes })
}

/// The fields that have no counterpart.
fn unused(value: &Value, projects: &[&Value]) -> Dropped {
    let mut dropped = Dropped::default();
    dropped.all(value, "", &["user", "projects", "commits", "following"]);
    dropped.all(&value["user"], "/user", &[&USER.map(|(from, _)| from)[..], &["bot"]].concat());
    let other = [
        "id",
        "name",
        "path",
        "owner",
        "namespace",
        "forked_from_project",
        "empty_repo",
        "statistics",
        "mirror",
    ];
    for project in projects {
        dropped.all(project, "/projects", &[&PROJECT.map(|(from, _)| from)[..], &other].concat());
    }
    dropped
}

/// The fields of a user, and GitHub's names for them.
const USER: [(&str, &str); 12] = [
    ("username", "login"),
    ("id", "id"),
    ("name", "name"),
    ("public_email", "email"),
    ("organization", "company"),
    ("location", "location"),
    ("bio", "bio"),
    ("created_at", "created_at"),
    ("followers", "followers"),
    ("following", "following"),
    ("web_url", "html_url"),
    ("website_url", "blog"),
];

/// The fields of a project, and GitHub's names for them.
const PROJECT: [(&str, &str); 7] = [
    ("path_with_namespace", "full_name"),
    ("created_at", "created_at"),
    ("last_activity_at", "pushed_at"),
    ("star_count", "stargazers_count"),
    ("description", "description"),
    ("topics", "topics"),
    ("archived", "archived"),
];

/// The site that the account is on: GitLab also runs on other people's servers.
fn host(user: &Value) -> String {
    let host = user["web_url"].as_str().and_then(github::host_of);
    host.unwrap_or_else(|| "gitlab.com".to_owned())
}

fn account(user: &Value) -> Value {
    let mut account = renamed(user, &USER);
    account["type"] = if user["bot"] == true { "Bot" } else { "User" }.into();
    account
}

fn repository(project: &Value) -> Value {
    let mut repo = renamed(project, &PROJECT);
    if let Some(path) = project["path_with_namespace"].as_str() {
        repo["full_name"] = two_parts(path).into();
    }
    let is_fork = project["forked_from_project"].is_object();
    repo["fork"] = is_fork.into();
    if is_fork {
        let name = &project["forked_from_project"]["path_with_namespace"];
        repo["parent"] = json!({ "full_name": name });
    }
    if project["empty_repo"] == true {
        repo["size"] = 0.into();
    } else if let Some(bytes) = project["statistics"]["repository_size"].as_u64() {
        repo["size"] = (bytes / 1024).into();
    }
    if project["mirror"] == true {
        repo["mirror_url"] = project["import_url"].clone();
    }
    repo
}

/// Commits of one project or of several. A list names its project only by the address of each commit.
fn commits(value: &Value, projects: &[&Value], login: &str) -> Result<Value, Vec<Fault>> {
    let convert = |list: &Value, repository: Option<&str>| -> Vec<Value> {
        let commits = list.as_array().into_iter().flatten().filter(|commit| commit.is_object());
        commits.map(|value| commit(value, repository)).collect()
    };
    match value {
        Value::Null => Ok(json!([])),
        Value::Array(_) => {
            let only_project = projects.first().filter(|_| projects.len() == 1);
            let name = only_project.and_then(|project| project["path_with_namespace"].as_str());
            Ok(convert(value, name).into())
        }
        Value::Object(by_project) => {
            let path = |key: &String| {
                let id: Option<u64> = key.parse().ok();
                let by_id =
                    projects.iter().find(|project| id.is_some_and(|id| project["id"] == id));
                let path = by_id.and_then(|project| project["path_with_namespace"].as_str());
                let written =
                    if key.contains('/') { key.clone() } else { format!("{login}/{key}") };
                path.map_or(written, str::to_owned)
            };
            let all = by_project.iter().flat_map(|(key, list)| convert(list, Some(&path(key))));
            Ok(all.collect::<Vec<_>>().into())
        }
        _ => Err(vec![fault("/commits", "wrong_type", "must be a list, or lists by project")]),
    }
}

fn commit(value: &Value, repository: Option<&str>) -> Value {
    let person = |role: &str, date: &str| {
        let mut person = json!({});
        for (from, to) in [
            (format!("{role}_name"), "name"),
            (format!("{role}_email"), "email"),
            (date.to_owned(), "date"),
        ] {
            if let Some(text) = value[&from].as_str() {
                person[to] = text.into();
            }
        }
        person
    };
    let sha = value["id"].as_str().unwrap_or_default();
    let page =
        value["web_url"].as_str().and_then(|url| url.split_once("/-/commit")).map(|(page, _)| page);
    let path =
        page.and_then(|page| page.split_once("://")?.1.split_once('/')).map(|(_, path)| path);
    let mut rest = json!({
        "sha": sha,
        "commit": {
            "author": person("author", "authored_date"),
            "committer": person("committer", "committed_date"),
            "message": value.get("message").unwrap_or(&value["title"]),
        },
    });
    // Groups can be nested, but a repository has one owner here: the last part of the path tells projects apart.
    if let Some(path) = repository.or(path) {
        rest["url"] =
            format!("https://api.github.com/repos/{}/commits/{sha}", two_parts(path)).into();
    }
    if value["parent_ids"].is_array() {
        rest["parents"] = value["parent_ids"].clone();
    }
    rest
}

/// A project's path in two parts, `group/subgroup/name` as `group/subgroup.name`.
fn two_parts(path: &str) -> String {
    let (owner, rest) = path.split_once('/').unwrap_or(("-", path));
    format!("{owner}/{}", rest.replace('/', "."))
}

fn list<'a>(value: &'a Value, field: &str) -> Result<Vec<&'a Value>, Vec<Fault>> {
    match &value[field] {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => Ok(items.iter().filter(|item| item.is_object()).collect()),
        _ => Err(vec![fault(&format!("/{field}"), "wrong_type", "must be a list")]),
    }
}
