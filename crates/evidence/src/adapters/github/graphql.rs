//! Answers of GitHub's GraphQL API, in the form of the REST API. Fields have the names of GitHub's schema; lists are
//! connections with `nodes` or `edges`.

use serde_json::{Value, json};

use super::super::{Note, fault};
use super::fields::Dropped;
use super::renamed;
use crate::profile::read::Fault;

/// Whether the value is an answer of the GraphQL API.
pub(super) fn is_answer(value: &Value) -> bool {
    value["data"].is_object()
}

/// The accounts in an answer, under any alias.
pub(super) fn accounts(value: &Value, notes: &mut Vec<Note>) -> Result<Vec<Value>, Vec<Fault>> {
    if value["errors"].as_array().is_some_and(|errors| !errors.is_empty()) {
        let detail =
            "GitHub answered a part of the query with errors, so data is missing".to_owned();
        notes.push(Note { pointer: "/errors".to_owned(), detail });
    }
    let mut users = Vec::new();
    for (name, field) in value["data"].as_object().into_iter().flatten() {
        match field {
            Value::Object(_) if field["login"].is_string() => users.push(field),
            Value::Object(_) if has_nodes(field) => {
                users.extend(nodes(field).filter(|node| node["login"].is_string()));
            }
            Value::Null => {}
            _ => {
                let detail = "is no user, so it is left out; ask for `user(login: …)`".to_owned();
                let name: String = name.chars().take(80).collect();
                notes.push(Note { pointer: format!("/data/{name}"), detail });
            }
        }
    }
    if users.is_empty() {
        let detail = "contains no user with `login`";
        return Err(vec![fault("/data", "required", detail)]);
    }
    let mut dropped = Dropped::default();
    for user in &users {
        name_unused(user, &mut dropped);
    }
    notes.extend(dropped.notes());
    Ok(users.into_iter().map(account).collect())
}

/// Names the fields of an answer that have no counterpart.
fn name_unused(user: &Value, dropped: &mut Dropped) {
    const USER: [&str; 15] = [
        "__typename",
        "id",
        "login",
        "databaseId",
        "name",
        "email",
        "company",
        "location",
        "bio",
        "createdAt",
        "followers",
        "following",
        "repositories",
        "pullRequests",
        "websiteUrl",
    ];
    const REPO: [&str; 20] = [
        "id",
        "name",
        "owner",
        "nameWithOwner",
        "isFork",
        "createdAt",
        "updatedAt",
        "pushedAt",
        "stargazerCount",
        "diskUsage",
        "mirrorUrl",
        "description",
        "isArchived",
        "isTemplate",
        "primaryLanguage",
        "repositoryTopics",
        "parent",
        "defaultBranchRef",
        "ref",
        "object",
    ];
    const COMMIT: [&str; 10] = [
        "id",
        "oid",
        "message",
        "messageHeadline",
        "authoredDate",
        "committedDate",
        "author",
        "committer",
        "parents",
        "signature",
    ];
    dropped.all(user, "/data/user", &USER);
    for repo in nodes(&user["repositories"]) {
        dropped.all(repo, "/data/user/repositories", &[&REPO[..], &["refs"]].concat());
        for commit in histories(repo) {
            dropped.all(commit, "/data/user/repositories/history", &COMMIT);
        }
    }
}

fn account(user: &Value) -> Value {
    let repos: Vec<&Value> = nodes(&user["repositories"]).collect();
    let mut account = json!({ "user": rest_user(user) });
    if has_nodes(&user["repositories"]) {
        account["repos"] = repos.iter().map(|repo| rest_repo(repo)).collect();
        account["commits"] = repos.iter().flat_map(|repo| commits(repo)).collect();
    }
    if has_nodes(&user["following"]) {
        let followed = nodes(&user["following"]).map(|other| json!({ "login": other["login"] }));
        account["following"] = followed.collect();
    }
    if has_nodes(&user["pullRequests"]) {
        account["pull_requests"] = nodes(&user["pullRequests"]).map(rest_pull_request).collect();
    }
    account
}

fn rest_user(user: &Value) -> Value {
    let mut rest = renamed(
        user,
        &[
            ("login", "login"),
            ("databaseId", "id"),
            ("name", "name"),
            ("email", "email"),
            ("company", "company"),
            ("location", "location"),
            ("bio", "bio"),
            ("websiteUrl", "blog"),
            ("url", "html_url"),
            ("createdAt", "created_at"),
        ],
    );
    for (from, to) in
        [("followers", "followers"), ("following", "following"), ("repositories", "public_repos")]
    {
        let count = &user[from]["totalCount"];
        if !count.is_null() {
            rest[to] = count.clone();
        }
    }
    rest["type"] = user["__typename"].as_str().unwrap_or("User").into();
    rest
}

