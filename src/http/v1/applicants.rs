//! `/v1/applicants`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::identifier::IdentifierKind;
use ids::{ApplicantId, RingId};
use scoring::decision::Band;
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::{DecisionBody, milliseconds};
use crate::app::App;
use crate::domain::applicant::{Applicant, ProfileVersion};
use crate::domain::ring::{Node, Ring};
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service;
use evidence::linkage::edge::Edge;

/// An applicant with what was submitted and decided.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ApplicantBody {
    /// Its name.
    id: ApplicantId,
    /// The tenant's own name.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// When the first profile came.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// The ring, if there is one.
    ring_id: Option<RingId>,
    /// The latest 100 submissions, the latest first.
    versions: Vec<VersionBody>,
    /// The latest 100 decisions, the latest first.
    decisions: Vec<DecisionBody>,
}

/// One submission of a profile.
#[derive(Debug, Serialize, ToSchema)]
struct VersionBody {
    /// From 1.
    version: i32,
    /// When it came.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// The digest of the bytes that were sent.
    #[schema(example = "sha256:…")]
    digest: String,
}

/// Applicants connected by what they share.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingBody {
    /// The ring, if what is shared is strong enough to make one.
    ring_id: Option<RingId>,
    /// The applicants, the one that was asked for first.
    nodes: Vec<NodeBody>,
    /// What pairs of them share.
    edges: Vec<EdgeBody>,
    /// Whether there are more than are shown.
    truncated: bool,
}

/// One applicant.
#[derive(Debug, Serialize, ToSchema)]
struct NodeBody {
    /// Who.
    applicant_id: ApplicantId,
    /// The tenant's own name.
    external_id: String,
    /// The band of the latest decision.
    band: Option<Band>,
    /// The score of the latest decision.
    score: Option<u8>,
    /// How many steps from the applicant that was asked for.
    distance: u8,
}

/// What two applicants share.
#[derive(Debug, Serialize, ToSchema)]
struct EdgeBody {
    /// One of them.
    from: ApplicantId,
    /// The other.
    to: ApplicantId,
    /// What they share.
    shared: Vec<SharedBody>,
    /// From 0 to 1: what the shared things mean together, by kind, by how many have them, and by how long
    /// ago both used them. 0 for what was declared.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    strength: f64,
    /// When a shared thing was used last by both.
    #[serde(serialize_with = "milliseconds")]
    last_used_at: DateTime<Utc>,
}

/// How many things of one kind are shared.
#[derive(Debug, Serialize, ToSchema)]
struct SharedBody {
    /// What kind of thing.
    kind: IdentifierKind,
    /// How many.
    count: usize,
}

/// Find an applicant
///
/// With submissions and decisions, the latest first.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The applicant", body = ApplicantBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<ApplicantBody>, Problem> {
    let applicant = service::applicants::find(&app, &caller.tenant, *id).await?;
    Ok(Json(applicant.into()))
}

/// Erase an applicant
///
/// The key that sealed their profiles and answers is destroyed, what they could be linked by is deleted,
/// and their ring is made anew. Decisions stay in the ledger, unreadable. The same `external_id` may come
/// again, as somebody new. Erasing again changes nothing.
#[utoipa::path(delete, path = "",
    responses((status = 204, description = "Nothing of them can be read again")))]
pub(in crate::http) async fn erase(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Problem> {
    service::erasure::erase_applicant(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Find whom an applicant is linked to
///
/// Two steps from the applicant, at most 200 applicants, as nodes and edges.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The neighbourhood", body = RingBody)))]
pub(in crate::http) async fn links(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<RingBody>, Problem> {
    let ring = service::applicants::links(&app, &caller.tenant, *id).await?;
    Ok(Json(ring.into()))
}

impl From<Applicant> for ApplicantBody {
    fn from(from: Applicant) -> Self {
        let version = |ProfileVersion { version, created_at, digest }| VersionBody {
            version,
            created_at,
            digest,
        };
        Self {
            id: from.id,
            external_id: from.external_id,
            created_at: from.created_at,
            ring_id: from.ring_id,
            versions: from.versions.into_iter().map(version).collect(),
            decisions: from.decisions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Ring> for RingBody {
    fn from(from: Ring) -> Self {
        let node = |Node { applicant_id, external_id, band, score, distance }| NodeBody {
            applicant_id,
            external_id,
            band,
            score,
            distance,
        };
        Self {
            ring_id: from.id,
            nodes: from.nodes.into_iter().map(node).collect(),
            edges: from.edges.into_iter().map(Into::into).collect(),
            truncated: from.truncated,
        }
    }
}

impl From<Edge> for EdgeBody {
    fn from(from: Edge) -> Self {
        let shared = from.shared.into_iter();
        let (strength, last_used_at) = (from.strength, from.last_used_at);
        let shared = shared.map(|one| SharedBody { kind: one.kind, count: one.count }).collect();
        Self { from: from.from, to: from.to, shared, strength, last_used_at }
    }
}
