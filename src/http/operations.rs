//! The operations of the API: one row each, from which routing, scopes, idempotency keys, limits and the OpenAPI
//! document follow.
//!
//! The handler's `#[utoipa::path]` adds what only it knows: query parameters, request body, success responses.

use actix_web::web;

use super::error_code::ErrorCode;
use super::operation::{Body, Key, Operation, Tag};
use super::v1::{audit, lists, models, reviews};
use super::{appeal_page, health};
use crate::auth::Scope;
use crate::http::v1::models::{drift, model_roles, shadow, training_data, training_jobs};
use crate::http::v1::people::{applicants, observations, relations, rings};
use crate::http::v1::reviews::{appeals, golden, labels, notices, queues, ring_reviews, verdicts};
use crate::http::v1::scoring::{
    adapters, batches, decisions, indicators, policy, reassessment, scores,
};
use crate::http::v1::webhooks::{events, webhook_deliveries, webhook_endpoints};

/// Declares operations, grouped by tag. A row is method, path, scope (or `public`), id and handler, then fields that
/// differ from the default in `{…}` and error codes in `[…]`.
macro_rules! operations {
    ($(#[$doc:meta])* $name:ident = $($tag:literal $description:literal {$(
        $method:ident $path:literal $scope:ident $id:ident => $($handler:ident)::+
        $({ $($field:ident: $value:expr),+ })? $([$($error:ident),+])?;
    )+})+) => {
        $(#[$doc])*
        pub(super) static $name: &[Operation] = &[$($(Operation {
            $($($field: $value,)+)?
            ..Operation {
                method: stringify!($method),
                path: $path,
                id: stringify!($id),
                tag: Tag { name: $tag, description: $description },
                scope: operations!(@scope $scope),
                key: Key::Replayed,
                body: Body::Json,
                database: true,
                errors: &[$($(ErrorCode::$error),+)?],
                route: || web::to($($handler)::+),
                docs: || {
                    #[derive(utoipa::OpenApi)]
                    #[openapi(paths($($handler)::+))]
                    struct Docs;
                    <Docs as utoipa::OpenApi>::openapi()
                },
            }
        },)+)+];
    };
    (@scope public) => { None };
    (@scope $scope:ident) => { Some(Scope::$scope) };
}

