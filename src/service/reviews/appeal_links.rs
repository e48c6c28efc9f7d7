//! One-time links for applicants who contest a decision: signed, and valid until they are used or expire.

use chrono::{DateTime, Duration, Utc};
use evidence::identifier::hex;
use ids::actor::Actor;
use ids::{AppealLinkId, DecisionId};

use super::appeals::open_within;
use super::subjects::latest_decision;
use super::{Contested, NewAppeal, ReviewError, Reviewer};
use crate::app::App;
use crate::domain::appeal::OpenedBy;
use crate::domain::audit::AuditAction;
use crate::domain::language::Language;
use crate::domain::tenant::TenantId;
use crate::notices::{Audience, Notice, notice};
use crate::service::scoring::submission;
use crate::store::audit::Entry;
use crate::store::reviews::appeals::StoredLink;
use crate::store::{self, Tx};

/// A new link.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub id: AppealLinkId,
    /// The secret part of the link. Whoever has it can contest once.
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// The page behind a link.
#[derive(Clone, Debug)]
pub struct LinkPage {
    pub language: Language,
    pub notice: Notice,
}

/// Creates a link for the applicant of a decision.
pub async fn new_link(
    app: &App,
    who: &Reviewer,
    decision: DecisionId,
    language: Language,
    hours: u16,
) -> Result<NewLink, ReviewError> {
    let tenant = &who.tenant;
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let row = submission::readable(store::scoring::decisions::find(&mut tx, decision).await?)?;
    let link = StoredLink {
        id: AppealLinkId::new(now),
        applicant_id: row.applicant_id,
        decision_id: decision,
        language: language.tag().to_owned(),
        expires_at: now + Duration::hours(i64::from(hours)),
        used_at: None,
    };
    store::reviews::appeals::insert_link(&mut tx, &link, &who.actor).await?;
    let applicant_id = row.applicant_id;
    let action = AuditAction::MakeAppealLink { applicant_id, decision_id: decision };
    let entry = Entry { actor: &who.actor, action, subject: link.id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    let signature = hex(&app.keys.appeal_link_key(tenant).sign(link.id));
    let token = format!("{tenant}.{}.{signature}", link.id);
    Ok(NewLink { id: link.id, token, expires_at: link.expires_at })
}

/// The page behind a link, if the link is still valid.
pub async fn link_page(app: &App, token: &str) -> Result<LinkPage, ReviewError> {
    let (tenant, id) = signed(app, token).ok_or(ReviewError::NotFound)?;
    let mut tx = app.begin(&tenant).await?;
    let (link, language) = find_usable(&mut tx, id).await?;
    let row =
        submission::readable(store::scoring::decisions::find(&mut tx, link.decision_id).await?)?;
    let decision = submission::decision(app, &tenant, &row)?;
    let notice = notice(&decision.assessment, Audience::Applicant, language);
    Ok(LinkPage { language, notice })
}

/// Opens an appeal through a link, and uses the link up.
pub async fn contest(
    app: &App,
    token: &str,
    statement: String,
    corrections: Option<String>,
) -> Result<Language, ReviewError> {
    let (tenant, id) = signed(app, token).ok_or(ReviewError::NotFound)?;
    let mut tx = app.begin(&tenant).await?;
    let (link, language) = find_usable(&mut tx, id).await?;
    // Without a decision there is nothing to contest.
    latest_decision(app, &mut tx, link.applicant_id).await?;
    let new =
        NewAppeal { contested: Contested::Decision(link.decision_id), statement, corrections };
    let actor = Actor::parse(&format!("applicant/{}", link.applicant_id));
    let actor = actor.unwrap_or_else(|_| Actor::service());
    open_within(app, &mut tx, (OpenedBy::Applicant, &actor), &new).await?;
    store::reviews::appeals::use_link(&mut tx, id).await?;
    tx.commit().await?;
    Ok(language)
}

/// The language of a link's page, even if the link is no longer valid.
pub async fn language_of(app: &App, token: &str) -> Language {
    let spoken = async {
        let (tenant, id) = signed(app, token)?;
        let mut tx = app.begin(&tenant).await.ok()?;
        let link = store::reviews::appeals::find_link(&mut tx, id).await.ok()??;
        Language::from_tag(&link.language)
    };
    spoken.await.unwrap_or(Language::English)
}

/// The tenant and the link of a token, if its signature is valid.
fn signed(app: &App, token: &str) -> Option<(TenantId, AppealLinkId)> {
    let mut parts = token.split('.');
    let (tenant, id, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let tenant = TenantId::parse(tenant).ok()?;
    let id: AppealLinkId = id.parse().ok()?;
    let signature = unhex(signature).filter(|_| parts.next().is_none())?;
    app.keys.appeal_link_key(&tenant).verify(id, &signature).then_some((tenant, id))
}

fn unhex(written: &str) -> Option<Vec<u8>> {
    let pairs = written.is_ascii() && written.len() == 64;
    let byte = |at: usize| u8::from_str_radix(&written[at..at + 2], 16).ok();
    pairs.then(|| (0..64).step_by(2).map(byte).collect::<Option<Vec<u8>>>()).flatten()
}

/// Finds a valid link and locks it until the transaction ends.
async fn find_usable(tx: &mut Tx, id: AppealLinkId) -> Result<(StoredLink, Language), ReviewError> {
    let link = store::reviews::appeals::find_link(tx, id).await?.ok_or(ReviewError::NotFound)?;
    if link.used_at.is_some() {
        return Err(ReviewError::LinkUsed);
    }
    if link.expires_at <= tx.now {
        return Err(ReviewError::LinkExpired);
    }
    let language = Language::from_tag(&link.language).unwrap_or(Language::English);
    Ok((link, language))
}
