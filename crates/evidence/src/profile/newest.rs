//! Selects what is examined of long lists: different values, the newest first, up to a limit. So a profile can cause
//! only so much work, and neither padding nor order hides the newest values.
//!
//! What is left out could have shown a red flag. So an indicator that reads a selection reports a miss as unknown if the
//! selection [is cut](Selected::is_cut), and [`cuts`] tells the sender.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::activity::Application;
use super::code_hosting::{GitHub, GitHubCommit};
use super::elsewhere::{Portfolio, PublicText};
use super::messages::{Direction, MessageText};
use super::read::Warning;
use super::resume::{Resume, Work};
use super::values::TextView;
use super::{LongText, PersonName, Profile, Text};

/// How many bytes of different messages are searched for phrases.
const MAX_SEARCHED_BYTES: usize = 256 * 1024;
/// How many bytes of a kind of text are compared with other texts. A single text is always compared.
const MAX_COMPARED_BYTES: usize = 128 * 1024;
/// How many letters and proposals are compared with those of others.
const MAX_LETTERS: usize = 20;
/// How many job advertisements the profile's texts are compared with.
const MAX_JOB_ADS: usize = 20;
/// How many pairs of a job on the resume and one on another profile are compared.
pub(crate) const MAX_JOB_PAIRS: usize = 10_000;
/// How many names of a commit author are compared with each other.
const MAX_AUTHOR_NAMES: usize = 16;
/// How many skills are looked for in the resume's texts.
const MAX_SKILLS: usize = 1_000;

/// The selected values, in the document's order.
#[derive(Clone, Debug)]
pub(crate) struct Selected<T> {
    pub(crate) kept: Vec<T>,
    /// Whether different values were left out.
    pub(crate) is_cut: bool,
}

/// A value with what makes it different from others.
struct Candidate<'a, T> {
    value: T,
    text: &'a str,
    /// A larger number is newer. Values without a time count as the newest.
    time: Option<i64>,
}

/// Which occurrences of a selected text are selected, in the document's order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeated {
    All,
    First,
    Last,
}

struct Limit {
    values: usize,
    bytes: usize,
    repeated: Repeated,
}

/// All candidates if they are within the limit. Otherwise the newest with different texts.
fn select<T>(candidates: Vec<Candidate<'_, T>>, limit: &Limit) -> Selected<T> {
    let bytes: usize = candidates.iter().map(|candidate| candidate.text.len()).sum();
    if candidates.len() <= limit.values && bytes <= limit.bytes {
        let kept = candidates.into_iter().map(|candidate| candidate.value).collect();
        return Selected { kept, is_cut: false };
    }
    let mut newest: Vec<usize> = (0..candidates.len()).collect();
    newest.sort_by_key(|i| Reverse((candidates[*i].time.unwrap_or(i64::MAX), *i)));
    // Each selected text with the occurrence to keep.
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut bytes, mut is_cut) = (0, false);
    for i in newest {
        let text = candidates[i].text;
        if texts.contains_key(text) {
            continue;
        }
        let fits = texts.len() < limit.values && bytes + text.len() <= limit.bytes;
        if !fits && !texts.is_empty() {
            is_cut = true;
            break;
        }
        bytes += text.len();
        texts.insert(text, i);
    }
    for (i, candidate) in candidates.iter().enumerate() {
        if let Some(kept) = texts.get_mut(candidate.text) {
            *kept = if limit.repeated == Repeated::First { i.min(*kept) } else { i.max(*kept) };
        }
    }
    let is_kept = |i: usize, text: &str| {
        texts.get(text).is_some_and(|kept| limit.repeated == Repeated::All || *kept == i)
    };
    let kept = candidates.into_iter().enumerate();
    let kept = kept.filter(|(i, candidate)| is_kept(*i, candidate.text));
    Selected { kept: kept.map(|(_, candidate)| candidate.value).collect(), is_cut }
}

/// The applicant's messages to search, with their indexes.
pub(crate) fn sent_messages<'a>(profile: &'a Profile) -> Selected<(usize, &'a MessageText)> {
    let candidate = |(index, text, time)| {
        let text: &'a MessageText = text;
        Candidate { value: (index, text), text: text.as_str(), time }
    };
    let limit = Limit { values: usize::MAX, bytes: MAX_SEARCHED_BYTES, repeated: Repeated::All };
    select(sent(profile).map(candidate).collect(), &limit)
}

/// The texts of the applicant's messages, with their indexes and times. A message without a direction has an unknown
/// author.
fn sent(profile: &Profile) -> impl Iterator<Item = (usize, &MessageText, Option<i64>)> {
    let messages = profile.messages.iter().enumerate();
    let sent = messages.filter(|(_, message)| message.direction == Some(Direction::Sent));
    sent.filter_map(|(i, message)| {
        Some((i, message.text.as_ref()?, message.at.map(|at| at.timestamp())))
    })
}

/// A letter, proposal or message of the applicant.
pub(crate) struct Letter<'a> {
    pub(crate) pointer: String,
    pub(crate) text: &'a str,
}

