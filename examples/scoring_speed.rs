//! Measures the time to score a row on a single thread, with the shipped baseline and with a model of a wide table:
//!
//! ```text
//! cargo run --release --example scoring_speed
//! ```

use std::fmt::Write as _;
use std::time::Instant;

use learning::training::columns;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::Model;
use tabular::{Sheet, Tabular, TabularOptions};

const ROWS: u32 = 100_000;
/// The columns and rows of the wide table.
const WIDE: (usize, usize) = (100, 5000);

#[expect(clippy::print_stdout, reason = "printing the result is the purpose of the program")]
fn main() -> anyhow::Result<()> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let (columns, micros) = baseline(&mut random)?;
    println!("baseline, {columns} indicators: {micros:.2} µs per row, with contributions");
    let (terms, micros) = wide(&mut random)?;
    println!(
        "table of {} columns, {terms} terms: {micros:.2} µs per row, including reading texts",
        WIDE.0
    );
    Ok(())
}

/// Scores rows whose inputs are misses (60 %), hits (10 %) and unknown (30 %).
fn baseline(random: &mut ChaCha8Rng) -> anyhow::Result<(usize, f64)> {
    let columns = columns();
    let names: Vec<&str> = columns.iter().map(|column| column.indicator.as_str()).collect();
    let model = Model::from_json(include_str!("../models/baseline/model.json"))?;
    let scorer = model.definition().scorer(&names);
    let mut value = || match random.random_range(0..10) {
        0..6 => Some(0.0),
        6 => Some(random.random_range(1.0..6.0)),
        _ => None,
    };
    let rows: Vec<Vec<Option<f64>>> =
        (0..1000).map(|_| (0..names.len()).map(|_| value()).collect()).collect();
    let began = Instant::now();
    let sum: f64 =
        rows.iter().cycle().take(ROWS as usize).map(|row| scorer.score(row, 0.01).log_odds).sum();
    let micros = began.elapsed().as_secs_f64() * 1e6 / f64::from(ROWS);
    anyhow::ensure!(sum.is_finite(), "a score is not a number");
    Ok((names.len(), micros))
}

fn wide(random: &mut ChaCha8Rng) -> anyhow::Result<(usize, f64)> {
    let (columns, rows) = WIDE;
    let mut table = |rows: usize| {
        let heading: Vec<String> = (0..columns).map(|column| format!("x{column}")).collect();
        let mut text = format!("y,{}\n", heading.join(","));
        for _ in 0..rows {
            let values: Vec<u32> = (0..columns).map(|_| random.random_range(0..1000)).collect();
            let product = (values[0] / 500) * (values[1] / 500);
            let odds = f64::from(values[2] + 600 * product) / 2500.0;
            let label = u8::from(random.random::<f64>() < odds);
            let values: Vec<String> = values.iter().map(u32::to_string).collect();
            let _ = writeln!(text, "{label},{}", values.join(","));
        }
        text
    };
    let (train, test) = (table(rows), table(4 * rows));
    let read = |name: &str, text: &str| Sheet::read(name, text.as_bytes());
    let options = TabularOptions { label: "y".to_owned(), seed: 1, threads: 1 };
    let model = Tabular::learn(&read("train", &train)?, &options)?;
    let test = read("test", &test)?;
    let began = Instant::now();
    let scores = model.score(&test)?;
    let micros = began.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(scores.len())?);
    let terms = model.terms(&scores)["terms"].as_array().map_or(0, Vec::len);
    Ok((terms, micros))
}
