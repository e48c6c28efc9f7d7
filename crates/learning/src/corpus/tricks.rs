//! Evasion: what a ring can write or change to look unrelated.

use serde::Serialize;

use super::draw::Draw;
use super::person::{Commit, Person, Phone};
use super::texts;

use evidence::facts::NetworkKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trick {
    DeclaredAgency,
    RelatedAccounts,
    PhonesRemoved,
    Spelling,
    Homoglyphs,
    ForgedReferences,
    ChangedTexts,
    Clocks,
    EditedPhotos,
    RewrittenGit,
    Padding,
}

impl Trick {
    pub const ALL: [Self; 11] = [
        Self::DeclaredAgency,
        Self::RelatedAccounts,
        Self::PhonesRemoved,
        Self::Spelling,
        Self::Homoglyphs,
        Self::ForgedReferences,
        Self::ChangedTexts,
        Self::Clocks,
        Self::EditedPhotos,
        Self::RewrittenGit,
        Self::Padding,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::DeclaredAgency => "declared_agency",
            Self::RelatedAccounts => "related_accounts",
            Self::PhonesRemoved => "phones_removed",
            Self::Spelling => "spelling",
            Self::Homoglyphs => "homoglyphs",
            Self::ForgedReferences => "forged_references",
            Self::ChangedTexts => "changed_texts",
            Self::Clocks => "clocks",
            Self::EditedPhotos => "edited_photos",
            Self::RewrittenGit => "rewritten_git",
            Self::Padding => "padding",
        }
    }

    pub(super) fn apply(self, draw: &mut Draw, members: &mut [Person]) {
        let agency = draw.token("X");
        let ids: Vec<String> = members.iter().map(|member| member.id.clone()).collect();
        let contacts: Vec<(String, String)> = members
            .iter()
            .map(|member| {
                let phone = member.phones.first().map(|phone| phone.number.clone());
                (member.emails.first().cloned().unwrap_or_default(), phone.unwrap_or_default())
            })
            .collect();
        for (i, member) in members.iter_mut().enumerate() {
            match self {
                Self::DeclaredAgency => member.agency = Some(agency.clone()),
                Self::RelatedAccounts => {
                    member.related = ids.iter().filter(|id| **id != member.id).cloned().collect();
                }
                Self::PhonesRemoved => {
                    for phone in &mut member.phones {
                        phone.removed_days = Some(2);
                    }
                    member.phones.insert(0, Phone { number: draw.phone(), removed_days: None });
                }
                Self::Spelling => spell(i, member),
                Self::Homoglyphs => {
                    for name in [
                        &mut member.names.claimed,
                        &mut member.names.document,
                        &mut member.names.holder,
                        &mut member.names.resume,
                    ] {
                        *name = name.replace('a', "а").replace('e', "е").replace('o', "о");
                    }
                }
                // Strangers would be worse, so they name each other.
                Self::ForgedReferences => {
                    let other = contacts[(i + 1) % contacts.len()].clone();
                    member.references.push(other);
                }
                Self::ChangedTexts => change_texts(draw, i, member),
                Self::Clocks => {
                    for commit in member.code.iter_mut().flat_map(|code| &mut code.commits) {
                        commit.at -= chrono::Duration::minutes(draw.between(7, 300));
                        commit.offset_minutes = None;
                    }
                    "UTC".clone_into(&mut member.usage.clock);
                    if let Some(at) = &mut member.interview.at {
                        *at -= chrono::Duration::hours(draw.between(1, 30));
                    }
                }
                Self::EditedPhotos => {
                    // Compression changes two bits of a hash, cropping more.
                    let changed = if i % 3 == 0 { 0b1111 } else { 0b11 };
                    let photo = member.paper.photo.map(|photo| photo ^ (changed << (4 * (i % 15))));
                    member.paper.photo = photo;
                }
                Self::RewrittenGit => rewrite(draw, member),
                Self::Padding => pad(draw, member),
            }
        }
    }
}

fn spell(i: usize, member: &mut Person) {
    for email in &mut member.emails {
        if let Some((local, domain)) = email.split_once('@') {
            *email = format!("{}+{i}@{domain}", local.to_uppercase());
        }
    }
    for phone in &mut member.phones {
        let digits = phone.number.trim_start_matches("+1").to_owned();
        if digits.len() == 10 && i.is_multiple_of(2) {
            phone.number = format!("+1 ({}) {}-{}", &digits[..3], &digits[3..6], &digits[6..]);
        }
    }
    if let Some(parcel) = &mut member.parcel {
        let line =
            parcel.line.replace("Street", "St.").replace("Avenue", "Ave").replace("Road", "Rd");
        parcel.line = match i % 3 {
            0 => format!("{line}, Apt {i}"),
            1 => format!("{}, Unit #{i}", line.to_uppercase()),
            _ => format!("{line} Suite {i}"),
        };
    }
    let account = member.money.account.clone();
    let (start, end) = account.split_at(account.len() / 2);
    member.money.account = if i.is_multiple_of(2) { format!("{start} {end}") } else { account };
}

fn change_texts(draw: &mut Draw, i: usize, member: &mut Person) {
    let paper = &mut member.paper;
    let count = paper.lines.len();
    paper.lines.rotate_left(i % count.max(1));
    for line in &mut paper.lines {
        *line = texts::reworded(line);
    }
    if let Some(line) = paper.lines.get_mut(i % count.max(1)) {
        *line = texts::sentence(draw);
    }
    paper.letter = texts::reworded(&paper.letter);
    if let Some((_, text)) = &mut paper.portfolio {
        *text = texts::reworded(text);
    }
}

fn rewrite(draw: &mut Draw, member: &mut Person) {
    let Some(code) = &mut member.code else { return };
    let email = format!("{}@dev.example", code.login);
    for commit in &mut code.commits {
        commit.email.clone_from(&email);
        commit.subject = format!("chore: {}", commit.subject);
        commit.sha = format!("{:016x}{:016x}{:08x}", draw.bits(), draw.bits(), draw.unique());
    }
}

/// Adds harmless things, so that what is shared becomes a small part.
fn pad(draw: &mut Draw, member: &mut Person) {
    let country = member.region.code.clone();
    member.usage.sessions += 20;
    for _ in 0..3 {
        let line = draw.line(&country, NetworkKind::Residential);
        member.usage.lines.push((line, 0.2));
        member.usage.devices.push((draw.token("device"), 0.2));
        member.emails.push(format!("{}@mail.example", draw.token("more")));
        member.phones.push(Phone { number: draw.phone(), removed_days: None });
        let referee = (format!("{}@employer.example", draw.token("boss")), draw.phone());
        member.references.push(referee);
        member.paper.lines.push(texts::sentence(draw));
    }
    let at = member.at;
    if let Some(code) = &mut member.code {
        let email = format!("{}@dev.example", code.login);
        let age = code.age_days;
        code.commits.extend((0..40).map(|_| Commit::new(draw, &email, at, age)));
    }
}