/// The letters, proposals and messages to compare with those of others.
pub(crate) fn letters<'a>(profile: &'a Profile) -> Selected<Letter<'a>> {
    let covers = applications(profile).filter_map(|(i, application)| {
        let text = application.cover_letter.as_ref()?.as_str();
        Some((Written::Cover(i), text, Some(application.at.timestamp())))
    });
    let messages = sent(profile).map(|(i, text, time)| (Written::Message(i), text.as_str(), time));
    let candidate = |(written, text, time): (Written, &'a str, _)| {
        can_be_compared(text).then(|| {
            let pointer = match written {
                Written::Cover(i) => format!("/activity/applications/{i}/cover_letter"),
                Written::Message(i) => format!("/messages/{i}/text"),
            };
            Candidate { value: Letter { pointer, text }, text, time }
        })
    };
    let limit = Limit { values: MAX_LETTERS, bytes: MAX_COMPARED_BYTES, repeated: Repeated::Last };
    select(covers.chain(messages).filter_map(candidate).collect(), &limit)
}

/// Where a letter was written, by its index.
#[derive(Clone, Copy)]
enum Written {
    Cover(usize),
    Message(usize),
}

/// Whether a letter can be long enough for a comparison. If not, it takes no other letter's place.
fn can_be_compared(text: &str) -> bool {
    /// Comparisons need 42 words or 84 characters of a script without spaces between words.
    const MIN_WORDS: usize = 42;
    /// Not even one-letter words make a comparison of less, and a text of more is not worth counting.
    const COUNTED: std::ops::Range<usize> = 10..800;
    if !COUNTED.contains(&text.len()) {
        return text.len() >= COUNTED.end;
    }
    if text.is_ascii() || is_nfkc_quick(text.chars()) != IsNormalized::No {
        return count_words(text.chars()) >= MIN_WORDS;
    }
    count_words(text.nfkc()) >= MIN_WORDS
}

/// The number of words. Two characters of a script that may write words without spaces count as one.
fn count_words(text: impl Iterator<Item = char>) -> usize {
    let (mut words, mut characters, mut is_inside) = (0, 0, false);
    for c in text {
        // A percent sign is compared as a word.
        let is_word = c.is_alphanumeric() || matches!(c, '+' | '#' | '%');
        words += usize::from(is_word && !is_inside) + usize::from(c == '%');
        characters += usize::from(is_word && c >= '\u{0E00}');
        is_inside = is_word;
    }
    words + characters / 2
}

fn applications(profile: &Profile) -> impl Iterator<Item = (usize, &Application)> {
    profile.activity.iter().flat_map(|activity| &activity.applications).enumerate()
}

/// The job advertisements to compare the profile's texts with, with the indexes of their applications.
pub(crate) fn job_ads<'a>(profile: &'a Profile) -> Selected<(usize, &'a LongText)> {
    let candidate = |(i, application): (usize, &'a Application)| {
        let ad = application.job_ad.as_ref()?;
        let time = Some(application.at.timestamp());
        Some(Candidate { value: (i, ad), text: ad.as_str(), time })
    };
    let limit = Limit { values: MAX_JOB_ADS, bytes: MAX_COMPARED_BYTES, repeated: Repeated::Last };
    select(applications(profile).filter_map(candidate).collect(), &limit)
}

/// A text of the resume about the person's work.
#[derive(Clone, Copy)]
pub(crate) struct ResumeText<'a> {
    pub(crate) text: TextView<'a>,
    /// The index of the job it describes.
    pub(crate) job: Option<usize>,
    /// Whether it is a description rather than a title.
    pub(crate) is_prose: bool,
}

/// The texts of a resume to examine: summaries, titles of jobs, achievements, and projects, without names of employers
/// and people.
pub(crate) fn resume_texts<'a>(resume: &'a Resume) -> Selected<ResumeText<'a>> {
    let prose = |text| ResumeText { text, job: None, is_prose: true };
    let title = |text| ResumeText { text, job: None, is_prose: false };
    let summary = resume.basics.iter().filter_map(|basics| basics.summary.as_ref());
    let mut texts: Vec<(ResumeText<'_>, Option<i64>)> =
        summary.map(|text| (prose(text.view()), None)).collect();
    for (i, job) in resume.work.iter().enumerate() {
        let time = last_month(job);
        let titles = job.position.iter().map(|text| title(text.view()));
        let summaries = job.summary.iter().chain(&job.highlights);
        let all = titles.chain(summaries.map(|text| prose(text.view())));
        texts.extend(all.map(|text| (ResumeText { job: Some(i), ..text }, time)));
    }
    for project in &resume.projects {
        texts.extend(project.name.iter().map(|text| (title(text.view()), None)));
        texts.extend(project.description.iter().map(|text| (prose(text.view()), None)));
    }
    let candidate =
        |(value, time): (ResumeText<'a>, _)| Candidate { text: value.text.as_str(), value, time };
    let limit = Limit { values: usize::MAX, bytes: MAX_COMPARED_BYTES, repeated: Repeated::First };
    select(texts.into_iter().map(candidate).collect(), &limit)
}

/// The last month of a job. `None` for a current one.
fn last_month(job: &Work) -> Option<i64> {
    job.end.map(|end| i64::from(end.months(12)))
}

/// The portfolio pages to compare with those of others, with their indexes.
pub(crate) fn portfolio_texts<'a>(profile: &'a Profile) -> Selected<(usize, &'a LongText)> {
    let portfolios = profile.links.iter().flat_map(|links| &links.portfolios).enumerate();
    let candidate = |(i, portfolio): (usize, &'a Portfolio)| {
        let text = portfolio.text.as_ref()?;
        Some(Candidate { value: (i, text), text: text.as_str(), time: None })
    };
    let limit = Limit { values: usize::MAX, bytes: MAX_COMPARED_BYTES, repeated: Repeated::Last };
    select(portfolios.filter_map(candidate).collect(), &limit)
}

