//! When the account and its repositories were created.

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{day, fullest, part, ratio};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{created_at, github};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE, REPO_BURST_AFTER_SIGNUP, ACTIVITY_GAP_THEN_HISTORY];

const ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE: Indicator = Indicator {
    id: "account_age_vs_claimed_experience",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The code-hosting account is new, but the applicant claims many years of experience.",
    unit: "years of difference",
    question: "How old is the account, and how many years of experience does the applicant claim? Send `links.github.user` and `claims.years_of_experience`.",
    innocent_explanations: "Experienced developers who never used GitHub, and new accounts for work.",
    how_to_verify: "Ask for older work elsewhere. Many experienced developers never used a public code host.",
    sources: &["SEAL", "FLAME", "OWN"],
    wording: "
    .hit = The applicant claims { $claimed } years of experience, but the code-hosting account was only created on { $created }.
    .miss = The applicant claims { $claimed ->
        [0] less than a year
        [one] one year
       *[other] { $claimed } years
    } of experience, and the code-hosting account was created on { $created }.
",
    miss: MissRule::Counts,
    observe: account_age_vs_claimed_experience,
    #[cfg(test)]
    examples: tests::account_age_vs_claimed_experience,
};

const REPO_BURST_AFTER_SIGNUP: Indicator = Indicator {
    id: "repo_burst_after_signup",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "A large share of the repositories was created within the account's first 30 days.",
    unit: "share of repositories",
    question: "When were the account and its repositories created? Send `links.github.user` and `repos`.",
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
    usage: Usage::Use,
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

/// A new account counts only if the applicant claims long experience.
fn account_age_vs_claimed_experience(case: &Case<'_>) -> Finding {
    const MIN_CLAIMED_YEARS: f64 = 5.0;
    const MAX_AGE_YEARS: f64 = 2.0;
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.years_of_experience);
    let (Some(claimed), Some(created)) = (claimed, created_at(case)) else {
        return Finding::Unknown;
    };
    let age = years(case.now - created);
    let pointers =
        ["/claims/years_of_experience", "/links/github/user/created_at"].map(str::to_owned);
    let evidence =
        Evidence::about(pointers).with("claimed", claimed.0.round()).with("created", day(created));
    if claimed.0 >= MIN_CLAIMED_YEARS && age < MAX_AGE_YEARS {
        Finding::hit(claimed.0 - age, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn repo_burst_after_signup(case: &Case<'_>) -> Finding {
    const FIRST: Duration = Duration::days(30);
    const MIN_REPOSITORIES: usize = 8;
    const MIN_SHARE: f64 = 0.25;
    let Some(created) = created_at(case) else { return Finding::Unknown };
    let repos: Vec<(usize, DateTime<Utc>)> =
        (github(case).iter().flat_map(|github| &github.repos).enumerate())
            .filter(|(_, repo)| repo.fork != Some(true))
            .filter_map(|(i, repo)| Some((i, repo.created_at?)))
            .collect();
    // All repositories of an account younger than three months are early.
    if repos.len() < MIN_REPOSITORIES || case.now - created < FIRST * 3 {
        return Finding::Unknown;
    }
    let early: Vec<usize> =
        repos.iter().filter(|(_, at)| *at - created <= FIRST).map(|(i, _)| *i).collect();
    let share = ratio(early.len(), repos.len());
    let pointers = early.iter().map(|i| format!("/links/github/repos/{i}/created_at"));
    let evidence = part(Evidence::about(pointers), early.len(), repos.len());
    let evidence = evidence.with("created", day(created));
    if share >= MIN_SHARE { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Two years without activity, then ten repositories within two months.
fn activity_gap_then_history(case: &Case<'_>) -> Finding {
    const MIN_SILENT_YEARS: f64 = 2.0;
    const MIN_REPOSITORIES: usize = 10;
    let Some(created) = created_at(case) else { return Finding::Unknown };
    let repos: Vec<DateTime<Utc>> = (github(case).iter())
        .flat_map(|github| &github.repos)
        .filter_map(|repo| repo.created_at)
        .collect();
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
        let created = |year: u32, claimed: f64| {
            let user = json!({ "login": "sam", "created_at": format!("{year}-01-01T00:00:00Z") });
            let claims = json!({ "years_of_experience": claimed });
            Fixture::new(json!({ "links": { "github": { "user": user } }, "claims": claims }))
        };
        Examples::new()
            .hit("nine years and a new account", created(2026, 9.0))
            .says("The applicant claims 9 years of experience, but the code-hosting account was only created on 2026-01-01.")
            .miss("nine years and an old account", created(2018, 9.0))
            .says("The applicant claims 9 years of experience, and the code-hosting account was created on 2018-01-01.")
            .miss("no experience", created(2026, 0.0))
            .says("The applicant claims less than a year of experience, and the code-hosting account was created on 2026-01-01.")
            .unknown("no one knows when the account was created", account(json!({})))
            .innocent("a junior with a new account", created(2026, 1.0))
            .says("The applicant claims one year of experience, and the code-hosting account was created on 2026-01-01.")
    }

    /// An account created on 1 January 2022, with a repository created on each of these days.
    fn with_repos<'a>(days: impl IntoIterator<Item = &'a str>) -> Fixture {
        let repo = |day: &str| json!({ "created_at": format!("{day}T00:00:00Z") });
        let repos: Vec<Value> = days.into_iter().map(repo).collect();
        account(json!({ "user": { "created_at": "2022-01-01T00:00:00Z" }, "repos": repos }))
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
            .innocent("a returner who had begun before", with_repos(returner))
    }
}
