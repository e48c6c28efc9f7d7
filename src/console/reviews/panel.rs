//! What is to be done about a case: who has it, the verdict, notes and history.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use learning::label::{EvidenceKind, Verdict};
use scoring::decision::ReviewState;

use crate::auth::Scope;
use crate::console::shell::Shell;
use crate::console::shown::{shown, words};
use crate::console::visitor::Visitor;
use crate::domain::reason::{self, ReasonCode};
use crate::domain::review::{Given, Review, Stage};
use crate::service::reviews::Event;

/// What the panel is made from besides the review.
pub(super) struct About<'a> {
    pub(super) now: DateTime<Utc>,
    /// What users are called.
    pub(super) names: &'a BTreeMap<String, String>,
    pub(super) history: &'a [Event],
}

/// The panel.
pub(in crate::console) struct Panel {
    pub(in crate::console) id: String,
    pub(in crate::console) state_text: String,
    pub(in crate::console) queue: String,
    pub(in crate::console) why: String,
    pub(in crate::console) due: String,
    pub(in crate::console) late: bool,
    pub(in crate::console) holder: Option<String>,
    pub(in crate::console) until: String,
    /// What the visitor can do now.
    pub(in crate::console) can: Can,
    pub(in crate::console) verdicts: Vec<VerdictChoice>,
    pub(in crate::console) evidence: Vec<(String, String)>,
    pub(in crate::console) given: Option<GivenView>,
    pub(in crate::console) notes: Vec<EventView>,
    pub(in crate::console) history: Vec<EventView>,
}

/// What the visitor can do with a case as it stands.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
pub(in crate::console) struct Can {
    pub(in crate::console) claim: bool,
    pub(in crate::console) judge: bool,
    pub(in crate::console) approve: bool,
    pub(in crate::console) undo: bool,
    pub(in crate::console) reopen: bool,
    pub(in crate::console) note: bool,
    /// Whether it waits for a second person who is not the visitor.
    pub(in crate::console) needs_other: bool,
}

/// A verdict to choose, with its reasons.
pub(in crate::console) struct VerdictChoice {
    pub(in crate::console) name: &'static str,
    pub(in crate::console) text: String,
    pub(in crate::console) key: &'static str,
    pub(in crate::console) reasons: Vec<ReasonChoice>,
}

/// A reason to choose.
pub(in crate::console) struct ReasonChoice {
    pub(in crate::console) code: &'static str,
    pub(in crate::console) text: String,
    /// The key that chooses it; 0 for none.
    pub(in crate::console) number: usize,
}

/// A verdict as it was given.
pub(in crate::console) struct GivenView {
    pub(in crate::console) verdict: &'static str,
    pub(in crate::console) text: String,
    pub(in crate::console) by: String,
    pub(in crate::console) at: String,
    pub(in crate::console) evidence: String,
    pub(in crate::console) reasons: Vec<String>,
    pub(in crate::console) approved_by: Option<String>,
    pub(in crate::console) blind: bool,
}

/// Something that happened.
pub(in crate::console) struct EventView {
    pub(in crate::console) what: String,
    pub(in crate::console) by: String,
    pub(in crate::console) at: String,
    pub(in crate::console) note: Option<String>,
}

impl Panel {
    pub(super) fn of(s: &Shell, visitor: &Visitor, review: &Review, about: &About<'_>) -> Self {
        let About { now, names, history } = *about;
        let state = review.state(now);
        let claim = review.claim_now(now);
        let events = || history.iter().map(|one| event(s, names, one));
        Self {
            id: review.id.to_string(),
            state_text: s.t(&format!("state.{}", state.name())),
            queue: review.queue.to_string(),
            why: s.t(&format!("chosen.{}", review.chosen.name())),
            due: s.time(&review.due_at),
            late: review.due_at < now && state != ReviewState::Closed,
            holder: claim.map(|claim| called(names, &claim.by)),
            until: claim.map(|claim| s.time(&claim.until)).unwrap_or_default(),
            can: can(visitor, review, now),
            verdicts: verdicts(s),
            evidence: evidence(s),
            given: review.given().map(|one| given(s, names, review, one)),
            notes: events().filter(|one| one.note.is_some()).collect(),
            history: events().collect(),
        }
    }
}

