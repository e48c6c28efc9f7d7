//! The content of repositories: copied histories, trivial contributions, secrets and employers' code.

use std::collections::{BTreeMap, BTreeSet};

use super::super::reading::{count, part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{attributed, github, login};
use crate::finding::{Evidence, Finding};
use crate::profile::attribution::Attribution;
use crate::profile::code_hosting::{
    FoundCommit, GitHubCommit, GitHubPullRequest, GitHubRepo, GitPerson,
};
use crate::profile::fold;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    REPO_HISTORY_COPIED_FROM_OTHERS,
    CONTRIBUTION_BADGE_SPAM,
    SECRETS_OR_PAST_EMPLOYER_CODE_PUBLISHED,
];

const REPO_HISTORY_COPIED_FROM_OTHERS: Indicator = Indicator {
    id: "repo_history_copied_from_others",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Commits of someone else's project were published again under the applicant's name.",
    unit: "repositories",
    question: "Which commits with the same work are in other repositories? Search for them and send `links.github.commits[].found_elsewhere` with repository, author and date, empty where nothing was found.",
    innocent_explanations: "Mirrors, course starter repositories, and forks with squashed commits.",
    how_to_verify: "Ask about a design decision in one of the commits.",
    sources: &["SEAL", "GFA", "MAN24"],
    wording: "
    .hit = At least half of the commits in { $repositories_count ->
        [0] an unnamed repository
        [one] the repository { $repositories }
       *[other] each of the repositories { $repositories }
    } were also found in someone else’s repository, under another author and no later. { attributed-by }
    .miss = Fewer than half of the commits in { $repositories_count ->
        [0] an unnamed repository
        [one] the repository { $repositories }
       *[other] each of the repositories { $repositories }
    } were also found in someone else’s repository, under another author and no later. { attributed-by }
",
    miss: MissRule::Counts,
    observe: repo_history_copied_from_others,
    #[cfg(test)]
    examples: tests::repo_history_copied_from_others,
};

const CONTRIBUTION_BADGE_SPAM: Indicator = Indicator {
    id: "contribution_badge_spam",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "The account opened many trivial pull requests in other people's repositories.",
    unit: "pull requests",
    question: "Which pull requests did the account open in other repositories? Send `links.github.pull_requests`.",
    innocent_explanations: "Beginners who take part in events such as Hacktoberfest.",
    how_to_verify: "Look at two of the pull requests. First contributions of beginners look the same.",
    sources: &["SEAL"],
    wording: "
    .hit = { $part ->
        [all] All { $total } pull requests in other repositories
       *[some] { $count } of { $total } pull requests in other repositories
    } change no more than four lines and were not merged.
    .miss = { $count ->
        [0] Every pull request in another repository changes more than four lines or was merged.
        [one] Only one pull request in another repository changes no more than four lines and was not merged.
       *[other] Only { $part ->
            [all] { $count } pull requests
           *[some] { $count } of { $total } pull requests
        } in other repositories change no more than four lines and were not merged.
    }
",
    miss: MissRule::Counts,
    observe: contribution_badge_spam,
    #[cfg(test)]
    examples: tests::contribution_badge_spam,
};

const SECRETS_OR_PAST_EMPLOYER_CODE_PUBLISHED: Indicator = Indicator {
    id: "secrets_or_past_employer_code_published",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Public repositories contain a former employer's code, or several contain secrets.",
    unit: "repositories",
    question: "Do the repositories contain secrets or an employer's code? Send `links.github.repos[].secrets_found` and `claimed_by_employer`.",
    innocent_explanations: "Careless beginners.",
    how_to_verify: "Warn the owner of the secrets. Ask the applicant whose code it is.",
    sources: &["KET", "PSA25J"],
    wording: "
    .hit = Secrets were found in the repositories { $with_secrets }.
    .claimed = A former employer claims the code in { $claimed_count ->
        [one] the repository { $claimed }
       *[other] the repositories { $claimed }
    }{ $with_secrets_count ->
        [0] .
        [one] , and secrets were found in the repository { $with_secrets }.
       *[other] , and secrets were found in the repositories { $with_secrets }.
    }
    .miss = { $with_secrets_count ->
        [0] { $total ->
            [one] The only repository that was checked contains neither secrets nor a former employer’s code.
           *[other] None of the { $total } repositories that were checked contains secrets or a former employer’s code.
        }
       *[other] Secrets were found in only one repository ({ $with_secrets }), and no former employer claims any code.
    }
",
    miss: MissRule::Counts,
    observe: secrets_or_past_employer_code_published,
    #[cfg(test)]
    examples: tests::secrets_or_past_employer_code_published,
};

