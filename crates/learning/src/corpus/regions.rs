//! The regions: names, addresses and customs, all invented.

use std::sync::LazyLock;

use serde::Deserialize;

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("regions.json")).expect("a test reads the table")
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    /// The country.
    pub(super) code: String,
    pub(super) zone: String,
    /// States or provinces in that time zone.
    pub(super) states: Vec<String>,
    pub(super) cities: Vec<String>,
    /// Streets, with `{n}` for a house and `{u}` for a flat.
    pub(super) streets: Vec<String>,
    /// A postal code, with `#` for a digit.
    pub(super) postal: String,
    #[serde(default)]
    pub(super) order: NameOrder,
    pub(super) given: Vec<String>,
    pub(super) family: Vec<String>,
    pub(super) languages: Vec<String>,
    /// Names of people who have only one.
    #[serde(default)]
    pub(super) mononyms: Vec<String>,
    #[serde(default)]
    pub(super) patronymic: Vec<String>,
    /// Names as people write them in two ways.
    pub(super) two_scripts: Vec<[String; 2]>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NameOrder {
    #[default]
    GivenFirst,
    FamilyFirst,
}

pub(super) fn regions() -> &'static [Region] {
    &REGIONS
}

/// The region of a country.
pub(super) fn region(code: &str) -> Option<&'static Region> {
    regions().iter().find(|region| region.code == code)
}
