//! The clocks in commit dates. An offset from UTC is no evidence by itself, only a contradiction is. Commits in UTC are
//! left out, because servers and containers use it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{count, part, ratio};
use super::super::{Case, Cause, Family, Indicator, MissRule, Scope, Usage};
use super::attributed;
use crate::finding::{Evidence, Finding};
use crate::profile::attribution::Attribution;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[COMMIT_TIMEZONE_VS_CLAIMED_LOCATION, COMMIT_TIMEZONE_MULTIPLICITY];

const COMMIT_TIMEZONE_VS_CLAIMED_LOCATION: Indicator = Indicator {
    id: "commit_timezone_vs_claimed_location",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Most of the account's own commits have a UTC offset that the claimed place does not use.",
    unit: "share of own commits",
    question: "Which UTC offsets do the commits have, and where does the applicant claim to live? Send `links.github.commits` with dates that contain an offset, as `git log --date=iso-strict` gives them.",
    innocent_explanations: "Travel, containers with a preset time zone, and laptops set up by an employer.",
    how_to_verify: "Ask where the applicant worked from in those months.",
    sources: &["SEAL", "OWN"],
    wording: "
    .hit = { $part ->
        [all] All { $total } commits with a known clock
       *[some] { $count } of { $total } commits with a known clock
    } were made at { $offsets }, which differs from the time in the claimed place. { attributed-by }
    .miss = { $part ->
        [none] None of the { $total } commits with a known clock was
       *[some] { $count ->
            [one] Only one of { $total } commits with a known clock was
           *[other] Only { $count } of { $total } commits with a known clock were
        }
    } made at a UTC offset that differs from the time in the claimed place. { attributed-by }
",
    miss: MissRule::Counts,
    observe: commit_timezone_vs_claimed_location,
    #[cfg(test)]
    examples: tests::commit_timezone_vs_claimed_location,
};

const COMMIT_TIMEZONE_MULTIPLICITY: Indicator = Indicator {
    id: "commit_timezone_multiplicity",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The account's own commits switch back and forth between three or more UTC offsets within two weeks.",
    unit: "two-week periods",
    question: "Which UTC offsets do the commits have? Send `links.github.commits` with dates that contain an offset.",
    innocent_explanations: "Daylight saving time (two offsets), travel, and rebases that keep other people's dates.",
    how_to_verify: "Ask which machines the applicant worked on.",
    sources: &["OWN"],
    wording: "
    .hit = In { $part ->
        [all] { $total ->
            [2] both two-week periods
           *[other] all { $total } two-week periods
        }
       *[some] { $count } of { $total } two-week periods
    } with commits, the applicant’s clock switched back and forth between three or more UTC offsets: { $offsets }. { attributed-by }
    .miss = { $part ->
        [none] In none of the two-week periods with commits did the applicant’s clock switch
       *[some] Only in one two-week period with commits did the applicant’s clock switch
    } back and forth between three or more UTC offsets. { attributed-by }
",
    miss: MissRule::Counts,
    observe: commit_timezone_multiplicity,
    #[cfg(test)]
    examples: tests::commit_timezone_multiplicity,
};

/// Half of the recent commits have an offset that the claimed location did not use then. A difference of one hour is
/// accepted, because some machines don't follow daylight saving time. Only commits from the time that the claim covers
/// have facts, and none that is older than two years counts: there, moves explain every hit among ordinary developers.
fn commit_timezone_vs_claimed_location(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: usize = 10;
    const MIN_SHARE: f64 = 0.5;
    const TOLERANCE_MINUTES: i32 = 60;
    const RECENT: Duration = Duration::days(730);
    let claimed: BTreeMap<usize, &[i32]> = (case.facts.commits.iter())
        .map(|facts| (facts.index, facts.claimed_offsets.as_slice()))
        .filter(|(_, offsets)| !offsets.is_empty())
        .collect();
    let compared: Vec<(Clocked, bool)> = (clocked_commits(case).into_iter())
        .filter(|commit| case.now - commit.at <= RECENT)
        .filter_map(|commit| {
            let is_near = |claimed: &i32| (claimed - commit.offset).abs() <= TOLERANCE_MINUTES;
            let fits = claimed.get(&commit.index)?.iter().any(is_near);
            Some((commit, fits))
        })
        .collect();
    if compared.len() < MIN_COMMITS {
        return Finding::Unknown;
    }
    let elsewhere: Vec<Clocked> =
        compared.iter().filter(|(_, fits)| !fits).map(|(commit, _)| *commit).collect();
    let share = ratio(elsewhere.len(), compared.len());
    let evidence = Evidence::about(elsewhere.iter().map(Clocked::pointer));
    let evidence = part(evidence, elsewhere.len(), compared.len());
    if share >= MIN_SHARE {
        let evidence = evidence.with("offsets", offsets(&elsewhere));
        Finding::hit(share, attributed(evidence, signs(&elsewhere)))
    } else {
        let compared = compared.iter().map(|(commit, _)| commit);
        Finding::miss(attributed(evidence, signs(compared)))
    }
}