/// The own commits in one repository that were searched for elsewhere.
#[derive(Default)]
struct Searched {
    repository: String,
    commits: usize,
    /// The commits found in someone else's repository.
    copied: Vec<(usize, Attribution)>,
}

/// Repositories in which most own commits were found in someone else's repository. Forks and mirrors are marked and
/// don't count. A starter template is only a small part of the work.
fn repo_history_copied_from_others(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: usize = 5;
    const MIN_SHARE: f64 = 0.5;
    let Some(github) = github(case) else { return Finding::Unknown };
    let is_copy = |repo: &&GitHubRepo| repo.fork == Some(true) || repo.mirror_url.is_some();
    let marked_copies: BTreeSet<&str> = (github.repos.iter().filter(is_copy))
        .filter_map(|repo| Some(repo.full_name.as_ref()?.folded()))
        .collect();
    let mut searched: BTreeMap<String, Searched> = BTreeMap::new();
    for own in case.own_commits() {
        let commit = &github.commits[own.index];
        let Some(found) = &commit.found_elsewhere else { continue };
        let repository = own.repository.as_deref().unwrap_or_default();
        let entry = searched.entry(fold(repository)).or_default();
        repository.clone_into(&mut entry.repository);
        entry.commits += 1;
        if found.iter().any(|found| is_original(found, commit, login(case))) {
            entry.copied.push((own.index, own.attribution));
        }
    }
    searched.retain(|name, entry| {
        entry.commits >= MIN_COMMITS && !marked_copies.contains(name.as_str())
    });
    if searched.is_empty() {
        return Finding::Unknown;
    }
    let is_copied = |entry: &&Searched| ratio(entry.copied.len(), entry.commits) >= MIN_SHARE;
    let copied: Vec<&Searched> = searched.values().filter(is_copied).collect();
    let named = if copied.is_empty() { searched.values().collect() } else { copied.clone() };
    let names = named.iter().map(|entry| entry.repository.clone());
    let repositories: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    let first = copied.iter().filter_map(|entry| entry.copied.first());
    let pointers = first.map(|(i, _)| format!("/links/github/commits/{i}/found_elsewhere"));
    let evidence = Evidence::about(pointers).with("repositories", repositories);
    let signs = if copied.is_empty() {
        case.own_commits().iter().map(|own| own.attribution).collect::<Vec<_>>()
    } else {
        copied.iter().flat_map(|entry| &entry.copied).map(|(_, sign)| *sign).collect()
    };
    Finding::graded(count(copied.len()), attributed(evidence, signs))
}

