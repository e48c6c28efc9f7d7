//! Code-hosting accounts, payouts, parcels.

use serde_json::{Value, json};

use super::people::listed;
use super::sessions::sharing;
use super::{Cases, of};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::lists::{ListKind, ListMeaning};

pub(super) fn cases() -> Vec<Cases> {
    let mut all = hosts();
    all.extend(histories());
    all.extend(money());
    all.extend(parcels());
    all
}

fn github(github: Value) -> Fixture {
    Fixture::new(json!({ "links": { "github": github }, "claims": { "years_of_experience": 9 } }))
}

fn commit(repository: &str, email: &str, date: &str) -> Value {
    json!({
        "url": format!("https://api.github.com/repos/sam/{repository}/commits/1"),
        "commit": { "author": { "email": email, "date": date } },
        "author": { "login": "sam" }
    })
}

fn hosts() -> Vec<Cases> {
    let user = |following: u32, followers: u32| {
        github(json!({ "user": { "following": following, "followers": followers } }))
    };
    let made = |year: u32| {
        github(
            json!({ "user": { "login": "sam", "created_at": format!("{year}-01-01T00:00:00Z") } }),
        )
    };
    let junior = Fixture::new(
        json!({ "links": { "github": { "user": { "created_at": "2026-01-01T00:00:00Z" } } }, "claims": { "years_of_experience": 1 } }),
    );
    let addresses = |addresses: usize, noreply: bool| {
        let email = |i: usize| {
            let n = i % addresses;
            if noreply && n > 1 {
                format!("{n}+sam@users.noreply.github.com")
            } else {
                format!("sam{n}@example.org")
            }
        };
        let commits: Vec<Value> =
            (0..10).map(|i| commit("a", &email(i), "2025-01-01T00:00:00Z")).collect();
        github(json!({ "user": { "login": "sam" }, "commits": commits }))
    };
    let crowd: Vec<Value> = (0..1200).map(|i| json!({ "login": format!("user-{i}") })).collect();
    let follows = |list: Value, at| {
        listed(
            json!({ "links": { "github": { "following": list } } }),
            ListKind::Handle,
            ListMeaning::Actor,
            at,
        )
    };
    let one = json!([{ "login": "other-example" }]);
    let requests = |number: usize, lines: u32| {
        let one = json!({ "additions": lines, "deletions": 0, "merged_at": null });
        github(json!({ "user": { "login": "sam" }, "pull_requests": vec![one; number] }))
    };
    let secrets = |found: [u32; 2]| {
        github(json!({ "repos": found.map(|n| json!({ "secrets_found": n })).to_vec() }))
    };
    vec![
        sharing(
            "commit_email_shared_across_accounts",
            Kind::CommitEmail,
            "one person's second account, declared",
        ),
        of(
            "follow_farming",
            user(1200, 90),
            user(120, 9),
            "a speaker whom thousands follow",
            user(1200, 9000),
        ),
        of(
            "account_age_vs_claimed_experience",
            made(2026),
            made(2018),
            "a junior with a new account",
            junior,
        ),
        of(
            "commit_identity_multiplicity",
            addresses(5, false),
            addresses(1, false),
            "work, private, and addresses that the host makes up",
            addresses(5, true),
        ),
        of(
            "links_to_flagged_accounts",
            follows(one.clone(), Some("/links/github/following/0/login")),
            follows(one, None),
            "following a crowd, one of whom is listed",
            follows(crowd.into(), Some("/links/github/following/7/login")),
        ),
        of(
            "contribution_badge_spam",
            requests(15, 1),
            requests(15, 80),
            "a beginner's first ones",
            requests(4, 1),
        ),
        of(
            "secrets_or_past_employer_code_published",
            secrets([2, 1]),
            secrets([0, 0]),
            "a junior's one accident",
            secrets([2, 0]),
        ),
    ]
}

