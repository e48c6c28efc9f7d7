//! When the account and its repositories were created.

use chrono::{DateTime, Datelike, Duration, Utc};

use super::super::reading::{day, fullest, part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{created_at, github, host, unlisted};
use crate::finding::{Evidence, Finding};
use crate::profile::fold;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE, REPO_BURST_AFTER_SIGNUP, ACTIVITY_GAP_THEN_HISTORY];

const ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE: Indicator = Indicator {
    id: "account_age_vs_claimed_experience",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The code-hosting account is years younger than the open-source work that the applicant claims to have done there.",
    unit: "years of difference",
    question: "How old is the account, and since when does the applicant claim to work on open source there? Send `links.github.user` and `resume.projects` with `url` and `startDate`.",
    innocent_explanations: "People who opened a new account, and projects that moved from another code host.",
    how_to_verify: "Ask for the earlier account, or where the project was hosted before.",
    sources: &["SEAL", "FLAME", "OWN"],
    wording: "
    .hit = The applicant claims open-source work at { $host } since { $claimed }, but the account was only created on { $created }.
    .miss = The applicant claims open-source work at { $host } since { $claimed }, and the account was created on { $created }.
",
    miss: MissRule::Counts,
    observe: account_age_vs_claimed_experience,
    #[cfg(test)]
    examples: tests::account_age_vs_claimed_experience,
};

const REPO_BURST_AFTER_SIGNUP: Indicator = Indicator {
    id: "repo_burst_after_signup",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "A large share of the repositories was created within the account's first 30 days.",
    unit: "share of repositories",
    question: "When were the account and all its repositories created? Send `links.github.user` with `public_repos`, and `repos`.",
    innocent_explanations: "Course participants, and people who moved from another code host.",
    how_to_verify: "Ask where the work was hosted before.",
    sources: &["GFA", "OWN"],
    wording: "
    .hit = { $part ->
        [all] All { $total } repositories
       *[some] { $count } of { $total } repositories
    } were created within 30 days after the account, which is from { $created }.
    .miss = { $part ->
        [none] None of the { $total } repositories was
       *[some] { $count ->
            [one] Only one of { $total } repositories was
           *[other] Only { $count } of { $total } repositories were
        }
    } created within 30 days after the account, which is from { $created }.
",
    miss: MissRule::Counts,
    observe: repo_burst_after_signup,
    #[cfg(test)]
    examples: tests::repo_burst_after_signup,
};

const ACTIVITY_GAP_THEN_HISTORY: Indicator = Indicator {
    id: "activity_gap_then_history",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 4,
    observed: "An account without activity for two years or more suddenly has many repositories.",
    unit: "years of silence",
    question: "When was the account created, and when did its activity begin? Send `links.github` with `user`, `repos` and `commits`.",
    innocent_explanations: "People who come back, and people who work in private repositories.",
    how_to_verify: "Ask what the applicant worked on in between. Private work explains most cases.",
    sources: &["SEAL"],
    wording: "
    .hit = The account was created on { $created } and shows no activity before { $first }. It then gained { $repositories } repositories within 60 days.
    .slow = The account was created on { $created } and shows no activity before { $first }. Since then, it has { $repositories ->
        [0] gained no repositories.
        [one] never gained more than one repository within 60 days.
       *[other] never gained more than { $repositories } repositories within 60 days.
    }
    .miss = The account was created on { $created } and became active within two years. Its first known activity is from { $first }.
    .earlier = The first known activity of the account, on { $first }, is earlier than its creation on { $created }.
",
    miss: MissRule::Counts,
    observe: activity_gap_then_history,
    #[cfg(test)]
    examples: tests::activity_gap_then_history,
};