/// The public texts to compare with the resume, with their indexes.
pub(crate) fn public_texts<'a>(profile: &'a Profile) -> Selected<(usize, &'a PublicText)> {
    let texts = profile.links.iter().flat_map(|links| &links.public_texts).enumerate();
    let candidate = |(i, public): (usize, &'a PublicText)| Candidate {
        value: (i, public),
        text: public.text.as_str(),
        time: None,
    };
    let limit = Limit { values: usize::MAX, bytes: MAX_COMPARED_BYTES, repeated: Repeated::All };
    select(texts.map(candidate).collect(), &limit)
}

/// The names of the account in its own commits to compare with each other.
pub(crate) fn author_names<'a>(profile: &'a Profile) -> Selected<&'a PersonName> {
    let candidate = |commit: &'a GitHubCommit| {
        let author = commit.commit.as_ref()?.author.as_ref()?;
        let value = author.name.as_ref()?.name()?;
        let time = author.date.map(|date| date.at.timestamp());
        Some(Candidate { value, text: value.joined(), time })
    };
    let limit = Limit { values: MAX_AUTHOR_NAMES, bytes: usize::MAX, repeated: Repeated::First };
    let github = profile.links.iter().filter_map(|links| links.github.as_ref());
    let commits = github.flat_map(GitHub::own_commits);
    select(commits.filter_map(|(_, commit, _)| candidate(commit)).collect(), &limit)
}

/// The different skills to look for, folded.
pub(crate) fn skills(resume: &Resume) -> Selected<&str> {
    let skills = resume.skills.iter().flat_map(|skill| skill.name.iter().chain(&skill.keywords));
    let mut kept = BTreeSet::new();
    for skill in skills.map(Text::folded) {
        if kept.len() == MAX_SKILLS && !kept.contains(skill) {
            return Selected { kept: kept.into_iter().collect(), is_cut: true };
        }
        kept.insert(skill);
    }
    Selected { kept: kept.into_iter().collect(), is_cut: false }
}

/// What is not examined of a profile.
pub(super) fn cuts(profile: &Profile) -> Vec<Warning> {
    let resume = profile.resume.as_ref();
    let cuts = [
        (sent_messages(profile).is_cut, "/messages", "the newest 256 KiB of texts"),
        (letters(profile).is_cut, "/messages", "the newest 20 letters, proposals and messages"),
        (job_ads(profile).is_cut, "/activity/applications", "the newest 20 job advertisements"),
        (
            resume.is_some_and(|resume| resume_texts(resume).is_cut),
            "/resume",
            "the newest 128 KiB of texts",
        ),
        (resume.is_some_and(|resume| skills(resume).is_cut), "/resume/skills", "1,000 skills"),
        (portfolio_texts(profile).is_cut, "/links/portfolios", "128 KiB of texts"),
        (public_texts(profile).is_cut, "/links/public_texts", "128 KiB of texts"),
        (are_jobs_cut(profile), "/resume/work", "10,000 pairs of jobs"),
        (are_names_cut(profile), "/links/github/commits", "the author’s newest 16 names"),
    ];
    let cuts = cuts.into_iter().filter(|(is_cut, ..)| *is_cut);
    cuts.map(|(_, pointer, examined)| not_all_examined(pointer, examined)).collect()
}

/// Whether there are too many jobs to compare each one on the resume with each one on other profiles.
fn are_jobs_cut(profile: &Profile) -> bool {
    let own = profile.resume.as_ref().map_or(0, |resume| resume.work.len());
    let profiles = profile.links.iter().flat_map(|links| &links.profiles);
    own * profiles.map(|profile| profile.work.len()).sum::<usize>() > MAX_JOB_PAIRS
}

/// Whether names of the author are left out or too long to compare.
fn are_names_cut(profile: &Profile) -> bool {
    let names = author_names(profile);
    names.is_cut || names.kept.iter().any(|name| name.is_too_long())
}

fn not_all_examined(pointer: &str, examined: &str) -> Warning {
    let detail = format!(
        "only {examined} are examined; the rest was stored, and what it could show is unknown"
    );
    Warning { pointer: pointer.to_owned(), code: "not_all_examined".to_owned(), detail }
}
