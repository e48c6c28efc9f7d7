//! Counts who is flagged, which indicators hit where, and which rings are found.

use std::collections::{BTreeMap, BTreeSet};

use ids::ApplicantId;
use scoring::decision::{Band, Reason, Recommendation};
use serde::Serialize;

use super::names::{self, NameReport};
use super::pipeline::Outcome;
use super::stats::{self, Share, number};
use super::{By, Care, Corpus, Lists, Options, Reported, Submission, Truth, personas};

/// What the corpus shows about this build.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub seed: u64,
    pub copies: usize,
    /// Whether there were network and threat lists.
    pub lists: bool,
    /// Honest people, without those who registered twice and without victims.
    pub honest: People,
    pub personas: Vec<PersonaRow>,
    /// The regions of honest people.
    pub regions: By<People>,
    pub indicators: Vec<IndicatorRow>,
    /// Indicators that hit a region significantly more than 1.25 times as often as the others.
    pub outliers: Vec<Outlier>,
    pub rings: Vec<RingRow>,
    pub ring_list: RingList,
    pub names: Vec<NameReport>,
    /// Profiles that were refused, with the reason.
    pub refused: By<usize>,
}

/// What became of a group of people.
#[derive(Clone, Debug, Default, Serialize)]
pub struct People {
    /// Recommendation `review`, band `high`, or a ring under review.
    pub flagged: Share,
    /// Not flagged, but recommended to verify.
    pub verify: Share,
    /// Flagged by their own score alone, without the ring.
    pub flagged_alone: Share,
}

#[derive(Clone, Debug, Serialize)]
pub struct PersonaRow {
    pub persona: String,
    pub who: String,
    pub reported: Reported,
    #[serde(flatten)]
    pub people: People,
    /// Why they are flagged: policy reasons, and indicators that added at least a factor of 1.5 to the odds.
    pub flagged_for: By<usize>,
    pub verify_for: By<usize>,
}

/// How often an indicator hits honest people, counted in circles: people who know each other count once.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorRow {
    pub indicator: &'static str,
    pub circles: Share,
    pub by_region: By<Share>,
    /// The power to find a rate of 1.5 times that of the others in one region.
    pub power: f64,
    /// How many copies are needed for a power of 80 %.
    pub copies_needed: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Outlier {
    pub indicator: &'static str,
    pub region: String,
    pub here: Share,
    pub elsewhere: Share,
    pub p: f64,
}

/// Rings of one way of working, care and variant.
#[derive(Clone, Debug, Serialize)]
pub struct RingRow {
    pub way: &'static str,
    pub care: Care,
    pub variant: &'static str,
    /// Members under review.
    pub under_review: Share,
    /// Members in the largest group that the pipeline made of them.
    pub in_one_ring: Share,
}

/// The rings that the pipeline made.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct RingList {
    pub only_honest: usize,
    pub only_fake: usize,
    pub mixed: usize,
    /// Of those under review, the ones with a fake member.
    pub under_review_with_fake: Share,
}

impl People {
    fn count(&mut self, outcome: &Outcome, is_flagged: bool) {
        self.flagged.count(is_flagged);
        self.verify.count(!is_flagged && outcome.recommendation == Recommendation::Verify);
        self.flagged_alone.count(is_flagged_alone(outcome));
    }
}

fn is_flagged_alone(outcome: &Outcome) -> bool {
    outcome.recommendation == Recommendation::Review || outcome.band == Band::High
}

/// Someone who was decided on.
#[derive(Clone, Copy)]
struct Decided<'a> {
    submission: &'a Submission,
    outcome: &'a Outcome,
    is_flagged: bool,
}

/// The counts so far, tenant by tenant.
#[derive(Default)]
pub(super) struct Tally {
    honest: People,
    personas: By<PersonaRow>,
    regions: By<People>,
    circles: Circles,
    rings: Vec<RingRow>,
    ring_list: RingList,
    refused: By<usize>,
}

