//! Reassessing: what today's code says about a profile that was decided on before. Stores nothing.

use evidence::profile::BadProfile;
use ids::DecisionId;
use scoring::decision::{Decision, ModelRef};
use scoring::difference::Difference;
use scoring::model::{Scorer, Stop};
use scoring::policy::{Policy, Versioned};
use scoring::reassess::{Reading, bind_to_build, reassess as read_again};
use scoring::replay::StoredAnswer;
use scoring::sealed::{SealedCase, SealedInputs};

use super::history::{self, Applicant, EarlierDocument};
use super::replay::sealed_model;
use super::{policies, submission};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::models::champion_within;
use crate::service::{FindError, Internal};
use crate::store::{self, Tx};

/// Which policy or model a reassessment uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The one that decides today.
    #[default]
    Current,
    /// The one that the decision was made with.
    Sealed,
}

/// Which policy and model a reassessment uses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The policy.
    pub policy: Version,
    /// The model.
    pub model: Version,
}

/// What today's code says about a decision.
#[derive(Clone, Debug)]
pub struct Reassessment {
    /// Which decision.
    pub decision: DecisionId,
    /// The model that scored now.
    pub model: ModelRef,
    /// The version of the policy that was applied now.
    pub policy_version: i32,
    /// What comes out now.
    pub reading: Reading,
    /// What differs from the decision.
    pub differences: Vec<Difference>,
}

/// Why a decision was not reassessed.
#[derive(Debug, thiserror::Error)]
pub enum ReassessError {
    /// It was not found.
    #[error(transparent)]
    Find(#[from] FindError),
    /// This build does not accept the profile any more.
    #[error(transparent)]
    Profile(#[from] BadProfile),
}

/// A stored decision with everything that it was made from, opened. Reassessing many takes one of these for each.
#[derive(Debug)]
pub struct OpenedDecision {
    /// What was decided.
    pub decision: Decision,
    /// What was sealed for scoring.
    pub inputs: SealedInputs,
    /// What scoring computed then.
    pub answer: StoredAnswer,
    /// The circumstances of the submission.
    pub case: SealedCase,
    /// The profile document.
    pub document: Vec<u8>,
    /// What the applicant had submitted before.
    pub earlier: Vec<EarlierDocument>,
}

impl OpenedDecision {
    /// Opens a decision.
    pub async fn find(app: &App, tx: &mut Tx, id: DecisionId) -> Result<Self, FindError> {
        let (row, key) = submission::find(app, tx, id).await?;
        let answer = submission::answer_purpose(&id);
        let decision: Decision = submission::open(&key, &row.answer, &answer)?;
        let (applicant, version) = (decision.applicant_id, decision.profile_version);
        let purpose = submission::document_purpose(applicant, version);
        let sealed = store::scoring::profile_versions::document(tx, applicant, version).await?;
        let sealed = sealed.ok_or_else(|| Internal::Corrupt(format!("{purpose} is missing")))?;
        let known = Applicant { id: applicant, key: &key };
        Ok(Self {
            answer: submission::open(&key, &row.answer, &answer)?,
            inputs: submission::sealed_inputs(&key, &row.inputs, id)?,
            case: submission::open(&key, &row.inputs, &submission::inputs_purpose(&id))?,
            document: submission::unseal(&key, &sealed, &purpose)?,
            earlier: history::before(tx, known, version).await?,
            decision,
        })
    }

    /// What today's code says with this model and policy, and what differs from the decision.
    pub fn reassess(
        &self,
        scorer: &Scorer,
        policy: &Policy,
    ) -> Result<(Reading, Vec<Difference>), BadProfile> {
        let earlier = history::parse(&self.earlier);
        let reading = read_again(&self.document, &earlier, &self.case, scorer, policy)?;
        let differences = reading.differences_from(&Reading {
            findings: self.inputs.findings.clone(),
            sheet: self.answer.assessment.sheet.clone(),
            warnings: self.decision.warnings.clone(),
        });
        Ok((reading, differences))
    }
}

/// Reassesses one decision.
#[tracing::instrument(skip_all, fields(tenant = %tenant, decision.id = %id))]
pub async fn reassess(
    app: &App,
    tenant: &TenantId,
    id: DecisionId,
    options: Options,
) -> Result<Reassessment, ReassessError> {
    let ticket = app.admit(tenant)?;
    let mut tx = app.begin(tenant).await?;
    let opened = OpenedDecision::find(app, &mut tx, id).await?;
    let then = &opened.answer.assessment;
    let policy = match options.policy {
        Version::Current => policies::in_force(&mut tx).await?,
        Version::Sealed => Versioned {
            version: then.policy_version,
            policy: policies::sealed(&mut tx, &opened.inputs, then.policy_version).await?,
        },
    };
    let (model, scorer) = match options.model {
        Version::Current => {
            let champion = champion_within(app, &mut tx).await?;
            (champion.reference.clone(), champion.scorer.clone())
        }
        Version::Sealed => {
            (then.model.clone(), bind_to_build(&sealed_model(&mut tx, &then.model.digest).await?))
        }
    };
    tx.rollback().await?;
    let policy_version = policy.version;
    let reassess = move |_: &Stop| opened.reassess(&scorer, &policy.policy);
    let (reading, differences) = ticket.run(reassess).await.map_err(Internal::from)??;
    Ok(Reassessment { decision: id, model, policy_version, reading, differences })
}

impl From<Internal> for ReassessError {
    fn from(error: Internal) -> Self {
        Self::Find(error.into())
    }
}
