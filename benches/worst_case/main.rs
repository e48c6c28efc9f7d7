//! Searches for the profile that takes longest within the accepted limits, and fails if it takes too long.
//!
//! ```text
//! cargo bench -p bonafide-learning --bench worst_case
//! ```
//!
//! For each kind of padding ([`padding`]), profiles of several sizes are parsed, enriched, linked, observed and scored.
//! Then the slowest kinds are combined in pairs. Times are ratios to an ordinary profile's time per byte, measured in
//! the same run.

mod padding;

use std::time::Duration;

use chrono::{DateTime, Utc};
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::history::EarlierVersion;
use evidence::indicators::{self, Case};
use evidence::linkage::identifiers::identifiers;
use evidence::links::Links;
use evidence::pepper::Pepper;
use evidence::profile;
use evidence::similarity::sketches;
use learning::simulator::{CohortOptions, cohort};
use padding::{KINDS, Padding, document};
use rustix::time::{ClockId, clock_gettime};
use scoring::assess::assess;
use scoring::champion::Champion;
use scoring::grounds::Grounds;
use scoring::policy::Versioned;

/// The bars: times an ordinary profile's time per byte, up to this size; and the time at any accepted size.
const MAX_RATIO: f64 = 20.0;
const RATIO_UP_TO: usize = 256 * 1024;
const MAX_MS: f64 = 250.0;
/// The largest document that the API accepts.
const MAX_BYTES: usize = 8 * 1024 * 1024;

struct Core {
    enricher: Enricher,
    champion: Champion,
    pepper: Pepper,
    now: DateTime<Utc>,
}

impl Core {
    /// Everything that the CPU does for a submission. The document may be invalid.
    fn score(&self, document: &[u8], earlier: &[EarlierVersion]) {
        let Ok((profile, _)) = profile::parse(document) else { return };
        let facts = self.enricher.enrich(&profile, self.now);
        let links = Links::default();
        let found = identifiers(&profile, &facts, &self.pepper, self.now);
        let texts = sketches(&profile, self.pepper.text_key());
        let observed = indicators::observe(&Case::new(&profile, &facts, &links, earlier, self.now));
        let assessment = assess(&Grounds {
            observed: &observed,
            links: &links,
            facts: &facts,
            now: self.now,
            champion: &self.champion,
            policy: &Versioned::shipped(),
        });
        std::hint::black_box((found, texts, assessment));
    }

    /// The shortest of several times.
    fn time(&self, document: &[u8], earlier: &[EarlierVersion]) -> Duration {
        let mut shortest = Duration::MAX;
        for _ in 0..3 {
            let start = cpu_time();
            self.score(document, earlier);
            shortest = shortest.min(cpu_time().saturating_sub(start));
        }
        shortest
    }
}

struct Measured {
    name: String,
    bytes: usize,
    ms: f64,
    ratio: f64,
}

impl Measured {
    fn is_too_slow(&self) -> bool {
        self.ms > MAX_MS || self.bytes <= RATIO_UP_TO && self.ratio > MAX_RATIO
    }
}

#[expect(clippy::print_stdout, reason = "printing the result is the purpose of the program")]
fn main() {
    // `cargo test --benches` only checks that it compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let core = core();
    let ordinary = ordinary(&core);
    println!("an ordinary profile takes {ordinary:.1} ns of CPU time per byte");
    let mut all: Vec<Measured> = Vec::new();
    for kind in KINDS {
        for bytes in [4 * 1024, 64 * 1024, RATIO_UP_TO, 1024 * 1024, MAX_BYTES] {
            all.push(measure(&core, ordinary, &[*kind], bytes));
        }
    }
    let slowest = slowest_kinds(&all);
    for (i, first) in slowest.iter().enumerate() {
        for second in &slowest[i + 1..] {
            for bytes in [RATIO_UP_TO, MAX_BYTES] {
                all.push(measure(&core, ordinary, &[*first, *second], bytes));
            }
        }
    }
    all.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    for measured in &all {
        let Measured { name, bytes, ms, ratio } = measured;
        let verdict = if measured.is_too_slow() { "  TOO SLOW" } else { "" };
        println!("{ratio:7.1} x {ms:8.2} ms {bytes:9} bytes  {name}{verdict}");
    }
    let too_slow = all.iter().filter(|measured| measured.is_too_slow()).count();
    assert_eq!(too_slow, 0, "{too_slow} profiles are too slow");
}

fn core() -> Core {
    indicators::prepare();
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    Core {
        enricher: Enricher::load(&config, no_files).expect("no file is named"),
        champion: Champion::baseline().expect("the baseline is read"),
        pepper: Pepper::new([7; 32]),
        now: CohortOptions::new(0, 0).until,
    }
}

/// The CPU time of this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), nanos)
}

/// The mean time per byte of simulated profiles, in nanoseconds.
fn ordinary(core: &Core) -> f64 {
    let documents: Vec<Vec<u8>> = cohort(&CohortOptions::new(300, 1))
        .into_iter()
        .map(|simulated| simulated.document.to_string().into_bytes())
        .collect();
    let bytes: usize = documents.iter().map(Vec::len).sum();
    let time: Duration = documents.iter().map(|document| core.time(document, &[])).sum();
    time.as_secs_f64() * 1e9 / real(bytes)
}

fn measure(core: &Core, ordinary: f64, kinds: &[Padding], bytes: usize) -> Measured {
    let each = bytes / kinds.len();
    let parts: Vec<_> = kinds.iter().map(|kind| (*kind, each)).collect();
    let written = document(&parts);
    assert!(
        written.len() <= bytes + bytes / 4 + 4096,
        "{} is larger than asked for",
        kinds[0].name
    );
    let version = || match profile::parse(written.as_bytes()) {
        Ok((profile, _)) => Some(EarlierVersion { at: core.now, profile }),
        Err(_) => None,
    };
    let earlier: Vec<EarlierVersion> = if kinds.iter().any(|kind| kind.with_history) {
        std::iter::repeat_with(version).take(EarlierVersion::MAX).flatten().collect()
    } else {
        Vec::new()
    };
    let time = core.time(written.as_bytes(), &earlier);
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    Measured {
        name: names.join(" + "),
        bytes: written.len(),
        ms: time.as_secs_f64() * 1e3,
        ratio: time.as_secs_f64() * 1e9 / real(written.len()) / ordinary,
    }
}

/// The kinds of padding with the largest ratios.
fn slowest_kinds(all: &[Measured]) -> Vec<Padding> {
    const COMBINED: usize = 6;
    let ratio = |kind: &Padding| {
        let of_kind = all.iter().filter(|measured| measured.name == kind.name);
        of_kind.map(|measured| measured.ratio).fold(0.0, f64::max)
    };
    let mut kinds = KINDS.to_vec();
    kinds.sort_by(|a, b| ratio(b).total_cmp(&ratio(a)));
    kinds.truncate(COMBINED);
    kinds
}

fn real(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
