//! The page's ready strings, made from a case's file.

use ::evidence::profile as document;
use scoring::decision::{Assessment, Band, Decision, Reason, Recommendation};
use serde_json::Value;

use super::differences::{self, Difference};
use super::evidence::{self, BarView, Finding};
use super::links::LinksView;
use super::profile::{self, Row};
use super::sessions::SessionsView;
use crate::console::shell::Shell;
use crate::console::shown::{percent, shown, signed};
use crate::service::cases::CaseFile;

/// What a visitor may see of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::console) enum Sight {
    /// Everything.
    Open,
    /// No score, no band and no weight, until the verdict.
    Blind,
}

/// Whether what tells how old a case is may be shown: times of decisions and versions, the names that hold times,
/// the model that scored. A known case that is mixed into a queue is older than its review, and reviewers are not to
/// tell it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::console) enum Traces {
    /// They may.
    Shown,
    /// They may not.
    Hidden,
}

/// What a visitor may see of a case: its score, and where it comes from.
pub(in crate::console) type Seen = (Sight, Traces);

/// A case as its page shows it.
pub(in crate::console) struct CaseView {
    pub(in crate::console) blind: bool,
    pub(in crate::console) external_id: String,
    pub(in crate::console) version: i32,
    /// What tells its age, if that may be told.
    pub(in crate::console) origin: Option<OriginView>,
    pub(in crate::console) verdict: Standing,
    pub(in crate::console) brief_for: Vec<Brief>,
    pub(in crate::console) brief_against: Vec<Brief>,
    pub(in crate::console) bars: Vec<BarView>,
    pub(in crate::console) hits: Vec<Finding>,
    pub(in crate::console) misses: Vec<Finding>,
    pub(in crate::console) context: Vec<Finding>,
    pub(in crate::console) human: Vec<Finding>,
    pub(in crate::console) compliance: Vec<Finding>,
    pub(in crate::console) asks: Vec<AskView>,
    pub(in crate::console) sessions: SessionsView,
    pub(in crate::console) links: LinksView,
    pub(in crate::console) rows: Vec<Row>,
    pub(in crate::console) versions: Vec<VersionView>,
    pub(in crate::console) warnings: Vec<String>,
    pub(in crate::console) capped: String,
}

/// Where a case comes from.
pub(in crate::console) struct OriginView {
    pub(in crate::console) decision_id: String,
    pub(in crate::console) applicant_href: String,
    pub(in crate::console) decided: String,
    pub(in crate::console) model: String,
    pub(in crate::console) policy: i32,
}

/// Where the score stands and what that means.
pub(in crate::console) struct Standing {
    pub(in crate::console) band: BandView,
    pub(in crate::console) meaning: String,
    pub(in crate::console) score: u8,
    pub(in crate::console) probability: String,
    pub(in crate::console) base_rate: String,
    pub(in crate::console) recommendation: String,
    pub(in crate::console) reasons: Vec<String>,
}

/// A band, told by a word and by dots, never by colour alone.
#[derive(Clone)]
pub(in crate::console) struct BandView {
    pub(in crate::console) name: &'static str,
    pub(in crate::console) text: String,
    pub(in crate::console) dots: &'static str,
}

/// One line of the short account, leading to the whole.
pub(in crate::console) struct Brief {
    pub(in crate::console) text: String,
    pub(in crate::console) href: String,
}

/// Something unknown that is worth asking.
pub(in crate::console) struct AskView {
    pub(in crate::console) question: String,
    pub(in crate::console) family: String,
    pub(in crate::console) moves: String,
}

/// An earlier version and what changed since.
pub(in crate::console) struct VersionView {
    pub(in crate::console) version: i32,
    pub(in crate::console) next: i32,
    pub(in crate::console) at: String,
    pub(in crate::console) differences: Vec<Difference>,
    pub(in crate::console) more: usize,
}

impl BandView {
    pub(in crate::console) fn of(s: &Shell, band: Band) -> Self {
        let dots = match band {
            Band::InsufficientEvidence => "○○○",
            Band::Low => "●○○",
            Band::Elevated => "●●○",
            Band::High => "●●●",
        };
        Self { name: band.name(), text: s.t(&format!("band.{}", band.name())), dots }
    }
}

