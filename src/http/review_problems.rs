//! The problems that the routes of reviews can answer with; see [`super::problems`].

use super::problems::{ERASED, Kind, PATH};

/// What the state of a review does not allow.
const REVIEW: &[Kind] = &[
    (409, "review_held", "reviewer-7 has this review until 2026-06-01T12:10:00Z", None),
    (
        409,
        "lease_ran_out",
        "your claim ran out at 2026-06-01T12:10:00Z; claim the review again",
        None,
    ),
    (409, "review_not_claimed", "claim the review first", None),
    (409, "review_state", "the review is closed", None),
];
const CLAIM: &[Kind] = &[
    (409, "review_held", "reviewer-7 has this review until 2026-06-01T12:10:00Z", None),
    (409, "review_state", "the review is closed", None),
    (
        409,
        "different_reviewer_needed",
        "a different person than whoever gave or approved the contested verdict must take this review",
        None,
    ),
];
const APPROVAL: &[Kind] = &[
    (409, "own_verdict", "nobody approves their own verdict; a second person must", None),
    (409, "review_state", "the review is closed", None),
];
const UNDO: &[Kind] = &[
    (409, "not_your_verdict", "only reviewer-7, who gave the verdict, can take it back", None),
    (
        409,
        "undo_too_late",
        "the verdict could be taken back until 2026-06-01T12:05:00Z; reopen the review instead",
        None,
    ),
];
const REOPEN: &[Kind] = &[
    (409, "review_state", "the review is open", None),
    (
        409,
        "review_running",
        "the applicant has a review that is running: rev_01937a1e5c007bd28f3c2a5d8e6b4f10",
        None,
    ),
];
const APPEALED: &[Kind] =
    &[(409, "review_is_appeal", "this review decides an appeal: give the appeal's outcome", None)];
const REQUEST: &[Kind] =
    &[(409, "nothing_decided", "there is no decision on this applicant to review", None)];

const APPEAL: &[Kind] = &[
    (409, "nothing_decided", "there is no decision on this applicant to review", None),
    (
        409,
        "appeal_running",
        "the applicant has an appeal that is not decided: apl_01937a1e5c007bd28f3c2a5d8e6b4f10",
        None,
    ),
];
const DECIDED: &[Kind] = &[(409, "appeal_decided", "the appeal is decided already", None)];
const CORRECTED: &[Kind] = &[(
    422,
    "profile_invalid",
    "the profile has 1 fault; mend what `errors` names",
    Some(("/sessions/3/ip", "invalid_ip", "is not an IPv4 or IPv6 address")),
)];
const RING: &[Kind] =
    &[(409, "ring_too_large", "a ring of more than 100 members is worked member by member", None)];

/// Whether the route's body is one that a type here describes.
pub(super) fn is_typed(path: &str) -> bool {
    let folders =
        ["/v1/reviews", "/v1/queues", "/v1/appeals", "/v1/labels", "/v1/golden-items", "/v1/rings"];
    folders.iter().any(|folder| path.starts_with(folder))
}

/// What the state of a review, an appeal or a ring can have against it.
pub(super) fn kinds(path: &str, body: bool) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let mut when = |applies: bool, more: &[Kind]| kinds.extend(more.iter().filter(|_| applies));
    let mut parts = path.split('/').skip(2);
    let folder = parts.next().unwrap_or_default();
    let last = parts.last().unwrap_or_default();
    let named = path.contains("{id}");
    match folder {
        "reviews" => {
            when(named || body, ERASED);
            when(matches!(last, "release" | "renew" | "verdict"), REVIEW);
            when(last == "claim", CLAIM);
            when(last == "approval", APPROVAL);
            when(last == "undo", UNDO);
            when(matches!(last, "undo" | "reopen"), REOPEN);
            when(matches!(last, "verdict" | "reopen"), APPEALED);
            when(last.is_empty() && body, REQUEST);
            when(last.is_empty() && body, PATH);
        }
        "rings" => {
            when(last == "reviews", CLAIM);
            when(last == "reviews", REQUEST);
            when(last == "verdicts", REVIEW);
            when(matches!(last, "reviews" | "verdicts"), RING);
            when(matches!(last, "reviews" | "verdicts"), ERASED);
        }
        "appeals" => {
            when(named || body, ERASED);
            when(last == "corrections", CORRECTED);
            when(matches!(last, "corrections" | "outcome"), DECIDED);
            when(last == "outcome", REVIEW);
            when(last.is_empty() && body, APPEAL);
            when(!named && body, PATH);
        }
        "labels" | "golden-items" => {
            when(body, ERASED);
            when(body, PATH);
            when(body && folder == "golden-items", REQUEST);
        }
        _ => {}
    }
    kinds
}
