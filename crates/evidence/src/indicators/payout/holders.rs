//! Who holds the payout accounts.

use std::collections::BTreeSet;

use super::super::identity_check::verified_name;
use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{current, is_elsewhere, label};
use crate::finding::{Evidence, Finding};
use crate::profile::payouts::{HolderRelation, Payout};
use crate::profile::{Agreement, CountryCode, PersonName};

pub(super) const PAYOUT_NAME_MISMATCH: Indicator = Indicator {
    id: "payout_name_mismatch",
    family: Family::Payout,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Payout accounts belong to several strangers, to a stranger abroad, or to someone without proof of a connection.",
    unit: "payouts in another name",
    question: "Who owns the payout accounts, and where are they? Send `payouts[].holder_name`, `country` and, if you asked for proof, `holder_relation`.",
    innocent_explanations: "A business account, the accounts of a spouse and a parent, or a name spelled in another alphabet. One holder with another name does not count without a second sign.",
    how_to_verify: "Ask for an account statement, or for proof of the business or the relationship. Send the answer as `payouts[].holder_relation`.",
    sources: &["JP24", "US2022", "PSA25"],
    wording: "
    .hit = { $accounts_count ->
        [one] The holder of the payout account { $accounts } has
       *[other] The holders of the payout accounts { $accounts } have
    } a different name than the applicant.
    .abroad = { $accounts_count ->
        [one] The holder of the payout account { $accounts } has
       *[other] The holders of the payout accounts { $accounts } have
    } a different name than the applicant, and { $accounts_count ->
        [one] it is
       *[other] they are
    } held in { $held_in }, where the applicant does not claim to live.
    .unrelated = { $accounts_count ->
        [one] The holder of the payout account { $accounts } has
       *[other] The holders of the payout accounts { $accounts } have
    } a different name than the applicant, and there is no proof of a connection.
    .miss = { $accounts_count ->
        [one] The holder’s name of the payout account { $accounts } fits
       *[other] The holders’ names of the payout accounts { $accounts } fit
    } the applicant’s name.
",
    miss: MissRule::Counts,
    observe: payout_name_mismatch,
    #[cfg(test)]
    examples: tests::payout_name_mismatch,
};

/// Names that share nothing, with a second sign. A holder with another name alone is no evidence: it can be the spouse,
/// and only in some cultures do spouses share a name. For the same reason, a shared part clears no one.
fn payout_name_mismatch(case: &Case<'_>) -> Finding {
    let claims = case.profile.claims.as_ref();
    if case.links.is_in_agency() {
        // An agency is paid on behalf of the people who work for it.
        return Finding::Unknown;
    }
    let claimed = claims.and_then(|claims| claims.name.as_ref());
    let verified = verified_name(case).map(|(_, name)| name);
    let names: Vec<&PersonName> =
        (claimed.into_iter().chain(verified)).filter(|name| !name.is_organisation()).collect();
    let holders = Holders::compare(case, &names);
    let (second_sign, strangers) = holders.strangers_with_second_sign(case);
    if let Some(second_sign) = second_sign {
        let label = |holder: &Holder<'_>| label(holder.index, holder.payout);
        let accounts: Vec<String> = strangers.iter().map(label).collect();
        let places: BTreeSet<CountryCode> =
            strangers.iter().filter_map(|holder| holder.payout.country).collect();
        let pointers =
            strangers.iter().map(|holder| format!("/payouts/{}/holder_name", holder.index));
        let evidence = Evidence::about(pointers).with("accounts", accounts);
        let evidence = match second_sign {
            SecondSign::Several => evidence,
            SecondSign::Unrelated => evidence.worded("unrelated"),
            SecondSign::Abroad => {
                evidence.worded("abroad").with("held_in", places.into_iter().collect::<Vec<_>>())
            }
        };
        return Finding::hit(count(strangers.len()), evidence);
    }
    if holders.own.is_empty() || holders.is_cut || !holders.strangers.is_empty() {
        return Finding::Unknown;
    }
    let accounts: Vec<String> =
        holders.own.iter().map(|holder| label(holder.index, holder.payout)).collect();
    Finding::miss(Evidence::about([]).with("accounts", accounts))
}

/// A payout account with a holder whose name was compared.
#[derive(Clone, Copy)]
struct Holder<'a> {
    index: usize,
    payout: &'a Payout,
    name: &'a PersonName,
}

