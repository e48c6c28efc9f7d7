//! Where the content of an account comes from: other people's history, starters, nothing at all.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{count, day, part};
use super::super::{Case, Cause, Family, Indicator, MissRule, Scope, Usage};
use super::{created_at, github, unlisted};
use crate::finding::{Evidence, Finding};
use crate::profile::code_hosting::{GitHub, GitHubRepo, GitHubUser, GitPerson};
use crate::profile::git_name::GitName;
use crate::profile::{Agreement, PersonName, Profile, fold};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    STRANGERS_HISTORY_IN_REPOSITORIES,
    BOILERPLATE_ONLY_REPOSITORIES,
    SECOND_BARE_PROFILE_AFTER_HIRE,
];

const STRANGERS_HISTORY_IN_REPOSITORIES: Indicator = Indicator {
    id: "strangers_history_in_repositories",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Two or more repositories that are not marked as forks contain work of strangers from before the account and the repository existed.",
    unit: "repositories",
    question: "Who wrote the oldest commits? Send `links.github.user`, `repos` with `fork` and `created_at`, and `commits`.",
    innocent_explanations: "Starters of courses, templates of companies, and projects that were taken over with consent.",
    how_to_verify: "Ask where the repositories come from, and what the applicant changed in them.",
    sources: &["OWN2"],
    wording: "
    .hit = The repositories { $repositories } are not marked as forks, but each contains at least five commits by other people from before the account was created on { $created } and before the repository was.
    .miss = { $repositories_count ->
        [0] No repository
       *[other] Only { $repositories }
    } contains at least five commits by other people from before the account was created on { $created } and before the repository was.
",
    miss: MissRule::Counts,
    observe: strangers_history_in_repositories,
    #[cfg(test)]
    examples: tests::strangers_history_in_repositories,
};

const BOILERPLATE_ONLY_REPOSITORIES: Indicator = Indicator {
    id: "boilerplate_only_repositories",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "All repositories are empty, forks without an own commit, or untouched since the day they were created.",
    unit: "repositories",
    question: "Which repositories does the account have? Send `links.github.user` with `public_repos`, and all `repos` with `size`, `fork`, `created_at` and `pushed_at`.",
    innocent_explanations: "Students, and people whose work is private.",
    how_to_verify: "Ask for work that can be shown. Most developers' work is private.",
    sources: &["FLI26"],
    wording: "
    .hit = All { $total } repositories are empty, forks without an own commit, or untouched since the day they were created.
    .miss = { $part ->
        [none] None of the { $total } repositories is empty, a fork without an own commit, or untouched since the day it was created.
       *[some] Only { $count } of { $total } repositories { $count ->
            [one] is empty, a fork without an own commit, or untouched since the day it was created.
           *[other] are empty, forks without an own commit, or untouched since the day they were created.
        }
    }
",
    miss: MissRule::Counts,
    observe: boilerplate_only_repositories,
    #[cfg(test)]
    examples: tests::boilerplate_only_repositories,
};

const SECOND_BARE_PROFILE_AFTER_HIRE: Indicator = Indicator {
    id: "second_bare_profile_after_hire",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "After work began, the applicant gave another code-hosting account, which has no repositories.",
    unit: "accounts",
    question: "Which account does the applicant use for work? Send `links.github.user` before and after hiring, and `activity.engagements`.",
    innocent_explanations: "Separate accounts for work are common.",
    how_to_verify: "Ask why the applicant uses another account. Employers often require one.",
    sources: &["FLI26"],
    wording: "
    .hit = After work began on { $hired }, the applicant gave another code-hosting account than before. It has no repositories.
    .used = After work began on { $hired }, the applicant gave another code-hosting account than before. It has repositories.
    .miss = The applicant has given the same code-hosting account since work began on { $hired }.
",
    miss: MissRule::Counts,
    observe: second_bare_profile_after_hire,
    #[cfg(test)]
    examples: tests::second_bare_profile_after_hire,
};

