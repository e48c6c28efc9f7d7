//! The end of a training job: its model with card and evaluation in the registry, and what is to become of it.

use std::collections::BTreeMap;

use ids::actor::Actor;
use learning::fit::Fitted;
use learning::training::weights::{CORRECTED, NOT_CORRECTED};
use scoring::model::Model;
use serde_json::json;

use super::ending::{Ending, finish};
use super::measure::{Found, Measuring};
use super::run::{Stopped, Work};
use crate::domain::model::{Card, CardData, Origin};
use crate::domain::training::{AfterTraining, JobState};
use crate::service::Internal;
use crate::service::models::{self, Promoted, RoleError};
use crate::store::audit::Entry;
use crate::store::registry::RegisteredModel;
use crate::store::{self, Tx, training_jobs};
use crate::telemetry::metrics::METRICS;

impl Work<'_> {
    pub(super) fn card(
        &self,
        measuring: &Measuring,
        labels: BTreeMap<String, u32>,
        fitted: &Fitted,
    ) -> Card {
        let all = || measuring.learned.iter().chain(&measuring.measured);
        let times = || all().map(|one| one.row.at);
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let none = self.job.requested_at;
        let list = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        let data = CardData {
            first_decision_at: times().min().unwrap_or(none),
            last_decision_at: times().max().unwrap_or(none),
            training_examples: whole(measuring.learned.len()),
            test_examples: whole(measuring.measured.len()),
            fakes: whole(all().filter(|one| one.row.fake).count()),
            labels,
            split: format!(
                "The latest {} % of the groups were kept for measuring; a ring stands on one side whole.",
                (self.job.options.test_share * 100.0).round()
            ),
            corrected_for: list(&CORRECTED),
            not_corrected_for: list(&NOT_CORRECTED),
        };
        Card { data: Some(data), ..models::card(&fitted.model) }
    }

    /// Registers the model with how it was measured, and ends the job with it: both or neither.
    pub(super) async fn register(
        &self,
        model: &Model,
        mut card: Card,
        found: &Found,
    ) -> Result<RegisteredModel, Stopped> {
        let Self { app, tenant, job } = *self;
        card.parity.clone_from(&found.parity);
        let mut tx = app.begin(tenant).await?;
        let new = models::new(model, Origin::Training, job.requested_by.clone(), tx.now);
        let registered = RegisteredModel { card, training_job: Some(job.id.0), ..new };
        store::models::keep(tx.connection(), model.digest(), &model.to_json()).await?;
        store::registry::insert(&mut tx, &registered).await?;
        store::registry::set_evaluation(&mut tx, model.digest(), &found.data, &found.page).await?;
        self.record(&mut tx, &registered).await?;
        let (text, state) = (format!("{} is a candidate", registered.id), JobState::Succeeded);
        training_jobs::log(&mut tx, job.id, &text, 0.95).await?;
        if job.options.after_training == AfterTraining::Nothing {
            finish(&mut tx, job.id, Ending::with(&registered.id)).await?;
        }
        tx.commit().await?;
        if job.options.after_training == AfterTraining::Nothing {
            METRICS.training_job(state.name());
        }
        Ok(registered)
    }

    async fn record(&self, tx: &mut Tx, model: &RegisteredModel) -> Result<(), Internal> {
        let actor = Actor::service();
        let details = json!({ "origin": "training", "training_job_id": self.job.id });
        let subject = model.id.as_str();
        let entry = Entry { actor: &actor, action: "model.register", subject, details, at: tx.now };
        store::audit::append(tx, &entry).await
    }

    /// What was asked to become of the model. A gate that refuses leaves it a candidate, and says so in the log.
    pub(super) async fn then(&self, model: &RegisteredModel) -> Result<(), Stopped> {
        let Self { app, tenant, job } = *self;
        let by = &job.requested_by;
        let text = match job.options.after_training {
            AfterTraining::Nothing => return Ok(()),
            AfterTraining::Shadow => match models::shadow(app, tenant, by, &model.id).await {
                Ok(_) => "it is the shadow now".to_owned(),
                Err(error) => said(error)?,
            },
            AfterTraining::Promote => match models::promote(app, tenant, by, &model.id, None).await
            {
                Ok(Promoted::Done(_)) => "it scores now".to_owned(),
                Ok(Promoted::Waits(..)) => "its promotion waits for a second person".to_owned(),
                Err(error) => said(error)?,
            },
        };
        self.say(1.0, text).await?;
        let mut tx = app.begin(tenant).await?;
        finish(&mut tx, job.id, Ending::with(&model.id)).await?;
        tx.commit().await?;
        METRICS.training_job(JobState::Succeeded.name());
        Ok(())
    }
}

/// What a refusal of the gate or of a role says; an error of ours stays one.
fn said(error: RoleError) -> Result<String, Internal> {
    match error {
        RoleError::Internal(error) => Err(error),
        refused => Ok(refused.to_string()),
    }
}
