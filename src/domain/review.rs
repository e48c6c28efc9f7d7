//! Reviews: the human work on an applicant's decision, as a machine of states.
//!
//! open → claimed (a lease) → verdict → awaiting approval (`fake` alone) → closed. A lease that has run out is
//! no claim: the review is open again without anybody doing anything.

use chrono::{DateTime, Duration, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, RingId, VerdictId};
use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Band, ReviewState};

use super::queue::QueueName;

/// For how long a claim holds without a sign of life.
pub const LEASE: Duration = Duration::minutes(10);

/// A review.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Its name.
    pub id: ReviewId,
    /// About whom.
    pub applicant_id: ApplicantId,
    /// The applicant's ring, if there is one.
    pub ring_id: Option<RingId>,
    /// Where it waits.
    pub queue: QueueName,
    /// Whether the queue hides the score until the verdict.
    pub blind: bool,
    /// Why it was opened.
    pub chosen: Chosen,
    /// With which probability, if by chance.
    pub chosen_with: Option<f64>,
    /// The decision that is looked at: the latest that joined.
    pub decision_id: DecisionId,
    /// What that decision said.
    pub band: Band,
    /// The weight of its evidence.
    pub score: u8,
    /// Its probability.
    pub probability: f64,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// How far it is.
    pub stage: Stage,
    /// The appeal that it decides, if it is there for one.
    pub appeal_id: Option<AppealId>,
    /// Who may not take it.
    pub barred: Vec<Actor>,
    /// What is known of the case, if it is there to measure reviewers with.
    pub golden: Option<Verdict>,
}

/// How far a review is, with what is known in that state alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Waiting for a reviewer.
    Open,
    /// Somebody has it.
    Claimed(Claim),
    /// A verdict of `fake` waits for a second person.
    AwaitingApproval(Given),
    /// Done.
    Closed(Closed),
}

/// Who has a review, and until when.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Who.
    pub by: Actor,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when, if they give no sign of life.
    pub until: DateTime<Utc>,
}

/// A verdict as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Its name.
    pub id: VerdictId,
    /// What was found.
    pub verdict: Verdict,
    /// On what ground.
    pub evidence: EvidenceKind,
    /// The codes of the reasons.
    pub reasons: Vec<String>,
    /// Whether its author saw the score before.
    pub score_visible: bool,
    /// The decision that was before them.
    pub decision_id: DecisionId,
    /// Its author.
    pub by: Actor,
    /// Since when they had the case.
    pub claimed_at: DateTime<Utc>,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// The verdict; nothing if an appeal was decided or the applicant was erased.
    pub given: Option<Given>,
    /// Who approved it, if it took two people.
    pub approved_by: Option<Actor>,
}

/// Why a review does not do what was asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else has it.
    #[error("{by} has this review until {}", .until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    Held {
        /// Who.
        by: Actor,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The caller's lease ran out, and nobody else has taken the review since.
    #[error("your claim ran out at {}; claim the review again", .0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    LeaseRanOut(DateTime<Utc>),
    /// The caller has not claimed it.
    #[error("claim the review first")]
    NotClaimed,
    /// It is past the state in which that can be done.
    #[error("the review is {}", .0.name())]
    NotInState(ReviewState),
    /// The caller gave or approved what is contested.
    #[error(
        "a different person than whoever gave or approved the contested verdict must take this review"
    )]
    Barred,
    /// Nobody approves their own verdict.
    #[error("nobody approves their own verdict; a second person must")]
    OwnVerdict,
    /// The verdict is somebody else's.
    #[error("only {0}, who gave the verdict, can take it back")]
    NotTheirs(Actor),
    /// It can no longer be taken back.
    #[error("the verdict could be taken back until {}; reopen the review instead", .0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))]
    TooLate(DateTime<Utc>),
    /// The review decides an appeal, which has an outcome and no verdict.
    #[error("this review decides an appeal: give the appeal's outcome")]
    IsAppeal,
}

impl Review {
    /// The state, a lease that has run out being none.
    pub fn state(&self, now: DateTime<Utc>) -> ReviewState {
        match &self.stage {
            Stage::Claimed(claim) if claim.until > now => ReviewState::Claimed,
            Stage::Open | Stage::Claimed(_) => ReviewState::Open,
            Stage::AwaitingApproval(_) => ReviewState::AwaitingApproval,
            Stage::Closed(_) => ReviewState::Closed,
        }
    }

