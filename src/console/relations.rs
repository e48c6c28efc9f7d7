//! Confirmed relations: the list, a relation with its members, and the forms that confirm, change and withdraw.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::Duration;
use evidence::profile::read::Fault;
use evidence::relation::RelationKind;
use ids::{ApplicantId, RelationId, RingId};

use super::answer::{page, page_with, redirect_with};
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::names::Names;
use super::shell::Shell;
use super::visitor::{Fields, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::relation::{Member, Relation};
use crate::service::people::declarations::{self, Declarations, Suggestion};
use crate::service::people::relations::{
    self, ListFilter, MemberChange, NewRelation, RelationError,
};

/// How many relations a page shows.
const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "console/relations.html")]
struct RelationsPage {
    s: Shell,
    relations: Vec<RelationRow>,
    /// Where the next page is.
    more: Option<String>,
    /// The form to confirm one, if the visitor may.
    form: Option<ConfirmForm>,
}

/// The form to confirm a relation: prefilled, or as it was sent.
struct ConfirmForm {
    kinds: Vec<Choice>,
    name: String,
    members: String,
    days: String,
    /// Why it was not confirmed: places and what is wrong there.
    errors: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "console/relation.html")]
struct RelationPage {
    s: Shell,
    r: RelationRow,
    members: Vec<MemberRow>,
    may_change: bool,
    added: String,
    errors: Vec<(String, String)>,
}

struct RelationRow {
    id: String,
    href: String,
    name: String,
    kind: String,
    state: String,
    members: i64,
    confirmed_by: String,
    created: String,
    expires: String,
    is_withdrawn: bool,
}

struct MemberRow {
    external_id: String,
    name: String,
    /// Empty until they apply.
    href: String,
    added: String,
}

/// `GET /console/relations`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let query = Fields::from_query(&request);
    let suggestion = suggestion(&app, &visitor, &query).await?;
    Ok(page(&relations_page(&app, &request, &visitor, |s| prefilled(s, suggestion)).await?))
}

