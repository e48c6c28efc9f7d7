//! Which commits are an account's own.
//!
//! Most real commits belong to no account: logs of clones have no logins, and a code host links only addresses that an
//! account has confirmed. So commits are attributed by the best sign there is, and evidence says which one that was.

use std::collections::BTreeSet;

use super::code_hosting::{AccountId, GitHub, GitHubCommit, GitHubUser, GitPerson};
use super::git_name::GitName;
use super::{Text, fold};

/// The sign by which a commit is attributed to the account, from strong to weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Attribution {
    /// The code host links the commit to the account.
    Host,
    /// The author has the no-reply address that the code host made up for the account.
    NoReply,
    /// The author has the e-mail address that the account shows.
    PublicEmail,
    /// The author's name or the local part of the address is the account's login.
    Login,
    /// The author has the name that the account shows, and the repository is not a fork.
    PublicName,
}

impl Attribution {
    /// The word for sentences.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::NoReply => "noreply",
            Self::PublicEmail => "email",
            Self::Login => "login",
            Self::PublicName => "name",
        }
    }
}

/// What is known about an account, prepared for comparisons with many commits.
struct Account<'a> {
    login: Option<&'a str>,
    id: Option<AccountId>,
    email: Option<String>,
    name: Option<&'a GitName>,
    forks: BTreeSet<&'a str>,
}

impl GitHub {
    /// The account's own commits, with their indexes and the sign by which they are attributed.
    pub(crate) fn own_commits(&self) -> Vec<(usize, &GitHubCommit, Attribution)> {
        let account = Account::new(self);
        let own = |(i, commit)| Some((i, commit, account.attribution(commit)?));
        self.commits.iter().enumerate().filter_map(own).collect()
    }
}

impl<'a> Account<'a> {
    fn new(github: &'a GitHub) -> Self {
        let user = github.user.as_ref();
        let email = user.and_then(|user| user.email.as_ref()).map(|email| plain(email.as_str()));
        let forks = github.repos.iter().filter(|repo| repo.fork == Some(true));
        Self {
            login: user.and_then(|user| user.login.as_ref()).map(Text::as_str).map(str::trim),
            id: user.and_then(|user: &GitHubUser| user.id),
            email: email.filter(|email| email.contains('@')),
            name: user.and_then(|user| user.name.as_ref()),
            forks: forks.filter_map(|repo| Some(repo.full_name.as_ref()?.folded())).collect(),
        }
    }

    fn attribution(&self, commit: &GitHubCommit) -> Option<Attribution> {
        if let Some(login) = commit.author.as_ref().and_then(|author| author.login.as_ref()) {
            // The host links the address to an account. If it is another one, no name can change that.
            return self.is_login(login.as_str()).then_some(Attribution::Host);
        }
        let author: &GitPerson = commit.commit.as_ref()?.author.as_ref()?;
        let email = author.email.as_ref().map(|email| plain(email.as_str())).unwrap_or_default();
        if let Some(no_reply) = NoReply::parse(&email) {
            return self.has(&no_reply).then_some(Attribution::NoReply);
        }
        if self.email.as_ref() == Some(&email) {
            return Some(Attribution::PublicEmail);
        }
        let local = email.split_once('@').map_or("", |(local, _)| local);
        if self.is_named_after_login(author.name.as_ref(), local) {
            return Some(Attribution::Login);
        }
        let is_name = self.name.zip(author.name.as_ref()).is_some_and(|(a, b)| a.equals(b));
        (is_name && !self.is_fork(commit)).then_some(Attribution::PublicName)
    }

    fn is_login(&self, written: &str) -> bool {
        self.login.is_some_and(|login| login.eq_ignore_ascii_case(written.trim()))
    }

    /// A login of three letters or less is often someone else's first name.
    fn is_named_after_login(&self, name: Option<&GitName>, local: &str) -> bool {
        const MIN_LENGTH: usize = 4;
        let Some(login) = self.login.filter(|login| login.len() >= MIN_LENGTH) else {
            return false;
        };
        local.eq_ignore_ascii_case(login) || name.is_some_and(|name| name.is(login))
    }

    /// A number outlives a change of the login, and a login can be given to someone else. So the number decides.
    fn has(&self, no_reply: &NoReply<'_>) -> bool {
        match (no_reply.id, self.id) {
            (Some(id), Some(own)) => id == own.0.to_string(),
            _ => self.is_login(no_reply.login),
        }
    }

