//! Commits whose author was changed afterwards. The host commits what is merged on its site, so a merge with the host's
//! title and another committer was written again by someone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Duration, Utc};

use super::super::reading::{count, part};
use super::super::{Case, Cause, Family, Indicator, MissRule, Scope, Usage};
use super::{OwnCommit, attributed, forks, github, login};
use crate::finding::{Evidence, Finding};
use crate::profile::attribution::Attribution;
use crate::profile::code_hosting::{GitHubCommit, GitPerson};
use crate::profile::commit_message::{CommitMessage, MessageKind, SignOff};
use crate::profile::fold;
use crate::profile::git_name::GitName;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[PLATFORM_MERGE_NOT_BY_PLATFORM, AUTHORSHIP_REWRITTEN];

const PLATFORM_MERGE_NOT_BY_PLATFORM: Indicator = Indicator {
    id: "platform_merge_not_by_platform",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Two or more of the account's own commits have the title that the code host gives merges of pull requests, but the host did not commit them.",
    unit: "commits",
    question: "Who committed the merges of pull requests? Send `links.github.commits` with `commit.message` and `commit.committer`.",
    innocent_explanations: "History that was moved from another host, bots that merge under their own name, and people who rewrite their own history before they publish it.",
    how_to_verify: "Look for the pull requests: the host keeps their numbers, reviews and times.",
    sources: &["OWN2"],
    wording: "
    .hit = { $part ->
        [all] All { $total } commits
       *[some] { $count } of { $total } commits
    } that have the host’s title for a merged pull request were not committed by the host. { attributed-by }
    .miss = { $total ->
        [0] None of the applicant’s commits has the host’s title for a merged pull request.
       *[other] { $count ->
            [0] The host committed every commit that has its title for a merged pull request.
           *[other] Only one commit that has the host’s title for a merged pull request was not committed by the host.
        }
    } { attributed-by }
",
    miss: MissRule::Counts,
    observe: platform_merge_not_by_platform,
    #[cfg(test)]
    examples: tests::platform_merge_not_by_platform,
};

const AUTHORSHIP_REWRITTEN: Indicator = Indicator {
    id: "authorship_rewritten",
    family: Family::CodeHosting,
    cause: Some(Cause::RewrittenHistory),
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "The history of repositories has several marks of authors who were replaced: merges that the host did not make, other people's branches and sign-offs, reverted commits that do not exist, and years of work recorded within an hour.",
    unit: "marks",
    question: "How did the commits come about? Send `links.github.commits` with `commit.message`, `commit.committer` and `parents`, complete for each repository.",
    innocent_explanations: "History imported from another version control system, parts split off a larger repository, and published extracts of private work.",
    how_to_verify: "Ask where the history comes from, and about a decision in one of the commits.",
    sources: &["OWN2"],
    wording: "
    .merges = Commits in { $repositories } have the host’s title for a merged pull request, but the host did not commit them.
    .numbers = Commits in { $repositories } end with the number of a pull request, as the host writes it, but the host did not commit them.
    .owners = Merges in { $repositories } name other people’s branches, but the applicant is the only author.
    .reverts = Commits in { $repositories } revert commits that do not exist there.
    .signoffs = Commits in { $repositories } are signed off by people who appear nowhere else.
    .bulk = At least 20 commits in { $repositories } were recorded within an hour, but are dated over more than 180 days.
    .attributed = { attributed-by }
    .miss = { $marks ->
        [0] The applicant’s commits show no mark of replaced authors.
       *[other] The applicant’s commits show too few marks of replaced authors.
    } { attributed-by }
",
    miss: MissRule::Counts,
    observe: authorship_rewritten,
    #[cfg(test)]
    examples: tests::authorship_rewritten,
};

