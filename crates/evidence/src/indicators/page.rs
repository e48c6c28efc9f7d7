//! The documentation page that lists every indicator, generated from the code.

use std::fmt::Write as _;

use super::{CATALOGUE, EXCLUSIONS, Entry, Indicator, Usage, all};

/// `docs/INDICATORS.md`.
pub fn page() -> String {
    let mut text = format!(
        "# Indicators\n\nGenerated from the code by `bonafide indicators`; a test checks that it is current. {} of \
         the {} published red flags are computed, {} are excluded.\n\nEvery indicator is `hit`, `miss` or `unknown` \
         for a profile; unknown adds exactly nothing. Indicators whose use begins with `use` are columns of the model. \
         `context_only` indicators are shown without weight. `human_evidence_only` indicators are notes of a named \
         person, shown under their name, without weight. `compliance_route_only` indicators go to a sanctions notice \
         next to the score. Indicators of \
         one cause are triggered together by a single act, so their hits are not independent.\n",
        all().count(),
        all().count() + CATALOGUE.indicators.len(),
        EXCLUSIONS.len()
    );
    let mut family = "";
    let mut by_family: Vec<&Indicator> = all().collect();
    by_family.sort_by_key(|indicator| indicator.family);
    for indicator in by_family {
        if indicator.family.name() != family {
            family = indicator.family.name();
            let _ = write!(text, "\n## {family}\n");
        }
        computed(&mut text, indicator);
    }
    rest(&mut text);
    sources(&mut text);
    text
}

fn computed(text: &mut String, indicator: &Indicator) {
    let cause = indicator.cause.map(|cause| format!("; cause: `{}`", cause.name()));
    let _ = write!(
        text,
        "\n### `{}`\n\n{}\n\n- Use: `{}`; value of a hit: {}{}\n- Innocent explanations: {}\n\
         - How to verify: {}\n- If unknown: {}\n- Published by: {}\n",
        indicator.id,
        indicator.observed,
        word(indicator.usage),
        indicator.unit,
        cause.unwrap_or_default(),
        indicator.innocent_explanations,
        indicator.how_to_verify,
        indicator.question,
        indicator.sources.join(", ")
    );
}

fn rest(text: &mut String) {
    text.push_str("\n## Excluded\n\n| red flag | why |\n|---|---|\n");
    for exclusion in EXCLUSIONS {
        let _ = writeln!(text, "| `{}` | {} |", exclusion.id, exclusion.reason);
    }
    text.push_str("\n## Published and not computed yet\n\n| red flag | family | policy | observed |\n|---|---|---|---|\n");
    let waiting = |entry: &&Entry| entry.usage != Usage::Exclude;
    for entry in CATALOGUE.indicators.iter().filter(waiting) {
        let (family, policy) = (entry.family.name(), word(entry.usage));
        let observed = entry.observed.replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {family} | `{policy}` | {observed} |", entry.id);
    }
}

fn sources(text: &mut String) {
    text.push_str("\n## Sources\n\n");
    for (key, source) in &CATALOGUE.sources {
        // If an original could not be verified, a sentence replaces its address.
        let is_address = source.url.starts_with("http") && !source.url.contains(' ');
        let title = match source.url.as_str() {
            "" => source.title.clone(),
            url if is_address => format!("[{}]({url})", source.title),
            remark => format!("{} ({remark})", source.title),
        };
        let _ = writeln!(text, "- **{key}**: {title}, {}, {}", source.publisher, source.date);
    }
}

/// The usage as in answers.
fn word(usage: Usage) -> String {
    let value = serde_json::to_value(usage).expect("a usage is a string");
    value.as_str().unwrap_or_default().to_owned()
}