/// Whether a commit that was found elsewhere is the original of an own one: it is in someone else's repository, has
/// another author, and is not younger. Everything else can be a copy of the applicant's work.
fn is_original(found: &FoundCommit, own: &GitHubCommit, login: Option<&str>) -> bool {
    let owner = found.repository.as_ref().and_then(|name| name.folded().split('/').next());
    let author = found.author.as_ref();
    let own_author = own.commit.as_ref().and_then(|git| git.author.as_ref());
    let email =
        |person: Option<&GitPerson>| Some(person?.email.as_ref()?.as_str().trim().to_lowercase());
    let is_ours = |name: &str| login.is_some_and(|login| fold(name) == login);
    let same_login = found.login.as_ref().map(|found| is_ours(found.as_str()));
    let same_email = email(author).zip(email(own_author)).map(|(theirs, ours)| theirs == ours);
    let names = author.and_then(|author| author.name.as_ref());
    let names = names.zip(own_author.and_then(|author| author.name.as_ref()));
    let same_name = names.map(|(theirs, ours)| theirs.equals(ours));
    let known = [same_login, same_email, same_name];
    let is_another = known.contains(&Some(false)) && !known.contains(&Some(true));
    let dates = author.and_then(|author| author.date).zip(own_author.and_then(|own| own.date));
    let is_older = dates.is_some_and(|(theirs, ours)| theirs.at <= ours.at);
    owner.is_some_and(|owner| !is_ours(owner)) && is_another && is_older
}

