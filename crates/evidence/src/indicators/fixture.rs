//! A case for a test, from a profile document with optional facts and links.

use chrono::{DateTime, Duration, Utc};
use ids::ApplicantId;
use serde_json::{Value, json};

use super::{Case, Indicator};
use crate::enrichment::{Enricher, EnrichmentConfig, no_files};
use crate::facts::{Facts, SessionFacts};
use crate::finding::{Finding, State};
use crate::history::EarlierVersion;
use crate::identifier::IdentifierKind;
use crate::linkage::links::strength;
use crate::links::{Links, Other, Shared};
use crate::profile::read::Warning;
use crate::profile::{self, Profile};
use crate::relation::Declared;

/// Owns the data that a [`Case`] borrows.
#[derive(Clone)]
pub(crate) struct Fixture {
    pub(crate) profile: Profile,
    pub(crate) facts: Facts,
    pub(crate) links: Links,
    pub(crate) earlier: Vec<EarlierVersion>,
    pub(crate) now: DateTime<Utc>,
}

impl Fixture {
    /// A profile with these sections; `external_id` is added. The facts are empty.
    pub(crate) fn new(document: Value) -> Self {
        let (fixture, warnings) = Self::with_warnings(document);
        assert_eq!(warnings, [], "the fixture misspells a field");
        fixture
    }

    /// The same for a document that causes warnings.
    pub(crate) fn from_any(document: Value) -> Self {
        Self::with_warnings(document).0
    }

    fn with_warnings(mut document: Value) -> (Self, Vec<Warning>) {
        document["external_id"] = "case".into();
        let bytes = serde_json::to_vec(&document).unwrap();
        let (profile, warnings) =
            profile::parse(&bytes).unwrap_or_else(|error| panic!("{error:?}"));
        let facts = Facts {
            sessions: vec![SessionFacts::default(); profile.sessions.len()],
            identity_checks: vec![None; profile.identity_checks.len()],
            ..Facts::default()
        };
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        (Self { profile, facts, links: Links::default(), earlier: Vec::new(), now }, warnings)
    }

    /// Shares the identifier at a pointer with a number of others, who used it yesterday.
    pub(crate) fn sharing_at(
        self,
        pointer: &str,
        kind: IdentifierKind,
        others: u128,
        declared: Option<Declared>,
    ) -> Self {
        let mut shared = self.sharing(kind, others, Duration::days(1), declared);
        let last = shared.links.shared.last_mut().expect("`sharing` adds an entry");
        pointer.clone_into(&mut last.pointer);
        shared
    }

    /// Shares an identifier with a number of others, who used it `ago` before the submission.
    pub(crate) fn sharing(
        mut self,
        kind: IdentifierKind,
        others: u128,
        ago: Duration,
        declared: Option<Declared>,
    ) -> Self {
        let other = |n| Other {
            applicant: ApplicantId(uuid::Uuid::from_u128(n)),
            first_used_at: Some(self.now - ago),
            used_at: self.now - ago,
            declared,
        };
        self.links.shared.push(Shared {
            kind,
            pointer: "/shared".to_owned(),
            first_used_at: Some(self.now),
            used_at: self.now,
            others: (1..=others).map(other).collect(),
            capped: false,
            strength: 1.0,
        });
        self
    }

    /// Makes the applicant a member of a confirmed relation.
    pub(crate) fn confirmed(mut self, declared: Declared) -> Self {
        self.links.confirmed.push(declared);
        self
    }

    /// Lets more others share the last identifier than are looked up.
    pub(crate) fn in_a_hub(mut self) -> Self {
        let shared = self.links.shared.last_mut().expect("something is shared");
        shared.capped = true;
        shared.strength = strength(shared.kind, Links::CAP, true);
        self
    }

    /// Lets the others have used the last identifier so many days ago.
    pub(crate) fn days_ago(mut self, days: i64) -> Self {
        let shared = self.links.shared.last_mut().expect("something is shared");
        for other in &mut shared.others {
            other.used_at = self.now - Duration::days(days);
        }
        self
    }

    /// Adds an earlier version of the applicant's profile.
    pub(crate) fn after(mut self, ago: Duration, earlier: Value) -> Self {
        let at = self.now - ago;
        self.earlier.push(EarlierVersion { at, profile: Self::new(earlier).profile });
        self.earlier.sort_by_key(|earlier| earlier.at);
        self
    }

    /// Adds the demo's facts about documentation addresses.
    pub(crate) fn enriched(mut self) -> Self {
        let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
        self.facts = Enricher::load(&config, no_files).unwrap().enrich(&self.profile, self.now);
        self
    }

    /// The finding of one indicator.
    pub(crate) fn finding(&self, id: &str) -> Finding {
        let indicator = Indicator::from_id(id).unwrap_or_else(|| panic!("no indicator {id}"));
        indicator.examine(&self.case())
    }

    /// The state of one indicator's finding.
    pub(crate) fn state(&self, id: &str) -> State {
        self.finding(id).state()
    }

    pub(crate) fn case(&self) -> Case<'_> {
        let Self { profile, facts, links, earlier, now } = self;
        Case::new(profile, facts, links, earlier, *now)
    }
}

/// A profile with messages that the applicant sent.
pub(crate) fn wrote(texts: &[&str]) -> Fixture {
    let message = |text: &&str| json!({ "direction": "sent", "text": text });
    let messages: Vec<Value> = texts.iter().map(message).collect();
    Fixture::new(json!({ "messages": messages }))
}

/// A profile with a report by a person.
pub(crate) fn reported(indicator: &str, role: &str, quote: &str) -> Fixture {
    Fixture::new(json!({ "observations": [{
        "indicator": indicator, "role": role, "observer": "Kim Example",
        "observed_at": "2026-05-20T10:00:00Z", "quote": quote,
    }] }))
}
