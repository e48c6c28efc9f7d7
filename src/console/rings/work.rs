//! Working on a ring as a whole: claiming, releasing and judging all members' cases.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use ids::{ApplicantId, RingId};
use learning::label::Verdict;

use super::details::open_reviews;
use crate::app::App;
use crate::console::answer::{redirect, redirect_with};
use crate::console::failure::Failure;
use crate::console::reviews::judgement;
use crate::console::visibility::reviewer;
use crate::console::visitor::{Fields, Posted};
use crate::service::people::rings;
use crate::service::reviews::{self, Judgement, MemberVerdict, ReviewError};

type Answer = Result<HttpResponse, Failure>;

/// Back to the ring, with a message.
fn to_ring(id: RingId, key: &str) -> HttpResponse {
    redirect_with(format!("/console/rings/{id}"), key)
}

/// `POST /console/rings/{id}/claim`: claims the case of every member, or none.
pub async fn claim(app: Data<App>, id: Path<RingId>, posted: Posted) -> Answer {
    match reviews::claim_ring(&app, &reviewer(&posted.visitor), *id).await {
        Ok(_) => Ok(redirect(format!("/console/rings/{}#verdict", *id))),
        // The ring's page shows the reasons.
        Err(ReviewError::Refused(_)) => Ok(to_ring(*id, "done.ring_blocked")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /console/rings/{id}/renew`: extends the claims. The page's script sends it while someone works.
pub async fn renew(app: Data<App>, id: Path<RingId>, posted: Posted) -> Answer {
    reviews::claim_ring(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /console/rings/{id}/release`.
pub async fn release(app: Data<App>, id: Path<RingId>, posted: Posted) -> Answer {
    let visitor = posted.visitor;
    let (_, ring) = rings::find(&app, &visitor.tenant, *id).await?;
    let reviewer = reviewer(&visitor);
    for review in open_reviews(&app, &visitor, &ring).await?.values() {
        match reviews::release(&app, &reviewer, review.id).await {
            // Cases that the visitor hasn't claimed stay as they are.
            Ok(_) | Err(ReviewError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(to_ring(*id, "done.released"))
}

/// `POST /console/rings/{id}/verdict`: a verdict on every member of the page, or on none.
pub async fn give_verdict(app: Data<App>, id: Path<RingId>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let verdicts = member_verdicts(&fields)?;
    match reviews::judge_ring(&app, &reviewer(&visitor), *id, verdicts).await {
        Ok(_) => Ok(to_ring(*id, "done.verdict_recorded")),
        Err(ReviewError::Refused(_) | ReviewError::NotTheRing(_) | ReviewError::NotFound) => {
            Ok(to_ring(*id, "done.ring_not_judged"))
        }
        Err(error) => Err(error.into()),
    }
}

fn member_verdicts(fields: &Fields) -> Result<Vec<MemberVerdict>, Failure> {
    let common = judgement(fields)?;
    let member = |id: &str| {
        let applicant: ApplicantId = id.parse().map_err(|_| Failure::BadForm)?;
        let own = match fields.text(&format!("verdict_{applicant}")) {
            "" => None,
            name => Some(Verdict::from_name(name).ok_or(Failure::BadForm)?),
        };
        let judgement = match own {
            Some(verdict) if verdict != common.verdict => {
                // The chosen reasons belong to the ring's verdict.
                Judgement { verdict, reasons: Vec::new(), ..common.clone() }
            }
            _ => common.clone(),
        };
        Ok(MemberVerdict { applicant, judgement })
    };
    fields.all("member").into_iter().map(member).collect()
}
