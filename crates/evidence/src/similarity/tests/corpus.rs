//! A realistic corpus: several trades, common templates, and copies of every kind. All pairs are checked.

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::index::TextIndex;
use super::super::*;
use super::{person, sketch_of};

/// The words that everyone in a trade uses.
struct Trade {
    verbs: Vec<String>,
    things: Vec<String>,
    means: Vec<String>,
}

/// A made-up word that no one else uses.
pub(super) fn word(random: &mut ChaCha8Rng) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fe", "gu", "ha", "jo", "ka", "li", "mo", "na", "po", "qui", "ra", "se",
        "ti", "vu", "wa", "xe", "zo",
    ];
    let count = random.random_range(2..5);
    (0..count).map(|_| *SYLLABLES.choose(random).unwrap()).collect()
}

fn trade(random: &mut ChaCha8Rng) -> Trade {
    let mut words = |count| (0..count).map(|_| word(random)).collect();
    Trade { verbs: words(10), things: words(30), means: words(20) }
}

/// What a person writes about themselves: the trade's words in their own sentences, with their own numbers.
fn own(trade: &Trade, lines: usize, random: &mut ChaCha8Rng) -> Vec<String> {
    let pick = |from: &[String], random: &mut ChaCha8Rng| from.choose(random).unwrap().clone();
    let line = |_| {
        let [verb, thing, other] =
            [&trade.verbs, &trade.things, &trade.things].map(|from| pick(from, random));
        let means = pick(&trade.means, random);
        let (percent, months) = (random.random_range(3..97), random.random_range(2..40));
        format!(
            "{verb} the {thing} and {other} with {means} over {months} months for {percent} percent"
        )
    };
    (0..lines).map(line).collect()
}

/// Lines that a template adds to each resume. They contain no words of our list of common words.
fn template(random: &mut ChaCha8Rng) -> Vec<String> {
    let line = |_| (0..14).map(|_| word(random)).collect::<Vec<_>>().join(" ");
    (0..16).map(line).collect()
}

/// Alternates three own lines with two template lines.
fn filled(template: &[String], own: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut template = template.iter();
    for pair in own.chunks(3) {
        lines.extend(template.next().cloned());
        lines.extend(template.next().cloned());
        lines.extend(pair.iter().cloned());
    }
    lines
}

/// A copy, made in one of six ways.
fn copy(lines: &[String], kind: usize, random: &mut ChaCha8Rng) -> String {
    let mut lines = lines.to_vec();
    match kind % 6 {
        // One word in twenty is replaced.
        0 => {
            for line in &mut lines {
                let words = line.split(' ').map(|old| {
                    if random.random_bool(0.05) { word(random) } else { old.to_owned() }
                });
                *line = words.collect::<Vec<_>>().join(" ");
            }
            lines.join(". ")
        }
        // Upper case, bullets, odd spaces.
        1 => format!("  •\t{}", lines.join("\u{a0} \r\n  •\t").to_uppercase()),
        // HTML, with page numbers.
        2 => {
            let item = |(i, line): (usize, &String)| {
                let mark =
                    if i % 12 == 11 { format!("\nPage {} of 4\n", i / 12) } else { String::new() };
                format!("<li class=\"x\"><b>{line}</b>&nbsp;</li>{mark}")
            };
            lines.iter().enumerate().map(item).collect()
        }
        // Sections reordered.
        3 => {
            let mut sections: Vec<&[String]> = lines.chunks(7).collect();
            sections.shuffle(random);
            sections.concat().join("\n")
        }
        // Cut off.
        4 => {
            let kept = lines.len() * random.random_range(55..90) / 100;
            lines[..kept].join("\n")
        }
        // Some lines replaced, letters as bullets.
        _ => {
            let strange = own(&trade(random), 3, random);
            for line in strange {
                let at = random.random_range(0..lines.len());
                lines[at] = line;
            }
            format!("o {}", lines.join("\no "))
        }
    }
}

/// Pairs of texts: copies found and missed, and strangers linked.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) found: u32,
    pub(super) missed: u32,
    pub(super) strangers: u32,
}

impl Judged {
    pub(super) fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.found + self.missed)
    }

    pub(super) fn precision(&self) -> f64 {
        f64::from(self.found) / f64::from(self.found + self.strangers)
    }
}

