//! Commits that other applicants have too, but under another digest.

use std::collections::{BTreeMap, BTreeSet};

use ids::ApplicantId;

use super::super::reading::count;
use super::super::{Case, Cause, Family, Indicator, MissRule, Scope, Usage};
use super::github;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[COMMITS_DUPLICATED_ACROSS_ACCOUNTS];

const COMMITS_DUPLICATED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "commits_duplicated_across_accounts",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::UseCrossAccountOnly,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Commits have the same time and first line as commits of another applicant, but other digests: one history was made from the other.",
    unit: "other applicants",
    question: "Which commits are in the repositories? Send `links.github.commits` with `sha`, `commit.author.date` and `commit.message`.",
    innocent_explanations: "Shared course work, forks that are not marked, two accounts of one person, and people whose work someone else copied.",
    how_to_verify: "Ask about a decision in one of the commits. Find out which of the two repositories is older.",
    sources: &["OWN2"],
    wording: "
    .hit = { $commits ->
        [one] One compared commit has
       *[other] { $commits } compared commits have
    } the same time and first line as commits of { other-applicants }, but other digests. One of the histories was made from the other.
    .miss = No other applicant has several commits of the same time and first line under other digests.
",
    miss: MissRule::Counts,
    observe: commits_duplicated_across_accounts,
    #[cfg(test)]
    examples: tests::commits_duplicated_across_accounts,
};

/// Five commits, or what a sample shows of them. A commit that both have under the same digest is the same commit, as in
/// two copies of a starter.
fn commits_duplicated_across_accounts(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: f64 = 5.0;
    const MIN_SAMPLED: f64 = 2.0;
    let compared: Vec<&Shared> = case.links.of_kind(IdentifierKind::CommitContent).collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    // The indexes of commits that each other applicant has under the same digest.
    let same: BTreeSet<(ApplicantId, &str)> = (case.links.of_kind(IdentifierKind::CommitDigest))
        .flat_map(|shared| shared.others.iter().map(|other| (other.applicant, index(shared))))
        .collect();
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    let is_copied = |shared: &Shared, other: ApplicantId| !same.contains(&(other, index(shared)));
    for shared in &compared {
        for other in shared.undeclared().filter(|other| is_copied(shared, other.applicant)) {
            *others.entry(other.applicant).or_default() += shared.strength;
        }
    }
    let commits = github(case).map_or(0, |github| github.commits.len());
    let sampled_share = (count(compared.len()) / count(commits.max(1))).min(1.0);
    let min = (MIN_COMMITS * sampled_share).max(MIN_SAMPLED);
    others.retain(|_, weight| *weight >= min);
    if others.is_empty() {
        return Finding::miss(Evidence::about([]));
    }
    let copied = compared.iter().filter(|shared| {
        shared.undeclared().any(|other| {
            others.contains_key(&other.applicant) && is_copied(shared, other.applicant)
        })
    });
    let pointers: Vec<String> = copied.map(|shared| shared.pointer.clone()).collect();
    let evidence = Evidence::about(pointers.clone())
        .with("commits", pointers.len())
        .with("others", others.len())
        .with("at_least", if compared.iter().any(|shared| shared.capped) { "yes" } else { "no" });
    Finding::hit(count(others.len()), evidence)
}

/// The index of the commit that an identifier is from, as text.
fn index(shared: &Shared) -> &str {
    let path = shared.pointer.strip_prefix("/links/github/commits/").unwrap_or_default();
    path.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ids::ApplicantId;
    use serde_json::{Value, json};
    use uuid::Uuid;

    use crate::indicators::code_hosting::fixtures::account;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::linkage::identifiers::identifiers;
    use crate::linkage::index::Index;
    use crate::linkage::links::links;
    use crate::pepper::Pepper;
    use crate::relation::Memberships;

    /// Commits by an author with digests of their own.
    fn commits(number: usize, author: &str, digest: usize) -> Vec<Value> {
        let commit = |i: usize| {
            json!({
                "sha": format!("{:040x}", digest * 10_000 + i),
                "url": format!("https://github.com/sam/tool/commit/{i}"),
                "commit": {
                    "author": { "name": author, "date": format!("2024-05-{:02}T10:{:02}:05Z", i / 60 + 1, i % 60) },
                    "message": format!("Step {i} of the work\n\nBy {author}"),
                },
            })
        };
        (0..number).map(commit).collect()
    }

    /// An account after others have been seen, each with an `external_id` and claims.
    fn after(others: &[Value], own: Value) -> Fixture {
        let pepper = Pepper::new([1; 32]);
        let mut index = Index::default();
        let mut fixture = Fixture::new(own);
        for (i, other) in (0_u128..).zip(others) {
            let other = Fixture::new(other.clone());
            let found = identifiers(&other.profile, &other.facts, &pepper, other.now);
            index.insert(ApplicantId(Uuid::from_u128(i + 1)), &found);
        }
        let found = identifiers(&fixture.profile, &fixture.facts, &pepper, fixture.now);
        let own = ApplicantId(Uuid::from_u128(99));
        let sightings = index.sightings(own, &found);
        fixture.links = links(own, &found, &sightings, &Memberships::default());
        fixture
    }

    fn with(commits: Vec<Value>) -> Value {
        json!({ "links": { "github": { "user": { "login": "sam" }, "commits": commits } } })
    }

    pub(super) fn commits_duplicated_across_accounts() -> Examples {
        let own = |number| with(commits(number, "Sam Example", 1));
        let copied = |number| with(commits(number, "Otto Specimen", 2));
        let agency = |mut profile: Value| {
            profile["claims"] = json!({ "declared_agency": "Example Agency" });
            profile
        };
        let starters: Vec<Value> =
            (0..40).map(|i| with(commits(6, "Otto Specimen", i + 2))).collect();
        Examples::new()
            .hit("six commits with another author", after(&[copied(6)], own(6)))
            .value(1.0)
            .says(
                "6 compared commits have the same time and first line as commits of one other applicant, \
                 but other digests. One of the histories was made from the other.",
            )
            .hit("a long history of which a sample is compared", after(&[copied(900)], own(900)))
            .hit("two others", after(&[copied(6), copied(8)], own(9)))
            .value(2.0)
            .miss("four commits", after(&[copied(4)], own(60)))
            .says("No other applicant has several commits of the same time and first line under other digests.")
            .miss("the same commits in two copies of a starter", after(&[own(6)], own(6)))
            .miss("a starter that everyone rewrites", after(&starters, own(6)))
            .hit("a declared agency explains nothing", after(&[agency(copied(6))], agency(own(6))))
            .unknown("no one looked them up", account(json!({ "commits": commits(6, "Sam Example", 1) })))
            .innocent("two students with the same starter", after(&[own(6)], own(6)))
    }
}
