//! What honest people do or share that can look suspicious.

use chrono::Duration;
use evidence::facts::NetworkKind;
use serde::Deserialize;

use super::draw::Draw;
use super::person::{Code, Commit, Issued, Person, Phone, Street};
use super::regions::{Region, region, regions};

/// What people do or share that can look suspicious.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Trait {
    MovedRecently,
    CarrierGateway,
    MobileOnly,
    ClientHours,
    Night,
    Vpn,
    VpnReported,
    VpnSwitching,
    UtcBrowser,
    OneHomeLine,
    OneHome,
    OneLaptop,
    OnePayout,
    OnePhone,
    ParcelsHome,
    FirstCameFromAbroad,
    TwoScripts,
    AliasEmail,
    OneWordHandle,
    Mononym,
    Patronymic,
    Married,
    ChangedGivenName,
    AssistiveRemote,
    CompanyDesktop,
    VirtualMachine,
    StarterRepository,
    CampusLine,
    AgencyOffice,
    AgencyDeclared,
    PublicLine,
    OnePublicComputer,
    PublicComputers,
    OneBrowser,
    CoworkingLine,
    ParcelsToOnePlace,
    OneReferee,
    TemplateResume,
    OneIdBackdrop,
    Avatar,
    SecondHandLaptop,
    ReassignedPhone,
    Travelling,
    BusinessAccount,
    Wallet,
    OddCharacters,
    SamePerson,
    AllNew,
}

/// Countries with VPN exits.
const EXITS: [&str; 5] = ["US", "DE", "JP", "GB", "ES"];

impl Trait {
    /// Gives the trait to a group, in order of arrival.
    pub(super) fn apply(self, draw: &mut Draw, group: &mut [Person]) {
        match self {
            Self::OneHomeLine
            | Self::OneHome
            | Self::OneLaptop
            | Self::OnePayout
            | Self::OnePhone
            | Self::ParcelsHome
            | Self::FirstCameFromAbroad
            | Self::OneReferee
            | Self::SamePerson
            | Self::AllNew
            | Self::SecondHandLaptop
            | Self::ReassignedPhone => self.shares(draw, group),
            Self::StarterRepository
            | Self::CampusLine
            | Self::AgencyOffice
            | Self::AgencyDeclared
            | Self::PublicLine
            | Self::OnePublicComputer
            | Self::PublicComputers
            | Self::OneBrowser
            | Self::CoworkingLine
            | Self::ParcelsToOnePlace
            | Self::TemplateResume
            | Self::OneIdBackdrop
            | Self::Avatar => self.gathers(draw, group),
            Self::TwoScripts
            | Self::AliasEmail
            | Self::OneWordHandle
            | Self::Mononym
            | Self::Patronymic
            | Self::Married
            | Self::ChangedGivenName
            | Self::OddCharacters => {
                for person in group {
                    self.names(draw, person);
                }
            }
            _ => {
                for person in group {
                    self.habits(draw, person);
                }
            }
        }
    }

