//! The files of gh-fake-analyzer: `report.json` of 2024 (without commits) and of 2025 (with commits whose fields are not
//! nested), and the raw `{login}.json` of 2024. The tool's own findings are dropped: they judge names and words, or say
//! what was found without saying where.

use serde_json::{Map, Value, json};

use super::outline::Outline;
use super::{Adapter, Convert, Converted, Note, Options, fault, github, required};
use crate::profile::read::Fault;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "gh-fake-analyzer",
    convert: Convert::Json(|value, options| convert(&value, options)),
    webhook: None,
};

/// Where a report and a raw file have the account.
const USERS: [&str; 2] = ["profile_info", "profile_data"];

/// Findings of the tool and lists that repeat the commits, with the reason why they are left out.
const LEFT_OUT: [(&str, &str); 19] = [
    ("dprk_naming", "judges names or words and is not used"),
    ("identity_rotation", "judges names or words and is not used"),
    ("potential_copy", "does not say who wrote the commits; it is computed from `commits`"),
    ("date_filter", "does not say who wrote the commits; it is computed from `commits`"),
    ("commit_filter", "counts search results without their repositories and authors"),
    ("duplicate_hashes_found", "counts search results without their repositories and authors"),
    ("unique_emails", "does not say which commits have the addresses; they are in `commits`"),
    ("commits_msgs", "repeats the messages in `commits`"),
    ("contributors", "other people's accounts are not used"),
    ("mutual_followers", "the account does not choose who follows it"),
    ("followers", "the account does not choose who follows it"),
    ("pull_requests_to_other_repos", "has only addresses of pages"),
    ("prs_to_organizations", "has only addresses of pages"),
    ("commits_to_other_repos", "has only addresses of pages"),
    ("recent_events", "nothing uses it"),
    ("received_events", "nothing uses it"),
    ("issues", "nothing uses it"),
    ("comments", "nothing uses it"),
    ("organizations_member", "nothing uses it"),
];

fn convert(value: &Value, options: &Options) -> Result<Converted, Vec<Fault>> {
    if !value.is_object() {
        return Err(vec![fault("", "wrong_type", "must be a report, an object")]);
    }
    let field = USERS.into_iter().find(|field| value[*field].is_object()).unwrap_or(USERS[0]);
    let user = &value[field];
    let login = required(value, &format!("/{field}/login"))?;
    let mut account = json!({ "user": user, "commits": nested(&value["commits"]) });
    let following = value["following"].as_array().map(|list| {
        let logins = list.iter().filter_map(followed_login);
        logins.map(|login| json!({ "login": login })).collect::<Vec<_>>()
    });
    if let Some(following) = following {
        account["following"] = following.into();
    }
    account["repos"] = match &value["repos"] {
        Value::Null => named_repos(value, login).unwrap_or_default().into(),
        repos => repos.clone(),
    };
    let outline = Outline::new(value);
    let renamed = [("/user", format!("/{field}"))];
    let converted = github::account(&account, options, &outline, &renamed).map_err(|faults| {
        let in_report = |mut fault: Fault| {
            fault.pointer = fault.pointer.replacen("/user/", &format!("/{field}/"), 1);
            fault
        };
        faults.into_iter().map(in_report).collect::<Vec<_>>()
    });
    let (document, mut notes) = converted?;
    let left_out = LEFT_OUT.iter().filter(|(field, _)| !is_empty(&value[*field]));
    notes.extend(left_out.map(|(field, why)| Note {
        pointer: format!("/{field}"),
        detail: format!("{why}, so it is left out"),
    }));
    Ok(Converted::Profiles { documents: vec![document], notes })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// The login of a followed account, which the tool writes as an object, a login or the URL of the page.
fn followed_login(account: &Value) -> Option<&str> {
    let text = account.as_str().or_else(|| account["login"].as_str())?;
    text.trim_end_matches('/').rsplit('/').next().filter(|login| !login.is_empty())
}

/// Repositories of which a report of 2024 lists only the names.
fn named_repos(value: &Value, login: &str) -> Option<Vec<Value>> {
    let names = |field: &str| value[field].as_array();
    let repo = |fork: bool| {
        move |name: &Value| {
            let name = name.as_str()?;
            Some(json!({ "full_name": format!("{login}/{name}"), "fork": fork }))
        }
    };
    let own = names("repo_list")?.iter().filter_map(repo(false));
    let forks = names("forked_repo_list").into_iter().flatten().filter_map(repo(true));
    Some(own.chain(forks).collect())
}

/// Commits as GitHub nests them: in reports of 2025, author and message are fields of the commit itself. `owner` is the
/// repository's owner, not the author.
fn nested(commits: &Value) -> Value {
    match commits {
        Value::Array(list) => list.iter().map(nested_commit).collect(),
        Value::Object(by_repository) => {
            let nested = by_repository.iter().map(|(name, list)| {
                let list = list.as_array().into_iter().flatten().map(nested_commit);
                (name.clone(), list.collect::<Vec<_>>().into())
            });
            Value::Object(nested.collect::<Map<String, Value>>())
        }
        other => other.clone(),
    }
}

fn nested_commit(commit: &Value) -> Value {
    if commit["commit"].is_object() || !commit.is_object() {
        return commit.clone();
    }
    json!({
        "sha": commit["sha"],
        "url": commit["url"],
        "commit": {
            "author": {
                "name": commit["author_name"], "email": commit["author_email"], "date": commit["date"],
            },
            "committer": { "name": commit["committer_name"], "email": commit["committer_email"] },
            "message": commit["message"],
        },
    })
}
