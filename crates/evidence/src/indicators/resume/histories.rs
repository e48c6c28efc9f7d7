//! Compares the jobs on the resume with those on the applicant's other profiles.

use std::collections::BTreeSet;

use crate::profile::elsewhere::{ElsewhereJob, ElsewhereProfile};
use crate::profile::resume::Work;
use crate::profile::{PartialDate, Profile, Text};
use crate::work::{Work as Operation, count};

/// A job on the resume that another profile contradicts.
pub(super) struct Conflict<'a> {
    /// Its position on the resume.
    pub(super) index: usize,
    pub(super) job: &'a Work,
    pub(super) profile: &'a ElsewhereProfile,
    pub(super) difference: Difference<'a>,
}

/// How a job on another profile contradicts a job on the resume.
#[derive(Clone, Copy)]
pub(super) enum Difference<'a> {
    /// The same employer, but a different start.
    Start(&'a ElsewhereJob),
    /// The very same months, but a different employer.
    Employer(&'a ElsewhereJob),
}

enum Comparison<'a> {
    Agrees,
    Differs(Difference<'a>),
}

/// The jobs on the resume that another profile contradicts: the same employer, more than a year earlier or later, or
/// the very same months at a different employer. A job that is only on one of them is no contradiction: resumes are
/// tailored and profiles get out of date. `None` if nothing could be compared.
pub(super) fn find_conflicts(profile: &Profile) -> Option<Vec<Conflict<'_>>> {
    let own = &profile.resume.as_ref()?.work;
    let employers: BTreeSet<&str> =
        own.iter().filter_map(|job| job.name.as_ref()).map(Text::folded).collect();
    let mut is_compared = false;
    let mut conflicts: Vec<Conflict<'_>> = Vec::new();
    for (index, job) in own.iter().enumerate() {
        for profile in profile.links.iter().flat_map(|links| &links.profiles) {
            let Some(comparison) = compare(job, &employers, &profile.work) else { continue };
            is_compared = true;
            if let Comparison::Differs(difference) = comparison {
                conflicts.push(Conflict { index, job, profile, difference });
                break;
            }
        }
    }
    is_compared.then_some(conflicts)
}

/// Compares a job on the resume, whose employers are `own`, with the jobs on another profile.
fn compare<'a>(
    job: &Work,
    own: &BTreeSet<&str>,
    theirs: &'a [ElsewhereJob],
) -> Option<Comparison<'a>> {
    const FORGIVEN_MONTHS: i32 = 12;
    count(Operation::Pairs, theirs.len());
    let employer = job.name.as_ref()?.folded();
    let folded = |other: &'a ElsewhereJob| other.name.as_ref().map(Text::folded);
    if let Some(start) = job.start {
        let same = theirs.iter().filter(|other| folded(other) == Some(employer));
        let distances = same.filter_map(|other| Some((months_apart(start, other.start?), other)));
        // A person who came back has two start dates. The nearer one counts.
        if let Some((months, nearest)) = distances.min_by_key(|(months, _)| *months) {
            let differs = months > FORGIVEN_MONTHS;
            let difference = Comparison::Differs(Difference::Start(nearest));
            return Some(if differs { difference } else { Comparison::Agrees });
        }
    }
    let months = exact_months(job.start, job.end)?;
    let at_once = theirs.iter().find(|other| {
        exact_months(other.start, other.end) == Some(months)
            && folded(other).is_some_and(|name| !own.contains(name))
    });
    at_once.map(|other| Comparison::Differs(Difference::Employer(other)))
}

/// The minimum number of months between two dates whose months can be missing.
fn months_apart(date: PartialDate, other: PartialDate) -> i32 {
    let later = date.months(1) - other.months(12);
    let earlier = other.months(1) - date.months(12);
    later.max(earlier).max(0)
}

/// Start and end, if both have a month and are at least half a year apart.
fn exact_months(start: Option<PartialDate>, end: Option<PartialDate>) -> Option<(i32, i32)> {
    const MIN_MONTHS: i32 = 6;
    let (start, end) = (start?, end?);
    let is_exact = start.month.is_some() && end.month.is_some();
    let (from, to) = (start.months(1), end.months(12));
    (is_exact && to - from >= MIN_MONTHS).then_some((from, to))
}
