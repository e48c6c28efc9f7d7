//! Red flags that were published and are not computed, and the publications that all entries name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Family, Scope, Usage};

/// The catalogue, read once from `catalogue.json` beside this file.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(include_str!("catalogue.json")).expect("a test reads the whole catalogue")
});

/// Published red flags that are not computed, and who published all of them.
#[derive(Debug, Deserialize)]
pub struct Catalogue {
    /// The publications, by the key that entries name them with.
    pub sources: BTreeMap<String, Source>,
    /// The red flags that this build does not compute. [`super::all`] has the others.
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
    #[serde(rename = "policy")]
    pub usage: Usage,
    /// What must be known to observe it.
    pub scope: Scope,
    /// What is observed.
    pub observed: String,
    /// What honest people do that looks like it.
    #[serde(rename = "false_positives")]
    pub innocent_explanations: String,
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
