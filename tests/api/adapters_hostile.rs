//! Adapters and input that is too large, broken off, out of order or hostile: of every kind, by one table.

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::harness::{Reply, Service, TENANT};

struct Input {
    kind: &'static str,
    query: &'static str,
    media: &'static str,
    text: &'static str,
}

const fn json_of(kind: &'static str, query: &'static str, text: &'static str) -> Input {
    Input { kind, query, media: "application/json", text }
}

const INPUTS: [Input; 9] = [
    json_of(
        "json-resume",
        "external_id=a&",
        include_str!("../../crates/evidence/src/adapters/fixtures/json-resume.json"),
    ),
    json_of("github", "", include_str!("../../crates/evidence/src/adapters/fixtures/github.json")),
    json_of(
        "gh-fake-analyzer",
        "",
        include_str!("../../crates/evidence/src/adapters/fixtures/gh-fake-analyzer.json"),
    ),
    json_of(
        "greenhouse",
        "",
        include_str!("../../crates/evidence/src/adapters/fixtures/greenhouse.json"),
    ),
    json_of("ashby", "", include_str!("../../crates/evidence/src/adapters/fixtures/ashby.json")),
    json_of("lever", "", include_str!("../../crates/evidence/src/adapters/fixtures/lever.json")),
    json_of(
        "persona",
        "",
        include_str!("../../crates/evidence/src/adapters/fixtures/persona.json"),
    ),
    json_of(
        "stripe-identity",
        "",
        include_str!("../../crates/evidence/src/adapters/fixtures/stripe-identity.json"),
    ),
    Input {
        kind: "csv",
        query: "mapping=%7B%22external_id%22%3A%22id%22%2C%22contact.emails%5B%5D.address%22%3A%22mail%22%7D&",
        media: "text/csv",
        text: "id,mail\nfirst,first@example.com\nsecond,second@example.com\n",
    },
];

impl Input {
    fn is_json(&self) -> bool {
        self.media == "application/json"
    }

    async fn send(&self, service: &Service, then: &str, body: Vec<u8>) -> Reply {
        let path = format!("/v1/adapters/{}?{}action={then}", self.kind, self.query);
        let request = service.request_of(TENANT, Method::POST, &path);
        Reply::read(request.header("Content-Type", self.media).body(body)).await
    }
}

/// Everything that a decision leaves behind.
async fn stored(service: &Service) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["applicant", "decision", "identifier", "text_signature", "review"] {
        counts.push(service.count(table).await);
    }
    counts
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_refused_by_every_adapter_and_every_webhook() {
    let service = Service::start().await;
    for input in &INPUTS {
        // Whole and valid but for its length.
        let mut body = input.text.as_bytes().to_vec();
        body.resize(17 * 1024 * 1024, b' ');
        let refused = input.send(&service, "decide", body).await;
        assert!(refused.is_problem(413, "body_too_large"), "{}: {}", input.kind, refused.status);
    }
    for vendor in ["ashby", "greenhouse", "lever", "persona", "stripe-identity"] {
        let path = format!("/v1/adapters/{vendor}/{TENANT}");
        let request =
            service.anonymous(Method::POST, &path).header("Content-Type", "application/json");
        let refused = Reply::read(request.body(vec![b' '; 17 * 1024 * 1024])).await;
        assert!(refused.is_problem(413, "body_too_large"), "{vendor}: {}", refused.status);
    }
    assert_eq!(stored(&service).await, [0; 5]);
}

