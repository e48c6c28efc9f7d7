//! The goals of the corpus: who may be flagged, and how much of a ring must be found.
//!
//! Each goal stands next to what this build reaches. A build that gets worse fails; one that gets better moves its
//! figure towards the goal.

use std::sync::LazyLock;

use learning::corpus::{Care, Lists, Options, Report, Reported, Share, Tricks, run};

static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let options = Options { seed: 1, copies: 1, lists: Lists::None, tricks: Tricks::Together };
    run(&options).expect("a test reads the model and the tables")
});

/// A share that must not rise above what this build reaches.
struct AtMost {
    goal: f64,
    today: f64,
}

/// A share that must not fall below what this build reaches.
struct AtLeast {
    goal: f64,
    today: f64,
}

const FLAGGED: AtMost = AtMost { goal: 0.01, today: 0.025 };
const ASKED_TO_VERIFY: AtMost = AtMost { goal: 0.10, today: 0.10 };
/// No persona may be flagged more often than this, except those below.
const FLAGGED_OF_A_PERSONA: f64 = 0.10;
/// The personas that this build flags more often.
const FLAGGED_TODAY: [&str; 4] =
    ["agency_declared", "agency_silent", "one_word_handle", "stock_avatar"];
const CARELESS_UNDER_REVIEW: AtLeast = AtLeast { goal: 0.90, today: 0.90 };
const CAREFUL_UNDER_REVIEW: AtLeast = AtLeast { goal: 0.60, today: 0.80 };
/// How much less of the rings is found when they evade.
const LOST_BY_EVADING: AtMost = AtMost { goal: 0.10, today: 0.25 };
const NAMES_MATCHED_WRONGLY: AtMost = AtMost { goal: 0.05, today: 0.05 };
const NAMES_MISSED: AtMost = AtMost { goal: 0.06, today: 0.12 };

impl AtMost {
    #[track_caller]
    fn check(&self, rate: f64) {
        assert!(rate <= self.today, "{rate:.3} is worse than {:.3}", self.today);
        assert!(
            self.today <= self.goal || rate > self.goal,
            "{rate:.3} reaches the goal: set `today` to it"
        );
    }
}

impl AtLeast {
    #[track_caller]
    fn check(&self, rate: f64) {
        assert!(rate >= self.today, "{rate:.3} is worse than {:.3}", self.today);
        assert!(
            self.today >= self.goal || rate < self.goal,
            "{rate:.3} reaches the goal: set `today` to it"
        );
    }
}

#[test]
fn honest_people_are_seldom_flagged_or_asked() {
    assert!(REPORT.honest.flagged.all > 1_500);
    FLAGGED.check(REPORT.honest.flagged.rate());
    ASKED_TO_VERIFY.check(REPORT.honest.verify.rate());
}

#[test]
fn no_persona_is_flagged_more_often_than_one_in_ten() {
    let honest = REPORT.personas.iter().filter(|row| row.reported == Reported::Honest);
    let often = honest.filter(|row| row.people.flagged.rate() > FLAGGED_OF_A_PERSONA);
    let often: Vec<&str> = often.map(|row| &*row.persona).collect();
    assert_eq!(often, FLAGGED_TODAY, "a persona that is no longer flagged leaves the list");
}

#[test]
fn ordinary_people_are_not_flagged_and_no_profile_is_refused() {
    let plain = REPORT.personas.iter().find(|row| row.persona == "plain").unwrap();
    assert!(plain.people.flagged.all > 50);
    assert_eq!((plain.people.flagged.hits, plain.people.verify.hits), (0, 0));
    assert!(REPORT.refused.is_empty(), "{:?}", REPORT.refused);
}

#[test]
fn no_region_is_hit_significantly_more_often_than_the_others() {
    let outliers: Vec<String> = (REPORT.outliers.iter())
        .map(|outlier| format!("{} {}", outlier.indicator, outlier.region))
        .collect();
    assert_eq!(outliers, Vec::<String>::new());
}

#[test]
fn rings_come_under_review() {
    CARELESS_UNDER_REVIEW.check(REPORT.under_review(Care::Careless, "plain").rate());
    CAREFUL_UNDER_REVIEW.check(REPORT.under_review(Care::Careful, "plain").rate());
}

#[test]
fn evading_costs_little() {
    let both = |variant| {
        let mut sum = REPORT.under_review(Care::Careless, variant);
        sum.add(REPORT.under_review(Care::Careful, variant));
        sum.rate()
    };
    LOST_BY_EVADING.check(both("plain") - both("every trick"));
}

#[test]
fn an_honest_person_and_a_ring_are_mixed_only_by_a_stolen_document() {
    let with_victims = REPORT.rings.iter().filter(|ring| ring.way == "stolen_documents");
    let members: usize = with_victims.map(|ring| ring.under_review.all).sum();
    assert!(REPORT.ring_list.mixed <= members, "{:?}", REPORT.ring_list);
}

#[test]
fn names_of_all_cultures_are_compared_about_equally_strictly() {
    let highest = |share: fn(&learning::corpus::NameReport) -> Share| {
        REPORT.names.iter().map(|names| share(names).rate()).fold(0.0, f64::max)
    };
    assert!(REPORT.names.len() >= 12);
    NAMES_MATCHED_WRONGLY.check(highest(|names| names.false_matches));
    NAMES_MISSED.check(highest(|names| names.misses));
}