impl CaseView {
    pub(in crate::console) fn of(s: &Shell, file: &CaseFile, seen: Seen) -> Self {
        let (sight, traces) = seen;
        let CaseFile { decision, facts, documents, ring } = file;
        let Decision { assessment, .. } = decision;
        let blind = sight == Sight::Blind;
        let latest = documents.first();
        let json = latest.map_or(Value::Null, |one| read(&one.bytes));
        let parsed = latest.and_then(|one| document::parse(&one.bytes).ok());
        let (named, marked) = evidence::places(assessment, &json);
        let (hits, misses) = evidence::contributions(s, assessment, &json, sight);
        let short = |findings: &[Finding], most: usize| -> Vec<Brief> {
            findings.iter().take(most).filter_map(Finding::brief).collect()
        };
        Self {
            blind,
            external_id: shown(&decision.external_id, 80),
            version: decision.profile_version,
            origin: (traces == Traces::Shown).then(|| origin(s, decision)),
            verdict: standing(s, assessment),
            brief_for: if blind { Vec::new() } else { short(&hits, 4) },
            brief_against: if blind { Vec::new() } else { short(&misses, 2) },
            bars: if blind { Vec::new() } else { evidence::bars(s, assessment) },
            hits,
            misses,
            context: evidence::remarks(s, &assessment.context, &json),
            human: evidence::remarks(s, &assessment.human_evidence, &json),
            compliance: evidence::remarks(s, &assessment.compliance, &json),
            asks: asks(s, assessment, sight),
            sessions: SessionsView::of(s, parsed.as_ref().map(|(profile, _)| profile), facts),
            links: LinksView::of(s, ring, Some(decision.applicant_id), seen),
            rows: profile::rows(&json, &named, &marked),
            versions: versions(s, file, traces),
            warnings: warnings(decision),
            capped: capped(s, assessment),
        }
    }
}

fn origin(s: &Shell, decision: &Decision) -> OriginView {
    OriginView {
        decision_id: decision.id.to_string(),
        applicant_href: format!("/console/applicants/{}", decision.applicant_id),
        decided: s.time(&decision.created_at),
        model: decision.assessment.model.id.clone(),
        policy: decision.assessment.policy_version,
    }
}

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}

fn standing(s: &Shell, assessment: &Assessment) -> Standing {
    let reason = |reason: &Reason| match reason {
        // The same reason says why somebody should look, and why nobody needs to.
        Reason::Probability if assessment.recommendation == Recommendation::Proceed => {
            s.t("reason.probability_low")
        }
        Reason::Probability => s.t("reason.probability"),
        Reason::LittleKnown => s.t("reason.little_known"),
        Reason::Linked => s.t("reason.linked"),
    };
    let band = assessment.band.name();
    Standing {
        band: BandView::of(s, assessment.band),
        meaning: s.t(&format!("band.{band}.meaning")),
        score: assessment.score,
        probability: percent(assessment.probability),
        base_rate: percent(1.0 / (1.0 + (-assessment.base_log_odds).exp())),
        recommendation: s.t(&format!("recommendation.{}", assessment.recommendation.name())),
        reasons: assessment.reasons.iter().map(reason).collect(),
    }
}

fn asks(s: &Shell, assessment: &Assessment, sight: Sight) -> Vec<AskView> {
    let ask = |ask: &scoring::decision::Ask| AskView {
        question: ask.question().to_owned(),
        family: s.t(&format!("family.{}", ask.family)),
        moves: if sight == Sight::Blind {
            String::new()
        } else {
            signed(ask.could_move.abs()).replace('+', "±")
        },
    };
    assessment.ask_next.iter().map(ask).collect()
}

fn versions(s: &Shell, file: &CaseFile, traces: Traces) -> Vec<VersionView> {
    let pair = |pair: &[crate::service::cases::Document]| {
        let (next, earlier) = (&pair[0], &pair[1]);
        let mut found = differences::differences(&read(&earlier.bytes), &read(&next.bytes));
        let more = found.len().saturating_sub(differences::MOST);
        found.truncate(differences::MOST);
        VersionView {
            version: earlier.version,
            next: next.version,
            at: if traces == Traces::Shown { s.time(&earlier.created_at) } else { String::new() },
            differences: found,
            more,
        }
    };
    file.documents.windows(2).map(pair).collect()
}

fn warnings(decision: &Decision) -> Vec<String> {
    let warnings = decision.warnings.iter().take(20);
    warnings
        .map(|warning| shown(&format!("{}: {}", warning.pointer, warning.detail), 200))
        .collect()
}

fn capped(s: &Shell, assessment: &Assessment) -> String {
    let families = assessment.capped_families.iter().map(|family| s.t(&format!("family.{family}")));
    families.collect::<Vec<_>>().join(", ")
}
