//! The rings: ways of working, each careless or careful.
//!
//! The members of a careful ring share one thing, and are otherwise as clean as ordinary people. A careless ring shares
//! several, uses tools and contradicts itself. Everything that a ring does is in the public advisories.

use chrono::Duration;
use evidence::facts::NetworkKind;
use serde::Serialize;

use super::draw::Draw;
use super::person::{Code, Commit, Issued, Person, Sends, Street};
use super::regions::{Region, region, regions};
use super::texts;

/// A way of working and how many members such a ring has, careless and careful.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) id: &'static str,
    sizes: [usize; 2],
    share: fn(&mut Draw, &mut [Person]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Care {
    Careless,
    Careful,
}

pub(super) const WAYS: [Way; 16] = [
    Way { id: "laptop_farm", sizes: [12, 21], share: laptop_farm },
    Way { id: "device_pool", sizes: [9, 8], share: device_pool },
    Way { id: "payout_account", sizes: [6, 7], share: payout_account },
    Way { id: "phone_pool", sizes: [8, 9], share: phone_pool },
    Way { id: "one_referee", sizes: [7, 14], share: one_referee },
    Way { id: "id_template", sizes: [8, 10], share: id_template },
    Way { id: "cloned_resumes", sizes: [10, 16], share: cloned_resumes },
    Way { id: "commit_address", sizes: [6, 8], share: commit_address },
    Way { id: "copied_history", sizes: [7, 9], share: copied_history },
    Way { id: "one_ip", sizes: [8, 12], share: one_ip },
    Way { id: "stolen_documents", sizes: [6, 6], share: stolen_documents },
    Way { id: "one_document", sizes: [5, 5], share: one_document },
    Way { id: "photo_reuse", sizes: [6, 7], share: photo_reuse },
    Way { id: "proxy_interviews", sizes: [9, 11], share: proxy_interviews },
    Way { id: "one_browser", sizes: [5, 6], share: one_browser },
    Way { id: "portfolio_clones", sizes: [7, 8], share: portfolio_clones },
];

impl Way {
    /// The members of a ring, in order of arrival.
    pub(super) fn ring(&self, draw: &mut Draw, care: Care) -> Vec<Person> {
        let home = draw.pick(regions());
        let size = self.sizes[usize::from(care == Care::Careful)];
        let first = draw.moment() - Duration::days(20);
        let mut members: Vec<Person> = (0..size)
            .map(|i| {
                let hours = i64::try_from(i).unwrap_or_default() * 50 + draw.below(40);
                let mut member = Person::new(draw, home, first + Duration::hours(hours));
                member.sends = Sends::ALL;
                member.check.failures = 0;
                member.check.device = None;
                let handle = member.id.clone();
                let at = member.at;
                member.code.get_or_insert_with(|| Code::new(draw, &handle, 4, at));
                member
            })
            .collect();
        (self.share)(draw, &mut members);
        if care == Care::Careless {
            careless(draw, &mut members);
        }
        members
    }

    /// Whether each member has the document of a victim, who comes later.
    pub(super) fn has_victims(&self) -> bool {
        self.id == "stolen_documents"
    }
}

/// The owner of a document that a member used before.
pub(super) fn victim(draw: &mut Draw, member: &Person) -> Person {
    let region: &'static Region = member.region;
    let later = member.at + Duration::days(draw.between(5, 40));
    let mut victim = Person::new(draw, region, later);
    victim.sends.checks = true;
    victim.rename(&member.names.document);
    victim.check.document.clone_from(&member.check.document);
    victim
}

/// More shared things, tools and contradictions.
fn careless(draw: &mut Draw, members: &mut [Person]) {
    let hosts = ["CN", "RU", "AE", "VN"];
    let place = region(draw.pick::<&str>(&hosts)).unwrap_or(&regions()[0]);
    let (device, account) = (draw.token("device"), draw.token("ACCT"));
    let line = draw.line(&place.code, NetworkKind::Residential);
    for (i, member) in members.iter_mut().enumerate() {
        if draw.chance(0.5) {
            member.usage.devices.push((device.clone(), 0.3));
        }
        if draw.chance(0.3) {
            member.money.account.clone_from(&account);
            member.money.relation = None;
        }
        if draw.chance(0.6) {
            member.usage.lines.push((line.clone(), 0.3));
        }
        let exit = draw.line(&member.region.code, NetworkKind::ResidentialProxy);
        member.usage.lines.push((exit, 0.5));
        if draw.chance(0.6) {
            place.zone.clone_into(&mut member.usage.clock);
        }
        place.zone.clone_into(&mut member.usage.hours);
        member.usage.remote = if draw.chance(0.6) { 0.8 } else { 0.0 };
        member.usage.antidetect = if draw.chance(0.4) { 0.9 } else { 0.0 };
        member.usage.longest_hours = if draw.chance(0.3) { 30 } else { 9 };
        member.check.tampering = usize::from(draw.chance(0.3)) * 2;
        if draw.chance(0.3) {
            "Contact me on Telegram, we can continue there.".clone_into(&mut member.messages[0]);
        }
        if draw.chance(0.4) {
            member.names.holder =
                format!("{} {}", draw.pick(&place.given), draw.pick(&place.family));
        }
        if i % 3 == 0 {
            member.paper.years += 9;
        }
    }
}

fn laptop_farm(draw: &mut Draw, members: &mut [Person]) {
    let place = Street::new(draw, members[0].region);
    for member in members {
        member.parcel = Some(place.clone());
        member.issued = Some(Issued {
            country: member.region.code.clone(),
            tools: Vec::new(),
            ip_kvm: false,
            latency_ms: draw.between(10, 60),
            remote_by_design: None,
        });
    }
}

/// A chain: each device is used by three members, and one of them also uses the next.
fn device_pool(draw: &mut Draw, members: &mut [Person]) {
    let mut device = draw.token("device");
    for (i, member) in members.iter_mut().enumerate() {
        member.use_device(&device);
        if i % 3 == 2 {
            device = draw.token("device");
            member.usage.devices.push((device.clone(), 0.5));
        }
    }
}

fn payout_account(draw: &mut Draw, members: &mut [Person]) {
    let account = draw.token("ACCT");
    for member in members {
        member.money.account.clone_from(&account);
        member.money.relation = None;
    }
}

fn phone_pool(draw: &mut Draw, members: &mut [Person]) {
    let mut number = draw.phone();
    for (i, member) in members.iter_mut().enumerate() {
        member.phones[0].number.clone_from(&number);
        if i % 3 == 2 {
            number = draw.phone();
            let second = super::person::Phone { number: number.clone(), removed_days: None };
            member.phones.push(second);
        }
    }
}

fn one_referee(draw: &mut Draw, members: &mut [Person]) {
    let referee = (format!("{}@employer.example", draw.token("boss")), draw.phone());
    for member in members {
        member.references = vec![referee.clone()];
    }
}

fn id_template(draw: &mut Draw, members: &mut [Person]) {
    let template = draw.token("template");
    for member in members {
        member.check.template = Some(template.clone());
    }
}

fn cloned_resumes(draw: &mut Draw, members: &mut [Person]) {
    let paper = members[0].paper.clone();
    for member in members {
        member.paper.lines.clone_from(&paper.lines);
        member.paper.skills.clone_from(&paper.skills);
        member.paper.title.clone_from(&paper.title);
        // Each adapts a sentence.
        if let Some(line) = member.paper.lines.last_mut() {
            *line = texts::sentence(draw);
        }
    }
}

fn commit_address(draw: &mut Draw, members: &mut [Person]) {
    let email = format!("{}@dev.example", draw.token("build"));
    for member in members {
        for commit in member.code.iter_mut().flat_map(|code| &mut code.commits).step_by(3) {
            commit.email.clone_from(&email);
        }
    }
}

/// The same work with other authors: equal times and messages, other digests.
fn copied_history(draw: &mut Draw, members: &mut [Person]) {
    let Some(work) = members[0].code.clone() else { return };
    let mut work: Vec<Commit> = work.commits;
    while work.len() < 20 {
        work.push(Commit::new(draw, "", members[0].at, 300));
    }
    for member in members {
        let Some(code) = &mut member.code else { continue };
        let email = code.commits[0].email.clone();
        code.age_days = code.age_days.max(500);
        code.commits.clone_from(&work);
        for commit in &mut code.commits {
            commit.email.clone_from(&email);
            commit.sha = format!("{:016x}{:016x}{:08x}", draw.bits(), draw.bits(), draw.unique());
        }
    }
}

fn one_ip(draw: &mut Draw, members: &mut [Person]) {
    let line = draw.line(&members[0].region.code, NetworkKind::Residential);
    for member in members {
        member.usage.lines.push((line.clone(), 0.33));
    }
}

/// Each member uses another victim's document. What joins them is the device of the checks.
fn stolen_documents(draw: &mut Draw, members: &mut [Person]) {
    let device = draw.token("device");
    for member in members {
        member.check.device = Some(device.clone());
    }
}

fn one_document(_: &mut Draw, members: &mut [Person]) {
    let document = members[0].check.document.clone();
    for member in members {
        member.check.document.clone_from(&document);
    }
}

fn photo_reuse(draw: &mut Draw, members: &mut [Person]) {
    let photo = draw.bits();
    for member in members {
        member.paper.photo = Some(photo);
    }
}

fn proxy_interviews(draw: &mut Draw, members: &mut [Person]) {
    let device = draw.token("device");
    for member in members {
        member.interview.device = Some(device.clone());
    }
}

fn one_browser(draw: &mut Draw, members: &mut [Person]) {
    let browser = draw.token("browser");
    for member in members {
        member.usage.browser = Some(browser.clone());
    }
}

fn portfolio_clones(draw: &mut Draw, members: &mut [Person]) {
    let text: Vec<String> = (0..12).map(|_| texts::sentence(draw)).collect();
    let analytics = format!("G-{:010X}", draw.bits() >> 24);
    for member in members {
        let name = format!("{}. {}", member.names.claimed, texts::sentence(draw));
        member.paper.portfolio = Some((analytics.clone(), format!("{name} {}", text.join(" "))));
    }
}
