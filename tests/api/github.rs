//! The GitHub adapter at scale: thousands of accounts in the API's own shape. Nobody in here is real.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use evidence::adapters::{Converted, Kind, Options, convert};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::finding::State;
use evidence::indicators::{Case, Family, Indicator, Usage, observe};
use evidence::linkage::identifiers::identifiers;
use evidence::linkage::index::Index;
use evidence::linkage::links::links;
use evidence::pepper::Pepper;
use evidence::profile;
use evidence::relation::Memberships;
use ids::ApplicantId;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// What is customary in a city, and has nothing to do with what somebody does.
pub(crate) struct City {
    location: &'static str,
    name: &'static str,
    login: &'static str,
    mail: &'static str,
    /// How many of ten logins end in digits.
    digits: u32,
    company: &'static str,
}

const fn city(
    location: &'static str,
    name: &'static str,
    login: &'static str,
    mail: &'static str,
    digits: u32,
    company: &'static str,
) -> City {
    City { location, name, login, mail, digits, company }
}

pub(crate) const CITIES: [City; 14] = [
    city("Berlin, Germany", "Käthe Groß", "kaethe", "post.example", 1, "@werk"),
    city("Delhi", "प्रिया शर्मा", "priyadev", "mail.example", 6, "Student at Example College"),
    city("São Paulo 🇧🇷", "João Ñandú", "joao", "correio.example", 3, ""),
    city("서울", "김 민준", "minjun", "naver.example", 7, "예시 회사"),
    city("Lagos, NG", "Chiamaka Ọbi", "chiamaka", "mail.example", 5, "Freelancer"),
    city("Київ", "Олена Шевченко", "olena", "ukr.example", 4, ""),
    city("東京", "佐藤 さくら", "sakura", "post.example", 5, "株式会社例"),
    city("Chicago, IL", "Robin Example", "robin", "mail.example", 2, "@northwind"),
    city("القاهرة", "محمد مثال", "mohamed", "barid.example", 6, ""),
    city("Tehran", "نرگس نمونه", "narges", "mail.example", 5, ""),
    city("Hà Nội", "Nguyễn Ví Dụ", "nguyen", "thu.example", 8, "Open to work"),
    city("北京", "王 例", "wangli", "163.example", 8, "例子大学"),
    city("Nairobi 🇰🇪", "Wanjirũ Mwangi", "wanjiru", "barua.example", 4, ""),
    city("Kraków", "Łucja Przykład", "lucja", "poczta.example", 3, "@przyklad"),
];

static ENRICHER: LazyLock<Enricher> =
    LazyLock::new(|| Enricher::load(&EnrichmentConfig::default(), no_files).unwrap());

fn now() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What an account does, wherever it lives.
#[derive(Clone)]
pub(crate) struct Habit {
    age_days: i64,
    followers: u32,
    following: u32,
    /// Days after the account was made on which repositories were made.
    repos: Vec<i64>,
    forks: u32,
    /// In how many repositories the person's own commits are older than the account.
    brought_along: usize,
    addresses: usize,
}