    /// The claim that holds now.
    pub fn claim_now(&self, now: DateTime<Utc>) -> Option<&Claim> {
        match &self.stage {
            Stage::Claimed(claim) if claim.until > now => Some(claim),
            _ => None,
        }
    }

    /// The verdict that stands, waiting for approval or final.
    pub fn given(&self) -> Option<&Given> {
        match &self.stage {
            Stage::AwaitingApproval(given) => Some(given),
            Stage::Closed(closed) => closed.given.as_ref(),
            Stage::Open | Stage::Claimed(_) => None,
        }
    }

    /// Whether the score must be kept from reviewers.
    pub fn hides_score(&self) -> bool {
        self.blind && self.given().is_none()
    }

    /// Gives the review to somebody, or more time to whoever has it.
    pub fn claim(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.barred.contains(by) {
            return Err(Refusal::Barred);
        }
        let since = match &self.stage {
            Stage::Claimed(claim) if claim.until > now && claim.by == *by => claim.since,
            Stage::Claimed(claim) if claim.until > now => return Err(held(claim)),
            Stage::Open | Stage::Claimed(_) => now,
            Stage::AwaitingApproval(_) | Stage::Closed(_) => {
                return Err(Refusal::NotInState(self.state(now)));
            }
        };
        self.stage = Stage::Claimed(Claim { by: by.clone(), since, until: now + LEASE });
        Ok(())
    }

    /// The claim of this person; else why they have none.
    pub fn held_by(&self, who: &Actor, now: DateTime<Utc>) -> Result<&Claim, Refusal> {
        match &self.stage {
            Stage::Claimed(claim) if claim.by == *who && claim.until > now => Ok(claim),
            Stage::Claimed(claim) if claim.by == *who => Err(Refusal::LeaseRanOut(claim.until)),
            Stage::Claimed(claim) if claim.until > now => Err(held(claim)),
            Stage::Open | Stage::Claimed(_) => Err(Refusal::NotClaimed),
            Stage::AwaitingApproval(_) | Stage::Closed(_) => {
                Err(Refusal::NotInState(self.state(now)))
            }
        }
    }

    /// Gives whoever has it more time.
    pub fn renew(&mut self, who: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        let since = self.held_by(who, now)?.since;
        self.stage = Stage::Claimed(Claim { by: who.clone(), since, until: now + LEASE });
        Ok(())
    }

    /// Gives it back.
    pub fn release(&mut self, who: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.held_by(who, now)?;
        self.stage = Stage::Open;
        Ok(())
    }

    /// Takes a verdict from whoever has it: `fake` waits for a second person, the others are final.
    pub fn give(&mut self, given: Given, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.appeal_id.is_some() {
            return Err(Refusal::IsAppeal);
        }
        self.held_by(&given.by, now)?;
        self.stage = match given.verdict {
            Verdict::Fake => Stage::AwaitingApproval(given),
            Verdict::Genuine | Verdict::Unsure => {
                Stage::Closed(Closed { at: Some(now), given: Some(given), approved_by: None })
            }
        };
        Ok(())
    }

