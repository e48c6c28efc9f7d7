//! The account itself: who it follows, and the authors and dates of its commits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use super::super::reading::{count, day};
use super::super::sharing::shared_with_others;
use super::super::{Case, Cause, Family, Indicator, MissRule, Scope, Usage};
use super::{OwnCommit, attributed, created_at, forks, github, originals};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::attribution::is_made_up_by_host;
use crate::profile::newest::author_names;
use crate::profile::{Agreement, PersonName, fold};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    REPO_HISTORY_BACKDATED,
    FOLLOW_FARMING,
    COMMIT_EMAIL_SHARED_ACROSS_ACCOUNTS,
    COMMIT_IDENTITY_MULTIPLICITY,
];

const REPO_HISTORY_BACKDATED: Indicator = Indicator {
    id: "repo_history_backdated",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Commits in several repositories are dated before the code-hosting account was created.",
    unit: "repositories",
    question: "Which commits did the account make, and when was it created? Send `links.github` with `user` and `commits`.",
    innocent_explanations: "Old work that was uploaded again, and history imported from another code host.",
    how_to_verify: "Ask where the work was hosted before. Ask about one of the older commits in an interview.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "
    .hit = { $commits } commits in the repositories { $repositories } are dated more than 30 days before the account was created on { $created }. { attributed-by }
    .miss = { $commits ->
        [0] { $total ->
            [one] The only dated commit in the account’s own repositories is not dated
           *[other] None of the { $total } dated commits in the account’s own repositories is dated
        }
       *[other] Only the repository { $repositories } has commits dated
    } more than 30 days before the account was created on { $created }. { attributed-by }
",
    miss: MissRule::Counts,
    observe: repo_history_backdated,
    #[cfg(test)]
    examples: tests::repo_history_backdated,
};

const FOLLOW_FARMING: Indicator = Indicator {
    id: "follow_farming",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The account follows hundreds or thousands of others, and fewer follow it back.",
    unit: "grade: 1 from 300 followed accounts on, 2 from 1,000 on, 3 from 3,000 on",
    question: "How many accounts does the account follow, and how many follow it? Send `links.github.user`.",
    innocent_explanations: "Developer advocates, people who follow everyone back, and students in follow challenges.",
    how_to_verify: "Look at the work itself. Follower counts can't prove or clear anything.",
    sources: &["SEAL", "OWN"],
    wording: "
    .hit = The account follows { $following } others but has { $followers ->
        [0] no followers.
        [one] only one follower.
       *[other] { $followers } followers.
    }
    .miss = The account follows { $following ->
        [0] no others.
        [one] only one other.
       *[other] only { $following } others.
    }
    .popular = The account follows { $following } others, but { $followers } follow it.
",
    miss: MissRule::Counts,
    observe: follow_farming,
    #[cfg(test)]
    examples: tests::follow_farming,
};

const COMMIT_EMAIL_SHARED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "commit_email_shared_across_accounts",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Two or more applicants commit with the same private e-mail address.",
    unit: "strength of the link, from 0 to 1",
    question: "Which e-mail addresses are in the account's commits? Send `links.github.commits`.",
    innocent_explanations: "One person with two accounts, and commits copied in with a library.",
    how_to_verify: "Ask for a new commit that is signed with a key for the address.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "
    .hit = { $values_count ->
        [one] The e-mail address { $values } in the applicant’s commits is
       *[other] The e-mail addresses { $values } in the applicant’s commits are
    } also used by { other-applicants }.
    .miss = { $values_count ->
        [one] The e-mail address { $values } in the applicant’s commits is
       *[other] The e-mail addresses { $values } in the applicant’s commits are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: commit_email_shared_across_accounts,
    #[cfg(test)]
    examples: tests::commit_email_shared_across_accounts,
};