operations! {
    /// Every operation.
    OPERATIONS =
    "decisions" "Score profiles and store the decisions" {
        GET "/v1/decisions" DecisionsRead list_decisions => decisions::list;
        POST "/v1/decisions" DecisionsWrite decide => decisions::decide
            { key: Key::Handler, body: Body::Profile } [ApplicantErased, ChampionUnusable];
        POST "/v1/decisions/batch" DecisionsWrite decide_batch => batches::decide
            { key: Key::Ignored, body: Body::Batch } [ChampionUnusable];
        GET "/v1/decisions/{id}" DecisionsRead find_decision => decisions::find [ApplicantErased];
        GET "/v1/decisions/{id}/notice" DecisionsRead find_notice => notices::find [ApplicantErased];
        POST "/v1/decisions/{id}/reassess" DecisionsWrite reassess_decision => reassessment::reassess
            { key: Key::Ignored } [ApplicantErased, ProfileInvalid, ChampionUnusable];
        POST "/v1/decisions/{id}/replay" DecisionsWrite replay_decision => decisions::replay
            { key: Key::Ignored } [ApplicantErased];
    }
    "scores" "Score profiles without storing anything" {
        POST "/v1/scores" DecisionsWrite score => scores::score { key: Key::Ignored, body: Body::Profile }
            [ChampionUnusable];
    }
    "applicants" "Applicants with their profiles, decisions and links" {
        GET "/v1/applicants/{id}" ApplicantsRead find_applicant => applicants::find [ApplicantErased];
        DELETE "/v1/applicants/{id}" ApplicantsWrite erase_applicant => applicants::erase [ApplicantErased];
        GET "/v1/applicants/{id}/links" ApplicantsRead find_applicant_links => applicants::links [ApplicantErased];
        GET "/v1/applicants/{id}/observations" ApplicantsRead list_observations => observations::list [ApplicantErased];
        POST "/v1/applicants/{id}/observations" ApplicantsWrite record_observation => observations::record
            [ApplicantErased, ObservationInvalid];
    }
    "rings" "Groups of applicants linked by shared personal identifiers" {
        GET "/v1/rings" ApplicantsRead list_rings => rings::list;
        GET "/v1/rings/{id}" ApplicantsRead find_ring => rings::find;
    }
    "relations" "Agencies and households that you confirmed, which explain what their members share" {
        GET "/v1/relations" RelationsRead list_relations => relations::list;
        POST "/v1/relations" RelationsWrite confirm_relation => relations::confirm [RelationInvalid, TooManyRelations];
        GET "/v1/relations/{id}" RelationsRead find_relation => relations::find;
        POST "/v1/relations/{id}/members" RelationsWrite change_relation_members => relations::change_members
            [RelationInvalid, RelationNotInForce];
        POST "/v1/relations/{id}/withdraw" RelationsWrite withdraw_relation => relations::withdraw;
    }
    "indicators" "Published red flags and how each is used" {
        GET "/v1/indicators" IndicatorsRead list_indicators => indicators::list { database: false };
        GET "/v1/indicators/{id}" IndicatorsRead find_indicator => indicators::find { database: false };
    }
    "policy" "Thresholds and base rate of the tenant" {
        GET "/v1/policy" PolicyRead find_policy => policy::current;
        PUT "/v1/policy" PolicyWrite put_policy => policy::put { body: Body::Document } [PolicyInvalid];
    }
    "lists" "Threat lists that every profile is checked against" {
        GET "/v1/lists" ListsRead list_lists => lists::list;
        POST "/v1/lists" ListsWrite create_list => lists::create [ListExists, ListInvalid];
        GET "/v1/lists/{id}" ListsRead find_list => lists::find;
        DELETE "/v1/lists/{id}" ListsWrite delete_list => lists::delete;
        POST "/v1/lists/{id}/imports" ListsWrite import_list => lists::import
            { key: Key::Ignored, body: Body::File { mib: 96 } } [ListFileInvalid];
        GET "/v1/lists/{id}/versions" ListsRead list_versions => lists::versions;
    }
    "models" "Registered models, their roles and evaluations" {
        GET "/v1/drift" ModelsRead find_drift => drift::find [ChampionUnusable];
        GET "/v1/models" ModelsRead list_models => models::list;
        POST "/v1/models" ModelsWrite register_model => models::register { body: Body::Document } [ModelInvalid];
        POST "/v1/models/rollback" ModelsWrite roll_back => model_roles::roll_back
            [NothingToRollBackTo, ModelUnusable];
        GET "/v1/models/schema" ModelsRead find_model_schema => models::schema { database: false };
        GET "/v1/models/{id}" ModelsRead find_model => models::find;
        POST "/v1/models/{id}/approve" ApprovalsWrite approve_promotion => model_roles::approve
            [GateNotPassed, OwnPromotionRequest, PromotionNotPending, ModelUnusable, PromotionInvalid];
        GET "/v1/models/{id}/artefact" ModelsRead find_artefact => models::artefact;
        POST "/v1/models/{id}/decline" ModelsWrite decline_promotion => model_roles::decline
            [OwnPromotionRequest, PromotionNotPending];
        POST "/v1/models/{id}/evaluate" ModelsWrite evaluate_model => models::evaluate
            [NotEnoughLabels, ChampionUnusable];
        GET "/v1/models/{id}/evaluation" ModelsRead find_evaluation => models::evaluation;
        GET "/v1/models/{id}/evaluation.html" ModelsRead show_evaluation => models::evaluation_page;
        GET "/v1/models/{id}/operating-point" ModelsRead find_operating_point => drift::operating_point;
        POST "/v1/models/{id}/promote" ModelsWrite promote_model => model_roles::promote
            [GateNotPassed, ModelUnusable, PromotionInvalid];
        POST "/v1/models/{id}/retire" ModelsWrite retire_model => model_roles::retire [WrongModelRole];
        POST "/v1/models/{id}/shadow" ModelsWrite shadow_model => model_roles::shadow [WrongModelRole, ModelUnusable];
        GET "/v1/models/{id}/shadow-report" ModelsRead find_shadow_report => shadow::report;
    }
    "training" "Training jobs that learn from the tenant's labels" {
        GET "/v1/training-data" TrainingDataRead export_training_data => training_data::export;
        GET "/v1/training-jobs" ModelsRead list_training_jobs => training_jobs::list;
        POST "/v1/training-jobs" ModelsWrite start_training => training_jobs::start
            [TrainingRunning, TrainingInvalid];
        GET "/v1/training-jobs/{id}" ModelsRead find_training_job => training_jobs::find;
        POST "/v1/training-jobs/{id}/cancel" ModelsWrite cancel_training => training_jobs::cancel [TrainingFinished];
        GET "/v1/training-jobs/{id}/events" ModelsRead watch_training_job => training_jobs::watch;
        GET "/v1/training-jobs/{id}/log" ModelsRead read_training_log => training_jobs::log;
    }
    "adapters" "Profiles in other formats, and webhooks from vendors" {
        POST "/v1/adapters/{kind}" DecisionsWrite convert => adapters::convert
            { key: Key::Ignored, body: Body::File { mib: 16 } } [IdempotencyKeyInUse, ApplicantErased, InputInvalid];
        POST "/v1/adapters/{kind}/{tenant}" public take_webhook => adapters::webhook
            { key: Key::Ignored, body: Body::File { mib: 16 } }
            [InvalidSignature, IdempotencyKeyInUse, ApplicantErased, InputInvalid];
    }
    "reviews" "Reviews of decisions: claims, verdicts, approvals and history" {
        GET "/v1/reviews" ReviewsRead list_reviews => reviews::list;
        POST "/v1/reviews" ReviewsWrite request_review => reviews::request [NotFound, NoDecision, ApplicantErased];
        POST "/v1/reviews/claim-next" ReviewsWrite claim_next_review => reviews::claim_next;
        GET "/v1/reviews/{id}" ReviewsRead find_review => reviews::find [ApplicantErased];
        POST "/v1/reviews/{id}/approval" ApprovalsWrite approve_verdict => verdicts::approve
            [OwnVerdictApproval, WrongReviewState, ApplicantErased];
        POST "/v1/reviews/{id}/claim" ReviewsWrite claim_review => reviews::claim
            [ClaimedByAnother, WrongReviewState, DifferentReviewerNeeded, ApplicantErased];
        GET "/v1/reviews/{id}/history" ReviewsRead find_review_history => reviews::history [ApplicantErased];
        POST "/v1/reviews/{id}/notes" ReviewsWrite note_review => reviews::note [ApplicantErased];
        POST "/v1/reviews/{id}/release" ReviewsWrite release_review => reviews::release
            [ClaimedByAnother, ClaimExpired, ReviewNotClaimed, WrongReviewState, ApplicantErased];
        POST "/v1/reviews/{id}/renew" ReviewsWrite renew_review => reviews::renew
            [ClaimedByAnother, ClaimExpired, ReviewNotClaimed, WrongReviewState, ApplicantErased];
        POST "/v1/reviews/{id}/reopen" ReviewsWrite reopen_review => verdicts::reopen
            [WrongReviewState, ReviewAlreadyOpen, ReviewDecidesAppeal, ApplicantErased];
        POST "/v1/reviews/{id}/undo" ReviewsWrite undo_verdict => verdicts::undo
            [NotYourVerdict, UndoTooLate, WrongReviewState, ReviewAlreadyOpen, ApplicantErased];
        POST "/v1/reviews/{id}/verdict" ReviewsWrite give_verdict => verdicts::give
            [ClaimedByAnother, ClaimExpired, ReviewNotClaimed, WrongReviewState, ReviewDecidesAppeal, ApplicantErased];
        POST "/v1/rings/{id}/reviews" ReviewsWrite claim_ring => ring_reviews::claim
            [ClaimedByAnother, WrongReviewState, DifferentReviewerNeeded, NoDecision, RingTooLarge, ApplicantErased];
        POST "/v1/rings/{id}/verdicts" ReviewsWrite judge_ring => ring_reviews::judge
            [ClaimedByAnother, ClaimExpired, ReviewNotClaimed, WrongReviewState, RingTooLarge, ApplicantErased];
    }
    "appeals" "Appeals against decisions, by the platform or the applicant" {
        GET "/appeals/{token}" public show_appeal_page => appeal_page::show;
        POST "/appeals/{token}" public contest_by_link => appeal_page::contest
            { key: Key::Ignored, body: Body::Form { kib: 64 } };
        GET "/v1/appeals" ReviewsRead list_appeals => appeals::list;
        POST "/v1/appeals" ReviewsWrite open_appeal => appeals::open
            [NotFound, NoDecision, AppealAlreadyOpen, ApplicantErased];
        POST "/v1/appeals/links" ReviewsWrite make_appeal_link => appeals::link [NotFound, ApplicantErased];
        GET "/v1/appeals/{id}" ReviewsRead find_appeal => appeals::find [ApplicantErased];
        POST "/v1/appeals/{id}/corrections" ReviewsWrite correct_facts => appeals::correct
            [AppealDecided, ApplicantErased, ProfileInvalid];
        POST "/v1/appeals/{id}/outcome" ReviewsWrite decide_appeal => appeals::decide
            [AppealDecided, ClaimedByAnother, ClaimExpired, ReviewNotClaimed, WrongReviewState, ApplicantErased];
    }
    "labels" "Verdicts and outcomes that models learn from" {
        GET "/v1/applicants/{id}/labels" LabelsRead find_applicant_labels => labels::of_applicant [ApplicantErased];
        GET "/v1/labels" LabelsRead list_labels => labels::list;
        POST "/v1/labels" LabelsWrite record_label => labels::record [NotFound, ApplicantErased];
    }
    "queues" "Review queues, golden items and agreement between reviewers" {
        GET "/v1/golden-items" QueuesRead list_golden => golden::list;
        POST "/v1/golden-items" QueuesWrite mark_golden => golden::mark [NotFound, NoDecision, ApplicantErased];
        DELETE "/v1/golden-items/{id}" QueuesWrite remove_golden => golden::remove;
        GET "/v1/queues" ReviewsRead list_queues => queues::list;
        GET "/v1/queues/agreement" QueuesRead find_agreement => golden::agreement;
        PUT "/v1/queues/{name}" QueuesWrite put_queue => queues::put;
        GET "/v1/reviewers" QueuesRead list_reviewers => golden::reviewers;
    }
    "webhooks" "Signed events sent to your endpoints, and their deliveries" {
        GET "/v1/events" WebhooksRead list_events => events::list;
        GET "/v1/webhook-deliveries/{id}" WebhooksRead find_webhook_delivery => webhook_deliveries::find;
        POST "/v1/webhook-deliveries/{id}/replay" WebhooksWrite replay_webhook_delivery => webhook_deliveries::replay
            [WebhookEndpointDisabled];
        GET "/v1/webhook-endpoints" WebhooksRead list_webhook_endpoints => webhook_endpoints::list;
        POST "/v1/webhook-endpoints" WebhooksWrite create_webhook_endpoint => webhook_endpoints::create
            [TooManyWebhookEndpoints, WebhookInvalid];
        GET "/v1/webhook-endpoints/{id}" WebhooksRead find_webhook_endpoint => webhook_endpoints::find;
        DELETE "/v1/webhook-endpoints/{id}" WebhooksWrite delete_webhook_endpoint => webhook_endpoints::delete;
        PATCH "/v1/webhook-endpoints/{id}" WebhooksWrite change_webhook_endpoint => webhook_endpoints::change
            [WebhookInvalid];
        GET "/v1/webhook-endpoints/{id}/deliveries" WebhooksRead list_webhook_deliveries => webhook_deliveries::list;
        POST "/v1/webhook-endpoints/{id}/replay" WebhooksWrite replay_webhook_endpoint => webhook_endpoints::replay
            [WebhookEndpointDisabled, WebhookInvalid];
        POST "/v1/webhook-endpoints/{id}/rotate" WebhooksWrite rotate_webhook_secrets => webhook_endpoints::rotate
            [WebhookInvalid];
        POST "/v1/webhook-endpoints/{id}/test" WebhooksWrite test_webhook_endpoint => webhook_endpoints::test
            [WebhookEndpointDisabled];
    }
    "audit" "Audit log" {
        GET "/v1/audit" AuditRead list_audit => audit::list;
    }
    "operations" "Health checks and metrics" {
        GET "/healthz" public healthz => health::healthz;
        GET "/metrics" public metrics => health::metrics;
        GET "/readyz" public readyz => health::readyz;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use actix_web::body::BoxBody;
    use actix_web::dev::ServiceResponse;
    use actix_web::http::Method;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
    use actix_web::web::{Data, Path};
    use serde_json::Value;

    use super::*;
    use crate::app::App;
    use crate::auth::tokens::Grant;
    use crate::domain::tenant::TenantId;
    use crate::http::body::{BodyLimits, JsonBytes};
    use crate::http::caller::Caller;
    use crate::http::{middleware, openapi, routes, tests};

    /// Find an echo
    #[utoipa::path(get, path = "", params(("id" = u8, Path, description = "The echo")),
        responses((status = 200, description = "The echo", body = String)))]
    async fn find(_: Caller, id: Path<u8>) -> String {
        id.to_string()
    }

    /// Create an echo
    #[utoipa::path(post, path = "", request_body = Value,
        responses((status = 200, description = "The echo", body = Value)))]
    async fn create(_: Caller, body: JsonBytes) -> Vec<u8> {
        body.0.to_vec()
    }

    operations! {
        /// Operations that exist only here.
        ECHOES =
        "echoes" "Echoes" {
            GET "/v1/echoes/{id}" PolicyRead find_echo => find;
            POST "/v1/echoes" PolicyWrite create_echo => create [ListExists];
            GET "/v1/open-echoes/{id}" public find_open_echo => find;
        }
    }

    fn token(app: &App, scopes: &[Scope]) -> String {
        let grant = Grant {
            tenant: TenantId::parse("acme").unwrap(),
            scopes: scopes.to_vec(),
            subject: "test".to_owned(),
            lifetime: chrono::Duration::minutes(10),
        };
        app.tokens.mint(&grant, app.clock.now()).unwrap()
    }

    /// The response of a service with only these operations, to a caller with these scopes.
    async fn ask(
        operations: &'static [Operation],
        line: (&str, &str),
        scopes: &[Scope],
    ) -> ServiceResponse<BoxBody> {
        let app = Data::new(tests::app());
        let within = Duration::from_secs(1);
        let limits = BodyLimits { json_bytes: 10, profile_bytes: 10, within };
        let service = actix_web::App::new()
            .app_data(app.clone())
            .app_data(Data::from(Arc::new(limits)))
            .wrap(from_fn(middleware::around))
            .configure(|service| routes::register(service, operations));
        let service = init_service(service).await;
        let method: Method = line.0.parse().unwrap();
        let request = TestRequest::with_uri(line.1).method(method);
        let request = request.insert_header(("Content-Type", "application/json")).set_payload("[]");
        let request = match scopes {
            [] => request,
            scopes => {
                request.insert_header(("Authorization", format!("Bearer {}", token(&app, scopes))))
            }
        };
        call_service(&service, request.to_request()).await
    }

    async fn code(response: ServiceResponse<BoxBody>) -> (u16, String) {
        let status = response.status().as_u16();
        let body: Value = read_body_json(response).await;
        (status, body["code"].as_str().unwrap().to_owned())
    }

    #[actix_web::test]
    async fn a_row_is_all_that_an_operation_needs() {
        let (find, create) = (("GET", "/v1/echoes/7"), ("POST", "/v1/echoes"));
        let (read, write) = ([Scope::PolicyRead], [Scope::PolicyWrite]);
        assert_eq!(ask(ECHOES, find, &read).await.status(), 200);
        assert_eq!(ask(ECHOES, ("HEAD", "/v1/echoes/7"), &read).await.status(), 200);
        assert_eq!(ask(ECHOES, create, &write).await.status(), 200);
        assert_eq!(code(ask(ECHOES, find, &[]).await).await, (401, "unauthorized".to_owned()));
        assert_eq!(code(ask(ECHOES, find, &write).await).await, (403, "scope_missing".to_owned()));
        let other = ask(ECHOES, ("DELETE", "/v1/echoes/7"), &read).await;
        assert_eq!(other.headers().get("allow").unwrap(), "GET, HEAD");
        assert_eq!(other.status(), 405);

        let api = serde_json::to_value(openapi::api(ECHOES)).unwrap();
        let (find, create) =
            (&api["paths"]["/v1/echoes/{id}"]["get"], &api["paths"]["/v1/echoes"]["post"]);
        assert_eq!(
            (&find["operationId"], &find["tags"][0]),
            (&"find_echo".into(), &"echoes".into())
        );
        assert_eq!(find["security"][0]["bearer"][0], "policy:read");
        assert_eq!(api["tags"][0]["description"], "Echoes");
        assert_eq!(create["parameters"][0]["name"], "Idempotency-Key");
        for (status, code) in
            [("409", "list_exists"), ("422", "body_invalid"), ("503", "unavailable")]
        {
            let response = &create["responses"][status]["content"]["application/problem+json"];
            assert_eq!(response["examples"][code]["value"]["code"], code);
        }
    }

    #[actix_web::test]
    async fn an_operation_without_a_scope_refuses_every_token() {
        let refused = ask(ECHOES, ("GET", "/v1/open-echoes/7"), &Scope::ALL).await;
        assert_eq!(code(refused).await, (403, "scope_missing".to_owned()));
    }

    #[actix_web::test]
    async fn every_operation_is_documented_and_reachable() {
        let api: Value = serde_json::from_str(&openapi::document()).unwrap();
        let items = api["paths"].as_object().unwrap().values();
        let documented: usize = items.map(|item| item.as_object().unwrap().len()).sum();
        assert_eq!(documented, OPERATIONS.len(), "no two rows have the same method and path");
        for operation in OPERATIONS {
            let Operation { method, path, id, .. } = *operation;
            assert_eq!(api["paths"][path][method.to_lowercase()]["operationId"], id);
            let response = ask(OPERATIONS, (method, &path.replace(['{', '}'], "")), &[]).await;
            assert_eq!(response.request().match_pattern().as_deref(), Some(path), "{method}");
            let open = operation.scope.is_none();
            assert!(open || response.status() == 401, "{method} {path}: {}", response.status());
        }
    }
}