/// At least ten pull requests, nearly all of one or two lines.
fn contribution_badge_spam(case: &Case<'_>) -> Finding {
    const MIN_TRIVIAL: usize = 10;
    const MIN_SHARE: f64 = 0.8;
    let requests = github(case).into_iter().flat_map(|github| &github.pull_requests).enumerate();
    let sized: Vec<(usize, bool)> =
        requests.filter_map(|(i, request)| Some((i, is_trivial(request)?))).collect();
    if sized.is_empty() {
        return Finding::Unknown;
    }
    let trivial: Vec<usize> =
        sized.iter().filter(|(_, is_trivial)| *is_trivial).map(|(i, _)| *i).collect();
    let pointers = trivial.iter().map(|i| format!("/links/github/pull_requests/{i}"));
    let evidence = part(Evidence::about(pointers), trivial.len(), sized.len());
    if trivial.len() >= MIN_TRIVIAL && ratio(trivial.len(), sized.len()) >= MIN_SHARE {
        Finding::hit(count(trivial.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn is_trivial(request: &GitHubPullRequest) -> Option<bool> {
    let lines = request.additions?.0 + request.deletions?.0;
    Some(lines <= 4.0 && request.merged_at.is_none())
}

/// Code that a former employer claims, or secrets in two repositories. Secrets in one repository are an accident. It is
/// shown without weight: no profile shows whose code it is or whether a secret is real, so it repeats what someone says.
fn secrets_or_past_employer_code_published(case: &Case<'_>) -> Finding {
    const ACCIDENT: usize = 1;
    let has_secrets = |repo: &GitHubRepo| repo.secrets_found.is_some_and(|count| count.0 >= 1.0);
    let is_claimed = |repo: &GitHubRepo| repo.claimed_by_employer == Some(true);
    let repos = github(case).into_iter().flat_map(|github| &github.repos).enumerate();
    let checked: Vec<(usize, &GitHubRepo)> = repos
        .filter(|(_, repo)| repo.secrets_found.is_some() || repo.claimed_by_employer.is_some())
        .collect();
    if checked.is_empty() {
        return Finding::Unknown;
    }
    let hits = checked.iter().filter(|(_, repo)| has_secrets(repo) || is_claimed(repo));
    let pointers = hits.map(|(i, _)| format!("/links/github/repos/{i}"));
    let with_secrets = labels(&checked, has_secrets);
    let claimed = labels(&checked, is_claimed);
    let leaks = if with_secrets.len() > ACCIDENT { with_secrets.len() } else { 0 };
    let value = count(leaks.max(claimed.len()));
    let mut evidence = Evidence::about(pointers).with("total", checked.len());
    if !claimed.is_empty() {
        evidence = evidence.worded("claimed");
    }
    Finding::graded(value, evidence.with("with_secrets", with_secrets).with("claimed", claimed))
}

/// The names of repositories, or their positions if they have no names.
fn labels(
    repos: &[(usize, &GitHubRepo)],
    is_included: impl Fn(&GitHubRepo) -> bool,
) -> Vec<String> {
    let label = |(i, repo): &(usize, &GitHubRepo)| {
        let name = repo.full_name.as_ref().map(|name| name.as_str().to_owned());
        name.unwrap_or_else(|| format!("#{}", i + 1))
    };
    repos.iter().filter(|(_, repo)| is_included(repo)).map(label).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::code_hosting::fixtures::{account, commit};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    /// A commit in another repository that a search for the same work found.
    fn found(repository: &str, author: &str, date: &str) -> Value {
        let author =
            json!({ "name": author, "email": format!("{author}@example.net"), "date": date });
        json!({ "repository": repository, "author": author })
    }

    /// Ten commits in a repository, for the first `copied` of which a search found this.
    fn searched(repository: &str, copied: usize, found: &Value) -> Vec<Value> {
        let searched = |i: usize| {
            let mut commit = commit(repository, "sam@example.org", "2025-01-01T00:00:00Z");
            commit["found_elsewhere"] = if i < copied { json!([found]) } else { json!([]) };
            commit
        };
        (0..10).map(searched).collect()
    }

    /// Ten commits in a repository, the first `copied` of which are someone else's.
    fn history(repository: &str, copied: usize) -> Vec<Value> {
        let original = found("other-example/original", "otto", "2024-12-01T00:00:00Z");
        searched(repository, copied, &original)
    }

    fn committed(commits: &[Value], mut repo: Value) -> Fixture {
        repo["full_name"] = "sam/tool".into();
        account(json!({ "user": { "login": "sam" }, "commits": commits, "repos": [repo] }))
    }

    pub(super) fn repo_history_copied_from_others() -> Examples {
        let copied = |copied| committed(&history("tool", copied), json!({}));
        let two = |copied| [history("tool", copied), history("Library", copied)].concat();
        let without = |field: &str| {
            let mut commits = history("tool", 9);
            for commit in &mut commits {
                commit.as_object_mut().unwrap().remove(field);
            }
            committed(&commits, json!({}))
        };
        let of = |repository: &str, author: &str, date: &str| {
            let mut found = found(repository, author, date);
            found["author"]["email"] = format!("{author}@example.org").into();
            committed(&searched("tool", 9, &found), json!({}))
        };
        let marked = |mark| committed(&history("tool", 9), mark);
        Examples::new()
            .hit("most commits are someone else's", copied(9))
            .value(1.0)
            .says(
                "At least half of the commits in the repository sam/tool were also found \
                 in someone else’s repository, under another author and no later. The code host attributes these commits to the account.",
            )
            .pointers(&["/links/github/commits/0/found_elsewhere"])
            .hit("two repositories", committed(&two(9), json!({})))
            .value(2.0)
            .says(
                "At least half of the commits in each of the repositories sam/Library and sam/tool were also found \
                 in someone else’s repository, under another author and no later. The code host attributes these commits to the account.",
            )
            .hit("the repository is not named", without("url"))
            .says("At least half of the commits in an unnamed repository were also found in someone else’s repository, under another author and no later. The code host attributes these commits to the account.")
            .miss("nothing was found elsewhere", copied(0))
            .says("Fewer than half of the commits in the repository sam/tool were also found in someone else’s repository, under another author and no later. The code host attributes these commits to the account.")
            .miss("a course's starter", copied(2))
            .miss("two repositories of the applicant's own work", committed(&two(0), json!({})))
            .says(
                "Fewer than half of the commits in each of the repositories sam/Library and sam/tool \
                 were also found in someone else’s repository, under another author and no later. The code host attributes these commits to the account.",
            )
            .miss("someone else copied the work later", of("other-example/copy", "otto", "2026-01-01T00:00:00Z"))
            .miss("the applicant's other repository", of("sam/before", "otto", "2024-01-01T00:00:00Z"))
            .miss("a fork that someone else made", of("other-example/fork", "sam", "2025-01-01T00:00:00Z"))
            .miss("nobody knows who wrote it", {
                let found = json!({ "repository": "other-example/original" });
                committed(&searched("tool", 9, &found), json!({}))
            })
            .unknown("a fork", marked(json!({ "fork": true })))
            .unknown("a mirror", marked(json!({ "mirror_url": "https://git.example.org/tool" })))
            .unknown("no one searched", without("found_elsewhere"))
            .innocent("a fork that is marked as one", marked(json!({ "fork": true })))
    }

    pub(super) fn contribution_badge_spam() -> Examples {
        let request = |lines: u32, merged: Value| json!({ "additions": lines, "deletions": 0, "merged_at": merged });
        let opened = |requests: Vec<Value>| {
            account(json!({ "user": { "login": "sam" }, "pull_requests": requests }))
        };
        let open = |number, lines| opened(vec![request(lines, Value::Null); number]);
        let mixed = |trivial, others| {
            let requests =
                [vec![request(1, Value::Null); trivial], vec![request(80, Value::Null); others]];
            opened(requests.concat())
        };
        let merged = vec![request(1, json!("2026-01-01T00:00:00Z")); 15];
        Examples::new()
            .hit("fifteen of one line", open(15, 1))
            .value(15.0)
            .says("All 15 pull requests in other repositories change no more than four lines and were not merged.")
            .hit("twelve of fifteen of one line", mixed(12, 3))
            .says("12 of 15 pull requests in other repositories change no more than four lines and were not merged.")
            .miss("fifteen of eighty lines", open(15, 80))
            .says("Every pull request in another repository changes more than four lines or was merged.")
            .miss("fifteen that were merged", opened(merged))
            .miss("one of one line", open(1, 1))
            .says("Only one pull request in another repository changes no more than four lines and was not merged.")
            .miss("four of one line", open(4, 1))
            .says("Only 4 pull requests in other repositories change no more than four lines and were not merged.")
            .miss("a third of one line", mixed(5, 10))
            .says("Only 5 of 15 pull requests in other repositories change no more than four lines and were not merged.")
            .unknown("no pull requests", open(0, 1))
            .innocent("a beginner's first ones", open(4, 1))
    }

    pub(super) fn secrets_or_past_employer_code_published() -> Examples {
        let repos = |repos: Value| account(json!({ "repos": repos }));
        let with_secrets = |found: [u32; 2]| {
            let names = ["sam/tool", "sam/site"].into_iter().zip(found);
            let repo = |(name, found)| json!({ "full_name": name, "secrets_found": found });
            repos(names.map(repo).collect())
        };
        let claimed = |number: usize, secrets: u32| {
            let repo = json!({ "claimed_by_employer": true, "secrets_found": secrets });
            repos(vec![repo; number].into())
        };
        Examples::new()
            .hit("secrets in two repositories", with_secrets([2, 1]))
            .value(2.0)
            .says("Secrets were found in the repositories sam/tool and sam/site.")
            .hit("a former employer's code", claimed(1, 0))
            .value(1.0)
            .says("A former employer claims the code in the repository #1.")
            .hit("a former employer's code with a secret", claimed(1, 2))
            .says("A former employer claims the code in the repository #1, and secrets were found in the repository #1.")
            .hit("two repositories of a former employer's code", claimed(2, 2))
            .says("A former employer claims the code in the repositories #1 and #2, and secrets were found in the repositories #1 and #2.")
            .miss("no secrets", with_secrets([0, 0]))
            .says("None of the 2 repositories that were checked contains secrets or a former employer’s code.")
            .miss("no secrets and no employer's code", repos(json!([{ "secrets_found": 0, "claimed_by_employer": false }])))
            .says("The only repository that was checked contains neither secrets nor a former employer’s code.")
            .miss("secrets in one repository", with_secrets([2, 0]))
            .says("Secrets were found in only one repository (sam/tool), and no former employer claims any code.")
            .unknown("no one checked", repos(json!([{ "size": 4 }])))
            .innocent("a junior's one accident", with_secrets([2, 0]))
    }
}