const COMMIT_IDENTITY_MULTIPLICITY: Indicator = Indicator {
    id: "commit_identity_multiplicity",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "The account's own commits use four or more e-mail addresses, or three under different names.",
    unit: "addresses",
    question: "Which names and e-mail addresses are in the account's commits? Send `links.github.commits`.",
    innocent_explanations: "Separate addresses for work and private projects, and pair programming.",
    how_to_verify: "Ask what each address was used for.",
    sources: &["GFA", "SEAL", "OWN"],
    wording: "
    .hit = The applicant’s { $commits } commits use { $addresses } e-mail addresses at { $domains }{ $names ->
        [0] .
        [one] , under one name.
       *[other] , under { $names } different names.
    } { attributed-by }
    .miss = The applicant’s { $commits } commits use only { $addresses ->
        [one] one e-mail address at { $domains }
       *[other] { $addresses } e-mail addresses at { $domains }
    }{ $names ->
        [0] .
        [one] , under one name.
       *[other] , under { $names } different names.
    } { attributed-by }
",
    miss: MissRule::Counts,
    observe: commit_identity_multiplicity,
    #[cfg(test)]
    examples: tests::commit_identity_multiplicity,
};

/// Older commits in a single repository are earlier work that was imported. From two repositories on, it is a hit. Only the
/// account's own repositories count, not forks: hosts link old commits in other people's projects by the e-mail address.
/// Without `fork`, a repository may be one.
fn repo_history_backdated(case: &Case<'_>) -> Finding {
    const BROUGHT_ALONG: usize = 1;
    const TOLERANCE: Duration = Duration::days(30);
    let Some(created) = created_at(case) else { return Finding::Unknown };
    let forks = forks(case);
    let dated: Vec<&OwnCommit> = (case.own_commits().iter())
        .filter(|commit| commit.at.is_some() && is_owned(case, commit) && !commit.is_in(&forks))
        .collect();
    if dated.is_empty() {
        return Finding::Unknown;
    }
    let is_older = |commit: &&&OwnCommit| commit.at.is_some_and(|at| at < created - TOLERANCE);
    let older = dated.iter().filter(is_older).copied();
    let originals = originals(case);
    let (older, doubtful): (Vec<&OwnCommit>, Vec<&OwnCommit>) =
        older.partition(|commit| commit.is_in(&originals));
    let repositories: BTreeSet<&str> =
        older.iter().filter_map(|commit| commit.repository.as_deref()).collect();
    let doubtful: BTreeSet<&str> =
        doubtful.iter().filter_map(|commit| commit.repository.as_deref()).collect();
    let named: Vec<String> = repositories.iter().map(ToString::to_string).collect();
    let date =
        |commit: &&OwnCommit| format!("/links/github/commits/{}/commit/author/date", commit.index);
    let evidence = Evidence::about(older.iter().map(date))
        .with("commits", older.len())
        .with("total", dated.len())
        .with("created", day(created))
        .with("repositories", named);
    if repositories.len() <= BROUGHT_ALONG && repositories.len() + doubtful.len() > BROUGHT_ALONG {
        return Finding::Unknown;
    }
    if repositories.len() > BROUGHT_ALONG {
        let signs = older.iter().map(|commit| commit.attribution);
        Finding::hit(count(repositories.len()), attributed(evidence, signs))
    } else {
        let signs = dated.iter().map(|commit| commit.attribution);
        Finding::miss(attributed(evidence, signs))
    }
}

/// Whether the commit is in a repository under the account's login.
fn is_owned(case: &Case<'_>, commit: &OwnCommit) -> bool {
    let login = github(case).and_then(|github| github.user.as_ref()?.login.as_ref());
    let owner = commit.repository.as_deref().and_then(|name| name.split_once('/'));
    login.zip(owner).is_some_and(|(login, (owner, _))| fold(owner) == login.folded())
}

/// Graded as measured: likelihood ratios are about 7 from 300 followed accounts on, 14 from 1,000 and 46 from 3,000.
fn follow_farming(case: &Case<'_>) -> Finding {
    const STEPS: [f64; 3] = [300.0, 1_000.0, 3_000.0];
    let user = github(case).and_then(|github| github.user.as_ref());
    let Some((following, followers)) =
        user.and_then(|user| Some((user.following?.0, user.followers?.0)))
    else {
        return Finding::Unknown;
    };
    let pointers =
        ["/links/github/user/following", "/links/github/user/followers"].map(str::to_owned);
    let evidence = Evidence::about(pointers)
        .with("following", following.round())
        .with("followers", followers.round());
    let grade = STEPS.iter().filter(|step| following >= **step).count();
    if grade == 0 {
        Finding::miss(evidence)
    } else if following > followers {
        Finding::hit(count(grade), evidence)
    } else {
        Finding::miss(evidence.worded("popular"))
    }
}