/// Only open-source work counts: many senior developers never used a public code host, so their years of work say
/// nothing about the age of an account. A project that was moved can be a little older than the account.
fn account_age_vs_claimed_experience(case: &Case<'_>) -> Finding {
    const MIN_YEARS: f64 = 2.0;
    let Some(created) = created_at(case) else { return Finding::Unknown };
    let host = host(case);
    let projects = case.profile.resume.iter().flat_map(|resume| &resume.projects).enumerate();
    let dated = projects.filter_map(|(i, project)| {
        let page = project.url.as_ref()?.url();
        let owner = page.path_segments().and_then(|mut segments| segments.next()).map(fold);
        let login = github(case)?.user.as_ref()?.login.as_ref()?;
        // Other people's projects were often moved to the host years after they began.
        let is_hosted = page.host_str()?.trim_start_matches("www.") == host
            && owner.as_deref() == Some(login.folded());
        Some((project.start.filter(|_| is_hosted)?, i))
    });
    // The latest day that the date can mean.
    let Some((claimed, index)) = dated.min_by_key(|(start, _)| start.months(12)) else {
        return Finding::Unknown;
    };
    let month = i32::try_from(created.month0()).unwrap_or_default();
    let years = f64::from(created.year() * 12 + month - claimed.months(12)) / 12.0;
    let pointers =
        [format!("/resume/projects/{index}/startDate"), "/links/github/user/created_at".to_owned()];
    let evidence = Evidence::about(pointers)
        .with("host", host)
        .with("claimed", claimed.year.to_string())
        .with("created", day(created));
    if years >= MIN_YEARS { Finding::hit(years, evidence) } else { Finding::miss(evidence) }
}

/// A list can lack repositories, as the first page of an answer does. Then it is a hit only if the share is large enough
/// without them, and a miss only if it is small enough with them.
fn repo_burst_after_signup(case: &Case<'_>) -> Finding {
    const FIRST: Duration = Duration::days(30);
    const MIN_REPOSITORIES: usize = 8;
    const MIN_SHARE: f64 = 0.25;
    let (Some(created), Some(github)) = (created_at(case), github(case)) else {
        return Finding::Unknown;
    };
    let repos: Vec<(usize, DateTime<Utc>)> = (github.repos.iter().enumerate())
        .filter(|(_, repo)| repo.fork != Some(true))
        .filter_map(|(i, repo)| Some((i, repo.created_at?)))
        .collect();
    let Some(unlisted) = unlisted(github) else { return Finding::Unknown };
    // All repositories of an account younger than three months are early.
    if repos.len() < MIN_REPOSITORIES || case.now - created < FIRST * 3 {
        return Finding::Unknown;
    }
    let early: Vec<usize> =
        repos.iter().filter(|(_, at)| *at - created <= FIRST).map(|(i, _)| *i).collect();
    let all = repos.len() + unlisted;
    let pointers = early.iter().map(|i| format!("/links/github/repos/{i}/created_at"));
    let evidence = part(Evidence::about(pointers), early.len(), all);
    let evidence = evidence.with("created", day(created));
    if ratio(early.len(), all) >= MIN_SHARE {
        Finding::hit(ratio(early.len(), all), evidence)
    } else if ratio(early.len() + unlisted, all) < MIN_SHARE {
        Finding::miss(evidence)
    } else {
        Finding::Unknown
    }
}

