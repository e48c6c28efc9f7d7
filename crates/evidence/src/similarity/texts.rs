//! Selects the texts of a profile to compare.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::shingles::{Blanks, shingles};
use super::signature::Signature;
use super::sketch::{Sketch, signature, sketch};
use crate::links::TextKind;
use crate::pepper::TextKey;
use crate::profile::Profile;
use crate::profile::newest::{job_ads, letters, portfolio_texts, resume_texts};

/// The sketches of a profile's texts: the resume, letters and proposals, portfolio pages. Quotes from a job
/// advertisement that the profile responds to don't count.
pub fn sketches(profile: &Profile, key: TextKey) -> Vec<Sketch> {
    let ads = advertisements(profile);
    let mut all = Vec::new();
    if let Some((pointer, text)) = resume(profile) {
        all.extend(sketch(TextKind::Resume, pointer.to_owned(), &text, &ads, key));
    }
    for letter in letters(profile).kept {
        all.extend(sketch(TextKind::Letter, letter.pointer, letter.text, &ads, key));
    }
    for (i, text) in portfolio_texts(profile).kept {
        let pointer = format!("/links/portfolios/{i}/text");
        all.extend(sketch(TextKind::Portfolio, pointer, text.as_str(), &ads, key));
    }
    all
}

/// The signature of the resume, as in [`sketches`].
pub(crate) fn resume_signature(profile: &Profile, key: TextKey) -> Option<Signature> {
    let (_, text) = resume(profile)?;
    signature(TextKind::Resume, &text, &advertisements(profile), key)
}

/// The shingles of the advertisements, in both forms.
fn advertisements(profile: &Profile) -> BTreeSet<u64> {
    let forms = [Blanks::Replaced, Blanks::Kept];
    let ads = job_ads(profile).kept;
    let ads = ads.iter().flat_map(|(_, ad)| forms.map(|blanks| (ad, blanks)));
    ads.flat_map(|(ad, blanks)| shingles(ad.as_str(), blanks, &BTreeSet::new()).hashes).collect()
}

/// The text of the file if there is one, otherwise the texts in the document about the person's work, without names of
/// employers and people.
fn resume(profile: &Profile) -> Option<(&'static str, Cow<'_, str>)> {
    let file = profile.resume_file.as_ref().and_then(|file| file.text.as_ref());
    if let Some(text) = file {
        return Some(("/resume_file/text", text.as_str().into()));
    }
    let texts = resume_texts(profile.resume.as_ref()?).kept;
    let prose = texts.iter().filter(|text| text.is_prose).map(|text| text.text.as_str());
    Some(("/resume", prose.collect::<Vec<_>>().join("\n").into()))
}
