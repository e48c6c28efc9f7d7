use super::*;

#[derive(clap::Parser)]
struct Parsed {
    #[command(flatten)]
    arguments: Arguments,
}

fn offline(threads: usize, link: bool) -> Offline {
    let options = [format!("--threads={threads}"), "--now=2026-06-01T00:00:00Z".to_owned()];
    let name = std::iter::once("score".to_owned());
    let link = link.then(|| "--link".to_owned());
    let parsed: Parsed = clap::Parser::parse_from(name.chain(options).chain(link));
    super::offline(&parsed.arguments).unwrap()
}

/// The output for these lines, and the numbers of scored and of bad lines.
fn run_stream(input: &str, threads: usize, link: bool, brief: bool) -> (String, usize, usize) {
    let mut stream = Stream { form: Form::Plain, brief, out: Vec::new(), scored: 0, bad: 0 };
    stream.lines(&mut offline(threads, link), "a test", input.as_bytes()).unwrap();
    (String::from_utf8(stream.out).unwrap(), stream.scored, stream.bad)
}

fn profiles(n: usize) -> String {
    let line = |i: usize| {
        json!({ "external_id": format!("p-{i}"), "payouts": [{ "account": format!("ACCT-{}", i / 2) }] })
            .to_string()
            + "\n"
    };
    (0..n).map(line).collect()
}

fn values(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_input_line_has_an_output_line_in_order_with_any_number_of_threads() {
    let single = run_stream(&profiles(700), 1, true, false);
    assert_eq!((single.1, single.2), (700, 0));
    let names: Vec<String> = (0..700).map(|i| format!("p-{i}")).collect();
    let out: Vec<Value> = values(&single.0);
    assert_eq!(
        out.iter().map(|line| line["external_id"].as_str().unwrap()).collect::<Vec<_>>(),
        names
    );
    assert_eq!(run_stream(&profiles(700), 5, true, false), single);
    assert!(out[0]["contributions"].is_array() && out[0]["model"]["digest"].is_string());
}

#[test]
fn a_bad_line_is_reported_with_its_number_and_the_others_are_scored() {
    let input = format!(
        "{}\n\nnot json\n{{\"external_id\": 7, \"claims\": 3}}\n{}",
        profiles(1).trim(),
        profiles(2)
    );
    let (out, scored, bad) = run_stream(&input, 2, false, true);
    assert_eq!((scored, bad), (3, 2));
    let out = values(&out);
    assert_eq!(
        (&out[1]["line"], &out[1]["errors"][0]["code"]),
        (&json!(3), &json!("malformed_json"))
    );
    assert_eq!(out[2]["line"], 4, "empty lines are counted but skipped");
    assert_eq!(out[2]["errors"][0]["pointer"], "/external_id", "{}", out[2]);
    assert_eq!(out[3]["external_id"], "p-0");
}

#[test]
fn warnings_belong_to_their_line_and_strict_reading_refuses_them() {
    let input = "{\"external_id\": \"x\", \"claims\": 3}\n{\"external_id\": \"y\"}\n";
    let (out, scored, bad) = run_stream(input, 2, false, false);
    assert_eq!((scored, bad), (2, 0));
    let out = values(&out);
    assert_eq!(out[0]["warnings"][0]["pointer"], "/claims");
    assert_eq!(out[1]["warnings"], json!([]));
    let parsed: Parsed = clap::Parser::parse_from(["score", "--strict"]);
    let mut stream = Stream { form: Form::Plain, brief: false, out: Vec::new(), scored: 0, bad: 0 };
    let mut offline = super::offline(&parsed.arguments).unwrap();
    stream.lines(&mut offline, "a test", input.as_bytes()).unwrap();
    assert_eq!((stream.scored, stream.bad), (1, 1));
    let strict = values(&String::from_utf8(stream.out).unwrap());
    assert_eq!(strict[0]["errors"], out[0]["warnings"]);
}

#[test]
fn profiles_are_linked_to_earlier_ones_only_on_request() {
    let linked = |link| -> Vec<Value> {
        let (out, ..) = run_stream(&profiles(4), 3, link, true);
        values(&out).iter().map(|line| line["linked_to"].clone()).collect()
    };
    assert_eq!(linked(true), [0, 1, 0, 1]);
    assert_eq!(linked(false), [0, 0, 0, 0]);
}

#[test]
fn a_list_argument_has_a_kind_and_an_optional_meaning() {
    let parsed = list("handle=handles.txt").unwrap();
    assert_eq!((parsed.kind, parsed.meaning), (ListKind::Handle, ListMeaning::Actor));
    assert_eq!(list("wallet:sanctions=w.txt").unwrap().meaning, ListMeaning::Sanctions);
    assert!(list("handles.txt").is_err() && list("colour=x").is_err());
}

#[test]
fn joined_links_give_the_same_results_as_links_in_memory() {
    let expected = run_stream(&profiles(2), 1, true, false).0;
    let numbered = |form: Form, input: &str| {
        let mut stream = Stream { form, brief: false, out: Vec::new(), scored: 0, bad: 0 };
        stream.lines(&mut offline(1, false), "a test", input.as_bytes())?;
        anyhow::Ok(String::from_utf8(stream.out)?)
    };
    let documents = profiles(2);
    let (first, second) = documents.trim().split_once('\n').unwrap();
    let keys = numbered(Form::Keys, &format!("1\t{first}\n2\t{second}\n3\tno profile\n")).unwrap();
    let keys: Vec<Value> = (keys.lines())
        .map(|line| serde_json::from_str(line.split_once('\t').unwrap().1).unwrap())
        .collect();
    assert_eq!(keys.len(), 2, "a line that is no profile has no keys");
    let [first_keys, second_keys] = [&keys[0], &keys[1]].map(|keys| &keys["identifiers"]);
    assert_eq!(first_keys[0][0], second_keys[0][0], "they share the payout account");
    let seen = json!([[[keys[0]["applicant"], first_keys[0][1]]]]);
    let none = json!({ "sightings": [[]], "texts": [] });
    let found = json!({ "sightings": seen, "texts": [] });
    let input = format!("1\t{none}\t{first}\n2\t{found}\t{second}\n");
    let out = numbered(Form::Linked, &input).unwrap();
    let results: Vec<&str> = out.lines().map(|line| line.split_once('\t').unwrap().1).collect();
    assert_eq!(results, expected.lines().collect::<Vec<_>>());
    let foreign =
        numbered(Form::Linked, &format!("2\t{{\"sightings\":[],\"texts\":[]}}\t{second}"));
    assert!(format!("{:#}", foreign.unwrap_err()).contains("not those of the profile"));
    assert!(numbered(Form::Linked, second).is_err(), "it has no number");
}
