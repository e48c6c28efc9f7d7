//! Code-hosting accounts.

pub(super) mod clocks;
pub(super) mod content;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::reading::{count, day, fullest, ratio};
use super::sharing::shared;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::code_hosting::{GitHub, GitHubCommit};
use crate::profile::{Agreement, PersonName, Text};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    REPO_HISTORY_BACKDATED,
    FOLLOW_FARMING,
    COMMIT_EMAIL_SHARED_ACROSS_ACCOUNTS,
    COMMIT_IDENTITY_MULTIPLICITY,
    ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE,
    REPO_BURST_AFTER_SIGNUP,
    ACTIVITY_GAP_THEN_HISTORY,
];

const REPO_HISTORY_BACKDATED: Indicator = Indicator {
    id: "repo_history_backdated",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Commits dated before the hosting account existed in several repos.",
    unit: "repositories",
    question: "What are the account's commits? Send `links.github` with `user` and `commits`.",
    innocent_explanations: "Re-uploaded old work, imported SVN/GitLab history.",
    how_to_verify: "Ask where the work was hosted before; ask about one of the older commits in an interview.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: repo_history_backdated,
    #[cfg(test)]
    examples: None,
};

const FOLLOW_FARMING: Indicator = Indicator {
    id: "follow_farming",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Following count in the hundreds-thousands and above followers; mutual-follow rings.",
    unit: "following, in steps of 300",
    question: "How many does the account follow? Send `links.github.user`.",
    innocent_explanations: "DevRel, follow-back users, students in follow challenges.",
    how_to_verify: "Nothing alone settles it; look at the work itself.",
    sources: &["SEAL", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: follow_farming,
    #[cfg(test)]
    examples: None,
};

const COMMIT_EMAIL_SHARED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "commit_email_shared_across_accounts",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Same private commit email in two accounts.",
    unit: "other applicants",
    question: "Which addresses are in the commits? Send `links.github.commits`.",
    innocent_explanations: "One person with two accounts; vendored commits.",
    how_to_verify: "Ask for a commit signed now from the address.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: commit_email_shared_across_accounts,
    #[cfg(test)]
    examples: None,
};

const COMMIT_IDENTITY_MULTIPLICITY: Indicator = Indicator {
    id: "commit_identity_multiplicity",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Own commits carry several different names/emails.",
    unit: "addresses",
    question: "Which addresses are in the commits? Send `links.github.commits`.",
    innocent_explanations: "Work + private identities, pair programming.",
    how_to_verify: "Ask what each address was for.",
    sources: &["GFA", "SEAL", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: commit_identity_multiplicity,
    #[cfg(test)]
    examples: None,
};

const ACCOUNT_AGE_VS_CLAIMED_EXPERIENCE: Indicator = Indicator {
    id: "account_age_vs_claimed_experience",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Hosting account far younger than claimed open-source history.",
    unit: "years of difference",
    question: "How old is the account, and how many years of experience are claimed? Send `links.github.user` and `claims.years_of_experience`.",
    innocent_explanations: "Many seniors never used GitHub; new work account.",
    how_to_verify: "Ask for older work elsewhere; many seniors never used a public host.",
    sources: &["SEAL", "FLAME", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: account_age_vs_claimed_experience,
    #[cfg(test)]
    examples: None,
};

const REPO_BURST_AFTER_SIGNUP: Indicator = Indicator {
    id: "repo_burst_after_signup",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Large share of repos created in first days of the account.",
    unit: "share of repositories",
    question: "When were the repositories made? Send `links.github.user` and `repos`.",
    innocent_explanations: "Course starters, migrations.",
    how_to_verify: "Ask where the work was hosted before.",
    sources: &["GFA", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: repo_burst_after_signup,
    #[cfg(test)]
    examples: None,
};

const ACTIVITY_GAP_THEN_HISTORY: Indicator = Indicator {
    id: "activity_gap_then_history",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Years-old account without events, then sudden full history.",
    unit: "years of silence",
    question: "When was the account made and when did it begin to work? Send `links.github` with `user`, `repos` and `commits`.",
    innocent_explanations: "Returners; private-repo workers.",
    how_to_verify: "Ask what they worked on in between; private work explains most.",
    sources: &["SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: activity_gap_then_history,
    #[cfg(test)]
    examples: None,
};

fn github<'a>(case: &Case<'a>) -> Option<&'a GitHub> {
    case.profile.links.as_ref()?.github.as_ref()
}

/// The account's name, folded.
pub(super) fn login(case: &Case<'_>) -> Option<String> {
    Some(github(case)?.user.as_ref()?.login.as_ref()?.folded())
}

fn made_at(case: &Case<'_>) -> Option<DateTime<Utc>> {
    github(case)?.user.as_ref()?.created_at
}

/// The account's own commits: with their place, address and time.
struct OwnCommit<'a> {
    index: usize,
    name: Option<&'a PersonName>,
    repository: Option<String>,
    email: Option<String>,
    at: Option<DateTime<Utc>>,
    offset: Option<i32>,
}

fn own_commits<'a>(case: &Case<'a>) -> Vec<OwnCommit<'a>> {
    let Some(github) = github(case) else { return Vec::new() };
    let login = login(case);
    let own = |commit: &GitHubCommit| {
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
    github.commits.iter().enumerate().filter(|(_, commit)| own(commit)).map(read).collect()
}

