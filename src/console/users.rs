//! Users and roles, and a user's own settings.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::UserId;

use super::failure::Failure;
use super::frame::{page, page_with, to};
use super::shell::Shell;
use super::shown::shown;
use super::visitor::{self, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::user::{EmailAddress, Language, Role, Settings, Theme, User};
use crate::service::users::invitations::{self, Invitation};
use crate::service::users::sessions::Token;
use crate::service::users::{self, Access, UserError};

#[derive(Template)]
#[template(path = "console/users.html")]
struct UsersPage {
    s: Shell,
    may_change: bool,
    users: Vec<UserView>,
    invitations: Vec<InvitationView>,
    invite: InviteForm,
    /// A link that was just made, shown this once.
    link: Option<String>,
    link_for: String,
}

struct UserView {
    id: String,
    name: String,
    email: String,
    role_names: String,
    joined: String,
    disabled: bool,
    own: bool,
    change: ChangeForm,
}

/// What a user's form holds: as they are, or as it was sent and refused.
struct ChangeForm {
    roles: Vec<Choice>,
    shut_out: bool,
    fault: Option<String>,
}

/// Whom to invite as what: nobody yet, or as it was sent and refused.
struct InviteForm {
    email: String,
    roles: Vec<Choice>,
    fault: Option<String>,
}

struct InvitationView {
    email: String,
    roles: String,
    is_reset: bool,
    expires: String,
}

/// One of several things to choose from.
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "console/settings.html")]
struct SettingsPage {
    s: Shell,
    name: String,
    email: String,
    roles: String,
    has_password: bool,
    languages: Vec<Choice>,
    themes: Vec<Choice>,
    zones: Vec<Choice>,
}

/// `GET /console/users`.
pub(super) async fn list(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    Ok(page(&users_page(&app, &request, &visitor).await?))
}

async fn users_page(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
) -> Result<UsersPage, Failure> {
    let s = Shell::of(visitor, "users.title", request);
    let users = users::all(app, &visitor.tenant).await?;
    let open = invitations::open(app, &visitor.tenant).await?;
    Ok(UsersPage {
        may_change: visitor.may(Scope::UsersWrite),
        users: users.iter().map(|user| user_view(&s, visitor, user)).collect(),
        invitations: open.iter().map(|one| invitation_view(&s, one)).collect(),
        invite: InviteForm {
            email: String::new(),
            roles: role_choices(&s, &BTreeSet::from([Role::Reviewer])),
            fault: None,
        },
        link: None,
        link_for: String::new(),
        s,
    })
}

fn user_view(s: &Shell, visitor: &Visitor, user: &User) -> UserView {
    UserView {
        id: user.id.to_string(),
        name: shown(&user.name, 100),
        email: shown(user.email.as_str(), 120),
        role_names: role_names(s, &user.roles),
        joined: s.day(&user.created_at),
        disabled: user.disabled_at.is_some(),
        own: user.id == visitor.user.id,
        change: ChangeForm {
            roles: role_choices(s, &user.roles),
            shut_out: user.disabled_at.is_some(),
            fault: None,
        },
    }
}

fn invitation_view(s: &Shell, invitation: &Invitation) -> InvitationView {
    let email = invitation.email.as_ref().map_or("–", EmailAddress::as_str);
    InvitationView {
        email: shown(email, 120),
        roles: role_names(s, &invitation.roles),
        is_reset: invitation.is_reset,
        expires: s.time(&invitation.expires_at),
    }
}

fn role_choices(s: &Shell, chosen: &BTreeSet<Role>) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.name().to_owned(),
        text: s.t(&format!("role.{}", role.name())),
        chosen: chosen.contains(&role),
    };
    Role::ALL.map(choice).into()
}

fn role_names(s: &Shell, roles: &BTreeSet<Role>) -> String {
    let names = roles.iter().map(|role| s.t(&format!("role.{}", role.name())));
    names.collect::<Vec<_>>().join(", ")
}

/// `POST /console/users/invite`: the link is shown once, and is not in the address.
pub(super) async fn invite(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let roles = Role::read(&fields.all("role"));
    let invited = match EmailAddress::parse(fields.text("email")) {
        Ok(email) => invitations::invite(&app, &visitor.tenant, &visitor.actor(), &email, &roles)
            .await
            .map(|token| (token, email)),
        Err(_) => Err(UserError::Unusable("email")),
    };
    let error = match invited {
        Ok((token, email)) => {
            return with_link(&app, &request, &visitor, &token, email.as_str()).await;
        }
        Err(error) => error,
    };
    let (status, key) = match error {
        UserError::Taken => (StatusCode::CONFLICT, "users.taken"),
        UserError::Unusable("roles") => (StatusCode::UNPROCESSABLE_ENTITY, "users.no_roles"),
        UserError::Unusable(_) => (StatusCode::UNPROCESSABLE_ENTITY, "users.bad_email"),
        error => return Err(error.into()),
    };
    let mut again = users_page(&app, &request, &visitor).await?;
    again.invite = InviteForm {
        email: fields.text("email").to_owned(),
        roles: role_choices(&again.s, &roles),
        fault: Some(again.s.t(key)),
    };
    Ok(page_with(status, &again))
}

