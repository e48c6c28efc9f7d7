use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn github(github: Value) -> Fixture {
    Fixture::new(json!({ "links": { "github": github }, "claims": { "years_of_experience": 9 } }))
}

fn commit(repository: &str, login: &str, email: &str, day: &str) -> Value {
    json!({
        "url": format!("https://api.github.com/repos/sam/{repository}/commits/1"),
        "commit": { "author": { "email": email, "date": format!("{day}T00:00:00Z") } },
        "author": { "login": login }
    })
}

#[test]
fn own_commits_from_before_the_account_in_several_repositories_are_a_hit() {
    let id = "repo_history_backdated";
    let with = |commits: Value| {
        github(
            json!({ "user": { "login": "sam", "created_at": "2024-01-01T00:00:00Z" }, "commits": commits }),
        )
    };
    let old = |repository, login| commit(repository, login, "sam@example.org", "2019-05-01");
    assert_eq!(with(json!([old("a", "sam"), old("b", "sam")])).finding(id).value(), Some(2.0));
    assert_eq!(
        with(json!([old("a", "sam"), old("a", "sam")])).state(id),
        Miss,
        "one was brought along"
    );
    assert_eq!(
        with(json!([old("a", "other"), old("b", "other")])).state(id),
        Unknown,
        "somebody else's"
    );
}

#[test]
fn following_hundreds_more_than_follow_back_is_a_hit() {
    let id = "follow_farming";
    let user = |following: u32, followers: u32| {
        github(json!({ "user": { "following": following, "followers": followers } }))
    };
    assert_eq!(user(1200, 90).finding(id).value(), Some(4.0));
    assert_eq!(user(1200, 9000).state(id), Miss);
    assert_eq!(user(120, 9).state(id), Miss);
    assert_eq!(github(json!({ "user": { "following": 9 } })).state(id), Unknown);
}

#[test]
fn a_new_account_contradicts_long_experience() {
    let id = "account_age_vs_claimed_experience";
    let made = |day: &str| github(json!({ "user": { "created_at": format!("{day}T00:00:00Z") } }));
    assert_eq!(made("2026-01-01").state(id), Hit);
    assert_eq!(made("2018-01-01").state(id), Miss);
    assert_eq!(github(json!({})).state(id), Unknown);
}

#[test]
fn several_addresses_in_own_commits_are_a_hit_and_work_and_private_are_not() {
    let id = "commit_identity_multiplicity";
    let with = |emails: usize| {
        let commits: Vec<Value> = (0..8)
            .map(|i| commit("a", "sam", &format!("sam{}@example.org", i % emails), "2025-01-01"))
            .collect();
        github(json!({ "user": { "login": "sam" }, "commits": commits }))
    };
    assert_eq!(with(5).finding(id).value(), Some(5.0));
    assert_eq!(with(2).state(id), Miss);
    let named = |names: [&str; 3]| {
        let commits: Vec<Value> = (0..9)
            .map(|i| {
                let mut one =
                    commit("a", "sam", &format!("sam{}@example.org", i % 3), "2025-01-01");
                one["commit"]["author"]["name"] = names[i % 3].into();
                one
            })
            .collect();
        github(json!({ "user": { "login": "sam" }, "commits": commits }))
    };
    let one_person = ["Sam Example", "Example Sam", "sam example"];
    assert_eq!(named(one_person).state(id), Miss, "three machines of one person");
    assert_eq!(named(["Sam Example", "Sam Example", "sammy-dev"]).state(id), Miss, "and a handle");
    let several = ["Sam Example", "Otto Specimen", "Kim Beispiel"];
    assert_eq!(named(several).finding(id).value(), Some(3.0));
}

#[test]
fn repositories_made_at_once_are_a_hit_early_and_after_long_silence() {
    let repos = |days: &[&str]| -> Value {
        days.iter().map(|day| json!({ "created_at": format!("{day}T00:00:00Z") })).collect()
    };
    let with = |repos: Value| {
        github(json!({ "user": { "created_at": "2022-01-01T00:00:00Z" }, "repos": repos }))
    };
    let spread: Vec<String> =
        (0..10).map(|i| format!("202{}-0{}-15", 2 + i % 4, 1 + i % 8)).collect();
    let spread: Vec<&str> = spread.iter().map(String::as_str).collect();
    let (early, late) = (["2022-01-10"; 10], ["2025-03-10"; 10]);
    assert_eq!(with(repos(&early)).state("repo_burst_after_signup"), Hit);
    assert_eq!(with(repos(&late)).state("repo_burst_after_signup"), Miss);
    assert_eq!(with(repos(&early[..3])).state("repo_burst_after_signup"), Unknown);
    assert_eq!(with(repos(&late)).state("activity_gap_then_history"), Hit);
    assert_eq!(with(repos(&spread)).state("activity_gap_then_history"), Miss);
}

#[test]
fn silence_before_commits_alone_points_to_nothing_that_is_missing() {
    let user = json!({ "login": "sam", "created_at": "2020-01-01T00:00:00Z" });
    let commits = json!([commit("a", "sam", "sam@example.org", "2021-01-01")]);
    let finding =
        github(json!({ "user": user, "commits": commits })).finding("activity_gap_then_history");
    assert_eq!(finding.evidence()[0].pointers, ["/links/github/user/created_at"]);
}
