//! Compares the jobs on the resume with those on the applicant's other profiles.

use super::super::spelling::{Likeness, Spelling};
use crate::profile::elsewhere::{ElsewhereJob, ElsewhereProfile};
use crate::profile::newest::MAX_JOB_PAIRS;
use crate::profile::organisation::words_without_form;
use crate::profile::resume::Work;
use crate::profile::{PartialDate, Profile, ShortText};
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
    /// The very same months, but a different employer and a different title.
    Employer(&'a ElsewhereJob),
    /// The very same months, but a different employer. The titles can't be compared.
    Brand(&'a ElsewhereJob),
}

/// The contradictions that were found.
pub(super) struct Conflicts<'a> {
    pub(super) found: Vec<Conflict<'a>>,
    /// Whether some jobs were not compared.
    pub(super) is_cut: bool,
}

/// The jobs on the resume that another profile contradicts: the same employer at different times, or the very same
/// months at a different employer. A job that is only on one of them is no contradiction: resumes are tailored and
/// profiles get out of date. `None` if nothing could be compared.
pub(super) fn find_conflicts(profile: &Profile) -> Option<Conflicts<'_>> {
    let own: Vec<Job<'_>> = profile.resume.as_ref()?.work.iter().map(Job::on_resume).collect();
    let mut comparer = Comparer { own: &own, left: MAX_JOB_PAIRS };
    let profiles = profile.links.iter().flat_map(|links| &links.profiles);
    let profiles: Vec<(&ElsewhereProfile, Vec<Job<'_>>)> = (profiles)
        .map(|profile| (profile, profile.work.iter().map(Job::elsewhere).collect()))
        .collect();
    let mut is_compared = false;
    let mut found: Vec<Conflict<'_>> = Vec::new();
    for ((index, job), written) in own.iter().enumerate().zip(&profile.resume.as_ref()?.work) {
        for (profile, theirs) in &profiles {
            let Some(comparison) = comparer.compare(job, theirs, &profile.work) else { continue };
            is_compared = true;
            if let Comparison::Differs(difference) = comparison {
                found.push(Conflict { index, job: written, profile, difference });
                break;
            }
        }
    }
    // A single job under another name and title can be a brand, a client, a translation or a new name of the same employer.
    let is_brand = |conflict: &Conflict<'_>| {
        matches!(conflict.difference, Difference::Brand(_) | Difference::Employer(_))
    };
    if found.iter().filter(|conflict| is_brand(conflict)).count() < 2 {
        found.retain(|conflict| !is_brand(conflict));
    }
    let is_cut = comparer.left == 0;
    (is_compared || is_cut).then_some(Conflicts { found, is_cut })
}

enum Comparison<'a> {
    Agrees,
    Differs(Difference<'a>),
}

/// A job with what is compared.
struct Job<'a> {
    name: Option<&'a ShortText>,
    employer: Option<Spelling>,
    title: Option<Spelling>,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
}

impl<'a> Job<'a> {
    fn on_resume(job: &'a Work) -> Self {
        Self::new(job.name.as_ref(), job.position.as_ref(), job.start, job.end)
    }

    fn elsewhere(job: &'a ElsewhereJob) -> Self {
        Self::new(job.name.as_ref(), job.position.as_ref(), job.start, job.end)
    }

    fn new(
        name: Option<&'a ShortText>,
        title: Option<&ShortText>,
        start: Option<PartialDate>,
        end: Option<PartialDate>,
    ) -> Self {
        let employer = name.and_then(|name| Spelling::new(&words_without_form(name.as_str())));
        let title = title.and_then(|title| Spelling::of_text(title.as_str()));
        Self { name, employer, title, start, end }
    }

    /// Whether one of two jobs lies within the other one, with months that are not given in its favour.
    fn nests_with(&self, other: &Self) -> bool {
        let (Some(start), Some(theirs)) = (self.start, other.start) else { return false };
        let end = |job: &Self| job.end.map_or(i32::MAX, |end| end.months(12));
        let within = |inner: &Self, first: PartialDate, outer: &Self, start: PartialDate| {
            first.months(12) >= start.months(1) && end(inner) <= end(outer)
        };
        within(self, start, other, theirs) || within(other, theirs, self, start)
    }
}

