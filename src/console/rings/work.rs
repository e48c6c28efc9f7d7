//! A ring worked as one: claimed, judged and given back whole.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use ids::{ApplicantId, RingId};
use learning::label::Verdict;

use super::one::running;
use crate::app::App;
use crate::console::failure::Failure;
use crate::console::frame::to;
use crate::console::reviews::{judgement, reviewer};
use crate::console::visitor::{Fields, Posted};
use crate::service::reviews::{self, Judgement, MemberVerdict, ReviewError};
use crate::service::rings;

type Done = Result<HttpResponse, Failure>;

fn back(id: RingId, said: &str) -> HttpResponse {
    to(format!("/console/rings/{id}?said={said}#verdict"))
}

/// `POST /console/rings/{id}/claim`: the case of every member, or none.
pub(in crate::console) async fn claim(app: Data<App>, id: Path<RingId>, posted: Posted) -> Done {
    match reviews::claim_ring(&app, &reviewer(&posted.visitor), *id).await {
        Ok(_) => Ok(to(format!("/console/rings/{}#verdict", *id))),
        // The ring's page says who stands in the way.
        Err(ReviewError::Refused(_)) => Ok(back(*id, "ring_blocked")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /console/rings/{id}/renew`: a sign of life, sent by the page itself. Claiming again renews.
pub(in crate::console) async fn renew(app: Data<App>, id: Path<RingId>, posted: Posted) -> Done {
    reviews::claim_ring(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /console/rings/{id}/release`.
pub(in crate::console) async fn release(app: Data<App>, id: Path<RingId>, posted: Posted) -> Done {
    let visitor = posted.visitor;
    let (_, ring) = rings::find(&app, &visitor.tenant, *id).await?;
    let who = reviewer(&visitor);
    for review in running(&app, &visitor, &ring).await?.values() {
        match reviews::release(&app, &who, review.id).await {
            // What is not the visitor's stays as it is.
            Ok(_) | Err(ReviewError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(back(*id, "released"))
}

/// `POST /console/rings/{id}/verdict`: a verdict on every member that the page showed, all of them or none.
pub(in crate::console) async fn give(app: Data<App>, id: Path<RingId>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let verdicts = verdicts(&fields)?;
    match reviews::judge_ring(&app, &reviewer(&visitor), *id, verdicts).await {
        Ok(_) => Ok(back(*id, "verdict_given")),
        Err(ReviewError::Refused(_) | ReviewError::NotTheRing(_) | ReviewError::NotFound) => {
            Ok(back(*id, "ring_refused"))
        }
        Err(error) => Err(error.into()),
    }
}

fn verdicts(fields: &Fields) -> Result<Vec<MemberVerdict>, Failure> {
    let common = judgement(fields)?;
    let member = |written: &str| {
        let applicant: ApplicantId = written.parse().map_err(|_| Failure::BadForm)?;
        let own = match fields.text(&format!("verdict_{applicant}")) {
            "" => None,
            name => Some(Verdict::of(name).ok_or(Failure::BadForm)?),
        };
        let judgement = match own {
            Some(verdict) if verdict != common.verdict => {
                // The reasons that were chosen are those of the ring's verdict.
                Judgement { verdict, reasons: Vec::new(), ..common.clone() }
            }
            _ => common.clone(),
        };
        Ok(MemberVerdict { applicant, judgement })
    };
    fields.all("member").into_iter().map(member).collect()
}
