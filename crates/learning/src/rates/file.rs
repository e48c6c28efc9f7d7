//! Reads and checks the file of rates.

use std::collections::BTreeMap;

use evidence::indicators::{Indicator, scored};
use serde::Deserialize;

use super::{Basis, Cause, Entry, Grade, Kind, LINKS, Platform, Range, Rates, RatesError, missing};

/// The largest share of people who may show an indicator, so that factors for kinds of people still fit below 1.
const MAX_RATE: f64 = 0.7;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The sections of a profile, each with a description.
    sections: BTreeMap<String, String>,
    platform: Vec<Platform>,
    fake: Vec<Kind>,
    genuine: Vec<Kind>,
    causes: BTreeMap<String, Cause>,
    indicator: Vec<Written>,
}

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    basis: Basis,
    source: String,
    needs: Vec<String>,
    known: f64,
    cause: Option<String>,
    grades: Vec<Grade>,
}

pub(super) fn read(text: &str) -> Result<Rates, RatesError> {
    let file: File = toml::from_str(text)?;
    for platform in &file.platform {
        check_platform(platform, &file.sections)?;
    }
    check_shares("platform", file.platform.iter().map(|platform| platform.share))?;
    for (class, kinds) in [("fake", &file.fake), ("genuine", &file.genuine)] {
        check_shares(class, kinds.iter().map(|kind| kind.share))?;
        kinds.iter().try_for_each(check_kind)?;
    }
    for (name, cause) in &file.causes {
        if !is_share(cause.together) {
            return Err(error(name, "`together` must be above 0 and at most 1"));
        }
    }
    let mut known = BTreeMap::new();
    for written in file.indicator {
        let entry = entry(written, &file.sections, &file.causes)?;
        let id = entry.indicator.id;
        if known.insert(id.to_owned(), entry).is_some() {
            return Err(error(id, "appears twice"));
        }
    }
    if let Some(id) = missing(&known).next() {
        return Err(error(id, "is scored, but has no entry"));
    }
    Ok(Rates {
        entries: scored().filter_map(|indicator| known.remove(indicator.id)).collect(),
        platforms: file.platform,
        fakes: file.fake,
        genuine: file.genuine,
        causes: file.causes,
    })
}

fn entry(
    written: Written,
    sections: &BTreeMap<String, String>,
    causes: &BTreeMap<String, Cause>,
) -> Result<Entry, RatesError> {
    let Written { id, basis, source, needs, known, cause, grades } = written;
    let Some(indicator) = Indicator::from_id(&id).filter(|known| known.usage.is_scored()) else {
        return Err(error(&id, "is not a scored indicator of this build"));
    };
    let wrong = |problem: &str| Err(error(&id, problem));
    if source.trim().is_empty() {
        return wrong("has no source");
    }
    if let Some(section) = needs.iter().find(|section| !sections.contains_key(*section)) {
        return wrong(&format!("needs the section `{section}`, which is not listed"));
    }
    if needs.is_empty() || !is_share(known) {
        return wrong("must need a section, and `known` must be above 0 and at most 1");
    }
    if let Some(cause) = cause.as_ref().filter(|cause| !causes.contains_key(*cause)) {
        return wrong(&format!("has the cause `{cause}`, which is not listed"));
    }
    check_grades(&grades).map_err(|problem| error(&id, &problem))?;
    Ok(Entry { indicator, basis, source, needs, known, cause, grades })
}

fn check_grades(grades: &[Grade]) -> Result<(), String> {
    if grades.is_empty() {
        return Err("has no grade".to_owned());
    }
    if !grades.iter().all(|grade| grade.from.is_finite() && grade.from > 0.0)
        || !grades.is_sorted_by(|a, b| a.from < b.from)
    {
        return Err("has grades that do not begin above 0 and rise".to_owned());
    }
    let ranges = || grades.iter().flat_map(|grade| [grade.fakes, grade.genuine]);
    if !ranges().all(|Range { low, high }| low > 0.0 && low <= high && high < 1.0) {
        return Err("has a range that is not [low, high] between 0 and 1".to_owned());
    }
    let highest =
        |range: fn(&Grade) -> Range| -> f64 { grades.iter().map(|grade| range(grade).high).sum() };
    if highest(|grade| grade.fakes).max(highest(|grade| grade.genuine)) > MAX_RATE {
        return Err(format!("is shown by more than {MAX_RATE} of people at the high end"));
    }
    if grades.iter().any(|grade| grade.log_ratio() <= 0.0) {
        return Err("has a grade that genuine applicants show as often as fakes".to_owned());
    }
    // The rates are written with two digits.
    if !grades.is_sorted_by(|a, b| a.log_ratio() <= b.log_ratio() + 0.05) {
        return Err("has a grade with a lower ratio than the grade below it".to_owned());
    }
    Ok(())
}

fn check_platform(
    platform: &Platform,
    sections: &BTreeMap<String, String>,
) -> Result<(), RatesError> {
    for (section, share) in &platform.sends {
        if !sections.contains_key(section) {
            let problem = format!("sends the section `{section}`, which is not listed");
            return Err(error(&platform.name, &problem));
        }
        if !is_share(*share) {
            return Err(error(&platform.name, "has a share that is not above 0 and at most 1"));
        }
    }
    Ok(())
}

fn check_kind(kind: &Kind) -> Result<(), RatesError> {
    let is_group = |name: &String| {
        name == LINKS || scored().any(|indicator| indicator.family.name() == name.as_str())
    };
    if let Some(name) = kind.times.keys().find(|name| !is_group(name)) {
        let problem = format!("has a factor for `{name}`, which is neither a family nor `{LINKS}`");
        return Err(error(&kind.name, &problem));
    }
    if kind.times.values().any(|times| !times.is_finite() || *times < 0.0) {
        return Err(error(&kind.name, "has a factor that is not a number from 0"));
    }
    let [min, max] = kind.group;
    if min == 0 || min > max || max > 50 {
        return Err(error(
            &kind.name,
            "has a `group` that is not [smallest, largest] from 1 to 50",
        ));
    }
    Ok(())
}

fn check_shares(name: &str, shares: impl Iterator<Item = f64>) -> Result<(), RatesError> {
    let shares: Vec<f64> = shares.collect();
    let sum: f64 = shares.iter().sum();
    if !shares.iter().copied().all(is_share) || (sum - 1.0).abs() > 1e-9 {
        return Err(error(name, &format!("has shares that add up to {sum} instead of 1")));
    }
    Ok(())
}

fn is_share(share: f64) -> bool {
    share > 0.0 && share <= 1.0
}

fn error(entry: &str, problem: &str) -> RatesError {
    RatesError::Entry { entry: entry.to_owned(), problem: problem.to_owned() }
}