    /// What one person does differently.
    fn habits(self, draw: &mut Draw, person: &mut Person) {
        let country = person.region.code.clone();
        match self {
            Self::MovedRecently => {
                let before = elsewhere(draw, person.region);
                person.former_homes.push((before, 15));
                person.resident_days = draw.chance(0.5).then_some(15);
                person.money.country.clone_from(&before.code);
                let line = draw.line(&before.code, NetworkKind::Residential);
                person.usage.before = Some((line, before.zone.clone()));
                person.usage.sessions = 14;
            }
            Self::Travelling => {
                let abroad = elsewhere(draw, person.region);
                person.stays.push((abroad.code.clone(), 60));
                person.usage.clock.clone_from(&abroad.zone);
                person.usage.hours.clone_from(&abroad.zone);
                let line = draw.line(&abroad.code, NetworkKind::Residential);
                person.use_line(&line);
                let mobile = draw.gateway(&abroad.code, NetworkKind::Mobile, 2);
                person.usage.lines.push((mobile, 0.3));
            }
            Self::CarrierGateway => {
                let gateway = draw.gateway(&country, NetworkKind::Mobile, 2);
                person.use_line(&gateway);
            }
            Self::MobileOnly => {
                let gateway = draw.gateway(&country, NetworkKind::Mobile, 2);
                let mut line = || (draw.line(&country, NetworkKind::Mobile), 0.25);
                person.usage.lines = vec![line(), line(), line(), (gateway, 0.2)];
                person.sends.client = true;
            }
            Self::ClientHours => {
                let east = ["US", "CA", "MX", "BR", "AR"].contains(&&*country);
                let client = if east { "Europe/Berlin" } else { "America/New_York" };
                client.clone_into(&mut person.usage.hours);
            }
            Self::Night => person.usage.day_begins = 20,
            Self::Vpn => {
                let exit = draw.gateway(draw_exit(&country), NetworkKind::Vpn, 3);
                person.usage.lines.push((exit, 0.6));
            }
            Self::VpnReported => {
                person.usage.vpn = Some(true);
                person.sends.client = true;
            }
            Self::VpnSwitching => {
                for exit in EXITS.iter().take(3) {
                    let exit = draw.gateway(exit, NetworkKind::Vpn, 3);
                    person.usage.lines.push((exit, 0.25));
                }
            }
            Self::UtcBrowser => "UTC".clone_into(&mut person.usage.clock),
            Self::AssistiveRemote => {
                let declared = draw.chance(0.5);
                person.sends.client = true;
                person.sends.hiring = true;
                person.usage.remote = 0.95;
                person.interview.remote_session = true;
                person.interview.accommodation = declared.then_some(true);
                person.issued = Some(Issued {
                    country: country.clone(),
                    tools: vec!["Assist Desk".to_owned()],
                    ip_kvm: false,
                    latency_ms: 150,
                    remote_by_design: declared.then_some(true),
                });
            }
            Self::CompanyDesktop => {
                person.sends.client = true;
                person.usage.remote = 0.5;
                let office = draw.line(&country, NetworkKind::Business);
                person.usage.lines.push((office, 0.5));
            }
            Self::VirtualMachine => {
                person.sends.client = true;
                person.usage.virtual_machine = 0.8;
            }
            Self::BusinessAccount => {
                person.names.holder = format!("{} Example Works Ltd", person.id);
                person.money.relation = draw.chance(0.5).then_some("business");
            }
            Self::Wallet => {
                person.money.method = "crypto";
                person.sends.payouts = true;
            }
            _ => {}
        }
    }