fn heavy_tailed(random: &mut ChaCha8Rng, middle: f64) -> u32 {
    let z: f64 = (0..6).map(|_| random.random_range(-1.0..1.0)).sum::<f64>() / 1.4;
    let value = (middle.ln() + 1.3 * z).exp().clamp(0.0, 50_000.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
    let whole = value as u32;
    whole
}

pub(crate) fn honest(random: &mut ChaCha8Rng) -> Habit {
    let age_days = random.random_range(60..5_000);
    let repos = random.random_range(0..20);
    Habit {
        age_days,
        followers: heavy_tailed(random, 14.0),
        following: heavy_tailed(random, 18.0),
        repos: (0..repos).map(|_| random.random_range(0..age_days)).collect(),
        forks: random.random_range(0..12),
        // Some bring work along that was hosted elsewhere, nearly always one piece of it.
        brought_along: [0, 0, 0, 0, 0, 0, 0, 0, 1, usize::from(random.random_bool(0.2)) * 2]
            [random.random_range(0..10)],
        addresses: random.random_range(1..4),
    }
}

/// One account as `user`, `repos` and commits by repository, with all that the API adds to them.
pub(crate) fn account(
    habit: &Habit,
    number: usize,
    place: &City,
    random: &mut ChaCha8Rng,
) -> Value {
    let digits = random.random_range(0..10) < place.digits;
    let login = format!("{}-{}{}", place.login, letters(number), if digits { "92" } else { "" });
    let second = random.random_range(0..86_400);
    let made = now() - Duration::days(habit.age_days) - Duration::seconds(second);
    let person = |email: &str, at: DateTime<Utc>| json!({ "name": place.name, "email": email, "date": time(at) });
    let own = |repo: &str, i: usize, at: DateTime<Utc>| {
        let email = match i % (habit.addresses + 1) {
            0 => format!("{}+{login}@users.noreply.github.com", 1_000 + number),
            n => format!("{login}.{n}@{}", place.mail),
        };
        json!({
            "sha": format!("{number:020x}{i:020x}"), "node_id": "C_1", "comments_url": "https://api.github.com/c",
            "url": format!("https://api.github.com/repos/{login}/{repo}/commits/{number:020x}{i:020x}"),
            "commit": {
                "author": person(&email, at),
                "committer": { "name": "GitHub", "email": "noreply@github.com", "date": time(at) },
                "message": "Mend", "tree": { "sha": "1" }, "comment_count": 0,
                "verification": { "verified": true, "reason": "valid", "signature": null, "payload": null }
            },
            "author": { "login": login, "id": number, "type": "User", "site_admin": false },
            "committer": { "login": "web-flow", "id": 19_864_447 }, "parents": []
        })
    };
    let strange = |author: Value, at: DateTime<Utc>| json!({ "sha": "9", "commit": { "author": person("someone@elsewhere.example", at) }, "author": author, "committer": null });
    let mut repos = Vec::new();
    let mut commits = serde_json::Map::new();
    for (i, day) in habit.repos.iter().enumerate() {
        let (name, made_at) = (format!("work-{i}"), made + Duration::days(*day));
        repos.push(json!({
            "id": i, "name": name, "full_name": format!("{login}/{name}"), "private": false, "fork": false,
            "owner": { "login": login, "id": number }, "description": null, "created_at": time(made_at),
            "updated_at": time(made_at), "pushed_at": time(made_at + Duration::days(3)), "homepage": null,
            "size": i * 10, "stargazers_count": i % 3, "language": null, "license": null, "mirror_url": null,
            "topics": [], "archived": i % 7 == 0, "visibility": "public", "default_branch": "main"
        }));
        if i % 9 == 8 {
            // What the API says of a repository without commits.
            commits.insert(name, json!({ "message": "Git Repository is empty.", "status": "409" }));
            continue;
        }
        let first = if i < habit.brought_along { made - Duration::days(400) } else { made_at };
        let mut list: Vec<Value> = (0..3)
            .map(|n| own(&name, i * 3 + n, first + Duration::days(i64::try_from(n).unwrap())))
            .collect();
        // A laptop whose address the account does not know, a robot, a course's starter by its teacher.
        list.push(strange(Value::Null, made_at));
        list.push(strange(json!({ "login": "dependabot[bot]", "type": "Bot" }), made_at));
        list.push(strange(json!({ "login": "teacher-example" }), made - Duration::days(900)));
        list.push(json!({ "sha": "8", "commit": null, "author": null }));
        commits.insert(name, list.into());
    }
    for i in 0..habit.forks {
        let name = format!("fork-{i}");
        repos.push(json!({
            "name": name, "full_name": format!("{login}/{name}"), "fork": true, "stargazers_count": 0,
            "created_at": time(made + Duration::days(2)), "pushed_at": null, "size": 4000, "mirror_url": null
        }));
        let upstream = |n: i64| {
            strange(json!({ "login": "upstream-example" }), made - Duration::days(2_000 - n))
        };
        commits.insert(format!("{login}/{name}"), (0..5).map(upstream).collect::<Vec<_>>().into());
    }
    json!({
        "user": {
            "login": login, "id": number, "node_id": "U_1", "avatar_url": "https://avatars.example.com/u/1",
            "gravatar_id": "", "html_url": format!("https://github.com/{login}"), "type": "User", "site_admin": false,
            "name": place.name, "company": (if place.company.is_empty() { Value::Null } else { place.company.into() }),
            "blog": "", "location": place.location, "email": null, "hireable": null, "bio": null,
            "twitter_username": null, "public_repos": repos.len(), "public_gists": 0,
            "followers": habit.followers, "following": habit.following,
            "created_at": time(made), "updated_at": time(now())
        },
        "repos": repos,
        "commits": commits,
    })
}

fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// The hits of the code-hosting family, each with its value, and whatever else is a hit.
fn hits(account: &Value, index: &mut Index) -> BTreeMap<&'static str, f64> {
    let converted = convert(Kind::GitHub, account.to_string().as_bytes(), &Options::default());
    let Ok(Converted::Profiles { documents, .. }) = converted else { panic!("{converted:?}") };
    let [document] = &documents[..] else { panic!("one account is one profile") };
    let (profile, warnings) = profile::parse(document.to_string().as_bytes()).unwrap();
    assert_eq!(warnings, []);
    let facts = ENRICHER.enrich(&profile, now());
    let found = identifiers(&profile, &facts, &Pepper::new([7; 32]), now());
    let name = profile
        .external_id
        .as_str()
        .bytes()
        .fold(0_u128, |sum, byte| sum.wrapping_mul(257) + u128::from(byte));
    let applicant = ApplicantId(uuid::Uuid::from_u128(name));
    let sightings = index.sightings(applicant, &found);
    let links = links(applicant, &found, &sightings, &Memberships::default());
    index.insert(applicant, &found);
    let case = Case::new(&profile, &facts, &links, &[], now());
    let seen = observe(&case);
    let only = |family| family == Family::CodeHosting;
    for one in seen.iter().filter(|one| !only(one.indicator.family)) {
        assert_ne!(one.finding.state(), State::Hit, "{}: an account alone", one.indicator.id);
    }
    let hit = seen.iter().filter(|one| one.finding.state() == State::Hit);
    hit.map(|one| (one.indicator.id, one.finding.value().unwrap())).collect()
}

