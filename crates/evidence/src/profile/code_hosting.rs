//! Profiles on other sites. GitHub data has the form of GitHub's REST API.

use chrono::{DateTime, Utc};
use ids::text_schema;

use super::commit_message::CommitMessage;
use super::elsewhere::{ElsewhereProfile, Footprint, Portfolio, PublicText};
use super::git_name::GitName;
use super::json_value::Json;
use super::read::{Deprecated, Notes, Pointer, Read, sections};
use super::{Count, Number, PageUrl, ShortText, Text};

/// The e-mail address in a commit. It is not validated, because git accepts any text.
pub type CommitEmail = Text<320>;
/// The number of an account at its code host.
pub type AccountId = Number<0, 1_000_000_000_000>;

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
        /// The account at a code host: GitHub, or another one in GitHub's form.
        pub github: Option<GitHub>,
    }

    /// An account at a code host, as returned by GitHub's REST API.
    pub struct GitHub {
        /// The code host, such as `gitlab.com`. GitHub if it is left out.
        pub host: Option<ShortText>,
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
        /// Number of the account. The no-reply addresses in commits contain it.
        pub id: Option<AccountId>,
        /// Name that the account shows. It is compared only with the authors of commits.
        pub name: Option<GitName>,
        /// E-mail address that the account shows. It is compared only with the authors of commits.
        pub email: Option<CommitEmail>,
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
        /// GitHub account that GitHub associates with the committer.
        pub committer: Option<CommitAccount>,
        /// The commits that it is based on. A merge has several, the first commit none.
        #[schema(max_items = 100)]
        pub parents: Option<Vec<CommitParent>>,
        /// The commits that your search for the same work found in other repositories. Leave it out if you didn't search;
        /// send an empty list if your search found nothing. Not part of GitHub's API.
        #[schema(max_items = 100)]
        pub found_elsewhere: Option<Vec<FoundCommit>>,
        /// Deprecated and ignored: it asks for a conclusion. Send `found_elsewhere`.
        #[schema(deprecated)]
        #[schema(required = false)]
        pub also_found_in: Deprecated | "also_in",
    }

    /// A commit with the same work in another repository, found by your own search.
    pub struct FoundCommit {
        /// The other repository, as `owner/name`.
        pub repository: Option<ShortText>,
        /// Commit hash in that repository.
        pub sha: Option<ShortText>,
        /// User name of the author at the code host.
        pub login: Option<ShortText>,
        /// The author as recorded by Git.
        pub author: Option<GitPerson>,
    }

    /// A commit that another one is based on.
    pub open struct CommitParent {
        /// Commit hash.
        pub sha: Option<ShortText>,
    }

    /// Author, committer and message as recorded by Git.
    pub open struct GitCommit {
        /// Who wrote the change.
        pub author: Option<GitPerson>,
        /// Who committed the change.
        pub committer: Option<GitPerson>,
        /// The message. Only its first line, its sign-offs and the commits it reverts are read.
        pub message: Option<CommitMessage>,
        /// What GitHub found out about the signature.
        pub verification: Option<CommitVerification>,
    }

    /// What GitHub found out about a commit's signature.
    pub open struct CommitVerification {
        /// Whether the signature is valid.
        pub verified: Option<bool>,
        /// Why, such as `valid` or `unsigned`.
        pub reason: Option<ShortText>,
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

impl GitHubCommit {
    /// `owner/name` of the repository, from the commit's URL.
    pub fn repository(&self) -> Option<String> {
        let url = self.url.as_ref()?.url();
        // The API's address contains `repos`, the page's address doesn't.
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
