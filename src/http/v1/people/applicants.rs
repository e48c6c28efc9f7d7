//! `/v1/applicants`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::identifier::IdentifierKind;
use ids::{ApplicantId, RelationId, RingId};
use scoring::decision::Band;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::applicant;
use crate::domain::ring::{Node, Ring};
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::v1::scoring::decisions::{Decision, milliseconds};
use crate::service;
use evidence::linkage::edge::Edge;

/// An applicant with profile versions and decisions.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Applicant {
    /// Id of the applicant, `app_…`.
    id: ApplicantId,
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// When the first profile was submitted.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// Id of the applicant's ring, `ring_…`; `null` if there is none.
    ring_id: Option<RingId>,
    /// The latest 100 profile versions, newest first.
    versions: Vec<ProfileVersion>,
    /// The latest 100 decisions, newest first.
    decisions: Vec<Decision>,
}

/// One submitted version of a profile.
#[derive(Debug, Serialize, ToSchema)]
struct ProfileVersion {
    /// Version number, starting at 1.
    version: i32,
    /// When the version was submitted.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// Digest of the submitted bytes.
    #[schema(example = "sha256:…")]
    digest: String,
}

/// Linked applicants as a graph.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct RingGraph {
    /// Id of the ring, `ring_…`; `null` if the links are too weak to form one.
    ring_id: Option<RingId>,
    /// Applicants, the requested one first.
    nodes: Vec<RingNode>,
    /// Links between pairs of applicants.
    edges: Vec<RingEdge>,
    /// Whether more applicants are linked than are shown.
    truncated: bool,
}

/// An applicant in a graph of links.
#[derive(Debug, Serialize, ToSchema)]
struct RingNode {
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Your id for the applicant.
    external_id: String,
    /// Band of the latest decision.
    band: Option<Band>,
    /// Score of the latest decision, 0 to 99.
    score: Option<u8>,
    /// Number of links between this applicant and the requested one.
    distance: u8,
}

/// A link between two applicants.
#[derive(Debug, Serialize, ToSchema)]
struct RingEdge {
    /// Id of the first applicant, `app_…`.
    from: ApplicantId,
    /// Id of the second applicant, `app_…`.
    to: ApplicantId,
    /// Identifiers both applicants share, counted by type.
    shared: Vec<SharedIdentifierCount>,
    /// Strength of the link, from 0 to 1. It depends on the types of the shared identifiers, how many applicants have
    /// them, and how recently both used them. What a confirmed relation explains adds nothing.
    #[schema(minimum = 0, maximum = 1, example = 1.0)]
    strength: f64,
    /// When both applicants last used a shared identifier.
    #[serde(serialize_with = "milliseconds")]
    last_used_at: DateTime<Utc>,
}

/// Number of shared identifiers of one type.
#[derive(Debug, Serialize, ToSchema)]
struct SharedIdentifierCount {
    /// Type of identifier.
    kind: IdentifierKind,
    /// Number of shared identifiers of this type.
    count: usize,
    /// Id of the confirmed relation that explains sharing them, `rel_…`; `null` if none does. Types `agency` and
    /// `relation` are what both declare; they explain nothing.
    explained_by: Option<RelationId>,
}

/// Get an applicant
///
/// Includes the latest profile versions and decisions, newest first.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The applicant", body = Applicant)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<Applicant>, Problem> {
    let applicant = service::people::applicants::find(&app, &caller.tenant, *id).await?;
    Ok(Json(applicant.into()))
}

/// Erase an applicant
///
/// Destroys the key that encrypts the applicant's data, deletes the identifiers used for linking, and recomputes the
/// ring. Decisions remain in the ledger but can't be read anymore. If the same `external_id` is submitted again, it
/// becomes a new applicant. Repeating the request changes nothing.
#[utoipa::path(delete, path = "",
    responses((status = 204, description = "The applicant was erased")))]
pub(in crate::http) async fn erase(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<HttpResponse, Problem> {
    service::people::erasure::erase_applicant(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Get an applicant's links
///
/// Returns applicants up to two links away, at most 200, as nodes and edges.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The linked applicants", body = RingGraph)))]
pub(in crate::http) async fn links(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
) -> Result<Json<RingGraph>, Problem> {
    let ring = service::people::applicants::links(&app, &caller.tenant, *id).await?;
    Ok(Json(ring.into()))
}

impl From<applicant::Applicant> for Applicant {
    fn from(from: applicant::Applicant) -> Self {
        let version = |applicant::ProfileVersion { version, created_at, digest }| ProfileVersion {
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

impl From<Ring> for RingGraph {
    fn from(from: Ring) -> Self {
        let node = |Node { applicant_id, external_id, band, score, distance }| RingNode {
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

impl From<Edge> for RingEdge {
    fn from(from: Edge) -> Self {
        let (strength, last_used_at) = (from.strength(), from.last_used_at);
        let shared = from.shared.into_iter();
        let shared = shared
            .map(|shared| SharedIdentifierCount {
                kind: shared.kind,
                count: shared.count,
                explained_by: shared.explained_by.map(|declared| declared.relation),
            })
            .collect();
        Self { from: from.from, to: from.to, shared, strength, last_used_at }
    }
}
