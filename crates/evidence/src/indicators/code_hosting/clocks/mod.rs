//! The clocks that commits were made by. Only a contradiction counts, never an offset itself; commits in
//! UTC say nothing, since servers and containers run in it.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::super::reading::ratio;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{OwnCommit, own_commits};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[COMMIT_TIMEZONE_VS_CLAIMED_LOCATION, COMMIT_TIMEZONE_MULTIPLICITY];

const COMMIT_TIMEZONE_VS_CLAIMED_LOCATION: Indicator = Indicator {
    id: "commit_timezone_vs_claimed_location",
    family: Family::CodeHosting,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Own-commit UTC offsets contradict the claimed place.",
    unit: "share of own commits",
    question: "Which clocks were the commits made by, and where does the person say they live? Send `links.github.commits` with dates that carry an offset, as `git log --date=iso-strict` gives them.",
    innocent_explanations: "Travel, container defaults (UTC), employer laptops.",
    how_to_verify: "Ask where they worked from in those months.",
    sources: &["SEAL", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: commit_timezone_vs_claimed_location,
    #[cfg(test)]
    examples: None,
};

const COMMIT_TIMEZONE_MULTIPLICITY: Indicator = Indicator {
    id: "commit_timezone_multiplicity",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Three or more UTC offsets interleaved in the same weeks.",
    unit: "fortnights",
    question: "Which clocks were the commits made by? Send `links.github.commits` with dates that carry an offset.",
    innocent_explanations: "DST (2 offsets), travel, rebases preserving others' dates.",
    how_to_verify: "Ask on which machines the work was done.",
    sources: &["OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: commit_timezone_multiplicity,
    #[cfg(test)]
    examples: None,
};

/// Half of the commits were made by clocks that the claimed place did not have then. An hour is forgiven:
/// daylight saving that a machine did not follow.
fn commit_timezone_vs_claimed_location(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 10;
    const MOST: f64 = 0.5;
    const FORGIVEN: i32 = 60;
    let claimed: BTreeMap<usize, &[i32]> = (case.facts.commits.iter())
        .map(|facts| (facts.index, facts.claimed_offsets.as_slice()))
        .filter(|(_, offsets)| !offsets.is_empty())
        .collect();
    let told: Vec<(usize, bool)> = (told(case).into_iter())
        .filter_map(|(commit, _, offset)| {
            let near = |claimed: &i32| (claimed - offset).abs() <= FORGIVEN;
            Some((commit.index, claimed.get(&commit.index)?.iter().any(near)))
        })
        .collect();
    if told.len() < NEEDED {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = told.iter().filter(|(_, there)| !there).map(|(i, _)| *i).collect();
    let share = ratio(hits.len(), told.len());
    let text = format!(
        "{} of {} own commits were made by a clock that the claimed place does not have",
        hits.len(),
        told.len()
    );
    let evidence = Evidence::stored(text, hits.iter().map(|i| date(*i)));
    if share >= MOST { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Fortnights in which three clocks or more take turns. A change of daylight saving makes two that are an
/// hour apart, which count as one; a journey makes several one after the other, which take no turns.
fn commit_timezone_multiplicity(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 10;
    const SEVERAL: usize = 2;
    let told = told(case);
    if told.len() < NEEDED {
        return Finding::Unknown;
    }
    let mut fortnights: BTreeMap<i64, Vec<(DateTime<Utc>, i32, usize)>> = BTreeMap::new();
    for (commit, at, offset) in &told {
        let fortnight = at.timestamp() / Duration::days(14).num_seconds();
        fortnights.entry(fortnight).or_default().push((*at, *offset, commit.index));
    }
    let mixed: Vec<&Vec<(DateTime<Utc>, i32, usize)>> =
        fortnights.values().filter(|commits| take_turns(commits)).collect();
    let text = format!(
        "in {} of {} fortnights with own commits three clocks or more took turns",
        mixed.len(),
        fortnights.len()
    );
    let pointers = mixed.iter().filter_map(|commits| Some(date(commits.first()?.2)));
    let evidence = Evidence::stored(text, pointers);
    if mixed.len() >= SEVERAL {
        Finding::hit(super::count(mixed.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn take_turns(commits: &[(DateTime<Utc>, i32, usize)]) -> bool {
    const CLOCKS: usize = 3;
    let mut sorted = commits.to_vec();
    sorted.sort_unstable();
    let mut clocks: Vec<i32> = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    for (_, offset, _) in sorted {
        let known = clocks.iter().position(|clock| (clock - offset).abs() <= 60);
        let clock = known.unwrap_or_else(|| {
            clocks.push(offset);
            clocks.len() - 1
        });
        if order.last() != Some(&clock) {
            order.push(clock);
        }
    }
    // One turn to each and one more back: a journey there and back again has no more than that.
    clocks.len() >= CLOCKS && order.len() > clocks.len() + 1
}

/// Own commits whose date tells the clock, with it.
fn told<'a>(case: &Case<'a>) -> Vec<(OwnCommit<'a>, DateTime<Utc>, i32)> {
    let commits = own_commits(case).into_iter();
    let told = commits.filter_map(|one| {
        let (at, offset) = (one.at?, one.offset?);
        Some((one, at, offset))
    });
    told.filter(|(_, _, offset)| *offset != 0).collect()
}

fn date(i: usize) -> String {
    format!("/links/github/commits/{i}/commit/author/date")
}

#[cfg(test)]
mod tests;