    /// Makes a waiting verdict final.
    pub fn approve(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<Given, Refusal> {
        let given = self.awaiting(by, now)?;
        self.stage = Stage::Closed(Closed {
            at: Some(now),
            given: Some(given.clone()),
            approved_by: Some(by.clone()),
        });
        Ok(given)
    }

    /// Sends a waiting verdict back: the review waits for a reviewer again.
    pub fn send_back(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<Given, Refusal> {
        let given = self.awaiting(by, now)?;
        self.stage = Stage::Open;
        Ok(given)
    }

    fn awaiting(&self, by: &Actor, now: DateTime<Utc>) -> Result<Given, Refusal> {
        match &self.stage {
            Stage::AwaitingApproval(given) if given.by == *by => Err(Refusal::OwnVerdict),
            Stage::AwaitingApproval(given) => Ok(given.clone()),
            _ => Err(Refusal::NotInState(self.state(now))),
        }
    }

    /// Takes one's own verdict back within the window; whoever gave it has the review again.
    pub fn undo(
        &mut self,
        by: &Actor,
        window: Duration,
        now: DateTime<Utc>,
    ) -> Result<Given, Refusal> {
        let given = self.given().cloned().ok_or(Refusal::NotInState(self.state(now)))?;
        if given.by != *by {
            return Err(Refusal::NotTheirs(given.by));
        }
        let until = given.at + window;
        if now > until {
            return Err(Refusal::TooLate(until));
        }
        let since = given.claimed_at;
        self.stage = Stage::Claimed(Claim { by: by.clone(), since, until: now + LEASE });
        Ok(given)
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

    /// Ends it without a verdict: the appeal that it was there for is decided.
    pub fn conclude(&mut self, by: &Actor, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.held_by(by, now)?;
        self.stage = Stage::Closed(Closed { at: Some(now), given: None, approved_by: None });
        Ok(())
    }
}

fn held(claim: &Claim) -> Refusal {
    Refusal::Held { by: claim.by.clone(), until: claim.until }
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
            queue: QueueName::usual(),
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

    fn given(by: &str, verdict: Verdict, minutes: i64) -> Given {
        Given {
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
    fn a_claim_is_exclusive_until_it_runs_out_and_its_holder_renews_it() {
        let mut review = review();
        let (ada, ben) = (who("ada"), who("ben"));
        review.claim(&ada, at(0)).unwrap();
        let held = Refusal::Held { by: ada.clone(), until: at(10) };
        assert_eq!(review.claim(&ben, at(9)), Err(held));
        review.claim(&ada, at(9)).unwrap();
        assert_eq!(
            review.claim_now(at(18)).map(|claim| (claim.since, claim.until)),
            Some((at(0), at(19)))
        );
        assert_eq!(review.state(at(19)), ReviewState::Open, "nobody had to free it");
        assert_eq!(review.renew(&ada, at(19)), Err(Refusal::LeaseRanOut(at(19))));
        review.claim(&ben, at(19)).unwrap();
        assert!(matches!(review.renew(&ada, at(20)), Err(Refusal::Held { .. })));
        review.release(&ben, at(20)).unwrap();
        assert_eq!(review.release(&ben, at(20)), Err(Refusal::NotClaimed));
    }

    #[test]
    fn a_fake_verdict_takes_two_people_and_the_others_one() {
        let mut review = review();
        let (ada, ben) = (who("ada"), who("ben"));
        assert_eq!(review.give(given("ada", Verdict::Fake, 1), at(1)), Err(Refusal::NotClaimed));
        review.claim(&ada, at(0)).unwrap();
        review.give(given("ada", Verdict::Fake, 1), at(1)).unwrap();
        assert_eq!(review.approve(&ada, at(2)), Err(Refusal::OwnVerdict));
        review.send_back(&ben, at(2)).unwrap();
        assert_eq!(review.stage, Stage::Open);
        review.claim(&ada, at(3)).unwrap();
        review.give(given("ada", Verdict::Fake, 4), at(4)).unwrap();
        review.approve(&ben, at(5)).unwrap();
        assert_eq!(review.state(at(5)), ReviewState::Closed);
        review.reopen(at(6)).unwrap();
        review.claim(&ben, at(6)).unwrap();
        review.give(given("ben", Verdict::Genuine, 7), at(7)).unwrap();
        assert_eq!(review.state(at(7)), ReviewState::Closed);
    }

    #[test]
    fn a_verdict_is_taken_back_by_its_author_within_the_window() {
        let mut review = review();
        let window = Duration::minutes(5);
        review.claim(&who("ada"), at(0)).unwrap();
        review.give(given("ada", Verdict::Genuine, 1), at(1)).unwrap();
        let theirs = Refusal::NotTheirs(who("ada"));
        assert_eq!(review.undo(&who("ben"), window, at(2)), Err(theirs));
        assert_eq!(review.undo(&who("ada"), window, at(7)), Err(Refusal::TooLate(at(6))));
        review.undo(&who("ada"), window, at(6)).unwrap();
        assert!(review.held_by(&who("ada"), at(15)).is_ok());
    }

    #[test]
    fn whoever_decided_what_is_contested_cannot_take_the_appeal() {
        let mut review =
            Review { barred: vec![who("ada")], appeal_id: Some(AppealId::new(at(0))), ..review() };
        assert_eq!(review.claim(&who("ada"), at(0)), Err(Refusal::Barred));
        review.claim(&who("ben"), at(0)).unwrap();
        assert_eq!(review.give(given("ben", Verdict::Genuine, 1), at(1)), Err(Refusal::IsAppeal));
        review.conclude(&who("ben"), at(1)).unwrap();
        assert_eq!(review.reopen(at(2)), Err(Refusal::IsAppeal));
    }
}