/// Two-week periods in which three or more clocks alternate. Daylight saving time gives two offsets an hour apart,
/// which count as one clock. A journey gives several clocks in sequence, without alternating.
fn commit_timezone_multiplicity(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: usize = 10;
    const MIN_FORTNIGHTS: usize = 2;
    let commits = clocked_commits(case);
    if commits.len() < MIN_COMMITS {
        return Finding::Unknown;
    }
    let all = commits.clone();
    let mut fortnights: BTreeMap<i64, Vec<Clocked>> = BTreeMap::new();
    for commit in commits {
        let fortnight = commit.at.timestamp() / Duration::days(14).num_seconds();
        fortnights.entry(fortnight).or_default().push(commit);
    }
    let mixed: Vec<&Vec<Clocked>> =
        fortnights.values().filter(|commits| take_turns(commits)).collect();
    let first_commits = mixed.iter().filter_map(|commits| commits.first());
    let evidence = Evidence::about(first_commits.map(Clocked::pointer));
    let evidence = part(evidence, mixed.len(), fortnights.len());
    if mixed.len() >= MIN_FORTNIGHTS {
        let commits: Vec<Clocked> = mixed.iter().copied().flatten().copied().collect();
        let evidence = evidence.with("offsets", offsets(&commits));
        Finding::hit(count(mixed.len()), attributed(evidence, signs(&commits)))
    } else {
        Finding::miss(attributed(evidence, signs(&all)))
    }
}

fn take_turns(commits: &[Clocked]) -> bool {
    const MIN_CLOCKS: usize = 3;
    let mut sorted = commits.to_vec();
    sorted.sort_unstable();
    let mut clocks: Vec<i32> = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    for Clocked { offset, .. } in sorted {
        let index = clocks.iter().position(|clock| (clock - offset).abs() <= 60);
        let clock = index.unwrap_or_else(|| {
            clocks.push(offset);
            clocks.len() - 1
        });
        if order.last() != Some(&clock) {
            order.push(clock);
        }
    }
    // A journey there and back has one turn per clock and one more. More turns mean alternation.
    clocks.len() >= MIN_CLOCKS && order.len() > clocks.len() + 1
}

/// An own commit whose date shows the author's UTC offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Clocked {
    at: DateTime<Utc>,
    /// Minutes east of UTC.
    offset: i32,
    index: usize,
    attribution: Attribution,
}

impl Clocked {
    fn pointer(&self) -> String {
        format!("/links/github/commits/{}/commit/author/date", self.index)
    }
}

fn clocked_commits(case: &Case<'_>) -> Vec<Clocked> {
    let commits = case.own_commits().iter().filter_map(|commit| {
        let (at, offset) = (commit.at?, commit.offset?);
        Some(Clocked { at, offset, index: commit.index, attribution: commit.attribution })
    });
    commits.filter(|commit| commit.offset != 0).collect()
}

fn signs<'a>(commits: impl IntoIterator<Item = &'a Clocked>) -> impl Iterator<Item = Attribution> {
    commits.into_iter().map(|commit| commit.attribution)
}

