//! Code-hosting accounts.

pub(super) mod accounts;
pub(super) mod clocks;
pub(super) mod content;
pub(super) mod duplicates;
pub(super) mod origins;
pub(super) mod rewriting;
pub(super) mod timeline;

#[cfg(test)]
mod fixtures;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Case;
use super::reading::count;
use crate::finding::Evidence;
use crate::profile::attribution::Attribution;
use crate::profile::code_hosting::{GitHub, GitHubCommit};
use crate::profile::fold;

fn github<'a>(case: &Case<'a>) -> Option<&'a GitHub> {
    case.profile.links.as_ref()?.github.as_ref()
}

/// The account's name, folded.
pub(super) fn login<'a>(case: &Case<'a>) -> Option<&'a str> {
    Some(github(case)?.user.as_ref()?.login.as_ref()?.folded())
}

/// The code host of the account.
fn host<'a>(case: &Case<'a>) -> &'a str {
    let host = github(case).and_then(|github| github.host.as_ref());
    host.map_or("github.com", |host| host.as_str().trim())
}

fn created_at(case: &Case<'_>) -> Option<DateTime<Utc>> {
    github(case)?.user.as_ref()?.created_at
}

/// A commit that is attributed to the account.
#[derive(Debug)]
pub(super) struct OwnCommit {
    index: usize,
    attribution: Attribution,
    /// `owner/name`.
    repository: Option<String>,
    email: Option<String>,
    at: Option<DateTime<Utc>>,
    /// Minutes east of UTC.
    offset: Option<i32>,
}

pub(super) fn read_own_commits(case: &Case<'_>) -> Vec<OwnCommit> {
    let read = |(index, commit, attribution): (usize, &GitHubCommit, Attribution)| {
        let git = commit.commit.as_ref().and_then(|git| git.author.as_ref());
        let email =
            git.and_then(|git| git.email.as_ref()).map(|email| email.as_str().to_lowercase());
        let date = git.and_then(|git| git.date);
        let (at, offset) = (date.map(|date| date.at), date.and_then(|date| date.offset));
        OwnCommit { index, attribution, repository: commit.repository(), email, at, offset }
    };
    github(case).into_iter().flat_map(GitHub::own_commits).map(read).collect()
}

impl OwnCommit {
    fn is_in(&self, repositories: &BTreeSet<&str>) -> bool {
        !repositories.is_empty()
            && self.repository.as_ref().is_some_and(|name| repositories.contains(&*fold(name)))
    }
}

/// The folded names of the repositories that are marked as no forks.
fn originals<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let repos = github(case).into_iter().flat_map(|github| &github.repos);
    let originals = repos.filter(|repo| repo.fork == Some(false));
    originals.filter_map(|repo| Some(repo.full_name.as_ref()?.folded())).collect()
}

/// The folded names of the repositories that are marked as forks.
fn forks<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let repos = github(case).into_iter().flat_map(|github| &github.repos);
    let forks = repos.filter(|repo| repo.fork == Some(true));
    forks.filter_map(|repo| Some(repo.full_name.as_ref()?.folded())).collect()
}

/// How many repositories the list lacks. `None` if that is not known.
fn unlisted(github: &GitHub) -> Option<usize> {
    let all = github.user.as_ref()?.public_repos?.0;
    let listed = count(github.repos.len());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a count")]
    let lacking = (all - listed).max(0.0) as usize;
    Some(lacking)
}

/// Says by which sign commits are attributed to the account: the weakest one, because the evidence is as good as that.
/// The wording can use the message `attributed-by`.
fn attributed(evidence: Evidence, commits: impl IntoIterator<Item = Attribution>) -> Evidence {
    let weakest = commits.into_iter().max().unwrap_or(Attribution::Host);
    evidence.with("sign", weakest.word())
}
