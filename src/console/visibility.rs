//! How much of an applicant's data a visitor may see.

use ids::ApplicantId;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ring::Ring;
use crate::service::reviews::{self, Reviewer};
use crate::store::reviews::review_lists::Filter;

/// What a visitor may see of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// Score, band and weights. A blind review hides them until the verdict.
    pub score: bool,
    /// Whatever reveals the age of a case: times of decisions and versions, ids that contain times, the model. A golden
    /// item is older than its review, and reviewers must not recognise it.
    pub dates: bool,
}

impl Visibility {
    pub const FULL: Self = Self { score: true, dates: true };

    /// What a visitor may see of an applicant outside a review. Leads see everything. While a review is open, others
    /// see no dates, and no score if the review is blind.
    pub async fn of_applicant(
        app: &App,
        visitor: &Visitor,
        applicant: ApplicantId,
    ) -> Result<Self, Failure> {
        let reviewer = reviewer(visitor);
        if reviewer.leads {
            return Ok(Self::FULL);
        }
        let filter = Filter { applicant: Some(applicant), ..Filter::default() };
        let (open, _) = reviews::list(app, &reviewer, &filter, 20).await?;
        let hides_score = open.items.iter().any(|listed| listed.review.hides_score());
        Ok(Self { score: !hides_score, dates: open.items.is_empty() })
    }
}

/// A visitor as a reviewer.
pub fn reviewer(visitor: &Visitor) -> Reviewer {
    let leads = visitor.may(Scope::QueuesRead);
    Reviewer {
        tenant: visitor.tenant.clone(),
        actor: visitor.actor(),
        leads,
        // The console hides the score of blind cases on every page, except from leads.
        reads_decisions: leads,
    }
}

/// Removes band and score of members with an open blind review, unless the visitor is a lead.
pub async fn hide_blind_scores(
    app: &App,
    visitor: &Visitor,
    ring: &mut Ring,
) -> Result<(), Failure> {
    let reviewer = reviewer(visitor);
    let Some(id) = ring.id.filter(|_| !reviewer.leads) else { return Ok(()) };
    let filter = Filter { ring: Some(id), ..Filter::default() };
    let (open, _) = reviews::list(app, &reviewer, &filter, 200).await?;
    let blind = open.items.iter().filter(|listed| listed.review.hides_score());
    let blind: Vec<ApplicantId> = blind.map(|listed| listed.review.applicant_id).collect();
    for node in ring.nodes.iter_mut().filter(|node| blind.contains(&node.applicant_id)) {
        (node.band, node.score) = (None, None);
    }
    Ok(())
}