/// One repository with older commits is work that was brought along; two are the first hit.
fn repo_history_backdated(case: &Case<'_>) -> Finding {
    const BROUGHT_ALONG: usize = 1;
    const FORGIVEN: Duration = Duration::days(30);
    let Some(made) = made_at(case) else { return Finding::Unknown };
    let dated: Vec<OwnCommit> =
        own_commits(case).into_iter().filter(|one| one.at.is_some()).collect();
    if dated.is_empty() {
        return Finding::Unknown;
    }
    let older: Vec<&OwnCommit> =
        dated.iter().filter(|one| one.at.is_some_and(|at| at < made - FORGIVEN)).collect();
    let repositories: BTreeSet<Option<&str>> =
        older.iter().map(|one| one.repository.as_deref()).collect();
    let text = format!(
        "{} commits in {} repositories are dated before the account was made on {}",
        older.len(),
        repositories.len(),
        day(made)
    );
    let pointers =
        older.iter().map(|one| format!("/links/github/commits/{}/commit/author/date", one.index));
    let evidence = Evidence::stored(text, pointers);
    if repositories.len() > BROUGHT_ALONG {
        Finding::hit(count(repositories.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn follow_farming(case: &Case<'_>) -> Finding {
    const MANY: f64 = 300.0;
    let user = github(case).and_then(|github| github.user.as_ref());
    let Some((following, followers)) =
        user.and_then(|user| Some((user.following?.0, user.followers?.0)))
    else {
        return Finding::Unknown;
    };
    let text = format!("follows {following:.0}, followed by {followers:.0}");
    let pointers =
        ["/links/github/user/following", "/links/github/user/followers"].map(str::to_owned);
    let evidence = Evidence::stored(text, pointers);
    if following >= MANY && following > followers {
        Finding::hit(following / MANY, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn commit_email_shared_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::CommitEmail, "committing with this address")
}

/// Work, private and an old one are three addresses of one person, so three are several under three names only;
/// the addresses that a host makes up for privacy are none.
fn commit_identity_multiplicity(case: &Case<'_>) -> Finding {
    const SEVERAL: usize = 4;
    const UNDER_SEVERAL_NAMES: usize = 3;
    const NEEDED: usize = 5;
    let commits = own_commits(case);
    let emails: BTreeMap<&str, usize> = (commits.iter())
        .filter_map(|one| Some((one.email.as_deref()?, one.index)))
        .filter(|(email, _)| !email.ends_with("noreply.github.com"))
        .collect();
    if commits.len() < NEEDED || emails.is_empty() {
        return Finding::Unknown;
    }
    let names = different_names(&commits);
    let text = format!(
        "{} addresses under {} different names in {} own commits",
        emails.len(),
        names.max(1),
        commits.len()
    );
    let pointers =
        emails.values().map(|i| format!("/links/github/commits/{i}/commit/author/email"));
    let evidence = Evidence::stored(text, pointers);
    let under_several = emails.len().min(names) >= UNDER_SEVERAL_NAMES;
    if emails.len() >= SEVERAL || under_several {
        Finding::hit(count(emails.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// How many names there are of which none is another way to write one of the others.
fn different_names(commits: &[OwnCommit<'_>]) -> usize {
    let mut different: Vec<&PersonName> = Vec::new();
    for name in commits.iter().filter_map(|one| one.name) {
        if different.iter().all(|other| name.agrees_with(other) == Agreement::Differ) {
            different.push(name);
        }
    }
    different.len()
}

/// Only an account that is new while long experience is claimed.
fn account_age_vs_claimed_experience(case: &Case<'_>) -> Finding {
    const LONG: f64 = 5.0;
    const NEW: f64 = 2.0;
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.years_of_experience);
    let (Some(claimed), Some(made)) = (claimed, made_at(case)) else { return Finding::Unknown };
    let age = years(case.now - made);
    let text =
        format!("{:.0} years of experience claimed, the account is {age:.1} years old", claimed.0);
    let pointers =
        ["/claims/years_of_experience", "/links/github/user/created_at"].map(str::to_owned);
    let evidence = Evidence::stored(text, pointers);
    if claimed.0 >= LONG && age < NEW {
        Finding::hit(claimed.0 - age, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn repo_burst_after_signup(case: &Case<'_>) -> Finding {
    const FIRST: Duration = Duration::days(30);
    const NEEDED: usize = 8;
    const LARGE: f64 = 0.25;
    let Some(made) = made_at(case) else { return Finding::Unknown };
    let repos: Vec<(usize, DateTime<Utc>)> =
        (github(case).iter().flat_map(|github| &github.repos).enumerate())
            .filter(|(_, repo)| repo.fork != Some(true))
            .filter_map(|(i, repo)| Some((i, repo.created_at?)))
            .collect();
    // An account that is younger than three months has all of its repositories early.
    if repos.len() < NEEDED || case.now - made < FIRST * 3 {
        return Finding::Unknown;
    }
    let early: Vec<usize> =
        repos.iter().filter(|(_, at)| *at - made <= FIRST).map(|(i, _)| *i).collect();
    let share = ratio(early.len(), repos.len());
    let text = format!(
        "{} of {} repositories were made in the account's first month",
        early.len(),
        repos.len()
    );
    let evidence =
        Evidence::stored(text, early.iter().map(|i| format!("/links/github/repos/{i}/created_at")));
    if share >= LARGE { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Two years without anything, then ten repositories within two months.
fn activity_gap_then_history(case: &Case<'_>) -> Finding {
    const SILENCE: f64 = 2.0;
    const SUDDEN: usize = 10;
    let Some(made) = made_at(case) else { return Finding::Unknown };
    let repos = github(case)
        .into_iter()
        .flat_map(|github| &github.repos)
        .filter_map(|repo| repo.created_at);
    let commits = own_commits(case).into_iter().filter_map(|one| one.at).filter(|at| *at >= made);
    let made_later: Vec<DateTime<Utc>> = repos.collect();
    let first = made_later.iter().copied().chain(commits).min();
    let Some(first) = first else { return Finding::Unknown };
    let silence = years(first - made);
    let (most, _) = fullest(&made_later, Duration::days(60));
    let text =
        format!("{silence:.1} years without activity, then {most} repositories within two months");
    let (list, has_repos) = ("/links/github/repos", !made_later.is_empty());
    let pointers = ["/links/github/user/created_at", list].into_iter();
    let pointers = pointers.filter(|pointer| has_repos || *pointer != list);
    let evidence = Evidence::stored(text, pointers.map(str::to_owned));
    if silence >= SILENCE && most >= SUDDEN {
        Finding::hit(silence, evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn years(duration: Duration) -> f64 {
    f64::from(i32::try_from(duration.num_days()).unwrap_or(i32::MAX)) / 365.25
}

#[cfg(test)]
mod tests;
