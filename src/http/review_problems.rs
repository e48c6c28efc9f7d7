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

/// What the state of a review can have against it.
pub(super) fn kinds(path: &str, body: bool) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let mut when = |applies: bool, more: &[Kind]| kinds.extend(more.iter().filter(|_| applies));
    let last = path.rsplit('/').next().unwrap_or_default();
    when(path.contains("{id}") || body, ERASED);
    when(matches!(last, "release" | "renew" | "verdict"), REVIEW);
    when(last == "claim", CLAIM);
    when(last == "approval", APPROVAL);
    when(last == "undo", UNDO);
    when(matches!(last, "undo" | "reopen"), REOPEN);
    when(matches!(last, "verdict" | "reopen"), APPEALED);
    when(path == "/v1/reviews" && body, REQUEST);
    when(path == "/v1/reviews" && body, PATH);
    kinds
}