/// What shows that a holder with another name is a stranger.
#[derive(Clone, Copy)]
enum SecondSign {
    /// The platform asked, and there is no proof of a connection.
    Unrelated,
    /// The account is where the applicant does not claim to live or stay.
    Abroad,
    /// There are accounts of several such holders.
    Several,
}

/// The holders of the current payout accounts.
struct Holders<'a> {
    /// Those with the applicant's name.
    own: Vec<Holder<'a>>,
    /// Those whose name has nothing in common with the applicant's names.
    strangers: Vec<Holder<'a>>,
    /// Whether a name was too long to compare.
    is_cut: bool,
}

impl<'a> Holders<'a> {
    /// Compares the holders with the applicant's names. Organisations and explained accounts are left out.
    fn compare(case: &Case<'a>, names: &[&PersonName]) -> Self {
        let mut holders = Self { own: Vec::new(), strangers: Vec::new(), is_cut: false };
        for (index, payout) in current(case) {
            let is_explained = payout.holder_relation.is_some_and(|relation| {
                !matches!(relation, HolderRelation::Unrelated | HolderRelation::Own)
            });
            let Some(name) = payout.holder_name.as_ref() else { continue };
            if is_explained || name.is_organisation() {
                continue;
            }
            let holder = Holder { index, payout, name };
            let agreements: Vec<Agreement> =
                names.iter().map(|own| name.agrees_with(own)).collect();
            let all = |agreement| !names.is_empty() && agreements.iter().all(|a| *a == agreement);
            holders.is_cut |= agreements.contains(&Agreement::TooLong);
            if agreements.contains(&Agreement::Agree)
                || payout.holder_relation == Some(HolderRelation::Own)
            {
                holders.own.push(holder);
            } else if all(Agreement::Differ) {
                holders.strangers.push(holder);
            }
        }
        holders
    }