impl Tally {
    /// Counts a tenant's people and rings.
    pub(super) fn add(
        &mut self,
        corpus: &Corpus,
        outcomes: &[Result<Outcome, String>],
        rings: &[(Vec<ApplicantId>, bool)],
    ) {
        let under_review: BTreeSet<ApplicantId> = (rings.iter())
            .filter(|(_, under_review)| *under_review)
            .flat_map(|(members, _)| members.iter().copied())
            .collect();
        let mut decided: Vec<Decided<'_>> = Vec::new();
        for (submission, outcome) in corpus.submissions.iter().zip(outcomes) {
            match outcome {
                Ok(outcome) => {
                    let is_flagged =
                        is_flagged_alone(outcome) || under_review.contains(&outcome.applicant);
                    let person = Decided { submission, outcome, is_flagged };
                    self.add_person(person);
                    decided.push(person);
                }
                Err(error) => {
                    let why = format!("{}: {error}", submission.persona());
                    *self.refused.entry(why).or_default() += 1;
                }
            }
        }
        self.rings.extend(ring_rows(corpus, &decided, rings));
        self.ring_list.add(&decided, rings);
    }

    fn add_person(&mut self, person: Decided<'_>) {
        let Decided { submission, outcome, is_flagged } = person;
        self.add_to_persona(person);
        if !submission.is_honest() {
            return;
        }
        self.honest.count(outcome, is_flagged);
        let region = self.regions.entry(submission.region.to_owned()).or_default();
        region.count(outcome, is_flagged);
        for known in &outcome.findings {
            let regions = self.circles.entry(known.indicator).or_default();
            let circles = regions.entry(submission.region).or_default();
            *circles.entry(submission.circle).or_default() |= known.is_hit;
        }
    }

    fn add_to_persona(&mut self, person: Decided<'_>) {
        let Truth::Honest { persona, reported } = person.submission.truth else { return };
        let row = self.personas.entry(persona.to_owned()).or_insert_with(|| PersonaRow {
            persona: persona.to_owned(),
            who: who(persona).to_owned(),
            reported,
            people: People::default(),
            flagged_for: By::new(),
            verify_for: By::new(),
        });
        row.people.count(person.outcome, person.is_flagged);
        let verifies = person.outcome.recommendation == Recommendation::Verify;
        let reasons = match (person.is_flagged, verifies) {
            (true, _) => &mut row.flagged_for,
            (false, true) => &mut row.verify_for,
            _ => return,
        };
        for reason in reasons_of(person.outcome) {
            *reasons.entry(reason).or_default() += 1;
        }
    }

    pub(super) fn report(self, options: &Options) -> Report {
        let (indicators, outliers) = indicators(&self.circles, options.copies);
        Report {
            seed: options.seed,
            copies: options.copies,
            lists: options.lists == Lists::All,
            honest: self.honest,
            personas: self.personas.into_values().collect(),
            regions: self.regions,
            indicators,
            outliers,
            rings: self.rings,
            ring_list: self.ring_list,
            names: names::compare(),
            refused: self.refused,
        }
    }
}

impl Report {
    /// The members under review in all ways of working, for one care and variant.
    pub fn under_review(&self, care: Care, variant: &str) -> Share {
        let mut sum = Share::default();
        for row in self.rings.iter().filter(|row| row.care == care && row.variant == variant) {
            sum.add(row.under_review);
        }
        sum
    }
}

impl Submission {
    fn persona(&self) -> &'static str {
        match self.truth {
            Truth::Honest { persona, .. } => persona,
            Truth::Member { .. } => "ring",
        }
    }

    fn is_honest(&self) -> bool {
        matches!(self.truth, Truth::Honest { reported: Reported::Honest, .. })
    }
}

/// Who a persona is.
fn who(persona: &str) -> &'static str {
    let found = personas::personas().iter().find(|known| known.id == persona);
    found.map_or("someone else used the document before", |persona| &persona.who)
}

/// The policy's reasons, and the indicators that added at least a factor of 1.5 to the odds.
fn reasons_of(outcome: &Outcome) -> Vec<String> {
    const FACTOR: f64 = 0.405;
    let policy = outcome.reasons.iter().filter(|reason| **reason != Reason::Probability);
    let policy = policy.map(|reason| format!("({reason:?})").to_lowercase());
    let strong = outcome.findings.iter().filter(|known| known.is_hit && known.log_odds >= FACTOR);
    policy.chain(strong.map(|known| known.indicator.to_owned())).collect()
}

/// Whether each circle has a hit, for each indicator and region.
type Circles = BTreeMap<&'static str, BTreeMap<&'static str, BTreeMap<usize, bool>>>;

