//! The error codes of the API, each with its status and wording. Clients branch on codes, so codes and statuses are
//! part of the contract; titles and details may change.

use actix_web::http::StatusCode;
use serde::{Serialize, Serializer};

/// What a code means.
struct About {
    name: &'static str,
    status: StatusCode,
    title: &'static str,
    /// The usual detail, or an example where it varies.
    detail: &'static str,
    /// For errors in a body, an example of one: JSON Pointer, code, detail.
    fault: Option<[&'static str; 3]>,
}

macro_rules! error_codes {
    ($($code:ident $name:literal $status:ident $title:literal $detail:literal $([$($fault:literal),+])?;)+) => {
        /// A stable name of an error.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum ErrorCode {
            $($code,)+
        }

        impl ErrorCode {
            fn about(self) -> About {
                match self {
                    $(Self::$code => About {
                        name: $name,
                        status: StatusCode::$status,
                        title: $title,
                        detail: $detail,
                        fault: None $(.or(Some([$($fault),+])))?,
                    },)+
                }
            }
        }
    };
}

error_codes! {
    MalformedJson "malformed_json" BAD_REQUEST "Malformed JSON" "the body is not valid JSON (line 3, column 17)";
    BodyUnreadable "body_unreadable" BAD_REQUEST "Unreadable body" "the body did not arrive completely";
    BadRequest "bad_request" BAD_REQUEST "Bad request" "the request cannot be read";
    QueryInvalid "query_invalid" BAD_REQUEST "Invalid query parameter"
        "the query parameter `limit` is invalid: invalid digit found in string";
    IdempotencyKeyInvalid "idempotency_key_invalid" BAD_REQUEST "Invalid idempotency key"
        "`Idempotency-Key` must appear once, as 1 to 255 visible ASCII characters, such as a UUID";
    Unauthorized "unauthorized" UNAUTHORIZED "Unauthorized" "the token has expired";
    InvalidSignature "invalid_signature" UNAUTHORIZED "Bad signature"
        "the signature is missing or matches none of the configured secrets";
    ScopeMissing "scope_missing" FORBIDDEN "Missing scope" "the token lacks the scope `SCOPE`";
    NotFound "not_found" NOT_FOUND "Not found" "this tenant has no such object";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "Method not allowed"
        "this path does not support the method";
    BodyTooSlow "body_too_slow" REQUEST_TIMEOUT "Body too slow" "the body did not arrive in time";
    IdempotencyKeyInUse "idempotency_key_in_use" CONFLICT "Request still running"
        "a request with this idempotency key is still running; try again in a moment";
    ListExists "list_exists" CONFLICT "List already exists"
        "a list with this name already exists; import into that list";
    GateNotPassed "gate_not_passed" CONFLICT "Gate not passed"
        "the model does not pass the gate: recall at the review budget is lower than the champion's"
        ["/evaluation", "not_evaluated", "it was not measured on labelled cases of this tenant"];
    WrongModelRole "wrong_model_role" CONFLICT "Wrong model role"
        "the model is the champion; promote another model or roll back first";
    NothingToRollBackTo "nothing_to_roll_back_to" CONFLICT "Nothing to roll back to"
        "no model was champion before the current one";
    PromotionNotPending "promotion_not_pending" CONFLICT "No pending promotion"
        "no promotion of this model needs approval";
    OwnPromotionRequest "own_promotion_request" CONFLICT "Own request" "you cannot approve a promotion that you requested";
    ModelUnusable "model_unusable" CONFLICT "Unusable model" "the model does not fit this build";
    NotEnoughLabels "not_enough_labels" CONFLICT "Not measurable"
        "measuring needs applicants labelled fake and genuine; there are 0 fake and 3 genuine";
    TrainingRunning "training_running" CONFLICT "Training already running"
        "a training job of this tenant is queued or running; wait for it or cancel it";
    TrainingFinished "training_finished" CONFLICT "Training already finished" "the training job has already finished: succeeded";
    TooManyWebhookEndpoints "too_many_webhook_endpoints" CONFLICT "Too many webhook endpoints"
        "a tenant has at most 20 webhook endpoints";
    WebhookEndpointDisabled "webhook_endpoint_disabled" CONFLICT "Webhook endpoint disabled"
        "the endpoint is disabled; enable it first";
    ClaimedByAnother "claimed_by_another" CONFLICT "Claimed by another reviewer"
        "reviewer-7 has claimed this review until 2026-06-01T12:10:00Z";
    ClaimExpired "claim_expired" CONFLICT "Claim expired"
        "your claim expired at 2026-06-01T12:10:00Z; claim the review again";
    ReviewNotClaimed "review_not_claimed" CONFLICT "Review not claimed" "claim the review first";
    WrongReviewState "wrong_review_state" CONFLICT "Wrong review state" "the review is closed";
    ReviewAlreadyOpen "review_already_open" CONFLICT "Review already open"
        "the applicant already has an open review: rev_01937a1e5c007bd28f3c2a5d8e6b4f10";
    ReviewDecidesAppeal "review_decides_appeal" CONFLICT "Review decides an appeal"
        "this review decides an appeal; record the appeal's outcome instead";
    DifferentReviewerNeeded "different_reviewer_needed" CONFLICT "Different reviewer needed"
        "someone who neither gave nor approved the contested verdict must take this review";
    OwnVerdictApproval "own_verdict_approval" CONFLICT "Own verdict" "you cannot approve your own verdict";
    NotYourVerdict "not_your_verdict" CONFLICT "Not your verdict" "only reviewer-7, who gave the verdict, can undo it";
    UndoTooLate "undo_too_late" CONFLICT "Too late to undo"
        "the verdict could be undone until 2026-06-01T12:05:00Z; reopen the review instead";
    NoDecision "no_decision" CONFLICT "No decision yet" "there is no decision on this applicant to review";
    RingTooLarge "ring_too_large" CONFLICT "Ring too large"
        "a ring of more than 100 members must be reviewed member by member";
    TooManyRelations "too_many_relations" CONFLICT "Too many confirmed relations"
        "a tenant has at most 1000 confirmed relations in force; withdraw one first";
    RelationNotInForce "relation_not_in_force" CONFLICT "Relation not in force"
        "the relation is withdrawn; confirm a new one";
    AppealAlreadyOpen "appeal_already_open" CONFLICT "Appeal already open"
        "the applicant already has an open appeal: apl_01937a1e5c007bd28f3c2a5d8e6b4f10";
    AppealDecided "appeal_decided" CONFLICT "Appeal already decided" "the appeal has already been decided";
    ApplicantErased "applicant_erased" GONE "Applicant erased" "the applicant was erased; their data can no longer be read";
    LinkUsed "link_used" GONE "Link already used" "the link has already been used";
    LinkExpired "link_expired" GONE "Link expired" "the link has expired";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "Body too large" "the body is larger than 2097152 bytes";
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE "Unsupported media type"
        "the body must be JSON: send `Content-Type: application/json`";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "Idempotency key reused"
        "this idempotency key was used with a different body; use a new key for a new request";
    BodyInvalid "body_invalid" UNPROCESSABLE_ENTITY "Invalid body" "the body is invalid; fix what `errors` lists"
        ["", "invalid", "unknown field `verdcit`, expected `verdict`"];
    ProfileInvalid "profile_invalid" UNPROCESSABLE_ENTITY "Invalid profile"
        "the profile has 1 error; fix what `errors` lists"
        ["/sessions/3/ip", "invalid_ip", "is not an IPv4 or IPv6 address"];
    PolicyInvalid "policy_invalid" UNPROCESSABLE_ENTITY "Invalid policy" "the policy is invalid; fix what `errors` lists"
        ["/high_threshold", "out_of_range", "must be a probability above `elevated_threshold`"];
    ObservationInvalid "observation_invalid" UNPROCESSABLE_ENTITY "Invalid observation"
        "the observation is invalid; fix what `errors` lists"
        ["/indicator", "not_human_evidence", "is computed from the profile and does not accept observations; indicators with the use `human_evidence_only` and those about what an applicant wrote do"];
    RelationInvalid "relation_invalid" UNPROCESSABLE_ENTITY "Invalid relation"
        "the relation is invalid; fix what `errors` lists"
        ["/members", "out_of_range", "must be 2 to 20 members"];
    ListInvalid "list_invalid" UNPROCESSABLE_ENTITY "Invalid list" "the list is invalid: unknown variant `emails`"
        ["", "invalid_list", "unknown variant `emails`"];
    ListFileInvalid "list_file_invalid" UNPROCESSABLE_ENTITY "Invalid list file"
        "the file has 2 errors and nothing was imported; fix what `errors` lists or send `skip_invalid=true`"
        ["/lines/17", "invalid_entry", "is not an e-mail address"];
    ModelInvalid "model_invalid" UNPROCESSABLE_ENTITY "Invalid model" "the model is invalid; fix what `errors` lists"
        ["/definition/terms/3/miss", "wrong_type", "must be of type number"];
    PromotionInvalid "promotion_invalid" UNPROCESSABLE_ENTITY "Invalid promotion"
        "the body must be `{}` or `{\"force_reason\": \"…\"}`"
        ["/force_reason", "out_of_range", "the reason must be 10 to 500 characters"];
    TrainingInvalid "training_invalid" UNPROCESSABLE_ENTITY "Invalid training job"
        "the training job is invalid; fix what `errors` lists"
        ["/options/test_share", "out_of_range", "is a share between 0.1 and 0.5"];
    InputInvalid "input_invalid" UNPROCESSABLE_ENTITY "Invalid input"
        "the input cannot be converted and nothing was stored; fix what `errors` lists"
        ["/user/login", "required", "must be a non-empty string"];
    WebhookInvalid "webhook_invalid" UNPROCESSABLE_ENTITY "Invalid webhook endpoint"
        "the webhook request is invalid; fix what `errors` lists"
        ["/url", "invalid_webhook", "names an address that is not public"];
    ChampionUnusable "champion_unusable" SERVICE_UNAVAILABLE "Unusable champion"
        "the champion mod_9f86d081884c7d65 cannot be used: its artefact is missing; promote another model or roll back";
    Internal "internal" INTERNAL_SERVER_ERROR "Internal error"
        "something went wrong on our side; give us the request id in `instance` if it happens again";
    Unavailable "unavailable" SERVICE_UNAVAILABLE "Service unavailable"
        "the service is not ready; try again in a moment, with the same idempotency key";
    Overloaded "overloaded" SERVICE_UNAVAILABLE "Overloaded"
        "too many requests are being processed; wait as long as `Retry-After` says and try again, with the same idempotency key";
}

impl ErrorCode {
    pub(super) fn as_str(self) -> &'static str {
        self.about().name
    }

    pub(super) fn status(self) -> StatusCode {
        self.about().status
    }

    pub(super) fn title(self) -> &'static str {
        self.about().title
    }

    pub(super) fn detail(self) -> &'static str {
        self.about().detail
    }

    /// An example of a fault in the body: JSON Pointer, code, detail.
    pub(super) fn fault(self) -> Option<[&'static str; 3]> {
        self.about().fault
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