/// The same values with every object's fields in the contrary order.
fn reordered(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().rev();
            let fields: Vec<String> = fields
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), reordered(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(list) => {
            format!("[{}]", list.iter().map(reordered).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[actix_web::test]
async fn the_order_of_fields_changes_nothing_that_is_made_of_an_input() {
    let service = Service::start().await;
    for input in INPUTS.iter().filter(|input| input.is_json()) {
        let value: Value = serde_json::from_str(input.text).unwrap();
        let usual = input.send(&service, "convert", input.text.into()).await;
        let other = input.send(&service, "convert", reordered(&value).into_bytes()).await;
        assert_eq!(usual.status, 200, "{}", usual.text);
        assert_eq!(usual.body, other.body, "{}", input.kind);
    }
}

/// A value in whose place hostile ones are put, by its pointer.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    let fields: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (name, value) in fields {
        let pointer = format!("{at}/{name}");
        places(value, &pointer, into);
        into.push(pointer);
    }
}

/// Every place of a document with something in it that does not belong there.
fn spoilt(value: &Value) -> Vec<Vec<u8>> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let wide: Map<String, Value> = (0..300).map(|i| (format!("k{i}"), Value::Null)).collect();
    let hostile = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!([]),
        json!([[{}]]),
        json!({}),
        deep,
        Value::Object(wide),
        json!("a\u{0}b"),
        json!("\u{202e}\u{fffd}</script>"),
        json!("9".repeat(70_000)),
    ];
    let mut pointers = Vec::new();
    places(value, "", &mut pointers);
    let put = |(i, pointer): (usize, &String)| {
        let mut one = value.clone();
        *one.pointer_mut(pointer).unwrap() = hostile[i % hostile.len()].clone();
        one.to_string().into_bytes()
    };
    // Every place has two of them, so that a run meets each somewhere.
    let twice =
        pointers.iter().enumerate().chain(pointers.iter().enumerate().map(|(i, at)| (i + 5, at)));
    twice.map(put).collect()
}

/// What is no document of its kind at all, or one that is broken.
fn broken(input: &Input) -> Vec<Vec<u8>> {
    let text = input.text.trim_end();
    let step = text.len() / 60 + 1;
    let mut all: Vec<Vec<u8>> =
        (0..text.len()).step_by(step).map(|end| text.as_bytes()[..end].to_vec()).collect();
    let middle = text.len() / 2;
    for strange in [&b"\0"[..], &[0xff, 0xfe], &[0xc3], &[0xed, 0xa0, 0x80], b"\x1b[2J"] {
        all.push([&text.as_bytes()[..middle], strange, &text.as_bytes()[middle..]].concat());
    }
    all.extend([
        Vec::new(),
        vec![0; 4_096],
        vec![0xff; 4_096],
        "[".repeat(100_000).into_bytes(),
        format!("{}1{}", "{\"a\":".repeat(3_000), "}".repeat(3_000)).into_bytes(),
        b"1e999".to_vec(),
        b"null".to_vec(),
        b"[[],[[]]]".to_vec(),
        [text, text].concat().into_bytes(),
        "{\"external_id\":\"a\",".repeat(2_000).into_bytes(),
    ]);
    all
}

/// Each field of the outermost object twice, with two values.
fn doubled(value: &Value) -> Option<Vec<u8>> {
    let fields = value.as_object()?;
    let twice = fields.iter().map(|(name, value)| {
        let name = Value::from(name.as_str());
        format!("{name}:{value},{name}:[3]")
    });
    Some(format!("{{{}}}", twice.collect::<Vec<_>>().join(",")).into_bytes())
}

#[actix_web::test]
async fn whatever_is_broken_gets_an_answer_that_names_its_faults_and_stores_nothing() {
    let service = Service::start().await;
    for input in &INPUTS {
        let mut bodies = broken(input);
        if let Ok(value) = serde_json::from_str::<Value>(input.text) {
            bodies.extend(spoilt(&value));
            bodies.extend(doubled(&value));
        }
        for body in bodies {
            let shown: String = String::from_utf8_lossy(&body).chars().take(200).collect();
            // Nothing is stored for what converts only; what cannot be converted stores nothing either.
            let reply = input.send(&service, "score", body.clone()).await;
            assert!(reply.status < 500, "{} {shown}: {}", input.kind, reply.text);
            if reply.status == 200 {
                continue;
            }
            assert!(
                reply.is_problem(422, "input_invalid"),
                "{} {shown}: {}",
                input.kind,
                reply.text
            );
            let faults = reply.body["errors"].as_array().map_or(0, Vec::len);
            let named = reply.body["errors"][0]["pointer"].is_string()
                && reply.body["errors"][0]["detail"].is_string();
            assert!(faults > 0 && named, "{} {shown}: {}", input.kind, reply.text);
            let decided = input.send(&service, "decide", body).await;
            assert!(decided.is_problem(422, "input_invalid"), "{}", decided.text);
        }
        assert_eq!(stored(&service).await, [0; 5], "{}", input.kind);
    }
}
