//! The view of a case: everything its page prints.

use ::evidence::profile as document;
use scoring::decision::{Ask, Assessment, Decision, Reason, Recommendation};
use serde_json::Value;

use super::differences::{self, Difference};
use super::evidence::{self, BarView, Finding, SummaryLine};
use super::links::LinksView;
use super::profile::{self, Row};
use super::sessions::SessionsView;
use crate::console::band::BandView;
use crate::console::display::{percent, safe_text, signed};
use crate::console::models::inactive_term;
use crate::console::relations::sentences;
use crate::console::shell::Shell;
use crate::console::visibility::Visibility;
use crate::domain::relation::Relation;
use crate::service::people::declarations::Declarations;
use crate::service::scoring::cases::{CaseFile, Document};

pub struct CaseView {
    /// Whether the score is hidden until the verdict.
    pub blind: bool,
    pub external_id: String,
    pub version: i32,
    /// `None` if the visitor may not see how old the case is.
    pub origin: Option<OriginView>,
    pub score: ScoreView,
    pub signs_fake: Vec<SummaryLine>,
    pub signs_genuine: Vec<SummaryLine>,
    pub bars: Vec<BarView>,
    pub hits: Vec<Finding>,
    pub misses: Vec<Finding>,
    pub context: Vec<Finding>,
    /// Terms of the model that added nothing, with the reason.
    pub inactive: Vec<(String, String)>,
    pub human: Vec<Finding>,
    pub compliance: Vec<Finding>,
    pub questions: Vec<QuestionView>,
    pub sessions: SessionsView,
    pub links: LinksView,
    /// What the applicant declares about others, and which relations are confirmed.
    pub relations: Vec<String>,
    pub rows: Vec<Row>,
    pub versions: Vec<VersionView>,
    pub warnings: Vec<String>,
    /// The families whose evidence has reached its maximum weight.
    pub capped: String,
}

/// The decision behind a case.
pub struct OriginView {
    pub decision_id: String,
    pub applicant_href: String,
    pub decided: String,
    pub model: String,
    pub policy: i32,
}

pub struct ScoreView {
    pub band: BandView,
    pub meaning: String,
    pub score: u8,
    pub probability: String,
    pub base_rate: String,
    pub recommendation: String,
    pub reasons: Vec<String>,
}

pub struct QuestionView {
    pub question: String,
    pub family: String,
    pub could_move: String,
}

/// An earlier version and what changed in the next one.
pub struct VersionView {
    pub version: i32,
    pub next: i32,
    pub at: String,
    pub differences: Vec<Difference>,
    pub more: usize,
}

impl CaseView {
    pub fn new(s: &Shell, file: &CaseFile, visibility: Visibility) -> Self {
        let CaseFile { decision, facts, documents, ring, relations } = file;
        let Decision { assessment, .. } = decision;
        let blind = !visibility.score;
        let latest = documents.first();
        let json = latest.map_or(Value::Null, |document| parse(&document.bytes));
        let profile = latest.and_then(|latest| document::parse(&latest.bytes).ok());
        let (referenced, marked) = evidence::referenced_pointers(assessment, &json);
        let (hits, misses) = evidence::contributions(s, assessment, &json, visibility);
        let summary = |findings: &[Finding], max: usize| -> Vec<SummaryLine> {
            findings.iter().take(max).filter_map(Finding::summary_line).collect()
        };
        Self {
            blind,
            external_id: safe_text(&decision.external_id, 80),
            version: decision.profile_version,
            origin: visibility.dates.then(|| origin(s, decision)),
            score: score(s, assessment),
            signs_fake: if blind { Vec::new() } else { summary(&hits, 4) },
            signs_genuine: if blind { Vec::new() } else { summary(&misses, 2) },
            bars: if blind { Vec::new() } else { evidence::bars(s, assessment) },
            hits,
            misses,
            context: evidence::remarks(s, &assessment.context, &json),
            inactive: inactive_terms(s, assessment, visibility),
            human: evidence::remarks(s, &assessment.human_evidence, &json),
            compliance: evidence::remarks(s, &assessment.compliance, &json),
            questions: questions(s, assessment, visibility),
            sessions: SessionsView::new(s, profile.as_ref().map(|(profile, _)| profile), facts),
            links: LinksView::new(s, ring, Some(decision.applicant_id), visibility),
            relations: relation_sentences(s, profile.as_ref().map(|(it, _)| it), relations),
            rows: profile::rows(&json, &referenced, &marked),
            versions: versions(s, file, visibility),
            warnings: warnings(decision),
            capped: capped_families(s, assessment),
        }
    }
}