/// Two years without activity, then ten repositories within two months. It is shown without weight, because it was
/// measured more often among ordinary developers than among suspected accounts. A list that lacks repositories can make
/// activity look like silence.
fn activity_gap_then_history(case: &Case<'_>) -> Finding {
    const MIN_SILENT_YEARS: f64 = 2.0;
    const MIN_REPOSITORIES: usize = 10;
    let Some(created) = created_at(case) else { return Finding::Unknown };
    let repos: Vec<DateTime<Utc>> = (github(case).iter())
        .flat_map(|github| &github.repos)
        .filter_map(|repo| repo.created_at)
        .collect();
    if github(case).and_then(unlisted).is_some_and(|unlisted| unlisted > 0) {
        return Finding::Unknown;
    }
    let commits = case.own_commits().iter().filter_map(|commit| commit.at);
    let commits = commits.filter(|at| *at >= created);
    let Some(first) = repos.iter().copied().chain(commits).min() else {
        return Finding::Unknown;
    };
    let silence = years(first - created);
    let (repositories, _) = fullest(&repos, Duration::days(60));
    let list = (!repos.is_empty()).then_some("/links/github/repos");
    let pointers = ["/links/github/user/created_at"].into_iter().chain(list);
    let evidence = Evidence::about(pointers.map(str::to_owned))
        .with("created", day(created))
        .with("first", day(first))
        .with("repositories", repositories);
    if first < created {
        Finding::miss(evidence.worded("earlier"))
    } else if silence < MIN_SILENT_YEARS {
        Finding::miss(evidence)
    } else if repositories >= MIN_REPOSITORIES {
        Finding::hit(silence, evidence)
    } else {
        Finding::miss(evidence.worded("slow"))
    }
}

