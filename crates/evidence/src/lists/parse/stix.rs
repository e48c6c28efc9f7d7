//! STIX 2.1: observables, and indicators whose pattern is one or more comparisons for equality joined by OR. Other
//! patterns are skipped, because a part of a pattern would mean something else.

use serde_json::Value;

use super::{Parsed, Row};
use crate::lists::ListKind;

pub(super) fn read(text: &str, kind: ListKind, parsed: &mut Parsed) {
    let bundle: Value = match serde_json::from_str(text) {
        Ok(bundle) => bundle,
        Err(error) => {
            return parsed.fault(error.line(), "is not JSON");
        }
    };
    let Some(objects) = bundle.get("objects").and_then(Value::as_array) else {
        return parsed.fault(1, "is not a STIX bundle: `objects` is missing");
    };
    for (i, object) in objects.iter().enumerate() {
        let values = values(object, kind);
        if values.is_empty() || object["revoked"] == true {
            parsed.skipped_objects += 1;
        }
        if object["revoked"] == true {
            continue;
        }
        for value in values {
            let expires_at = object["valid_until"].as_str();
            let confidence = object["confidence"].as_i64();
            parsed.add(kind, i + 1, Row { value: &value, expires_at, confidence });
        }
    }
}

/// The types and properties of observables that contain values of a kind.
fn properties(kind: ListKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        ListKind::Email => &[("email-addr", "value")],
        ListKind::Handle => &[("user-account", "account_login"), ("user-account", "user_id")],
        ListKind::Ip => &[("ipv4-addr", "value"), ("ipv6-addr", "value")],
        ListKind::Asn => &[("autonomous-system", "number")],
        ListKind::Domain => &[("domain-name", "value")],
        ListKind::Wallet => {
            &[("cryptocurrency-wallet", "value"), ("x-cryptocurrency-wallet", "value")]
        }
        ListKind::Phone => &[("x-phone-number", "value"), ("phone-number", "value")],
        ListKind::Document | ListKind::Address | ListKind::Device | ListKind::Account => &[],
    }
}

fn values(object: &Value, kind: ListKind) -> Vec<String> {
    let object_type = object["type"].as_str().unwrap_or_default();
    if object_type == "indicator" {
        let pattern = object["pattern"].as_str().unwrap_or_default();
        let is_stix = object.get("pattern_type").is_none_or(|kind| kind == "stix");
        return if is_stix { equalities(pattern, kind).unwrap_or_default() } else { Vec::new() };
    }
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut matching = properties(kind).iter().filter(|(name, _)| *name == object_type);
    matching.find_map(|(_, property)| text(&object[*property])).into_iter().collect()
}

/// The values in `[a:b = 'v']` or `[… OR …]`. `None` for any other pattern.
fn equalities(pattern: &str, kind: ListKind) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for part in pattern.trim().split("] OR [") {
        let inner = part.trim().trim_start_matches('[').trim_end_matches(']');
        for comparison in inner.split(" OR ") {
            let (path, value) = comparison.split_once('=')?;
            let (object_type, property) = path.trim().split_once(':')?;
            let value = value.trim();
            let quoted = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
            let value = quoted.or_else(|| value.parse::<u32>().is_ok().then_some(value))?;
            if value.contains('\'') {
                return None;
            }
            if properties(kind).contains(&(object_type, property)) {
                values.push(value.to_owned());
            }
        }
    }
    Some(values)
}
