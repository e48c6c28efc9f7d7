//! The input of an indicator.

use std::cell::OnceCell;

use chrono::{DateTime, Utc};

use super::code_hosting::{OwnCommit, read_own_commits};
use super::messages::SearchedMessages;
use crate::facts::Facts;
use crate::history::EarlierVersion;
use crate::links::Links;
use crate::profile::Profile;

/// A profile with its facts, links, earlier versions and time: everything that an indicator can read.
#[derive(Debug)]
pub struct Case<'a> {
    pub profile: &'a Profile,
    /// Facts about the profile's values. Their lists are parallel to the profile's.
    pub facts: &'a Facts,
    /// The identifiers and texts that the applicant shares with others.
    pub links: &'a Links,
    /// Earlier versions of the applicant's profile, oldest first.
    pub earlier: &'a [EarlierVersion],
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
    messages: OnceCell<SearchedMessages>,
    commits: OnceCell<Vec<OwnCommit>>,
}

impl<'a> Case<'a> {
    pub fn new(
        profile: &'a Profile,
        facts: &'a Facts,
        links: &'a Links,
        earlier: &'a [EarlierVersion],
        now: DateTime<Utc>,
    ) -> Self {
        let (messages, commits) = (OnceCell::new(), OnceCell::new());
        Self { profile, facts, links, earlier, now, messages, commits }
    }

    /// The applicant's messages, which are searched once for all indicators.
    pub(super) fn searched_messages(&self) -> &SearchedMessages {
        self.messages.get_or_init(|| SearchedMessages::new(self))
    }

    /// The commits whose author is the code-hosting account itself.
    pub(super) fn own_commits(&self) -> &[OwnCommit] {
        self.commits.get_or_init(|| read_own_commits(self))
    }
}
