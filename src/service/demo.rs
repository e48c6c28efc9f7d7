//! The demo: a decision on each seed, and reviews in every state by invented reviewers, so that newcomers see a busy
//! queue.

use evidence::profile::ExternalId;
use ids::ReviewId;
use ids::actor::Actor;
use learning::label::{Chosen, EvidenceKind, Verdict};

use crate::app::App;
use crate::domain::appeal::{Appeal, Outcome};
use crate::domain::queue::{Condition, Queue, QueueName, QueueRules};
use crate::domain::tenant::TenantId;
use crate::seeds::{self, SeedRelation};
use crate::service::Internal;
use crate::service::people::relations::{self, NewRelation, RelationError};
use crate::service::reviews::{
    self, BadQueue, Contested, Judgement, NewAppeal, NewLabel, ReviewError, Reviewer, Subject,
};
use crate::service::scoring::Submitted;
use crate::service::scoring::decisions::{DecideError, IdempotencyKey, decide};

/// Why the demo was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the seed {0}")]
    Seed(&'static str, #[source] DecideError),
    #[error("a review of the demo")]
    Review(#[from] ReviewError),
    #[error("a queue of the demo")]
    Queue(#[from] BadQueue),
    #[error("a confirmed relation of the demo")]
    Relation(#[from] RelationError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Loads the seeds for a tenant and lets invented reviewers work on them. What exists is left alone. Returns the number
/// of seeds.
pub async fn load(app: &App, tenant: &TenantId) -> Result<usize, DemoError> {
    let worked = prepare(app, tenant).await?;
    let seeds = seeds::all();
    for seed in &seeds {
        let key = IdempotencyKey::parse(&format!("seed/{}", seed.file));
        let document = seed.document.to_string();
        let submitted = Submitted::liberal(document.as_bytes());
        let decided = decide(app, tenant, submitted, key.as_ref()).await;
        decided.map_err(|error| DemoError::Seed(seed.file, error))?;
    }
    if !worked {
        work(app, tenant).await?;
    }
    Ok(seeds.len())
}

/// The queue whose existence shows that the demo was loaded before.
const RINGS: &str = "rings";

/// Sets up the demo's queues and confirms relations before there are cases; true if the queues existed.
async fn prepare(app: &App, tenant: &TenantId) -> Result<bool, DemoError> {
    let lead = person(tenant, "lead-lee");
    let states = reviews::queues(app, &lead).await?;
    if states.iter().any(|state| state.queue.name.as_str() == RINGS) {
        return Ok(true);
    }
    let of_rings = Condition { min_ring_size: Some(2), ..Condition::default() };
    let asked = Condition { selected_by: vec![Chosen::Request], ..Condition::default() };
    let usual = QueueRules::default();
    let rings = QueueRules {
        position: 10,
        conditions: vec![of_rings],
        due_within_minutes: 480,
        ..usual.clone()
    };
    let blind = QueueRules { position: 20, conditions: vec![asked], blind: true, ..usual.clone() };
    let default = QueueRules { position: 30, golden_rate: 0.1, ..usual };
    for (name, rules) in [(RINGS, rings), ("second-look", blind), ("default", default)] {
        let name = QueueName::parse(name).expect("the demo's queues have names");
        reviews::put_queue(app, &lead, Queue { name, rules }).await?;
    }
    for SeedRelation { kind, name, members } in seeds::relations() {
        let new = NewRelation { kind, name, members, expires_at: None };
        relations::confirm(app, tenant, &lead.actor, new).await?;
    }
    Ok(false)
}

/// Works on the seeds' reviews, so that there is one in every state.
async fn work(app: &App, tenant: &TenantId) -> Result<(), DemoError> {
    let desk = Desk {
        app,
        ada: person(tenant, "reviewer-ada"),
        ben: person(tenant, "reviewer-ben"),
        cleo: person(tenant, "reviewer-cleo"),
        lead: person(tenant, "lead-lee"),
    };
    desk.found_fake_and_contested().await?;
    desk.waiting_for_approval().await?;
    desk.in_somebodys_hands().await?;
    desk.genuine_and_known().await?;
    desk.unsure().await?;
    desk.undone().await?;
    desk.overturned().await?;
    desk.looked_at_twice().await?;
    desk.ask("12-ring-face-1.json", "The other faces of this ring were found.").await?;
    desk.ask("08-privacy-minded-senior.json", "Always on a VPN; is that all?").await?;
    Ok(())
}

struct Desk<'a> {
    app: &'a App,
    ada: Reviewer,
    ben: Reviewer,
    cleo: Reviewer,
    lead: Reviewer,
}

impl Desk<'_> {
    /// Closed as fake by two people, marked as golden, and contested: the appeal is open.
    async fn found_fake_and_contested(&self) -> Result<(), DemoError> {
        let file = "11-careless-persona.json";
        let review = self.running(file).await?;
        self.judge(&self.ada, review, Verdict::Fake, EvidenceKind::CallBack, "place_contradicted")
            .await?;
        reviews::approve(self.app, &self.ben, review, Some("Heard the recording.")).await?;
        reviews::mark_golden(self.app, &self.lead, &subject(file), Verdict::Fake).await?;
        let statement = "I was travelling, and a friend paid me back through his account.";
        self.contest(file, statement).await?;
        Ok(())
    }

    /// A verdict of fake that needs approval.
    async fn waiting_for_approval(&self) -> Result<(), DemoError> {
        let review = self.running("15-hijacked-account.json").await?;
        self.judge(&self.ada, review, Verdict::Fake, EvidenceKind::Document, "account_rented").await
    }

    /// A claimed case with a note.
    async fn in_somebodys_hands(&self) -> Result<(), DemoError> {
        let review = self.running("16-account-rental.json").await?;
        reviews::claim(self.app, &self.cleo, review).await?;
        let text = "Asked the client for the call's recording.";
        reviews::note(self.app, &self.cleo, review, text).await?;
        Ok(())
    }

    /// Closed as genuine by a reviewer who had not seen the score, and marked as golden.
    async fn genuine_and_known(&self) -> Result<(), DemoError> {
        let file = "01-honest-nomad.json";
        let review = self.ask(file, "Signs in from Portugal.").await?;
        self.judge(&self.ben, review, Verdict::Genuine, EvidenceKind::CallBack, "place_confirmed")
            .await?;
        reviews::mark_golden(self.app, &self.lead, &subject(file), Verdict::Genuine).await?;
        Ok(())
    }

    /// Closed as unsure.
    async fn unsure(&self) -> Result<(), DemoError> {
        let review = self.ask("02-honest-thin-file.json", "Nearly empty profile.").await?;
        self.judge(&self.cleo, review, Verdict::Unsure, EvidenceKind::Opinion, "too_little_known")
            .await
    }

    /// A verdict that was undone; the case is open again.
    async fn undone(&self) -> Result<(), DemoError> {
        let review = self.ask("09-recent-mover.json", "Paid abroad.").await?;
        self.judge(&self.ada, review, Verdict::Genuine, EvidenceKind::Opinion, "sharing_explained")
            .await?;
        reviews::undo(self.app, &self.ada, review).await?;
        reviews::note(self.app, &self.ada, review, "Wrong case, taken back.").await?;
        reviews::release(self.app, &self.ada, review).await?;
        Ok(())
    }

    /// Closed as fake by two people and overturned by a third on appeal.
    async fn overturned(&self) -> Result<(), DemoError> {
        let file = "10-night-owl.json";
        let review = self.ask(file, "Only ever works at night.").await?;
        self.judge(&self.cleo, review, Verdict::Fake, EvidenceKind::Opinion, "operated_from_afar")
            .await?;
        reviews::approve(self.app, &self.ada, review, None).await?;
        let appeal = self.contest(file, "I work at night because it is quiet.").await?;
        reviews::claim(self.app, &self.ben, appeal.review_id).await?;
        let note = "Spoke to her live, with her document; the neighbours know her.";
        let (evidence, outcome) = (EvidenceKind::Document, Outcome::Overturned);
        reviews::decide_appeal(self.app, &self.ben, appeal.id, outcome, evidence, note).await?;
        Ok(())
    }

    /// Closed as genuine twice, while the platform says the opposite: two labels conflict.
    async fn looked_at_twice(&self) -> Result<(), DemoError> {
        let file = "06-couple-one-router-1.json";
        let review = self.ask(file, "Two accounts on one router.").await?;
        let (genuine, opinion) = (Verdict::Genuine, EvidenceKind::Opinion);
        self.judge(&self.ada, review, genuine, opinion, "sharing_explained").await?;
        reviews::reopen(self.app, &self.lead, review, "A client complained.").await?;
        self.judge(&self.ben, review, genuine, opinion, "sharing_explained").await?;
        let new = NewLabel {
            subject: subject(file),
            verdict: Verdict::Fake,
            evidence: EvidenceKind::PlatformOutcome,
            learned_at: None,
        };
        reviews::record_label(self.app, &self.lead, &new).await?;
        Ok(())
    }

    /// Opens a review of a seed at the platform's request.
    async fn ask(&self, file: &str, reason: &str) -> Result<ReviewId, DemoError> {
        let stored = reviews::request(self.app, &self.lead, &subject(file), reason).await?;
        Ok(stored.review.id)
    }

    /// The review of a seed that the policy opened.
    async fn running(&self, file: &str) -> Result<ReviewId, DemoError> {
        self.ask(file, "For the demo.").await
    }

    async fn judge(
        &self,
        who: &Reviewer,
        review: ReviewId,
        verdict: Verdict,
        evidence: EvidenceKind,
        reason: &str,
    ) -> Result<(), DemoError> {
        reviews::claim(self.app, who, review).await?;
        let reasons = vec![reason.to_owned()];
        let judgement = Judgement { verdict, evidence, reasons, note: None };
        reviews::give(self.app, who, review, &judgement).await?;
        Ok(())
    }

    async fn contest(&self, file: &str, statement: &str) -> Result<Appeal, DemoError> {
        let new = NewAppeal {
            contested: Contested::Latest(subject(file)),
            statement: statement.to_owned(),
            corrections: None,
        };
        Ok(reviews::open_appeal(self.app, &self.lead, &new).await?.appeal)
    }
}

fn person(tenant: &TenantId, name: &str) -> Reviewer {
    let actor = Actor::parse(name).expect("the demo's people have names");
    Reviewer { tenant: tenant.clone(), actor, leads: true, reads_decisions: false }
}

/// The applicant of a seed.
fn subject(file: &str) -> Subject {
    let seed = seeds::all().into_iter().find(|seed| seed.file == file);
    let name = seed.and_then(|seed| ExternalId::parse(seed.document["external_id"].as_str()?));
    Subject::External(name.expect("a test loads every seed that is named here"))
}