    /// How names and addresses are written.
    fn names(self, draw: &mut Draw, person: &mut Person) {
        let region = person.region;
        let other = |draw: &mut Draw, list: &[String], not: &str| {
            let others: Vec<&String> =
                list.iter().filter(|name| !not.contains(name.as_str())).collect();
            others
                .get(
                    usize::try_from(draw.below(i64::try_from(others.len()).unwrap_or(1)))
                        .unwrap_or_default(),
                )
                .map_or_else(String::new, |name| (*name).clone())
        };
        person.sends.checks = true;
        match self {
            Self::TwoScripts => {
                let [local, latin] = draw.pick(&region.two_scripts);
                person.rename(latin);
                person.names.document.clone_from(local);
                if draw.chance(0.5) {
                    person.names.holder.clone_from(local);
                }
            }
            Self::AliasEmail => {
                person.emails = vec![if draw.chance(0.5) {
                    format!("{}@relay.example", draw.token("alias"))
                } else {
                    format!("me{}+jobs@mail.example", draw.unique())
                }];
            }
            Self::OneWordHandle => {
                let city = draw.pick(&region.cities).split(' ').next().unwrap_or_default();
                person.names.claimed = format!("Dev{city}");
            }
            Self::Mononym => {
                let name =
                    if region.mononyms.is_empty() { &region.given } else { &region.mononyms };
                let name = draw.pick(name).clone();
                person.rename(&name);
            }
            Self::Patronymic => {
                let patronymic = draw.pick(&region.patronymic).clone();
                let (given, family) = person.names.claimed.split_once(' ').unwrap_or_default();
                person.names.document = format!("{family} {given} {patronymic}");
            }
            Self::Married => {
                let family = other(draw, &region.family, &person.names.claimed);
                let given = person.names.claimed.split(' ').next().unwrap_or_default().to_owned();
                let former = format!("{given} {family}");
                if draw.chance(0.5) {
                    person.names.holder.clone_from(&former);
                }
                person.names.document = former;
            }
            Self::ChangedGivenName => {
                let given = other(draw, &region.given, &person.names.claimed);
                let family = person.names.claimed.split(' ').next_back().unwrap_or_default();
                person.names.document = format!("{given} {family}");
                if draw.chance(0.5) {
                    person.names.holder.clone_from(&person.names.document);
                }
            }
            Self::OddCharacters => {
                person.names.resume = person.names.resume.replace(' ', "\u{a0}");
                person.names.claimed =
                    format!("\u{200b}{}", person.names.claimed.replace(' ', "  "));
                if let Some(phone) = person.phones.first_mut() {
                    let digits = phone.number.trim_start_matches('+').to_owned();
                    let dash = if draw.chance(0.5) { '\u{2011}' } else { '\u{2013}' };
                    phone.number = format!(
                        "+1{dash}{}{dash}{}{dash}{}",
                        &digits[1..4],
                        &digits[4..7],
                        &digits[7..]
                    );
                }
                person.paper.letter = person.paper.letter.replace(". ", ".\u{c} ");
                for line in &mut person.paper.lines {
                    *line = format!("\u{b}\u{2022} {}\u{7}", line.replace(" in ", " in\u{ad} "));
                }
            }
            _ => {}
        }
    }

