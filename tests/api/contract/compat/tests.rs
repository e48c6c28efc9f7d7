use serde_json::json;

use super::*;

fn document() -> Value {
    json!({
        "paths": { "/v1/things": { "post": {
            "operationId": "make_thing",
            "security": [{ "bearer": ["things:write"] }],
            "parameters": [{ "in": "query", "name": "limit", "schema": { "type": "integer", "maximum": 100 } }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewThing" } } } },
            "responses": {
                "201": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "409": { "content": { "application/problem+json": { "examples": { "thing_exists": {} } } } }
            }
        } } },
        "webhooks": { "thing.made": { "post": { "requestBody": { "content": { "application/json": { "schema": {
            "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } }
        } } } } } } },
        "components": { "schemas": {
            "NewThing": { "type": "object", "description": "Old words.", "required": ["name"], "properties": {
                "name": { "type": "string", "maxLength": 10 }, "colour": { "$ref": "#/components/schemas/Colour" }
            } },
            "Thing": { "allOf": [
                { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
                { "type": "object", "properties": { "size": { "type": ["integer", "null"] }, "state": { "type": "string", "enum": ["open", "closed"] } } }
            ] },
            "Colour": { "type": "string", "enum": ["red", "green"] }
        } }
    })
}

/// What breaks when the value at a pointer becomes another one; `null` removes it.
fn after(pointer: &str, value: Value) -> Vec<String> {
    let (old, mut new) = (document(), document());
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = new.pointer_mut(parent).expect(pointer);
    match parent {
        Value::Object(members) if value.is_null() => {
            members.remove(&name.replace("~1", "/")).expect(pointer);
        }
        Value::Object(members) => {
            members.insert(name.replace("~1", "/"), value);
        }
        other => other[name.parse::<usize>().unwrap()] = value,
    }
    breaking(&old, &new)
}

const POST: &str = "/paths/~1v1~1things/post";
const SCHEMAS: &str = "/components/schemas";

#[test]
fn a_document_breaks_nothing_for_its_own_clients() {
    assert_eq!(breaking(&document(), &document()), Vec::<String>::new());
}

#[test]
fn additions_and_wording_break_nothing() {
    for (pointer, value) in [
        (format!("{POST}/summary"), json!("Make a thing")),
        (format!("{SCHEMAS}/NewThing/description"), json!("New words.")),
        ("/paths/~1v1~1others".to_owned(), json!({ "get": { "operationId": "list_others" } })),
        (format!("{SCHEMAS}/Other"), json!({ "type": "object" })),
        (format!("{SCHEMAS}/NewThing/properties/note"), json!({ "type": "string" })),
        (format!("{SCHEMAS}/NewThing/properties/name/maxLength"), json!(20)),
        (format!("{SCHEMAS}/NewThing/required"), json!([])),
        (format!("{SCHEMAS}/Colour/enum"), json!(["red", "green", "blue"])),
        (format!("{SCHEMAS}/Thing/allOf/0/properties/made_at"), json!({ "type": "string" })),
        (format!("{SCHEMAS}/Thing/allOf/1/properties/size/type"), json!("integer")),
        (format!("{POST}/parameters/0/schema/maximum"), json!(200)),
        (format!("{POST}/responses/410"), json!({ "description": "Gone" })),
    ] {
        assert_eq!(after(&pointer, value), Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn each_breaking_change_is_found_and_named() {
    for (pointer, value, expected) in [
        (POST.to_owned(), Value::Null, "POST /v1/things: removed"),
        (
            format!("{POST}/operationId"),
            json!("create_thing"),
            "POST /v1/things: another operationId",
        ),
        (
            format!("{POST}/security"),
            json!([{ "bearer": ["all"] }]),
            "POST /v1/things: another scope",
        ),
        (
            format!("{POST}/parameters/0/name"),
            json!("max"),
            "POST /v1/things: query parameter limit: removed",
        ),
        (
            format!("{POST}/parameters/0/required"),
            json!(true),
            "POST /v1/things: query parameter limit: now required",
        ),
        (
            format!("{POST}/parameters/0/schema/maximum"),
            json!(50),
            "POST /v1/things: query parameter limit: another `maximum`",
        ),
        (
            format!("{POST}/requestBody/required"),
            json!(true),
            "POST /v1/things: the body is now required",
        ),
        (format!("{POST}/responses/201"), Value::Null, "POST /v1/things: no longer answers 201"),
        (
            format!("{POST}/responses/409"),
            Value::Null,
            "error thing_exists: no longer sent with 409",
        ),
        ("/webhooks/thing.made".to_owned(), Value::Null, "webhook thing.made: removed"),
        (
            format!("{SCHEMAS}/NewThing/properties/colour"),
            Value::Null,
            "NewThing (request)/colour: removed",
        ),
        (
            format!("{SCHEMAS}/NewThing/properties/name/type"),
            json!("integer"),
            "NewThing (request)/name: `type` no longer accepts \"string\"",
        ),
        (
            format!("{SCHEMAS}/NewThing/properties/name/maxLength"),
            json!(5),
            "NewThing (request)/name: another `maxLength`",
        ),
        (
            format!("{SCHEMAS}/NewThing/required"),
            json!(["name", "colour"]),
            "NewThing (request)/colour: now required",
        ),
        (
            format!("{SCHEMAS}/Colour/enum"),
            json!(["red"]),
            "Colour (request): `enum` no longer accepts \"green\"",
        ),
        (
            format!("{SCHEMAS}/Thing/allOf/0/required"),
            json!([]),
            "Thing (response)/id: can now be missing",
        ),
        (
            format!("{SCHEMAS}/Thing/allOf/0/properties/id/type"),
            json!(["string", "null"]),
            "Thing (response)/id: `type` can now be \"null\"",
        ),
        (
            format!("{SCHEMAS}/Thing/allOf/1/properties/size"),
            Value::Null,
            "Thing (response)/size: removed",
        ),
        (
            format!("{SCHEMAS}/Thing/allOf/1/properties/state/enum"),
            json!(["open", "closed", "held"]),
            "Thing (response)/state: `enum` can now be \"held\"",
        ),
    ] {
        let found = after(&pointer, value);
        assert!(found.iter().any(|one| one == expected), "{expected}: {found:?}");
    }
}