/// Forks don't count: bringing one up to date rewrites commits. Before 2018, local tools wrote the same titles.
fn platform_merge_not_by_platform(case: &Case<'_>) -> Finding {
    const MIN_COMMITS: usize = 2;
    let Some(github) = github(case) else { return Finding::Unknown };
    let forks = forks(case);
    let mut examined: Vec<Attribution> = Vec::new();
    let mut merges: Vec<(&OwnCommit, bool)> = Vec::new();
    for own in case.own_commits().iter().filter(|own| !own.is_in(&forks) && own.is_recent()) {
        let commit = &github.commits[own.index];
        let (Some(message), Some(by_host)) = (message(commit), is_by_host(commit)) else {
            continue;
        };
        examined.push(own.attribution);
        if matches!(message.kind, MessageKind::PullRequestMerge { .. }) {
            merges.push((own, by_host));
        }
    }
    if examined.is_empty() {
        return Finding::Unknown;
    }
    let foreign: Vec<&OwnCommit> =
        merges.iter().filter(|(_, by_host)| !by_host).map(|(own, _)| *own).collect();
    let pointers =
        foreign.iter().map(|own| format!("/links/github/commits/{}/commit/committer", own.index));
    let evidence = part(Evidence::about(pointers), foreign.len(), merges.len());
    if foreign.len() >= MIN_COMMITS {
        let signs = foreign.iter().map(|own| own.attribution);
        Finding::hit(count(foreign.len()), attributed(evidence, signs))
    } else {
        Finding::miss(attributed(evidence, examined))
    }
}

/// A sign of replaced authors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Merges,
    Numbers,
    Owners,
    Reverts,
    SignOffs,
    Bulk,
}

impl Mark {
    /// The attribute of the wording.
    fn word(self) -> &'static str {
        match self {
            Self::Merges => "merges",
            Self::Numbers => "numbers",
            Self::Owners => "owners",
            Self::Reverts => "reverts",
            Self::SignOffs => "signoffs",
            Self::Bulk => "bulk",
        }
    }

    /// Whether only a rewritten author explains it. People also write numbers by hand, and splitting a repository records
    /// all of its history within an hour.
    fn is_specific(self) -> bool {
        !matches!(self, Self::Numbers | Self::Bulk)
    }
}

/// The commits of a repository.
#[derive(Default)]
struct History<'a> {
    name: String,
    all: Vec<&'a GitHubCommit>,
    own: Vec<(&'a OwnCommit, &'a GitHubCommit)>,
}

