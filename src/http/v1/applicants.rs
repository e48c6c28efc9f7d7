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

/// An applicant with their submissions and decisions.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ApplicantBody {
    id: ApplicantId,
    /// The tenant's identifier for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// When the first profile was submitted.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// The applicant's ring, if any.
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
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// The digest of the submitted bytes.
    #[schema(example = "sha256:…")]
    digest: String,
}

/// Applicants and the identifiers that they share.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingBody {
    /// The ring, if the links are strong enough to form one.
    ring_id: Option<RingId>,
    /// The applicants, starting with the requested one.
    nodes: Vec<NodeBody>,
    /// The links between pairs of applicants.
    edges: Vec<EdgeBody>,
    /// Whether some applicants or links were omitted.
    truncated: bool,
}

/// An applicant.
#[derive(Debug, Serialize, ToSchema)]
struct NodeBody {
    applicant_id: ApplicantId,
    /// The tenant's identifier for the applicant.
    external_id: String,
    /// From the latest decision.
    band: Option<Band>,
    /// From the latest decision.
    score: Option<u8>,
    /// The number of links between this applicant and the requested one.
    distance: u8,
}

/// A link between two applicants.
#[derive(Debug, Serialize, ToSchema)]
struct EdgeBody {
    /// One applicant.
    from: ApplicantId,
    /// The other applicant.
    to: ApplicantId,
    /// The shared identifiers.
    shared: Vec<SharedBody>,
    /// From 0 to 1: the combined strength of the shared identifiers, which depends on their kind, on how many applicants
    /// have them and on how long ago both used them. 0 for declared links.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    strength: f64,
    /// When both applicants last used a shared identifier.
    #[serde(serialize_with = "milliseconds")]
    last_used_at: DateTime<Utc>,
}

/// The shared identifiers of one kind.
#[derive(Debug, Serialize, ToSchema)]
struct SharedBody {
    kind: IdentifierKind,
    count: usize,
}

/// Find an applicant
///
/// The response includes submissions and decisions, the latest first.
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
/// Destroys the key that seals the applicant's profiles and decisions, deletes the identifiers that could link them,
/// and rebuilds their ring. Decisions stay in the ledger but cannot be read. If the same `external_id` is submitted
/// again, it is a new applicant. Erasing twice changes nothing.
#[utoipa::path(delete, path = "",
    responses((status = 204, description = "The applicant was erased")))]
pub(in crate::http) async fn erase(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Problem> {
    service::erasure::erase_applicant(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Find the applicants that an applicant is linked to
///
/// As nodes and edges: up to two links away, at most 200 applicants.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The applicants and links", body = RingBody)))]
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
        let shared =
            shared.map(|shared| SharedBody { kind: shared.kind, count: shared.count }).collect();
        Self { from: from.from, to: from.to, shared, strength, last_used_at }
    }
}
