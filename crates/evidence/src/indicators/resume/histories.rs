//! The jobs on a resume against those on the person's profiles elsewhere.

use crate::profile::elsewhere::ElsewhereJob;
use crate::profile::resume::Work;
use crate::profile::{PartialDate, Profile, Text};

/// Jobs of the resume that a profile elsewhere tells otherwise: at the same employer a year and more earlier or later, or
/// in the very same months at another one. What only one of the two has is tailoring or out of date. `None` if
/// nothing could be compared.
pub(super) fn told_otherwise(profile: &Profile) -> Option<Vec<usize>> {
    let own = &profile.resume.as_ref()?.work;
    let mut compared = false;
    let mut otherwise = Vec::new();
    for (i, job) in own.iter().enumerate() {
        let elsewhere = profile.links.iter().flat_map(|links| &links.profiles);
        for theirs in elsewhere.map(|profile| profile.work.as_slice()) {
            let found = against(job, own, theirs);
            compared |= found.is_some();
            if found == Some(true) && otherwise.last() != Some(&i) {
                otherwise.push(i);
            }
        }
    }
    compared.then_some(otherwise)
}

/// Whether a profile's jobs contradict one of the resume's.
fn against(job: &Work, own: &[Work], theirs: &[ElsewhereJob]) -> Option<bool> {
    const FORGIVEN: i32 = 12;
    let employer = job.name.as_ref()?.folded();
    let same: Vec<PartialDate> = (theirs.iter())
        .filter(|other| other.name.as_ref().map(Text::folded).as_ref() == Some(&employer))
        .filter_map(|other| other.start)
        .collect();
    if let (Some(start), false) = (job.start, same.is_empty()) {
        // Somebody who came back has two beginnings; the nearest one counts.
        return Some(same.iter().all(|other| apart(start, *other) > FORGIVEN));
    }
    let months = months(job.start, job.end)?;
    let at_once = theirs.iter().find(|other| {
        let name = other.name.as_ref().map(Text::folded);
        let unknown = name.is_some_and(|name| {
            !own.iter().any(|one| one.name.as_ref().map(Text::folded).as_ref() == Some(&name))
        });
        unknown && self::months(other.start, other.end) == Some(months)
    });
    at_once.map(|_| true)
}

/// How many months lie between two dates at least, as far as they tell.
fn apart(one: PartialDate, other: PartialDate) -> i32 {
    let later = one.months(1) - other.months(12);
    let earlier = other.months(1) - one.months(12);
    later.max(earlier).max(0)
}

/// From when until when, if it is told to the month and half a year or longer.
fn months(start: Option<PartialDate>, end: Option<PartialDate>) -> Option<(i32, i32)> {
    const LONG: i32 = 6;
    let (start, end) = (start?, end?);
    let exact = start.month.is_some() && end.month.is_some();
    let (from, to) = (start.months(1), end.months(12));
    (exact && to - from >= LONG).then_some((from, to))
}