fn indicators(circles: &Circles, copies: usize) -> (Vec<IndicatorRow>, Vec<Outlier>) {
    let mut rows: Vec<IndicatorRow> = Vec::new();
    for (indicator, regions) in circles {
        let mut row = IndicatorRow {
            indicator,
            circles: Share::default(),
            by_region: By::new(),
            power: 0.0,
            copies_needed: None,
        };
        for (region, circles) in regions {
            let share =
                Share { hits: circles.values().filter(|hit| **hit).count(), all: circles.len() };
            row.circles.add(share);
            row.by_region.insert((*region).to_owned(), share);
        }
        rows.push(row);
    }
    let outliers = outliers(&rows);
    let tests: usize =
        rows.iter().filter(|row| row.circles.hits > 0).map(|row| row.by_region.len()).sum();
    let alpha = stats::SIGNIFICANCE / number(tests.max(1));
    for row in &mut rows {
        let here = row.circles.all / row.by_region.len().max(1);
        let (others, hits) = (row.circles.all - here, number(row.circles.hits));
        row.power = stats::power(here, others, hits, alpha);
        let times = stats::times_needed(here, others, hits, alpha);
        row.copies_needed = times.map(|times| (times * number(copies)).ceil());
    }
    (rows, outliers)
}

/// Every indicator that hits anyone is tested in every region, and Holm's procedure allows for the number of tests.
pub(super) fn outliers(rows: &[IndicatorRow]) -> Vec<Outlier> {
    let mut tests: Vec<Outlier> = Vec::new();
    for row in rows.iter().filter(|row| row.circles.hits > 0) {
        for (region, here) in &row.by_region {
            let elsewhere =
                Share { hits: row.circles.hits - here.hits, all: row.circles.all - here.all };
            let p = stats::tail(
                here.hits,
                here.all,
                elsewhere.hits,
                elsewhere.all,
                stats::TOLERATED_RATIO,
            );
            let (indicator, region) = (row.indicator, region.clone());
            tests.push(Outlier { indicator, region, here: *here, elsewhere, p });
        }
    }
    let p: Vec<f64> = tests.iter().map(|test| test.p).collect();
    let rejected = stats::holm(&p, stats::SIGNIFICANCE);
    tests
        .into_iter()
        .zip(rejected)
        .filter(|(_, rejected)| *rejected)
        .map(|(test, _)| test)
        .collect()
}

fn ring_rows(
    corpus: &Corpus,
    decided: &[Decided<'_>],
    rings: &[(Vec<ApplicantId>, bool)],
) -> Vec<RingRow> {
    let ring_of: BTreeMap<ApplicantId, usize> = (rings.iter().enumerate())
        .flat_map(|(ring, (members, _))| members.iter().map(move |member| (*member, ring)))
        .collect();
    let mut members: BTreeMap<usize, Vec<&Decided<'_>>> = BTreeMap::new();
    for person in decided {
        if let Truth::Member { ring } = person.submission.truth {
            members.entry(ring).or_default().push(person);
        }
    }
    let row = |(spec, members): (&super::RingSpec, Vec<&Decided<'_>>)| {
        let mut under_review = Share::default();
        let mut groups: BTreeMap<usize, usize> = BTreeMap::new();
        for member in &members {
            under_review.count(member.is_flagged);
            if let Some(ring) = ring_of.get(&member.outcome.applicant) {
                *groups.entry(*ring).or_default() += 1;
            }
        }
        let largest = groups.into_values().max().filter(|size| *size > 1).unwrap_or(0);
        RingRow {
            way: spec.way,
            care: spec.care,
            variant: spec.variant.name(),
            under_review,
            in_one_ring: Share { hits: largest, all: members.len() },
        }
    };
    let specs = corpus.rings.iter().enumerate();
    specs.map(|(i, spec)| row((spec, members.remove(&i).unwrap_or_default()))).collect()
}

impl RingList {
    fn add(&mut self, decided: &[Decided<'_>], rings: &[(Vec<ApplicantId>, bool)]) {
        let fakes: BTreeSet<ApplicantId> = (decided.iter())
            .filter(|person| matches!(person.submission.truth, Truth::Member { .. }))
            .map(|person| person.outcome.applicant)
            .collect();
        for (members, under_review) in rings {
            let fake = members.iter().filter(|member| fakes.contains(member)).count();
            match fake {
                0 => self.only_honest += 1,
                _ if fake == members.len() => self.only_fake += 1,
                _ => self.mixed += 1,
            }
            if *under_review {
                self.under_review_with_fake.count(fake > 0);
            }
        }
    }
}
