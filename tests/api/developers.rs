//! What the shipped model makes of ordinary developers' accounts, of every style, and of those that show the published
//! patterns: in the API's own shape, through the adapter. Nobody in here is real.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reqwest::Method;
use serde_json::{Value, json};

use crate::github::{CITIES, account, honest, suspect};
use crate::harness::{Reply, Service, TENANT};

/// The scores of accounts, in their order.
async fn scored(service: &Service, accounts: &[Value]) -> Vec<Value> {
    let mut scores = Vec::new();
    for some in accounts.chunks(50) {
        let path = "/v1/adapters/github?action=score";
        let request = service.request_of(TENANT, Method::POST, path);
        let body = Value::from(some.to_vec()).to_string();
        let reply =
            Reply::read(request.header("Content-Type", "application/json").body(body)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        scores.extend(reply.body["scores"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(scores.len(), accounts.len());
    scores
}

fn user(login: &str, made: &str, followers: u32, following: u32) -> Value {
    json!({
        "login": login, "id": 1, "type": "User", "site_admin": false, "name": null, "company": null, "blog": "",
        "location": null, "email": null, "hireable": null, "bio": null, "twitter_username": null, "public_gists": 0,
        "public_repos": 12, "followers": followers, "following": following,
        "html_url": format!("https://github.com/{login}"), "created_at": made, "updated_at": "2026-05-01T00:00:00Z"
    })
}

fn repo(login: &str, n: usize, made: &str) -> Value {
    json!({
        "name": format!("r{n}"), "full_name": format!("{login}/r{n}"), "fork": false, "archived": n.is_multiple_of(3),
        "created_at": made, "pushed_at": made, "size": 0, "stargazers_count": 0, "description": null,
        "language": null, "license": null, "mirror_url": null, "owner": { "login": login }
    })
}

fn commit(login: &str, repo: usize, name: &str, mail: &str, date: &str) -> Value {
    let person = json!({ "name": name, "email": mail, "date": date });
    json!({
        "sha": format!("{repo:040x}"), "url": format!("https://api.github.com/repos/{login}/r{repo}/commits/1"),
        "commit": { "author": person, "committer": person, "message": "Mend", "verification": { "verified": false } },
        "author": { "login": login, "type": "User" }, "committer": null, "parents": []
    })
}

fn repos(login: &str, made: &[&str]) -> Vec<Value> {
    made.iter().enumerate().map(|(n, made)| repo(login, n, made)).collect()
}

/// Commits in twelve months by somebody of these names and addresses, one after the other.
fn year(login: &str, who: &[(&str, &str)], offset: &str) -> Vec<Value> {
    let month = |n: usize| {
        let (name, mail) = who[n % who.len()];
        commit(login, n % 4, name, mail, &format!("2025-{:02}-11T10:00:00{offset}", n + 1))
    };
    (0..12).map(month).collect()
}

/// People of many habits, each with what one indicator or another is known to be wrong about.
fn ordinary() -> Vec<(&'static str, Value)> {
    let old = "2014-03-01T00:00:00Z";
    let spread = [
        "2014-05-01T00:00:00Z",
        "2015-08-01T00:00:00Z",
        "2016-01-01T00:00:00Z",
        "2018-02-01T00:00:00Z",
        "2019-03-01T00:00:00Z",
        "2020-04-01T00:00:00Z",
        "2022-05-01T00:00:00Z",
        "2024-06-01T00:00:00Z",
        "2025-07-01T00:00:00Z",
    ];
    let one = [("Robin Example", "robin@example.org")];
    let mut alone = year("a", &one, "Z");
    for commit in &mut alone {
        // A laptop whose address the account does not know.
        commit["author"] = Value::Null;
    }
    let machine = json!({ "login": "a", "type": "Bot" });
    let mut organisation = user("a", old, 900, 0);
    organisation["type"] = "Organization".into();
    let long_ago: Vec<Value> = (0..6)
        .map(|n| {
            commit(
                "a",
                n % 2,
                "Robin Example",
                "robin@example.org",
                &format!("2009-0{}-01T00:00:00Z", n + 1),
            )
        })
        .collect();
    let fork = |n| {
        let mut one = repo("a", n, "2014-03-02T00:00:00Z");
        one["fork"] = true.into();
        one
    };
    let forks: Vec<Value> = (0..30).map(fork).collect();
    let two_clocks = [year("a", &one, "+01:00"), year("a", &one, "+02:00")].concat();
    vec![
        ("the user alone", json!({ "user": user("a", old, 14, 20) })),
        ("no fields but the login", json!({ "user": { "login": "a" } })),
        (
            "without commits",
            json!({ "user": user("a", old, 14, 20), "repos": repos("a", &spread) }),
        ),
        (
            "a new and empty account",
            json!({ "user": user("a", "2026-05-20T00:00:00Z", 0, 0), "repos": [], "commits": [] }),
        ),
        (
            "a maintainer whom thousands follow",
            json!({ "user": user("a", old, 9_000, 400), "repos": repos("a", &spread), "commits": year("a", &one, "Z") }),
        ),
        (
            "a student in a follow challenge",
            json!({ "user": user("a", "2023-09-01T00:00:00Z", 280, 340), "repos": repos("a", &spread[7..]) }),
        ),
        (
            "a course's starters",
            json!({ "user": user("a", "2024-01-01T00:00:00Z", 3, 9), "repos": repos("a", &["2024-01-09T00:00:00Z"; 9]), "commits": year("a", &one, "Z") }),
        ),
        (
            "work brought along from another host",
            json!({ "user": user("a", old, 3, 9), "repos": repos("a", &spread), "commits": long_ago }),
        ),
        (
            "somebody who returns",
            json!({ "user": user("a", old, 3, 9), "repos": repos("a", &["2025-11-01T00:00:00Z"; 12]) }),
        ),
        (
            "work, private and an old address",
            json!({
                "user": user("a", old, 30, 12), "repos": repos("a", &spread),
                "commits": year("a", &[("Robin Example", "robin@example.org"), ("Robin Example", "robin@work.example"), ("robin", "robin@old.example")], "Z")
            }),
        ),
        (
            "addresses of unknown machines",
            json!({ "user": user("a", old, 30, 12), "repos": repos("a", &spread), "commits": alone }),
        ),
        (
            "names that are none",
            json!({ "user": user("a", old, 1, 1), "commits": year("a", &[("🐙", "a@example.org"), ("", ""), ("1337", "a@example.org")], "Z") }),
        ),
        (
            "the host's own addresses",
            json!({ "user": user("a", old, 1, 1), "commits": year("a", &[("a", "1+a@users.noreply.github.com"), ("GitHub", "noreply@github.com")], "Z") }),
        ),
        (
            "a clock east of everything",
            json!({ "user": user("a", old, 1, 1), "commits": year("a", &one, "+13:00") }),
        ),
        (
            "a clock in winter and summer",
            json!({ "user": user("a", old, 1, 1), "commits": two_clocks }),
        ),
        ("forks alone", json!({ "user": user("a", old, 1, 1), "repos": forks })),
        ("a machine's account", json!({ "user": machine, "repos": repos("a", &spread) })),
        ("an organisation", json!({ "user": organisation, "repos": repos("a", &spread) })),
    ]
}

#[actix_web::test]
async fn ordinary_developers_of_every_style_are_not_flagged_by_the_shipped_model() {
    let service = Service::with_newest_model().await;
    let (styles, accounts): (Vec<&str>, Vec<Value>) = ordinary().into_iter().unzip();
    for (style, score) in styles.iter().zip(scored(&service, &accounts).await) {
        let flagged = ["elevated", "high"].map(Value::from).contains(&score["band"]);
        assert!(!flagged, "{style}: {score:#}");
    }
}

#[actix_web::test]
async fn the_shipped_model_tells_the_published_patterns_from_honest_accounts_of_every_city() {
    const EACH: u64 = 20;
    let service = Service::with_newest_model().await;
    let (mut people, mut ranks) = (Vec::new(), Vec::new());
    for seed in 0..EACH * 14 {
        let mut random = ChaCha8Rng::seed_from_u64(9_000 + seed);
        let number = usize::try_from(seed).unwrap();
        let habit = if seed % 5 == 4 { suspect(&mut random) } else { honest(&mut random) };
        people.push(account(&habit, number, &CITIES[number % CITIES.len()], &mut random));
    }
    let mut found = 0.0;
    let mut flagged = [0.0; 14];
    let mut honest_people = [0.0; 14];
    for (number, score) in scored(&service, &people).await.iter().enumerate() {
        let fake = number % 5 == 4;
        ranks.push((score["log_odds"].as_f64().unwrap(), fake));
        let high = ["elevated", "high"].map(Value::from).contains(&score["band"]);
        if fake {
            found += f64::from(u8::from(high));
        } else {
            honest_people[number % 14] += 1.0;
            flagged[number % 14] += f64::from(u8::from(high));
        }
    }
    let rates: Vec<f64> =
        flagged.iter().zip(honest_people).map(|(flagged, all)| flagged / all).collect();
    assert!(rates.iter().all(|rate| *rate <= 0.05), "flagged by city: {rates:?}");
    let fakes = f64::from(u32::try_from(ranks.iter().filter(|(_, fake)| *fake).count()).unwrap());
    assert!(found / fakes >= 0.8, "{found} of {fakes} are at least elevated");
    let area = area(&ranks);
    assert!(
        area >= 0.99,
        "of a fake and an honest account the fake one is the higher in {area:.3} of pairs"
    );
}

/// How often a fake account stands above an honest one.
fn area(ranks: &[(f64, bool)]) -> f64 {
    let (mut above, mut pairs) = (0.0, 0.0);
    for (fake, _) in ranks.iter().filter(|(_, fake)| *fake) {
        for (honest, _) in ranks.iter().filter(|(_, fake)| !fake) {
            pairs += 1.0;
            above += if fake > honest {
                1.0
            } else if fake < honest {
                0.0
            } else {
                0.5
            };
        }
    }
    above / pairs
}
