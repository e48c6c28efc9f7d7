//! Selects the texts of a profile to compare.

use std::collections::BTreeSet;

use super::shingles::{Blanks, shingles};
use super::sketch::{Sketch, sketch};
use crate::links::TextKind;
use crate::pepper::TextKey;
use crate::profile::messages::Direction;
use crate::profile::resume::Resume;
use crate::profile::{Profile, Text};

/// How many letters and proposals of a profile are compared, the latest ones.
const MAX_LETTERS: usize = 20;

/// The sketches of a profile's texts: the resume, letters and proposals, portfolio pages. Quotes from a job
/// advertisement that the profile responds to don't count.
pub fn sketches(profile: &Profile, key: TextKey) -> Vec<Sketch> {
    let ads = advertisements(profile);
    let mut all = Vec::new();
    if let Some((pointer, text)) = resume(profile) {
        all.extend(sketch(TextKind::Resume, pointer.to_owned(), &text, &ads, key));
    }
    let letters = letters(profile);
    let last = letters.len().saturating_sub(MAX_LETTERS);
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

/// The shingles of the advertisements, in both forms.
fn advertisements(profile: &Profile) -> BTreeSet<u64> {
    let applications = profile.activity.iter().flat_map(|activity| &activity.applications);
    let ads = applications.filter_map(|application| application.job_ad.as_ref());
    let forms = ads.flat_map(|ad| [Blanks::Replaced, Blanks::Kept].map(|blanks| (ad, blanks)));
    forms.flat_map(|(ad, blanks)| shingles(ad.as_str(), blanks, &BTreeSet::new()).hashes).collect()
}

/// The text of the file if there is one, otherwise the texts in the document.
fn resume(profile: &Profile) -> Option<(&'static str, String)> {
    let file = profile.resume_file.as_ref().and_then(|file| file.text.as_ref());
    if let Some(text) = file {
        return Some(("/resume_file/text", text.as_str().to_owned()));
    }
    Some(("/resume", written_texts(profile.resume.as_ref()?)))
}

/// The texts in a resume about the person's work, without names of employers and people.
fn written_texts(resume: &Resume) -> String {
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
