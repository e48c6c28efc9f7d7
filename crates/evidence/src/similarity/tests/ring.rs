//! A ring's resumes as they look in practice: headings, skill lists, phrases of the trade, declarations, templates with
//! two to thirty users, and several copies of most texts. All pairs are checked.

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::corpus::{judged, word};
use super::edited;
use super::vocabulary::{ENGLISH, GERMAN, Language, Trade};

fn pick<'a>(from: &[&'a str], random: &mut ChaCha8Rng) -> &'a str {
    from.choose(random).unwrap()
}

/// A line about the person's own work: the trade's words and some facts that no one else has.
fn achievement(language: &Language, trade: &Trade, random: &mut ChaCha8Rng) -> String {
    let [verb, thing, means] =
        [trade.verbs, trade.things, trade.means].map(|from| pick(from, random));
    let (client, city) = (word(random), word(random));
    let (with, result, percent) = (language.with, language.result, random.random_range(3..97));
    match random.random_range(0..3) {
        0 => format!("- {verb} {thing} {with} {means} ({client}), {result} {percent} %"),
        1 => format!("- {verb} {thing} {client} {city} {with} {means}"),
        _ => format!(
            "- {thing}: {verb} {with} {means} {client}, {percent} {city}, {result} {percent} %"
        ),
    }
}

/// A person's resume, line by line, with the lines of a template if there is one.
fn resume(
    language: &Language,
    trade: &Trade,
    template: Option<&[String]>,
    random: &mut ChaCha8Rng,
) -> Vec<String> {
    let [summary, skills, work, education, declaration] = language.headings.map(str::to_uppercase);
    let mut lines = vec![format!("{} {}", word(random), word(random)), trade.title.to_owned()];
    lines.extend([summary, achievement(language, trade, random), skills, trade.skills.to_owned()]);
    lines.extend(template.iter().copied().flatten().cloned());
    lines.push(work);
    for _ in 0..random.random_range(2..5) {
        let (from, to) = (random.random_range(2005..2015), random.random_range(2015..2026));
        lines.push(format!("{} {}, {from} - {to}, {}", word(random), word(random), trade.title));
        let own = random.random_range(3..7);
        lines.extend((0..own).map(|_| achievement(language, trade, random)));
        lines.push(pick(trade.stock, random).to_owned());
    }
    lines.extend([education, format!("{} {}, {}", word(random), word(random), word(random))]);
    lines.push(declaration);
    lines.extend(language.closing.iter().map(|line| (*line).to_owned()));
    lines
}

fn line(random: &mut ChaCha8Rng) -> String {
    (0..12).map(|_| word(random)).collect::<Vec<_>>().join(" ")
}

/// A copy, exact or slightly edited.
fn copy(lines: &[String], kind: u32, random: &mut ChaCha8Rng) -> String {
    let mut lines = lines.to_vec();
    match kind {
        0..=3 => {}
        4 => lines[0] = format!("{} {} {}@mail.example", word(random), word(random), word(random)),
        5 => return edited(&lines.join(" \n "), 0.05, random),
        6 => return format!("<p>{}</p>", lines.join("</p><p>")).to_uppercase(),
        7 => {
            let mut sections: Vec<&[String]> = lines.chunks(9).collect();
            sections.shuffle(random);
            return sections.concat().join("\n");
        }
        8 => lines.truncate(lines.len() * random.random_range(75..95) / 100),
        _ => {
            let at = random.random_range(0..lines.len());
            lines[at] = line(random);
        }
    }
    lines.join("\n")
}

/// Resumes with a number of different texts and a total number of copies. A text has one to twenty copies. Four in ten
/// people use a template that two to thirty people share.
fn ring(
    language: &Language,
    unique: usize,
    all: usize,
    random: &mut ChaCha8Rng,
) -> Vec<(usize, String)> {
    let sizes = [2, 3, 5, 10, 30];
    let mut templates: Vec<Vec<String>> = Vec::new();
    for size in sizes.into_iter().cycle() {
        if templates.len() >= unique * 2 / 5 {
            break;
        }
        let lines: Vec<String> = (0..12).map(|_| line(random)).collect();
        templates.extend((0..size).map(|_| lines.clone()));
    }
    let originals: Vec<Vec<String>> = (0..unique)
        .map(|n| {
            let trade = &language.trades[n % language.trades.len()];
            resume(language, trade, templates.get(n).map(Vec::as_slice), random)
        })
        .collect();
    let mut sizes = vec![1; unique];
    while sizes.iter().sum::<usize>() < all {
        // Some texts get many copies.
        let lucky =
            random.random_range(0.0_f64..1.0).powi(2) * f64::from(u32::try_from(unique).unwrap());
        let lucky =
            (0..unique).find(|n| f64::from(u32::try_from(*n).unwrap()) + 1.0 > lucky).unwrap();
        if sizes[lucky] < 20 {
            sizes[lucky] += 1;
        }
    }
    let mut texts = Vec::new();
    for (n, (lines, size)) in originals.iter().zip(sizes).enumerate() {
        texts.push((n, lines.join("\n")));
        texts.extend((1..size).map(|_| (n, copy(lines, random.random_range(0..10), random))));
    }
    texts.shuffle(random);
    texts
}

