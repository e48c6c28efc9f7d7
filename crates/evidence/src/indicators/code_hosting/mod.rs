//! Code-hosting accounts.

pub(super) mod accounts;
pub(super) mod clocks;
pub(super) mod content;
pub(super) mod timeline;

#[cfg(test)]
mod fixtures;

use chrono::{DateTime, Utc};

use super::Case;
use crate::profile::code_hosting::{GitHub, GitHubCommit};
use crate::profile::{PersonName, Text};

fn github<'a>(case: &Case<'a>) -> Option<&'a GitHub> {
    case.profile.links.as_ref()?.github.as_ref()
}

/// The account's name, folded.
pub(super) fn login(case: &Case<'_>) -> Option<String> {
    Some(github(case)?.user.as_ref()?.login.as_ref()?.folded())
}

fn created_at(case: &Case<'_>) -> Option<DateTime<Utc>> {
    github(case)?.user.as_ref()?.created_at
}

/// A commit whose author is the account itself.
struct OwnCommit<'a> {
    index: usize,
    name: Option<&'a PersonName>,
    /// `owner/name`.
    repository: Option<String>,
    email: Option<String>,
    at: Option<DateTime<Utc>>,
    /// Minutes east of UTC.
    offset: Option<i32>,
}

fn own_commits<'a>(case: &Case<'a>) -> Vec<OwnCommit<'a>> {
    let Some(github) = github(case) else { return Vec::new() };
    let login = login(case);
    let is_own = |commit: &GitHubCommit| {
        let author = commit.author.as_ref().and_then(|author| author.login.as_ref());
        login.is_some() && author.map(Text::folded) == login
    };
    let read = |(index, commit): (usize, &'a GitHubCommit)| {
        let git = commit.commit.as_ref().and_then(|git| git.author.as_ref());
        let email =
            git.and_then(|git| git.email.as_ref()).map(|email| email.as_str().to_lowercase());
        let date = git.and_then(|git| git.date);
        let (at, offset) = (date.map(|date| date.at), date.and_then(|date| date.offset));
        let name = git.and_then(|git| git.name.as_ref()?.name());
        OwnCommit { index, name, repository: commit.repository(), email, at, offset }
    };
    github.commits.iter().enumerate().filter(|(_, commit)| is_own(commit)).map(read).collect()
}
