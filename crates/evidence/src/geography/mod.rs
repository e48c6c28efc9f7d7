//! Distances on the globe, and states and provinces by name. Distances are lower bounds: what isn't known exactly makes a
//! distance shorter, never longer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::profile::{CountryCode, fold};

/// Where a database places an IP address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Coordinates {
    /// Thousandths of a degree, positive north of the equator.
    pub latitude_mdeg: i32,
    /// Thousandths of a degree, positive east of Greenwich.
    pub longitude_mdeg: i32,
    /// How far from there the address may be used.
    pub radius_km: u32,
}

impl Coordinates {
    /// `None` if the numbers are no coordinates.
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    pub fn new(latitude: f64, longitude: f64, radius_km: u32) -> Option<Self> {
        let is_valid = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let mdeg = |degrees: f64| (degrees * 1000.0).round() as i32;
        is_valid.then(|| Self {
            latitude_mdeg: mdeg(latitude),
            longitude_mdeg: mdeg(longitude),
            radius_km,
        })
    }

    fn circle(self) -> Circle {
        let degrees = |mdeg: i32| f64::from(mdeg) / 1000.0;
        let (latitude, longitude) = (degrees(self.latitude_mdeg), degrees(self.longitude_mdeg));
        Circle::new(latitude, longitude, f64::from(self.radius_km))
    }
}

/// Where someone is, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Whereabouts {
    pub(crate) country: CountryCode,
    pub(crate) coordinates: Option<Coordinates>,
}

impl Whereabouts {
    /// The distance that is certain, in kilometres. Places in one country are at the same place unless both coordinates
    /// are known. `None` if the extent of a country is not known.
    pub(crate) fn km_to(self, other: Self) -> Option<f64> {
        if self.country == other.country
            && (self.coordinates.is_none() || other.coordinates.is_none())
        {
            return Some(0.0);
        }
        let [first, second] = [self, other].map(Self::circles);
        shortest(&first?, &second?)
    }

    fn circles(self) -> Option<Vec<Circle>> {
        match self.coordinates {
            Some(coordinates) => Some(vec![coordinates.circle()]),
            None => COUNTRIES.get(&self.country).cloned(),
        }
    }
}

/// A state or province.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) zones: Vec<Tz>,
    /// Together they contain the border. Empty if it isn't known.
    border: Vec<Circle>,
}

impl Region {
    /// The region of a country that a name or an ISO 3166-2 code refers to. The code may lack the country.
    pub(crate) fn find(country: CountryCode, written: &str) -> Option<&'static Self> {
        REGIONS.regions.get(*REGIONS.names.get(&(country, fold(written)))?)
    }

    /// The certain distance from a place outside the region to its border, in kilometres. `None` if the border isn't
    /// known.
    pub(crate) fn km_from(&self, place: Coordinates) -> Option<f64> {
        shortest(&self.border, &[place.circle()])
    }
}

/// Parses the tables. Otherwise, the first profiles take longer.
pub(crate) fn build_tables() {
    LazyLock::force(&COUNTRIES);
    LazyLock::force(&REGIONS);
}

/// The circles that contain the border of each country.
static COUNTRIES: LazyLock<BTreeMap<CountryCode, Vec<Circle>>> = LazyLock::new(|| {
    let country = |line: &str| {
        let (code, circles) = line.split_once(' ')?;
        Some((CountryCode::parse(code)?, circles_of(circles)?))
    };
    lines(include_str!("countries.txt")).filter_map(country).collect()
});

static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    let mut all = Regions::default();
    for (country, names, region) in lines(include_str!("regions.txt")).filter_map(region) {
        for name in names {
            all.names.insert((country, fold(name)), all.regions.len());
        }
        all.regions.push(region);
    }
    all
});

#[derive(Debug, Default)]
struct Regions {
    regions: Vec<Region>,
    /// The positions in the list, by country and folded name or code.
    names: BTreeMap<(CountryCode, String), usize>,
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// A line of the table of regions: code, zones, names and circles.
fn region(line: &'static str) -> Option<(CountryCode, Vec<&'static str>, Region)> {
    let mut fields = line.split('|');
    let (code, zones) = (fields.next()?, fields.next()?);
    let (names, circles) = (fields.next()?, fields.next()?);
    let (country, local_code) = code.split_once('-')?;
    let names = names.split(';').chain([code, local_code]).filter(|name| !name.is_empty());
    let zones: Option<Vec<Tz>> = zones.split(' ').map(|zone| zone.parse().ok()).collect();
    let region = Region { zones: zones?, border: circles_of(circles)? };
    Some((CountryCode::parse(country)?, names.collect(), region))
}

/// Circles such as `42.5,1.6,20 41.2,19.9,180`.
fn circles_of(written: &str) -> Option<Vec<Circle>> {
    let circle = |written: &str| {
        let mut numbers = written.split(',').map(|number| number.parse::<f64>().ok());
        Some(Circle::new(numbers.next()??, numbers.next()??, numbers.next()??))
    };
    written.split(' ').filter(|written| !written.is_empty()).map(circle).collect()
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug)]
struct Circle {
    /// The unit vector from the centre of the Earth.
    centre: [f64; 3],
    radius_km: f64,
}

