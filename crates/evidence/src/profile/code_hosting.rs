//! Profiles on other sites. GitHub data has the form of GitHub's REST API.

use chrono::{DateTime, Utc};
use ids::text_schema;
use serde_json::Value;

use super::elsewhere::{ElsewhereProfile, Footprint, Portfolio, PublicText};
use super::read::{Notes, Pointer, Read, sections};
use super::{Count, PageUrl, PersonName, ShortText, Text};

/// The e-mail address in a commit. It is not validated, because git accepts any text.
pub type CommitEmail = Text<320>;

sections! {
    /// Profiles elsewhere.
    pub struct ProfileLinks {
        /// Their addresses.
        #[schema(max_items = 50)]
        pub urls: Vec<PageUrl>,
        /// What was seen of profiles on other networks.
        #[schema(max_items = 50)]
        pub profiles: Vec<ElsewhereProfile>,
        /// What was seen of portfolio pages.
        #[schema(max_items = 20)]
        pub portfolios: Vec<Portfolio>,
        /// Public texts that are like the resume.
        #[schema(max_items = 20)]
        pub public_texts: Vec<PublicText>,
        /// Where else the identity is known.
        pub footprint: Option<Footprint>,
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
        /// `GET /users/{login}/following`.
        #[schema(max_items = 5000)]
        pub following: Vec<CommitAccount>,
        /// `GET /repos/{owner}/{repo}/pulls/{number}`, of those that the account opened elsewhere.
        #[schema(max_items = 1000)]
        pub pull_requests: Vec<GitHubPullRequest>,
    }

    /// A pull request. Other fields of the API are kept and not looked at.
    pub open struct GitHubPullRequest [1000] {
        /// When it was opened.
        pub created_at: Option<DateTime<Utc>>,
        /// When it was merged.
        pub merged_at: Option<DateTime<Utc>>,
        /// How many lines it adds.
        pub additions: Option<Count>,
        /// How many lines it takes away.
        pub deletions: Option<Count>,
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
        /// Where a mirror comes from.
        pub mirror_url: Option<PageUrl>,
        /// How many secrets the platform's scanner found in it. No field of the API.
        pub secrets_found: Option<Count>,
        /// Whether a former employer says that the code in it is theirs. No field of the API.
        pub claimed_by_employer: Option<bool>,
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
        /// The repository of somebody else, `owner/name`, where the same work was found under another
        /// author. No field of the API; leave it out if nobody searched, give an empty text if nothing was found.
        pub also_in: Option<ShortText>,
    }

    /// What git knows of a commit.
    pub open struct GitCommit {
        /// Who wrote it.
        pub author: Option<GitPerson>,
        /// Who committed it.
        pub committer: Option<GitPerson>,
    }

    /// A person as git knows them.
    pub open struct GitPerson {
        /// The name, compared with the same account's other ones and with nothing else.
        pub name: Option<GitName>,
        /// The e-mail address.
        pub email: Option<CommitEmail>,
        /// When. A time with an offset other than `Z` tells the author's clock too.
        pub date: Option<GitDate>,
    }

    /// An account on GitHub.
    pub open struct CommitAccount [5000] {
        /// Its name.
        pub login: Option<ShortText>,
    }
}

/// The name that git has for a person: whatever somebody once wrote into a file.
#[derive(Clone, Debug, utoipa::ToSchema)]
#[schema(value_type = String, example = "Sam Example")]
pub struct GitName(Option<PersonName>);

impl GitName {
    /// The name, if it contains a letter.
    pub fn name(&self) -> Option<&PersonName> {
        self.0.as_ref()
    }
}

impl Read for GitName {
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        const MAX_LENGTH: usize = 200;
        let written = notes.text(value, at)?;
        let short = written.chars().take(MAX_LENGTH + 1).count() <= MAX_LENGTH;
        Some(Self(PersonName::new(written).filter(|_| short)))
    }
}

impl GitHubCommit {
    /// `owner/name` of the repository, from the commit's URL.
    pub fn repository(&self) -> Option<String> {
        let segments: Vec<&str> = self.url.as_ref()?.url().path_segments()?.collect();
        let owner = segments.iter().position(|segment| *segment == "repos").map_or(0, |at| at + 1);
        Some(format!("{}/{}", segments.get(owner)?, segments.get(owner + 1)?))
    }
}

/// When a commit was made, and the UTC offset of the author's clock if the time contains it.
///
/// GitHub's REST API returns all times in UTC, with `Z`; `git log --date=iso-strict` includes the offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GitDate {
    pub at: DateTime<Utc>,
    /// The clock's UTC offset in minutes, positive to the east.
    pub offset: Option<i32>,
}

impl Read for GitDate {
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let time = DateTime::<Utc>::read(value, at, notes)?;
        let written = value.as_str().unwrap_or_default();
        let clock = DateTime::parse_from_rfc3339(written).ok();
        let offset = clock.filter(|_| !written.ends_with(['Z', 'z']));
        let offset = offset.map(|time| time.offset().local_minus_utc() / 60);
        Some(Self { at: time, offset })
    }
}

text_schema!(
    GitDate,
    "GitDate",
    "An RFC 3339 time; an offset other than `Z` tells the author's clock too.",
    "2026-01-31T18:30:00+09:00"
);
