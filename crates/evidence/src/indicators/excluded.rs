//! The excluded indicators: published red flags that are not computed, with the reasons.

use super::Exclusion;

/// The reason for each excluded red flag, in the catalogue's order.
pub const EXCLUSIONS: &[Exclusion] = &[
    Exclusion {
        id: "phone_format_anomaly",
        reason: "The way people write a number shows where they learned it, not what they do.",
    },
    Exclusion {
        id: "email_trailing_digits",
        reason: "Many people add digits because their name is taken. Digits are a proxy for region and age.",
    },
    Exclusion {
        id: "education_region_vs_work_region",
        reason: "Studying in one region and working in another describes every migrant.",
    },
    Exclusion {
        id: "high_risk_institution_list",
        reason: "A list of schools is a list of nationalities.",
    },
    Exclusion {
        id: "over_decorated_profile_readme",
        reason: "Decorated pages are a fashion, especially where many people learn from the same tutorials.",
    },
    Exclusion {
        id: "document_country_vs_person_appearance",
        reason: "Judging whether a face fits a country is judging by ethnicity.",
    },
    Exclusion {
        id: "payout_country_is_specific_country",
        reason: "A country by itself is origin. Only a contradiction with the applicant's own claim counts.",
    },
    Exclusion { id: "accent_or_language_level", reason: "Accent and fluency are origin." },
    Exclusion {
        id: "korean_language_setting",
        reason: "A language setting is origin. About eighty million people use this one.",
    },
    Exclusion {
        id: "loyalty_or_political_challenge",
        reason: "Asking for a political statement is coercion, can endanger people and proves nothing.",
    },
];