#[test]
fn in_a_ring_all_copies_are_found_and_people_with_the_same_trade_and_template_are_not_linked() {
    for (language, seed) in [(&ENGLISH, 21), (&GERMAN, 22)] {
        let texts = ring(language, 46, 193, &mut ChaCha8Rng::seed_from_u64(seed));
        let judged = judged(&texts);
        assert!(judged.recall() >= 0.99, "recall {} {judged:?}", judged.recall());
        assert!(judged.precision() >= 0.99, "precision {} {judged:?}", judged.precision());
    }
}

#[test]
fn a_template_that_fills_most_of_a_resume_links_nobody_from_its_third_user_on() {
    let mut random = ChaCha8Rng::seed_from_u64(23);
    let template: Vec<String> = (0..12).map(|_| line(&mut random)).collect();
    let trade = &ENGLISH.trades[0];
    let texts: Vec<(usize, String)> = (0..30)
        .map(|n| {
            let own = (0..4).map(|_| achievement(&ENGLISH, trade, &mut random));
            (n, template.iter().cloned().chain(own).collect::<Vec<_>>().join("\n"))
        })
        .collect();
    // With only two users, a template cannot be distinguished from a copy.
    assert_eq!(judged(&texts[..2]).strangers, 1, "two users of a template look like a copy");
    let judged = judged(&texts);
    assert!(judged.strangers <= 9, "{judged:?} of {} pairs", 30 * 29 / 2);
}

#[test]
fn a_text_is_not_discounted_because_it_has_many_copies() {
    let mut random = ChaCha8Rng::seed_from_u64(24);
    let lines = resume(&GERMAN, &GERMAN.trades[0], None, &mut random);
    let texts: Vec<(usize, String)> =
        (0..50).map(|_| (0, edited(&lines.join(" "), 0.05, &mut random))).collect();
    let judged = judged(&texts);
    assert!(judged.recall() >= 0.95, "recall {} {judged:?}", judged.recall());
}

/// Resumes, each with a copy in which a share of the words is replaced.
fn edited_copies(
    language: &Language,
    people: usize,
    share: f64,
    seed: u64,
) -> Vec<(usize, String)> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut texts = Vec::new();
    for n in 0..people {
        let trade = &language.trades[n % language.trades.len()];
        let text = resume(language, trade, None, &mut random).join(" \n ");
        texts.push((n, edited(&text, share, &mut random)));
        texts.push((n, text));
    }
    texts
}

#[test]
fn copies_with_one_word_in_ten_replaced_are_found() {
    for (language, seed) in [(&ENGLISH, 25), (&GERMAN, 26)] {
        let judged = judged(&edited_copies(language, 60, 0.1, seed));
        assert!(judged.recall() >= 0.95 && judged.strangers == 0, "{judged:?}");
    }
}

#[test]
#[ignore = "prints the figures of docs/SIMILARITY.md"]
fn figures() {
    for (name, language, seed) in [
        ("English", &ENGLISH, 5),
        ("English", &ENGLISH, 6),
        ("German", &GERMAN, 7),
        ("German", &GERMAN, 8),
    ] {
        let texts = ring(language, 231, 964, &mut ChaCha8Rng::seed_from_u64(seed));
        let all = judged(&texts);
        eprintln!(
            "{name}, {} texts, 231 of them different: recall {:.4}, precision {:.4}, {all:?}",
            texts.len(),
            all.recall(),
            all.precision()
        );
        for share in [0.05, 0.1] {
            let copies = judged(&edited_copies(language, 300, share, seed));
            eprintln!("  one word in {:.0} replaced: {copies:?}", 1.0 / share);
        }
    }
}