/// Two different marks in one repository, or marks in two. One mark can have an innocent cause.
fn authorship_rewritten(case: &Case<'_>) -> Finding {
    let histories = histories(case);
    let is_known =
        histories.values().any(|history| history.own.iter().any(|(_, own)| message(own).is_some()));
    if !is_known {
        return Finding::Unknown;
    }
    let people = People::new(case);
    let mut marks: BTreeMap<Mark, Vec<(&History<'_>, usize)>> = BTreeMap::new();
    let mut by_repository: Vec<Vec<Mark>> = Vec::new();
    for history in histories.values() {
        let found = history.marks(case, &people);
        if found.is_empty() {
            continue;
        }
        by_repository.push(found.iter().map(|(mark, _)| *mark).collect());
        for (mark, index) in found {
            marks.entry(mark).or_default().push((history, index));
        }
    }
    let is_specific = marks.keys().any(|mark| mark.is_specific());
    let is_hit =
        by_repository.iter().any(|marks| marks.len() > 1) || by_repository.len() > 1 && is_specific;
    let number: usize = by_repository.iter().map(Vec::len).sum();
    let own = histories.values().flat_map(|history| &history.own);
    let signs = own.map(|(own, _)| own.attribution);
    if !is_hit {
        let evidence = Evidence::about([]).with("marks", number);
        return Finding::miss(attributed(evidence, signs));
    }
    let sentence = |(mark, found): (&Mark, &Vec<(&History<'_>, usize)>)| {
        let pointers = found.iter().map(|(_, index)| format!("/links/github/commits/{index}"));
        let names: Vec<String> = found.iter().map(|(history, _)| history.name.clone()).collect();
        Evidence::about(pointers).with("repositories", names).worded(mark.word())
    };
    let mut evidence: Vec<Evidence> = marks.iter().map(sentence).collect();
    evidence.push(attributed(Evidence::about([]).worded("attributed"), signs));
    Finding::Hit { value: count(number), evidence }
}

/// The histories of repositories that are no forks, by folded name.
fn histories<'a>(case: &'a Case<'_>) -> BTreeMap<String, History<'a>> {
    let Some(github) = github(case) else { return BTreeMap::new() };
    let forks = forks(case);
    let mut own = case.own_commits().iter().peekable();
    let mut histories: BTreeMap<String, History<'a>> = BTreeMap::new();
    for (i, commit) in github.commits.iter().enumerate() {
        let own = own.next_if(|own| own.index == i);
        let Some(name) = commit.repository() else { continue };
        let folded = fold(&name);
        if forks.contains(folded.as_str()) {
            continue;
        }
        let history = histories.entry(folded).or_default();
        history.name = name;
        history.all.push(commit);
        history.own.extend(own.map(|own| (own, commit)));
    }
    histories.retain(|_, history| !history.own.is_empty());
    histories
}

impl History<'_> {
    /// The marks of the history, each with the index of a commit that shows it.
    fn marks(&self, case: &Case<'_>, people: &People<'_>) -> Vec<(Mark, usize)> {
        let found = [
            (
                Mark::Merges,
                self.foreign(|kind| matches!(kind, MessageKind::PullRequestMerge { .. }), 1),
            ),
            (Mark::Numbers, self.foreign(|kind| *kind == MessageKind::Numbered, 2)),
            (Mark::Owners, self.other_owners(login(case))),
            (Mark::Reverts, self.lost_revert()),
            (Mark::SignOffs, self.unknown_sign_offs(people)),
            (Mark::Bulk, self.recorded_in_bulk()),
        ];
        found.into_iter().filter_map(|(mark, index)| Some((mark, index?))).collect()
    }

    /// The first of at least `min` commits with such a title that the host did not commit.
    fn foreign(&self, is_titled: impl Fn(&MessageKind) -> bool, min: usize) -> Option<usize> {
        let mut foreign = self.own.iter().filter(|(own, commit)| {
            own.is_recent()
                && message(commit).is_some_and(|message| is_titled(&message.kind))
                && is_by_host(commit) == Some(false)
        });
        let first = foreign.next()?;
        (foreign.count() + 1 >= min).then_some(first.0.index)
    }

    /// A merge of someone else's branch that the host did not make, although all commits are the account's own. The host
    /// makes merges from earlier logins and organisations of the same person.
    fn other_owners(&self, login: Option<&str>) -> Option<usize> {
        if self.own.len() < self.all.len() {
            return None;
        }
        let owner = self.name.split('/').next().unwrap_or_default();
        let merge = self.own.iter().find(|(_, commit)| {
            let Some(MessageKind::PullRequestMerge { owner: named }) =
                message(commit).map(|message| &message.kind)
            else {
                return false;
            };
            let is_own = named.eq_ignore_ascii_case(owner) || login == Some(fold(named).as_str());
            !is_own && is_by_host(commit) == Some(false)
        });
        merge.map(|(own, _)| own.index)
    }

    /// A commit that reverts one that is not in the history, if the history is complete.
    fn lost_revert(&self) -> Option<usize> {
        let reverts = |commit: &GitHubCommit| {
            message(commit).is_some_and(|message| !message.reverts.is_empty())
        };
        if !self.own.iter().any(|(_, commit)| reverts(commit)) {
            return None;
        }
        let digests: BTreeSet<String> = self
            .all
            .iter()
            .filter_map(|commit| Some(commit.sha.as_ref()?.as_str().to_lowercase()))
            .collect();
        let is_complete = digests.len() == self.all.len()
            && self.all.iter().all(|commit| {
                commit.parents.as_ref().is_some_and(|parents| {
                    parents.iter().all(|parent| {
                        parent
                            .sha
                            .as_ref()
                            .is_some_and(|sha| digests.contains(&sha.as_str().to_lowercase()))
                    })
                })
            });
        if !is_complete {
            return None;
        }
        let exists = |digest: &String| {
            digests.range(digest.clone()..).next().is_some_and(|found| found.starts_with(digest))
        };
        let lost = self.own.iter().find(|(_, commit)| {
            message(commit)
                .is_some_and(|message| message.reverts.iter().any(|digest| !exists(digest)))
        });
        lost.map(|(own, _)| own.index)
    }

    fn unknown_sign_offs(&self, people: &People<'_>) -> Option<usize> {
        const MIN_COMMITS: usize = 2;
        let mut unknown = self.own.iter().filter(|(_, commit)| {
            message(commit).is_some_and(|message| {
                message.sign_offs.iter().any(|sign_off| !people.contain(sign_off))
            })
        });
        let first = unknown.next()?;
        (unknown.count() + 1 >= MIN_COMMITS).then_some(first.0.index)
    }

    /// Own commits that were recorded within an hour and are dated over half a year.
    fn recorded_in_bulk(&self) -> Option<usize> {
        const MIN_COMMITS: usize = 20;
        const WINDOW: Duration = Duration::hours(1);
        const SPAN: Duration = Duration::days(180);
        let mut dated: Vec<(DateTime<Utc>, DateTime<Utc>, usize)> = (self.own.iter())
            .filter_map(|(own, commit)| {
                let recorded = commit.commit.as_ref()?.committer.as_ref()?.date?.at;
                Some((recorded, own.at?, own.index))
            })
            .collect();
        dated.sort_unstable();
        // The dates in the window, each with the number of commits that have it.
        let mut window: BTreeMap<DateTime<Utc>, usize> = BTreeMap::new();
        let mut first = 0;
        for last in 0..dated.len() {
            *window.entry(dated[last].1).or_default() += 1;
            while dated[last].0 - dated[first].0 > WINDOW {
                if let Some(number) = window.get_mut(&dated[first].1) {
                    *number -= 1;
                    if *number == 0 {
                        window.remove(&dated[first].1);
                    }
                }
                first += 1;
            }
            let span = window.first_key_value().zip(window.last_key_value());
            let is_long = span.is_some_and(|((from, _), (until, _))| *until - *from > SPAN);
            if last - first + 1 >= MIN_COMMITS && is_long {
                return Some(dated[first].2);
            }
        }
        None
    }
}

/// Everyone who appears in the commits, as far as sign-offs can name them.
struct People<'a> {
    emails: BTreeSet<String>,
    names: BTreeSet<String>,
    login: Option<&'a str>,
}

