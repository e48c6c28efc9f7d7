//! Runs the `tabular` example on small tables, as a reader of `docs/MODEL.md` would.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

/// The example's program, built with the tests' own settings.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "bonafide-tabular", "--example", "tabular"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(built.success());
    let here = std::env::current_exe().unwrap();
    here.parent().unwrap().parent().unwrap().join("examples/tabular")
});

struct Tables {
    folder: tempfolder::Folder,
}

/// A folder that is deleted on drop.
mod tempfolder {
    pub struct Folder(pub std::path::PathBuf);

    impl Folder {
        pub fn new() -> Self {
            let path = std::env::temp_dir().join(format!("tabular-{}", uuid::Uuid::new_v4()));
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

impl Tables {
    fn new(train: &str, test: &str) -> Self {
        let folder = tempfolder::Folder::new();
        std::fs::write(folder.0.join("train.csv"), train).unwrap();
        std::fs::write(folder.0.join("test.csv"), test).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    fn run(&self, more: &[&str]) -> Output {
        let path = |name: &str| self.path(name).into_os_string();
        Command::new(&*PROGRAM)
            .args(["--label", "outcome", "--seed", "3"])
            .args(["--train".into(), path("train.csv"), "--test".into(), path("test.csv")])
            .args(["--out".into(), path("scores.csv"), "--terms".into(), path("terms.json")])
            .args(more)
            .output()
            .unwrap()
    }

    fn scores(&self) -> Vec<f64> {
        let text = std::fs::read_to_string(self.path("scores.csv")).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("row_id,score"));
        let score = |(row, line): (usize, &str)| {
            let (id, score) = line.split_once(',').unwrap();
            assert_eq!(id, row.to_string());
            score.parse().unwrap()
        };
        lines.enumerate().map(score).collect()
    }
}

fn error_text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Orders: young accounts with a large amount and a certain city are fraudulent. Ids, blanks and quotes are irrelevant.
fn orders(rows: usize, seed: u64, with_label: bool) -> (String, Vec<bool>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut text = "order,age days,amount,\"city, country\",note".to_owned();
    text.push_str(if with_label { ",outcome\n" } else { "\n" });
    let mut frauds = Vec::new();
    for row in 0..rows {
        let (age, amount) = (random.random_range(0..100), random.random_range(1.0..500.0));
        let city = ["\"Graz, AT\"", "\"Turku, FI\"", "Elsewhere", ""][random.random_range(0..4)];
        let odds = if age < 30 && amount > 200.0 { 0.9 } else { 0.05 };
        let odds: f64 = if city == "Elsewhere" { 0.6 } else { odds };
        let fraud = random.random::<f64>() < odds;
        let age = if random.random::<f64>() < 0.1 { String::new() } else { age.to_string() };
        write!(text, "O-{seed}-{row},{age},{amount:.2},{city},\"note \"\"hi\"\"\"").unwrap();
        text.push_str(match (with_label, fraud) {
            (false, _) => "\n",
            (true, true) => ",fraud\n",
            (true, false) => ",fine\n",
        });
        frauds.push(fraud);
    }
    (text, frauds)
}

/// The area under the ROC curve: the share of pairs of a fraudulent and another order that are ranked correctly.
fn area(scores: &[f64], frauds: &[bool]) -> f64 {
    let scores_of = |fraud: bool| {
        let class = scores.iter().zip(frauds).filter(move |(_, label)| **label == fraud);
        class.map(|(score, _)| *score)
    };
    let (mut correct, mut all) = (0.0, 0.0);
    for positive in scores_of(true) {
        for negative in scores_of(false) {
            all += 1.0;
            correct += f64::from(u8::from(positive > negative));
        }
    }
    correct / all
}

#[test]
fn learns_from_a_table_and_scores_every_row_of_another() {
    let (train, _) = orders(700, 1, true);
    let (test, frauds) = orders(400, 2, false);
    let tables = Tables::new(&train, &test);
    let output = tables.run(&[]);
    assert!(output.status.success(), "{output:?}");
    let scores = tables.scores();
    assert_eq!(scores.len(), 400);
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    let area = area(&scores, &frauds);
    assert!(area > 0.8, "{area}");
}

/// Machines that fail when two switches agree and two gauges are in the same half.
fn machines(rows: usize, seed: u64) -> String {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut text = "left,right,hot,fast,noise,outcome\n".to_owned();
    for _ in 0..rows {
        let mut switch = || ["on", "off"][random.random_range(0..2)];
        let (left, right) = (switch(), switch());
        let mut gauge = || random.random_range(0..40);
        let (hot, fast, noise) = (gauge(), gauge(), gauge());
        let odds = if left == right && (hot < 20) == (fast < 20) { 0.85 } else { 0.05 };
        let failed = u8::from(random.random::<f64>() < odds);
        writeln!(text, "{left},{right},{hot},{fast},{noise},{failed}").unwrap();
    }
    text
}

#[test]
fn the_terms_file_explains_every_score() {
    let (train, _) = orders(500, 3, true);
    let (test, _) = orders(50, 4, true);
    let terms = explained(&train, &test);
    assert_eq!(terms["positive"], "fraud");
    let terms = explained(&machines(2000, 5), &machines(50, 6));
    let wide = |term: &Value| term["columns"].as_array().is_some_and(|columns| columns.len() == 4);
    assert!(
        terms["terms"].as_array().unwrap().iter().any(wide),
        "there is no term of four columns"
    );
}

/// Recomputes every score from the terms file, and returns the terms.
fn explained(train: &str, test: &str) -> Value {
    let tables = Tables::new(train, test);
    assert!(tables.run(&[]).status.success());
    let terms: Value =
        serde_json::from_str(&std::fs::read_to_string(tables.path("terms.json")).unwrap()).unwrap();
    assert!(terms["check"]["largest_gap"].as_f64().unwrap() < 1e-9);
    let mut reader = csv::Reader::from_path(tables.path("test.csv")).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    for (record, score) in reader.records().zip(tables.scores()) {
        let record = record.unwrap();
        let row: BTreeMap<&str, &str> =
            names.iter().map(String::as_str).zip(record.iter()).collect();
        let log_odds = by_hand(&terms, &row);
        assert!((1.0 / (1.0 + (-log_odds).exp()) - score).abs() < 1e-9, "{row:?}");
    }
    terms
}

/// The log-odds of a row, added up from the terms file.
fn by_hand(terms: &Value, row: &BTreeMap<&str, &str>) -> f64 {
    let mut bins: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sum = terms["base"].as_f64().unwrap();
    for term in terms["terms"].as_array().unwrap() {
        let columns: Vec<&str> =
            term["columns"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let mut index = 0;
        if let Some(reading) = term.get("reading") {
            index = bin(reading, row[columns[0]]);
            bins.insert(columns[0], index);
        }
        let axes = term.get("entry_of_place").and_then(Value::as_array);
        for (axis, column) in axes.into_iter().flatten().zip(&columns) {
            let entries: Vec<usize> = axis.as_array().unwrap().iter().map(whole).collect();
            let size = entries.iter().max().unwrap() + 1;
            index = index * size + entries[bins[column]];
        }
        sum += term["values"][index].as_f64().unwrap();
    }
    sum
}

fn whole(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn bin(reading: &Value, text: &str) -> usize {
    if text.is_empty() {
        return 0;
    }
    let Some(number) = reading.get("number") else {
        return reading["category"]["places"].get(text).map_or(1, whole);
    };
    let value: f64 = text.parse().unwrap();
    let edges = number["edges"].as_array().unwrap();
    1 + edges.iter().filter(|edge| edge.as_f64().unwrap() <= value).count()
}

#[test]
fn the_same_seed_gives_the_same_bytes_with_any_number_of_threads() {
    let (train, _) = orders(300, 5, true);
    let (test, _) = orders(100, 6, true);
    let [single, parallel] = ["1", "4"].map(|threads| {
        let tables = Tables::new(&train, &test);
        assert!(tables.run(&["--threads", threads]).status.success());
        let read = |name: &str| std::fs::read(tables.path(name)).unwrap();
        (read("scores.csv"), read("terms.json"))
    });
    assert!(single == parallel);
}

#[test]
fn errors_name_the_file_line_and_column() {
    let (good, _) = orders(60, 7, true);
    let column_missing = "order,amount,outcome\n1,2,fine\n";
    let error = |train: &str, test: &str| error_text(&Tables::new(train, test).run(&[]));
    let text = error(&good, column_missing);
    assert!(text.contains("test.csv, line 1: there is no column `age days`"), "{text}");
    let text = error("a,b\n1,2\n", &good);
    assert!(text.contains("train.csv, line 1: there is no column `outcome`"), "{text}");
    let text = error("a,outcome\n1,x\n2\n", &good);
    assert!(
        text.contains("train.csv, line 3: there are 1 fields, but the heading has 2"),
        "{text}"
    );
    let text = error("a,outcome\n1,x\n2,\n", &good);
    assert!(text.contains("train.csv, line 3, column `outcome`: the label is missing"), "{text}");
    let text = error("a,outcome\n1,x\n2,y\n3,z\n", &good);
    assert!(text.contains("a label needs two values, but this column has 3"), "{text}");
    let text = error("a,outcome\n1,x\n2,x\n", &good);
    assert!(text.contains("a label needs two values, but this column has 1"), "{text}");
    let text = error("a,outcome\n1,x\n2,y\n3,y\n", &good);
    assert!(text.contains("each needs 2"), "{text}");
    let text = error("outcome\nx\nx\ny\ny\n", &good);
    assert!(text.contains("the label is the only column"), "{text}");
    assert!(!Path::new("scores.csv").exists());
}

#[test]
fn degenerate_tables_give_finite_scores() {
    let mut train = "constant,blank,infinite,words,outcome\n".to_owned();
    for row in 0..30 {
        let infinite = ["inf", "-inf", "NaN", "1e308", "-1e308"][row % 5];
        writeln!(train, "7,,{infinite},w{row},{}", row % 2).unwrap();
    }
    let tables = Tables::new(&train, "words,infinite,blank,constant\nnew,wrong,9,\n,,,\n");
    let output = tables.run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert!(tables.scores().iter().all(|score| score.is_finite()));
}

#[test]
fn a_typo_in_a_number_column_gives_a_warning_but_no_categories() {
    let (train, _) = orders(700, 1, true);
    let (test, frauds) = orders(400, 2, false);
    let add_typo = |(i, line): (usize, &str)| {
        let mut fields: Vec<&str> = line.splitn(3, ',').collect();
        if i == 7 {
            fields[1] = "twelve";
        }
        fields.join(",") + ",same"
    };
    let lines: Vec<String> = train.lines().enumerate().map(add_typo).collect();
    let train = lines.join("\n").replacen("outcome,same", "outcome,always", 1);
    let test: Vec<String> = test.lines().map(|line| format!("{line},same")).collect();
    let test = test.join("\n").replacen("note,same", "note,always", 1);
    let tables = Tables::new(&train, &test);
    let output = tables.run(&[]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("`age days`") && text.contains("line 8 (`twelve`)"), "{text}");
    assert!(text.contains("`always` has the same value in every row"), "{text}");
    assert!(text.contains("`order` has categories, but none of its 700"), "{text}");
    let area = area(&tables.scores(), &frauds);
    assert!(area > 0.8, "{area}");
}