/// A single repository can be a project that was taken over. Without `fork`, a repository says nothing: a fork contains
/// other people's history by nature.
fn strangers_history_in_repositories(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: usize = 5;
    const TAKEN_OVER: usize = 1;
    let (Some(created), Some(github)) = (created_at(case), github(case)) else {
        return Finding::Unknown;
    };
    let is_original = |repo: &&GitHubRepo| repo.fork == Some(false) && repo.mirror_url.is_none();
    let repos: BTreeMap<&str, (&str, DateTime<Utc>)> = (github.repos.iter().filter(is_original))
        .filter_map(|repo| {
            let name = repo.full_name.as_ref()?;
            Some((name.folded(), (name.as_str(), repo.created_at?)))
        })
        .collect();
    let mut strangers = Strangers::new(case, github);
    // The number of commits by strangers, with the first one.
    let mut examined: BTreeMap<&str, (usize, Option<usize>)> = BTreeMap::new();
    let mut own = case.own_commits().iter().map(|own| own.index).peekable();
    for (i, commit) in github.commits.iter().enumerate() {
        let is_own = own.next_if_eq(&i).is_some();
        let author = commit.commit.as_ref().and_then(|git| git.author.as_ref());
        let Some((author, date)) = author.and_then(|author| Some((author, author.date?))) else {
            continue;
        };
        let name = commit.repository().map(|name| fold(&name)).unwrap_or_default();
        let Some((name, (_, repo_created))) = repos.get_key_value(name.as_str()) else { continue };
        let (number, first) = examined.entry(name).or_default();
        let is_older = date.at < created.min(*repo_created);
        if !is_own && is_older && strangers.contain(author) {
            *number += 1;
            first.get_or_insert(i);
        }
    }
    if examined.is_empty() {
        return Finding::Unknown;
    }
    let full: Vec<(&str, Option<usize>)> = (examined.iter())
        .filter(|(_, (number, _))| *number >= MIN_COMMITS)
        .filter_map(|(name, (_, first))| Some((repos.get(name)?.0, *first)))
        .collect();
    let pointers = full.iter().filter_map(|(_, first)| *first);
    let pointers = pointers.map(|i| format!("/links/github/commits/{i}/commit/author"));
    let names: Vec<String> = full.iter().map(|(name, _)| (*name).to_owned()).collect();
    let evidence =
        Evidence::about(pointers).with("repositories", names).with("created", day(created));
    if full.len() > TAKEN_OVER {
        Finding::hit(count(full.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Tells strangers from the applicant under an earlier name or address.
struct Strangers<'a> {
    own_emails: Vec<&'a str>,
    own_names: Vec<&'a PersonName>,
    /// By address and name, so that each person is compared once.
    known: BTreeMap<(String, String), bool>,
}

impl<'a> Strangers<'a> {
    fn new(case: &'a Case<'_>, github: &'a GitHub) -> Self {
        let mut own_emails: Vec<&str> =
            case.own_commits().iter().filter_map(|own| own.email.as_deref()).collect();
        own_emails.sort_unstable();
        own_emails.dedup();
        let public = github.user.as_ref().and_then(|user| user.name.as_ref()?.name());
        let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
        let own_names = public.into_iter().chain(claimed).collect();
        Self { own_emails, own_names, known: BTreeMap::new() }
    }

    /// Whether the author is someone else, as far as the name shows it. More people than anyone has names are strangers.
    fn contain(&mut self, author: &GitPerson) -> bool {
        const MAX_COMPARED: usize = 64;
        let email = author.email.as_ref().map(|email| email.as_str().trim().to_lowercase());
        let email = email.unwrap_or_default();
        if self.own_emails.binary_search(&email.as_str()).is_ok() {
            return false;
        }
        let name = author.name.as_ref();
        let key = (email, name.map(GitName::lower_case).unwrap_or_default());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.known.len() >= MAX_COMPARED {
            return !self.own_names.is_empty();
        }
        let may_be = |own: &&PersonName| {
            name.and_then(|name| name.name()).is_some_and(|name| {
                matches!(name.agrees_with(own), Agreement::Agree | Agreement::Unclear)
            })
        };
        // Without a name to compare, it may be the owner under an old address.
        let is_stranger = !self.own_names.is_empty() && !self.own_names.iter().any(may_be);
        self.known.insert(key, is_stranger);
        is_stranger
    }
}

/// Whether a repository shows no work of its own.
fn is_bare(repo: &GitHubRepo) -> Option<bool> {
    const FIRST_DAY: Duration = Duration::days(1);
    if repo.size.is_some_and(|size| size.0 < 1.0) {
        return Some(true);
    }
    // A fork keeps the time of the original's last push until someone pushes to it.
    let after = repo.pushed_at? - repo.created_at?;
    Some(if repo.fork? { after <= Duration::zero() } else { after <= FIRST_DAY })
}

/// It is shown without weight until it is measured among ordinary accounts.
fn boilerplate_only_repositories(case: &Case<'_>) -> Finding {
    const MIN_REPOSITORIES: usize = 3;
    let Some(github) = github(case) else { return Finding::Unknown };
    let bare: Option<Vec<bool>> = github.repos.iter().map(is_bare).collect();
    let (Some(bare), Some(0)) = (bare, unlisted(github)) else { return Finding::Unknown };
    if bare.len() < MIN_REPOSITORIES {
        return Finding::Unknown;
    }
    let number = bare.iter().filter(|bare| **bare).count();
    let evidence = part(Evidence::about(["/links/github/repos".to_owned()]), number, bare.len());
    if number == bare.len() {
        Finding::hit(count(number), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Only display: separate accounts for work are common.
fn second_bare_profile_after_hire(case: &Case<'_>) -> Finding {
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let hired = engagements.filter_map(|engagement| engagement.started_at).min();
    let now = account_of(case.profile);
    let (Some(hired), Some((login, user))) = (hired, now) else { return Finding::Unknown };
    let versions = case
        .earlier
        .iter()
        .filter_map(|version| Some((version.at, account_of(&version.profile)?.0)));
    let versions: Vec<(DateTime<Utc>, &str)> = versions.collect();
    let Some((_, latest)) = versions.last() else { return Finding::Unknown };
    let since =
        versions.iter().find(|(_, earlier)| *earlier == login).map_or(case.now, |(at, _)| *at);
    let another = versions.iter().find(|(at, earlier)| *earlier != login && *at < since);
    let evidence =
        Evidence::about(["/links/github/user/login".to_owned()]).with("hired", day(hired));
    if another.is_none() || since < hired {
        return if *latest == login { Finding::miss(evidence) } else { Finding::Unknown };
    }
    let repos = github(case).map_or(0, |github| github.repos.len());
    let Some(public) = user.public_repos else { return Finding::Unknown };
    if public.0 < 1.0 && repos == 0 {
        Finding::hit(1.0, evidence)
    } else {
        Finding::miss(evidence.worded("used"))
    }
}

fn account_of(profile: &Profile) -> Option<(&str, &GitHubUser)> {
    let user = profile.links.as_ref()?.github.as_ref()?.user.as_ref()?;
    Some((user.login.as_ref()?.folded(), user))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::indicators::code_hosting::fixtures::account;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    /// The account `sam` of Sam Example, created in 2024, with repositories of this fork status and their commits.
    fn with_history(fork: Value, commits: Vec<Value>) -> Fixture {
        let user =
            json!({ "login": "sam", "name": "Sam Example", "created_at": "2024-01-01T00:00:00Z" });
        let repo = |name: &str| json!({ "full_name": format!("sam/{name}"), "fork": fork, "created_at": "2024-02-01T00:00:00Z" });
        let repos = [repo("shop"), repo("Tool")];
        account(json!({ "user": user, "repos": repos, "commits": commits }))
    }

    fn commits(repository: &str, number: usize, name: &str, year: u32) -> Vec<Value> {
        let commit = |i: usize| {
            let email = format!("{}@example.net", name.split(' ').next().unwrap());
            json!({
                "url": format!("https://github.com/sam/{repository}/commit/{i}"),
                "commit": { "author": { "name": name, "email": email, "date": format!("{year}-05-{:02}T00:00:00Z", i + 1) } },
            })
        };
        (0..number).map(commit).collect()
    }

    pub(super) fn strangers_history_in_repositories() -> Examples {
        let both = |number: usize, name: &str, year: u32| {
            [commits("shop", number, name, year), commits("tool", number, name, year)].concat()
        };
        let original = |commits| with_history(false.into(), commits);
        let earlier_self = || original(both(6, "S. Example", 2019));
        Examples::new()
            .hit("two repositories of a stranger's work", original(both(6, "Otto Specimen", 2019)))
            .value(2.0)
            .says("The repositories sam/shop and sam/Tool are not marked as forks, but each contains at least five commits by other people from before the account was created on 2024-01-01 and before the repository was.")
            .pointers(&["/links/github/commits/0/commit/author", "/links/github/commits/6/commit/author"])
            .miss("one project that was taken over", original(commits("shop", 9, "Otto Specimen", 2019)))
            .says("Only sam/shop contains at least five commits by other people from before the account was created on 2024-01-01 and before the repository was.")
            .miss("contributions after the account was created", original(both(6, "Otto Specimen", 2025)))
            .says("No repository contains at least five commits by other people from before the account was created on 2024-01-01 and before the repository was.")
            .miss("a few lines of a template", original(both(4, "Otto Specimen", 2019)))
            .unknown("forks", with_history(true.into(), both(6, "Otto Specimen", 2019)))
            .unknown("nobody knows whether they are forks", with_history(Value::Null, both(6, "Otto Specimen", 2019)))
            .innocent("the applicant's own work under another address", earlier_self())
    }

    pub(super) fn boilerplate_only_repositories() -> Examples {
        let dated = |fork: bool, pushed: &str| json!({ "fork": fork, "size": 9, "created_at": "2024-02-01T00:00:00Z", "pushed_at": pushed });
        let empty = json!({ "size": 0 });
        let fork = dated(true, "2023-02-01T00:00:00Z");
        let starter = dated(false, "2024-02-01T00:05:00Z");
        let work = dated(false, "2025-02-01T00:00:00Z");
        let listed = |all: usize, repos: &[&Value]| {
            account(json!({ "user": { "public_repos": all }, "repos": repos }))
        };
        Examples::new()
            .hit("nothing of its own", listed(3, &[&empty, &fork, &starter]))
            .value(3.0)
            .says("All 3 repositories are empty, forks without an own commit, or untouched since the day they were created.")
            .miss("work in two", listed(4, &[&work, &work, &starter, &fork]))
            .says("Only 2 of 4 repositories are empty, forks without an own commit, or untouched since the day they were created.")
            .miss("work in all but one", listed(3, &[&work, &work, &starter]))
            .says("Only 1 of 3 repositories is empty, a fork without an own commit, or untouched since the day it was created.")
            .miss("work in all", listed(3, &[&work, &work, &work]))
            .says("None of the 3 repositories is empty, a fork without an own commit, or untouched since the day it was created.")
            .unknown("two repositories are too few", listed(2, &[&empty, &fork]))
            .unknown("a page of the list", listed(40, &[&empty, &fork, &starter]))
            .innocent("a student with a project", listed(3, &[&empty, &fork, &work]))
    }

    pub(super) fn second_bare_profile_after_hire() -> Examples {
        let version = |login: &str, repos: u32, hired: &str| {
            let user = json!({ "login": login, "public_repos": repos });
            let engagements = json!([{ "started_at": hired }]);
            json!({ "links": { "github": { "user": user } }, "activity": { "engagements": engagements } })
        };
        let now = |login: &str, repos: u32, hired: &str| {
            let before = json!({ "links": { "github": { "user": { "login": "sam" } } } });
            Fixture::new(version(login, repos, hired)).after(Duration::days(90), before)
        };
        let hired = "2026-05-01T00:00:00Z";
        Examples::new()
            .hit("an empty account after work began", now("sam-work", 0, hired))
            .says("After work began on 2026-05-01, the applicant gave another code-hosting account than before. It has no repositories.")
            .miss("an account with repositories", now("sam-work", 4, hired))
            .says("After work began on 2026-05-01, the applicant gave another code-hosting account than before. It has repositories.")
            .miss("the same account", now("sam", 0, hired))
            .says("The applicant has given the same code-hosting account since work began on 2026-05-01.")
            .unknown("nobody knows when work began", {
                let user = json!({ "login": "sam-work", "public_repos": 0 });
                Fixture::new(json!({ "links": { "github": { "user": user } } }))
            })
            .unknown("no earlier version", Fixture::new(version("sam-work", 0, hired)))
            .innocent("someone who keeps using the account", now("sam", 9, hired))
    }
}