/// Compares jobs, up to a number of comparisons of spellings.
struct Comparer<'a> {
    /// The jobs on the resume.
    own: &'a [Job<'a>],
    left: usize,
}

impl Comparer<'_> {
    fn likeness(&mut self, ours: Option<&Spelling>, theirs: Option<&Spelling>) -> Option<Likeness> {
        let (ours, theirs) = (ours?, theirs?);
        self.left = self.left.checked_sub(1)?;
        count(Operation::Pairs, 1);
        Some(ours.compare(theirs))
    }

    /// Compares a job on the resume with the jobs on another profile.
    fn compare<'a>(
        &mut self,
        job: &Job<'_>,
        theirs: &[Job<'_>],
        written: &'a [ElsewhereJob],
    ) -> Option<Comparison<'a>> {
        self.compare_start(job, theirs, written)
            .or_else(|| self.compare_employer(job, theirs, written))
    }

    /// The same employer, more than a year earlier or later. A profile may list only the last of several titles, or all
    /// of them as one job, so a job within the other one differs only if it has the same title.
    fn compare_start<'a>(
        &mut self,
        job: &Job<'_>,
        theirs: &[Job<'_>],
        written: &'a [ElsewhereJob],
    ) -> Option<Comparison<'a>> {
        const FORGIVEN_MONTHS: i32 = 12;
        let start = job.start?;
        let mut nearest: Option<(i32, &Job<'_>, &ElsewhereJob)> = None;
        for (other, written) in theirs.iter().zip(written) {
            let Some(their_start) = other.start else { continue };
            let likeness = self.likeness(job.employer.as_ref(), other.employer.as_ref());
            // A person who came back has two start dates. The nearer one counts.
            let months = months_apart(start, their_start);
            if likeness == Some(Likeness::Same) && nearest.is_none_or(|(near, ..)| months < near) {
                nearest = Some((months, other, written));
            }
        }
        let (months, other, written) = nearest?;
        if months <= FORGIVEN_MONTHS {
            return Some(Comparison::Agrees);
        }
        // The job on the profile can be another one on the resume: people come back, and profiles list the last time.
        for own in self.own {
            let is_near = own.start.is_some_and(|start| {
                other.start.is_some_and(|other| months_apart(start, other) <= FORGIVEN_MONTHS)
            });
            if is_near
                && self.likeness(own.employer.as_ref(), other.employer.as_ref())
                    == Some(Likeness::Same)
            {
                return Some(Comparison::Agrees);
            }
        }
        let has_same_title = self.likeness(job.title.as_ref(), other.title.as_ref());
        if job.nests_with(other) && has_same_title != Some(Likeness::Same) {
            return Some(Comparison::Agrees);
        }
        Some(Comparison::Differs(Difference::Start(written)))
    }

    /// The very same months at an employer that is not on the resume. A similar title shows that it is the same job.
    fn compare_employer<'a>(
        &mut self,
        job: &Job<'_>,
        theirs: &[Job<'_>],
        written: &'a [ElsewhereJob],
    ) -> Option<Comparison<'a>> {
        let months = exact_months(job.start, job.end)?;
        let mut at_once = theirs.iter().zip(written).filter(|(other, _)| {
            other.name.is_some() && exact_months(other.start, other.end) == Some(months)
        });
        let (other, written) = at_once.next()?;
        for own in self.own {
            let likeness = self.likeness(own.employer.as_ref(), other.employer.as_ref());
            if likeness.is_some_and(|likeness| likeness != Likeness::Different) {
                return None;
            }
        }
        self.likeness(job.employer.as_ref(), other.employer.as_ref())?;
        match self.likeness(job.title.as_ref(), other.title.as_ref()) {
            Some(Likeness::Different) => Some(Comparison::Differs(Difference::Employer(written))),
            Some(Likeness::Same | Likeness::Similar) => Some(Comparison::Agrees),
            Some(Likeness::Incomparable) | None => {
                Some(Comparison::Differs(Difference::Brand(written)))
            }
        }
    }
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
