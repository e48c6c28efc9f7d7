//! What is in the repositories: whose work, whose secrets.

use std::collections::BTreeMap;

use super::super::reading::{count, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{github, own_commits};
use crate::finding::{Evidence, Finding};
use crate::profile::code_hosting::GitHubPullRequest;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    REPO_HISTORY_COPIED_FROM_OTHERS,
    CONTRIBUTION_BADGE_SPAM,
    SECRETS_OR_PAST_EMPLOYER_CODE_PUBLISHED,
];

const REPO_HISTORY_COPIED_FROM_OTHERS: Indicator = Indicator {
    id: "repo_history_copied_from_others",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Commit hashes/content of someone else's project republished with author swapped.",
    unit: "repositories",
    question: "Was the same work found elsewhere? Search for the commits and send `links.github.commits[].also_found_in`, empty where nothing was found.",
    innocent_explanations: "Mirrors, course starter repos, squashed forks.",
    how_to_verify: "Ask about a decision in one of the commits.",
    sources: &["SEAL", "GFA", "MAN24"],
    wording: "",
    miss: MissRule::Counts,
    observe: repo_history_copied_from_others,
    #[cfg(test)]
    examples: None,
};

const CONTRIBUTION_BADGE_SPAM: Indicator = Indicator {
    id: "contribution_badge_spam",
    family: Family::CodeHosting,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Trivial issues/PRs to famous projects to gain badges.",
    unit: "pull requests",
    question: "What did the account contribute elsewhere? Send `links.github.pull_requests`.",
    innocent_explanations: "Hacktoberfest beginners.",
    how_to_verify: "Look at two of them; beginners' first steps look the same.",
    sources: &["SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: contribution_badge_spam,
    #[cfg(test)]
    examples: None,
};

const SECRETS_OR_PAST_EMPLOYER_CODE_PUBLISHED: Indicator = Indicator {
    id: "secrets_or_past_employer_code_published",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Repos expose previous employers' code or keys as portfolio.",
    unit: "repositories",
    question: "Do the repositories hold secrets or an employer's code? Send `links.github.repos[].secrets_found` and `claimed_by_employer`.",
    innocent_explanations: "Careless juniors.",
    how_to_verify: "Tell the owner of the secrets; ask whose the code is.",
    sources: &["KET", "PSA25J"],
    wording: "",
    miss: MissRule::Counts,
    observe: secrets_or_past_employer_code_published,
    #[cfg(test)]
    examples: None,
};

/// Repositories most of whose own commits were found in somebody else's repository. Forks and mirrors say
/// so themselves; a starter that work was built on is a small part.
fn repo_history_copied_from_others(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 5;
    const MOST: f64 = 0.5;
    let Some(github) = github(case) else { return Finding::Unknown };
    let open = |name: &str| {
        let mut repos = github.repos.iter();
        !repos.any(|repo| {
            let named = repo.full_name.as_ref().is_some_and(|own| own.folded() == name);
            named && (repo.fork == Some(true) || repo.mirror_url.is_some())
        })
    };
    let mut searched: BTreeMap<String, (usize, Vec<usize>)> = BTreeMap::new();
    for commit in own_commits(case) {
        let Some(found) = &github.commits[commit.index].also_found_in else { continue };
        let name = crate::profile::fold(&commit.repository.unwrap_or_default());
        let (looked, copied) = searched.entry(name).or_default();
        *looked += 1;
        if !found.as_str().trim().is_empty() {
            copied.push(commit.index);
        }
    }
    searched.retain(|name, (looked, _)| *looked >= NEEDED && open(name));
    if searched.is_empty() {
        return Finding::Unknown;
    }
    let copied: Vec<&Vec<usize>> = (searched.values())
        .filter(|(looked, copied)| ratio(copied.len(), *looked) >= MOST)
        .map(|(_, copied)| copied)
        .collect();
    let text = format!(
        "{} of {} repositories are mostly somebody else's work under this author",
        copied.len(),
        searched.len()
    );
    let pointers =
        copied.iter().map(|copied| format!("/links/github/commits/{}/also_found_in", copied[0]));
    Finding::graded(count(copied.len()), Evidence::stored(text, pointers))
}

/// Ten pull requests or more, nearly all of a line or two.
fn contribution_badge_spam(case: &Case<'_>) -> Finding {
    const MANY: usize = 10;
    const MOST: f64 = 0.8;
    let requests = github(case).into_iter().flat_map(|github| &github.pull_requests).enumerate();
    let sized: Vec<(usize, bool)> =
        requests.filter_map(|(i, request)| Some((i, is_trivial(request)?))).collect();
    if sized.is_empty() {
        return Finding::Unknown;
    }
    let trivial: Vec<usize> = sized.iter().filter(|(_, small)| *small).map(|(i, _)| *i).collect();
    let text = format!(
        "{} of {} pull requests elsewhere change four lines or fewer and were not taken",
        trivial.len(),
        sized.len()
    );
    let pointers = trivial.iter().map(|i| format!("/links/github/pull_requests/{i}"));
    let evidence = Evidence::stored(text, pointers);
    if trivial.len() >= MANY && ratio(trivial.len(), sized.len()) >= MOST {
        Finding::hit(count(trivial.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn is_trivial(request: &GitHubPullRequest) -> Option<bool> {
    let lines = request.additions?.0 + request.deletions?.0;
    Some(lines <= 4.0 && request.merged_at.is_none())
}

/// Code that a former employer calls theirs, or secrets in two repositories: one is an accident.
fn secrets_or_past_employer_code_published(case: &Case<'_>) -> Finding {
    const ACCIDENT: usize = 1;
    let repos = github(case).into_iter().flat_map(|github| &github.repos).enumerate();
    let looked: Vec<(usize, bool, bool)> = repos
        .filter(|(_, repo)| repo.secrets_found.is_some() || repo.claimed_by_employer.is_some())
        .map(|(i, repo)| {
            let secret = repo.secrets_found.is_some_and(|found| found.0 >= 1.0);
            (i, secret, repo.claimed_by_employer == Some(true))
        })
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let secrets = looked.iter().filter(|(_, secret, _)| *secret).count();
    let claimed = looked.iter().filter(|(.., claimed)| *claimed).count();
    let text = format!(
        "of {} repositories {secrets} hold secrets and {claimed} are claimed by a former employer",
        looked.len()
    );
    let hits = looked.iter().filter(|(_, secret, claimed)| *secret || *claimed);
    let evidence = Evidence::stored(text, hits.map(|(i, ..)| format!("/links/github/repos/{i}")));
    let leaks = if secrets > ACCIDENT { secrets } else { 0 };
    Finding::graded(count(leaks.max(claimed)), evidence)
}

#[cfg(test)]
mod tests;
