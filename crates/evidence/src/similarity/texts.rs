//! Which texts of a profile are compared.

use std::collections::BTreeSet;

use super::shingles::{Blanks, shingles};
use super::signature::Key;
use super::sketch::{Sketch, sketch};
use crate::links::TextKind;
use crate::profile::messages::Direction;
use crate::profile::resume::Resume;
use crate::profile::{Profile, Text};

/// How many letters and proposals of one profile are compared: the last ones.
const MOST_LETTERS: usize = 20;

/// The sketches of a profile's texts: the resume, letters and proposals, portfolio pages. What stands in an
/// advertisement that the profile answers is nobody's own and does not count.
pub fn sketches(profile: &Profile, key: Key) -> Vec<Sketch> {
    let ads = advertisements(profile);
    let mut all = Vec::new();
    if let Some((pointer, text)) = resume(profile) {
        all.extend(sketch(TextKind::Resume, pointer.to_owned(), &text, &ads, key));
    }
    let letters = letters(profile);
    let last = letters.len().saturating_sub(MOST_LETTERS);
    for (pointer, text) in letters.into_iter().skip(last) {
        all.extend(sketch(TextKind::Letter, pointer, text, &ads, key));
    }
    let portfolios = profile.links.iter().flat_map(|links| &links.portfolios);
    for (i, portfolio) in portfolios.enumerate() {
        if let Some(text) = &portfolio.text {
            let pointer = format!("/links/portfolios/{i}/text");
            all.extend(sketch(TextKind::Portfolio, pointer, text.as_str(), &ads, key));
        }
    }
    all
}

/// An advertisement's shingles, as letters and as other texts have them.
fn advertisements(profile: &Profile) -> BTreeSet<u64> {
    let applications = profile.activity.iter().flat_map(|activity| &activity.applications);
    let ads = applications.filter_map(|application| application.job_ad.as_ref());
    let hashes = ads.flat_map(|ad| {
        let of = |blanks| shingles(ad.as_str(), blanks, &BTreeSet::new()).hashes;
        of(Blanks::Alike).into_iter().chain(of(Blanks::Kept))
    });
    hashes.collect()
}

/// The file's text if there is one, else what the document tells of work.
fn resume(profile: &Profile) -> Option<(&'static str, String)> {
    let file = profile.resume_file.as_ref().and_then(|file| file.text.as_ref());
    if let Some(text) = file {
        return Some(("/resume_file/text", text.as_str().to_owned()));
    }
    Some(("/resume", told(profile.resume.as_ref()?)))
}

/// What a resume tells of work, without names of employers and people.
fn told(resume: &Resume) -> String {
    let summary = resume.basics.iter().filter_map(|basics| Some(basics.summary.as_ref()?.as_str()));
    let work = resume
        .work
        .iter()
        .flat_map(|job| job.summary.iter().chain(&job.highlights).map(Text::as_str));
    let projects =
        resume.projects.iter().filter_map(|project| Some(project.description.as_ref()?.as_str()));
    summary.chain(work).chain(projects).collect::<Vec<_>>().join("\n")
}

fn letters(profile: &Profile) -> Vec<(String, &str)> {
    let applications = profile.activity.iter().flat_map(|activity| &activity.applications);
    let covers = applications.enumerate().filter_map(|(i, application)| {
        let text = application.cover_letter.as_ref()?.as_str();
        Some((format!("/activity/applications/{i}/cover_letter"), text))
    });
    let messages = profile.messages.iter().enumerate();
    let sent = messages.filter(|(_, message)| message.direction != Some(Direction::Received));
    let sent = sent.filter_map(|(i, message)| {
        Some((format!("/messages/{i}/text"), message.text.as_ref()?.as_str()))
    });
    covers.chain(sent).collect()
}