impl Circle {
    fn new(latitude: f64, longitude: f64, radius_km: f64) -> Self {
        let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
        let centre =
            [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()];
        Self { centre, radius_km }
    }

    /// The distance from one circle's edge to the other's along a great circle; 0 if they overlap.
    fn km_to(&self, other: &Self) -> f64 {
        const EARTH_KM: f64 = 6371.0;
        let pairs = self.centre.iter().zip(&other.centre);
        let chord = pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        let between_centres = 2.0 * EARTH_KM * (chord / 2.0).clamp(0.0, 1.0).asin();
        (between_centres - self.radius_km - other.radius_km).max(0.0)
    }
}

/// The shortest distance between two sets of circles. `None` if a set is empty.
fn shortest(circles: &[Circle], others: &[Circle]) -> Option<f64> {
    let distances =
        circles.iter().flat_map(|circle| others.iter().map(|other| circle.km_to(other)));
    distances.min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> CountryCode {
        CountryCode::parse(code).unwrap()
    }

    fn somewhere(code: &str) -> Whereabouts {
        Whereabouts { country: country(code), coordinates: None }
    }

    fn at(code: &str, latitude: f64, longitude: f64) -> Whereabouts {
        let coordinates = Coordinates::new(latitude, longitude, 50);
        Whereabouts { country: country(code), coordinates }
    }

    #[test]
    fn a_distance_is_known_as_exactly_as_both_places_are() {
        let (shanghai, moscow) = (at("CN", 31.2, 121.5), at("RU", 55.75, 37.6));
        let km = shanghai.km_to(moscow).unwrap();
        assert!((6_700.0..6_830.0).contains(&km), "{km}: 6,830 km less the radii");
        // Someone in Russia can be just across the border from China.
        assert_eq!(somewhere("CN").km_to(somewhere("RU")), Some(0.0));
        assert_eq!(somewhere("KR").km_to(somewhere("JP")), Some(0.0));
        let km = somewhere("US").km_to(somewhere("CN")).unwrap();
        assert!((1_500.0..4_000.0).contains(&km), "{km}: from the Aleutian Islands");
        let km = somewhere("DE").km_to(somewhere("IN")).unwrap();
        assert!((4_000.0..6_000.0).contains(&km), "{km}");
        let km = at("US", 30.3, -97.7).km_to(somewhere("CN")).unwrap();
        assert!((9_000.0..11_500.0).contains(&km), "{km}: from Austin");
    }

    #[test]
    fn places_in_one_country_are_apart_only_if_both_are_known() {
        let (austin, seattle) = (at("US", 30.3, -97.7), at("US", 47.6, -122.3));
        assert!(austin.km_to(seattle).unwrap() > 2_700.0);
        assert_eq!(austin.km_to(somewhere("US")), Some(0.0));
        assert_eq!(somewhere("BV").km_to(somewhere("XK")).map(|km| km > 5_000.0), Some(true));
        assert_eq!(somewhere("TK").km_to(somewhere("US")), None);
    }

    #[test]
    fn the_distance_across_the_date_line_is_the_short_one() {
        let km = at("FJ", -17.0, 179.9).km_to(at("FJ", -17.0, -179.9)).unwrap();
        assert!(km < 1.0, "{km}");
    }

    #[test]
    fn a_region_is_found_by_code_and_by_name_in_any_case() {
        let find = |code: &str, name: &str| Region::find(country(code), name);
        let same = |first: &str, other: &str| {
            std::ptr::eq(find("US", first).unwrap(), find("US", other).unwrap())
        };
        for name in ["texas", "TX", "US-TX", "us-tx"] {
            assert!(same("Texas", name), "{name}");
        }
        assert!(!same("Texas", "Arizona"));
        assert!(find("BR", "SÃO PAULO").is_some() && find("BR", "Sao Paulo").is_some());
        assert!(find("RU", "Москва").is_some());
        assert!(find("CA", "TX").is_none() && find("US", "somewhere").is_none());
    }

    #[test]
    fn a_neighbouring_place_is_near_a_region_and_a_distant_one_is_far_from_it() {
        let km = |region: &str, latitude, longitude| {
            let region = Region::find(country("US"), region).unwrap();
            region.km_from(Coordinates::new(latitude, longitude, 20).unwrap()).unwrap()
        };
        assert!(km("NJ", 40.7, -74.0) < 30.0, "New York City is next to New Jersey");
        let phoenix = km("TX", 33.4, -112.1);
        assert!((350.0..560.0).contains(&phoenix), "{phoenix}");
        let berlin = Region::find(country("ES"), "Canarias").unwrap();
        assert_eq!(berlin.km_from(Coordinates::new(52.5, 13.4, 20).unwrap()), None);
    }

    #[test]
    fn every_line_of_the_tables_is_valid() {
        for line in lines(include_str!("regions.txt")) {
            assert!(region(line).is_some_and(|(.., region)| !region.zones.is_empty()), "{line}");
        }
        assert_eq!(lines(include_str!("countries.txt")).count(), COUNTRIES.len());
        for (country, circles) in COUNTRIES.iter() {
            assert!(circles.iter().all(|circle| circle.radius_km <= 300.0), "{country}");
        }
    }
}
