//! Users and their roles, and a user's own settings.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::UserId;

use super::answer::{page, page_with, redirect_with};
use super::choice::{Choice, choices};
use super::display::safe_text;
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{self, Posted, Visitor};
use crate::app::App;
use crate::auth::Scope;
use crate::domain::language::Language;
use crate::domain::user::{EmailAddress, Role, Settings, Theme, User};
use crate::service::access::users::invitations::{self, Invitation};
use crate::service::access::users::sessions::Token;
use crate::service::access::users::{self, Access, UserError};

#[derive(Template)]
#[template(path = "console/users.html")]
struct UsersPage {
    s: Shell,
    may_change: bool,
    users: Vec<UserView>,
    invitations: Vec<InvitationView>,
    invite: InviteForm,
    /// A new one-time link, shown only now.
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
    is_own: bool,
    form: UserForm,
}

/// A user's form: their current roles, or a rejected change with its error.
struct UserForm {
    roles: Vec<Choice>,
    disabled: bool,
    error: Option<String>,
}

/// The invitation form: empty, or a rejected invitation with its error.
struct InviteForm {
    email: String,
    roles: Vec<Choice>,
    error: Option<String>,
}

struct InvitationView {
    email: String,
    roles: String,
    is_reset: bool,
    expires: String,
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
    let s = Shell::new(visitor, "users.title", request);
    let users = users::all(app, &visitor.tenant).await?;
    let open = invitations::open(app, &visitor.tenant).await?;
    Ok(UsersPage {
        may_change: visitor.may(Scope::UsersWrite),
        users: users.iter().map(|user| user_view(&s, visitor, user)).collect(),
        invitations: open.iter().map(|invitation| invitation_view(&s, invitation)).collect(),
        invite: InviteForm {
            email: String::new(),
            roles: role_choices(&s, &BTreeSet::from([Role::Reviewer])),
            error: None,
        },
        link: None,
        link_for: String::new(),
        s,
    })
}

fn user_view(s: &Shell, visitor: &Visitor, user: &User) -> UserView {
    UserView {
        id: user.id.to_string(),
        name: safe_text(&user.name, 100),
        email: safe_text(user.email.as_str(), 120),
        role_names: role_names(s, &user.roles),
        joined: s.day(&user.created_at),
        disabled: user.disabled_at.is_some(),
        is_own: user.id == visitor.user.id,
        form: UserForm {
            roles: role_choices(s, &user.roles),
            disabled: user.disabled_at.is_some(),
            error: None,
        },
    }
}

fn invitation_view(s: &Shell, invitation: &Invitation) -> InvitationView {
    let email = invitation.email.as_ref().map_or("–", EmailAddress::as_str);
    InvitationView {
        email: safe_text(email, 120),
        roles: role_names(s, &invitation.roles),
        is_reset: invitation.is_reset,
        expires: s.time(&invitation.expires_at),
    }
}

fn role_choices(s: &Shell, chosen: &BTreeSet<Role>) -> Vec<Choice> {
    let pairs = Role::ALL.map(|role| (role.name(), s.named("role", role.name())));
    choices(pairs, |name| chosen.iter().any(|role| role.name() == name))
}

fn role_names(s: &Shell, roles: &BTreeSet<Role>) -> String {
    let names = roles.iter().map(|role| s.named("role", role.name()));
    names.collect::<Vec<_>>().join(", ")
}

/// `POST /console/users/invite`: the answer shows the link once.
pub(super) async fn invite(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let roles = Role::from_names(&fields.all("role"));
    let invited = match EmailAddress::parse(fields.text("email")) {
        Ok(email) => invitations::invite(&app, &visitor.tenant, &visitor.actor(), &email, &roles)
            .await
            .map(|token| (token, email)),
        Err(_) => Err(UserError::Unusable("email")),
    };
    let error = match invited {
        Ok((token, email)) => {
            return page_with_link(&app, &request, &visitor, &token, email.as_str()).await;
        }
        Err(error) => error,
    };
    let (status, key) = match error {
        UserError::EmailTaken => (StatusCode::CONFLICT, "error.email_taken"),
        UserError::Unusable("roles") => (StatusCode::UNPROCESSABLE_ENTITY, "error.no_roles"),
        UserError::Unusable(_) => (StatusCode::UNPROCESSABLE_ENTITY, "error.bad_email"),
        error => return Err(error.into()),
    };
    let mut page = users_page(&app, &request, &visitor).await?;
    page.invite = InviteForm {
        email: fields.text("email").to_owned(),
        roles: role_choices(&page.s, &roles),
        error: Some(page.s.t(key)),
    };
    Ok(page_with(status, &page))
}