/// Accounts of each city, of people who behave alike.
#[test]
fn honest_accounts_of_every_city_are_flagged_seldom_and_alike() {
    const EACH: usize = 60;
    let mut rates: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut flagged = Vec::new();
    for (c, place) in CITIES.iter().enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(41 + c as u64);
        let mut index = Index::default();
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        let mut any = 0.0;
        for number in 0..EACH {
            let habit = honest(&mut random);
            let hits = hits(&account(&habit, c * EACH + number, place, &mut random), &mut index);
            let is_scored = |id: &&str| {
                Indicator::from_id(id).is_some_and(|known| known.usage != Usage::ContextOnly)
            };
            let scored: Vec<&str> = hits.into_keys().filter(is_scored).collect();
            any += f64::from(u8::from(scored.len() > 1));
            for id in scored {
                *counts.entry(id).or_default() += 1.0;
            }
        }
        flagged.push(any / f64::from(u32::try_from(EACH).unwrap()));
        for (id, count) in counts {
            let rate = count / f64::from(u32::try_from(EACH).unwrap());
            rates.entry(id).or_insert_with(|| vec![0.0; CITIES.len()])[c] = rate;
        }
    }
    for (id, by_city) in &rates {
        let worst = by_city.iter().copied().fold(0.0, f64::max);
        assert!(worst <= 0.1, "{id}: {by_city:?}");
    }
    assert!(flagged.iter().all(|share| *share <= 0.03), "two hits or more: {flagged:?}");
}

/// What somebody is called and where they live changes nothing that is computed of what they did.
#[test]
fn login_name_place_and_provider_change_no_finding() {
    for number in 0..40 {
        let habit = {
            let mut random = ChaCha8Rng::seed_from_u64(number);
            if number % 2 == 0 { honest(&mut random) } else { suspect(&mut random) }
        };
        let mut seen = CITIES.iter().map(|place| {
            let mut random = ChaCha8Rng::seed_from_u64(number);
            let account = account(&habit, usize::try_from(number).unwrap(), place, &mut random);
            hits(&account, &mut Index::default())
        });
        let first = seen.next().unwrap();
        assert!(seen.all(|other| other == first), "{number}: {first:?}");
    }
}