    /// What people who know each other share.
    fn shares(self, draw: &mut Draw, group: &mut [Person]) {
        let Some((first, others)) = group.split_first_mut() else { return };
        match self {
            Self::OneLaptop => {
                let browser = draw.token("browser");
                first.usage.browser = Some(browser);
            }
            Self::OnePayout => {
                first.sends.payouts = true;
                first.money.relation = Some("self");
            }
            Self::FirstCameFromAbroad => {
                let before = elsewhere(draw, first.region);
                first.former_homes.push((before, 40));
                first.resident_days = Some(60);
            }
            Self::ParcelsHome => first.parcel = Some(first.home.clone()),
            Self::OneReferee => first.sends.hiring = true,
            Self::SamePerson => first.sends.checks = true,
            _ => {}
        }
        for other in others {
            match self {
                Self::OneHomeLine => other.use_line(&first.line()),
                Self::OneHome => other.home = first.home.clone(),
                Self::OneLaptop => {
                    other.use_device(&first.device());
                    other.usage.browser.clone_from(&first.usage.browser);
                }
                Self::OnePayout => {
                    other.sends.payouts = true;
                    other.money = first.money.clone();
                    other.money.relation = draw.chance(0.5).then_some("household");
                    other.names.holder.clone_from(&first.names.holder);
                }
                Self::OnePhone => other.phones.clone_from(&first.phones),
                Self::ParcelsHome => other.parcel = Some(other.home.clone()),
                Self::OneReferee => {
                    other.sends.hiring = true;
                    other.references.clone_from(&first.references);
                }
                Self::SamePerson => {
                    let (id, at) = (other.id.clone(), other.at);
                    *other = Person { id, at, ..first.clone() };
                    let device = draw.token("device");
                    other.use_device(&device);
                }
                Self::AllNew => {
                    other.phones = vec![Phone { number: draw.phone(), removed_days: None }];
                    other.emails = vec![format!("{}@post.example", draw.token("new"))];
                    let line = draw.line(&other.region.code, NetworkKind::Residential);
                    other.use_line(&line);
                }
                Self::SecondHandLaptop => {
                    other.at = first.at + Duration::days(70);
                    other.use_device(&first.device());
                }
                Self::ReassignedPhone => {
                    other.at = first.at + Duration::days(50);
                    other.phones.clone_from(&first.phones);
                    if draw.chance(0.5) {
                        first.phones.insert(0, Phone { number: draw.phone(), removed_days: None });
                        if let Some(old) = first.phones.last_mut() {
                            old.removed_days = Some(120);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What people share because they use the same place, service or course.
    fn gathers(self, draw: &mut Draw, group: &mut [Person]) {
        let Some(region) = group.first().map(|person| person.region) else { return };
        let country = region.code.as_str();
        let place = Street::new(draw, region);
        let (device, account) = (draw.token("device"), draw.token("ACCT"));
        let (office, campus) =
            (draw.line(country, NetworkKind::Business), draw.line(country, NetworkKind::Education));
        let others: Vec<String> = (0..3).map(|_| draw.token("device")).collect();
        let (photo, name) = (draw.bits(), draw.token("Agency"));
        let starter: Vec<Commit> =
            (0..4).map(|_| Commit::new(draw, "starter@course.example", group[0].at, 300)).collect();
        let document_id = draw.token("template");
        for person in group {
            match self {
                Self::StarterRepository => {
                    person.sends.code = true;
                    let at = person.at;
                    let handle = person.emails[0].split('@').next().unwrap_or_default().to_owned();
                    let mut code = Code::new(draw, &handle, 1, at);
                    code.commits.truncate(8);
                    let copied = starter.iter().cloned().map(|mut commit| {
                        // Some keep the history, others start with a copy of the files.
                        if draw.chance(0.5) {
                            commit.sha = draw.token("c0ffee");
                            commit.email = format!("{handle}@dev.example");
                        } else {
                            commit.login = Some("example-course".to_owned());
                        }
                        commit
                    });
                    code.commits.extend(copied);
                    person.code = Some(code);
                    person.paper.years = 1;
                }
                Self::CampusLine => person.usage.lines.push((campus.clone(), 0.5)),
                Self::AgencyOffice => {
                    person.usage.lines.push((office.clone(), 0.7));
                    person.usage.devices.push((device.clone(), 0.2));
                    person.sends.payouts = true;
                    person.money.account.clone_from(&account);
                    person.money.relation = Some("agency");
                    person.names.holder = format!("{name} Example Ltd");
                    person.parcel = Some(place.clone());
                }
                Self::AgencyDeclared => person.agency = Some(format!("{name} Example Ltd")),
                Self::PublicLine => person.use_line(&office),
                Self::OnePublicComputer => person.use_device(&device),
                Self::PublicComputers => {
                    person.usage.devices =
                        others.iter().map(|device| (device.clone(), 0.4)).collect();
                }
                Self::OneBrowser => person.usage.browser = Some(format!("{account}-kiosk")),
                Self::CoworkingLine => person.usage.lines.push((office.clone(), 0.6)),
                Self::ParcelsToOnePlace => person.parcel = Some(place.clone()),
                Self::TemplateResume => {
                    person.sends.hiring = true;
                    person.paper.document_id = Some(document_id.clone());
                    "A motivated professional who enjoys solving problems and working in a team."
                        .clone_into(&mut person.paper.lines[0]);
                }
                Self::OneIdBackdrop => {
                    person.sends.checks = true;
                    person.check.template = Some(account.clone());
                }
                Self::Avatar => {
                    person.paper.photo = Some(photo);
                    person.paper.avatar = draw.chance(0.5);
                }
                _ => {}
            }
        }
    }
}

fn elsewhere(draw: &mut Draw, home: &Region) -> &'static Region {
    let others: Vec<&'static Region> =
        regions().iter().filter(|region| region.code != home.code).collect();
    draw.pick::<&'static Region>(&others)
}

/// A country with VPN exits that isn't the person's own.
fn draw_exit(home: &str) -> &'static str {
    EXITS.iter().find(|exit| **exit != home && region(exit).is_some()).copied().unwrap_or("US")
}
