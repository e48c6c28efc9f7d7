//! Reviews: the human work on an applicant's decision, as a state machine.
//!
//! open → claimed → (verdict) → awaiting approval (only for `fake`) → closed. An expired claim counts as no claim:
//! the review is open again without further action.

use chrono::{DateTime, Duration, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, RingId, VerdictId};
use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Band, ReviewState};

use super::queue::QueueName;

/// How long a claim lasts without renewal.
pub const LEASE: Duration = Duration::minutes(10);

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub id: ReviewId,
    pub applicant_id: ApplicantId,
    pub ring_id: Option<RingId>,
    pub queue: QueueName,
    /// Whether the queue hides scores until the verdict.
    pub blind: bool,
    /// Why it was opened.
    pub chosen: Chosen,
    /// The probability with which it was selected, if at random.
    pub chosen_with: Option<f64>,
    /// The decision under review, which is the latest that joined.
    pub decision_id: DecisionId,
    /// Band, score and probability of that decision.
    pub band: Band,
    pub score: u8,
    pub probability: f64,
    pub opened_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub stage: Stage,
    /// The appeal that is decided in this review.
    pub appeal_id: Option<AppealId>,
    /// The reviewers who may not claim it, because they gave or approved the contested verdict.
    pub barred: Vec<Actor>,
    /// The known truth, if this is a golden item.
    pub golden: Option<Verdict>,
}

/// The state of a review, with the data that exists only in that state.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Open,
    Claimed(Claim),
    /// A `fake` verdict needs approval by someone else.
    AwaitingApproval(RecordedVerdict),
    Closed(Closed),
}

/// A case claim: a reviewer's temporary, exclusive hold on a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub by: Actor,
    pub since: DateTime<Utc>,
    /// When it expires, unless it is renewed.
    pub until: DateTime<Utc>,
}

/// A verdict that was given earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedVerdict {
    pub id: VerdictId,
    pub verdict: Verdict,
    /// The basis.
    pub evidence: EvidenceKind,
    /// Reason codes and ids of indicators.
    pub reasons: Vec<String>,
    /// Whether the author could see the score.
    pub score_visible: bool,
    /// The decision that the author reviewed.
    pub decision_id: DecisionId,
    pub by: Actor,
    /// When the author claimed the case.
    pub claimed_at: DateTime<Utc>,
    pub at: DateTime<Utc>,
}

/// The end of a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    pub at: Option<DateTime<Utc>>,
    /// `None` if an appeal was decided or the applicant was erased.
    pub verdict: Option<RecordedVerdict>,
    /// Who approved the verdict, if it needed approval.
    pub approved_by: Option<Actor>,
}

/// Why a review rejects an action.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{by} has claimed this review until {}", .until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    ClaimedByAnother { by: Actor, until: DateTime<Utc> },
    /// Nobody else has claimed the review since.
    #[error("your claim expired at {}; claim the review again", .0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    ClaimExpired(DateTime<Utc>),
    #[error("claim the review first")]
    NotClaimed,
    #[error("the review is {}", .0.name())]
    NotInState(ReviewState),
    #[error("you gave or approved the contested verdict; someone else must review the appeal")]
    Barred,
    #[error("you can't approve your own verdict; someone else must")]
    OwnVerdict,
    #[error("only {0}, who gave the verdict, can undo it")]
    NotTheirs(Actor),
    #[error("the verdict could be undone until {}; reopen the review instead", .0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    TooLate(DateTime<Utc>),
    #[error("this review decides an appeal; give an outcome for the appeal")]
    IsAppeal,
}

impl Review {
    /// The current state. An expired claim counts as none.
    pub fn state(&self, now: DateTime<Utc>) -> ReviewState {
        match &self.stage {
            Stage::Claimed(claim) if claim.until > now => ReviewState::Claimed,
            Stage::Open | Stage::Claimed(_) => ReviewState::Open,
            Stage::AwaitingApproval(_) => ReviewState::AwaitingApproval,
            Stage::Closed(_) => ReviewState::Closed,
        }
    }

    /// The claim, unless it has expired.
    pub fn claim_now(&self, now: DateTime<Utc>) -> Option<&Claim> {
        match &self.stage {
            Stage::Claimed(claim) if claim.until > now => Some(claim),
            _ => None,
        }
    }

    /// The current verdict, final or awaiting approval.
    pub fn recorded_verdict(&self) -> Option<&RecordedVerdict> {
        match &self.stage {
            Stage::AwaitingApproval(verdict) => Some(verdict),
            Stage::Closed(closed) => closed.verdict.as_ref(),
            Stage::Open | Stage::Claimed(_) => None,
        }
    }

    /// Whether the score must not be shown to reviewers.
    pub fn hides_score(&self) -> bool {
        self.blind && self.recorded_verdict().is_none()
    }