/// Quotes only domains, because the local part is often a person's name.
fn commit_email_shared_across_accounts(case: &Case<'_>) -> Finding {
    shared_with_others(case, IdentifierKind::CommitEmail, |shared| {
        let index = shared.pointer.strip_prefix("/links/github/commits/")?.split('/').next()?;
        let commit = github(case)?.commits.get(index.parse::<usize>().ok()?)?;
        let email = commit.commit.as_ref()?.author.as_ref()?.email.as_ref()?;
        Some(format!("…@{}", domain(email.as_str())))
    })
}

/// The part after the `@`, or the whole text if there is none: Git does not validate addresses.
fn domain(email: &str) -> String {
    email.rsplit('@').next().unwrap_or(email).trim().to_lowercase()
}

/// A person can have a work, a private and an old address, so three addresses count only under three names. A host's
/// privacy addresses don't count. It is shown without weight, because it was measured as often among ordinary developers
/// as among suspected accounts (ratio 1.1).
fn commit_identity_multiplicity(case: &Case<'_>) -> Finding {
    const MIN_ADDRESSES: usize = 4;
    const MIN_UNDER_DIFFERENT_NAMES: usize = 3;
    const MIN_COMMITS: usize = 5;
    let commits = case.own_commits();
    let emails: BTreeMap<&str, usize> = (commits.iter())
        .filter_map(|commit| Some((commit.email.as_deref()?, commit.index)))
        .filter(|(email, _)| !is_made_up_by_host(email))
        .collect();
    if commits.len() < MIN_COMMITS || emails.is_empty() {
        return Finding::Unknown;
    }
    let names = author_names(case.profile);
    let different = different_names(&names.kept);
    let domains: BTreeSet<String> = emails.keys().map(|email| domain(email)).collect();
    let pointers =
        emails.values().map(|i| format!("/links/github/commits/{i}/commit/author/email"));
    let evidence = Evidence::about(pointers)
        .with("commits", commits.len())
        .with("addresses", emails.len())
        .with("domains", domains.into_iter().collect::<Vec<_>>())
        .with("names", different);
    let evidence = attributed(evidence, commits.iter().map(|commit| commit.attribution));
    let is_under_different_names = emails.len().min(different) >= MIN_UNDER_DIFFERENT_NAMES;
    if emails.len() >= MIN_ADDRESSES || is_under_different_names {
        Finding::hit(count(emails.len()), evidence)
    } else if names.is_cut || names.kept.iter().any(|name| name.is_too_long()) {
        Finding::Unknown
    } else {
        Finding::miss(evidence)
    }
}