/// Submits the texts one by one and compares the links with the sources.
pub(super) fn judged(texts: &[(usize, String)]) -> Judged {
    let mut index = TextIndex::default();
    let mut judged = Judged::default();
    for (n, (source, text)) in texts.iter().enumerate() {
        let newcomer = person(n as u128);
        let sketches = [sketch_of(text)];
        let candidates = index.candidates(newcomer, &sketches);
        let shared = verified(&sketches, &candidates);
        let linked = |other: usize| {
            shared[0].others.iter().any(|similar| similar.applicant == person(other as u128))
        };
        for (other, (theirs, _)) in texts[..n].iter().enumerate() {
            match (source == theirs, linked(other)) {
                (true, true) => judged.found += 1,
                (true, false) => judged.missed += 1,
                (false, true) => judged.strangers += 1,
                (false, false) => {}
            }
        }
        index.insert(newcomer, &sketches);
    }
    judged
}

/// People of several trades who use a few templates, and copies of a third of their texts.
fn corpus(people: usize, templates: usize, random: &mut ChaCha8Rng) -> Vec<(usize, String)> {
    let trades: Vec<Trade> = (0..4).map(|_| trade(random)).collect();
    let templates: Vec<Vec<String>> = (0..templates).map(|_| template(random)).collect();
    let mut texts = Vec::new();
    for n in 0..people {
        let own = own(&trades[n % trades.len()], 24, random);
        let lines = filled(&templates[n % templates.len()], &own);
        texts.push((n, lines.join("\n")));
        if n % 3 == 0 {
            texts.push((n, copy(&lines, n / 3, random)));
        }
    }
    texts.shuffle(random);
    texts
}

#[test]
fn copies_of_every_kind_are_found_and_people_with_the_same_trade_and_template_are_not_linked() {
    let texts = corpus(300, 2, &mut ChaCha8Rng::seed_from_u64(11));
    let judged = judged(&texts);
    assert!(judged.recall() >= 0.99, "recall {} {judged:?}", judged.recall());
    assert!(judged.precision() >= 0.99, "precision {} {judged:?}", judged.precision());
}

#[test]
fn a_popular_template_links_nobody_even_if_it_is_80_percent_of_the_text() {
    let mut random = ChaCha8Rng::seed_from_u64(12);
    let (trade, template) = (trade(&mut random), template(&mut random));
    let person = |n: usize, random: &mut ChaCha8Rng| {
        let lines = [template.clone(), own(&trade, 4, random)].concat();
        (n, lines.join("\n"))
    };
    let mut texts: Vec<(usize, String)> = (0..80).map(|n| person(n, &mut random)).collect();
    let late = judged(&texts[..]);
    // Nothing distinguishes the first twenty or so from a ring.
    assert!(late.strangers < 80 * 79 / 2 / 4, "{late:?}");
    let known = texts.len();
    texts.push(person(known, &mut random));
    texts.push((known, texts[known].1.to_uppercase()));
    let with_a_copy = judged(&texts);
    assert_eq!(with_a_copy.found, 1, "a copy is found among them");
    assert!(with_a_copy.strangers - late.strangers <= 1, "the newcomers are linked to no one else");
}

#[test]
fn in_a_ring_of_twelve_edited_copies_each_is_linked_to_an_earlier_one() {
    let mut random = ChaCha8Rng::seed_from_u64(13);
    let lines = own(&trade(&mut random), 30, &mut random);
    let texts: Vec<String> = (0..12).map(|n| copy(&lines, n, &mut random)).collect();
    let mut index = TextIndex::default();
    for (n, text) in texts.iter().enumerate() {
        let (newcomer, sketches) = (person(n as u128), [sketch_of(text)]);
        let candidates = index.candidates(newcomer, &sketches);
        let shared = verified(&sketches, &candidates);
        assert_eq!(shared[0].others.is_empty(), n == 0, "{n}");
        index.insert(newcomer, &sketches);
    }
}

#[test]
#[ignore = "prints the figures of docs/SIMILARITY.md"]
fn figures() {
    for (people, templates) in [(1_000, 1), (1_000, 4), (1_000, 40)] {
        let texts = corpus(people, templates, &mut ChaCha8Rng::seed_from_u64(people as u64));
        let judged = judged(&texts);
        eprintln!(
            "{} texts of {people} people, {templates} templates: recall {:.4}, precision {:.4}, {judged:?}",
            texts.len(),
            judged.recall(),
            judged.precision()
        );
    }
}
