//! The research: every published red flag with its sources and policy, computed by this build or not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Family, Policy, Scope};

/// The research, read once from `catalogue.json` beside this file.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(include_str!("catalogue.json")).expect("a test reads the whole catalogue")
});

/// Published red flags and who published them.
#[derive(Debug, Deserialize)]
pub struct Catalogue {
    /// The publications, by the key that entries name them with.
    pub sources: BTreeMap<String, Source>,
    /// The red flags.
    pub indicators: Vec<Entry>,
}

/// A publication.
#[derive(Debug, Deserialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub date: String,
    /// Where. Empty for our own measurements.
    pub url: String,
}

/// A published red flag.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: String,
    /// Its family.
    pub family: Family,
    /// How it may be used.
    pub policy: Policy,
    /// What must be known to observe it.
    pub scope: Scope,
    /// What is observed.
    pub observed: String,
    /// What genuine people do that looks like it.
    pub false_positives: String,
    /// Who published it.
    pub sources: Vec<String>,
    /// What was measured or must be minded.
    pub note: String,
}

/// Why an excluded red flag is not computed.
#[derive(Debug)]
pub struct Refusal {
    /// The red flag.
    pub id: &'static str,
    /// Why.
    pub reason: &'static str,
}
