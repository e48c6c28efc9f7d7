use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn github(github: Value) -> Fixture {
    let mut github = github;
    github["user"] = json!({ "login": "octo-example" });
    Fixture::new(json!({ "links": { "github": github } }))
}

#[test]
fn somebody_elses_history_is_a_hit_and_a_fork_a_mirror_or_a_starter_is_not() {
    let id = "repo_history_copied_from_others";
    let history = |copied: usize, looked: bool, repo: Value| {
        let commit = |i: usize| {
            let found = if i < copied { "other-example/original" } else { "" };
            let mut commit = json!({
                "url": format!("https://api.github.com/repos/octo-example/tool/commits/{i:040x}"),
                "author": { "login": "octo-example" },
            });
            if looked {
                commit["also_found_in"] = found.into();
            }
            commit
        };
        let commits: Vec<Value> = (0..10).map(commit).collect();
        let mut repo = repo;
        repo["full_name"] = "octo-example/tool".into();
        github(json!({ "commits": commits, "repos": [repo] })).state(id)
    };
    assert_eq!(history(9, true, json!({})), Hit);
    assert_eq!(history(0, true, json!({})), Miss);
    assert_eq!(history(2, true, json!({})), Miss, "a course's starter");
    assert_eq!(history(9, true, json!({ "fork": true })), Unknown);
    assert_eq!(history(9, true, json!({ "mirror_url": "https://git.example.org/tool" })), Unknown);
    assert_eq!(history(9, false, json!({})), Unknown);
}

#[test]
fn many_trivial_pull_requests_are_shown_and_a_beginners_first_ones_are_not() {
    let id = "contribution_badge_spam";
    let requests = |number: usize, lines: u32, merged: Value| {
        let one = json!({ "additions": lines, "deletions": 0, "merged_at": merged });
        github(json!({ "pull_requests": vec![one; number] })).state(id)
    };
    assert_eq!(requests(15, 1, Value::Null), Hit);
    assert_eq!(requests(4, 1, Value::Null), Miss, "the first ones of a beginner");
    assert_eq!(requests(15, 80, Value::Null), Miss);
    assert_eq!(requests(15, 1, json!("2026-01-01T00:00:00Z")), Miss);
    assert_eq!(requests(0, 1, Value::Null), Unknown);
}

#[test]
fn an_employers_code_or_repeated_secrets_are_a_hit_and_one_accident_is_not() {
    let id = "secrets_or_past_employer_code_published";
    let repos = |repos: Value| github(json!({ "repos": repos })).state(id);
    assert_eq!(repos(json!([{ "claimed_by_employer": true }])), Hit);
    assert_eq!(repos(json!([{ "secrets_found": 2 }, { "secrets_found": 1 }])), Hit);
    assert_eq!(repos(json!([{ "secrets_found": 2 }, { "secrets_found": 0 }])), Miss);
    assert_eq!(repos(json!([{ "secrets_found": 0, "claimed_by_employer": false }])), Miss);
    assert_eq!(repos(json!([{ "size": 4 }])), Unknown);
}
