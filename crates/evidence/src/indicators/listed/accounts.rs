//! Other accounts on threat lists: accounts that the applicant follows or works with, and those of referrals. Sentences
//! give only their number, because the names belong to other people.

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{LOGIN, graded_matches, matches, names_of_lists, pointers};
use crate::finding::{Evidence, Finding};
use crate::lists::{ListKind, ListMeaning, Listed};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[LINKS_TO_FLAGGED_ACCOUNTS, REFERRAL_LINK_TO_FLAGGED_ACCOUNT];

const LINKS_TO_FLAGGED_ACCOUNTS: Indicator = Indicator {
    id: "links_to_flagged_accounts",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "The applicant follows or works with code-hosting accounts on a list of reported accounts.",
    unit: "accounts",
    question: "Which accounts does the applicant follow, and who commits to the same repositories? Send `links.github.following` and `commits`, and import a list of kind `handle`.",
    innocent_explanations: "Popular accounts, and people who follow very many accounts.",
    how_to_verify: "Ask how the applicant knows the other account. Many people follow well-known accounts.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "
    .hit = The applicant follows or works with { $matches ->
        [one] one code-hosting account
       *[other] { $matches } code-hosting accounts
    } on { named-lists } of reported accounts.
    .crowd = The applicant follows { $following } code-hosting accounts. Only { $matches ->
        [one] one account that they follow or work with is
       *[other] { $matches } accounts that they follow or work with are
    } on { named-lists } of reported accounts, which may be chance.
    .miss = No code-hosting account that the applicant follows or works with is on { named-lists } of reported accounts. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: links_to_flagged_accounts,
    #[cfg(test)]
    examples: tests::links_to_flagged_accounts,
};

const REFERRAL_LINK_TO_FLAGGED_ACCOUNT: Indicator = Indicator {
    id: "referral_link_to_flagged_account",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "The applicant referred, or was referred by, an account on a list of confirmed fake accounts.",
    unit: "accounts",
    question: "Who referred whom? Send `claims.referrals`, and import a list of kind `account`.",
    innocent_explanations: "Innocent colleagues at a company that employed a fake applicant. Only direct referrals count, and no more than three.",
    how_to_verify: "Ask how the applicant knows the other person. Colleagues of a fake employee are usually innocent.",
    sources: &["US2022", "SEAL"],
    wording: "
    .hit = The applicant referred or was referred by { $matches ->
        [one] one account
       *[other] { $matches } accounts
    } on { named-lists } of confirmed fake accounts.
    .miss = No account that the applicant referred or was referred by is on { named-lists } of confirmed fake accounts. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: referral_link_to_flagged_account,
    #[cfg(test)]
    examples: tests::referral_link_to_flagged_account,
};

/// Accounts that this account follows or whose work is in its repositories. Followers don't count, because no one
/// chooses them. An account that follows a thousand others follows two on any list by chance.
fn links_to_flagged_accounts(case: &Case<'_>) -> Finding {
    const CROWD: usize = 1000;
    const MIN_MATCHES_IN_CROWD: usize = 3;
    const MAX_VALUE: usize = 5;
    const KINDS: &[ListKind] = &[ListKind::Handle];
    let Some(all) = matches(case, ListKind::Handle, ListMeaning::Actor) else {
        return Finding::Unknown;
    };
    let github = case.profile.links.as_ref().and_then(|links| links.github.as_ref());
    let Some(github) =
        github.filter(|github| !github.following.is_empty() || !github.commits.is_empty())
    else {
        return Finding::Unknown;
    };
    let is_another =
        |listed: &&Listed| listed.pointer.starts_with("/links/github/") && listed.pointer != LOGIN;
    let matches: Vec<&Listed> = all.into_iter().filter(is_another).collect();
    let following = github.following.len();
    if !matches.is_empty() && following >= CROWD && matches.len() < MIN_MATCHES_IN_CROWD {
        let lists = names_of_lists(case, &matches, KINDS, ListMeaning::Actor);
        let evidence = Evidence::about([]).worded("crowd").with("lists", lists);
        return Finding::miss(evidence.with("matches", matches.len()).with("following", following));
    }
    let finding = graded_matches(case, &matches, KINDS, ListMeaning::Actor, MAX_VALUE);
    finding.with("matches", pointers(&matches).len())
}

