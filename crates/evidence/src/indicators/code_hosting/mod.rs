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

fn github<'a>(case: &Case<'a>) -> Option<&'a GitHub> {
    case.profile.links.as_ref()?.github.as_ref()
}

/// The account's name, folded.
pub(super) fn login<'a>(case: &Case<'a>) -> Option<&'a str> {
    Some(github(case)?.user.as_ref()?.login.as_ref()?.folded())
}

fn created_at(case: &Case<'_>) -> Option<DateTime<Utc>> {
    github(case)?.user.as_ref()?.created_at
}

/// A commit whose author is the account itself.
#[derive(Debug)]
pub(super) struct OwnCommit {
    index: usize,
    /// `owner/name`.
    repository: Option<String>,
    email: Option<String>,
    at: Option<DateTime<Utc>>,
    /// Minutes east of UTC.
    offset: Option<i32>,
}

pub(super) fn read_own_commits(case: &Case<'_>) -> Vec<OwnCommit> {
    let read = |(index, commit): (usize, &GitHubCommit)| {
        let git = commit.commit.as_ref().and_then(|git| git.author.as_ref());
        let email =
            git.and_then(|git| git.email.as_ref()).map(|email| email.as_str().to_lowercase());
        let date = git.and_then(|git| git.date);
        let (at, offset) = (date.map(|date| date.at), date.and_then(|date| date.offset));
        OwnCommit { index, repository: commit.repository(), email, at, offset }
    };
    github(case).into_iter().flat_map(GitHub::own_commits).map(read).collect()
}
