//! The sessions: when, on whose clock, and from where.

use ::evidence::facts::{Facts, NetworkKind};
use ::evidence::profile::Profile;

use crate::console::pictures::clock::{self, Cell, Place, offset};
use crate::console::shell::Shell;
use crate::console::shown::words;

/// The sessions as the page shows them.
#[derive(Default)]
pub(in crate::console) struct SessionsView {
    pub(in crate::console) all: usize,
    pub(in crate::console) claimed_zone: String,
    pub(in crate::console) rows: Vec<ClockRow>,
    pub(in crate::console) cells: Vec<CellView>,
    /// How many sessions came from where: the most first.
    pub(in crate::console) countries: Vec<(String, usize)>,
}

/// One session.
pub(in crate::console) struct ClockRow {
    pub(in crate::console) at: String,
    pub(in crate::console) href: String,
    pub(in crate::console) bars: Vec<(f64, f64)>,
    pub(in crate::console) claimed: String,
    pub(in crate::console) device: String,
    pub(in crate::console) differs: bool,
    pub(in crate::console) cell: CellView,
}

/// One session's country.
pub(in crate::console) struct CellView {
    pub(in crate::console) code: String,
    pub(in crate::console) kind: &'static str,
    /// What the place is to the claimed one, in words.
    pub(in crate::console) place: String,
    pub(in crate::console) network: String,
    /// Whether it is a kind of network that people hide behind.
    pub(in crate::console) hidden: bool,
    pub(in crate::console) at: String,
    pub(in crate::console) href: String,
}

impl SessionsView {
    pub(super) fn of(s: &Shell, profile: Option<&Profile>, facts: &Facts) -> Self {
        let Some(profile) = profile else { return Self::default() };
        let cells: Vec<CellView> =
            clock::cells(profile, facts).iter().map(|cell| view(s, cell)).collect();
        let mut countries: Vec<(String, usize)> = Vec::new();
        for cell in &cells {
            match countries.iter_mut().find(|(code, _)| *code == cell.code) {
                Some((_, count)) => *count += 1,
                None => countries.push((cell.code.clone(), 1)),
            }
        }
        countries.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        let row = |row: &clock::Row| ClockRow {
            at: s.time(&row.started_at),
            href: href(row.index),
            bars: row.bars.clone(),
            claimed: row.claimed.map_or_else(|| "–".to_owned(), offset),
            device: row.device.map_or_else(|| "–".to_owned(), offset),
            differs: row.differs,
            cell: view(s, &row.cell),
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
    zone.or(country).unwrap_or_else(|| s.t("sessions.nothing_claimed"))
}

fn href(index: usize) -> String {
    format!("#p.sessions.{index}")
}

fn view(s: &Shell, cell: &Cell) -> CellView {
    let (kind, place) = match cell.place {
        Place::Claimed => ("claimed", s.t("place.claimed")),
        Place::Other => ("other", s.t("place.other")),
        Place::Unknown => ("unknown", s.t("place.unknown")),
    };
    CellView {
        code: cell.country.clone().unwrap_or_else(|| "–".to_owned()),
        kind,
        place,
        network: cell.network.map(|network| words(name(network))).unwrap_or_default(),
        hidden: cell.network.is_some_and(hides),
        at: s.time(&cell.started_at),
        href: href(cell.index),
    }
}

fn hides(network: NetworkKind) -> bool {
    matches!(
        network,
        NetworkKind::Hosting | NetworkKind::Vpn | NetworkKind::Tor | NetworkKind::ResidentialProxy
    )
}

fn name(network: NetworkKind) -> &'static str {
    match network {
        NetworkKind::Hosting => "hosting",
        NetworkKind::Vpn => "VPN",
        NetworkKind::Tor => "tor",
        NetworkKind::ResidentialProxy => "residential_proxy",
        NetworkKind::PrivacyRelay => "privacy_relay",
        NetworkKind::Mobile => "mobile",
        NetworkKind::Education => "education",
        NetworkKind::Business => "business",
        NetworkKind::Residential => "residential",
    }
}