/// The number of different names. Spellings of the same name count once.
fn different_names(names: &[&PersonName]) -> usize {
    let mut different: Vec<&PersonName> = Vec::new();
    for name in names {
        if different.iter().all(|other| name.agrees_with(other) == Agreement::Differ) {
            different.push(name);
        }
    }
    different.len()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::code_hosting::fixtures::{account, commit, committed};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn repo_history_backdated() -> Examples {
        let old = |repository| commit(repository, "sam@example.org", "2019-05-01T00:00:00Z");
        let recent = |repository| commit(repository, "sam@example.org", "2024-05-01T00:00:00Z");
        let by_another = |repository| {
            let mut commit = old(repository);
            commit["author"]["login"] = "other".into();
            commit
        };
        let in_forks = || {
            let forks = ["sam/a", "sam/b"].map(|name| json!({ "full_name": name, "fork": true }));
            let user = json!({ "login": "sam", "created_at": "2024-01-01T00:00:00Z" });
            account(json!({ "user": user, "commits": [old("a"), old("b")], "repos": forks }))
        };
        let unlinked = || {
            let commit = |repository: &str, author: Value| json!({ "url": format!("https://github.com/sam-example/{repository}/commit/1"), "author": null, "commit": { "author": author } });
            let dated = "2019-05-01T00:00:00+02:00";
            let no_reply = "7+sam-example@users.noreply.github.com";
            let user = json!({ "login": "sam-example", "id": 7, "name": "Sam Example", "created_at": "2024-01-01T00:00:00Z" });
            let commits = [
                commit("a", json!({ "name": "x", "email": no_reply, "date": dated })),
                commit(
                    "b",
                    json!({ "name": "Sam Example", "email": "s@example.org", "date": dated }),
                ),
                commit(
                    "c",
                    json!({ "name": "Otto Specimen", "email": "o@example.org", "date": dated }),
                ),
            ];
            let repos = ["a", "b"]
                .map(|name| json!({ "full_name": format!("sam-example/{name}"), "fork": false }));
            account(json!({ "user": user, "commits": commits, "repos": repos }))
        };
        let without_address = || {
            let mut commit = old("b");
            commit["url"].take();
            commit
        };
        Examples::new()
            .hit("old commits in two repositories", committed(vec![old("a"), old("b")]))
            .value(2.0)
            .says("2 commits in the repositories sam/a and sam/b are dated more than 30 days before the account was created on 2024-01-01. The code host attributes these commits to the account.")
            .miss("one repository has no name", committed(vec![old("a"), without_address()]))
            .unknown("two repositories that may be forks", committed(vec![old("a"), old("z")]))
            .unknown("other people's projects", account(json!({
                "user": { "login": "sam", "created_at": "2024-01-01T00:00:00Z" },
                "repos": [],
                "commits": (["torvalds/linux", "git/git"].map(|name| json!({
                    "url": format!("https://api.github.com/repos/{name}/commits/1"), "author": { "login": "sam" },
                    "commit": { "author": { "email": "sam@example.org", "date": "2010-05-01T10:00:00Z" } },
                }))),
            })))
            .miss("two repositories of a later time", committed(vec![recent("a"), recent("b")]))
            .says("None of the 2 dated commits in the account’s own repositories is dated more than 30 days before the account was created on 2024-01-01. The code host attributes these commits to the account.")
            .miss("a single commit", committed(vec![recent("a")]))
            .says("The only dated commit in the account’s own repositories is not dated more than 30 days before the account was created on 2024-01-01. The code host attributes these commits to the account.")
            .miss("one repository was brought along", committed(vec![old("a"), old("a")]))
            .says("Only the repository sam/a has commits dated more than 30 days before the account was created on 2024-01-01. The code host attributes these commits to the account.")
            .unknown("one repository without a name", committed(vec![without_address()]))
            .hit("the host links no commit to an account", unlinked())
            .says("2 commits in the repositories sam-example/a and sam-example/b are dated more than 30 days before the account was created on 2024-01-01. At least one of these commits is attributed only by an author name that is the account’s public name.")
            .unknown("contributions to two projects that were forked later", in_forks())
            .unknown("someone else's commits", committed(vec![by_another("a"), by_another("b")]))
            .innocent("old work that was brought along", committed(vec![old("a"), old("a")]))
    }

    pub(super) fn follow_farming() -> Examples {
        let user = |following: u32, followers: u32| {
            account(json!({ "user": { "following": following, "followers": followers } }))
        };
        Examples::new()
            .hit("follows over a thousand", user(1200, 90))
            .value(2.0)
            .says("The account follows 1200 others but has 90 followers.")
            .hit("follows four hundred", user(400, 90))
            .value(1.0)
            .hit("follows thousands", user(3000, 90))
            .value(3.0)
            .hit("no one follows it", user(1200, 0))
            .says("The account follows 1200 others but has no followers.")
            .hit("one follows it", user(1200, 1))
            .says("The account follows 1200 others but has only one follower.")
            .miss("follows a hundred", user(120, 9))
            .says("The account follows only 120 others.")
            .miss("follows one", user(1, 0))
            .says("The account follows only one other.")
            .miss("follows no one", user(0, 0))
            .says("The account follows no others.")
            .miss("more follow it", user(1200, 9000))
            .says("The account follows 1200 others, but 9000 follow it.")
            .unknown("the followers are not known", account(json!({ "user": { "following": 9 } })))
            .innocent("a speaker whom thousands follow", user(1200, 9000))
    }

    pub(super) fn commit_email_shared_across_accounts() -> Examples {
        let pointer = "/links/github/commits/0/commit/author/email";
        let kind = IdentifierKind::CommitEmail;
        let shared = |others, declared| {
            let own = commit("a", "sam@example.org", "2025-01-01T00:00:00Z");
            committed(vec![own]).sharing_at(pointer, kind, others, declared)
        };
        let two = || {
            let dated = "2025-01-01T00:00:00Z";
            let first = commit("a", "sam@example.org", dated);
            let second = commit("a", "sam@example.com", dated);
            let case = committed(vec![first, second]).sharing_at(pointer, kind, 2, None);
            case.sharing_at("/links/github/commits/1/commit/author/email", kind, 2, None)
        };
        Examples::new()
            .hit("three strangers commit with it", shared(3, None))
            .says("The e-mail address …@example.org in the applicant’s commits is also used by 3 other applicants.")
            .hit("two strangers commit with two addresses", two())
            .says(
                "The e-mail addresses …@example.org and …@example.com in the applicant’s commits \
                 are also used by 2 other applicants.",
            )
            .miss("no one else commits with it", shared(0, None))
            .says("The e-mail address …@example.org in the applicant’s commits is used by no other applicant.")
            .hit("a confirmed agency doesn't explain it", shared(3, Some(Declared::AGENCY)))
            .innocent("a container's default address", shared(50, None).in_a_hub())
    }

    fn commits(number: usize, email: impl Fn(usize) -> String) -> Vec<Value> {
        (0..number).map(|i| commit("a", &email(i), "2025-01-01T00:00:00Z")).collect()
    }

    /// Nine commits with three addresses, each with a name.
    fn named(names: [&str; 3]) -> Fixture {
        let mut commits = commits(9, |i| format!("sam{}@example.org", i % 3));
        for (i, commit) in commits.iter_mut().enumerate() {
            commit["commit"]["author"]["name"] = names[i % 3].into();
        }
        committed(commits)
    }

    pub(super) fn commit_identity_multiplicity() -> Examples {
        let addresses =
            |number: usize| committed(commits(8, |i| format!("sam{}@example.org", i % number)));
        let made_up = commits(10, |i| match i % 5 {
            n @ 0..2 => format!("sam{n}@example.org"),
            n => format!("{n}+sam@users.noreply.github.com"),
        });
        Examples::new()
            .hit("five addresses", addresses(5))
            .value(5.0)
            .says("The applicant’s 8 commits use 5 e-mail addresses at example.org. The code host attributes these commits to the account.")
            .hit("three addresses under three names", named(["Sam Example", "Otto Specimen", "Kim Beispiel"]))
            .value(3.0)
            .says("The applicant’s 9 commits use 3 e-mail addresses at example.org, under 3 different names. The code host attributes these commits to the account.")
            .miss("one address", addresses(1))
            .says("The applicant’s 8 commits use only one e-mail address at example.org. The code host attributes these commits to the account.")
            .miss("two addresses", addresses(2))
            .says("The applicant’s 8 commits use only 2 e-mail addresses at example.org. The code host attributes these commits to the account.")
            .miss("three machines of one person", named(["Sam Example", "Example Sam", "sam example"]))
            .says("The applicant’s 9 commits use only 3 e-mail addresses at example.org, under one name. The code host attributes these commits to the account.")
            .miss("a handle beside the name", named(["Sam Example", "Sam Example", "sammy-dev"]))
            .unknown("four commits are too few", committed(commits(4, |i| format!("sam{i}@example.org"))))
            .innocent("work, private, and addresses that the host makes up", committed(made_up))
    }
}