    fn is_fork(&self, commit: &GitHubCommit) -> bool {
        !self.forks.is_empty()
            && commit.repository().is_some_and(|name| self.forks.contains(fold(&name).as_str()))
    }
}

/// An address that a code host makes up for an account, so that commits don't show a real one.
struct NoReply<'a> {
    id: Option<&'a str>,
    login: &'a str,
}

impl<'a> NoReply<'a> {
    /// GitHub writes `id+login@users.noreply.github.com`, or without a number; GitLab `id-login@users.noreply.gitlab.com`.
    fn parse(email: &'a str) -> Option<Self> {
        let (local, domain) = email.split_once('@')?;
        if !is_no_reply_domain(domain) {
            return None;
        }
        let parts = local.split_once(['+', '-']);
        let numbered = parts.filter(|(id, login)| {
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && !login.is_empty()
        });
        // A login can be a number with a hyphen, so a hyphen counts only where the host uses it.
        let is_github = domain.ends_with("github.com");
        let numbered = numbered.filter(|(id, _)| !is_github || local[id.len()..].starts_with('+'));
        Some(match numbered {
            Some((id, login)) => Self { id: Some(id), login },
            None => Self { id: None, login: local },
        })
    }
}

fn is_no_reply_domain(domain: &str) -> bool {
    domain.starts_with("users.noreply.")
}

/// Whether an address is one that a code host makes up, for an account or for itself.
pub(crate) fn is_made_up_by_host(email: &str) -> bool {
    let domain = email.rsplit('@').next().unwrap_or_default();
    is_no_reply_domain(domain) || domain == "noreply.github.com" || email == "noreply@github.com"
}

fn plain(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::profile::parse;

    /// How the account `octo-example` (number 42, Robin Example, robin@example.com) has a commit.
    fn attributed(commit: Value) -> Option<Attribution> {
        let document = json!({ "external_id": "case", "links": { "github": {
            "user": { "login": "Octo-Example", "id": 42, "name": "Robin Example", "email": "robin@example.com" },
            "repos": [{ "full_name": "octo-example/copy", "fork": true }, { "full_name": "octo-example/tool", "fork": false }],
            "commits": [commit],
        } } });
        let (profile, _) = parse(document.to_string().as_bytes()).unwrap();
        let github = profile.links.unwrap().github.unwrap();
        github.own_commits().first().map(|(_, _, attribution)| *attribution)
    }

    fn by(name: &str, email: &str) -> Value {
        json!({ "commit": { "author": { "name": name, "email": email } }, "author": null,
            "url": "https://github.com/octo-example/tool/commit/1" })
    }

    #[test]
    fn the_strongest_sign_of_an_own_commit_applies() {
        let mut linked = by("Whoever", "x@example.net");
        linked["author"] = json!({ "login": "octo-example" });
        assert_eq!(attributed(linked), Some(Attribution::Host));
        for email in [
            "42+octo-example@users.noreply.github.com",
            "42+an-earlier-login@users.noreply.github.com",
            "Octo-Example@users.noreply.github.com",
            "42-octo-example@users.noreply.gitlab.com",
        ] {
            assert_eq!(attributed(by("x", email)), Some(Attribution::NoReply), "{email}");
        }
        assert_eq!(attributed(by("x", " Robin@Example.com ")), Some(Attribution::PublicEmail));
        assert_eq!(attributed(by("octo-example", "x@example.net")), Some(Attribution::Login));
        assert_eq!(attributed(by("x", "octo-example@example.net")), Some(Attribution::Login));
        assert_eq!(attributed(by("robin example", "x@example.net")), Some(Attribution::PublicName));
    }

    #[test]
    fn commits_of_others_are_not_the_accounts_own() {
        let mut of_another = by("Robin Example", "robin@example.com");
        of_another["author"] = json!({ "login": "other-example" });
        assert_eq!(attributed(of_another), None, "the host links it to another account");
        let mut in_a_fork = by("Robin Example", "x@example.net");
        in_a_fork["url"] = "https://github.com/octo-example/copy/commit/1".into();
        assert_eq!(attributed(in_a_fork), None, "a namesake in a fork");
        for email in [
            "7+octo-example@users.noreply.github.com",
            "7+other-example@users.noreply.github.com",
            "other-example@users.noreply.github.com",
        ] {
            assert_eq!(attributed(by("Robin Example", email)), None, "{email}");
        }
        for (name, email) in
            [("Robin", "a@example.net"), ("Robin Examples", "a@example.net"), ("", "")]
        {
            assert_eq!(attributed(by(name, email)), None, "{name}");
        }
    }
}
