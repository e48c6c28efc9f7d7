//! Finishes a training job: registers its model with card and evaluation, and makes it shadow or champion if requested.

use std::collections::BTreeMap;

use ids::actor::Actor;
use learning::fit::Fitted;
use learning::training::weights::{CORRECTED, NOT_CORRECTED};
use scoring::model::Model;

use super::ending::{Ending, finish};
use super::run::{Stopped, Work};
use crate::domain::audit::AuditAction;
use crate::domain::model::{Card, CardData, Origin};
use crate::domain::training::{AfterTraining, JobState};
use crate::service::Internal;
use crate::service::models::measuring::{Measurement, Measuring};
use crate::service::models::{self, Promoted, RoleError};
use crate::store::audit::Entry;
use crate::store::models::registry::RegisteredModel;
use crate::store::models::training_jobs;
use crate::store::{self, Tx};
use crate::telemetry::metrics::METRICS;

impl Work<'_> {
    pub(super) fn card(
        &self,
        measuring: &Measuring,
        labels: BTreeMap<String, u32>,
        fitted: &Fitted,
    ) -> Card {
        let learned = &measuring.learned.examples;
        let all = || learned.iter().chain(&measuring.measured);
        let times = || all().map(|example| example.submitted_at);
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let none = self.job.requested_at;
        let list = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        let data = CardData {
            first_decision_at: times().min().unwrap_or(none),
            last_decision_at: times().max().unwrap_or(none),
            training_examples: whole(learned.len()),
            test_examples: whole(measuring.measured.len()),
            fakes: whole(all().filter(|example| example.fake).count()),
            labels,
            split: format!(
                "The latest {} % of the groups were held out for measurement. Rings are never split.",
                (self.job.options.test_share * 100.0).round()
            ),
            corrected_for: list(&CORRECTED),
            not_corrected_for: list(&NOT_CORRECTED),
        };
        Card { data: Some(data), ..models::card(&fitted.model) }
    }

    /// Registers the model with its evaluation and ends the job, in one transaction.
    pub(super) async fn register(
        &self,
        model: &Model,
        mut card: Card,
        measured: &Measurement,
    ) -> Result<RegisteredModel, Stopped> {
        let Self { app, tenant, job } = *self;
        card.parity.clone_from(&measured.parity);
        let mut tx = app.begin(tenant).await?;
        let new = models::new(model, Origin::Training, job.requested_by.clone(), tx.now);
        let registered = RegisteredModel { card, training_job: Some(job.id.0), ..new };
        store::models::keep(tx.connection(), model.digest(), &model.to_json()).await?;
        store::models::registry::insert(&mut tx, &registered).await?;
        store::models::registry::set_evaluation(
            &mut tx,
            model.digest(),
            &measured.data,
            &measured.page,
        )
        .await?;
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
        let (origin, job) = (Origin::Training, Some(self.job.id));
        let action = AuditAction::RegisterModel { origin, training_job_id: job };
        let subject = model.id.as_str().to_owned();
        let entry = Entry { actor: &actor, action, subject, at: tx.now };
        store::audit::append(tx, entry).await
    }

    /// Makes the model shadow or champion if requested. If the gate refuses, it stays a candidate and the log says why.
    pub(super) async fn apply(&self, model: &RegisteredModel) -> Result<(), Stopped> {
        let Self { app, tenant, job } = *self;
        let by = &job.requested_by;
        let text = match job.options.after_training {
            AfterTraining::Nothing => return Ok(()),
            AfterTraining::Shadow => match models::shadow(app, tenant, by, &model.id).await {
                Ok(_) => "it is now the shadow".to_owned(),
                Err(error) => refusal_text(error)?,
            },
            AfterTraining::Promote => match models::promote(app, tenant, by, &model.id, None).await
            {
                Ok(Promoted::Done(_)) => "it is now the champion".to_owned(),
                Ok(Promoted::Waits(..)) => {
                    "its promotion needs approval by someone else".to_owned()
                }
                Err(error) => refusal_text(error)?,
            },
        };
        self.log(1.0, text).await?;
        let mut tx = app.begin(tenant).await?;
        finish(&mut tx, job.id, Ending::with(&model.id)).await?;
        tx.commit().await?;
        METRICS.training_job(JobState::Succeeded.name());
        Ok(())
    }
}

/// The text of a refusal. An internal error stays an error.
fn refusal_text(error: RoleError) -> Result<String, Internal> {
    match error {
        RoleError::Internal(error) => Err(error),
        refused => Ok(refused.to_string()),
    }
}