/// `POST /console/users/{id}/reset`: a link with which the user sets a new password.
pub(super) async fn reset(
    app: Data<App>,
    request: HttpRequest,
    id: Path<UserId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let visitor = posted.visitor;
    let token = invitations::reset(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    with_link(&app, &request, &visitor, &token, "").await
}

async fn with_link(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    token: &Token,
    link_for: &str,
) -> Result<HttpResponse, Failure> {
    let mut made = users_page(app, request, visitor).await?;
    made.link = Some(join_link(request, visitor, token));
    made.link_for = shown(link_for, 120);
    Ok(page(&made))
}

fn join_link(request: &HttpRequest, visitor: &Visitor, token: &Token) -> String {
    let base = visitor::base(request);
    format!("{base}/console/join/{}/{}", visitor.tenant, token.expose())
}

/// `POST /console/users/{id}`: other roles, or shut out. What would leave nobody in charge is shown again.
pub(super) async fn change(
    app: Data<App>,
    request: HttpRequest,
    id: Path<UserId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let roles = Role::read(&fields.all("role"));
    let access = if fields.text("disabled").is_empty() { Access::Open } else { Access::Shut };
    match users::put_roles(&app, &visitor.tenant, &visitor.user, *id, &roles, access).await {
        Ok(()) => return Ok(to("/console/users?said=saved")),
        Err(UserError::LastAdmin) => {}
        Err(error) => return Err(error.into()),
    }
    let mut again = users_page(&app, &request, &visitor).await?;
    let changed = id.to_string();
    if let Some(user) = again.users.iter_mut().find(|user| user.id == changed) {
        user.change = ChangeForm {
            roles: role_choices(&again.s, &roles),
            shut_out: access == Access::Shut,
            fault: Some(again.s.t("users.last_admin")),
        };
    }
    Ok(page_with(StatusCode::CONFLICT, &again))
}

/// `GET /console/settings`.
pub(super) async fn settings(request: HttpRequest, visitor: Visitor) -> HttpResponse {
    let s = Shell::of(&visitor, "settings.title", &request);
    let user = &visitor.user;
    let language = |one: Language| Choice {
        value: one.tag().to_owned(),
        text: one.own_name().to_owned(),
        chosen: one == user.settings.language,
    };
    let theme = |one: Theme| Choice {
        value: one.name().to_owned(),
        text: s.t(&format!("theme.{}", one.name())),
        chosen: one == user.settings.theme,
    };
    let zone = |one: &chrono_tz::Tz| Choice {
        value: one.name().to_owned(),
        text: one.name().replace('_', " "),
        chosen: *one == user.settings.time_zone,
    };
    page(&SettingsPage {
        name: user.name.clone(),
        email: user.email.as_str().to_owned(),
        roles: role_names(&s, &user.roles),
        has_password: user.has_password,
        languages: Language::ALL.map(language).into(),
        themes: Theme::ALL.map(theme).into(),
        zones: chrono_tz::TZ_VARIANTS.iter().map(zone).collect(),
        s,
    })
}

/// `POST /console/settings`.
pub(super) async fn save_settings(app: Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let settings = Settings {
        language: Language::of(fields.text("language")).ok_or(Failure::BadForm)?,
        time_zone: fields.parse("time_zone")?,
        theme: Theme::of(fields.text("theme")).ok_or(Failure::BadForm)?,
    };
    let (tenant, id) = (&visitor.tenant, visitor.user.id);
    users::put_settings(&app, tenant, id, fields.text("name"), settings).await?;
    Ok(to("/console/settings?said=saved"))
}

/// `POST /console/settings/password`: every session ends, this one too.
pub(super) async fn change_password(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    if fields.text("new") != fields.text("again") {
        return Err(Failure::Refused("join.different"));
    }
    let (present, new) = (fields.text("present").to_owned(), fields.text("new").to_owned());
    users::change_password(&app, &visitor.tenant, &visitor.user, present, new).await?;
    Ok(visitor::signed_out(&request, "/console/sign-in?said=password_changed"))
}