    /// The strangers of the strongest second sign.
    fn strangers_with_second_sign(&self, case: &Case<'_>) -> (Option<SecondSign>, Vec<Holder<'a>>) {
        let with = |is_meant: &dyn Fn(&Holder<'_>) -> bool| -> Vec<Holder<'a>> {
            self.strangers.iter().filter(|holder| is_meant(holder)).copied().collect()
        };
        let unrelated =
            with(&|holder| holder.payout.holder_relation == Some(HolderRelation::Unrelated));
        if !unrelated.is_empty() {
            return (Some(SecondSign::Unrelated), unrelated);
        }
        if self.are_several() {
            return (Some(SecondSign::Several), self.strangers.clone());
        }
        let abroad = with(&|holder| is_elsewhere(case, holder.payout) == Some(true));
        let sign = (!abroad.is_empty()).then_some(SecondSign::Abroad);
        (sign, abroad)
    }

    /// Whether two of the strangers have nothing in common.
    fn are_several(&self) -> bool {
        /// How many names are compared with the first one.
        const MAX_COMPARED: usize = 20;
        let Some((first, others)) = self.strangers.split_first() else { return false };
        let mut others = others.iter().take(MAX_COMPARED);
        others.any(|other| other.name.agrees_with(first.name) == Agreement::Differ)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::finding::State;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    fn held(claims: Value, payouts: Value) -> Fixture {
        Fixture::new(json!({ "payouts": payouts, "claims": claims }))
    }

    fn sam(payouts: Value) -> Fixture {
        held(json!({ "name": "Sam Example", "country": "US" }), payouts)
    }

    fn held_by(holder: &str, claimed: &str) -> Fixture {
        let payouts =
            json!([{ "holder_name": holder, "account": "US-ACCT-4401", "country": "US" }]);
        held(json!({ "name": claimed, "country": "US" }), payouts)
    }

    /// The holder's account is with a bank abroad, which is a second sign.
    fn abroad(holder: &str, claimed: &str) -> Fixture {
        let payouts = json!([{
            "holder_name": holder, "account": "FR-ACCT-4401", "country": "FR", "method": "bank",
        }]);
        held(json!({ "name": claimed, "country": "US" }), payouts)
    }

    fn stated(relation: &str) -> Fixture {
        sam(json!([{
            "holder_name": "Robin Stone", "account": "US-ACCT-4401", "holder_relation": relation,
        }]))
    }

    pub(super) fn payout_name_mismatch() -> Examples {
        let payout = |holder: &str| held_by(holder, "Sam Example");
        let removed =
            json!([{ "holder_name": "Robin Stone", "removed_at": "2026-01-01T00:00:00Z" }]);
        let agency = Fixture::new(json!({
            "payouts": [{ "holder_name": "Robin Stone" }, { "holder_name": "Otto Specimen" }],
            "claims": { "name": "Sam Example" },
        }));
        let agency = agency.confirmed(Declared::AGENCY);
        let declared = Fixture::new(json!({
            "payouts": [{ "holder_name": "Robin Stone" }, { "holder_name": "Otto Specimen" }],
            "claims": { "name": "Sam Example", "declared_agency": "Example Studio" },
        }));
        let two = json!([{ "holder_name": "Robin Stone" }, { "holder_name": "Otto Specimen" }]);
        let company = json!([
            { "holder_name": "DM Consulting LLC", "country": "FR", "method": "bank" },
            { "holder_name": "Otto Specimen GmbH", "country": "DE", "method": "bank" },
        ]);
        let two_abroad = json!([
            { "holder_name": "Robin Stone", "account": "FR-ACCT-4401", "country": "FR", "method": "bank" },
            { "holder_name": "Robin Stone", "account": "NL-ACCT-5512", "country": "NL", "method": "card" },
        ]);
        let both_unrelated = json!([
            { "holder_name": "Robin Stone", "holder_relation": "unrelated" },
            { "holder_name": "Robin Stone", "holder_relation": "unrelated" },
        ]);
        let verified = Fixture::new(json!({
            "payouts": [{ "holder_name": "Robin Stone", "country": "FR", "method": "bank" }],
            "claims": { "name": "Sam Example", "country": "US" },
            "identity_checks": [{ "result": "passed", "name_on_document": "Robin Stone" }],
        }));
        Examples::new()
            .hit("accounts of two strangers", sam(two))
            .value(2.0)
            .pointers(&["/payouts/0/holder_name", "/payouts/1/holder_name"])
            .says("The holders of the payout accounts #1 and #2 have a different name than the applicant.")
            .hit("no proof of a connection", stated("unrelated"))
            .value(1.0)
            .says("The holder of the payout account …4401 has a different name than the applicant, and there is no proof of a connection.")
            .hit("no proof for two accounts", sam(both_unrelated))
            .says("The holders of the payout accounts #1 and #2 have a different name than the applicant, and there is no proof of a connection.")
            .hit("a stranger abroad", abroad("Robin Stone", "Sam Example"))
            .says("The holder of the payout account …4401 has a different name than the applicant, and it is held in France, where the applicant does not claim to live.")
            .hit("a stranger with two accounts abroad", sam(two_abroad))
            .says("The holders of the payout accounts …4401 and …5512 have a different name than the applicant, and they are held in France and the Netherlands, where the applicant does not claim to live.")
            .hit("names in the same script can be compared", abroad("이지은", "김민수"))
            .miss("the applicant's own account", payout("Sam Example"))
            .says("The holder’s name of the payout account …4401 fits the applicant’s name.")
            .miss("a former name that was proven", stated("self"))
            .miss("another romanisation is no other name", held_by("Gim Minsoo", "Kim Min-su"))
            .miss("another spelling is no other name", held_by("Iurii Petroff", "Yuriy Petrov"))
            .miss("the verified name", verified)
            .unknown("a spouse at home", payout("Robin Stone"))
            .unknown("a spouse that was proven", stated("household"))
            .unknown("no holder", sam(json!([{}])))
            .unknown("companies", sam(company))
            .unknown("Korean cannot be compared with Latin", abroad("김민수", "Sam Example"))
            .unknown("Chinese cannot be compared with Latin", abroad("王小明", "Sam Example"))
            .unknown("Arabic cannot be compared with Latin", abroad("محمد علي", "Sam Example"))
            .unknown("the stranger's account was removed", sam(removed))
            .hit("an agency that nobody confirmed", declared)
            .unknown("a confirmed agency is paid for its people", agency)
            .innocent("a joint account", payout("Sam and Robin Example"))
    }

    #[test]
    fn couples_are_treated_alike_whether_they_share_a_name_or_not() {
        for (holder, claimed) in [
            ("Jane Miller", "John Miller"),
            ("Park Ji-young", "Kim Min-su"),
            ("박지영", "김민수"),
            ("王芳", "李伟"),
            ("Anna Kowalska", "Jan Kowalski"),
            ("María Núñez Rey", "Luis Vidal Sanz"),
        ] {
            let state = held_by(holder, claimed).state("payout_name_mismatch");
            assert_eq!(state, State::Unknown, "{holder} for {claimed}");
        }
    }
}