fn years(duration: Duration) -> f64 {
    f64::from(i32::try_from(duration.num_days()).unwrap_or(i32::MAX)) / 365.25
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::code_hosting::fixtures::{account, commit};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn account_age_vs_claimed_experience() -> Examples {
        let claimed = |created: u32, url: &str, start: &str| {
            let user =
                json!({ "login": "sam", "created_at": format!("{created}-01-01T00:00:00Z") });
            let projects = json!([{ "name": "Tool", "url": url, "startDate": start }]);
            Fixture::new(json!({
                "links": { "github": { "user": user } },
                "claims": { "years_of_experience": 25 },
                "resume": { "projects": projects },
            }))
        };
        let tool = "https://github.com/sam/tool";
        let elsewhere = "https://sourceforge.net/projects/tool";
        Examples::new()
            .hit("a project that is six years older", claimed(2026, tool, "2019-01"))
            .value(7.0)
            .says("The applicant claims open-source work at github.com since 2019, but the account was only created on 2026-01-01.")
            .pointers(&["/resume/projects/0/startDate", "/links/github/user/created_at"])
            .miss("a project that is younger", claimed(2018, tool, "2019-01"))
            .says("The applicant claims open-source work at github.com since 2019, and the account was created on 2018-01-01.")
            .miss("a project that moved within two years", claimed(2020, tool, "2018"))
            .unknown("25 years of work say nothing about open source", account(json!({ "user": { "created_at": "2026-01-01T00:00:00Z" } })))
            .unknown("a project of other people", claimed(2016, "https://github.com/python/cpython", "2005-01"))
            .unknown("a project at another host", claimed(2026, elsewhere, "2005-01"))
            .innocent("a senior whose work is private", claimed(2026, "https://sam.example.com", "2001-01"))
    }

    /// An account created on 1 January 2022, with a repository created on each of these days.
    fn with_repos<'a>(days: impl IntoIterator<Item = &'a str>) -> Fixture {
        let repo = |day: &str| json!({ "created_at": format!("{day}T00:00:00Z") });
        let repos: Vec<Value> = days.into_iter().map(repo).collect();
        listed(repos.len(), repos)
    }

    /// The same for an account that has this many repositories.
    fn listed(all: usize, repos: Vec<Value>) -> Fixture {
        let user = json!({ "created_at": "2022-01-01T00:00:00Z", "public_repos": all });
        account(json!({ "user": user, "repos": repos }))
    }

    /// A page of repositories out of this many.
    fn page(all: usize, days: &[&str]) -> Fixture {
        let repo = |day: &&str| json!({ "created_at": format!("{day}T00:00:00Z") });
        listed(all, days.iter().map(repo).collect())
    }

    const EARLY: [&str; 10] = ["2022-01-10"; 10];
    const LATE: [&str; 10] = ["2025-03-10"; 10];
    const SPREAD: [&str; 10] = [
        "2022-01-15",
        "2023-02-15",
        "2024-03-15",
        "2025-04-15",
        "2022-05-15",
        "2023-06-15",
        "2024-07-15",
        "2025-08-15",
        "2022-01-15",
        "2023-02-15",
    ];

    pub(super) fn repo_burst_after_signup() -> Examples {
        let two_early = || with_repos(LATE.into_iter().chain(["2022-01-10"; 2]));
        let starters = ["2022-01-10"; 2].into_iter().chain(SPREAD);
        Examples::new()
            .hit("every repository in the first month", with_repos(EARLY))
            .value(1.0)
            .says("All 10 repositories were created within 30 days after the account, which is from 2022-01-01.")
            .hit("half of them in the first month", with_repos(EARLY.into_iter().chain(LATE)))
            .says("10 of 20 repositories were created within 30 days after the account, which is from 2022-01-01.")
            .miss("every repository three years later", with_repos(LATE))
            .says("None of the 10 repositories was created within 30 days after the account, which is from 2022-01-01.")
            .miss("two in the first month", two_early())
            .says("Only 2 of 12 repositories were created within 30 days after the account, which is from 2022-01-01.")
            .miss("one in the first month", with_repos(LATE.into_iter().chain(["2022-01-10"])))
            .says("Only one of 11 repositories was created within 30 days after the account, which is from 2022-01-01.")
            .unknown("three repositories are too few", with_repos(["2022-01-10"; 3]))
            .unknown("a page of a hundred repositories", page(100, &EARLY))
            .unknown("a page of fourteen late ones", page(14, &LATE))
            .hit("a page that suffices", page(14, &EARLY))
            .says("10 of 14 repositories were created within 30 days after the account, which is from 2022-01-01.")
            .miss("a page that nearly is the list", page(11, &LATE))
            .innocent("a course's two starters", with_repos(starters))
    }

    pub(super) fn activity_gap_then_history() -> Examples {
        let committed = |day: &str| {
            let user = json!({ "login": "sam", "created_at": "2020-01-01T00:00:00Z" });
            let commits = json!([commit("a", "sam@example.org", &format!("{day}T00:00:00Z"))]);
            account(json!({ "user": user, "commits": commits }))
        };
        let returner = ["2022-02-10"].into_iter().chain(LATE);
        Examples::new()
            .hit("ten repositories after three years", with_repos(LATE))
            .says(
                "The account was created on 2022-01-01 and shows no activity before 2025-03-10. \
                 It then gained 10 repositories within 60 days.",
            )
            .miss("repositories from the start", with_repos(SPREAD))
            .says(
                "The account was created on 2022-01-01 and became active within two years. \
                 Its first known activity is from 2022-01-15.",
            )
            .miss("a single repository after three years", with_repos(["2025-03-10"]))
            .says(
                "The account was created on 2022-01-01 and shows no activity before 2025-03-10. \
                 Since then, it has never gained more than one repository within 60 days.",
            )
            .miss("three repositories after three years", with_repos(["2025-03-10"; 3]))
            .says(
                "The account was created on 2022-01-01 and shows no activity before 2025-03-10. \
                 Since then, it has never gained more than 3 repositories within 60 days.",
            )
            .miss("a repository that is older than the account", with_repos(["2020-03-10"]))
            .says("The first known activity of the account, on 2020-03-10, is earlier than its creation on 2022-01-01.")
            .miss("a commit and no repositories", committed("2021-01-01"))
            .pointers(&["/links/github/user/created_at"])
            .miss("a commit after four years and no repositories", committed("2024-01-01"))
            .says(
                "The account was created on 2020-01-01 and shows no activity before 2024-01-01. \
                 Since then, it has gained no repositories.",
            )
            .unknown("a page of the latest repositories", page(90, &LATE))
            .innocent("a returner who had begun before", with_repos(returner))
    }
}