fn rest_repo(repo: &Value) -> Value {
    let mut rest = renamed(
        repo,
        &[
            ("nameWithOwner", "full_name"),
            ("isFork", "fork"),
            ("createdAt", "created_at"),
            ("updatedAt", "updated_at"),
            ("pushedAt", "pushed_at"),
            ("stargazerCount", "stargazers_count"),
            ("diskUsage", "size"),
            ("mirrorUrl", "mirror_url"),
            ("description", "description"),
            ("isArchived", "archived"),
            ("isTemplate", "is_template"),
        ],
    );
    if let Some(language) = repo["primaryLanguage"]["name"].as_str() {
        rest["language"] = language.into();
    }
    let topics: Vec<Value> =
        nodes(&repo["repositoryTopics"]).map(|node| node["topic"]["name"].clone()).collect();
    if !topics.is_empty() {
        rest["topics"] = topics.into();
    }
    if repo["parent"].is_object() {
        rest["parent"] = renamed(&repo["parent"], &[("nameWithOwner", "full_name")]);
    }
    rest
}

/// The commits of a repository's branches: of the default one, or of those that were asked for.
fn commits(repo: &Value) -> Vec<Value> {
    let name = repo["nameWithOwner"].as_str().unwrap_or("-/-");
    histories(repo).map(|commit| rest_commit(commit, name)).collect()
}

fn histories(repo: &Value) -> impl Iterator<Item = &Value> {
    let branches = ["defaultBranchRef", "ref"].map(|branch| &repo[branch]["target"]["history"]);
    let object = &repo["object"]["history"];
    let refs = nodes(&repo["refs"]).map(|branch| &branch["target"]["history"]);
    let histories = branches.into_iter().chain([object]).chain(refs);
    histories.flat_map(nodes)
}

fn rest_commit(commit: &Value, repository: &str) -> Value {
    let sha = commit["oid"].as_str().unwrap_or_default();
    let person = |field: &str, date: &str| {
        let mut person =
            renamed(&commit[field], &[("name", "name"), ("email", "email"), ("date", "date")]);
        // `date` keeps the offset, `authoredDate` is in UTC.
        if person["date"].is_null() && commit[date].is_string() {
            person["date"] = commit[date].clone();
        }
        person
    };
    let account = |field: &str| renamed(&commit[field]["user"], &[("login", "login")]);
    let mut rest = json!({
        "sha": sha,
        "url": format!("https://api.github.com/repos/{repository}/commits/{sha}"),
        "commit": {
            "author": person("author", "authoredDate"),
            "committer": person("committer", "committedDate"),
            "message": commit.get("message").unwrap_or(&commit["messageHeadline"]),
        },
    });
    for field in ["author", "committer"] {
        if commit[field]["user"]["login"].is_string() {
            rest[field] = account(field);
        }
    }
    if has_nodes(&commit["parents"]) {
        let parents = nodes(&commit["parents"]).map(|parent| json!({ "sha": parent["oid"] }));
        rest["parents"] = parents.collect();
    }
    if let Some(signature) = commit.get("signature") {
        let is_valid = signature["isValid"].as_bool().unwrap_or_default();
        let reason = if signature.is_null() { "unsigned" } else { "" };
        rest["commit"]["verification"] = json!({ "verified": is_valid, "reason": reason });
    }
    rest
}

fn rest_pull_request(pull: &Value) -> Value {
    let mut rest = renamed(
        pull,
        &[
            ("createdAt", "created_at"),
            ("mergedAt", "merged_at"),
            ("merged", "merged"),
            ("additions", "additions"),
            ("deletions", "deletions"),
            ("changedFiles", "changed_files"),
            ("url", "html_url"),
            ("authorAssociation", "author_association"),
            ("title", "title"),
            ("state", "state"),
        ],
    );
    if let Some(name) = pull["repository"]["nameWithOwner"].as_str() {
        let owner = name.split('/').next().unwrap_or_default();
        rest["base"] = json!({ "repo": { "full_name": name, "owner": { "login": owner } } });
    }
    rest
}

fn has_nodes(connection: &Value) -> bool {
    connection["nodes"].is_array() || connection["edges"].is_array()
}

/// The elements of a connection.
fn nodes(connection: &Value) -> impl Iterator<Item = &Value> {
    let nodes = connection["nodes"].as_array().into_iter().flatten();
    let edges = connection["edges"].as_array().into_iter().flatten().map(|edge| &edge["node"]);
    nodes.chain(edges).filter(|node| node.is_object())
}