/// The different offsets from west to east, such as "UTC−05:00".
fn offsets(commits: &[Clocked]) -> Vec<String> {
    let offsets: BTreeSet<i32> = commits.iter().map(|commit| commit.offset).collect();
    let written = |offset: &i32| {
        let sign = if *offset < 0 { '−' } else { '+' };
        format!("UTC{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
    };
    offsets.iter().map(written).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::code_hosting::fixtures::commit;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    /// Dates at noon on the days of March, with these offsets in turn.
    fn dates(days: usize, offsets: &[&str]) -> Vec<String> {
        (0..days)
            .map(|i| format!("2026-03-{:02}T12:00:00{}", 1 + i, offsets[i % offsets.len()]))
            .collect()
    }

    fn committed(claims: Value, dates: &[String]) -> Fixture {
        let commits: Vec<Value> =
            dates.iter().map(|date| commit("a", "sam@example.org", date)).collect();
        let github = json!({ "user": { "login": "sam" }, "commits": commits });
        Fixture::new(json!({ "links": { "github": github }, "claims": claims })).enriched()
    }

    pub(super) fn commit_timezone_vs_claimed_location() -> Examples {
        let living_in = |zone: &str, offsets: &[&str]| {
            committed(json!({ "time_zone": zone }), &dates(12, offsets))
        };
        let in_chicago = |offsets: &[&str]| living_in("America/Chicago", offsets);
        let long_ago = || {
            let claims = json!({ "time_zone": "America/Chicago", "resident_since": "2010" });
            let dates: Vec<String> =
                dates(12, &["+05:30"]).iter().map(|date| date.replace("2026", "2023")).collect();
            committed(claims, &dates)
        };
        let in_chicago_since = |since: &str| {
            let claims = json!({ "time_zone": "America/Chicago", "resident_since": since });
            let made = if since < "2026-02" { "-06:00" } else { "+05:30" };
            committed(claims, &dates(12, &[made]))
        };
        let one_abroad = [&["+08:00"][..], &["-06:00"; 11]].concat();
        let two_abroad = [&["+08:00"; 2][..], &["-06:00"; 10]].concat();
        Examples::new()
            .hit("every commit far from home", in_chicago(&["+08:00"]))
            .value(1.0)
            .says("All 12 commits with a known clock were made at UTC+08:00, which differs from the time in the claimed place. The code host attributes these commits to the account.")
            .hit("two clocks far from home", in_chicago(&["+08:00", "-06:00", "+05:30"]))
            .says(
                "8 of 12 commits with a known clock were made at UTC+05:30 and UTC+08:00, \
                 which differs from the time in the claimed place. The code host attributes these commits to the account.",
            )
            .miss("the claimed place has the same clock", living_in("Asia/Manila", &["+08:00"]))
            .says("None of the 12 commits with a known clock was made at a UTC offset that differs from the time in the claimed place. The code host attributes these commits to the account.")
            .miss("clocks before and after the change to summer time", in_chicago(&["-05:00", "-06:00"]))
            .miss("one commit from abroad", in_chicago(&one_abroad))
            .says("Only one of 12 commits with a known clock was made at a UTC offset that differs from the time in the claimed place. The code host attributes these commits to the account.")
            .miss("two commits from abroad", in_chicago(&two_abroad))
            .says("Only 2 of 12 commits with a known clock were made at a UTC offset that differs from the time in the claimed place. The code host attributes these commits to the account.")
            .unknown("every commit at UTC", in_chicago(&["+00:00"]))
            .unknown("dates without an offset", in_chicago(&["Z"]))
            .unknown("commits from before the time that the claim covers", in_chicago_since("2026-04"))
            .miss("commits after the move", in_chicago_since("2026-01"))
            .unknown("no claimed place", committed(json!({}), &dates(12, &["+08:00"])))
            .unknown("commits from three years ago, although the claim covers them", long_ago())
            .innocent("an immigrant whose commits are from before the move", in_chicago_since("2026-04"))
    }

    pub(super) fn commit_timezone_multiplicity() -> Examples {
        let made = |dates: &[String]| committed(json!({ "time_zone": "America/Chicago" }), dates);
        let in_turn = ["+09:00", "-05:00", "+02:00"];
        let later = |dates: Vec<String>| -> Vec<String> {
            dates.into_iter().map(|date| date.replace("2026-03", "2026-07")).collect()
        };
        let one_fortnight = [dates(7, &in_turn), later(dates(28, &["-05:00"]))].concat();
        let mut journey = dates(28, &["+02:00"]);
        for (i, date) in journey.iter_mut().enumerate() {
            let offset = ["+02:00", "+05:30", "+09:00", "+02:00"][i / 7];
            *date = date.replace("+02:00", offset);
        }
        let summer_time = || made(&dates(28, &["-05:00", "-06:00"]));
        Examples::new()
            .hit("three clocks in turn", made(&dates(31, &in_turn)))
            .value(3.0)
            .says(
                "In all 3 two-week periods with commits, the applicant’s clock switched back and forth \
                 between three or more UTC offsets: UTC−05:00, UTC+02:00 and UTC+09:00. The code host attributes these commits to the account.",
            )
            .hit("three clocks in turn until the last days", made(&dates(28, &in_turn)))
            .says(
                "In 2 of 3 two-week periods with commits, the applicant’s clock switched back and forth \
                 between three or more UTC offsets: UTC−05:00, UTC+02:00 and UTC+09:00. The code host attributes these commits to the account.",
            )
            .hit("three clocks in turn for 25 days", made(&dates(25, &in_turn)))
            .says(
                "In both two-week periods with commits, the applicant’s clock switched back and forth \
                 between three or more UTC offsets: UTC−05:00, UTC+02:00 and UTC+09:00. The code host attributes these commits to the account.",
            )
            .miss("one clock", made(&dates(28, &["-05:00"])))
            .says("In none of the two-week periods with commits did the applicant’s clock switch back and forth between three or more UTC offsets. The code host attributes these commits to the account.")
            .miss("three clocks in turn for a week", made(&one_fortnight))
            .says("Only in one two-week period with commits did the applicant’s clock switch back and forth between three or more UTC offsets. The code host attributes these commits to the account.")
            .miss("a journey", made(&journey))
            .miss("a change to summer time", summer_time())
            .unknown("dates without an offset", made(&dates(28, &["Z"])))
            .innocent("a change of daylight saving", summer_time())
    }
}
