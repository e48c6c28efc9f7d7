//! Code-hosting accounts for the tests of this folder.

use serde_json::{Value, json};

use crate::indicators::fixture::Fixture;

/// The account of an applicant who claims nine years of experience.
pub(super) fn account(github: Value) -> Fixture {
    Fixture::new(json!({ "links": { "github": github }, "claims": { "years_of_experience": 9 } }))
}

/// Commits of the account `sam`, which was created on 1 January 2024 and has the repositories `a` to `c`.
pub(super) fn committed(commits: impl Into<Value>) -> Fixture {
    let user = json!({ "login": "sam", "created_at": "2024-01-01T00:00:00Z" });
    let repos =
        ["a", "b", "c"].map(|name| json!({ "full_name": format!("sam/{name}"), "fork": false }));
    account(json!({ "user": user, "repos": repos, "commits": commits.into() }))
}

/// A commit by `sam` in one of their repositories.
pub(super) fn commit(repository: &str, email: &str, date: &str) -> Value {
    json!({
        "url": format!("https://api.github.com/repos/sam/{repository}/commits/1"),
        "commit": { "author": { "email": email, "date": date } },
        "author": { "login": "sam" }
    })
}
