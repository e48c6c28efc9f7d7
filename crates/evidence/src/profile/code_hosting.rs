//! Profiles on other sites. GitHub data has the form of GitHub's REST API.

use chrono::{DateTime, Utc};
use ids::text_schema;

use super::elsewhere::{ElsewhereProfile, Footprint, Portfolio, PublicText};
use super::json_value::Json;
use super::read::{Notes, Pointer, Read, sections};
use super::values::is_longer;
use super::{Count, PageUrl, PersonName, ShortText, Text};

/// The e-mail address in a commit. It is not validated, because git accepts any text.
pub type CommitEmail = Text<320>;

sections! {
    /// The applicant's pages and accounts on other sites.
    pub struct ProfileLinks {
        /// Links the applicant gave.
        #[schema(max_items = 50)]
        pub urls: Vec<PageUrl>,
        /// What you found on profiles at other networks.
        #[schema(max_items = 50)]
        pub profiles: Vec<ElsewhereProfile>,
        /// What you found on portfolio pages.
        #[schema(max_items = 20)]
        pub portfolios: Vec<Portfolio>,
        /// Public texts that resemble the resume, found by your own search.
        #[schema(max_items = 20)]
        pub public_texts: Vec<PublicText>,
        /// Number of online services that know the identity.
        pub footprint: Option<Footprint>,
        /// The GitHub account.
        pub github: Option<GitHub>,
    }

    /// A GitHub account, as returned by GitHub's REST API.
    pub struct GitHub {
        /// Response of `GET /users/{login}`.
        pub user: Option<GitHubUser>,
        /// Response of `GET /users/{login}/repos`.
        #[schema(max_items = 1000)]
        pub repos: Vec<GitHubRepo>,
        /// Commits of all repositories, from `GET /repos/{owner}/{repo}/commits`.
        #[schema(max_items = 5000)]
        pub commits: Vec<GitHubCommit>,
        /// Response of `GET /users/{login}/following`.
        #[schema(max_items = 5000)]
        pub following: Vec<CommitAccount>,
        /// Pull requests to other people's repositories, from `GET /repos/{owner}/{repo}/pulls/{number}`.
        #[schema(max_items = 1000)]
        pub pull_requests: Vec<GitHubPullRequest>,
    }

    /// A GitHub pull request. Other fields of GitHub's API are stored but not evaluated.
    pub open struct GitHubPullRequest [1000] {
        /// When the pull request was opened.
        pub created_at: Option<DateTime<Utc>>,
        /// When it was merged.
        pub merged_at: Option<DateTime<Utc>>,
        /// Number of added lines.
        pub additions: Option<Count>,
        /// Number of deleted lines.
        pub deletions: Option<Count>,
    }

    /// A GitHub user. Other fields of GitHub's API are stored but not evaluated.
    pub open struct GitHubUser {
        /// User name on GitHub.
        pub login: Option<ShortText>,
        /// When the GitHub account was created.
        pub created_at: Option<DateTime<Utc>>,
        /// Number of followers.
        pub followers: Option<Count>,
        /// Number of users this account follows.
        pub following: Option<Count>,
        /// Number of public repositories.
        pub public_repos: Option<Count>,
    }

    /// A GitHub repository. Other fields of GitHub's API are stored but not evaluated.
    pub open struct GitHubRepo [1000] {
        /// Full name of the repository, as `owner/name`.
        pub full_name: Option<ShortText>,
        /// Whether the repository is a fork.
        pub fork: Option<bool>; decisive,
        /// When the repository was created on GitHub.
        pub created_at: Option<DateTime<Utc>>,
        /// Time of the latest push.
        pub pushed_at: Option<DateTime<Utc>>,
        /// Number of stars.
        pub stars: Option<Count> = "stargazers_count",
        /// Size in kilobytes.
        pub size: Option<Count>,
        /// URL of the original, if the repository is a mirror.
        pub mirror_url: Option<PageUrl>,
        /// Number of secrets your scanner found in the repository. Not part of GitHub's API.
        pub secrets_found: Option<Count>,
        /// Whether a former employer claims the code as its property. Not part of GitHub's API.
        pub claimed_by_employer: Option<bool>,
    }

    /// A GitHub commit. Other fields of GitHub's API are stored but not evaluated.
    pub open struct GitHubCommit [5000] {
        /// Commit hash.
        pub sha: Option<ShortText>,
        /// API URL of the commit, which names the repository.
        pub url: Option<PageUrl>,
        /// Author and committer as recorded by Git.
        pub commit: Option<GitCommit>,
        /// GitHub account that GitHub associates with the author.
        pub author: Option<CommitAccount>,
        /// Someone else's repository (`owner/name`) that has the same work under another author. Leave it out if you
        /// didn't search; send an empty string if your search found nothing. Not part of GitHub's API.
        pub also_found_in: Option<ShortText> | "also_in",
    }

    /// Author and committer as recorded by Git.
    pub open struct GitCommit {
        /// Who wrote the change.
        pub author: Option<GitPerson>,
        /// Who committed the change.
        pub committer: Option<GitPerson>,
    }

    /// A person as recorded in a Git commit.
    pub open struct GitPerson {
        /// Name in the commit. It is compared only with other names of the same account.
        pub name: Option<GitName>,
        /// E-mail address in the commit.
        pub email: Option<CommitEmail>,
        /// Time of the commit. An offset other than `Z` also shows the author's clock.
        pub date: Option<GitDate>,
    }

    /// A GitHub account.
    #[schema(as = GitHubAccount)]
    pub open struct CommitAccount [5000] {
        /// User name on GitHub.
        pub login: Option<ShortText>,
    }
}

/// A person's name as recorded by Git. It can be any text.
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
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        const MAX_LENGTH: usize = 200;
        let written = notes.text(value, at)?;
        Some(Self(if is_longer(&written, MAX_LENGTH) { None } else { PersonName::new(&written) }))
    }
}

impl GitHub {
    /// The commits whose author is the account itself, with their indexes.
    pub(crate) fn own_commits(&self) -> impl Iterator<Item = (usize, &GitHubCommit)> {
        let login = self.user.as_ref().and_then(|user| user.login.as_ref()).map(Text::folded);
        self.commits.iter().enumerate().filter(move |(_, commit)| {
            let author = commit.author.as_ref().and_then(|author| author.login.as_ref());
            login.is_some() && author.map(Text::folded) == login
        })
    }
}

impl GitHubCommit {
    /// `owner/name` of the repository, from the commit's URL.
    pub fn repository(&self) -> Option<String> {
        let url = self.url.as_ref()?.url();
        let owner = url.path_segments()?.position(|segment| segment == "repos");
        let mut segments = url.path_segments()?.skip(owner.map_or(0, |at| at + 1));
        Some(format!("{}/{}", segments.next()?, segments.next()?))
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
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let time = DateTime::<Utc>::read(value, at, notes)?;
        let written = value.as_str().unwrap_or_default().trim();
        let clock = DateTime::parse_from_rfc3339(written).ok();
        let offset = clock.filter(|_| !written.ends_with(['Z', 'z']));
        let offset = offset.map(|time| time.offset().local_minus_utc() / 60);
        Some(Self { at: time, offset })
    }
}

text_schema!(
    GitDate,
    "GitDate",
    "An RFC 3339 time. An offset other than `Z` also shows the author's clock.",
    "2026-01-31T18:30:00+09:00"
);