    /// Claims the review, or renews the claim of the same reviewer.
    pub fn claim(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.barred.contains(by) {
            return Err(Refusal::Barred);
        }
        let since = match &self.stage {
            Stage::Claimed(claim) if claim.until > now && claim.by == *by => claim.since,
            Stage::Claimed(claim) if claim.until > now => return Err(claimed_by_another(claim)),
            Stage::Open | Stage::Claimed(_) => now,
            Stage::AwaitingApproval(_) | Stage::Closed(_) => {
                return Err(Refusal::NotInState(self.state(now)));
            }
        };
        self.stage = Stage::Claimed(Claim { by: by.clone(), since, until: now + LEASE });
        Ok(())
    }

    /// The reviewer's claim, or the reason why they have none.
    pub fn require_claim(&self, who: &Actor, now: DateTime<Utc>) -> Result<&Claim, Refusal> {
        match &self.stage {
            Stage::Claimed(claim) if claim.by == *who && claim.until > now => Ok(claim),
            Stage::Claimed(claim) if claim.by == *who => Err(Refusal::ClaimExpired(claim.until)),
            Stage::Claimed(claim) if claim.until > now => Err(claimed_by_another(claim)),
            Stage::Open | Stage::Claimed(_) => Err(Refusal::NotClaimed),
            Stage::AwaitingApproval(_) | Stage::Closed(_) => {
                Err(Refusal::NotInState(self.state(now)))
            }
        }
    }

    /// Extends the claim.
    pub fn renew(&mut self, who: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        let since = self.require_claim(who, now)?.since;
        self.stage = Stage::Claimed(Claim { by: who.clone(), since, until: now + LEASE });
        Ok(())
    }

    pub fn release(&mut self, who: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_claim(who, now)?;
        self.stage = Stage::Open;
        Ok(())
    }

    /// Records the claimant's verdict. `fake` needs approval; the others are final.
    pub fn give(&mut self, verdict: RecordedVerdict, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.appeal_id.is_some() {
            return Err(Refusal::IsAppeal);
        }
        self.require_claim(&verdict.by, now)?;
        self.stage = match verdict.verdict {
            Verdict::Fake => Stage::AwaitingApproval(verdict),
            Verdict::Genuine | Verdict::Unsure => {
                Stage::Closed(Closed { at: Some(now), verdict: Some(verdict), approved_by: None })
            }
        };
        Ok(())
    }

    /// Makes the verdict final.
    pub fn approve(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<RecordedVerdict, Refusal> {
        let verdict = self.awaiting(by, now)?;
        self.stage = Stage::Closed(Closed {
            at: Some(now),
            verdict: Some(verdict.clone()),
            approved_by: Some(by.clone()),
        });
        Ok(verdict)
    }

    /// Returns the verdict instead of approving it. The review is open again.
    pub fn send_back(
        &mut self,
        by: &Actor,
        now: DateTime<Utc>,
    ) -> Result<RecordedVerdict, Refusal> {
        let verdict = self.awaiting(by, now)?;
        self.stage = Stage::Open;
        Ok(verdict)
    }

    fn awaiting(&self, by: &Actor, now: DateTime<Utc>) -> Result<RecordedVerdict, Refusal> {
        match &self.stage {
            Stage::AwaitingApproval(verdict) if verdict.by == *by => Err(Refusal::OwnVerdict),
            Stage::AwaitingApproval(verdict) => Ok(verdict.clone()),
            _ => Err(Refusal::NotInState(self.state(now))),
        }
    }

    /// Undoes the caller's verdict within the window. The caller has claimed the review again.
    pub fn undo(
        &mut self,
        by: &Actor,
        window: Duration,
        now: DateTime<Utc>,
    ) -> Result<RecordedVerdict, Refusal> {
        let verdict = self.recorded_verdict().cloned();
        let verdict = verdict.ok_or(Refusal::NotInState(self.state(now)))?;
        if verdict.by != *by {
            return Err(Refusal::NotTheirs(verdict.by));
        }
        let until = verdict.at + window;
        if now > until {
            return Err(Refusal::TooLate(until));
        }
        let since = verdict.claimed_at;
        self.stage = Stage::Claimed(Claim { by: by.clone(), since, until: now + LEASE });
        Ok(verdict)
    }

    /// Opens a closed review again.
    pub fn reopen(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.appeal_id.is_some() {
            return Err(Refusal::IsAppeal);
        }
        match &self.stage {
            Stage::Closed(_) => {
                self.stage = Stage::Open;
                Ok(())
            }
            _ => Err(Refusal::NotInState(self.state(now))),
        }
    }

    /// Closes the review without a verdict, because its appeal is decided.
    pub fn conclude(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.require_claim(by, now)?;
        self.stage = Stage::Closed(Closed { at: Some(now), verdict: None, approved_by: None });
        Ok(())
    }
}

fn claimed_by_another(claim: &Claim) -> Refusal {
    Refusal::ClaimedByAnother { by: claim.by.clone(), until: claim.until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + minutes * 60, 0).unwrap()
    }

