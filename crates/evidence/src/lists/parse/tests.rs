use super::*;

fn values(parsed: &Parsed) -> Vec<&str> {
    parsed.entries.iter().map(|entry| entry.value.as_str()).collect()
}

#[test]
fn all_formats_give_the_same_entries() {
    let files = [
        (Format::Text, "# invented\n192.0.2.0/24 # a comment\n\n198.51.100.7\n"),
        (Format::Csv, "note,value\nx,192.0.2.0/24\ny,198.51.100.7\n"),
        (Format::Ndjson, "{\"value\":\"192.0.2.0/24\"}\n{\"value\":\"198.51.100.7\",\"more\":1}\n"),
        (
            Format::Stix,
            r#"{"type":"bundle","objects":[
            {"type":"indicator","pattern_type":"stix","pattern":"[ipv4-addr:value = '192.0.2.0/24'] OR [ipv4-addr:value = '198.51.100.7']"},
            {"type":"indicator","pattern":"[ipv4-addr:value = '203.0.113.1' AND domain-name:value = 'example.com']"},
            {"type":"identity"}]}"#,
        ),
    ];
    for (format, text) in files {
        let parsed = parse(format, ListKind::Ip, text.as_bytes());
        assert_eq!(values(&parsed), ["192.0.2.0/24", "198.51.100.7/32"], "{format:?}");
        assert_eq!(parsed.fault_count, 0, "{format:?}");
        assert_eq!(
            parsed.skipped_objects,
            if format == Format::Stix { 2 } else { 0 },
            "{format:?}"
        );
    }
}

#[test]
fn expiry_and_confidence_are_read_if_present() {
    let csv =
        "value,expires_at,confidence\na@example.com,2027-01-01T00:00:00Z,80\nb@example.com,,\n";
    let parsed = parse(Format::Csv, ListKind::Email, csv.as_bytes());
    assert_eq!(parsed.entries[0].confidence, Some(80));
    assert!(parsed.entries[0].expires_at.is_some());
    assert_eq!((parsed.entries[1].expires_at, parsed.entries[1].confidence), (None, None));
    let stix = r#"{"objects":[{"type":"email-addr","value":"a@example.com"},
        {"type":"indicator","pattern":"[email-addr:value='b@example.com']","valid_until":"2027-01-01T00:00:00Z"}]}"#;
    let parsed = parse(Format::Stix, ListKind::Email, stix.as_bytes());
    assert_eq!(parsed.entries.len(), 2, "{parsed:?}");
    assert!(parsed.entries[1].expires_at.is_some());
}

#[test]
fn faults_give_the_line_and_never_the_value() {
    let text = "good@example.com\nnot an address\n";
    let parsed = parse(Format::Text, ListKind::Email, text.as_bytes());
    assert_eq!(
        parsed.faults,
        [LineFault { line: 2, detail: "is not an e-mail address".to_owned() }]
    );
    for (format, text) in [
        (Format::Csv, "address\na@example.com\n"),
        (Format::Csv, "value,confidence\na@example.com,much\n"),
        (Format::Csv, "value,confidence\na@example.com,400\n"),
        (Format::Csv, "value,expires_at\na@example.com,tomorrow\n"),
        (Format::Ndjson, "[1]\n"),
        (Format::Stix, "{\"objects\":"),
        (Format::Stix, "{}"),
        (Format::Text, ""),
    ] {
        let parsed = parse(format, ListKind::Email, text.as_bytes());
        assert_eq!((parsed.fault_count, parsed.entries.len()), (1, 0), "{format:?} {text}");
    }
    assert_eq!(parse(Format::Text, ListKind::Email, &[0xff, 0xfe]).fault_count, 1);
}

proptest::proptest! {
    #[test]
    fn no_input_makes_a_parser_panic(text in "[\\[\\]{}'\": =,a-z0-9@.\n#]{0,80}") {
        for format in [Format::Text, Format::Csv, Format::Ndjson, Format::Stix] {
            for kind in [ListKind::Email, ListKind::Ip, ListKind::Domain, ListKind::Wallet] {
                let _ = parse(format, kind, text.as_bytes());
            }
        }
    }
}
