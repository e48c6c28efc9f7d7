//! The jobs on a resume, compared with those on the applicant's profiles elsewhere.

use crate::profile::elsewhere::{ElsewhereJob, ElsewhereProfile};
use crate::profile::resume::Work;
use crate::profile::{PartialDate, Profile, Text};

/// A job of the resume that a profile elsewhere contradicts.
pub(super) struct Conflict<'a> {
    /// Its position on the resume.
    pub(super) index: usize,
    pub(super) job: &'a Work,
    pub(super) profile: &'a ElsewhereProfile,
    pub(super) difference: Difference<'a>,
}

/// How a job elsewhere contradicts one of the resume.
#[derive(Clone, Copy)]
pub(super) enum Difference<'a> {
    /// At the same employer, but from another time on.
    Start(&'a ElsewhereJob),
    /// In the very same months, but at another employer.
    Employer(&'a ElsewhereJob),
}

enum Comparison<'a> {
    Agrees,
    Differs(Difference<'a>),
}

/// Jobs of the resume that a profile elsewhere contradicts: at the same employer more than a year earlier or
/// later, or in the very same months at another one. What only one of the two lists is tailoring or out of
/// date. `None` if nothing could be compared.
pub(super) fn find_conflicts(profile: &Profile) -> Option<Vec<Conflict<'_>>> {
    let own = &profile.resume.as_ref()?.work;
    let mut is_compared = false;
    let mut conflicts: Vec<Conflict<'_>> = Vec::new();
    for (index, job) in own.iter().enumerate() {
        for profile in profile.links.iter().flat_map(|links| &links.profiles) {
            let Some(comparison) = compare(job, own, &profile.work) else { continue };
            is_compared = true;
            if let Comparison::Differs(difference) = comparison {
                conflicts.push(Conflict { index, job, profile, difference });
                break;
            }
        }
    }
    is_compared.then_some(conflicts)
}

fn compare<'a>(job: &Work, own: &[Work], theirs: &'a [ElsewhereJob]) -> Option<Comparison<'a>> {
    const FORGIVEN_MONTHS: i32 = 12;
    let employer = job.name.as_ref()?.folded();
    let folded = |other: &ElsewhereJob| other.name.as_ref().map(Text::folded);
    if let Some(start) = job.start {
        let same = theirs.iter().filter(|other| folded(other).as_ref() == Some(&employer));
        let distances = same.filter_map(|other| Some((months_apart(start, other.start?), other)));
        // Somebody who came back has two beginnings; the nearest one counts.
        if let Some((months, nearest)) = distances.min_by_key(|(months, _)| *months) {
            let differs = months > FORGIVEN_MONTHS;
            let difference = Comparison::Differs(Difference::Start(nearest));
            return Some(if differs { difference } else { Comparison::Agrees });
        }
    }
    let months = exact_months(job.start, job.end)?;
    let is_on_resume = |name: &String| {
        own.iter().any(|job| job.name.as_ref().map(Text::folded).as_ref() == Some(name))
    };
    let at_once = theirs.iter().find(|other| {
        folded(other).is_some_and(|name| !is_on_resume(&name))
            && exact_months(other.start, other.end) == Some(months)
    });
    at_once.map(|other| Comparison::Differs(Difference::Employer(other)))
}

/// The least number of months between two dates, of which months may be missing.
fn months_apart(date: PartialDate, other: PartialDate) -> i32 {
    let later = date.months(1) - other.months(12);
    let earlier = other.months(1) - date.months(12);
    later.max(earlier).max(0)
}

/// From when until when, if both months are given and lie half a year or more apart.
fn exact_months(start: Option<PartialDate>, end: Option<PartialDate>) -> Option<(i32, i32)> {
    const MIN_MONTHS: i32 = 6;
    let (start, end) = (start?, end?);
    let is_exact = start.month.is_some() && end.month.is_some();
    let (from, to) = (start.months(1), end.months(12));
    (is_exact && to - from >= MIN_MONTHS).then_some((from, to))
}
