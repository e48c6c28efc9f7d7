//! What applicants declare about each other, and what to confirm because of it. A declaration itself explains nothing.

use std::collections::BTreeSet;

use evidence::identifier::IdentifierKind;
use evidence::linkage::edge::Edge;
use evidence::profile::claims::Claims;
use evidence::profile::{self, ExternalId};
use evidence::relation::RelationKind;
use ids::{ApplicantId, RingId};

use super::{applicants, relations, rings};
use crate::app::App;
use crate::domain::relation::{Relation, RelationState};
use crate::domain::ring::{Node, Ring};
use crate::domain::tenant::TenantId;
use crate::service::scoring::submission;
use crate::service::{FindError, Internal};
use crate::store::{self, Tx};

/// How many members' profiles are opened to suggest a relation for a ring.
const MAX_OPENED: usize = 20;

/// What an applicant declares in their latest profile.
#[derive(Clone, Debug, Default)]
pub struct Declarations {
    pub agency: Option<String>,
    /// The `external_id`s of related accounts.
    pub related: Vec<String>,
}

/// A relation that the tenant may confirm, after checking it.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub kind: RelationKind,
    pub name: String,
    pub members: Vec<String>,
}

impl Declarations {
    pub fn of(claims: &Claims) -> Self {
        Self {
            agency: claims.declared_agency.as_ref().map(|agency| agency.as_str().to_owned()),
            related: claims.related_accounts.iter().map(|id| id.as_str().to_owned()).collect(),
        }
    }
}

/// What an applicant declares.
pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: ApplicantId,
) -> Result<Declarations, FindError> {
    let mut tx = app.begin(tenant).await?;
    open(app, &mut tx, id).await
}

/// The confirmed relations in force of the applicant with this external id.
pub async fn confirmed(
    app: &App,
    tenant: &TenantId,
    external_id: &str,
) -> Result<Vec<Relation>, Internal> {
    let Some(external_id) = ExternalId::parse(external_id) else { return Ok(Vec::new()) };
    let filter = relations::ListFilter { external_id: Some(external_id), before: None, limit: 100 };
    let page = relations::list(app, tenant, &filter).await?;
    let now = app.clock.now();
    let in_force = |relation: &Relation| relation.state(now) == RelationState::InForce;
    Ok(page.items.into_iter().filter(in_force).collect())
}

/// The agency that an applicant declares, with those linked applicants who declare it too; otherwise the household of
/// related accounts.
pub async fn suggest_for_applicant(
    app: &App,
    tenant: &TenantId,
    id: ApplicantId,
) -> Result<Suggestion, FindError> {
    let declared = find(app, tenant, id).await?;
    let near = applicants::links(app, tenant, id).await?;
    let own = near.nodes.iter().filter(|node| node.applicant_id == id);
    let own: Vec<String> = own.map(|node| node.external_id.clone()).collect();
    Ok(suggestion(&near, own, declared))
}

/// The agency that members of a ring declare, otherwise the household.
pub async fn suggest_for_ring(
    app: &App,
    tenant: &TenantId,
    id: RingId,
) -> Result<Suggestion, FindError> {
    let (_, ring) = rings::find(app, tenant, id).await?;
    let mut tx = app.begin(tenant).await?;
    let mut related = BTreeSet::new();
    for Node { applicant_id, external_id, .. } in ring.nodes.iter().take(MAX_OPENED) {
        let declared = open(app, &mut tx, *applicant_id).await?;
        if declared.agency.is_some() {
            return Ok(suggestion(&ring, vec![external_id.clone()], declared));
        }
        if !declared.related.is_empty() {
            related.extend(declared.related);
            related.insert(external_id.clone());
        }
    }
    let related = related.into_iter().collect();
    Ok(suggestion(&ring, Vec::new(), Declarations { agency: None, related }))
}

fn suggestion(near: &Ring, own: Vec<String>, declared: Declarations) -> Suggestion {
    let Declarations { agency, related } = declared;
    let mut members: BTreeSet<String> = own.into_iter().collect();
    let Some(name) = agency else {
        members.extend(related);
        let members = members.into_iter().collect();
        return Suggestion { kind: RelationKind::Household, name: String::new(), members };
    };
    let declares =
        |edge: &&Edge| edge.shared.iter().any(|shared| shared.kind == IdentifierKind::Agency);
    let ends = near.edges.iter().filter(declares).flat_map(|edge| [edge.from, edge.to]);
    let colleagues: BTreeSet<ApplicantId> = ends.collect();
    let colleagues = near.nodes.iter().filter(|node| colleagues.contains(&node.applicant_id));
    members.extend(colleagues.map(|node| node.external_id.clone()));
    let members = members.into_iter().collect();
    Suggestion { kind: RelationKind::Agency, name, members }
}

async fn open(app: &App, tx: &mut Tx, id: ApplicantId) -> Result<Declarations, FindError> {
    let row = applicants::find_readable(tx, id).await?;
    let version = store::scoring::profile_versions::next_version(tx, id).await? - 1;
    let sealed = store::scoring::profile_versions::document(tx, id, version).await?;
    let Some(sealed) = sealed else { return Ok(Declarations::default()) };
    let key = submission::data_key(app, &tx.tenant, id, &row.data_key)?;
    let bytes = submission::unseal(&key, &sealed, &submission::document_purpose(id, version))?;
    // This build may reject what an older build accepted.
    let claims = profile::parse(&bytes).ok().and_then(|(profile, _)| profile.claims);
    Ok(claims.as_ref().map(Declarations::of).unwrap_or_default())
}