/// The grounds that a reviewer can name. What the platform learned comes as a label.
const BY_REVIEWERS: [EvidenceKind; 5] = [
    EvidenceKind::Opinion,
    EvidenceKind::Document,
    EvidenceKind::CallBack,
    EvidenceKind::Admission,
    EvidenceKind::ConfirmedLink,
];

/// The grounds to choose from.
pub(in crate::console) fn evidence(s: &Shell) -> Vec<(String, String)> {
    let ground =
        |kind: EvidenceKind| (kind.name().to_owned(), s.t(&format!("evidence.{}", kind.name())));
    BY_REVIEWERS.map(ground).into()
}

fn can(visitor: &Visitor, review: &Review, now: DateTime<Utc>) -> Can {
    let me = visitor.actor();
    let writes = visitor.may(Scope::ReviewsWrite);
    let state = review.state(now);
    let own_claim = review.claim_now(now).is_some_and(|claim| claim.by == me);
    let own_verdict = review.given().is_some_and(|given| given.by == me);
    let waits = state == ReviewState::AwaitingApproval;
    let approves = visitor.may(Scope::ApprovalsWrite) && !own_verdict;
    Can {
        claim: writes && state == ReviewState::Open && !review.barred.contains(&me),
        judge: writes && own_claim && review.appeal_id.is_none(),
        approve: waits && approves,
        undo: writes && own_verdict,
        reopen: writes && state == ReviewState::Closed && review.appeal_id.is_none(),
        note: writes,
        needs_other: waits && !approves,
    }
}

/// The verdicts to choose from, with their reasons.
pub(in crate::console) fn verdicts(s: &Shell) -> Vec<VerdictChoice> {
    let reason = |(at, reason): (usize, &ReasonCode)| ReasonChoice {
        code: reason.code,
        text: s.t(&format!("reason_code.{}", reason.code)),
        number: if at < 9 { at + 1 } else { 0 },
    };
    let choice = |verdict: Verdict| VerdictChoice {
        name: verdict.name(),
        text: s.t(&format!("verdict.{}", verdict.name())),
        key: &verdict.name()[..1],
        reasons: reason::fitting(verdict).enumerate().map(reason).collect(),
    };
    Verdict::ALL.map(choice).into()
}

/// What somebody on record is called: a user by their name, a program by its own.
pub(in crate::console) fn called(names: &BTreeMap<String, String>, actor: &Actor) -> String {
    let known = names.get(actor.as_str()).map_or(actor.as_str(), String::as_str);
    shown(known, 60)
}

pub(super) fn given(
    s: &Shell,
    names: &BTreeMap<String, String>,
    review: &Review,
    given: &Given,
) -> GivenView {
    let approved_by = match &review.stage {
        Stage::Closed(closed) => closed.approved_by.as_ref(),
        _ => None,
    };
    let reason = |code: &String| {
        let key = format!("reason_code.{code}");
        let text = s.t(&key);
        if text == key { words(code) } else { text }
    };
    GivenView {
        verdict: given.verdict.name(),
        text: s.t(&format!("verdict.{}", given.verdict.name())),
        by: called(names, &given.by),
        at: s.time(&given.at),
        evidence: s.t(&format!("evidence.{}", given.evidence.name())),
        reasons: given.reasons.iter().map(reason).collect(),
        approved_by: approved_by.map(|by| called(names, by)),
        blind: !given.score_visible,
    }
}

fn event(s: &Shell, names: &BTreeMap<String, String>, event: &Event) -> EventView {
    let key = format!("happened.{}", event.action);
    let text = s.t(&key);
    let by = names.get(&event.actor).unwrap_or(&event.actor);
    EventView {
        what: if text == key { words(&event.action) } else { text },
        by: shown(by, 60),
        at: s.time(&event.at),
        note: event.note.as_ref().map(|note| shown(note, 4_000)),
    }
}

#[cfg(test)]
mod tests {
    use crate::console::texts::Texts;
    use crate::domain::reason::REASON_CODES;
    use crate::domain::user::Language;

    #[test]
    fn every_reason_has_words() {
        let texts = Texts::of(Language::English);
        for reason in REASON_CODES {
            let words = texts.known(&format!("reason_code.{}", reason.code));
            assert!(words.is_some(), "{}", reason.code);
        }
    }
}
