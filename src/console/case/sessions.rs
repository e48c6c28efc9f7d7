//! The sessions of an applicant: times in the claimed and the device's time zone, countries and networks.

use ::evidence::facts::{Facts, NetworkKind};
use ::evidence::profile::Profile;

use crate::console::pictures::clock::{self, Cell, SessionCountry, offset};
use crate::console::shell::Shell;

#[derive(Default)]
pub struct SessionsView {
    pub all: usize,
    pub claimed_zone: String,
    pub rows: Vec<ClockRow>,
    pub cells: Vec<CellView>,
    /// Sessions per country, most frequent first.
    pub countries: Vec<(String, usize)>,
}

pub struct ClockRow {
    pub at: String,
    pub href: String,
    pub bars: Vec<(f64, f64)>,
    pub claimed: String,
    pub device: String,
    pub differs: bool,
    pub cell: CellView,
}

/// The country of a session.
pub struct CellView {
    pub code: String,
    pub kind: &'static str,
    /// How the country relates to the claimed one.
    pub relation: String,
    pub network: String,
    /// Whether the network hides the location.
    pub is_hidden: bool,
    pub at: String,
    pub href: String,
}

impl SessionsView {
    pub(super) fn new(s: &Shell, profile: Option<&Profile>, facts: &Facts) -> Self {
        let Some(profile) = profile else { return Self::default() };
        let cells: Vec<CellView> =
            clock::cells(profile, facts).iter().map(|cell| cell_view(s, cell)).collect();
        let mut countries: Vec<(String, usize)> = Vec::new();
        for cell in &cells {
            match countries.iter_mut().find(|(code, _)| *code == cell.code) {
                Some((_, count)) => *count += 1,
                None => countries.push((cell.code.clone(), 1)),
            }
        }
        countries.sort_by(|left, right| (right.1, &left.0).cmp(&(left.1, &right.0)));
        let row = |row: &clock::Row| ClockRow {
            at: s.time(&row.started_at),
            href: href(row.index),
            bars: row.bars.clone(),
            claimed: row.claimed.map_or_else(|| "–".to_owned(), offset),
            device: row.device.map_or_else(|| "–".to_owned(), offset),
            differs: row.differs,
            cell: cell_view(s, &row.cell),
        };
        Self {
            all: profile.sessions.len(),
            claimed_zone: claimed_zone(s, profile),
            rows: clock::rows(profile, facts).iter().map(row).collect(),
            cells,
            countries,
        }
    }
}

fn claimed_zone(s: &Shell, profile: &Profile) -> String {
    let claims = profile.claims.as_ref();
    let zone = claims.and_then(|claims| claims.time_zone).map(|zone| zone.0.name().to_owned());
    let country = claims.and_then(|claims| claims.country).map(|country| country.to_string());
    zone.or(country).unwrap_or_else(|| s.t("sessions.no_claimed_zone"))
}

fn href(index: usize) -> String {
    format!("#p.sessions.{index}")
}

fn cell_view(s: &Shell, cell: &Cell) -> CellView {
    let kind = match cell.relation {
        SessionCountry::Claimed => "claimed",
        SessionCountry::Other => "other",
        SessionCountry::Unknown => "unknown",
    };
    let network = cell.network.map(|network| s.named("network", network_name(network)));
    CellView {
        code: cell.country.clone().unwrap_or_else(|| "–".to_owned()),
        kind,
        relation: s.named("session_country", kind),
        network: network.unwrap_or_default(),
        is_hidden: cell.network.is_some_and(hides_location),
        at: s.time(&cell.started_at),
        href: href(cell.index),
    }
}

fn hides_location(network: NetworkKind) -> bool {
    matches!(
        network,
        NetworkKind::Hosting | NetworkKind::Vpn | NetworkKind::Tor | NetworkKind::ResidentialProxy
    )
}

fn network_name(network: NetworkKind) -> &'static str {
    match network {
        NetworkKind::Hosting => "hosting",
        NetworkKind::Vpn => "vpn",
        NetworkKind::Tor => "tor",
        NetworkKind::ResidentialProxy => "residential_proxy",
        NetworkKind::PrivacyRelay => "privacy_relay",
        NetworkKind::Mobile => "mobile",
        NetworkKind::Education => "education",
        NetworkKind::Business => "business",
        NetworkKind::Residential => "residential",
    }
}
