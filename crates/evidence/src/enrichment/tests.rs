use serde_json::{Value, json};

use super::*;
use crate::facts::NetworkKind;
use crate::profile::{self, CountryCode};

fn profile(mut document: Value) -> Profile {
    document["external_id"] = "case".into();
    profile::parse(document.to_string().as_bytes()).unwrap().0
}

fn at(addresses: &[&str], config: &EnrichmentConfig) -> Vec<Option<crate::facts::IpFacts>> {
    let session = |ip: &&str| json!({ "started_at": "2026-05-01T00:00:00Z", "ip": ip });
    let sessions: Vec<Value> = addresses.iter().map(session).collect();
    let facts = Enricher::load(config, read)
        .unwrap()
        .enrich(&profile(json!({ "sessions": sessions })), DateTime::default());
    facts.sessions.into_iter().map(|session| session.ip).collect()
}

fn demo() -> EnrichmentConfig {
    EnrichmentConfig { demo: true, ..EnrichmentConfig::default() }
}

#[test]
fn documentation_addresses_have_facts_only_in_the_demo() {
    let [known] = &at(&["192.0.2.1"], &demo())[..] else { panic!() };
    let known = known.as_ref().unwrap();
    assert_eq!(known.country, CountryCode::parse("US"));
    assert_eq!(known.network, Some(NetworkKind::Residential));
    assert_eq!(at(&["192.0.2.1", "2001:db8::1"], &EnrichmentConfig::default()), [None, None]);
}

#[test]
fn a_mapped_address_is_the_same_address() {
    let both = at(&["192.0.2.1", "::ffff:192.0.2.1"], &demo());
    assert_eq!(both[0], both[1]);
}

#[test]
fn private_addresses_have_no_facts() {
    let private =
        ["10.0.0.1", "192.168.1.1", "127.0.0.1", "100.64.0.9", "::1", "fd00::1", "fe80::1"];
    assert!(at(&private, &demo()).iter().all(Option::is_none));
}

#[test]
fn a_public_address_has_the_country_of_its_registry_entry() {
    // The European registry runs the root server K, in the Netherlands.
    let facts = at(&["193.0.14.129"], &EnrichmentConfig::default());
    assert_eq!(facts[0].as_ref().and_then(|facts| facts.country), CountryCode::parse("NL"));
}

#[test]
fn the_operators_list_decides_which_countries_are_screened() {
    let blocks = super::demo::blocks();
    let block = blocks.iter().find(|block| block.country.as_str() == "KP").unwrap();
    let address = block.network.addr().to_string();
    assert!(at(&[&address], &demo())[0].as_ref().unwrap().sanctioned);
    let none = EnrichmentConfig { sanctioned_countries: Vec::new(), ..demo() };
    assert!(!at(&[&address], &none)[0].as_ref().unwrap().sanctioned);
}

#[test]
fn an_imported_list_gives_the_kind_of_a_network_and_its_version() {
    let path = std::env::temp_dir().join(format!("bonafide-list-{}.txt", std::process::id()));
    std::fs::write(&path, "198.51.100.0/24\n").unwrap();
    let list =
        NetworkListFile { kind: NetworkKind::Tor, name: "exits".to_owned(), path: path.clone() };
    let config = EnrichmentConfig { network_lists: vec![list], ..EnrichmentConfig::default() };
    let facts = at(&["198.51.100.9"], &config);
    assert_eq!(facts[0].as_ref().and_then(|facts| facts.network), Some(NetworkKind::Tor));
    let enricher = Enricher::load(&config, read).unwrap();
    let versions = enricher.enrich(&profile(json!({})), DateTime::default()).list_versions;
    assert!(versions["exits"].starts_with("sha256:"));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn the_error_names_a_file_that_is_missing_or_not_an_mmdb() {
    let config = |path: &str| EnrichmentConfig {
        country_mmdb: Some(path.into()),
        ..EnrichmentConfig::default()
    };
    let missing = Enricher::load(&config("/nowhere/country.mmdb"), read).unwrap_err();
    assert!(missing.to_string().contains("/nowhere/country.mmdb"));
    let wrong = Enricher::load(&config(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")), read)
        .unwrap_err();
    assert!(matches!(wrong, EnrichmentError::Mmdb { .. }), "{wrong}");
}

#[test]
fn a_session_has_the_offsets_of_claim_device_and_address() {
    let document = json!({
        "claims": { "country": "US", "time_zone": "America/Chicago", "stays": [{ "country": "PT", "from": "2026-04-01T00:00:00Z" }] },
        "sessions": [
            { "started_at": "2026-01-15T12:00:00Z", "ip": "192.0.2.150", "utc_offset_minutes": 60 },
            { "started_at": "2026-05-15T12:00:00Z", "time_zone": "Asia/Kathmandu" }
        ]
    });
    let facts = Enricher::load(&demo(), read).unwrap().enrich(&profile(document), june());
    let [winter, spring] = &facts.sessions[..] else { panic!() };
    assert_eq!(winter.claimed_offsets, [-360]);
    assert_eq!((winter.device_offset, &winter.ip_offsets[..]), (Some(60), &[60][..]));
    assert_eq!(spring.claimed_offsets, [-300, 0, 60], "the stay counts from its first day");
    assert_eq!((spring.device_offset, &spring.ip_offsets[..]), (Some(345), &[][..]));
}

fn june() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

#[test]
fn the_claimed_place_says_nothing_about_sessions_and_commits_before_the_move() {
    let commit = |date: &str| json!({ "author": { "login": "sam" }, "commit": { "author": { "date": date } } });
    let user = json!({ "login": "sam" });
    let document = |since: &str| {
        json!({
            "claims": { "country": "DE", "resident_since": since },
            "sessions": [{ "started_at": "2026-05-01T00:00:00Z" }, { "started_at": "2026-03-01T00:00:00Z" }],
            "links": { "github": { "user": user, "commits": [commit("2024-05-01T12:00:00+05:30"), commit("2026-05-01T12:00:00+02:00")] } },
        })
    };
    let offsets = |since| {
        let facts =
            Enricher::load(&demo(), read).unwrap().enrich(&profile(document(since)), june());
        let sessions = facts.sessions.into_iter().map(|session| session.claimed_offsets);
        let commits = facts.commits.into_iter().map(|commit| commit.claimed_offsets);
        (sessions.collect::<Vec<_>>(), commits.collect::<Vec<_>>())
    };
    let none = Vec::new();
    let moved = (vec![vec![120], none.clone()], vec![vec![120], none]);
    assert_eq!(offsets("2026-04"), moved);
    assert_eq!(offsets("2012"), (vec![vec![120], vec![60]], vec![vec![120], vec![120]]));
}

fn read(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}