impl<'a> People<'a> {
    fn new(case: &Case<'a>) -> Self {
        let mut people =
            Self { emails: BTreeSet::new(), names: BTreeSet::new(), login: login(case) };
        let Some(github) = github(case) else { return people };
        for commit in &github.commits {
            let git = commit.commit.as_ref();
            let persons = [
                git.and_then(|git| git.author.as_ref()),
                git.and_then(|git| git.committer.as_ref()),
            ];
            for person in persons.into_iter().flatten() {
                people.add(person);
            }
        }
        if let Some(user) = &github.user {
            people.names.extend(user.name.iter().map(GitName::lower_case));
            people.emails.extend(user.email.iter().map(|email| lower_case(email.as_str())));
        }
        let contact = case.profile.contact.iter().flat_map(|contact| &contact.emails);
        people.emails.extend(contact.map(|email| lower_case(&email.address.canonical())));
        people
    }

    fn add(&mut self, person: &GitPerson) {
        self.names.extend(person.name.iter().map(GitName::lower_case));
        self.emails.extend(person.email.iter().map(|email| lower_case(email.as_str())));
    }

    fn contain(&self, sign_off: &SignOff) -> bool {
        let name = sign_off.name.lower_case();
        self.emails.contains(&sign_off.email)
            || self.names.contains(&name)
            || self.login.is_some_and(|login| sign_off.name.is(login))
    }
}

fn lower_case(text: &str) -> String {
    text.trim().to_lowercase()
}

impl OwnCommit {
    /// Whether it was made since the host merges pull requests under its own name.
    fn is_recent(&self) -> bool {
        const SINCE: i32 = 2018;
        self.at.is_some_and(|at| at.year() >= SINCE)
    }
}

fn message(commit: &GitHubCommit) -> Option<&CommitMessage> {
    commit.commit.as_ref()?.message.as_ref()
}

/// Whether the code host is named as the committer. `None` if the committer is unknown. A missing signature of the host
/// means nothing: rewriting a history, as after a leaked secret, drops signatures, and few servers of one's own sign.
fn is_by_host(commit: &GitHubCommit) -> Option<bool> {
    let account = commit.committer.as_ref().and_then(|committer| committer.login.as_ref());
    let git = commit.commit.as_ref();
    let person = git.and_then(|git| git.committer.as_ref());
    let email =
        person.and_then(|person| person.email.as_ref()).map(|email| lower_case(email.as_str()));
    let name = person.and_then(|person| person.name.as_ref());
    if account.is_none() && email.is_none() && name.is_none() {
        return None;
    }
    let is_web_flow = account.is_some_and(|login| login.as_str().eq_ignore_ascii_case("web-flow"));
    // A server of one's own has an address of its own.
    let is_named = name.is_some_and(|name| name.is("GitHub") || name.is("GitHub Enterprise"));
    let is_no_reply = email.as_ref().is_some_and(|email| email.starts_with("noreply@"));
    let claims_host = is_web_flow
        || email.as_deref() == Some("noreply@github.com")
        || is_named && (is_no_reply || email.is_none());
    Some(claims_host)
}

#[cfg(test)]
mod tests;
