//! What holds for every adapter and every input: nothing is lost without a note, no input makes an adapter panic, and
//! only signed webhooks are taken.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::tests::FIXTURES;
use super::*;

/// Names of values that carry no information about the applicant: ids of the vendor's objects, and what the adapter
/// reads to tell them apart.
const PLUMBING: [&str; 20] = [
    "action",
    "can_email",
    "id",
    "isPrimary",
    "webhookActionId",
    "type",
    "success",
    "status",
    "locationSummary",
    "moreDataAvailable",
    "isAnonymized",
    "location",
    "requirement",
    "relatedEntityType",
    "relatedEntityId",
    "candidateId",
    "candidate_id",
    "name",
    "object",
    "value",
];

/// Every value with its pointer.
fn leaves(value: &Value, pointer: &str, into: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| leaves(value, &format!("{pointer}/{name}"), into)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, value)| leaves(value, &format!("{pointer}/{i}"), into)),
        value => into.push((pointer.to_owned(), value.clone())),
    }
}

#[test]
fn whatever_is_left_out_is_noted_at_a_pointer_into_the_input() {
    let options = Options {
        external_id: Some("case".to_owned()),
        submitted_at: Some("2026-05-20T10:00:00Z".parse().unwrap()),
        ..Options::default()
    };
    for (kind, text) in FIXTURES {
        if matches!(kind, Kind::GitHub | Kind::FakeAnalyzer | Kind::Accounts) {
            continue;
        }
        let input: Value = serde_json::from_str(text).unwrap();
        let Ok(
            Converted::Additions { documents, notes, .. }
            | Converted::Profiles { documents, notes },
        ) = convert(kind, text.as_bytes(), &options)
        else {
            panic!("{}", kind.name())
        };
        for note in &notes {
            assert!(input.pointer(&note.pointer).is_some(), "{}: {note:?}", kind.name());
        }
        let output = documents[0].to_string().to_lowercase();
        let mut all = Vec::new();
        leaves(&input, "", &mut all);
        for (pointer, value) in all {
            let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let carried = output.contains(&written.trim().to_lowercase());
            let noted = notes.iter().any(|note| {
                pointer == note.pointer || pointer.starts_with(&format!("{}/", note.pointer))
            });
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let empty = value.is_null() || value == "";
            // Dates, phone numbers and such are written differently in a profile.
            let reformatted = written.chars().any(|c| c.is_ascii_digit()) || written.contains('@');
            assert!(
                carried || noted || empty || reformatted || PLUMBING.contains(&name),
                "{} loses {pointer} without a note: {notes:#?}",
                kind.name()
            );
        }
    }
}

/// Changes one random value: drops it, or replaces it by something of another type, size or nesting.
fn mutate(value: &mut Value, random: &mut ChaCha8Rng) {
    let deeper = random.random_bool(0.85);
    match value {
        Value::Object(fields) if deeper && !fields.is_empty() => {
            let at = random.random_range(0..fields.len());
            let name = fields.keys().nth(at).unwrap().clone();
            if random.random_bool(0.1) {
                fields.remove(&name);
            } else {
                mutate(&mut fields[&name], random);
            }
        }
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = random.random_range(0..list.len());
            if random.random_bool(0.1) {
                let item = list[at].clone();
                list.extend(std::iter::repeat_n(item, 120));
            } else {
                mutate(&mut list[at], random);
            }
        }
        value => {
            let odd = [
                Value::Null,
                json!(true),
                json!(-1),
                json!(1e300),
                json!(i64::MIN),
                json!(u64::MAX),
                json!(""),
                json!("\u{feff}\u{202e}é\u{0}\u{85}"),
                json!("@"),
                json!("://("),
                json!("((((((+(((1234567"),
                json!("a\u{301}".repeat(150_000)),
                json!([]),
                json!([[[{}]]]),
                json!({ "": { "/~": [] } }),
                json!({ "id": { "id": 1 } }),
                Value::Array(vec![value.clone(); 3]),
                json!({ "value": value.clone() }),
            ];
            *value = odd[random.random_range(0..odd.len())].clone();
        }
    }
}

