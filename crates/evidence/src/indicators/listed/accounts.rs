//! Other accounts on threat lists: accounts that the applicant follows, and those of referrals. Sentences
//! give only their number, because the names belong to other people.

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{graded_matches, matches, names_of_lists, pointers};
use crate::finding::{Evidence, Finding};
use crate::lists::{ListKind, ListMeaning, Listed};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[LINKS_TO_FLAGGED_ACCOUNTS, REFERRAL_LINK_TO_FLAGGED_ACCOUNT];

const LINKS_TO_FLAGGED_ACCOUNTS: Indicator = Indicator {
    id: "links_to_flagged_accounts",
    family: Family::CodeHosting,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "The applicant follows code-hosting accounts on a list of reported accounts.",
    unit: "accounts",
    question: "Which accounts does the applicant follow? Send `links.github.following`, and import a list of kind `handle`.",
    innocent_explanations: "Popular accounts, and people who follow very many accounts.",
    how_to_verify: "Ask how the applicant knows the other account. Many people follow well-known accounts.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "
    .hit = The applicant follows { $matches ->
        [one] one code-hosting account
       *[other] { $matches } code-hosting accounts
    } on { named-lists } of reported accounts.
    .crowd = The applicant follows { $following } code-hosting accounts. Only { $matches ->
        [one] one of them is
       *[other] { $matches } of them are
    } on { named-lists } of reported accounts, which may be chance.
    .miss = No code-hosting account that the applicant follows is on { named-lists } of reported accounts. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: links_to_flagged_accounts,
    #[cfg(test)]
    examples: tests::links_to_flagged_accounts,
};

const REFERRAL_LINK_TO_FLAGGED_ACCOUNT: Indicator = Indicator {
    id: "referral_link_to_flagged_account",
    family: Family::Resume,
    cause: None,
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

/// Accounts that this account follows. Followers and other people's commits don't count, because no one chooses them.
/// Who follows hundreds of others follows some on any list by chance.
fn links_to_flagged_accounts(case: &Case<'_>) -> Finding {
    const MAX_VALUE: usize = 5;
    const FOLLOWING: &str = "/links/github/following";
    const KINDS: &[ListKind] = &[ListKind::Handle];
    let Some(all) = matches(case, ListKind::Handle, ListMeaning::Actor) else {
        return Finding::Unknown;
    };
    let github = case.profile.links.as_ref().and_then(|links| links.github.as_ref());
    let Some(following) = github.map(|github| github.following.len()).filter(|count| *count > 0)
    else {
        return Finding::Unknown;
    };
    let matches: Vec<&Listed> =
        all.into_iter().filter(|listed| listed.pointer.starts_with(FOLLOWING)).collect();
    let matching = pointers(&matches).len();
    let by_chance = match following {
        0..=100 => 0,
        101..=1000 => 1,
        _ => 2,
    };
    if (1..=by_chance).contains(&matching) {
        let lists = names_of_lists(case, &matches, KINDS, ListMeaning::Actor);
        let at = pointers(&matches).into_iter().map(str::to_owned);
        let evidence = Evidence::about(at).worded("crowd").with("lists", lists);
        return Finding::miss(evidence.with("matches", matching).with("following", following));
    }
    let finding = graded_matches(case, &matches, KINDS, ListMeaning::Actor, MAX_VALUE);
    finding.with("matches", matching)
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
        let commit = json!({ "author": { "login": "user-0" } });
        let others = json!({ "user": { "login": "own" }, "commits": [commit] });
        let inbound = looked_up(
            json!({ "links": { "github": others } }),
            ListKind::Handle,
            ListMeaning::Actor,
            &["/links/github/commits/0/author/login"],
        );
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
            .says("The applicant follows one code-hosting account on the list “invented” v2 of reported accounts.")
            .hit("follows seven listed accounts", on(9, &first(7)))
            .value(5.0)
            .says("The applicant follows 7 code-hosting accounts on the list “invented” v2 of reported accounts.")
            .hit("three of a crowd are listed", on(1200, &first(3)))
            .value(3.0)
            .miss("follows no one who is listed", on(1, &[]))
            .says(
                "No code-hosting account that the applicant follows is \
                 on the list “invented” v2 of reported accounts. This does not clear the applicant.",
            )
            .miss("two lists were consulted", two_lists)
            .says(
                "No code-hosting account that the applicant follows is \
                 on the lists “fictional” v1 and “invented” v2 of reported accounts. This does not clear the applicant.",
            )
            .miss("one of a crowd is listed", crowd())
            .says(
                "The applicant follows 1200 code-hosting accounts. Only one of them is \
                 on the list “invented” v2 of reported accounts, which may be chance.",
            )
            .miss("two of a crowd are listed", on(1200, &first(2)))
            .says(
                "The applicant follows 1200 code-hosting accounts. Only 2 of them are \
                 on the list “invented” v2 of reported accounts, which may be chance.",
            )
            .miss("one of a hundred and one", on(101, &first(1)))
            .unknown("others commit to the repositories", inbound)
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
