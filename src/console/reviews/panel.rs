//! The panel beside a case: assignee, verdict, notes and history, and what the visitor can do.

use chrono::{DateTime, Utc};
use learning::label::{EvidenceKind, Verdict};
use scoring::decision::ReviewState;

use crate::auth::Scope;
use crate::console::choice::{Choice, choices};
use crate::console::display::{safe_text, title_from_name};
use crate::console::names::Names;
use crate::console::shell::Shell;
use crate::console::visitor::Visitor;
use crate::domain::reason::{self, ReasonCode};
use crate::domain::review::{RecordedVerdict, Review, Stage};
use crate::service::reviews::Event;

/// What the panel needs besides the review.
pub(super) struct Context<'a> {
    pub(super) now: DateTime<Utc>,
    pub(super) names: &'a Names,
    pub(super) history: &'a [Event],
}

pub struct Panel {
    pub id: String,
    pub state: String,
    pub queue: String,
    pub opened_because: String,
    pub due: String,
    pub is_overdue: bool,
    pub assignee: Option<String>,
    /// When the claim expires.
    pub until: String,
    pub can: Can,
    pub verdicts: Vec<VerdictChoice>,
    pub bases: Vec<Choice>,
    pub verdict: Option<VerdictView>,
    pub notes: Vec<EventView>,
    pub history: Vec<EventView>,
}

/// What the visitor can do with the case in its current state.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each decides whether a form is shown")]
pub struct Can {
    pub claim: bool,
    pub judge: bool,
    pub approve: bool,
    pub undo: bool,
    pub reopen: bool,
    pub note: bool,
    /// Whether the verdict needs approval by someone other than the visitor.
    pub needs_approval: bool,
}

pub struct VerdictChoice {
    pub name: &'static str,
    pub text: String,
    pub key: &'static str,
    pub reasons: Vec<ReasonChoice>,
}

pub struct ReasonChoice {
    pub code: &'static str,
    pub text: String,
    /// The digit key that selects the reason; 0 for none.
    pub number: usize,
}

/// A recorded verdict.
pub struct VerdictView {
    pub verdict: &'static str,
    pub text: String,
    pub by: String,
    pub at: String,
    pub basis: String,
    pub reasons: Vec<String>,
    pub approved_by: Option<String>,
    pub was_blind: bool,
}

/// An entry of the history.
pub struct EventView {
    pub what: String,
    pub by: String,
    pub at: String,
    pub note: Option<String>,
}

impl Panel {
    pub(super) fn new(
        s: &Shell,
        visitor: &Visitor,
        review: &Review,
        context: &Context<'_>,
    ) -> Self {
        let Context { now, names, history } = *context;
        let state = review.state(now);
        let claim = review.claim_now(now);
        let events = || history.iter().map(|event| event_view(s, names, event));
        Self {
            id: review.id.to_string(),
            state: s.named("state", state.name()),
            queue: review.queue.to_string(),
            opened_because: s.named("opened_because", review.chosen.name()),
            due: s.time(&review.due_at),
            is_overdue: review.due_at < now && state != ReviewState::Closed,
            assignee: claim.map(|claim| names.display(&claim.by)),
            until: claim.map(|claim| s.time(&claim.until)).unwrap_or_default(),
            can: Can::new(visitor, review, now),
            verdicts: verdict_choices(s),
            bases: basis_choices(s),
            verdict: review
                .recorded_verdict()
                .map(|verdict| verdict_view(s, names, review, verdict)),
            notes: events().filter(|event| event.note.is_some()).collect(),
            history: events().collect(),
        }
    }
}

impl Can {
    fn new(visitor: &Visitor, review: &Review, now: DateTime<Utc>) -> Self {
        let me = visitor.actor();
        let writes = visitor.may(Scope::ReviewsWrite);
        let state = review.state(now);
        let has_claim = review.claim_now(now).is_some_and(|claim| claim.by == me);
        let is_own_verdict = review.recorded_verdict().is_some_and(|verdict| verdict.by == me);
        let awaits_approval = state == ReviewState::AwaitingApproval;
        let may_approve = visitor.may(Scope::ApprovalsWrite) && !is_own_verdict;
        Self {
            claim: writes && state == ReviewState::Open && !review.barred.contains(&me),
            judge: writes && has_claim && review.appeal_id.is_none(),
            approve: awaits_approval && may_approve,
            undo: writes && is_own_verdict,
            reopen: writes && state == ReviewState::Closed && review.appeal_id.is_none(),
            note: writes,
            needs_approval: awaits_approval && !may_approve,
        }
    }
}

/// What a reviewer can base a verdict on. Outcomes of the platform arrive as labels instead.
const REVIEWER_BASES: [EvidenceKind; 5] = [
    EvidenceKind::Opinion,
    EvidenceKind::Document,
    EvidenceKind::CallBack,
    EvidenceKind::Admission,
    EvidenceKind::ConfirmedLink,
];

pub fn basis_choices(s: &Shell) -> Vec<Choice> {
    choices(REVIEWER_BASES.map(|kind| (kind.name(), s.named("basis", kind.name()))), |_| false)
}

pub fn verdict_choices(s: &Shell) -> Vec<VerdictChoice> {
    let reason = |(index, reason): (usize, &ReasonCode)| ReasonChoice {
        code: reason.code,
        text: s.named("verdict_reason", reason.code),
        number: if index < 9 { index + 1 } else { 0 },
    };
    let choice = |verdict: Verdict| VerdictChoice {
        name: verdict.name(),
        text: s.named("verdict", verdict.name()),
        key: &verdict.name()[..1],
        reasons: reason::fitting(verdict).enumerate().map(reason).collect(),
    };
    Verdict::ALL.map(choice).into()
}

pub(super) fn verdict_view(
    s: &Shell,
    names: &Names,
    review: &Review,
    verdict: &RecordedVerdict,
) -> VerdictView {
    let approved_by = match &review.stage {
        Stage::Closed(closed) => closed.approved_by.as_ref(),
        _ => None,
    };
    let reason = |code: &String| {
        s.find_named("verdict_reason", code).unwrap_or_else(|| title_from_name(code))
    };
    VerdictView {
        verdict: verdict.verdict.name(),
        text: s.named("verdict", verdict.verdict.name()),
        by: names.display(&verdict.by),
        at: s.time(&verdict.at),
        basis: s.named("basis", verdict.evidence.name()),
        reasons: verdict.reasons.iter().map(reason).collect(),
        approved_by: approved_by.map(|actor| names.display(actor)),
        was_blind: !verdict.score_visible,
    }
}

fn event_view(s: &Shell, names: &Names, event: &Event) -> EventView {
    let text = s.find_named("history", &event.action);
    EventView {
        what: text.unwrap_or_else(|| title_from_name(&event.action)),
        by: names.display_id(&event.actor),
        at: s.time(&event.at),
        note: event.note.as_ref().map(|note| safe_text(note, 4_000)),
    }
}