/// Whether the conversion gives valid profiles or faults, with pointers into the input.
fn is_sound(kind: Kind, input: &Value) -> Result<(), String> {
    let options = Options { external_id: None, ..Options::default() };
    let exists = |pointer: &str| {
        let mut at = pointer;
        // A missing value is named by its place.
        while input.pointer(at).is_none() {
            at = at.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        pointer.is_empty() || pointer.strip_prefix(at).is_some_and(|rest| !rest.contains("//"))
    };
    match convert(kind, input.to_string().as_bytes(), &options) {
        Ok(
            Converted::Additions { documents, notes, .. }
            | Converted::Profiles { documents, notes },
        ) => {
            for document in documents {
                if crate::profile::parse(document.to_string().as_bytes()).is_err() {
                    return Err(format!("not a profile: {document}"));
                }
            }
            let lost = notes.iter().find(|note| input.pointer(&note.pointer).is_none());
            lost.map_or(Ok(()), |note| Err(format!("points nowhere: {note:?}")))
        }
        Ok(_) => Ok(()),
        Err(faults) if faults.is_empty() => Err("no fault".to_owned()),
        Err(faults) => {
            let odd =
                faults.iter().find(|fault| fault.detail.is_empty() || !exists(&fault.pointer));
            odd.map_or(Ok(()), |fault| Err(format!("{fault:?}")))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_mutated_payload_makes_an_adapter_panic_or_point_nowhere(seed: u64, mutations in 1..6) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        // A table has no pointers.
        for (kind, text) in FIXTURES.into_iter().filter(|(kind, _)| *kind != Kind::Accounts) {
            let mut input: Value = serde_json::from_str(text).unwrap();
            for _ in 0..mutations {
                mutate(&mut input, &mut random);
            }
            let sound = is_sound(kind, &input);
            prop_assert!(sound.is_ok(), "{}: {:?}", kind.name(), sound);
        }
    }

    #[test]
    fn no_bytes_make_an_adapter_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[\\]{}:,\"a-z0-9\\\\]{0,60}") {
        for kind in Kind::ALL {
            for input in [&bytes[..], text.as_bytes()] {
                let converted = convert(kind, input, &Options::default());
                prop_assert!(converted.is_ok() || !converted.unwrap_err().is_empty());
            }
        }
    }
}

#[test]
fn a_signature_is_valid_only_for_its_body_and_secret() {
    // RFC 4231, test case 2.
    let (secret, body) = (&b"Jefe"[..], &b"what do ya want for nothing?"[..]);
    let digits = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let valid = |kind, written: &str, body: &[u8], secrets: &[&[u8]]| {
        signature::is_valid(kind, written, body, secrets)
    };
    assert!(valid(Kind::Greenhouse, &format!("sha256 {digits}"), body, &[b"other", secret]));
    assert!(valid(Kind::Ashby, &format!("sha256={digits}"), body, &[secret]));
    assert!(!valid(Kind::Ashby, &format!("sha256={digits}"), b"another body", &[secret]));
    assert!(!valid(Kind::Ashby, &format!("sha256={digits}"), body, &[b"other"]));
    assert!(!valid(Kind::GitHub, &format!("sha256={digits}"), body, &[secret]));
    for bad in ["", "sha256=", "sha256=zz", &digits[..10], "sha256=é"] {
        assert!(!valid(Kind::Ashby, bad, body, &[secret]), "{bad}");
    }
    assert!(!valid(Kind::Ashby, "sha256=", body, &[b""]), "an empty secret never matches");
    // The same text, cut into a time and a body.
    let (time, rest) = ("what do ya want for nothing?", &b""[..]);
    for kind in [Kind::Persona, Kind::StripeIdentity] {
        let of = |text: &str| {
            use hmac::{Hmac, KeyInit, Mac};
            let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap();
            mac.update(text.as_bytes());
            crate::identifier::hex(&mac.finalize().into_bytes())
        };
        let signed = of("1779271560.{}");
        assert!(valid(kind, &format!("t=1779271560,v1={signed}"), b"{}", &[secret]));
        assert!(valid(kind, &format!("t=1779271560,v0=aa,v1=bb,v1={signed}"), b"{}", &[secret]));
        assert!(valid(kind, &format!("t=1,v1=aa t=1779271560,v1={signed}"), b"{}", &[secret]));
        assert!(!valid(kind, &format!("t=1779271561,v1={signed}"), b"{}", &[secret]));
        assert!(!valid(kind, &format!("v1={signed}"), b"{}", &[secret]));
        assert!(
            !valid(kind, &format!("t={time},v1={digits}"), rest, &[secret]),
            "the dot is signed"
        );
        let lever = |token: &str, signature: &str| {
            json!({ "token": token, "triggeredAt": 12, "signature": signature, "data": {} })
                .to_string()
        };
        let signature = of("tok12");
        assert!(valid(Kind::Lever, "", lever("tok", &signature).as_bytes(), &[secret]));
        assert!(!valid(Kind::Lever, "", lever("tik", &signature).as_bytes(), &[secret]));
        assert!(!valid(Kind::Lever, "", b"{}", &[secret]));
    }
}
