//! `/v1/relations`.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::profile::ExternalId;
use evidence::relation::RelationKind;
use ids::actor::Actor;
use ids::{ApplicantId, RelationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::domain::relation;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::people::relations::{self, ListFilter, MemberChange, NewRelation};

/// An agency or household to confirm.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewConfirmedRelation {
    /// What the members have in common.
    kind: RelationKind,
    /// Name of the agency or household.
    #[schema(min_length = 1, max_length = 200, example = "Northwind Example Studio")]
    name: String,
    /// Your ids (`external_id`) for the members, at most 2,000 for an agency and 20 for a household. They need not have
    /// applied yet.
    #[schema(min_items = 2, max_items = 2_000, example = json!(["cand-20931", "cand-20932"]))]
    members: Vec<String>,
    /// When it stops explaining anything: at most two years from now. The default is one year.
    expires_at: Option<DateTime<Utc>>,
}

/// Members to add to a confirmed relation and to remove from it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RelationMemberChange {
    /// Your ids for new members. Those who are members stay.
    #[serde(default)]
    #[schema(max_items = 2_000, example = json!(["cand-20933"]))]
    add: Vec<String>,
    /// Your ids for members to remove. Others are ignored.
    #[serde(default)]
    #[schema(max_items = 2_000)]
    remove: Vec<String>,
}

/// A confirmed agency or household.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ConfirmedRelation {
    /// Id of the relation, `rel_…`.
    id: RelationId,
    /// What the members have in common.
    kind: RelationKind,
    /// Name of the agency or household.
    #[schema(example = "Northwind Example Studio")]
    name: String,
    /// Number of members.
    #[schema(example = 2)]
    member_count: i64,
    /// Whether it explains what its members share.
    in_force: bool,
    /// Who confirmed it.
    confirmed_by: Actor,
    /// When it was confirmed.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When it stops explaining anything.
    #[serde(serialize_with = "milliseconds")]
    expires_at: DateTime<Utc>,
    /// When it was withdrawn; `null` if it was not.
    withdrawn_at: Option<DateTime<Utc>>,
    /// Who withdrew it; `null` if nobody did.
    withdrawn_by: Option<Actor>,
}

/// A confirmed agency or household with its members.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ConfirmedRelationWithMembers {
    #[serde(flatten)]
    relation: ConfirmedRelation,
    /// The members, in the order in which they were added.
    members: Vec<RelationMember>,
}

/// A member of a confirmed relation.
#[derive(Serialize, ToSchema)]
struct RelationMember {
    /// Your id for the member.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// Id of the applicant, `app_…`; `null` until they apply.
    applicant_id: Option<ApplicantId>,
    /// When they were added.
    #[serde(serialize_with = "milliseconds")]
    added_at: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ConfirmedRelationPage {
    /// Confirmed relations, newest first.
    data: Vec<ConfirmedRelation>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct RelationQuery {
    /// Only relations with this member: your id for the applicant.
    external_id: Option<String>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<RelationId>,
}

/// List confirmed relations
///
/// Includes those that expired or were withdrawn.
#[utoipa::path(get, path = "", params(RelationQuery),
    responses((status = 200, description = "A page of confirmed relations", body = ConfirmedRelationPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<RelationQuery>,
) -> Result<Json<ConfirmedRelationPage>, Problem> {
    let RelationQuery { external_id, limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let parse = |written: String| {
        ExternalId::parse(&written)
            .ok_or_else(|| Problem::query_invalid("the query parameter `external_id` is invalid"))
    };
    let external_id = external_id.map(parse).transpose()?;
    let filter = ListFilter { external_id, before: cursor, limit };
    let page = relations::list(&app, &caller.tenant, &filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    let now = app.clock.now();
    let data = page.items.into_iter().map(|item| ConfirmedRelation::new(item, now)).collect();
    Ok(Json(ConfirmedRelationPage { data, next_cursor }))
}

/// Confirm an agency or household
///
/// Confirm only what you verified: a contract with the agency, or documents of a household. An agency explains why its
/// members share delivery addresses, devices, browser sessions, IP addresses and payout accounts; a household explains
/// these and phone numbers. Nothing explains one document, face, e-mail address, text or commit identity under two
/// names. What applicants declare themselves explains nothing.
///
/// The rings of the members are rebuilt. Earlier decisions stay as they are.
#[utoipa::path(post, path = "", request_body = NewConfirmedRelation,
    responses((status = 201, description = "The confirmed relation", body = ConfirmedRelation)))]
pub(in crate::http) async fn confirm(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewConfirmedRelation { kind, name, members, expires_at } = body.read_or(invalid)?;
    let new = NewRelation { kind, name, members, expires_at };
    let confirmed = relations::confirm(&app, &caller.tenant, &caller.actor, new).await?;
    let location = format!("/v1/relations/{}", confirmed.id);
    let body = ConfirmedRelation::new(confirmed, app.clock.now());
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Get a confirmed relation with its members
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The relation", body = ConfirmedRelationWithMembers)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<RelationId>,
) -> Result<Json<ConfirmedRelationWithMembers>, Problem> {
    let (found, members) = relations::find(&app, &caller.tenant, *id).await?;
    let member = |relation::Member { external_id, applicant_id, added_at }| RelationMember {
        external_id,
        applicant_id,
        added_at,
    };
    Ok(Json(ConfirmedRelationWithMembers {
        relation: ConfirmedRelation::new(found, app.clock.now()),
        members: members.into_iter().map(member).collect(),
    }))
}

/// Add and remove members of a confirmed relation
///
/// The rings of the members, and of those who were members, are rebuilt.
#[utoipa::path(post, path = "", request_body = RelationMemberChange,
    responses((status = 200, description = "The changed relation", body = ConfirmedRelation)))]
pub(in crate::http) async fn change_members(
    app: Data<App>,
    caller: Caller,
    id: Path<RelationId>,
    body: JsonBytes,
) -> Result<Json<ConfirmedRelation>, Problem> {
    let RelationMemberChange { add, remove } = body.read_or(invalid)?;
    let change = MemberChange { add, remove };
    let changed = relations::change_members(&app, &caller.tenant, &caller.actor, *id, change);
    Ok(Json(ConfirmedRelation::new(changed.await?, app.clock.now())))
}

/// Withdraw a confirmed relation
///
/// It explains nothing from now on, and the rings of its members are rebuilt. It stays listed. Withdrawing it again
/// changes nothing.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The withdrawn relation", body = ConfirmedRelation)))]
pub(in crate::http) async fn withdraw(
    app: Data<App>,
    caller: Caller,
    id: Path<RelationId>,
) -> Result<Json<ConfirmedRelation>, Problem> {
    let withdrawn = relations::withdraw(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(Json(ConfirmedRelation::new(withdrawn, app.clock.now())))
}

fn invalid(fault: evidence::profile::read::Fault) -> Problem {
    Problem::invalid(ErrorCode::RelationInvalid, vec![fault])
}

impl ConfirmedRelation {
    fn new(from: relation::Relation, now: DateTime<Utc>) -> Self {
        let in_force = from.state(now) == relation::RelationState::InForce;
        let (withdrawn_at, withdrawn_by) =
            from.withdrawn.map(|withdrawn| (withdrawn.at, withdrawn.by)).unzip();
        Self {
            id: from.id,
            kind: from.kind,
            name: from.name,
            member_count: from.members,
            in_force,
            confirmed_by: from.confirmed_by,
            created_at: from.created_at,
            expires_at: from.expires_at,
            withdrawn_at,
            withdrawn_by,
        }
    }
}
