//! Profiles elsewhere. For GitHub, the REST API's own objects as they come.

use chrono::{DateTime, Utc};

use super::read::sections;
use super::{Count, PageUrl, ShortText, Text};

/// A commit's e-mail address as git has it. It need not be a real address, so it is not checked as one.
pub type CommitEmail = Text<320>;

sections! {
    /// Profiles elsewhere.
    pub struct ProfileLinks {
        /// Their addresses.
        #[schema(max_items = 50)]
        pub urls: Vec<PageUrl>,
        /// The GitHub account.
        pub github: Option<GitHub>,
    }

    /// A GitHub account, as its REST API gives it.
    pub struct GitHub {
        /// `GET /users/{login}`.
        pub user: Option<GitHubUser>,
        /// `GET /users/{login}/repos`.
        #[schema(max_items = 1000)]
        pub repos: Vec<GitHubRepo>,
        /// `GET /repos/{owner}/{repo}/commits`, of all repositories together.
        #[schema(max_items = 5000)]
        pub commits: Vec<GitHubCommit>,
    }

    /// A user. Other fields of the API are kept and not looked at.
    pub open struct GitHubUser {
        /// The name of the account.
        pub login: Option<ShortText>,
        /// When the account was made.
        pub created_at: Option<DateTime<Utc>>,
        /// How many follow it.
        pub followers: Option<Count>,
        /// How many it follows.
        pub following: Option<Count>,
        /// How many public repositories it has.
        pub public_repos: Option<Count>,
    }

    /// A repository. Other fields of the API are kept and not looked at.
    pub open struct GitHubRepo [1000] {
        /// `owner/name`.
        pub full_name: Option<ShortText>,
        /// Whether it is a fork.
        pub fork: Option<bool>,
        /// When it was made on GitHub.
        pub created_at: Option<DateTime<Utc>>,
        /// When somebody last pushed to it.
        pub pushed_at: Option<DateTime<Utc>>,
        /// How many stars it has.
        pub stars: Option<Count> = "stargazers_count",
        /// Its size in kilobytes.
        pub size: Option<Count>,
    }

    /// A commit. Other fields of the API are kept and not looked at.
    pub open struct GitHubCommit [5000] {
        /// Its hash.
        pub sha: Option<ShortText>,
        /// Its address, which names the repository.
        pub url: Option<PageUrl>,
        /// What git knows of it.
        pub commit: Option<GitCommit>,
        /// The account that GitHub holds for its author.
        pub author: Option<CommitAccount>,
    }

    /// What git knows of a commit.
    pub open struct GitCommit {
        /// Who wrote it.
        pub author: Option<GitPerson>,
        /// Who committed it.
        pub committer: Option<GitPerson>,
    }

    /// A person as git knows them. The name is kept and not looked at.
    pub open struct GitPerson {
        /// The e-mail address.
        pub email: Option<CommitEmail>,
        /// When.
        pub date: Option<DateTime<Utc>>,
    }

    /// An account on GitHub.
    pub open struct CommitAccount {
        /// Its name.
        pub login: Option<ShortText>,
    }
}

impl GitHubCommit {
    /// `owner/name` of the repository, from the commit's address.
    pub fn repository(&self) -> Option<String> {
        let segments: Vec<&str> = self.url.as_ref()?.url().path_segments()?.collect();
        let owner = segments.iter().position(|segment| *segment == "repos").map_or(0, |at| at + 1);
        Some(format!("{}/{}", segments.get(owner)?, segments.get(owner + 1)?))
    }
}