/// `POST /console/relations`.
pub(super) async fn confirm(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let kind = RelationKind::from_name(fields.text("kind")).ok_or(Failure::BadForm)?;
    let days: u16 = fields.parse("days")?;
    let new = NewRelation {
        kind,
        name: fields.text("name").to_owned(),
        members: lines(fields.text("members")),
        expires_at: Some(app.clock.now() + Duration::days(i64::from(days))),
    };
    match relations::confirm(&app, &visitor.tenant, &visitor.actor(), new).await {
        Ok(made) => Ok(redirect_with(format!("/console/relations/{}", made.id), "done.saved")),
        Err(RelationError::Faults(faults)) => {
            let sent = |s: &Shell| ConfirmForm {
                kinds: kinds(s, kind),
                name: fields.text("name").to_owned(),
                members: fields.text("members").to_owned(),
                days: fields.text("days").to_owned(),
                errors: errors(&faults),
            };
            let page = relations_page(&app, &request, &visitor, sent).await?;
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /console/relations/{id}`.
pub(super) async fn details(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<RelationId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&relation_page(&app, &request, &visitor, *id).await?))
}

/// `POST /console/relations/{id}/members`.
pub(super) async fn change(
    app: Data<App>,
    request: HttpRequest,
    id: Path<RelationId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let change = MemberChange {
        add: lines(fields.text("add")),
        remove: fields.all("remove").into_iter().map(str::to_owned).collect(),
    };
    match relations::change_members(&app, &visitor.tenant, &visitor.actor(), *id, change).await {
        Ok(_) => Ok(redirect_with(format!("/console/relations/{}", *id), "done.saved")),
        Err(RelationError::Faults(faults)) => {
            let mut page = relation_page(&app, &request, &visitor, *id).await?;
            fields.text("add").clone_into(&mut page.added);
            page.errors = errors(&faults);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /console/relations/{id}/withdraw`.
pub(super) async fn withdraw(
    app: Data<App>,
    id: Path<RelationId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let visitor = posted.visitor;
    relations::withdraw(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    Ok(redirect_with(format!("/console/relations/{}", *id), "done.saved"))
}

/// What an applicant declares about others, and which relations are confirmed, in a sentence each.
pub(super) fn sentences(s: &Shell, declared: &Declarations, confirmed: &[Relation]) -> Vec<String> {
    let has = |kind| confirmed.iter().any(|relation| relation.kind == kind);
    let mut sentences = Vec::new();
    if let Some(agency) = &declared.agency {
        let key = if has(RelationKind::Agency) {
            "relations.declares_agency"
        } else {
            "relations.declares_agency_unconfirmed"
        };
        sentences.push(s.with(key, "name", safe_text(agency, 100)));
    }
    if !declared.related.is_empty() {
        let names: Vec<String> =
            declared.related.iter().take(5).map(|name| safe_text(name, 40)).collect();
        let key = if has(RelationKind::Household) {
            "relations.declares_related"
        } else {
            "relations.declares_related_unconfirmed"
        };
        sentences.push(s.with(key, "names", names.join(", ")));
    }
    for relation in confirmed {
        let name = safe_text(&relation.name, 100);
        let until = s.day(&relation.expires_at);
        sentences.push(s.with2("relations.is_in", "name", name, "until", until));
    }
    sentences
}

/// What the page that led here suggests to confirm.
async fn suggestion(
    app: &App,
    visitor: &Visitor,
    query: &Fields,
) -> Result<Option<Suggestion>, Failure> {
    if !visitor.may(Scope::RelationsWrite) {
        return Ok(None);
    }
    if let Ok(applicant) = query.parse::<ApplicantId>("applicant") {
        let found = declarations::suggest_for_applicant(app, &visitor.tenant, applicant).await?;
        return Ok(Some(found));
    }
    if let Ok(ring) = query.parse::<RingId>("ring") {
        let found = declarations::suggest_for_ring(app, &visitor.tenant, ring).await?;
        return Ok(Some(found));
    }
    Ok(None)
}

fn prefilled(s: &Shell, suggestion: Option<Suggestion>) -> ConfirmForm {
    let empty = Suggestion { kind: RelationKind::Agency, name: String::new(), members: Vec::new() };
    let Suggestion { kind, name, members } = suggestion.unwrap_or(empty);
    ConfirmForm {
        kinds: kinds(s, kind),
        name,
        members: members.join("\n"),
        days: Relation::default_period().num_days().to_string(),
        errors: Vec::new(),
    }
}

async fn relations_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    form: impl FnOnce(&Shell) -> ConfirmForm,
) -> Result<RelationsPage, Failure> {
    let before = Fields::from_query(request).parse("before").ok();
    let filter = ListFilter { external_id: None, before, limit: PAGE };
    let found = relations::list(app, &visitor.tenant, &filter).await?;
    let names = Names::load(app, &visitor.tenant).await?;
    let s = Shell::new(visitor, "relations.title", request);
    let last = found.items.last().filter(|_| found.more);
    Ok(RelationsPage {
        relations: found.items.iter().map(|relation| row(app, &s, &names, relation)).collect(),
        more: last.map(|last| format!("/console/relations?before={}", last.id)),
        form: visitor.may(Scope::RelationsWrite).then(|| form(&s)),
        s,
    })
}

async fn relation_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    id: RelationId,
) -> Result<RelationPage, Failure> {
    let (relation, members) = relations::find(app, &visitor.tenant, id).await?;
    let names = Names::load(app, &visitor.tenant).await?;
    let s = Shell::new(visitor, "relations.relation", request);
    let in_force = relation.state(app.clock.now()).is_in_force();
    Ok(RelationPage {
        r: row(app, &s, &names, &relation),
        members: members.iter().map(|member| member_row(&s, member)).collect(),
        may_change: visitor.may(Scope::RelationsWrite) && in_force,
        added: String::new(),
        errors: Vec::new(),
        s,
    })
}

fn row(app: &App, s: &Shell, names: &Names, relation: &Relation) -> RelationRow {
    let state = relation.state(app.clock.now());
    RelationRow {
        id: relation.id.to_string(),
        href: format!("/console/relations/{}", relation.id),
        name: safe_text(&relation.name, 200),
        kind: s.named("relation_kind", relation.kind.name()),
        state: s.named("relation_state", state.name()),
        members: relation.members,
        confirmed_by: names.display(&relation.confirmed_by),
        created: s.day(&relation.created_at),
        expires: s.day(&relation.expires_at),
        is_withdrawn: relation.withdrawn.is_some(),
    }
}

fn member_row(s: &Shell, member: &Member) -> MemberRow {
    let href = member.applicant_id.map(|id| format!("/console/applicants/{id}"));
    MemberRow {
        name: safe_text(&member.external_id, 80),
        external_id: member.external_id.clone(),
        href: href.unwrap_or_default(),
        added: s.day(&member.added_at),
    }
}

fn kinds(s: &Shell, chosen: RelationKind) -> Vec<Choice> {
    let kinds = RelationKind::ALL.map(|kind| (kind.name(), s.named("relation_kind", kind.name())));
    choices(kinds, |name| name == chosen.name())
}

fn errors(faults: &[Fault]) -> Vec<(String, String)> {
    faults.iter().take(20).map(|fault| (fault.pointer.clone(), fault.detail.clone())).collect()
}

/// The lines of a text that are not empty.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl From<RelationError> for Failure {
    fn from(error: RelationError) -> Self {
        match error {
            RelationError::NotFound => Self::NotFound,
            RelationError::Faults(_) => Self::BadForm,
            RelationError::TooMany => Self::Refused("error.too_many_relations"),
            RelationError::NotInForce(_) => Self::Refused("error.relation_not_in_force"),
            RelationError::Internal(error) => error.into(),
        }
    }
}
