//! Referrals.

use serde_json::json;

use super::people::listed;
use super::{Cases, of};
use crate::lists::{ListKind, ListMeaning};

pub(super) fn cases() -> Vec<Cases> {
    let referred = json!({ "claims": { "referrals": [{ "external_id": "other" }] } });
    let referral = |meaning, at| listed(referred.clone(), ListKind::Account, meaning, at);
    let at = Some("/claims/referrals/0/external_id");
    vec![of(
        "referral_link_to_flagged_account",
        referral(ListMeaning::Actor, at),
        referral(ListMeaning::Actor, None),
        "a colleague on a list of another kind",
        referral(ListMeaning::Forwarder, at),
    )]
}