    fn who(name: &str) -> Actor {
        Actor::parse(name).unwrap()
    }

    fn review() -> Review {
        Review {
            id: ReviewId::new(at(0)),
            applicant_id: ApplicantId::new(at(0)),
            ring_id: None,
            queue: QueueName::default_queue(),
            blind: false,
            chosen: Chosen::Band,
            chosen_with: None,
            decision_id: DecisionId::new(at(0)),
            band: Band::High,
            score: 90,
            probability: 0.9,
            opened_at: at(0),
            due_at: at(1_440),
            stage: Stage::Open,
            appeal_id: None,
            barred: Vec::new(),
            golden: None,
        }
    }

    fn verdict(by: &str, verdict: Verdict, minutes: i64) -> RecordedVerdict {
        RecordedVerdict {
            id: VerdictId::new(at(minutes)),
            verdict,
            evidence: EvidenceKind::Opinion,
            reasons: Vec::new(),
            score_visible: true,
            decision_id: DecisionId::new(at(0)),
            by: who(by),
            claimed_at: at(0),
            at: at(minutes),
        }
    }

    #[test]
    fn a_claim_is_exclusive_until_it_expires_and_the_claimant_can_renew_it() {
        let mut review = review();
        let (ada, ben) = (who("ada"), who("ben"));
        review.claim(&ada, at(0)).unwrap();
        let claimed = Refusal::ClaimedByAnother { by: ada.clone(), until: at(10) };
        assert_eq!(review.claim(&ben, at(9)), Err(claimed));
        review.claim(&ada, at(9)).unwrap();
        assert_eq!(
            review.claim_now(at(18)).map(|claim| (claim.since, claim.until)),
            Some((at(0), at(19)))
        );
        assert_eq!(review.state(at(19)), ReviewState::Open, "an expired claim counts as none");
        assert_eq!(review.renew(&ada, at(19)), Err(Refusal::ClaimExpired(at(19))));
        review.claim(&ben, at(19)).unwrap();
        assert!(matches!(review.renew(&ada, at(20)), Err(Refusal::ClaimedByAnother { .. })));
        review.release(&ben, at(20)).unwrap();
        assert_eq!(review.release(&ben, at(20)), Err(Refusal::NotClaimed));
    }

    #[test]
    fn only_a_fake_verdict_needs_approval_by_someone_else() {
        let mut review = review();
        let (ada, ben) = (who("ada"), who("ben"));
        assert_eq!(review.give(verdict("ada", Verdict::Fake, 1), at(1)), Err(Refusal::NotClaimed));
        review.claim(&ada, at(0)).unwrap();
        review.give(verdict("ada", Verdict::Fake, 1), at(1)).unwrap();
        assert_eq!(review.approve(&ada, at(2)), Err(Refusal::OwnVerdict));
        review.send_back(&ben, at(2)).unwrap();
        assert_eq!(review.stage, Stage::Open);
        review.claim(&ada, at(3)).unwrap();
        review.give(verdict("ada", Verdict::Fake, 4), at(4)).unwrap();
        review.approve(&ben, at(5)).unwrap();
        assert_eq!(review.state(at(5)), ReviewState::Closed);
        review.reopen(at(6)).unwrap();
        review.claim(&ben, at(6)).unwrap();
        review.give(verdict("ben", Verdict::Genuine, 7), at(7)).unwrap();
        assert_eq!(review.state(at(7)), ReviewState::Closed);
    }

    #[test]
    fn only_the_author_can_undo_a_verdict_and_only_within_the_window() {
        let mut review = review();
        let window = Duration::minutes(5);
        review.claim(&who("ada"), at(0)).unwrap();
        review.give(verdict("ada", Verdict::Genuine, 1), at(1)).unwrap();
        let theirs = Refusal::NotTheirs(who("ada"));
        assert_eq!(review.undo(&who("ben"), window, at(2)), Err(theirs));
        assert_eq!(review.undo(&who("ada"), window, at(7)), Err(Refusal::TooLate(at(6))));
        review.undo(&who("ada"), window, at(6)).unwrap();
        assert!(review.require_claim(&who("ada"), at(15)).is_ok());
    }

    #[test]
    fn the_author_of_the_contested_verdict_cannot_claim_the_appeal() {
        let mut review =
            Review { barred: vec![who("ada")], appeal_id: Some(AppealId::new(at(0))), ..review() };
        assert_eq!(review.claim(&who("ada"), at(0)), Err(Refusal::Barred));
        review.claim(&who("ben"), at(0)).unwrap();
        assert_eq!(review.give(verdict("ben", Verdict::Genuine, 1), at(1)), Err(Refusal::IsAppeal));
        review.conclude(&who("ben"), at(1)).unwrap();
        assert_eq!(review.reopen(at(2)), Err(Refusal::IsAppeal));
    }
}
