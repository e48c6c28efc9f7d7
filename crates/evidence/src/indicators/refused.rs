//! The published red flags that are refused, and why.

use super::Refusal;

/// Why each of the excluded red flags is not computed, in the catalogue's order.
pub const REFUSALS: &[Refusal] = &[
    Refusal {
        id: "phone_format_anomaly",
        reason: "How somebody writes a number tells where they learned to write numbers, not what they do.",
    },
    Refusal {
        id: "email_trailing_digits",
        reason: "Digits after a name are common where common names are taken; it is a proxy for region and age.",
    },
    Refusal {
        id: "education_region_vs_work_region",
        reason: "Studying in one region and working in another describes every migrant.",
    },
    Refusal {
        id: "high_risk_institution_list",
        reason: "A list of schools is a list of nationalities.",
    },
    Refusal {
        id: "over_decorated_profile_readme",
        reason: "A decorated page is a fashion, strongest where many people learn from the same tutorials.",
    },
    Refusal {
        id: "document_country_vs_person_appearance",
        reason: "Judging whether a face fits a country is judging by ethnicity.",
    },
    Refusal {
        id: "payout_country_is_specific_country",
        reason: "A country by itself is origin. Only a contradiction with the person's own claim is looked at.",
    },
    Refusal { id: "accent_or_language_level", reason: "Accent and fluency are origin." },
    Refusal {
        id: "korean_language_setting",
        reason: "A language setting is origin; some eighty million people use this one.",
    },
    Refusal {
        id: "loyalty_or_political_challenge",
        reason: "Asking for a political statement is coercion, can endanger people and proves nothing.",
    },
];
