//! The contract: the OpenAPI 3.1 document, made from the handlers.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::problem::Problem;
use super::problems::Problems;
use super::v1::{
    adapters, appeals, applicants, audit, decisions, drift, events, golden, indicators, labels,
    lists, model_roles, models, notices, observations, policy, queues, reviews, ring_reviews,
    rings, scores, shadow, training_data, training_jobs, verdicts, webhook_deliveries,
    webhook_endpoints,
};
use super::webhooks::Webhooks;
use super::{appeal_page, health};
use crate::notices::Audience;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bonafide",
        description = "Finds fake applicants from evidence, with reasons that are the score.\n\n\
            Send a profile to `POST /v1/decisions`: the answer has a band, a recommendation, and every \
            contribution to the log-odds with its evidence. Nothing recommends to turn somebody away; people \
            decide.\n\nEvery error is a problem document (RFC 9457) whose `code` is stable. Times are RFC 3339 \
            in UTC. Lists are `{ data, next_cursor }`. Every answer carries `X-Request-Id`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        decisions::decide, decisions::list, decisions::find, decisions::replay,
        scores::score,
        applicants::find, applicants::erase, applicants::links,
        observations::record, observations::list,
        rings::list, rings::find,
        indicators::list, indicators::find,
        policy::current, policy::put,
        adapters::convert, adapters::webhook,
        lists::list, lists::create, lists::find, lists::delete, lists::versions, lists::import,
        models::list, models::register, models::schema, models::find, models::artefact, models::evaluation,
        models::evaluation_page,
        model_roles::promote, model_roles::approve, model_roles::decline, model_roles::shadow, model_roles::retire,
        model_roles::roll_back,
        drift::find, drift::operating_point,
        reviews::list, reviews::request, reviews::claim_next, reviews::find, reviews::claim, reviews::release,
        reviews::renew, reviews::note, reviews::history,
        verdicts::give, verdicts::approve, verdicts::undo, verdicts::reopen,
        queues::list, queues::put,
        webhook_endpoints::list, webhook_endpoints::create, webhook_endpoints::find,
        webhook_endpoints::change, webhook_endpoints::delete, webhook_endpoints::rotate,
        webhook_endpoints::test, webhook_endpoints::replay,
        webhook_deliveries::list, webhook_deliveries::find, webhook_deliveries::replay,
        events::list, audit::list,
        appeal_page::contest, appeal_page::show, appeals::correct, appeals::decide, appeals::find, appeals::link, appeals::list, appeals::open, golden::agreement, golden::list, golden::mark, golden::remove, golden::reviewers, labels::list, labels::of_applicant, labels::record, models::evaluate, notices::find, ring_reviews::claim, ring_reviews::judge, shadow::report, training_data::export, training_jobs::cancel, training_jobs::find, training_jobs::list, training_jobs::log, training_jobs::start, training_jobs::watch,
        health::healthz, health::readyz, health::metrics,
    ),
    // A parameter names its type without bringing it along.
    components(schemas(
        Problem, Audience, adapters::AfterConversion, reviews::ReviewSortBody, rings::RingSortBody,
        training_data::FormatBody
    )),
    modifiers(&Bearer, &Problems, &Webhooks),
    tags(
        (name = "decisions", description = "Score a profile and store the decision"),
        (name = "scores", description = "Try a profile out"),
        (name = "applicants", description = "What was submitted and decided, and who is linked to whom"),
        (name = "rings", description = "Groups of applicants whom something personal binds together"),
        (name = "indicators", description = "The published red flags, and which of them are used how"),
        (name = "policy", description = "Where bands begin, and the base rate"),
        (name = "lists", description = "Threat lists: what others reported, looked up for every profile"),
        (name = "models", description = "The registry: which models there are, which one scores, and how that changes"),
        (name = "training", description = "Jobs that learn from the tenant's labels"),
        (name = "adapters", description = "Profiles in others' forms, and vendors' webhooks"),
        (name = "reviews", description = "What people do with a decision: claims, verdicts, approval, history"),
        (name = "appeals", description = "Decisions that are contested, by the platform or the applicant"),
        (name = "labels", description = "What was learned, here and elsewhere"),
        (name = "queues", description = "Where reviews wait, and how reviewers agree"),
        (name = "webhooks", description = "Events that are sent to you, signed, and what became of them"),
        (name = "audit", description = "Who did what"),
        (name = "operations", description = "Health and metrics"),
    )
)]
struct Api;

/// The document.
pub(super) fn api() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// The document as it is committed: pretty JSON with a line's end.
pub fn document() -> String {
    let mut text = api().to_pretty_json().expect("the document is plain JSON");
    text.push('\n');
    text
}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("A signed `at+jwt` (RFC 9068) with the tenant and the scopes; `bonafide token` mints one"))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::http::example;
    use evidence::profile;

    /// Every list of the profile's schema, as a place and how many elements it says that it takes.
    fn lists(api: &Value, schema: &Value, at: &str, found: &mut Vec<(String, usize)>) {
        if let Some(name) = schema["$ref"].as_str() {
            let pointer = name.trim_start_matches('#');
            return lists(api, api.pointer(pointer).unwrap(), at, found);
        }
        for part in schema["oneOf"].as_array().into_iter().flatten() {
            lists(api, part, at, found);
        }
        if let Some(most) = schema["maxItems"].as_u64() {
            found.push((at.to_owned(), usize::try_from(most).unwrap()));
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            lists(api, field, &format!("{at}/{name}"), found);
        }
    }

    #[test]
    fn the_example_is_a_profile_in_which_every_field_is_known() {
        let (_, warnings) = profile::parse(example::profile().to_string().as_bytes()).unwrap();
        assert_eq!(warnings, []);
    }

    #[test]
    fn no_two_operations_have_the_same_id() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let items = api["paths"].as_object().unwrap().values();
        let operations = items.flat_map(|item| item.as_object().unwrap().values());
        let mut ids: Vec<&str> =
            operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{ids:?}");
    }

    #[test]
    fn a_list_takes_as_many_elements_as_the_schema_says_and_no_more() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let mut found = Vec::new();
        lists(&api, &api["components"]["schemas"]["Profile"], "", &mut found);
        assert!(found.len() >= 20, "{found:?}");
        for (at, most) in found {
            for (elements, fits) in [(most, true), (most + 1, false)] {
                let mut document = json!({ "external_id": "a" });
                // Elements may be wrong themselves; only the count is looked at here.
                let list = format!("[{}]", vec!["0"; elements].join(","));
                let mut inner: Value = serde_json::from_str(&list).unwrap();
                for name in at
                    .trim_start_matches('/')
                    .split('/')
                    .skip(1)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                {
                    inner = json!({ name: inner });
                }
                document[at.split('/').nth(1).unwrap()] = inner;
                let Err(profile::BadProfile::Faults(faults)) =
                    profile::parse(document.to_string().as_bytes())
                else {
                    panic!("zeros are elements of no list");
                };
                let full =
                    faults.iter().any(|fault| fault.code == "too_many" && fault.pointer == at);
                assert_eq!(full, !fits, "{at} with {elements}: {:?}", faults.first());
            }
        }
    }
}