/// A young account that follows hundreds, filled in its first weeks with history from before it was made.
pub(crate) fn suspect(random: &mut ChaCha8Rng) -> Habit {
    let age_days = random.random_range(120..700);
    Habit {
        age_days,
        followers: random.random_range(20..280),
        following: random.random_range(400..4_000),
        repos: (0..20).map(|i| if i < 9 { i } else { random.random_range(30..age_days) }).collect(),
        forks: 4,
        brought_along: random.random_range(2..9),
        addresses: random.random_range(4..8),
    }
}

#[test]
fn the_published_patterns_are_hits_in_the_apis_own_shape() {
    let mut index = Index::default();
    for number in 0..60 {
        let mut random = ChaCha8Rng::seed_from_u64(number);
        let habit = suspect(&mut random);
        let place = &CITIES[usize::try_from(number).unwrap() % CITIES.len()];
        let number = usize::try_from(number).unwrap();
        let mut account = account(&habit, number, place, &mut random);
        // Two personas of one desk commit with one private address.
        let shared = format!("desk-{}@example.org", number / 2);
        account["commits"]["work-0"][1]["commit"]["author"]["email"] = shared.into();
        let hits = hits(&account, &mut index);
        for id in [
            "follow_farming",
            "repo_history_backdated",
            "repo_burst_after_signup",
            "commit_identity_multiplicity",
        ] {
            assert!(hits.contains_key(id), "{number} {id}: {hits:?}");
        }
        let linked = hits.contains_key("commit_email_shared_across_accounts");
        assert_eq!(linked, number % 2 == 1, "the second of two is linked to the first");
    }
}

#[test]
fn of_too_many_commits_the_accounts_own_are_kept_and_so_is_history_from_before_it_was_made() {
    let at = |day: i64| {
        time("2015-01-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::days(day))
    };
    let commit = |login: &str, repo: u32, day: i64| {
        json!({
            "url": format!("https://api.github.com/repos/sam/r{repo}/commits/1"),
            "commit": { "author": { "email": "sam@example.org", "date": at(day) } }, "author": { "login": login }
        })
    };
    let mut commits: Vec<Value> = (0..9_000).map(|n| commit("upstream", 9, n % 4_000)).collect();
    commits.extend((0..6_000).map(|n| commit("Sam", 1, 2_000 + n % 2_000)));
    commits.extend([commit("sam", 2, 3), commit("sam", 3, 4)]);
    let repos = [1, 2, 3].map(
        |n| json!({ "name": format!("r{n}"), "full_name": format!("sam/r{n}"), "fork": false }),
    );
    let account = json!({ "user": { "login": "sam", "created_at": at(1_900) }, "repos": repos, "commits": commits });
    let hits = hits(&account, &mut Index::default());
    assert_eq!(hits.get("repo_history_backdated"), Some(&2.0), "{hits:?}");
}

#[test]
fn what_the_api_answers_for_accounts_that_are_gone_or_empty_is_told_or_harmless() {
    let gone = json!({ "message": "Not Found", "status": "404" });
    for bad in
        [gone.clone(), json!({ "user": gone }), json!({ "user": null }), json!(null), json!(3)]
    {
        let refused = convert(Kind::GitHub, bad.to_string().as_bytes(), &Options::default());
        assert!(refused.is_err(), "{bad}");
    }
    for bare in [
        json!({ "user": { "login": "a" } }),
        json!({ "user": { "login": "a", "created_at": null, "followers": null, "following": null }, "repos": [], "commits": [] }),
        json!({ "user": { "login": "a", "created_at": "0000-00-00" }, "repos": [null, 3, {}], "commits": [null, {}] }),
        json!({ "user": { "login": "a" }, "commits": { "a/b": { "message": "Git Repository is empty." }, "a/c": null } }),
        json!({ "user": { "login": "a-with-[bot]", "type": "Bot" }, "following": [{ "login": null }, "x"] }),
    ] {
        assert_eq!(hits(&bare, &mut Index::default()), BTreeMap::new(), "{bare}");
    }
}