fn histories() -> Vec<Cases> {
    let dated = |repositories: &[&str], date: &str| {
        let commits: Vec<Value> =
            repositories.iter().map(|one| commit(one, "sam@example.org", date)).collect();
        github(
            json!({ "user": { "login": "sam", "created_at": "2024-01-01T00:00:00Z" }, "commits": commits }),
        )
    };
    let copied = |copied: usize, repo: Value| {
        let mut repo = repo;
        repo["full_name"] = "sam/work".into();
        let one = |i: usize| {
            let mut one = commit("work", "sam@example.org", "2025-01-01T00:00:00Z");
            one["also_found_in"] = if i < copied { "other-example/original" } else { "" }.into();
            one
        };
        let commits: Vec<Value> = (0..10).map(one).collect();
        github(json!({ "user": { "login": "sam" }, "commits": commits, "repos": [repo] }))
    };
    let repos = |days: &[String]| {
        let repos: Vec<Value> =
            days.iter().map(|day| json!({ "created_at": format!("{day}T00:00:00Z") })).collect();
        github(json!({ "user": { "created_at": "2022-01-01T00:00:00Z" }, "repos": repos }))
    };
    let at = |day: &str, number: usize| vec![day.to_owned(); number];
    let spread: Vec<String> =
        (0..10).map(|i| format!("202{}-0{}-15", 2 + i % 4, 1 + i % 8)).collect();
    let starters: Vec<String> = [at("2022-01-10", 2), spread.clone()].concat();
    let returner: Vec<String> = [at("2022-02-10", 1), at("2025-03-10", 10)].concat();
    let clocks = |zone: &str, offsets: &[&str]| {
        let date =
            |i: usize| format!("2026-03-{:02}T12:00:00{}", 1 + i, offsets[i % offsets.len()]);
        let commits: Vec<Value> =
            (0..28).map(|i| commit("a", "sam@example.org", &date(i))).collect();
        let github = json!({ "user": { "login": "sam" }, "commits": commits });
        Fixture::new(json!({ "links": { "github": github }, "claims": { "time_zone": zone } }))
            .enriched()
    };
    let chicago = "America/Chicago";
    vec![
        of(
            "repo_history_backdated",
            dated(&["a", "b"], "2019-05-01T00:00:00Z"),
            dated(&["a", "b"], "2024-05-01T00:00:00Z"),
            "one old piece of work that was brought along",
            dated(&["a", "a"], "2019-05-01T00:00:00Z"),
        ),
        of(
            "repo_history_copied_from_others",
            copied(9, json!({})),
            copied(0, json!({})),
            "a fork that says so",
            copied(9, json!({ "fork": true })),
        ),
        of(
            "repo_burst_after_signup",
            repos(&at("2022-01-10", 10)),
            repos(&at("2025-03-10", 10)),
            "a course's two starters",
            repos(&starters),
        )
        .unknown(repos(&at("2022-01-10", 3))),
        of(
            "activity_gap_then_history",
            repos(&at("2025-03-10", 10)),
            repos(&spread),
            "a returner who had begun before",
            repos(&returner),
        ),
        of(
            "commit_timezone_vs_claimed_location",
            clocks(chicago, &["+08:00"]),
            clocks(chicago, &["-05:00"]),
            "a server's clock in UTC",
            clocks(chicago, &["+00:00"]),
        ),
        of(
            "commit_timezone_multiplicity",
            clocks(chicago, &["+09:00", "-05:00", "+02:00"]),
            clocks(chicago, &["-05:00"]),
            "a change of daylight saving",
            clocks(chicago, &["-05:00", "-06:00"]),
        ),
    ]
}

fn money() -> Vec<Cases> {
    let wallet = json!({ "payouts": [{ "account": "0xINVENTED" }] });
    let at = Some("/payouts/0/account");
    let sanctioned = |meaning, at| listed(wallet.clone(), ListKind::Wallet, meaning, at);
    vec![of(
        "payout_address_sanctioned",
        sanctioned(ListMeaning::Sanctions, at),
        sanctioned(ListMeaning::Sanctions, None),
        "a match on a list of another kind",
        sanctioned(ListMeaning::Actor, at),
    )]
}

fn parcels() -> Vec<Cases> {
    let parcel = json!({ "shipments": [{ "address": { "line": "1 Sample St" } }] });
    let forwarder = |meaning, at| listed(parcel.clone(), ListKind::Address, meaning, at);
    let at = Some("/shipments/0/address");
    vec![of(
        "ship_address_forwarder_or_mailbox",
        forwarder(ListMeaning::Forwarder, at),
        forwarder(ListMeaning::Forwarder, None),
        "an address on a list of another kind",
        forwarder(ListMeaning::Actor, at),
    )]
}