fn relation_sentences(
    s: &Shell,
    profile: Option<&document::Profile>,
    confirmed: &[Relation],
) -> Vec<String> {
    let claims = profile.and_then(|profile| profile.claims.as_ref());
    let declared = claims.map(Declarations::of).unwrap_or_default();
    sentences(s, &declared, confirmed)
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

fn parse(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}

fn score(s: &Shell, assessment: &Assessment) -> ScoreView {
    let reason = |reason: &Reason| match reason {
        Reason::Probability if assessment.recommendation == Recommendation::Proceed => {
            s.t("reason.probability_low")
        }
        Reason::Probability => s.t("reason.probability"),
        Reason::LittleKnown => s.t("reason.too_little_data"),
        Reason::Linked => s.t("reason.linked"),
    };
    ScoreView {
        band: BandView::new(s, assessment.band),
        meaning: s.named("band_meaning", assessment.band.name()),
        score: assessment.score,
        probability: percent(assessment.probability),
        base_rate: percent(1.0 / (1.0 + (-assessment.base_log_odds).exp())),
        recommendation: s.named("recommendation", assessment.recommendation.name()),
        reasons: assessment.reasons.iter().map(reason).collect(),
    }
}

fn questions(s: &Shell, assessment: &Assessment, visibility: Visibility) -> Vec<QuestionView> {
    let question = |ask: &Ask| QuestionView {
        question: ask.question().to_owned(),
        family: s.named("family", &ask.family),
        could_move: if visibility.score {
            signed(ask.could_move.abs()).replace('+', "±")
        } else {
            String::new()
        },
    };
    assessment.ask_next.iter().map(question).collect()
}

fn versions(s: &Shell, file: &CaseFile, visibility: Visibility) -> Vec<VersionView> {
    let pair = |pair: &[Document]| {
        let (next, earlier) = (&pair[0], &pair[1]);
        let mut changes = differences::differences(&parse(&earlier.bytes), &parse(&next.bytes));
        let more = changes.len().saturating_sub(differences::MAX_DIFFERENCES);
        changes.truncate(differences::MAX_DIFFERENCES);
        VersionView {
            version: earlier.version,
            next: next.version,
            at: if visibility.dates { s.time(&earlier.created_at) } else { String::new() },
            differences: changes,
            more,
        }
    };
    file.documents.windows(2).map(pair).collect()
}

fn warnings(decision: &Decision) -> Vec<String> {
    let warnings = decision.warnings.iter().take(20);
    warnings
        .map(|warning| safe_text(&format!("{}: {}", warning.pointer, warning.detail), 200))
        .collect()
}

/// Terms of the model that added nothing, with the reason. They would show how old a decision is.
fn inactive_terms(
    s: &Shell,
    assessment: &Assessment,
    visibility: Visibility,
) -> Vec<(String, String)> {
    let terms = assessment.inactive_terms.iter().filter(|_| visibility.dates && visibility.score);
    terms.map(|term| inactive_term(s, term)).collect()
}

fn capped_families(s: &Shell, assessment: &Assessment) -> String {
    let families = assessment.capped_families.iter().map(|family| s.named("family", family));
    families.collect::<Vec<_>>().join(", ")
}