/// `POST /console/users/{id}/reset`: creates a link with which the user sets a new password.
pub(super) async fn reset(
    app: Data<App>,
    request: HttpRequest,
    id: Path<UserId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let visitor = posted.visitor;
    let token = invitations::reset(&app, &visitor.tenant, &visitor.actor(), *id).await?;
    page_with_link(&app, &request, &visitor, &token, "").await
}

async fn page_with_link(
    app: &App,
    request: &HttpRequest,
    visitor: &Visitor,
    token: &Token,
    link_for: &str,
) -> Result<HttpResponse, Failure> {
    let mut users = users_page(app, request, visitor).await?;
    users.link = Some(join_link(request, visitor, token));
    users.link_for = safe_text(link_for, 120);
    Ok(page(&users))
}

fn join_link(request: &HttpRequest, visitor: &Visitor, token: &Token) -> String {
    let base = visitor::base_url(request);
    format!("{base}/console/join/{}/{}", visitor.tenant, token.expose())
}

/// `POST /console/users/{id}`: changes roles, or disables or enables the account.
pub(super) async fn change(
    app: Data<App>,
    request: HttpRequest,
    id: Path<UserId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let roles = Role::from_names(&fields.all("role"));
    let access = if fields.text("disabled").is_empty() { Access::Open } else { Access::Shut };
    match users::put_roles(&app, &visitor.tenant, &visitor.user, *id, &roles, access).await {
        Ok(()) => return Ok(redirect_with("/console/users", "done.saved")),
        Err(UserError::LastAdmin) => {}
        Err(error) => return Err(error.into()),
    }
    let mut page = users_page(&app, &request, &visitor).await?;
    let changed = id.to_string();
    if let Some(user) = page.users.iter_mut().find(|user| user.id == changed) {
        user.form = UserForm {
            roles: role_choices(&page.s, &roles),
            disabled: access == Access::Shut,
            error: Some(page.s.t("error.last_admin")),
        };
    }
    Ok(page_with(StatusCode::CONFLICT, &page))
}

/// `GET /console/settings`.
pub(super) async fn settings(request: HttpRequest, visitor: Visitor) -> HttpResponse {
    let s = Shell::new(&visitor, "settings.title", &request);
    let user = &visitor.user;
    let Settings { language, time_zone, theme } = user.settings;
    let languages = Language::ALL.map(|language| (language.tag(), language.own_name().to_owned()));
    let themes = Theme::ALL.map(|theme| (theme.name(), s.named("theme", theme.name())));
    let zones =
        chrono_tz::TZ_VARIANTS.iter().map(|zone| (zone.name(), zone.name().replace('_', " ")));
    page(&SettingsPage {
        name: user.name.clone(),
        email: user.email.as_str().to_owned(),
        roles: role_names(&s, &user.roles),
        has_password: user.has_password,
        languages: choices(languages, |tag| tag == language.tag()),
        themes: choices(themes, |name| name == theme.name()),
        zones: choices(zones, |name| name == time_zone.name()),
        s,
    })
}

/// `POST /console/settings`.
pub(super) async fn save_settings(app: Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let settings = Settings {
        language: Language::from_tag(fields.text("language")).ok_or(Failure::BadForm)?,
        time_zone: fields.parse("time_zone")?,
        theme: Theme::from_name(fields.text("theme")).ok_or(Failure::BadForm)?,
    };
    let (tenant, id) = (&visitor.tenant, visitor.user.id);
    users::put_settings(&app, tenant, id, fields.text("name"), settings).await?;
    Ok(redirect_with("/console/settings", "done.saved"))
}

/// `POST /console/settings/password`: ends every session of the user.
pub(super) async fn change_password(
    app: Data<App>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    if fields.text("new") != fields.text("again") {
        return Err(Failure::Refused("error.passwords_differ"));
    }
    let (current, new) = (fields.text("current").to_owned(), fields.text("new").to_owned());
    users::change_password(&app, &visitor.tenant, &visitor.user, current, new).await?;
    Ok(visitor::signed_out(&request, "done.password_changed"))
}
