//! Published red flags that are not computed, and the publications that all red flags come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Family, Scope, Usage};

/// The catalogue, parsed once from `catalogue.json` next to this file.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(include_str!("catalogue.json")).expect("a test reads the whole catalogue")
});

/// Published red flags that are not computed, and all publications.
#[derive(Debug, Deserialize)]
pub struct Catalogue {
    /// The publications, by the key that `sources` lists use.
    pub sources: BTreeMap<String, Source>,
    /// The red flags that this build does not compute. [`super::all`] lists the others.
    pub indicators: Vec<Entry>,
}

/// A publication.
#[derive(Debug, Deserialize)]
pub struct Source {
    pub title: String,
    pub publisher: String,
    pub date: String,
    /// Its address. Empty for our own measurements.
    pub url: String,
}

/// A published red flag.
#[derive(Debug, Deserialize)]
pub struct Entry {
    pub id: String,
    pub family: Family,
    /// How it may be used.
    #[serde(rename = "policy")]
    pub usage: Usage,
    /// The data needed to observe it.
    pub scope: Scope,
    /// What is observed, in a sentence.
    pub observed: String,
    /// What genuine people do that looks like the red flag.
    #[serde(rename = "false_positives")]
    pub innocent_explanations: String,
    /// Keys of the publications.
    pub sources: Vec<String>,
    /// What we measured, or what to watch out for.
    pub note: String,
}

/// The reason why an excluded red flag is not computed.
#[derive(Debug)]
pub struct Exclusion {
    /// The red flag's id.
    pub id: &'static str,
    pub reason: &'static str,
}