/// Only direct referrals, at most three, so that one fake applicant does not discredit a whole firm.
fn referral_link_to_flagged_account(case: &Case<'_>) -> Finding {
    const MAX_VALUE: usize = 3;
    const KINDS: &[ListKind] = &[ListKind::Account];
    let Some(matches) = matches(case, ListKind::Account, ListMeaning::Actor) else {
        return Finding::Unknown;
    };
    let finding = graded_matches(case, &matches, KINDS, ListMeaning::Actor, MAX_VALUE);
    finding.with("matches", pointers(&matches).len())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::listed::fixtures::looked_up;
    use crate::lists::{Consulted, ListKind, ListMeaning};

    pub(super) fn links_to_flagged_accounts() -> Examples {
        let follows = |accounts: usize| {
            let account = |i| json!({ "login": format!("user-{i}") });
            let following: Vec<Value> = (0..accounts).map(account).collect();
            json!({ "links": { "github": { "following": following } } })
        };
        let on = |accounts, pointers: &[&str]| {
            looked_up(follows(accounts), ListKind::Handle, ListMeaning::Actor, pointers)
        };
        let pointers: [String; 7] =
            std::array::from_fn(|i| format!("/links/github/following/{i}/login"));
        let first = |count: usize| -> Vec<&str> {
            pointers.iter().take(count).map(String::as_str).collect()
        };
        let crowd = || on(1200, &first(1));
        let forwarder = looked_up(follows(1), ListKind::Handle, ListMeaning::Forwarder, &first(1));
        let mut two_lists = on(1, &[]);
        let other_list = Consulted {
            list: "fictional".to_owned(),
            kind: ListKind::Handle,
            meaning: ListMeaning::Actor,
            version: 1,
        };
        two_lists.facts.lists.consulted.push(other_list);
        Examples::new()
            .hit("follows a listed account", on(1, &first(1)))
            .value(1.0)
            .says("The applicant follows or works with one code-hosting account on the list “invented” v2 of reported accounts.")
            .hit("follows seven listed accounts", on(9, &first(7)))
            .value(5.0)
            .says("The applicant follows or works with 7 code-hosting accounts on the list “invented” v2 of reported accounts.")
            .hit("three of a crowd are listed", on(1200, &first(3)))
            .value(3.0)
            .miss("follows no one who is listed", on(1, &[]))
            .says(
                "No code-hosting account that the applicant follows or works with is \
                 on the list “invented” v2 of reported accounts. This does not clear the applicant.",
            )
            .miss("two lists were consulted", two_lists)
            .says(
                "No code-hosting account that the applicant follows or works with is \
                 on the lists “fictional” v1 and “invented” v2 of reported accounts. This does not clear the applicant.",
            )
            .miss("one of a crowd is listed", crowd())
            .says(
                "The applicant follows 1200 code-hosting accounts. Only one account that they follow or work with is \
                 on the list “invented” v2 of reported accounts, which may be chance.",
            )
            .miss("two of a crowd are listed", on(1200, &first(2)))
            .says(
                "The applicant follows 1200 code-hosting accounts. Only 2 accounts that they follow or work with are \
                 on the list “invented” v2 of reported accounts, which may be chance.",
            )
            .unknown("no list", Fixture::new(follows(1)))
            .unknown("a list with another meaning", forwarder)
            .innocent("following a crowd, one of whom is listed", crowd())
    }

    pub(super) fn referral_link_to_flagged_account() -> Examples {
        let referrals: Vec<Value> =
            (0..4).map(|i| json!({ "external_id": format!("other-{i}") })).collect();
        let document = || json!({ "claims": { "referrals": referrals } });
        let on = |meaning, pointers: &[&str]| {
            looked_up(document(), ListKind::Account, meaning, pointers)
        };
        let pointers: [String; 4] =
            std::array::from_fn(|i| format!("/claims/referrals/{i}/external_id"));
        let pointers = pointers.each_ref().map(String::as_str);
        Examples::new()
            .hit("a referral from a confirmed account", on(ListMeaning::Actor, &pointers[..1]))
            .value(1.0)
            .says("The applicant referred or was referred by one account on the list “invented” v2 of confirmed fake accounts.")
            .hit("four referrals", on(ListMeaning::Actor, &pointers))
            .value(3.0)
            .says("The applicant referred or was referred by 4 accounts on the list “invented” v2 of confirmed fake accounts.")
            .miss("no account is listed", on(ListMeaning::Actor, &[]))
            .says(
                "No account that the applicant referred or was referred by is \
                 on the list “invented” v2 of confirmed fake accounts. This does not clear the applicant.",
            )
            .unknown("no list", Fixture::new(document()))
            .innocent("a colleague on a list of another kind", on(ListMeaning::Forwarder, &pointers[..1]))
    }
}
